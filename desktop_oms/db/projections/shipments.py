"""How many units of a shipment line lie in parcels: the sum of its parcel contents.

Invariant (CHECK): packed plus short never exceeds the line's quantity, so a surplus scan cannot be booked by anyone.
"""

from __future__ import annotations

from collections import Counter

from sqlalchemy import bindparam, update

from desktop_oms.db.schema import parcel_content, shipment_line
from desktop_oms.db.tx import Tx

_ADD = (
    update(shipment_line)
    .where(shipment_line.c.id == bindparam("line_id"))
    .values(packed_qty=shipment_line.c.packed_qty + bindparam("delta"))
)


def apply(tx: Tx) -> None:
    """Add this transaction's parcel contents to their lines."""
    log, name = tx.log, parcel_content.name
    deltas: Counter[int] = Counter()
    for row in log.inserted.get(name, ()):
        deltas[row["shipment_line_id"]] += row["quantity"]
    for row in log.deleted.get(name, {}).values():
        deltas[row["shipment_line_id"]] -= row["quantity"]
    for _row_id, (old, new) in log.updated.get(name, {}).items():
        if "quantity" in new or "shipment_line_id" in new:
            raise ValueError("parcel contents are added and removed, never changed in quantity")
        del old
    # Why sorted: rows are locked in one order on PostgreSQL.
    tx.project(_ADD, [{"line_id": line, "delta": delta} for line, delta in sorted(deltas.items()) if delta])
