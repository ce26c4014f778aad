"""What the packing pane paints, when, and what it remembers; the keys are in test_packing_pane."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_oms.settings.resources import resource_path
from desktop_oms.ui.panes.packing import desk as desk_module
from desktop_oms.ui.pictures import PictureStore, read_picture
from desktop_oms.ui.scan.bursts import Burst
from desktop_oms.ui.widgets.pack_facts import JobFacts
from tests.ui.packing_fakes import MUG, VERDICTS, FakeDesk, a_pane, a_view
from tests.ui.packing_station import Ear as Ear
from tests.ui.packing_station import Station
from tests.ui.scan_hands import Scanner, click


@pytest.fixture
def station(qtbot: QtBot) -> Iterator[Station]:
    station = Station(qtbot)
    yield station
    station.decoder.uninstall()


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
    painted = Painted(station.pane.active_page.form.verdictBand)
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
    card = station.pane.packed_page.form.slipCard
    assert card.accessibleName() == "Packing slip, Queued"
    station.pane.show_jobs((JobFacts("packing_slip", "failed", error="Out of paper"),))
    assert card.accessibleName() == "Packing slip, Failed. Out of paper"
    assert station.pane.packed_page.form.labelCard.isHidden()


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
