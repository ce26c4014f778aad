"""Command barcodes at the packing table: done, undo, suspend, stop, hold, reprint, quantities.

Each is also a key; the window sends the same text, so there is one way for both.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from desktop_oms.app.context import Context
from desktop_oms.app.pack_finish import finish, queue_prints, suspend
from desktop_oms.app.pack_table import Memory, Table, load_table
from desktop_oms.app.pack_verdict import stop_verdict
from desktop_oms.app.undo import revert, top_of_stack
from desktop_oms.db.projections import shipments
from desktop_oms.db.records import ScanVerdict
from desktop_oms.db.schema import document, hold, shipment
from desktop_oms.db.tx import Tx
from desktop_oms.domain.codes import ScannedCode
from desktop_oms.domain.errors import Conflict, RuleError
from desktop_oms.domain.packing import next_multiplier

Answer = Callable[[Tx, ScannedCode, Table | None, Memory, Context], ScanVerdict]


def run(tx: Tx, scan: ScannedCode, table: Table | None, memory: Memory, ctx: Context) -> ScanVerdict:
    """Carry out a scanned command; one this table cannot do is refused with a reason, never ignored."""
    answer = _ANSWERS.get(scan.command)
    if answer is None:
        return _refused(scan, table, "not_available")
    return answer(tx, scan, table, memory, ctx)


def _done(tx: Tx, scan: ScannedCode, table: Table | None, memory: Memory, ctx: Context) -> ScanVerdict:
    if table is None:
        return _refused(scan, table, "empty_table")
    if table.remaining:
        return _refused(scan, table, "units_missing", left=table.remaining)
    try:
        documents = finish(tx, table.shipment_id, ctx)
    except RuleError as refusal:
        return stop_verdict(tx, scan, refusal, table, ctx)
    memory.data.clear()
    view = table.view("labelled")
    data = {"order": view.order_number, "total": view.total}
    return ScanVerdict("order_packed", scan.text, shipment_state="labelled", documents=documents, view=view, data=data)


def _undo(tx: Tx, scan: ScannedCode, table: Table | None, memory: Memory, ctx: Context) -> ScanVerdict:
    """Take back this packer's latest scan at this table."""
    group = tx.one(top_of_stack(ctx.actor))
    if group is None or group["command"] != "PackScan":
        return _refused(scan, table, "nothing_to_undo")
    try:
        with tx.attempt():
            revert(tx, group["id"], ctx)
    except (Conflict, RuleError) as refusal:
        return _refused(scan, table, "undo_refused", why=refusal.code, **refusal.data)
    memory.data.clear()
    # Why now: the screen shows the packed figures of this very answer.
    shipments.apply(tx)
    return _told(scan, load_table(tx, ctx), "undone")


def _suspend(tx: Tx, scan: ScannedCode, table: Table | None, memory: Memory, ctx: Context) -> ScanVerdict:
    if table is None:
        return _refused(scan, table, "empty_table")
    suspend(tx, table.shipment_id, ctx)
    memory.data.clear()
    data = {"order": table.head["order_number"], "left": table.remaining}
    return ScanVerdict("command_done", scan.text, reason="suspended", data=data)


def _hold(tx: Tx, scan: ScannedCode, table: Table | None, memory: Memory, ctx: Context) -> ScanVerdict:
    """Put the order on the table on hold and the box aside."""
    if table is None:
        return _refused(scan, table, "empty_table")
    ctx.require("hold.place")
    order_ids = dict.fromkeys(line["order_id"] for line in table.lines)
    row = {"kind": "manual", "note": "", "placed_by": ctx.user_id, "placed_at": tx.now}
    tx.insert(hold, [{"order_id": order_id, **row} for order_id in order_ids])
    suspend(tx, table.shipment_id, ctx, "PackingStopped")
    memory.data.clear()
    return ScanVerdict("command_done", scan.text, reason="held", data={"order": table.head["order_number"]})


def _print(tx: Tx, scan: ScannedCode, table: Table | None, memory: Memory, ctx: Context) -> ScanVerdict:
    """Print the papers of the box packed last at this table once more, marked as copies."""
    last = tx.one(
        select(shipment.c.id, shipment.c.number)
        .where(shipment.c.station_id == ctx.station_id, shipment.c.packed_at.is_not(None))
        .order_by(shipment.c.packed_at.desc(), shipment.c.id.desc())
        .limit(1)
    )
    if last is None:
        return _refused(scan, table, "nothing_to_print")
    newest = (
        select(document.c.id, document.c.kind)
        .where(document.c.entity_kind == "shipment", document.c.entity_id == last["id"])
        .order_by(document.c.id)
    )
    by_kind = {row["kind"]: row["id"] for row in tx.read(newest)}
    queue_prints(tx, ctx, sorted(by_kind.values()), is_copy=True)
    return _told(scan, table, "reprinted", tuple(sorted(by_kind)), shipment=last["number"])


def _times(tx: Tx, scan: ScannedCode, table: Table | None, memory: Memory, ctx: Context) -> ScanVerdict:
    """The next item scan counts five or ten times; the last card counts, digits are never joined (P12)."""
    if table is None:
        return _refused(scan, table, "empty_table")
    if not ctx.setting("packing.quantity_cards"):
        return _refused(scan, table, "not_allowed")
    memory.data["multiplier"] = next_multiplier(scan.command)
    return _told(scan, table, "times", times=memory.data["multiplier"])


_ANSWERS: dict[str, Answer] = {
    "done": _done,
    "undo": _undo,
    "suspend": _suspend,
    "stop": _suspend,
    "hold": _hold,
    "print": _print,
    "reprint": _print,
    "times_five": _times,
    "times_ten": _times,
}


def _told(
    scan: ScannedCode, table: Table | None, reason: str, documents: tuple[str, ...] = (), **data: Any
) -> ScanVerdict:
    return ScanVerdict(
        "command_done",
        scan.text,
        reason=reason,
        remaining=table.remaining if table else 0,
        shipment_state="packing" if table else "",
        documents=documents,
        view=table.view() if table else None,
        data=data,
    )


def _refused(scan: ScannedCode, table: Table | None, reason: str, **data: Any) -> ScanVerdict:
    return ScanVerdict(
        "command_refused",
        scan.text,
        reason=reason,
        remaining=table.remaining if table else 0,
        shipment_state="packing" if table else "",
        view=table.view() if table else None,
        data={"command": scan.command, **data},
    )
