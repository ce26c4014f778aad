"""Gather what the guards of the shipment machine judge, for many shipments or orders in a few queries.

The facts are read inside the caller's transaction, so a hold placed a moment ago counts. Nothing is decided here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import bindparam, func, select

from desktop_oms.app.context import Context
from desktop_oms.db.driver import Prepared, ids_param
from desktop_oms.db.engine import database_now
from desktop_oms.db.schema import (
    address,
    hold,
    lease,
    parcel,
    parcel_content,
    sales_order,
    shipment_line,
    station,
    variant,
)
from desktop_oms.db.tx import Tx, chunks
from desktop_oms.domain.order import is_payment_ok
from desktop_oms.domain.shipment import ShipmentFacts

LIVE_PARCEL = parcel.c.state != "void"
_HOLDS = Prepared(
    select(hold.c.order_id, hold.c.kind)
    .where(hold.c.order_id.in_(ids_param()), hold.c.released_at.is_(None))
    .order_by(hold.c.id)
)
_ORDERS = Prepared(
    select(
        sales_order.c.id,
        sales_order.c.number,
        sales_order.c.lifecycle,
        sales_order.c.payment_status,
        sales_order.c.cancel_requested_at,
        address.c.name,
        address.c.company,
        address.c.street1,
        address.c.city,
        address.c.country,
    )
    .outerjoin(address, address.c.id == sales_order.c.ship_address_id)
    .where(sales_order.c.id.in_(ids_param()))
)
_LINES = Prepared(
    select(*(shipment_line.c[name] for name in ("shipment_id", "order_id", "quantity", "packed_qty", "short_qty")))
    .where(shipment_line.c.shipment_id.in_(ids_param()))
    .order_by(shipment_line.c.id)
)
_CLAIMS = Prepared(
    select(lease.c.entity_id, lease.c.station_id, station.c.name)
    .outerjoin(station, station.c.id == lease.c.station_id)
    .where(
        lease.c.kind == "shipment",
        lease.c.entity_id.in_(ids_param()),
        lease.c.expires_at > bindparam("now", type_=lease.c.expires_at.type),
    )
)
_PARCELS = Prepared(
    select(parcel.c.shipment_id, parcel.c.state).where(parcel.c.shipment_id.in_(ids_param()), LIVE_PARCEL)
)
_UNCAPTURED = Prepared(
    select(parcel_content.c.shipment_id, func.sum(parcel_content.c.quantity).label("pieces"))
    .join(variant, variant.c.id == parcel_content.c.variant_id)
    .where(
        parcel_content.c.shipment_id.in_(ids_param()),
        (variant.c.track_serial & (parcel_content.c.serial == ""))
        | (variant.c.track_lot & (parcel_content.c.lot_id == 0)),
    )
    .group_by(parcel_content.c.shipment_id)
)


class OrderFacts:
    """What matters of one order before its goods move."""

    __slots__ = ("address_problems", "is_cancel_requested", "is_cancelled", "is_paid", "number", "open_holds")

    def __init__(self, row: Any, holds: tuple[str, ...], problems: tuple[str, ...], gate: str) -> None:
        self.number: str = row["number"]
        self.open_holds = holds
        self.address_problems = problems
        self.is_paid: bool = is_payment_ok(row["payment_status"], gate)
        self.is_cancelled: bool = row["lifecycle"] == "cancelled"
        self.is_cancel_requested: bool = row["cancel_requested_at"] is not None


def order_facts(tx: Tx, order_ids: Iterable[int], ctx: Context) -> dict[int, OrderFacts]:
    """Holds, payment, address and cancellation of orders, by id."""
    wanted = sorted(set(order_ids))
    holds: dict[int, list[str]] = defaultdict(list)
    facts: dict[int, OrderFacts] = {}
    gate = ctx.setting("payment.gate")
    for chunk in chunks(wanted):
        for row in tx.read(_HOLDS, ids=chunk):
            holds[row["order_id"]].append(row["kind"])
        for row in tx.read(_ORDERS, ids=chunk):
            facts[row["id"]] = OrderFacts(row, tuple(holds[row["id"]]), address_problems(row), gate)
    return facts


_PARTS = (("street1", "street"), ("city", "town"), ("country", "country"))


def address_problems(row: Any) -> tuple[str, ...]:
    """What no carrier would accept: a missing name, street, city or country. Codes are the missing part's name."""
    problems = [] if (row["name"] or row["company"]) else ["name"]
    problems += [word for part, word in _PARTS if not row[part]]
    return tuple(problems)


def shipment_facts(tx: Tx, shipment_ids: Sequence[int], ctx: Context) -> dict[int, ShipmentFacts]:
    """Facts of shipments that exist, by id. A missing id is absent."""
    lines = _lines(tx, shipment_ids)
    orders = order_facts(tx, {row["order_id"] for rows in lines.values() for row in rows}, ctx)
    claims = _claims(tx, shipment_ids)
    parcels = _parcels(tx, shipment_ids)
    uncaptured = _uncaptured(tx, shipment_ids)
    facts: dict[int, ShipmentFacts] = {}
    for shipment_id, rows in lines.items():
        concerned = [orders[order_id] for order_id in dict.fromkeys(row["order_id"] for row in rows)]
        claimed = claims.get(shipment_id)
        states = parcels.get(shipment_id, [])
        facts[shipment_id] = ShipmentFacts(
            open_holds=tuple(kind for order in concerned for kind in order.open_holds),
            lines=len(rows),
            is_payment_ok=all(order.is_paid for order in concerned),
            address_problems=tuple(problem for order in concerned for problem in order.address_problems),
            is_claimed_here=claimed is None or claimed[0] == ctx.station_id,
            claimed_by=claimed[1] if claimed else "",
            unverified=sum(row["quantity"] - row["packed_qty"] - row["short_qty"] for row in rows),
            missing_serials=uncaptured.get(shipment_id, 0),
            open_parcels=sum(state == "open" for state in states),
            parcels=len(states),
            unlabelled_parcels=sum(state in ("open", "sealed") for state in states),
            is_cancelled=any(order.is_cancelled for order in concerned),
            is_cancel_requested=any(order.is_cancel_requested for order in concerned),
        )
    return facts


def _lines(tx: Tx, shipment_ids: Sequence[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for chunk in chunks(shipment_ids):
        for row in tx.read(_LINES, ids=chunk):
            found[row["shipment_id"]].append(row)
    return found


def _claims(tx: Tx, shipment_ids: Sequence[int]) -> dict[int, tuple[int, str]]:
    now = database_now(tx.conn)
    found: dict[int, tuple[int, str]] = {}
    for chunk in chunks(shipment_ids):
        rows = tx.read(_CLAIMS, ids=chunk, now=now)
        found.update({row["entity_id"]: (row["station_id"], row["name"] or "") for row in rows})
    return found


def _parcels(tx: Tx, shipment_ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for chunk in chunks(shipment_ids):
        for row in tx.read(_PARCELS, ids=chunk):
            found[row["shipment_id"]].append(row["state"])
    return found


def _uncaptured(tx: Tx, shipment_ids: Sequence[int]) -> dict[int, int]:
    """Packed pieces of serial or lot tracked articles without their serial or lot."""
    found: dict[int, int] = {}
    for chunk in chunks(shipment_ids):
        found.update({row["shipment_id"]: int(row["pieces"]) for row in tx.read(_UNCAPTURED, ids=chunk)})
    return found
