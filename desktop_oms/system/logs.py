"""The log: a rotating file, and the last lines in memory for "save report". Redacted before either sees a line."""

from __future__ import annotations

import copy
import logging
import sys
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from logging.handlers import RotatingFileHandler
from pathlib import Path

from desktop_oms.system.redaction import clean_text, redacted

LINE = "%(asctime)s.%(msecs)03dZ %(levelname)s %(process)d %(threadName)s %(name)s: %(message)s"
FILE_BYTES = 2_000_000
FILE_COUNT = 5
RING_LINES = 2_000


class RedactingFormatter(logging.Formatter):
    """One line per record, times in UTC, personal data and secrets blanked in arguments, text and traceback."""

    def __init__(self) -> None:
        super().__init__(LINE, "%Y-%m-%dT%H:%M:%S")
        self.converter = time.gmtime

    def format(self, record: logging.LogRecord) -> str:
        """The finished, harmless line; the record itself is left as it was for other handlers."""
        safe = copy.copy(record)
        if isinstance(safe.args, Mapping):
            safe.args = redacted(safe.args)
        elif safe.args:
            safe.args = tuple(redacted(argument) for argument in safe.args)
        safe.exc_text = None  # another handler may have cached the unredacted traceback there
        return clean_text(super().format(safe))


class RingBuffer(logging.Handler):
    """Keeps the last lines in memory; ``lines`` answers a copy, oldest first, from any thread."""

    def __init__(self, size: int = RING_LINES) -> None:
        super().__init__()
        self._lines: deque[str] = deque(maxlen=size)
        self.setFormatter(RedactingFormatter())

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one formatted line."""
        self._lines.append(self.format(record))

    def lines(self) -> list[str]:
        """What is kept, oldest first."""
        self.acquire()
        try:
            return list(self._lines)
        finally:
            self.release()


@dataclass(frozen=True, slots=True)
class Logs:
    """The running log.

    Attributes:
        file: where it is written; None when the folder could not be used (the ring still works).
        ring: the last lines, for a report.
    """

    file: Path | None
    ring: RingBuffer
    handlers: tuple[logging.Handler, ...]

    def close(self) -> None:
        """Take the handlers off again and close the file."""
        for handler in self.handlers:
            logging.getLogger().removeHandler(handler)
            handler.close()


def start_logging(
    folder: Path | None, level: int = logging.INFO, to_stderr: bool = False, name: str = "desktop-oms"
) -> Logs:
    """Send everything at ``level`` or above to ``<folder>/<name>.log`` and to memory; uncaught warnings included.

    A folder that cannot be written costs the file, never the start of the program. Processes beside the window take a
    ``name`` of their own (``sync``), since rotation of one file by two processes loses lines.
    """
    ring = RingBuffer()
    handlers: list[logging.Handler] = [ring]
    file = folder / f"{name}.log" if folder else None
    problem: OSError | None = None
    if file:
        try:
            handlers.append(
                RotatingFileHandler(file, maxBytes=FILE_BYTES, backupCount=FILE_COUNT - 1, encoding="utf-8")
            )
        except OSError as error:
            file, problem = None, error
    if to_stderr:
        handlers.append(logging.StreamHandler(sys.stderr))
    root = logging.getLogger()
    root.setLevel(level)
    for handler in handlers:
        handler.setFormatter(RedactingFormatter())
        root.addHandler(handler)
    logging.raiseExceptions = False  # a full disk must not turn each log line into a traceback on the terminal
    if problem is not None:
        logging.getLogger(__name__).warning("no log file: %s", problem.strerror)
    return Logs(file, ring, tuple(handlers))
