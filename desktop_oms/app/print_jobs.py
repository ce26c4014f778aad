"""Print jobs as commands: hops, printing again, setting a printer up. The work itself is ``app.printing``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from desktop_oms.app.commands import BACKGROUND, command, handles
from desktop_oms.app.context import Context
from desktop_oms.app.pack_finish import queue_prints
from desktop_oms.db.schema import document, print_job, printer, shipment_line
from desktop_oms.db.tx import Tx
from desktop_oms.domain.errors import RuleError, UsageError
from desktop_oms.domain.print_job import PRINT_JOB, PrintFacts

_TIME_OF = {"rendering": "rendering_at", "spooled": "spooled_at", "done": "done_at", "failed": "failed_at"}


@command(right="print", priority=BACKGROUND, undo="none")
@dataclass(frozen=True, slots=True)
class MovePrintJob:
    """One hop of a job: ``event`` of domain.print_job; ``error`` says why it failed."""

    job_id: int
    event: str
    error: str = ""


@handles(MovePrintJob)
def handle_move_print_job(tx: Tx, cmd: MovePrintJob, ctx: Context) -> str:
    """Take the hop and return the new state. Raises RuleError ``print_job.unknown``, ``print_job.no_such_step``."""
    row = tx.rows_by_id(print_job, [cmd.job_id]).get(cmd.job_id)
    if row is None:
        raise RuleError("print_job.unknown", id=cmd.job_id)
    state = PRINT_JOB.apply(row["state"], cmd.event, PrintFacts())
    change: dict[str, Any] = {"id": cmd.job_id, "state": state, "error": cmd.error}
    if state in _TIME_OF:
        change[_TIME_OF[state]] = tx.now
    if state == "rendering":
        change["attempts"] = row["attempts"] + 1
    tx.update(print_job, [change])
    return state


@command(right="print")
@dataclass(frozen=True, slots=True)
class PrintAgain:
    """Queue documents of shipments once more; marked COPY and logged. ``printer`` names one; "" takes the table's own."""

    document_ids: tuple[int, ...]
    printer: str = ""


@handles(PrintAgain)
def handle_print_again(tx: Tx, cmd: PrintAgain, ctx: Context) -> list[int]:
    """Queue one job per document and return the ids. Raises RuleError ``document.unknown``, UsageError ``printer.unknown``."""
    if len(tx.rows_by_id(document, cmd.document_ids)) < len(set(cmd.document_ids)):
        raise RuleError("document.unknown", ids=list(cmd.document_ids))
    chosen = None
    if cmd.printer:
        known = tx.read(select(printer).where(printer.c.is_active.is_(True)).order_by(printer.c.id))
        chosen = next((row for row in known if row["name"] == cmd.printer), None)
        if chosen is None:
            raise UsageError("printer.unknown", name=cmd.printer, known=[row["name"] for row in known])
    return queue_prints(tx, ctx, cmd.document_ids, is_copy=True, on=chosen)


@command(right="print")
@dataclass(frozen=True, slots=True)
class PrintSlips:
    """Queue the newest slip and label of every packed shipment of these orders once more; at most 50 orders."""

    order_ids: tuple[int, ...]


@handles(PrintSlips)
def handle_print_slips(tx: Tx, cmd: PrintSlips, ctx: Context) -> list[int]:
    """Queue the papers as copies and return the job ids. Raises RuleError ``document.none_packed`` when nothing was packed yet."""
    query = (
        select(document.c.id, document.c.kind, document.c.entity_id)
        .join(shipment_line, shipment_line.c.shipment_id == document.c.entity_id)
        .where(document.c.entity_kind == "shipment", shipment_line.c.order_id.in_(cmd.order_ids))
        .order_by(document.c.id)
    )
    newest = {(row["entity_id"], row["kind"]): row["id"] for row in tx.read(query)}
    if not newest:
        raise RuleError("document.none_packed", orders=len(cmd.order_ids))
    tx.label.update(count=len(newest))
    return queue_prints(tx, ctx, sorted(newest.values()), is_copy=True)


@command(right="settings.change")
@dataclass(frozen=True, slots=True)
class SetPrinter:
    """Set a printer up or change it, by name.

    Attributes:
        transport, target: folder and its path, cups and queue, tcp and host:port, windows and printer name.
        language, media, dpi: pdf or zpl; a4, letter or 4x6; dots per inch of a label printer.
        station_id: only this table prints on it; None for all.
    """

    name: str
    transport: str
    target: str
    language: str = "pdf"
    media: str = "a4"
    dpi: int = 203
    station_id: int | None = None


@handles(SetPrinter)
def handle_set_printer(tx: Tx, cmd: SetPrinter, ctx: Context) -> int:
    """Store the printer and return its id."""
    values = {
        name: getattr(cmd, name) for name in ("name", "transport", "target", "language", "media", "dpi", "station_id")
    }
    known = tx.value(select(printer.c.id).where(printer.c.name == cmd.name))
    if known is not None:
        tx.update(printer, [{"id": known, **values}])
        return int(known)
    return tx.insert(printer, [values])[0]
