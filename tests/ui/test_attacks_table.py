"""The packing table when the books are slow, and when somebody else works on the same order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_oms.app.packing import PackScan
from desktop_oms.ui.widgets.pack_facts import JobFacts
from tests.ui.attack_desk import FIRST, Desk, copy_books, make_books
from tests.ui.packing_fakes import MUG, VERDICTS
from tests.ui.packing_station import Station


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_books(tmp_path_factory.mktemp("books"))


@pytest.fixture
def desk(qtbot: QtBot, books: Path, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(qtbot, copy_books(books, tmp_path / "data"))
    desk.wait(lambda: desk.window.orders.model.rowCount() > 0)
    yield desk
    desk.close()


def test_p09_a_scan_whose_answer_takes_long_is_seen_and_heard_before_it_is_scanned_again(qtbot: QtBot) -> None:
    station = Station(qtbot)
    qtbot.waitUntil(lambda: station.decoder.owns_keyboard and station.window.isActiveWindow())
    station.desk.is_slow = True
    station.scan(MUG)
    assert station.pane.presenter.screen_now.waiting == 0
    qtbot.waitUntil(lambda: station.pane.presenter.screen_now.waiting == 1)
    assert station.ear.played == ["tick"]
    station.scan(MUG)
    assert station.pane.presenter.screen_now.waiting == 2
    station.desk.is_slow = False
    station.desk.answer_next()
    assert station.pane.presenter.screen_now.waiting == 0


def test_the_table_follows_when_the_same_order_is_packed_on_elsewhere(desk: Desk) -> None:
    desk.ctrl("2")
    desk.wait(lambda: bool(desk.pane.isVisible()))
    desk.scan_answered(f"ORD{FIRST}", "order_open")
    shop = desk.desktop.shop
    assert shop is not None and desk.screen.view.remaining == 2
    shop.run(PackScan("9520000000011", "elsewhere"))
    desk.wait(lambda: desk.screen.view.remaining == 1)
    assert desk.screen.band.code == "order_open", "the last answer to a scan stays"


def test_a_late_look_at_the_table_never_replaces_a_newer_answer(qtbot: QtBot) -> None:
    station = Station(qtbot)
    qtbot.waitUntil(lambda: station.decoder.owns_keyboard and station.window.isActiveWindow())
    station.scan(MUG)
    presenter = station.pane.presenter
    view = presenter.screen_now.view
    assert view is not None
    late: list[object] = []
    station.desk.resume = late.append  # type: ignore[assignment, method-assign]
    presenter.refresh_table()
    station.scan(MUG)
    newer = presenter.screen_now
    late[0](replace(view, remaining=99))  # type: ignore[operator]
    assert presenter.screen_now is newer


@pytest.mark.parametrize(
    ("error", "shown"),
    [
        ("printer.unreachable: Connection refused", "The printer does not answer."),
        ("printer.folder: No such file or directory", "The paper was not written."),
        ("something else", "something else"),
    ],
)
def test_a_paper_that_failed_is_said_in_words_and_no_label_is_asked_for(qtbot: QtBot, error: str, shown: str) -> None:
    station = Station(qtbot)
    station.answers[MUG] = VERDICTS["order_packed"]
    qtbot.waitUntil(lambda: station.decoder.owns_keyboard and station.window.isActiveWindow())
    station.scan(MUG)
    station.pane.show_jobs((JobFacts("label", "failed", "Zebra", "4x6", error),))
    form = station.pane.packed_page.form
    assert shown in form.labelCard.accessibleName() + form.labelCard.accessibleDescription()
    assert "Label on the parcel" not in form.nextActionCard.accessibleName()
