"""Columns of the stock list (look.md 07): which, how wide, and how a cell is made from a ``StockRow``."""

from __future__ import annotations

from collections.abc import Callable

from desktop_oms.app.records import StockRow
from desktop_oms.ui.formats import Formatter
from desktop_oms.ui.models.columns import Cell, Column
from desktop_oms.ui.texts import t, texts
from desktop_oms.ui.theme import theme


def _product(row: StockRow, _formatter: Formatter) -> Cell:
    icon = "ph.circles-four" if row.is_kit else "ph.package"
    return Cell(row.title or row.sku, row.option, icon, spoken=f"{row.title} {row.option}".strip(), picture=row.picture)


def _plain(figure: int, formatter: Formatter, is_kit: bool = False) -> Cell:
    return Cell("–" if is_kit else formatter.number(figure), second="" if figure else "0")


def _share(row: StockRow, _formatter: Formatter) -> Cell:
    if row.on_hand <= 0:
        return Cell(value=-1.0, spoken=t("stock.spoken.none"))
    share = row.allocated / row.on_hand if row.on_hand > 0 else 0.0
    return Cell(value=share, spoken=t("stock.spoken.share", allocated=row.allocated, on_hand=row.on_hand))


def stock_mark(row: StockRow) -> str:
    """Return the code of what is remarkable about a row ("" for nothing): backordered, oversold or out."""
    if row.available < 0:
        return "oversold"
    if row.backordered > 0:
        return "backordered"
    return "out" if row.available == 0 else ""


def _available(row: StockRow, formatter: Formatter) -> Cell:
    mark = stock_mark(row)
    if not mark:
        return Cell(formatter.number(row.available), is_loud=True)
    style = theme().state("stock_mark", mark)
    word = texts().state("stock_mark", mark)
    figure = formatter.number(row.available)
    return Cell(figure, icon=style.icon, tone=style.tone, is_loud=True, spoken=f"{figure}, {word}", tip=word)


def _incoming(row: StockRow, formatter: Formatter) -> Cell:
    return Cell(formatter.signed(row.incoming) if row.incoming else "–", second="0")


def _backordered(row: StockRow, formatter: Formatter) -> Cell:
    tone = "warn" if row.backordered else ""
    return Cell(formatter.number(row.backordered) if row.backordered else "–", second="0", tone=tone)


def _bin(row: StockRow, _formatter: Formatter) -> Cell:
    return Cell(t("stock.kit") if row.is_kit else row.bin or "–")


def _on_hand(row: StockRow, formatter: Formatter) -> Cell:
    return _plain(row.on_hand, formatter, row.is_kit)


def _allocated(row: StockRow, formatter: Formatter) -> Cell:
    return _plain(row.allocated, formatter, row.is_kit)


def _sku(row: StockRow, _formatter: Formatter) -> Cell:
    return Cell(row.sku, tip=row.sku)


def _barcode(row: StockRow, _formatter: Formatter) -> Cell:
    return Cell(row.barcode)


def _figure(title: str, width: int, cell: Callable[[StockRow, Formatter], Cell], wanted_at: int = 0) -> Column:
    """A column of figures; the books do not sort by computed ones."""
    return Column("", title, width, "figure", cell, is_right=True, is_sortable=False, wanted_at=wanted_at)


def stock_columns() -> tuple[Column, ...]:
    """Return the columns from left to right; a key is what ``QuerySpec.sort`` may carry, "" is not sortable."""
    return (
        Column("title", "stock.column.product", 180, "product", _product, is_stretch=True),
        Column("sku", "stock.column.sku", 112, "quiet", _sku),
        Column("", "stock.column.bin", 62, "quiet", _bin, is_sortable=False),
        _figure("stock.column.on_hand", 56, _on_hand),
        _figure("stock.column.allocated", 58, _allocated),
        Column("", "", 38, "share", _share, is_sortable=False, wanted_at=700),
        _figure("stock.column.available", 62, _available),
        _figure("stock.column.backordered", 76, _backordered, wanted_at=700),
        _figure("stock.column.incoming", 64, _incoming, wanted_at=780),
        Column("", "stock.column.barcode", 116, "quiet", _barcode, is_sortable=False, wanted_at=1010),
    )
