"""A clock that stands still until a test moves it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class FrozenClock:
    """Callable like the real clock: returns an aware UTC time, always the same until ``step`` or ``set``."""

    def __init__(self, start: datetime = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)) -> None:
        self.set(start)

    def __call__(self) -> datetime:
        return self._now

    def step(self, seconds: float = 1.0, **parts: float) -> datetime:
        """Go forward by ``seconds``, or by the parts of a timedelta (``minutes=5``); returns the new time."""
        self._now += timedelta(**parts) if parts else timedelta(seconds=seconds)
        return self._now

    def set(self, moment: datetime) -> None:
        """Jump to ``moment``, which must be aware."""
        if moment.tzinfo is None:
            raise ValueError("the clock needs an aware time")
        self._now = moment.astimezone(UTC)
