"""Opening, suspending and finishing a shipment at the table: the steps around the item scans.

Every step asks the shipment's state machine with facts read in this transaction, so a hold or cancellation of a second ago
stops it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import bindparam, func, select

from desktop_oms.app import papers
from desktop_oms.app.context import Context
from desktop_oms.app.leases import claim, release_claim
from desktop_oms.app.shipment_facts import shipment_facts
from desktop_oms.db.changes import Row
from desktop_oms.db.driver import Prepared
from desktop_oms.db.projections import shipments as packed_figures
from desktop_oms.db.schema import document, label, parcel, print_job, printer, sales_order, shipment, shipment_line
from desktop_oms.db.tx import Tx
from desktop_oms.domain.barcode import build_sscc
from desktop_oms.domain.codes import typed_code
from desktop_oms.domain.machine import Refusal
from desktop_oms.domain.shipment import SHIPMENT, ShipmentFacts, stop_reason

# Media a printer is set to -> kinds of paper it prints.
_PAPERS_OF_MEDIA = {"a4": papers.SLIP, "letter": papers.SLIP, "4x6": papers.LABEL}

_BOXES = Prepared(select(parcel.c.id, parcel.c.state).where(parcel.c.shipment_id == bindparam("shipment")))
_PRINTERS = Prepared(select(printer).where(printer.c.is_active.is_(True)).order_by(printer.c.id))
_FIRST_JOB = Prepared(
    select(print_job.c.id).where(print_job.c.document_id == bindparam("document")).order_by(print_job.c.id).limit(1)
)
_LABELS = Prepared(select(func.count()).select_from(label).where(label.c.parcel_id == bindparam("parcel")))
_FIRST_ORDER = Prepared(
    select(shipment_line.c.order_id, sales_order.c.number)
    .join(sales_order, sales_order.c.id == shipment_line.c.order_id)
    .where(shipment_line.c.shipment_id == bindparam("shipment"))
    .order_by(shipment_line.c.id)
    .limit(1)
)
_PARCELS_OF_ORDER = Prepared(
    select(func.count(parcel.c.id.distinct()))
    .join(shipment_line, shipment_line.c.shipment_id == parcel.c.shipment_id)
    .where(shipment_line.c.order_id == bindparam("order"))
)


@dataclass(frozen=True, slots=True)
class Opened:
    """Answer to opening: ``stop`` says why not; ``is_packed`` that it was packed before and is only shown."""

    stop: Refusal | None = None
    is_packed: bool = False


def open_at_table(tx: Tx, shipment_id: int, ctx: Context) -> Opened:
    """Claim a shipment for the calling station and begin or resume packing it."""
    row = tx.rows_by_id(shipment, [shipment_id])[shipment_id]
    facts = shipment_facts(tx, [shipment_id], ctx)[shipment_id]
    stop = stop_reason(row["state"], facts)
    if stop is not None:
        return Opened(stop)
    if row["state"] in ("packed", "labelled"):
        return Opened(is_packed=True)
    claim(tx, "shipment", shipment_id, ctx)
    if row["state"] == "packing":
        # Why: an abandoned box taken over is this table's now, for its reprints and its undo.
        tx.update(shipment, [{"id": shipment_id, "station_id": ctx.station_id, "packer_id": ctx.user_id}])
        return Opened()
    state = SHIPMENT.apply(row["state"], "start_packing", facts)
    begun = {"state": state, "station_id": ctx.station_id, "packer_id": ctx.user_id, "packing_at": tx.now}
    tx.update(shipment, [{"id": shipment_id, **begun}])
    tx.note("PackingStarted", kind="shipment", entity_id=shipment_id)
    _ensure_parcel(tx, shipment_id, ctx)
    return Opened()


def suspend(tx: Tx, shipment_id: int, ctx: Context, event: str = "PackingSuspended") -> None:
    """Put the open shipment aside with every verified unit kept; anyone may resume it by scanning it."""
    row = tx.rows_by_id(shipment, [shipment_id])[shipment_id]
    facts = ShipmentFacts(was_picked=row["picked_at"] is not None)
    tx.update(shipment, [{"id": shipment_id, "state": SHIPMENT.apply(row["state"], "suspend", facts)}])
    release_claim(tx, "shipment", shipment_id)
    tx.note(event, kind="shipment", entity_id=shipment_id)


def finish(tx: Tx, shipment_id: int, ctx: Context) -> tuple[str, ...]:
    """Seal, label with our own label, freeze the papers and queue their print; returns the kinds of paper.

    Raises:
        RuleError: what the state machine refuses (held, cancelled, units missing); with all refusals.
    """
    # Why now: the last unit was booked in this very transaction, and the guards read the packed figures.
    packed_figures.apply(tx)
    row = tx.rows_by_id(shipment, [shipment_id])[shipment_id]
    boxes = [box for box in tx.read(_BOXES, shipment=shipment_id) if box["state"] == "open"]
    facts = shipment_facts(tx, [shipment_id], ctx)[shipment_id]
    sealed = replace(facts, open_parcels=0)
    packed = SHIPMENT.apply(row["state"], "pack", sealed)
    labelled = SHIPMENT.apply(packed, "label", replace(sealed, unlabelled_parcels=0))
    times = {"packed_at": tx.now, "labelled_at": tx.now}
    tx.update(parcel, [{"id": box["id"], "state": "labelled", "sealed_at": tx.now} for box in boxes])
    tx.insert(label, [_own_label(tx, shipment_id, box) for box in boxes])
    tx.update(shipment, [{"id": shipment_id, "state": labelled, **times}])
    tx.note("ShipmentPacked", kind="shipment", entity_id=shipment_id)
    release_claim(tx, "shipment", shipment_id)
    documents = [papers.freeze(tx, shipment_id, box["id"], ctx.template_versions) for box in boxes]
    wanted = [kind for kind in ctx.setting("packing.auto_documents") if kind in (papers.SLIP, papers.LABEL)]
    queue_prints(tx, ctx, [kinds[kind] for kinds in documents for kind in wanted])
    return tuple(wanted)


def queue_prints(
    tx: Tx, ctx: Context, document_ids: Sequence[int], *, is_copy: bool = False, on: Row | None = None
) -> list[int]:
    """Queue each document on the printer ``on``, or the station's printer for its kind; returns the job ids.

    A document no printer is set up for gets a job without printer, which waits on the print desk.
    """
    printers = tx.read(_PRINTERS)
    rows = []
    for row in tx.rows_by_id(document, document_ids).values():
        chosen = on or _printer_for(row["kind"], printers, ctx.station_id)
        rows.append(
            {
                "document_id": row["id"],
                "printer_id": chosen["id"] if chosen else None,
                "printer": chosen["name"] if chosen else "",
                "media": media_of(chosen) if chosen else "",
                "state": "queued",
                "queued_at": tx.now,
                "reprint_of": tx.value(_FIRST_JOB, document=row["id"]) if is_copy else None,
            }
        )
    return tx.insert(print_job, rows)


def media_of(row: Mapping[str, Any]) -> str:
    """What the renderer is asked for: the printer's paper, and its language and resolution if it is no page printer."""
    return row["media"] if row["language"] == "pdf" else f"{row['media']}-{row['language']}{row['dpi']}"


def _printer_for(kind: str, printers: Sequence[Row], station_id: int | None) -> Row | None:
    fitting = [row for row in printers if _PAPERS_OF_MEDIA.get(row["media"]) == kind]
    own = [row for row in fitting if row["station_id"] == station_id and station_id is not None]
    shared = [row for row in fitting if row["station_id"] is None]
    return next(iter([*own, *shared]), None)


def _own_label(tx: Tx, shipment_id: int, box: Row) -> dict[str, Any]:
    """Our own address label: bought from nobody, so it is purchased the moment it is asked for."""
    used = tx.value(_LABELS, parcel=box["id"])
    return {
        "shipment_id": shipment_id,
        "parcel_id": box["id"],
        "state": "purchased",
        "idempotency_key": f"own:{box['id']}:{used + 1}",
        "carrier": "own",
        "requested_at": tx.now,
        "purchased_at": tx.now,
    }


def _ensure_parcel(tx: Tx, shipment_id: int, ctx: Context) -> None:
    """Open the first parcel unless one is there (a resumed shipment, one reopened by an undo)."""
    if all(box["state"] == "void" for box in tx.read(_BOXES, shipment=shipment_id)):
        add_parcel(tx, shipment_id, 1, ctx)


def add_parcel(tx: Tx, shipment_id: int, number: int, ctx: Context) -> int:
    """A new open parcel; its code is the order number and the position of the parcel among all of the order's."""
    first = tx.one(_FIRST_ORDER, shipment=shipment_id)
    if first is None:
        raise LookupError(f"shipment {shipment_id} has no lines")
    siblings = tx.value(_PARCELS_OF_ORDER, order=first["order_id"])
    row = {
        "shipment_id": shipment_id,
        "number": number,
        "state": "open",
        "code": typed_code("parcel", f"{first['number']}{siblings + 1:03d}"),
        "sscc": build_sscc(0, ctx.setting("sscc.company_prefix"), tx.number("sscc")),
    }
    return tx.insert(parcel, [row])[0]
