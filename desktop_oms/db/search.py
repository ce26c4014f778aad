"""Find anything by parts of words, without accents or case: lodz finds Łódź, 0001 finds 10001.

One interface over two indexes. SQLite: FTS5 with trigrams, PostgreSQL: pg_trgm (a plain scan where the server does not allow
the extension). Projections call ``index_rows`` and ``remove`` in the transaction that changes the facts. Invariant: the index
holds exactly the folded texts of ``search_doc``.

Why an external-content index: SQLite 3.40 cannot delete from a contentless one without the old text, which we keep anyway for
exact filtering. Why ``detail=none``: measured on 20,000 documents in durable pages of 50, it takes 225 instead of 432 bytes and
17 instead of 20 us a document; finding stays near 1 ms at 300,000. Positions are not needed, since every hit is checked against
its text.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from desktop_oms.db.driver import execute
from desktop_oms.domain.names import fold

log = logging.getLogger(__name__)

_PAGE = 500
# Scripts written without blanks: every end of such a run counts as a word, so that two signs of a name are enough.
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,20}")

_SQLITE_INDEX = (
    "CREATE VIRTUAL TABLE search_index USING fts5(text, content='search_doc', content_rowid='id', "
    "tokenize='trigram case_sensitive 1', detail='none', columnsize=0)"
)
_POSTGRESQL_INDEX = "CREATE INDEX ix_search_doc_trigram ON search_doc USING gin (text gin_trgm_ops)"


class SearchDoc(NamedTuple):
    """What an entity is found by: ``text`` is its words as people know them, unfolded, separated by blanks."""

    kind: str
    id: int
    text: str


class Found(NamedTuple):
    """One entity that matches."""

    kind: str
    id: int


def install(conn: Connection) -> None:
    """Create the index over ``search_doc`` (empty at that time). On PostgreSQL without pg_trgm nothing is created."""
    if _is_sqlite(conn):
        conn.exec_driver_sql(_SQLITE_INDEX)
        return
    try:
        # Why a savepoint: a refusal (extension not shipped, no right to create it) must not end the migration around it.
        with conn.begin_nested():
            conn.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            conn.exec_driver_sql(_POSTGRESQL_INDEX)
    except DBAPIError as refusal:
        log.info("search without pg_trgm, each search reads every document: %s", refusal.orig)


def is_indexed(conn: Connection) -> bool:
    """Whether finding uses an index; False on a PostgreSQL without pg_trgm, where each search reads every document."""
    if _is_sqlite(conn):
        return True
    return conn.execute(text("SELECT to_regclass('ix_search_doc_trigram')")).scalar() is not None


def folded(words: str) -> str:
    """The text as it is stored: folded words between blanks, runs of unspaced script also by their endings."""
    plain = fold(words)
    endings = [run[i:] for run in _UNSPACED.findall(plain) for i in range(1, len(run))]
    return f" {' '.join([plain, *endings])} " if plain else ""


def index_rows(conn: Connection, docs: Iterable[SearchDoc]) -> None:
    """Make these entities findable by exactly these texts from now on; the last one of equal ids wins."""
    wanted = {doc.id: (doc.kind, folded(doc.text)) for doc in docs}
    for ids in _pages(list(wanted)):
        rows = [(row_id, *wanted[row_id]) for row_id in ids]
        if _is_sqlite(conn):
            _index_sqlite(conn, rows)
        else:
            conn.exec_driver_sql(
                "INSERT INTO search_doc (id, kind, text) VALUES (%s, %s, %s) ON CONFLICT (id) DO UPDATE"
                " SET kind = excluded.kind, text = excluded.text",
                rows,
            )


def remove(conn: Connection, ids: Iterable[int]) -> None:
    """Make these entities unfindable; ids that are not indexed are ignored."""
    for page in _pages(list(ids)):
        if _is_sqlite(conn):
            old = _stored(conn, page)
            _unindex(conn, [(row_id, old_text) for row_id, (_kind, old_text) in old.items()])
            _run_many(conn, "DELETE FROM search_doc WHERE id = ?", [(row_id,) for row_id in old])
        else:
            conn.exec_driver_sql("DELETE FROM search_doc WHERE id = ANY(%s)", (list(page),))


def rebuild(conn: Connection, docs: Iterable[SearchDoc]) -> int:
    """Forget everything and index ``docs`` (streamed); returns how many. No trace of the old texts stays in the index."""
    conn.exec_driver_sql("DELETE FROM search_doc")
    if _is_sqlite(conn):
        conn.exec_driver_sql("DROP TABLE IF EXISTS search_index")
        conn.exec_driver_sql(_SQLITE_INDEX)
    count = 0
    page: list[SearchDoc] = []
    for doc in docs:
        page.append(doc)
        if len(page) == _PAGE:
            index_rows(conn, page)
            count, page = count + len(page), []
    index_rows(conn, page)
    return count + len(page)


def find(conn: Connection, words: str, limit: int | None = 50, *, kinds: Sequence[str] = ()) -> list[Found]:
    """Entities whose text contains every word typed, whole-word matches first, then the newest; ``limit`` None for all.

    Words of three letters and more match anywhere; two letters match the beginning of a word, one letter a whole word.
    Nothing typed finds nothing.
    """
    tokens = fold(words).split()
    if not tokens:
        return []
    whole = [f" {token} " for token in tokens]
    parts = [_needle(token) for token in tokens]
    found = dict.fromkeys(_matching(conn, whole, limit, kinds))
    if whole != parts and (limit is None or len(found) < limit):
        found.update(dict.fromkeys(_matching(conn, parts, limit, kinds)))
    hits = list(found)
    return hits if limit is None else hits[:limit]


def _needle(token: str) -> str:
    """What must stand in the text: at least three signs, since the index knows no shorter ones."""
    if len(token) >= 3:
        return token
    return f" {token}" if len(token) == 2 else f" {token} "


def _matching(conn: Connection, needles: list[str], limit: int | None, kinds: Sequence[str]) -> Iterator[Found]:
    values: dict[str, object] = {f"n{i}": needle for i, needle in enumerate(needles)}
    values.update({f"k{i}": kind for i, kind in enumerate(kinds)})
    conditions = []
    if _is_sqlite(conn):
        trigrams = dict.fromkeys(needle[i : i + 3] for needle in needles for i in range(len(needle) - 2))
        values["grams"] = " AND ".join('"' + gram.replace('"', '""') + '"' for gram in trigrams)
        source = "search_index i JOIN search_doc d ON d.id = i.rowid"
        conditions.append("search_index MATCH :grams")
        conditions += [f"instr(d.text, :n{i}) > 0" for i in range(len(needles))]
        order = "i.rowid"
    else:
        source, order = "search_doc d", "d.id"
        values.update({f"n{i}": f"%{_escaped(needle)}%" for i, needle in enumerate(needles)})
        conditions += [f"d.text LIKE :n{i}" for i in range(len(needles))]
    if kinds:
        conditions.append(f"d.kind IN ({', '.join(f':k{i}' for i in range(len(kinds)))})")
    query = f"SELECT d.kind, d.id FROM {source} WHERE {' AND '.join(conditions)} ORDER BY {order} DESC"  # noqa: S608
    if limit is not None:
        query += " LIMIT :limit"
        values["limit"] = limit
    for kind, row_id in conn.execute(text(query), values):
        yield Found(kind, row_id)


def _index_sqlite(conn: Connection, rows: list[tuple[int, str, str]]) -> None:
    old = _stored(conn, [row[0] for row in rows])
    fresh = [row for row in rows if row[0] not in old]
    moved = [row for row in rows if row[0] in old and old[row[0]] != row[1:]]
    _unindex(conn, [(row_id, old[row_id][1]) for row_id, _kind, _text in moved])
    _run_many(conn, "UPDATE search_doc SET kind = ?, text = ? WHERE id = ?", [(k, t, i) for i, k, t in moved])
    _run_many(conn, "INSERT INTO search_doc (id, kind, text) VALUES (?, ?, ?)", fresh)
    _run_many(
        conn, "INSERT INTO search_index (rowid, text) VALUES (?, ?)", [(row[0], row[2]) for row in (*moved, *fresh)]
    )


def _unindex(conn: Connection, old: list[tuple[int, str]]) -> None:
    _run_many(conn, "INSERT INTO search_index (search_index, rowid, text) VALUES ('delete', ?, ?)", old)


def _stored(conn: Connection, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    marks = ", ".join("?" * len(ids))
    rows = execute(conn, f"SELECT id, kind, text FROM search_doc WHERE id IN ({marks})", tuple(ids))  # noqa: S608
    return {row[0]: (row[1], row[2]) for row in rows}


def _run_many(conn: Connection, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
    if rows:
        execute(conn, statement, rows, many=True)


def _pages(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), _PAGE):
        yield ids[start : start + _PAGE]


def _escaped(needle: str) -> str:
    return needle.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _is_sqlite(conn: Connection) -> bool:
    return conn.dialect.name == "sqlite"
