"""Read single cells: amounts, quantities, times, yes and no. A cell that cannot be read raises ``CellError``.

Used by the file formats. Invariant: nothing is guessed; what can be read in two ways is refused or asked.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from desktop_oms.domain.errors import UsageError
from desktop_oms.domain.money import currency_decimals, is_currency, parse_amount
from desktop_oms.sync.notes import Notes

MOST_QUANTITY = 1_000_000
_PLAIN_AMOUNT = re.compile(r"(-?)([0-9]{1,12})\.([0-9]{2})")
_DECIMAL_COMMA = re.compile(r"[-(+]?\s*\D{0,4}\s*[0-9]{1,3}(?:\.?[0-9]{3})*,[0-9]{1,2}\s*\D{0,4}\s*[-)]?")
_QUANTITY = re.compile(r"([0-9]{1,9})(?:[.,]0{1,4})?")
_NUMERIC_DATE = re.compile(
    r"([0-9]{1,4})[./\-]([0-9]{1,2})[./\-]([0-9]{2,4})(?:[ T,]+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?)?"
    r"\s*([AaPp][Mm])?\s*(Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})?"
)
_ISO_GAP = re.compile(r"\s+(?=[+-][0-9]{2}:?[0-9]{2}$)|\s*(?:UTC|GMT)$")
_YES = frozenset("true yes y 1 t ja oui si sí sim はい".split())
_NO = frozenset("false no n 0 f nein non não nao いいえ".split())


class CellError(Exception):
    """A cell that cannot be read.

    Attributes:
        field: header as a person sees it.
        code: stable.
        why: the middle of a sentence, "has “abc” as quantity".
        line: 1-based when the caller knows a better line than its own, else 0.
    """

    def __init__(self, field: str, code: str, why: str, line: int = 0) -> None:
        super().__init__(code, field, why)
        self.field = field
        self.code = code
        self.why = why
        self.line = line


def read_currency(text: str, field: str) -> str:
    """Upper-case ISO 4217 code.

    Raises:
        CellError: ``currency.missing``, ``currency.unknown``.
    """
    code = text.strip().upper()
    if not code:
        raise CellError(field, "currency.missing", "has no currency")
    if not is_currency(code):
        raise CellError(field, "currency.unknown", f"has “{shown(text)}” as currency, which is not a known code")
    return code


def read_amount(text: str, currency: str, field: str) -> int:
    """Exact minor units; an empty cell is 0. Decimal commas are understood where only a decimal mark can stand.

    Raises:
        CellError: ``amount.unreadable``.
    """
    if not text:
        return 0
    plain = _PLAIN_AMOUNT.fullmatch(text)
    if plain and currency_decimals(currency) == 2:
        minor = int(plain[2] + plain[3])
        return -minor if plain[1] else minor
    comma = currency_decimals(currency) != 3 and _DECIMAL_COMMA.fullmatch(text)
    try:
        return parse_amount(text, currency, decimal_mark="," if comma else ".")
    except UsageError:
        raise CellError(field, "amount.unreadable", f"has “{shown(text)}”, which is no amount in {currency}") from None


def read_quantity(text: str, field: str) -> int:
    """A whole number of units, 0..1,000,000; "2.0" of a spreadsheet is 2.

    Raises:
        CellError: ``quantity.missing``, ``quantity.bad``.
    """
    if not text:
        raise CellError(field, "quantity.missing", "has no quantity")
    match = _QUANTITY.fullmatch(text)
    if not match or int(match[1]) > MOST_QUANTITY:
        raise CellError(field, "quantity.bad", f"has “{shown(text)}” as quantity, which is no whole number of units")
    return int(match[1])


def read_yes(text: str, *, default: bool) -> bool:
    """Yes or no as spreadsheets and channels write it; anything else is the default."""
    word = text.casefold()
    if word in _YES:
        return True
    return False if word in _NO else default


def shown(text: str) -> str:
    """A foreign text inside of one of our sentences: one line, at most 40 characters."""
    line = re.sub(r"\s+", " ", text)
    return line if len(line) <= 40 else f"{line[:39]}…"


class TimeReader:
    """Reads the times of one file; knows what was chosen and what the file itself shows about day and month.

    ``observe`` in a first pass lets "25/02/2026" on line 9,000 settle "03/02/2026" on line 2.
    """

    def __init__(self, order: str, zone_name: str, notes: Notes) -> None:
        """Take the person's choices.

        Args:
            order: ``dmy``, ``mdy``, ``ymd`` or ``""``.
            zone_name: IANA name for times without an offset; ``""`` means UTC, said as an assumption when used.

        Raises:
            UsageError: ``dates.unknown_order``, ``timezone.unknown``.
        """
        if order not in ("", "dmy", "mdy", "ymd"):
            raise UsageError("dates.unknown_order", dates=order)
        self._order = order
        self._notes = notes
        self._has_zone = bool(zone_name)
        self._zone = _zone(zone_name)
        self._seen: set[str] = set()

    def observe(self, text: str) -> None:
        """Remember what a date shows about the order of day and month."""
        if text[4:5] == "-" or not text:
            return
        match = _NUMERIC_DATE.fullmatch(text)
        if match and len(match[1]) <= 2:
            first, second = int(match[1]), int(match[2])
            if first > 12 >= second:
                self._seen.add("dmy")
            elif second > 12 >= first:
                self._seen.add("mdy")

    def read(self, text: str, field: str) -> datetime:
        """An aware time in UTC.

        Raises:
            CellError: ``date.missing``, ``date.bad``.
            UsageError: ``dates.ambiguous`` when neither a person nor the file says which is the day; asked once per file.
        """
        if not text:
            raise CellError(field, "date.missing", "has no date")
        try:
            moment = datetime.fromisoformat(_ISO_GAP.sub(_iso_offset, text))
        except ValueError:
            moment = self._numeric(text, field)
        if moment.tzinfo is None:
            self._say_zone()
            moment = moment.replace(tzinfo=self._zone)
        try:
            return moment.astimezone(UTC)
        except OverflowError:
            raise CellError(field, "date.bad", f"has “{shown(text)}” as date") from None

    def read_optional(self, text: str, field: str) -> datetime | None:
        """The same, None for an empty cell."""
        return self.read(text, field) if text else None

    def _numeric(self, text: str, field: str) -> datetime:
        match = _NUMERIC_DATE.fullmatch(text)
        if not match:
            raise CellError(field, "date.bad", f"has “{shown(text)}” as date, which is none we can read")
        first, second, third = int(match[1]), int(match[2]), int(match[3])
        if len(match[1]) == 4:
            year, month, day = first, second, third
        else:
            order = self._day_month(first, second, text)
            year = third + 2000 if len(match[3]) == 2 else third
            day, month = (first, second) if order == "dmy" else (second, first)
        hour = int(match[4] or 0)
        if match[7]:
            hour = hour % 12 + (12 if match[7].lower() == "pm" else 0)
        try:
            moment = datetime(year, month, day, hour, int(match[5] or 0), int(match[6] or 0))  # noqa: DTZ001 - zone follows
            offset = match[8]
            if offset in ("Z", "UTC", "GMT"):
                return moment.replace(tzinfo=UTC)
            return datetime.fromisoformat(moment.isoformat() + offset) if offset else moment
        except ValueError:
            raise CellError(field, "date.bad", f"has “{shown(text)}” as date, which does not exist") from None

    def _day_month(self, first: int, second: int, text: str) -> str:
        if first > 12 or second > 12:
            return "dmy" if first > 12 else "mdy"
        if first == second:
            return "dmy"
        if self._order in ("dmy", "mdy"):
            return self._order
        if len(self._seen) == 1:
            order = next(iter(self._seen))
            words = "day before month" if order == "dmy" else "month before day"
            self._notes.say(f"Dates are written {words}, concluded from other dates of the file.")
            return order
        raise UsageError("dates.ambiguous", example=shown(text), choices=["dmy", "mdy"])

    def _say_zone(self) -> None:
        if not self._has_zone:
            self._notes.say("Times without a time zone were read as UTC.")


def _iso_offset(match: re.Match[str]) -> str:
    return "+00:00" if match[0].strip() else ""


def _zone(name: str) -> tzinfo:
    if not name:
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UsageError("timezone.unknown", timezone=name) from None
