"""Open the books: one engine factory for SQLite files and PostgreSQL, and the two ways to use what it opens.

``begin_write`` starts a write transaction, ``read_connection`` hands out a connection that cannot write. Invariant: every
SQLite connection that may write runs with ``synchronous=FULL``, WAL and foreign keys on.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import URL, Connection, Engine, create_engine, event, exc, make_url, text

from desktop_oms.db.schema.types import from_micros
from desktop_oms.domain.errors import RuleError, Unavailable, UsageError

Clock = Callable[[], datetime]

# A scan must not sleep in SQLite's growing busy handler: measured p99 15 ms with this, 36 to 485 ms without.
FOREGROUND_RETRY_S = 0.0002
BACKGROUND_RETRY_S = 0.005
WRITE_LOCK_PATIENCE_S = 20.0
_OPEN_PATIENCE_S = 10.0

_WRITER_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-65536",
    "PRAGMA journal_size_limit=67108864",
    "PRAGMA trusted_schema=OFF",
    # Last: from here on waiting is ours (begin_write), never SQLite's.
    "PRAGMA busy_timeout=0",
)
_READER_PRAGMAS = (
    "PRAGMA foreign_keys=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-32768",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA query_only=ON",
    "PRAGMA busy_timeout=10000",
)

_LOCK_FAULTS = {sqlite3.SQLITE_READONLY: "database.readonly", sqlite3.SQLITE_FULL: "disk.full"}

_readers: WeakKeyDictionary[Engine, Engine] = WeakKeyDictionary()
_clocks: WeakKeyDictionary[Engine, Clock] = WeakKeyDictionary()


def open_engine(
    url: str,
    *,
    clock: Clock = lambda: datetime.now(UTC),
    key: str | None = None,
    is_network_path: Callable[[Path], bool] | None = None,
) -> Engine:
    """Open the books at ``url`` (``sqlite:///file`` or ``postgresql://...``) for reading and writing.

    Args:
        clock: the time of leases on SQLite; PostgreSQL uses its own.
        key: for encryption at rest; refused as long as no library for it is shipped (docs/decisions.md).
        is_network_path: says whether a file lies on a network share, where SQLite's locks cannot be trusted.

    Raises:
        UsageError: ``database.url`` (neither engine, or SQLite without a file).
        RuleError: ``database.network_share``; ``database.no_encryption``.
    """
    parsed = _parse(url)
    if key is not None:
        raise RuleError("database.no_encryption", reason="no encryption library is part of this program")
    if parsed.get_backend_name() == "postgresql":
        engine = _open_postgresql(parsed, isolation_level="READ COMMITTED")
        reader = _open_postgresql(
            parsed, isolation_level="REPEATABLE READ", execution_options={"postgresql_readonly": True}
        )
    else:
        path = sqlite_path(url)
        if is_network_path is not None and is_network_path(path):
            raise RuleError("database.network_share", path=str(path))
        engine = _open_sqlite(parsed, _WRITER_PRAGMAS)
        reader = _open_sqlite(parsed, _READER_PRAGMAS)
    _readers[engine] = reader
    _clocks[engine] = _clocks[reader] = clock
    event.listen(engine, "engine_disposed", lambda _engine: reader.dispose())
    return engine


def sqlite_path(url: str) -> Path:
    """The file of a SQLite address; ``UsageError`` ``database.url`` for another address or one without a file."""
    parsed = _parse(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database == ":memory:":
        raise UsageError("database.url", url=parsed.render_as_string(hide_password=True))
    return Path(parsed.database)


def begin_write(conn: Connection, *, is_background: bool = False) -> None:
    """Begin a write transaction on a fresh connection of the writing engine; end it with commit or rollback.

    On SQLite the write lock is taken at once: the foreground asks again every 0.2 ms, the background every 5 ms, so that a
    scan gets in between two pages of a sync.

    Raises:
        Unavailable: ``database.locked`` after 20 s.
    """
    if conn.dialect.name == "sqlite":
        raw: Any = conn.connection.dbapi_connection
        _lock(raw, BACKGROUND_RETRY_S if is_background else FOREGROUND_RETRY_S, WRITE_LOCK_PATIENCE_S)
    conn.begin()


@contextmanager
def read_connection(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one consistent state of the books and cannot change it.

    Raises:
        Unavailable: ``database.unreachable`` when there is no server or file, or the server ends the session meanwhile.
    """
    try:
        conn = _readers[engine].connect()
    except exc.OperationalError as error:
        raise Unavailable("database.unreachable", reason=str(error.orig)) from error
    with conn:
        try:
            yield conn
        except exc.DBAPIError as error:
            if error.connection_invalidated:
                raise Unavailable("database.unreachable", reason=str(error.orig)) from error
            raise


def database_now(conn: Connection) -> datetime:
    """The time all stations agree on: the server's on PostgreSQL, this machine's clock on SQLite."""
    if conn.dialect.name == "postgresql":
        micros = conn.execute(text("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint")).scalar_one()
        return from_micros(int(micros))
    return _clocks[conn.engine]()


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except Exception as error:
        raise UsageError("database.url", url=url) from error
    if parsed.get_backend_name() == "postgresql":
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() != "sqlite":
        raise UsageError("database.url", url=parsed.render_as_string(hide_password=True))
    return parsed


def _open_postgresql(url: URL, **more: Any) -> Engine:
    options = "-c timezone=UTC -c lock_timeout=20s -c idle_in_transaction_session_timeout=10min"
    return create_engine(url, pool_pre_ping=True, connect_args={"options": options, "connect_timeout": 10}, **more)


def _open_sqlite(url: URL, pragmas: tuple[str, ...]) -> Engine:
    engine = create_engine(url, connect_args={"timeout": _OPEN_PATIENCE_S, "isolation_level": None})

    @event.listens_for(engine, "connect")
    def _prepare(raw: Any, _record: Any) -> None:
        for pragma in pragmas:
            _patiently(raw, pragma)

    @event.listens_for(engine, "begin")
    def _begin(conn: Connection) -> None:
        raw: Any = conn.connection.dbapi_connection
        # Already inside when begin_write took the lock; everything else reads first.
        if not raw.in_transaction:
            raw.execute("BEGIN")

    return engine


def _patiently(raw: Any, pragma: str) -> None:
    """Set a pragma, again while the file is busy.

    Why: SQLite asks no busy handler when it changes to WAL, so of two programs that open new books at once one was refused.
    """
    give_up_at = time.monotonic() + _OPEN_PATIENCE_S
    while True:
        try:
            raw.execute(pragma)
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > give_up_at:
                raise
        time.sleep(BACKGROUND_RETRY_S)


def _lock(raw: sqlite3.Connection, pause_s: float, patience_s: float) -> None:
    give_up_at = time.monotonic() + patience_s
    while True:
        try:
            raw.execute("BEGIN IMMEDIATE")
            return
        except sqlite3.OperationalError as error:
            primary = error.sqlite_errorcode & 0xFF
            if primary != sqlite3.SQLITE_BUSY:
                raise Unavailable(_LOCK_FAULTS.get(primary, "database.unreachable"), reason=str(error)) from error
            if time.monotonic() > give_up_at:
                raise Unavailable("database.locked") from error
        time.sleep(pause_s)
