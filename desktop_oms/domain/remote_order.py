"""What a channel told us about one order, in our words: the one shape files and live connections translate into.

Pure data. Amounts are integer minor units of the currency named beside them, exactly as the channel charged them and never
recomputed; times are aware UTC; unknown fields survive in ``attributes`` as text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class RemoteAddress:
    """A postal address as the channel wrote it. ``country`` is ISO 3166-1 alpha-2 or ``""`` when unknown."""

    name: str = ""
    company: str = ""
    street1: str = ""
    street2: str = ""
    street3: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class RemoteTax:
    """One tax row. ``rate`` is a decimal fraction as text ("0.19") or ``None`` when the channel gives none."""

    title: str
    amount_minor: int
    rate: str | None = None


@dataclass(frozen=True, slots=True)
class RemoteCharge:
    """A charge or reduction of the whole order.

    Attributes:
        kind: shipping, discount, tip, gift_wrap, duty, fee, points or rounding.
        amount_minor: signed; a discount is negative. Includes tax when the order's ``tax_included`` says so.
    """

    kind: str
    amount_minor: int
    title: str = ""
    taxes: tuple[RemoteTax, ...] = ()


@dataclass(frozen=True, slots=True)
class RemoteLine:
    """One bought line.

    Attributes:
        external_id: the channel's id of the line, kept for ever; made from its position if the file has none.
        quantity: bought, in sales units, >= 0.
        shipped_quantity: already shipped elsewhere, 0..quantity.
        cancelled_quantity: no longer wanted, 0..quantity - shipped_quantity.
        unit_price_minor: information only.
        total_minor: what the line cost after its own discounts, as charged.
        discount_minor: the line's own discounts, >= 0, already inside ``total_minor``.
        requires_shipping: false for gift cards, downloads and services.
    """

    external_id: str
    sku: str
    title: str
    quantity: int
    total_minor: int
    unit_price_minor: int = 0
    discount_minor: int = 0
    shipped_quantity: int = 0
    cancelled_quantity: int = 0
    requires_shipping: bool = True
    taxes: tuple[RemoteTax, ...] = ()
    gift_text: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RemotePayment:
    """One money movement. ``kind`` is authorize, capture, refund or void; ``amount_minor`` is >= 0."""

    external_id: str
    kind: str
    amount_minor: int
    at: datetime | None = None
    method: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class RemoteShipment:
    """Goods that already left elsewhere. ``lines`` pairs line external id with quantity."""

    external_id: str
    lines: tuple[tuple[str, int], ...]
    shipped_at: datetime | None = None
    carrier: str = ""
    tracking_no: str = ""


@dataclass(frozen=True, slots=True)
class RemoteHold:
    """A block the channel or its state implies; ``kind`` from domain.md section 1."""

    kind: str
    note: str = ""
    until_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RemoteOrder:
    """One order as a channel told it.

    Attributes:
        channel_type: shopify, amazon, ...
        external_id: the channel's own unchanging id; with the channel account it identifies the order.
        number: what the channel calls the order on paper ("#1001").
        lifecycle: open, closed or cancelled.
        payment_status: a value of domain.md section 1, as the channel states it; checked against ``payments``.
        tax_included: prices and charges contain their taxes.
        total_minor: what the buyer was charged, as stated.
        presentment_currency, presentment_total_minor, exchange_rate: what the buyer saw, if it differs.
        ship_by_at: the channel's promise, if it makes one.
        attributes: everything the file holds that has no place of its own, as text.
        source_line: 1-based line of the file where the order begins, 0 when not from a file.
    """

    channel_type: str
    external_id: str
    number: str
    placed_at: datetime
    currency: str
    total_minor: int
    lines: tuple[RemoteLine, ...]
    lifecycle: str = "open"
    payment_status: str = "unpaid"
    paid_at: datetime | None = None
    cancelled_at: datetime | None = None
    tax_included: bool = True
    charges: tuple[RemoteCharge, ...] = ()
    taxes: tuple[RemoteTax, ...] = ()
    payments: tuple[RemotePayment, ...] = ()
    shipments: tuple[RemoteShipment, ...] = ()
    holds: tuple[RemoteHold, ...] = ()
    presentment_currency: str = ""
    presentment_total_minor: int = 0
    exchange_rate: str = ""
    buyer_external_id: str = ""
    buyer_name: str = ""
    buyer_email: str = ""
    buyer_phone: str = ""
    ship_to: RemoteAddress = field(default_factory=RemoteAddress)
    bill_to: RemoteAddress = field(default_factory=RemoteAddress)
    ship_by_at: datetime | None = None
    deliver_by_at: datetime | None = None
    service_level: str = ""
    note: str = ""
    gift_message: str = ""
    is_gift: bool = False
    tags: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    source_line: int = 0


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row that could not be read. ``line`` is 1-based in ``file``; ``code`` is stable, ``message`` a full sentence with the remedy."""

    file: str
    line: int
    field: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class OrderFile:
    """Answer of a file reader: what was understood, what was not, and what had to be assumed on the way."""

    channel_type: str
    format_name: str
    orders: tuple[RemoteOrder, ...]
    rejected: tuple[RowProblem, ...]
    assumptions: tuple[str, ...]
