"""64-bit ids, unique over the whole database, known before the row is inserted.

SQLite: one counter row, raised inside the write transaction. PostgreSQL: the sequence ``oms_id``.
"""

from __future__ import annotations

from sqlalchemy import Connection

from desktop_oms.db.driver import execute

_SQLITE = "UPDATE id_counter SET next_value = next_value + ? WHERE name = 'id' RETURNING next_value"
_POSTGRESQL = "SELECT nextval('oms_id') FROM generate_series(1, %s)"


def take(conn: Connection, count: int) -> list[int]:
    """Take ``count`` fresh ids, rising. ``count`` may be 0."""
    if count <= 0:
        return []
    if conn.dialect.name == "postgresql":
        return [row[0] for row in execute(conn, _POSTGRESQL, (count,))]
    ((after,),) = execute(conn, _SQLITE, (count,)).fetchall()
    return list(range(after - count, after))
