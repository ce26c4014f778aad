"""Papers of a shipment: gathered, frozen with a hash, and made again from what was frozen.

A document row is written before its first print. Its data names address and gift note by row id, because those are personal
rows: immutable, yet erasable. Everything else is frozen as text, so the same row gives the same bytes on any later day.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from sqlalchemy import Connection, bindparam, func, select

from desktop_oms.db.driver import Prepared
from desktop_oms.db.schema import (
    address,
    brand,
    carton,
    document,
    lot,
    order_line,
    parcel,
    parcel_content,
    personal_note,
    sales_order,
    shipment,
    shipment_line,
    variant,
    warehouse,
)
from desktop_oms.db.tx import Tx
from desktop_oms.domain.errors import RuleError
from desktop_oms.domain.papers import Addressee, LabelData, Sender, SlipData, SlipLine

SLIP, LABEL = "packing_slip", "label"
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# Crockford's base 32 without I, L, O, U: readable aloud and typable from paper.
_KEY_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

# Prepared: asked for every box that is packed, while the packer waits.
_SHIPMENT = Prepared(
    select(
        shipment.c.number.label("shipment_number"),
        shipment.c.ship_address_id,
        shipment.c.carrier,
        shipment.c.service,
        warehouse.c.timezone,
        sales_order.c.id.label("order_id"),
        sales_order.c.number,
        sales_order.c.external_number,
        sales_order.c.placed_at,
        sales_order.c.is_gift,
        sales_order.c.gift_note_id,
        sales_order.c.brand_id,
    )
    .join(shipment_line, shipment_line.c.shipment_id == shipment.c.id)
    .join(sales_order, sales_order.c.id == shipment_line.c.order_id)
    .join(warehouse, warehouse.c.id == shipment.c.warehouse_id)
    .where(shipment.c.id == bindparam("shipment"))
    .order_by(shipment_line.c.id)
    .limit(1)
)
_PARCEL = Prepared(
    select(parcel, carton.c.code.label("carton_code"))
    .outerjoin(carton, carton.c.id == parcel.c.carton_id)
    .where(parcel.c.id == bindparam("parcel"))
)
_PARCELS = Prepared(
    select(func.count())
    .select_from(parcel)
    .where(parcel.c.shipment_id == bindparam("shipment"), parcel.c.state != "void")
)
_CONTENT_BY = (
    order_line.c.position,
    parcel_content.c.variant_id,
    variant.c.title,
    variant.c.option,
    variant.c.sku,
    lot.c.code.label("lot"),
    lot.c.best_before,
)
_CONTENT = Prepared(
    select(
        *_CONTENT_BY,
        func.sum(parcel_content.c.quantity).label("quantity"),
        func.sum(parcel_content.c.quantity).filter(parcel_content.c.is_forced).label("forced"),
    )
    .join(shipment_line, shipment_line.c.id == parcel_content.c.shipment_line_id)
    .join(order_line, order_line.c.id == shipment_line.c.order_line_id)
    .join(variant, variant.c.id == parcel_content.c.variant_id)
    .join(lot, lot.c.id == parcel_content.c.lot_id)
    .where(parcel_content.c.parcel_id == bindparam("parcel"))
    .group_by(*_CONTENT_BY[:5], lot.c.code, lot.c.best_before)
    .order_by(order_line.c.position, variant.c.sku, lot.c.code)
)
_BRAND = Prepared(select(brand).where(brand.c.id == bindparam("brand")))
_FIRST_BRAND = Prepared(select(brand).order_by(brand.c.id).limit(1))


def freeze(tx: Tx, shipment_id: int, parcel_id: int, fingerprints: Mapping[str, str]) -> dict[str, int]:
    """Write the slip and the label of one parcel as documents; returns kind -> document id.

    Args:
        fingerprints: template version of each kind (``PaperPort.fingerprint``).
    """
    facts = _shipment(tx, shipment_id)
    box = _parcel(tx, parcel_id)
    common = _common(tx, facts, box)
    papers = {SLIP: {**common, **_slip_part(tx, facts, box)}, LABEL: {**common, **_label_part(tx, facts, box)}}
    rows = []
    for kind, data in papers.items():
        rows.append(
            {
                "kind": kind,
                "entity_kind": "shipment",
                "entity_id": shipment_id,
                "template_version": fingerprints.get(kind, ""),
                "data": data,
                "data_hash": hash_of(data),
                "created_at": tx.now,
            }
        )
    return dict(zip(papers, tx.insert(document, rows), strict=True))


def hash_of(data: Mapping[str, Any]) -> str:
    """Hash of frozen data, the same on every machine."""
    return hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def load(conn: Connection, document_id: int, *, is_copy: bool = False) -> tuple[str, SlipData | LabelData]:
    """Bring a frozen document back as paper data.

    Raises:
        RuleError: ``document.unknown``.
    """
    row = conn.execute(select(document).where(document.c.id == document_id)).mappings().first()
    if row is None:
        raise RuleError("document.unknown", id=document_id)
    data = dict(row["data"])
    mark = f"{row['template_version'][:4]}·{row['data_hash'][:4]}"
    addressee = _addressee(conn, data.pop("ship_address_id"), data.pop("home_country"))
    data["sender"] = Sender(**{**data["sender"], "footer": tuple(tuple(pair) for pair in data["sender"]["footer"])})
    if row["kind"] == LABEL:
        data.pop("gift_note_id", None)
        return LABEL, LabelData(addressee=addressee, is_copy=is_copy, **data)
    gift_note_id = data.pop("gift_note_id", None)
    data["lines"] = tuple(SlipLine(**line) for line in data["lines"])
    slip = SlipData(addressee=addressee, template_mark=mark, is_copy=is_copy, **data)
    if gift_note_id is None:
        return SLIP, slip
    message = conn.execute(select(personal_note.c.text).where(personal_note.c.id == gift_note_id)).scalar()
    return SLIP, replace(slip, gift_message=message or "")


def day_text(at: datetime, zone: str) -> str:
    """``Thu 20 Nov 2025`` on the warehouse's clock, whatever the machine's language."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{_DAYS[local.weekday()]} {local.day} {_MONTHS[local.month - 1]} {local.year}"


def moment_text(at: datetime, zone: str) -> str:
    """``Fri 21 Nov 2025, 14:33`` on the warehouse's clock."""
    return f"{day_text(at, zone)}, {at.astimezone(ZoneInfo(zone)):%H:%M}"


def return_key(order_number: str, order_id: int) -> str:
    """``10482-7KD2``: the order number and four characters that prove it was not guessed by counting up."""
    digest = int.from_bytes(hashlib.sha256(f"return:{order_id}".encode()).digest()[:4])
    tail = "".join(_KEY_ALPHABET[(digest >> (5 * n)) & 31] for n in range(4))
    return f"{order_number}-{tail}"


def country_name(code: str) -> str:
    """English name of a country for the last line of an address; the code itself when unknown."""
    return Locale("en").territories.get(code.upper(), code) if code else ""


def _shipment(tx: Tx, shipment_id: int) -> dict[str, Any]:
    first = tx.one(_SHIPMENT, shipment=shipment_id)
    if first is None:
        raise RuleError("shipment.unknown", id=shipment_id)
    return {**first, "shipment_id": shipment_id}


def _parcel(tx: Tx, parcel_id: int) -> dict[str, Any]:
    row = tx.one(_PARCEL, parcel=parcel_id)
    if row is None:
        raise RuleError("parcel.unknown", id=parcel_id)
    count = tx.value(_PARCELS, shipment=row["shipment_id"])
    return {**row, "count": count}


def _common(tx: Tx, facts: Mapping[str, Any], box: Mapping[str, Any]) -> dict[str, Any]:
    sender = _sender(tx, facts["brand_id"])
    return {
        "sender": {**sender, "country": country_name(sender["country"])},
        "home_country": sender["country"],
        "ship_address_id": facts["ship_address_id"],
        "order_number": facts["number"],
        "shipment_number": facts["shipment_number"],
        "parcel_text": f"parcel {box['number']} of {box['count']}",
        "service": " ".join(part for part in (facts["carrier"], facts["service"]) if part) or "Parcel, standard",
    }


def _slip_part(tx: Tx, facts: Mapping[str, Any], box: Mapping[str, Any]) -> dict[str, Any]:
    carton_text = ", ".join(part for part in (box["carton_code"] or "", _weight(box["weight_g"])) if part)
    return {
        "order_code": f"ORD{facts['number']}",
        "channel_order_number": facts["external_number"],
        "ordered_on": day_text(facts["placed_at"], facts["timezone"]),
        "packed_at": moment_text(tx.now, facts["timezone"]),
        "carton_text": carton_text,
        "is_gift": facts["is_gift"],
        "gift_note_id": facts["gift_note_id"],
        "return_key": return_key(facts["number"], facts["order_id"]),
        "lines": _lines(tx, box["id"]),
    }


def _label_part(tx: Tx, facts: Mapping[str, Any], box: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "shipped_on": day_text(tx.now, facts["timezone"]),
        "sscc": box["sscc"],
        "parcel_code": box["code"],
        "carton": box["carton_code"] or "",
        "weight_text": _weight(box["weight_g"]),
    }


def _lines(tx: Tx, parcel_id: int) -> list[dict[str, Any]]:
    """What lies in the parcel, one row per article and lot, in order of the order's lines."""
    rows = tx.read(_CONTENT, parcel=parcel_id)
    return [
        {
            "quantity": int(row["quantity"]),
            "title": ", ".join(part for part in (row["title"], row["option"]) if part),
            "sku": row["sku"],
            "lot": row["lot"] or "",
            "best_before": str(row["best_before"] or ""),
            "was_scanned": not row["forced"],
        }
        for row in rows
    ]


def _sender(tx: Tx, brand_id: int | None) -> dict[str, Any]:
    row = tx.one(_FIRST_BRAND) if brand_id is None else tx.one(_BRAND, brand=brand_id)
    if row is None:
        return {"name": "", "country": "", "footer": []}
    names = (
        "name", "legal_name", "street", "postcode", "city", "country",
        "email", "phone", "hours", "returns_url", "return_days", "footer",
    )  # fmt: skip
    return {name: row[name] for name in names}


def _addressee(conn: Connection, address_id: int | None, home_country: str) -> Addressee:
    row = conn.execute(select(address).where(address.c.id == address_id)).mappings().first()
    if row is None:
        return Addressee((), "", "", "", "", "")
    lines = (row["name"], row["company"], row["street1"], row["street2"], row["street3"])
    return Addressee(
        lines=tuple(line for line in lines if line),
        postcode=row["postcode"],
        city=row["city"],
        region=row["region"],
        country=row["country"],
        country_name=country_name(row["country"]),
        is_domestic=bool(row["country"]) and row["country"] == home_country,
    )


def _weight(weight_g: int | None) -> str:
    return f"{weight_g / 1000:.2f} kg" if weight_g else ""
