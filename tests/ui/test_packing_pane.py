"""The packing pane as a packer meets it: real key events to the window, answers from a desk that says what it is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from desktop_oms.app.records import ScanVerdict
from desktop_oms.domain.errors import RuleError
from desktop_oms.ui.panes.packing.presenter import COMMAND_OF_KEY
from desktop_oms.ui.scan.bursts import Burst
from tests.ui.packing_fakes import MUG, VERDICTS, a_view
from tests.ui.packing_station import Ear as Ear
from tests.ui.packing_station import Station
from tests.ui.scan_hands import Scanner, click


@pytest.fixture
def station(qtbot: QtBot) -> Iterator[Station]:
    station = Station(qtbot)
    yield station
    station.decoder.uninstall()


# Focus and keys -----------------------------------------------------------------------------------------------------


def test_p07_no_widget_of_the_table_can_take_the_focus(station: Station) -> None:
    station.scan(MUG)
    widgets = [station.pane, *station.pane.findChildren(QWidget)]
    assert len(widgets) > 30
    assert [w.objectName() for w in widgets if w.focusPolicy() != Qt.FocusPolicy.NoFocus] == []


def test_p02_two_hundred_scans_press_no_button_and_all_arrive(station: Station) -> None:
    pressed: list[str] = []
    station.pane.form.commandBar.chosen.connect(pressed.append)
    for number in range(200):
        station.scan(f"ORD{10_000 + number}")
    assert station.texts == [f"ORD{10_000 + number}" for number in range(200)]
    assert pressed == []


def test_p08_a_field_that_stole_the_focus_gets_nothing_of_a_scan(station: Station) -> None:
    thief = QDialog(station.window)
    field = QLineEdit(thief)
    thief.open()
    field.setFocus()
    station.qtbot.waitUntil(lambda: QApplication.focusWidget() is field)
    handle = thief.windowHandle()
    assert handle is not None
    click(handle, f"{MUG}\r")
    QTest.qWait(80)
    assert station.texts == [MUG] and field.text() == "" and station.band == "ok"
    thief.close()


@pytest.mark.parametrize("key", sorted(key for key, code in COMMAND_OF_KEY.items() if code and code != "CTRLHELP"))
def test_a_command_key_sends_what_its_barcode_would(station: Station, key: str) -> None:
    *modifiers, name = key.split("+")
    modifier = Qt.KeyboardModifier.ControlModifier if modifiers else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(station.handle, getattr(Qt.Key, f"Key_{name}"), modifier)
    assert station.texts == [COMMAND_OF_KEY[key]]


def test_a_click_on_a_command_does_the_same_as_its_key(station: Station) -> None:
    station.scan(MUG)
    buttons = {button.text(): button for button in station.pane.form.commandBar._buttons}
    QTest.mouseClick(buttons["Suspend"], Qt.MouseButton.LeftButton)
    assert station.texts == [MUG, "CTRLSUSPEND"]


@pytest.mark.parametrize("host", ["de", "fr", "tr"])
def test_p19_a_us_scanner_at_a_foreign_layout_is_read_right(station: Station, host: str) -> None:
    Scanner(station.handle, host).send(f"{MUG}\rCTRLSUSPEND\rMUG-300-MOS\r")
    assert station.texts == [MUG, "CTRLSUSPEND", "MUG-300-MOS"]


def test_every_scan_carries_an_id_of_its_own(station: Station) -> None:
    station.scan(MUG)
    station.scan(MUG)
    ids = [scan_id for _text, scan_id in station.desk.scans]
    assert len(set(ids)) == 2 and all(ids)


# Answers ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(VERDICTS))
def test_p09_every_verdict_has_words_tone_and_sound(station: Station, name: str) -> None:
    station.answers["ORD1"] = VERDICTS[name]
    station.scan(MUG)
    station.scan("ORD1")
    look = station.pane.presenter.screen_now.band
    assert look is not None
    assert look.headline and look.second and "…" not in look.headline and "{" not in look.headline + look.second
    assert station.ear.played[-1] == look.sound != ""


def test_a_verdict_nobody_knows_is_shown_and_not_swallowed(station: Station) -> None:
    station.answers["ORD1"] = ScanVerdict("moon_phase", "ORD1", reason="full_moon")
    station.scan("ORD1")
    look = station.pane.presenter.screen_now.band
    assert look is not None and (look.headline, look.second) == ("Moon phase", "full moon")


def test_p16_too_many_names_item_wanted_and_what_to_do(station: Station) -> None:
    station.answers["ORD1"] = VERDICTS["too_many"]
    station.scan("ORD1")
    look = station.pane.presenter.screen_now.band
    assert look is not None
    assert look.headline == "Too many, already 2 of 2"
    assert look.second.startswith("Yirgacheffe Kochere, whole bean 250 g. Put it aside.")


def test_p13_an_error_stays_until_the_next_scan_whatever_else_happens(station: Station) -> None:
    station.scan(MUG)
    station.answers["ORD1"] = VERDICTS["unknown_code"]
    station.scan("ORD1")
    station.desk.rows = station.desk.rows[1:]
    station.pane.refresh_queue()
    click(station.handle, "\r")
    QTest.keyClick(station.handle, Qt.Key.Key_Escape)
    QTest.qWait(400)
    assert station.band == "unknown_code"
    station.scan(MUG)
    assert station.band == "ok"


def test_p13_a_wrong_item_covers_the_table_and_a_key_leaves_its_band(station: Station) -> None:
    station.scan(MUG)
    station.answers["4012345672022"] = VERDICTS["wrong_item"]
    station.scan("4012345672022")
    assert station.pane.form.bodyStack.currentWidget() is station.pane.form.floodField
    QTest.qWait(60)  # an Enter sooner than that is the scanner's own line feed
    click(station.handle, "\r")
    assert station.pane.form.bodyStack.currentWidget() is station.pane.form.workPage
    assert station.band == "wrong_item" and station.texts == [MUG, "4012345672022"]


def test_p14_a_stopped_order_clears_the_one_on_the_table(station: Station) -> None:
    station.scan(MUG)
    assert station.pane.presenter.screen_now.view is not None
    # Even if the answer carried the old table along, it must not be shown again.
    station.answers["ORD10475"] = replace(VERDICTS["order_stop"], view=a_view())
    station.scan("ORD10475")
    screen = station.pane.presenter.screen_now
    assert screen.view is None and screen.flood is not None
    QTest.qWait(300)
    assert station.pane.presenter.screen_now == screen
    click(station.handle, "\r")
    screen = station.pane.presenter.screen_now
    assert (screen.page, screen.view, screen.flood) == ("idle", None, None)
    assert station.band == "order_stop"


def test_p17_no_dialog_opens_whatever_the_answer(station: Station) -> None:
    for name, verdict in VERDICTS.items():
        station.answers["ORD1"] = verdict
        station.scan("ORD1")
        assert QApplication.activeModalWidget() is None, name
        assert not station.window.findChildren(QMessageBox), name


def test_a_refused_command_says_what_why_and_what_next_and_the_table_stays(station: Station) -> None:
    station.scan(MUG)
    station.answers["ORD1"] = RuleError("pack.nonsense", shipment_id=7)
    station.scan("ORD1")
    screen = station.pane.presenter.screen_now
    assert station.band == "refused" and screen.band is not None and screen.band.headline
    assert screen.view is not None and screen.page == "active"
    station.scan(MUG)
    assert station.band == "ok"


@pytest.mark.parametrize("raw", ["12", "4Ö12?45"])
def test_p09_p21_a_broken_scan_is_answered_without_asking_the_books(station: Station, raw: str) -> None:
    station.scan(MUG)
    view = station.pane.presenter.screen_now.view
    scanner = Scanner(station.handle)
    if raw == "12":
        scanner.send("12\r")
    else:
        station.pane.take(Burst(raw))
    assert station.texts == [MUG]
    assert station.band == "garbled" and station.pane.presenter.screen_now.view == view
    assert station.ear.played[-1] == "unreadable"


def test_two_scanners_at_once_book_nothing_and_the_next_scan_is_fine(station: Station) -> None:
    first, second = Scanner(station.handle, gap_ms=4), Scanner(station.handle, gap_ms=4)
    for a, b in zip(MUG + "\r", "ORD104820815\r "[:14], strict=True):
        for scanner, char in ((first, a), (second, b)):
            scanner.at_ms += 2
            if char != " ":
                scanner.press(char)
        first.release(a)
        second.release(b)
    assert station.texts == [] and station.band == "garbled"
    third = Scanner(station.handle, at_ms=first.at_ms + 400)
    third.send(f"{MUG}\r")
    assert station.texts == [MUG] and station.band == "ok"
