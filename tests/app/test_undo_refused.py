"""Undo and redo: one stack per person and table, kept in the books, polite towards colleagues (undo refused)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import update

from desktop_oms.app.context import Actor
from desktop_oms.app.dispatch import DispatchShipments
from desktop_oms.app.holds import PlaceHold, ReleaseHold
from desktop_oms.app.outbox import ClaimConfirmations, MarkSent
from desktop_oms.app.print_jobs import MovePrintJob, PrintAgain
from desktop_oms.app.release import RecallShipments
from desktop_oms.app.stock import ReceiveStock
from desktop_oms.app.undo import Redo, Undo
from desktop_oms.db import schema as s
from desktop_oms.domain.errors import Conflict, OmsError
from tests.app.undo_steps import _import_group, refusal_of
from tests.support.shop import LEFT_BY_UNDO, Floor, differences


def test_goods_that_went_on_cannot_be_unreceived(floor: Floor) -> None:
    outcome = floor.shop.run(ReceiveStock("CARD", "A-2", 5))
    floor.an_order(("CARD", 33)).released()
    with floor.changes_nothing():
        refused = refusal_of(lambda: floor.shop.run(Undo(outcome.group_id)), OmsError)
    assert refused.code in ("stock.short", "stock.allocated")


def test_a_scan_cannot_be_taken_out_of_a_box_that_was_closed_since(floor: Floor, clock: Any) -> None:
    order = floor.an_order(("TEA", 2)).released().in_packing()
    floor.scan("TEA")
    floor.scan("CTRLSUSPEND")
    closed_at = clock.step(minutes=3)
    other = floor.as_("pia").at(2)
    other.scan(order.code)
    assert other.scan("TEA").code == "order_packed"
    clock.step(minutes=3)
    groups = [row["id"] for row in floor.rows(s.undo_group, actor_id=floor.shop.actor.user_id)]
    with floor.changes_nothing():
        refused = [refusal_of(lambda g=g: floor.shop.run(Undo(g)), Conflict) for g in groups[-2:]]
    for refusal in refused:
        assert refusal.code == "undo.moved_on"
    assert refused[-1].data["actor_id"] == other.shop.actor.user_id
    assert refused[-1].data["at"] == closed_at.isoformat()


def test_an_undone_dispatch_brings_back_stock_cost_allocations_order_and_withdraws_the_message(floor: Floor) -> None:
    order = floor.an_order(("MUG-RED", 2), ("TEA", 1)).released().in_packing().packed()
    before, figures = floor.state(), floor.figures()
    order.dispatched()
    assert (floor.stock("MUG-RED"), floor.stock("TEA")) == ((28, 0), (29, 0))
    assert (order.row["lifecycle"], order.shipment["state"]) == ("closed", "dispatched")
    assert [row["state"] for row in floor.rows(s.outbox)] == ["pending"]
    floor.shop.run(Undo())
    assert differences(before, floor.state()) == []
    assert floor.figures() == figures
    assert (floor.stock("MUG-RED"), floor.stock("TEA")) == ((30, 2), (30, 1))
    assert (order.row["lifecycle"], order.shipment["state"]) == ("open", "labelled")
    assert floor.rows(s.outbox) == []
    assert floor.findings() == []
    order.dispatched()
    assert floor.stock("MUG-RED") == (28, 0)
    assert floor.findings() == []


def test_a_message_that_left_is_answered_by_a_correction_and_redo_withdraws_it(floor: Floor) -> None:
    order = floor.an_order(("TEA", 1)).released().in_packing().packed().dispatched()
    (told,) = floor.shop.run(ClaimConfirmations("shopify", "out.csv")).value
    floor.shop.run(MarkSent((told["id"],)))
    floor.shop.run(Undo())
    rows = [(row["kind"], row["state"], row["entity_id"]) for row in floor.rows(s.outbox)]
    assert rows == [("shipment_confirmation", "sent", order.order_id), ("correction", "dead", order.order_id)]
    assert order.row["sync_status"] == "failed"
    assert order.shipment["state"] == "labelled"
    floor.shop.run(Redo())
    assert [(row["kind"], row["state"]) for row in floor.rows(s.outbox)] == [("shipment_confirmation", "sent")]
    assert order.row["sync_status"] != "failed"
    assert floor.findings() == []


def test_undoing_the_last_scan_opens_the_box_again_at_this_table_and_calls_off_its_papers(floor: Floor) -> None:
    order = floor.an_order(("TEA", 2)).released().in_packing()
    floor.scan("TEA")
    before = floor.state(but=LEFT_BY_UNDO)
    floor.scan("TEA")
    assert [job["state"] for job in floor.rows(s.print_job)] == ["queued", "queued"]
    floor.shop.run(Undo())
    assert differences(before, floor.state(but=LEFT_BY_UNDO)) == []
    view = floor.view()
    assert view is not None, "the box is not on the table any more"
    assert (view.order_number, view.remaining) == (order.number, 1)
    assert [job["state"] for job in floor.rows(s.print_job)] == ["cancelled", "cancelled"]
    assert floor.scan("TEA").code == "order_packed"
    waiting = [job for job in floor.rows(s.print_job) if job["state"] == "queued"]
    assert len(waiting) == 2
    assert floor.findings() == []


def test_redoing_the_last_scan_prints_what_was_called_off(floor: Floor) -> None:
    order = floor.an_order(("TEA", 1)).released().in_packing()
    floor.scan("TEA")
    floor.shop.run(Undo())
    floor.shop.run(Redo())
    assert order.shipment["state"] == "labelled"
    assert floor.view() is None
    assert [job["state"] for job in floor.rows(s.print_job)] == ["queued", "queued"]
    assert floor.findings() == []


def test_paper_that_exists_stays_on_record(floor: Floor) -> None:
    floor.an_order(("TEA", 1)).released().in_packing()
    floor.scan("TEA")
    for job in floor.rows(s.print_job):
        for event in ("render", "spool"):
            floor.shop.run(MovePrintJob(job["id"], event))
    floor.shop.run(Undo())
    assert [job["state"] for job in floor.rows(s.print_job)] == ["spooled", "spooled"]
    assert len(floor.rows(s.document)) == 2


def test_a_copy_that_waits_is_called_off_and_one_that_was_printed_is_not_said_to_be(floor: Floor) -> None:
    floor.an_order(("TEA", 1)).released().in_packing().packed()
    papers = tuple(row["id"] for row in floor.rows(s.document))
    before = {row["id"] for row in floor.rows(s.print_job)}
    floor.shop.run(PrintAgain(papers))
    floor.shop.run(Undo())
    copies = [job for job in floor.rows(s.print_job) if job["id"] not in before]
    assert [job["state"] for job in copies] == ["cancelled", "cancelled"]
    floor.shop.run(PrintAgain(papers))
    for job in floor.rows(s.print_job, state="queued"):
        floor.shop.run(MovePrintJob(job["id"], "render"))
    with floor.changes_nothing():
        refused = refusal_of(lambda: floor.shop.run(Undo()))
    assert (refused.code, refused.data["why"]) == ("undo.never", "printed")


def test_undoing_the_opening_of_a_box_gives_it_up_for_the_other_table(floor: Floor) -> None:
    order = floor.an_order(("TEA", 1)).released()
    before = floor.state()
    order.in_packing()
    floor.shop.run(Undo())
    assert differences(before, floor.state()) == []
    assert floor.rows(s.lease) == []
    assert floor.at(2).scan(order.code).code == "order_open"


def test_a_box_taken_over_by_the_other_table_is_not_claimed_back_by_an_undo(floor: Floor) -> None:
    order = floor.an_order(("TEA", 2)).released().in_packing()
    floor.scan("TEA")
    floor.expire_claims()
    other = floor.at(2)
    assert other.scan(order.code).code == "order_open"
    floor.scan("CTRLUNDO")
    assert floor.view() is None
    view = other.view()
    assert view is not None
    assert view.remaining == 2


def test_a_recall_is_taken_back_with_its_allocations_tied_again(floor: Floor) -> None:
    order = floor.an_order(("TEA", 2)).released()
    before = floor.state()
    floor.shop.run(RecallShipments((order.shipment_id,)))
    floor.shop.run(Undo())
    assert differences(before, floor.state()) == []
    assert order.in_packing().packed().shipment["state"] == "labelled"


def test_an_undone_import_goes_while_nothing_of_it_was_released_and_not_after(floor: Floor) -> None:
    system = floor.shop.as_actor(Actor())
    before = floor.state()
    order = floor.an_order(("TEA", 2))
    system.run(Undo())
    assert differences(before, floor.state(but=frozenset())) == []
    order = floor.an_order(("TEA", 2)).released()
    with floor.changes_nothing():
        refused = refusal_of(lambda: system.run(Undo(_import_group(floor, order))), OmsError)
    assert refused.code in ("undo.moved_on", "undo.in_use")


def test_an_undo_of_an_undo_of_an_undo(floor: Floor) -> None:
    order = floor.an_order(("TEA", 1))
    before = floor.state()
    outcome = floor.shop.run(PlaceHold((order.order_id,), until_at=datetime(2026, 4, 1, tzinfo=UTC)))
    after = floor.state()
    for expected in (before, after, before, after):
        outcome = floor.shop.run(Undo(outcome.group_id))
        assert floor.state() == expected


def test_an_undo_is_an_event_of_its_own_with_who_and_when(floor: Floor, clock: Any) -> None:
    order = floor.an_order(("TEA", 1))
    floor.shop.run(PlaceHold((order.order_id,)))
    before = floor.last_seq()
    at = clock.step(minutes=1)
    floor.as_("ola").shop.run(Undo(floor.rows(s.undo_group)[-1]["id"]))
    (event,) = [row for row in floor.rows(s.event) if row["seq"] > before]
    assert (event["command"], event["at"], event["entity_id"]) == ("Undo", at, order.order_id)
    assert list(event["changes"]) == ["-"]


def test_what_was_changed_past_the_program_is_not_overwritten(floor: Floor) -> None:
    """The last net: no event tells of the change, the value does."""
    order = floor.an_order(("TEA", 1))
    (hold_id,) = floor.shop.run(PlaceHold((order.order_id,))).value
    floor.shop.run(ReleaseHold((hold_id,), "right"))
    with floor.shop.engine.connect() as conn:
        conn.execute(update(s.hold).values(released_at=datetime(2020, 1, 1, tzinfo=UTC) + timedelta(days=1)))
        conn.commit()
    assert refusal_of(lambda: floor.shop.run(Undo()), Conflict).code == "undo.moved_on"


def test_dispatch_of_several_shipments_is_one_deed(floor: Floor) -> None:
    orders = [floor.an_order(("TEA", 1)).released().in_packing().packed() for _ in range(2)]
    before = floor.state()
    floor.shop.run(DispatchShipments(tuple(order.shipment_id for order in orders)))
    floor.shop.run(Undo())
    assert differences(before, floor.state()) == []
