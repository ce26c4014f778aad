"""The packing table: every outcome of packing-station.md 1.5 that exists here, and what each one books."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from desktop_oms.app.context import Actor
from desktop_oms.app.holds import PlaceHold, ReleaseHold
from desktop_oms.app.intake.orders import ImportOrders
from desktop_oms.app.packing import PackScan
from desktop_oms.app.stock import ReceiveStock
from desktop_oms.app.undo import Undo
from desktop_oms.db import schema as s
from desktop_oms.domain.errors import RuleError
from tests.app.books import ADDRESS
from tests.app.books import an_order as a_remote_order
from tests.support.shop import MUG_GTIN, SET_CODE, SIX_MUGS, TEA_GTIN, Floor, Story


def said(verdict: Any) -> tuple[str, str, int, int, int]:
    """code, reason, done, of, remaining."""
    return verdict.code, verdict.reason, verdict.done, verdict.of, verdict.remaining


def scans(floor: Floor) -> list[tuple[str, str]]:
    """(verdict, reason) of every scan in the log."""
    return [(row["data"]["verdict"], row["data"]["reason"]) for row in floor.rows(s.event, name="Scanned")]


def open_order(floor: Floor, *lines: tuple[str, int]) -> Story:
    return floor.an_order(*lines).released().in_packing()


def refuses(floor: Floor, order: Story, scan: str) -> Any:
    """The verdict of a scan that must book nothing and leave one event."""
    before, seq = floor.state(), floor.last_seq()
    verdict = floor.scan(scan)
    assert floor.state() == before
    assert floor.last_seq() == seq + 1
    assert floor.rows(s.event, seq=seq + 1)[0]["entity_id"] == order.shipment_id
    return verdict


# --- good scans ------------------------------------------------------------------------------------------------------


def test_a_box_from_first_to_last_scan(floor: Floor) -> None:
    order = open_order(floor, ("MUG-RED", 2), ("TEA", 1))
    answers = [said(floor.scan(code)) for code in (MUG_GTIN, "mug-red", TEA_GTIN)]
    assert answers == [("ok", "", 1, 2, 2), ("line_done", "", 2, 2, 1), ("order_packed", "", 1, 1, 0)]
    assert [row["scan_text"] for row in order.contents] == [MUG_GTIN, "mug-red", TEA_GTIN]
    assert {row["verified_by"] for row in order.contents} == {floor.shop.actor.user_id}
    assert (order.shipment["state"], floor.view()) == ("labelled", None)
    assert floor.findings() == []


def test_every_answer_shows_the_table_as_it_is_now(floor: Floor) -> None:
    open_order(floor, ("MUG-RED", 2), ("TEA", 1))
    view = floor.scan(MUG_GTIN).view
    assert view == floor.view()
    assert [(line.sku, line.done, line.of, line.bin) for line in view.lines] == [
        ("MUG-RED", 1, 2, "A-1"),
        ("TEA", 0, 1, "A-1"),
    ]


def test_the_same_article_on_two_lines_fills_one_after_the_other(floor: Floor) -> None:
    order = open_order(floor, ("TEA", 1), ("TEA", 2))
    assert [floor.scan("TEA").code for _ in range(3)] == ["line_done", "ok", "order_packed"]
    assert len({row["shipment_line_id"] for row in order.contents}) == 2


def test_p06_the_code_of_a_carton_of_six_counts_six_pieces(floor: Floor) -> None:
    order = open_order(floor, ("MUG-RED", 8))
    assert said(floor.scan(SIX_MUGS)) == ("ok", "", 6, 8, 2)
    assert [row["quantity"] for row in order.contents] == [6]


def test_p06_a_carton_of_six_where_five_are_wanted_books_none_of_them(floor: Floor) -> None:
    order = open_order(floor, ("MUG-RED", 5))
    verdict = refuses(floor, order, SIX_MUGS)
    assert said(verdict) == ("too_many", "", 0, 5, 5)


def test_one_scan_of_a_kits_own_code_proves_all_its_parts(floor: Floor) -> None:
    order = open_order(floor, ("GIFT-SET", 2))
    assert [line.sku for line in floor.view().lines] == ["MUG-RED", "CARD"]
    assert floor.scan(SET_CODE).remaining == 2
    assert floor.scan("CARD").code == "line_done"
    verdict = refuses(floor, order, SET_CODE)
    assert said(verdict)[:2] == ("too_many", "kit")
    assert floor.scan(MUG_GTIN).code == "order_packed"


def test_p12_five_and_ten_are_never_joined_to_another_number(floor: Floor) -> None:
    order = open_order(floor, ("MUG-RED", 17))
    for card, times in (("CTRLXFIVE", 5), ("CTRLXTEN", 10), ("CTRLXFIVE", 5)):
        verdict = floor.scan(card)
        assert (verdict.reason, verdict.data["times"]) == ("times", times)
    assert floor.scan(MUG_GTIN).done == 5
    assert floor.scan(MUG_GTIN).done == 6
    floor.scan("CTRLXTEN")
    assert floor.scan(MUG_GTIN).done == 16
    assert [row["quantity"] for row in order.contents] == [5, 1, 10]


def test_p04_the_number_of_questions_per_scan_does_not_grow_with_the_order(floor: Floor) -> None:
    from sqlalchemy import event

    def questions(order: Story) -> int:
        order.in_packing()
        floor.scan(MUG_GTIN)  # what is learned once is learned now
        asked: list[str] = []

        def count(_conn: Any, _cursor: Any, statement: str, *_more: Any) -> None:
            asked.append(statement)

        event.listen(floor.shop.engine, "before_cursor_execute", count)
        floor.scan(MUG_GTIN)
        event.remove(floor.shop.engine, "before_cursor_execute", count)
        floor.scan("CTRLSTOP")
        return len(asked)

    small = floor.an_order(("MUG-RED", 3)).released()
    large = floor.an_order(*[("MUG-RED", 3)], *[("TEA", 1), ("CARD", 1)] * 12).released()
    assert questions(small) == questions(large)


# --- refused scans -----------------------------------------------------------------------------------------------------


def test_p07_two_of_two_then_a_third_scan_is_too_many_and_books_nothing(floor: Floor) -> None:
    order = open_order(floor, ("MUG-RED", 2), ("TEA", 1))
    floor.scan(MUG_GTIN, MUG_GTIN)
    verdict = refuses(floor, order, MUG_GTIN)
    assert said(verdict) == ("too_many", "", 2, 2, 1)


def test_p16_too_many_says_of_what_how_many_and_what_is_there(floor: Floor) -> None:
    order = open_order(floor, ("MUG-RED", 1), ("TEA", 1))
    floor.scan(MUG_GTIN)
    verdict = refuses(floor, order, MUG_GTIN)
    assert (verdict.sku, verdict.done, verdict.of, verdict.data["product"]) == ("MUG-RED", 1, 1, "Mug, red")


def test_a_wrong_item_names_what_was_scanned_and_what_is_expected(floor: Floor) -> None:
    order = open_order(floor, ("MUG-RED", 1))
    verdict = refuses(floor, order, TEA_GTIN)
    assert verdict.code == "wrong_item"
    assert (verdict.data["scanned_sku"], verdict.data["expected_sku"]) == ("TEA", "MUG-RED")


def test_an_unknown_code_is_shown_in_full(floor: Floor) -> None:
    order = open_order(floor, ("TEA", 1))
    verdict = refuses(floor, order, "XY-4711-NOBODY")
    assert (verdict.code, verdict.data["code"]) == ("unknown_code", "XY-4711-NOBODY")


@pytest.mark.parametrize(
    "rubbish", ["", "A", "AB\x01CD", "x" * 4000, "CTRLDNOE"], ids=["nothing", "short", "control", "long", "typo"]
)
def test_p09_a_broken_scan_is_answered_and_logged_too(floor: Floor, rubbish: str) -> None:
    order = open_order(floor, ("TEA", 1))
    assert refuses(floor, order, rubbish).code == "garbled"


def test_p10_a_code_with_a_lost_digit_is_unreadable_and_not_another_article(floor: Floor) -> None:
    order = open_order(floor, ("MUG-RED", 1))
    verdict = refuses(floor, order, MUG_GTIN[:-1])
    assert (verdict.code, verdict.reason) == ("garbled", "check_digit")


def test_p13_every_scan_stays_in_the_log_with_its_answer(floor: Floor) -> None:
    open_order(floor, ("TEA", 1))
    floor.scan("NOBODY", "A", TEA_GTIN)
    assert scans(floor) == [("order_open", ""), ("unknown_code", ""), ("garbled", "too_short"), ("order_packed", "")]


def test_a_scan_without_a_table_is_refused(floor: Floor) -> None:
    homeless = floor.shop.as_actor(replace(floor.shop.actor, station_id=None))
    with pytest.raises(RuleError) as refusal:
        homeless.run(PackScan("TEA"))
    assert refusal.value.code == "station.none"


@pytest.mark.parametrize("card", ["CTRLDONE", "CTRLSUSPEND", "CTRLHOLD", "CTRLXFIVE"])
def test_a_command_at_an_empty_table_says_so(floor: Floor, card: str) -> None:
    verdict = floor.scan(card)
    assert (verdict.code, verdict.reason) == ("command_refused", "empty_table")


def test_done_with_units_missing_says_how_many(floor: Floor) -> None:
    open_order(floor, ("MUG-RED", 3))
    floor.scan(MUG_GTIN)
    verdict = floor.scan("CTRLDONE")
    assert (verdict.code, verdict.reason, verdict.data["left"]) == ("command_refused", "units_missing", 2)


# --- serials, batches, dates -----------------------------------------------------------------------------------------


def test_a_serial_is_asked_for_each_piece_and_booked_with_it(floor: Floor) -> None:
    order = open_order(floor, ("CAM", 2))
    assert said(floor.scan("CAM")) == ("needs_data", "serial", 0, 2, 2)
    assert floor.rows(s.parcel_content) == []
    assert floor.scan("SN-1").code == "ok"
    assert floor.scan("CAM").code == "needs_data"
    assert floor.scan("SN-1").reason == "used_serial"
    assert floor.scan("SN-2").code == "order_packed"
    assert [row["serial"] for row in order.contents] == ["SN-1", "SN-2"]
    order.dispatched()
    assert floor.findings() == []


def test_p18_an_articles_code_is_never_taken_for_a_serial(floor: Floor) -> None:
    open_order(floor, ("CAM", 1), ("TEA", 1))
    floor.scan("CAM")
    assert floor.scan(TEA_GTIN).reason == "is_article"
    assert floor.scan("SN-1").code == "line_done"


def test_the_wait_for_a_serial_outlives_the_program(floor: Floor) -> None:
    open_order(floor, ("CAM", 1))
    floor.scan("CAM")
    later = floor.restarted()
    assert later.scan("SN-9").code == "order_packed"
    later.close()


def test_a_serial_that_was_packed_and_recalled_may_be_packed_again(floor: Floor) -> None:
    from desktop_oms.app.release import RecallShipments

    order = open_order(floor, ("CAM", 2))
    floor.scan("CAM", "SN-1", "CTRLSUSPEND")
    floor.shop.run(RecallShipments((order.shipment_id,)))
    order.released().in_packing()
    floor.scan("CAM")
    assert floor.scan("SN-1").code == "ok"


def test_a_serial_that_lies_in_another_open_box_is_refused(floor: Floor) -> None:
    first, second = (floor.an_order(("CAM", 2)).released() for _ in range(2))
    first.in_packing()
    floor.scan("CAM", "SN-1", "CTRLSUSPEND")
    second.in_packing()
    floor.scan("CAM")
    assert floor.scan("SN-1").reason == "used_serial"


def test_a_batch_the_books_do_not_know_is_taken_down_and_the_box_can_leave(floor: Floor) -> None:
    order = open_order(floor, ("JAM", 2))
    assert said(floor.scan("JAM"))[:2] == ("needs_data", "lot")
    floor.scan("LOT-77", "JAM")
    assert floor.scan("LOT-78").code == "order_packed"
    lots = {row["id"]: row["code"] for row in floor.rows(s.lot)}
    assert [lots[row["lot_id"]] for row in order.contents] == ["LOT-77", "LOT-78"]
    order.dispatched()
    assert floor.stock("JAM") == (8, 0)
    assert floor.findings() == []


def test_a_known_batch_leaves_from_its_own_stock(floor: Floor) -> None:
    floor.shop.run(ReceiveStock("JAM", "A-2", 3, lot="L-1", best_before="2026-06-01"))
    order = open_order(floor, ("JAM", 3))
    for _ in range(3):
        floor.scan("JAM", "L-1")
    order.dispatched()
    (jar,) = floor.rows(s.lot, code="L-1")
    assert [row["on_hand"] for row in floor.rows(s.stock_level, lot_id=jar["id"])] == [0]
    assert floor.findings() == []


def test_a_best_before_is_asked_for_and_kept(floor: Floor) -> None:
    order = open_order(floor, ("MILK", 1))
    assert said(floor.scan("MILK"))[:2] == ("needs_data", "best_before")
    assert floor.scan("soon").reason == "best_before"
    assert floor.scan("260630").code == "order_packed"
    (unit,) = order.contents
    (batch,) = floor.rows(s.lot, id=unit["lot_id"])
    assert batch["best_before"] == "2026-06-30"
    order.dispatched()
    assert floor.findings() == []


def test_one_gs1_code_brings_article_batch_and_date_at_once(floor: Floor) -> None:
    from desktop_oms.app.products import ImportProducts
    from desktop_oms.sync.goods import BarcodeIn, ProductRowIn

    floor.shop.run(ImportProducts((ProductRowIn("JAM", "Jam", barcodes=(BarcodeIn("04012345000016"),)),)))
    order = open_order(floor, ("JAM", 1))
    assert floor.scan("]C1010401234500001617260630" + "10LOT-5").code == "order_packed"
    (unit,) = order.contents
    (batch,) = floor.rows(s.lot, id=unit["lot_id"])
    assert (batch["code"], batch["best_before"]) == ("LOT-5", "2026-06-30")


# --- what a first scan opens -----------------------------------------------------------------------------------------


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


def _shipped(floor: Floor) -> str:
    return floor.an_order(("CARD", 1)).released().in_packing().packed().dispatched().code


def _held(floor: Floor) -> str:
    order = floor.an_order(("CARD", 1)).released()
    floor.shop.run(PlaceHold((order.order_id,), "fraud"))
    return order.code


def _cancelled(floor: Floor) -> str:
    order = floor.an_order(("CARD", 1))
    cancel(floor, order, ("CARD", 1))
    return order.code


def _unpaid(floor: Floor) -> str:
    return floor.an_order(("CARD", 1), payment_status="pending", payments=(), paid_at=None).code


def cancel(floor: Floor, order: Story, *lines: tuple[str, int]) -> None:
    """The channel tells that the buyer cancelled."""
    (channel,) = floor.rows(s.channel)
    remote = a_remote_order(order.external_id, *lines, ship_to=ADDRESS, lifecycle="cancelled")
    floor.shop.as_actor(Actor()).run(ImportOrders(channel["id"], (remote,)))


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


# --- holds and cancellations while packing -----------------------------------------------------------------------------


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


# --- pause, crash, undo ------------------------------------------------------------------------------------------------


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


def floor_keeps(floor: Floor) -> Any:
    """A block after which every state table is as before; events may come."""
    from contextlib import contextmanager

    @contextmanager
    def keeping() -> Any:
        before = floor.state()
        yield
        assert floor.state() == before

    return keeping()


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


def _without(floor: Floor, role: str, right: str) -> None:
    (row,) = floor.rows(s.role, name=role)
    left = [name for name in row["rights"] if name != right]
    floor.write(lambda tx: tx.update(s.role, [{"id": row["id"], "rights": left}]))
