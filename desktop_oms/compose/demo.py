"""Start the demo: a fresh shop in a folder of its own, the real window, the day, the summary."""

from __future__ import annotations

import os
import shutil
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


def run(out: Path | None, *, headless: bool, has_decoder: bool = True) -> int:
    """Run the day and write its summary into ``out``; 0 when everything adds up, 1 when not.

    With a display the window stays open afterwards until it is closed.
    """
    is_shown = _has_display() and not headless
    if not is_shown:
        _go_offscreen()
    folder = _prepare(out)
    from desktop_oms.demo.hands import TooSlow

    print(f"Desktop OMS demo in {folder}", flush=True)  # noqa: T201 - the demo speaks
    desktop = _open(folder, has_decoder)
    try:
        return _work(desktop, folder, is_shown)
    except TooSlow as waited:
        desktop.window.grab().save(str(folder / "stopped.png"))
        print(f"The demo stopped: waited in vain for {waited}.", file=sys.stderr)  # noqa: T201
        return 1
    finally:
        desktop.close()


def _work(desktop: Desktop, folder: Path, is_shown: bool) -> int:
    from desktop_oms.app.confirmations import write_confirmations
    from desktop_oms.demo import report
    from desktop_oms.demo.day import Day

    def say(line: str) -> None:
        print(line, flush=True)  # noqa: T201 - the demo speaks

    result = Day(desktop, resource_path("samples"), folder, say).run()
    assert desktop.shop is not None
    written = write_confirmations(desktop.shop, "amazon", folder / "amazon-shipment-confirmation.txt")
    say(f"Amazon confirmation file: {written} order items")
    told = report.summary(result)
    report.write(told, folder)
    for line in report.lines(told, folder):
        say(line)
    if is_shown:
        say("The window stays open; close it to end the demo.")
        desktop.app.exec()
    return 0 if report.is_good(told) else 1


def _open(folder: Path, has_decoder: bool) -> Desktop:
    from PySide6.QtCore import QCoreApplication

    from desktop_oms.app.setup import StartShop
    from desktop_oms.compose import open_shop
    from desktop_oms.compose.window import Desktop, WindowOptions

    def open_books(on_commit: Callable[[ChangeSet], None]) -> Shop:
        return open_shop(folder, first_shop=StartShop(**DEMO_SHOP), on_commit=on_commit)

    desktop = Desktop(WindowOptions(open_books, folder, "light", has_decoder=has_decoder))
    desktop.show()
    until = time.monotonic() + 30
    while desktop.shop is None and desktop.failure is None and time.monotonic() < until:
        QCoreApplication.processEvents()
        time.sleep(0.005)
    if desktop.failure is not None:
        raise desktop.failure
    return desktop


def _prepare(out: Path | None) -> Path:
    """An empty folder: the one named (its earlier demo is removed, nothing else), or a fresh one."""
    if out is None:
        return Path(tempfile.mkdtemp(prefix="desktop-oms-demo-"))
    out = out.expanduser().absolute()
    if (out / "summary.json").exists() or (out / "books.sqlite").exists():
        for name in (
            "books.sqlite",
            "books.sqlite-wal",
            "books.sqlite-shm",
            "summary.json",
            "amazon-shipment-confirmation.txt",
        ):
            (out / name).unlink(missing_ok=True)
        for name in ("prints", "screens", "scans"):
            shutil.rmtree(out / name, ignore_errors=True)
    out.mkdir(parents=True, exist_ok=True)
    return out


def _has_display() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _go_offscreen() -> None:
    """Qt without a screen, on one that is 1440 x 900."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
