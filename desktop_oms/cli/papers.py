"""``print slip|label REF`` and ``printers list | set``."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from desktop_oms.app import lookups
from desktop_oms.app.print_jobs import PrintAgain, SetPrinter
from desktop_oms.app.printing import newest_document, print_waiting, render_document
from desktop_oms.cli.answer import DONE, UNAVAILABLE, table
from desktop_oms.cli.desk import Desk, Verb
from desktop_oms.domain.errors import Unavailable, UsageError

_KINDS = {"slip": "packing_slip", "label": "label"}
_MEDIA = {"slip": "a4", "label": "4x6"}
_ZPL_MEDIA = "4x6-zpl203"


def print_paper(desk: Desk) -> int:
    """Write a paper to a file, or queue it and hand it to its printer."""
    args, shop = desk.args, desk.shop
    desk.require("print")
    shipment = _shipment(desk, args.ref)
    document_id = newest_document(shop, shipment, _KINDS[args.kind])
    if args.out:
        return _to_file(desk, shipment, document_id)
    job_ids = shop.run(PrintAgain((document_id,), printer=args.printer)).value
    print_waiting(shop)
    (job,) = shop.ask(lambda reads: lookups.print_jobs(reads, job_ids))
    answer = {"kind": job.kind, "shipment": shipment, "printer": job.printer, "state": job.state, "error": job.error}
    where = f"on {job.printer}" if job.printer else "waits: no printer is set up for this paper (`printers set`)"
    desk.say.document({"printed": answer}, [f"{args.kind} of {shipment}: {job.state} {where} {job.error}".rstrip()])
    return UNAVAILABLE if job.state == "failed" else DONE


def _to_file(desk: Desk, shipment: str, document_id: int) -> int:
    args = desk.args
    path = Path(args.out).expanduser()
    is_zpl = args.kind == "label" and path.suffix.lower() == ".zpl"
    media = args.media or (_ZPL_MEDIA if is_zpl else _MEDIA[args.kind])
    paper = render_document(desk.shop, document_id, media)
    write_whole(path, paper.content)
    answer = {
        "kind": _KINDS[args.kind],
        "shipment": shipment,
        "file": str(path),
        "content_type": paper.content_type,
        "bytes": len(paper.content),
        "warnings": list(paper.warnings),
    }
    desk.say.document({"written": answer}, [f"{args.kind} of {shipment} written to {path}", *paper.warnings])
    return DONE


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all. Raises Unavailable ``file.unwritable``."""
    draft = path.with_name(f".{path.name}.part")
    try:
        with draft.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        raise Unavailable("file.unwritable", path=str(path), reason=error.strerror or str(error)) from error


def _shipment(desk: Desk, reference: str) -> str:
    """Number of the one packed shipment REF means. Raises UsageError ``document.none``, ``document.which``."""
    shipments = desk.shop.ask(lambda reads: lookups.shipments_named(reads, reference))
    unpacked = ("draft", "released", "picking", "picked", "packing")
    packed = [row.number for row in shipments if row.state not in unpacked]
    if len(packed) > 1:
        raise UsageError("document.which", ref=reference, shipments=packed)
    if not packed:
        raise UsageError("document.none", shipment=reference, kind=_KINDS[desk.args.kind])
    return packed[0]


def list_printers(desk: Desk) -> int:
    """Every printer."""
    rows = desk.shop.ask(lookups.printers)
    names = ("name", "transport", "target", "language", "media", "dpi", "station", "is_active")
    answer = {"printers": [{name: getattr(row, name) for name in names} for row in rows]}
    lines = table(["NAME", "HOW", "WHERE", "LANGUAGE", "PAPER"],
                  [[row.name, row.transport, row.target, row.language, row.media] for row in rows])  # fmt: skip
    desk.say.document(answer, lines)
    return DONE


def set_printer(desk: Desk) -> int:
    """Set a printer up or change it."""
    args, shop = desk.args, desk.shop
    station_id = shop.actor.station_id if args.here else None
    target = str(Path(args.target).expanduser().absolute()) if args.transport == "folder" else args.target
    wanted = SetPrinter(args.name, args.transport, target, args.language, args.media, args.dpi, station_id)
    shop.run(wanted)
    desk.say.document(
        {"set": {"name": args.name, "target": target}}, [f"Printer {args.name}: {args.transport} {target}"]
    )
    return DONE


VERBS: dict[tuple[str, str], Verb] = {
    ("print", ""): print_paper,
    ("printers", "list"): list_printers,
    ("printers", "set"): set_printer,
}
