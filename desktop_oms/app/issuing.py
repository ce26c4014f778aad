"""Take out of stock what lies in the parcels of shipments that leave.

A batch or serial captured while packing may never have been received as one, because it was first read at the table. Then the
plain stock of that bin is issued: the paper says what left, and the bin's figure stays right. Invariant: per shipment and
article the ledger issues what its parcels hold, and no level falls below zero.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from desktop_oms.app.context import Context
from desktop_oms.app.costs import Issue, use_layers
from desktop_oms.db.changes import Row
from desktop_oms.db.driver import Prepared, ids_param
from desktop_oms.db.schema import parcel_content, shipment_line, stock_level, stock_move, variant
from desktop_oms.db.tx import Tx, chunks

# Batch and serial of pieces in one bin.
_Kind = tuple[int, str]

_PACKED_BY = (
    parcel_content.c.shipment_id,
    parcel_content.c.variant_id,
    parcel_content.c.lot_id,
    parcel_content.c.serial,
    shipment_line.c.bin_id,
)
_PACKED = Prepared(
    select(
        *_PACKED_BY,
        shipment_line.c.lot_id.label("planned_lot_id"),
        func.sum(parcel_content.c.quantity).label("quantity"),
    )
    .join(shipment_line, shipment_line.c.id == parcel_content.c.shipment_line_id)
    .join(variant, variant.c.id == parcel_content.c.variant_id)
    .where(parcel_content.c.shipment_id.in_(ids_param()), variant.c.is_stocked.is_(True))
    .group_by(*_PACKED_BY, shipment_line.c.lot_id)
    .order_by(*_PACKED_BY[:4])
)
_IN_BINS = Prepared(
    select(*(stock_level.c[name] for name in ("variant_id", "bin_id", "lot_id", "serial", "on_hand")))
    .where(
        stock_level.c.variant_id.in_(ids_param()),
        stock_level.c.stock_state == "sellable",
        stock_level.c.on_hand > 0,
    )
    .order_by(stock_level.c.id)
)


def issue_stock(tx: Tx, shipments: Sequence[Row], ctx: Context) -> None:
    """One move per article, bin, batch and serial that lies in the parcels, with the cost layers it uses.

    A bin that holds less than was packed from it is refused by the projection with RuleError ``stock.negative``.
    """
    home = {row["id"]: row["warehouse_id"] for row in shipments}
    packed = _packed(tx, list(home))
    bins = _Bins(tx, {row["variant_id"] for row in packed})
    moves: list[dict[str, Any]] = []
    for row in packed:
        lot_id, serial = bins.take(row)
        moves.append(
            {
                "at": tx.now,
                "variant_id": row["variant_id"],
                "warehouse_id": home[row["shipment_id"]],
                "bin_id": row["bin_id"],
                "lot_id": lot_id,
                "serial": serial,
                "stock_state": "sellable",
                "quantity": -int(row["quantity"]),
                "reason": "issue",
                "document_kind": "shipment",
                "document_id": row["shipment_id"],
                "actor_id": ctx.user_id,
                "station_id": ctx.station_id,
            }
        )
    move_ids = tx.insert(stock_move, moves)
    issues = [
        Issue(move_id, move["variant_id"], move["warehouse_id"], -move["quantity"])
        for move_id, move in zip(move_ids, moves, strict=True)
    ]
    use_layers(tx, issues)


def _packed(tx: Tx, shipment_ids: Sequence[int]) -> list[Row]:
    """Pieces of stocked articles in the parcels, with the bin and batch they were planned from."""
    return [row for chunk in chunks(shipment_ids) for row in tx.read(_PACKED, ids=chunk)]


class _Bins:
    """What the bins hold of some articles, going down as pieces are taken."""

    def __init__(self, tx: Tx, variant_ids: set[int]) -> None:
        self._left: dict[tuple[int, int], dict[_Kind, int]] = defaultdict(dict)
        for chunk in chunks(sorted(variant_ids)):
            for row in tx.read(_IN_BINS, ids=chunk):
                self._left[row["variant_id"], row["bin_id"]][row["lot_id"], row["serial"]] = row["on_hand"]

    def take(self, row: Mapping[str, Any]) -> _Kind:
        """Batch and serial to issue these pieces as: what was scanned, what was planned, or whatever lies in the bin."""
        left = self._left[row["variant_id"], row["bin_id"]]
        lot_id, planned, serial = row["lot_id"], row["planned_lot_id"], row["serial"]
        wanted = [(lot_id, serial), (planned, serial), (lot_id, ""), (planned, "")]
        plain = [kind for kind in left if not kind[1]]
        chosen = next((kind for kind in [*wanted, *plain] if left.get(kind, 0) >= row["quantity"]), (planned, ""))
        left[chosen] = left.get(chosen, 0) - int(row["quantity"])
        return chosen
