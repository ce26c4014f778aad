"""The state tables: every state has a way out or is final by design, and refusals name all their reasons."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_oms.domain.errors import RuleError
from desktop_oms.domain.label import LABEL, LIVE, LabelFacts
from desktop_oms.domain.machine import Machine
from desktop_oms.domain.order import ORDER, LifecycleFacts
from desktop_oms.domain.outbox import OUTBOX, OutboxFacts, retry_delay_s
from desktop_oms.domain.parcel import PARCEL, ParcelFacts
from desktop_oms.domain.payment import PAYMENT, REFUND, PaymentFacts
from desktop_oms.domain.print_job import PRINT_JOB, PrintFacts
from desktop_oms.domain.returns import (
    DISPOSITIONS,
    RETURN,
    RETURN_UNIT,
    STOCK_STATE_BY_DISPOSITION,
    ReturnFacts,
)
from desktop_oms.domain.shipment import BEFORE_DISPATCH, LEFT_THE_HOUSE, SHIPMENT, ShipmentFacts, stop_reason
from desktop_oms.domain.wave import WAVE, WaveFacts

HARMLESS: list[tuple[Machine[Any], Any]] = [
    (SHIPMENT, ShipmentFacts()),
    (PARCEL, ParcelFacts()),
    (LABEL, LabelFacts(was_looked_up=True)),
    (PAYMENT, PaymentFacts()),
    (REFUND, PaymentFacts()),
    (RETURN, ReturnFacts()),
    (RETURN_UNIT, ReturnFacts()),
    (OUTBOX, OutboxFacts(was_looked_up=True)),
    (PRINT_JOB, PrintFacts()),
    (WAVE, WaveFacts()),
    (ORDER, LifecycleFacts()),
]
BY_NAME = pytest.mark.parametrize(("machine", "facts"), HARMLESS, ids=[machine.name for machine, _facts in HARMLESS])


@BY_NAME
def test_p57_every_state_has_an_exit_or_is_final_by_design(machine: Machine[Any], facts: Any) -> None:
    for state in machine.states:
        assert bool(machine.events(state)) != (state in machine.final), state


@BY_NAME
def test_every_state_can_be_reached_from_a_first_one(machine: Machine[Any], facts: Any) -> None:
    reached = {machine.states[0], *{"return_unit": {"extra"}}.get(machine.name, set())}
    while more := {step.target for step in machine.steps if step.source in reached} - reached:
        reached |= more
    assert reached == set(machine.states)


@BY_NAME
def test_tables_name_known_states_only(machine: Machine[Any], facts: Any) -> None:
    for step in machine.steps:
        assert step.source in machine.states and step.target in machine.states, step


@BY_NAME
def test_final_states_end_there(machine: Machine[Any], facts: Any) -> None:
    assert machine.final <= set(machine.states)
    assert all(machine.allowed(state, facts) == () for state in machine.final)


def test_an_unknown_step_is_refused_by_name_in_every_state() -> None:
    for machine, facts in HARMLESS:
        for state in machine.states:
            with pytest.raises(RuleError) as refused:
                machine.apply(state, "explode", facts)
            assert refused.value.code == f"{machine.name}.no_such_step"


shipment_facts = st.builds(
    ShipmentFacts,
    open_holds=st.lists(st.sampled_from(["payment", "address", "fraud"]), max_size=3).map(tuple),
    lines=st.integers(0, 3),
    unallocated=st.integers(0, 2),
    is_partial_allowed=st.booleans(),
    is_payment_ok=st.booleans(),
    address_problems=st.lists(st.sampled_from(["street1", "city"]), max_size=2).map(tuple),
    is_claimed_here=st.booleans(),
    unpicked=st.integers(0, 2),
    unverified=st.integers(0, 2),
    missing_serials=st.integers(0, 2),
    open_parcels=st.integers(0, 2),
    parcels=st.integers(0, 2),
    unlabelled_parcels=st.integers(0, 2),
    was_picked=st.booleans(),
    is_cancelled=st.booleans(),
    is_cancel_requested=st.booleans(),
    is_manifest_due=st.booleans(),
    channel_was_told=st.booleans(),
)


@given(shipment_facts, st.sampled_from(SHIPMENT.states))
def test_law_allowed_and_apply_agree_whatever_the_facts(facts: ShipmentFacts, state: str) -> None:
    for event in SHIPMENT.events(state):
        if event in SHIPMENT.allowed(state, facts):
            assert SHIPMENT.apply(state, event, facts) in SHIPMENT.states
        else:
            with pytest.raises(RuleError) as refused:
                SHIPMENT.apply(state, event, facts)
            assert len(refused.value.data["refusals"]) == len(SHIPMENT.refusals(state, event, facts)) > 0


# One bad fact at a time, all others harmless: which steps it blocks, and with which code. Everything else stays allowed.
BAD_FACTS: list[tuple[ShipmentFacts, str, set[str]]] = [
    (
        ShipmentFacts(open_holds=("fraud",)),
        "shipment.on_hold",
        {"release", "start_picking", "start_packing", "pack", "label", "dispatch"},
    ),
    (
        ShipmentFacts(is_cancelled=True),
        "shipment.order_cancelled",
        {"release", "start_picking", "start_packing", "pack", "label", "dispatch"},
    ),
    (
        ShipmentFacts(is_cancel_requested=True),
        "shipment.cancel_requested",
        {"release", "start_picking", "start_packing", "pack", "label", "dispatch"},
    ),
    (ShipmentFacts(is_payment_ok=False), "shipment.not_paid", {"release", "start_packing"}),
    (ShipmentFacts(unallocated=1), "shipment.not_allocated", {"release"}),
    (ShipmentFacts(unallocated=1, is_partial_allowed=True), "", set()),
    (ShipmentFacts(lines=0), "shipment.empty", {"release"}),
    (ShipmentFacts(address_problems=("city",)), "shipment.bad_address", {"release"}),
    (ShipmentFacts(is_claimed_here=False), "pack.not_leased", {"start_picking", "start_packing", "pack", "reopen"}),
    (ShipmentFacts(unpicked=1), "shipment.not_picked", {"finish_picking"}),
    (ShipmentFacts(unverified=1), "shipment.not_verified", {"pack"}),
    (ShipmentFacts(missing_serials=1), "shipment.data_missing", {"pack"}),
    (ShipmentFacts(open_parcels=1), "shipment.parcel_open", {"pack", "label", "dispatch"}),
    (ShipmentFacts(parcels=0), "shipment.no_parcel", {"pack", "label", "dispatch"}),
    (ShipmentFacts(unlabelled_parcels=1), "shipment.label_missing", {"label", "dispatch"}),
    (ShipmentFacts(is_manifest_due=True), "shipment.not_handed_over", {"dispatch"}),
    (ShipmentFacts(channel_was_told=True), "shipment.channel_was_told", {"revert_dispatch"}),
]


@pytest.mark.parametrize(("facts", "code", "blocked"), BAD_FACTS)
def test_p15_p44_each_bad_fact_blocks_exactly_its_steps_and_holds_and_cancellations_block_label_and_dispatch(
    facts: ShipmentFacts, code: str, blocked: set[str]
) -> None:
    for state in SHIPMENT.states:
        for event in SHIPMENT.events(state):
            codes = {refusal.code for refusal in SHIPMENT.refusals(state, event, facts)}
            assert codes == ({code} if event in blocked else set()), (state, event)


def test_a_refusal_names_every_reason_not_only_the_first() -> None:
    facts = ShipmentFacts(
        open_holds=("address", "fraud"), unallocated=2, is_payment_ok=False, address_problems=("street1",)
    )
    codes = [refusal.code for refusal in SHIPMENT.refusals("draft", "release", facts)]
    assert codes == [
        "shipment.on_hold",
        "shipment.on_hold",
        "shipment.not_allocated",
        "shipment.not_paid",
        "shipment.bad_address",
    ]


def test_the_thin_day_of_a_shipment_goes_through_and_back() -> None:
    state, facts = "draft", ShipmentFacts()
    for event in (
        "release",
        "start_packing",
        "pack",
        "label",
        "dispatch",
        "revert_dispatch",
        "void_label",
        "reopen",
        "suspend",
    ):
        state = SHIPMENT.apply(state, event, facts)
    assert state == "released"


def test_suspending_leads_back_to_where_the_goods_are() -> None:
    assert SHIPMENT.apply("packing", "suspend", ShipmentFacts(was_picked=True)) == "picked"
    assert SHIPMENT.apply("packing", "suspend", ShipmentFacts(was_picked=False)) == "released"


@pytest.mark.parametrize(
    ("state", "facts", "reason"),
    [
        ("dispatched", ShipmentFacts(), "already_shipped"),
        ("cancelled", ShipmentFacts(), "cancelled"),
        ("released", ShipmentFacts(is_cancelled=True, open_holds=("fraud",)), "cancelled"),
        ("packing", ShipmentFacts(is_cancel_requested=True), "cancel_requested"),
        ("released", ShipmentFacts(open_holds=("fraud",), is_payment_ok=False), "on_hold"),
        ("released", ShipmentFacts(is_payment_ok=False), "not_paid"),
        ("draft", ShipmentFacts(), "not_released"),
        ("picking", ShipmentFacts(), "being_picked"),
        ("packing", ShipmentFacts(is_claimed_here=False, claimed_by="Table 2"), "claimed"),
        ("released", ShipmentFacts(), None),
        ("packing", ShipmentFacts(), None),
        ("labelled", ShipmentFacts(), None),
    ],
)
def test_p14_a_scanned_order_that_must_not_be_packed_is_stopped_by_its_gravest_reason(
    state: str, facts: ShipmentFacts, reason: str | None
) -> None:
    stop = stop_reason(state, facts)
    assert (stop.code if stop else None) == reason


def test_p66_a_label_lost_in_a_timeout_is_looked_up_before_it_is_bought_again() -> None:
    assert LABEL.apply("requested", "time_out", LabelFacts()) == "unknown"
    assert LABEL.allowed("unknown", LabelFacts()) == ()
    assert LABEL.allowed("unknown", LabelFacts(was_looked_up=True)) == ("adopt", "fail")
    assert "unknown" in LIVE


def test_p44_an_order_cancelled_by_its_channel_is_cancelled_although_it_was_shipped() -> None:
    shipped = LifecycleFacts(shipped=1, busy_shipments=1)
    assert [refusal.code for refusal in ORDER.refusals("open", "cancel", shipped)] == [
        "order.already_shipped",
        "order.in_packing",
    ]
    assert ORDER.apply("open", "cancel", LifecycleFacts(shipped=1, is_by_channel=True)) == "cancelled"


def test_a_refund_above_what_was_captured_is_refused_at_every_step_that_moves_money() -> None:
    above = PaymentFacts(amount_minor=101, limit_minor=100)
    for state, event in (("proposed", "approve"), ("approved", "submit"), ("failed", "submit")):
        assert REFUND.refusals(state, event, above)[0].code == "payment.above_limit"
        assert not REFUND.refusals(state, event, PaymentFacts(amount_minor=100, limit_minor=100))


def test_p50_a_message_is_confirmed_only_after_it_was_sent() -> None:
    assert "confirm" not in OUTBOX.events("sending")
    assert OUTBOX.apply("sent", "confirm", OutboxFacts()) == "confirmed"


def test_waiting_between_attempts_doubles_up_to_an_hour() -> None:
    assert [retry_delay_s(attempt) for attempt in (1, 2, 3, 10, 99)] == [5, 10, 20, 2560, 3600]


def test_p63_a_spooled_job_is_not_done_until_someone_says_so() -> None:
    assert PRINT_JOB.apply("rendering", "spool", PrintFacts()) == "spooled"
    assert [step.source for step in PRINT_JOB.steps if step.target == "done"] == ["spooled"]


def test_goods_that_come_back_without_being_announced_can_be_received() -> None:
    for state in ("requested", "declined", "expired"):
        assert RETURN.apply(state, "receive", ReturnFacts()) == "received"


def test_every_disposition_says_where_the_goods_go() -> None:
    assert set(STOCK_STATE_BY_DISPOSITION) == set(DISPOSITIONS)


def test_before_and_after_dispatch_are_all_states_but_cancelled() -> None:
    assert {*BEFORE_DISPATCH, *LEFT_THE_HOUSE, "cancelled"} == set(SHIPMENT.states)
