"""64-bit ids, unique over the whole database, known before the row is inserted.

SQLite: one counter row, raised inside the write transaction. PostgreSQL: the sequence ``oms_id``.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

_SQLITE = text("UPDATE id_counter SET next_value = next_value + :n WHERE name = 'id' RETURNING next_value")
_POSTGRESQL = text("SELECT nextval('oms_id') FROM generate_series(1, :n)")


def take(conn: Connection, count: int) -> list[int]:
    """Take ``count`` fresh ids, rising. ``count`` may be 0."""
    if count <= 0:
        return []
    if conn.dialect.name == "postgresql":
        return [row[0] for row in conn.execute(_POSTGRESQL, {"n": count})]
    after = conn.execute(_SQLITE, {"n": count}).scalar_one()
    return list(range(after - count, after))
