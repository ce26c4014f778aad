"""Dispatch: goods leave. Stock is issued, allocations are consumed, the channel's message is put into the outbox.

All of it in one transaction; undo brings every piece back and withdraws the message, or answers it by a correction when it had
been sent. Holds and cancellations are judged once more here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, select

from desktop_oms.app.commands import command, handles
from desktop_oms.app.context import Context
from desktop_oms.app.issuing import issue_stock
from desktop_oms.app.shipment_facts import shipment_facts
from desktop_oms.db.changes import Row
from desktop_oms.db.driver import Prepared, ids_param
from desktop_oms.db.projections import orders as order_figures
from desktop_oms.db.schema import (
    allocation,
    demand,
    order_line,
    outbox,
    parcel,
    sales_order,
    shipment,
    shipment_line,
)
from desktop_oms.db.tx import Tx
from desktop_oms.domain.errors import RuleError
from desktop_oms.domain.shipment import SHIPMENT

CONFIRMATION = "shipment_confirmation"

# Prepared: a packing table dispatches box by box, each time the same questions. ``ids`` are shipments unless said otherwise.
_ALLOCATIONS = Prepared(
    select(allocation.c.id)
    .join(shipment_line, shipment_line.c.id == allocation.c.shipment_line_id)
    .where(shipment_line.c.shipment_id.in_(ids_param()))
)
_BOXES = Prepared(select(parcel.c.id).where(parcel.c.shipment_id.in_(ids_param()), parcel.c.state != "void"))
_ORDERS = Prepared(select(shipment_line.c.order_id).where(shipment_line.c.shipment_id.in_(ids_param())).distinct())
# ``ids`` are orders.
_ALL_SENT = Prepared(
    select(sales_order.c.id).where(
        sales_order.c.id.in_(ids_param()), sales_order.c.lifecycle == "open", sales_order.c.open_qty == 0
    )
)
_TOLD = Prepared(
    select(
        shipment_line.c.shipment_id,
        shipment_line.c.order_id,
        order_line.c.external_id,
        sales_order.c.channel_id,
        sales_order.c.external_id.label("order_external_id"),
        shipment.c.carrier,
        shipment.c.service,
        shipment.c.tracking_no,
    )
    .join(shipment, shipment.c.id == shipment_line.c.shipment_id)
    .join(order_line, order_line.c.id == shipment_line.c.order_line_id)
    .join(sales_order, sales_order.c.id == shipment_line.c.order_id)
    .where(shipment_line.c.shipment_id.in_(ids_param()))
    .order_by(shipment_line.c.id)
)
_UNITS_BY = (shipment_line.c.shipment_id, order_line.c.external_id, shipment_line.c.demand_id, demand.c.per_unit)
_UNITS = Prepared(
    select(*_UNITS_BY, func.sum(shipment_line.c.quantity - shipment_line.c.short_qty).label("pieces"))
    .join(order_line, order_line.c.id == shipment_line.c.order_line_id)
    .join(demand, demand.c.id == shipment_line.c.demand_id)
    .where(shipment_line.c.shipment_id.in_(ids_param()))
    .group_by(*_UNITS_BY)
)


@command(right="dispatch", repeatable=True)
@dataclass(frozen=True, slots=True)
class DispatchShipments:
    """These labelled shipments are handed over; at most 50.

    Attributes:
        carrier, tracking_no: what the channel is told; empty keeps what the shipment has. A tracking number needs one shipment.
    """

    shipment_ids: tuple[int, ...]
    carrier: str = ""
    tracking_no: str = ""


@handles(DispatchShipments)
def handle_dispatch(tx: Tx, cmd: DispatchShipments, ctx: Context) -> tuple[int, ...]:
    """Book the hand-over; all of them or none.

    Raises:
        RuleError: ``shipment.unknown``; what the state machine refuses (with the shipment's number and all reasons);
            ``stock.negative`` when a bin holds less than was packed from it.
    """
    # Why once each: a shipment named twice leaves once.
    cmd = replace(cmd, shipment_ids=tuple(dict.fromkeys(cmd.shipment_ids)))
    rows = tx.rows_by_id(shipment, cmd.shipment_ids)
    facts = shipment_facts(tx, cmd.shipment_ids, ctx)
    for shipment_id in cmd.shipment_ids:
        if shipment_id not in rows or shipment_id not in facts:
            raise RuleError("shipment.unknown", id=shipment_id)
        try:
            SHIPMENT.apply(rows[shipment_id]["state"], "dispatch", facts[shipment_id])
        except RuleError as refusal:
            raise RuleError(refusal.code, **{**refusal.data, "shipment": rows[shipment_id]["number"]}) from None
    return hand_over(tx, cmd, rows, ctx)


def hand_over(tx: Tx, cmd: DispatchShipments, rows: Mapping[int, Row], ctx: Context) -> tuple[int, ...]:
    """Issue, consume, mark, close and tell, for shipments (``rows`` by id) whose guards have passed."""
    issue_stock(tx, list(rows.values()), ctx)
    _consume_allocations(tx, cmd.shipment_ids)
    _mark_gone(tx, cmd, rows, ctx)
    order_ids = _orders_of(tx, cmd.shipment_ids)
    _close_orders(tx, order_ids)
    _tell_channels(tx, cmd.shipment_ids)
    tx.label.update(count=len(cmd.shipment_ids))
    return cmd.shipment_ids


def _consume_allocations(tx: Tx, shipment_ids: Sequence[int]) -> None:
    tx.delete(allocation, [row["id"] for row in tx.read(_ALLOCATIONS, ids=shipment_ids)])


def _mark_gone(tx: Tx, cmd: DispatchShipments, rows: Mapping[int, Row], ctx: Context) -> None:
    if cmd.tracking_no and len(cmd.shipment_ids) > 1:
        raise RuleError("dispatch.one_tracking_number", shipments=len(cmd.shipment_ids))
    carrier = cmd.carrier or ctx.setting("shipping.default_carrier")
    changes = []
    for shipment_id in cmd.shipment_ids:
        change = {"id": shipment_id, "state": "dispatched", "dispatched_at": tx.now}
        change["carrier"] = cmd.carrier or rows[shipment_id]["carrier"] or carrier
        change["tracking_no"] = cmd.tracking_no or rows[shipment_id]["tracking_no"]
        changes.append(change)
        tx.note("ShipmentDispatched", kind="shipment", entity_id=shipment_id)
    tx.update(shipment, changes)
    handed = {"state": "handed_over", "handed_over_at": tx.now}
    tx.update(parcel, [{"id": row["id"], **handed} for row in tx.read(_BOXES, ids=cmd.shipment_ids)])


def _orders_of(tx: Tx, shipment_ids: Sequence[int]) -> list[int]:
    return sorted(row["order_id"] for row in tx.read(_ORDERS, ids=shipment_ids))


def _close_orders(tx: Tx, order_ids: Sequence[int]) -> None:
    """An order with nothing left to ship is closed; the figures are reckoned now, because the decision needs them."""
    order_figures.rebuild(tx, order_ids)
    done = tx.read(_ALL_SENT, ids=order_ids)
    tx.update(sales_order, [{"id": row["id"], "lifecycle": "closed", "closed_at": tx.now} for row in done])


def _tell_channels(tx: Tx, shipment_ids: Sequence[int]) -> None:
    """One message per shipment and order; its key makes a second one impossible."""
    grouped: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for row in tx.read(_TOLD, ids=shipment_ids):
        grouped[(row["shipment_id"], row["order_id"])].append(row)
    units = _units_of_lines(tx, shipment_ids)
    tx.insert(
        outbox,
        [
            {
                "kind": CONFIRMATION,
                "channel_id": rows[0]["channel_id"],
                "entity_kind": "order",
                "entity_id": order_id,
                "idempotency_key": f"{CONFIRMATION}:{shipment_id}:{order_id}:{tx.group_id}",
                "payload": _payload(tx, rows, units),
                "created_at": tx.now,
                "next_at": tx.now,
            }
            for (shipment_id, order_id), rows in grouped.items()
        ],
    )


def _units_of_lines(tx: Tx, shipment_ids: Sequence[int]) -> dict[tuple[int, str], int]:
    """Sales units per shipment and channel line: whole kits, never their parts."""
    units: dict[tuple[int, str], int] = {}
    for row in tx.read(_UNITS, ids=shipment_ids):
        key = (row["shipment_id"], row["external_id"])
        whole = int(row["pieces"]) // row["per_unit"]
        units[key] = min(units.get(key, whole), whole)
    return units


def _payload(tx: Tx, rows: Sequence[Row], units: Mapping[tuple[int, str], int]) -> dict[str, Any]:
    first = rows[0]
    lines = dict.fromkeys(row["external_id"] for row in rows)
    return {
        "shipment_id": first["shipment_id"],
        "order": first["order_external_id"],
        "shipped_at": tx.now.isoformat(),
        "carrier": first["carrier"],
        "service": first["service"],
        "tracking_no": first["tracking_no"],
        "lines": [[line, units.get((first["shipment_id"], line), 0)] for line in lines],
    }
