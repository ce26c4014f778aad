"""Complaints of other systems' users about scans and stock that no other test here answers; the list is docs/complaints.md."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from desktop_oms.app.release import RecallShipments, ReleaseOrders
from desktop_oms.app.shop import Shop
from desktop_oms.app.stock import AdjustStock
from desktop_oms.app.stock_import import ImportOpeningStock
from desktop_oms.db import driver
from desktop_oms.db import schema as s
from desktop_oms.domain.errors import RuleError
from desktop_oms.sync.goods import StockRowIn
from tests.app.books import articles, totals
from tests.support.shop import MUG_GTIN, Floor, Story


@contextmanager
def every_statement(floor: Floor, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Statements run in the block, both those SQLAlchemy runs and those that go to the driver past it."""
    asked: list[str] = []
    straight = driver.execute

    def through_the_driver(conn: Any, sql: str, params: Any, *, many: bool = False) -> Any:
        asked.append(sql)
        return straight(conn, sql, params, many=many)

    def through_sqlalchemy(_conn: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.append(statement)

    monkeypatch.setattr(driver, "execute", through_the_driver)
    event.listen(floor.shop.engine, "before_cursor_execute", through_sqlalchemy)
    yield asked
    event.remove(floor.shop.engine, "before_cursor_execute", through_sqlalchemy)
    monkeypatch.undo()


def test_p03_p04_a_scan_reads_the_books_as_often_for_fifty_lines_as_for_one(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def questions(order: Story) -> int:
        order.in_packing()
        floor.scan(MUG_GTIN)  # what is learned once is learned now
        with every_statement(floor, monkeypatch) as asked:
            floor.scan(MUG_GTIN)
        floor.scan("CTRLSTOP")
        return len(asked)

    small = floor.an_order(("MUG-RED", 3)).released()
    large = floor.an_order(("MUG-RED", 3), *[("TEA", 1), ("CARD", 1)] * 25).released()
    count = questions(small)
    assert count > 5, "the counter sees the statements of a scan"
    assert questions(large) == count


def test_p14_a_serial_asked_for_before_a_failed_order_scan_is_not_asked_of_the_next_box(floor: Floor) -> None:
    floor.an_order(("CAM", 2)).released().in_packing()
    waiting = floor.an_order(("CAM", 1)).released()
    assert floor.scan("CAM").reason == "serial"
    assert floor.scan("ORD99999").reason == "not_found"
    assert floor.scan("CAM").reason == "serial"
    assert floor.scan("SN-7").code == "order_packed"
    assert [row["serial"] for row in waiting.contents] == ["SN-7"]


def test_p15_a_packer_whose_role_may_not_hold_cannot_hold_with_a_card_either(floor: Floor) -> None:
    order = floor.an_order(("TEA", 2)).released().in_packing()
    (role,) = floor.rows(s.role, name="packer")
    rights = [right for right in role["rights"] if right != "hold.place"]
    floor.write(lambda tx: tx.update(s.role, [{"id": role["id"], "rights": rights}]))
    with pytest.raises(RuleError) as refused:
        floor.as_("pia").scan("CTRLHOLD")
    assert (refused.value.code, refused.value.data["right"]) == ("right.missing", "hold.place")
    assert (floor.rows(s.hold), order.shipment["state"]) == ([], "packing")


def test_p26_a_later_stock_file_changes_articles_known_before_as_well_as_new_ones(shop: Shop) -> None:
    articles(shop, "OLD", "NEW")
    shop.run(ImportOpeningStock((StockRowIn("OLD", 3, "A-1", line=2),)))
    told = (StockRowIn("OLD", 8, "A-1", line=2), StockRowIn("NEW", 5, "A-1", line=3))
    done = shop.run(ImportOpeningStock(told)).value
    assert (done.updated, done.created) == (1, 1)
    assert (totals(shop, "OLD"), totals(shop, "NEW")) == ((8, 0), (5, 0))


def test_p27_one_kit_in_a_stock_file_of_sixty_rows_keeps_none_of_the_others_out(shop: Shop) -> None:
    skus = [f"ART-{number}" for number in range(59)]
    articles(shop, *skus, kits={"SET": [("ART-0", 2)]})
    told = [StockRowIn(sku, 4, "A-1", line=line) for line, sku in enumerate(skus, start=2)]
    told.insert(30, StockRowIn("SET", 4, "A-1", line=99))
    done = shop.run(ImportOpeningStock(tuple(told), file="stock.csv")).value
    assert [(problem.line, problem.code) for problem in done.rejected] == [(99, "stock.kit")]
    assert {totals(shop, sku) for sku in skus} == {(4, 0)}


def test_p37_what_no_bin_holds_is_refused_at_release_and_not_at_dispatch(floor: Floor) -> None:
    stuck, fine = floor.an_order(("MUG-RED", 2)), floor.an_order(("TEA", 1))
    (shelf,) = floor.rows(s.bin_, code="A-1")
    (tea,) = floor.rows(s.variant, sku="TEA")
    (other,) = floor.rows(s.bin_, code="A-2")
    moves = [
        {"variant_id": tea["id"], "warehouse_id": shelf["warehouse_id"], "bin_id": bin_id, "lot_id": 0,
         "stock_state": "sellable", "quantity": pieces, "reason": "transfer", "at": floor.clock()}
        for bin_id, pieces in ((shelf["id"], -1), (other["id"], 1))
    ]  # fmt: skip
    floor.write(lambda tx: tx.insert(s.stock_move, moves))
    floor.write(lambda tx: tx.update(s.bin_, [{"id": shelf["id"], "is_blocked": True}]))
    report = floor.shop.run(ReleaseOrders((stuck.order_id, fine.order_id))).value
    assert [(refused.number, refused.reasons[0].code) for refused in report.refused] == [
        (stuck.number, "stock.not_in_bins")
    ]
    assert report.shipment_ids == (fine.shipment_id,)


def test_p38_what_lies_in_one_shipment_never_blocks_the_rest_and_is_free_again_with_its_end(floor: Floor) -> None:
    first = floor.an_order(("CAM", 3)).released()
    second = floor.an_order(("CAM", 2)).released()
    assert floor.stock("CAM") == (5, 5)
    taken = {row["shipment_line_id"] for row in floor.rows(s.allocation, order_id=first.order_id)}
    assert taken == {row["id"] for row in floor.rows(s.shipment_line, shipment_id=first.shipment_id)}
    floor.shop.run(RecallShipments((first.shipment_id,)))
    assert {row["shipment_line_id"] for row in floor.rows(s.allocation, order_id=first.order_id)} == {None}
    again = first.released()
    assert [row["quantity"] for row in floor.rows(s.shipment_line, shipment_id=again.shipment_id)] == [3]
    assert second.shipment["state"] == "released"
    assert floor.findings() == []


def test_p36_a_count_while_a_box_is_open_takes_no_piece_from_under_it_and_the_dispatch_still_adds_up(
    floor: Floor,
) -> None:
    order = floor.an_order(("CAM", 4)).released()
    with pytest.raises(RuleError) as refused:
        floor.shop.run(AdjustStock("CAM", "A-1", -2, "count"))
    assert (refused.value.code, refused.value.data["missing"]) == ("stock.allocated", 1)
    floor.shop.run(AdjustStock("CAM", "A-1", -1, "count"))
    order.in_packing()
    for number in range(4):
        floor.scan("CAM", f"SN-{number}")
    order.dispatched()
    assert floor.stock("CAM") == (0, 0)
    assert floor.findings() == []


def test_p36_a_bin_says_how_many_of_its_pieces_open_shipments_take(floor: Floor) -> None:
    order = floor.an_order(("MUG-RED", 4)).released()
    (mug,) = floor.rows(s.variant, sku="MUG-RED")

    def bins() -> list[tuple[str, int, int]]:
        detail = floor.shop.ask(lambda reads: reads.stock_detail(mug["id"]))
        assert detail is not None
        return [(place.bin, place.on_hand, place.committed) for place in detail.bins]

    assert bins() == [("A-1", 30, 4)]
    order.in_packing().packed().dispatched()
    assert bins() == [("A-1", 26, 0)]
