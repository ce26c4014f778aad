"""Panels that are closed while the books still work on what was asked from them."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_oms.domain.errors import Unavailable
from desktop_oms.domain.remote_order import RowProblem
from desktop_oms.ui.app import build_app
from desktop_oms.ui.dialogs.import_panel import ImportPanel
from desktop_oms.ui.formats import Formatter
from desktop_oms.ui.main_window import MainWindow, WindowParts
from desktop_oms.ui.runtime import GuiRuntime
from desktop_oms.ui.services import ImportSummary
from tests.ui.fakes import FakeReads, FakeRunner


class SlowImporter:
    """Waits until the test lets it go."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.error: Exception | None = None

    def preview(self, _path: str) -> ImportSummary:
        return ImportSummary(created=2)

    def run(self, _path: str, on_progress: Callable[[int], None]) -> ImportSummary:
        self.go.wait(10)
        on_progress(2)
        if self.error is not None:
            raise self.error
        return ImportSummary(created=2, rejected=(RowProblem("a.csv", 3, "Price", "row.price", "No price."),))


class Office:
    """A window whose import takes as long as the test wants."""

    def __init__(self, qtbot: QtBot) -> None:
        build_app(look="light")
        self.qtbot = qtbot
        self.importer = SlowImporter()
        self.runtime = GuiRuntime(FakeRunner(FakeReads()))
        self.window = MainWindow(WindowParts(self.runtime, Formatter(), importer=self.importer))
        qtbot.addWidget(self.window)
        self.window.show()

    def start_import_and_close_the_panel(self) -> None:
        self.window.open_import("/tmp/a.csv")
        panel = self.window.panel
        assert isinstance(panel, ImportPanel)
        self.qtbot.waitUntil(panel.ui.importButton.isEnabled)
        panel.take()
        QTest.keyClick(panel, Qt.Key.Key_Escape)
        assert self.window.panel is None
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self.importer.go.set()

    @property
    def said(self) -> str:
        return self.window._toast.text() if self.window._toast.isVisible() else ""


@pytest.fixture
def office(qtbot: QtBot) -> Iterator[Office]:
    office = Office(qtbot)
    yield office
    office.importer.go.set()


def test_an_import_whose_panel_was_closed_still_says_what_came_in_and_what_did_not(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.start_import_and_close_the_panel()
    office.qtbot.waitUntil(lambda: bool(office.said))
    assert office.said == "2 imported, one row left out. Import the file again to see why."
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


def test_an_import_that_fails_after_its_panel_was_closed_is_refused_in_the_window(office: Office) -> None:
    office.importer.error = Unavailable("database.opening")
    office.start_import_and_close_the_panel()
    office.qtbot.waitUntil(lambda: "still being opened" in office.said)


def test_closing_the_window_while_an_import_runs_leaves_no_answer_behind(office: Office, tmp_path: Path) -> None:
    office.window.open_import(str(tmp_path / "a.csv"))
    panel = office.window.panel
    assert isinstance(panel, ImportPanel)
    office.qtbot.waitUntil(panel.ui.importButton.isEnabled)
    panel.take()
    office.window.close()
    office.importer.go.set()
    office.qtbot.wait(50)
    assert office.runtime.waiting() == 0


def test_no_shortcut_does_a_deed_behind_an_open_panel(office: Office) -> None:
    office.window.actions_registry.get("app.keys").trigger()
    done: list[str] = []
    undo = office.window.actions_registry.get("app.undo")
    object.__setattr__(undo, "run", lambda: done.append("undo"))
    object.__setattr__(undo, "is_enabled", lambda: True)
    for key in (Qt.Key.Key_Z, Qt.Key.Key_3):
        QTest.keyClick(office.window.windowHandle(), key, Qt.KeyboardModifier.ControlModifier)
    assert (done, office.window.pane_name()) == ([], "orders")
    QTest.keyClick(office.window.windowHandle(), Qt.Key.Key_Escape)
    QTest.keyClick(office.window.windowHandle(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert done == ["undo"]
