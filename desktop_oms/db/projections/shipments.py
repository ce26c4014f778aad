"""How many units of a shipment line lie in parcels: the sum of its parcel contents.

Invariant (CHECK): packed plus short never exceeds the line's quantity, so a surplus scan cannot be booked by anyone. Counts
afresh each time, so it may run in mid-transaction as well.
"""

from __future__ import annotations

from sqlalchemy import func, select

from desktop_oms.db.driver import Prepared, ids_param
from desktop_oms.db.schema import parcel_content, shipment_line
from desktop_oms.db.tx import Tx, chunks

_PIECES = Prepared(
    select(parcel_content.c.shipment_line_id, func.sum(parcel_content.c.quantity).label("pieces"))
    .where(parcel_content.c.shipment_line_id.in_(ids_param()))
    .group_by(parcel_content.c.shipment_line_id)
)


def apply(tx: Tx) -> None:
    """Recount the lines whose parcel contents this transaction touched."""
    log, name = tx.log, parcel_content.name
    lines = {row["shipment_line_id"] for row in log.inserted.get(name, ())}
    lines |= {row["shipment_line_id"] for row in log.deleted.get(name, {}).values()}
    for _old, new in log.updated.get(name, {}).values():
        if "quantity" in new or "shipment_line_id" in new:
            raise ValueError("parcel contents are added and removed, never changed in quantity")
    # Why sorted: rows are locked in one order on PostgreSQL. Deleted lines match nothing.
    for chunk in chunks(sorted(lines)):
        counted = {row["shipment_line_id"]: int(row["pieces"]) for row in tx.read(_PIECES, ids=chunk)}
        rows = [{"id": line_id, "packed_qty": counted.get(line_id, 0)} for line_id in chunk]
        tx.project_columns(shipment_line, ("packed_qty",), rows)
