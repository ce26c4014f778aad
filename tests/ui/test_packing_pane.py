"""The packing pane as a packer meets it: real key events to the window, answers from a desk that says what it is told."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QImage, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMainWindow, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from desktop_oms.app.records import ScanVerdict
from desktop_oms.domain.errors import RuleError
from desktop_oms.settings.resources import resource_path
from desktop_oms.ui.panes.packing import desk as desk_module
from desktop_oms.ui.panes.packing.pane import PackingPane
from desktop_oms.ui.panes.packing.presenter import COMMAND_OF_KEY
from desktop_oms.ui.scan.bursts import Burst
from desktop_oms.ui.scan.decoder import ScanDecoder
from desktop_oms.ui.scan.keys import NativeKeys
from desktop_oms.ui.widgets.pack_facts import JobFacts
from desktop_oms.ui.widgets.pack_pictures import PictureStore, read_picture
from tests.ui.packing_fakes import ALL_WORDS, MUG, VERDICTS, FakeDesk, a_pane, a_view
from tests.ui.scan_hands import Scanner, click


class Ear:
    """A loudspeaker that remembers."""

    def __init__(self) -> None:
        self.played: list[str] = []

    def play(self, name: str) -> None:
        self.played.append(name)


class Station:
    """A whole table: window, decoder, pane, desk, ear."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.desk = FakeDesk(self._answer)
        self.ear = Ear()
        self.window = QMainWindow()
        qtbot.addWidget(self.window)
        self.decoder = ScanDecoder(self.window, native=NativeKeys.EVDEV)
        self.pane = PackingPane(self.desk, decoder=self.decoder, sounds=self.ear, commands=ALL_WORDS)
        self.window.setCentralWidget(self.pane)
        self.window.resize(1280, 800)
        self.answers: dict[str, ScanVerdict | BaseException] = {MUG: VERDICTS["ok"]}
        self.decoder.install()
        self.window.show()
        self.pane.start()

    def _answer(self, text: str) -> ScanVerdict | BaseException:
        return self.answers.get(text, ScanVerdict("unknown_code", text, view=self.pane.presenter.screen_now.view))

    @property
    def handle(self) -> QWindow:
        handle = self.window.windowHandle()
        assert handle is not None
        return handle

    def scan(self, text: str) -> None:
        click(self.handle, f"{text}\r")

    @property
    def texts(self) -> list[str]:
        return [text for text, _id in self.desk.scans]

    @property
    def band(self) -> str:
        band = self.pane.presenter.screen_now.band
        return band.code if band else ""


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


# Waiting, painting, measuring ---------------------------------------------------------------------------------------


def test_scans_while_busy_wait_in_order_are_counted_and_all_answered(station: Station) -> None:
    station.desk.is_slow = True
    codes = [f"ORD{10_000 + number}" for number in range(5)]
    for code in codes:
        station.scan(code)
    assert station.texts == codes[:1]
    assert station.pane.presenter.screen_now.waiting == 4
    assert station.ear.played == ["tick"] * 4
    for left in (3, 2, 1, 0, 0):
        station.desk.answer_next()
        assert station.pane.presenter.screen_now.waiting == left
    assert station.texts == codes


class Painted(QObject):
    """Counts paint events of one widget."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


def test_the_answer_is_painted_in_the_turn_in_which_it_arrives(station: Station) -> None:
    station.scan(MUG)
    QApplication.processEvents()
    painted = Painted(station.pane.form.activePage.form.verdictBand)
    station.pane.take(Burst(MUG))
    assert painted.count == 1  # no event loop ran in between


def test_the_time_from_suffix_to_painted_answer_is_measured_and_shown(station: Station) -> None:
    station.scan(MUG)
    probe = station.pane.probe
    assert probe.count == 1 and probe.last_ms is not None and probe.last_ms > 0
    band = station.pane.presenter.screen_now.band
    assert band is not None and band.answered_ms == probe.last_ms


def test_a_screen_reader_is_told_every_verdict(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(QAccessible, "isActive", staticmethod(lambda: True))
    monkeypatch.setattr(QAccessible, "updateAccessibility", staticmethod(lambda event: told.append(event.message())))
    station.scan(MUG)
    assert told == ["OK, 2 of 3. Stoneware mug 300 ml, Moss"]


def test_a_loud_room_flashes_at_most_three_times_a_second(station: Station) -> None:
    station.pane.set_loud_room(True)
    flash = station.pane._flash
    times = iter([0.0, 0.1, 0.2, 0.35])
    flash._clock = lambda: next(times)
    assert [flash.flash("okSolid") for _ in range(4)] == [True, False, False, True]
    assert not flash.isHidden()


# Start, suspend, pages ----------------------------------------------------------------------------------------------


def test_after_a_crash_the_open_order_is_back_on_the_table(qtbot: QtBot) -> None:
    desk = FakeDesk()
    desk.open_view = a_view()
    pane = a_pane(desk)
    qtbot.addWidget(pane)
    screen = pane.presenter.screen_now
    assert screen.view == a_view() and screen.band is not None and screen.band.code == "resumed"


def test_an_answer_that_came_first_is_not_overwritten_by_the_resume(qtbot: QtBot) -> None:
    desk = FakeDesk(lambda _text: VERDICTS["suspended"])
    pane = a_pane(desk)
    qtbot.addWidget(pane)
    pane.take(Burst("CTRLSUSPEND"))
    desk.open_view = a_view()
    pane.start()
    assert pane.presenter.screen_now.view is None


def test_the_papers_show_the_states_of_their_jobs_not_an_animation(station: Station) -> None:
    station.answers["LAST"] = VERDICTS["order_packed"]
    station.scan(MUG)
    station.scan("LAST")
    card = station.pane.form.packedPage.form.slipCard
    assert card.accessibleName() == "Packing slip, Queued"
    station.pane.show_jobs((JobFacts("packing_slip", "failed", error="Out of paper"),))
    assert card.accessibleName() == "Packing slip, Failed"
    assert station.pane.form.packedPage.form.labelCard.isHidden()


def test_the_queue_is_asked_once_for_a_run_of_changes(station: Station) -> None:
    station.desk.rows = station.desk.rows[:3]
    asked = station.desk.queue_questions
    for _ in range(20):
        station.pane.refresh_queue()
    station.qtbot.waitUntil(lambda: station.pane.form.queueView.accessibleName() == "3 orders left")
    assert station.desk.queue_questions == asked + 1


def test_help_opens_by_key_and_the_next_scan_closes_it_and_counts(station: Station) -> None:
    QTest.keyClick(station.handle, Qt.Key.Key_F1)
    assert station.pane.form.bodyStack.currentWidget() is station.pane.form.helpField
    station.scan(MUG)
    assert station.pane.form.bodyStack.currentWidget() is station.pane.form.workPage
    assert station.texts == [MUG]


def test_a_number_typed_by_hand_opens_what_a_scan_would(station: Station) -> None:
    Scanner(station.handle, gap_ms=250).send("10482")
    QTest.qWait(120)
    assert station.pane.presenter.screen_now.typing == "10482"
    click(station.handle, "\r")
    assert station.texts == ["10482"] and station.pane.presenter.screen_now.typing == ""


def test_the_commands_offered_are_those_the_books_answer() -> None:
    from desktop_oms.app import pack_commands

    assert frozenset(pack_commands._ANSWERS) == desk_module.AVAILABLE


def test_every_sample_article_has_a_picture_small_enough_to_show_at_once() -> None:
    lines = resource_path("samples", "products.csv").read_text(encoding="utf-8-sig").splitlines()
    names = [row["picture"] for row in csv.DictReader(lines) if row["picture"]]
    assert len(names) >= 30
    for name in names:
        path = resource_path("pictures", name)
        assert path.is_file() and path.stat().st_size <= 64_000, name
        assert not read_picture(path).isNull(), name


def test_a_big_picture_is_loaded_beside_the_window_and_shown_when_it_is_there(qtbot: QtBot, tmp_path: Path) -> None:
    noise = QImage(900, 900, QImage.Format.Format_RGB32)
    for row in range(900):
        for column in range(0, 900, 3):
            noise.setPixel(column, row, (row * 7919 + column * 104729) & 0xFFFFFF)
    path = tmp_path / "big.png"
    assert noise.save(str(path)) and path.stat().st_size > 64_000
    store = PictureStore(lambda _name: path)
    with qtbot.waitSignal(store.arrived):
        assert store.get("big.png") is None
    found = store.get("big.png")
    assert found is not None and max(found.width(), found.height()) == 800
