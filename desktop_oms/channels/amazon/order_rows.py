"""Translate the rows of one Amazon order into a ``RemoteOrder``: pure, one order at a time.

Amounts stand per row for its whole quantity and are taken as they are. Promotions are written positive or negative by
marketplace and always reduce. Line ids are Amazon's order item ids; the all-orders report has none, so there a line is
known by its SKU ("sku:MUG-300", the second one "sku:MUG-300#2"; see ``domain.remote_lines``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop_oms.channels.amazon import columns, markets
from desktop_oms.channels.amazon.order_state import ReportState, line_state, order_state
from desktop_oms.domain.remote_lines import MADE_ID
from desktop_oms.domain.remote_order import (
    RemoteAddress,
    RemoteCharge,
    RemoteHold,
    RemoteLine,
    RemoteOrder,
    RemotePayment,
    RemoteShipment,
    RemoteTax,
)
from desktop_oms.sync.reading import REPEATED
from desktop_oms.sync.tabular import Row, Table
from desktop_oms.sync.values import CellError, TimeReader, read_amount, read_currency, read_quantity

_CONSUMER_TIMES = ("latest delivery date", "delivery end date")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rows of one report share."""

    table: Table
    times: TimeReader

    def header(self, name: str) -> str:
        """Header as written in the file, by our name or Amazon's other one."""
        for written, ours in columns.ALIASES.items():
            if ours == name and written in self.table.headers:
                return self.table.headers[written]
        return self.table.headers.get(name, name)


@dataclass(frozen=True, slots=True)
class _Item:
    """One row with its money; every amount as charged, discounts >= 0."""

    line: RemoteLine
    shipping: int
    shipping_tax: int
    wrap: int
    wrap_tax: int
    shipping_discount: int


def translate(rows: list[Row], facts: Facts) -> RemoteOrder:
    """One order from all its rows.

    Raises:
        CellError: with the line of the cell that cannot be read.
    """
    head = rows[0]
    market = head.get("sales channel")
    currency = _currency(rows, market, facts)
    is_included = markets.is_tax_included(market, currency)
    distinct, repeated = _distinct(rows, facts)
    state = order_state([row.get("order status") for row in distinct], head.get("fulfillment channel"))
    placed_at = _time(head, "purchase date", facts)
    if placed_at is None:
        raise CellError(facts.header("purchase date"), "date.missing", "has no date of the order", head.line)
    items = _items(distinct, currency, state, facts)
    charges = _charges(items)
    tax_minor = sum(tax.amount_minor for item in items for tax in item.line.taxes)
    tax_minor += sum(tax.amount_minor for charge in charges for tax in charge.taxes)
    total = sum(item.line.total_minor for item in items) + sum(charge.amount_minor for charge in charges)
    total += 0 if is_included else tax_minor
    paid_at = _time(head, "payments date", facts)
    lines = tuple(item.line for item in items)
    order_id = head.get("order id")
    gift_message = "\n".join(dict.fromkeys(item.line.gift_text for item in items if item.line.gift_text))
    order = RemoteOrder(
        channel_type="amazon",
        external_id=order_id,
        number=order_id,
        placed_at=placed_at,
        currency=currency,
        total_minor=total,
        lines=lines,
        lifecycle=state.lifecycle,
        payment_status=state.payment_status,
        paid_at=paid_at or (placed_at if state.payment_status == "paid" else None),
        tax_included=is_included,
        charges=charges,
        payments=_payments(order_id, total, paid_at or placed_at, state),
        shipments=_shipments(order_id, lines, state),
        holds=tuple(RemoteHold("channel", note) for note in state.hold_notes),
        buyer_name=head.get("buyer name"),
        buyer_email=head.get("buyer email"),
        buyer_phone=head.get("buyer phone number"),
        ship_to=_address(head),
        ship_by_at=_earliest(distinct, ("latest ship date",), facts),
        deliver_by_at=_earliest(distinct, _CONSUMER_TIMES, facts),
        service_level=head.get("ship service level"),
        note=head.get("delivery instructions"),
        gift_message=gift_message,
        is_gift=bool(gift_message) or any(row.get("gift wrap type") for row in distinct),
        attributes=_order_attributes(head, facts),
        source_line=head.line,
    )
    # Only now: an order that is refused has its repeated rows among the rejected ones.
    for row in repeated:
        facts.table.notes.count(REPEATED, row.line)
    return order


def _currency(rows: list[Row], market: str, facts: Facts) -> str:
    """One currency for the order; pending rows and the unshipped report leave it empty."""
    stated = {row.get("currency").upper(): row for row in rows if row.get("currency")}
    if len(stated) > 1:
        last = list(stated.values())[-1]
        raise CellError(facts.header("currency"), "currency.mixed", "has another currency than its order", last.line)
    if not stated:
        known = markets.currency_of(market)
        if not known:
            raise CellError(facts.header("currency"), "currency.missing", "has no currency", rows[0].line)
        return known
    code, row = next(iter(stated.items()))
    try:
        return read_currency(code, facts.header("currency"))
    except CellError as fault:
        raise CellError(fault.field, fault.code, fault.why, row.line) from None


def _distinct(rows: list[Row], facts: Facts) -> tuple[list[Row], list[Row]]:
    """(rows, exact repetitions of an order item among them); two different rows with one item id refuse the order."""
    kept: list[Row] = []
    repeated: list[Row] = []
    by_item: dict[str, Row] = {}
    for row in rows:
        item_id = row.get("order item id")
        before = by_item.get(item_id) if item_id else None
        if before is None:
            kept.append(row)
            if item_id:
                by_item[item_id] = row
        elif before.values == row.values:
            repeated.append(row)
        else:
            why = f"has the order item id of line {before.line} but other content"
            raise CellError(facts.header("order item id"), "line.contradiction", why, row.line)
    return kept, repeated


def _items(rows: list[Row], currency: str, state: ReportState, facts: Facts) -> list[_Item]:
    seen: dict[str, int] = {}
    items: list[_Item] = []
    for row in rows:
        try:
            items.append(_item(row, _line_id(row, seen), currency, state, facts))
        except CellError as fault:
            raise CellError(fault.field, fault.code, fault.why, row.line) from None
    return items


def _line_id(row: Row, seen: dict[str, int]) -> str:
    if item_id := row.get("order item id"):
        return item_id
    key = row.get("sku") or row.get("asin") or row.get("product name")
    seen[key] = seen.get(key, 0) + 1
    return f"{MADE_ID}{key}" if seen[key] == 1 else f"{MADE_ID}{key}#{seen[key]}"


def _item(row: Row, line_id: str, currency: str, state: ReportState, facts: Facts) -> _Item:
    if row.width < len(facts.table.headers) and not row.get("ship country") and not state.is_pending:
        raise CellError("", "row.cut_off", "ends before the country of the address; a line break may stand in a cell")
    if not (row.get("sku") or row.get("asin") or row.get("product name")):
        raise CellError(facts.header("sku"), "line.missing", "names no article, neither by SKU nor by name")

    def amount(name: str) -> int:
        return read_amount(row.get(name), currency, facts.header(name))

    quantity = read_quantity(row.get("quantity purchased"), facts.header("quantity purchased"))
    shipped, cancelled, ships_here = line_state(row, quantity, state, facts.header("quantity shipped"))
    price = amount("item price")
    discount = abs(amount("item promotion discount"))
    tax = amount("item tax")
    line = RemoteLine(
        external_id=line_id,
        sku=row.get("sku"),
        title=row.get("product name"),
        quantity=quantity,
        total_minor=price - discount,
        unit_price_minor=price // quantity if quantity else 0,
        discount_minor=discount,
        shipped_quantity=shipped,
        cancelled_quantity=cancelled,
        requires_shipping=ships_here,
        taxes=(RemoteTax("Item tax", tax),) if tax else (),
        gift_text=row.get("gift message text"),
        attributes=_line_attributes(row, facts),
    )
    return _Item(
        line=line,
        shipping=amount("shipping price"),
        shipping_tax=amount("shipping tax"),
        wrap=amount("gift wrap price"),
        wrap_tax=amount("gift wrap tax"),
        shipping_discount=abs(amount("ship promotion discount")),
    )


def _charges(items: list[_Item]) -> tuple[RemoteCharge, ...]:
    parts = (
        ("shipping", "Shipping", sum(item.shipping for item in items), sum(item.shipping_tax for item in items)),
        ("discount", "Shipping promotion", -sum(item.shipping_discount for item in items), 0),
        ("gift_wrap", "Gift wrap", sum(item.wrap for item in items), sum(item.wrap_tax for item in items)),
    )
    return tuple(
        RemoteCharge(kind, minor, title, (RemoteTax(f"{title} tax", tax),) if tax else ())
        for kind, title, minor, tax in parts
        if minor or tax
    )


def _payments(order_id: str, total: int, at: datetime, state: ReportState) -> tuple[RemotePayment, ...]:
    if state.payment_status != "paid" or total <= 0:
        return ()
    return (RemotePayment(f"{order_id}-capture", "capture", total, at, "Amazon"),)


def _shipments(order_id: str, lines: tuple[RemoteLine, ...], state: ReportState) -> tuple[RemoteShipment, ...]:
    gone = tuple((line.external_id, line.shipped_quantity) for line in lines if line.shipped_quantity)
    carrier = "Amazon" if state.is_amazon_fulfilled else ""
    return (RemoteShipment(f"{order_id}-shipped", gone, carrier=carrier),) if gone else ()


def _address(head: Row) -> RemoteAddress:
    return RemoteAddress(
        name=head.get("recipient name"),
        street1=head.get("ship address 1"),
        street2=head.get("ship address 2"),
        street3=head.get("ship address 3"),
        city=head.get("ship city"),
        region=head.get("ship state"),
        postcode=head.get("ship postal code"),
        country=head.get("ship country").upper(),
        phone=head.get("ship phone number"),
    )


def _time(row: Row, name: str, facts: Facts) -> datetime | None:
    try:
        return facts.times.read_optional(row.get(name), facts.header(name))
    except CellError as fault:
        raise CellError(fault.field, fault.code, fault.why, row.line) from None


def _earliest(rows: list[Row], names: tuple[str, ...], facts: Facts) -> datetime | None:
    """The tightest promise of the rows."""
    found = [moment for row in rows for name in names if (moment := _time(row, name, facts)) is not None]
    return min(found, default=None)


def _order_attributes(head: Row, facts: Facts) -> dict[str, str]:
    return {
        facts.header(name): text
        for name, text in head.values.items()
        if text and name not in columns.PLACED and name not in columns.LINE_COLUMNS
    }


def _line_attributes(row: Row, facts: Facts) -> dict[str, str]:
    """Columns of the item without a place; the item id once more, for a line the books know by a made id."""
    return {
        facts.header(name): text
        for name, text in row.values.items()
        if text and (name in columns.LINE_COLUMNS or name == "order item id")
    }
