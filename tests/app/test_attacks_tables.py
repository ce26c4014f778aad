"""Two tables, two people, one box: what happens between them."""

from __future__ import annotations

from desktop_oms.app.release import ReleaseOrders
from desktop_oms.app.stock import AdjustStock, ReceiveStock
from desktop_oms.db import schema as s
from desktop_oms.domain.errors import OmsError
from tests.app.books import at_once
from tests.support.shop import Floor


def test_a_table_that_took_over_an_abandoned_box_reprints_that_box(floor: Floor) -> None:
    floor.at(2).an_order(("TEA", 1)).released().packed()
    order = floor.an_order(("MUG-RED", 2)).released().in_packing()
    floor.scan("MUG-RED")
    floor.expire_claims()
    second = floor.at(2)
    second.scan(order.code)
    assert second.scan("MUG-RED").code == "order_packed"

    assert second.scan("CTRLREPRINT").data["shipment"] == order.shipment["number"]


def test_two_releases_at_once_plan_no_bin_for_more_than_lies_in_it(floor: Floor) -> None:
    floor.shop.run(AdjustStock("CARD", "A-1", -29))
    floor.shop.run(ReceiveStock("CARD", "A-2", 1))
    orders = [floor.an_order(("CARD", 1)) for _ in range(2)]
    other = floor.restarted()

    at_once(
        lambda: floor.shop.run(ReleaseOrders((orders[0].order_id,))),
        lambda: other.shop.run(ReleaseOrders((orders[1].order_id,))),
    )
    other.close()

    bins = [row["bin_id"] for row in floor.rows(s.shipment_line)]
    assert len(set(bins)) == 2


def test_two_releases_of_one_order_at_once_make_one_shipment(floor: Floor) -> None:
    order = floor.an_order(("CARD", 1))
    other = floor.restarted()

    def release(shop: object) -> object:
        try:
            return shop.run(ReleaseOrders((order.order_id,)))  # type: ignore[attr-defined]
        except OmsError as refusal:
            return refusal

    at_once(lambda: release(floor.shop), lambda: release(other.shop))
    other.close()

    assert len(floor.rows(s.shipment)) == 1
    assert floor.findings() == []
