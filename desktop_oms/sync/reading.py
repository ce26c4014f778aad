"""What every reader of an order file answers and takes: options, pages, and joining pages to one ``OrderFile``.

Shared by the formats in ``channels``. Invariant: orders arrive in pages of bounded size, so memory stays flat.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from desktop_oms.domain.remote_order import OrderFile, RemoteOrder, RowProblem
from desktop_oms.sync.notes import Notes
from desktop_oms.sync.tabular import Row
from desktop_oms.sync.values import CellError

PAGE_SIZE = 50
# The finding under which readers count rows that only repeat others.
REPEATED = "A row repeats an earlier row exactly and was counted once"


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a person may say about a file.

    Attributes:
        encoding: Python name; ``""`` detects.
        dates: ``dmy``, ``mdy``, ``ymd`` or ``""`` (detected, asked when it cannot be).
        timezone: IANA name for times without an offset.
        mapping: header as written in the file -> header the format expects.
    """

    encoding: str = ""
    dates: str = ""
    timezone: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OrderPage:
    """At most ``size`` orders, the rows rejected since the page before, and the assumptions that became known.

    ``last_line`` is the 1-based line reached, for a progress bar. The last page may hold no orders.
    """

    orders: tuple[RemoteOrder, ...]
    rejected: tuple[RowProblem, ...]
    assumptions: tuple[str, ...]
    last_line: int


def problem(file: str, line: int, fault: CellError) -> RowProblem:
    """The rejected row as a person reads it: what, why, what next."""
    message = f"Line {fault.line or line} {fault.why}. It was not imported. Correct the line and import the file again."
    return RowProblem(file, fault.line or line, fault.field, fault.code, message)


def reject_order(file: str, rows: Iterable[Row], number: str, line: int, fault: CellError) -> list[RowProblem]:
    """One entry per row of an order that cannot be imported: the faulty row with its reason, the others with a pointer."""
    guilty = fault.line or line
    entries: list[RowProblem] = []
    for row in rows:
        if row.line == guilty:
            entries.append(problem(file, row.line, fault))
            continue
        message = (
            f"Line {row.line} belongs to order {number}, which was not imported because line {guilty} {fault.why}. "
            f"Correct line {guilty} and import the file again."
        )
        entries.append(RowProblem(file, row.line, "", "order.rejected", message))
    return entries


def paged(found: Iterable[RemoteOrder | RowProblem], notes: Notes, size: int) -> Iterator[OrderPage]:
    """Gather what a reader yields into pages of at most ``size`` orders (rejected rows also close a page, at 20 x size)."""
    orders: list[RemoteOrder] = []
    rejected: list[RowProblem] = []
    last_line = 0
    for item in found:
        if isinstance(item, RemoteOrder):
            orders.append(item)
            last_line = max(last_line, item.source_line)
        else:
            rejected.append(item)
            last_line = max(last_line, item.line)
        if len(orders) >= size or len(rejected) >= 20 * size:
            yield OrderPage(tuple(orders), tuple(rejected), notes.fresh(), last_line)
            orders, rejected = [], []
    yield OrderPage(tuple(orders), tuple(rejected), (*notes.fresh(), *notes.counted()), last_line)


def joined(channel_type: str, format_name: str, pages: Iterable[OrderPage]) -> OrderFile:
    """All pages as one answer; for files known to be small."""
    orders: list[RemoteOrder] = []
    rejected: list[RowProblem] = []
    assumptions: list[str] = []
    for page in pages:
        orders += page.orders
        rejected += page.rejected
        assumptions += page.assumptions
    rejected.sort(key=lambda entry: entry.line)
    return OrderFile(channel_type, format_name, tuple(orders), tuple(rejected), tuple(assumptions))
