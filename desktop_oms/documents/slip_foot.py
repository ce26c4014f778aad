"""Lower part of the packing slip: the way back if something is wrong, and the imprint with page number."""

from __future__ import annotations

from typing import Final

from desktop_oms.documents import barcodes
from desktop_oms.documents.address import sender_line
from desktop_oms.documents.sheet import GRAY, MM, RULE, Sheet
from desktop_oms.documents.slip_page import IMPRINT_START, LEFT, Grid, top_of_foot
from desktop_oms.documents.text.fit import fit
from desktop_oms.documents.text.shaping import shape
from desktop_oms.domain.papers import SlipData

QR_SIDE: Final = 25.5 * MM
STEPS_X: Final = 55.9 * MM
QUESTIONS_X: Final = 143.4 * MM
STEP_LEADING: Final = 5.1 * MM
IMPRINT_SIZE: Final = 7.2
IMPRINT_FLOOR: Final = 5.0
IMPRINT_GAP: Final = 6 * MM
IMPRINT_COLUMNS: Final = 3


def return_code_text(data: SlipData) -> str:
    """What the return QR code holds: the shop's return page with the key, or the key alone."""
    url = data.sender.returns_url.strip()
    if not url:
        return data.return_key
    if "://" not in url:
        url = f"https://{url}"
    return f"{url.rstrip('/')}/{data.return_key}"


def draw_returns(sheet: Sheet, data: SlipData, grid: Grid) -> None:
    """Draw the returns part at the foot of the last page."""
    top = top_of_foot(sheet)
    sheet.rule(LEFT, top, grid.right, 1.0)
    x = LEFT
    if data.return_key:
        code = barcodes.qr(return_code_text(data))
        dots = max(barcodes.MIN_DOTS, int(QR_SIDE / sheet.media.dot / code.modules))
        sheet.matrix(code, LEFT, top + 5 * MM, dots)
        x = STEPS_X
        _draw_steps(sheet, data, x, top)
    else:
        sheet.text("Something not right?", x, top + 8.8 * MM, 13.2, "semibold")
        sheet.text("Tell us. The order number is all we need.", x, top + 14.7 * MM, 9.8)
    _draw_questions(sheet, data, grid, top)


def _draw_steps(sheet: Sheet, data: SlipData, x: float, top: float) -> None:
    sheet.text("Something not right?", x, top + 8.8 * MM, 13.2, "semibold")
    y = top + 14.7 * MM
    room = QUESTIONS_X - 6 * MM
    used = sheet.text("1. Scan the code, or enter ", x, y, 9.8)
    key = fit(data.return_key, "semibold", (9.8, 7), room - x - used, 1, "", "return key")
    sheet.fitted(key, x + used, y, 0)
    url = data.sender.returns_url.strip().removeprefix("https://").removeprefix("http://").rstrip("/")
    if url:
        y += STEP_LEADING
        indent = shape("1. ", "regular").width * 9.8
        used = indent + sheet.text("at ", x + indent, y, 9.8)
        address = fit(url, "semibold", (9.8, 7), room - x - used, 1, "", "return page")
        sheet.fitted(address, x + used, y, 0)
        sheet.text(".", x + used + address.width, y, 9.8)
    y += STEP_LEADING
    sheet.text("2. Choose the items and what you would like.", x, y, 9.8)
    y += STEP_LEADING
    sheet.text("3. Print the label, or show it at the parcel shop.", x, y, 9.8)
    if data.sender.return_days > 0:
        days = "1 day" if data.sender.return_days == 1 else f"{data.sender.return_days} days"
        sheet.text(f"You have {days}.", x, y + STEP_LEADING, 9.8)


def _draw_questions(sheet: Sheet, data: SlipData, grid: Grid, top: float) -> None:
    lines = [text for text in (data.sender.email, data.sender.phone, data.sender.hours) if text]
    if not lines:
        return
    sheet.text("Questions", QUESTIONS_X, top + 7.7 * MM, 9.5, "semibold")
    y = top + 12.5 * MM
    for text in lines:
        fitted = fit(text, "regular", (8.6, 6.0), grid.right - QUESTIONS_X, 2, "", "contact")
        y = sheet.fitted(fitted, QUESTIONS_X, y, 3.95 * MM, GRAY)


def draw_imprint(sheet: Sheet, data: SlipData, grid: Grid, page: int, pages: int) -> None:
    """Draw the lowest rows of a page: who the sender is by law, page number, fingerprint of data and template."""
    top = sheet.height - IMPRINT_START
    sheet.rule(LEFT, top, grid.right, 0.5, RULE)
    sender = data.sender
    own = (sender.legal_name or sender.name, sender_line(sender.street, sender.postcode, sender.city))
    columns = [own, *sender.footer][:IMPRINT_COLUMNS]
    base = (top + 4.8 * MM, top + 8.4 * MM)
    mark = " · ".join(part for part in (data.shipment_number, data.template_mark) if part)
    right = (f"Packing slip, page {page} of {pages}", mark)
    room = grid.right - LEFT - max(shape(text).width for text in right) * IMPRINT_SIZE - IMPRINT_GAP
    widths = [max(shape(text).width for text in column) for column in columns]
    gaps = IMPRINT_GAP * (len(columns) - 1)
    size = max(IMPRINT_FLOOR, min(IMPRINT_SIZE, (room - gaps) / max(sum(widths), 1)))
    most = (room - gaps) / len(columns)
    x = LEFT
    for column, width in zip(columns, widths, strict=True):
        share = width * size if sum(widths) * size + gaps <= room + 0.01 else most
        for text, y in zip(column, base, strict=True):
            sheet.fitted(fit(text, "regular", (size, IMPRINT_FLOOR), share + 0.1, 1, "", "imprint"), x, y, 0, GRAY)
        x += share + IMPRINT_GAP
    if len(sender.footer) >= IMPRINT_COLUMNS:
        sheet.warn(f"The imprint has room for {IMPRINT_COLUMNS - 1} entries; {len(sender.footer)} were given.")
    for text, y in zip(right, base, strict=True):
        sheet.fitted(
            fit(text, "regular", (IMPRINT_SIZE, IMPRINT_FLOOR), 50 * MM, 1, "", "shipment number"),
            grid.right,
            y,
            0,
            GRAY,
            "right",
        )
