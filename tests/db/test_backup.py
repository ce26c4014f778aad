"""Copies are whole, restoring is careful. SQLite only: PostgreSQL is copied with its own tools."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from desktop_oms.db import backup as backup_module
from desktop_oms.db.backup import backup, check, restore
from desktop_oms.db.doctor import run_all
from desktop_oms.db.engine import begin_write, open_engine, read_connection, sqlite_path
from desktop_oms.db.migrations import migrate
from desktop_oms.db.search import find
from desktop_oms.domain.errors import ConfirmNeeded, RuleError, Unavailable, UsageError
from tests.db.small_books import build, one, plant
from tests.support.databases import SqliteFiles


@pytest.fixture
def url(sqlite_files: SqliteFiles) -> str:
    """Small healthy books."""
    return sqlite_files.copy_of("small", build)


def value(url_or_path: str | Path, query: str) -> Any:
    path = url_or_path if isinstance(url_or_path, Path) else sqlite_path(url_or_path)
    with closing(sqlite3.connect(path)) as conn:
        return conn.execute(query).fetchone()[0]


def hurry(url: str, priority: int) -> None:
    with closing(sqlite3.connect(sqlite_path(url))) as conn:
        conn.execute("UPDATE sales_order SET priority = ?", (priority,))
        conn.commit()


def test_a_copy_holds_what_was_committed_and_is_one_file(url: str, tmp_path: Path) -> None:
    engine = open_engine(url)
    with engine.connect() as conn:  # somebody has the books open and something in the side file
        begin_write(conn)
        conn.exec_driver_sql("UPDATE sales_order SET priority = 3")
        conn.commit()
        done = backup(url, tmp_path / "copy.sqlite")
    engine.dispose()
    assert done.findings == ()
    assert [path.name for path in tmp_path.iterdir()] == ["copy.sqlite"]
    assert value(done.path, "SELECT min(priority) FROM sales_order") == 3
    assert value(done.path, "PRAGMA journal_mode") == "delete"


def test_a_copy_is_one_moment_although_others_commit_meanwhile(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup_module, "_PAGES_PER_STEP", 8)
    steps: list[float] = []

    def progress(part: float) -> None:
        steps.append(part)
        hurry(url, len(steps))  # a commit between every two steps

    copy = backup(url, tmp_path / "copy.sqlite", progress=progress).path
    assert len(steps) > 5
    assert steps == sorted(steps), "never began anew"
    assert steps[-1] == 1.0
    assert value(copy, "SELECT count(DISTINCT priority) FROM sales_order WHERE number <> '10002'") == 1
    assert value(copy, "SELECT priority FROM sales_order WHERE number = '10001'") == 0


def test_a_file_that_is_there_is_overwritten_only_if_asked(url: str, tmp_path: Path) -> None:
    target = tmp_path / "copy.sqlite"
    target.write_text("holiday pictures")
    with pytest.raises(ConfirmNeeded) as question:
        backup(url, target)
    assert question.value.code == "backup.exists"
    assert target.read_text() == "holiday pictures"
    backup(url, target, overwrite=True)
    assert value(target, "SELECT count(*) FROM sales_order") == 3


def test_the_books_are_never_their_own_copy(url: str) -> None:
    for act in (lambda: backup(url, sqlite_path(url), overwrite=True), lambda: restore(url, sqlite_path(url))):
        with pytest.raises(RuleError) as refusal:
            act()
        assert refusal.value.code == "backup.same_file"


def test_books_that_are_not_there_cannot_be_copied(tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        backup(f"sqlite:///{tmp_path}/none.sqlite", tmp_path / "copy.sqlite")
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_file_makes_no_copy_and_leaves_nothing_half_done(url: str, tmp_path: Path) -> None:
    with closing(sqlite3.connect(sqlite_path(url))) as conn:
        conn.execute("UPDATE order_line SET order_id = 999999 WHERE id = (SELECT min(id) FROM order_line)")
        conn.commit()
    with pytest.raises(RuleError) as refusal:
        backup(url, tmp_path / "copy.sqlite")
    assert refusal.value.code == "backup.damaged"
    assert "order_line" in str(refusal.value.data["problems"])
    assert list(tmp_path.iterdir()) == []


def test_wrong_figures_are_told_but_still_copied(url: str, tmp_path: Path) -> None:
    plant(url, "UPDATE stock_level SET on_hand = on_hand + 1")
    done = backup(url, tmp_path / "copy.sqlite")
    assert {finding.table for finding in done.findings} == {"stock_level"}
    assert [path.name for path in tmp_path.iterdir()] == ["copy.sqlite"]


def test_a_folder_that_is_not_there_gets_a_sentence(url: str, tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        backup(url, tmp_path / "nowhere" / "copy.sqlite")


def test_restoring_brings_the_copy_back_and_keeps_the_books_of_today(url: str, tmp_path: Path) -> None:
    copy = backup(url, tmp_path / "copy.sqlite").path
    hurry(url, 9)
    done = restore(url, copy, copy_to=tmp_path / "before")
    assert value(url, "SELECT max(priority) FROM sales_order") == 7
    assert done.copy is not None
    assert value(done.copy, "SELECT min(priority) FROM sales_order") == 9
    engine = open_engine(url)
    with read_connection(engine) as conn:
        assert run_all(conn) == []
    engine.dispose()


def test_restoring_into_nothing_needs_no_copy(url: str, tmp_path: Path) -> None:
    copy = backup(url, tmp_path / "copy.sqlite").path
    fresh = f"sqlite:///{tmp_path}/new.sqlite"
    assert restore(fresh, copy).copy is None
    assert value(fresh, "SELECT count(*) FROM sales_order") == 3


@contextmanager
def another_process_with(url: str) -> Iterator[None]:
    """The books open, and idle, in another process."""
    script = (
        "import sys\nfrom desktop_oms.db.engine import open_engine, read_connection\n"
        "engine = open_engine(sys.argv[1])\n"
        "with read_connection(engine) as conn: conn.exec_driver_sql('SELECT count(*) FROM lot')\n"
        "print('open', flush=True)\nsys.stdin.read()\n"
    )
    command = [sys.executable, "-c", script, url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        yield
        process.communicate("")


def test_restoring_is_refused_while_another_process_has_the_books_open(url: str, tmp_path: Path) -> None:
    copy = backup(url, tmp_path / "copy.sqlite").path
    hurry(url, 9)
    with another_process_with(url):
        with pytest.raises(RuleError) as refusal:
            restore(url, copy)
        assert refusal.value.code == "restore.in_use"
        assert value(url, "SELECT min(priority) FROM sales_order") == 9
    restore(url, copy)
    assert value(url, "SELECT min(priority) FROM sales_order") == 0


def test_restoring_is_refused_while_this_process_has_the_books_open(url: str, tmp_path: Path) -> None:
    copy = backup(url, tmp_path / "copy.sqlite").path
    engine = open_engine(url)
    with engine.connect() as conn:
        one(conn, "SELECT count(*) FROM lot")
    with pytest.raises(RuleError) as refusal:
        restore(url, copy)
    assert refusal.value.code == "restore.in_use"
    engine.dispose()


def test_nobody_can_open_the_books_while_they_are_restored(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = backup(url, tmp_path / "copy.sqlite").path
    monkeypatch.setattr(backup_module, "_PAGES_PER_STEP", 8)
    refusals: list[str] = []

    def intrude() -> None:
        with closing(sqlite3.connect(sqlite_path(url), timeout=0)) as conn:
            try:
                conn.execute("SELECT count(*) FROM lot").fetchone()
            except sqlite3.OperationalError as error:
                refusals.append(str(error))

    def progress(_part: float) -> None:
        thread = threading.Thread(target=intrude)
        thread.start()
        thread.join()

    restore(url, copy, progress=progress)
    assert refusals
    assert set(refusals) == {"database is locked"}


@pytest.mark.parametrize("content", [b"", b"holiday pictures" * 500], ids=["empty", "no database"])
def test_a_file_that_is_no_copy_is_refused_and_changes_nothing(url: str, tmp_path: Path, content: bytes) -> None:
    wrong = tmp_path / "wrong.sqlite"
    wrong.write_bytes(content)
    for source in (wrong, tmp_path / "missing.sqlite"):
        with pytest.raises(UsageError) as refusal:
            restore(url, source)
        assert refusal.value.code == "restore.not_a_copy"
    assert value(url, "SELECT count(*) FROM sales_order") == 3


def test_a_torn_copy_is_refused_and_changes_nothing(url: str, tmp_path: Path) -> None:
    copy = backup(url, tmp_path / "copy.sqlite").path
    whole = copy.read_bytes()
    copy.write_bytes(whole[: len(whole) // 2 // 4096 * 4096])
    with pytest.raises(RuleError) as refusal:
        restore(url, copy)
    assert refusal.value.code == "backup.damaged"
    assert value(url, "SELECT count(*) FROM sales_order") == 3
    with pytest.raises(RuleError):
        check(copy)


def test_books_too_damaged_to_open_are_set_aside_not_overwritten(url: str, tmp_path: Path) -> None:
    copy = backup(url, tmp_path / "copy.sqlite").path
    books = sqlite_path(url)
    books.write_bytes(b"\xff" * 8192)
    done = restore(url, copy, copy_to=tmp_path / "before")
    assert done.copy is not None
    assert done.copy.read_bytes() == b"\xff" * 8192
    assert value(url, "SELECT count(*) FROM sales_order") == 3


def test_who_was_erased_since_the_copy_stays_erased_after_restoring_it(url: str, tmp_path: Path) -> None:
    copy = backup(url, tmp_path / "copy.sqlite").path
    plant(
        url,
        "UPDATE contact SET name = '', email = '', email_key = '', erased_at = 5 WHERE name LIKE 'Zo%'",
        "UPDATE address SET name = '', city = '', postcode = '', erased_at = 5 WHERE name LIKE 'Zo%'",
        "INSERT INTO erasure (id, at, table_name, row_id) SELECT 800000 + id, 5, 'contact', id FROM contact WHERE name = ''",
        "INSERT INTO erasure (id, at, table_name, row_id) SELECT 900000 + id, 5, 'address', id FROM address WHERE name = ''",
    )
    assert value(copy, "SELECT count(*) FROM contact WHERE name LIKE 'Zo%'") == 2
    done = restore(url, copy)
    assert done.erasures == 4
    assert value(url, "SELECT count(*) FROM contact WHERE name LIKE 'Zo%' OR email_key LIKE 'z%' AND name = ''") == 0
    engine = open_engine(url)
    with read_connection(engine) as conn:
        assert find(conn, "lodz") == []
        assert find(conn, "10001") != []
        assert run_all(conn) == []
    engine.dispose()


def test_postgresql_is_pointed_to_its_own_tool(tmp_path: Path) -> None:
    for act in (
        lambda: backup("postgresql://host/db", tmp_path / "copy"),
        lambda: restore("postgresql://host/db", tmp_path / "copy"),
    ):
        with pytest.raises(UsageError) as refusal:
            act()
        assert refusal.value.code == "backup.postgresql"
        assert refusal.value.data == {"tool": "pg_dump"}


def test_a_restored_copy_opens_as_the_books_of_today(url: str, tmp_path: Path) -> None:
    copy = backup(url, tmp_path / "copy.sqlite").path
    restore(url, copy)
    assert migrate(url).copy is None
    assert value(url, "PRAGMA journal_mode") == "wal"
