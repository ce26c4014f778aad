"""Dispatch of a selection of orders: what may go goes, the rest is listed with its reasons."""

from __future__ import annotations

from desktop_oms.app.dispatch_orders import DispatchOrders
from desktop_oms.app.holds import PlaceHold
from desktop_oms.app.undo import Undo
from desktop_oms.db.schema import shipment, stock_move
from tests.support.shop import Floor


def test_labelled_orders_leave_and_the_others_are_listed_with_every_reason(floor: Floor) -> None:
    ready = floor.an_order(("MUG-RED", 1)).released().in_packing().packed()
    held = floor.an_order(("MUG-RED", 1)).released().in_packing().packed()
    unpacked = floor.an_order(("MUG-RED", 1)).released()
    floor.shop.run(PlaceHold((held.order_id,), "fraud"))

    report = floor.shop.run(DispatchOrders((ready.order_id, held.order_id, unpacked.order_id, 999_999))).value

    assert report.shipment_ids == (ready.shipment_id,)
    assert [(order.number, [reason.code for reason in order.reasons]) for order in report.refused] == [
        (held.number, ["shipment.on_hold"]),
        (unpacked.number, ["shipment.nothing_labelled"]),
        ("", ["shipment.nothing_labelled"]),
    ]
    assert floor.findings() == []


def test_one_undo_brings_a_whole_selection_back_and_an_order_named_twice_leaves_once(floor: Floor) -> None:
    first = floor.an_order(("MUG-RED", 1)).released().in_packing().packed()
    second = floor.an_order(("MUG-RED", 2)).released().in_packing().packed()
    moves = len(floor.rows(stock_move))
    done = floor.shop.run(DispatchOrders((first.order_id, first.order_id, second.order_id))).value
    assert len(done.shipment_ids) == 2
    assert len(floor.rows(stock_move)) == moves + 2

    floor.shop.run(Undo())

    assert {row["state"] for row in floor.rows(shipment)} == {"labelled"}
    assert floor.findings() == []
