"""What goods cost: layers made by receipts, used up first in, first out by whatever leaves.

Facts only; what is left of a layer follows by projection. A piece that never got a cost uses no layer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from desktop_oms.db.driver import Prepared, ids_param
from desktop_oms.db.schema import cost_layer, cost_layer_level, cost_layer_use
from desktop_oms.db.tx import Tx, chunks

_OPEN = Prepared(
    select(*(cost_layer_level.c[name] for name in ("cost_layer_id", "variant_id", "warehouse_id", "remaining")))
    .where(cost_layer_level.c.variant_id.in_(ids_param()), cost_layer_level.c.remaining > 0)
    .order_by(cost_layer_level.c.cost_layer_id)
    .with_for_update()
)


@dataclass(frozen=True, slots=True)
class Issue:
    """``quantity`` > 0 pieces that left by one stock move."""

    move_id: int
    variant_id: int
    warehouse_id: int
    quantity: int


def add_layers(tx: Tx, receipts: Iterable[Mapping[str, Any]]) -> None:
    """Remember what receipts cost, per piece: rows with move_id, variant_id, warehouse_id, quantity > 0, unit_cost_minor, currency."""
    tx.insert(cost_layer, [{**row, "received_at": tx.now} for row in receipts])


def use_layers(tx: Tx, issues: Iterable[Issue]) -> None:
    """Name the layers these issues consume, oldest receipt first, in one statement."""
    wanted = list(issues)
    left = _open_layers(tx, {issue.variant_id for issue in wanted})
    rows = []
    for issue in wanted:
        missing = issue.quantity
        for layer in left[issue.variant_id, issue.warehouse_id]:
            taken = min(missing, layer[1])
            if taken > 0:
                layer[1] -= taken
                missing -= taken
                rows.append(
                    {
                        "cost_layer_id": layer[0],
                        "move_id": issue.move_id,
                        "variant_id": issue.variant_id,
                        "quantity": taken,
                    }
                )
            if not missing:
                break
    tx.insert(cost_layer_use, rows)


def _open_layers(tx: Tx, variant_ids: set[int]) -> dict[tuple[int, int], list[list[int]]]:
    """[layer id, pieces left] by variant and warehouse, oldest first, locked on PostgreSQL."""
    found: dict[tuple[int, int], list[list[int]]] = defaultdict(list)
    for chunk in chunks(sorted(variant_ids)):
        for row in tx.read(_OPEN, ids=chunk):
            found[row["variant_id"], row["warehouse_id"]].append([row["cost_layer_id"], row["remaining"]])
    return found
