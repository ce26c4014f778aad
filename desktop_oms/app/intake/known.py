"""What the books hold of the orders a page tells again: read in a fixed number of queries, only for those that changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, select

from desktop_oms.app.intake.kept import said_before
from desktop_oms.db import schema
from desktop_oms.db.tx import Tx, chunks
from desktop_oms.domain.shipment import LEFT_THE_HOUSE

_IN_HAND = frozenset({"packing", "packed", "labelled"})


@dataclass(slots=True)
class KnownOrder:
    """An order as it stands, with its rows.

    Attributes:
        shipments: rows of its shipments, cancelled ones left out.
        said: what the channel last said about the fields a person edited.
    """

    row: Any
    lines: dict[str, Any] = field(default_factory=dict)
    demands: dict[int, list[Any]] = field(default_factory=dict)
    allocations: dict[int, list[Any]] = field(default_factory=dict)
    payments: list[Any] = field(default_factory=list)
    holds: list[Any] = field(default_factory=list)
    charges: list[Any] = field(default_factory=list)
    taxes: list[Any] = field(default_factory=list)
    tag_ids: set[int] = field(default_factory=set)
    shipments: dict[int, Any] = field(default_factory=dict)
    shipment_lines: list[Any] = field(default_factory=list)
    conflicts: dict[str, Any] = field(default_factory=dict)
    tasks: dict[int, Any] = field(default_factory=dict)
    said: dict[str, Any] = field(default_factory=dict)
    last_shipment: int = 0

    @property
    def is_out_of_hand(self) -> bool:
        """Packing began or the goods are gone: what is in the box can no longer follow the channel."""
        own = {row["id"]: row["state"] for row in self.shipments.values() if not row["is_external"]}
        # A suspended shipment waits as released again, with goods in its box.
        begun = any(row["packed_qty"] and row["shipment_id"] in own for row in self.shipment_lines)
        return begun or any(state in _IN_HAND or state in LEFT_THE_HOUSE for state in own.values())

    @property
    def is_on_a_table(self) -> bool:
        """Someone packs it, or it stands packed and waits."""
        return any(row["state"] in _IN_HAND for row in self.shipments.values())

    @property
    def is_being_picked(self) -> bool:
        """Someone walks with the pick list or the goods lie in a tote."""
        return any(row["state"] in ("picking", "picked") for row in self.shipments.values())


def read_known(tx: Tx, order_ids: Sequence[int]) -> dict[int, KnownOrder]:
    """The orders by id, locked on PostgreSQL."""
    orders = {order_id: KnownOrder(row) for order_id, row in tx.rows_by_id(schema.sales_order, order_ids).items()}
    for row in _rows(tx, schema.order_line, order_ids):
        orders[row["order_id"]].lines[row["external_id"]] = row
    for row in _rows(tx, schema.demand, order_ids):
        orders[row["order_id"]].demands.setdefault(row["order_line_id"], []).append(row)
    for row in _rows(tx, schema.allocation, order_ids):
        orders[row["order_id"]].allocations.setdefault(row["demand_id"], []).append(row)
    for table, name in (
        (schema.payment, "payments"),
        (schema.hold, "holds"),
        (schema.order_charge, "charges"),
        (schema.order_tax, "taxes"),
    ):
        for row in _rows(tx, table, order_ids):
            getattr(orders[row["order_id"]], name).append(row)
    for row in _rows(tx, schema.order_tag, order_ids):
        orders[row["order_id"]].tag_ids.add(row["tag_id"])
    for row in _rows(tx, schema.mapping_task, order_ids):
        orders[row["order_id"]].tasks[row["order_line_id"]] = row
    for row in _rows(tx, schema.sync_conflict, order_ids):
        if row["state"] == "open":
            orders[row["order_id"]].conflicts[row["field"]] = row
    _read_shipments(tx, orders, order_ids)
    for order_id, known in orders.items():
        if known.row["person_fields"]:
            known.said = said_before(tx, order_id, known.row["person_fields"])
    return orders


def _read_shipments(tx: Tx, orders: dict[int, KnownOrder], order_ids: Sequence[int]) -> None:
    by_order: dict[int, set[int]] = {}
    for row in _rows(tx, schema.shipment_line, order_ids):
        orders[row["order_id"]].shipment_lines.append(row)
        by_order.setdefault(row["order_id"], set()).add(row["shipment_id"])
    every = sorted({shipment_id for ids in by_order.values() for shipment_id in ids})
    shipments = tx.rows_by_id(schema.shipment, every)
    for order_id, ids in by_order.items():
        known = orders[order_id]
        for shipment_id in sorted(ids):
            row = shipments[shipment_id]
            tail = row["number"].rpartition("-")[2]
            known.last_shipment = max(known.last_shipment, int(tail) if tail.isascii() and tail.isdigit() else 0)
            if row["state"] != "cancelled":
                known.shipments[shipment_id] = row


def _rows(tx: Tx, table: Table, order_ids: Sequence[int]) -> list[Any]:
    found: list[Any] = []
    for chunk in chunks(order_ids):
        found += tx.read(select(table).where(table.c.order_id.in_(chunk)).order_by(table.c.id))
    return found
