"""Columns of the orders list (look.md section 2): which, how wide, and how a cell is made from an ``OrderRow``."""

from __future__ import annotations

from datetime import datetime

from desktop_oms.app.records import OrderRow
from desktop_oms.ui.formats import Formatter
from desktop_oms.ui.models.columns import Cell, Column, check_column
from desktop_oms.ui.texts import t, texts
from desktop_oms.ui.theme import theme

_TAG_COLORS = ("s4", "s5", "s1", "s3", "s2", "s6")
_NO_CLOCK = frozenset({"cancelled", "shipped", "delivered", "returned", "closed"})


def headline_cell(code: str, reason: str, formatter: Formatter) -> Cell:
    """Return the chip of an order's headline; ``reason`` is a hold kind, a date or a remark."""
    style = theme().state("headline_order", code)
    word = texts().state("headline_order", code)
    detail = _reason(code, reason, formatter)
    spoken = t("orders.spoken.state_reason", state=word, reason=detail) if detail else word
    return Cell(word, detail, style.icon, style.tone, is_loud=style.is_loud, spoken=spoken)


def _reason(code: str, reason: str, formatter: Formatter) -> str:
    """A hold kind becomes its word, an ISO time its day, anything else stays as the books wrote it."""
    if not reason or (code == "awaiting_payment" and reason == "unpaid"):
        return ""
    if code == "awaiting_payment":
        return texts().state("payment", reason).lower()
    if f"state.hold_kind.{reason}" in texts():
        return texts().state("hold_kind", reason).lower()
    if f"orders.reason.{reason}" in texts():
        return t(f"orders.reason.{reason}")
    try:
        return formatter.day(datetime.fromisoformat(reason).astimezone())
    except ValueError:
        return reason


def _state(row: OrderRow, formatter: Formatter) -> Cell:
    return headline_cell(row.headline, row.headline_reason, formatter)


def _channel(row: OrderRow, _formatter: Formatter) -> Cell:
    return Cell(row.channel_name)


def _placed(row: OrderRow, formatter: Formatter) -> Cell:
    return Cell(formatter.when(row.placed_at), tip=formatter.exact(row.placed_at))


def _order(row: OrderRow, _formatter: Formatter) -> Cell:
    return Cell(
        row.number,
        icon=row.channel_type,
        spoken=t("orders.spoken.order", number=row.number, channel=row.channel_name),
        tip=t("orders.tip.order", channel=row.channel_name, external=row.external_number),
    )


def _customer(row: OrderRow, _formatter: Formatter) -> Cell:
    marks = (("ph.gift",) if row.is_gift else ()) + (("ph.note",) if row.has_note else ())
    spoken = [row.customer_name, row.country]
    spoken += [t("orders.spoken.gift")] if row.is_gift else []
    spoken += [t("orders.spoken.note")] if row.has_note else []
    return Cell(row.customer_name or "–", row.country, marks=marks, spoken=", ".join(part for part in spoken if part))


def _items(row: OrderRow, _formatter: Formatter) -> Cell:
    more = f"+{row.more_skus}" if row.more_skus else ""
    spoken = t("orders.spoken.items", n=row.item_count, sku=row.first_sku)
    return Cell(row.first_sku, more, value=row.item_count, spoken=spoken)


def _ship_by(row: OrderRow, formatter: Formatter) -> Cell:
    if row.headline in _NO_CLOCK:
        return Cell("")
    clock = formatter.ship_by(row.ship_by_at)
    return Cell(clock.text, tone=clock.tone, value=clock.left, tip=clock.exact)


def _total(row: OrderRow, formatter: Formatter) -> Cell:
    return Cell(formatter.money(row.total_minor, row.currency))


def tag_color(color: str) -> str:
    """Return the token of a tag's color; an unknown one gets a fixed color of its own by its name."""
    if color in _TAG_COLORS or (color.startswith("#") and len(color) == 7):
        return color
    return _TAG_COLORS[sum(color.encode()) % len(_TAG_COLORS)]


def _tags(row: OrderRow, _formatter: Formatter) -> Cell:
    names = ", ".join(name for name, _color in row.tags)
    return Cell(names, marks=tuple((name, tag_color(color)) for name, color in row.tags), tip=names)


def order_columns() -> tuple[Column, ...]:
    """Return the columns from left to right; a key is what ``QuerySpec.sort`` may carry, "" is not sortable."""
    return (
        check_column(),
        Column("state", "orders.column.state", 158, "chip", _state),
        Column("order", "orders.column.order", 72, "order", _order),
        Column("", "orders.column.channel", 110, "quiet", _channel, is_sortable=False, wanted_at=1010),
        Column("", "orders.column.customer", 120, "customer", _customer, is_stretch=True, is_sortable=False),
        Column("items", "orders.column.items", 142, "items", _items, wanted_at=720),
        Column("placed", "orders.column.placed", 84, "quiet", _placed, wanted_at=1100),
        Column("ship_by", "orders.column.ship_by", 90, "ship_by", _ship_by),
        Column("total", "orders.column.total", 80, "money", _total, is_right=True),
        Column("", "orders.column.tags", 66, "tags", _tags, is_sortable=False, wanted_at=760),
    )
