"""Undo and redo: one stack per person and table, kept in the books, polite towards colleagues."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from desktop_oms.app.holds import PlaceHold, ReleaseHold
from desktop_oms.app.print_jobs import MovePrintJob
from desktop_oms.app.setup import AddUser, StartShop
from desktop_oms.app.stock import AdjustStock
from desktop_oms.app.undo import Redo, Undo
from desktop_oms.db import schema as s
from desktop_oms.domain.errors import Conflict, OmsError
from tests.app.undo_steps import refusal_of
from tests.support.shop import Floor


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
