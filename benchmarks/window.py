"""Scan to painted verdict in the real window (G8): key events to the top-level window, the pane's own probe says how long it took.

The limit in the same process: the driver's durable commit of the same rows, then the text and color of a bare label painted anew.
Runs in a process of its own, because Qt and the other measurements need not meet.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import RUNS, Figure, Pair, latency, settle, stay_on_one_core

_BOXES, _LINES, _PIECES = 4, 3, 10


def measure(start: Path, folder: Path) -> Iterator[Figure]:
    """Median and slowest hundredth. ``start``: books with catalogue and stock, first user and station."""
    runs = []
    for number in range(RUNS):
        own = folder / f"window-{number}"
        own.mkdir()
        shutil.copy(start, own / "books.sqlite")
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        command = [sys.executable, "-m", "benchmarks.window", str(own)]
        told = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=300, check=True)
        runs.append(Pair(**json.loads(told.stdout.splitlines()[-1])))
    count = len(runs[0].product)
    for part, aim in ((0.5, 1.5), (0.99, None)):
        yield latency("G8", "scan to painted verdict, unit", count, runs, part, aim)


def _child(folder: Path) -> None:
    from PySide6.QtCore import QCoreApplication, QEventLoop
    from PySide6.QtGui import QColor, QPalette
    from PySide6.QtWidgets import QLabel

    from benchmarks.data import MadeShop
    from benchmarks.scan import RawScan, released
    from benchmarks.shops import copy_of, reopen
    from desktop_oms.compose import open_shop
    from desktop_oms.compose.window import Desktop, WindowOptions
    from desktop_oms.demo.hands import Hands

    stay_on_one_core()
    books = reopen(folder / "books.sqlite")
    scans = released(books, MadeShop(), _BOXES, _LINES, _PIECES)
    limit = RawScan(copy_of(books, folder / "limit.sqlite"))
    books.close()
    desktop = Desktop(WindowOptions(lambda on_commit: open_shop(folder, on_commit=on_commit), folder))
    desktop.show()

    def turn_until(seen: object, seconds: float = 20.0) -> None:
        until = time.perf_counter() + seconds
        while not seen():  # type: ignore[operator]
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            assert time.perf_counter() < until

    turn_until(lambda: desktop.shop is not None)
    handle = desktop.window.windowHandle()
    assert handle is not None and desktop.packing is not None
    hands = Hands(handle)
    desktop.window.show_pane("packing")
    turn_until(desktop.packing.isVisible)
    label = QLabel("ready")
    label.setAutoFillBackground(True)
    font = label.font()
    font.setPointSize(48)
    label.setFont(font)
    label.resize(900, 400)
    label.show()
    desktop.window.activateWindow()
    hands.pause(0.3)
    probe = desktop.packing.probe
    pair = Pair([], [])
    settle()
    for number, box in enumerate(scans):
        for place, text in enumerate(box):
            before = probe.count
            hands.scan(text)
            turn_until(lambda before=before: probe.count > before)
            begun = time.perf_counter()
            limit.scan(text)
            label.setText(f"OK {place}")
            palette = label.palette()
            palette.setColor(QPalette.ColorRole.Window, QColor("#2e7d32" if place % 2 else "#c62828"))
            label.setPalette(palette)
            label.repaint()
            if number and 0 < place < len(box) - 1:
                pair.limit.append(time.perf_counter() - begun)
                pair.product.append((probe.last_ms or 0.0) / 1000)
            # As between two scans of a fast packer: what is not part of the answer gets its time.
            hands.pause(0.03)
    print(json.dumps({"product": pair.product, "limit": pair.limit}), flush=True)
    os._exit(0)


if __name__ == "__main__":
    _child(Path(sys.argv[1]))
