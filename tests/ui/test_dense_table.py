"""The office table: keyboard, selection as ranges, and the traps it steps around."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_oms.ui.app import build_app
from desktop_oms.ui.models.selection import select_rows, selected_count, selected_ids, selected_spans
from desktop_oms.ui.widgets.dense_table import DenseTable
from tests.ui.test_windowed_model import Bench

FLAG = QItemSelectionModel.SelectionFlag


class TableBench(Bench):
    """A bench with a table on screen."""

    def __init__(self, qtbot: QtBot, orders: int = 300) -> None:
        build_app(look="light")
        super().__init__(qtbot, orders)
        self.table = DenseTable()
        qtbot.addWidget(self.table)
        self.table.set_windowed_model(self.model)
        self.table.resize(840, 640)
        self.table.show()
        self.show()
        self.table.go_to_row(0)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.table, key, modifier)


@pytest.fixture
def bench(qtbot: QtBot) -> TableBench:
    return TableBench(qtbot)


def test_arrow_keys_move_the_current_row_and_select_nothing(bench: TableBench) -> None:
    bench.press(Qt.Key.Key_Down)
    bench.press(Qt.Key.Key_Down)
    assert bench.table.currentIndex().row() == 2
    assert selected_count(bench.table) == 0


def test_home_and_end_go_to_the_first_and_last_row(bench: TableBench) -> None:
    bench.press(Qt.Key.Key_End)
    assert bench.table.currentIndex().row() == 299
    bench.press(Qt.Key.Key_Home)
    assert bench.table.currentIndex().row() == 0


def test_shift_and_arrows_select_a_range(bench: TableBench) -> None:
    bench.table.toggle_current()
    bench.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    bench.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert selected_spans(bench.table) == [(0, 2)]


def test_ctrl_a_selects_everything_as_one_range_and_the_header_watches_nothing(qtbot: QtBot) -> None:
    bench = TableBench(qtbot, 20_000)
    bench.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert selected_spans(bench.table) == [(0, 19_999)]
    assert len(selected_ids(bench.table)) == 20_000
    # Guards the trap that froze the window for 15 s: the header must not look at the view's own selection.
    header = bench.table.horizontalHeader().selectionModel()
    assert header is not bench.table.selectionModel()
    assert not header.hasSelection()


def test_a_click_on_the_tick_box_ticks_and_a_click_on_the_row_does_not(bench: TableBench) -> None:
    top = bench.table.rowViewportPosition(3) + 10
    viewport = bench.table.viewport()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=QPoint(20, top))
    assert selected_spans(bench.table) == [(3, 3)]
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=QPoint(320, bench.table.rowViewportPosition(5) + 10))
    assert bench.table.currentIndex().row() == 5
    assert selected_spans(bench.table) == [(3, 3)]


def test_esc_clears_the_selection_first_and_asks_to_leave_second(bench: TableBench, qtbot: QtBot) -> None:
    bench.table.toggle_current()
    left: list[bool] = []
    bench.table.escaped.connect(lambda: left.append(True))
    bench.press(Qt.Key.Key_Escape)
    assert (selected_count(bench.table), left) == (0, [])
    bench.press(Qt.Key.Key_Escape)
    assert left == [True]


def test_letters_do_not_search_the_list(bench: TableBench) -> None:
    bench.reads.orders.asked.clear()
    bench.press(Qt.Key.Key_9)
    bench.press(Qt.Key.Key_Z)
    assert bench.table.currentIndex().row() == 0
    assert bench.reads.orders.asked == []


def test_selection_and_current_row_survive_a_new_snapshot_by_id(bench: TableBench) -> None:
    select_rows(bench.table, [(4, 6)])
    bench.table.go_to_row(5)
    chosen, current = list(selected_ids(bench.table)), bench.table.current_id()
    bench.show("all", sort="order", is_descending=True)
    assert sorted(selected_ids(bench.table)) == sorted(chosen)
    assert bench.table.current_id() == current


def test_everything_selected_stays_everything_when_a_row_comes_in(bench: TableBench) -> None:
    bench.table.selectAll()
    base = bench.reads.orders.table[1000]
    bench.reads.orders.table[9000] = replace(base, id=9000)
    bench.model.take_changes((9000,), (), ())
    bench.settle()
    assert selected_count(bench.table) == 301


def test_the_row_after_a_vanished_current_row_becomes_current(bench: TableBench) -> None:
    bench.show("ready")
    bench.table.go_to_row(2)
    leaving, heir = bench.model.ids[2], bench.model.ids[3]
    bench.reads.orders.table[leaving] = replace(bench.reads.orders.table[leaving], headline="shipped")
    bench.model.take_changes((), (leaving,), ())
    bench.settle()
    assert bench.table.current_id() == heir


def test_columns_fill_the_width_exactly_and_give_way_when_it_is_narrow(bench: TableBench) -> None:
    for width in (1300, 840, 650):
        bench.table.resize(width, 640)
        header = bench.table.horizontalHeader()
        assert header.length() == bench.table.viewport().width()
    assert bench.table.isColumnHidden(len(bench.model.columns) - 1)


def test_a_state_is_told_to_a_screen_reader_in_words(bench: TableBench) -> None:
    bench.read(0)
    spoken = bench.model.index(0, 1).data(int(Qt.ItemDataRole.AccessibleTextRole))
    assert spoken == "On hold, reason address"
