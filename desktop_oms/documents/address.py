"""The lines of an address below the street, in the order its country writes them."""

from __future__ import annotations

from typing import Final

from desktop_oms.domain.papers import Addressee

# Universal Postal Union: town, then region, then postcode.
POSTCODE_LAST: Final = frozenset(("US", "CA", "AU", "NZ", "IN", "TH", "TW", "KR", "SA", "EG", "ID", "SG", "BR", "IE"))
POSTCODE_OWN_LINE: Final = frozenset(("GB", "IE", "JP", "KR", "UA", "RU"))


def town_lines(addressee: Addressee) -> tuple[str, ...]:
    """Town, region and postcode as one or two lines; empty parts leave no trace."""
    town = ", ".join(part for part in (addressee.city, addressee.region) if part)
    if addressee.country in POSTCODE_OWN_LINE:
        return tuple(part for part in (town, addressee.postcode) if part)
    if addressee.country in POSTCODE_LAST:
        parts = (town, addressee.postcode)
    else:
        parts = (addressee.postcode, town)
    joined = " ".join(part for part in parts if part)
    return (joined,) if joined else ()


def country_line(addressee: Addressee) -> str:
    """Country in capitals for mail that crosses a border, else nothing."""
    return "" if addressee.is_domestic else addressee.country_name.upper()


def sender_line(street: str, postcode: str, city: str) -> str:
    """``Torstraße 140, 10119 Berlin``; empty parts leave no trace."""
    return ", ".join(part for part in (street, f"{postcode} {city}".strip()) if part)
