"""Read every printed paper back as a scanner would: drawn at 203 dpi in one bit, decoded by a library that did not draw it.

The reader (zxing-cpp) is installed with ``bootstrap.py demo``, not with the program; where it is missing nothing is claimed about codes.
"""

from __future__ import annotations

import importlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2

from desktop_oms.app.recount import PaperRecord

DPI = 203
# What a thermal head does to gray: below the middle black, else white.
_ONE_BIT = bytes(0 if gray < 128 else 255 for gray in range(256))
_FILE = re.compile(r"(?P<kind>packing_slip|label)-(?P<shipment>.+?)(?: \(\d+\))?\.pdf")


@dataclass(frozen=True, slots=True)
class CodeCheck:
    """What came of reading the papers.

    Attributes:
        files: papers found in the folder.
        decoded: codes read that the books know for that very paper.
        problems: a sentence per paper that is missing, unknown, or reads otherwise than the books say.
    """

    files: int
    decoded: int
    problems: tuple[str, ...]


def reader() -> Any | None:
    """The decoding library, None where it is not installed."""
    try:
        return importlib.import_module("zxingcpp")
    except ImportError:
        return None


def check_papers(folder: Path, papers: Iterable[PaperRecord], library: Any) -> CodeCheck:
    """Read every PDF below ``folder`` and hold its codes against the papers the books know."""
    known: dict[tuple[str, str], list[frozenset[str]]] = {}
    for paper in papers:
        known.setdefault((paper.kind, paper.shipment_number), []).append(paper.codes)
    found: Counter[tuple[str, str]] = Counter()
    problems, decoded = [], 0
    for path in sorted(folder.rglob("*.pdf")):
        named = _FILE.fullmatch(path.name)
        key = (named["kind"], named["shipment"]) if named else ("", "")
        found[key] += 1
        read = frozenset(codes_of(path, library))
        if read in known.get(key, ()):
            decoded += len(read)
        else:
            wanted = " or ".join(str(sorted(codes)) for codes in known.get(key, ())) or "no such paper"
            problems.append(f"{path.name} reads {sorted(read)}, the books say {wanted}")
    problems += [
        f"the {kind} of shipment {number} was not printed" for kind, number in known if not found[kind, number]
    ]
    return CodeCheck(sum(found.values()), decoded, tuple(problems))


def codes_of(path: Path, library: Any) -> Iterator[str]:
    """Text of every Code 128 and QR code on every page of a PDF."""
    formats = [library.BarcodeFormat.Code128, library.BarcodeFormat.QRCode]
    with pypdfium2.PdfDocument(path.read_bytes()) as pdf:
        for page in pdf:
            image = page.render(scale=DPI / 72, grayscale=True)
            rows = _one_bit(image)
            for code in library.read_barcodes(rows, formats=formats, text_mode=library.TextMode.Plain):
                yield code.bytes.decode("utf-8", "replace")


def _one_bit(image: Any) -> memoryview:
    """The picture's rows without padding, every dot black or white."""
    data, width, stride = bytes(image.buffer).translate(_ONE_BIT), image.width, image.stride
    if stride != width:
        data = b"".join(data[start : start + width] for start in range(0, stride * image.height, stride))
    return memoryview(data).cast("B", (image.height, width))
