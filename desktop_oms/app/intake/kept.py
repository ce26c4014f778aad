"""Fields a person edited win over the channel; what the channel said before the edit tells whether it has news since.

Without it every later telling of an edited order would ask the same question again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from desktop_oms.db.schema import event, sync_conflict
from desktop_oms.db.tx import Tx

_CHANNEL_COMMAND = "ImportOrders"


def said_before(tx: Tx, order_id: int, fields: Iterable[str]) -> dict[str, Any]:
    """Field -> what the channel last said about it, as events spell it: before the first edit, or in the latest conflict."""
    wanted = set(fields)
    said: dict[str, Any] = {}
    edits = (
        select(event.c.changes)
        .where(event.c.kind == "order", event.c.entity_id == order_id, event.c.command != _CHANNEL_COMMAND)
        .order_by(event.c.seq)
    )
    for row in tx.read(edits):
        cells = (row["changes"] or {}).get("~", {}).get("sales_order", {}).get(str(order_id), {})
        for name in wanted & cells.keys():
            said.setdefault(name, cells[name][0])
    asked = select(sync_conflict.c.field, sync_conflict.c.channel_value).where(sync_conflict.c.order_id == order_id)
    for row in tx.read(asked.order_by(sync_conflict.c.id)):
        if row["field"] in wanted:
            said[row["field"]] = row["channel_value"]
    return said
