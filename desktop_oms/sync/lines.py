"""Hand the physical lines of a text to a CSV parser one record at a time, and take them back when a quote ran away.

Used by ``sync.tabular`` only. Invariant: every line is either in the record in progress, pushed back, or reported.
"""

from __future__ import annotations

from collections import deque
from typing import TextIO

# A record is one order line; real ones have under 40 lines (a long note). A lost quote swallows lines until a limit.
_MOST_LINES = 400
_MOST_CHARS = 1_000_000


class Runaway(Exception):
    """The record in progress is too long to be real."""


class RecordLines:
    """Iterator of physical lines; ``None`` in ``record`` stands for a line that was too long to keep.

    Attributes:
        record: lines handed out since ``begin``.
        first_line: 1-based number of the first of them; only while there is one.
        ended_inside: the text ended while a record was in progress, so a quote was never closed.
        nul_lines: numbers of the lines that had NUL characters, which were removed.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._waiting: deque[tuple[int, str | None]] = deque()
        self._next_number = 1
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
        """Number of the first line of the record in progress."""
        return self.record[0][0]

    def begin(self) -> None:
        """Start a new record."""
        self.record = []
        self._chars = 0
        self.ended_inside = False

    def retry_after_first(self) -> int:
        """Give up the first line of the record, read its other lines anew; answers the number of the line given up.

        Why this ends soon even for a hostile file: a line read afresh runs over others only if its quotes are odd, and the
        next such line closes it; so lines are read again few times, and never more than one record at once.
        """
        self._waiting.extendleft(reversed(self.record[1:]))
        return self.record[0][0]

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
