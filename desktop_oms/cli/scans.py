"""Scans from standard input, one per line, each handed on as soon as its line ends."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

_BLOCK = 65536
# A scanner's longest code is some 3,000 characters; a "line" without end must not eat the memory.
_LONGEST = 1_000_000


def scan_lines(source: BinaryIO) -> Iterator[str]:
    """Lines of ``source`` without their ends; a line that is not UTF-8 keeps U+FFFD where it is broken.

    Only CR, LF and CRLF end a line: GS (0x1D) and others that ``str.splitlines`` breaks at belong to a scan.
    """
    rest = b""
    had_return = False
    while block := _read(source):
        rest += block
        while True:
            cut = _line_end(rest)
            if cut < 0 and len(rest) > _LONGEST:
                cut = _LONGEST
            if cut < 0:
                break
            line, end, rest = rest[:cut], rest[cut : cut + 1], rest[cut + 1 :]
            if had_return and end == b"\n" and not line:
                had_return = False
                continue
            had_return = end == b"\r"
            yield line.decode("utf-8", "replace")
    if rest:
        yield rest.decode("utf-8", "replace")


def _read(source: BinaryIO) -> bytes:
    """What is there now; waits only when nothing is."""
    if isinstance(source, io.BufferedReader):
        return source.read1(_BLOCK)
    return source.read(_BLOCK)


def _line_end(text: bytes) -> int:
    ends = [at for at in (text.find(b"\n"), text.find(b"\r")) if at >= 0]
    return min(ends, default=-1)
