"""What lies on a packing table: the open shipment of a station, loaded once per scan.

A fixed number of queries whatever the size of the order; the scanned code is looked up by its key, never searched for among
the lines. The shipment on the table is the one in state ``packing`` that the station has claimed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import bindparam, delete, insert, literal_column, select, update

from desktop_oms.app.context import Context
from desktop_oms.db.changes import Row
from desktop_oms.db.driver import Prepared, ids_param
from desktop_oms.db.reader import Reader
from desktop_oms.db.records import PackLine, PackView
from desktop_oms.db.schema import (
    address,
    barcode,
    bin_,
    channel,
    kit_component,
    lease,
    parcel,
    parcel_content,
    picture,
    sales_order,
    shipment,
    shipment_line,
    station_memory,
    variant,
)
from desktop_oms.db.tx import Tx
from desktop_oms.domain.names import sku_key
from desktop_oms.domain.packing import KnownArticle, LineToPack, PackTable, PendingUnit, suggest_line
from desktop_oms.domain.shipment import BEFORE_DISPATCH

_FIRST_PICTURE = (
    select(picture.c.file_name)
    .where(picture.c.variant_id == variant.c.id)
    .order_by(picture.c.position, picture.c.id)
    .limit(1)
    .correlate(variant)
    .scalar_subquery()
)
_OPEN_SHIPMENT = Prepared(
    select(lease.c.entity_id)
    .join(shipment, shipment.c.id == lease.c.entity_id)
    .where(lease.c.kind == "shipment", lease.c.station_id == bindparam("station"), shipment.c.state == "packing")
    .order_by(lease.c.taken_at.desc(), lease.c.id.desc())
    .limit(1)
)
_MEMORY = Prepared(select(station_memory.c.data).where(station_memory.c.station_id == bindparam("station")))
_KEEP_MEMORY = Prepared(
    update(station_memory)
    .where(station_memory.c.station_id == bindparam("station"))
    .values(
        data=bindparam("kept", type_=station_memory.c.data.type), at=bindparam("now", type_=station_memory.c.at.type)
    )
)
_HEAD = Prepared(
    select(
        shipment.c.number.label("shipment_number"),
        shipment.c.ship_by_at,
        shipment.c.state,
        sales_order.c.number.label("order_number"),
        sales_order.c.is_gift,
        channel.c.type,
        channel.c.name.label("channel_name"),
        address.c.name,
        address.c.company,
        address.c.postcode,
        address.c.city,
        address.c.country,
    )
    .join(shipment_line, shipment_line.c.shipment_id == shipment.c.id)
    .join(sales_order, sales_order.c.id == shipment_line.c.order_id)
    .join(channel, channel.c.id == sales_order.c.channel_id)
    .outerjoin(address, address.c.id == shipment.c.ship_address_id)
    .where(shipment.c.id == bindparam("shipment"))
    .order_by(shipment_line.c.id)
    .limit(1)
)
_LINES = Prepared(
    select(
        *(
            shipment_line.c[name]
            for name in ("id", "order_id", "variant_id", "quantity", "short_qty", "packed_qty", "lot_id")
        ),
        variant.c.sku,
        variant.c.title,
        variant.c.option,
        variant.c.track_lot,
        variant.c.track_serial,
        variant.c.track_best_before,
        bin_.c.code.label("bin_code"),
        sales_order.c.ship_by_at,
        _FIRST_PICTURE.label("picture"),
    )
    .join(variant, variant.c.id == shipment_line.c.variant_id)
    .join(sales_order, sales_order.c.id == shipment_line.c.order_id)
    .outerjoin(bin_, bin_.c.id == shipment_line.c.bin_id)
    .where(shipment_line.c.shipment_id == bindparam("shipment"))
    .order_by(bin_.c.sort_key, shipment_line.c.position, shipment_line.c.id)
)
_BOXES = Prepared(
    select(parcel.c.id, parcel.c.number, parcel.c.state)
    .where(parcel.c.shipment_id == bindparam("shipment"), parcel.c.state != "void")
    .order_by(parcel.c.number)
)
# Boxes still in the house: what left may come back as a return and be packed again.
_USED_SERIALS = Prepared(
    select(parcel_content.c.variant_id, parcel_content.c.serial)
    .join(shipment, shipment.c.id == parcel_content.c.shipment_id)
    .where(
        parcel_content.c.variant_id.in_(ids_param("variants")),
        parcel_content.c.serial.in_(ids_param("serials")),
        # Word for word as in the partial index, else it serves nobody.
        parcel_content.c.serial != literal_column("''"),
        shipment.c.state.in_(BEFORE_DISPATCH),
    )
)
_BARCODES = Prepared(
    select(barcode.c.variant_id, barcode.c.code_key, barcode.c.factor).where(barcode.c.code_key.in_(ids_param("keys")))
)
_SKUS = Prepared(select(variant.c.id, variant.c.sku_key).where(variant.c.sku_key.in_(ids_param("keys"))))


def open_shipment(tx: Reader, station_id: int) -> int | None:
    """Id of the shipment on this station's table, also right after a crash; None when the table is empty."""
    found = tx.value(_OPEN_SHIPMENT, station=station_id)
    return int(found) if found is not None else None


class Memory:
    """What the station keeps in mind between two scans; written back only if it changed."""

    def __init__(self, tx: Tx, station_id: int) -> None:
        self._tx, self._station_id = tx, station_id
        stored = tx.value(_MEMORY, station=station_id)
        self._before: dict[str, Any] = dict(stored or {})
        self.data: dict[str, Any] = dict(self._before)

    def pending(self) -> PendingUnit | None:
        """The unit that waits for its serial, lot or date."""
        unit = self.data.get("pending")
        return PendingUnit(**unit) if unit else None

    def save(self) -> None:
        """Store what changed."""
        kept = {name: value for name, value in self.data.items() if value}
        if kept == self._before:
            return
        tx = self._tx
        if not kept:
            tx.technical(delete(station_memory).where(station_memory.c.station_id == self._station_id))
        elif not tx.technical(_KEEP_MEMORY, [{"station": self._station_id, "kept": kept, "now": tx.now}]):
            row = {"id": tx.new_ids(1)[0], "station_id": self._station_id, "data": kept, "at": tx.now}
            tx.technical(insert(station_memory), [row])


class Table:
    """The open shipment with its lines as they are now.

    Attributes:
        lines: shipment lines in walking order, each with ``line_no`` from 1.
        boxes: its parcels that are not void, by number.
    """

    def __init__(self, tx: Reader, shipment_id: int) -> None:
        self.shipment_id = shipment_id
        self._tx = tx
        self.head = _head(tx, shipment_id)
        self.lines: list[Row] = _lines(tx, shipment_id)
        self.boxes = tx.read(_BOXES, shipment=shipment_id)

    @property
    def open_parcel_id(self) -> int | None:
        """The parcel units go into now."""
        return next((int(box["id"]) for box in self.boxes if box["state"] == "open"), None)

    @property
    def remaining(self) -> int:
        """Pieces still to verify."""
        return sum(line["quantity"] - line["short_qty"] - line["packed_qty"] for line in self.lines)

    def judged(
        self, keys: Sequence[str], memory: Memory, serials: Sequence[str] = ()
    ) -> tuple[PackTable, KnownArticle | None]:
        """The table as the judge needs it, for a scan known under ``keys``; and what the code means elsewhere.

        ``serials``: texts of this scan that may turn out to be a serial.
        """
        meanings = _meanings(self._tx, keys)
        here = {line["variant_id"] for line in self.lines}
        used = self._used_serials([*serials, getattr(memory.pending(), "serial", "")])
        lines = tuple(_to_pack(line, meanings.get(line["variant_id"], {}), used) for line in self.lines)
        strangers = [variant_id for variant_id in meanings if variant_id not in here]
        kits = _kit_parts(self._tx, strangers, meanings, here) if strangers else {}
        known = _article(self._tx, strangers[0]) if strangers and not kits else None
        table = PackTable(
            lines=lines,
            current_line=memory.data.get("line", 0),
            pending=memory.pending(),
            multiplier=memory.data.get("multiplier", 1) or 1,
            kit_codes=kits,
        )
        return table, known

    def _used_serials(self, serials: Sequence[str]) -> dict[int, set[str]]:
        """Which of ``serials`` a piece of an article here was packed with before, in this box or another that has not left."""
        found: dict[int, set[str]] = {}
        variants = [line["variant_id"] for line in self.lines if line["track_serial"]]
        if variants:
            for row in self._tx.read(_USED_SERIALS, variants=variants, serials=list(serials)):
                found.setdefault(row["variant_id"], set()).add(row["serial"])
        return found

    def book(self, added: Mapping[int, int]) -> None:
        """Count pieces verified in this transaction, by line number, so that the view shows them."""
        self.lines = [{**line, "packed_qty": line["packed_qty"] + added.get(line["line_no"], 0)} for line in self.lines]

    def view(self, state: str = "packing", current_line: int = 0) -> PackView:
        """The table as the screen shows it."""
        head = self.head
        rows = tuple(_pack_line(line) for line in self.lines)
        waiting = tuple(_Open(line.line_no, max(0, line.of - line.done)) for line in rows)
        return PackView(
            shipment_id=self.shipment_id,
            shipment_number=head["shipment_number"],
            order_number=head["order_number"],
            customer_name=head["name"] or head["company"] or "",
            channel_type=head["type"],
            channel_name=head["channel_name"],
            destination=" ".join(part for part in (head["postcode"], head["city"], head["country"]) if part),
            is_gift=head["is_gift"],
            ship_by_at=head["ship_by_at"],
            state=state,
            parcel_no=self.boxes[-1]["number"] if self.boxes else 0,
            parcel_count=len(self.boxes),
            lines=rows,
            current_line=suggest_line(waiting, current_line),
            remaining=self.remaining,
            total=sum(line.of for line in rows),
        )


class _Open(NamedTuple):
    """How many pieces a line still wants."""

    line_no: int
    open: int


_WANTS = (("serial", "track_serial"), ("lot", "track_lot"), ("best_before", "track_best_before"))


def _to_pack(line: Row, codes: Mapping[str, int], used_serials: Mapping[int, set[str]]) -> LineToPack:
    return LineToPack(
        line_no=line["line_no"],
        shipment_line_id=line["id"],
        variant_id=line["variant_id"],
        sku=line["sku"],
        needed=line["quantity"] - line["short_qty"],
        done=line["packed_qty"],
        codes=codes,
        ship_by_at=line["ship_by_at"],
        wants=tuple([want for want, flag in _WANTS if line[flag]]),
        used_serials=frozenset(used_serials.get(line["variant_id"], ())),
    )


def without_person(view: PackView) -> PackView:
    """The table for someone who may not see whom the box is for."""
    return replace(view, customer_name="", destination="")


def load_table(tx: Tx, ctx: Context) -> Table | None:
    """The table of the calling station, or None when nothing is open."""
    if ctx.station_id is None:
        return None
    shipment_id = open_shipment(tx, ctx.station_id)
    return None if shipment_id is None else Table(tx, shipment_id)


def _head(tx: Reader, shipment_id: int) -> Row:
    row = tx.one(_HEAD, shipment=shipment_id)
    if row is None:
        raise LookupError(f"shipment {shipment_id} has no lines")
    return row


def _lines(tx: Reader, shipment_id: int) -> list[Row]:
    rows = tx.read(_LINES, shipment=shipment_id)
    return [{**row, "line_no": line_no} for line_no, row in enumerate(rows, start=1)]


def _pack_line(line: Row) -> PackLine:
    return PackLine(
        line_no=line["line_no"],
        shipment_line_id=line["id"],
        variant_id=line["variant_id"],
        sku=line["sku"],
        title=line["title"],
        option=line["option"],
        bin=line["bin_code"] or "",
        done=line["packed_qty"],
        of=line["quantity"] - line["short_qty"],
        picture=line["picture"] or "",
    )


def _meanings(tx: Reader, keys: Sequence[str]) -> dict[int, dict[str, int]]:
    """Variant -> {key: pieces} for every article one of ``keys`` stands for, as a barcode or as the SKU itself."""
    found: dict[int, dict[str, int]] = {}
    wanted = [key for key in keys if key]
    if not wanted:
        return found
    for row in tx.read(_BARCODES, keys=wanted):
        found.setdefault(row["variant_id"], {})[row["code_key"]] = row["factor"]
    for row in tx.read(_SKUS, keys=wanted):
        found.setdefault(row["id"], {}).setdefault(row["sku_key"], 1)
    return found


def _kit_parts(
    tx: Reader, variant_ids: Sequence[int], meanings: Mapping[int, Mapping[str, int]], here: set[int]
) -> dict[str, tuple[tuple[int, int], ...]]:
    """Keys of scanned kit parents whose every component is wanted here."""
    query = select(kit_component).where(kit_component.c.kit_variant_id.in_(variant_ids)).order_by(kit_component.c.id)
    parts: dict[int, list[tuple[int, int]]] = {}
    for row in tx.read(query):
        parts.setdefault(row["kit_variant_id"], []).append((row["component_variant_id"], row["quantity"]))
    return {
        key: tuple(components)
        for kit_id, components in parts.items()
        if all(variant_id in here for variant_id, _quantity in components)
        for key in meanings[kit_id]
    }


def _article(tx: Reader, variant_id: int) -> KnownArticle | None:
    columns = (variant.c.sku, variant.c.title, variant.c.option, _FIRST_PICTURE.label("picture"))
    row = tx.one(select(*columns).where(variant.c.id == variant_id))
    if row is None:
        return None
    return KnownArticle(variant_id, row["sku"], row["title"], row["option"], row["picture"] or "")


def scan_keys(key: str, text: str) -> list[str]:
    """Keys under which a scan may be known: its barcode key, and the text as a SKU."""
    return list(dict.fromkeys(part for part in (key, sku_key(text)) if part))


def same_key(table: PackTable, key: str, keys: Sequence[str]) -> PackTable:
    """Let every line answer to ``key`` whichever of ``keys`` it is known by, since the judge asks for one."""
    lines = tuple(
        replace(line, codes={key: next(iter(line.codes.values()))}) if line.codes and key not in line.codes else line
        for line in table.lines
    )
    kits = {key if known in keys else known: parts for known, parts in table.kit_codes.items()}
    return replace(table, lines=lines, kit_codes=kits)
