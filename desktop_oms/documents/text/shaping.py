"""One line of text to positioned glyphs: clusters, font by coverage, direction, HarfBuzz.

Invariant: no glyph of a shaped line is ``.notdef``. What no shipped font can show appears as U+FFFD and in the line's
warnings; the text kept for copying out of the paper stays as given.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Final, NamedTuple

import uharfbuzz as hb

from desktop_oms.documents.text import bidi, fonts
from desktop_oms.documents.text.clean import REPLACEMENT, clean, describe
from desktop_oms.documents.text.fonts import Face, Style

ZWJ: Final = "\u200d"
IGNORABLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef]"
)
_PRESENT_AS_EMOJI: Final = re.compile("[\ufe0f\u20e3\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff]")
_PAIRS: Final = ("()", "[]", "{}", "<>", "\u00ab\u00bb", "\u2039\u203a")
MIRRORED: Final = {c: pair[1 - i] for pair in _PAIRS for i, c in enumerate(pair)}
LANGUAGE: Final = "en"
_CLUSTERS_CACHED: Final = 4096
_LINES_CACHED: Final = 8192


class Part(NamedTuple):
    """One glyph of a cell and where it stands, in font units from the cell's left end on the base line."""

    glyph: int
    x: int
    y: int


class Cell(NamedTuple):
    """What a reader takes for one character: one glyph, or several that belong together (letter and marks).

    Attributes:
        advance: to the next cell, kerning included, in font units.
        text: the characters it stands for, never empty.
    """

    parts: tuple[Part, ...]
    advance: int
    text: str

    @property
    def is_simple(self) -> bool:
        """True for a single glyph at its own place."""
        return len(self.parts) == 1 and self.parts[0][1:] == (0, 0)


@dataclass(frozen=True, slots=True)
class Run:
    """Cells of one font, left to right as drawn; ``embolden`` in em."""

    face: Face
    cells: tuple[Cell, ...]
    embolden: float


@dataclass(frozen=True, slots=True)
class Line:
    """A shaped line at size 1.

    Attributes:
        text: what was asked for, in reading order, without what `clean` took away.
        width: in em; multiply by the font size.
        warnings: sentences about characters that could not be printed as given.
    """

    text: str
    runs: tuple[Run, ...]
    width: float
    warnings: tuple[str, ...]


def clusters(text: str) -> Iterator[str]:
    """Split into what a reader takes for one character (base with marks, conjuncts, emoji sequences, jamo, flags)."""
    if text.isascii():
        yield from text
        return
    current = ""
    for char in text:
        if current and _joins(current, char):
            current += char
            continue
        if current:
            yield current
        current = char
    if current:
        yield current


def _joins(current: str, char: str) -> bool:
    if (
        unicodedata.category(char) in ("Mn", "Mc", "Me")
        or IGNORABLE.match(char)
        or "\U0001f3fb" <= char <= "\U0001f3ff"
    ):
        return True
    last = current[-1]
    if last == ZWJ:
        return True
    if unicodedata.combining(last) == 9:  # virama: the next consonant joins
        return unicodedata.category(char) == "Lo"
    if "\u1160" <= char <= "\u11ff":
        return "\u1100" <= last <= "\u11ff" or "\uac00" <= last <= "\ud7a3"
    is_flag = "\U0001f1e6" <= char <= "\U0001f1ff"
    return is_flag and len(current) % 2 == 1 and all("\U0001f1e6" <= c <= "\U0001f1ff" for c in current)


@lru_cache(_CLUSTERS_CACHED)
def _needed(cluster: str) -> tuple[frozenset[int], frozenset[int]]:
    """Code points a font must have for a cluster: as given, or composed."""
    visible = IGNORABLE.sub("", cluster)
    return frozenset(map(ord, visible)), frozenset(map(ord, unicodedata.normalize("NFC", visible)))


@lru_cache(_CLUSTERS_CACHED)
def _face_for(cluster: str, style: Style, is_japanese: bool) -> Face | None:
    if any(unicodedata.category(char) == "Co" for char in cluster):
        return None  # private use: each font draws something else there
    given, composed = _needed(cluster)
    faces = fonts.chain(style, is_japanese)
    if ZWJ in cluster or _PRESENT_AS_EMOJI.search(cluster):
        faces = (faces[-1], *faces[:-1])
    for face in faces:
        if composed <= face.coverage or given <= face.coverage:
            return face
    return None


def _is_connector(cluster: str, before: Face) -> bool:
    """Spaces and invisible characters stay with the font before them, so that a script's run is shaped as one."""
    if before.name in fonts.SYMBOLS:
        return False
    return not IGNORABLE.sub("", cluster) or unicodedata.category(cluster[0]) == "Zs"


@lru_cache(_LINES_CACHED)
def shape(text: str, style: Style = "regular", region: str = "", base: int | None = None) -> Line:
    """Shape one line.

    Args:
        text: anything at all; line ends count as spaces.
        style: weight and cut; scripts without that cut use the nearest.
        region: ISO country of the reader; JP chooses Japanese forms of Chinese characters.
        base: 0 left to right, 1 right to left, None by the first strong letter.

    Cost: about 0.1 ms the first time, then from a cache.
    """
    text, warned = clean(text)
    warnings = list(warned)
    is_japanese = region == "JP" or bool(fonts.KANA.search(text))
    pieces = _itemize(text, style, is_japanese, base, warnings)
    runs = [_shape_run(piece, style) for piece in pieces]
    order = bidi.visual_order([piece.level for piece in pieces])
    ordered = tuple(runs[i] for i in order)
    width = sum(sum(cell.advance for cell in run.cells) / run.face.upem for run in ordered)
    return Line(text, ordered, width, tuple(warnings))


@dataclass(slots=True)
class _Piece:
    """Characters of one font, script and direction; ``shown`` differs from ``text`` where one had to give way."""

    face: Face
    level: int
    shown: str
    text: str


def _itemize(text: str, style: Style, is_japanese: bool, base: int | None, warnings: list[str]) -> list[_Piece]:
    level_of = None if base in (None, 0) and bidi.is_simple(text) else bidi.levels(text, base)
    first = fonts.chain(style, is_japanese)[0]
    if level_of is None and text.isascii():
        return [_Piece(first, 0, text, text)] if text else []
    items: list[tuple[Face, int, str, str, str]] = []
    at = 0
    before: Face | None = None
    script = ""
    missing: dict[str, None] = {}
    for cluster in clusters(text):
        level = level_of[at] if level_of else 0
        at += len(cluster)
        for face, shown, given in _faces(cluster, style, is_japanese, before, missing):
            script = _script(shown) or script
            items.append((face, level, script, shown, given))
            before = face
    warnings.extend(f"No shipped font has {describe(char)}; it is shown as {REPLACEMENT}." for char in missing)
    pieces = []
    for (face, level, _script_tag), group in groupby(items, key=lambda item: item[:3]):
        members = list(group)
        pieces.append(_Piece(face, level, "".join(m[3] for m in members), "".join(m[4] for m in members)))
    return pieces


def _faces(
    cluster: str, style: Style, is_japanese: bool, before: Face | None, missing: dict[str, None]
) -> Iterator[tuple[Face, str, str]]:
    """Font, characters shown and characters meant, of equal length; what no font has is added to ``missing``."""
    if before is not None and _is_connector(cluster, before) and _needed(cluster)[0] <= before.coverage:
        yield before, cluster, cluster
        return
    face = _face_for(cluster, style, is_japanese)
    if face is not None:
        yield face, cluster, cluster
        return
    for char in cluster:
        face, shown = _face_for(char, style, is_japanese), char
        if face is None:
            missing[char] = None
            face, shown = _face_for(REPLACEMENT, style, is_japanese), REPLACEMENT
        assert face is not None, "the shipped fonts hold U+FFFD"
        yield face, shown, char


@lru_cache(_CLUSTERS_CACHED)
def _script(cluster: str) -> str:
    """ISO 15924 tag of a cluster; empty for what belongs to any script."""
    buffer = hb.Buffer()
    buffer.add_str(cluster)
    buffer.guess_segment_properties()
    tag = str(buffer.script or "")
    return "" if tag in ("Zyyy", "Zinh", "Zzzz") else tag


def _shape_run(piece: _Piece, style: Style) -> Run:
    buffer = hb.Buffer()
    buffer.add_str(piece.shown)
    buffer.direction = "rtl" if piece.level % 2 else "ltr"
    buffer.language = LANGUAGE  # never guessed: the guess asks the locale of the process
    buffer.guess_segment_properties()
    hb.shape(piece.face.hb_font, buffer, piece.face.features)
    return Run(piece.face, tuple(_cells(buffer, piece)), fonts.emboldening(style, piece.face))


def _cells(buffer: hb.Buffer, piece: _Piece) -> Iterator[Cell]:
    """Group what HarfBuzz placed by the characters it stands for."""
    placed = list(zip(buffer.glyph_infos, buffer.glyph_positions, strict=True))
    starts = sorted({info.cluster for info, _ in placed})
    ends = dict(zip(starts, [*starts[1:], len(piece.text)], strict=True))
    for start, group in groupby(placed, key=lambda item: int(item[0].cluster)):
        parts = []
        advance = 0
        for info, position in group:
            parts.append(Part(info.codepoint, advance + position.x_offset, position.y_offset))
            advance += position.x_advance
        text = piece.text[start : ends[start]]
        # A bracket in a right-to-left run is drawn mirrored; readers of PDF expect the name of what is drawn.
        yield Cell(tuple(parts), advance, MIRRORED.get(text, text) if piece.level % 2 else text)
