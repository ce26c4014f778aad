"""What waits at the packing tables, and the hits of the search over everything."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, func, select

from desktop_oms.db import search
from desktop_oms.db.driver import Prepared
from desktop_oms.db.queries import order_list
from desktop_oms.db.reader import Reader
from desktop_oms.db.records import PrintJobRow, QueueRow, SearchHit, Whereabouts
from desktop_oms.db.schema import (
    address,
    app_user,
    company,
    contact,
    customer,
    document,
    lease,
    print_job,
    role,
    sales_order,
    shipment,
    shipment_line,
    station,
    user_role,
    variant,
    warehouse,
)
from desktop_oms.db.schema.shipments import IN_THE_HOUSE

WAITING = ("released", "picking", "picked", "packing")

# Why chosen first and joined after: only the shipments shown are looked at closely, and the planner cannot begin with every
# line there ever was.
_MOST_URGENT = (
    select(shipment.c.id, shipment.c.state, shipment.c.ship_by_at, shipment.c.ship_address_id)
    .where(shipment.c.state.in_(WAITING), IN_THE_HOUSE)
    .order_by(shipment.c.ship_by_at.is_(None), shipment.c.ship_by_at, shipment.c.id)
    .limit(bindparam("limit"))
    .subquery("waiting")
)
_PIECES = (
    select(func.sum(shipment_line.c.quantity - shipment_line.c.short_qty))
    .where(shipment_line.c.shipment_id == _MOST_URGENT.c.id)
    .scalar_subquery()
)
_NUMBER = (
    select(func.min(sales_order.c.number))
    .join(shipment_line, shipment_line.c.order_id == sales_order.c.id)
    .where(shipment_line.c.shipment_id == _MOST_URGENT.c.id)
    .scalar_subquery()
)
_QUEUE = Prepared(
    select(
        _MOST_URGENT.c.id,
        _MOST_URGENT.c.state,
        _MOST_URGENT.c.ship_by_at,
        _NUMBER.label("order_number"),
        _PIECES.label("pieces"),
        address.c.name,
        address.c.company,
        station.c.name.label("claimed_by"),
    )
    .outerjoin(address, address.c.id == _MOST_URGENT.c.ship_address_id)
    .outerjoin(
        lease,
        (lease.c.kind == "shipment")
        & (lease.c.entity_id == _MOST_URGENT.c.id)
        & (lease.c.expires_at > bindparam("now", type_=lease.c.expires_at.type)),
    )
    .outerjoin(station, station.c.id == lease.c.station_id)
    .order_by(_MOST_URGENT.c.ship_by_at.is_(None), _MOST_URGENT.c.ship_by_at, _MOST_URGENT.c.id)
)


def queue(reader: Reader, now: datetime, limit: int = 50) -> list[QueueRow]:
    """Shipments to pack, the most urgent first; who works on what as of ``now``."""
    rows = reader.read(_QUEUE, now=now, limit=limit)
    return [
        QueueRow(
            shipment_id=row["id"],
            order_number=row["order_number"],
            customer_name=row["name"] or row["company"] or "",
            item_count=int(row["pieces"]),
            ship_by_at=row["ship_by_at"],
            state=row["state"],
            claimed_by=row["claimed_by"] or "",
        )
        for row in rows
    ]


def whereabouts(reader: Reader, user_id: int, station_id: int | None, now: datetime) -> Whereabouts:
    """Names of shop, person, role and table, and this person's shipments packed since midnight at the warehouse."""
    zone = reader.value(
        select(warehouse.c.timezone)
        .join(station, station.c.warehouse_id == warehouse.c.id)
        .where(station.c.id == station_id)
    )
    midnight = now.astimezone(ZoneInfo(zone or "UTC")).replace(hour=0, minute=0, second=0, microsecond=0)
    packed = select(func.count()).where(shipment.c.packer_id == user_id, shipment.c.packed_at >= midnight)
    roles = select(role.c.name).join(user_role, user_role.c.role_id == role.c.id).where(user_role.c.user_id == user_id)
    return Whereabouts(
        shop_name=reader.value(select(company.c.name).order_by(company.c.id).limit(1)) or "",
        person_name=reader.value(select(app_user.c.name).where(app_user.c.id == user_id)) or "",
        role_name=reader.value(roles.order_by(role.c.id).limit(1)) or "",
        station_name=reader.value(select(station.c.name).where(station.c.id == station_id)) or "",
        packed_today=reader.value(packed) or 0,
    )


def last_print_jobs(reader: Reader, station_id: int | None) -> tuple[PrintJobRow, ...]:
    """The newest job per kind of paper of the shipment packed last at a station."""
    last = (
        select(shipment.c.id)
        .where(shipment.c.station_id == station_id, shipment.c.packed_at.is_not(None))
        .order_by(shipment.c.packed_at.desc(), shipment.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = (
        select(print_job, document.c.kind)
        .join(document, document.c.id == print_job.c.document_id)
        .where(document.c.entity_kind == "shipment", document.c.entity_id == last)
        .order_by(print_job.c.id)
    )
    newest = {row["kind"]: row for row in reader.read(query)}
    return tuple(
        PrintJobRow(kind, row["state"], row["printer"], row["media"], row["error"]) for kind, row in newest.items()
    )


def print_jobs_waiting(reader: Reader) -> int:
    """Jobs with a printer that are queued or being rendered."""
    query = select(func.count()).where(
        print_job.c.state.in_(("queued", "rendering")), print_job.c.printer_id.is_not(None)
    )
    return reader.value(query) or 0


def hits(reader: Reader, words: str, limit: int, *, sees_personal: bool) -> list[SearchHit]:
    """What the words find, with a title and a second line each; people only for those who may see them.

    Each kind gets its share of ``limit``, so that a thousand orders of a mug do not hide the mug.
    """
    kinds = ("variant", "order", "customer") if sees_personal else ("variant", "order")
    share = max(1, limit // len(kinds))
    found = [hit for kind in kinds for hit in search.find(reader.conn, words, share, kinds=(kind,))]
    by_kind: dict[str, list[int]] = {}
    for hit in found:
        by_kind.setdefault(hit.kind, []).append(hit.id)
    named = {
        **_orders(reader, by_kind.get("order", []), sees_personal),
        **_variants(reader, by_kind.get("variant", [])),
        **(_customers(reader, by_kind.get("customer", [])) if sees_personal else {}),
    }
    return [named[hit.id] for hit in found if hit.id in named]


def _orders(reader: Reader, ids: list[int], sees_personal: bool) -> dict[int, SearchHit]:
    rows = order_list.rows(reader, ids, sees_personal=sees_personal) if ids else {}
    return {
        row_id: SearchHit("order", row_id, row.number, f"{row.customer_name} {row.external_number}".strip())
        for row_id, row in rows.items()
    }


def _variants(reader: Reader, ids: list[int]) -> dict[int, SearchHit]:
    query = select(variant.c.id, variant.c.sku, variant.c.title, variant.c.option).where(variant.c.id.in_(ids))
    return {
        row["id"]: SearchHit("variant", row["id"], row["sku"], f"{row['title']} {row['option']}".strip())
        for row in (reader.read(query) if ids else ())
    }


def _customers(reader: Reader, ids: list[int]) -> dict[int, SearchHit]:
    newest = select(func.max(contact.c.id)).where(contact.c.customer_id.in_(ids)).group_by(contact.c.customer_id)
    query = (
        select(customer.c.id, contact.c.name, contact.c.company, contact.c.email)
        .join(contact, contact.c.customer_id == customer.c.id)
        .where(contact.c.id.in_(newest))
    )
    return {
        row["id"]: SearchHit("customer", row["id"], row["name"] or row["company"], row["email"])
        for row in (reader.read(query) if ids else ())
    }
