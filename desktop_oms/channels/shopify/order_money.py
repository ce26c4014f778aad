"""Make the parts of a Shopify order add up to the total Shopify states, without inventing anything.

The export has no line totals, so a line is quantity x price - its own discount. "Subtotal" is what the lines cost after
every discount, and "Discount Amount" counts line discounts, code discounts and discounts on shipping together; so the order
discount is what lies between lines and subtotal, never the column itself (it would count twice).
Invariant: lines + charges (+ taxes when they come on top) == Total, by a charge of kind ``rounding`` if need be (P55, P56).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from desktop_oms.domain.remote_order import RemoteCharge, RemoteTax

_PERCENT = re.compile(r"([0-9]{1,3}(?:[.,][0-9]{1,4})?)\s*%")


@dataclass(frozen=True, slots=True)
class StatedMoney:
    """The money columns of one order, minor units; ``has_subtotal`` is False when the file leaves it empty."""

    total: int
    subtotal: int
    has_subtotal: bool
    shipping: int
    taxes: int
    discount: int
    duties: int


@dataclass(frozen=True, slots=True)
class Settled:
    """Charges that make the order add up.

    Attributes:
        tax_included: concluded from the total; True when the order has no tax.
        is_certain: the total fits one of the two readings exactly.
        rounding_minor: what had to be added, 0 when the file adds up.
    """

    charges: tuple[RemoteCharge, ...]
    tax_included: bool
    is_certain: bool
    rounding_minor: int


def settle(
    stated: StatedMoney,
    *,
    lines_minor: int,
    line_discounts_minor: int,
    tips_minor: int,
    code: str = "",
    shipping_title: str = "",
) -> Settled:
    """Find the charges between the lines and the stated total.

    Args:
        lines_minor: sum of the line totals after their own discounts, tips not among them.
        tips_minor: lines that are tips; they become a charge.
    """
    order_discount = _order_discount(stated, lines_minor, line_discounts_minor, tips_minor)
    goods = lines_minor - order_discount + stated.shipping + stated.duties + tips_minor
    left = stated.discount - line_discounts_minor - order_discount
    # "Shipping" is before its own discount in some exports and after it in others; the total decides.
    candidates = [(0, True), (0, False)]
    if 0 < left <= stated.shipping:
        candidates += [(left, True), (left, False)]
    best = min(
        ((abs(stated.total - _sum(goods, off, stated.taxes, included)), off, included) for off, included in candidates),
        key=lambda choice: (choice[0], choice[1], not choice[2]),
    )
    gap, shipping_discount, tax_included = best
    charges = _charges(stated, order_discount, shipping_discount, tips_minor, code, shipping_title)
    rounding = stated.total - _sum(goods, shipping_discount, stated.taxes, tax_included)
    if rounding:
        charges.append(RemoteCharge("rounding", rounding, "Rounding of the channel"))
    return Settled(tuple(charges), tax_included, gap == 0, rounding)


def _sum(goods: int, shipping_discount: int, taxes: int, tax_included: bool) -> int:
    return goods - shipping_discount + (0 if tax_included else taxes)


def _order_discount(stated: StatedMoney, lines: int, line_discounts: int, tips: int) -> int:
    """What was taken off the order besides the lines' own discounts; 0 when lines and subtotal contradict each other."""
    most = max(stated.discount, 0)
    if not stated.has_subtotal:
        return max(most - line_discounts, 0)
    for between in (lines - stated.subtotal, lines + tips - stated.subtotal):
        if 0 <= between <= most:
            return between
    return max(most - line_discounts, 0) if most > line_discounts else 0


def _charges(
    stated: StatedMoney, order_discount: int, shipping_discount: int, tips: int, code: str, shipping_title: str
) -> list[RemoteCharge]:
    parts = (
        ("shipping", stated.shipping, shipping_title),
        ("discount", -order_discount, code),
        ("discount", -shipping_discount, f"{code} (shipping)" if code else "Shipping"),
        ("tip", tips, ""),
        ("duty", stated.duties, ""),
    )
    return [RemoteCharge(kind, amount, title) for kind, amount, title in parts if amount]


def tax_rate(name: str) -> str | None:
    """The rate a tax's name states, as a decimal fraction: "VAT 20%" is "0.2"; None when it states none."""
    match = _PERCENT.search(name)
    if not match:
        return None
    rate = Decimal(match[1].replace(",", ".")) / 100
    return format(rate.normalize(), "f")


def tax_rows(named: list[tuple[str, int]], taxes: int) -> tuple[RemoteTax, ...]:
    """Tax rows that sum to the order's "Taxes"; what the numbered columns leave out gets a row of its own."""
    rows = [RemoteTax(name or "Tax", amount, tax_rate(name)) for name, amount in named if amount or name]
    missing = taxes - sum(amount for _, amount in named)
    if missing:
        rows.append(RemoteTax("Taxes" if not rows else "Tax difference", missing))
    return tuple(rows)
