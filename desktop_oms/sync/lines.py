"""Hand the physical lines of a text to a CSV parser one record at a time, and take them back when a quote ran away.

Used by ``sync.tabular`` only. Invariant: every line is either in the record in progress, pushed back, or reported.
"""

from __future__ import annotations

from collections import deque
from typing import TextIO

# A record is one order line; real ones have under 40 lines (a long note). A lost quote swallows lines until a limit.
_MOST_LINES = 400
_MOST_CHARS = 1_000_000
# Each retry reads at most one record again, so a hostile file costs at most this many records twice.
_MOST_RETRIES = 50


class Runaway(Exception):
    """The record in progress is too long to be real."""


class RecordLines:
    """Iterator of physical lines; ``None`` in ``record`` stands for a line that was too long to keep.

    Attributes:
        record: lines handed out since ``begin``.
        first_line: 1-based number of the first of them.
        ended_inside: the text ended while a record was in progress, so a quote was never closed.
        nul_lines: how many lines had NUL characters, which were removed; ``first_nul`` is the first of them.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._waiting: deque[tuple[int, str | None]] = deque()
        self._next_number = 1
        self._retries = 0
        self._chars = 0
        self.record: list[tuple[int, str | None]] = []
        self.ended_inside = False
        self.nul_lines: list[int] = []

    def __iter__(self) -> RecordLines:
        return self

    def __next__(self) -> str:
        number, line = self._waiting.popleft() if self._waiting else self._read()
        if line == "":
            self.ended_inside = bool(self.record)
            raise StopIteration
        self.record.append((number, line))
        if line is None:
            raise Runaway
        self._chars += len(line)
        if len(self.record) > _MOST_LINES or self._chars > _MOST_CHARS:
            raise Runaway
        return line

    @property
    def first_line(self) -> int:
        """Number of the first line of the record in progress; of the next line when none was handed out."""
        return self.record[0][0] if self.record else self._next_number

    def begin(self) -> None:
        """Start a new record."""
        self.record = []
        self._chars = 0
        self.ended_inside = False

    def retry_after_first(self) -> tuple[int, int]:
        """Give up the first line of the record and read its other lines anew; answers the lines given up, inclusive.

        After many retries the whole record is given up, which keeps a hostile file from being read again and again.
        """
        first, last = self.record[0][0], self.record[-1][0]
        self._retries += 1
        if self._retries > _MOST_RETRIES:
            return first, last
        self._waiting.extendleft(reversed(self.record[1:]))
        return first, first

    def _read(self) -> tuple[int, str | None]:
        number = self._next_number
        line = self._stream.readline(_MOST_CHARS)
        self._next_number += 1
        if len(line) >= _MOST_CHARS and line[-1] not in "\r\n":
            while (rest := self._stream.readline(_MOST_CHARS)) and rest[-1] not in "\r\n":
                pass
            return number, None
        if "\x00" in line:
            self.nul_lines.append(number)
            # A line of nothing but NUL must not look like the end of the text.
            line = line.replace("\x00", "") or "\n"
        return number, line
