"""Recognize article and parcel numbers by their check digit and give every barcode one key.

GTIN-8, -12, -13, -14 and UPC-E are forms of one number, kept as 14 digits; anything else is a code of the shop's own.
Pure. Invariant: ``code_key`` is the only key under which barcodes are stored and looked up, and it is idempotent.

Source of the check digit, UPC-E and SSCC rules: GS1 General Specifications, sections 7.9 and 5.2.2.4.2.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from desktop_oms.domain.names import fold_case

GTIN_LENGTHS = (8, 12, 13, 14)
_DIGITS = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class GtinDamage:
    """Why a text in a barcode column is probably not what the article carries.

    Attributes:
        code: barcode.scientific, barcode.lost_zeros, barcode.float_tail, barcode.check_digit or barcode.placeholder.
        text: as it stood in the file.
        repaired: the 14-digit number it must have been, ``""`` when it cannot be known.
    """

    code: str
    text: str
    repaired: str = ""


def check_digit(body: str) -> str:
    """The modulo-10 digit that closes ``body`` (digits without their check digit; any GS1 number)."""
    if not _DIGITS.fullmatch(body):
        raise ValueError("check_digit takes ASCII digits")
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
    return str(-total % 10)


def has_check_digit(digits: str) -> bool:
    """True if the last digit closes the ones before it."""
    return len(digits) > 1 and bool(_DIGITS.fullmatch(digits)) and check_digit(digits[:-1]) == digits[-1]


def normalize_gtin(text: str) -> str | None:
    """14 digits of a GTIN-8, -12, -13 or -14 with a right check digit; None for anything else and for all zeros."""
    digits = text.strip()
    if len(digits) not in GTIN_LENGTHS or not has_check_digit(digits) or not digits.strip("0"):
        return None
    return digits.zfill(14)


def expand_upc_e(text: str) -> str | None:
    """The 12-digit UPC-A behind an 8-digit UPC-E (number system 0 or 1, check digit right); None otherwise.

    Six- and seven-digit forms carry no proof and are left alone.
    """
    digits = text.strip()
    if not re.fullmatch(r"[01][0-9]{7}", digits):
        return None
    system, body, check = digits[0], digits[1:7], digits[7]
    last = body[5]
    if last in "012":
        article = body[:2] + last + "0000" + body[2:5]
    elif last == "3":
        article = body[:3] + "00000" + body[3:5]
    elif last == "4":
        article = body[:4] + "00000" + body[4]
    else:
        article = body[:5] + "0000" + last
    upc_a = system + article
    return upc_a + check if check_digit(upc_a) == check else None


def code_key(text: str) -> str:
    """The key of a barcode: 14 digits if it is a GTIN in any form, else the text with case and outer blanks ignored.

    An 8-digit code that is right both as GTIN-8 and as UPC-E counts as GTIN-8. Blanks and hyphens as printed under bars and on
    books (``978-3-16-148410-0``) are ignored when what is left is a GTIN of 12 to 14 digits.
    """
    folded = fold_case(text)
    if not _DIGITS.fullmatch(folded):
        bare = re.sub(r"[ -]", "", folded)
        return (normalize_gtin(bare) or folded) if len(bare) >= 12 else folded
    upc_a = None if normalize_gtin(folded) else expand_upc_e(folded)
    return normalize_gtin(upc_a or folded) or folded


def gtin_damage(text: str) -> GtinDamage | None:
    """Tell what a spreadsheet did to a barcode (P60); None if the text is sound or no GTIN was meant.

    Judges by shape and check digit alone, so a shop's own code made of letters is never called damaged.
    """
    bare = text.strip().lstrip("'").strip()
    if re.fullmatch(r"[0-9]+(?:[.,][0-9]+)?[eE]\+?[0-9]{1,2}", bare):
        return GtinDamage("barcode.scientific", text, _from_scientific(bare))
    tail = re.fullmatch(r"([0-9]{7,14})[.,]0+", bare)
    if tail:
        return GtinDamage("barcode.float_tail", text, _padded(tail.group(1)))
    if not _DIGITS.fullmatch(bare) or normalize_gtin(bare) or expand_upc_e(bare):
        return None
    if not bare.strip("0"):
        return GtinDamage("barcode.placeholder", text)
    if len(bare) in (7, 9, 10, 11) and _padded(bare):
        return GtinDamage("barcode.lost_zeros", text, _padded(bare))
    return GtinDamage("barcode.check_digit", text) if len(bare) in (12, 13, 14) else None


def _padded(digits: str) -> str:
    """14 digits after giving lost leading zeros back, ``""`` if no length of GTIN fits."""
    for length in GTIN_LENGTHS:
        if len(digits) <= length:
            found = normalize_gtin(digits.zfill(length))
            if found:
                return found
    return ""


def _from_scientific(text: str) -> str:
    """The number, if the mantissa still holds every digit of it (``4.006381333931E+12``)."""
    mantissa, exponent = re.split("[eE]", text.replace(",", "."))
    whole, _, fraction = mantissa.partition(".")
    missing = int(exponent) - len(fraction)
    return _padded(whole + fraction) if missing == 0 else ""


def build_sscc(extension: int, company_prefix: str, serial: int) -> str:
    """18 digits of a logistic unit: extension 0..9, GS1 company prefix of 4..12 digits, serial filling the rest, check digit.

    Raises:
        ValueError: a part does not fit its room; a serial is never cut, because that would number two parcels alike.
    """
    room = 16 - len(company_prefix)
    number = str(serial).zfill(room)
    is_prefix = bool(_DIGITS.fullmatch(company_prefix)) and 4 <= len(company_prefix) <= 12
    if not is_prefix or not 0 <= extension <= 9 or serial < 0 or len(number) > room:
        raise ValueError(f"no SSCC from {extension!r}, {company_prefix!r}, {serial!r}")
    body = f"{extension}{company_prefix}{number}"
    return body + check_digit(body)


def is_sscc(text: str) -> bool:
    """True for 18 digits closed by a right check digit."""
    return len(text) == 18 and has_check_digit(text)
