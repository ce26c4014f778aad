"""Set stock aside for what was sold, and give it back.

Reading what is available and writing the allocation happen under one lock: the write lock on SQLite, row locks on
``stock_total`` on PostgreSQL, always taken in the order (variant, warehouse). Invariant: whatever runs beside it, allocated
never exceeds what is on hand less the safety stock, plus what was explicitly allowed beyond it. Who gets what is ``domain.allocation``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from desktop_oms.app.commands import command, handles
from desktop_oms.app.context import Context
from desktop_oms.db.driver import Prepared, ids_param
from desktop_oms.db.projections.stock import pending_totals
from desktop_oms.db.schema import (
    allocation,
    demand,
    sales_order,
    setting,
    shipment,
    shipment_line,
    stock_total,
    variant,
)
from desktop_oms.db.tx import Tx, chunks
from desktop_oms.domain.allocation import AllocationPolicy, Demand, Supply, plan
from desktop_oms.domain.errors import RuleError
from desktop_oms.domain.order import GATES, is_payment_ok
from desktop_oms.domain.shipment import LEFT_THE_HOUSE
from desktop_oms.settings import default_of

# Why this order: the projection raises the totals in the same one, so nobody waits in a circle.
_TOTALS_QUERY = (
    select(
        stock_total.c.variant_id,
        stock_total.c.warehouse_id,
        stock_total.c.on_hand,
        stock_total.c.oversell,
        stock_total.c.allocated,
    )
    .where(stock_total.c.variant_id.in_(ids_param()))
    .order_by(stock_total.c.variant_id, stock_total.c.warehouse_id)
)
_TOTALS = Prepared(_TOTALS_QUERY)
_TOTALS_LOCKED = Prepared(_TOTALS_QUERY.with_for_update())
_SAFETY = Prepared(
    select(variant.c.id, variant.c.safety_qty).where(variant.c.id.in_(ids_param()), variant.c.safety_qty > 0)
)
_STORED_SETTINGS = Prepared(
    select(setting.c.key, setting.c.value).where(setting.c.key.in_(ids_param()), setting.c.scope == "business")
)
_SETTINGS = ("allocation.partial_kits", "allocation.split_warehouses", "payment.gate")


@dataclass(frozen=True, slots=True)
class Allocated:
    """What an allocation did, in pieces; ``order_ids`` got something."""

    pieces: int = 0
    short: int = 0
    order_ids: tuple[int, ...] = ()


@command(right="allocate", repeatable=True)
@dataclass(frozen=True, slots=True)
class AllocateOrders:
    """Set stock aside for these orders, or for every open order when none is named (P34)."""

    order_ids: tuple[int, ...] = ()


@command(right="allocate", repeatable=True)
@dataclass(frozen=True, slots=True)
class DeallocateOrders:
    """Give back what is set aside for these orders; what is already released to a table must be recalled first."""

    order_ids: tuple[int, ...]


@handles(AllocateOrders)
def handle_allocate_orders(tx: Tx, cmd: AllocateOrders, ctx: Context) -> Allocated:
    """Allocate and say what came of it; orders without stock stay as they are."""
    done = allocate_within(tx, order_ids=cmd.order_ids or None)
    tx.label.update(count=len(done.order_ids), pieces=done.pieces)
    return done


@handles(DeallocateOrders)
def handle_deallocate_orders(tx: Tx, cmd: DeallocateOrders, ctx: Context) -> int:
    """Free the allocations and return the pieces. Raises RuleError ``allocation.released`` with the order numbers."""
    rows = [row for chunk in chunks(cmd.order_ids) for row in tx.read(_allocations_of(chunk))]
    tied = sorted({row["number"] for row in rows if row["shipment_line_id"] is not None})
    if tied:
        raise RuleError("allocation.released", orders=tied)
    tx.delete(allocation, [row["id"] for row in rows])
    for order_id in sorted({row["order_id"] for row in rows}):
        tx.note("StockFreed", kind="order", entity_id=order_id)
    pieces: int = sum(row["quantity"] for row in rows)
    tx.label.update(count=len(cmd.order_ids), pieces=pieces)
    return pieces


def allocate_within(
    tx: Tx, *, order_ids: Collection[int] | None = None, variant_ids: Collection[int] | None = None, after_id: int = 0
) -> Allocated:
    """Allocate open demand inside the caller's transaction: of some orders, of everyone waiting for some variants, or of all.

    Call it when stock arrives or is freed. Counts what this transaction wrote before, as long as that was done by the gateway.

    Args:
        after_id: only orders made after this id; used when an undo frees stock, so that it restores rather than reshuffles.
    """
    variants = sorted(set(_wanted_variants(tx, order_ids, variant_ids)))
    if not variants:
        return Allocated()
    supply = lock_supply(tx, variants)
    # Why read again: on PostgreSQL another station may have allocated the same demand while we waited for the lock.
    rows = open_demands(tx, order_ids=order_ids, variant_ids=variants if order_ids is None else None, after_id=after_id)
    settings = business_settings(tx, _SETTINGS)
    demands = [demand_of(row, settings["payment.gate"]) for row in rows if row["payment_status"] in GATES["none"]]
    done = allocate(tx, demands, supply, policy_of(settings))
    for order_id in done.order_ids:
        tx.note("StockAllocated", kind="order", entity_id=order_id)
    return done


def allocate(tx: Tx, demands: Sequence[Demand], supply: Sequence[Supply], policy: AllocationPolicy) -> Allocated:
    """Write the plan for demands whose supply the caller has locked."""
    planned = plan(demands, supply, policy)
    orders = {row.demand_id: row.order_id for row in demands}
    rows: list[dict[str, Any]] = [
        {
            "order_id": orders[part.demand_id],
            "demand_id": part.demand_id,
            "variant_id": part.variant_id,
            "warehouse_id": part.warehouse_id,
            "quantity": part.quantity,
            "allocated_at": tx.now,
        }
        for part in planned.allocations
    ]
    tx.insert(allocation, rows)
    return Allocated(
        pieces=sum(part.quantity for part in planned.allocations),
        short=sum(part.quantity for part in planned.shortages),
        order_ids=tuple(dict.fromkeys(row["order_id"] for row in rows)),
    )


def lock_supply(tx: Tx, variant_ids: Collection[int]) -> list[Supply]:
    """What may be allocated of each variant per warehouse, locked against others until the transaction ends."""
    wanted = sorted(set(variant_ids))
    figures: dict[tuple[int, int], int] = defaultdict(int)
    for chunk in chunks(wanted):
        for row in tx.read(_TOTALS_LOCKED if tx.is_postgresql else _TOTALS, ids=chunk):
            figures[row["variant_id"], row["warehouse_id"]] = row["on_hand"] + row["oversell"] - row["allocated"]
    asked = set(wanted)
    for key, change in pending_totals(tx).items():
        if key[0] in asked:
            figures[key] += change["on_hand"] - change["allocated"]
    safety = _safety(tx, wanted)
    return [
        Supply(variant_id, warehouse_id, free - safety.get(variant_id, 0))
        for (variant_id, warehouse_id), free in figures.items()
    ]


def freed_variants(tx: Tx) -> set[int]:
    """Variants of which this transaction has set something free so far."""
    return {key[0] for key, change in pending_totals(tx).items() if change["on_hand"] > change["allocated"]}


def free_excess(tx: Tx, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """Take allocations back where less is on hand than is set aside, the last served first; returns the orders concerned.

    Whole order lines give way, so that no kit keeps half of its components; call ``allocate_within`` for them afterwards.

    Raises:
        RuleError: ``stock.allocated`` when what is missing lies in released shipments (they must be recalled first).
    """
    freed: list[int] = []
    for variant_id, warehouse_id in sorted(set(pairs)):
        missing = -_balance(tx, variant_id, warehouse_id)
        if missing <= 0:
            continue
        rows = tx.read(_yielding(variant_id, warehouse_id))
        victims: dict[int, int] = {}
        for row in rows:
            if missing <= 0:
                break
            victims[row["order_line_id"]] = row["order_id"]
            missing -= row["quantity"]
        if missing > 0:
            sku = tx.value(select(variant.c.sku).where(variant.c.id == variant_id))
            raise RuleError("stock.allocated", sku=sku, missing=missing)
        tx.delete(allocation, [row["id"] for row in tx.read(_of_lines(list(victims)))])
        freed += victims.values()
    return list(dict.fromkeys(freed))


def business_settings(tx: Tx, keys: Sequence[str]) -> dict[str, Any]:
    """Values of declared business settings, in one query."""
    stored = {row["key"]: row["value"] for row in tx.read(_STORED_SETTINGS, ids=keys)}
    return {key: stored.get(key, default_of(key)) for key in keys}


def policy_of(settings: dict[str, Any]) -> AllocationPolicy:
    """The sharing rules as set."""
    return AllocationPolicy(
        is_partial_kit_allowed=bool(settings["allocation.partial_kits"]),
        is_split_allowed=bool(settings["allocation.split_warehouses"]),
    )


def open_demands(
    tx: Tx, *, order_ids: Collection[int] | None, variant_ids: Collection[int] | None, after_id: int = 0
) -> list[Any]:
    """Demand rows of open orders that still need stock, with ``missing`` and ``has`` in pieces; whole order lines."""
    rows: list[Any] = []
    if order_ids is not None:
        for chunk in chunks(sorted(set(order_ids))):
            rows += tx.read(_open(sales_order.c.id.in_(chunk)))
    else:
        for chunk in chunks(sorted(set(variant_ids or ()))):
            waiting = select(demand.c.order_line_id).where(_derived_open(), demand.c.variant_id.in_(chunk))
            rows += tx.read(_open(demand.c.order_line_id.in_(waiting)))
    return list({row["id"]: row for row in rows if row["missing"] > 0 and row["order_id"] > after_id}.values())


def demand_of(row: Any, gate: str) -> Demand:
    """A row of ``open_demands`` as the planner wants it."""
    return Demand(
        demand_id=row["id"],
        order_id=row["order_id"],
        order_line_id=row["order_line_id"],
        variant_id=row["variant_id"],
        quantity=row["missing"],
        placed_at=row["placed_at"],
        is_paid=is_payment_ok(row["payment_status"], gate),
        ship_by_at=row["ship_by_at"],
        priority=row["priority"],
        per_unit=row["per_unit"],
        allocated=row["has"],
        warehouse_id=row["warehouse_id"],
    )


def _open(condition: Any) -> Select[Any]:
    """Open demand, what is set aside and what left counted from their own rows, so that it holds in mid-transaction."""
    has = (
        select(func.coalesce(func.sum(allocation.c.quantity), 0))
        .where(allocation.c.demand_id == demand.c.id)
        .scalar_subquery()
    )
    shipped = (
        select(func.coalesce(func.sum(shipment_line.c.quantity - shipment_line.c.short_qty), 0))
        .join(shipment, shipment.c.id == shipment_line.c.shipment_id)
        .where(shipment_line.c.demand_id == demand.c.id, shipment.c.state.in_(LEFT_THE_HOUSE))
        .scalar_subquery()
    )
    columns = ("id", "order_id", "order_line_id", "variant_id", "per_unit")
    facts = ("placed_at", "ship_by_at", "priority", "payment_status", "warehouse_id")
    return (
        select(
            *(demand.c[name] for name in columns),
            *(sales_order.c[name] for name in facts),
            (demand.c.quantity - shipped - demand.c.cancelled_qty - has).label("missing"),
            has.label("has"),
        )
        .join(sales_order, sales_order.c.id == demand.c.order_id)
        .where(condition, sales_order.c.lifecycle == "open")
        .order_by(demand.c.id)
    )


def _derived_open() -> Any:
    """The condition of the partial index on open demand, spelled as the index spells it."""
    return demand.c.allocated_qty + demand.c.shipped_qty + demand.c.cancelled_qty < demand.c.quantity


def _wanted_variants(tx: Tx, order_ids: Collection[int] | None, variant_ids: Collection[int] | None) -> list[int]:
    """Variants to lock: those of the orders' demand, or of every order line that waits for one of ``variant_ids``."""
    if order_ids is not None:
        found: list[int] = []
        for chunk in chunks(sorted(set(order_ids))):
            found += [
                row["variant_id"] for row in tx.read(select(demand.c.variant_id).where(demand.c.order_id.in_(chunk)))
            ]
        return found
    waiting = select(demand.c.order_line_id).where(_derived_open())
    if variant_ids is None:
        # Only what is there can be given out: a variant without a free piece need not be looked at.
        stocked = select(stock_total.c.variant_id).where(
            stock_total.c.on_hand + stock_total.c.oversell > stock_total.c.allocated
        )
        waiting = waiting.where(demand.c.variant_id.in_(stocked))
        return [
            row["variant_id"] for row in tx.read(select(demand.c.variant_id).where(demand.c.order_line_id.in_(waiting)))
        ]
    found = []
    for chunk in chunks(sorted(set(variant_ids))):
        lines = waiting.where(demand.c.variant_id.in_(chunk))
        found += [
            row["variant_id"] for row in tx.read(select(demand.c.variant_id).where(demand.c.order_line_id.in_(lines)))
        ]
    return found


def _safety(tx: Tx, variant_ids: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for chunk in chunks(variant_ids):
        found.update({row["id"]: row["safety_qty"] for row in tx.read(_SAFETY, ids=chunk)})
    return found


def _balance(tx: Tx, variant_id: int, warehouse_id: int) -> int:
    """On hand plus what may be oversold, less allocated; below zero means too much is set aside. Safety stock does not count here."""
    query = select(stock_total).where(
        stock_total.c.variant_id == variant_id, stock_total.c.warehouse_id == warehouse_id
    )
    row = tx.one(query.with_for_update() if tx.is_postgresql else query)
    change = pending_totals(tx).get((variant_id, warehouse_id))
    known = row["on_hand"] + row["oversell"] - row["allocated"] if row else 0
    return int(known + (change["on_hand"] - change["allocated"] if change else 0))


def _yielding(variant_id: int, warehouse_id: int) -> Select[Any]:
    """Allocations that may be taken back, in the order in which they give way: unpaid and late ones first."""
    paid = sales_order.c.payment_status.in_(("paid", "overpaid", "part_refunded", "not_required"))
    return (
        select(allocation.c.quantity, allocation.c.order_id, demand.c.order_line_id)
        .join(demand, demand.c.id == allocation.c.demand_id)
        .join(sales_order, sales_order.c.id == allocation.c.order_id)
        .where(
            allocation.c.variant_id == variant_id,
            allocation.c.warehouse_id == warehouse_id,
            allocation.c.shipment_line_id.is_(None),
        )
        .order_by(paid, sales_order.c.priority, sales_order.c.placed_at.desc(), allocation.c.id.desc())
    )


def _of_lines(order_line_ids: Sequence[int]) -> Select[Any]:
    return (
        select(allocation.c.id)
        .join(demand, demand.c.id == allocation.c.demand_id)
        .where(demand.c.order_line_id.in_(order_line_ids), allocation.c.shipment_line_id.is_(None))
    )


def _allocations_of(order_ids: Sequence[int]) -> Select[Any]:
    return (
        select(
            allocation.c.id,
            allocation.c.order_id,
            allocation.c.quantity,
            allocation.c.shipment_line_id,
            sales_order.c.number,
        )
        .join(sales_order, sales_order.c.id == allocation.c.order_id)
        .where(allocation.c.order_id.in_(order_ids))
        .order_by(allocation.c.id)
    )
