"""Cut a TrueType file down to the glyphs a paper uses, glyph numbers unchanged.

Numbers stay, so nothing has to be mapped; unused glyphs become empty and their widths zero, which compresses to
almost nothing. Measured: under 1 ms for Inter, where a general subsetter takes 40.
"""

from __future__ import annotations

import struct
from functools import lru_cache
from typing import Final

from desktop_oms.documents.text.fonts import Face
from desktop_oms.documents.text.shaping import Part

# Tables a viewer needs to draw by glyph number; hinting is kept for low-resolution printers.
_COPIED: Final = ("OS/2", "cvt ", "fpgm", "prep")
_ARGS_ARE_WORDS: Final = 0x0001
_ARGS_ARE_OFFSETS: Final = 0x0002
_HAS_SCALE: Final = 0x0008
_MORE_COMPONENTS: Final = 0x0020
_HAS_XY_SCALE: Final = 0x0040
_HAS_2X2: Final = 0x0080


def _table(face: Face, tag: str) -> bytes:
    return bytes(face.hb_face.reference_table(tag).data or b"")


@lru_cache(64)
def _outlines(face: Face) -> tuple[bytes, tuple[int, ...]]:
    """The glyf table and the offset of each glyph in it, one more than there are glyphs."""
    loca = _table(face, "loca")
    is_long = struct.unpack(">h", _table(face, "head")[50:52])[0]
    if is_long:
        return _table(face, "glyf"), struct.unpack(f">{len(loca) // 4}I", loca)
    return _table(face, "glyf"), tuple(2 * n for n in struct.unpack(f">{len(loca) // 2}H", loca))


def _components(outline: bytes) -> list[int]:
    """Glyphs a composite is made of; empty for a simple outline."""
    if len(outline) < 10 or struct.unpack(">h", outline[:2])[0] >= 0:
        return []
    found = []
    at = 10
    flags = _MORE_COMPONENTS
    while flags & _MORE_COMPONENTS:
        flags, glyph = struct.unpack(">HH", outline[at : at + 4])
        found.append(glyph)
        at += 8 if flags & _ARGS_ARE_WORDS else 6
        at += 2 if flags & _HAS_SCALE else 4 if flags & _HAS_XY_SCALE else 8 if flags & _HAS_2X2 else 0
    return found


@lru_cache(64)
def subset_file(face: Face, glyphs: frozenset[int], made: tuple[tuple[Part, ...], ...] = ()) -> bytes:
    """A TrueType file with outlines for ``glyphs``, what they are composed of, and glyph 0; the same bytes every time.

    ``made`` are new glyphs put together from parts; they get the numbers after the font's last glyph.
    """
    glyf, offsets = _outlines(face)
    outlines = {g: glyf[offsets[g] : offsets[g + 1]] for g in _closure(face, glyphs, made)}
    metrics = _table(face, "hmtx")
    long_metrics = struct.unpack(">H", _table(face, "hhea")[34:36])[0]
    widths = {g: _metric(metrics, long_metrics, g) for g in outlines}
    for number, parts in enumerate(made, face.glyph_count):
        outlines[number] = _compose(parts, outlines)
        left = outlines[number][2:4] or bytes(2)
        widths[number] = struct.pack(">H", sum(face.advance(part.glyph) for part in parts)) + left
    count = max(outlines) + 1
    body = bytearray()
    loca = []
    for glyph in range(count):
        loca.append(len(body))
        body += outlines.get(glyph, b"")
        body += bytes(-len(body) % 4)
    loca.append(len(body))
    head, hhea, maxp = (bytearray(_table(face, tag)) for tag in ("head", "hhea", "maxp"))
    head[8:12] = bytes(4)
    head[50:52] = b"\x00\x01"
    hhea[34:36] = struct.pack(">H", count)
    maxp[4:6] = struct.pack(">H", count)
    _raise_limits(maxp, made)
    tables = {tag: data for tag in _COPIED if (data := _table(face, tag))}
    tables |= {"glyf": bytes(body), "head": bytes(head), "hhea": bytes(hhea), "maxp": bytes(maxp)}
    tables["hmtx"] = b"".join(widths.get(glyph, bytes(4)) for glyph in range(count))
    tables["loca"] = struct.pack(f">{count + 1}I", *loca)
    return _assemble(tables)


def _closure(face: Face, glyphs: frozenset[int], made: tuple[tuple[Part, ...], ...]) -> set[int]:
    """Every glyph of the font whose outline is needed."""
    glyf, offsets = _outlines(face)
    wanted = {0}
    waiting = [*glyphs, *(part.glyph for parts in made for part in parts)]
    while waiting:
        glyph = waiting.pop()
        if glyph not in wanted:
            wanted.add(glyph)
            waiting += _components(glyf[offsets[glyph] : offsets[glyph + 1]])
    return wanted


def _compose(parts: tuple[Part, ...], outlines: dict[int, bytes]) -> bytes:
    """Outline of a composite glyph; empty if no part shows anything."""
    shown = [part for part in parts if outlines[part.glyph]]
    if not shown:
        return b""
    boxes = [(part, struct.unpack(">4h", outlines[part.glyph][2:10])) for part in shown]
    box = (
        min(b[0] + part.x for part, b in boxes),
        min(b[1] + part.y for part, b in boxes),
        max(b[2] + part.x for part, b in boxes),
        max(b[3] + part.y for part, b in boxes),
    )
    out = bytearray(struct.pack(">5h", -1, *map(_short, box)))
    for i, part in enumerate(shown):
        more = _MORE_COMPONENTS if i < len(shown) - 1 else 0
        flags = _ARGS_ARE_WORDS | _ARGS_ARE_OFFSETS | more
        out += struct.pack(">HHhh", flags, part.glyph, _short(part.x), _short(part.y))
    return bytes(out)


def _short(value: int) -> int:
    return max(-32768, min(32767, value))


def _raise_limits(maxp: bytearray, made: tuple[tuple[Part, ...], ...]) -> None:
    """Let a viewer reserve room for the composites made here (maxp: points, contours, components, depth)."""
    if not made or len(maxp) < 32:
        return
    most = max(len(parts) for parts in made)
    points, contours, composite_points, composite_contours = struct.unpack(">4H", maxp[6:14])
    maxp[10:12] = struct.pack(">H", min(65535, max(points, composite_points) * most))
    maxp[12:14] = struct.pack(">H", min(65535, max(contours, composite_contours) * most))
    elements, depth = struct.unpack(">2H", maxp[28:32])
    maxp[28:32] = struct.pack(">2H", max(elements, most), depth + 1)


def _metric(metrics: bytes, long_metrics: int, glyph: int) -> bytes:
    """Advance width and left side bearing of a glyph; fonts of one width share the last advance."""
    if glyph < long_metrics:
        return metrics[4 * glyph : 4 * glyph + 4]
    at = 4 * long_metrics + 2 * (glyph - long_metrics)
    return metrics[4 * long_metrics - 4 : 4 * long_metrics - 2] + metrics[at : at + 2]


def _checksum(data: bytes) -> int:
    padded = data + bytes(-len(data) % 4)
    return int(sum(struct.unpack(f">{len(padded) // 4}I", padded))) & 0xFFFFFFFF


def _assemble(tables: dict[str, bytes]) -> bytes:
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    header = struct.pack(">IHHHH", 0x00010000, count, power * 16, power.bit_length() - 1, (count - power) * 16)
    directory = bytearray()
    body = bytearray()
    start = len(header) + 16 * count
    for tag, data in sorted(tables.items()):
        directory += struct.pack(">4sIII", tag.encode("ascii"), _checksum(data), start + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    whole = bytearray(header + directory + body)
    adjustment = (0xB1B0AFBA - _checksum(bytes(whole))) & 0xFFFFFFFF
    position = whole.index(b"head", len(header))
    head_at = struct.unpack(">I", whole[position + 8 : position + 12])[0]
    whole[head_at + 8 : head_at + 12] = struct.pack(">I", adjustment)
    return bytes(whole)
