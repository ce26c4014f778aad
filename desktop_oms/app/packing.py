"""The packing table: one command for every scan, exactly one verdict for each.

Whatever was scanned (a command card, an order, an item) comes in as text and is understood here, so window, command line and
tests pack alike. A refused scan is an answer, not an exception: it is logged as an event and booked nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from desktop_oms.app import pack_commands
from desktop_oms.app.commands import command, handles
from desktop_oms.app.context import Context
from desktop_oms.app.pack_open import open_by_code, open_by_item
from desktop_oms.app.pack_table import Memory, Table, load_table, without_person
from desktop_oms.app.pack_verify import verify
from desktop_oms.db.records import ScanVerdict
from desktop_oms.db.tx import Tx
from desktop_oms.domain.codes import ScannedCode, decode_scan
from desktop_oms.domain.errors import RuleError


@command(right="pack", repeatable=True)
@dataclass(frozen=True, slots=True)
class PackScan:
    """Something was scanned at a packing table.

    Attributes:
        text: as the decoder assembled it, symbology prefix and group separators included.
        scan_id: name of the raw burst in the scan log, "" when typed or piped.
        shipment_id: the shipment the caller believes to be on the table; an item is then refused when another one, or none, lies
            there. None takes what lies there.
    """

    text: str
    scan_id: str = ""
    shipment_id: int | None = None


@handles(PackScan)
def handle_pack_scan(tx: Tx, cmd: PackScan, ctx: Context) -> ScanVerdict:
    """Answer one scan. Raises RuleError ``station.none`` when the caller is at no table."""
    if ctx.station_id is None:
        raise RuleError("station.none")
    memory = Memory(tx, ctx.station_id)
    table = load_table(tx, ctx)
    scan = decode_scan(cmd.text, min_length=ctx.setting("scan.min_length"))
    verdict = _not_this_table(scan, table, cmd) or _answer(tx, scan, table, memory, ctx)
    memory.save()
    _log(tx, cmd, verdict, table)
    if verdict.view is not None and not ctx.has_right("see.personal"):
        return replace(verdict, view=without_person(verdict.view))
    return verdict


def _not_this_table(scan: ScannedCode, table: Table | None, cmd: PackScan) -> ScanVerdict | None:
    """Refuse an item meant for a shipment that does not lie here (any more); commands and order codes go on."""
    here = table.shipment_id if table else None
    if cmd.shipment_id in (None, here) or scan.kind in ("command", "typed", "garbled"):
        return None
    if table is None:
        return ScanVerdict("unknown_code", scan.text, reason="empty_table", data={"code": scan.text})
    return ScanVerdict("order_stop", scan.text, reason="other_order", data={"order": table.head["order_number"]})


def _answer(tx: Tx, scan: ScannedCode, table: Table | None, memory: Memory, ctx: Context) -> ScanVerdict:
    if scan.kind == "command":
        memory.data.pop("asked", None)
        return pack_commands.run(tx, scan, table, memory, ctx)
    if scan.kind == "garbled":
        return ScanVerdict("garbled", scan.text, reason=scan.reason, view=table.view() if table else None)
    opened = open_by_code(tx, scan, table, memory, ctx)
    if opened is not None:
        return opened
    memory.data.pop("asked", None)
    if table is None:
        opened = open_by_item(tx, scan, memory, ctx) if ctx.setting("packing.single_item_by_product") else None
        return opened or ScanVerdict("unknown_code", scan.text, reason="empty_table", data={"code": scan.text})
    return verify(tx, scan, table, memory, ctx)


def _log(tx: Tx, cmd: PackScan, verdict: ScanVerdict, table: Table | None) -> None:
    """Every scan leaves an event, a refused one too; it names what was answered, never a person."""
    shipment_id = verdict.view.shipment_id if verdict.view else table.shipment_id if table else 0
    data = {
        "verdict": verdict.code,
        "reason": verdict.reason,
        "scan": _writable(cmd.text[:200]),
        "scan_id": cmd.scan_id,
        "sku": verdict.sku,
        "line": verdict.line,
        "done": verdict.done,
        "of": verdict.of,
    }
    tx.note("Scanned", kind="shipment", entity_id=shipment_id, data=data)


def _writable(text: str) -> str:
    """A text as a database takes it; NUL and bytes of a pipe that were no UTF-8 stand escaped."""
    return text.replace("\0", "\\x00").encode("utf-8", "backslashreplace").decode("utf-8")
