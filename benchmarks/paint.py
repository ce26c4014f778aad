"""Process start to first paint: the real main window against an empty one (G13). Each sample is a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import RUNS, Figure, Pair, latency

_SAMPLES = 7


def measure(folder: Path) -> Iterator[Figure]:
    """Medians of several starts; the first start of each kind only fills the file cache."""
    for kind in ("window", "empty"):
        start(kind, folder)
    walls, cpus = [], []
    for _run in range(RUNS):
        wall, cpu = Pair([], []), Pair([], [])
        for _sample in range(_SAMPLES):
            for kind, seconds, used in (("window", wall.product, cpu.product), ("empty", wall.limit, cpu.limit)):
                sample = start(kind, folder)
                seconds.append(sample[0])
                used.append(sample[1])
        walls.append(wall)
        cpus.append(cpu)
    yield latency("G13", "process start to first paint", _SAMPLES, walls, 0.5, 1.3)
    yield latency("G13", "process start to first paint, CPU", _SAMPLES, cpus, 0.5, 1.3)


def start(kind: str, folder: Path) -> tuple[float, float]:
    """Seconds from starting a process until it says that its window was painted, and processor time it had used by then."""
    command = [sys.executable, "-m", "benchmarks.paint", kind, str(folder)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    begun = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, text=True
    ) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        seconds = time.perf_counter() - begun
        process.kill()
    word, _blank, cpu = said.strip().partition(" ")
    if word != "painted":
        raise RuntimeError(f"the {kind} window was not painted: {said!r}")
    return seconds, float(cpu)


def _child(kind: str, folder: Path) -> None:
    """Show a window, say when it was painted, and stay until killed."""
    if kind == "empty":
        from PySide6.QtWidgets import QApplication, QMainWindow

        app = QApplication([])
        window = QMainWindow()
        window.resize(1440, 900)
        keeper = _tell(window)
        window.show()
        app.exec()
    else:
        from desktop_oms.compose import open_shop
        from desktop_oms.compose.window import Desktop, WindowOptions

        desktop = Desktop(WindowOptions(lambda on_commit: open_shop(folder / "paint", on_commit=on_commit), folder))
        keeper = _tell(desktop.window)
        desktop.show()
        desktop.app.exec()
    del keeper


def _tell(window: object) -> object:
    """Print a word when ``window`` has painted itself and its children for the first time."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                window.removeEventFilter(self)  # type: ignore[attr-defined]
                # Why the timer: the children are painted in the same turn, after the window itself.
                QTimer.singleShot(0, lambda: print("painted", time.process_time(), flush=True))
            return False

    watch = Watch()
    window.installEventFilter(watch)  # type: ignore[attr-defined]
    return watch


if __name__ == "__main__":
    _child(sys.argv[1], Path(sys.argv[2]))
