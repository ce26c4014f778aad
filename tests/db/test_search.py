"""Finding by parts of words on both engines."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, text

from desktop_oms.db.engine import begin_write, open_engine
from desktop_oms.db.migrations import create_fresh
from desktop_oms.db.search import SearchDoc, find, folded, index_rows, is_indexed, rebuild, remove
from tests.db.small_books import one
from tests.support.databases import Databases


def empty(url: str) -> None:
    engine = open_engine(url)
    create_fresh(engine)
    engine.dispose()


@pytest.fixture
def conn(databases: Databases) -> Iterator[Connection]:
    """A write transaction on books that hold nothing but three orders and a mug to find."""
    engine = open_engine(databases.copy_of("empty", empty))
    with engine.connect() as conn:
        begin_write(conn)
        index_rows(
            conn,
            [
                SearchDoc("order", 11, "10001 #1001 Zoë Łódź zoe@example.org 80331 München MUG-RED"),
                SearchDoc("order", 12, "10002 #1002 Jürgen Groß Straße 5 山田太郎 CARD"),
                SearchDoc("order", 13, '210001 Ann O\'Neil 100% "quoted" back\\slash under_score'),
                SearchDoc("variant", 14, "MUG-RED Mug red 04006381333931"),
            ],
        )
        yield conn
        conn.rollback()
    engine.dispose()


def ids(conn: Connection, words: str, **more: object) -> list[int]:
    return [found.id for found in find(conn, words, **more)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("lodz", [11]),
        ("ŁÓDŹ", [11]),
        ("munchen", [11]),
        ("strasse", [12]),
        ("gross", [12]),
        ("000", [13, 12, 11]),
        ("ünch", [11]),
        ("mug-red", [14, 11]),
        ("mug red", [14, 11]),
        ("zoe lodz", [11]),
        ("zoe gross", []),
        ("400638133393", [14]),
        ("太郎", [12]),
        ("山田太郎", [12]),
        ("mu", [14, 11]),
        ("un", [13]),
        ("5", [12]),
        ("o'neil", [13]),
        ("O’Neil", [13]),
        ("100%", [13]),
        ("0%", []),
        ("r_s", [13]),
        ("e_s", []),
        ('"quoted"', [13]),
        ("back\\slash", [13]),
        ('" OR kind:', []),
        ("nothing like it", []),
        ("", []),
        ("   ", []),
    ],
)
def test_what_is_typed_finds(conn: Connection, typed: str, expected: list[int]) -> None:
    assert ids(conn, typed) == expected


def test_the_whole_word_comes_first_then_the_newest(conn: Connection) -> None:
    assert ids(conn, "10001") == [11, 13]


def test_as_many_as_asked_and_only_of_the_kinds_asked(conn: Connection) -> None:
    assert ids(conn, "mug", limit=1) == [14]
    assert ids(conn, "mug", kinds=("order",)) == [11]
    assert ids(conn, "mug", kinds=("customer", "variant"), limit=None) == [14]


def test_an_entity_indexed_again_is_found_by_its_new_words_only(conn: Connection) -> None:
    index_rows(conn, [SearchDoc("order", 11, "10001 Bo")])
    assert ids(conn, "lodz") == []
    assert ids(conn, "10001 bo") == [11]
    index_rows(conn, [SearchDoc("order", 11, "10001 Bo")])  # the same again changes nothing
    assert ids(conn, "10001 bo") == [11]


def test_an_entity_removed_is_not_found_and_unknown_ones_are_ignored(conn: Connection) -> None:
    remove(conn, [11, 999])
    assert ids(conn, "lodz") == []
    assert ids(conn, "gross") == [12]
    assert one(conn, "SELECT count(*) FROM search_doc WHERE id = 11") == 0


def test_of_two_documents_of_one_entity_the_last_wins(conn: Connection) -> None:
    index_rows(conn, [SearchDoc("order", 20, "first"), SearchDoc("order", 20, "second")])
    assert ids(conn, "first") == []
    assert ids(conn, "second") == [20]


def test_rebuilding_leaves_no_trace_of_old_words(conn: Connection) -> None:
    assert rebuild(conn, (SearchDoc("order", n, f"page{n}") for n in range(1, 1203))) == 1202
    assert ids(conn, "lodz") == []
    assert ids(conn, "page1202") == [1202]
    assert one(conn, "SELECT count(*) FROM search_doc") == 1202


def test_more_than_one_page_of_documents_at_once(conn: Connection) -> None:
    index_rows(conn, [SearchDoc("order", 1000 + n, f"bulk {n}") for n in range(1201)])
    assert len(find(conn, "bulk", limit=None)) == 1201
    remove(conn, range(1000, 2201))
    assert find(conn, "bulk", limit=None) == []


def test_search_rolled_back_with_its_transaction(databases: Databases) -> None:
    engine = open_engine(databases.copy_of("empty", empty))
    with engine.connect() as conn:
        begin_write(conn)
        index_rows(conn, [SearchDoc("order", 1, "vanishing")])
        conn.rollback()
        begin_write(conn)
        assert ids(conn, "vanishing") == []
        conn.rollback()
    engine.dispose()


def test_search_uses_an_index(conn: Connection) -> None:
    assert is_indexed(conn)


def test_without_the_index_postgresql_finds_the_same_and_says_so(databases: Databases, conn: Connection) -> None:
    if conn.dialect.name == "postgresql":
        conn.execute(text("DROP INDEX ix_search_doc_trigram"))
        assert not is_indexed(conn)
    assert ids(conn, "munchen") == [11]


def test_folded_text_is_framed_by_blanks_and_empty_for_nothing() -> None:
    assert folded("  Zoë  Łódź ") == " zoe lodz "
    assert folded(" ") == ""
    assert folded("山田太郎") == " 山田太郎 田太郎 太郎 郎 "
