"""An order's derived columns follow its facts: allocated and shipped quantities, statuses, headline.

Works on the set of orders a transaction touched, in a fixed number of queries whatever their number. The rules are
``domain.order``; this module only gathers facts and writes what comes out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from operator import attrgetter, itemgetter
from typing import Any

from sqlalchemy import Table, func, select

from desktop_oms.db.changes import Row
from desktop_oms.db.driver import Prepared, ids_param
from desktop_oms.db.schema import (
    allocation,
    demand,
    hold,
    order_line,
    outbox,
    payment,
    refund,
    return_case,
    return_line,
    sales_order,
    setting,
    shipment,
    shipment_line,
    sync_conflict,
)
from desktop_oms.db.tx import Tx, chunks
from desktop_oms.domain.order import LineFact, MoneyFact, OrderFacts, OrderPolicy, OrderStatus, derive
from desktop_oms.domain.shipment import LEFT_THE_HOUSE
from desktop_oms.settings import default_of

# Tables whose rows name their order; a change in any of them may change what the order is called.
_BY_ORDER_ID = (order_line, demand, allocation, payment, refund, hold, shipment_line, sync_conflict, return_case)
_STATUS_COLUMNS = tuple(name for name in OrderStatus.__slots__ if name in sales_order.c)
_COLUMNS = (*_STATUS_COLUMNS, "line_count", "first_sku")
_status_of = attrgetter(*_STATUS_COLUMNS)
_stored_of = itemgetter(*_COLUMNS)

_POLICY_KEYS = ("payment.gate", "shipping.partial")

# Prepared: they run for every scan and every imported page.
_ORDERS = Prepared(
    select(
        *(sales_order.c[name] for name in ("id", "lifecycle", "total_minor", "stated_payment_status", *_COLUMNS))
    ).where(sales_order.c.id.in_(ids_param()))
)
_SHIPPED = Prepared(
    select(
        shipment_line.c.order_id,
        shipment_line.c.order_line_id,
        shipment_line.c.demand_id,
        shipment_line.c.quantity,
        shipment_line.c.short_qty,
        shipment_line.c.shipment_id,
        shipment.c.state,
    )
    .join(shipment, shipment.c.id == shipment_line.c.shipment_id)
    .where(shipment_line.c.order_id.in_(ids_param()))
    .order_by(shipment_line.c.id)
)
_ALLOCATED = Prepared(
    select(allocation.c.demand_id, func.sum(allocation.c.quantity).label("pieces"))
    .where(allocation.c.order_id.in_(ids_param()))
    .group_by(allocation.c.demand_id)
)
_DEMAND = Prepared(
    select(*(demand.c[name] for name in ("id", "order_line_id", "per_unit", "allocated_qty", "shipped_qty")))
    .where(demand.c.order_id.in_(ids_param()))
    .order_by(demand.c.id)
)
_LINE_COLUMNS = (
    "id",
    "order_id",
    "sku",
    "variant_id",
    "quantity",
    "cancelled_qty",
    "requires_shipping",
    "shipped_qty",
    "returned_qty",
)
_LINES = Prepared(
    select(*(order_line.c[name] for name in _LINE_COLUMNS))
    .where(order_line.c.order_id.in_(ids_param()))
    .order_by(order_line.c.order_id, order_line.c.position)
)
_RETURNED = Prepared(
    select(return_line.c.order_line_id, func.count().label("units"))
    .join(return_case, return_case.c.id == return_line.c.return_case_id)
    .where(return_case.c.order_id.in_(ids_param()), return_line.c.state == "received")
    .group_by(return_line.c.order_line_id)
)
_PAYMENTS = Prepared(
    select(payment.c.order_id, payment.c.kind, payment.c.state, payment.c.amount_minor)
    .where(payment.c.order_id.in_(ids_param()))
    .order_by(payment.c.id)
)
_HOLDS = Prepared(
    select(hold.c.order_id, hold.c.kind)
    .where(hold.c.order_id.in_(ids_param()), hold.c.released_at.is_(None))
    .order_by(hold.c.id)
)
_RETURNS = Prepared(select(return_case.c.order_id, return_case.c.state).where(return_case.c.order_id.in_(ids_param())))
_CONFLICTS = Prepared(
    select(sync_conflict.c.order_id).where(sync_conflict.c.order_id.in_(ids_param()), sync_conflict.c.state == "open")
)
_OUTBOX = Prepared(
    select(outbox.c.entity_id.label("order_id"), outbox.c.state).where(
        outbox.c.entity_kind == "order", outbox.c.entity_id.in_(ids_param())
    )
)
_OF_SHIPMENTS = Prepared(
    select(shipment_line.c.order_id).where(shipment_line.c.shipment_id.in_(ids_param())).distinct()
)
_OF_MESSAGES = Prepared(select(outbox.c.entity_id).where(outbox.c.id.in_(ids_param()), outbox.c.entity_kind == "order"))
_POLICY = Prepared(
    select(setting.c.key, setting.c.value).where(setting.c.key.in_(ids_param()), setting.c.scope == "business")
)

Grouped = Mapping[int, Sequence[Row]]


def apply(tx: Tx) -> None:
    """Rebuild the derived columns of every order this transaction touched."""
    touched = sorted(_touched_orders(tx))
    for chunk in chunks(touched):
        rebuild(tx, chunk)


def rebuild(tx: Tx, order_ids: Sequence[int]) -> None:
    """Derive the given orders (at most a few hundred) from their facts."""
    orders = tx.read(_ORDERS, ids=order_ids)
    if not orders:
        return
    ids = [row["id"] for row in orders]
    shipped, shipments = _shipped(tx, ids)
    demands = _update_demand(tx, ids, shipped)
    lines = _update_lines(tx, ids, demands, shipped)
    policy = read_policy(tx)
    facts = _Facts(tx, ids)
    changed = []
    for order in orders:
        own_lines = lines.get(order["id"], ())
        status = derive(facts.of(order, own_lines, shipments.get(order["id"], ())), policy)
        now = (*_status_of(status), len(own_lines), own_lines[0][1] if own_lines else "")
        if now != _stored_of(order):
            changed.append({"id": order["id"], **dict(zip(_COLUMNS, now, strict=True))})
    tx.project_columns(sales_order, _COLUMNS, changed)


def read_policy(tx: Tx) -> OrderPolicy:
    """Business settings that decide what an order is called."""
    stored = {row["key"]: row["value"] for row in tx.read(_POLICY, ids=_POLICY_KEYS)}
    gate, partial = (stored.get(key, default_of(key)) for key in _POLICY_KEYS)
    return OrderPolicy(payment_gate=gate, is_partial_allowed=bool(partial))


def _touched_orders(tx: Tx) -> set[int]:
    log = tx.log
    found = {row["id"] for row in log.inserted.get(sales_order.name, ())} | set(log.updated.get(sales_order.name, ()))
    for table in _BY_ORDER_ID:
        name = table.name
        found |= {row["order_id"] for row in log.inserted.get(name, ()) if row.get("order_id")}
        found |= {row["order_id"] for row in log.deleted.get(name, {}).values() if row["order_id"]}
        found |= _orders_of(tx, table, log.updated.get(name, ()))
    moved = {row["id"] for row in log.inserted.get(shipment.name, ())}
    moved |= {row_id for row_id, (_old, new) in log.updated.get(shipment.name, {}).items() if "state" in new}
    for chunk in chunks(sorted(moved)):
        found |= {row["order_id"] for row in tx.read(_OF_SHIPMENTS, ids=chunk)}
    back = [row["return_case_id"] for row in log.inserted.get(return_line.name, ())]
    for chunk in chunks(back):
        found |= {row["order_id"] for row in tx.read(_orders_by_row(return_case), ids=chunk)}
    found |= _outbox_orders(tx)
    return found - {None}


def _orders_of(tx: Tx, table: Any, row_ids: Iterable[int]) -> set[int]:
    found: set[int] = set()
    for chunk in chunks(sorted(row_ids)):
        found |= {row["order_id"] for row in tx.read(_orders_by_row(table), ids=chunk)}
    return found


@cache
def _orders_by_row(table: Table) -> Prepared:
    return Prepared(select(table.c.order_id).where(table.c.id.in_(ids_param())).distinct())


def _outbox_orders(tx: Tx) -> set[int]:
    log, name = tx.log, outbox.name
    ids = {row["id"] for row in log.inserted.get(name, ())} | set(log.updated.get(name, ()))
    found = {row["entity_id"] for row in log.deleted.get(name, {}).values() if row["entity_kind"] == "order"}
    for chunk in chunks(sorted(ids)):
        found |= {row["entity_id"] for row in tx.read(_OF_MESSAGES, ids=chunk)}
    return found


def _shipped(tx: Tx, ids: Sequence[int]) -> tuple[dict[tuple[str, int], int], dict[int, tuple[str, ...]]]:
    """Pieces gone by ("demand" | "line", id), and the states of each order's shipments."""
    gone: dict[tuple[str, int], int] = defaultdict(int)
    states: dict[int, dict[int, str]] = defaultdict(dict)
    for row in _read(tx, _SHIPPED, shipment_line, ids):
        states[row["order_id"]][row["shipment_id"]] = row["state"]
        if row["state"] in LEFT_THE_HOUSE:
            key = ("demand", row["demand_id"]) if row["demand_id"] else ("line", row["order_line_id"])
            gone[key] += row["quantity"] - row["short_qty"]
    return gone, {order_id: tuple(by_shipment.values()) for order_id, by_shipment in states.items()}


def _update_demand(
    tx: Tx, ids: Sequence[int], shipped: Mapping[tuple[str, int], int]
) -> dict[int, list[dict[str, Any]]]:
    """Bring allocated and shipped pieces of demand rows up to date; returns the rows by order line."""
    allocated = {row["demand_id"]: int(row["pieces"]) for row in tx.read(_ALLOCATED, ids=ids)}
    by_line: dict[int, list[dict[str, Any]]] = defaultdict(list)
    changed = []
    for row in tx.read(_DEMAND, ids=ids):
        set_aside, gone = allocated.get(row["id"], 0), shipped.get(("demand", row["id"]), 0)
        if (set_aside, gone) != (row["allocated_qty"], row["shipped_qty"]):
            changed.append({"id": row["id"], "allocated_qty": set_aside, "shipped_qty": gone})
        by_line[row["order_line_id"]].append({**row, "allocated_qty": set_aside, "shipped_qty": gone})
    # Why less allocated first: a dispatch turns allocated into shipped, and each row's CHECK sees both at once anyway.
    tx.project_columns(demand, ("allocated_qty", "shipped_qty"), changed)
    return by_line


def _update_lines(
    tx: Tx,
    ids: Sequence[int],
    demands: Mapping[int, Sequence[Mapping[str, Any]]],
    shipped: Mapping[tuple[str, int], int],
) -> dict[int, list[tuple[LineFact, str]]]:
    """Bring shipped and returned units of order lines up to date; returns facts and SKU of each order's lines in order."""
    returned = _returned(tx, ids)
    facts: dict[int, list[tuple[LineFact, str]]] = defaultdict(list)
    changed = []
    for row in tx.read(_LINES, ids=ids):
        parts = demands.get(row["id"], ())
        gone = shipped.get(("line", row["id"]), 0) + _whole_units(parts, "shipped_qty")
        back = returned.get(row["id"], 0)
        if (gone, back) != (row["shipped_qty"], row["returned_qty"]):
            changed.append({"id": row["id"], "shipped_qty": gone, "returned_qty": back})
        fact = LineFact(
            quantity=row["quantity"],
            cancelled=row["cancelled_qty"],
            shipped=gone,
            returned=back,
            allocated=_whole_units(parts, "allocated_qty"),
            requires_shipping=row["requires_shipping"],
            is_mapped=row["variant_id"] is not None or not row["requires_shipping"],
        )
        facts[row["order_id"]].append((fact, row["sku"]))
    tx.project_columns(order_line, ("shipped_qty", "returned_qty"), changed)
    return facts


def _whole_units(parts: Sequence[Mapping[str, Any]], column: str) -> int:
    """Sales units all of whose components are counted in ``column``."""
    return min((part[column] // part["per_unit"] for part in parts), default=0)


def _returned(tx: Tx, ids: Sequence[int]) -> dict[int, int]:
    rows = _read(tx, _RETURNED, return_case, ids)
    return {row["order_line_id"]: int(row["units"]) for row in rows if row["order_line_id"]}


class _Facts:
    """Money, holds, returns, conflicts and outbox of a set of orders."""

    def __init__(self, tx: Tx, ids: Sequence[int]) -> None:
        self._payments = _grouped(tx, _PAYMENTS, payment, ids)
        self._holds = _grouped(tx, _HOLDS, hold, ids)
        self._returns = _grouped(tx, _RETURNS, return_case, ids)
        self._conflicts = _grouped(tx, _CONFLICTS, sync_conflict, ids)
        self._outbox = _grouped(tx, _OUTBOX, outbox, ids)

    def of(self, order: Row, lines: Sequence[tuple[LineFact, str]], shipments: Sequence[str]) -> OrderFacts:
        order_id = order["id"]
        sending = [row["state"] for row in self._outbox.get(order_id, ())]
        return OrderFacts(
            lifecycle=order["lifecycle"],
            total_minor=order["total_minor"],
            stated_payment_status=order["stated_payment_status"],
            payments=tuple(
                MoneyFact(row["kind"], row["state"], row["amount_minor"]) for row in self._payments.get(order_id, ())
            ),
            lines=tuple(fact for fact, _sku in lines),
            shipments=tuple(shipments),
            open_holds=tuple(row["kind"] for row in self._holds.get(order_id, ())),
            returns=tuple(row["state"] for row in self._returns.get(order_id, ())),
            conflicts=len(self._conflicts.get(order_id, ())),
            outbox_dead=sending.count("dead"),
            outbox_open=sum(state not in ("dead", "confirmed", "superseded", "sent") for state in sending),
        )


def _read(tx: Tx, query: Prepared, table: Table, ids: Sequence[int]) -> list[Row]:
    """Rows of ``table`` about these orders; not asked for when all of them are new and none of theirs was written to it."""
    created = tx.log.created(sales_order.name)
    if table.name not in tx.log.inserted and created.issuperset(ids):
        return []
    return tx.read(query, ids=ids)


def _grouped(tx: Tx, query: Prepared, table: Table, ids: Sequence[int]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in _read(tx, query, table, ids):
        found[row["order_id"]].append(row)
    return found
