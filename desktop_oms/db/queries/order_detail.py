"""Everything the drawer and ``orders show`` say of one order: one query per kind of row, whatever the size of the order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, or_, select

from desktop_oms.db.queries import order_list
from desktop_oms.db.reader import Reader
from desktop_oms.db.records import HoldRow, OrderDetail, OrderLineRow, ShipmentRow, TimelineEntry
from desktop_oms.db.schema import (
    address,
    app_user,
    bin_,
    contact,
    demand,
    event,
    hold,
    order_charge,
    order_line,
    parcel,
    payment,
    personal_note,
    picture,
    sales_order,
    shipment,
    shipment_line,
    station,
    stock_level,
    variant,
)

_TIMELINE_LENGTH = 100


def order_detail(reader: Reader, order_id: int, *, sees_personal: bool = True) -> OrderDetail | None:
    """The whole order, or None when it is gone."""
    row = order_list.rows(reader, [order_id], sees_personal=sees_personal).get(order_id)
    head = reader.one(select(sales_order).where(sales_order.c.id == order_id))
    if row is None or head is None:
        return None
    shipments = _shipments(reader, order_id)
    person = _contact(reader, head["contact_id"]) if sees_personal else {}
    return OrderDetail(
        row=row,
        lifecycle=head["lifecycle"],
        payment_status=head["payment_status"],
        allocation_status=head["allocation_status"],
        fulfillment_status=head["fulfillment_status"],
        lines=_lines(reader, order_id),
        charges=_charges(reader, order_id),
        paid_minor=head["paid_minor"],
        payment_method=_method(reader, order_id),
        address_lines=_address(reader, head["ship_address_id"]) if sees_personal else (),
        email=person.get("email", ""),
        phone=person.get("phone", ""),
        holds=_holds(reader, order_id),
        shipments=shipments,
        timeline=timeline(reader, [("order", order_id), *(("shipment", known.id) for known in shipments)]),
        note=_note(reader, head["buyer_note_id"]) if sees_personal else "",
        gift_message=_note(reader, head["gift_note_id"]) if sees_personal else "",
    )


def timeline(
    reader: Reader, aggregates: Sequence[tuple[str, int]], limit: int = _TIMELINE_LENGTH
) -> tuple[TimelineEntry, ...]:
    """Events of these aggregates, newest first."""
    by_kind: dict[str, list[int]] = {}
    for kind, entity_id in aggregates:
        by_kind.setdefault(kind, []).append(entity_id)
    if not by_kind:
        return ()
    concerned = or_(*((event.c.kind == kind) & event.c.entity_id.in_(ids) for kind, ids in by_kind.items()))
    query = (
        select(event, app_user.c.name.label("actor"), station.c.name.label("station"))
        .outerjoin(app_user, app_user.c.id == event.c.actor_id)
        .outerjoin(station, station.c.id == event.c.station_id)
        .where(concerned)
        .order_by(event.c.seq.desc())
        .limit(limit)
    )
    return tuple(_entry(row) for row in reader.read(query))


def _entry(row: Any) -> TimelineEntry:
    return TimelineEntry(
        seq=row["seq"],
        at=row["at"],
        command=row["command"],
        name=row["name"],
        actor=row["actor"] or "",
        station=row["station"] or "",
        cause=row["cause"],
        data=row["data"] or {},
    )


def _lines(reader: Reader, order_id: int) -> tuple[OrderLineRow, ...]:
    allocated = (
        select(func.min(demand.c.allocated_qty / demand.c.per_unit))
        .where(demand.c.order_line_id == order_line.c.id)
        .scalar_subquery()
    )
    best_bin = (
        select(bin_.c.code)
        .join(stock_level, stock_level.c.bin_id == bin_.c.id)
        .where(stock_level.c.variant_id == order_line.c.variant_id, stock_level.c.on_hand > 0)
        .order_by(bin_.c.sort_key)
        .limit(1)
        .scalar_subquery()
    )
    first_picture = (
        select(picture.c.file_name)
        .where(picture.c.variant_id == order_line.c.variant_id)
        .order_by(picture.c.position, picture.c.id)
        .limit(1)
        .scalar_subquery()
    )
    query = (
        select(
            order_line,
            variant.c.option,
            variant.c.sku.label("own_sku"),
            allocated.label("allocated"),
            best_bin.label("bin"),
            first_picture.label("picture"),
        )
        .outerjoin(variant, variant.c.id == order_line.c.variant_id)
        .where(order_line.c.order_id == order_id)
        .order_by(order_line.c.position)
    )
    return tuple(
        OrderLineRow(
            id=row["id"],
            sku=row["own_sku"] or row["sku"],
            title=row["title"],
            option=row["option"] or "",
            quantity=row["quantity"],
            allocated=int(row["allocated"] or 0),
            shipped=row["shipped_qty"],
            cancelled=row["cancelled_qty"],
            total_minor=row["total_minor"],
            bin=row["bin"] or "",
            is_mapped=row["variant_id"] is not None or not row["requires_shipping"],
            picture=row["picture"] or "",
        )
        for row in reader.read(query)
    )


def _charges(reader: Reader, order_id: int) -> tuple[tuple[str, str, int], ...]:
    query = select(order_charge).where(order_charge.c.order_id == order_id).order_by(order_charge.c.id)
    return tuple((row["kind"], row["title"], row["amount_minor"]) for row in reader.read(query))


def _method(reader: Reader, order_id: int) -> str:
    query = select(payment.c.method).where(payment.c.order_id == order_id, payment.c.method != "")
    return reader.value(query.order_by(payment.c.id).limit(1)) or ""


def _address(reader: Reader, address_id: int | None) -> tuple[str, ...]:
    row = reader.one(select(address).where(address.c.id == address_id))
    if row is None:
        return ()
    place = " ".join(part for part in (row["postcode"], row["city"]) if part)
    parts = (
        row["name"], row["company"], row["street1"], row["street2"], row["street3"], place, row["region"], row["country"],
    )  # fmt: skip
    return tuple(part for part in parts if part)


def _contact(reader: Reader, contact_id: int | None) -> dict[str, str]:
    row = reader.one(select(contact.c.email, contact.c.phone).where(contact.c.id == contact_id))
    return {"email": row["email"], "phone": row["phone"]} if row else {}


def _note(reader: Reader, note_id: int | None) -> str:
    return reader.value(select(personal_note.c.text).where(personal_note.c.id == note_id)) or "" if note_id else ""


def _holds(reader: Reader, order_id: int) -> tuple[HoldRow, ...]:
    query = (
        select(hold, app_user.c.name)
        .outerjoin(app_user, app_user.c.id == hold.c.placed_by)
        .where(hold.c.order_id == order_id)
        .order_by(hold.c.id)
    )
    return tuple(
        HoldRow(
            id=row["id"],
            kind=row["kind"],
            note=row["note"],
            placed_by=row["name"] or "",
            placed_at=row["placed_at"],
            until_at=row["until_at"],
            released_at=row["released_at"],
        )
        for row in reader.read(query)
    )


def _shipments(reader: Reader, order_id: int) -> tuple[ShipmentRow, ...]:
    boxes = (
        select(func.count())
        .select_from(parcel)
        .where(parcel.c.shipment_id == shipment.c.id, parcel.c.state != "void")
        .scalar_subquery()
    )
    mine = select(shipment_line.c.shipment_id).where(shipment_line.c.order_id == order_id)
    query = (
        select(shipment, station.c.name.label("station"), boxes.label("boxes"))
        .outerjoin(station, station.c.id == shipment.c.station_id)
        .where(shipment.c.id.in_(mine))
        .order_by(shipment.c.id)
    )
    return tuple(
        ShipmentRow(
            id=row["id"],
            number=row["number"],
            state=row["state"],
            is_external=row["is_external"],
            station=row["station"] or "",
            parcel_count=row["boxes"],
            tracking_no=row["tracking_no"],
            dispatched_at=row["dispatched_at"],
        )
        for row in reader.read(query)
    )
