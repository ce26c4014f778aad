"""Make a text fit: wrap at words, then shrink to a floor, then cut with a sign and a warning. Never cut silently."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from desktop_oms.documents.text import bidi
from desktop_oms.documents.text.clean import clean
from desktop_oms.documents.text.fonts import Style
from desktop_oms.documents.text.shaping import Line, clusters, shape

ELLIPSIS: Final = "…"
STEP: Final = 0.5  # points between sizes tried
_EAST: Final = "\u2e80-\u312f\u3190-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_NO_START: Final = "、。，．：；？！）］｝〉》」』】ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
_NO_END: Final = "（［｛〈《「『【"
# A break may stand after a space, after a hyphen or slash inside a word, and between Chinese or Japanese characters.
_PIECE: Final = re.compile(
    rf"[{_NO_END}]*[{_EAST}][{_NO_START}]*[ ]*|[^ {_EAST}]*?[^ {_EAST}\d][-/](?=[^ \d])|[^ {_EAST}]+[{_NO_START}]*[ ]*|[ ]+"
)


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines to draw at one size (points); ``warnings`` name what could not be shown as given."""

    lines: tuple[Line, ...]
    size: float
    warnings: tuple[str, ...]

    @property
    def width(self) -> float:
        """Width of the widest line in points."""
        return max((line.width for line in self.lines), default=0.0) * self.size


def wrap(text: str, style: Style, size: float, width: float, region: str = "") -> tuple[Line, ...]:
    """Break a text into lines no wider than ``width`` points; a word that is wider alone is broken between letters."""
    base = None if bidi.is_simple(text) else bidi.base_level(text)
    whole = shape(text, style, region, base)
    if whole.width * size <= width:
        return (whole,)
    limit = width / size
    rows: list[str] = []
    row, used = "", 0.0
    for piece in _pieces(whole.text, style, limit, region):
        extra = shape(piece, style, region, base).width
        bare = shape(piece.rstrip(" "), style, region, base).width
        if row and used + bare > limit:
            rows.append(row)
            row, used = "", 0.0
        row, used = row + piece, used + extra
    rows.append(row)
    # The space at the end of a row stays in the text, so that words do not run together when copied; L1 puts it last.
    return tuple(shape(row.rstrip(" ") if row is rows[-1] else row, style, region, base) for row in rows)


def _pieces(text: str, style: Style, limit: float, region: str) -> list[str]:
    """Pieces between which a line may break, none wider than ``limit`` em."""
    pieces: list[str] = []
    for piece in _PIECE.findall(text):
        if shape(piece.rstrip(" "), style, region).width <= limit:
            pieces.append(piece)
            continue
        part, used = "", 0.0
        for cluster in clusters(piece):
            advance = shape(cluster, style, region).width
            if part and used + advance > limit:
                pieces.append(part)
                part, used = "", 0.0
            part, used = part + cluster, used + advance
        pieces.append(part)
    return pieces


def fit(
    text: str,
    style: Style,
    sizes: tuple[float, float],
    width: float,
    max_lines: int = 1,
    region: str = "",
    what: str = "text",
) -> Fitted:
    """Lay out a text in at most ``max_lines`` lines.

    Args:
        sizes: wanted size and floor in points; wrapped first, then set smaller step by step.
        width: in points.
        what: name of the field for the warning: ``recipient line``.
    """
    text, warnings = clean(text)
    wanted, floor = sizes
    size = wanted
    while True:
        lines = wrap(text, style, size, width, region)
        if len(lines) <= max_lines:
            return Fitted(lines, size, warnings + _of(lines))
        if size <= floor:
            break
        size = max(floor, size - STEP)
    kept = lines[: max_lines - 1]
    last = _cut(lines[max_lines - 1 :], style, size, width, region)
    shown = f"{text[:60]}{ELLIPSIS}" if len(text) > 60 else text
    cut = f"The {what} is too long for the paper and was cut: {shown}"
    lines = (*kept, last)
    return Fitted(lines, size, (*warnings, *_of(lines), cut))


def _of(lines: Sequence[Line]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(warning for line in lines for warning in line.warnings))


def _cut(rest: Sequence[Line], style: Style, size: float, width: float, region: str) -> Line:
    """As much as fits of the rest in one line, with a sign that something is missing."""
    parts = list(clusters(rest[0].text.rstrip(" ")))
    while parts:
        line = shape("".join(parts).rstrip(" ") + ELLIPSIS, style, region)
        if line.width * size <= width:
            return line
        parts.pop()
    return shape(ELLIPSIS, style, region)
