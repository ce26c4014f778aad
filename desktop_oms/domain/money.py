"""Read, write and split amounts of money without ever rounding in secret.

An amount is an ``int`` of minor units (cents) beside its ISO 4217 code. Used by every room; pure.
Invariant: no float; what comes in leaves unchanged, and every split sums to its total exactly.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache

from desktop_oms.domain.errors import UsageError

# Source: ISO 4217 list one, column "minor unit"; withdrawn codes still found in old files are kept (HRK, ANG, BGN ...).
_NO_DECIMALS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THREE_DECIMALS = "BHD IQD JOD KWD LYD OMR TND"
_FOUR_DECIMALS = "CLF UYW"
_TWO_DECIMALS = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF "
    "CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HRK "
    "HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR "
    "MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP "
    "SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER "
    "ZAR ZMW ZWG ZWL"
)
CURRENCY_DECIMALS: dict[str, int] = {
    code: decimals
    for decimals, codes in ((0, _NO_DECIMALS), (2, _TWO_DECIMALS), (3, _THREE_DECIMALS), (4, _FOUR_DECIMALS))
    for code in codes.split()
}

# What stands before the figure on screen; a sign that ends in a letter or dot gets a space behind it ("kr 549.00").
_SIGNS: dict[str, str] = {
    "EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "CNY": "CN¥", "KRW": "₩", "INR": "₹", "ILS": "₪", "VND": "₫",
    "UAH": "₴", "TRY": "₺", "RUB": "₽", "NGN": "₦", "PHP": "₱", "PLN": "zł", "CZK": "Kč", "HUF": "Ft", "SEK": "kr",
    "NOK": "kr", "DKK": "kr", "ISK": "kr", "CAD": "CA$", "AUD": "A$", "NZD": "NZ$", "MXN": "MX$", "HKD": "HK$",
    "SGD": "S$", "BRL": "R$", "TWD": "NT$",
}  # fmt: skip
# Signs found in files besides the one we draw. "$" and "¥" are written by several countries for their own money.
_OTHER_SIGNS: dict[str, tuple[str, ...]] = {
    "CAD": ("C$", "$"), "AUD": ("AU$", "$"), "NZD": ("$",), "MXN": ("$",), "HKD": ("$",), "SGD": ("$",),
    "TWD": ("$",), "USD": ("US$",), "CNY": ("¥", "元", "RMB"), "JPY": ("円", "JP¥"), "CHF": ("Fr.", "SFr."),
    "SEK": ("kr.",), "NOK": ("kr.",), "DKK": ("kr.",), "RON": ("lei",), "BGN": ("лв.", "лв"), "RSD": ("дин.",),
    "BRL": ("$",), "INR": ("Rs.", "Rs"), "TRY": ("TL",), "RUB": ("руб.",), "CLP": ("$",), "COP": ("$",),
    "ARS": ("$",),
}  # fmt: skip
# Prices in these currencies are written without their minor unit unless it is used.
_WHOLE_IS_BARE = frozenset({"HUF", "CZK"})

_LARGEST_MINOR = 2**63 - 1
_LONGEST_TEXT = 60
_BARE_FIGURE = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_APOSTROPHES = "'’`"


def currency_decimals(code: str) -> int:
    """Number of decimals of a currency, 0..4.

    Raises:
        UsageError: ``money.unknown_currency``; we never guess 2.
    """
    try:
        return CURRENCY_DECIMALS[code]
    except KeyError:
        raise UsageError("money.unknown_currency", currency=code) from None


def is_currency(code: str) -> bool:
    """True for an upper-case ISO 4217 code we know the decimals of."""
    return code in CURRENCY_DECIMALS


def parse_amount(text: str, currency: str, *, decimal_mark: str = ".") -> int:
    """Exact minor units of an amount as a file or a person writes it.

    Accepts a sign before or behind, accounting brackets ``(5.00)``, the currency's own code or sign, groups of digits parted
    by the other mark, spaces or apostrophes (3 by 3, or 2 by 2 as in India). More decimals than the currency has are taken
    only when they are zeros (WooCommerce writes ``1500.00`` for JPY).

    Args:
        decimal_mark: ``.`` or ``,``; the other one only groups, and only where a group can stand, so that ``1,23`` read
            with the wrong mark is refused instead of becoming 123.

    Raises:
        UsageError: ``money.unreadable``, ``money.too_many_decimals``, ``money.too_large``, ``money.unknown_currency``,
            ``money.other_currency``; data names text and currency.
    """
    decimals = currency_decimals(currency)
    body, is_negative = _strip_marks(_tidy(text, currency), currency)
    whole, fraction = _digits(body, decimal_mark, text, currency)
    extra = fraction[decimals:]
    if extra.strip("0"):
        raise UsageError("money.too_many_decimals", text=text, currency=currency, decimals=decimals)
    minor = int(whole + fraction[:decimals].ljust(decimals, "0"))
    if minor > _LARGEST_MINOR:
        raise UsageError("money.too_large", text=text, currency=currency)
    return -minor if is_negative else minor


def format_amount(minor: int, currency: str) -> str:
    """Plain decimal text for files and machines, always with the currency's decimals: ``-1284.50``; no sign, no groups."""
    decimals = currency_decimals(currency)
    digits = str(abs(minor)).rjust(decimals + 1, "0")
    cut = len(digits) - decimals
    text = f"{digits[:cut]}.{digits[cut:]}" if decimals else digits
    return f"-{text}" if minor < 0 else text


def display_amount(minor: int, currency: str, *, decimal_mark: str = ".", group_mark: str = ",") -> str:
    """What a person reads: ``€1,284.50``, ``kr 549.00``, ``RON 39.90``, ``Ft 48,300``, ``−€5.00``.

    A currency without a sign of its own shows its code. Marks are the caller's choice of locale.
    """
    plain = format_amount(abs(minor), currency)
    whole, _, fraction = plain.partition(".")
    if currency in _WHOLE_IS_BARE and not fraction.strip("0"):
        fraction = ""
    grouped = re.sub(r"(?<=\d)(?=(\d{3})+$)", lambda _match: group_mark, whole)
    figure = f"{grouped}{decimal_mark}{fraction}" if fraction else grouped
    sign = _SIGNS.get(currency, currency)
    gap = " " if sign[-1].isalpha() or sign[-1] == "." else ""
    return f"{'−' if minor < 0 else ''}{sign}{gap}{figure}"


def split_minor(total_minor: int, weights: Sequence[int]) -> list[int]:
    """Parts in proportion to ``weights`` that sum to the total exactly (largest remainder, earliest part first on a tie).

    Args:
        weights: >= 0 each, at least one; all zero means even parts.

    Raises:
        ValueError: no weights, or a negative one (a fault of the caller).
    """
    if not weights or min(weights) < 0:
        raise ValueError("split_minor needs at least one weight and none below zero")
    shares = list(weights) if sum(weights) else [1] * len(weights)
    whole, size = sum(shares), abs(total_minor)
    parts = [size * share // whole for share in shares]
    remainders = [size * share % whole for share in shares]
    left = size - sum(parts)
    for index in sorted(range(len(shares)), key=lambda place: (-remainders[place], place))[:left]:
        parts[index] += 1
    return [-part for part in parts] if total_minor < 0 else parts


def rounding_minor(stated_total_minor: int, parts_minor: Iterable[int]) -> int:
    """What must be booked as an explicit rounding charge so that the parts add up to the channel's stated total (P55)."""
    return stated_total_minor - sum(parts_minor)


def totals_by_currency(amounts: Iterable[tuple[int, str]]) -> dict[str, int]:
    """Sums of (minor, currency) pairs, one per currency: different moneys are never added to one another."""
    totals: dict[str, int] = {}
    for minor, currency in amounts:
        totals[currency] = totals.get(currency, 0) + minor
    return totals


def _tidy(text: str, currency: str) -> str:
    """Compatibility forms folded (full-width digits, no-break spaces), outer blanks gone."""
    if len(text) > _LONGEST_TEXT:
        raise UsageError("money.unreadable", text=text[:_LONGEST_TEXT], currency=currency)
    tidy = unicodedata.normalize("NFKC", text).replace("−", "-").replace("–", "-").strip()
    if not tidy:
        raise UsageError("money.unreadable", text=text, currency=currency)
    return tidy


def _strip_marks(text: str, currency: str) -> tuple[str, bool]:
    """Text without its sign and currency, each taken off at most once from either end; True when negative."""
    if _BARE_FIGURE.fullmatch(text):
        return text, False
    sign = mark = ""
    while True:
        before = text
        if not sign:
            text, sign = _take_sign(text)
        if not mark:
            text, mark = _take_currency(text, currency)
        if text == before:
            return text, sign in ("-", "()")


def _take_sign(text: str) -> tuple[str, str]:
    """Accounting brackets, a leading + or -, or a trailing -."""
    if text.startswith("(") and text.endswith(")"):
        return text[1:-1].strip(), "()"
    if text[:1] in ("-", "+"):
        return text[1:].strip(), text[0]
    if text[-1:] == "-":
        return text[:-1].strip(), "-"
    return text, ""


@cache
def _marks(currency: str) -> tuple[str, ...]:
    """What may stand beside an amount of this currency, longest first, in the tidy form texts are compared in."""
    written = (currency, _SIGNS.get(currency, currency), *_OTHER_SIGNS.get(currency, ()))
    return tuple(sorted({unicodedata.normalize("NFKC", mark) for mark in written}, key=len, reverse=True))


def _take_currency(text: str, currency: str) -> tuple[str, str]:
    """This currency's code or sign from either end; what belongs to another currency is refused."""
    for mark in _marks(currency):
        if text[: len(mark)].casefold() == mark.casefold():
            return text[len(mark) :].strip(), mark
        if text[-len(mark) :].casefold() == mark.casefold():
            return text[: -len(mark)].strip(), mark
    bare = text.strip("-+() ")
    is_other_code = is_currency(bare[:3].upper()) or is_currency(bare[-3:].upper())
    if is_other_code or any(unicodedata.category(letter) == "Sc" for letter in bare):
        raise UsageError("money.other_currency", text=text, currency=currency)
    return text, ""


def _digits(body: str, decimal_mark: str, text: str, currency: str) -> tuple[str, str]:
    """Digits before and behind the decimal mark, groups proved and removed."""
    if decimal_mark not in (".", ","):
        raise ValueError(f"decimal_mark must be '.' or ',', not {decimal_mark!r}")
    other = "," if decimal_mark == "." else "."
    whole, _, fraction = body.partition(decimal_mark)
    grouped = re.fullmatch(
        rf"[0-9]+|[0-9]{{1,3}}([{re.escape(other + _APOSTROPHES)} ])(?:[0-9]{{2,3}}\1)*[0-9]{{3}}", whole or "0"
    )
    if not grouped or not re.fullmatch(r"[0-9]*", fraction) or not (whole or fraction):
        raise UsageError("money.unreadable", text=text, currency=currency)
    return re.sub(r"[^0-9]", "", whole) or "0", fraction
