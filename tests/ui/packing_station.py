"""A whole packing table for tests: window, decoder, pane, a desk that answers as told, an ear."""

from __future__ import annotations

from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from desktop_oms.app.records import ScanVerdict
from desktop_oms.ui.panes.packing.pane import PackingPane
from desktop_oms.ui.scan.decoder import ScanDecoder
from desktop_oms.ui.scan.keys import NativeKeys
from tests.ui.packing_fakes import ALL_WORDS, MUG, VERDICTS, FakeDesk
from tests.ui.scan_hands import click


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
