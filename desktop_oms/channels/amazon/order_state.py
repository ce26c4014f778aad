"""What Amazon's status words mean for us (domain.md section 2): life cycle, payment, holds, who ships.

Rows "fulfilled by Amazon" leave from Amazon's own warehouse: never our work, whatever their status.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop_oms.sync.tabular import Row
from desktop_oms.sync.values import CellError, read_quantity

_CANCELLED = frozenset(("canceled", "cancelled"))
_AMAZON_SHIPS = frozenset(("amazon", "afn"))
_OPEN = frozenset(("unshipped", "partiallyshipped", "partially shipped", ""))
_GONE = frozenset(("shipped", "complete", "completed", "invoiceunconfirmed"))


@dataclass(frozen=True, slots=True)
class ReportState:
    """The states of one order as its report tells them."""

    lifecycle: str
    payment_status: str
    is_pending: bool
    is_shipped: bool
    is_cancelled: bool
    is_amazon_fulfilled: bool
    hold_notes: tuple[str, ...]


def order_state(words: list[str], fulfillment_channel: str) -> ReportState:
    """State of an order from the status words of its rows (the new-orders report has none: every order is ready to ship)."""
    statuses = {_folded(word) for word in words}
    is_amazon = fulfillment_channel.casefold() in _AMAZON_SHIPS
    is_pending = "pending" in statuses
    is_cancelled = bool(statuses) and statuses <= _CANCELLED
    is_shipped = bool(statuses) and statuses <= (_GONE | _CANCELLED) and not is_cancelled
    notes: list[str] = []
    if is_pending and not is_amazon:
        notes.append("Amazon has not released the order yet (Pending)")
    unknown = sorted({word for word in words if _folded(word) not in _OPEN | _GONE | _CANCELLED | {"pending"}})
    if unknown and not is_amazon:
        notes.append(f"Unknown order status: {', '.join(unknown)}")
    lifecycle = "cancelled" if is_cancelled else "closed" if is_shipped or is_amazon else "open"
    payment = "pending" if is_pending else "voided" if is_cancelled else "paid"
    return ReportState(lifecycle, payment, is_pending, is_shipped, is_cancelled, is_amazon, tuple(notes))


def _folded(word: str) -> str:
    """ "Shipped - Delivered to Buyer" is Shipped; "Pending - Waiting for Pick Up" is a sealed parcel, so unknown to us."""
    status, _, detail = word.strip().casefold().partition(" - ")
    return status if not detail or status == "shipped" else word.strip().casefold()


def line_state(row: Row, quantity: int, state: ReportState, shipped_header: str) -> tuple[int, int, bool]:
    """(already shipped, cancelled, does it ship from here) of one row.

    Raises:
        CellError: ``quantity.bad`` for the shipped quantity.
    """
    status = row.get("item status").casefold()
    if state.is_cancelled or status in _CANCELLED:
        return 0, quantity, not state.is_amazon_fulfilled
    if state.is_amazon_fulfilled:
        is_gone = state.is_shipped or status == "shipped"
        return (quantity, 0, True) if is_gone else (0, 0, False)
    if state.is_shipped or status == "shipped":
        return quantity, 0, True
    if text := row.get("quantity shipped"):
        shipped = read_quantity(text, shipped_header)
        if shipped > quantity:
            raise CellError(shipped_header, "quantity.bad", f"says {shipped} of {quantity} units have been shipped")
        return shipped, 0, True
    return 0, 0, True
