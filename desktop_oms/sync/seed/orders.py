"""Invented orders, told the way channels tell them: history that left long ago, and live ones in every state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from desktop_oms.domain.remote_order import (
    RemoteCharge,
    RemoteHold,
    RemoteLine,
    RemoteOrder,
    RemotePayment,
    RemoteShipment,
    RemoteTax,
)
from desktop_oms.sync.seed.goods import SOLD_OUT, Article, Catalog
from desktop_oms.sync.seed.people import Buyer, a_buyer

# How many of the newest orders are still open, whatever the size of the history.
_LIVE_SHARE, _FEWEST_LIVE, _MOST_LIVE = 4, 40, 2000
_ORDERS_A_DAY = 250
# What becomes of every 20th live order; the others are paid and can be packed.
_LIVE_KINDS = {2: "unpaid", 5: "held", 8: "unmapped", 11: "sold_out", 14: "cancelled", 17: "gift", 19: "kit"}
# Euro cents -> minor units of the currency, as (times, divided by).
_RATES = {"EUR": (1, 1), "USD": (108, 100), "GBP": (86, 100), "CHF": (95, 100), "PLN": (43, 10), "SEK": (115, 10),
          "HUF": (400, 1), "JPY": (16, 10), "KWD": (33, 10)}  # fmt: skip
_SHIPPING_MINOR = 490


def live_count(orders: int) -> int:
    """How many of so many orders are still open."""
    return min(orders, _MOST_LIVE, max(_FEWEST_LIVE, orders // _LIVE_SHARE))


class OrderMaker:
    """Makes order 0 (the oldest) to ``count - 1`` (the newest), each once and in turn."""

    def __init__(self, random: Random, catalog: Catalog, count: int, midnight: datetime, seed: int) -> None:
        self._random, self._catalog, self._seed = random, catalog, seed
        self._count, self._live = count, live_count(count)
        self._midnight = midnight

    def orders(self) -> Iterator[RemoteOrder]:
        """All orders, oldest first."""
        for number in range(self._count):
            yield self._order(number)

    def _order(self, number: int) -> RemoteOrder:
        random = self._random
        # A customer in five comes back.
        buyer = a_buyer(Random(f"{self._seed}:{self._buyer_number(number)}"), self._buyer_number(number))
        from_end = self._count - 1 - number
        is_live = from_end < self._live
        kind = _LIVE_KINDS.get(from_end % 20, "ready") if is_live else _past(random)
        placed_at = self._midnight - timedelta(seconds=from_end * 86_400 // _ORDERS_A_DAY + random.randrange(300))
        order = self._plain(number, buyer, placed_at, kind)
        return order if kind in ("ready", "gift", "kit", "unmapped", "sold_out") else _turned(order, kind)

    def _buyer_number(self, number: int) -> int:
        return number - number % 7 if number % 5 == 0 else number

    def _plain(self, number: int, buyer: Buyer, placed_at: datetime, kind: str) -> RemoteOrder:
        random = self._random
        channel = ("shopify", "shopify", "amazon")[number % 3]
        external = f"{self._seed:03d}-{number + 1:07d}"
        currency = buyer.country.currency
        lines = self._lines(external, currency, kind)
        goods = sum(line.total_minor for line in lines)
        shipping = _in(currency, _SHIPPING_MINOR)
        total = goods + shipping
        tax = total * buyer.country.vat_percent // (100 + buyer.country.vat_percent)
        rate = buyer.country.vat_percent
        paid_at = placed_at + timedelta(seconds=random.randrange(20, 900))
        return RemoteOrder(
            channel_type=channel,
            external_id=external,
            number=f"#{number + 1001}" if channel == "shopify" else external,
            placed_at=placed_at,
            currency=currency,
            total_minor=total,
            lines=lines,
            payment_status="paid",
            paid_at=paid_at,
            charges=(RemoteCharge("shipping", shipping, "Standard"),),
            taxes=(RemoteTax(f"VAT {rate}%", tax, f"0.{rate:02d}"),) if rate else (),
            payments=(RemotePayment(f"{external}-p", "capture", total, paid_at, "card"),),
            buyer_external_id=buyer.external_id,
            buyer_name=buyer.name,
            buyer_email=buyer.email,
            ship_to=buyer.address,
            bill_to=buyer.address,
            ship_by_at=placed_at + timedelta(days=2) if channel == "amazon" else None,
            service_level="Expedited" if number % 11 == 0 else "Standard",
            note="Please ring twice." if number % 13 == 0 else "",
            is_gift=kind == "gift",
            gift_message="Happy birthday!" if kind == "gift" else "",
            tags=("wholesale",) if number % 17 == 0 else (),
        )

    def _lines(self, external: str, currency: str, kind: str) -> tuple[RemoteLine, ...]:
        random, catalog = self._random, self._catalog
        articles = catalog.pick(random, random.choices((1, 2, 3, 5), (55, 25, 14, 6))[0])
        if kind == "sold_out":
            articles = [catalog.articles[SOLD_OUT]]
        told = [(article, random.choices((1, 2, 4), (80, 15, 5))[0]) for article in articles]
        lines = [
            _line(f"{external}-{place}", article, quantity, currency)
            for place, (article, quantity) in enumerate(told, 1)
        ]
        if kind == "kit":
            lines[0] = replace(lines[0], sku=catalog.kit, title="Gift set")
        if kind == "unmapped":
            lines[0] = replace(lines[0], sku="OLD-SHOP-77", title="Something of the old shop")
        return tuple(lines)


def _line(external_id: str, article: Article, quantity: int, currency: str) -> RemoteLine:
    price = _in(currency, article.price_minor)
    title = f"{article.title} - {article.option}"
    return RemoteLine(external_id, article.sku, title, quantity, price * quantity, unit_price_minor=price)


def _in(currency: str, cents: int) -> int:
    times, divided = _RATES[currency]
    return cents * times // divided


def _past(random: Random) -> str:
    return random.choices(("gone", "cancelled", "refunded"), (93, 4, 3))[0]


def _turned(order: RemoteOrder, kind: str) -> RemoteOrder:
    """The order as something else became of it."""
    if kind == "unpaid":
        return replace(order, payment_status="unpaid", paid_at=None, payments=())
    if kind == "held":
        return replace(order, holds=(RemoteHold("fraud", "Billing and delivery address differ"),))
    later = order.placed_at + timedelta(hours=20)
    if kind == "cancelled":
        lines = tuple(replace(line, cancelled_quantity=line.quantity) for line in order.lines)
        return replace(order, lifecycle="cancelled", cancelled_at=later, lines=lines)
    lines = tuple(replace(line, shipped_quantity=line.quantity) for line in order.lines)
    what = tuple((line.external_id, line.quantity) for line in order.lines)
    gone = RemoteShipment(f"{order.external_id}-s", what, later, "Other", f"TRK{order.external_id.replace('-', '')}")
    order = replace(order, lifecycle="closed", lines=lines, shipments=(gone,))
    if kind == "gone":
        return order
    back = RemotePayment(f"{order.external_id}-r", "refund", order.lines[0].total_minor, later, "card")
    return replace(order, payments=(*order.payments, back), payment_status="part_refunded")
