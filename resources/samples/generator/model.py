"""The generator's own idea of an order: what was bought, what it cost, and what must come of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from generator.catalog import BY_SKU
from generator.people import Person

DECIMALS = {"JPY": 0, "KWD": 3}


def money(minor: int, currency: str) -> str:
    """Text with the currency's decimals."""
    places = DECIMALS.get(currency, 2)
    sign, digits = ("-" if minor < 0 else ""), str(abs(minor)).zfill(places + 1)
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def part_of(gross: int, percent: int, *, inside: bool) -> int:
    """Tax in (or on) an amount, half a cent up."""
    exact = Fraction(gross * percent, 100 + percent) if inside else Fraction(gross * percent, 100)
    return int(exact + Fraction(1, 2))


@dataclass
class Item:
    """One line. ``cost`` is what the whole line costs after ``off``; ``state`` is open, shipped, part:N or cancelled."""

    sku: str
    title: str
    quantity: int
    price: int
    off: int = 0
    ships: bool = True
    state: str = "open"
    is_tip: bool = False
    gift: str = ""
    tax: int = 0
    item_id: str = ""

    @property
    def cost(self) -> int:
        return self.quantity * self.price - self.off

    @property
    def shipped(self) -> int:
        if self.state == "shipped":
            return self.quantity
        return int(self.state[5:]) if self.state.startswith("part:") else 0

    @property
    def cancelled(self) -> int:
        return self.quantity if self.state == "cancelled" else 0


@dataclass
class Order:
    """One order with everything a writer or the manifest needs. Money in minor units."""

    channel: str
    number: str
    id: str
    placed: datetime
    buyer: Person
    items: list[Item]
    currency: str = "EUR"
    percent: int = 19
    inside: bool = True
    shipping: int = 0
    shipping_tax: int = 0
    shipping_title: str = "DHL Paket"
    discount: int = 0
    discount_code: str = ""
    duties: int = 0
    wrap: int = 0
    wrap_tax: int = 0
    ship_promo: int = 0
    cent_off: int = 0
    financial: str = "paid"
    fulfillment: str = "unfulfilled"
    cancelled_at: datetime | None = None
    refunded: int = 0
    outstanding: int = 0
    note: str = ""
    note_attributes: str = ""
    tags: str = ""
    risk: str = "Low"
    method: str = "Shopify Payments"
    references: str = ""
    extra: dict[str, str] = field(default_factory=dict)
    status: str = "Unshipped"
    by_amazon: bool = False
    market: str = "Amazon.de"
    lifecycle: str = "open"
    holds: tuple[str, ...] = ()
    reject: str = ""
    scatter: bool = False
    first_line: int = 0
    lines_at: list[int] = field(default_factory=list)

    @property
    def goods(self) -> list[Item]:
        return [item for item in self.items if not item.is_tip]

    @property
    def subtotal(self) -> int:
        return sum(item.cost for item in self.goods) - self.discount

    @property
    def tips(self) -> int:
        return sum(item.cost for item in self.items if item.is_tip)

    @property
    def taxes(self) -> int:
        if self.channel == "amazon":
            return sum(item.tax for item in self.items) + self.shipping_tax + self.wrap_tax
        return part_of(self.subtotal + self.shipping, self.percent, inside=self.inside)

    @property
    def total(self) -> int:
        parts = self.subtotal + self.shipping + self.duties + self.tips + self.wrap - self.ship_promo
        return parts + (0 if self.inside else self.taxes) + self.cent_off

    @property
    def is_cancelled(self) -> bool:
        return self.lifecycle == "cancelled"

    def open_units(self) -> Counter[str]:
        """Units per SKU as sold that are still to be sent from here."""
        units: Counter[str] = Counter()
        if self.lifecycle != "open" or self.by_amazon:
            return units
        for item in self.goods:
            left = item.quantity - item.shipped - item.cancelled
            if item.ships and left:
                units[item.sku.upper()] += left
        return units


def pieces(units: Counter[str]) -> Counter[str]:
    """Units per SKU with kits taken apart; SKUs the catalog does not know are left out."""
    found: Counter[str] = Counter()
    for sku, quantity in units.items():
        article = BY_SKU.get(sku)
        if article is None:
            continue
        for part, count in article.kit or ((sku, 1),):
            found[part] += quantity * count
    return found
