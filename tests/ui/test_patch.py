"""The patch between two snapshots: small, ordered, or refused in favour of a reset."""

from __future__ import annotations

from array import array
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from desktop_oms.ui.models.patch import Patch, diff, ranges


def ids(*values: int) -> array[int]:
    return array("q", values)


def applied(old: array[int], new: array[int], patch: Patch) -> array[int]:
    """Do to ``old`` what the patch says, taking inserted ids from ``new``."""
    result = old[:]
    for first, last in reversed(patch.removals):
        del result[first : last + 1]
    for first, last in patch.insertions:
        result[first:first] = new[first : last + 1]
    return result


def test_the_same_snapshot_changes_nothing() -> None:
    assert diff(ids(1, 2, 3), ids(1, 2, 3)) == Patch((), ())


def test_rows_that_left_and_came_are_spans() -> None:
    assert diff(ids(1, 2, 3, 4, 5), ids(1, 4, 9, 10, 5)) == Patch(((1, 2),), ((2, 3),))


def test_a_row_that_moved_is_patched_when_it_is_known_to_have_changed() -> None:
    patch = diff(ids(1, 2, 3, 4), ids(2, 3, 1, 4), moved={1})
    assert patch == Patch(((0, 0),), ((2, 2),))


def test_another_order_of_the_same_rows_is_a_reset() -> None:
    assert diff(ids(1, 2, 3), ids(3, 2, 1)) is None


def test_more_than_two_hundred_changed_rows_are_a_reset() -> None:
    old = array("q", range(1000))
    assert diff(old, array("q", range(1000, 1300))) is None
    assert diff(old, array("q", range(900))) is not None


@given(st.lists(st.integers(0, 60), unique=True), st.lists(st.integers(0, 60), unique=True))
def test_law_a_patch_turns_the_old_snapshot_into_the_new_one(old: list[int], new: list[int]) -> None:
    before, after = array("q", old), array("q", new)
    patch = diff(before, after, moved=set(old) & set(new))
    assert patch is not None
    assert applied(before, after, patch) == after


@given(st.sets(st.integers(0, 100)))
def test_law_ranges_cover_exactly_the_rows_given(rows: set[int]) -> None:
    spans = ranges(sorted(rows))
    assert {row for first, last in spans for row in range(first, last + 1)} == rows
    assert all(after[0] > before[1] + 1 for before, after in pairwise(spans))
