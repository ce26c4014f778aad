"""What Amazon's status words mean for us: the table of ``domain.channel_states``, and who ships.

Rows "fulfilled by Amazon" leave from Amazon's own warehouse: never our work, whatever their status.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop_oms.domain.channel_states import channel_state
from desktop_oms.sync.tabular import Row
from desktop_oms.sync.values import CellError, read_quantity

_CANCELLED = frozenset(("canceled", "cancelled"))
_AMAZON_SHIPS = frozenset(("amazon", "afn"))


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
    """State of an order from the status words of its rows.

    The new-orders report has none: its orders are ready to ship. Rows that disagree leave the order open.
    """
    states = {word: channel_state("amazon", _folded(word)) for word in dict.fromkeys(words)}
    is_amazon = fulfillment_channel.casefold() in _AMAZON_SHIPS
    is_pending = any(state.payment_status == "pending" for state in states.values())
    is_cancelled = all(state.lifecycle == "cancelled" for state in states.values())
    is_shipped = not is_cancelled and all(state.lifecycle in ("closed", "cancelled") for state in states.values())
    notes = tuple(
        f"Order status on Amazon: {state.hold_note or word}"
        for word, state in states.items()
        if state.hold_kind and not is_amazon
    )
    lifecycle = "cancelled" if is_cancelled else "closed" if is_shipped or is_amazon else "open"
    payment = "pending" if is_pending else "voided" if is_cancelled else "paid"
    return ReportState(lifecycle, payment, is_pending, is_shipped, is_cancelled, is_amazon, notes)


def _folded(word: str) -> str:
    """ "Shipped - Delivered to Buyer" is Shipped. "Pending - Waiting for Pick Up" is a sealed parcel, so unknown to us."""
    status, _, detail = word.strip().partition(" - ")
    return "unshipped" if not word else "shipped" if detail and status.casefold() == "shipped" else word.strip()


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
