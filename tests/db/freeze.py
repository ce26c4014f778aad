"""Store small books as the current schema writes them: ``python -m tests.db.freeze``, once per released schema.

Until the first release this also rewrites the DDL of the first migration. A released fixture is never written again: later
programs must keep upgrading it.
"""

from __future__ import annotations

import sqlite3
import subprocess
import tempfile
from contextlib import closing
from pathlib import Path

from sqlalchemy import make_url

from desktop_oms.db.migrations import HEAD, freeze
from tests.db.small_books import build
from tests.support.postgres import PrivatePostgres, server_programs

FIXTURES = Path(__file__).parent / "fixtures"


def fixture(revision: str, engine: str) -> Path:
    """The SQL that makes the books of a released schema on ``engine`` (sqlite or postgresql)."""
    return FIXTURES / f"books_{revision}.{engine}.sql"


def _sqlite_dump(path: Path) -> str:
    """All statements; the full-text index is filled from its table, since its inner tables differ between SQLite versions."""
    with closing(sqlite3.connect(path)) as conn:
        (index,) = conn.execute("SELECT sql FROM sqlite_master WHERE name = 'search_index'").fetchone()
        conn.execute("DROP TABLE search_index")
        return "\n".join(
            [*conn.iterdump(), f"{index};", "INSERT INTO search_index (search_index) VALUES ('rebuild');", ""]
        )


def main() -> None:
    """Write both fixtures of the current schema."""
    freeze.main()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "books.sqlite"
        build(f"sqlite:///{path}")
        fixture(HEAD, "sqlite").write_text(_sqlite_dump(path), encoding="utf-8")
    programs = server_programs()
    if programs is None:
        raise SystemExit("PostgreSQL is needed to write its fixture")
    server = PrivatePostgres(programs)
    try:
        server.start()
        url = make_url(server.url(server.create()))
        build(url.render_as_string(hide_password=False))
        host = str(url.query["host"])
        dump = [
            programs / "pg_dump",
            "--inserts",
            "--no-owner",
            "-U",
            "postgres",
            "-h",
            host,
            "-p",
            str(url.port or 54329),
            str(url.database),
        ]
        told = subprocess.run(dump, capture_output=True, text=True, check=True).stdout
        kept = [line for line in told.splitlines() if line and not line.startswith(("--", "\\"))]
        fixture(HEAD, "postgresql").write_text("\n".join(kept) + "\n", encoding="utf-8")
    finally:
        server.stop()


if __name__ == "__main__":
    main()
