"""Threads of one process: commands in order, foreground first, the newest question first, nothing lost at the end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from desktop_oms.app import commands
from desktop_oms.app.commands import BACKGROUND, FOREGROUND, Declaration
from desktop_oms.app.runner import Runner


@dataclass(frozen=True)
class Scan:
    n: int


@dataclass(frozen=True)
class Page:
    n: int


class SlowShop:
    """A shop whose first command or question waits until the test lets it go."""

    def __init__(self) -> None:
        self.begun, self.may_go = threading.Event(), threading.Event()
        self.ran: list[Any] = []

    def run(self, command: Any, *, cause: str = "", group_id: int | None = None) -> Any:
        return self._work((command, cause, group_id))

    def ask(self, question: Callable[[Any], Any]) -> Any:
        return self._work(question(None))

    def _work(self, what: Any) -> Any:
        self.begun.set()
        assert self.may_go.wait(20)
        self.ran.append(what)
        if what == "boom":
            raise ZeroDivisionError
        return what


@pytest.fixture
def shop() -> SlowShop:
    return SlowShop()


@pytest.fixture
def runner(shop: SlowShop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Runner]:
    declared = dict(commands._DECLARED)
    for kind, priority in ((Scan, FOREGROUND), (Page, BACKGROUND)):
        declared[kind] = Declaration(kind, "", priority, False, "none", "")
    monkeypatch.setattr(commands, "_DECLARED", declared)
    made = Runner(shop, readers=1)
    yield made
    shop.may_go.set()
    made.stop()


def hold_up(runner: Runner, shop: SlowShop, command: Any) -> None:
    """Let the writer begin with ``command`` and wait there."""
    runner.run(command, lambda _result: None)
    assert shop.begun.wait(20)


def test_a_person_goes_before_background_that_has_not_begun(runner: Runner, shop: SlowShop) -> None:
    hold_up(runner, shop, Page(0))
    done = threading.Event()
    for command in (Page(1), Page(2), Scan(1), Scan(2)):
        runner.run(command, lambda _result: done.set() if len(shop.ran) == 5 else None, cause="c", group_id=7)
    assert runner.waiting() == 4
    shop.may_go.set()
    assert done.wait(20)
    assert [ran[0] for ran in shop.ran] == [Page(0), Scan(1), Scan(2), Page(1), Page(2)]
    assert shop.ran[1] == (Scan(1), "c", 7)


def test_the_newest_question_is_answered_first_and_an_outdated_one_never(runner: Runner, shop: SlowShop) -> None:
    runner.ask(lambda _reads: "first", lambda _result: None)
    assert shop.begun.wait(20)
    answers: list[Any] = []
    done = threading.Event()

    def keep(result: Any) -> None:
        answers.append(result)
        if len(answers) == 3:
            done.set()

    for name, group in (("count", ""), ("page 1", "pages"), ("page 2", "pages"), ("drawer", "")):
        runner.ask(lambda _reads, name=name: name, keep, group=group)
    shop.may_go.set()
    assert done.wait(20)
    assert answers == ["drawer", "page 2", "count"]


def test_a_failure_reaches_the_one_who_asked_and_the_thread_goes_on(runner: Runner, shop: SlowShop) -> None:
    shop.may_go.set()
    results: list[Any] = []
    done = threading.Event()
    runner.ask(lambda _reads: "boom", results.append)
    runner.ask(lambda _reads: "after", lambda result: (results.append(result), done.set()))
    assert done.wait(20)
    runner.stop()
    assert {type(result) for result in results} == {ZeroDivisionError, str}


@pytest.mark.expected_log("callback failed")
def test_a_broken_callback_does_not_stop_the_writer(runner: Runner, shop: SlowShop) -> None:
    shop.may_go.set()
    done = threading.Event()

    def broken(_result: Any) -> None:
        raise RuntimeError("the window is gone")

    runner.run(Scan(1), broken)
    runner.run(Scan(2), lambda _result: done.set())
    assert done.wait(20)


def test_at_the_end_the_person_is_served_and_the_background_dropped(runner: Runner, shop: SlowShop) -> None:
    hold_up(runner, shop, Scan(0))
    for command in (Page(1), Scan(1), Page(2), Scan(2)):
        runner.run(command, lambda _result: None)
    stopping = threading.Thread(target=runner.stop)
    stopping.start()
    shop.may_go.set()
    stopping.join(20)
    assert [ran[0] for ran in shop.ran] == [Scan(0), Scan(1), Scan(2)]
    assert not any(thread.is_alive() for thread in runner._threads)
