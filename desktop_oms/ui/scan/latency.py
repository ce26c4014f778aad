"""Measure how long a packer waits: from the suffix key to the painted verdict, in the running program."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence

KEPT = 200


class LatencyProbe:
    """The last 200 answer times in milliseconds. GUI thread only."""

    def __init__(self) -> None:
        self._samples: deque[float] = deque(maxlen=KEPT)
        self.count = 0

    def add(self, milliseconds: float) -> None:
        """Take one measured answer."""
        self._samples.append(milliseconds)
        self.count += 1

    @property
    def last_ms(self) -> float | None:
        """The newest answer, None before the first scan."""
        return self._samples[-1] if self._samples else None

    @property
    def samples(self) -> Sequence[float]:
        """The kept answers, oldest first, for diagnostics."""
        return tuple(self._samples)

    def percentile(self, part: float) -> float | None:
        """The nearest-rank percentile (``part`` in 0..1) of the kept answers, None before the first scan."""
        if not self._samples:
            return None
        return sorted(self._samples)[max(0, math.ceil(part * len(self._samples)) - 1)]
