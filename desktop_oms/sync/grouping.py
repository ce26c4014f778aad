"""Bring the rows of one order together, wherever in the file they stand, without holding the file.

Two passes: the first only counts in how many runs each key appears (8 bytes per run); the second yields orders that
stand together at once and keeps only scattered ones until their last row has come.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator

from desktop_oms.domain.remote_order import RowProblem
from desktop_oms.sync.notes import Notes
from desktop_oms.sync.tabular import Row, Table


def grouped(
    table: Table, key_of: Callable[[Row], str], observe: Callable[[Row], None] = lambda _row: None
) -> Iterator[list[Row] | RowProblem]:
    """Yield the rows of each key as one list in file order, and unreadable rows as they come.

    Args:
        key_of: what belongs together; rows with key ``""`` are yielded one by one.
        observe: called with every readable row in the first pass.
    """
    scattered = _scattered(table, key_of, observe)
    waiting: dict[str, list[Row]] = {}
    run: list[Row] = []
    run_key = ""
    for row in table.rows():
        if isinstance(row, RowProblem):
            yield row
            continue
        key = key_of(row)
        if run and (not key or key != run_key):
            yield from _close(run_key, run, scattered, waiting)
            run = []
        run_key = key
        run.append(row)
    if run:
        yield from _close(run_key, run, scattered, waiting)
    # Reached only if the file changed between the two passes; nothing may be lost then either.
    yield from waiting.values()


def _scattered(table: Table, key_of: Callable[[Row], str], observe: Callable[[Row], None]) -> dict[int, int]:
    """Hash of key -> number of runs, for the keys with more than one."""
    runs = array("q")
    last = ""
    for row in table.rows(Notes()):
        if isinstance(row, RowProblem):
            continue
        observe(row)
        key = key_of(row)
        if key and key != last:
            runs.append(hash(key))
        last = key
    counts: dict[int, int] = {}
    before: int | None = None
    for value in sorted(runs):
        if value == before:
            counts[value] = counts.get(value, 1) + 1
        before = value
    return counts


def _close(key: str, run: list[Row], scattered: dict[int, int], waiting: dict[str, list[Row]]) -> Iterator[list[Row]]:
    """Yield a finished run, or put it aside until the last run of its key."""
    left = scattered.get(hash(key), 0) if key else 0
    if not left:
        yield run
        return
    waiting.setdefault(key, []).extend(run)
    scattered[hash(key)] = left - 1
    if left == 1:
        # A hash shared by two keys only delays an order until here or the end of the file.
        yield waiting.pop(key)
