"""The packing slip: what is in the box, who packed it how, and what to do if something is wrong.

A4 or Letter; the address stands in the window of a DIN long envelope. Long texts wrap and shrink, never vanish; 60 lines
flow over pages with a repeated head. Layout as in the design, picture 13a.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from desktop_oms.documents import slip_foot, slip_head
from desktop_oms.documents.sheet import BLACK, GRAY, MM, RULE, Sheet
from desktop_oms.documents.slip_page import BODY_END, ITEM_X, LEFT, NEXT_TOP, Grid, top_of_foot
from desktop_oms.documents.text.fit import Fitted, fit
from desktop_oms.domain.papers import SlipData, SlipLine

TEMPLATE_VERSION: Final = "slip-1"
ROW: Final = 11.7 * MM
TICK: Final = 4.5 * MM
TITLE_SIZES: Final = (9.9, 7.0)
TITLE_LEADING: Final = 1.28
DETAIL_SIZES: Final = (8.5, 6.5)
HEAD_HEIGHT: Final = 10.5 * MM
MOVED_ROWS: Final = 2  # rows that go along when the foot needs a page of its own


@dataclass(frozen=True, slots=True)
class Row:
    """One measured line of the slip."""

    line: SlipLine
    title: Fitted
    detail: Fitted | None
    sku: Fitted
    lot: Fitted | None
    best_before: Fitted | None
    height: float


def draw_slip(sheet: Sheet, data: SlipData) -> None:
    """Draw all pages of one slip; the sheet stands on an empty page before and on the last page after."""
    grid = Grid.of(sheet, data)
    start = slip_head.draw_first_head(sheet, data, grid)
    rows = [_measure(line, grid, data.addressee.country) for line in data.lines]
    pages = _paginate(rows, start, sheet)
    for number, page in enumerate(pages, 1):
        y = start
        if number > 1:
            sheet.new_page()
            y = slip_head.draw_next_head(sheet, data, grid)
        if page or len(pages) == 1:
            y = _draw_table_head(sheet, data, grid, y)
        for row in page:
            y = _draw_row(sheet, data, grid, row, y)
        if number == len(pages):
            _draw_total(sheet, data, grid, y)
            slip_foot.draw_returns(sheet, data, grid)
        slip_foot.draw_imprint(sheet, data, grid, number, len(pages))


def _measure(line: SlipLine, grid: Grid, region: str) -> Row:
    room = grid.sku_x - ITEM_X - 4 * MM
    title = fit(line.title, "medium", TITLE_SIZES, room, 6, region, "article name")
    detail = fit(line.detail, "regular", DETAIL_SIZES, room, 3, region, "article detail") if line.detail else None
    sku = fit(line.sku, "regular", (9.0, 6.0), grid.lot_x - grid.sku_x - 3 * MM, 2, "", "article number")
    lot_room = grid.lot_end - grid.lot_x
    lot = fit(line.lot, "regular", (8.7, 6.0), lot_room, 2, "", "lot") if line.lot else None
    best = fit(line.best_before, "regular", (8.7, 6.0), lot_room, 1, "", "date") if line.best_before else None
    text = _block(title) + (_block(detail) + 0.5 * MM if detail else 0)
    side = max(_block(sku), (_block(lot) if lot else 0) + (_block(best) if best else 0))
    return Row(line, title, detail, sku, lot, best, max(ROW, max(text, side) + 3.2 * MM))


def _block(fitted: Fitted) -> float:
    return len(fitted.lines) * fitted.size * TITLE_LEADING


def _paginate(rows: list[Row], start: float, sheet: Sheet) -> list[list[Row]]:
    """Fill pages to the imprint; the last one leaves room for the total and the returns part."""
    pages: list[list[Row]] = [[]]
    y = start + HEAD_HEIGHT
    end = sheet.height - BODY_END
    for row in rows:
        if y + row.height > end and (pages[-1] or len(pages) == 1):
            pages.append([])
            y = NEXT_TOP + HEAD_HEIGHT
        pages[-1].append(row)
        y += row.height
    if y + ROW > top_of_foot(sheet):
        moved = pages[-1][-MOVED_ROWS:] if len(pages[-1]) > MOVED_ROWS else []
        if moved:
            del pages[-1][-MOVED_ROWS:]
        pages.append(moved)
    return pages


def _draw_table_head(sheet: Sheet, data: SlipData, grid: Grid, y: float) -> float:
    base = y + 7.2 * MM
    sheet.text("Qty", grid.qty_x, base, 8.6, gray=GRAY, align="right")
    sheet.text("Item", ITEM_X, base, 8.6, gray=GRAY)
    sheet.text("Article", grid.sku_x, base, 8.6, gray=GRAY)
    if any(line.lot or line.best_before for line in data.lines):
        sheet.text("Lot, best before", grid.lot_x, base, 8.6, gray=GRAY)
    if grid.has_prices:
        sheet.text("Total", grid.right, base, 8.6, gray=GRAY, align="right")
    sheet.rule(LEFT, base + 2.5 * MM, grid.right, 1.2)
    return y + HEAD_HEIGHT


def _draw_row(sheet: Sheet, data: SlipData, grid: Grid, row: Row, y: float) -> float:
    middle = y + row.height / 2
    if row.line.was_scanned:
        _draw_tick(sheet, LEFT, middle - TICK / 2)
    quantity = fit(str(row.line.quantity), "bold", (17, 8), 12 * MM, 1, "", "quantity")
    sheet.fitted(quantity, grid.qty_x, middle + quantity.size * 0.365, 0, align="right")
    text = _block(row.title) + (_block(row.detail) + 0.5 * MM if row.detail else 0)
    top = middle - text / 2
    top = _draw_block(sheet, row.title, ITEM_X, top)
    if row.detail:
        _draw_block(sheet, row.detail, ITEM_X, top + 0.5 * MM, GRAY)
    _draw_block(sheet, row.sku, grid.sku_x, middle - _block(row.sku) / 2)
    top = middle - ((_block(row.lot) if row.lot else 0) + (_block(row.best_before) if row.best_before else 0)) / 2
    for part in (row.lot, row.best_before):
        if part:
            top = _draw_block(sheet, part, grid.lot_x, top)
    if grid.has_prices and row.line.total:
        money = fit(row.line.total, "regular", (9.5, 6.5), grid.right - grid.lot_end - 2 * MM, 1, "", "price")
        sheet.fitted(money, grid.right, middle + money.size * 0.365, 0, align="right")
    sheet.rule(LEFT, y + row.height, grid.right, 0.6, RULE)
    return y + row.height


def _draw_block(sheet: Sheet, fitted: Fitted, x: float, top: float, gray: float = BLACK) -> float:
    """Draw lines below ``top``; returns the lower edge."""
    leading = fitted.size * TITLE_LEADING
    sheet.fitted(fitted, x, top + leading * 0.77, leading, gray)
    return top + _block(fitted)


def _draw_tick(sheet: Sheet, x: float, y: float) -> None:
    sheet.round_box(x + 0.5, y + 0.5, TICK - 1, TICK - 1, 0.9 * MM, 1.0)
    sheet.icon("check", x + 0.75 * MM, y + 0.75 * MM, TICK - 1.5 * MM)


def _draw_total(sheet: Sheet, data: SlipData, grid: Grid, y: float) -> None:
    units = sum(line.quantity for line in data.lines)
    base = y + ROW / 2 + 17 * 0.365
    count = fit(str(units), "bold", (17, 8), 14 * MM, 1, "", "quantity")
    sheet.fitted(count, grid.qty_x, base, 0, align="right")
    sheet.text("item" if units == 1 else "items", ITEM_X, base, 9.9, "semibold")
    if data.is_gift:
        sheet.text("No prices, because this is a gift.", grid.right, base, 8.6, gray=GRAY, align="right")
    elif grid.has_prices and data.total:
        money = fit(data.total, "bold", (13, 8), 60 * MM, 1, "", "total")
        sheet.fitted(money, grid.right, base, 0, align="right")
