"""A window with a packing table on one side and an office full of temptations on the other."""

from __future__ import annotations

from PySide6.QtGui import QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QMainWindow,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop_oms.ui.scan.bursts import Burst
from desktop_oms.ui.scan.decoder import ScanDecoder
from desktop_oms.ui.scan.keys import NativeKeys


class Bench:
    """A window with a packing table on one side and an office full of temptations on the other."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.window = QMainWindow()
        qtbot.addWidget(self.window)
        body = QWidget()
        layout = QVBoxLayout(body)
        self.table = QWidget()
        self.table.setMinimumSize(200, 100)
        self.field = QLineEdit()
        self.button = QPushButton("plus one")
        self.combo = QComboBox()
        self.combo.addItems(["4 pieces", "Moss", "Oak", "Sage"])
        self.clicks: list[str] = []
        self.button.clicked.connect(lambda: self.clicks.append("button"))
        for widget in (self.table, self.field, self.button, self.combo):
            layout.addWidget(widget)
        self.window.setCentralWidget(body)
        self.window.resize(400, 300)
        self.window.show()
        self.scans: list[Burst] = []
        self.decoder = ScanDecoder(self.window, native=NativeKeys.EVDEV)
        self.decoder.scanned.connect(self.scans.append)
        self.decoder.install()
        self.button.setFocus()

    @property
    def handle(self) -> QWindow:
        handle = self.window.windowHandle()
        assert handle is not None
        return handle

    def at_table(self) -> None:
        """The packing table owns the keyboard from now on."""
        self.decoder.set_table(self.table)

    def texts(self) -> list[str]:
        return [scan.text for scan in self.scans]

    def settle(self, ms: int = 120) -> None:
        """Let held keys find out that nothing follows."""
        QTest.qWait(ms)
