"""Do the figures of the stock follow from the ledger and the allocations?"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from desktop_oms.db.doctor.finding import Finding, rows

_REBUILD = "The ledger is right; have the levels rebuilt and tell us how it came to this."

_LEVELS = """
SELECT variant_id, warehouse_id, bin_id, lot_id, serial, stock_state,
       max(level_id) AS id, sum(moved) AS moved, sum(held) AS held
FROM (SELECT variant_id, warehouse_id, bin_id, lot_id, serial, stock_state, CAST(NULL AS BIGINT) AS level_id, quantity AS moved, 0 AS held
      FROM stock_move
      UNION ALL
      SELECT variant_id, warehouse_id, bin_id, lot_id, serial, stock_state, id, 0, on_hand FROM stock_level) AS moves_and_levels
GROUP BY variant_id, warehouse_id, bin_id, lot_id, serial, stock_state
HAVING sum(moved) <> sum(held)
"""

# in_transit goods belong to no warehouse's total.
_TOTALS = """
SELECT variant_id, warehouse_id, max(total_id) AS id,
       sum(hand_is) AS hand_is, sum(hand_should) AS hand_should,
       sum(quarantine_is) AS quarantine_is, sum(quarantine_should) AS quarantine_should,
       sum(damaged_is) AS damaged_is, sum(damaged_should) AS damaged_should,
       sum(allocated_is) AS allocated_is, sum(allocated_should) AS allocated_should
FROM (SELECT variant_id, warehouse_id, CAST(NULL AS BIGINT) AS total_id,
             0 AS hand_is, CASE WHEN stock_state IN ('sellable', 'staging') THEN quantity ELSE 0 END AS hand_should,
             0 AS quarantine_is, CASE WHEN stock_state = 'quarantine' THEN quantity ELSE 0 END AS quarantine_should,
             0 AS damaged_is, CASE WHEN stock_state = 'damaged' THEN quantity ELSE 0 END AS damaged_should,
             0 AS allocated_is, 0 AS allocated_should
      FROM stock_move
      UNION ALL
      SELECT variant_id, warehouse_id, CAST(NULL AS BIGINT), 0, 0, 0, 0, 0, 0, 0, quantity FROM allocation
      UNION ALL
      SELECT variant_id, warehouse_id, id, on_hand, 0, quarantine, 0, damaged, 0, allocated, 0 FROM stock_total) AS all_rows
GROUP BY variant_id, warehouse_id
HAVING sum(hand_is) <> sum(hand_should) OR sum(quarantine_is) <> sum(quarantine_should)
    OR sum(damaged_is) <> sum(damaged_should) OR sum(allocated_is) <> sum(allocated_should)
"""

# A reversal may itself be reversed (undo, redo), so a layer's quantity is that of the whole chain that began with it.
_LAYERS = """
WITH RECURSIVE chain (root, id, quantity) AS (
  SELECT id, id, quantity FROM cost_layer WHERE reverses_id IS NULL
  UNION ALL
  SELECT chain.root, back.id, back.quantity FROM cost_layer back JOIN chain ON back.reverses_id = chain.id
), received (root, quantity) AS (SELECT root, sum(quantity) FROM chain GROUP BY root)
SELECT * FROM (
  SELECT layer.root AS layer_id, level.id AS level_id, coalesce(level.remaining, 0) AS held,
         layer.quantity - coalesce((SELECT sum(used.quantity) FROM cost_layer_use used
                                    WHERE used.cost_layer_id = layer.root), 0) AS left_over
  FROM received layer LEFT JOIN cost_layer_level level ON level.cost_layer_id = layer.root) AS counted
WHERE held <> left_over ORDER BY layer_id
"""


def levels(conn: Connection) -> Iterator[Finding]:
    """Every level is the sum of its moves."""
    for row in rows(conn, _LEVELS):
        place = (
            f"variant {row['variant_id']} bin {row['bin_id']} lot {row['lot_id']} {row['serial']} {row['stock_state']}"
        )
        yield Finding(
            "stock_level",
            "stock_level",
            row["id"],
            f"on_hand {row['held']}, moves add up to {row['moved']} ({' '.join(place.split())})",
            f"The shelf figure of variant {row['variant_id']} differs from its moves. {_REBUILD}",
        )


def totals(conn: Connection) -> Iterator[Finding]:
    """Every total is the sum of moves by state, and of allocations."""
    for row in rows(conn, _TOTALS):
        names = {"on_hand": "hand", "quarantine": "quarantine", "damaged": "damaged", "allocated": "allocated"}
        parts = [
            f"{name} {row[short + '_is']}, should be {row[short + '_should']}"
            for name, short in names.items()
            if row[short + "_is"] != row[short + "_should"]
        ]
        yield Finding(
            "stock_total",
            "stock_total",
            row["id"],
            f"variant {row['variant_id']} warehouse {row['warehouse_id']}: {'; '.join(parts)}",
            f"The stock figures of variant {row['variant_id']} differ from moves and allocations. {_REBUILD}",
        )


def cost_layers(conn: Connection) -> Iterator[Finding]:
    """What is left of a cost layer is its quantity less what was taken back and used."""
    for row in rows(conn, _LAYERS):
        yield Finding(
            "cost_layer",
            "cost_layer_level",
            row["level_id"],
            f"layer {row['layer_id']}: remaining {row['held']}, should be {row['left_over']}",
            f"Cost layer {row['layer_id']} has another rest than its uses leave. {_REBUILD}",
        )


def ledger(conn: Connection) -> Iterator[Finding]:
    """A counter-row takes back exactly the row it names."""
    query = """
        SELECT back.id, back.quantity AS taken_back, move.id AS move_id, move.quantity
        FROM stock_move back JOIN stock_move move ON move.id = back.reverses_id
        WHERE back.quantity <> -move.quantity OR back.variant_id <> move.variant_id OR back.bin_id <> move.bin_id
           OR back.lot_id <> move.lot_id OR back.serial <> move.serial OR back.stock_state <> move.stock_state
        ORDER BY back.id
    """
    for row in rows(conn, query):
        yield Finding(
            "ledger",
            "stock_move",
            row["id"],
            f"takes back {row['taken_back']} of move {row['move_id']}, which moved {row['quantity']}",
            "A reversal of the stock ledger is not the mirror of what it reverses; correct the stock by a count.",
        )
