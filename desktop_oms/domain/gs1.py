"""Read and write what GS1 barcodes carry: article, lot, serial, best-before, parcel number, count.

Understands element strings with separators (Code 128, DataMatrix, QR, DataBar), the bracketed form people print, and GS1 Digital
Link addresses. Pure; dates stay six digits until a year is given, because the century depends on today.
Invariant: what ``write_elements`` writes, ``read_gs1`` reads back unchanged; a doubtful string is refused, never half read.

Sources: GS1 General Specifications 3.2, 7.8 (element strings), 7.12 (centuries); GS1 Digital Link URI syntax 1.4, section 4.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from desktop_oms.domain.barcode import has_check_digit, normalize_gtin
from desktop_oms.domain.errors import UsageError
from desktop_oms.domain.gs1_table import RULES, AiRule, needs_separator, rule_at

GS = "\x1d"
# AIM symbology identifiers that announce an FNC1 in first position (ISO/IEC 15424).
SYMBOLOGY_PREFIXES = ("]C1", "]e0", "]d2", "]Q3", "]J1")
# What some scanners or test sheets show in place of the invisible separator.
_SHOWN_SEPARATORS = re.compile("\u241d|<GS>|\\{GS\\}|<FNC1>|\\{FNC1\\}", re.IGNORECASE)
# GS1 character set 82 (General Specifications, figure 7.11-1) and the blank that newer address fields allow.
_CHARACTERS = re.compile(r"[!\"%&'()*+,\-./0-9:;<=>?A-Z_a-z ]+")
_BRACKETED = re.compile(r"\(([0-9]{2,4})\)")
_PRIMARY_KEYS = tuple("00 01 253 255 401 402 414 417 8003 8004 8006 8010 8013 8017 8018".split())


@dataclass(frozen=True, slots=True)
class Gs1Element:
    """One field: application identifier (``01``) and value as printed."""

    ai: str
    value: str


@dataclass(frozen=True, slots=True)
class Gs1Message:
    """All fields of one code, in order. Texts are ``""`` when the code does not carry them."""

    elements: tuple[Gs1Element, ...]

    def value(self, ai: str) -> str:
        """First value of an identifier, ``""`` if absent."""
        return next((element.value for element in self.elements if element.ai == ai), "")

    @property
    def gtin(self) -> str:
        """14 digits of the article: of the unit itself (01), else of what the pallet contains (02)."""
        return self.value("01") or self.value("02")

    @property
    def sscc(self) -> str:
        """18 digits of the logistic unit (00)."""
        return self.value("00")

    @property
    def lot(self) -> str:
        """Batch or lot (10)."""
        return self.value("10")

    @property
    def serial(self) -> str:
        """Serial number (21)."""
        return self.value("21")

    @property
    def count(self) -> int:
        """Units of ``gtin`` this code stands for: (37) beside (02), (30) for variable counts, else 1."""
        return int(self.value("37") or self.value("30") or "1")

    def best_before(self, year: int) -> date | None:
        """Best-before (15) or else use-by date (17) as seen from ``year``; None if the code carries neither."""
        digits = self.value("15") or self.value("17")
        return gs1_date(digits, year) if digits else None


def gs1_date(digits: str, year: int) -> date:
    """The day behind YYMMDD; day 00 is the last of the month.

    Century rule: two-digit years 51..99 ahead of ``year`` lie in the century before, 50..99 behind it in the next one.

    Raises:
        UsageError: ``gs1.bad_date``.
    """
    short, month, day = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    distance = short - year % 100
    century = year // 100 - (distance >= 51) + (distance <= -50)
    full_year = century * 100 + short
    if not 1 <= month <= 12 or day > calendar.monthrange(full_year, month)[1]:
        raise UsageError("gs1.bad_date", value=digits)
    return date(full_year, month, day or calendar.monthrange(full_year, month)[1])


def is_gs1_date(digits: str) -> bool:
    """True for six digits that name a day of some year."""
    try:
        return bool(re.fullmatch("[0-9]{6}", digits)) and bool(gs1_date(digits, 2000))
    except UsageError:
        return False


def read_gs1(text: str) -> Gs1Message:
    """Every field of an element string (with or without symbology prefix), a bracketed string or a Digital Link.

    Raises:
        UsageError: ``gs1.unknown_ai``, ``gs1.too_short``, ``gs1.too_long``, ``gs1.not_digits``, ``gs1.check_digit``,
            ``gs1.bad_date``, ``gs1.bad_character``, ``gs1.empty``, ``gs1.not_a_link``; data names the identifier and the rest.
    """
    bare = strip_symbology(text.strip(" \r\n\t"))
    if re.match(r"https?://", bare, re.IGNORECASE):
        return read_digital_link(bare)
    if _BRACKETED.match(bare):
        return _message(_bracketed_pairs(bare))
    return _message(_plain_pairs(_SHOWN_SEPARATORS.sub(GS, bare)))


def strip_symbology(text: str) -> str:
    """Text without a symbology prefix that announces GS1 data."""
    return text[3:] if text.startswith(SYMBOLOGY_PREFIXES) else text


def looks_like_gs1(text: str) -> bool:
    """True if the text announces GS1 data by prefix, separator, bracket or link; a bare element string does not."""
    if text.startswith(SYMBOLOGY_PREFIXES) or _SHOWN_SEPARATORS.search(text) or GS in text.strip(GS):
        return True
    opening = _BRACKETED.match(text)
    if opening:
        return opening.group(1) in RULES
    return bool(re.match(r"https?://[^/]+/(?:.*/)?(?:00|01|8006)/[0-9]", text, re.IGNORECASE))


def write_elements(elements: Iterable[tuple[str, str]]) -> str:
    """Element string for a printer that adds the leading FNC1 itself; separators only where one is needed.

    Raises:
        UsageError: as ``read_gs1``; nothing is written that could not be read back.
    """
    message = _message(list(elements))
    last = len(message.elements) - 1
    return "".join(
        element.ai + element.value + (GS if place < last and needs_separator(element.ai) else "")
        for place, element in enumerate(message.elements)
    )


def write_bracketed(elements: Iterable[tuple[str, str]]) -> str:
    """The line printed under the bars: ``(01)09501101530003(10)AB``."""
    return "".join(f"({element.ai}){element.value}" for element in _message(list(elements)).elements)


def write_digital_link(gtin: str, qualifiers: Iterable[tuple[str, str]] = (), base: str = "https://id.gs1.org") -> str:
    """Address of an article with lot (10) and serial (21) in the path, other fields behind the question mark."""
    fields = _message([("01", gtin), *qualifiers]).elements[1:]
    path = "".join(f"/{field.ai}/{quote(field.value, safe='')}" for field in fields if field.ai in ("22", "10", "21"))
    query = "&".join(
        f"{field.ai}={quote(field.value, safe='')}" for field in fields if field.ai not in ("22", "10", "21")
    )
    return f"{base.rstrip('/')}/01/{gtin}{path}{'?' + query if query else ''}"


def read_digital_link(address: str) -> Gs1Message:
    """Fields of a GS1 Digital Link; path segments before the first key and unknown query words are the shop's own and ignored."""
    try:
        parts = urlsplit(address)
    except ValueError:
        raise UsageError("gs1.not_a_link", text=address) from None
    segments = [unquote(segment) for segment in parts.path.split("/") if segment]
    start = next((place for place in range(len(segments) - 1) if segments[place] in _PRIMARY_KEYS), None)
    if start is None:
        raise UsageError("gs1.not_a_link", text=address)
    rest = segments[start:]
    pairs = [(rest[place], rest[place + 1]) for place in range(0, len(rest) - 1, 2)]
    pairs += [(key, value) for key, value in parse_qsl(parts.query) if key in RULES]
    return _message([(ai, (normalize_gtin(value) or value) if ai == "01" else value) for ai, value in pairs])


def _plain_pairs(text: str) -> list[tuple[str, str]]:
    """Cut an element string into fields."""
    pairs: list[tuple[str, str]] = []
    at = 1 if text.startswith(GS) else 0
    while at < len(text):
        found = rule_at(text, at)
        if found is None:
            raise UsageError("gs1.unknown_ai", rest=text[at : at + 4])
        ai, rule = found
        begin = at + len(ai)
        stop = text.find(GS, begin)
        end = len(text) if stop < 0 else stop
        if not needs_separator(ai):
            end = min(end, begin + rule.maximum)
        pairs.append((ai, text[begin:end]))
        at = end + 1 if end == stop else end
    return pairs


def _bracketed_pairs(text: str) -> list[tuple[str, str]]:
    """Cut the printed form into fields; a bracket whose digits are no identifier belongs to the value before it."""
    openings = [match for match in _BRACKETED.finditer(text) if match.group(1) in RULES]
    if not openings or openings[0].start() != 0:
        raise UsageError("gs1.unknown_ai", rest=text[:6])
    ends = [match.start() for match in openings[1:]] + [len(text)]
    return [(match.group(1), text[match.end() : end].strip(GS)) for match, end in zip(openings, ends, strict=True)]


def _message(pairs: list[tuple[str, str]]) -> Gs1Message:
    if not pairs:
        raise UsageError("gs1.empty")
    for ai, value in pairs:
        if ai not in RULES:
            raise UsageError("gs1.unknown_ai", rest=ai)
        _prove(ai, RULES[ai], value)
    return Gs1Message(tuple(Gs1Element(ai, value) for ai, value in pairs))


def _prove(ai: str, rule: AiRule, value: str) -> None:
    """Refuse a value that cannot stand behind its identifier."""
    if len(value) < rule.minimum:
        raise UsageError("gs1.too_short", ai=ai, value=value)
    if len(value) > rule.maximum:
        raise UsageError("gs1.too_long", ai=ai, value=value)
    if not _CHARACTERS.fullmatch(value):
        raise UsageError("gs1.bad_character", ai=ai, value=value)
    if not re.fullmatch(r"[0-9]*", value[: rule.digits]):
        raise UsageError("gs1.not_digits", ai=ai, value=value)
    if rule.checked and not has_check_digit(value[: rule.checked]):
        raise UsageError("gs1.check_digit", ai=ai, value=value)
    if rule.is_date:
        gs1_date(value, 2000)
