"""Codes as patterns of modules, checked against the room they get.

python-barcode and segno decide the modules; the papers draw them themselves, each module a whole number of printer dots
(a bar of 1 dot, or of 2.4, does not scan at 203 dpi). Every code is read back in the tests by a library that did not
draw it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import segno
from barcode.codex import Code128, Gs1_128
from barcode.ean import EuropeanArticleNumber13

from desktop_oms.domain.errors import RuleError

DOT: Final = 72 / 203  # points; thermal label printers have 203 dots an inch, lasers print multiples well
MIN_DOTS: Final = 2
QUIET_LINEAR: Final = 10  # modules of white either side (ISO/IEC 15417)
QUIET_EAN: Final = 11
QUIET_QR: Final = 4  # ISO/IEC 18004
MAX_LINEAR_CHARS: Final = 48
MAX_QR_BYTES: Final = 300
_ASCII: Final = re.compile(r"[\x20-\x7e]+")


@dataclass(frozen=True, slots=True)
class Linear:
    """Bars of a code in one dimension.

    Attributes:
        bars: (start, width) in modules from the left end, without quiet zones.
        modules: width of the whole.
        quiet: white modules wanted on either side.
    """

    bars: tuple[tuple[int, int], ...]
    modules: int
    quiet: int

    def dots_for(self, width_pt: float, most: int = 4, dot: float = DOT) -> int:
        """Widest whole number of dots a module may have so that code and quiet zones fit ``width_pt`` points.

        Raises:
            RuleError: ``document.code_too_wide`` when even 2 dots do not fit.
        """
        dots = min(most, int(width_pt / dot / (self.modules + 2 * self.quiet) + 1e-6))
        if dots < MIN_DOTS:
            raise RuleError("document.code_too_wide", modules=self.modules, width_mm=round(width_pt / 72 * 25.4, 1))
        return dots


@dataclass(frozen=True, slots=True)
class Matrix:
    """A square code; ``rows`` from the top, each a tuple of (start, width) of dark stretches, without quiet zone."""

    rows: tuple[tuple[tuple[int, int], ...], ...]
    modules: int
    quiet: int = QUIET_QR


def _stretches(pattern: str) -> tuple[tuple[int, int], ...]:
    return tuple((m.start(), m.end() - m.start()) for m in re.finditer("1+", pattern))


def _linear(pattern: str, quiet: int) -> Linear:
    return Linear(_stretches(pattern), len(pattern), quiet)


def _check_text(text: str) -> None:
    if not _ASCII.fullmatch(text) or len(text) > MAX_LINEAR_CHARS:
        raise RuleError("document.code_text", text=text[:MAX_LINEAR_CHARS], most=MAX_LINEAR_CHARS)


@lru_cache(1024)
def code128(text: str) -> Linear:
    """Code 128 of printable ASCII, at most 48 characters.

    Raises:
        RuleError: ``document.code_text``.
    """
    _check_text(text)
    return _linear(Code128(text).build()[0], QUIET_LINEAR)


def gtin_check_digit(digits: str) -> str:
    """Check digit of a GS1 number (GTIN, SSCC) over the digits before it."""
    total = sum(int(digit) * (3 if i % 2 == 0 else 1) for i, digit in enumerate(reversed(digits)))
    return str(-total % 10)


@lru_cache(1024)
def sscc(digits: str) -> Linear:
    """GS1-128 with application identifier 00: 18 digits, check digit proved.

    Raises:
        RuleError: ``document.sscc``.
    """
    if not re.fullmatch("[0-9]{18}", digits) or gtin_check_digit(digits[:-1]) != digits[-1]:
        raise RuleError("document.sscc", text=digits[:40])
    return _linear(Gs1_128("00" + digits).build()[0], QUIET_LINEAR)


@lru_cache(1024)
def ean13(digits: str) -> Linear:
    """EAN-13, check digit proved.

    Raises:
        RuleError: ``document.ean``.
    """
    if not re.fullmatch("[0-9]{13}", digits) or gtin_check_digit(digits[:-1]) != digits[-1]:
        raise RuleError("document.ean", text=digits[:40])
    return _linear(EuropeanArticleNumber13(digits).build()[0], QUIET_EAN)


@lru_cache(1024)
def qr(text: str, error: str = "m") -> Matrix:
    """QR code, smallest version that holds the text at error level L, M, Q or H.

    Raises:
        RuleError: ``document.code_text`` for an empty text or over 300 bytes.
    """
    if not text or len(text.encode("utf-8", "replace")) > MAX_QR_BYTES:
        raise RuleError("document.code_text", text=text[:MAX_LINEAR_CHARS], most=MAX_QR_BYTES)
    matrix = segno.make_qr(text, error=error, boost_error=False).matrix
    rows = tuple(_stretches("".join("1" if bit else "0" for bit in row)) for row in matrix)
    return Matrix(rows, len(rows))
