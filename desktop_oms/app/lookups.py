"""What the command line asks besides lists and details: references as people write them, channels, printers, events.

Every function takes ``Reads`` (one consistent moment, the actor's rights). A reference that names two things is refused, never
guessed: the wrong order dispatched is worse than a question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select

from desktop_oms.app.reads import Reads
from desktop_oms.db.schema import (
    app_user,
    channel,
    document,
    event,
    hold,
    parcel,
    print_job,
    printer,
    sales_order,
    shipment,
    shipment_line,
    station,
)
from desktop_oms.domain.errors import UsageError


@dataclass(frozen=True, slots=True)
class ShipmentRef:
    """A shipment somebody named, or one of an order somebody named."""

    id: int
    number: str
    state: str
    order_id: int
    order_number: str


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """One channel account."""

    id: int
    type: str
    name: str
    currency: str
    timezone: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class PrinterRow:
    """One printer as it is set up; fields as in ``printing.SetPrinter``."""

    id: int
    name: str
    transport: str
    target: str
    language: str
    media: str
    dpi: int
    station: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event: the command that caused it, its name, what it happened to, who did it where, and its facts."""

    seq: int
    at: datetime
    command: str
    name: str
    kind: str
    entity_id: int
    actor: str
    station: str
    cause: str
    data: Mapping[str, Any]


def find_order(reads: Reads, reference: str) -> int | None:
    """Id of the order with this number of ours, code on paper (``ORD10482``), or number or id of its channel; else None.

    Raises:
        UsageError: ``order.ambiguous`` when orders of several channels answer to it.
    """
    text = reference.strip()
    number = text[3:] if text[:3].upper() == "ORD" and text[3:].isdigit() else text
    if not number:
        return None
    own = reads.reader.value(select(sales_order.c.id).where(sales_order.c.number == number))
    if own is not None:
        return int(own)
    theirs = (sales_order.c.external_number == number) | (sales_order.c.external_id == number)
    found = reads.reader.read(select(sales_order.c.id, sales_order.c.number).where(theirs).limit(10))
    if len(found) > 1:
        raise UsageError("order.ambiguous", ref=reference, numbers=sorted(row["number"] for row in found))
    return int(found[0]["id"]) if found else None


def order_named(reads: Reads, reference: str) -> int:
    """Like :func:`find_order`. Raises UsageError ``order.unknown_reference`` too."""
    order_id = find_order(reads, reference)
    if order_id is None:
        raise UsageError("order.unknown_reference", ref=reference)
    return order_id


def shipments_named(reads: Reads, reference: str) -> list[ShipmentRef]:
    """The shipment with this number, ``SHP``/``PCL`` code or tracking number, or all of the order named, oldest first.

    Cancelled shipments are left out; an order without any gives an empty list.

    Raises:
        UsageError: ``order.unknown_reference``, ``order.ambiguous``.
    """
    order_id = find_order(reads, reference)
    if order_id is not None:
        return _shipments(reads, shipment_line.c.order_id == order_id)
    text = reference.strip()
    number = text[3:] if text[:3].upper() == "SHP" else text
    boxes = select(parcel.c.shipment_id).where(parcel.c.code == text.upper())
    wanted = [shipment.c.number == number, shipment.c.id.in_(boxes)]
    if text:
        wanted.append(shipment.c.tracking_no == text)
    found = _shipments(reads, or_(*wanted))
    if not found:
        raise UsageError("order.unknown_reference", ref=reference)
    return found


def _shipments(reads: Reads, condition: Any) -> list[ShipmentRef]:
    # Why min: a shipment of several orders is called by its first.
    query = (
        select(
            shipment.c.id,
            shipment.c.number,
            shipment.c.state,
            func.min(sales_order.c.id).label("order_id"),
            func.min(sales_order.c.number).label("order_number"),
        )
        .join(shipment_line, shipment_line.c.shipment_id == shipment.c.id)
        .join(sales_order, sales_order.c.id == shipment_line.c.order_id)
        .where(condition, shipment.c.state != "cancelled", shipment.c.is_external.is_(False))
        .group_by(shipment.c.id, shipment.c.number, shipment.c.state)
        .order_by(shipment.c.id)
    )
    return [ShipmentRef(**row) for row in reads.reader.read(query)]


def shipments_by_id(reads: Reads, ids: Sequence[int]) -> list[ShipmentRef]:
    """These shipments, oldest first."""
    return _shipments(reads, shipment.c.id.in_(ids))


def external_ids(reads: Reads, order_ids: Sequence[int]) -> dict[int, str]:
    """The channels' own unchanging id of each order."""
    query = select(sales_order.c.id, sales_order.c.external_id).where(sales_order.c.id.in_(order_ids))
    return {row["id"]: row["external_id"] for row in reads.reader.read(query)}


def open_holds(reads: Reads, order_ids: Sequence[int]) -> list[int]:
    """Ids of the holds that block these orders now."""
    query = select(hold.c.id).where(hold.c.order_id.in_(order_ids), hold.c.released_at.is_(None))
    return [row["id"] for row in reads.reader.read(query.order_by(hold.c.id))]


def channels(reads: Reads) -> list[ChannelRow]:
    """Every channel account."""
    columns = (
        channel.c.id,
        channel.c.type,
        channel.c.name,
        channel.c.currency,
        channel.c.timezone,
        channel.c.is_active,
    )
    return [ChannelRow(**row) for row in reads.reader.read(select(*columns).order_by(channel.c.id))]


def printers(reads: Reads) -> list[PrinterRow]:
    """Every printer."""
    names = ("id", "name", "transport", "target", "language", "media", "dpi", "is_active")
    query = (
        select(*(printer.c[name] for name in names), func.coalesce(station.c.code, "").label("station"))
        .outerjoin(station, station.c.id == printer.c.station_id)
        .order_by(printer.c.id)
    )
    return [PrinterRow(**row) for row in reads.reader.read(query)]


def events(reads: Reads, *, order_id: int | None = None, before: int | None = None, limit: int = 50) -> list[EventRow]:
    """Events newest first, older than ``before`` (a sequence number); of one order and its shipments, or of everything."""
    names = ("seq", "at", "command", "name", "kind", "entity_id", "cause", "data")
    query = (
        select(
            *(event.c[name] for name in names),
            func.coalesce(app_user.c.name, "").label("actor"),
            func.coalesce(station.c.name, "").label("station"),
        )
        .outerjoin(app_user, app_user.c.id == event.c.actor_id)
        .outerjoin(station, station.c.id == event.c.station_id)
    )
    if order_id is not None:
        mine = select(shipment_line.c.shipment_id).where(shipment_line.c.order_id == order_id)
        query = query.where(
            ((event.c.kind == "order") & (event.c.entity_id == order_id))
            | ((event.c.kind == "shipment") & event.c.entity_id.in_(mine))
        )
    if before is not None:
        query = query.where(event.c.seq < before)
    rows = reads.reader.read(query.order_by(event.c.seq.desc()).limit(limit))
    return [EventRow(**{**row, "data": row["data"] or {}}) for row in rows]


@dataclass(frozen=True, slots=True)
class JobRow:
    """A print job: which paper of which shipment, on which printer, how far, and why not further."""

    id: int
    kind: str
    shipment: str
    printer: str
    state: str
    error: str


def print_jobs(reads: Reads, ids: Sequence[int]) -> list[JobRow]:
    """These print jobs as they are now."""
    query = (
        select(
            print_job.c.id,
            document.c.kind,
            shipment.c.number.label("shipment"),
            print_job.c.printer,
            print_job.c.state,
            print_job.c.error,
        )
        .join(document, document.c.id == print_job.c.document_id)
        .join(shipment, shipment.c.id == document.c.entity_id)
        .where(print_job.c.id.in_(ids))
        .order_by(print_job.c.id)
    )
    return [JobRow(**row) for row in reads.reader.read(query)]
