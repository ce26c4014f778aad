"""The packing table: every outcome of packing-station.md 1.5 that exists here, and what each one books (packing orders)."""

from __future__ import annotations

from typing import Any

import pytest

from desktop_oms.app.holds import PlaceHold, ReleaseHold
from desktop_oms.app.undo import Undo
from desktop_oms.db import schema as s
from desktop_oms.domain.errors import RuleError
from tests.app.packing_steps import (
    _cancelled,
    _held,
    _shipped,
    _unpaid,
    _without,
    cancel,
    floor_keeps,
    open_order,
    said,
    scans,
)
from tests.support.shop import MUG_GTIN, TEA_GTIN, Floor


def test_order_number_shipment_parcel_and_channel_number_open_the_same_box(floor: Floor) -> None:
    order = floor.an_order(("TEA", 3)).released().in_packing()
    (box,) = floor.rows(s.parcel)
    for code in (order.code, order.code.lower(), box["code"], f"SHP{order.shipment_id}", order.row["external_number"],
                 order.shipment["number"]):  # fmt: skip
        floor.scan("CTRLSTOP")
        verdict = floor.scan(code)
        assert (verdict.code, verdict.view.order_number) == ("order_open", order.number), code


def test_an_item_opens_the_most_urgent_order_of_one_piece_and_verifies_it(floor: Floor) -> None:
    from datetime import UTC, datetime

    late = floor.an_order(("TEA", 1), ship_by_at=datetime(2026, 3, 9, tzinfo=UTC)).released()
    soon = floor.an_order(("TEA", 1), ship_by_at=datetime(2026, 3, 3, tzinfo=UTC)).released()
    floor.an_order(("TEA", 2), ship_by_at=datetime(2026, 3, 2, tzinfo=UTC)).released()
    held = floor.an_order(("TEA", 1), ship_by_at=datetime(2026, 3, 1, tzinfo=UTC)).released()
    floor.shop.run(PlaceHold((held.order_id,)))
    assert floor.scan(TEA_GTIN).code == "order_packed"
    assert floor.scan(TEA_GTIN).code == "order_packed"
    assert (soon.shipment["state"], late.shipment["state"]) == ("labelled", "labelled")
    assert soon.shipment["packed_at"] is not None
    assert [row["shipment_id"] for row in floor.rows(s.parcel_content)] == [soon.shipment_id, late.shipment_id]
    assert said(floor.scan(TEA_GTIN))[:2] == ("unknown_code", "empty_table")
    assert held.shipment["state"] == "released"


def test_an_item_opens_nothing_where_the_shop_does_not_want_it(floor: Floor) -> None:
    floor.an_order(("TEA", 1)).released()
    setting = {"key": "packing.single_item_by_product", "scope": "business", "value": False}
    floor.write(lambda tx: tx.insert(s.setting, [setting]))
    assert said(floor.scan(TEA_GTIN))[:2] == ("unknown_code", "empty_table")


def test_another_order_is_opened_only_when_it_is_scanned_twice(floor: Floor) -> None:
    first, second = open_order(floor, ("TEA", 2)), floor.an_order(("CARD", 1)).released()
    floor.scan(TEA_GTIN)
    verdict = floor.scan(second.code)
    assert (verdict.code, verdict.reason) == ("needs_data", "switch_order")
    assert {name: verdict.data[name] for name in ("order", "other", "left")} == {
        "order": first.number, "other": second.number, "left": 1
    }  # fmt: skip
    assert floor.view().order_number == first.number
    assert floor.scan(second.code).view.order_number == second.number
    assert first.shipment["state"] == "released"


def test_a_good_scan_answers_the_question_by_staying(floor: Floor) -> None:
    first, second = open_order(floor, ("TEA", 3)), floor.an_order(("CARD", 1)).released()
    floor.scan(second.code)
    assert floor.scan(TEA_GTIN).code == "ok"
    assert floor.scan(second.code).reason == "switch_order"
    assert floor.view().order_number == first.number


def test_the_open_order_scanned_again_stays_open(floor: Floor) -> None:
    order = open_order(floor, ("TEA", 2))
    floor.scan(TEA_GTIN)
    verdict = floor.scan(order.code)
    assert (verdict.code, verdict.reason, verdict.remaining) == ("order_open", "already_open", 1)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda floor: "ORD99999", "not_found"),
        (lambda floor: "PCL99999001", "not_found"),
        (lambda floor: f"ORD{'9' * 20}", "not_found"),
        (lambda floor: f"SHP{'9' * 20}", "not_found"),
        (_shipped, "already_shipped"),
        (_held, "on_hold"),
        (_cancelled, "cancelled"),
        (_unpaid, "not_paid"),
        (lambda floor: floor.an_order(("CARD", 1)).code, "not_released"),
    ],
    ids=["unknown order", "unknown parcel", "absurd order", "absurd shipment", "shipped", "held", "cancelled", "unpaid", "unreleased"],
)  # fmt: skip
def test_p14_an_order_that_cannot_be_packed_clears_the_table(floor: Floor, make: Any, reason: str) -> None:
    code = make(floor)
    order = open_order(floor, ("TEA", 2))
    floor.scan(TEA_GTIN)
    verdict = floor.scan(code)
    assert (verdict.code, verdict.reason, verdict.view) == ("order_stop", reason, None)
    assert floor.view() is None
    assert said(floor.scan(TEA_GTIN))[:2] == ("unknown_code", "empty_table")
    assert order.in_packing().contents[0]["quantity"] == 1
    assert floor.view().remaining == 1


def test_a_box_that_is_packed_is_shown_with_its_papers_and_not_packed_again(floor: Floor) -> None:
    order = open_order(floor, ("TEA", 1)).packed()
    verdict = floor.scan(order.code)
    assert (verdict.code, verdict.reason, verdict.shipment_state) == ("order_open", "already_packed", "labelled")
    assert floor.view() is None


def test_p15_a_hold_placed_while_packing_stops_the_last_scan_and_keeps_what_was_verified(floor: Floor) -> None:
    order = open_order(floor, ("TEA", 2))
    floor.scan(TEA_GTIN)
    (hold_id,) = floor.as_("max").shop.run(PlaceHold((order.order_id,), "fraud")).value
    verdict = floor.scan(TEA_GTIN)
    assert (verdict.code, verdict.reason, verdict.data["hold"]) == ("order_stop", "on_hold", "fraud")
    assert floor.view() is None
    assert (floor.rows(s.document), floor.rows(s.print_job), floor.rows(s.label)) == ([], [], [])
    assert floor.scan(order.code).reason == "on_hold"
    floor.as_("max").shop.run(ReleaseHold((hold_id,)))
    assert floor.scan(order.code).code == "order_open"
    assert floor.view().remaining == 0
    assert floor.scan("CTRLDONE").code == "order_packed"
    assert sum(row["quantity"] for row in order.contents) == 2
    assert floor.findings() == []


def test_p44_an_order_cancelled_while_packing_gets_no_label(floor: Floor) -> None:
    order = open_order(floor, ("TEA", 2))
    floor.scan(TEA_GTIN)
    cancel(floor, order, ("TEA", 2))
    verdict = floor.scan(TEA_GTIN)
    assert verdict.code == "order_stop"
    assert verdict.reason in ("cancelled", "cancel_requested")
    assert floor.rows(s.label) == []
    assert floor.findings() == []


def test_p44_an_order_cancelled_after_packing_does_not_leave(floor: Floor) -> None:
    order = open_order(floor, ("TEA", 1)).packed()
    cancel(floor, order, ("TEA", 1))
    with pytest.raises(RuleError) as refusal:
        order.dispatched()
    assert refusal.value.code in ("shipment.order_cancelled", "shipment.cancel_requested")
    assert floor.stock("TEA")[0] == 30


def test_p15_ctrlhold_puts_the_box_aside_and_needs_the_right(floor: Floor) -> None:
    order = open_order(floor, ("TEA", 2))
    floor.scan(TEA_GTIN)
    verdict = floor.scan("CTRLHOLD")
    assert (verdict.reason, floor.view()) == ("held", None)
    assert order.row["hold_kind"] == "manual"
    assert floor.scan(order.code).reason == "on_hold"


def test_suspend_and_resume_at_the_exact_unit(floor: Floor) -> None:
    order = open_order(floor, ("MUG-RED", 2), ("TEA", 2))
    floor.scan(MUG_GTIN, TEA_GTIN, MUG_GTIN)
    verdict = floor.scan("CTRLSUSPEND")
    assert (verdict.reason, verdict.data["left"], floor.view()) == ("suspended", 1, None)
    assert floor.rows(s.lease) == []
    other = floor.at(2).as_("pia")
    assert [line.done for line in other.scan(order.code).view.lines] == [2, 1]
    assert other.scan(TEA_GTIN).code == "order_packed"


def test_after_a_crash_the_table_is_as_it_was_left(floor: Floor) -> None:
    order = open_order(floor, ("MUG-RED", 2), ("TEA", 1))
    floor.scan(MUG_GTIN)
    later = floor.restarted()
    view = later.view()
    assert (view.order_number, view.remaining, view.current_line) == (order.number, 2, 1)
    assert later.scan(MUG_GTIN).code == "line_done"
    later.close()


def test_ctrlundo_takes_back_the_latest_scan_and_then_the_one_before(floor: Floor) -> None:
    open_order(floor, ("MUG-RED", 2), ("TEA", 1))
    floor.scan(MUG_GTIN, TEA_GTIN)
    left = []
    for _ in range(2):
        verdict = floor.scan("CTRLUNDO")
        assert verdict.reason == "undone"
        left.append([line.done for line in verdict.view.lines])
    assert left == [[1, 0], [0, 0]]
    assert floor.scan(MUG_GTIN).done == 1


def test_ctrlundo_after_the_last_scan_opens_the_box_again(floor: Floor) -> None:
    order = open_order(floor, ("TEA", 2))
    floor.scan(TEA_GTIN, TEA_GTIN)
    verdict = floor.scan("CTRLUNDO")
    assert (verdict.reason, verdict.remaining) == ("undone", 1)
    assert order.shipment["state"] == "packing"
    assert floor.scan(TEA_GTIN).code == "order_packed"
    assert floor.findings() == []


def test_ctrlundo_skips_refused_scans(floor: Floor) -> None:
    open_order(floor, ("TEA", 2))
    floor.scan(TEA_GTIN, "NOBODY", MUG_GTIN)
    assert floor.scan("CTRLUNDO").remaining == 2


def test_ctrlundo_never_takes_back_what_was_no_scan(floor: Floor) -> None:
    order = floor.an_order(("TEA", 1))
    floor.shop.run(PlaceHold((order.order_id,)))
    verdict = floor.scan("CTRLUNDO")
    assert (verdict.code, verdict.reason) == ("command_refused", "nothing_to_undo")
    floor.shop.run(Undo())


def test_ctrlundo_where_someone_has_moved_on_is_an_answer_and_not_a_crash(floor: Floor) -> None:
    order = open_order(floor, ("TEA", 2))
    floor.scan(TEA_GTIN)
    floor.scan("CTRLSUSPEND")
    other = floor.at(2).as_("pia")
    other.scan(order.code, TEA_GTIN)
    with floor_keeps(floor):
        verdict = floor.scan("CTRLUNDO")
    assert (verdict.code, verdict.reason) == ("command_refused", "undo_refused")
    assert verdict.data["actor_id"] == other.shop.actor.user_id
    assert scans(floor)[-1] == ("command_refused", "undo_refused")


def test_ctrlprint_prints_the_papers_of_the_last_box_once_more_as_copies(floor: Floor) -> None:
    open_order(floor, ("TEA", 1)).packed()
    verdict = floor.scan("CTRLREPRINT")
    assert (verdict.reason, verdict.documents) == ("reprinted", ("label", "packing_slip"))
    jobs = floor.rows(s.print_job)
    assert [job["reprint_of"] for job in jobs[2:]] == [jobs[1]["id"] if job["document_id"] == jobs[1]["document_id"]
                                                      else jobs[0]["id"] for job in jobs[2:]]  # fmt: skip


def test_names_are_shown_at_the_table_only_to_those_who_may_see_them(floor: Floor) -> None:
    order = floor.an_order(("TEA", 2)).released()
    assert floor.scan(order.code).view.customer_name == "Zoë Łuczak"
    assert floor.shop.ask(lambda reads: reads.queue())[0].customer_name == "Zoë Łuczak"
    blind = floor.as_("pia")
    _without(floor, "packer", "see.personal")
    assert blind.scan(TEA_GTIN).view.customer_name == ""
    assert blind.view().customer_name == ""
    assert [row.customer_name for row in blind.shop.ask(lambda reads: reads.queue())] == [""]
