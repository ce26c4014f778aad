"""Undo and redo: one stack per person and table, kept in the books, polite towards colleagues."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from desktop_oms.app.context import Actor
from desktop_oms.app.dispatch import DispatchShipments
from desktop_oms.app.holds import PlaceHold, ReleaseHold
from desktop_oms.app.outbox import ClaimConfirmations, MarkSent
from desktop_oms.app.print_jobs import MovePrintJob, PrintAgain
from desktop_oms.app.release import RecallShipments
from desktop_oms.app.setup import AddUser, StartShop
from desktop_oms.app.stock import AdjustStock, ReceiveStock
from desktop_oms.app.undo import Redo, Undo
from desktop_oms.db import schema as s
from desktop_oms.domain.errors import Conflict, OmsError, RuleError
from tests.support.shop import LEFT_BY_UNDO, Floor, Story, differences


def refusal_of(deed: Callable[[], object], family: type[OmsError] = RuleError) -> OmsError:
    with pytest.raises(family) as refusal:
        deed()
    return refusal.value


# --- the stack -------------------------------------------------------------------------------------------------------


def test_with_nothing_done_there_is_nothing_to_undo_or_redo(floor: Floor) -> None:
    pia = floor.as_("pia").shop
    assert refusal_of(lambda: pia.run(Undo())).code == "undo.nothing"
    assert refusal_of(lambda: pia.run(Redo())).code == "redo.nothing"


def test_several_deeds_are_taken_back_and_done_again_step_by_step(floor: Floor) -> None:
    order = floor.an_order(("TEA", 1))
    copies = [floor.state()]
    for kind in ("manual", "fraud", "address"):
        floor.shop.run(PlaceHold((order.order_id,), kind))
        copies.append(floor.state())
    for earlier in (2, 1, 0):
        floor.shop.run(Undo())
        assert floor.state() == copies[earlier]
    for later in (1, 2, 3):
        floor.shop.run(Redo())
        assert floor.state() == copies[later]
    assert refusal_of(lambda: floor.shop.run(Redo())).code == "redo.nothing"


def test_something_new_ends_what_could_be_done_again(floor: Floor) -> None:
    order = floor.an_order(("TEA", 1))
    floor.shop.run(PlaceHold((order.order_id,), "manual"))
    floor.shop.run(Undo())
    floor.shop.run(PlaceHold((order.order_id,), "fraud"))
    assert refusal_of(lambda: floor.shop.run(Redo())).code == "redo.nothing"
    floor.shop.run(Undo())
    floor.shop.run(Redo())
    assert [row["kind"] for row in floor.rows(s.hold)] == ["fraud"]


@pytest.mark.parametrize("rounds", [1, 3])
def test_the_same_stock_correction_can_be_taken_back_and_done_again_as_often_as_one_likes(
    floor: Floor, rounds: int
) -> None:
    before = floor.figures()
    floor.shop.run(AdjustStock("TEA", "A-1", -4, "lost"))
    after = floor.figures()
    for _ in range(rounds):
        floor.shop.run(Undo())
        assert floor.figures() == before
        floor.shop.run(Redo())
        assert floor.figures() == after
    floor.shop.run(Undo())
    assert floor.stock("TEA") == (30, 0)
    assert floor.findings() == []


def test_the_stack_outlives_the_program(floor: Floor) -> None:
    before = floor.state()
    floor.shop.run(AddUser("Tom", "tom"))
    later = floor.restarted()
    assert later.shop.ask(lambda reads: reads.undo_top()) == ("AddUser", {})
    later.shop.run(Undo())
    last = later.restarted()
    assert last.state() == before
    last.shop.run(Redo())
    assert [row["login"] for row in last.rows(s.app_user)][-1] == "tom"
    later.close(), last.close()


def test_each_table_and_each_person_has_a_stack_of_their_own(floor: Floor) -> None:
    order = floor.an_order(("TEA", 1))
    floor.shop.run(PlaceHold((order.order_id,), "manual"))
    for other in (floor.at(2), floor.as_("max")):
        assert other.shop.ask(lambda reads: reads.undo_top()) is None
        assert refusal_of(lambda: other.shop.run(Undo())).code == "undo.nothing"  # noqa: B023 - called at once


def test_background_work_and_machinery_are_on_nobodys_stack(floor: Floor) -> None:
    order = floor.an_order(("TEA", 1)).released().in_packing().packed()
    top = floor.shop.ask(lambda reads: reads.undo_top())
    (job, *_) = floor.rows(s.print_job)
    floor.shop.run(MovePrintJob(job["id"], "render"))
    assert floor.shop.ask(lambda reads: reads.undo_top()) == top
    assert order.shipment["state"] == "labelled"


def test_what_was_taken_back_already_is_not_taken_back_twice(floor: Floor) -> None:
    outcome = floor.shop.run(AdjustStock("TEA", "A-1", -4))
    floor.shop.run(Undo(outcome.group_id))
    with floor.changes_nothing():
        assert refusal_of(lambda: floor.shop.run(Undo(outcome.group_id))).code == "undo.done"


def test_a_deed_nobody_knows_is_refused(floor: Floor) -> None:
    assert refusal_of(lambda: floor.shop.run(Undo(999_999))).code == "undo.unknown"


def test_the_first_run_is_never_undone_and_the_refusal_says_why(floor: Floor) -> None:
    (group,) = [row for row in floor.rows(s.undo_group) if row["command"] == StartShop.__name__]
    refused = refusal_of(lambda: floor.shop.run(Undo(group["id"])))
    assert (refused.code, refused.data["why"]) == ("undo.never", "first_run")


# --- colleagues ------------------------------------------------------------------------------------------------------


def test_a_colleagues_deed_is_taken_back_only_with_the_right_for_it(floor: Floor) -> None:
    order = floor.an_order(("TEA", 1))
    outcome = floor.as_("max").shop.run(PlaceHold((order.order_id,)))
    pia = floor.as_("pia").shop
    with floor.changes_nothing():
        refused = refusal_of(lambda: pia.run(Undo(outcome.group_id)))
    assert (refused.code, refused.data["right"]) == ("right.missing", "undo.others")
    floor.as_("ola").shop.run(Undo(outcome.group_id))
    assert floor.rows(s.hold) == []


def test_a_colleagues_later_change_is_refused_and_the_refusal_names_who_and_when(floor: Floor, clock: Any) -> None:
    order = floor.an_order(("TEA", 1))
    (hold_id,) = floor.as_("pia").shop.run(PlaceHold((order.order_id,))).value
    lifted_at = clock.step(minutes=7)
    maxi = floor.as_("max")
    maxi.shop.run(ReleaseHold((hold_id,), "looked at it"))
    clock.step(minutes=7)
    with floor.changes_nothing():
        refused = refusal_of(lambda: floor.as_("pia").shop.run(Undo()), Conflict)
    named = {name: refused.data[name] for name in ("actor_id", "at", "command", "kind", "id")}
    assert refused.code == "undo.moved_on"
    assert named == {
        "actor_id": maxi.shop.actor.user_id, "at": lifted_at.isoformat(), "command": "ReleaseHold",
        "kind": "order", "id": order.order_id,
    }  # fmt: skip


def test_a_change_a_colleague_took_back_himself_stands_in_nobodys_way(floor: Floor) -> None:
    order = floor.an_order(("TEA", 1))
    (hold_id,) = floor.as_("pia").shop.run(PlaceHold((order.order_id,))).value
    floor.as_("max").shop.run(ReleaseHold((hold_id,)))
    floor.as_("max").shop.run(Undo())
    floor.as_("pia").shop.run(Undo())
    assert floor.rows(s.hold) == []


def test_a_colleagues_change_between_two_parts_of_bulk_work_is_not_lost(floor: Floor) -> None:
    """A selection of 100 orders goes in two commands; somebody lifts the first hold before the second is done."""
    first, second = floor.an_order(("TEA", 1)), floor.an_order(("TEA", 1))
    part = floor.shop.run(PlaceHold((first.order_id,)))
    floor.as_("max").shop.run(ReleaseHold(tuple(part.value), "urgent"))
    floor.shop.run(PlaceHold((second.order_id,)), group_id=part.group_id)
    with floor.changes_nothing():
        refused = refusal_of(lambda: floor.shop.run(Undo()), Conflict)
    assert (refused.code, refused.data["command"]) == ("undo.moved_on", "ReleaseHold")


def test_bulk_work_of_several_commands_is_taken_back_at_once(floor: Floor) -> None:
    orders = [floor.an_order(("TEA", 1)) for _ in range(3)]
    before = floor.state()
    group_id = None
    for order in orders:
        group_id = floor.shop.run(PlaceHold((order.order_id,)), group_id=group_id).group_id
    floor.shop.run(Undo())
    assert floor.state() == before


def test_of_two_stations_taking_back_the_same_deed_at_once_one_does_and_the_other_is_told(floor: Floor) -> None:
    outcome = floor.shop.run(AdjustStock("TEA", "A-1", -4))
    other = floor.restarted()
    start, answers = threading.Barrier(2), []

    def take_back(seen: Floor) -> None:
        start.wait(10)
        try:
            answers.append(seen.shop.run(Undo(outcome.group_id)).value.command)
        except OmsError as refusal:
            answers.append(refusal.code)

    threads = [threading.Thread(target=take_back, args=(seen,)) for seen in (floor, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    other.close()
    assert sorted(answers) == ["AdjustStock", "undo.done"]
    assert floor.stock("TEA") == (30, 0)
    assert floor.findings() == []


# --- what it does to goods, boxes and paper ----------------------------------------------------------------------------


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


def _import_group(floor: Floor, order: Story) -> int:
    (event,) = [row for row in floor.rows(s.event, kind="order", entity_id=order.order_id) if "+" in row["changes"]
                and "sales_order" in row["changes"]["+"]]  # fmt: skip
    return int(event["undo_group_id"])


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
