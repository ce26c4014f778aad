"""An order the channel tells differently than before: follow it where we may, keep what a person decided, else ask.

Money, holds, tags and payments always follow. What is in the box (lines, quantities, address, service) follows until packing
begins; from then on a difference becomes a conflict for a person and nothing of the order changes. A field the channel leaves
empty is "not told", because the reports of one channel do not all hold the same columns.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from desktop_oms.app.customers import Buyer
from desktop_oms.app.intake.create import (
    REFUND_ABOVE,
    LineRows,
    Maker,
    OrderRows,
    cancelled_units,
    lifecycle_of,
    take_parts,
)
from desktop_oms.app.intake.known import KnownOrder
from desktop_oms.app.intake.money import follow_charges, follow_payments
from desktop_oms.app.intake.questions import Questions
from desktop_oms.app.intake.set_aside import SetAside
from desktop_oms.db import schema
from desktop_oms.domain.remote_lines import with_known_line_ids
from desktop_oms.domain.remote_order import RemoteLine, RemoteOrder

# Columns that decide what goes into the box and where it goes.
_PHYSICAL = ("ship_address_id", "service_level", "gift_note_id", "is_gift")
_FOLLOWS = (
    "external_number", "placed_at", "paid_at", "deliver_by_at", "currency", "presentment_currency", "presentment_total_minor",
    "exchange_rate", "stated_payment_status", "contact_id", "bill_address_id", "buyer_note_id", *_PHYSICAL,
)  # fmt: skip


@dataclass(slots=True)
class Change:
    """What a telling came to.

    Attributes:
        outcome: updated, unchanged or conflict.
        freed_variants: articles of which something is free again.
        wants: demand id -> (order line, variant, pieces per unit, pieces still wanted, pieces it has).
    """

    outcome: str
    freed_variants: set[int] = field(default_factory=set)
    wants: dict[int, tuple[int, int, int, int, int]] = field(default_factory=dict)


class Updater:
    """Applies one changed order to a batch."""

    def __init__(
        self, maker: Maker, known: KnownOrder, remote: RemoteOrder, buyer: Buyer, texts: dict[int, str]
    ) -> None:
        self._maker = maker
        self._batch = maker.batch
        self._known = known
        self._order = known.row
        # Why: a report without item ids must find the lines another report brought.
        self._remote = with_known_line_ids(remote, [(row["external_id"], row["sku"]) for row in known.lines.values()])
        self._buyer = buyer
        self._texts = texts
        self._kept = set(known.row["person_fields"])
        self._change = Change("unchanged")
        self._questions = Questions(maker.batch, known, maker.now)
        self._set_aside = SetAside(maker.batch, known)
        self._dropped: set[int] = set()
        self._has_asked = False

    def apply(self, digest: str) -> Change:
        """Plan what follows from the telling."""
        head = self._head_changes()
        lines = self._line_changes()
        ending = self._ending()
        physical = {name: head[name] for name in _PHYSICAL if name in head}
        if self._is_stuck(bool(physical), lines, ending):
            self._ask_person(physical, lines, ending)
            self._batch.update(schema.sales_order, self._order["id"], {"external_hash": digest})
            self._change.outcome = "conflict"
            return self._change
        if lines or ending:
            self._set_aside.recall(self._maker.now)
        touched = self._apply_lines(lines)
        touched |= self._apply_lifecycle(head)
        touched |= follow_charges(self._maker, self._known, self._remote)
        has_paid, is_refund_above = follow_payments(self._maker, self._known, self._remote)
        touched |= has_paid | self._holds(is_refund_above) | self._tags()
        self._batch.update(schema.sales_order, self._order["id"], {**head, "external_hash": digest})
        if touched or head:
            self._change.outcome = "updated"
        if self._has_asked:
            self._change.outcome = "conflict"
        if head.get("lifecycle", self._order["lifecycle"]) == "open":
            self._want_the_rest()
        self._change.freed_variants = self._set_aside.freed_variants
        return self._change

    def _want_the_rest(self) -> None:
        """Lines that did not change may still wait for stock, for example because the money has come."""
        for rows in self._known.demands.values():
            for row in rows:
                has = sum(part["quantity"] for part in self._known.allocations.get(row["id"], ()))
                missing = row["quantity"] - row["cancelled_qty"] - row["shipped_qty"] - has
                rest = (row["order_line_id"], row["variant_id"], row["per_unit"], missing, has)
                if row["id"] not in self._dropped:
                    self._change.wants.setdefault(row["id"], rest)

    # --- the order's own columns -----------------------------------------------------------------------------------

    def _head_changes(self) -> dict[str, Any]:
        """Columns that differ, told, and not edited by a person."""
        told = self._maker.head(self._remote, self._buyer)
        old = self._order
        for name, words in (("buyer_note_id", self._remote.note), ("gift_note_id", self._remote.gift_message)):
            is_known = old[name] is not None and self._texts.get(old[name]) == words
            told[name] = old[name] if is_known else self._maker.text(words, self._buyer.customer_id)
        told["is_gift"] = told["is_gift"] or old["is_gift"]
        changes = {
            name: told[name]
            for name in _FOLLOWS
            if name not in self._kept and told[name] not in (None, "") and told[name] != old[name]
        }
        if self._remote.total_minor and self._remote.total_minor != old["total_minor"]:
            changes["total_minor"] = self._remote.total_minor
        attributes = {**old["attributes"], **self._remote.attributes}
        if attributes != old["attributes"]:
            changes["attributes"] = attributes
        promised = told["ship_by_at"] if self._remote.ship_by_at or not old["ship_by_at"] else None
        if promised and promised != old["ship_by_at"] and "ship_by_at" not in self._kept:
            changes["ship_by_at"] = promised
        self._ask_about_kept(told)
        return changes

    def _ask_about_kept(self, told: dict[str, Any]) -> None:
        """A field a person edited stays; if the channel has news about it, a person decides again."""
        news = {name: told[name] for name in self._kept & set(_FOLLOWS)}
        if self._remote.ship_by_at and "ship_by_at" in self._kept:
            news["ship_by_at"] = told["ship_by_at"]
        self._has_asked = self._questions.ask_about_kept(news)

    def _ending(self) -> str:
        """cancelled or closed when the telling ends an order that is open here; else ""."""
        wanted = lifecycle_of(self._remote)
        is_news = self._order["lifecycle"] in ("open", "draft") and wanted in ("cancelled", "closed")
        return wanted if is_news and "lifecycle" not in self._kept else ""

    def _is_stuck(self, is_physical: bool, lines: dict[str, RemoteLine], ending: str) -> bool:
        """True when hands are on the goods in a way that the telling would make wrong."""
        known = self._known
        if known.is_out_of_hand and (is_physical or lines or ending == "cancelled"):
            return True
        if (known.is_being_picked or known.is_on_a_table) and (lines or ending):
            return True
        packed_once = {row["order_line_id"] for row in known.shipment_lines}
        return any(
            known.lines[external_id]["id"] in packed_once and line.sku and line.sku != known.lines[external_id]["sku"]
            for external_id, line in lines.items()
            if external_id in known.lines
        )

    def _apply_lifecycle(self, head: dict[str, Any]) -> bool:
        """Cancel or close as the channel did. It never reopens: an old file must not bring a cancelled order back to the tables."""
        wanted, current = lifecycle_of(self._remote), self._order["lifecycle"]
        if wanted == current or "lifecycle" in self._kept or current in ("closed", "cancelled"):
            if current == "cancelled" and wanted == "open" and "lifecycle" not in self._kept:
                return self._questions.ask("lifecycle", current, wanted)
            return False
        head["lifecycle"] = wanted
        if wanted == "cancelled":
            head["cancelled_at"] = self._remote.cancelled_at or self._maker.now
        if wanted == "closed":
            head["closed_at"] = self._maker.now
        if wanted in ("closed", "cancelled"):
            self._set_aside.free_everything()
            self._change.wants.clear()
        return True

    # --- lines -------------------------------------------------------------------------------------------------------

    def _line_changes(self) -> dict[str, RemoteLine]:
        """Lines that are new or whose goods differ, by external id. A line the telling leaves out stays: reports may list a part."""
        found: dict[str, RemoteLine] = {}
        for external_id, line in self._by_id():
            old = self._known.lines.get(external_id)
            if old is None or self._differs(old, line):
                found[external_id] = line
        return found

    def _differs(self, old: Any, line: RemoteLine) -> bool:
        kept = set(old["person_fields"])
        cancelled = cancelled_units(self._remote, line)
        return (
            ("quantity" not in kept and old["quantity"] != line.quantity)
            or ("cancelled_qty" not in kept and cancelled > old["cancelled_qty"])
            or line.shipped_quantity > old["shipped_qty"]
            or ("sku" not in kept and bool(line.sku) and old["sku"] != line.sku)
        )

    def _apply_lines(self, changed: dict[str, RemoteLine]) -> bool:
        made = OrderRows(self._order["id"], self._order["number"], self._remote, dict(self._order))
        touched = self._line_facts()
        position = max((row["position"] for row in self._known.lines.values()), default=0)
        for external_id, line in self._by_id():
            old = self._known.lines.get(external_id)
            if old is None:
                position += 1
                new = self._maker.line(self._order["id"], self._remote, line, position, self._buyer.customer_id)
                for demand_id, variant_id, pieces in new.demands:
                    open_pieces = (line.quantity - new.cancelled) * pieces
                    self._change.wants[demand_id] = (new.id, variant_id, pieces, open_pieces, 0)
                made.lines.append(new)
            elif external_id in changed:
                made.lines.append(self._change_line(old, line))
        self._more_shipped(made)
        return touched or bool(changed)

    def _line_facts(self) -> bool:
        """Words and amounts of known lines follow whatever happens to the goods."""
        touched = False
        for external_id, line in self._by_id():
            old = self._known.lines.get(external_id)
            if old is None:
                continue
            told = {
                "title": line.title,
                "unit_price_minor": line.unit_price_minor,
                "discount_minor": line.discount_minor,
                "total_minor": line.total_minor,
            }
            changes: dict[str, Any] = {
                name: value
                for name, value in told.items()
                if value and value != old[name] and name not in old["person_fields"]
            }
            attributes = {**old["attributes"], **line.attributes}
            if attributes != old["attributes"]:
                changes["attributes"] = attributes
            self._batch.update(schema.order_line, old["id"], changes)
            touched = touched or bool(changes)
        return touched

    def _change_line(self, old: Any, line: RemoteLine) -> LineRows:
        kept = set(old["person_fields"])
        quantity = old["quantity"] if "quantity" in kept else line.quantity
        told = cancelled_units(self._remote, line)
        if not quantity:
            # A line taken out of the order is one nobody wants any more; what it once was stays on record.
            quantity = told = old["quantity"]
        shipped = max(old["shipped_qty"], line.shipped_quantity)
        quantity = max(quantity, shipped)
        cancelled = old["cancelled_qty"] if "cancelled_qty" in kept else max(told, old["cancelled_qty"])
        cancelled = min(cancelled, quantity - shipped)
        changes: dict[str, Any] = {"quantity": quantity, "cancelled_qty": cancelled}
        made = LineRows(old["id"], line, cancelled)
        if line.sku and line.sku != old["sku"] and "sku" not in kept:
            changes["sku"] = line.sku
            self._swap_article(old, line, changes, made)
        else:
            for row in self._known.demands.get(old["id"], ()):
                self._resize(row, quantity, cancelled)
                made.demands.append((row["id"], row["variant_id"], row["per_unit"]))
        self._batch.update(
            schema.order_line, old["id"], {name: value for name, value in changes.items() if value != old[name]}
        )
        return made

    def _swap_article(self, old: Any, line: RemoteLine, changes: dict[str, Any], made: LineRows) -> None:
        """Another article was chosen: old demand goes with its allocations, new demand comes (nothing of the line was shipped)."""
        for row in self._known.demands.get(old["id"], ()):
            self._set_aside.free(row, 0)
            self._dropped.add(row["id"])
            self._batch.delete(schema.demand, row["id"])
        task = self._known.tasks.get(old["id"])
        if task is not None:
            self._batch.delete(schema.mapping_task, task["id"])
        article = self._maker.articles.find(line.sku) if old["requires_shipping"] else None
        changes["variant_id"] = article.variant_id if article else None
        if article is not None:
            self._maker.demand(self._order["id"], made, article)
            for demand_id, variant_id, pieces in made.demands:
                open_pieces = (line.quantity - made.cancelled) * pieces
                self._change.wants[demand_id] = (old["id"], variant_id, pieces, open_pieces, 0)
        elif old["requires_shipping"]:
            self._maker.ask_article(self._order["id"], old["id"], line)

    def _resize(self, row: Any, quantity: int, cancelled: int) -> None:
        pieces = row["per_unit"]
        new = {"quantity": quantity * pieces, "cancelled_qty": cancelled * pieces}
        still_open = new["quantity"] - new["cancelled_qty"] - row["shipped_qty"]
        has = self._set_aside.free(row, max(0, still_open))
        self._batch.update(schema.demand, row["id"], {name: value for name, value in new.items() if value != row[name]})
        self._change.wants[row["id"]] = (row["order_line_id"], row["variant_id"], pieces, still_open - has, has)

    def _more_shipped(self, made: OrderRows) -> None:
        """What left elsewhere since the last telling becomes a shipment of external origin."""
        extra: dict[str, int] = {}
        for line in made.lines:
            old = self._known.lines.get(line.remote.external_id)
            units = line.remote.shipped_quantity - (old["shipped_qty"] if old else 0)
            if units > 0 and line.remote.requires_shipping:
                extra[line.remote.external_id] = units
        seen = {row["external_id"] for row in self._known.shipments.values()} - {""}
        number = self._known.last_shipment
        for told in self._remote.shipments:
            if told.external_id in seen:
                continue
            parts = take_parts(told.lines, extra)
            if parts:
                number += 1
                facts = (told.shipped_at, told.external_id, told.carrier, told.tracking_no)
                self._maker.shipment(made, number, parts, *facts)
                self._shipped_away(made, parts)
        rest = {external_id: units for external_id, units in extra.items() if units > 0}
        if rest:
            self._maker.shipment(made, number + 1, rest, self._maker.now, "", "", "")
            self._shipped_away(made, rest)

    def _shipped_away(self, made: OrderRows, parts: dict[str, int]) -> None:
        """Goods that left elsewhere need no stock of ours any more."""
        for line in made.lines:
            units = parts.get(line.remote.external_id, 0)
            if not units:
                continue
            rows = {row["id"]: row for row in self._known.demands.get(line.id, ())}
            for demand_id, _variant_id, pieces in line.demands:
                line_id, variant_id, per_unit, wanted, has = self._change.wants[demand_id]
                still_open = max(0, wanted + has - units * pieces)
                if demand_id in rows:
                    has = self._set_aside.free(rows[demand_id], still_open)
                self._change.wants[demand_id] = (line_id, variant_id, per_unit, still_open - has, has)

    # --- holds and tags --------------------------------------------------------------------------------------

    def _holds(self, is_refund_above: bool) -> bool:
        """Place what the channel newly asks for, lift what it no longer does; what a person lifted stays lifted (P40)."""
        told = {hold.kind: hold for hold in self._remote.holds}
        if is_refund_above:
            told.setdefault(REFUND_ABOVE.kind, REFUND_ABOVE)
        touched = False
        for row in self._known.holds:
            if (
                row["released_at"] is None
                and row["placed_by"] is None
                and row["kind"] not in told
                and row["kind"] != "rule"
            ):
                lifted = {"released_at": self._maker.now, "release_reason": "channel"}
                self._batch.update(schema.hold, row["id"], lifted)
                touched = True
        known = {
            row["kind"] for row in self._known.holds if row["released_at"] is None or row["released_by"] is not None
        }
        for kind, wanted in told.items():
            if kind not in known:
                self._maker.hold(self._order["id"], wanted)
                touched = True
        return touched

    def _tags(self) -> bool:
        return self._maker.order_tags(self._order["id"], self._remote.tags, self._known.tag_ids) > 0

    def _ask_person(self, physical: dict[str, Any], lines: dict[str, RemoteLine], ending: str) -> None:
        """Write down each difference; a cancellation makes those of the lines idle."""
        for name, theirs in physical.items():
            self._questions.ask(name, self._order[name], theirs)
        if ending:
            self._questions.ask("lifecycle", self._order["lifecycle"], ending)
        if ending == "cancelled":
            self._questions.request_cancel(self._remote.cancelled_at)
        else:
            self._questions.ask_about_goods(lines)

    def _by_id(self) -> list[tuple[str, RemoteLine]]:
        return [(line.external_id, line) for line in self._remote.lines]
