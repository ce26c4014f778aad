"""People at the keyboard: typing, single-letter commands, numbers by hand, function keys; none is eaten, none leaks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_oms.ui.scan.assembler import Lone
from desktop_oms.ui.scan.bursts import Source
from tests.ui.scan_bench import Bench
from tests.ui.scan_hands import Scanner, click

MUG = "4012345672015"


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    bench = Bench(qtbot)
    yield bench
    bench.decoder.uninstall()


def test_typing_in_a_field_is_late_by_a_moment_but_whole(bench: Bench) -> None:
    bench.field.setFocus()
    for char in "quick brown fox":
        click(bench.handle, char)
        QTest.qWait(55)
    assert bench.field.text() == "quick brown fox"
    assert bench.scans == []


def test_a_very_quick_pair_of_letters_keeps_its_order(bench: Bench) -> None:
    bench.field.setFocus()
    for pair in ("th", "e ", "qu", "ay"):
        click(bench.handle, pair)
        QTest.qWait(70)
    assert bench.field.text() == "the quay"


def test_an_arrow_key_after_a_letter_comes_after_it(bench: Bench) -> None:
    bench.field.setText("b")
    bench.field.setFocus()
    bench.field.setCursorPosition(0)
    click(bench.handle, "a")
    QTest.keyClick(bench.handle, Qt.Key.Key_End)
    click(bench.handle, "c")
    bench.settle()
    assert bench.field.text() == "abc"


def test_keys_waiting_behind_a_busy_window_are_still_one_scan(bench: Bench) -> None:
    """The hold timer has long run out when the window wakes; the keys behind it must count by their own times."""
    bench.field.setFocus()
    codes = ["ORD10482", "ORD10483"]
    scanner = Scanner(bench.handle)

    def busy_then_rest() -> None:
        QTest.qSleep(200)
        QTimer.singleShot(0, lambda: scanner.send(f"{codes[0][3:]}\r{codes[1]}\r"))

    scanner.send(codes[0][:3])
    busy_then_rest()
    bench.settle(200)
    assert bench.texts() == codes and bench.field.text() == ""


def test_a_single_letter_in_a_list_is_a_command_of_the_office(bench: Bench) -> None:
    letters: list[str] = []
    bench.decoder.set_single_key(lambda letter: letters.append(letter) or letter == "r")
    click(bench.handle, "r")
    bench.settle()
    assert letters == ["r"]
    bench.combo.setFocus()
    click(bench.handle, "m")
    bench.settle()
    assert letters == ["r", "m"] and bench.combo.currentText() == "Moss"


def test_a_letter_typed_into_a_field_is_no_command(bench: Bench) -> None:
    letters: list[str] = []
    bench.decoder.set_single_key(lambda letter: letters.append(letter) or True)
    bench.field.setFocus()
    click(bench.handle, "r")
    bench.settle()
    assert letters == [] and bench.field.text() == "r"


def test_the_letters_of_a_scan_are_no_commands(bench: Bench) -> None:
    letters: list[str] = []
    bench.decoder.set_single_key(lambda letter: letters.append(letter) or True)
    click(bench.handle, "RHTPM\r")
    bench.settle()
    assert letters == [] and bench.texts() == ["RHTPM"]


def test_a_number_typed_at_the_table_is_shown_while_it_grows(bench: Bench) -> None:
    bench.at_table()
    seen: list[str] = []
    bench.decoder.typing.connect(seen.append)
    scanner = Scanner(bench.handle, gap_ms=300)
    for char in "104":
        scanner.send(char)
        QTest.qWait(110)
    scanner.send("\r")
    assert seen == ["1", "10", "104", ""]
    assert [(scan.text, scan.source) for scan in bench.scans] == [("104", Source.TYPED)]


def test_the_keys_of_a_scan_are_not_shown_as_typing(bench: Bench) -> None:
    bench.at_table()
    seen: list[str] = []
    bench.decoder.typing.connect(seen.append)
    click(bench.handle, f"{MUG}\r")
    bench.settle()
    assert bench.texts() == [MUG] and seen == []


def test_enter_and_escape_alone_at_the_table_answer_and_press_nothing(bench: Bench) -> None:
    bench.at_table()
    answers: list[Lone] = []
    bench.decoder.answered.connect(answers.append)
    click(bench.handle, "\r")
    QTest.keyClick(bench.handle, Qt.Key.Key_Escape)
    assert answers == [Lone.ENTER, Lone.ESCAPE] and bench.clicks == []


def test_function_keys_of_the_table_reach_no_widget_and_fire_once(bench: Bench) -> None:
    fired: list[str] = []
    QShortcut(QKeySequence("F12"), bench.window, lambda: fired.append("shortcut"))
    bench.decoder.command_keys = frozenset({"F12", "Shift+F6", "Ctrl+Z"})
    pressed: list[str] = []
    bench.decoder.pressed.connect(pressed.append)
    QTest.keyClick(bench.handle, Qt.Key.Key_F12)
    assert (fired, pressed) == (["shortcut"], [])
    bench.at_table()
    QTest.keyClick(bench.handle, Qt.Key.Key_F12)
    QTest.keyClick(bench.handle, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(bench.handle, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (fired, pressed) == (["shortcut"], ["F12", "Shift+F6", "Ctrl+Z"])
