"""A channel's number at an empty table: it opens the one order it names, and never guesses between two."""

from __future__ import annotations

from tests.support.shop import Floor


def test_the_number_of_one_shop_opens_its_order(floor: Floor) -> None:
    order = floor.an_order(("MUG-RED", 1), number="#1001").released()
    verdict = floor.scan("#1001")
    assert (verdict.code, verdict.data["order"]) == ("order_open", order.number)


def test_a_number_two_orders_share_stops_instead_of_opening_the_newer_one(floor: Floor) -> None:
    for _n in range(2):
        floor.an_order(("MUG-RED", 1), number="#1001").released()
    verdict = floor.scan("#1001")
    assert (verdict.code, verdict.reason, verdict.view) == ("order_stop", "ambiguous", None)


def test_our_own_number_wins_over_a_channels(floor: Floor) -> None:
    ours = floor.an_order(("MUG-RED", 1), number="#1").released()
    floor.an_order(("MUG-RED", 1), number=ours.number).released()
    assert floor.scan(ours.number).data["order"] == ours.number
