"""The packing table: every outcome of packing-station.md 1.5 that exists here, and what each one books."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from desktop_oms.app.packing import PackScan
from desktop_oms.app.stock import ReceiveStock
from desktop_oms.db import schema as s
from desktop_oms.domain.errors import RuleError
from tests.app.packing_steps import open_order, refuses, said, scans
from tests.support.shop import MUG_GTIN, SET_CODE, SIX_MUGS, TEA_GTIN, Floor, Story


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
