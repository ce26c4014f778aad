"""Write shaped lines into a reportlab canvas: glyphs by number, kerned, copyable.

reportlab addresses glyphs by character and so can show neither kerning nor joined Arabic. Here each font becomes one
composite font (Identity-H) with only the glyphs used and a ToUnicode map. Where a reader's character takes several
glyphs, or one glyph stands for different texts, the file gets a glyph of its own made of them: so glyphs and text
correspond one to one, and every viewer copies what was given. (ActualText would be the official way; pdfium and poppler
both turn it around in right-to-left lines.)
"""

from __future__ import annotations

import struct
from functools import lru_cache
from typing import Any, Final, NamedTuple

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from desktop_oms.documents.text.fonts import Face
from desktop_oms.documents.text.shaping import Cell, Line, Part, Run
from desktop_oms.documents.text.subset import subset_file

_LINES_CACHED: Final = 8192
_FLAGS_SYMBOLIC: Final = 4  # PDF 32000-1, table 123: glyphs are chosen by number, not by a standard encoding
_STEM_V: Final = 80  # asked for by the format, used only to imitate a missing font

_CMAP_HEAD: Final = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
_CMAP_FOOT: Final = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"


class _Used:
    """What one file shows in one font: text by glyph number, and the glyphs made for it."""

    def __init__(self, face: Face) -> None:
        self.face = face
        self.spoken: dict[int, str] = {}
        self.made: dict[Cell, int] = {}

    def number(self, cell: Cell) -> int:
        """Glyph number that draws this cell and stands for its text."""
        if cell.is_simple:
            glyph = cell.parts[0].glyph
            if self.spoken.setdefault(glyph, cell.text) == cell.text:
                return glyph
        key = cell._replace(advance=0)  # kerning changes the advance, not the glyph
        glyph = self.made.setdefault(key, self.face.glyph_count + len(self.made))
        self.spoken[glyph] = cell.text
        return glyph


class FontBook:
    """The fonts of one PDF file: collects what is drawn and writes each font once, when the file is closed.

    Registered with reportlab as a font whose objects are added late; one instance per canvas.
    """

    def __init__(self, canvas: Canvas) -> None:
        self._used: dict[Face, _Used] = {}
        canvas._doc.delayedFonts.append(self)

    def draw(self, canvas: Canvas, line: Line, x: float, y: float, size: float, tracking: float = 0.0) -> None:
        """Draw a line with its left end on the base line at x, y (points); ``tracking`` in points after each glyph."""
        if not line.runs:
            return
        parts = [f"BT 1 0 0 1 {x:.3f} {y:.3f} Tm"]
        if tracking:
            parts.append(f"{tracking:.3f} Tc")
        arrays = _simple_arrays(line)
        for i, run in enumerate(line.runs):
            parts.append(f"/{run.face.name} {size:g} Tf")
            if run.embolden:
                parts.append(f"2 Tr {run.embolden * size:.3f} w 1 j")
            parts.append(f"[{self._array(run, arrays[i])}] TJ")
            if run.embolden:
                parts.append("0 Tr")
        if tracking:
            parts.append("0 Tc")
        parts.append("ET")
        canvas._code.append(" ".join(parts))

    def _array(self, run: Run, simple: _SimpleArray | None) -> str:
        used = self._used.get(run.face)
        if used is None:
            used = self._used[run.face] = _Used(run.face)
        if simple is not None:
            spoken = used.spoken
            if all(spoken.setdefault(glyph, text) == text for glyph, text in simple.spoken):
                return simple.array
        return _array(run.face, [(used.number(cell), _kern(run.face, cell)) for cell in run.cells])

    def addObjects(self, doc: Any) -> None:
        """Write the collected fonts; called by reportlab when the file is formatted."""
        for used in sorted(self._used.values(), key=lambda item: item.face.name):
            doc.idToObject[pdfdoc.BasicFonts].dict[used.face.name] = _font_objects(doc, used)


def _font_objects(doc: Any, used: _Used) -> Any:
    face, spoken = used.face, used.spoken
    glyphs = sorted(spoken)
    made = {number: cell.parts for cell, number in used.made.items()}
    name = f"OMSDOC+{face.name}"
    kept = frozenset(glyph for glyph in glyphs if glyph not in made)
    file = _stream(subset_file(face, kept, tuple(made.values())))
    file.dictionary["Length1"] = len(file.content)
    descriptor = _dictionary(
        Type="FontDescriptor",
        FontName=name,
        Flags=_FLAGS_SYMBOLIC,
        FontBBox=pdfdoc.PDFArray([_milli(face, value) for value in _bounds(face)]),
        ItalicAngle=0,
        Ascent=_milli(face, face.hb_font.get_font_extents("ltr").ascender),
        Descent=_milli(face, face.hb_font.get_font_extents("ltr").descender),
        CapHeight=700,
        StemV=_STEM_V,
        FontFile2=doc.Reference(file, f"fontFile:{name}"),
    )
    system = pdfdoc.PDFDictionary(
        {"Registry": pdfdoc.PDFString("Adobe"), "Ordering": pdfdoc.PDFString("Identity"), "Supplement": 0}
    )
    widths = " ".join(
        f"{glyph} [{_milli(face, _natural(face, made.get(glyph, (Part(glyph, 0, 0),))))}]" for glyph in glyphs
    )
    descendant = _dictionary(
        Type="Font",
        Subtype="CIDFontType2",
        BaseFont=name,
        CIDSystemInfo=system,
        FontDescriptor=doc.Reference(descriptor, f"fontDescriptor:{name}"),
        DW=0,
        W=_Raw(f"[{widths}]"),
        CIDToGIDMap="Identity",
    )
    font = _dictionary(
        Type="Font",
        Subtype="Type0",
        BaseFont=name,
        Encoding="Identity-H",
        DescendantFonts=pdfdoc.PDFArray([doc.Reference(descendant, f"cidFont:{name}")]),
        ToUnicode=doc.Reference(_stream(_to_unicode(spoken).encode("ascii")), f"toUnicode:{name}"),
    )
    return doc.Reference(font, f"type0Font:{name}")


class _Raw(pdfdoc.PDFObject):  # type: ignore[misc]  # reportlab has no types
    """Ready PDF syntax; reportlab takes 10 times as long to spell a list of numbers."""

    def __init__(self, content: str) -> None:
        self._content = content.encode("ascii")

    def format(self, _document: Any) -> bytes:
        """Called by reportlab."""
        return self._content


def _dictionary(**entries: Any) -> Any:
    """PDF dictionary; text becomes a name."""
    return pdfdoc.PDFDictionary({k: pdfdoc.PDFName(v) if isinstance(v, str) else v for k, v in entries.items()})


def _stream(content: bytes) -> Any:
    stream = pdfdoc.PDFStream(content=content)
    stream.filters = [pdfdoc.PDFZCompress]
    return stream


def _milli(face: Face, value: int) -> float:
    """Font units to thousandths of an em, as a PDF counts; 4 decimals are exact enough for 2048 units."""
    number = round(value * 1000 / face.upem, 4)
    return int(number) if number == int(number) else number


def _bounds(face: Face) -> tuple[int, int, int, int]:
    head = face.hb_face.reference_table("head").data
    return struct.unpack(">4h", head[36:44])


def _utf16(text: str) -> str:
    return "FEFF" + text.encode("utf-16-be", "replace").hex().upper()


def _to_unicode(spoken: dict[int, str]) -> str:
    """ToUnicode map in blocks of at most 100 entries, as the format demands."""
    entries = [f"<{glyph:04X}> <{_utf16(text)[4:]}>\n" for glyph, text in sorted(spoken.items()) if text]
    blocks = [entries[i : i + 100] for i in range(0, len(entries), 100)]
    return _CMAP_HEAD + "".join(f"{len(b)} beginbfchar\n{''.join(b)}endbfchar\n" for b in blocks) + _CMAP_FOOT


class _SimpleArray(NamedTuple):
    """Content of a TJ array and what its glyphs stand for; the same in every file."""

    array: str
    spoken: tuple[tuple[int, str], ...]


@lru_cache(_LINES_CACHED)
def _simple_arrays(line: Line) -> tuple[_SimpleArray | None, ...]:
    """Per run what can be drawn with the font's own glyphs; None for runs that need glyphs made for the file."""
    return tuple(_simple_array(run) for run in line.runs)


def _simple_array(run: Run) -> _SimpleArray | None:
    if not all(cell.is_simple for cell in run.cells):
        return None
    numbers = [(cell.parts[0].glyph, _kern(run.face, cell)) for cell in run.cells]
    spoken = {(cell.parts[0].glyph, cell.text): None for cell in run.cells}
    return _SimpleArray(_array(run.face, numbers), tuple(spoken))


def _natural(face: Face, parts: tuple[Part, ...]) -> int:
    """Width the file states for a glyph or the glyphs it is made of, in font units."""
    return sum(face.advance(part.glyph) for part in parts)


def _kern(face: Face, cell: Cell) -> int:
    """How far the next cell stands left of where the stated width would put it, in font units."""
    return _natural(face, cell.parts) - cell.advance


def _array(face: Face, numbers: list[tuple[int, int]]) -> str:
    """Content of a TJ array: hexadecimal glyph numbers with shifts to the left between them."""
    out = ["<"]
    for glyph, kern in numbers:
        out.append(f"{glyph:04X}")
        if kern:
            out.append(f">{_milli(face, kern)}<")
    return "".join(out) + ">"
