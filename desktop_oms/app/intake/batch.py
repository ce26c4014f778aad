"""Rows of one page, gathered first and written in one statement per table.

Ids come in blocks, so children know their parents before anything is inserted.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Table

from desktop_oms.db import schema
from desktop_oms.db.tx import Tx

# Parents before children.
_ORDER: tuple[Table, ...] = (
    schema.personal_note,
    schema.tag,
    schema.sales_order,
    schema.order_line,
    schema.order_charge,
    schema.order_tax,
    schema.demand,
    schema.payment,
    schema.hold,
    schema.order_tag,
    schema.mapping_task,
    schema.shipment,
    schema.shipment_line,
    schema.sync_conflict,
)


class Batch:
    """What a page of orders will write."""

    def __init__(self, tx: Tx, block: int) -> None:
        """``block``: ids to take at a time, about as many as the page needs."""
        self._tx = tx
        self._ids = self._supply(max(16, block))
        self._inserts: dict[str, list[dict[str, Any]]] = {}
        self._updates: dict[str, list[dict[str, Any]]] = {}
        self._deletes: dict[str, list[int]] = {}

    def insert(self, table: Table, row: dict[str, Any]) -> int:
        """Plan a row and return its id."""
        row["id"] = next(self._ids)
        self._inserts.setdefault(table.name, []).append(row)
        return int(row["id"])

    def update(self, table: Table, row_id: int, changes: dict[str, Any]) -> None:
        """Plan a change; an empty one is none."""
        if changes:
            self._updates.setdefault(table.name, []).append({"id": row_id, **changes})

    def delete(self, table: Table, row_id: int) -> None:
        """Plan a deletion."""
        self._deletes.setdefault(table.name, []).append(row_id)

    def write(self) -> None:
        """Deletions of children, then per table insertions and changes; a change of a deleted row is forgotten."""
        for table in reversed((*_ORDER, schema.allocation)):
            if self._deletes.get(table.name):
                self._tx.delete(table, self._deletes[table.name])
        for table in (*_ORDER, schema.allocation):
            self._tx.insert(table, self._inserts.get(table.name, ()))
            gone = set(self._deletes.get(table.name, ()))
            changed = [row for row in self._updates.get(table.name, ()) if row["id"] not in gone]
            if changed:
                self._tx.update(table, changed)

    def _supply(self, block: int) -> Iterator[int]:
        while True:
            yield from self._tx.new_ids(block)
