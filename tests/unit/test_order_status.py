"""What an order is called follows from facts alone, for every combination of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_oms.domain import order
from desktop_oms.domain.order import LineFact, MoneyFact, OrderFacts, OrderPolicy, derive, payment_status
from desktop_oms.domain.shipment import SHIPMENT

POLICY = OrderPolicy()
PAID = (MoneyFact("capture", "captured", 1000),)
ALLOCATED = LineFact(2, allocated=2)


def an_order(**changes: object) -> OrderFacts:
    """An open, paid, fully allocated order of two pieces for 10.00."""
    base = OrderFacts(total_minor=1000, payments=PAID, lines=(ALLOCATED,))
    return replace(base, **changes)  # type: ignore[arg-type]


def headline(facts: OrderFacts, policy: OrderPolicy = POLICY) -> tuple[str, str]:
    status = derive(facts, policy)
    return status.headline, status.headline_reason


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (an_order(), ("ready", "")),
        (an_order(lifecycle="cancelled", conflicts=1, open_holds=("fraud",)), ("cancelled", "")),
        (an_order(lifecycle="cancelled", lines=(LineFact(2, shipped=2),)), ("cancelled", "shipped")),
        (an_order(conflicts=1, open_holds=("fraud",)), ("conflict", "")),
        (an_order(open_holds=("address", "fraud"), lifecycle="draft"), ("on_hold", "address")),
        (an_order(lifecycle="draft", payments=()), ("draft", "")),
        (an_order(payments=()), ("awaiting_payment", "unpaid")),
        (an_order(lines=(LineFact(2, is_mapped=False), ALLOCATED)), ("needs_mapping", "")),
        (an_order(lines=(LineFact(2),), expected_on="2026-11-29"), ("backordered", "2026-11-29")),
        (an_order(lines=(LineFact(2, allocated=1),)), ("backordered", "")),
        (an_order(shipments=("labelled", "picking")), ("ready_to_ship", "")),
        (an_order(shipments=("packing", "picking")), ("packing", "")),
        (an_order(shipments=("picked",)), ("picking", "")),
        (an_order(shipments=("released",)), ("ready", "")),
        (an_order(lines=(LineFact(3, shipped=1, allocated=2),), shipments=("dispatched",)), ("ready", "part_shipped")),
        (an_order(lines=(LineFact(2, shipped=2),), shipments=("dispatched",)), ("shipped", "")),
        (an_order(lines=(LineFact(2, shipped=2),), shipments=("delivered",)), ("delivered", "")),
        (an_order(lines=(LineFact(2, shipped=2, returned=2),), shipments=("delivered",)), ("returned", "")),
        (an_order(lines=(LineFact(2, shipped=2, returned=1),), shipments=("delivered",)), ("delivered", "")),
        (an_order(lifecycle="closed"), ("closed", "")),
        (an_order(lines=(LineFact(1, requires_shipping=False),)), ("closed", "")),
    ],
)  # fmt: skip
def test_the_headline_is_the_first_match_of_the_table(facts: OrderFacts, expected: tuple[str, str]) -> None:
    assert headline(facts) == expected


def test_goods_that_may_go_in_parts_are_ready_when_some_are_there() -> None:
    facts = an_order(lines=(LineFact(2, allocated=1),))
    assert headline(facts, OrderPolicy(is_partial_allowed=True)) == ("ready", "")


def test_the_payment_gate_decides_whether_an_authorization_is_enough() -> None:
    facts = an_order(payments=(MoneyFact("authorize", "authorized", 1000),))
    assert headline(facts) == ("awaiting_payment", "authorized")
    assert headline(facts, OrderPolicy(payment_gate="authorized")) == ("ready", "")


def test_a_refunded_order_with_goods_still_here_is_never_sent_whatever_the_gate() -> None:
    facts = an_order(payments=(*PAID, MoneyFact("refund", "settled", 1000)))
    for gate in order.GATES:
        status = derive(facts, OrderPolicy(payment_gate=gate))
        assert (status.headline, status.is_workable) == ("awaiting_payment", False)


@pytest.mark.parametrize(
    ("payments", "stated", "granted", "expected"),
    [
        ((), "", 0, "unpaid"),
        ((), "paid", 0, "paid"),
        ((), "not_required", 0, "not_required"),
        ([("capture", "captured", 1000)], "pending", 0, "paid"),
        ([("capture", "captured", 400)], "", 0, "part_paid"),
        ([("capture", "captured", 400), ("capture", "captured", 600)], "", 0, "paid"),
        ([("capture", "captured", 1100)], "", 0, "overpaid"),
        ([("capture", "failed", 1000)], "", 0, "unpaid"),
        ([("capture", "created", 1000)], "", 0, "pending"),
        ([("authorize", "authorized", 1000)], "", 0, "authorized"),
        ([("authorize", "authorized", 1000), ("void", "voided", 1000)], "", 0, "voided"),
        ([("authorize", "expired", 1000)], "", 0, "unpaid"),
        ([("authorize", "captured", 1000), ("capture", "captured", 1000)], "", 0, "paid"),
        ([("capture", "captured", 1000), ("refund", "settled", 300)], "", 0, "part_refunded"),
        ([("capture", "captured", 1000), ("refund", "settled", 1000)], "", 0, "refunded"),
        ([("capture", "captured", 1000), ("refund", "approved", 300)], "", 0, "overpaid"),
        ([("capture", "captured", 1000), ("refund", "failed", 300)], "", 0, "paid"),
        ([("capture", "captured", 700)], "", 300, "paid"),
        ([("capture", "captured", 1000), ("chargeback", "", 1000)], "", 0, "unpaid"),
        ([("capture", "captured", 1000), ("chargeback", "", 400)], "", 0, "part_paid"),
    ],
)  # fmt: skip
def test_where_the_money_stands_follows_from_its_rows(
    payments: list[tuple[str, str, int]], stated: str, granted: int, expected: str
) -> None:
    rows = tuple(MoneyFact(*row) for row in payments)
    facts = OrderFacts(total_minor=1000, payments=rows, stated_payment_status=stated, granted_refund_minor=granted)
    assert payment_status(facts) == expected


def test_p58_money_given_back_is_no_returned_piece() -> None:
    status = derive(
        an_order(payments=(*PAID, MoneyFact("refund", "settled", 400)), lines=(LineFact(2, shipped=2),)), POLICY
    )
    assert (status.payment_status, status.return_status, status.refunded_minor) == ("part_refunded", "none", 400)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((), "none"),
        ((LineFact(2, allocated=2),), "full"),
        ((LineFact(2, allocated=1),), "part"),
        ((LineFact(2),), "backordered"),
        ((LineFact(2, is_mapped=False),), "none"),
        ((LineFact(2, is_stocked=False),), "not_stocked"),
        ((LineFact(2, shipped=2), LineFact(1)), "backordered"),
        ((LineFact(2, cancelled=2),), "none"),
        ((LineFact(1, allocated=5), LineFact(4)), "part"),
    ],
)
def test_allocation_counts_open_units_only_and_a_surplus_on_one_line_does_not_help_another(
    lines: tuple[LineFact, ...], expected: str
) -> None:
    assert order.allocation_status(an_order(lines=lines)) == expected


moneys = st.builds(
    MoneyFact,
    st.sampled_from(["authorize", "capture", "refund", "void", "chargeback"]),
    st.sampled_from(["", "created", "authorized", "captured", "settled", "approved", "failed", "voided", "expired"]),
    st.integers(0, 3000),
)


@st.composite
def lines(draw: st.DrawFn) -> LineFact:
    quantity = draw(st.integers(0, 4))
    shipped = draw(st.integers(0, quantity))
    return LineFact(
        quantity,
        cancelled=draw(st.integers(0, quantity - shipped)),
        shipped=shipped,
        returned=draw(st.integers(0, shipped)),
        allocated=draw(st.integers(0, 4)),
        requires_shipping=draw(st.booleans()),
        is_mapped=draw(st.booleans()),
        is_stocked=draw(st.booleans()),
    )


facts_strategy = st.builds(
    OrderFacts,
    lifecycle=st.sampled_from(["draft", "open", "closed", "cancelled"]),
    total_minor=st.integers(0, 3000),
    stated_payment_status=st.sampled_from(["", *order.PAYMENT_STATUSES]),
    granted_refund_minor=st.integers(0, 3000),
    payments=st.lists(moneys, max_size=4).map(tuple),
    lines=st.lists(lines(), max_size=4).map(tuple),
    shipments=st.lists(st.sampled_from(SHIPMENT.states), max_size=3).map(tuple),
    open_holds=st.lists(st.sampled_from(["fraud", "address"]), max_size=2).map(tuple),
    returns=st.lists(st.sampled_from(["requested", "approved", "closed"]), max_size=2).map(tuple),
    conflicts=st.integers(0, 1),
    outbox_dead=st.integers(0, 1),
    outbox_open=st.integers(0, 1),
    expected_on=st.sampled_from(["", "2026-11-29"]),
    was_allocation_tried=st.booleans(),
)
policies = st.builds(OrderPolicy, st.sampled_from(sorted(order.GATES)), st.booleans())


@given(facts_strategy, policies)
def test_law_every_combination_of_facts_has_one_headline_and_one_status_per_dimension(
    facts: OrderFacts, policy: OrderPolicy
) -> None:
    status = derive(facts, policy)
    assert status.headline in order.HEADLINES
    assert status.headline_rank == order.HEADLINES.index(status.headline)
    assert status.payment_status in order.PAYMENT_STATUSES
    assert status.allocation_status in order.ALLOCATION_STATUSES
    assert status.fulfillment_status in order.FULFILLMENT_STATUSES
    assert status.return_status in order.RETURN_STATUSES
    assert status.hold_status in order.HOLD_STATUSES
    assert status.sync_status in order.SYNC_STATUSES
    assert status.open_qty >= 0


@given(facts_strategy, policies)
def test_law_a_workable_order_is_open_free_paid_and_has_stock(facts: OrderFacts, policy: OrderPolicy) -> None:
    status = derive(facts, policy)
    if status.is_workable:
        assert facts.lifecycle == "open" and not facts.open_holds and not facts.conflicts
        assert order.is_payment_ok(status.payment_status, policy.payment_gate)
        assert status.open_qty > 0
        assert status.allocation_status == "full" or policy.is_partial_allowed
