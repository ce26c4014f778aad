"""Frozen rows that queries return. No behaviour; safe to hand to any thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One order in the list. ``headline`` is a code of domain.md section 1, ``headline_reason`` its detail (hold kind, date)."""

    id: int
    number: str
    channel_type: str
    channel_name: str
    external_number: str
    customer_name: str
    country: str
    headline: str
    headline_reason: str
    item_count: int
    first_sku: str
    more_skus: int
    placed_at: datetime
    ship_by_at: datetime | None
    total_minor: int
    currency: str
    tags: tuple[tuple[str, str], ...] = ()
    has_note: bool = False
    is_gift: bool = False


@dataclass(frozen=True, slots=True)
class OrderLineRow:
    """One line of an order, quantities in sales units."""

    id: int
    sku: str
    title: str
    option: str
    quantity: int
    allocated: int
    shipped: int
    cancelled: int
    total_minor: int
    bin: str = ""
    is_mapped: bool = True
    picture: str = ""


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One event as a person reads it: event name, actor, when, cause and the facts for the sentence."""

    seq: int
    at: datetime
    command: str
    name: str
    actor: str
    station: str
    cause: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HoldRow:
    """One hold, open or released."""

    id: int
    kind: str
    note: str
    placed_by: str
    placed_at: datetime
    until_at: datetime | None
    released_at: datetime | None


@dataclass(frozen=True, slots=True)
class ShipmentRow:
    """One shipment of an order; ``number`` is the order number and position, ``10482-1``."""

    id: int
    number: str
    state: str
    is_external: bool
    station: str
    parcel_count: int
    tracking_no: str
    dispatched_at: datetime | None


@dataclass(frozen=True, slots=True)
class OrderDetail:
    """Everything the drawer shows of one order."""

    row: OrderRow
    lifecycle: str
    payment_status: str
    allocation_status: str
    fulfillment_status: str
    lines: tuple[OrderLineRow, ...]
    charges: tuple[tuple[str, str, int], ...]
    paid_minor: int
    payment_method: str
    address_lines: tuple[str, ...]
    email: str
    phone: str
    holds: tuple[HoldRow, ...]
    shipments: tuple[ShipmentRow, ...]
    timeline: tuple[TimelineEntry, ...]
    note: str = ""
    gift_message: str = ""


@dataclass(frozen=True, slots=True)
class StockRow:
    """One variant at one warehouse (or all). ``available = on_hand - allocated - quarantine - safety``."""

    id: int
    sku: str
    title: str
    option: str
    bin: str
    on_hand: int
    allocated: int
    quarantine: int
    safety: int
    available: int
    backordered: int
    incoming: int
    is_kit: bool = False
    barcode: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True)
class BinRow:
    """What lies in one bin."""

    bin: str
    purpose: str
    state: str
    on_hand: int
    committed: int
    lot: str = ""
    best_before: str = ""


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One ledger row; ``balance`` is the on-hand figure after it; ``reason`` is undo for a row that takes another back."""

    id: int
    at: datetime
    reason: str
    reference: str
    quantity: int
    balance: int


@dataclass(frozen=True, slots=True)
class StockDetail:
    """Everything the stock drawer shows of one variant."""

    row: StockRow
    barcodes: tuple[tuple[str, int], ...]
    bins: tuple[BinRow, ...]
    moves: tuple[MoveRow, ...]


@dataclass(frozen=True, slots=True)
class PackLine:
    """One line on the packing screen, in base pieces. ``line_no`` is 1-based and stable."""

    line_no: int
    shipment_line_id: int
    variant_id: int
    sku: str
    title: str
    option: str
    bin: str
    done: int
    of: int
    picture: str = ""


@dataclass(frozen=True, slots=True)
class PackView:
    """The shipment on the table."""

    shipment_id: int
    shipment_number: str
    order_number: str
    customer_name: str
    channel_type: str
    channel_name: str
    destination: str
    is_gift: bool
    ship_by_at: datetime | None
    state: str
    parcel_no: int
    parcel_count: int
    lines: tuple[PackLine, ...]
    current_line: int
    remaining: int
    total: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class ScanVerdict:
    """The one answer to one scan.

    Attributes:
        code: a code of ``state.scan_verdict`` in the design tokens, or idle_opened, suspended, command_done for the commands.
        reason: finer cause for order_stop and refusals (``not_found``, ``already_shipped``, ``cancelled``, ``on_hold``, ...).
        text: what was scanned, decoded.
        line, sku, done, of: the line it concerns, 0/"" when none.
        documents: kinds queued by this scan, for example ("packing_slip", "label").
        view: the table after the scan; None when it is empty.
        data: facts for the sentence (expected sku, order number, hold reason, product title).
    """

    code: str
    text: str
    reason: str = ""
    line: int = 0
    sku: str = ""
    done: int = 0
    of: int = 0
    remaining: int = 0
    shipment_state: str = ""
    documents: tuple[str, ...] = ()
    view: PackView | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One released shipment waiting at the packing tables."""

    shipment_id: int
    order_number: str
    customer_name: str
    item_count: int
    ship_by_at: datetime | None
    state: str
    claimed_by: str = ""


@dataclass(frozen=True, slots=True)
class QuerySpec:
    """What a list shows: equal spec, same snapshot.

    Attributes:
        view: code of a built-in or saved view ("to_ship", "all", ...).
        text: search words as typed; empty for none.
        sort: column key; empty for the view's own order.
        filters: (field, operator, value) triples, all must hold.
    """

    view: str = "all"
    text: str = ""
    sort: str = ""
    is_descending: bool = False
    filters: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One result of the search over everything. ``kind`` is order, variant, customer or shipment."""

    kind: str
    id: int
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class PrintJobRow:
    """One print job as the table shows it; ``state`` is a code of domain.print_job."""

    kind: str
    state: str
    printer: str
    media: str
    error: str


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where and as whom the program runs; ``packed_today`` counts this person's shipments since local midnight."""

    shop_name: str
    person_name: str
    role_name: str
    station_name: str
    packed_today: int
