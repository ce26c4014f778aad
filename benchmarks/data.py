"""Made-up orders with the shape of a real shop's: few lines, few articles that sell most, buyers who come back.

Same seed, same orders, on every machine. The shape follows the design's section 9 (1.85 lines an order, one article in eight lines,
45 of 100 orders from a known buyer); names and places are this file's own.
"""

from __future__ import annotations

import bisect
import itertools
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from desktop_oms.domain.remote_order import (
    RemoteAddress,
    RemoteCharge,
    RemoteLine,
    RemoteOrder,
    RemotePayment,
    RemoteTax,
)

FIRST_DAY = datetime(2026, 1, 5, 7, 0, tzinfo=UTC)
_LINES = (1,) * 58 + (2,) * 22 + (3,) * 10 + (4,) * 5 + (5,) * 3 + (8, 11)
_QUANTITIES = (1,) * 84 + (2,) * 10 + (3,) * 3 + (4, 6, 12)
_GIVEN = "Aylin Bram Chloé Daan Elif Færch Greta Håkon Inês Jiří Käthe Łucja Mael Noor Óscar Petra Quentin Rüya Søren Tove".split()
_FAMILY = "Abel Brandt Çelik Dubois Eriksen Fałkowska García Hoffmann Ivanova Jansen Kovač Lindqvist Moreau Nguyễn O'Neill Öztürk".split()
_TOWNS = (
    ("Kiel", "24103", "DE"),
    ("Görlitz", "02826", "DE"),
    ("Utrecht", "3511", "NL"),
    ("Łódź", "90-001", "PL"),
    ("Saint-Étienne", "42000", "FR"),
    ("Graz", "8010", "AT"),
    ("Malmö", "211 18", "SE"),
)
_STREETS = ("Hafenweg", "Rue du Port", "Am Deich", "Kerkplein", "ulica Długa", "Storgatan")
_GOODS = ("Mug", "Bowl", "Filter", "Kettle", "Candle", "Blanket", "Notebook", "Vase")
_COLORS = ("moss", "clay", "ink", "sand", "white", "ochre")


class MadeShop:
    """A catalogue of ``skus`` articles and any number of orders for them."""

    def __init__(self, skus: int = 2000, seed: int = 7) -> None:
        self.skus = skus
        self.seed = seed
        rng = random.Random(f"{seed}/catalogue")
        self._prices = [199 + 10 * int(rng.random() ** 3 * 1500) for _ in range(skus)]
        # Zipf with exponent 1.05: the first article stands on about one line in eight.
        weights = itertools.accumulate((rank + 1) ** -1.05 for rank in range(skus))
        self._reach = list(weights)

    def sku(self, number: int) -> str:
        """Article number ``number`` from 0."""
        return f"{_GOODS[number % len(_GOODS)].upper()}-{number:05d}"

    def title(self, number: int) -> str:
        """Its name."""
        return f"{_GOODS[number % len(_GOODS)]} {number // len(_GOODS)}, {_COLORS[number % len(_COLORS)]}"

    def barcode(self, number: int) -> str:
        """Its EAN-13, from the range nobody is given."""
        body = f"2{number:011d}"
        total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body))
        return body + str(-total % 10)

    def orders(self, count: int, first: int = 0) -> Iterator[RemoteOrder]:
        """Orders ``first`` to ``first + count``, oldest first, one every 40 seconds; each depends on its number alone."""
        for number in range(first, first + count):
            yield self._order(number)

    def pages(self, count: int, size: int = 50, first: int = 0) -> Iterator[tuple[RemoteOrder, ...]]:
        """The same orders in pages."""
        orders = self.orders(count, first)
        while page := tuple(itertools.islice(orders, size)):
            yield page

    def _order(self, number: int) -> RemoteOrder:
        rng = random.Random(f"{self.seed}/order/{number}")
        placed = FIRST_DAY + timedelta(seconds=40 * number)
        buyer = self._buyer(rng, number)
        person = random.Random(f"{self.seed}/buyer/{buyer}")
        name = f"{person.choice(_GIVEN)} {person.choice(_FAMILY)}"
        town, postcode, country = person.choice(_TOWNS)
        home = RemoteAddress(
            name=name,
            street1=f"{person.choice(_STREETS)} {person.randint(1, 180)}",
            city=town,
            postcode=postcode,
            country=country,
            phone=f"+49 30 {buyer:08d}",
        )
        lines = tuple(self._line(rng, number, place) for place in range(rng.choice(_LINES)))
        shipping = 0 if rng.random() < 0.3 else 490
        tax = sum(tax.amount_minor for line in lines for tax in line.taxes)
        total = sum(line.total_minor for line in lines) + shipping
        return RemoteOrder(
            channel_type="shopify",
            external_id=str(6_300_000_000_000 + number),
            number=f"#{1001 + number}",
            placed_at=placed,
            paid_at=placed + timedelta(seconds=20),
            currency="EUR",
            total_minor=total,
            lines=lines,
            payment_status="paid",
            charges=(RemoteCharge("shipping", shipping, "DHL Paket"),) if shipping else (),
            taxes=(RemoteTax("VAT 19%", tax + shipping * 19 // 119, "0.19"),),
            payments=(RemotePayment(f"pay-{number}", "capture", total, placed, "card"),),
            buyer_external_id=str(buyer),
            buyer_name=name,
            buyer_email=f"buyer{buyer}@example.org",
            ship_to=home,
            bill_to=home,
            service_level="DHL Paket",
            note="Please ring twice." if rng.random() < 0.03 else "",
            attributes={"source": "web", "risk level": "Low"},
        )

    @staticmethod
    def _buyer(rng: random.Random, number: int) -> int:
        """45 of 100 orders come from someone who bought before, more likely lately than long ago."""
        if number and rng.random() < 0.45:
            return number - 1 - int(rng.random() ** 2 * min(number, 5000))
        return number

    def _line(self, rng: random.Random, number: int, place: int) -> RemoteLine:
        article = bisect.bisect_left(self._reach, rng.random() * self._reach[-1])
        quantity = rng.choice(_QUANTITIES)
        price = self._prices[article]
        return RemoteLine(
            external_id=f"{number}-{place}",
            sku=self.sku(article),
            title=self.title(article),
            quantity=quantity,
            total_minor=price * quantity,
            unit_price_minor=price,
            taxes=(RemoteTax("VAT 19%", price * quantity * 19 // 119, "0.19"),),
        )
