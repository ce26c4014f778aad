"""Upper part of the packing slip: brand, order code, address window, facts, title, gift and note."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from desktop_oms.documents import barcodes
from desktop_oms.documents.address import country_line, sender_line, town_lines
from desktop_oms.documents.sheet import BLACK, GRAY, MM, Sheet
from desktop_oms.documents.slip_page import LEFT, NEXT_TOP, Grid
from desktop_oms.documents.text.fit import Fitted, fit
from desktop_oms.domain.papers import SlipData

CODE_TOP: Final = 13.6 * MM
CODE_HEIGHT: Final = 11.4 * MM
CODE_ROOM: Final = 75 * MM
CODE_DOTS: Final = 3
WINDOW_WIDTH: Final = 84.7 * MM
# DIN 5008 form B: window 45 to 90 mm from the top, address zone below the sender's line.
ADDRESS_TOP: Final = 53.6 * MM
ADDRESS_END: Final = 88.5 * MM
ADDRESS_SIZES: Final = (11.8, 7.3)
ADDRESS_LEADING: Final = 1.35
MAX_ROWS: Final = 4  # one line of an address may take so many rows before it is cut
FACTS_X: Final = 124.8 * MM
VALUES_X: Final = 149.3 * MM
FOLDS: Final = ((105 * MM, 9.3 * MM), (148.5 * MM, 11.4 * MM), (210 * MM, 9.3 * MM))
GIFT_LINES: Final = 8
NOTE_LINES: Final = 6
TITLE: Final = "What is in the box"


def draw_first_head(sheet: Sheet, data: SlipData, grid: Grid) -> float:
    """Draw everything above the table of the first page; returns where the table begins."""
    _draw_brand(sheet, data)
    _draw_order_code(sheet, data, grid)
    _draw_fold_marks(sheet)
    _draw_address(sheet, data)
    _draw_facts(sheet, data, grid)
    sheet.text(TITLE, LEFT - 0.6, 102 * MM, 24.8, "display")
    if data.is_copy:
        draw_copy_mark(sheet, grid.right, 102 * MM)
    sheet.text(_summary(data), LEFT, 108.9 * MM, 9.8, gray=GRAY)
    y = 115 * MM
    if data.is_gift or data.gift_message:
        y = _draw_gift(sheet, data, grid, y)
    if data.note:
        y = _draw_note(sheet, data, grid, y)
    return y + (3 * MM if y > 115 * MM else 0)


def draw_next_head(sheet: Sheet, data: SlipData, grid: Grid) -> float:
    """Draw the head of a further page; returns where the table begins."""
    brand = fit(data.sender.name, "display", (13, 8), 70 * MM, 1, "", "brand")
    sheet.fitted(brand, LEFT, 20 * MM, 0)
    sheet.text(f"{TITLE}, continued", LEFT, 26 * MM, 10.5, gray=GRAY)
    sheet.text(data.order_code, grid.right, 20 * MM, 9.5, "medium", align="right", tracking=1.2)
    shipment = fit(f"Shipment {data.shipment_number}", "regular", (9, 7), 80 * MM, 1, "", "shipment number")
    sheet.fitted(shipment, grid.right, 26 * MM, 0, GRAY, "right")
    if data.is_copy:
        draw_copy_mark(sheet, grid.right - 45 * MM, 21 * MM)
    return NEXT_TOP


def draw_copy_mark(sheet: Sheet, right: float, base: float) -> None:
    """Frame the word COPY with its right edge at ``right``."""
    width = 24 * MM
    sheet.round_box(right - width, base - 6.4 * MM, width, 8.2 * MM, 1.4 * MM, 1.2)
    sheet.text("COPY", right - width / 2, base - 0.7 * MM, 13, "bold", align="center", tracking=2)


def _draw_brand(sheet: Sheet, data: SlipData) -> None:
    sheet.round_box(LEFT, 15 * MM, 9 * MM, 9 * MM, 2.1 * MM)
    sheet.icon("package", LEFT + 1.5 * MM, 16.5 * MM, 6 * MM, gray=1)
    name = fit(data.sender.name, "display", (16.2, 9), 78 * MM, 2, "", "brand")
    rise = (len(name.lines) - 1) * name.size * 0.6
    sheet.fitted(name, LEFT + 11.9 * MM, 21.5 * MM - rise, name.size * 1.2)


def _draw_order_code(sheet: Sheet, data: SlipData, grid: Grid) -> None:
    code = barcodes.code128(data.order_code)
    dots = code.dots_for(CODE_ROOM, CODE_DOTS, sheet.media.dot)
    width = code.modules * dots * sheet.media.dot
    sheet.linear(code, grid.right - width, CODE_TOP, CODE_HEIGHT, dots)
    sheet.text(data.order_code, grid.right, 29.3 * MM, 9.5, "medium", align="right", tracking=1.2)


def _draw_fold_marks(sheet: Sheet) -> None:
    for y, end in FOLDS:
        if y < sheet.height:
            sheet.rule(5 * MM, y, end, 0.5, 0.55)


def _draw_address(sheet: Sheet, data: SlipData) -> None:
    sender = data.sender
    street = sender_line(sender.street, sender.postcode, sender.city)
    back = ", ".join(part for part in (sender.name, street) if part)
    sheet.fitted(fit(back, "regular", (7.5, 5.5), WINDOW_WIDTH, 1, "", "sender line"), LEFT, 49.2 * MM, 0, GRAY)
    sheet.rule(LEFT, 51.4 * MM, LEFT + WINDOW_WIDTH, 0.5, 0.6)
    to = data.addressee
    lines = [line for line in (*to.lines, *town_lines(to), country_line(to)) if line.strip()]
    y = ADDRESS_TOP
    for fitted in fit_block(lines, ADDRESS_END - ADDRESS_TOP, to.country):
        leading = fitted.size * ADDRESS_LEADING
        y = sheet.fitted(fitted, LEFT, y + leading, leading) - leading


def fit_block(lines: list[str], height: float, region: str) -> list[Fitted]:
    """All lines of an address at one size that fits window and height; below the floor single lines are cut."""
    size, floor = ADDRESS_SIZES
    while True:
        block = [fit(line, "regular", (size, size), WINDOW_WIDTH, MAX_ROWS, region, "address line") for line in lines]
        used = _rows(block) * size * ADDRESS_LEADING
        was_cut = any("cut" in warning for fitted in block for warning in fitted.warnings)
        if used <= height and not was_cut:
            return block
        if size <= floor:
            break
        size -= 0.5
    for rows in (MAX_ROWS, 3, 2, 1):
        block = [fit(line, "regular", (floor, floor), WINDOW_WIDTH, rows, region, "address line") for line in lines]
        if rows == 1 or _rows(block) * floor * ADDRESS_LEADING <= height:
            break
    kept = int(height / (floor * ADDRESS_LEADING))
    if len(block) > kept:
        warning = "The address has more lines than the window shows; the last were left out."
        block = [*block[: kept - 1], replace(block[kept - 1], warnings=(*block[kept - 1].warnings, warning))]
    return block


def _rows(block: list[Fitted]) -> int:
    return sum(len(fitted.lines) for fitted in block)


def _draw_facts(sheet: Sheet, data: SlipData, grid: Grid) -> None:
    shipment = ", ".join(part for part in (data.shipment_number, data.parcel_text) if part)
    channel_number = data.channel_order_number if data.channel_order_number != data.order_number else ""
    facts = (
        ("Order", data.order_number),
        ("Your number", channel_number),
        ("Ordered", data.ordered_on),
        ("Packed", data.packed_at),
        ("Shipment", shipment),
        ("Carton, weight", data.carton_text),
        ("Sent with", data.service),
    )
    y = 51.1 * MM
    for label, value in facts:
        if not value:
            continue
        sheet.text(label, FACTS_X, y, 8.2, gray=GRAY)
        sheet.fitted(fit(value, "medium", (9.0, 6.0), grid.right - VALUES_X, 1, "", label.lower()), VALUES_X, y, 0)
        y += 4.5 * MM


def _summary(data: SlipData) -> str:
    """``8 items in 4 lines. Every item was scanned when it went in.``: never claims a scan that did not happen."""
    units = sum(line.quantity for line in data.lines)
    scanned = sum(line.quantity for line in data.lines if line.was_scanned)
    count = len(data.lines)
    start = f"{units} {'item' if units == 1 else 'items'} in {count} {'line' if count == 1 else 'lines'}."
    if not scanned:
        return start
    if scanned == units:
        return f"{start} {'It' if units == 1 else 'Every item'} was scanned when it went in."
    return f"{start} {scanned} of them {'was' if scanned == 1 else 'were'} scanned when they went in."


def _paragraphs(text: str, sizes: tuple[float, float], room: float, most: int, what: str) -> list[Fitted]:
    """Paragraphs of a text, together at most ``most`` lines; what has to go is told in a warning of the last."""
    fitted: list[Fitted] = []
    left = most
    for part in re.split(r"\r\n|[\n\r\u2028\u2029]", text):
        if not part.strip():
            continue
        if not left:
            warning = f"The {what} has more lines than the paper has room for; the last were left out."
            fitted[-1] = replace(fitted[-1], warnings=(*fitted[-1].warnings, warning))
            break
        fitted.append(fit(part, "regular", sizes, room, left, "", what))
        left -= len(fitted[-1].lines)
    return fitted


def _draw_gift(sheet: Sheet, data: SlipData, grid: Grid, y: float) -> float:
    x = LEFT + 14 * MM
    room = grid.right - x - 5 * MM
    title = f"A gift from {data.gift_from}" if data.gift_from else "A gift for you"
    head = fit(title, "semibold", (9.9, 8), room, 2, "", "gift sender")
    parts = _paragraphs(data.gift_message, (9.9, 7.5), room, GIFT_LINES, "gift message")
    leading = 4.9 * MM
    height = (len(head.lines) + sum(len(part.lines) for part in parts)) * leading + 6.4 * MM
    sheet.round_box(LEFT + 0.55, y, grid.right - LEFT - 1.1, height, 2.2 * MM, 1.1)
    sheet.icon("gift", LEFT + 4.8 * MM, y + 3.3 * MM, 5.8 * MM)
    base = sheet.fitted(head, x, y + 6.8 * MM, leading)
    for part in parts:
        base = sheet.fitted(part, x, base, leading, BLACK)
    return y + height


def _draw_note(sheet: Sheet, data: SlipData, grid: Grid, y: float) -> float:
    y += (5 if y > 115 * MM else 1) * MM
    for fitted in _paragraphs(data.note, (10, 7.5), grid.right - LEFT, NOTE_LINES, "note"):
        y = sheet.fitted(fitted, LEFT, y + 3 * MM, 4.7 * MM) - 2.6 * MM
    return y
