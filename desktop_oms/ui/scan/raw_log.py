"""Append every raw burst to a file before anybody interprets it: the flight recorder of the packing table.

One JSON object per line. Written unsynced with one system call, so it survives the death of the process (not of the computer).
Invariant: writing never raises and never waits for the disk; when the disk refuses, ``has_failed`` says so and packing goes on.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desktop_oms.ui.scan.bursts import Burst

MAX_BYTES = 5_000_000
KEEP_FILES = 5


class RawLog:
    """The scan log of one station; ``path`` is the newest file, older ones carry ``.1`` … ``.4``.

    Attributes:
        has_failed: the last write did not reach the file (disk full, folder gone).
    """

    def __init__(
        self, path: Path, max_bytes: int = MAX_BYTES, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self.path = path
        self.has_failed = False
        self._max_bytes = max_bytes
        self._now = now
        self._fd: int | None = None
        self._size = 0

    def burst(self, burst: Burst) -> None:
        """Record what arrived, as it arrived."""
        self._write(
            {
                "at": self._now().isoformat(timespec="milliseconds"),
                "id": burst.id,
                "text": burst.text,
                "native": burst.native_text,
                "keys": list(burst.keys),
                "source": burst.source.value,
                "ms": burst.duration_ms,
                "suffix": burst.has_suffix,
                "overlaps": burst.overlaps,
            }
        )

    def answer(self, burst_id: str, verdict: str, milliseconds: float) -> None:
        """Record what was shown for a burst and how long it took."""
        at = self._now().isoformat(timespec="milliseconds")
        self._write({"at": at, "answer_to": burst_id, "verdict": verdict, "ms": round(milliseconds, 2)})

    def close(self) -> None:
        """Give the file back; the next record opens it again."""
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None

    def _write(self, record: dict[str, Any]) -> None:
        line = (json.dumps(record, ensure_ascii=True, separators=(",", ":")) + "\n").encode("ascii")
        try:
            if self._fd is None:
                self._open()
            elif self._size + len(line) > self._max_bytes:
                self._rotate()
            assert self._fd is not None
            self._size += os.write(self._fd, line)
            self.has_failed = False
        except OSError:
            self.has_failed = True
            self.close()

    def _open(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
        self._fd = os.open(self.path, flags, 0o600)
        self._size = os.fstat(self._fd).st_size

    def _rotate(self) -> None:
        self.close()
        for number in range(KEEP_FILES - 1, 0, -1):
            older = self.path.with_name(f"{self.path.name}.{number}")
            newer = self.path.with_name(f"{self.path.name}.{number - 1}") if number > 1 else self.path
            if newer.exists():
                newer.replace(older)
        self._open()


def read_log(path: Path) -> Iterator[dict[str, Any]]:
    """Every record of one log file in order; a last line cut off by a kill is left out."""
    with path.open(encoding="ascii") as lines:
        for line in lines:
            if line.endswith("\n"):
                yield json.loads(line)
