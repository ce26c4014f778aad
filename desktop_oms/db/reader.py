"""Reading rows of one connection: the part of a transaction that questions and handlers share."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import Connection, Executable

from desktop_oms.db.changes import Row


class Reader:
    """Runs selects on one connection; never changes anything by itself.

    Attributes:
        is_postgresql: which of the two engines answers.
    """

    def __init__(self, conn: Connection) -> None:
        self.conn = conn
        self.is_postgresql = conn.dialect.name == "postgresql"

    def read(self, query: Executable) -> list[Row]:
        """All rows of ``query``."""
        return cast("list[Row]", list(self.conn.execute(query).mappings()))

    def one(self, query: Executable) -> Row | None:
        """The first row of ``query`` or None."""
        return cast("Row | None", self.conn.execute(query).mappings().first())

    def value(self, query: Executable) -> Any:
        """The first column of the first row of ``query`` or None."""
        return self.conn.execute(query).scalar()
