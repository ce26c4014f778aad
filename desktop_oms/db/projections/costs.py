"""What is left of each cost layer: its quantity, less what was used and what was taken back.

Invariant (CHECK): a layer never gives more than it holds, so a receipt some of which was sold cannot be undone in silence.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import bindparam, update

from desktop_oms.db.driver import Prepared
from desktop_oms.db.schema import cost_layer, cost_layer_level, cost_layer_use
from desktop_oms.db.tx import Tx

_ADD = Prepared(
    update(cost_layer_level)
    .where(cost_layer_level.c.cost_layer_id == bindparam("layer_id"))
    .values(remaining=cost_layer_level.c.remaining + bindparam("delta"))
)


def apply(tx: Tx) -> None:
    """Open a level for each new layer and add this transaction's uses and reversals."""
    opened: list[dict[str, Any]] = []
    deltas: Counter[int] = Counter()
    for row in tx.log.inserted.get(cost_layer.name, ()):
        if row.get("reverses_id") is None:
            names = ("variant_id", "warehouse_id")
            level = {"cost_layer_id": row["id"], "remaining": row["quantity"], **{name: row[name] for name in names}}
            opened.append(level)
        else:
            deltas[_root(tx, row["reverses_id"])] += row["quantity"]
    for row in tx.log.inserted.get(cost_layer_use.name, ()):
        deltas[row["cost_layer_id"]] -= row["quantity"]
    for row, row_id in zip(opened, tx.new_ids(len(opened)), strict=True):
        row["id"] = row_id
    if opened:
        tx.statements.insert(tx.conn, cost_layer_level, opened)
    # Why sorted: rows are locked in one order on PostgreSQL.
    tx.project(_ADD, [{"layer_id": layer, "delta": delta} for layer, delta in sorted(deltas.items()) if delta])


def _root(tx: Tx, layer_id: int) -> int:
    """The layer that a chain of reversals began with: an undo, its redo and so on all count into one level."""
    while True:
        query = cost_layer.select().with_only_columns(cost_layer.c.reverses_id).where(cost_layer.c.id == layer_id)
        before = tx.value(query)
        if before is None:
            return layer_id
        layer_id = before
