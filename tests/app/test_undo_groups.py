"""Deeds in several parts: named by their sum, taken back by one Ctrl+Z, and no part joins what was taken back."""

from __future__ import annotations

from sqlalchemy import select

from desktop_oms.app.holds import PlaceHold
from desktop_oms.app.undo import Undo
from desktop_oms.db.schema import hold, undo_group
from tests.support.shop import Floor


def test_a_deed_in_parts_is_named_by_the_sum_of_its_parts_and_undone_at_once(floor: Floor) -> None:
    orders = [floor.an_order(("MUG-RED", 1)).order_id for _n in range(3)]
    first = floor.shop.run(PlaceHold((orders[0], orders[1])))
    floor.shop.run(PlaceHold((orders[2],)), group_id=first.group_id)

    assert floor.shop.ask(lambda reads: reads.undo_top())[1]["count"] == 3
    floor.shop.run(Undo())
    assert floor.rows(hold) == []


def test_a_part_that_comes_after_the_undo_stands_on_its_own(floor: Floor) -> None:
    orders = [floor.an_order(("MUG-RED", 1)).order_id for _n in range(2)]
    first = floor.shop.run(PlaceHold((orders[0],)))
    floor.shop.run(Undo())
    late = floor.shop.run(PlaceHold((orders[1],)), group_id=first.group_id)

    assert late.group_id != first.group_id
    assert floor.value(select(undo_group.c.undone_by).where(undo_group.c.id == late.group_id)) is None
    floor.shop.run(Undo())
    assert floor.rows(hold) == []
    assert floor.findings() == []
