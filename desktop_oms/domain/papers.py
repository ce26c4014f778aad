"""What a paper shows: frozen data that app gathers and documents turns into bytes.

Every text in here may come from a stranger and is plain text, never markup or printer language. The same data, template
version and fonts give the same bytes on any day, time zone and locale; so dates are ready-made text.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends: the brand on the paper."""

    name: str
    legal_name: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    email: str = ""
    phone: str = ""
    hours: str = ""
    returns_url: str = ""
    return_days: int = 30
    footer: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Addressee:
    """Where it goes. ``lines`` is the finished address block above postcode and city, best first; ``country`` ISO alpha-2."""

    lines: tuple[str, ...]
    postcode: str
    city: str
    region: str
    country: str
    country_name: str
    is_domestic: bool = False


@dataclass(frozen=True, slots=True)
class SlipLine:
    """One article in the box; ``quantity`` units were verified by scan. ``total`` is ready-made money text, empty on gifts."""

    quantity: int
    title: str
    sku: str
    detail: str = ""
    lot: str = ""
    best_before: str = ""
    total: str = ""
    was_scanned: bool = True


@dataclass(frozen=True, slots=True)
class SlipData:
    """Everything on a packing slip.

    Attributes:
        order_code: scannable order code, ``ORD10482``.
        return_key: short key the customer types, ``10482-7KD2``; also in the return QR code.
        template_mark: short hash of template and data for the foot, ``a41f·09c7``.
        is_copy: a reprint, marked COPY.
    """

    sender: Sender
    addressee: Addressee
    order_code: str
    order_number: str
    channel_order_number: str
    ordered_on: str
    packed_at: str
    shipment_number: str
    parcel_text: str
    carton_text: str
    service: str
    lines: tuple[SlipLine, ...]
    is_gift: bool = False
    gift_from: str = ""
    gift_message: str = ""
    shows_prices: bool = False
    total: str = ""
    note: str = ""
    return_key: str = ""
    template_mark: str = ""
    is_copy: bool = False


@dataclass(frozen=True, slots=True)
class LabelData:
    """Everything on our own 4 x 6 inch address label.

    Attributes:
        parcel_code: scannable parcel code for label scan-back, ``PCL10482001``; drawn as QR and as text.
        sscc: 18 digits with check digit; drawn as GS1-128 with AI 00.
        carton: short carton name, ``M``; weight_text ``2.38 kg``; both may be empty.
    """

    sender: Sender
    addressee: Addressee
    order_number: str
    shipment_number: str
    parcel_text: str
    shipped_on: str
    service: str
    sscc: str
    parcel_code: str
    carton: str = ""
    weight_text: str = ""
    is_copy: bool = False
    extra: tuple[tuple[str, str], ...] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class ProductLabelData:
    """Everything on a 50 x 25 mm product label.

    Attributes:
        variant: what tells it from its neighbors on the shelf, drawn largest: ``Moss``.
        ean: 13 digits with check digit; empty draws ``sku`` as Code 128.
    """

    title: str
    variant: str
    sku: str
    ean: str = ""
    bin: str = ""
