"""Words of ZPL II: fields, text, boxes, codes and graphics. Knows no label.

Invariant: text of strangers can only ever be data of a field. Everything but plain characters goes as a hexadecimal
escape after ``^FH``, so no command prefix (``^``, ``~``), escape or control byte of theirs reaches the printer.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from desktop_oms.documents.raster import Bitmap

ESCAPE: Final = "_"
# What every Zebra has in its scalable font under ^CI28: printable ASCII and Latin-1. The rest goes as a graphic.
NATIVE: Final = re.compile("[\x20-\x7e\xa1-\xac\xae-\xff]*")
# Font 0 is condensed; made this much wider it fills the room measured for Inter and stays inside it (tested).
STRETCH: Final = 1.04
STRETCH_BOLD: Final = 1.14
_NOT_PLAIN: Final = re.compile("[^A-Za-z0-9 .,:;!?()/+*=@#%&'\"<>-]")
Justify = Literal["left", "center", "right"]


def escape(text: str) -> str:
    """Text as the data of a ``^FH_^FD`` field."""
    return _NOT_PLAIN.sub(_as_hex, text)


def _as_hex(found: re.Match[str]) -> str:
    return "".join(f"{ESCAPE}{byte:02X}" for byte in found.group().encode("utf-8", "replace"))


def is_native(text: str) -> bool:
    """True when the printer's own font shows every character."""
    return NATIVE.fullmatch(text) is not None


def begin(width: int, height: int) -> str:
    """Open a label of so many dots; UTF-8, normal orientation, origin at the upper left."""
    return f"^XA\n^CI28\n^PW{width}\n^LL{height}\n^LH0,0\n^FWN\n"


def end(copies: int = 1) -> str:
    """Close the label."""
    return f"^PQ{copies}\n^XZ\n"


def box(x: int, y: int, width: int, height: int) -> str:
    """Fill a rectangle with black."""
    return f"^FO{x},{y}^GB{width},{height},{min(width, height)}^FS\n"


def text(
    content: str, x: int, y: int, size: int, justify: Justify, room: int, is_bold: bool, is_reversed: bool = False
) -> str:
    """One line in the printer's font 0 with its base line at ``y``; x is the left end, middle or right end."""
    reverse = "^FR" if is_reversed else ""
    block = ""
    if justify != "left":
        x = max(0, x - (room if justify == "right" else room // 2))
        block = f"^FB{room},1,0,{'R' if justify == 'right' else 'C'}"
    width = round(size * (STRETCH_BOLD if is_bold else STRETCH))
    return f"^FT{x},{y}^A0N,{size},{width}{block}{reverse}^FH{ESCAPE}^FD{escape(content)}^FS\n"


def graphic(bitmap: Bitmap, x: int, y: int, is_reversed: bool = False) -> str:
    """A picture with its base line at ``y`` and its left edge at ``x``."""
    size = len(bitmap.data)
    top = max(0, y - bitmap.base)
    reverse = "^FR" if is_reversed else ""
    return f"^FO{max(0, x)},{top}{reverse}^GFA,{size},{size},{bitmap.row_bytes},{bitmap.data.hex().upper()}^FS\n"


def sscc(digits: str, x: int, y: int, height: int, dots: int) -> str:
    """GS1-128 with AI 00: set C, FNC1, then 20 digits; without the printer's own text line."""
    return f"^BY{dots},3,{height}\n^FO{x},{y}^BCN,{height},N,N,N,N^FD>;>800{digits}^FS\n"


def qr(content: str, x: int, y: int, dots: int) -> str:
    """QR code, error level M, modules of ``dots``; x, y is the upper left module."""
    # The printer moves a QR code down by the bar height in force; 1 is the smallest there is.
    return f"^BY2,3,1\n^FO{x},{max(0, y - 1)}^BQN,2,{dots}^FH{ESCAPE}^FDMA,{escape(content)}^FS\n"
