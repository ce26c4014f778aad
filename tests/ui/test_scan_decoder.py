"""The decoder before real windows: whatever has the focus, the scan arrives whole and nothing of it leaks.

All keys go to the window handle, most through Qt's own window system interface (``click``), so the shortcut map takes part.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop_oms.ui.scan.decoder import ScanDecoder
from desktop_oms.ui.scan.raw_log import RawLog, read_log
from tests.ui.scan_bench import Bench
from tests.ui.scan_hands import Scanner, click

MUG = "4012345672015"


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    bench = Bench(qtbot)
    yield bench
    bench.decoder.uninstall()


@pytest.mark.parametrize("delay_ms", [5, 1, -1], ids=["5 ms", "1 ms", "no pause"])
def test_p01_two_hundred_scans_in_a_row_and_none_is_skipped(bench: Bench, delay_ms: int) -> None:
    bench.at_table()
    count = 200 if delay_ms < 5 else 40
    codes = [f"ORD{10_000 + number}" for number in range(count)]
    for code in codes:
        click(bench.handle, f"{code}\r", delay_ms)
    assert bench.texts() == codes


@pytest.mark.parametrize("at_table", [True, False], ids=["at the table", "in the office"])
def test_p02_the_return_of_a_scan_never_presses_the_focused_button(bench: Bench, at_table: bool) -> None:
    if at_table:
        bench.at_table()
    default = QPushButton("default", bench.window)
    default.setDefault(True)
    for _ in range(20):
        click(bench.handle, f"{MUG}\r")
    assert bench.texts() == [MUG] * 20
    assert bench.clicks == []


def test_p02_space_in_a_scan_does_not_press_the_focused_button(bench: Bench) -> None:
    bench.at_table()
    click(bench.handle, "MUG 300 MOS\r")
    assert bench.texts() == ["MUG 300 MOS"] and bench.clicks == []


@pytest.mark.parametrize("at_table", [True, False], ids=["at the table", "in the office"])
def test_p07_a_scan_while_a_text_field_has_the_focus_leaves_the_field_alone(bench: Bench, at_table: bool) -> None:
    if at_table:
        bench.at_table()
    bench.field.setFocus()
    click(bench.handle, f"{MUG}\r")
    bench.settle()
    assert bench.texts() == [MUG]
    assert bench.field.text() == ""


def test_p08_a_scan_while_a_combo_box_has_the_focus_leaves_its_choice_alone(bench: Bench) -> None:
    bench.combo.setFocus()
    click(bench.handle, "MOSS4\r")
    bench.settle()
    assert bench.texts() == ["MOSS4"] and bench.combo.currentIndex() == 0


def test_a_scan_into_a_question_neither_answers_nor_closes_it(bench: Bench) -> None:
    bench.at_table()
    box = QMessageBox(bench.window)
    box.setText("Delete everything?")
    box.setStandardButtons(QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No)
    bench.qtbot.addWidget(box)
    box.open()
    bench.qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is box.windowHandle())
    handle = box.windowHandle()
    assert handle is not None
    click(handle, "BAY-7Y\r")
    bench.settle()
    assert bench.texts() == ["BAY-7Y"]
    assert box.isVisible() and box.result() == 0
    click(handle, "\r")
    bench.qtbot.waitUntil(lambda: not box.isVisible())


def test_a_dialog_that_opens_in_mid_scan_gets_nothing_of_it(bench: Bench) -> None:
    bench.at_table()
    dialog = QDialog(bench.window)
    bench.qtbot.addWidget(dialog)
    field = QLineEdit(dialog)
    click(bench.handle, MUG[:6])
    dialog.open()
    field.setFocus()
    handle = dialog.windowHandle()
    assert handle is not None
    # Why: the offscreen platform gives the focus a turn later; a real one before the next key.
    bench.decoder.watch(handle)
    scanner_goes_on = Scanner(handle)
    scanner_goes_on.at_ms = bench.decoder.assembler._pending[-1].at_ms
    scanner_goes_on.send(f"{MUG[6:]}\r")
    bench.settle()
    assert bench.texts() == [MUG] and field.text() == "" and dialog.isVisible()


@pytest.mark.qt_log_ignore("does not support (raise|grabbing the keyboard)", extend=True)
def test_a_scan_while_a_menu_is_open_triggers_nothing_in_it(bench: Bench) -> None:
    bench.at_table()
    menu = QMenu(bench.window)
    chosen: list[str] = []
    for name in ("&Moss", "&4 pieces", "&Undo"):
        menu.addAction(name, lambda name=name: chosen.append(name))
    menu.popup(bench.window.mapToGlobal(bench.window.rect().center()))
    popup = menu.windowHandle()
    assert popup is not None
    # Why: on X11 an open menu becomes the focus window, elsewhere the main window stays it; offscreen does neither.
    bench.decoder.watch(popup)
    for handle in (bench.handle, popup):
        click(handle, "MU4M\r")
    bench.settle()
    assert bench.texts() == ["MU4M", "MU4M"] and chosen == [] and menu.isVisible()
    menu.close()


def test_a_scan_in_a_second_window_arrives_too(bench: Bench) -> None:
    bench.at_table()
    other = QWidget()
    bench.qtbot.addWidget(other)
    button = QPushButton("other", other)
    button.clicked.connect(lambda: bench.clicks.append("other"))
    other.show()
    other.activateWindow()
    bench.qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is other.windowHandle())
    button.setFocus()
    handle = other.windowHandle()
    assert handle is not None
    click(handle, f"{MUG}\r")
    bench.settle()
    assert bench.texts() == [MUG] and bench.clicks == []


def test_a_shortcut_on_a_letter_of_the_scan_does_not_fire(bench: Bench) -> None:
    fired: list[str] = []
    QShortcut(QKeySequence("O"), bench.window, lambda: fired.append("O"))
    action = QAction("hold", bench.window)
    action.setShortcut(QKeySequence("1"))
    action.triggered.connect(lambda: fired.append("1"))
    bench.window.addAction(action)
    click(bench.handle, "ORD10482\r")
    bench.at_table()
    click(bench.handle, "ORD10483\r")
    bench.settle()
    assert bench.texts() == ["ORD10482", "ORD10483"] and fired == []


def test_gs_is_kept_even_where_a_shortcut_wants_its_key(bench: Bench) -> None:
    fired: list[str] = []
    QShortcut(QKeySequence("Ctrl+]"), bench.window, lambda: fired.append("indent"))
    bench.field.setFocus()
    click(bench.handle, "010401234567201510AB7\x1d21S1\r")
    bench.settle()
    assert bench.texts() == ["010401234567201510AB7\x1d21S1"] and fired == []


def test_other_shortcuts_still_work_at_the_table(bench: Bench) -> None:
    fired: list[str] = []
    QShortcut(QKeySequence("Ctrl+K"), bench.window, lambda: fired.append("palette"))
    bench.at_table()
    QTest.keyClick(bench.handle, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert fired == ["palette"]


@pytest.mark.parametrize("host", ["us", "de", "fr", "tr"])
@pytest.mark.parametrize("is_caps_on", [False, True], ids=["", "caps lock"])
def test_p19_the_keys_say_the_same_on_every_layout(bench: Bench, host: str, is_caps_on: bool) -> None:
    bench.at_table()
    Scanner(bench.handle, host, is_caps_on).send("CTRLDONE\rMUG-300-zyx/AQW\rORD10482\r")
    assert [scan.native_text for scan in bench.scans] == ["CTRLDONE", "MUG-300-zyx/AQW", "ORD10482"]


def test_every_burst_is_in_the_log_before_anybody_hears_of_it(bench: Bench, tmp_path: Path) -> None:
    log = RawLog(tmp_path / "scans.jsonl")
    decoder = ScanDecoder(bench.window, log=log)
    at_hearing: list[list[str]] = []
    decoder.scanned.connect(lambda _burst: at_hearing.append([r["text"] for r in read_log(log.path)]))
    decoder.accept_text("ORD10482")
    assert at_hearing == [["ORD10482"]]


def test_a_scan_without_return_is_understood_after_a_short_silence(bench: Bench) -> None:
    bench.at_table()
    click(bench.handle, MUG)
    bench.qtbot.waitUntil(lambda: bench.texts() == [MUG], timeout=2_000)


def test_two_scanners_typing_at_once_are_noticed(bench: Bench) -> None:
    bench.at_table()
    first, second = Scanner(bench.handle), Scanner(bench.handle)
    for a, b in zip(MUG, "ORD1048230961", strict=True):
        first.press(a)
        second.press(b)
        first.release(a)
        second.release(b)
        first.at_ms += 5
        second.at_ms += 5
    first.press("\r")
    assert bench.scans[0].overlaps >= 10


def test_without_the_decoder_the_traps_are_real(bench: Bench) -> None:
    """Proof that the tests above would fail: the same keys, no decoder."""
    bench.decoder.uninstall()
    try:
        bench.field.setFocus()
        click(bench.handle, MUG)
        assert bench.field.text() == MUG
        bench.button.setFocus()
        click(bench.handle, "MUG 300\r")
        assert bench.clicks == ["button"]
    finally:
        bench.decoder.install()
