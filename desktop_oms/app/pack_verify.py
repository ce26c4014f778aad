"""Judge and book one scanned item, and finish the shipment with its last unit."""

from __future__ import annotations

from dataclasses import asdict, replace

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
    if not ctx.setting("packing.kit_by_parent"):
        judged = replace(judged, kit_codes={})
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
    """The batch scanned, or the one the line was planned from. One the books do not know is taken down as new; a batch of
    which only the best-before is known is called by its day, as at the receipt."""
    planned = next(line["lot_id"] for line in table.lines if line["id"] == move.shipment_line_id)
    day = gs1_date(move.best_before, tx.now.year).isoformat() if move.best_before else None
    code = move.lot or day
    if not code:
        return int(planned)
    known = tx.value(select(lot.c.id).where(lot.c.variant_id == move.variant_id, lot.c.code == code))
    if known is not None:
        return int(known)
    return tx.insert(lot, [{"variant_id": move.variant_id, "code": code, "best_before": day}])[0]
