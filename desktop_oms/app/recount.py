"""Count a working day again from what it left in the books: events and parcel contents, nothing a window remembered.

Shares no code with the packing table on purpose; the demo and the robot are judged by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from desktop_oms.db.reader import Reader
from desktop_oms.db.schema import document, event, parcel, parcel_content, sales_order, shipment

_PACKED = ("packed", "labelled", "dispatched", "in_transit", "delivered")


@dataclass(frozen=True, slots=True)
class ScanRecord:
    """One scan as the books remember it: what was scanned, what was answered, how many units its command put into parcels."""

    text: str
    verdict: str
    reason: str
    units_booked: int


@dataclass(frozen=True, slots=True)
class DayFigures:
    """What the books say was done since the first event."""

    orders: int
    shipments_packed: int
    shipments_dispatched: int
    units_verified: int
    parcels: int
    documents: int


def scans(reader: Reader, after_seq: int = 0) -> list[ScanRecord]:
    """Every scan since an event, in order."""
    query = (
        select(event.c.command_id, event.c.data, event.c.changes)
        .where(event.c.seq > after_seq, event.c.name == "Scanned")
        .order_by(event.c.seq)
    )
    rows = reader.read(query)
    booked = _booked(reader, [row["command_id"] for row in rows])
    return [
        ScanRecord(row["data"]["scan"], row["data"]["verdict"], row["data"]["reason"], booked.get(row["command_id"], 0))
        for row in rows
    ]


def figures(reader: Reader) -> DayFigures:
    """Totals over the whole books."""
    own = shipment.c.is_external.is_(False)
    return DayFigures(
        orders=reader.value(select(func.count()).select_from(sales_order)) or 0,
        shipments_packed=reader.value(select(func.count()).where(own, shipment.c.state.in_(_PACKED))) or 0,
        shipments_dispatched=reader.value(select(func.count()).where(own, shipment.c.dispatched_at.is_not(None))) or 0,
        units_verified=reader.value(select(func.coalesce(func.sum(parcel_content.c.quantity), 0))) or 0,
        parcels=reader.value(select(func.count()).where(parcel.c.state != "void")) or 0,
        documents=reader.value(select(func.count()).select_from(document)) or 0,
    )


def last_seq(reader: Reader) -> int:
    """Number of the latest event, 0 in empty books."""
    return reader.value(select(event.c.seq).order_by(event.c.seq.desc()).limit(1)) or 0


def _booked(reader: Reader, command_ids: Sequence[str]) -> dict[str, int]:
    """Units each command put into parcels, from the ids its events say were created."""
    wanted = set(command_ids)
    created: dict[int, str] = {}
    for row in reader.read(select(event.c.command_id, event.c.changes).where(event.c.kind == "shipment")):
        if row["command_id"] in wanted:
            for content_id in (row["changes"] or {}).get("+", {}).get("parcel_content", ()):
                created[content_id] = row["command_id"]
    found: dict[str, int] = {}
    for row in reader.read(select(parcel_content.c.id, parcel_content.c.quantity)):
        if row["id"] in created:
            found[created[row["id"]]] = found.get(created[row["id"]], 0) + row["quantity"]
    return found
