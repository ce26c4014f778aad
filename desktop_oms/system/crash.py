"""What remains when the program dies: a file written by the interpreter itself, and one report per uncaught error."""

from __future__ import annotations

import faulthandler
import logging
import platform
import sys
import threading
import traceback
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import IO

from desktop_oms.system.logs import RingBuffer
from desktop_oms.system.redaction import clean_text

log = logging.getLogger(__name__)


class CrashFile:
    """Owns ``crash.txt`` while the program runs; it stays empty unless the process dies of a fault.

    Attributes:
        previous: what the last run left behind (stacks of all threads), ``""`` when it ended well.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / "crash.txt"
        self.previous = self._take_previous()
        self._file: IO[str] = self._path.open("w", encoding="utf-8")
        faulthandler.enable(self._file)

    def _take_previous(self) -> str:
        """Read what the last run left and keep it beside, so that the next start does not tell it again."""
        if not self._path.is_file():
            return ""
        text = self._path.read_text(encoding="utf-8", errors="replace")
        if text.strip():
            self._path.replace(self._folder / "crash-previous.txt")
        return text

    def close(self) -> None:
        """The run ended well: nothing to keep."""
        faulthandler.disable()
        self._file.close()
        self._path.unlink(missing_ok=True)


def report_text(error: BaseException, doing: str, ring: RingBuffer | None = None) -> str:
    """What "save report" writes: what was being done, the error, the machine, the last log lines; all of it redacted."""
    parts = [
        f"While: {doing}",
        f"Python {platform.python_version()} on {platform.platform()}",
        "".join(traceback.format_exception(error)),
        *(ring.lines() if ring else ()),
    ]
    return clean_text("\n".join(parts)) + "\n"


def save_report(
    folder: Path, now: datetime, error: BaseException, doing: str, ring: RingBuffer | None = None
) -> Path | None:
    """Write a report as ``report-<time>.txt`` into ``folder``; None when even that is impossible."""
    path = folder / f"report-{now:%Y%m%dT%H%M%S%f}.txt"
    try:
        path.write_text(report_text(error, doing, ring), encoding="utf-8")
    except OSError as problem:
        log.error("no report could be written: %s", problem.strerror)
        return None
    return path


def log_uncaught() -> None:
    """Send errors nobody caught, in any thread, to the log instead of the terminal; Ctrl+C stays itself."""

    def on_main(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            log.critical("uncaught", exc_info=(kind, error, trace))

    def on_thread(arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            name = arguments.thread.name if arguments.thread else "a thread"
            log.critical("uncaught in %s", name, exc_info=arguments.exc_value)

    sys.excepthook = on_main
    threading.excepthook = on_thread
