"""Judge and book one scanned item, and finish the shipment with its last unit."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy import select

from desktop_oms.app.context import Context
from desktop_oms.app.leases import claim
from desktop_oms.app.pack_finish import finish
from desktop_oms.app.pack_table import Memory, Table, same_key, scan_keys
from desktop_oms.app.pack_verdict import stop_verdict, verdict_of
from desktop_oms.db.records import ScanVerdict
from desktop_oms.db.schema import lot, parcel_content
from desktop_oms.db.tx import Tx
from desktop_oms.domain.codes import ScannedCode
from desktop_oms.domain.errors import RuleError
from desktop_oms.domain.gs1 import gs1_date
from desktop_oms.domain.packing import ScanOutcome, UnitMove, verify_unit


def verify(tx: Tx, scan: ScannedCode, table: Table, memory: Memory, ctx: Context) -> ScanVerdict:
    """Judge one scanned item, book what is right and finish the shipment with its last unit."""
    claim(tx, "shipment", table.shipment_id, ctx)
    keys = scan_keys(scan.key, scan.text)
    judged, known = table.judged(keys, memory, (scan.text, scan.serial))
    outcome = verify_unit(same_key(judged, scan.key, keys), scan, known)
    memory.data["pending"] = asdict(outcome.pending) if outcome.pending else None
    if outcome.moves:
        memory.data["multiplier"] = 1
        memory.data["line"] = outcome.line_no
        _book(tx, scan, outcome, table, ctx)
    if outcome.code != "order_packed" or not ctx.setting("packing.auto_finish"):
        return verdict_of(outcome, scan, table.view(current_line=outcome.line_no))
    return _finished(tx, scan, outcome, table, memory, ctx)


def _finished(
    tx: Tx, scan: ScannedCode, outcome: ScanOutcome, table: Table, memory: Memory, ctx: Context
) -> ScanVerdict:
    """The last unit is in: finish, or keep it and stop when a hold or cancellation came meanwhile."""
    try:
        documents = finish(tx, table.shipment_id, ctx)
    except RuleError as refusal:
        return stop_verdict(tx, scan, refusal, table, ctx)
    memory.data.clear()
    return verdict_of(outcome, scan, table.view("labelled"), documents=documents)


def _book(tx: Tx, scan: ScannedCode, outcome: ScanOutcome, table: Table, ctx: Context) -> None:
    parcel_id = table.open_parcel_id
    if parcel_id is None:
        raise RuleError("pack.no_open_parcel", shipment_id=table.shipment_id)
    tx.insert(
        parcel_content,
        [
            {
                "parcel_id": parcel_id,
                "shipment_id": table.shipment_id,
                "shipment_line_id": move.shipment_line_id,
                "variant_id": move.variant_id,
                "quantity": move.quantity,
                "lot_id": _lot_id(tx, move, table),
                "serial": move.serial,
                "verified_by": ctx.user_id,
                "verified_at": tx.now,
                "scan_text": scan.text,
            }
            for move in outcome.moves
        ],
    )
    added: dict[int, int] = {}
    for move in outcome.moves:
        added[move.line_no] = added.get(move.line_no, 0) + move.quantity
    table.book(added)


def _lot_id(tx: Tx, move: UnitMove, table: Table) -> int:
    """The lot scanned, or the one the line was planned from. A lot the books do not know is taken down as new."""
    planned = next(line["lot_id"] for line in table.lines if line["id"] == move.shipment_line_id)
    if not move.lot:
        return int(planned)
    known = tx.value(select(lot.c.id).where(lot.c.variant_id == move.variant_id, lot.c.code == move.lot))
    if known is not None:
        return int(known)
    row: dict[str, Any] = {"variant_id": move.variant_id, "code": move.lot}
    if move.best_before:
        row["best_before"] = gs1_date(move.best_before, tx.now.year)
    return tx.insert(lot, [row])[0]
