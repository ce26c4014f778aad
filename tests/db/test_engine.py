"""Opening the books: durable writers, readers that cannot write, a write lock that lets scans in."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from desktop_oms.db import engine as engine_module
from desktop_oms.db.engine import begin_write, database_now, open_engine, read_connection, sqlite_path
from desktop_oms.domain.errors import RuleError, Unavailable, UsageError
from tests.db.small_books import NOON, build, one
from tests.support.clock import FrozenClock
from tests.support.databases import Databases, SqliteFiles


@pytest.fixture
def books(databases: Databases) -> Iterator[Engine]:
    """Small healthy books."""
    engine = open_engine(databases.copy_of("small", build), clock=lambda: NOON)
    yield engine
    engine.dispose()


@pytest.fixture
def sqlite_books(sqlite_files: SqliteFiles) -> Iterator[Engine]:
    """Small healthy books in a file."""
    engine = open_engine(sqlite_files.copy_of("small", build), clock=lambda: NOON)
    yield engine
    engine.dispose()


def pragma(conn: Any, name: str) -> Any:
    return conn.exec_driver_sql(f"PRAGMA {name}").scalar()


def test_every_writer_connection_of_sqlite_is_durable(sqlite_books: Engine) -> None:
    full = 2
    with sqlite_books.connect() as first, sqlite_books.connect() as second, sqlite_books.connect() as third:
        for conn in (first, second, third):
            assert pragma(conn, "synchronous") == full
            assert pragma(conn, "journal_mode") == "wal"
            assert pragma(conn, "foreign_keys") == 1


def test_a_read_connection_cannot_write(books: Engine) -> None:
    with read_connection(books) as conn, pytest.raises(DBAPIError, match=r"read.?only"):
        conn.execute(text("DELETE FROM lease"))


def test_a_read_connection_sees_one_state_while_others_commit(books: Engine) -> None:
    with read_connection(books) as reader:
        before = one(reader, "SELECT count(*) FROM tag")
        with books.connect() as conn:
            begin_write(conn)
            conn.execute(text("INSERT INTO tag (id, name, name_key) VALUES (900001, 'a', 'a')"))
            conn.commit()
        assert one(reader, "SELECT count(*) FROM tag") == before
    with read_connection(books) as reader:
        assert one(reader, "SELECT count(*) FROM tag") == before + 1


def test_what_was_rolled_back_is_not_there(books: Engine) -> None:
    with books.connect() as conn:
        begin_write(conn)
        conn.execute(text("INSERT INTO tag (id, name, name_key) VALUES (900001, 'a', 'a')"))
        conn.rollback()
    with read_connection(books) as conn:
        assert one(conn, "SELECT count(*) FROM tag") == 0


def test_a_second_writer_waits_for_the_first_and_then_sees_its_work(sqlite_books: Engine) -> None:
    order: list[str] = []
    is_locked = threading.Event()

    def first() -> None:
        with sqlite_books.connect() as conn:
            begin_write(conn, is_background=True)
            is_locked.set()
            time.sleep(0.05)
            conn.execute(text("INSERT INTO tag (id, name, name_key) VALUES (900001, 'a', 'a')"))
            order.append("first commits")
            conn.commit()

    worker = threading.Thread(target=first)
    worker.start()
    is_locked.wait(5)
    with sqlite_books.connect() as conn:
        begin_write(conn)
        order.append("second begins")
        assert one(conn, "SELECT count(*) FROM tag") == 1
        conn.rollback()
    worker.join()
    assert order == ["first commits", "second begins"]


def test_a_writer_gives_up_with_a_sentence_when_the_lock_never_comes(
    sqlite_books: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "WRITE_LOCK_PATIENCE_S", 0.02)
    with sqlite_books.connect() as holder, sqlite_books.connect() as waiter:
        begin_write(holder)
        with pytest.raises(Unavailable) as refusal:
            begin_write(waiter)
        assert refusal.value.code == "database.locked"
        holder.rollback()
        begin_write(waiter)  # the connection is as good as before
        waiter.rollback()


def test_a_scan_asks_for_the_lock_more_often_than_a_sync() -> None:
    assert engine_module.FOREGROUND_RETRY_S * 10 < engine_module.BACKGROUND_RETRY_S


def test_readers_are_not_kept_waiting_by_a_writer(sqlite_books: Engine) -> None:
    with sqlite_books.connect() as conn:
        begin_write(conn)
        conn.execute(text("DELETE FROM lease"))
        with read_connection(sqlite_books) as reader:
            assert one(reader, "SELECT count(*) FROM sales_order") == 3
        conn.rollback()


def test_sqlite_on_a_network_share_is_refused(tmp_path: Path) -> None:
    asked: list[Path] = []

    def is_share(path: Path) -> bool:
        asked.append(path)
        return True

    with pytest.raises(RuleError) as refusal:
        open_engine(f"sqlite:///{tmp_path}/books.sqlite", is_network_path=is_share)
    assert refusal.value.code == "database.network_share"
    assert asked == [tmp_path / "books.sqlite"]


@pytest.mark.parametrize("url", ["mysql://host/db", "sqlite://", "sqlite:///:memory:", "not an address", ""])
def test_an_address_of_no_engine_of_ours_is_refused(url: str) -> None:
    with pytest.raises(UsageError) as refusal:
        open_engine(url)
    assert refusal.value.code == "database.url"


def test_a_refused_address_never_shows_its_password() -> None:
    with pytest.raises(UsageError) as refusal:
        open_engine("mysql://me:secret@host/db")
    assert "secret" not in str(refusal.value)


def test_a_key_is_refused_rather_than_ignored(tmp_path: Path) -> None:
    with pytest.raises(RuleError) as refusal:
        open_engine(f"sqlite:///{tmp_path}/books.sqlite", key="k")
    assert refusal.value.code == "database.no_encryption"


def test_the_file_of_an_address(tmp_path: Path) -> None:
    assert sqlite_path(f"sqlite:///{tmp_path}/a b.sqlite") == tmp_path / "a b.sqlite"


def test_leases_run_by_the_clock_given_on_sqlite(sqlite_files: SqliteFiles, clock: FrozenClock) -> None:
    engine = open_engine(sqlite_files.copy_of("small", build), clock=clock)
    with engine.connect() as conn:
        before = database_now(conn)
        clock.step(minutes=2)
        assert (database_now(conn) - before).total_seconds() == 120
    engine.dispose()


def test_leases_run_by_the_server_on_postgresql(postgres_url: Any) -> None:
    engine = open_engine(postgres_url(), clock=lambda: NOON)
    with engine.connect() as conn:
        first = database_now(conn)
        assert first != NOON
        assert first.tzinfo is not None
        conn.execute(text("SELECT pg_sleep(0.002)"))
        assert database_now(conn) > first  # inside one transaction, too
    engine.dispose()


def test_closing_the_books_closes_readers_too(sqlite_books: Engine, tmp_path: Path) -> None:
    with read_connection(sqlite_books) as conn:
        one(conn, "SELECT 1")
    sqlite_books.dispose()
    path = sqlite_path(str(sqlite_books.url))
    assert not path.with_name(path.name + "-wal").exists()  # the last connection takes it along
