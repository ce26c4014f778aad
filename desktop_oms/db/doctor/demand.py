"""Do demand rows follow from order lines, and allocations from demand?"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from desktop_oms.db.doctor.finding import Finding, rows

_LINES = """
SELECT demand.id, demand.order_id, demand.quantity, demand.cancelled_qty, demand.per_unit,
       line.id AS line_id, line.quantity AS line_quantity, line.cancelled_qty AS line_cancelled, line.order_id AS line_order
FROM demand JOIN order_line line ON line.id = demand.order_line_id
WHERE demand.order_id <> line.order_id
   OR demand.quantity - demand.cancelled_qty <> (line.quantity - line.cancelled_qty) * demand.per_unit
ORDER BY demand.id
"""

_WITHOUT = """
SELECT line.id, line.sku, line.variant_id
FROM order_line line
WHERE line.variant_id IS NOT NULL AND line.requires_shipping AND line.quantity > line.cancelled_qty
  AND NOT EXISTS (SELECT 1 FROM demand WHERE demand.order_line_id = line.id)
ORDER BY line.id
"""

_ALLOCATED = """
SELECT demand.id, demand.order_id, demand.allocated_qty, coalesce(sum(allocation.quantity), 0) AS pieces
FROM demand LEFT JOIN allocation ON allocation.demand_id = demand.id
GROUP BY demand.id, demand.order_id, demand.allocated_qty
HAVING demand.allocated_qty <> coalesce(sum(allocation.quantity), 0)
ORDER BY demand.id
"""

_STRAY = """
SELECT allocation.id, allocation.variant_id, allocation.order_id, allocation.shipment_line_id,
       demand.variant_id AS wanted_variant, demand.order_id AS wanted_order, line.demand_id AS line_demand
FROM allocation JOIN demand ON demand.id = allocation.demand_id
LEFT JOIN shipment_line line ON line.id = allocation.shipment_line_id
WHERE allocation.variant_id <> demand.variant_id OR allocation.order_id <> demand.order_id
   OR line.demand_id <> allocation.demand_id
ORDER BY allocation.id
"""

_LATE = """
SELECT allocation.id, allocation.quantity, shipment.number, shipment.state
FROM allocation JOIN shipment_line line ON line.id = allocation.shipment_line_id
JOIN shipment ON shipment.id = line.shipment_id
WHERE shipment.state IN ('dispatched', 'in_transit', 'delivered', 'returned_to_sender', 'lost', 'cancelled')
ORDER BY allocation.id
"""


def lines(conn: Connection) -> Iterator[Finding]:
    """Demand is what its order line wants, times the pieces per unit."""
    for row in rows(conn, _LINES):
        want = (row["line_quantity"] - row["line_cancelled"]) * row["per_unit"]
        have = row["quantity"] - row["cancelled_qty"]
        other = (
            f", order {row['order_id']} but line of {row['line_order']}" if row["order_id"] != row["line_order"] else ""
        )
        yield Finding(
            "demand",
            "demand",
            row["id"],
            f"wants {have} pieces, line {row['line_id']} wants {want}{other}",
            f"Order {row['order_id']} would be packed with another quantity than was bought; check line {row['line_id']}.",
        )


def missing(conn: Connection) -> Iterator[Finding]:
    """Every line of a known article that is to be shipped has demand."""
    for row in rows(conn, _WITHOUT):
        yield Finding(
            "demand_missing",
            "order_line",
            row["id"],
            f"no demand for variant {row['variant_id']} ({row['sku']})",
            f"Line {row['id']} ({row['sku']}) would never be packed; assign its article again.",
        )


def allocated(conn: Connection) -> Iterator[Finding]:
    """The allocated figure of a demand row is the sum of its allocations."""
    for row in rows(conn, _ALLOCATED):
        yield Finding(
            "allocated",
            "demand",
            row["id"],
            f"allocated_qty {row['allocated_qty']}, allocations add up to {row['pieces']}",
            f"Order {row['order_id']} shows another allocation than it has; have the order's figures rebuilt.",
        )


def stray(conn: Connection) -> Iterator[Finding]:
    """An allocation serves the article, order and shipment line of its demand, and none outlives its shipment."""
    for row in rows(conn, _STRAY):
        yield Finding(
            "allocation",
            "allocation",
            row["id"],
            f"variant {row['variant_id']} order {row['order_id']} for demand of variant {row['wanted_variant']} "
            f"order {row['wanted_order']}, shipment line of demand {row['line_demand']}",
            "Stock is set aside for something else than it says; allocate the order anew.",
        )
    for row in rows(conn, _LATE):
        yield Finding(
            "allocation",
            "allocation",
            row["id"],
            f"{row['quantity']} pieces still set aside for shipment {row['number']}, which is {row['state']}",
            f"Shipment {row['number']} is over but still blocks stock; allocate its order anew.",
        )
