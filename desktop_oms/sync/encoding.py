"""Find out in which encoding a text file was written, without holding it in memory.

Used by ``sync.tabular``. Order of belief: byte order mark, UTF-16 by its zero bytes, valid UTF-8, Shift-JIS by its kana,
else Windows-1252. What could not be proved is reported as an assumption; single bad bytes reject single rows later.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from desktop_oms.domain.errors import UsageError

_CHUNK = 1 << 20
_SAMPLE = 1 << 20
_MARKS = (  # The 4-byte mark of UTF-32 begins like the 2-byte mark of UTF-16, so it is asked first.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Hiragana and full-width katakana in Shift-JIS. Their lead bytes are a low quote and a florin sign in Windows-1252,
# which hardly ever stand in a file of orders, while no Japanese file of orders is without kana.
_KANA = re.compile(rb"\x82[\x9f-\xf1]|\x83[\x40-\x96]")
_HIGH = re.compile(rb"[\x80-\xff]")
_ESCAPED = re.compile("[\udc80-\udcff]")
_NOT_ASCII = re.compile("[^\x00-\x7f]")
_NAMES = {
    "cp1252": "Windows-1252",
    "cp932": "Shift-JIS",
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
}


@dataclass(frozen=True, slots=True)
class Encoding:
    """How to open a file.

    Attributes:
        name: for ``open(encoding=...)``.
        assumption: a sentence when the encoding was concluded rather than stated, else ``""``.
    """

    name: str
    assumption: str = ""

    @property
    def errors(self) -> str:
        """Handler that lets undecodable bytes be seen row by row: lone surrogates, or U+FFFD in UTF-16 and UTF-32."""
        return "replace" if self.name.startswith(("utf-16", "utf-32")) else "surrogateescape"


def find_encoding(path: Path, wanted: str = "") -> Encoding:
    """Answer the encoding of a file; reads it once from end to end in chunks.

    Args:
        wanted: a name given by a person; taken as it is.

    Raises:
        UsageError: ``file.unknown_encoding`` when ``wanted`` is not a text encoding Python knows.
    """
    if wanted:
        return Encoding(_checked(wanted))
    with path.open("rb") as stream:
        head = stream.read(4096)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return Encoding(name)
    if wide := _wide_without_mark(head):
        return Encoding(wide, f"The file was read as {_NAMES[wide]}, concluded from its zero bytes.")
    return _narrow(path)


def _checked(wanted: str) -> str:
    try:
        name = codecs.lookup(wanted).name
        "a".encode(name).decode(name)
    except (LookupError, UnicodeError):
        raise UsageError("file.unknown_encoding", encoding=wanted) from None
    # Excel and most channels write a mark that a person who says "utf-8" does not think of.
    return {"utf-8": "utf-8-sig", "shift_jis": "cp932", "iso8859-1": "cp1252"}.get(name, name)


def _wide_without_mark(head: bytes) -> str:
    pairs = len(head) // 2
    if pairs < 8:
        return ""
    odd, even = head[1::2].count(0), head[0::2].count(0)
    if odd > pairs * 0.4 and even < pairs * 0.1:
        return "utf-16-le"
    if even > pairs * 0.4 and odd < pairs * 0.1:
        return "utf-16-be"
    return ""


def _narrow(path: Path) -> Encoding:
    """UTF-8 unless too much of it is invalid; then by the look of a sample of the lines that are not ASCII."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    good = bad = 0
    sample = bytearray()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            if chunk.isascii():
                good, bad = _tally(decoder.decode(chunk), good, bad)
                continue
            good, bad = _tally(decoder.decode(chunk), good, bad)
            if len(sample) < _SAMPLE:
                sample += chunk
    good, bad = _tally(decoder.decode(b"", final=True), good, bad)
    if not bad:
        return Encoding("utf-8")
    if good > 10 * bad:
        return Encoding("utf-8", f"The file was read as UTF-8; {bad} bytes of it are not, their rows are rejected.")
    name = "cp932" if _looks_japanese(bytes(sample)) else "cp1252"
    return Encoding(name, f"The file was read as {_NAMES[name]}, because it is not UTF-8. Check names with accents.")


def _tally(text: str, good: int, bad: int) -> tuple[int, int]:
    if text.isascii():
        return good, bad
    escaped = len(_ESCAPED.findall(text))
    return good + len(_NOT_ASCII.findall(text)) - escaped, bad + escaped


def _looks_japanese(sample: bytes) -> bool:
    high = len(_HIGH.findall(sample))
    kana = len(_KANA.findall(sample))
    if kana < 2 or kana * 20 < high:
        return False
    broken = sample.decode("cp932", "replace").count("\ufffd")
    return broken * 50 < high
