"""Write down every statement a block puts to a SQLite database, and how the database means to answer it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import Engine, event

from desktop_oms.db import driver


@dataclass
class Questions:
    """Statements in the order they were put; many rows of one statement count once.

    Attributes:
        asked: (SQL, parameters of one row).
    """

    asked: list[tuple[str, Any]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.asked)

    def plans(self, engine: Engine) -> dict[str, list[str]]:
        """How SQLite answers each different statement: the lines of its query plan."""
        raw: Any
        with engine.connect() as conn:
            raw = conn.connection.dbapi_connection
            return {
                sql: [row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {sql}", params)]
                for sql, params in dict(self.asked_once()).items()
            }

    def asked_once(self) -> Iterator[tuple[str, Any]]:
        """Each different statement with the last parameters it was asked with."""
        return iter({sql: (sql, params) for sql, params in self.asked}.values())


@contextmanager
def questions(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Questions]:
    """Collect what is asked inside the block, whether through the driver or through SQLAlchemy."""
    found = Questions()
    run = driver.execute

    def noted(conn: Any, sql: str, params: Any, *, many: bool = False) -> Any:
        found.asked.append((sql, next(iter(params)) if many else params))
        return run(conn, sql, params, many=many)

    def on_execute(_conn: Any, _cursor: Any, sql: str, params: Any, _context: Any, many: bool) -> None:
        found.asked.append((sql, params[0] if many else params))

    with monkeypatch.context() as patch:
        for module in [m for name, m in sys.modules.items() if name.startswith("desktop_oms.")]:
            if getattr(module, "execute", None) is run:
                patch.setattr(module, "execute", noted)
        event.listen(engine, "before_cursor_execute", on_execute)
        try:
            yield found
        finally:
            event.remove(engine, "before_cursor_execute", on_execute)
