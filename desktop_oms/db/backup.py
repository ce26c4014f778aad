"""Copy the books while people work, and put a copy back.

A copy is one SQLite file: taken from one snapshot, checked page by page and reference by reference, then renamed into place, so a
file under the wanted name is always whole. Invariant: restoring changes nothing before the copy to restore was checked, nobody else
has the books open, and the books of today were copied themselves.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from desktop_oms.db import doctor
from desktop_oms.db.doctor import Finding
from desktop_oms.db.engine import begin_write, open_engine, sqlite_path
from desktop_oms.db.schema import metadata
from desktop_oms.domain.errors import ConfirmNeeded, RuleError, Unavailable, UsageError

# Called with the finished part, 0.0 to 1.0.
Progress = Callable[[float], None]

# 4 MB a step: often enough for a progress bar, seldom enough to cost nothing.
_PAGES_PER_STEP = 1024
_SIDE_FILES = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy that is whole. ``findings`` of the doctor's quick checks lie in the books themselves, so the copy was kept."""

    path: Path
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did. ``copy`` holds the books as they were before, None if there were none; ``erasures`` rows blanked again."""

    copy: Path | None
    revision: str
    erasures: int


def backup(url: str, target: Path, *, overwrite: bool = False, progress: Progress | None = None) -> Copied:
    """Copy the books at ``url`` to the file ``target`` while others work, and look the copy over.

    Raises:
        UsageError: ``backup.postgresql`` - PostgreSQL is copied with pg_dump.
        ConfirmNeeded: ``backup.exists`` unless ``overwrite``.
        RuleError: ``backup.same_file``, ``backup.damaged`` (the copy, so most likely the books, has findings).
        Unavailable: ``disk.full``, ``database.unreachable``.
    """
    books = _books(url)
    if target.exists() and books.exists() and target.samefile(books):
        raise RuleError("backup.same_file", path=str(target))
    if target.exists() and not overwrite:
        raise ConfirmNeeded("backup.exists", path=str(target))
    if not books.exists():
        raise Unavailable("database.unreachable", path=str(books))
    backup_file(books, target, progress=progress)
    return Copied(target, tuple(_look_over(target)))


def backup_file(books: Path, target: Path, *, progress: Progress | None = None) -> Path:
    """Copy one snapshot of the file ``books`` to ``target``, checked. Errors as :func:`backup`."""
    with _sentences(books), closing(_connect(books)) as source:
        # Why: inside a read transaction the snapshot stands still; else every commit of others would start the copy anew.
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        return _copy(source, target, progress)


def restore(url: str, source: Path, *, copy_to: Path | None = None, progress: Progress | None = None) -> Restored:
    """Put the copy ``source`` in place of the books at ``url``; the caller migrates afterwards if the copy is older.

    Args:
        copy_to: folder for the copy of today's books; their own folder when None.

    Raises:
        UsageError: ``backup.postgresql``; ``restore.not_a_copy`` (no file, or not ours).
        RuleError: ``backup.damaged``; ``restore.in_use`` while any process has the books open.
    """
    books = _books(url)
    revision = _revision_of(source)
    if books.exists() and source.samefile(books):
        raise RuleError("backup.same_file", path=str(source))
    with _sentences(source):
        check(source)
    folder = copy_to or books.parent
    folder.mkdir(parents=True, exist_ok=True)
    with _sentences(books), _alone_with(books, folder) as (mine, set_aside):
        copy, erased = set_aside, []
        if set_aside is None and _is_filled(mine):
            copy = _copy(mine, copy_name(folder, books, "before-restore"), None)
            erased = _erasures(mine)
        with closing(_connect(source)) as packed:
            packed.backup(mine, pages=_PAGES_PER_STEP, progress=_reporter(progress))
        count = _erase_again(mine, erased)
    if count:
        _reindex(url)
    return Restored(copy, revision, count)


def check(path: Path) -> None:
    """Raise ``RuleError`` ``backup.damaged`` if the SQLite file at ``path`` is not whole (pages, indexes, references)."""
    with closing(_connect(path)) as conn:
        try:
            problems = [row[0] for row in conn.execute("PRAGMA integrity_check(5)")]
            broken = conn.execute("PRAGMA foreign_key_check").fetchmany(5)
        except sqlite3.DatabaseError as error:
            raise RuleError("backup.damaged", path=str(path), problems=[str(error)]) from error
    problems = [problem for problem in problems if problem != "ok"]
    problems += [f"{table} row {row_id} refers to a missing {parent}" for table, row_id, parent, _fk in broken]
    if problems:
        raise RuleError("backup.damaged", path=str(path), problems=problems)


def copy_name(folder: Path, books: Path, purpose: str) -> Path:
    """A free file name in ``folder`` that says what was copied, why and when (UTC)."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    names = (
        f"{books.stem}-{purpose}-{stamp}{suffix}{books.suffix}" for suffix in ("", *map("-{}".format, range(2, 1000)))
    )
    return next(path for name in names if not (path := folder / name).exists())


# --- inside ------------------------------------------------------------------------------------------------------------


def _books(url: str) -> Path:
    if url.startswith("postgres"):
        raise UsageError("backup.postgresql", tool="pg_dump")
    return sqlite_path(url)


def _look_over(copy: Path) -> list[Finding]:
    """What the doctor's quick checks find in a copy; it stays one file, since nothing here turns on WAL mode."""
    engine = create_engine("sqlite://", creator=lambda: _connect(copy), poolclass=NullPool)
    with engine.connect() as conn:
        return doctor.quick(conn)


def _reindex(url: str) -> None:
    """Make the search index anew: words of persons erased again must not be found."""
    engine = open_engine(url)
    try:
        with engine.connect() as conn:
            begin_write(conn)
            doctor.reindex(conn)
            conn.commit()
    finally:
        engine.dispose()


def _connect(path: Path, timeout_s: float = 10.0) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=timeout_s, isolation_level=None)


def _copy(source: sqlite3.Connection, target: Path, progress: Progress | None) -> Path:
    part = target.with_name(target.name + ".part")
    _remove(part)
    try:
        with closing(_connect(part)) as packed:
            packed.execute("PRAGMA synchronous=OFF")
            source.backup(packed, pages=_PAGES_PER_STEP, progress=_reporter(progress))
            # Why: a copy in WAL mode would need its side files; one file is what people carry away.
            packed.execute("PRAGMA journal_mode=DELETE")
        check(part)
        _sync_to_disk(part)
        part.replace(target)
    finally:
        _remove(part)
    return target


def _reporter(progress: Progress | None) -> Callable[[int, int, int], object] | None:
    if progress is None:
        return None
    return lambda _status, remaining, total: progress(1.0 if total == 0 else (total - remaining) / total)


def _sync_to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _remove(path: Path) -> None:
    for name in (path, *(path.with_name(path.name + side) for side in _SIDE_FILES)):
        name.unlink(missing_ok=True)


def _revision_of(source: Path) -> str:
    if not source.is_file():
        raise UsageError("restore.not_a_copy", path=str(source), reason="no such file")
    try:
        with closing(_connect(source)) as conn:
            row = conn.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_CORRUPT:
            raise RuleError("backup.damaged", path=str(source), problems=[str(error)]) from error
        raise UsageError("restore.not_a_copy", path=str(source), reason=str(error)) from error
    if row is None:
        raise UsageError("restore.not_a_copy", path=str(source), reason="no revision")
    return str(row[0])


@contextmanager
def _alone_with(books: Path, folder: Path) -> Iterator[tuple[sqlite3.Connection, Path | None]]:
    """The books locked against everybody else, for as long as the block lasts; unreadable ones are set aside first.

    Every process that has the books open keeps a shared lock on the file for the life of its connection (WAL mode), so
    leaving WAL mode succeeds only for the last one: SQLite itself is the register of who is here.
    """
    conn, set_aside = _connect(books, 0.0), None
    try:
        try:
            _lock_out_others(conn)
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise RuleError("restore.in_use", path=str(books)) from error
            if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
                raise
            conn.close()
            set_aside = _set_aside(books, folder)
            conn = _connect(books, 0.0)
            _lock_out_others(conn)
        yield conn, set_aside
    finally:
        conn.close()


def _lock_out_others(conn: sqlite3.Connection) -> None:
    conn.execute("PRAGMA locking_mode=EXCLUSIVE")
    conn.execute("PRAGMA journal_mode=DELETE")
    conn.execute("BEGIN EXCLUSIVE")
    conn.execute("COMMIT")


def _set_aside(books: Path, folder: Path) -> Path:
    aside = copy_name(folder, books, "damaged")
    shutil.move(books, aside)
    for side in _SIDE_FILES:
        left = books.with_name(books.name + side)
        if left.exists():
            shutil.move(left, aside.with_name(aside.name + side))
    return aside


def _is_filled(conn: sqlite3.Connection) -> bool:
    return bool(conn.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])


def _erasures(conn: sqlite3.Connection) -> list[tuple[object, ...]]:
    try:
        return conn.execute("SELECT id, at, actor_id, customer_id, table_name, row_id FROM erasure").fetchall()
    except sqlite3.OperationalError:
        return []  # books from before there was a list


def _erase_again(conn: sqlite3.Connection, erased: list[tuple[object, ...]]) -> int:
    """Blank what was erased since the copy was taken: persons, raw payloads, words they were found by."""
    known = {(row[4], row[5]) for row in _erasures(conn)}
    missing = [row for row in erased if (row[4], row[5]) not in known]
    if not missing:
        return 0
    conn.execute("BEGIN")
    conn.executemany(
        "INSERT INTO erasure (id, at, actor_id, customer_id, table_name, row_id) VALUES (?, ?, ?, ?, ?, ?)", missing
    )
    for table in metadata.tables.values():
        names = [column.name for column in table.columns if column.info.get("personal")]
        rows = [(row[1], row[5]) for row in missing if row[4] == table.name]
        if names and rows:
            blanks = ", ".join(f"{name} = ''" for name in names)
            conn.executemany(f"UPDATE {table.name} SET {blanks}, erased_at = ? WHERE id = ?", rows)  # noqa: S608
    conn.execute("DELETE FROM inbox")
    conn.execute("COMMIT")
    return len(missing)


@contextmanager
def _sentences(path: Path) -> Iterator[None]:
    """Turn what disk and SQLite say into our refusals."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise RuleError("backup.damaged", path=str(path), problems=[str(error)]) from error
        code = {sqlite3.SQLITE_FULL: "disk.full", sqlite3.SQLITE_BUSY: "database.locked"}.get(primary)
        raise Unavailable(code or "database.unreachable", path=str(path), reason=str(error)) from error
    except OSError as error:
        raise Unavailable("disk.unreachable", path=str(path), reason=str(error)) from error
