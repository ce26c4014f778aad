"""The whole running window on real books, offscreen: what the attacks press keys on."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_oms.app.intake.files import ImportOptions, import_file
from desktop_oms.app.records import QuerySpec
from desktop_oms.app.release import ReleaseOrders
from desktop_oms.app.shop import Shop
from desktop_oms.compose import open_shop
from desktop_oms.compose.window import Desktop, WindowOptions
from desktop_oms.settings.resources import resource_path
from tests.ui.scan_hands import Scanner

ORDERS = 30
FIRST = "10013"  # Shopify: one MUG-300-MOS, one COF-YIR-250


def make_books(folder: Path) -> Path:
    """A small shop with 30 lines of the Shopify sample, everything ready released; returns the data folder."""
    shop = open_shop(folder)
    samples = resource_path("samples")
    few = folder / "few-orders.csv"
    with (
        (samples / "shopify-orders.csv").open(encoding="utf-8", newline="") as source,
        few.open("w", encoding="utf-8", newline="") as target,
    ):
        rows = csv.reader(source)
        writer = csv.writer(target)
        for _number, row in zip(range(ORDERS), rows, strict=False):
            writer.writerow(row)
    for path in (samples / "products.csv", samples / "opening-stock.csv", few):
        import_file(shop, path, ImportOptions())
    ready = tuple(shop.ask(lambda reads: reads.orders.snapshot(QuerySpec(view="ready"))))
    shop.run(ReleaseOrders(ready))
    shop.close()
    return folder


class Desk:
    """One running window."""

    def __init__(self, qtbot: QtBot, books: Path, open_books: Callable[..., Shop] = open_shop) -> None:
        self.qtbot = qtbot
        self.data = books
        self.desktop = Desktop(
            WindowOptions(lambda on_commit: open_books(books, on_commit=on_commit), books, look="light")
        )
        self.window = self.desktop.window
        qtbot.addWidget(self.window)
        self.desktop.show()
        self.wait(lambda: self.desktop.shop is not None or self.desktop.failure is not None)
        self.scanner = Scanner(self.window.windowHandle())

    def close(self) -> None:
        """End everything."""
        self.window.close()
        self.desktop.close()

    @property
    def pane(self) -> Any:
        """The packing table."""
        return self.desktop.packing

    @property
    def screen(self) -> Any:
        """What the packing table shows."""
        return self.pane.presenter.screen_now

    @property
    def toast(self) -> str:
        """The line at the bottom, "" when there is none."""
        toast = self.window._toast
        return toast.text() if toast.isVisible() else ""

    def wait(self, condition: Callable[[], bool], seconds: float = 15) -> None:
        """Let the program run until ``condition`` holds."""
        self.qtbot.waitUntil(condition, timeout=int(seconds * 1000))

    def ctrl(self, key: str) -> None:
        """Press Ctrl and a key."""
        QTest.keyClick(self.window.windowHandle(), Qt.Key(ord(key.upper())), Qt.KeyboardModifier.ControlModifier)

    def press(self, key: Qt.Key) -> None:
        """Press a key."""
        QTest.keyClick(self.window.windowHandle(), key)

    def scan(self, code: str) -> None:
        """Scan a code, closing Return included."""
        # Why a clock of its own: on a busy machine real time may pass between two keys that a scanner sends 5 ms apart.
        self.scanner.at_ms += 2_000
        self.scanner.send(f"{code}\r")

    def scan_answered(self, code: str, verdict: str) -> None:
        """Scan at the table and wait for this verdict."""
        self.scan(code)
        self.wait(lambda: self.screen.band is not None and self.screen.band.code == verdict)


def copy_books(books: Path, target: Path) -> Path:
    """Books of one's own to spoil."""
    shutil.copytree(books, target)
    return target
