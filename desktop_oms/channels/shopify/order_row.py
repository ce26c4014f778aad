"""Translate the rows of one Shopify order into a ``RemoteOrder``: pure, one order at a time.

Columns without a place of their own survive in ``attributes`` under their header. The export has no line ids, so a line's
id is order id and position; Shopify appends edited lines at the end, which keeps positions.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from desktop_oms.channels.shopify import columns
from desktop_oms.channels.shopify.order_money import Settled, StatedMoney, settle, tax_rows
from desktop_oms.channels.shopify.order_state import OrderState, read_state
from desktop_oms.domain.money import format_amount
from desktop_oms.domain.remote_order import (
    RemoteAddress,
    RemoteHold,
    RemoteLine,
    RemoteOrder,
    RemotePayment,
    RemoteShipment,
)
from desktop_oms.sync.tabular import Row, Table
from desktop_oms.sync.values import CellError, TimeReader, read_amount, read_currency, read_quantity, read_yes

# A gap above one unit of money and one percent is no rounding: somebody should look before goods leave.
_SMALL_GAP_PERCENT = 1


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rows of one file share."""

    table: Table
    times: TimeReader

    def time(self, row: Row, name: str) -> datetime | None:
        """A time of a row, None for an empty cell; the fault names the row's own line."""
        try:
            return self.times.read_optional(row.get(name), self.header(name))
        except CellError as fault:
            raise CellError(fault.field, fault.code, fault.why, row.line) from None

    def header(self, name: str) -> str:
        """Header as written in the file."""
        return self.table.headers.get(name, name)


def translate(rows: list[Row], facts: Facts) -> tuple[RemoteOrder, Settled]:
    """One order from its first row and its continuation rows.

    Raises:
        CellError: with the line of the cell that cannot be read; the order must not be imported without it.
    """
    head = rows[0]
    try:
        currency = read_currency(head.get("currency"), facts.header("currency"))
        stated = _stated(head, currency, facts)
    except CellError as fault:
        raise CellError(fault.field, fault.code, fault.why, head.line) from None
    placed_at = facts.time(head, "created at")
    if placed_at is None:
        raise CellError(facts.header("created at"), "date.missing", "has no date of the order", head.line)
    external_id = head.get("id").removeprefix("'") or head.get("name")
    state = read_state(head)
    lines, tips = _lines(rows, external_id, currency, state, facts)
    settled = settle(
        stated,
        lines_minor=sum(line.total_minor for line in lines),
        line_discounts_minor=sum(line.discount_minor for line in lines),
        tips_minor=tips,
        code=head.get("discount code"),
        shipping_title=head.get("shipping method"),
    )
    ship_to = _address(head, "shipping")
    bill_to = _address(head, "billing")
    note_attributes = _note_attributes(head.get("note attributes"))
    gift_message = next((text for key, text in note_attributes.items() if key.casefold() in columns.GIFT_NOTES), "")
    order = RemoteOrder(
        channel_type="shopify",
        external_id=external_id,
        number=head.get("name"),
        placed_at=placed_at,
        currency=currency,
        total_minor=stated.total,
        lines=tuple(_cancelled(line) if state.is_cancelled else line for line in lines),
        lifecycle=_lifecycle(state, lines),
        payment_status=state.payment_status,
        paid_at=facts.time(head, "paid at"),
        cancelled_at=facts.time(head, "cancelled at"),
        tax_included=settled.tax_included,
        charges=settled.charges,
        taxes=tax_rows(_named_taxes(head, currency, facts), stated.taxes),
        payments=_payments(head, external_id, currency, stated, state, facts),
        shipments=_shipments(lines, external_id, facts.time(head, "fulfilled at")),
        holds=(*state.holds, *_money_holds(settled, stated, currency), *_line_holds(rows)),
        buyer_name=bill_to.name or ship_to.name,
        buyer_email=head.get("email"),
        buyer_phone=head.get("phone").removeprefix("'") or bill_to.phone or ship_to.phone,
        ship_to=ship_to,
        bill_to=bill_to,
        service_level=head.get("shipping method"),
        note=head.get("notes"),
        gift_message=gift_message,
        is_gift=bool(gift_message)
        or any(read_yes(note_attributes.get(key, ""), default=False) for key in columns.GIFT_FLAGS),
        tags=tuple(tag for tag in (part.strip() for part in head.get("tags").split(",")) if tag),
        attributes=_attributes(head, facts) | {f"note: {key}": text for key, text in note_attributes.items()},
        source_line=head.line,
    )
    return order, settled


def _stated(head: Row, currency: str, facts: Facts) -> StatedMoney:
    def amount(name: str) -> int:
        return read_amount(head.get(name), currency, facts.header(name))

    if not head.get("total"):
        raise CellError(facts.header("total"), "amount.missing", "has no order total")
    return StatedMoney(
        total=amount("total"),
        subtotal=amount("subtotal"),
        has_subtotal=bool(head.get("subtotal")),
        shipping=amount("shipping"),
        taxes=amount("taxes"),
        discount=abs(amount("discount amount")),
        duties=amount("duties"),
    )


def _lines(
    rows: list[Row], external_id: str, currency: str, state: OrderState, facts: Facts
) -> tuple[list[RemoteLine], int]:
    """The goods in order of the file, and the sum of the lines that are tips."""
    lines: list[RemoteLine] = []
    tips = 0
    for position, row in enumerate(rows, start=1):
        try:
            line = _line(row, f"{external_id}-{position}", currency, state, facts, is_first=position == 1)
        except CellError as fault:
            raise CellError(fault.field, fault.code, fault.why, row.line) from None
        if not line.sku and not line.requires_shipping and line.title.casefold() in columns.TIP_NAMES:
            tips += line.total_minor
        else:
            lines.append(line)
    return lines, tips


def _line(row: Row, line_id: str, currency: str, state: OrderState, facts: Facts, *, is_first: bool) -> RemoteLine:
    if not row.get("lineitem name") and not row.get("lineitem sku"):
        raise CellError(facts.header("lineitem name"), "line.missing", "names no article, neither by name nor by SKU")
    quantity = read_quantity(row.get("lineitem quantity"), facts.header("lineitem quantity"))
    price = read_amount(row.get("lineitem price"), currency, facts.header("lineitem price"))
    discount = abs(read_amount(row.get("lineitem discount"), currency, facts.header("lineitem discount")))
    requires_shipping = read_yes(row.get("lineitem requires shipping"), default=True)
    shipped, cancelled = state.line_quantities(row.get("lineitem fulfillment status"), quantity, requires_shipping)
    return RemoteLine(
        external_id=line_id,
        sku=row.get("lineitem sku"),
        title=row.get("lineitem name"),
        quantity=quantity,
        total_minor=quantity * price - discount,
        unit_price_minor=price,
        discount_minor=discount,
        shipped_quantity=shipped,
        cancelled_quantity=cancelled,
        requires_shipping=requires_shipping,
        attributes=_line_attributes(row, facts, is_first=is_first),
    )


def _cancelled(line: RemoteLine) -> RemoteLine:
    return replace(line, cancelled_quantity=line.quantity - line.shipped_quantity)


def _lifecycle(state: OrderState, lines: list[RemoteLine]) -> str:
    """Closed once all goods have left or are cancelled; an order without goods is closed when Shopify says fulfilled."""
    if state.is_cancelled:
        return "cancelled"
    goods = [line for line in lines if line.requires_shipping and line.quantity]
    is_done = all(line.shipped_quantity + line.cancelled_quantity == line.quantity for line in goods)
    return "closed" if is_done and (goods or state.is_fulfilled) else "open"


def _payments(
    head: Row, external_id: str, currency: str, stated: StatedMoney, state: OrderState, facts: Facts
) -> tuple[RemotePayment, ...]:
    """Money movements the export states; several payment methods come joined and stay one movement."""
    refunded = read_amount(head.get("refunded amount"), currency, facts.header("refunded amount"))
    outstanding = read_amount(head.get("outstanding balance"), currency, facts.header("outstanding balance"))
    method = head.get("payment method")
    reference = head.get("payment references") or head.get("payment reference") or head.get("payment id")
    paid_at = facts.time(head, "paid at")

    def payment(kind: str, amount: int, at: datetime | None) -> RemotePayment:
        return RemotePayment(f"{external_id}-{kind}", kind, amount, at, method, reference)

    found: list[RemotePayment] = []
    if state.payment_kind == "capture" and stated.total - outstanding > 0:
        found.append(payment("capture", stated.total - outstanding, paid_at))
    elif state.payment_kind in ("authorize", "void") and stated.total > 0:
        found.append(payment(state.payment_kind, stated.total, paid_at))
    if refunded > 0:
        found.append(payment("refund", refunded, None))
    return tuple(found)


def _shipments(lines: list[RemoteLine], external_id: str, shipped_at: datetime | None) -> tuple[RemoteShipment, ...]:
    gone = tuple((line.external_id, line.shipped_quantity) for line in lines if line.shipped_quantity)
    return (RemoteShipment(f"{external_id}-shipped", gone, shipped_at),) if gone else ()


def _money_holds(settled: Settled, stated: StatedMoney, currency: str) -> tuple[RemoteHold, ...]:
    gap = abs(settled.rounding_minor)
    if gap * 100 <= abs(stated.total) * _SMALL_GAP_PERCENT or gap <= 100:
        return ()
    amount = format_amount(settled.rounding_minor, currency)
    note = f"Lines and charges differ from the stated total by {amount} {currency}; was the order edited?"
    return (RemoteHold("channel", note),)


def _line_holds(rows: list[Row]) -> tuple[RemoteHold, ...]:
    partial = [
        row.get("lineitem name") for row in rows if row.get("lineitem fulfillment status").casefold() == "partial"
    ]
    if not partial:
        return ()
    return (RemoteHold("channel", f"Partly shipped, the file does not say how many: {', '.join(partial)}"),)


def _named_taxes(head: Row, currency: str, facts: Facts) -> list[tuple[str, int]]:
    return [
        (head.get(f"tax {n} name"), read_amount(head.get(f"tax {n} value"), currency, facts.header(f"tax {n} value")))
        for n in range(1, 6)
        if head.get(f"tax {n} name") or head.get(f"tax {n} value")
    ]


def _address(head: Row, kind: str) -> RemoteAddress:
    """Shopify writes an apostrophe before postcodes so that spreadsheets keep their zeros; it is not part of them (P60)."""
    street1, street2 = head.get(f"{kind} address1"), head.get(f"{kind} address2")
    return RemoteAddress(
        name=head.get(f"{kind} name"),
        company=head.get(f"{kind} company"),
        street1=street1 or ("" if street2 else head.get(f"{kind} street")),
        street2=street2,
        city=head.get(f"{kind} city"),
        region=head.get(f"{kind} province"),
        postcode=head.get(f"{kind} zip").removeprefix("'"),
        country=head.get(f"{kind} country").upper(),
        phone=head.get(f"{kind} phone").removeprefix("'"),
    )


def _note_attributes(text: str) -> dict[str, str]:
    """ "key: value" lines of the cart; a line without a colon continues the one before."""
    found: dict[str, str] = {}
    last = ""
    for line in text.splitlines():
        key, colon, value = line.partition(":")
        if colon and key.strip():
            last = key.strip()
            found[last] = value.strip()
        elif line.strip():
            found[last or "note"] = f"{found.get(last or 'note', '')}\n{line.strip()}".strip()
    return found


def _attributes(head: Row, facts: Facts) -> dict[str, str]:
    return {
        facts.header(name): text
        for name, text in head.values.items()
        if text and name not in columns.PLACED and not columns.is_line_column(name)
    }


def _line_attributes(row: Row, facts: Facts, *, is_first: bool) -> dict[str, str]:
    """Line columns without a place; on continuation rows also whatever stands in columns nobody knows."""
    return {
        facts.header(name): text
        for name, text in row.values.items()
        if text
        and name not in columns.PLACED
        and (columns.is_line_column(name) or not (is_first or name in columns.ORDER_LEVEL))
    }
