"""One measurement: product and limit in turns on one core, medians, a ratio against a goal.

Why turns: this machine is shared and a durable commit takes 0.1 or 4 ms depending on who else runs (performance.md of the design,
section 1). Two figures are comparable only when each sample of one has a sample of the other beside it. Nothing here is asserted;
a measurement that misses its goal is printed as such.
"""

from __future__ import annotations

import gc
import json
import os
import statistics
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass

RUNS = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table.

    Attributes:
        goal: number of the design's goal ("G8"), "" for a figure without one.
        product, limit: medians in ``unit``.
        ratio: product as a part of the limit's speed for rates, as a multiple of its time for times.
        aim: what ``ratio`` should reach (at least for rates, at most for times); None when it is only watched.
        spread: (highest - lowest) / median of the ratios of the single runs.
    """

    goal: str
    operation: str
    n: int
    product: float
    limit: float
    unit: str
    ratio: float
    aim: float | None
    met: bool | None
    spread: float

    def line(self) -> str:
        """The figure as one JSON line."""
        return json.dumps({key: _short(value) for key, value in asdict(self).items()}, ensure_ascii=False)


@dataclass(slots=True)
class Pair:
    """Samples of product and limit taken in turns, in seconds per piece of work."""

    product: list[float]
    limit: list[float]


def rate(goal: str, operation: str, n: int, runs: Sequence[Pair], unit: str, aim: float | None) -> Figure:
    """Units of work per second; the ratio is product / limit, more is better. A run's samples are seconds for ``n`` units in all."""
    product = [n / sum(run.product) for run in runs]
    limit = [n / sum(run.limit) for run in runs]
    ratios = [ours / theirs for ours, theirs in zip(product, limit, strict=True)]
    ratio = statistics.median(ratios)
    met = None if aim is None else ratio >= aim
    return Figure(
        goal, operation, n, statistics.median(product), statistics.median(limit), unit, ratio, aim, met, spread(ratios)
    )


def latency(goal: str, operation: str, n: int, runs: Sequence[Pair], part: float, aim: float | None) -> Figure:
    """Milliseconds at a percentile; the ratio is product / limit, less is better."""
    product = [percentile(run.product, part) * 1000 for run in runs]
    limit = [percentile(run.limit, part) * 1000 for run in runs]
    ratios = [ours / theirs for ours, theirs in zip(product, limit, strict=True)]
    ratio = statistics.median(ratios)
    met = None if aim is None else ratio <= aim
    name = f"{operation}, p{part * 100:g}"
    return Figure(
        goal, name, n, statistics.median(product), statistics.median(limit), "ms", ratio, aim, met, spread(ratios)
    )


def percentile(samples: Sequence[float], part: float) -> float:
    """The nearest-rank percentile, ``part`` in 0..1."""
    ranked = sorted(samples)
    return ranked[min(len(ranked) - 1, int(len(ranked) * part))]


def spread(values: Sequence[float]) -> float:
    """How far the single runs lie apart, as a part of their median."""
    return (max(values) - min(values)) / statistics.median(values)


def timed(work: Callable[[], object]) -> float:
    """Seconds ``work`` took on the wall clock."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def cpu_timed(work: Callable[[], object]) -> float:
    """Seconds of processor time ``work`` took, all threads; steady on a shared machine, blind to waiting for the disk."""
    started = time.process_time()
    work()
    return time.process_time() - started


def take_turns(
    count: int, product: Callable[[], object], limit: Callable[[], object], clock: Callable[..., float] = timed
) -> Pair:
    """``count`` samples of each, in turns; who begins changes every time."""
    pair = Pair([], [])
    for number in range(count):
        if number % 2:
            pair.limit.append(clock(limit))
            pair.product.append(clock(product))
        else:
            pair.product.append(clock(product))
            pair.limit.append(clock(limit))
    return pair


def stay_on_one_core() -> None:
    """Keep this process on one core, as the design's rule for comparing asks; impossible on macOS and Windows, then left alone."""
    with suppress(AttributeError, OSError):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def settle() -> None:
    """Collect garbage and take what is loaded out of the collector's sight, as the program does after its start."""
    gc.collect()
    gc.freeze()


def _short(value: object) -> object:
    return float(f"{value:.4g}") if isinstance(value, float) else value
