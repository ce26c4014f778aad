"""What Shopify's status words mean for us: the table of ``domain.channel_states``, and what only the export tells."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_oms.domain.channel_states import channel_state
from desktop_oms.domain.remote_order import RemoteHold
from desktop_oms.sync.tabular import Row

# What the money movement behind a payment status is called; the others moved nothing.
_MOVEMENTS = {
    "authorized": "authorize",
    "paid": "capture",
    "part_paid": "capture",
    "part_refunded": "capture",
    "refunded": "capture",
    "voided": "void",
}


@dataclass(frozen=True, slots=True)
class OrderState:
    """The states of one order, and what its lines inherit.

    Attributes:
        payment_kind: kind of the money movement, ``""`` for none.
        is_cancelled: by its time of cancellation or by a voided payment.
    """

    payment_status: str
    payment_kind: str
    is_cancelled: bool
    is_fulfilled: bool
    is_restocked: bool
    holds: tuple[RemoteHold, ...]

    def line_quantities(self, word: str, quantity: int, requires_shipping: bool) -> tuple[int, int]:
        """(already shipped, cancelled) of a line by its own status word; the order's word wins when it says all."""
        status = word.casefold()
        if status == "restocked" or (self.is_restocked and status in ("", "pending")):
            return 0, quantity
        if not requires_shipping:
            return 0, 0
        if status == "fulfilled" or (self.is_fulfilled and status != "partial"):
            return quantity, 0
        return 0, 0


def read_state(head: Row) -> OrderState:
    """States of an order from its first row; a word we do not know holds the order and is named."""
    financial, fulfillment = head.get("financial status"), head.get("fulfillment status")
    has_cancel_time = bool(head.get("cancelled at"))
    state = channel_state(
        "shopify",
        financial or "unpaid",
        fulfillment_word="" if fulfillment.casefold() in ("null", "pending") else fulfillment,
        cancel_word="cancelled" if has_cancel_time else "",
    )
    payment_status = state.payment_status or ("paid" if head.get("paid at") else "unpaid")
    is_fulfilled = fulfillment.casefold() == "fulfilled"
    holds: list[RemoteHold] = []
    if state.hold_kind:
        holds.append(RemoteHold(state.hold_kind, state.hold_note or f"Payment status on the channel: {financial}"))
    if payment_status == "refunded" and not is_fulfilled and not has_cancel_time:
        holds.append(RemoteHold("payment", "Refunded in full on the channel; check before anything is sent"))
    if head.get("risk level").casefold() == "high":
        holds.append(RemoteHold("fraud", "Risk level on the channel: High"))
    return OrderState(
        payment_status=payment_status,
        payment_kind=_MOVEMENTS.get(payment_status, ""),
        is_cancelled=state.lifecycle == "cancelled",
        is_fulfilled=is_fulfilled,
        is_restocked=fulfillment.casefold() == "restocked",
        holds=tuple(holds),
    )
