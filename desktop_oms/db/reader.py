"""Reading rows of one connection: the part of a transaction that questions and handlers share."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import Connection, Executable

from desktop_oms.db.changes import Row
from desktop_oms.db.driver import Prepared


class Reader:
    """Runs selects on one connection; never changes anything by itself.

    Attributes:
        is_postgresql: which of the two engines answers.
    """

    def __init__(self, conn: Connection) -> None:
        self.conn = conn
        self.is_postgresql = conn.dialect.name == "postgresql"

    def read(self, query: Executable | Prepared, **values: Any) -> list[Row]:
        """All rows of ``query``; ``values`` are the named parameters of a prepared one."""
        if isinstance(query, Prepared):
            return cast("list[Row]", query.rows(self.conn, values))
        return cast("list[Row]", list(self.conn.execute(query).mappings()))

    def one(self, query: Executable | Prepared, **values: Any) -> Row | None:
        """The first row of ``query`` or None."""
        if isinstance(query, Prepared):
            return next(iter(query.rows(self.conn, values)), None)
        return cast("Row | None", self.conn.execute(query).mappings().first())

    def value(self, query: Executable | Prepared, **values: Any) -> Any:
        """The first column of the first row of ``query`` or None."""
        if isinstance(query, Prepared):
            row = next(iter(query.rows(self.conn, values)), None)
            return None if row is None else next(iter(row.values()))
        return self.conn.execute(query).scalar()
