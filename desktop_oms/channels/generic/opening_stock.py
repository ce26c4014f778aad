"""Read opening stock by bin from a table: sku, quantity, bin, and if there: lot, best_before, cost, currency, warehouse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from desktop_oms.channels.generic.goods import ONE_YEAR_MONTH, cost_of, goods_pages, names_of
from desktop_oms.sync.goods import GoodsPage, StockRowIn
from desktop_oms.sync.reading import ReadOptions
from desktop_oms.sync.tabular import Layout, Row, Table, open_table
from desktop_oms.sync.values import CellError, TimeReader, read_quantity, shown

FORMAT = "opening-stock"
ALIASES = {
    "qty": "quantity", "on hand": "quantity", "stock": "quantity", "bin name": "bin", "shelf": "bin", "batch": "lot",
    "expiry": "best before", "expiry date": "best before", "bbd": "best before", "unit cost": "cost", "location": "bin",
}  # fmt: skip
LAYOUT = Layout(("sku", "quantity", "bin"), ("lot", "best before", "cost", "currency", "warehouse"))


def read_pages(path: Path, options: ReadOptions | None = None, size: int = 500) -> Iterator[GoodsPage]:
    """Yield ``StockRowIn`` rows, at most ``size`` to a page.

    Raises:
        UsageError: the file is not this format, or dates must be chosen.
        Unavailable: ``file.unreadable``.
    """
    chosen = options or ReadOptions()
    table = open_table(path, LAYOUT, encoding=chosen.encoding, renamed=names_of(ALIASES, chosen.mapping))
    times = TimeReader(chosen.dates, "UTC", table.notes)
    for row in table.rows():
        if isinstance(row, Row):
            times.observe(row.get("best before"))
    return goods_pages(table, lambda row: _stock_row(row, table, times), size)


def _stock_row(row: Row, table: Table, times: TimeReader) -> StockRowIn:
    sku = row.get("sku")
    if not sku:
        raise CellError("sku", "sku.missing", "has no SKU")
    if not row.get("bin"):
        raise CellError("bin", "bin.missing", "has no bin")
    cost_minor, currency = cost_of(row)
    return StockRowIn(
        sku=sku,
        quantity=read_quantity(row.get("quantity"), "quantity"),
        bin=row.get("bin"),
        lot=row.get("lot"),
        best_before=_best_before(row.get("best before"), times),
        cost_minor=cost_minor,
        currency=currency,
        warehouse=row.get("warehouse"),
        line=row.line,
    )


def _best_before(text: str, times: TimeReader) -> date | None:
    """A calendar date; "04/2026" and "2026-04" mean the last day of the month, as on food packages."""
    if not text:
        return None
    if match := ONE_YEAR_MONTH.fullmatch(text):
        year, month = int(match["y1"] or match["y2"]), int(match["m1"] or match["m2"])
        if not 1 <= month <= 12:
            raise CellError("best_before", "date.bad", f"has “{shown(text)}” as date, which does not exist")
        following = date(year + month // 12, month % 12 + 1, 1)
        return date.fromordinal(following.toordinal() - 1)
    if re.fullmatch(r"[0-9]{8}", text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    return times.read(text, "best_before").date()
