"""The product label, 50 x 25 mm at 203 dpi: variant largest, EAN-13 with 2-dot modules, bin at the right (picture 13c)."""

from __future__ import annotations

from typing import Final

from desktop_oms.documents import barcodes
from desktop_oms.documents.barcodes import DOT
from desktop_oms.documents.sheet import Sheet
from desktop_oms.documents.text.fit import fit
from desktop_oms.domain.papers import ProductLabelData

TEMPLATE_VERSION: Final = "product-1"
WIDTH: Final = 400  # dots
LEFT: Final = 16
RIGHT: Final = 384
CODE_TOP: Final = 102
CODE_HEIGHT: Final = 62
CODE_ROOM: Final = 244  # bars and quiet zones
BIN_X: Final = 262


def draw_product_label(sheet: Sheet, data: ProductLabelData) -> None:
    """Draw one label on the current page."""
    variant = data.variant or data.sku
    title = fit(data.title, "medium", (24 * DOT, 15 * DOT), (RIGHT - LEFT) * DOT, 2, "", "article name")
    rows = len(title.lines)
    first = 34 if rows == 1 else 24
    sheet.fitted(title, LEFT * DOT, first * DOT, 20 * DOT)
    name_size = 44 if rows == 1 else 36
    name = fit(variant, "bold", (name_size * DOT, 18 * DOT), 210 * DOT, 1, "", "variant")
    sheet.fitted(name, LEFT * DOT, 80 * DOT, 0)
    sku = fit(data.sku, "medium", (21 * DOT, 12 * DOT), (RIGHT - LEFT - 10) * DOT - name.width, 1, "", "article number")
    sheet.fitted(sku, RIGHT * DOT, 77 * DOT, 0, align="right")
    code = barcodes.ean13(data.ean) if data.ean else barcodes.code128(data.sku)
    room = CODE_ROOM if data.ean else WIDTH - 8
    dots = code.dots_for(room * DOT, barcodes.MIN_DOTS)
    x = LEFT if not data.ean else 30
    x = max(x, code.quiet * dots)
    sheet.linear(code, x * DOT, CODE_TOP * DOT, CODE_HEIGHT * DOT, dots)
    end = x + (code.modules + code.quiet) * dots
    spoken = data.ean or data.sku
    digits = fit(spoken, "medium", (17 * DOT, 11 * DOT), code.modules * dots * DOT * 0.78, 1, "", "code")
    gap = (code.modules * dots * DOT - digits.width) / max(1, len(spoken) - 1) * 0.9
    middle = (x + code.modules * dots / 2) * DOT
    sheet.line(digits.lines[0], middle, 183 * DOT, digits.size, align="center", tracking=min(gap, 4 * DOT))
    if data.bin and end < BIN_X:
        sheet.text("Bin", RIGHT * DOT, 147 * DOT, 18 * DOT, "medium", align="right")
        place = fit(data.bin, "bold", (34 * DOT, 14 * DOT), (RIGHT - end) * DOT, 1, "", "bin")
        sheet.fitted(place, RIGHT * DOT, 181 * DOT, 0, align="right")
    elif data.bin:
        sheet.warn("The code takes the whole width; the bin is not on the label.")
