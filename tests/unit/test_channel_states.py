"""Channel words in our words: every row of domain.md section 2, and hold for what we do not know."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_oms.domain.channel_states import ChannelState, channel_state, shopify_hold_kind
from desktop_oms.domain.order import PAYMENT_STATUSES

TABLE = [
    ("shopify", "PENDING", "open", "pending", ""),
    ("shopify", "AUTHORIZED", "open", "authorized", ""),
    ("shopify", "PAID", "open", "paid", ""),
    ("shopify", "paid", "open", "paid", ""),
    ("shopify", "PARTIALLY_PAID", "open", "part_paid", ""),
    ("shopify", "partially_refunded", "open", "part_refunded", ""),
    ("shopify", "voided", "cancelled", "voided", ""),
    ("shopify", "EXPIRED", "open", "unpaid", "payment"),
    ("amazon", "Pending", "open", "pending", "channel"),
    ("amazon", "Unshipped", "open", "paid", ""),
    ("amazon", "PartiallyShipped", "open", "paid", ""),
    ("amazon", "Canceled", "cancelled", "", ""),
    ("ebay", "PAID", "open", "paid", ""),
    ("ebay", "PENDING", "open", "pending", "payment"),
    ("ebay", "FAILED", "open", "unpaid", "payment"),
    ("woocommerce", "pending", "open", "unpaid", "payment"),
    ("woocommerce", "on-hold", "open", "pending", "payment"),
    ("woocommerce", "On hold", "open", "pending", "payment"),
    ("woocommerce", "processing", "open", "paid", ""),
    ("woocommerce", "completed", "closed", "paid", ""),
    ("woocommerce", "cancelled", "cancelled", "voided", ""),
    ("woocommerce", "refunded", "closed", "refunded", ""),
    ("woocommerce", "failed", "open", "unpaid", "payment"),
    ("etsy", "Paid", "open", "paid", ""),
    ("etsy", "Completed", "closed", "paid", ""),
    ("etsy", "Canceled", "cancelled", "paid", ""),
]


@pytest.mark.parametrize(("channel", "word", "lifecycle", "payment", "hold"), TABLE)
def test_each_channel_word_means_what_the_table_says(
    channel: str, word: str, lifecycle: str, payment: str, hold: str
) -> None:
    state = channel_state(channel, word)
    assert (state.lifecycle, state.payment_status, state.hold_kind, state.is_known) == (lifecycle, payment, hold, True)


def test_a_refunded_shopify_order_is_open_only_while_something_is_left_to_ship() -> None:
    assert channel_state("shopify", "refunded", has_open_quantity=True).lifecycle == "open"
    assert channel_state("shopify", "refunded", has_open_quantity=False).lifecycle == "closed"


def test_cash_on_delivery_needs_no_payment_before_packing() -> None:
    assert channel_state("woocommerce", "processing", is_cash_on_delivery=True).payment_status == "not_required"
    assert channel_state("woocommerce", "pending", is_cash_on_delivery=True).payment_status == "unpaid"


def test_completed_elsewhere_is_told_apart_from_packed_here() -> None:
    assert channel_state("woocommerce", "completed").is_shipped_elsewhere
    assert channel_state("amazon", "Shipped").is_shipped_elsewhere
    assert channel_state("ebay", "PAID", fulfillment_word="FULFILLED").is_shipped_elsewhere
    assert not channel_state("ebay", "PAID", fulfillment_word="IN_PROGRESS").is_shipped_elsewhere


def test_holds_of_the_channel_become_holds_of_the_same_kind() -> None:
    held = channel_state("shopify", "PAID", fulfillment_word="ON_HOLD", hold_reason="HIGH_RISK_OF_FRAUD")
    assert (held.hold_kind, held.hold_note) == ("fraud", "HIGH_RISK_OF_FRAUD")
    assert shopify_hold_kind("INCORRECT_ADDRESS") == "address"
    assert shopify_hold_kind("SOMETHING_NEW") == "channel"
    assert channel_state("shopify", "PAID", fulfillment_word="SCHEDULED").hold_kind == "channel"


def test_a_cancel_request_holds_and_a_cancellation_cancels() -> None:
    assert channel_state("ebay", "PAID", cancel_word="IN_PROGRESS").hold_kind == "customer_request"
    assert channel_state("ebay", "PAID", cancel_word="CANCELED").lifecycle == "cancelled"
    assert channel_state("ebay", "PAID", cancel_word="NONE_REQUESTED") == channel_state("ebay", "PAID")


@pytest.mark.parametrize(
    ("channel", "word"),
    [
        ("shopify", "Paid-ish"),
        ("amazon", "InvoiceUnconfirmed"),
        ("amazon", "Unfulfillable"),
        ("mirakl", "paid"),
        ("etsy", ""),
    ],
)
def test_an_unknown_word_opens_the_order_on_hold_and_is_kept(channel: str, word: str) -> None:
    assert channel_state(channel, word) == ChannelState("open", "", "channel", word, is_known=False)


@given(
    st.sampled_from(["shopify", "amazon", "ebay", "woocommerce", "etsy", "x"]),
    st.text(),
    st.text(),
    st.text(),
    st.booleans(),
)
def test_law_any_words_get_an_answer_of_ours(
    channel: str, word: str, fulfillment: str, cancel: str, has_open: bool
) -> None:
    state = channel_state(channel, word, fulfillment_word=fulfillment, cancel_word=cancel, has_open_quantity=has_open)
    assert state.lifecycle in ("draft", "open", "closed", "cancelled")
    assert state.payment_status in ("", *PAYMENT_STATUSES)
    assert state.is_known or state.hold_kind
