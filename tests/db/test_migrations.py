"""New books, old books and newer books; nothing is migrated without a verified copy."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from desktop_oms.db import migrations
from desktop_oms.db.doctor import run_all
from desktop_oms.db.engine import open_engine, read_connection, sqlite_path
from desktop_oms.db.migrations import HEAD, VERSIONS, Migration, create_fresh, freeze, migrate, revision
from desktop_oms.db.schema import metadata
from desktop_oms.domain.errors import ConfirmNeeded, RuleError, Unavailable
from tests.db.freeze import fixture
from tests.db.small_books import build, one
from tests.support.databases import Databases, SqliteFiles

# Every schema that ever left the house.
RELEASED = ("0001",)
# A later version, as small as one can be, that rebuilds the table most others refer to.
NEXT = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "0002", "0001"


def upgrade():
    with op.batch_alter_table("sales_order", recreate="always" if op.get_bind().dialect.name == "sqlite" else "never") as batch:
        batch.add_column(sa.Column("color", sa.Text, nullable=False, server_default=sa.text("'blue'")))
    {more}
"""


@pytest.fixture
def engine(engine_url: str) -> Iterator[Engine]:
    """An empty database."""
    engine = open_engine(engine_url)
    yield engine
    engine.dispose()


def next_program(folder: Path, monkeypatch: pytest.MonkeyPatch, more: str = "") -> None:
    """Pretend to be the program of the next version."""
    shutil.copytree(VERSIONS, folder / "versions", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "v0002_color.py").write_text(NEXT.format(more=more), encoding="utf-8")
    monkeypatch.setattr(migrations, "VERSIONS", folder / "versions")
    monkeypatch.setattr(migrations, "HEAD", "0002")


def from_fixture(url: str, released: str) -> None:
    """Books as a released program left them."""
    engine = open_engine(url)
    script = fixture(released, engine.dialect.name).read_text(encoding="utf-8")
    with engine.connect() as conn:
        raw: Any = conn.connection.dbapi_connection
        if engine.dialect.name == "sqlite":
            raw.execute("PRAGMA foreign_keys=OFF")
            raw.executescript(script)
        else:
            raw.execute(script)
            raw.commit()
    engine.dispose()


def shape(engine: Engine) -> list[Any]:
    """Everything the engine knows of tables, columns, rules, references and indexes."""
    queries = {
        "sqlite": [
            "SELECT name, replace(replace(replace(sql, char(10), ''), char(9), ''), ' ', '') FROM sqlite_master"
        ],
        "postgresql": [
            "SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns"
            " WHERE table_schema = 'public'",
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE connamespace = 'public'::regnamespace",
            "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'",
        ],
    }
    with engine.connect() as conn:
        rows = [tuple(row) for query in queries[engine.dialect.name] for row in conn.execute(text(query))]
    return sorted(
        (row for row in rows if not str(row[0]).startswith(("alembic_version", "sqlite_autoindex_alembic"))), key=str
    )


def test_new_books_are_the_same_as_books_migrated_from_the_first_version(databases: Databases) -> None:
    fresh, migrated = open_engine(databases.fresh()), open_engine(databases.fresh())
    create_fresh(fresh)
    migrations._upgrade(migrated)
    assert shape(fresh) == shape(migrated)
    assert revision(fresh) == revision(migrated) == HEAD
    for engine in (fresh, migrated):
        engine.dispose()


def test_declared_tables_and_migrated_books_do_not_differ(engine: Engine) -> None:
    migrations._upgrade(engine)
    with engine.connect() as conn:
        options = {
            "compare_type": same_type,
            "include_name": lambda name, kind, _p: not str(name).startswith("search_index"),
        }
        context = MigrationContext.configure(conn, opts={**options, "compare_server_default": False})
        found = compare_metadata(context, metadata)
    assert [item for item in found if "ix_search_doc_trigram" not in str(item)] == []


def same_type(context: Any, _inspected: Any, _declared: Any, inspected: Any, declared: Any) -> bool:
    """True when they differ; both as this engine spells them."""
    return bool(inspected.compile(context.dialect) != declared.compile(context.dialect))


def test_the_frozen_ddl_is_what_is_declared() -> None:
    """Before the first release: python -m tests.db.freeze. After it: write a migration instead."""
    for name in ("sqlite", "postgresql"):
        assert (VERSIONS / f"v0001_books.{name}.sql").read_text(encoding="utf-8") == freeze.ddl(name)


def test_the_program_knows_its_own_newest_migration() -> None:
    assert (
        ScriptDirectory(str(VERSIONS.parent), version_locations=[str(VERSIONS)]).get_current_head()
        == HEAD
        == RELEASED[-1]
    )


def test_migrating_nothing_makes_new_books_with_the_rows_they_start_from(engine_url: str) -> None:
    assert migrate(engine_url) == Migration(None, HEAD, None)
    engine = open_engine(engine_url)
    with engine.connect() as conn:
        assert one(conn, "SELECT count(*) FROM lot WHERE id = 0 AND variant_id IS NULL AND code = ''") == 1
        first = (
            "SELECT next_value FROM id_counter WHERE name = 'id'"
            if conn.dialect.name == "sqlite"
            else "SELECT nextval('oms_id')"
        )
        assert one(conn, first) == 1
    engine.dispose()


def test_books_of_today_are_left_alone(databases: Databases) -> None:
    assert migrate(databases.copy_of("small", build)) == Migration(HEAD, HEAD, None)


@pytest.mark.parametrize("released", RELEASED)
def test_books_of_every_released_schema_become_healthy_books_of_today(engine_url: str, released: str) -> None:
    from_fixture(engine_url, released)
    migrate(engine_url, has_own_copy=True)
    engine = open_engine(engine_url)
    assert revision(engine) == HEAD
    with read_connection(engine) as conn:
        assert run_all(conn) == []
        assert one(conn, "SELECT count(*) FROM sales_order") == 3
    engine.dispose()


def test_an_upgrade_keeps_every_row_and_reference(
    databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = databases.copy_of("small", build)
    next_program(tmp_path, monkeypatch)
    done = migrate(url, copy_to=tmp_path / "copies", has_own_copy=True)
    assert (done.before, done.after) == ("0001", "0002")
    engine = open_engine(url)
    with engine.connect() as conn:
        assert one(conn, "SELECT count(*) FROM sales_order WHERE color = 'blue'") == 3
        assert one(conn, "SELECT count(*) FROM order_line") == 5
        if conn.dialect.name == "sqlite":
            assert one(conn, "PRAGMA foreign_keys") == 1
            assert conn.exec_driver_sql("PRAGMA foreign_key_check").all() == []
            rebuilt = one(conn, "SELECT sql FROM sqlite_master WHERE name = 'sales_order'")
            assert "STRICT" in rebuilt and "ck_sales_order_open_qty_not_negative" in rebuilt
    engine.dispose()


def test_a_verified_copy_is_taken_before_an_upgrade(
    sqlite_files: SqliteFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = sqlite_files.copy_of("small", build)
    next_program(tmp_path, monkeypatch)
    copy = migrate(url, copy_to=tmp_path / "copies").copy
    assert copy is not None
    with closing(sqlite3.connect(copy)) as conn:
        assert conn.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
        assert conn.execute("SELECT count(*) FROM sales_order").fetchone() == (3,)


def test_damaged_books_are_not_upgraded(
    sqlite_files: SqliteFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = sqlite_files.copy_of("small", build)
    with closing(sqlite3.connect(sqlite_path(url))) as conn:
        conn.execute("UPDATE order_line SET order_id = 999999 WHERE id = (SELECT min(id) FROM order_line)")
        conn.commit()
    next_program(tmp_path, monkeypatch)
    with pytest.raises(RuleError) as refusal:
        migrate(url, copy_to=tmp_path / "copies")
    assert refusal.value.code == "backup.damaged"
    assert list((tmp_path / "copies").iterdir()) == []
    engine = open_engine(url)
    assert revision(engine) == "0001"
    engine.dispose()


def test_a_migration_that_breaks_a_reference_leaves_the_books_as_they_were(
    sqlite_files: SqliteFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = sqlite_files.copy_of("small", build)
    next_program(tmp_path, monkeypatch, more='op.execute("DELETE FROM sales_order")')
    with pytest.raises(RuleError) as refusal:
        migrate(url, copy_to=tmp_path / "copies")
    assert refusal.value.code == "migrate.broken_reference"
    engine = open_engine(url)
    with engine.connect() as conn:
        assert revision(engine) == "0001"
        assert one(conn, "SELECT count(*) FROM sales_order") == 3
        assert one(conn, "SELECT count(*) FROM pragma_table_info('sales_order') WHERE name = 'color'") == 0
    engine.dispose()


def test_a_migration_that_fails_leaves_the_books_as_they_were(
    databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = databases.copy_of("small", build)
    next_program(tmp_path, monkeypatch, more='raise RuntimeError("half way")')
    with pytest.raises(RuntimeError, match="half way"):
        migrate(url, copy_to=tmp_path / "copies", has_own_copy=True)
    engine = open_engine(url)
    assert revision(engine) == "0001"
    with engine.connect() as conn:
        assert one(conn, "SELECT count(*) FROM sales_order") == 3
    engine.dispose()


def test_postgresql_is_upgraded_only_if_the_person_has_a_copy(
    postgres_url: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = postgres_url()
    migrate(url)
    next_program(tmp_path, monkeypatch)
    with pytest.raises(ConfirmNeeded) as question:
        migrate(url)
    assert question.value.code == "migrate.no_copy"
    assert migrate(url, has_own_copy=True).after == "0002"


def test_books_of_a_newer_program_are_refused_and_untouched(databases: Databases) -> None:
    url = databases.copy_of("small", build)
    engine = open_engine(url)
    with engine.begin() as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(RuleError) as refusal:
        migrate(url)
    assert refusal.value.code == "database.newer"
    assert refusal.value.data == {"found": "9999", "known": HEAD}
    assert revision(engine) == "9999"
    engine.dispose()


def test_a_database_of_something_else_is_refused_and_untouched(engine_url: str) -> None:
    engine = open_engine(engine_url)
    with engine.begin() as conn:
        conn.execute(text("CREATE TABLE recipes (name TEXT)"))
    with pytest.raises(RuleError) as refusal:
        migrate(engine_url)
    assert refusal.value.code == "database.foreign"
    with engine.connect() as conn, pytest.raises(Exception, match="sales_order"):
        conn.execute(text("SELECT 1 FROM sales_order"))
    engine.dispose()


def test_two_processes_that_make_the_books_at_once_make_them_once(engine_url: str) -> None:
    refusals: list[BaseException] = []

    def make() -> None:
        try:
            migrate(engine_url)
        except BaseException as error:  # noqa: BLE001 - whatever it is, the test tells
            refusals.append(error)

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refusals == []
    engine = open_engine(engine_url)
    with engine.connect() as conn:
        assert one(conn, "SELECT count(*) FROM alembic_version") == 1
        assert one(conn, "SELECT count(*) FROM lot") == 1
    engine.dispose()


def test_a_place_that_cannot_be_reached_gets_a_sentence(tmp_path: Path) -> None:
    for url in (f"sqlite:///{tmp_path}/nowhere/books.sqlite", f"postgresql://postgres@/books?host={tmp_path}&port=1"):
        with pytest.raises(Unavailable) as refusal:
            migrate(url)
        assert refusal.value.code == "database.unreachable"


def test_a_file_that_is_no_database_gets_a_sentence_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "books.sqlite"
    path.write_bytes(b"holiday pictures" * 500)
    with pytest.raises(RuleError) as refusal:
        migrate(f"sqlite:///{path}")
    assert refusal.value.code == "database.damaged"
    assert path.read_bytes() == b"holiday pictures" * 500
