"""What Shopify's status words mean for us (domain.md section 2): life cycle, payment, holds, what has left already."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_oms.domain.remote_order import RemoteHold
from desktop_oms.sync.tabular import Row

# word -> (payment status, what the money movement is, lifecycle; "by_goods" is decided by what is left to ship)
_FINANCIAL = {
    "pending": ("pending", "", "by_goods"),
    "authorized": ("authorized", "authorize", "by_goods"),
    "paid": ("paid", "capture", "by_goods"),
    "partially_paid": ("part_paid", "capture", "by_goods"),
    "partially_refunded": ("part_refunded", "capture", "by_goods"),
    "refunded": ("refunded", "capture", "by_goods"),
    "voided": ("voided", "void", "cancelled"),
    "expired": ("unpaid", "", "by_goods"),
    "": ("unpaid", "", "by_goods"),
}
_FULFILLMENT = frozenset(
    ("", "null", "unfulfilled", "pending", "pending_fulfillment", "open", "in_progress", "partial", "partially_fulfilled",
     "fulfilled", "restocked")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OrderState:
    """The states of one order, and what its lines inherit."""

    payment_status: str
    payment_kind: str
    lifecycle: str
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
    """States of an order from its first row; words we do not know hold the order and are named (P40: never dropped)."""
    financial = head.get("financial status").casefold().replace(" ", "_")
    fulfillment = head.get("fulfillment status").casefold().replace(" ", "_")
    holds: list[RemoteHold] = []
    payment_status, payment_kind, lifecycle = _FINANCIAL.get(financial, ("", "", "by_goods"))
    if not payment_status:
        payment_status = "paid" if head.get("paid at") else "unpaid"
        payment_kind = "capture" if head.get("paid at") else ""
        holds.append(RemoteHold("channel", f"Unknown payment status: {head.get('financial status')}"))
    if financial == "expired":
        holds.append(RemoteHold("payment", "The payment authorization has expired"))
    if fulfillment not in _FULFILLMENT:
        holds.append(RemoteHold("channel", f"Fulfillment status: {head.get('fulfillment status')}"))
    is_fulfilled = fulfillment == "fulfilled"
    if financial == "refunded" and not is_fulfilled and not head.get("cancelled at"):
        holds.append(RemoteHold("payment", "Refunded in full on the channel; check before anything is sent"))
    if head.get("risk level").casefold() == "high":
        holds.append(RemoteHold("fraud", "Risk level on the channel: High"))
    return OrderState(payment_status, payment_kind, lifecycle, is_fulfilled, fulfillment == "restocked", tuple(holds))
