"""What the clock does beside the window: dated holds end by themselves, and on nobody's undo stack."""

from __future__ import annotations

from datetime import timedelta

from desktop_oms.app.holds import PlaceHold
from desktop_oms.compose.threads import ClockThread
from desktop_oms.db.schema import hold
from tests.support.shop import Floor


def test_a_hold_ends_when_its_date_has_come_and_not_before(floor: Floor) -> None:
    order = floor.an_order(("MUG-RED", 1))
    floor.shop.run(PlaceHold((order.order_id,), "manual", until_at=floor.clock() + timedelta(minutes=10)))
    clock_thread = ClockThread(floor.shop)

    clock_thread.lift_due_holds()
    assert floor.rows(hold)[0]["released_at"] is None

    floor.clock.step(minutes=11)
    clock_thread.lift_due_holds()
    assert floor.rows(hold)[0]["release_reason"] == "until_date"
    assert floor.shop.ask(lambda reads: reads.undo_top())[0] == "PlaceHold"


def test_the_claim_on_the_table_is_renewed(floor: Floor) -> None:
    floor.an_order(("MUG-RED", 2)).released().in_packing()
    floor.clock.step(100)
    ClockThread(floor.shop).renew_claim()
    floor.clock.step(100)
    assert floor.scan("MUG-RED").code == "ok"
