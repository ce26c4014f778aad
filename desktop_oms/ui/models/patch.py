"""Compare two id snapshots of a list and say how little must change on screen. Pure, no Qt."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable
from dataclasses import dataclass

MOST_ROWS = 200
_WIDEST_MIDDLE = 20_000

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Patch:
    """Rows to take out and put in.

    Attributes:
        removals: inclusive spans of old positions, to be applied from the last to the first.
        insertions: inclusive spans of new positions, to be applied from the first to the last.
    """

    removals: tuple[Span, ...]
    insertions: tuple[Span, ...]


def diff(old: array[int], new: array[int], moved: Collection[int] = ()) -> Patch | None:
    """Return the patch from ``old`` to ``new``, or None when a reset is cheaper (more than 200 rows, or rows reordered).

    Args:
        moved: ids whose place may have changed; they are taken out and put in again when the order needs it.
    """
    head = _common_head(old, new)
    tail = _common_tail(old, new, head)
    old_middle, new_middle = old[head : len(old) - tail], new[head : len(new) - tail]
    if max(len(old_middle), len(new_middle)) > _WIDEST_MIDDLE:
        return None
    old_set, new_set = set(old_middle), set(new_middle)
    gone, come = old_set - new_set, new_set - old_set
    if len(gone) + len(come) > MOST_ROWS:
        return None
    if not _same_order(old_middle, gone, new_middle, come):
        shifting = (old_set & new_set).intersection(moved)
        gone, come = gone | shifting, come | shifting
        if len(gone) + len(come) > MOST_ROWS or not _same_order(old_middle, gone, new_middle, come):
            return None
    return Patch(_spans(old_middle, gone, head), _spans(new_middle, come, head))


def _same_order(old: array[int], gone: set[int], new: array[int], come: set[int]) -> bool:
    return [key for key in old if key not in gone] == [key for key in new if key not in come]


def _spans(ids: array[int], chosen: set[int], offset: int) -> tuple[Span, ...]:
    return ranges(offset + place for place, key in enumerate(ids) if key in chosen)


def ranges(rows: Iterable[int]) -> tuple[Span, ...]:
    """Join ascending rows into inclusive spans: 1, 2, 3, 7 becomes (1, 3), (7, 7)."""
    spans: list[Span] = []
    for row in rows:
        if spans and spans[-1][1] == row - 1:
            spans[-1] = (spans[-1][0], row)
        else:
            spans.append((row, row))
    return tuple(spans)


def _common_head(old: array[int], new: array[int]) -> int:
    """Length of the common start, by bisection: comparing array slices runs at memory speed, a Python loop does not."""
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _common_tail(old: array[int], new: array[int], head: int) -> int:
    low, high = 0, min(len(old), len(new)) - head
    while low < high:
        middle = (low + high + 1) // 2
        if old[len(old) - middle : len(old) - low] == new[len(new) - middle : len(new) - low]:
            low = middle
        else:
            high = middle - 1
    return low
