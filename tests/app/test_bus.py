"""The bus: one command, one transaction, one outcome; tries again only what says it may be repeated."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from desktop_oms.app import commands
from desktop_oms.app.bus import Errand
from desktop_oms.app.commands import command, handles
from desktop_oms.app.context import Actor
from desktop_oms.app.holds import PlaceHold
from desktop_oms.app.stock import AdjustStock
from desktop_oms.db import schema as s
from desktop_oms.domain.errors import Conflict, RuleError, Unavailable
from tests.support.shop import Floor


@pytest.fixture
def declare(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Declare a command for one test: ``declare(handler, **options)`` returns its class."""
    monkeypatch.setattr(commands, "_DECLARED", dict(commands._DECLARED))
    monkeypatch.setattr(commands, "_HANDLERS", dict(commands._HANDLERS))

    def make(handler: Any, **options: Any) -> type:
        @command(**{"right": "", **options})
        @dataclass(frozen=True, slots=True)
        class Trial:
            """A command of one test."""

        handles(Trial)(handler)
        return Trial

    yield make


def test_an_outcome_says_what_came_of_it(floor: Floor) -> None:
    outcome = floor.shop.run(AdjustStock("TEA", "A-1", -1), cause="count 7", label={"who": "Ola"})
    (event,) = [row for row in floor.rows(s.event) if row["seq"] == outcome.changes.seq]
    (group,) = floor.rows(s.undo_group, id=outcome.group_id)
    assert outcome.value.move_id == floor.rows(s.stock_move)[-1]["id"]
    assert (event["cause"], event["command"], event["undo_group_id"]) == ("count 7", "AdjustStock", outcome.group_id)
    assert (group["command"], group["label_data"]["who"]) == ("AdjustStock", "Ola")
    assert outcome.changes.touched["variant"].updated
    assert outcome.seconds > 0


@pytest.mark.parametrize(("is_repeatable", "tries"), [(True, 3), (False, 1)])
def test_a_conflict_is_tried_again_only_by_what_may_be_repeated(
    floor: Floor, declare: Any, is_repeatable: bool, tries: int
) -> None:
    calls: list[int] = []

    def handler(tx: Any, _cmd: Any, _ctx: Any) -> str:
        calls.append(len(calls))
        tx.insert(s.tag, [{"name": f"t{len(calls)}", "name_key": f"t{len(calls)}"}])
        if len(calls) < 3:
            raise Conflict("row.contended")
        return "done"

    kind = declare(handler, repeatable=is_repeatable)
    if is_repeatable:
        assert floor.shop.run(kind()).value == "done"
        assert [row["name"] for row in floor.rows(s.tag)] == ["t3"]
    else:
        with pytest.raises(Conflict):
            floor.shop.run(kind())
        assert floor.rows(s.tag) == []
    assert len(calls) == tries


def test_a_conflict_that_never_ends_is_told_in_the_end(floor: Floor, declare: Any) -> None:
    calls: list[int] = []

    def handler(_tx: Any, _cmd: Any, _ctx: Any) -> None:
        calls.append(1)
        raise Conflict("row.contended")

    with pytest.raises(Conflict):
        floor.shop.run(declare(handler, repeatable=True)())
    assert len(calls) == 5


@pytest.mark.parametrize("refusal", [RuleError("stock.short"), Unavailable("disk.full")], ids=["rule", "away"])
def test_a_refusal_is_not_tried_again_and_not_logged(floor: Floor, declare: Any, refusal: Exception) -> None:
    calls: list[int] = []

    def handler(_tx: Any, _cmd: Any, _ctx: Any) -> None:
        calls.append(1)
        raise refusal

    with pytest.raises(type(refusal)):
        floor.shop.run(declare(handler, repeatable=True)())
    assert calls == [1]


@pytest.mark.expected_log("nothing was saved")
def test_a_fault_of_ours_is_logged_with_the_command_and_nothing_is_saved(floor: Floor, declare: Any) -> None:
    def handler(tx: Any, _cmd: Any, _ctx: Any) -> None:
        tx.insert(s.tag, [{"name": "a", "name_key": "a"}])
        raise ZeroDivisionError

    with floor.changes_nothing(), pytest.raises(ZeroDivisionError):
        floor.shop.run(declare(handler)())


def test_rights_are_looked_up_inside_the_transaction(floor: Floor, declare: Any) -> None:
    seen: list[bool] = []

    def handler(tx: Any, _cmd: Any, ctx: Any) -> None:
        seen.append(ctx.has_right("stock.adjust"))
        assert tx.conn.in_transaction()

    floor.as_("pia").shop.run(declare(handler)())
    floor.as_("max").shop.run(declare(handler)())
    assert seen == [False, True]


def test_a_stations_own_setting_goes_before_the_businesss_and_that_before_the_default(
    floor: Floor, declare: Any
) -> None:
    seen: list[int] = []
    kind = declare(lambda _tx, _cmd, ctx: seen.append(ctx.setting("scan.min_length")))
    floor.shop.run(kind())
    floor.write(lambda tx: tx.insert(s.setting, [{"key": "scan.min_length", "scope": "business", "value": 5}]))
    floor.shop.run(kind())
    own = {"key": "scan.min_length", "scope": "station", "station_id": floor.station_id(1), "value": 7}
    floor.write(lambda tx: tx.insert(s.setting, [own]))
    floor.shop.run(kind())
    floor.at(2).shop.run(kind())
    assert seen == [2, 5, 7, 5]


def test_every_event_names_who_and_where(floor: Floor) -> None:
    order = floor.an_order(("TEA", 1))
    before = floor.last_seq()
    floor.shop.bus.run(PlaceHold((order.order_id,)), Errand(Actor(0, None), "rule 3"))
    (event,) = [row for row in floor.rows(s.event) if row["seq"] > before]
    assert (event["actor_id"], event["station_id"], event["cause"]) == (0, None, "rule 3")


def test_two_people_at_once_both_get_their_turn(floor: Floor) -> None:
    start, done = threading.Barrier(2), []

    def count(hand: Floor) -> None:
        start.wait(10)
        for _ in range(5):
            done.append(hand.shop.run(AdjustStock("TEA", "A-1", -1)).changes.seq)

    threads = [threading.Thread(target=count, args=(hand,)) for hand in (floor, floor.as_("max"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(set(done)) == 10
    assert floor.stock("TEA") == (20, 0)
