"""Is everything found by the words it has, and by no others? Also: make the whole index anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import cast

from sqlalchemy import Connection, Table, select, text

from desktop_oms.db import search as index
from desktop_oms.db.doctor.finding import Finding
from desktop_oms.db.projections.search import customer_docs, order_docs, variant_docs
from desktop_oms.db.reader import Reader
from desktop_oms.db.schema import customer, sales_order, search_doc, variant
from desktop_oms.db.search import SearchDoc
from desktop_oms.db.tx import Tx

_PAGE = 500
_MAKERS: tuple[tuple[Table, Callable[[Tx, Sequence[int]], list[SearchDoc]]], ...] = (
    (sales_order, order_docs),
    (variant, variant_docs),
    (customer, customer_docs),
)


def expected_docs(conn: Connection) -> Iterator[SearchDoc]:
    """Every document the facts call for, in pages of one kind."""
    reading = cast("Tx", Reader(conn))  # the makers only read
    for table, make in _MAKERS:
        last = -1
        while (
            ids := conn.execute(select(table.c.id).where(table.c.id > last).order_by(table.c.id).limit(_PAGE))
            .scalars()
            .all()
        ):
            last = ids[-1]
            yield from make(reading, ids)


def reindex(conn: Connection) -> int:
    """Make the search index anew from the facts (after an erasure, a repair); returns the number of documents."""
    return index.rebuild(conn, expected_docs(conn))


def documents(conn: Connection) -> Iterator[Finding]:
    """Each entity has one document with exactly its words."""
    seen: set[int] = set()
    page: list[SearchDoc] = []
    for doc in expected_docs(conn):
        seen.add(doc.id)
        page.append(doc)
        if len(page) == _PAGE:
            yield from _compare(conn, page)
            page = []
    yield from _compare(conn, page)
    for row in conn.execute(select(search_doc.c.id, search_doc.c.kind).order_by(search_doc.c.id)):
        if row.id not in seen:
            yield _finding(row.id, f"document of a {row.kind} that is not there")


def _compare(conn: Connection, docs: Sequence[SearchDoc]) -> Iterator[Finding]:
    query = select(search_doc).where(search_doc.c.id.in_([doc.id for doc in docs]))
    stored = {row.id: row for row in conn.execute(query)}
    for doc in docs:
        row = stored.get(doc.id)
        if row is None:
            yield _finding(doc.id, f"no document for this {doc.kind}")
            continue
        wanted, found = set(index.folded(doc.text).split()), set(row.text.split())
        if wanted != found or row.kind != doc.kind:
            odd = f"lacks {sorted(wanted - found)[:5]}, has in addition {sorted(found - wanted)[:5]}"
            yield _finding(doc.id, odd if row.kind == doc.kind else f"is a {row.kind}, should be a {doc.kind}")


def _finding(row_id: int, difference: str) -> Finding:
    return Finding(
        "search",
        "search_doc",
        row_id,
        difference,
        "The search would not find this or find it by wrong words; have the search index made anew.",
    )


def trigrams(conn: Connection) -> Iterator[Finding]:
    """SQLite: the full-text index holds exactly the trigrams of the documents. PostgreSQL's index is part of the table."""
    if conn.dialect.name != "sqlite":
        return
    counted: Counter[str] = Counter()
    for (words,) in conn.execute(select(search_doc.c.text), execution_options={"yield_per": 1000}):
        counted.update({words[i : i + 3] for i in range(len(words) - 2)})
    with _vocabulary(conn):
        held = {row[0]: row[1] for row in conn.exec_driver_sql("SELECT term, doc FROM temp.search_words")}
    for gram in sorted(gram for gram in counted.keys() | held.keys() if counted[gram] != held.get(gram, 0)):
        yield from _gram_findings(conn, gram)


def _gram_findings(conn: Connection, gram: str) -> Iterator[Finding]:
    match = '"' + gram.replace('"', '""') + '"'
    indexed = set(conn.exec_driver_sql("SELECT rowid FROM search_index WHERE search_index MATCH ?", (match,)).scalars())
    query = text("SELECT id FROM search_doc WHERE instr(text, :gram) > 0")
    there = set(conn.execute(query, {"gram": gram}).scalars())
    for row_id in sorted(indexed ^ there):
        yield _finding(row_id, f"index {'knows' if row_id in indexed else 'lacks'} {gram!r}, document does not agree")


@contextmanager
def _vocabulary(conn: Connection) -> Iterator[None]:
    """A view of the index by word, for this connection only. It writes nothing, yet making it counts as a write."""
    is_reader = conn.exec_driver_sql("PRAGMA query_only").scalar()
    conn.exec_driver_sql("PRAGMA query_only=OFF")
    conn.exec_driver_sql("CREATE VIRTUAL TABLE temp.search_words USING fts5vocab('main', 'search_index', 'row')")
    try:
        yield
    finally:
        conn.exec_driver_sql("DROP TABLE temp.search_words")
        conn.exec_driver_sql(f"PRAGMA query_only={is_reader}")
