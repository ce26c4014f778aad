"""The books as they were: rows of today walked back through the events.

Holds for state tables (all columns but derived ones and ``version``). Ledgers need no walk: their rows carry the time and
are never changed. Personal rows are immutable and show what is left of them after an erasure.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, select

from desktop_oms.db.changes import decode, recorded_columns
from desktop_oms.db.schema import event

Rows = dict[int, dict[str, Any]]


def rows_as_of(conn: Connection, table: Table, seq: int) -> Rows:
    """All rows of a state table as they stood right after event ``seq`` (0: before the first).

    Cost: reads the table and every later event of its kind of aggregate.
    """
    if table.info["kind"] != "state":
        raise ValueError(f"{table.name} is {table.info['kind']}, only state tables are walked back")
    columns = recorded_columns(table)
    rows: Rows = {row["id"]: dict(row) for row in conn.execute(select(*columns)).mappings()}
    later = select(event.c.changes).where(event.c.seq > seq, event.c.kind == table.info["aggregate"][0])
    for (changes,) in conn.execute(later.order_by(event.c.seq.desc())):
        step_back(table, rows, changes)
    return rows


def step_back(table: Table, rows: Rows, changes: dict[str, Any]) -> None:
    """Take one event's changes of ``table`` back in ``rows``."""
    for row_id in changes.get("+", {}).get(table.name, ()):
        rows.pop(row_id, None)
    for row_id, cells in changes.get("~", {}).get(table.name, {}).items():
        row = rows[int(row_id)]
        for name, (old, _new) in cells.items():
            row[name] = decode(table.c[name], old)
    for row_id, image in changes.get("-", {}).get(table.name, {}).items():
        rows[int(row_id)] = {name: decode(table.c[name], value) for name, value in image.items()}
