"""Everything the drawer and ``orders show`` say of one order: one query per kind of row, whatever the size of the order."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, bindparam, func, or_, select

from desktop_oms.db.driver import Prepared, ids_param
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

_OF_ORDER: BindParameter[int] = bindparam("order")
_HEAD_COLUMNS = (
    "lifecycle", "payment_status", "allocation_status", "fulfillment_status", "paid_minor",
    "contact_id", "ship_address_id", "buyer_note_id", "gift_note_id",
)  # fmt: skip
_HEAD = Prepared(select(*(sales_order.c[name] for name in _HEAD_COLUMNS)).where(sales_order.c.id == _OF_ORDER))
_ALLOCATED = (
    select(func.min(demand.c.allocated_qty / demand.c.per_unit))
    .where(demand.c.order_line_id == order_line.c.id)
    .scalar_subquery()
)
_BEST_BIN = (
    select(bin_.c.code)
    .join(stock_level, stock_level.c.bin_id == bin_.c.id)
    .where(stock_level.c.variant_id == order_line.c.variant_id, stock_level.c.on_hand > 0)
    .order_by(bin_.c.sort_key)
    .limit(1)
    .scalar_subquery()
)
_FIRST_PICTURE = (
    select(picture.c.file_name)
    .where(picture.c.variant_id == order_line.c.variant_id)
    .order_by(picture.c.position, picture.c.id)
    .limit(1)
    .scalar_subquery()
)
_LINES = Prepared(
    select(
        order_line,
        variant.c.option,
        variant.c.sku.label("own_sku"),
        _ALLOCATED.label("allocated"),
        _BEST_BIN.label("bin"),
        _FIRST_PICTURE.label("picture"),
    )
    .outerjoin(variant, variant.c.id == order_line.c.variant_id)
    .where(order_line.c.order_id == _OF_ORDER)
    .order_by(order_line.c.position)
)
_CHARGES = Prepared(
    select(order_charge.c.kind, order_charge.c.title, order_charge.c.amount_minor)
    .where(order_charge.c.order_id == _OF_ORDER)
    .order_by(order_charge.c.id)
)
_METHOD = Prepared(
    select(payment.c.method)
    .where(payment.c.order_id == _OF_ORDER, payment.c.method != "")
    .order_by(payment.c.id)
    .limit(1)
)
_ADDRESS = Prepared(select(address).where(address.c.id == bindparam("row")))
_CONTACT = Prepared(select(contact.c.email, contact.c.phone).where(contact.c.id == bindparam("row")))
_NOTE = Prepared(select(personal_note.c.text).where(personal_note.c.id == bindparam("row")))
_HOLDS = Prepared(
    select(hold, app_user.c.name)
    .outerjoin(app_user, app_user.c.id == hold.c.placed_by)
    .where(hold.c.order_id == _OF_ORDER)
    .order_by(hold.c.id)
)
_BOXES = (
    select(func.count())
    .select_from(parcel)
    .where(parcel.c.shipment_id == shipment.c.id, parcel.c.state != "void")
    .scalar_subquery()
)
_SHIPMENTS = Prepared(
    select(shipment, station.c.name.label("station"), _BOXES.label("boxes"))
    .outerjoin(station, station.c.id == shipment.c.station_id)
    .where(shipment.c.id.in_(select(shipment_line.c.shipment_id).where(shipment_line.c.order_id == _OF_ORDER)))
    .order_by(shipment.c.id)
)


def order_detail(reader: Reader, order_id: int, *, sees_personal: bool = True) -> OrderDetail | None:
    """The whole order, or None when it is gone."""
    row = order_list.rows(reader, [order_id], sees_personal=sees_personal).get(order_id)
    head = reader.one(_HEAD, order=order_id)
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
    ids = {f"ids_{kind}": found for kind, found in by_kind.items()}
    rows = reader.read(_timeline_of(tuple(sorted(by_kind))), length=limit, **ids)
    return tuple(_entry(row) for row in rows)


@cache
def _timeline_of(kinds: tuple[str, ...]) -> Prepared:
    concerned = or_(*((event.c.kind == kind) & event.c.entity_id.in_(ids_param(f"ids_{kind}")) for kind in kinds))
    return Prepared(
        select(event, app_user.c.name.label("actor"), station.c.name.label("station"))
        .outerjoin(app_user, app_user.c.id == event.c.actor_id)
        .outerjoin(station, station.c.id == event.c.station_id)
        .where(concerned)
        .order_by(event.c.seq.desc())
        .limit(bindparam("length"))
    )


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
    rows = reader.read(_LINES, order=order_id)
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
        for row in rows
    )


def _charges(reader: Reader, order_id: int) -> tuple[tuple[str, str, int], ...]:
    rows = reader.read(_CHARGES, order=order_id)
    return tuple((row["kind"], row["title"], row["amount_minor"]) for row in rows)


def _method(reader: Reader, order_id: int) -> str:
    return reader.value(_METHOD, order=order_id) or ""


def _address(reader: Reader, address_id: int | None) -> tuple[str, ...]:
    row = reader.one(_ADDRESS, row=address_id)
    if row is None:
        return ()
    place = " ".join(part for part in (row["postcode"], row["city"]) if part)
    parts = (
        row["name"], row["company"], row["street1"], row["street2"], row["street3"], place, row["region"], row["country"],
    )  # fmt: skip
    return tuple(part for part in parts if part)


def _contact(reader: Reader, contact_id: int | None) -> dict[str, str]:
    row = reader.one(_CONTACT, row=contact_id)
    return {"email": row["email"], "phone": row["phone"]} if row else {}


def _note(reader: Reader, note_id: int | None) -> str:
    return reader.value(_NOTE, row=note_id) or "" if note_id else ""


def _holds(reader: Reader, order_id: int) -> tuple[HoldRow, ...]:
    rows = reader.read(_HOLDS, order=order_id)
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
        for row in rows
    )


def _shipments(reader: Reader, order_id: int) -> tuple[ShipmentRow, ...]:
    rows = reader.read(_SHIPMENTS, order=order_id)
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
        for row in rows
    )
