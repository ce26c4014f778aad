"""An order we have not seen before, as rows. Pure translation: everything it needs was read before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from desktop_oms.app.customers import Buyer
from desktop_oms.app.intake.batch import Batch
from desktop_oms.app.intake.shelf import Article, Articles, Place, Tags
from desktop_oms.db import schema
from desktop_oms.domain.names import fold, sku_key
from desktop_oms.domain.order import PAYMENT_STATUSES
from desktop_oms.domain.remote_order import RemoteHold, RemoteLine, RemoteOrder, RemotePayment, RemoteTax

# More was given back than taken, as far as the channel told; nobody ships before a person has looked.
REFUND_ABOVE = RemoteHold("channel", "refund_above_payment")
PAYMENT_STATE = {"authorize": "authorized", "capture": "captured", "refund": "settled", "void": "voided"}


@dataclass(slots=True)
class LineRows:
    """A line that was made, in sales units, and its demand: (demand id, variant id, pieces per unit)."""

    id: int
    remote: RemoteLine
    cancelled: int
    demands: list[tuple[int, int, int]] = field(default_factory=list)


@dataclass(slots=True)
class OrderRows:
    """What was made of one order, as far as others build on it."""

    id: int
    number: str
    remote: RemoteOrder
    head: dict[str, Any]
    lines: list[LineRows] = field(default_factory=list)


class Maker:
    """Turns remote orders into rows of a batch."""

    def __init__(self, batch: Batch, place: Place, articles: Articles, tags: Tags, now: datetime) -> None:
        self.batch = batch
        self.place = place
        self.articles = articles
        self.tags = tags
        self.now = now

    def order(self, remote: RemoteOrder, number: str, buyer: Buyer, digest: str, run_id: int | None) -> OrderRows:
        """Plan everything of a new order but its allocations."""
        head = {
            **self.head(remote, buyer),
            "number": number,
            "company_id": self.place.channel["company_id"],
            "brand_id": self.place.channel["brand_id"],
            "channel_id": self.place.channel["id"],
            "warehouse_id": self.place.channel["warehouse_id"],
            "external_id": remote.external_id,
            "customer_id": buyer.customer_id,
            "buyer_note_id": self.text(remote.note, buyer.customer_id),
            "gift_note_id": self.text(remote.gift_message, buyer.customer_id),
            "import_run_id": run_id,
            "external_hash": digest,
        }
        head["closed_at"] = (remote.cancelled_at or self.now) if head["lifecycle"] == "closed" else None
        made = OrderRows(self.batch.insert(schema.sales_order, head), number, remote, head)
        for position, line in enumerate(remote.lines, start=1):
            made.lines.append(self.line(made.id, remote, line, position, buyer.customer_id))
        self.charges(made.id, remote)
        for told in remote.holds:
            self.hold(made.id, told)
        if self.payments(made.id, remote, remote.payments):
            self.hold(made.id, REFUND_ABOVE)
        self.order_tags(made.id, remote.tags)
        self.external_shipments(made)
        return made

    def head(self, remote: RemoteOrder, buyer: Buyer) -> dict[str, Any]:
        """The columns of an order that follow the channel, its texts apart."""
        has_presentment = bool(remote.presentment_currency)
        lifecycle = lifecycle_of(remote)
        return {
            "external_number": remote.number,
            "lifecycle": lifecycle,
            "placed_at": remote.placed_at,
            "paid_at": remote.paid_at,
            "cancelled_at": (remote.cancelled_at or self.now) if lifecycle == "cancelled" else None,
            "ship_by_at": self.place.ship_by(remote.ship_by_at, remote.paid_at),
            "deliver_by_at": remote.deliver_by_at,
            "currency": remote.currency,
            "total_minor": remote.total_minor,
            "tax_included": remote.tax_included,
            "presentment_currency": remote.presentment_currency,
            "presentment_total_minor": remote.presentment_total_minor if has_presentment else None,
            "exchange_rate": remote.exchange_rate,
            "stated_payment_status": remote.payment_status if remote.payment_status in PAYMENT_STATUSES else "",
            "contact_id": buyer.contact_id,
            "ship_address_id": buyer.ship_address_id,
            "bill_address_id": buyer.bill_address_id,
            "service_level": remote.service_level,
            "is_gift": remote.is_gift,
            "attributes": dict(remote.attributes),
        }

    def line(self, order_id: int, remote: RemoteOrder, line: RemoteLine, position: int, customer_id: int) -> LineRows:
        """Plan a line with its taxes and its demand, or the question what article it is (P43)."""
        article = self.articles.find(line.sku) if line.requires_shipping else None
        cancelled = cancelled_units(remote, line)
        row = {
            "order_id": order_id,
            "position": position,
            "external_id": line.external_id,
            "sku": line.sku,
            "variant_id": article.variant_id if article else None,
            "title": line.title,
            "quantity": line.quantity,
            "cancelled_qty": cancelled,
            "unit_price_minor": line.unit_price_minor,
            "discount_minor": line.discount_minor,
            "total_minor": line.total_minor,
            "requires_shipping": line.requires_shipping,
            "gift_note_id": self.text(line.gift_text, customer_id),
            "attributes": dict(line.attributes),
        }
        made = LineRows(self.batch.insert(schema.order_line, row), line, cancelled)
        self.taxes(order_id, line.taxes, line_id=made.id)
        if article is not None:
            self.demand(order_id, made, article)
        elif line.requires_shipping and line.quantity:
            self.ask_article(order_id, made.id, line)
        return made

    def ask_article(self, order_id: int, line_id: int, line: RemoteLine) -> None:
        """Plan the question what article a line is."""
        task = {"order_id": order_id, "order_line_id": line_id, "sku": line.sku, "title": line.title}
        self.batch.insert(schema.mapping_task, {**task, "sku_key": sku_key(line.sku)})

    def demand(self, order_id: int, made: LineRows, article: Article) -> None:
        """Plan what the line needs from stock: the article, or the components of the kit as it is today."""
        if not made.remote.quantity:
            return
        for variant_id, pieces in article.per_unit.items():
            row = {
                "order_id": order_id,
                "order_line_id": made.id,
                "variant_id": variant_id,
                "quantity": made.remote.quantity * pieces,
                "per_unit": pieces,
                "cancelled_qty": made.cancelled * pieces,
            }
            made.demands.append((self.batch.insert(schema.demand, row), variant_id, pieces))

    def charges(self, order_id: int, remote: RemoteOrder) -> None:
        """Plan charges with their taxes, and the taxes of the order as a whole."""
        for told in remote.charges:
            row = {"order_id": order_id, "kind": told.kind, "title": told.title, "amount_minor": told.amount_minor}
            self.taxes(order_id, told.taxes, charge_id=self.batch.insert(schema.order_charge, row))
        self.taxes(order_id, remote.taxes)

    def taxes(
        self, order_id: int, told: Iterable[RemoteTax], line_id: int | None = None, charge_id: int | None = None
    ) -> None:
        """Plan tax rows as stated; nothing is recomputed (P55)."""
        for tax in told:
            row = {"order_id": order_id, "order_line_id": line_id, "order_charge_id": charge_id, "title": tax.title}
            self.batch.insert(schema.order_tax, {**row, "rate": tax.rate, "amount_minor": tax.amount_minor})

    def payments(self, order_id: int, remote: RemoteOrder, told: Iterable[RemotePayment], already: int = 0) -> bool:
        """Plan money rows. A refund beyond what was captured (``already`` before) is kept as not yet settled; True if there is one."""
        rows = list(told)
        left = already + sum(row.amount_minor for row in rows if row.kind == "capture")
        is_above = False
        for row in rows:
            state = PAYMENT_STATE[row.kind]
            if row.kind == "refund":
                left -= row.amount_minor
                if left < 0:
                    state, is_above = "created", True
            planned = {
                "order_id": order_id,
                "external_id": row.external_id,
                "kind": row.kind,
                "state": state,
                "amount_minor": row.amount_minor,
                "currency": remote.currency,
                "at": row.at,
                "method": row.method,
                "reference": row.reference,
            }
            self.batch.insert(schema.payment, planned)
        return is_above

    def hold(self, order_id: int, told: RemoteHold) -> None:
        """Plan a block the channel asks for; nobody of ours placed it, so ``placed_by`` stays empty."""
        row = {"order_id": order_id, "kind": told.kind, "note": told.note, "until_at": told.until_at}
        self.batch.insert(schema.hold, {**row, "placed_at": self.now})

    def order_tags(self, order_id: int, names: Iterable[str], present: Iterable[int] = ()) -> int:
        """Plan tags, each once; returns how many are new to the order."""
        seen = set(present)
        before = len(seen)
        for name in names:
            key = fold(name)
            if not key:
                continue
            if key not in self.tags.known:
                self.tags.known[key] = self.batch.insert(schema.tag, {"name": name.strip(), "name_key": key})
            tag_id = self.tags.known[key]
            if tag_id not in seen:
                seen.add(tag_id)
                self.batch.insert(schema.order_tag, {"order_id": order_id, "tag_id": tag_id})
        return len(seen) - before

    def external_shipments(self, made: OrderRows) -> None:
        """Plan shipments for what left elsewhere: those the channel names, and one for whatever it only counts."""
        shipped = {line.remote.external_id: line.remote.shipped_quantity for line in made.lines}
        number = 0
        for told in made.remote.shipments:
            parts = take_parts(told.lines, shipped)
            if parts:
                number += 1
                self.shipment(made, number, parts, told.shipped_at, told.external_id, told.carrier, told.tracking_no)
        rest = {external_id: left for external_id, left in shipped.items() if left > 0}
        if rest:
            self.shipment(made, number + 1, rest, None, "", "", "")

    def shipment(
        self,
        made: OrderRows,
        number: int,
        parts: Mapping[str, int],
        shipped_at: datetime | None,
        external_id: str,
        carrier: str,
        tracking_no: str,
    ) -> None:
        """Plan a shipment of external origin; it moves no stock of ours. ``parts``: line external id -> units."""
        lines = [line for line in made.lines if parts.get(line.remote.external_id) and line.remote.requires_shipping]
        if not lines:
            return
        head = {
            "number": f"{made.number}-{number}",
            "state": "dispatched",
            "is_external": True,
            "external_id": external_id,
            "carrier": carrier,
            "tracking_no": tracking_no,
            "ship_address_id": made.head["ship_address_id"],
            "dispatched_at": shipped_at or made.remote.placed_at,
        }
        shipment_id = self.batch.insert(schema.shipment, head)
        position = 0
        for line in lines:
            units = parts[line.remote.external_id]
            demands: list[tuple[int | None, int | None, int]] = [*line.demands] or [(None, None, 1)]
            for demand_id, variant_id, pieces in demands:
                position += 1
                row = {
                    "shipment_id": shipment_id,
                    "position": position,
                    "order_id": made.id,
                    "order_line_id": line.id,
                    "demand_id": demand_id,
                    "variant_id": variant_id,
                    "quantity": units * pieces,
                    "lot_id": 0,
                }
                self.batch.insert(schema.shipment_line, row)

    def text(self, words: str, customer_id: int) -> int | None:
        """Plan a text that may name a person; None for an empty one."""
        if not words.strip():
            return None
        row = {"customer_id": customer_id, "text": words, "created_at": self.now}
        return self.batch.insert(schema.personal_note, row)


def lifecycle_of(remote: RemoteOrder) -> str:
    """Closed as soon as everything that can be shipped has left; else as the channel says."""
    if remote.lifecycle != "open":
        return remote.lifecycle
    goods = [line for line in remote.lines if line.requires_shipping]
    has_left = any(line.shipped_quantity for line in goods)
    is_open = any(line.quantity > line.shipped_quantity + line.cancelled_quantity for line in goods)
    return "closed" if has_left and not is_open else "open"


def cancelled_units(remote: RemoteOrder, line: RemoteLine) -> int:
    """Units no longer wanted; of a cancelled order everything that has not left."""
    if remote.lifecycle == "cancelled":
        return line.quantity - line.shipped_quantity
    return line.cancelled_quantity


def take_parts(told: Iterable[tuple[str, int]], left: dict[str, int]) -> dict[str, int]:
    """Of the named units those still in ``left``, which is lowered."""
    parts: dict[str, int] = {}
    for external_id, units in told:
        taken = min(units, left.get(external_id, 0))
        if taken > 0:
            parts[external_id] = parts.get(external_id, 0) + taken
            left[external_id] -= taken
    return parts
