"""The order list at two sizes: snapshot and first page, one search keystroke, counts per view, against raw SQL (G4 to G7).

The limit runs the statement alone on a bare connection of the same file; the program opens a read connection, checks rights,
builds records. The painting is not in here. Processor time, because a reading of some milliseconds loses its core in the middle
on a busy machine.
"""

from __future__ import annotations

import sqlite3
import time
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.measure import RUNS, Figure, cpu_timed, latency, settle, take_turns
from benchmarks.shops import Books
from desktop_oms.app.reads import Reads
from desktop_oms.db.engine import read_connection
from desktop_oms.db.queries.order_list import VIEWS
from desktop_oms.db.records import QuerySpec

_SAMPLES = 15
_PAGE = 128
_OPEN = VIEWS["open"] or ()
_ROW = (
    "SELECT o.id, o.number, o.external_number, o.headline, o.headline_reason, o.item_count, o.line_count, o.first_sku, o.placed_at,"
    " o.ship_by_at, o.total_minor, o.currency, o.buyer_note_id, o.is_gift, c.type, c.name, a.name, a.company, a.country"
    " FROM sales_order o JOIN channel c ON c.id = o.channel_id LEFT JOIN address a ON a.id = o.ship_address_id WHERE o.id IN "
)
_TAGS = "SELECT t.order_id, g.name, g.color FROM order_tag t JOIN tag g ON g.id = t.tag_id WHERE t.order_id IN "


def measure(books: Books, orders: int) -> Iterator[Figure]:
    """Latencies on books that hold ``orders`` orders."""
    with sqlite3.connect(books.path) as db:
        db.execute("PRAGMA cache_size=-32768")
        ours, limit = _Ours(books), _Raw(db)
        newest = db.execute("SELECT max(id) FROM sales_order").fetchone()[0]
        plans: list[tuple[str, str, float | None, Callable[[], Any], Callable[[], Any]]] = [
            ("G5", "list: all, ids and first page", None, lambda: ours.first_page("all", ""), limit.first_page),
            ("G5", "list: next 128 rows", None, lambda: ours.rows(limit.some), lambda: limit.rows(limit.some)),
            (
                "G6",
                "search: rare word, newest 50",
                None,
                lambda: ours.page("quentin çelik"),
                lambda: limit.search("quentin çelik"),
            ),
            ("G7", "counts of every view", 3.0, ours.counts, limit.counts),
            ("G4", "one order whole", 10.0, lambda: ours.detail(newest), lambda: limit.detail(newest)),
        ]
        settle()
        for goal, name, aim, product, bare in plans:
            product()
            bare()
            runs = [take_turns(_SAMPLES, product, bare, cpu_timed) for _run in range(RUNS)]
            yield latency(goal, f"{name}, CPU", orders, runs, 0.5, aim)


class _Ours:
    """The program's questions, each on a read connection as a pane asks them."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def _ask(self, question: Callable[[Reads], Any]) -> Any:
        with read_connection(self._books.engine) as conn:
            return question(Reads(conn, self._books.actor))

    def first_page(self, view: str, text: str) -> Any:
        """What a pane asks when a view is chosen."""
        spec = QuerySpec(view=view, text=text)
        ids = self._ask(lambda reads: reads.orders.snapshot(spec))
        return self.rows(list(ids[:_PAGE]))

    def rows(self, ids: list[int]) -> Any:
        return self._ask(lambda reads: reads.orders.rows(ids))

    def page(self, text: str) -> Any:
        return self._ask(lambda reads: reads.orders.page(QuerySpec(view="all", text=text), None, 50))

    def counts(self) -> Any:
        return self._ask(lambda reads: reads.orders.counts())

    def detail(self, order_id: int) -> Any:
        return self._ask(lambda reads: reads.order_detail(order_id))


class _Raw:
    """The same statements on a bare connection."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self.some = [row[0] for row in db.execute("SELECT id FROM sales_order ORDER BY id LIMIT ?", (_PAGE,))]

    def first_page(self) -> Any:
        ids = array("q", (row[0] for row in self._db.execute("SELECT id FROM sales_order ORDER BY id DESC")))
        return self.rows(list(ids[:_PAGE]))

    def rows(self, ids: list[int]) -> Any:
        marks = f"({', '.join('?' * len(ids))})"
        return self._db.execute(_ROW + marks, ids).fetchall(), self._db.execute(_TAGS + marks, ids).fetchall()

    def search(self, words: str) -> Any:
        from desktop_oms.domain.names import fold

        tokens = fold(words).split()
        grams = dict.fromkeys(token[at : at + 3] for token in tokens for at in range(len(token) - 2))
        match = " AND ".join(f'"{gram}"' for gram in grams)
        return self._db.execute(
            "SELECT d.id, d.text FROM search_index i JOIN search_doc d ON d.id = i.rowid"
            " WHERE search_index MATCH ? AND d.kind = 'order' ORDER BY i.rowid DESC LIMIT 50",
            (match,),
        ).fetchall()

    def counts(self) -> Any:
        return self._db.execute("SELECT headline, count(*) FROM sales_order GROUP BY headline").fetchall()

    def detail(self, order_id: int) -> Any:
        found = [
            self._db.execute(f"SELECT * FROM {table} WHERE {column} = ?", (order_id,)).fetchall()  # noqa: S608
            for table, column in (
                ("sales_order", "id"),
                ("order_line", "order_id"),
                ("order_charge", "order_id"),
                ("payment", "order_id"),
                ("hold", "order_id"),
                ("shipment_line", "order_id"),
            )
        ]
        found.append(
            self._db.execute(
                "SELECT * FROM event WHERE kind = 'order' AND entity_id = ? ORDER BY seq", (order_id,)
            ).fetchall()
        )
        return found


def grow(books: Books, wanted: int, path: Path) -> float:
    """Multiply the orders in the file by copying their rows with new ids until there are ``wanted``; returns the seconds.

    Why by SQL: what is measured is reading; importing 100,000 orders takes minutes. Ids, numbers and channel ids stay unique.
    """
    begun = time.perf_counter()
    with sqlite3.connect(path) as db:
        have = db.execute("SELECT count(*) FROM sales_order").fetchone()[0]
        first, beyond = db.execute("SELECT min(id), (SELECT next_value FROM id_counter) FROM sales_order").fetchone()
        step = beyond
        columns = {
            table: [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
            for table in ("sales_order", "order_line", "search_doc")
        }
        for copy in range(1, -(-wanted // have)):
            for table, names in columns.items():
                values = ", ".join(_copied(table, name, copy * step, copy) for name in names)
                kind = "kind = 'order' AND " if table == "search_doc" else ""
                db.execute(
                    f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {table} WHERE {kind}id >= ? AND id < ?",  # noqa: S608
                    (first, beyond),
                )
        db.execute("UPDATE id_counter SET next_value = ? WHERE name = 'id'", (beyond * (1 + -(-wanted // have)),))
        db.execute("INSERT INTO search_index (search_index) VALUES ('rebuild')")
        db.execute("ANALYZE")
    return time.perf_counter() - begun


def _copied(table: str, name: str, shift: int, copy: int) -> str:
    if name == "id" or (table, name) == ("order_line", "order_id"):
        return f"{name} + {shift}"
    if table == "sales_order" and name in ("number", "external_id"):
        return f"{name} || '-{copy}'"
    return f'"{name}"'
