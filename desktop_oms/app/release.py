"""Release: let goods of an order into the pick and pack queue, or take them back out.

A release makes one shipment per order out of what is allocated and in no shipment yet, chooses the bin of every piece and ties
the allocations to the shipment's lines. Invariant: over all open shipments no bin is planned for more than lies in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from desktop_oms.app.allocation import lock_supply
from desktop_oms.app.commands import command, handles
from desktop_oms.app.context import Context
from desktop_oms.app.leases import release_claim
from desktop_oms.app.shipment_facts import OrderFacts, order_facts, shipment_facts
from desktop_oms.db.changes import Row
from desktop_oms.db.driver import Prepared, ids_param
from desktop_oms.db.schema import allocation, bin_, demand, lot, sales_order, shipment, shipment_line, stock_level
from desktop_oms.db.tx import Tx, chunks
from desktop_oms.domain.errors import RuleError
from desktop_oms.domain.machine import Refusal
from desktop_oms.domain.shipment import SHIPMENT, ShipmentFacts

OPEN_STATES = ("draft", "released", "picking", "picked", "packing", "packed", "labelled")
_ORDER_COLUMNS = ("id", "number", "lifecycle", "ship_by_at", "ship_address_id", "service_level", "priority")

# ``ids`` are orders.
_ORDERS = Prepared(select(*(sales_order.c[name] for name in _ORDER_COLUMNS)).where(sales_order.c.id.in_(ids_param())))
_FREE = Prepared(
    select(allocation, demand.c.order_line_id)
    .join(demand, demand.c.id == allocation.c.demand_id)
    .where(allocation.c.order_id.in_(ids_param()), allocation.c.shipment_line_id.is_(None))
    .order_by(allocation.c.order_id, demand.c.order_line_id, allocation.c.id)
)
_MISSING = demand.c.quantity - demand.c.allocated_qty - demand.c.shipped_qty - demand.c.cancelled_qty
_SHORTAGE = Prepared(
    select(demand.c.order_id, func.sum(_MISSING).label("pieces"))
    .where(demand.c.order_id.in_(ids_param()))
    .group_by(demand.c.order_id)
)
_NUMBERS = Prepared(
    select(shipment_line.c.order_id, shipment.c.number)
    .join(shipment, shipment.c.id == shipment_line.c.shipment_id)
    .where(shipment_line.c.order_id.in_(ids_param()))
)
# ``ids`` are variants.
_SHELVES = Prepared(
    select(*(stock_level.c[name] for name in ("variant_id", "warehouse_id", "bin_id", "lot_id", "on_hand")))
    .join(bin_, bin_.c.id == stock_level.c.bin_id)
    .join(lot, lot.c.id == stock_level.c.lot_id)
    .where(
        stock_level.c.variant_id.in_(ids_param()),
        stock_level.c.stock_state == "sellable",
        stock_level.c.on_hand > 0,
        bin_.c.is_blocked.is_(False),
    )
    .order_by(func.coalesce(lot.c.best_before, "9999-12-31"), bin_.c.sort_key, stock_level.c.id)
)
_PLANNED_BY = (shipment_line.c.variant_id, shipment_line.c.bin_id, shipment_line.c.lot_id)
_PLANNED = Prepared(
    select(*_PLANNED_BY, func.sum(shipment_line.c.quantity - shipment_line.c.short_qty).label("pieces"))
    .join(shipment, shipment.c.id == shipment_line.c.shipment_id)
    .where(shipment_line.c.variant_id.in_(ids_param()), shipment.c.state.in_(OPEN_STATES))
    .group_by(*_PLANNED_BY)
)


@dataclass(frozen=True, slots=True)
class RefusedOrder:
    """One order that stayed where it was, with every reason."""

    order_id: int
    number: str
    reasons: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class ReleaseReport:
    """What a release did: ids of the new shipments, and who was refused why."""

    shipment_ids: tuple[int, ...]
    refused: tuple[RefusedOrder, ...]


@command(right="release")
@dataclass(frozen=True, slots=True)
class ReleaseOrders:
    """Let what is allocated of these orders into the queue; at most 50 orders, the rest of a selection in further commands."""

    order_ids: tuple[int, ...]


@handles(ReleaseOrders)
def handle_release_orders(tx: Tx, cmd: ReleaseOrders, ctx: Context) -> ReleaseReport:
    """Make and release shipments; orders that may not go are listed with all reasons, the others go."""
    # Why once each: an order named twice must not be released twice.
    order_ids = tuple(dict.fromkeys(cmd.order_ids))
    if tx.is_postgresql:
        # Why: another desk may be releasing the same orders this instant; who comes second finds nothing left to release.
        tx.rows_by_id(sales_order, sorted(order_ids))
    facts = order_facts(tx, order_ids, ctx)
    orders = {row["id"]: row for row in tx.read(_ORDERS, ids=order_ids)}
    free = _free_allocations(tx, order_ids)
    shortage = _shortage(tx, order_ids)
    refused: list[RefusedOrder] = []
    going: list[int] = []
    for order_id in order_ids:
        if order_id not in facts:
            refused.append(RefusedOrder(order_id, "", (Refusal("order.unknown", {"id": order_id}),)))
            continue
        reasons = _refusals(facts[order_id], orders[order_id], free.get(order_id, ()), shortage.get(order_id, 0), ctx)
        if reasons:
            refused.append(RefusedOrder(order_id, facts[order_id].number, reasons))
        else:
            going.append(order_id)
    shipments = _make_shipments(tx, [orders[order_id] for order_id in going], free, refused)
    tx.label.update(count=len(shipments))
    return ReleaseReport(tuple(shipments), tuple(refused))


def _refusals(
    facts: OrderFacts, order: Row, allocations: Sequence[Row], shortage: int, ctx: Context
) -> tuple[Refusal, ...]:
    if order["lifecycle"] not in ("open", "cancelled"):
        return (Refusal("order.not_open", {"lifecycle": order["lifecycle"]}),)
    judged = ShipmentFacts(
        open_holds=facts.open_holds,
        lines=len(allocations),
        unallocated=shortage,
        is_partial_allowed=bool(ctx.setting("shipping.partial")) and bool(allocations),
        is_payment_ok=facts.is_paid,
        address_problems=facts.address_problems,
        is_cancelled=facts.is_cancelled,
        is_cancel_requested=facts.is_cancel_requested,
    )
    return SHIPMENT.refusals("draft", "release", judged)


def _free_allocations(tx: Tx, order_ids: Sequence[int]) -> dict[int, list[Row]]:
    """Allocations in no shipment yet, by order."""
    found: dict[int, list[Row]] = defaultdict(list)
    for chunk in chunks(order_ids):
        for row in tx.read(_FREE, ids=chunk):
            found[row["order_id"]].append(row)
    return found


def _shortage(tx: Tx, order_ids: Sequence[int]) -> dict[int, int]:
    """Pieces wanted and neither allocated, shipped nor cancelled, by order; plus lines no article is known for."""
    return {row["order_id"]: int(row["pieces"]) for row in tx.read(_SHORTAGE, ids=order_ids)}


def _make_shipments(
    tx: Tx, orders: Sequence[Row], free: Mapping[int, Sequence[Row]], refused: list[RefusedOrder]
) -> list[int]:
    variant_ids = {row["variant_id"] for order in orders for row in free[order["id"]]}
    if tx.is_postgresql:
        # Why: two releases must not both count on the last piece of a bin.
        lock_supply(tx, variant_ids)
    shelves = Shelves(tx, variant_ids)
    taken = _numbers_taken(tx, [order["id"] for order in orders])
    shipments: list[dict[str, Any]] = []
    lines: list[dict[str, Any]] = []
    links: list[tuple[Row, int]] = []
    for order in orders:
        by_warehouse: dict[int, list[tuple[Row, list[Place]]]] = defaultdict(list)
        try:
            for row in free[order["id"]]:
                by_warehouse[row["warehouse_id"]].append((row, shelves.take(row)))
        except RuleError as refusal:
            refused.append(RefusedOrder(order["id"], order["number"], (Refusal(refusal.code, refusal.data),)))
            continue
        for warehouse_id, rows in by_warehouse.items():
            taken[order["id"]] = taken.get(order["id"], 0) + 1
            shipment_id = tx.new_ids(1)[0]
            shipments.append(
                {
                    "id": shipment_id,
                    "number": f"{order['number']}-{taken[order['id']]}",
                    "warehouse_id": warehouse_id,
                    "state": "released",
                    "released_at": tx.now,
                    "ship_address_id": order["ship_address_id"],
                    "service": order["service_level"],
                    "ship_by_at": order["ship_by_at"],
                    "priority": order["priority"],
                }
            )
            lines += _lines_of(shipment_id, rows, links)
            tx.note("ShipmentReleased", kind="shipment", entity_id=shipment_id)
    tx.insert(shipment, shipments)
    for line, line_id in zip(lines, tx.new_ids(len(lines)), strict=True):
        line["id"] = line_id
    tx.insert(shipment_line, lines)
    _link(tx, lines, links)
    return [row["id"] for row in shipments]


def _lines_of(
    shipment_id: int, rows: Sequence[tuple[Row, list[Place]]], links: list[tuple[Row, int]]
) -> list[dict[str, Any]]:
    """Shipment lines of one shipment, one per demand and place; ``links`` pairs each with its allocation and pieces."""
    lines: list[dict[str, Any]] = []
    for row, places in rows:
        for place in places:
            lines.append(
                {
                    "shipment_id": shipment_id,
                    "position": len(lines) + 1,
                    "order_id": row["order_id"],
                    "order_line_id": row["order_line_id"],
                    "demand_id": row["demand_id"],
                    "variant_id": row["variant_id"],
                    "quantity": place.quantity,
                    "bin_id": place.bin_id,
                    "lot_id": place.lot_id,
                }
            )
            links.append((row, place.quantity))
    return lines


def _link(tx: Tx, lines: Sequence[Row], links: Sequence[tuple[Row, int]]) -> None:
    """Tie each allocation to its line; an allocation that lies in two places is cut in two."""
    updates, pieces = [], []
    seen: set[int] = set()
    for line, (row, quantity) in zip(lines, links, strict=True):
        if row["id"] not in seen:
            seen.add(row["id"])
            updates.append({"id": row["id"], "quantity": quantity, "shipment_line_id": line["id"]})
        else:
            kept = {name: row[name] for name in ("order_id", "demand_id", "variant_id", "warehouse_id", "allocated_at")}
            pieces.append({**kept, "quantity": quantity, "shipment_line_id": line["id"]})
    tx.update(allocation, updates)
    tx.insert(allocation, pieces)


def _numbers_taken(tx: Tx, order_ids: Sequence[int]) -> dict[int, int]:
    """Highest position used in shipment numbers of each order, cancelled and external shipments included."""
    found: dict[int, int] = {}
    for row in tx.read(_NUMBERS, ids=order_ids):
        tail = row["number"].rpartition("-")[2]
        if tail.isascii() and tail.isdigit():
            found[row["order_id"]] = max(found.get(row["order_id"], 0), int(tail))
    return found


@dataclass(frozen=True, slots=True)
class Place:
    """So many pieces from this bin and lot."""

    bin_id: int
    lot_id: int
    quantity: int


class Shelves:
    """What lies in the bins and is not planned for another open shipment; best-before first, then walking order."""

    def __init__(self, tx: Tx, variant_ids: set[int]) -> None:
        self._free: dict[tuple[int, int], list[list[int]]] = defaultdict(list)
        planned = self._planned(tx, variant_ids)
        for chunk in chunks(sorted(variant_ids)):
            for row in tx.read(_SHELVES, ids=chunk):
                spoken_for = planned.get((row["variant_id"], row["bin_id"], row["lot_id"]), 0)
                left = max(0, row["on_hand"] - spoken_for)
                planned[(row["variant_id"], row["bin_id"], row["lot_id"])] = max(0, spoken_for - row["on_hand"])
                self._free[(row["variant_id"], row["warehouse_id"])].append([row["bin_id"], row["lot_id"], left])

    def take(self, row: Row) -> list[Place]:
        """Choose places for one allocation, in shelf order.

        Raises:
            RuleError: ``stock.not_in_bins`` – allocated, yet no bin has it (a count is due).
        """
        shelves = self._free[(row["variant_id"], row["warehouse_id"])]
        wanted = row["quantity"]
        if sum(shelf[2] for shelf in shelves) < wanted:
            raise RuleError("stock.not_in_bins", variant_id=row["variant_id"], wanted=wanted)
        places: list[Place] = []
        for shelf in shelves:
            quantity = min(shelf[2], wanted)
            if quantity:
                shelf[2] -= quantity
                wanted -= quantity
                places.append(Place(shelf[0], shelf[1], quantity))
            if not wanted:
                break
        return places

    @staticmethod
    def _planned(tx: Tx, variant_ids: set[int]) -> dict[tuple[int, int, int], int]:
        found: dict[tuple[int, int, int], int] = {}
        for chunk in chunks(sorted(variant_ids)):
            for row in tx.read(_PLANNED, ids=chunk):
                found[(row["variant_id"], row["bin_id"], row["lot_id"])] = int(row["pieces"])
        return found


@command(right="release")
@dataclass(frozen=True, slots=True)
class RecallShipments:
    """Take released shipments nobody works on out of the queue; their allocations stay with the orders."""

    shipment_ids: tuple[int, ...]


@handles(RecallShipments)
def handle_recall_shipments(tx: Tx, cmd: RecallShipments, ctx: Context) -> int:
    """Cancel the shipments and free their lines. Raises RuleError ``shipment.unknown``, ``pack.not_leased``, ``shipment.no_such_step``."""
    facts = shipment_facts(tx, cmd.shipment_ids, ctx)
    states = {row["id"]: row["state"] for row in tx.rows_by_id(shipment, cmd.shipment_ids).values()}
    for shipment_id in cmd.shipment_ids:
        if shipment_id not in facts:
            raise RuleError("shipment.unknown", id=shipment_id)
        if not facts[shipment_id].is_claimed_here:
            raise RuleError("pack.not_leased", claimed_by=facts[shipment_id].claimed_by)
        SHIPMENT.apply(states[shipment_id], "recall", facts[shipment_id])
        release_claim(tx, "shipment", shipment_id)
    query = (
        select(allocation.c.id)
        .join(shipment_line, shipment_line.c.id == allocation.c.shipment_line_id)
        .where(shipment_line.c.shipment_id.in_(cmd.shipment_ids))
    )
    tx.update(allocation, [{"id": row["id"], "shipment_line_id": None} for row in tx.read(query)])
    tx.update(shipment, [{"id": row_id, "state": "cancelled", "cancelled_at": tx.now} for row_id in cmd.shipment_ids])
    tx.label.update(count=len(cmd.shipment_ids))
    return len(cmd.shipment_ids)
