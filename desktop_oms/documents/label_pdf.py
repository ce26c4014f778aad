"""Labels as PDF, for previews, archives and printers without a language of their own."""

from __future__ import annotations

from typing import Final

from desktop_oms.documents import barcodes
from desktop_oms.documents.label_layout import CODE_ROOM, HEIGHT, MAX_CODE_DOTS, WIDTH, Bars, Square, Words, lay_out
from desktop_oms.documents.sheet import BLACK, WHITE, Sheet
from desktop_oms.domain.papers import LabelData

TEMPLATE_VERSION: Final = "label-1"
DPI: Final = 203


def draw_label(sheet: Sheet, data: LabelData) -> None:
    """Draw one 4 x 6 inch address label on the current page."""
    layout = lay_out(data)
    dot = sheet.media.dot
    assert abs(sheet.width - WIDTH * dot) < dot and abs(sheet.height - HEIGHT * dot) < dot, "a 4 x 6 inch page"
    for fill in layout.fills:
        sheet.box(fill.x * dot, fill.y * dot, fill.width * dot, fill.height * dot)
    for words in layout.words:
        _draw_words(sheet, words, dot)
    for bars in layout.bars:
        _draw_bars(sheet, bars, dot)
    for square in layout.squares:
        _draw_square(sheet, square, dot)
    sheet.warn(*layout.warnings)


def _draw_words(sheet: Sheet, words: Words, dot: float) -> None:
    gray = WHITE if words.is_reversed else BLACK
    size = round(words.size * dot, 3)
    sheet.line(words.line, words.x * dot, words.y * dot, size, gray, words.align, words.tracking * dot)


def _draw_bars(sheet: Sheet, bars: Bars, dot: float) -> None:
    dots = bars.code.dots_for(CODE_ROOM * dot, MAX_CODE_DOTS, dot)
    x = (WIDTH - bars.code.modules * dots) // 2
    sheet.linear(bars.code, x * dot, bars.y * dot, bars.height * dot, dots)


def _draw_square(sheet: Sheet, square: Square, dot: float) -> None:
    dots = max(barcodes.MIN_DOTS, square.side // square.code.modules)
    side = dots * square.code.modules
    sheet.matrix(square.code, (square.x - side) * dot, square.y * dot, dots)
