"""The shipped fonts: which file serves which style and script, what each covers, and their hashes.

Only files from ``resources/fonts`` are ever used, so that a paper looks the same on every machine and in three years.
A file is opened once per process (memory-mapped by HarfBuzz) and only when a text first needs it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final, Literal

import uharfbuzz as hb

from desktop_oms.settings.resources import resource_path

Style = Literal["regular", "medium", "semibold", "bold", "display"]

INTER: Final[dict[Style, str]] = {
    "regular": "Inter-Regular",
    "medium": "Inter-Medium",
    "semibold": "Inter-SemiBold",
    "bold": "Inter-Bold",
    "display": "InterDisplay-Bold",
}
HEAVY: Final = frozenset(("semibold", "bold", "display"))
# Scripts with a bold cut of their own; for the others bold is made by outlining the glyphs (see EMBOLDEN).
SCRIPTS_WITH_BOLD: Final = ("NotoSansHebrew", "NotoSansArabic", "NotoSansThai", "NotoSansDevanagari")
SCRIPTS: Final = ("NotoSansGeorgian", "NotoSansArmenian")
SYMBOLS: Final = ("NotoSansSymbols-Regular", "NotoSansSymbols2-Regular", "NotoEmoji-Regular")
EMBOLDEN: Final = 0.035  # line width around glyphs of a font that has no bold cut, in em

# Chinese characters look different in Japan; kana in the line, or the addressee's country, tells.
KANA: Final = re.compile("[\u3040-\u30ff\uff66-\uff9d]")
EAST_ASIAN: Final = ("NotoSansSC", "NotoSansJP", "NotoSansKR")
EAST_ASIAN_JAPAN: Final = ("NotoSansJP", "NotoSansSC", "NotoSansKR")

LIGATURES_OFF: Final = {"calt": False, "liga": False}


@dataclass(frozen=True, eq=False)
class Face:
    """One opened font file. Compared by identity; all lengths in font units, ``upem`` to the em."""

    name: str
    path: Path

    @cached_property
    def hb_face(self) -> Any:
        return hb.Face(hb.Blob.from_file_path(str(self.path)))

    @cached_property
    def hb_font(self) -> Any:
        return hb.Font(self.hb_face)

    @cached_property
    def coverage(self) -> frozenset[int]:
        """Code points the font has a glyph for."""
        return frozenset(self.hb_face.unicodes)

    @cached_property
    def upem(self) -> int:
        return int(self.hb_face.upem)

    @cached_property
    def glyph_count(self) -> int:
        return int(self.hb_face.glyph_count)

    @cached_property
    def features(self) -> dict[str, bool]:
        """Inter turns ``->`` into an arrow and ``3x4`` into a times sign; article numbers must stay what they are."""
        return LIGATURES_OFF if self.name.startswith("Inter") else {}

    def has(self, char: str) -> bool:
        return ord(char) in self.coverage

    def advance(self, glyph: int) -> int:
        """Advance width of a glyph."""
        return int(self.hb_font.get_glyph_h_advance(glyph))


@cache
def face(name: str) -> Face:
    """The one opened instance of a shipped font, by file name without ``.ttf``."""
    return Face(name, resource_path("fonts", name + ".ttf"))


@cache
def chain(style: Style, is_japanese: bool = False) -> tuple[Face, ...]:
    """Fonts to try for a style, best first."""
    cut = "-Bold" if style in HEAVY else "-Regular"
    east = EAST_ASIAN_JAPAN if is_japanese else EAST_ASIAN
    names = (
        INTER[style],
        *(name + cut for name in SCRIPTS_WITH_BOLD),
        *(name + "-Regular" for name in (*SCRIPTS, *east, "NotoSans")),
        *SYMBOLS,
    )
    return tuple(face(name) for name in names)


def emboldening(style: Style, used: Face) -> float:
    """Outline width in em that makes a regular cut stand beside bold text; 0 if the font is heavy itself."""
    is_text = used.name.endswith("-Regular") and used.name not in SYMBOLS
    return EMBOLDEN if style in HEAVY and is_text else 0.0


@cache
def font_hashes() -> dict[str, str]:
    """SHA-256 by font file, as shipped and checked by the tests (``resources/fonts/SHA256SUMS``)."""
    lines = resource_path("fonts", "SHA256SUMS").read_text("ascii").splitlines()
    return {name: digest for digest, name in (line.split(maxsplit=1) for line in lines)}
