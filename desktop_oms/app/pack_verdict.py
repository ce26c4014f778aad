"""Turn what the rules said about a scan into the verdict front ends show."""

from __future__ import annotations

from sqlalchemy import func, select

from desktop_oms.app.context import Context
from desktop_oms.app.pack_finish import suspend
from desktop_oms.app.pack_table import Table
from desktop_oms.db.records import PackView, ScanVerdict
from desktop_oms.db.schema import sales_order, shipment_line
from desktop_oms.db.tx import Tx
from desktop_oms.domain.codes import ScannedCode
from desktop_oms.domain.errors import RuleError
from desktop_oms.domain.machine import Refusal
from desktop_oms.domain.packing import ScanOutcome

# Refusals of the state machine -> reason shown on the red field.
_STOPS = {
    "shipment.on_hold": "on_hold",
    "shipment.order_cancelled": "cancelled",
    "shipment.cancel_requested": "cancel_requested",
    "shipment.not_paid": "not_paid",
    "pack.not_leased": "claimed",
}


def verdict_of(outcome: ScanOutcome, scan: ScannedCode, view: PackView, documents: tuple[str, ...] = ()) -> ScanVerdict:
    """The verdict of a judged item scan, with the product's name for the second line."""
    line = next((line for line in view.lines if line.line_no == outcome.line_no), None)
    product = ", ".join(part for part in (line.title, line.option) if part) if line else ""
    return ScanVerdict(
        code=outcome.code,
        text=scan.text,
        reason=outcome.reason,
        line=outcome.line_no,
        sku=outcome.sku,
        done=outcome.done,
        of=outcome.of,
        remaining=outcome.remaining,
        shipment_state=view.state,
        documents=documents,
        view=view,
        data={"product": product, "order": view.order_number, "total": view.total, **outcome.data},
    )


def stopped(scan: ScannedCode, refusal: Refusal, order_number: str = "") -> ScanVerdict:
    """The full red field: why this order may not be packed; the table is empty afterwards."""
    return ScanVerdict(
        "order_stop", scan.text, reason=refusal.code, data={"order": order_number, "code": scan.text, **refusal.data}
    )


def stop_verdict(tx: Tx, scan: ScannedCode, refusal: RuleError, table: Table, ctx: Context) -> ScanVerdict:
    """Suspend the table with everything verified kept, and say why it cannot be finished."""
    reason = _STOPS.get(refusal.code)
    if reason is None:
        raise refusal
    suspend(tx, table.shipment_id, ctx, "PackingStopped")
    data = {name: value for name, value in refusal.data.items() if name != "refusals"}
    return stopped(scan, Refusal(reason, data), table.head["order_number"])


def order_number_of(tx: Tx, shipment_id: int) -> str:
    """Number of the first order in a shipment."""
    query = (
        select(func.min(sales_order.c.number))
        .join(shipment_line, shipment_line.c.order_id == sales_order.c.id)
        .where(shipment_line.c.shipment_id == shipment_id)
    )
    return tx.value(query) or ""
