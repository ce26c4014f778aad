"""Intake against the driver writing the very same rows: G1, the page of 50 orders in one durable transaction.

The limit's rows are captured from books the program filled: every row of every table the page made, events, search documents and
the full-text index included, in the same file with the same indexes, constraints and foreign keys, one commit per page. What the
program changes rather than makes (stock totals, counters) the limit changes too.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import raw
from benchmarks.data import MadeShop
from benchmarks.measure import RUNS, Figure, Pair, cpu_timed, rate, settle, timed
from benchmarks.shops import Books, copy_of
from desktop_oms.app.intake.orders import ImportOrders
from desktop_oms.db.schema import metadata

_SEARCH = "INSERT INTO search_index (rowid, text) VALUES (?, ?)"
_TOTALS = "UPDATE stock_total SET allocated = allocated + ? WHERE variant_id = ? AND warehouse_id = ?"
_IDS = "UPDATE id_counter SET next_value = ? WHERE name = 'id'"
_NUMBERS = "UPDATE number_series SET next_value = next_value + ? WHERE kind = 'order'"
# Filled above by other means, or not by rows of its own.
_APART = {"id_counter", "number_series", "stock_total"}


@dataclass(slots=True)
class RawPage:
    """What one page writes: rows per table in an order foreign keys allow, and the figures it raises."""

    rows: list[tuple[str, list[tuple[Any, ...]]]] = field(default_factory=list)
    search: list[tuple[int, str]] = field(default_factory=list)
    totals: list[tuple[int, int, int]] = field(default_factory=list)
    next_id: int = 0
    orders: int = 0

    def write(self, db: sqlite3.Connection) -> None:
        """Write the page in one durable transaction."""
        db.execute("BEGIN IMMEDIATE")
        for statement, rows in self.rows:
            db.executemany(statement, rows)
        db.executemany(_SEARCH, self.search)
        db.executemany(_TOTALS, self.totals)
        db.execute(_IDS, (self.next_id,))
        db.execute(_NUMBERS, (self.orders,))
        db.execute("COMMIT")

    @property
    def count(self) -> int:
        """Rows made, the full-text index counted as one per document."""
        return sum(len(rows) for _statement, rows in self.rows) + len(self.search)


def measure(start: Books, made: MadeShop, orders: int, folder: Path) -> Iterator[Figure]:
    """Rates of whole runs, wall clock and processor time."""
    pages = list(made.pages(orders))
    captured = capture(copy_of(start, folder / "capture.sqlite"), pages)
    settle()
    for unit, clock in (("orders/s", timed), ("orders per CPU s", cpu_timed)):
        runs = []
        for number in range(RUNS):
            books = copy_of(start, folder / f"product-{unit[:9].strip('/')[:6]}-{number}.sqlite")
            limit = copy_of(start, folder / f"limit-{number}.sqlite")
            limit.close()
            db = raw.writer(limit.path)
            runs.append(_one_run(books, db, pages, captured, clock))
            books.close()
            db.close()
            for used in (books.path, limit.path):
                for name in folder.glob(used.name + "*"):
                    name.unlink()
        yield rate("G1", "import, pages of 50" + (", CPU" if clock is cpu_timed else ""), orders, runs, unit, 0.4)


def _one_run(
    books: Books, db: sqlite3.Connection, pages: Sequence[Any], captured: Sequence[RawPage], clock: Any
) -> Pair:
    pair = Pair([], [])
    for page, same in zip(pages, captured, strict=True):
        command = ImportOrders(books.channel_id, page)
        pair.product.append(clock(lambda command=command: books.run(command)))
        pair.limit.append(clock(lambda same=same: same.write(db)))
    return pair


def capture(books: Books, pages: Sequence[Any]) -> list[RawPage]:
    """Import the pages once and take down what each of them wrote."""
    found: list[RawPage] = []
    with sqlite3.connect(books.path) as db:
        for page in pages:
            before = _marks(db)
            books.run(ImportOrders(books.channel_id, page))
            found.append(_page(db, before, _marks(db), len(page)))
    books.close()
    return found


def _marks(db: sqlite3.Connection) -> tuple[int, int]:
    """Next id and last event: everything a page makes lies between two of these."""
    next_id = db.execute("SELECT next_value FROM id_counter WHERE name = 'id'").fetchone()[0]
    return next_id, db.execute("SELECT coalesce(max(seq), 0) FROM event").fetchone()[0]


def _page(db: sqlite3.Connection, before: tuple[int, int], after: tuple[int, int], orders: int) -> RawPage:
    page = RawPage(next_id=after[0], orders=orders)
    for table in metadata.sorted_tables:
        if table.name in _APART:
            continue
        key, low, high = ("seq", before[1], after[1]) if table.name == "event" else ("id", before[0] - 1, after[0] - 1)
        if key not in table.c:
            continue
        rows = db.execute(f"SELECT * FROM {table.name} WHERE {key} > ? AND {key} <= ?", (low, high)).fetchall()  # noqa: S608
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            page.rows.append((f"INSERT INTO {table.name} VALUES ({marks})", rows))  # noqa: S608
        if table.name == "search_doc":
            page.search = [(row[0], row[2]) for row in rows]
    page.totals = db.execute(
        "SELECT sum(quantity), variant_id, warehouse_id FROM allocation WHERE id >= ? AND id < ? GROUP BY 2, 3",
        (before[0], after[0]),
    ).fetchall()
    return page
