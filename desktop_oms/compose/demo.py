"""Start the demo: a fresh shop in a folder of its own, the real window, the day, the summary."""

from __future__ import annotations

import atexit
import json
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_oms.settings.resources import resource_path

if TYPE_CHECKING:
    from desktop_oms.app.shop import Shop
    from desktop_oms.compose.window import Desktop
    from desktop_oms.db.changes import ChangeSet
    from desktop_oms.demo.day import DayPlan

# Exit statuses as in docs/cli.md.
GOOD, DOES_NOT_ADD_UP, USAGE, UNAVAILABLE = 0, 1, 2, 5
_OPENING_S = 60.0
_CONFIRMING_S = 120.0
_SCREEN = (1440, 900)
DEMO_SHOP = {
    "company_name": "Harbor & Pine",
    "owner_name": "Marta Keller",
    "owner_login": "marta",
    "country": "DE",
    "timezone": "Europe/Berlin",
    "currency": "EUR",
    "street": "Torstraße 140",
    "postcode": "10119",
    "city": "Berlin",
    "email": "hello@example.org",
    "phone": "+49 30 5550 0100",
    "hours": "Mon to Fri, 9:00 to 17:00",
    "returns_url": "example.org/r",
    "station_name": "Packing table 2",
}


def run(out: Path | None, *, headless: bool, has_decoder: bool = True, plan: DayPlan | None = None) -> int:
    """Run the day and write its summary into ``out``; 0 when everything adds up, 1 when not, 2 or 5 when it cannot begin.

    With a display the window stays open afterwards until it is closed.

    Args:
        out: None for a fresh folder among the temporary ones.
        has_decoder, plan: for tests: without the scan decoder; less than the whole day.
    """
    from desktop_oms.compose.demo_folder import Taken, prepare
    from desktop_oms.domain.errors import OmsError

    is_shown = _has_display() and not headless
    try:
        folder = prepare(out)
        if not is_shown:
            _go_offscreen()
    except Taken as why:
        return _refused(str(why), USAGE)
    except OSError as error:
        return _refused(f"{error.filename or out} cannot be written: {error.strerror or error}.", UNAVAILABLE)
    _say(f"Desktop OMS demo in {folder}")
    with _Watched(folder) as watched:
        try:
            return _run(folder, has_decoder, plan, is_shown, watched)
        except OmsError as error:
            from desktop_oms.ui.texts import texts

            return _refused(texts().refusal(error).sentence, UNAVAILABLE)


def _run(folder: Path, has_decoder: bool, plan: DayPlan | None, is_shown: bool, watched: _Watched) -> int:
    from desktop_oms.demo import report
    from desktop_oms.demo.day import Day, DayPlan

    desktop = _open(folder, has_decoder)
    try:
        confirm: Callable[[Path], None] = lambda path: _confirm(folder, path)  # noqa: E731
        result = Day(desktop, resource_path("samples"), folder, _say, confirm, plan or DayPlan()).run()
        result.problems += watched.problems()
        told = report.summary(result)
        report.write(told, folder)
        for line in report.lines(told, folder):
            _say(line)
        if is_shown and desktop.window.isVisible():
            _say("The window stays open; close it to end the demo.")
            desktop.app.exec()
        return DOES_NOT_ADD_UP if told["problems"] else GOOD
    finally:
        desktop.close()


def _open(folder: Path, has_decoder: bool) -> Desktop:
    """Show the window and wait for its books. Raises what the books say when they cannot be opened."""
    from PySide6.QtCore import QCoreApplication

    from desktop_oms.app.setup import StartShop
    from desktop_oms.compose import open_shop
    from desktop_oms.compose.window import Desktop, WindowOptions
    from desktop_oms.domain.errors import Unavailable

    def open_books(on_commit: Callable[[ChangeSet], None]) -> Shop:
        return open_shop(folder, first_shop=StartShop(**DEMO_SHOP), on_commit=on_commit)

    desktop = Desktop(WindowOptions(open_books, folder, "light", has_decoder=has_decoder))
    desktop.show()
    until = time.monotonic() + _OPENING_S
    while desktop.shop is None and desktop.failure is None and time.monotonic() < until:
        QCoreApplication.processEvents()
        time.sleep(0.005)
    if desktop.shop is None:
        desktop.close()
        raise desktop.failure or Unavailable("database.opening")
    return desktop


def _confirm(folder: Path, path: Path) -> None:
    """Write the file Amazon takes back: the command line does it, as a second process on the books the window has open."""
    from desktop_oms.demo.packer import Stuck

    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "desktop_oms"]
    command = [*program, "--data-dir", str(folder), "dispatch", "--out", str(path)]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, encoding="utf-8", timeout=_CONFIRMING_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Stuck(f"the command line did not write the confirmation file: {error}") from None
    if done.returncode:
        raise Stuck(f"the command line did not write the confirmation file: {done.stderr.strip()[-300:]}")
    _say(f"Confirmation for Amazon, by the command line beside the open window: {done.stdout.strip()}")


class _Watched(logging.Handler):
    """Keeps the log of the run in a file, and what was logged at WARNING or above as problems of the demo."""

    def __init__(self, folder: Path) -> None:
        super().__init__(logging.WARNING)
        self._folder = folder
        self._kept: list[str] = []

    def __enter__(self) -> _Watched:
        from desktop_oms.system.logs import start_logging
        from desktop_oms.system.paths import log_dir

        self._logs = start_logging(log_dir(self._folder), name="demo")
        logging.getLogger().addHandler(self)
        return self

    def __exit__(self, *_error: object) -> None:
        logging.getLogger().removeHandler(self)
        self._logs.close()

    def emit(self, record: logging.LogRecord) -> None:
        """Keep what happened, without personal data: the module and the message's pattern."""
        self._kept.append(f"{record.name}: {str(record.msg)[:200]}")

    def problems(self) -> list[str]:
        """A sentence for each different record."""
        return [f"the program logged “{text}”; see {self._logs.file}" for text in dict.fromkeys(self._kept)]


def _has_display() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _go_offscreen() -> None:
    """Qt without a screen, on one that is 1440 x 900. Why a file: the plug-in's own screen is 800 x 800."""
    width, height = _SCREEN
    screen = {"name": "demo", "x": 0, "y": 0, "width": width, "height": height}
    config = json.dumps({"screens": [{**screen, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}]})
    if os.name == "nt":  # the plug-in's arguments are parted by colons, which Windows paths contain
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        return
    with tempfile.NamedTemporaryFile("w", suffix=".json", prefix="oms-screen-", delete=False) as file:
        file.write(config)
    atexit.register(Path(file.name).unlink, missing_ok=True)
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={file.name}"


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _refused(sentence: str, status: int) -> int:
    sys.stderr.write(sentence + "\n")
    return status


__all__ = ["run"]
