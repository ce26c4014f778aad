"""Whose turn it is to write in this process: one at a time, and a person before the background.

Waiting here costs nothing; waiting in the database's lock polls. A background page that wants in while a scan waits lets the
scan go first, so an import never makes a packer wait longer than the one page that is being written.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Turn:
    """A lock with two classes of waiters. Not re-entrant."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._is_taken = False
        self._foreground_waiting = 0

    @contextmanager
    def take(self, *, is_background: bool) -> Iterator[None]:
        """Wait for the turn and hold it for the block."""
        with self._changed:
            if is_background:
                self._changed.wait_for(lambda: not self._is_taken and not self._foreground_waiting)
            else:
                self._foreground_waiting += 1
                try:
                    self._changed.wait_for(lambda: not self._is_taken)
                finally:
                    self._foreground_waiting -= 1
            self._is_taken = True
        try:
            yield
        finally:
            with self._changed:
                self._is_taken = False
                self._changed.notify_all()
