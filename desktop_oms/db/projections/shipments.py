"""How many units of a shipment line lie in parcels: the sum of its parcel contents.

Invariant (CHECK): packed plus short never exceeds the line's quantity, so a surplus scan cannot be booked by anyone. Counts
afresh each time, so it may run in mid-transaction as well.
"""

from __future__ import annotations

from sqlalchemy import bindparam, func, select, update

from desktop_oms.db.schema import parcel_content, shipment_line
from desktop_oms.db.tx import Tx

_COUNT = (
    select(func.coalesce(func.sum(parcel_content.c.quantity), 0))
    .where(parcel_content.c.shipment_line_id == shipment_line.c.id)
    .correlate(shipment_line)
    .scalar_subquery()
)
_RECOUNT = update(shipment_line).where(shipment_line.c.id == bindparam("line_id")).values(packed_qty=_COUNT)


def apply(tx: Tx) -> None:
    """Recount the lines whose parcel contents this transaction touched."""
    log, name = tx.log, parcel_content.name
    lines = {row["shipment_line_id"] for row in log.inserted.get(name, ())}
    lines |= {row["shipment_line_id"] for row in log.deleted.get(name, {}).values()}
    for _old, new in log.updated.get(name, {}).values():
        if "quantity" in new or "shipment_line_id" in new:
            raise ValueError("parcel contents are added and removed, never changed in quantity")
    # Why sorted: rows are locked in one order on PostgreSQL. Deleted lines match nothing.
    tx.project(_RECOUNT, [{"line_id": line_id} for line_id in sorted(lines)])
