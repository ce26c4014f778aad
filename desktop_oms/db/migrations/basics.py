"""What the books contain before the first command: the id source, the row that means "no lot", the search index."""

from __future__ import annotations

from sqlalchemy import Connection

from desktop_oms.db import search


def install_basics(conn: Connection) -> None:
    """Put the sentinel rows and the search index into books whose tables were just made."""
    conn.exec_driver_sql("INSERT INTO lot (id, variant_id, code) VALUES (0, NULL, '')")
    if conn.dialect.name == "sqlite":
        conn.exec_driver_sql("INSERT INTO id_counter (name, next_value) VALUES ('id', 1)")
    else:
        conn.exec_driver_sql("CREATE SEQUENCE oms_id AS bigint START WITH 1")
    search.install(conn)
