"""Answers come to the GUI thread and nowhere else; changes reach the views that show them."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_oms.app.runner import Runner
from desktop_oms.domain.errors import RuleError
from desktop_oms.ui.bulk import BulkRun
from desktop_oms.ui.runtime import GuiRuntime
from tests.ui.fakes import FakeChanges, FakeReads, FakeRunner, Touched


class AskOnly:
    """A shop that answers questions only; the real runner's threads call it."""

    def run(self, command: Any, *, cause: str = "", group_id: int | None = None) -> Any:
        raise RuleError("right.missing", right="test")

    def ask(self, question: Callable[[Any], Any]) -> Any:
        return question("books")


@pytest.fixture
def threaded(qtbot: QtBot) -> Iterator[GuiRuntime]:
    runner = Runner(AskOnly())
    runtime = GuiRuntime(runner)
    yield runtime
    runtime.stop()
    runner.stop()


@pytest.fixture
def fake(qtbot: QtBot) -> Iterator[tuple[GuiRuntime, FakeRunner]]:
    runner = FakeRunner(FakeReads(10, 10))
    runtime = GuiRuntime(runner)
    yield runtime, runner
    runtime.stop()


def test_questions_are_answered_on_another_thread_and_heard_on_the_gui_thread(
    threaded: GuiRuntime, qtbot: QtBot
) -> None:
    heard: list[tuple[str, int]] = []
    asked: list[int] = []

    def question(books: str) -> str:
        asked.append(threading.get_ident())
        return books

    for _time in range(50):
        threaded.ask(question, lambda answer: heard.append((answer, threading.get_ident())))
    qtbot.waitUntil(lambda: len(heard) == 50, timeout=5000)
    assert set(heard) == {("books", threading.get_ident())}
    assert threading.get_ident() not in asked


def test_a_failure_comes_as_an_error_and_not_as_an_answer(threaded: GuiRuntime, qtbot: QtBot) -> None:
    answers: list[Any] = []
    errors: list[BaseException] = []
    threaded.ask(lambda _books: 1 // 0, answers.append, errors.append)
    qtbot.waitUntil(lambda: bool(errors), timeout=5000)
    assert isinstance(errors[0], ZeroDivisionError)
    assert answers == []


def test_a_job_of_its_own_thread_answers_on_the_gui_thread(threaded: GuiRuntime, qtbot: QtBot) -> None:
    heard: list[bool] = []
    threaded.work(threading.get_ident, lambda ident: heard.append(ident != threading.get_ident()), lambda _error: None)
    qtbot.waitUntil(lambda: heard == [True], timeout=5000)


def test_an_older_answer_of_a_group_is_dropped_once_a_newer_one_came(fake: tuple[GuiRuntime, FakeRunner]) -> None:
    runtime, runner = fake
    runner.hold()
    heard: list[str] = []
    runtime.ask(lambda _reads: "old", heard.append, group="list")
    runtime.ask(lambda _reads: "new", heard.append, group="list")
    runner.let_go(newest_first=True)
    runtime.drain()
    assert heard == ["new"]


def test_the_collector_runs_on_the_gui_thread_only_while_a_window_lives(fake: tuple[GuiRuntime, FakeRunner]) -> None:
    # Guards against widgets being destroyed by a worker thread that happens to allocate.
    runtime, _runner = fake
    assert not gc.isenabled()
    runtime.stop()
    assert gc.isenabled()


@pytest.mark.expected_log("a view failed to take an answer")
def test_a_view_that_fails_keeps_nobody_else_from_an_answer(fake: tuple[GuiRuntime, FakeRunner]) -> None:
    runtime, _runner = fake
    heard: list[str] = []

    def broken(_answer: str) -> None:
        raise ValueError("a view is broken")

    runtime.ask(lambda _reads: "x", broken)
    runtime.ask(lambda _reads: "y", heard.append)
    runtime.drain()
    assert heard == ["y"]


def test_background_changes_are_merged_and_own_changes_come_at_once(
    fake: tuple[GuiRuntime, FakeRunner], qtbot: QtBot
) -> None:
    runtime, _runner = fake
    view = QWidget()
    qtbot.addWidget(view)
    view.show()
    batches: list[tuple[int, ...]] = []
    runtime.hub.watch(view, ("order",), lambda batch: batches.append(batch["order"].updated))
    runtime.hub.publish(FakeChanges(1, {"order": Touched(updated=(1,)), "variant": Touched(updated=(9,))}))
    assert batches == [(1,)]
    for order_id in (2, 3, 4):
        runtime.publish_background(FakeChanges(order_id, {"order": Touched(updated=(order_id,))}))
    runtime.drain()
    assert batches == [(1,)]
    qtbot.waitUntil(lambda: batches == [(1,), (2, 3, 4)], timeout=3000)


def test_a_bulk_deed_stops_where_it_fails_and_reports_what_was_done(fake: tuple[GuiRuntime, FakeRunner]) -> None:
    runtime, runner = fake
    told: list[Any] = []

    def make(part: tuple[int, ...]) -> str:
        # The fake answers by the command's type name; the second part is refused.
        runner.answers["str"] = RuleError("order.unknown", id=1) if 60 in part else len(part)
        return "command"

    BulkRun(runtime, range(100), make, told.append, told.append).start()
    while runtime.waiting():
        runtime.drain()
    assert told[0] == [50]
    assert isinstance(told[1], RuleError)
