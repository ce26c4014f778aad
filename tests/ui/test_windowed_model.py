"""The windowed model on a source of 300 rows: what is asked, when, and what survives a change."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from desktop_oms.app.records import QuerySpec
from desktop_oms.domain.errors import Unavailable
from desktop_oms.ui.formats import Formatter
from desktop_oms.ui.models.columns import CELL_ROLE, PLACEHOLDER
from desktop_oms.ui.models.source import ListSource
from desktop_oms.ui.models.windowed import PAGE_ROWS, PAGES_KEPT, WindowedModel
from desktop_oms.ui.panes.orders.columns import order_columns
from desktop_oms.ui.runtime import GuiRuntime
from tests.ui.fakes import NOW, FakeReads, FakeRunner

NUMBER = 2  # the column with the order number


class Bench:
    """A model with its source and a switch to hold answers back."""

    def __init__(self, qtbot: QtBot, orders: int = 300) -> None:
        self.reads = FakeReads(orders)
        self.runner = FakeRunner(self.reads)
        self.runtime = GuiRuntime(self.runner)
        formatter = Formatter("en_GB", ZoneInfo("Europe/Berlin"), lambda: NOW)
        self.model = WindowedModel(ListSource(self.runtime, "orders"), order_columns(), formatter)

    def show(self, view: str = "all", **more: Any) -> None:
        self.model.set_spec(QuerySpec(view=view, **more))
        self.settle()

    def settle(self) -> None:
        """Work off every answer, however many slices it takes."""
        self.runtime.drain()
        while self.runtime.waiting():
            self.runtime.drain()

    def text(self, row: int) -> str:
        return str(self.model.index(row, NUMBER).data())

    def read(self, row: int) -> str:
        """Ask for a row, let the answer come, read it."""
        self.text(row)
        self.settle()
        return self.text(row)

    def orders(self) -> list[int]:
        return list(self.model.ids)


@pytest.fixture
def bench(qtbot: QtBot) -> Bench:
    return Bench(qtbot)


def test_the_model_keeps_the_rules_of_qt_models(bench: Bench, qtmodeltester: Any) -> None:
    tester = QAbstractItemModelTester(bench.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    bench.show()
    for row in (0, 150, 299):
        bench.read(row)
    qtmodeltester.check(bench.model)
    bench.show("open")
    bench.show("all", sort="order", is_descending=True)
    assert tester.model() is bench.model


def test_a_row_that_is_not_here_yet_is_a_placeholder_and_its_page_is_asked_for_once(bench: Bench) -> None:
    bench.show()
    bench.runner.hold()
    bench.reads.orders.asked.clear()
    assert [bench.text(row) for row in (0, 1, 2)] == ["…", "…", "…"]
    assert bench.model.index(0, NUMBER).data(CELL_ROLE) is PLACEHOLDER
    bench.runner.let_go()
    bench.settle()
    assert bench.text(0) == "10479"
    assert [len(asked) for asked in bench.reads.orders.asked].count(PAGE_ROWS) <= 2
    assert bench.reads.orders.asked[0] == bench.orders()[:PAGE_ROWS]


def test_the_page_looked_at_last_is_read_before_the_one_looked_at_first(qtbot: QtBot) -> None:
    bench = Bench(qtbot, 2000)
    bench.show()
    bench.runner.hold()
    for row in (0, 600, 1200, 1900):
        bench.text(row)
    held = bench.runner.held or []
    assert len(held) == 2  # at most two pages are asked at once; the others wait in the model
    bench.reads.orders.asked.clear()
    bench.runner.let_go()
    bench.settle()
    starts = [bench.orders().index(asked[0]) // PAGE_ROWS for asked in bench.reads.orders.asked]
    assert starts.index(1900 // PAGE_ROWS) < starts.index(1200 // PAGE_ROWS)


def test_an_answer_for_an_older_snapshot_changes_nothing(bench: Bench) -> None:
    bench.show()
    bench.runner.hold()
    bench.text(0)
    held, bench.runner.held = bench.runner.held or [], None
    bench.show("open")
    for deliver in held:
        deliver()
    bench.settle()
    assert bench.read(0) == bench.reads.orders.table[bench.orders()[0]].number


def test_the_next_page_is_fetched_in_the_direction_the_eye_moves(qtbot: QtBot) -> None:
    bench = Bench(qtbot, 1000)
    bench.show()
    bench.read(300)
    bench.reads.orders.asked.clear()
    assert bench.text(3 * PAGE_ROWS + 5) != "…"


def test_no_more_than_64_pages_are_kept_and_the_least_used_goes_first(qtbot: QtBot) -> None:
    bench = Bench(qtbot, PAGE_ROWS * (PAGES_KEPT + 20))
    bench.show()
    bench.read(0)
    for page in range(1, PAGES_KEPT + 15):
        bench.read(page * PAGE_ROWS)
    bench.runner.hold()
    assert bench.text(0) == "…"
    assert bench.text((PAGES_KEPT + 14) * PAGE_ROWS) != "…"


def test_a_row_erased_since_the_snapshot_is_a_dash_and_not_asked_for_again(bench: Bench) -> None:
    bench.show()
    del bench.reads.orders.table[bench.orders()[0]]
    assert bench.read(0) == "–"
    bench.reads.orders.asked.clear()
    bench.text(0)
    assert bench.reads.orders.asked == []


def test_a_changed_order_is_read_anew_and_only_its_row_is_repainted(bench: Bench, qtbot: QtBot) -> None:
    bench.show()
    bench.read(0)
    changed = bench.orders()[3]
    row = bench.reads.orders.table[changed]
    bench.reads.orders.table[changed] = replace(row, number="99999")
    painted: list[tuple[int, int]] = []
    bench.model.dataChanged.connect(lambda first, last: painted.append((first.row(), last.row())))
    bench.model.take_changes((), (changed,), ())
    bench.settle()
    assert bench.text(3) == "99999"
    assert painted == [(3, 3)]


def test_an_order_that_leaves_the_view_is_taken_out_without_a_reset(bench: Bench) -> None:
    bench.show("ready")
    leaving, before = bench.orders()[2], bench.orders()
    bench.read(0)
    resets: list[bool] = []
    bench.model.modelReset.connect(lambda: resets.append(True))
    bench.reads.orders.table[leaving] = replace(bench.reads.orders.table[leaving], headline="shipped")
    bench.model.take_changes((), (leaving,), ())
    bench.settle()
    assert bench.orders() == [order for order in before if order != leaving]
    assert resets == []
    assert bench.text(0) != "…"


def test_a_new_order_comes_in_without_losing_the_rows_on_screen(bench: Bench) -> None:
    bench.show()
    bench.read(0)
    base = bench.reads.orders.table[bench.orders()[0]]
    bench.reads.orders.table = {7: replace(base, id=7, number="10600"), **bench.reads.orders.table}
    bench.model.take_changes((7,), (), ())
    bench.settle()
    assert bench.orders()[0] == 7
    assert bench.text(1) == "10479"
    assert bench.read(0) == "10600"


def test_books_that_do_not_answer_are_reported_and_what_was_shown_stays(bench: Bench) -> None:
    bench.show()
    bench.read(0)
    failures: list[BaseException] = []
    bench.model.failed.connect(failures.append)
    bench.runner.failing = Unavailable("database.unreachable", path="x")
    bench.show("open")
    assert [type(each) for each in failures] == [Unavailable]
    assert bench.text(0) == "10479"


def test_the_clock_moving_on_makes_cells_anew_without_reading_again(bench: Bench) -> None:
    bench.show()
    bench.read(0)
    bench.reads.orders.asked.clear()
    bench.model.reformat()
    assert bench.text(0) == "10479"
    assert bench.reads.orders.asked == []
