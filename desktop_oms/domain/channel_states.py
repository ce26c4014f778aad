"""What a channel's words for an order's state mean in ours: the table of domain.md section 2 as data.

Used by the translators of all channels, for files and live connections alike. Pure.
Invariant: any word gets an answer; a word we do not know opens the order on hold and keeps the word, it is never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class ChannelState:
    """Our reading of a channel's state.

    Attributes:
        lifecycle: draft, open, closed or cancelled.
        payment_status: a value of ``order.PAYMENT_STATUSES``; ``""`` means by the money recorded.
        hold_kind: hold to place, ``""`` for none; ``hold_note`` holds the channel's own word.
        is_shipped_elsewhere: the goods left without us; conflict if we were packing.
        is_known: False when the word is new to us.
    """

    lifecycle: str
    payment_status: str
    hold_kind: str = ""
    hold_note: str = ""
    is_shipped_elsewhere: bool = False
    is_known: bool = True


# Closed once nothing is left to ship, open before.
_BY_REST = "by_rest"

# (channel, its word) -> state. Words are compared in lower case with _ between them.
_PAYMENT_WORDS: dict[tuple[str, str], ChannelState] = {
    ("shopify", "pending"): ChannelState("open", "pending"),
    ("shopify", "unpaid"): ChannelState("open", "unpaid"),
    ("shopify", "authorized"): ChannelState("open", "authorized"),
    ("shopify", "paid"): ChannelState("open", "paid"),
    ("shopify", "partially_paid"): ChannelState("open", "part_paid"),
    ("shopify", "partially_refunded"): ChannelState("open", "part_refunded"),
    ("shopify", "refunded"): ChannelState(_BY_REST, "refunded"),
    ("shopify", "voided"): ChannelState("cancelled", "voided"),
    ("shopify", "expired"): ChannelState("open", "unpaid", "payment"),
    ("amazon", "pending"): ChannelState("open", "pending", "channel"),
    ("amazon", "pendingavailability"): ChannelState("open", "pending", "channel"),
    ("amazon", "unshipped"): ChannelState("open", "paid"),
    ("amazon", "partiallyshipped"): ChannelState("open", "paid"),
    ("amazon", "shipped"): ChannelState("closed", "paid", is_shipped_elsewhere=True),
    ("amazon", "shipping"): ChannelState("closed", "paid", is_shipped_elsewhere=True),
    ("amazon", "canceled"): ChannelState("cancelled", ""),
    ("amazon", "cancelled"): ChannelState("cancelled", ""),
    ("ebay", "paid"): ChannelState("open", "paid"),
    ("ebay", "pending"): ChannelState("open", "pending", "payment"),
    ("ebay", "failed"): ChannelState("open", "unpaid", "payment"),
    ("ebay", "partially_refunded"): ChannelState("open", "part_refunded"),
    ("ebay", "fully_refunded"): ChannelState(_BY_REST, "refunded"),
    ("woocommerce", "checkout_draft"): ChannelState("draft", "unpaid"),
    ("woocommerce", "pending"): ChannelState("open", "unpaid", "payment"),
    ("woocommerce", "on_hold"): ChannelState("open", "pending", "payment"),
    ("woocommerce", "failed"): ChannelState("open", "unpaid", "payment"),
    ("woocommerce", "processing"): ChannelState("open", "paid"),
    ("woocommerce", "completed"): ChannelState("closed", "paid", is_shipped_elsewhere=True),
    ("woocommerce", "cancelled"): ChannelState("cancelled", "voided"),
    ("woocommerce", "refunded"): ChannelState("closed", "refunded"),
    ("etsy", "open"): ChannelState("open", "pending", "payment"),
    ("etsy", "payment_processing"): ChannelState("open", "pending", "payment"),
    ("etsy", "paid"): ChannelState("open", "paid"),
    ("etsy", "completed"): ChannelState("closed", "paid", is_shipped_elsewhere=True),
    ("etsy", "canceled"): ChannelState("cancelled", "paid"),
    ("etsy", "cancelled"): ChannelState("cancelled", "paid"),
    ("etsy", "partially_refunded"): ChannelState("open", "part_refunded"),
    ("etsy", "fully_refunded"): ChannelState(_BY_REST, "refunded"),
}

# Fulfilment words that change nothing about the reading above; what shipped is told line by line.
_QUIET_FULFILLMENT: dict[str, frozenset[str]] = {
    "shopify": frozenset(
        {"", "unfulfilled", "partial", "partially_fulfilled", "fulfilled", "restocked", "pending_fulfillment", "open",
         "in_progress", "unshipped", "shipped", "request_declined", "any"}
    ),
    "ebay": frozenset({"", "not_started", "in_progress"}),
}  # fmt: skip
_SHIPPED_FULFILLMENT = {("ebay", "fulfilled")}
_NO_CANCEL = frozenset({"", "none_requested", "cancel_rejected", "rejected"})
_CANCELLED = frozenset({"canceled", "cancelled", "cancel_closed"})


def channel_state(
    channel_type: str,
    payment_word: str,
    *,
    fulfillment_word: str = "",
    cancel_word: str = "",
    has_open_quantity: bool = True,
    is_cash_on_delivery: bool = False,
    hold_reason: str = "",
) -> ChannelState:
    """Our reading of a channel's words.

    Args:
        channel_type: shopify, amazon, ebay, woocommerce or etsy; anything else makes every word unknown.
        payment_word: the channel's order or payment status, any case and spelling of blanks.
        fulfillment_word: its fulfilment status where it has one apart (Shopify, eBay).
        cancel_word: its cancel state where it has one apart (eBay), or "cancelled" when the file gives a time of cancellation.
        has_open_quantity: something is left to ship; decides the lifecycle of refunded orders.
        is_cash_on_delivery: WooCommerce ``processing`` without ``date_paid``: paid at the door.
        hold_reason: the channel's own reason when it holds the fulfilment itself (Shopify ON_HOLD).
    """
    state = _PAYMENT_WORDS.get((channel_type, _tidy(payment_word))) or _unknown(payment_word)
    if state.lifecycle == _BY_REST:
        state = replace(state, lifecycle="open" if has_open_quantity else "closed")
    if is_cash_on_delivery and channel_type == "woocommerce" and state.payment_status == "paid":
        state = replace(state, payment_status="not_required")
    state = _with_fulfillment(state, channel_type, fulfillment_word, hold_reason)
    return _with_cancel(state, cancel_word)


def _tidy(word: str) -> str:
    return re.sub(r"[\s\-]+", "_", word.strip()).lower()


def _unknown(word: str) -> ChannelState:
    return ChannelState("open", "", "channel", word.strip(), is_known=False)


def _with_fulfillment(state: ChannelState, channel_type: str, word: str, hold_reason: str) -> ChannelState:
    tidy = _tidy(word)
    if (channel_type, tidy) in _SHIPPED_FULFILLMENT:
        return replace(state, lifecycle="closed", is_shipped_elsewhere=True)
    if channel_type == "shopify" and tidy == "on_hold":
        return replace(state, hold_kind=shopify_hold_kind(hold_reason), hold_note=hold_reason or word.strip())
    if channel_type == "shopify" and tidy == "scheduled":
        return replace(state, hold_kind="channel", hold_note=word.strip())
    if tidy in _QUIET_FULFILLMENT.get(channel_type, frozenset({""})):
        return state
    return replace(state, hold_kind="channel", hold_note=word.strip(), is_known=False)


def _with_cancel(state: ChannelState, word: str) -> ChannelState:
    tidy = _tidy(word)
    if tidy in _NO_CANCEL:
        return state
    if tidy in _CANCELLED:
        return replace(state, lifecycle="cancelled")
    return replace(state, hold_kind="customer_request", hold_note=word.strip())


# Source: FulfillmentHoldReason of the Shopify Admin API (specs/shopify).
_SHOPIFY_HOLDS = {
    "awaiting_payment": "payment",
    "high_risk_of_fraud": "fraud",
    "incorrect_address": "address",
    "inventory_out_of_stock": "stock",
}


def shopify_hold_kind(reason: str) -> str:
    """Our hold kind for Shopify's reason; ``channel`` when it has no kin here."""
    return _SHOPIFY_HOLDS.get(_tidy(reason), "channel")
