"""Bring books to the schema of this program: make new ones, migrate old ones after a verified copy, refuse newer ones.

Invariant: a migration either ends with every foreign key intact and the new revision written, or leaves the books as they were.
Alembic is imported only when there is something to migrate: it costs 0.2 s of start-up.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DatabaseError, OperationalError

from desktop_oms.db.backup import backup_file, copy_name
from desktop_oms.db.engine import begin_write, open_engine, read_connection, sqlite_path
from desktop_oms.db.migrations.basics import install_basics
from desktop_oms.db.schema import metadata
from desktop_oms.domain.errors import ConfirmNeeded, RuleError, Unavailable

HEAD = "0001"
VERSIONS = Path(__file__).parent / "versions"
# Any number known to us alone: two stations starting a new program at once must not migrate at once.
_MIGRATION_LOCK = 0x0E5_0001


@dataclass(frozen=True, slots=True)
class Migration:
    """What ``migrate`` did. ``before`` is None for new books; ``copy`` the file taken before, None if nothing was changed."""

    before: str | None
    after: str
    copy: Path | None


def migrate(url: str, *, copy_to: Path | None = None, has_own_copy: bool = False) -> Migration:
    """Make the books at ``url`` fit this program: create them if empty, upgrade them if older.

    Args:
        copy_to: folder for the copy taken before an upgrade; the books' own folder when None.
        has_own_copy: the person has a copy of a PostgreSQL database (this program cannot take one).

    Raises:
        RuleError: ``database.newer`` (written by a newer program), ``database.foreign`` (other tables, not ours),
            ``database.damaged``, ``backup.damaged`` (the copy could not be verified; nothing was changed).
        Unavailable: ``database.unreachable``.
        ConfirmNeeded: ``migrate.no_copy`` on PostgreSQL without ``has_own_copy``.
    """
    engine = open_engine(url)
    try:
        before = _reach(engine)
        if before == HEAD:
            return Migration(before, HEAD, None)
        if before is None:
            create_fresh(engine)
            return Migration(None, HEAD, None)
        _refuse_newer(before)
        copy = _copy_before(url, before, copy_to, has_own_copy)
        _upgrade(engine)
        return Migration(before, HEAD, copy)
    finally:
        engine.dispose()


def revision(engine: Engine) -> str | None:
    """The revision the books were written with; None when the database is empty.

    Raises:
        RuleError: ``database.foreign`` - there are tables, but not ours.
    """
    # Why a reader: it waits in SQLite's own busy handler, a writer's plain question is refused while others make the books.
    with engine.connect():
        pass  # a writer's connection turns a restored file back to WAL
    with read_connection(engine) as conn:
        names = inspect(conn).get_table_names()
        if not names:
            return None
        found = conn.execute(text("SELECT version_num FROM alembic_version")).scalar() if _VERSION in names else None
    if found is None:
        raise RuleError("database.foreign", tables=len(names))
    return str(found)


def create_fresh(engine: Engine) -> None:
    """Make new books straight from the declared tables (tests prove: the same as all migrations from the first)."""
    with engine.connect() as conn:
        _begin_alone(conn)
        if inspect(conn).get_table_names():
            return  # another process was faster
        metadata.create_all(conn)
        install_basics(conn)
        conn.exec_driver_sql(
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
            "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
        )
        conn.exec_driver_sql(f"INSERT INTO alembic_version (version_num) VALUES ('{HEAD}')")  # noqa: S608
        conn.commit()


_VERSION = "alembic_version"


def _reach(engine: Engine) -> str | None:
    """The revision, or a sentence why the books cannot even be read."""
    try:
        return revision(engine)
    except OperationalError as error:
        raise Unavailable("database.unreachable", reason=str(error.orig).strip()) from error
    except DatabaseError as error:
        raise RuleError("database.damaged", reason=str(error.orig).strip()) from error


def _refuse_newer(before: str) -> None:
    known = {str(script.revision) for script in _scripts().walk_revisions()}
    if before not in known:
        raise RuleError("database.newer", found=before, known=HEAD)


def _copy_before(url: str, before: str, copy_to: Path | None, has_own_copy: bool) -> Path | None:
    if not url.startswith("sqlite"):
        if not has_own_copy:
            raise ConfirmNeeded("migrate.no_copy", found=before, wanted=HEAD)
        return None
    books = sqlite_path(url)
    folder = copy_to or books.parent
    folder.mkdir(parents=True, exist_ok=True)
    target = copy_name(folder, books, f"before-{HEAD}")
    backup_file(books, target)
    return target


def _upgrade(engine: Engine) -> None:
    with engine.connect() as conn:
        is_sqlite = conn.dialect.name == "sqlite"
        if is_sqlite:
            # Why off: rebuilding a table drops the old one, which would delete or refuse its children.
            _raw(conn).execute("PRAGMA foreign_keys=OFF")
        try:
            _begin_alone(conn)
            _run_scripts(conn)
            broken = conn.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(5) if is_sqlite else []
            if broken:
                raise RuleError("migrate.broken_reference", rows=[list(row) for row in broken])
            conn.commit()
        finally:
            conn.rollback()
            if is_sqlite:
                _raw(conn).execute("PRAGMA foreign_keys=ON")


def _begin_alone(conn: Connection) -> None:
    """Begin a write transaction that no other process making or migrating these books is in; wait as long as theirs takes."""
    begin_write(conn)
    if conn.dialect.name == "postgresql":
        conn.execute(text("SET LOCAL lock_timeout = 0"))
        conn.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})


def _run_scripts(conn: Connection) -> None:
    from alembic.runtime.environment import EnvironmentContext

    scripts = _scripts()
    environment = EnvironmentContext(scripts.config_, scripts)

    def upgrade(found: Any, _context: Any) -> Any:
        return scripts._upgrade_revs("head", found)

    environment.configure(connection=conn, target_metadata=metadata, fn=upgrade, render_as_batch=True)
    environment.run_migrations()


def _scripts() -> Any:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(VERSIONS.parent).replace("%", "%%"))
    config.set_main_option("version_locations", str(VERSIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    scripts.config_ = config  # type: ignore[attr-defined]
    return scripts


def _raw(conn: Connection) -> Any:
    return conn.connection.dbapi_connection
