"""Dispatch by order: everything labelled of a selection leaves, what may not go is listed and stops no other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from desktop_oms.app.commands import command, handles
from desktop_oms.app.context import Context
from desktop_oms.app.dispatch import DispatchShipments, hand_over
from desktop_oms.app.release import RefusedOrder, ReleaseReport
from desktop_oms.app.shipment_facts import shipment_facts
from desktop_oms.db.changes import Row
from desktop_oms.db.schema import sales_order, shipment, shipment_line
from desktop_oms.db.tx import Tx
from desktop_oms.domain.machine import Refusal
from desktop_oms.domain.shipment import SHIPMENT


@command(right="dispatch", repeatable=True)
@dataclass(frozen=True, slots=True)
class DispatchOrders:
    """Everything labelled of these orders is handed over; at most 50 orders, the rest of a selection in further commands."""

    order_ids: tuple[int, ...]


@handles(DispatchOrders)
def handle_dispatch_orders(tx: Tx, cmd: DispatchOrders, ctx: Context) -> ReleaseReport:
    """Dispatch what may go; orders with nothing labelled, held or cancelled are listed with all reasons.

    A shipment of several orders leaves with the first of them that is named.
    """
    by_order = _labelled(tx, cmd.order_ids)
    numbers = _numbers(tx, cmd.order_ids)
    facts = shipment_facts(tx, sorted({row["id"] for rows in by_order.values() for row in rows}), ctx)
    going: dict[int, None] = {}
    refused: list[RefusedOrder] = []
    for order_id in dict.fromkeys(cmd.order_ids):
        reasons: list[Refusal] = [] if by_order.get(order_id) else [Refusal("shipment.nothing_labelled")]
        for row in by_order.get(order_id, ()):
            against = SHIPMENT.refusals(row["state"], "dispatch", facts[row["id"]])
            reasons += against
            if not against:
                going[row["id"]] = None
        if reasons:
            refused.append(RefusedOrder(order_id, numbers.get(order_id, ""), tuple(reasons)))
    ids = tuple(going)
    done = hand_over(tx, DispatchShipments(ids), tx.rows_by_id(shipment, ids), ctx) if ids else ()
    return ReleaseReport(done, tuple(refused))


def _labelled(tx: Tx, order_ids: Sequence[int]) -> dict[int, list[Row]]:
    """Labelled shipments by order."""
    found: dict[int, list[Row]] = defaultdict(list)
    query = (
        select(shipment_line.c.order_id, shipment.c.id, shipment.c.state)
        .join(shipment, shipment.c.id == shipment_line.c.shipment_id)
        .where(shipment_line.c.order_id.in_(order_ids), shipment.c.state == "labelled")
        .distinct()
        .order_by(shipment.c.id)
    )
    for row in tx.read(query):
        found[row["order_id"]].append(row)
    return found


def _numbers(tx: Tx, order_ids: Sequence[int]) -> dict[int, str]:
    rows = tx.read(select(sales_order.c.id, sales_order.c.number).where(sales_order.c.id.in_(order_ids)))
    return {row["id"]: row["number"] for row in rows}
