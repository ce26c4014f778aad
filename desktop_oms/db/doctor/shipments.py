"""Does what was packed agree with what left, on paper, in the ledger and in the claims?"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from desktop_oms.db.doctor.finding import Finding, rows
from desktop_oms.db.schema.base import in_list
from desktop_oms.domain.label import LIVE
from desktop_oms.domain.shipment import LEFT_THE_HOUSE

# The ledger's word for a shipment as the cause of a move.
DOCUMENT_KIND = "shipment"
_GONE = in_list("shipment.state", LEFT_THE_HOUSE)

_PACKED = """
SELECT line.id, line.packed_qty, coalesce(sum(content.quantity), 0) AS pieces
FROM shipment_line line LEFT JOIN parcel_content content ON content.shipment_line_id = line.id
GROUP BY line.id, line.packed_qty HAVING line.packed_qty <> coalesce(sum(content.quantity), 0) ORDER BY line.id
"""

_CONTENT = f"""
SELECT line.id, line.quantity, line.short_qty, shipment.number, coalesce(sum(content.quantity), 0) AS pieces
FROM shipment_line line JOIN shipment ON shipment.id = line.shipment_id
LEFT JOIN parcel_content content ON content.shipment_line_id = line.id
WHERE NOT shipment.is_external AND {_GONE}
GROUP BY line.id, line.quantity, line.short_qty, shipment.number
HAVING line.quantity - line.short_qty <> coalesce(sum(content.quantity), 0) ORDER BY line.id
"""  # noqa: S608 - our own constants

_STRAY = """
SELECT content.id, content.shipment_id, parcel.shipment_id AS parcel_shipment, line.shipment_id AS line_shipment,
       content.variant_id, line.variant_id AS line_variant
FROM parcel_content content JOIN parcel ON parcel.id = content.parcel_id
JOIN shipment_line line ON line.id = content.shipment_line_id
WHERE parcel.shipment_id <> content.shipment_id OR line.shipment_id <> content.shipment_id
   OR content.variant_id <> line.variant_id
ORDER BY content.id
"""

_NO_PARCEL = f"""
SELECT shipment.id, shipment.number FROM shipment
WHERE NOT shipment.is_external AND {_GONE}
  AND NOT EXISTS (SELECT 1 FROM parcel WHERE parcel.shipment_id = shipment.id AND parcel.state <> 'void')
ORDER BY shipment.id
"""  # noqa: S608

_LABELS = f"""
SELECT parcel_id, max(id) AS id, count(*) AS many FROM label WHERE {in_list("state", LIVE)}
GROUP BY parcel_id HAVING count(*) > 1 ORDER BY parcel_id
"""  # noqa: S608

# Net pieces a shipment took out of the house by article, against what its parcels hold.
_LEDGER = f"""
SELECT shipment.id, shipment.number, shipment.state, shipment.is_external, sums.variant_id, sum(sums.moved) AS moved,
       CASE WHEN shipment.is_external OR NOT ({_GONE}) THEN 0 ELSE sum(sums.packed) END AS packed
FROM (SELECT document_id AS shipment_id, variant_id, -quantity AS moved, 0 AS packed
      FROM stock_move WHERE document_kind = '{DOCUMENT_KIND}' AND document_id IS NOT NULL
      UNION ALL
      SELECT content.shipment_id, content.variant_id, 0, content.quantity
      FROM parcel_content content JOIN variant ON variant.id = content.variant_id WHERE variant.is_stocked) AS sums
JOIN shipment ON shipment.id = sums.shipment_id
GROUP BY shipment.id, shipment.number, shipment.state, shipment.is_external, sums.variant_id
HAVING sum(sums.moved) <> CASE WHEN shipment.is_external OR NOT ({_GONE}) THEN 0 ELSE sum(sums.packed) END
ORDER BY shipment.id, sums.variant_id
"""  # noqa: S608

_LEASES = f"""
SELECT lease.id, shipment.number, shipment.state FROM lease JOIN shipment ON shipment.id = lease.entity_id
WHERE lease.kind = 'shipment' AND ({_GONE} OR shipment.state = 'cancelled' OR shipment.is_external) ORDER BY lease.id
"""  # noqa: S608


def packed(conn: Connection) -> Iterator[Finding]:
    """The packed figure of a shipment line is the sum of what lies in its parcels."""
    for row in rows(conn, _PACKED):
        yield Finding(
            "packed",
            "shipment_line",
            row["id"],
            f"packed_qty {row['packed_qty']}, parcels hold {row['pieces']}",
            f"Line {row['id']} shows another count than its parcels hold; have the shipment's figures rebuilt.",
        )


def contents(conn: Connection) -> Iterator[Finding]:
    """What left is what was verified into parcels, and each unit lies in a parcel of its own shipment."""
    for row in rows(conn, _CONTENT):
        yield Finding(
            "parcel_content",
            "shipment_line",
            row["id"],
            f"shipped {row['quantity'] - row['short_qty']}, parcels hold {row['pieces']} (shipment {row['number']})",
            f"Shipment {row['number']} left with another quantity than was verified; ask who packed it.",
        )
    for row in rows(conn, _STRAY):
        yield Finding(
            "parcel_content",
            "parcel_content",
            row["id"],
            f"shipment {row['shipment_id']} variant {row['variant_id']}, but parcel of shipment {row['parcel_shipment']}, "
            f"line of shipment {row['line_shipment']} variant {row['line_variant']}",
            "A verified unit is booked into a parcel or line it does not belong to.",
        )


def parcels(conn: Connection) -> Iterator[Finding]:
    """Nothing leaves without a parcel."""
    for row in rows(conn, _NO_PARCEL):
        yield Finding(
            "no_parcel",
            "shipment",
            row["id"],
            f"shipment {row['number']} left, no parcel",
            f"Shipment {row['number']} counts as gone but was never in a box; revert its dispatch.",
        )


def labels(conn: Connection) -> Iterator[Finding]:
    """A parcel has at most one label that is paid for or may be."""
    for row in rows(conn, _LABELS):
        yield Finding(
            "live_labels",
            "label",
            row["id"],
            f"parcel {row['parcel_id']} has {row['many']} live labels",
            f"Parcel {row['parcel_id']} may have been paid for twice; void all labels but the one on the box.",
        )


def ledger(conn: Connection) -> Iterator[Finding]:
    """A shipment took out of stock what its parcels hold: nothing before it left, nothing ever if it left elsewhere."""
    for row in rows(conn, _LEDGER):
        where = "external" if row["is_external"] else row["state"]
        yield Finding(
            "shipment_ledger",
            "shipment",
            row["id"],
            f"variant {row['variant_id']}: ledger issued {row['moved']}, should be {row['packed']} "
            f"(shipment {row['number']}, {where})",
            f"Stock and parcels of shipment {row['number']} disagree; count variant {row['variant_id']}.",
        )


def leases(conn: Connection) -> Iterator[Finding]:
    """Nobody holds a claim on a shipment that is over."""
    for row in rows(conn, _LEASES):
        yield Finding(
            "lease",
            "lease",
            row["id"],
            f"claim on shipment {row['number']}, which is {row['state']}",
            f"Shipment {row['number']} is over but still claimed; the claim can be deleted.",
        )
