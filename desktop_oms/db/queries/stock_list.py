"""The stock list and the stock drawer: figures per article over all warehouses, bins, ledger.

``available`` is on hand less allocated and safety; quarantine and damaged goods are not on hand. A kit's figures are computed
from its components and stored nowhere (P28).
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, true

from desktop_oms.db import search
from desktop_oms.db.reader import Reader
from desktop_oms.db.records import BinRow, MoveRow, QuerySpec, StockDetail, StockRow
from desktop_oms.db.schema import (
    barcode,
    bin_,
    demand,
    kit_component,
    lot,
    picture,
    sales_order,
    shipment,
    shipment_line,
    stock_level,
    stock_move,
    stock_total,
    variant,
)
from desktop_oms.domain.errors import UsageError
from desktop_oms.domain.shipment import BEFORE_DISPATCH

VIEWS = ("all", "out", "low", "backordered", "quarantine", "kits")
_SORTS: dict[str, ColumnElement[Any]] = {"sku": variant.c.sku_key, "title": variant.c.title}
_LEDGER_LENGTH = 50

_ON_HAND = func.coalesce(func.sum(stock_total.c.on_hand), 0)
_ALLOCATED = func.coalesce(func.sum(stock_total.c.allocated), 0)


def _of_variant(figure: Any) -> Any:
    return select(figure).where(stock_total.c.variant_id == variant.c.id).correlate(variant).scalar_subquery()


_OPEN_DEMAND = demand.c.quantity - demand.c.allocated_qty - demand.c.shipped_qty - demand.c.cancelled_qty


def snapshot(reader: Reader, spec: QuerySpec) -> array[int]:
    """Ids of the articles ``spec`` shows, in display order."""
    query = select(variant.c.id).where(_condition(spec))
    column = _SORTS.get(spec.sort or "title")
    if column is None:
        raise UsageError("list.unknown_sort", sort=spec.sort, known=sorted(_SORTS))
    ids = array(
        "q",
        reader.conn.execute(query.order_by(column.desc() if spec.is_descending else column, variant.c.id)).scalars(),
    )
    if not spec.text.strip():
        return ids
    hits = {hit.id for hit in search.find(reader.conn, spec.text, None, kinds=("variant",))}
    return array("q", (variant_id for variant_id in ids if variant_id in hits))


def matching(reader: Reader, spec: QuerySpec, ids: Sequence[int]) -> set[int]:
    """Which of ``ids`` the list ``spec`` shows now."""
    found = set(reader.conn.execute(select(variant.c.id).where(_condition(spec), variant.c.id.in_(ids))).scalars())
    if found and spec.text.strip():
        found &= {hit.id for hit in search.find(reader.conn, spec.text, None, kinds=("variant",))}
    return found


def counts(reader: Reader) -> dict[str, int]:
    """How many articles each view shows."""
    return {
        view: reader.value(select(func.count()).select_from(variant).where(_condition(QuerySpec(view=view)))) or 0
        for view in VIEWS
    }


def rows(reader: Reader, ids: Sequence[int]) -> dict[int, StockRow]:
    """Rows by variant id; ids that are gone are absent."""
    figures = _figures(reader, ids)
    short = _backordered(reader, ids)
    bins = _first_bins(reader, ids)
    codes = _first_codes(reader, ids)
    kits = _kits(reader, ids)
    pictures = _pictures(reader, ids)
    found: dict[int, StockRow] = {}
    for row in reader.read(select(variant).where(variant.c.id.in_(ids))):
        variant_id = row["id"]
        on_hand, allocated, quarantine = figures.get(variant_id, (0, 0, 0))
        available = on_hand - allocated - row["safety_qty"]
        found[variant_id] = StockRow(
            id=variant_id,
            sku=row["sku"],
            title=row["title"],
            option=row["option"],
            bin=bins.get(variant_id, ""),
            on_hand=on_hand,
            allocated=allocated,
            quarantine=quarantine,
            safety=row["safety_qty"],
            available=kits.get(variant_id, 0) if row["is_kit"] else available,
            backordered=short.get(variant_id, 0),
            incoming=0,
            is_kit=row["is_kit"],
            barcode=codes.get(variant_id, ""),
            picture=pictures.get(variant_id, ""),
        )
    return found


def detail(reader: Reader, variant_id: int) -> StockDetail | None:
    """One article with its codes, bins and latest moves, or None."""
    row = rows(reader, [variant_id]).get(variant_id)
    if row is None:
        return None
    codes = select(barcode.c.code, barcode.c.factor).where(barcode.c.variant_id == variant_id).order_by(barcode.c.id)
    return StockDetail(
        row=row,
        barcodes=tuple((code["code"], code["factor"]) for code in reader.read(codes)),
        bins=_bins(reader, variant_id),
        moves=_moves(reader, variant_id),
    )


def _condition(spec: QuerySpec) -> ColumnElement[bool]:
    if spec.view not in VIEWS:
        raise UsageError("list.unknown_view", view=spec.view, known=list(VIEWS))
    active = variant.c.is_active.is_(True)
    goods = and_(variant.c.is_kit.is_(False), variant.c.is_stocked.is_(True))
    free = _of_variant(_ON_HAND - _ALLOCATED) - variant.c.safety_qty
    waits = (
        select(demand.c.id)
        .where(demand.c.variant_id == variant.c.id, _OPEN_DEMAND > 0, _is_wanted())
        .correlate(variant)
    )
    conditions: dict[str, ColumnElement[bool]] = {
        "all": true(),
        "out": and_(goods, free <= 0),
        "low": and_(goods, variant.c.reorder_point.is_not(None), free <= variant.c.reorder_point),
        "backordered": waits.exists(),
        "quarantine": _of_variant(func.coalesce(func.sum(stock_total.c.quarantine), 0)) > 0,
        "kits": variant.c.is_kit.is_(True),
    }
    return and_(active, conditions[spec.view])


def _is_wanted() -> ColumnElement[bool]:
    order = select(sales_order.c.id).where(sales_order.c.id == demand.c.order_id, sales_order.c.lifecycle == "open")
    return order.correlate(demand).exists()


def _figures(reader: Reader, ids: Sequence[int]) -> dict[int, tuple[int, int, int]]:
    quarantine = func.sum(stock_total.c.quarantine)
    query = (
        select(stock_total.c.variant_id, _ON_HAND.label("h"), _ALLOCATED.label("a"), quarantine.label("q"))
        .where(stock_total.c.variant_id.in_(ids))
        .group_by(stock_total.c.variant_id)
    )
    return {row["variant_id"]: (int(row["h"]), int(row["a"]), int(row["q"])) for row in reader.read(query)}


def _backordered(reader: Reader, ids: Sequence[int]) -> dict[int, int]:
    query = (
        select(demand.c.variant_id, func.sum(_OPEN_DEMAND).label("pieces"))
        .where(demand.c.variant_id.in_(ids), _OPEN_DEMAND > 0, _is_wanted())
        .group_by(demand.c.variant_id)
    )
    return {row["variant_id"]: int(row["pieces"]) for row in reader.read(query)}


def _first_bins(reader: Reader, ids: Sequence[int]) -> dict[int, str]:
    query = (
        select(stock_level.c.variant_id, bin_.c.code)
        .join(bin_, bin_.c.id == stock_level.c.bin_id)
        .where(stock_level.c.variant_id.in_(ids), stock_level.c.stock_state == "sellable")
        .order_by((stock_level.c.on_hand > 0).desc(), bin_.c.sort_key)
    )
    found: dict[int, str] = {}
    for row in reader.read(query):
        found.setdefault(row["variant_id"], row["code"])
    return found


def _first_codes(reader: Reader, ids: Sequence[int]) -> dict[int, str]:
    query = select(barcode.c.variant_id, barcode.c.code).where(barcode.c.variant_id.in_(ids), barcode.c.factor == 1)
    found: dict[int, str] = {}
    for row in reader.read(query.order_by(barcode.c.id)):
        found.setdefault(row["variant_id"], row["code"])
    return found


def _pictures(reader: Reader, ids: Sequence[int]) -> dict[int, str]:
    query = select(picture.c.variant_id, picture.c.file_name).where(picture.c.variant_id.in_(ids))
    found: dict[int, str] = {}
    for row in reader.read(query.order_by(picture.c.position, picture.c.id)):
        found.setdefault(row["variant_id"], row["file_name"])
    return found


def _kits(reader: Reader, ids: Sequence[int]) -> dict[int, int]:
    """Whole kits that could be made of what is available now."""
    free = (
        select(func.coalesce(func.sum(stock_total.c.on_hand - stock_total.c.allocated), 0))
        .where(stock_total.c.variant_id == kit_component.c.component_variant_id)
        .correlate(kit_component)
        .scalar_subquery()
    )
    query = (
        select(kit_component.c.kit_variant_id, kit_component.c.quantity, (free - variant.c.safety_qty).label("free"))
        .join(variant, variant.c.id == kit_component.c.component_variant_id)
        .where(kit_component.c.kit_variant_id.in_(ids))
    )
    parts: dict[int, list[int]] = defaultdict(list)
    for row in reader.read(query):
        parts[row["kit_variant_id"]].append(max(0, int(row["free"])) // row["quantity"])
    return {kit_id: min(possible) for kit_id, possible in parts.items()}


def _committed(reader: Reader, variant_id: int) -> dict[tuple[int, int], int]:
    """Pieces by bin and batch that open shipments take from there: a count sees them, or they are on a table already (P36)."""
    pieces = func.sum(shipment_line.c.quantity - shipment_line.c.short_qty).label("pieces")
    query = (
        select(shipment_line.c.bin_id, shipment_line.c.lot_id, pieces)
        .join(shipment, shipment.c.id == shipment_line.c.shipment_id)
        .where(shipment_line.c.variant_id == variant_id, shipment.c.state.in_(BEFORE_DISPATCH))
        .group_by(shipment_line.c.bin_id, shipment_line.c.lot_id)
    )
    return {(row["bin_id"], row["lot_id"]): int(row["pieces"]) for row in reader.read(query)}


def _bins(reader: Reader, variant_id: int) -> tuple[BinRow, ...]:
    committed = _committed(reader, variant_id)
    query = (
        select(stock_level, bin_.c.code, bin_.c.purpose, lot.c.code.label("lot"), lot.c.best_before)
        .join(bin_, bin_.c.id == stock_level.c.bin_id)
        .join(lot, lot.c.id == stock_level.c.lot_id)
        .where(stock_level.c.variant_id == variant_id, or_(stock_level.c.on_hand != 0, bin_.c.purpose == "pick"))
        .order_by(bin_.c.sort_key, stock_level.c.id)
    )
    return tuple(
        BinRow(
            bin=row["code"],
            purpose=row["purpose"],
            state=row["stock_state"],
            on_hand=row["on_hand"],
            committed=committed.get((row["bin_id"], row["lot_id"]), 0) if row["stock_state"] == "sellable" else 0,
            lot=row["lot"] or "",
            best_before=str(row["best_before"] or ""),
        )
        for row in reader.read(query)
    )


def _moves(reader: Reader, variant_id: int) -> tuple[MoveRow, ...]:
    """Latest moves with the balance after each: today's total walked backwards."""
    query = (
        select(stock_move, shipment.c.number)
        .outerjoin(shipment, (stock_move.c.document_kind == "shipment") & (shipment.c.id == stock_move.c.document_id))
        .where(stock_move.c.variant_id == variant_id)
        .order_by(stock_move.c.id.desc())
        .limit(_LEDGER_LENGTH)
    )
    total = select(func.coalesce(func.sum(stock_level.c.on_hand), 0)).where(stock_level.c.variant_id == variant_id)
    balance = int(reader.value(total) or 0)
    moves = []
    for row in reader.read(query):
        moves.append(
            MoveRow(
                id=row["id"],
                at=row["at"],
                reason="undo" if row["reverses_id"] is not None else row["reason"],
                reference=row["number"] or row["note"],
                quantity=row["quantity"],
                balance=balance,
            )
        )
        balance -= row["quantity"]
    return tuple(moves)
