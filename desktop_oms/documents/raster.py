"""Turn one shaped line into dots, for printers whose own fonts lack a character.

pdfium draws it from the same fonts as every PDF. pdfium is not safe to use from two threads: whoever uses it in this
process takes `PDFIUM_LOCK` first.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from typing import Final

import pypdfium2

from desktop_oms.documents.sheet import Media, Sheet
from desktop_oms.documents.text.shaping import Line

PDFIUM_LOCK: Final = threading.RLock()
THRESHOLD: Final = 128
ASCENT: Final = 1.25  # room above the base line in em; Vietnamese capitals and Thai marks reach 1.2
DESCENT: Final = 0.5
MAX_SIDE: Final = 4000  # dots; larger never fits a label


@dataclass(frozen=True, slots=True)
class Bitmap:
    """Rows of one-bit dots, 1 is black, each row padded to whole bytes; ``base`` rows lie above the base line."""

    width: int
    height: int
    base: int
    row_bytes: int
    data: bytes


@lru_cache(256)
def line_bitmap(line: Line, size: float) -> Bitmap:
    """Draw a line at ``size`` dots to the em, black on white, cropped above and below to what is black."""
    width = min(MAX_SIDE, max(1, ceil(line.width * size) + 2))
    base = ceil(ASCENT * size)
    height = min(MAX_SIDE, base + ceil(DESCENT * size))
    sheet = Sheet(Media(width, height), "", "")
    sheet.line(line, 0, base, size)
    content = sheet.close()
    with PDFIUM_LOCK:
        document = pypdfium2.PdfDocument(content)
        try:
            image = document[0].render(scale=1, grayscale=True).to_pil()
        finally:
            document.close()
    bits = image.convert("L").point([255 if value < THRESHOLD else 0 for value in range(256)]).convert("1")
    box = bits.getbbox() or (0, 0, 1, 1)
    bits = bits.crop((0, box[1], image.width, box[3]))
    return Bitmap(bits.width, bits.height, base - box[1], (bits.width + 7) // 8, bits.tobytes())
