"""The 4 x 6 inch address label in ZPL II, for 203 and 300 dpi, as commands and not as a picture of a page.

A line goes as a graphic from the shipped fonts only if the printer's font lacks one of its characters.
"""

from __future__ import annotations

from typing import Final

from desktop_oms.documents import barcodes, zpl
from desktop_oms.documents.label_layout import HEIGHT, MAX_CODE_DOTS, RIGHT, WIDTH, Layout, Words, lay_out
from desktop_oms.documents.raster import line_bitmap
from desktop_oms.domain.papers import LabelData

TEMPLATE_VERSION: Final = "label-1"
LAYOUT_DPI: Final = 203
LEFT_EDGE: Final = 28
DPIS: Final = (203, 300)


def label_zpl(data: LabelData, dpi: int) -> tuple[str, tuple[str, ...]]:
    """Return the label's commands and warnings; ``dpi`` is 203 or 300."""
    layout = lay_out(data)
    scale = dpi / LAYOUT_DPI
    parts = [zpl.begin(round(WIDTH * scale), round(HEIGHT * scale))]
    for fill in layout.fills:
        parts.append(zpl.box(*(max(1, round(v * scale)) for v in (fill.x, fill.y, fill.width, fill.height))))
    parts += [_words(words, scale) for words in layout.words]
    parts += _codes(layout, scale)
    parts.append(zpl.end())
    return "".join(parts), tuple(layout.warnings)


def _words(words: Words, scale: float) -> str:
    x, y, size = round(words.x * scale), round(words.y * scale), words.size * scale
    if zpl.is_native(words.line.text):
        room = round(words.line.width * size * 1.25) + 8
        return zpl.text(words.line.text, x, y, round(size), words.align, room, words.style == "bold", words.is_reversed)
    width = words.line.width * size
    x -= {"left": 0, "right": round(width), "center": round(width / 2)}[words.align]
    return zpl.graphic(line_bitmap(words.line, round(size, 2)), x, y, words.is_reversed)


def _codes(layout: Layout, scale: float) -> list[str]:
    parts = []
    width = round(WIDTH * scale)
    for bars in layout.bars:
        most = round(MAX_CODE_DOTS * scale)
        dots = bars.code.dots_for(round((RIGHT - LEFT_EDGE - 6) * scale), most, 1)
        x = (width - bars.code.modules * dots) // 2
        parts.append(zpl.sscc(bars.digits, x, round(bars.y * scale), round(bars.height * scale), dots))
    for square in layout.squares:
        dots = max(barcodes.MIN_DOTS, int(square.side * scale) // square.code.modules)
        x = round(square.x * scale) - dots * square.code.modules
        parts.append(zpl.qr(square.text, x, round(square.y * scale), dots))
    return parts
