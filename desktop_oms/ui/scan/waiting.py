"""Answer scans one after the other; a scan that arrives meanwhile waits its turn and is never dropped."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from desktop_oms.ui.scan.bursts import Burst


class WaitingLine:
    """First in, first out. ``start(burst)`` is called for one burst at a time; call ``finished`` when it was answered.

    Args:
        start: begins answering a burst; must not raise.
        on_count: told the number of waiting bursts whenever it changes.
    """

    def __init__(self, start: Callable[[Burst], None], on_count: Callable[[int], None]) -> None:
        self._start = start
        self._on_count = on_count
        self._waiting: deque[Burst] = deque()
        self._current: Burst | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a burst is being answered."""
        return self._current is not None

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, burst: Burst) -> None:
        """Answer the burst now, or when those before it are done."""
        if self._current is not None:
            self._waiting.append(burst)
            self._on_count(len(self._waiting))
            return
        self._begin(burst)

    def finished(self, burst: Burst) -> bool:
        """The burst was answered; begin the next. False if it was not the one being answered (a late second answer)."""
        if self._current is None or burst.id != self._current.id:
            return False
        self._current = None
        if self._waiting:
            following = self._waiting.popleft()
            self._on_count(len(self._waiting))
            self._begin(following)
        return True

    def _begin(self, burst: Burst) -> None:
        self._current = burst
        self._start(burst)
