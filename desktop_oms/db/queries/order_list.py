"""The order list: which orders, in which order, and what one row shows.

A snapshot is an array of ids in display order; rows are fetched by id, a page at a time, in a fixed number of queries.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, select, true

from desktop_oms.db import search
from desktop_oms.db.driver import Prepared, ids_param
from desktop_oms.db.reader import Reader
from desktop_oms.db.records import OrderRow, QuerySpec
from desktop_oms.db.schema import address, channel, order_line, order_tag, sales_order, tag
from desktop_oms.domain.errors import UsageError

# View code -> headlines it shows; None shows every order.
VIEWS: dict[str, tuple[str, ...] | None] = {
    "open": (
        "conflict", "on_hold", "awaiting_payment", "needs_mapping", "backordered",
        "ready", "picking", "packing", "ready_to_ship", "draft",
    ),
    "attention": ("conflict", "on_hold", "needs_mapping"),
    "on_hold": ("on_hold",),
    "awaiting_payment": ("awaiting_payment",),
    "backordered": ("backordered",),
    "ready": ("ready",),
    "packing": ("picking", "packing"),
    "ready_to_ship": ("ready_to_ship",),
    "shipped": ("shipped", "delivered"),
    "returned": ("returned",),
    "cancelled": ("cancelled",),
    "all": None,
}  # fmt: skip
_NEWEST_FIRST = ("shipped", "returned", "cancelled", "all")
_SORTS: dict[str, ColumnElement[Any]] = {
    "state": sales_order.c.headline_rank,
    "order": sales_order.c.id,
    "items": sales_order.c.item_count,
    "placed": sales_order.c.placed_at,
    "ship_by": sales_order.c.ship_by_at,
    "total": sales_order.c.total_minor,
}
_ROW = (
    select(
        sales_order.c.id,
        sales_order.c.number,
        sales_order.c.external_number,
        sales_order.c.headline,
        sales_order.c.headline_reason,
        sales_order.c.item_count,
        sales_order.c.line_count,
        sales_order.c.first_sku,
        sales_order.c.placed_at,
        sales_order.c.ship_by_at,
        sales_order.c.total_minor,
        sales_order.c.currency,
        sales_order.c.buyer_note_id,
        sales_order.c.is_gift,
        channel.c.type,
        channel.c.name.label("channel_name"),
        address.c.name,
        address.c.company,
        address.c.country,
    )
    .join_from(sales_order, channel, channel.c.id == sales_order.c.channel_id)
    .outerjoin(address, address.c.id == sales_order.c.ship_address_id)
)
_ROWS = Prepared(_ROW.where(sales_order.c.id.in_(ids_param())))
_TAGS = Prepared(
    select(order_tag.c.order_id, tag.c.name, tag.c.color)
    .join(tag, tag.c.id == order_tag.c.tag_id)
    .where(order_tag.c.order_id.in_(ids_param()))
    .order_by(tag.c.name)
)
_COUNTS = Prepared(select(sales_order.c.headline, func.count().label("count")).group_by(sales_order.c.headline))


def snapshot(reader: Reader, spec: QuerySpec) -> array[int]:
    """Ids of the orders ``spec`` shows, in display order."""
    ids = array("q", reader.conn.execute(_ordered(spec)).scalars())
    if not spec.text.strip():
        return ids
    hits = {hit.id for hit in search.find(reader.conn, spec.text, None, kinds=("order",))}
    return array("q", (order_id for order_id in ids if order_id in hits))


def matching(reader: Reader, spec: QuerySpec, ids: Sequence[int]) -> set[int]:
    """Which of ``ids`` the list ``spec`` shows now."""
    found = set(
        reader.conn.execute(select(sales_order.c.id).where(_condition(spec), sales_order.c.id.in_(ids))).scalars()
    )
    if found and spec.text.strip():
        found &= {hit.id for hit in search.find(reader.conn, spec.text, None, kinds=("order",))}
    return found


def rows(reader: Reader, ids: Sequence[int], *, sees_personal: bool = True) -> dict[int, OrderRow]:
    """Rows by id; ids that are gone are absent."""
    tags = _tags(reader, ids)
    found: dict[int, OrderRow] = {}
    for row in reader.read(_ROWS, ids=ids):
        found[row["id"]] = OrderRow(
            id=row["id"],
            number=row["number"],
            channel_type=row["type"],
            channel_name=row["channel_name"],
            external_number=row["external_number"],
            customer_name=(row["name"] or row["company"] or "") if sees_personal else "",
            country=row["country"] or "",
            headline=row["headline"],
            headline_reason=row["headline_reason"],
            item_count=row["item_count"],
            first_sku=row["first_sku"],
            more_skus=max(0, row["line_count"] - 1),
            placed_at=row["placed_at"],
            ship_by_at=row["ship_by_at"],
            total_minor=row["total_minor"],
            currency=row["currency"],
            tags=tags.get(row["id"], ()),
            has_note=row["buyer_note_id"] is not None,
            is_gift=row["is_gift"],
        )
    return found


def page(reader: Reader, spec: QuerySpec, after: int | None, limit: int) -> list[int]:
    """Up to ``limit`` order ids, newest first, older than id ``after``; for callers that read on and on."""
    if spec.text.strip():
        hits = sorted((hit.id for hit in search.find(reader.conn, spec.text, None, kinds=("order",))), reverse=True)
        older = [order_id for order_id in hits if after is None or order_id < after]
        shown: list[int] = []
        for start in range(0, len(older), 500):
            chunk = older[start : start + 500]
            known = matching(reader, QuerySpec(view=spec.view, filters=spec.filters), chunk)
            shown += [order_id for order_id in chunk if order_id in known]
            if len(shown) >= limit:
                break
        return shown[:limit]
    query = select(sales_order.c.id).where(_condition(spec))
    if after is not None:
        query = query.where(sales_order.c.id < after)
    return list(reader.conn.execute(query.order_by(sales_order.c.id.desc()).limit(limit)).scalars())


def counts(reader: Reader) -> dict[str, int]:
    """How many orders each view shows."""
    by_headline: dict[str, int] = {row["headline"]: row["count"] for row in reader.read(_COUNTS)}
    total = sum(by_headline.values())
    return {
        view: total if headlines is None else sum(by_headline.get(headline, 0) for headline in headlines)
        for view, headlines in VIEWS.items()
    }


def _ordered(spec: QuerySpec) -> Select[Any]:
    query = select(sales_order.c.id).where(_condition(spec))
    if spec.sort:
        column = _SORTS.get(spec.sort)
        if column is None:
            raise UsageError("list.unknown_sort", sort=spec.sort, known=sorted(_SORTS))
        ordering = column.desc() if spec.is_descending else column.asc()
        # Why the first key: what has no date stands last whichever way the list runs.
        return query.order_by(column.is_(None), ordering, sales_order.c.id)
    if spec.view in _NEWEST_FIRST:
        return query.order_by(sales_order.c.id.desc())
    return query.order_by(sales_order.c.ship_by_at.is_(None), sales_order.c.ship_by_at, sales_order.c.id)


def _condition(spec: QuerySpec) -> ColumnElement[bool]:
    if spec.view not in VIEWS:
        raise UsageError("list.unknown_view", view=spec.view, known=list(VIEWS))
    headlines = VIEWS[spec.view]
    parts: list[ColumnElement[bool]] = [true() if headlines is None else sales_order.c.headline.in_(headlines)]
    for name, operator, value in spec.filters:
        if operator != "is" or name not in _FILTERS:
            raise UsageError("list.unknown_filter", field=name, operator=operator, known=sorted(_FILTERS))
        parts.append(_FILTERS[name](value))
    return and_(*parts)


def _has_sku(value: str) -> ColumnElement[bool]:
    return exists().where(order_line.c.order_id == sales_order.c.id, order_line.c.sku == value)


_FILTERS = {
    "channel": lambda value: sales_order.c.channel_id == int(value),
    "headline": lambda value: sales_order.c.headline == value,
    "currency": lambda value: sales_order.c.currency == value,
    "customer": lambda value: sales_order.c.customer_id == int(value),
    "sku": _has_sku,
}


def _tags(reader: Reader, ids: Sequence[int]) -> dict[int, tuple[tuple[str, str], ...]]:
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for row in reader.read(_TAGS, ids=ids):
        found[row["order_id"]].append((row["name"], row["color"]))
    return {order_id: tuple(tags) for order_id, tags in found.items()}
