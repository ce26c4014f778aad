"""Translate what the database engine refuses into the families of domain.errors.

Only constraints named here are rules of the business; any other refusal is our own fault and passes through unchanged.
"""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import exc

from desktop_oms.domain.errors import Conflict, OmsError, RuleError, Unavailable

# Part of the constraint's name (or "table.column" list of SQLite's UNIQUE message) -> code of the refusal.
RULES: tuple[tuple[str, str], ...] = (
    ("stock_total_allocated_within_stock", "stock.short"),
    ("stock_total_on_hand_not_negative", "stock.negative"),
    ("stock_total_quarantine_not_negative", "stock.negative"),
    ("stock_total_damaged_not_negative", "stock.negative"),
    ("stock_level_on_hand_not_negative", "stock.negative"),
    ("cost_layer_level_remaining_not_negative", "stock.negative"),
    ("demand_allocated_within_wanted", "allocation.more_than_wanted"),
    ("shipment_line_packed_within_wanted", "pack.more_than_wanted"),
    ("order_line_shipped_within_ordered", "order.shipped_more_than_ordered"),
    ("order_line_returned_within_shipped", "return.more_than_shipped"),
    ("sales_order.channel_id, sales_order.external_id", "order.exists"),
    ("uq_sales_order_channel_id", "order.exists"),
    ("variant.sku", "sku.taken"),
    ("uq_variant_sku", "sku.taken"),
    ("barcode.code_key", "barcode.taken"),
    ("uq_barcode_code_key", "barcode.taken"),
    ("bin.warehouse_id, bin.code", "bin.taken"),
    ("uq_bin_warehouse_id", "bin.taken"),
)
# Two stations did the same thing at the same instant; the one that tries again finds what the other left.
RACES: tuple[tuple[str, str], ...] = (
    ("stock_move.reverses_id", "undo.moved_on"),
    ("uq_stock_move_reverses_id", "undo.moved_on"),
    ("cost_layer.reverses_id", "undo.moved_on"),
    ("uq_cost_layer_reverses_id", "undo.moved_on"),
    ("cost_layer_use.reverses_id", "undo.moved_on"),
    ("uq_cost_layer_use_reverses_id", "undo.moved_on"),
    ("lease.kind, lease.entity_id", "row.contended"),
    ("uq_lease_kind_entity_id", "row.contended"),
    ("station_memory.station_id", "row.contended"),
    ("uq_station_memory_station_id", "row.contended"),
)
# Words of the engines' messages, in this order: PostgreSQL tells of a deadlock who was "blocked", which reads like SQLite's
# "locked".
_SIGNS: tuple[tuple[tuple[str, ...], type[OmsError], str], ...] = (
    (("deadlock", "could not serialize"), Conflict, "row.contended"),
    (("locked", "busy", "lock timeout"), Unavailable, "database.locked"),
    (("disk is full", "no space", "disk full"), Unavailable, "disk.full"),
    (("readonly", "read-only"), Unavailable, "database.readonly"),
    (("disk i/o error", "unable to open"), Unavailable, "database.unreachable"),
)
_SQLITE_CONSTRAINT = re.compile(r"(CHECK|UNIQUE|NOT NULL|FOREIGN KEY) constraint failed(?:: (?P<name>.*))?")


def constraint_of(error: exc.IntegrityError) -> str:
    """Name (PostgreSQL, CHECK on SQLite) or column list (UNIQUE on SQLite) of the violated constraint; "" if unknown."""
    diagnosis: Any = getattr(error.orig, "diag", None)
    if diagnosis is not None:
        return str(diagnosis.constraint_name or "")
    found = _SQLITE_CONSTRAINT.search(str(error.orig))
    if found is None:
        return ""
    return (found.group("name") or found.group(1)).strip()


def translate(error: exc.DBAPIError) -> OmsError | None:
    """Return the refusal that ``error`` means, or None when it is not one a person can cause."""
    if isinstance(error, exc.IntegrityError):
        return _broken_rule(constraint_of(error))
    text = str(error.orig).lower()
    for signs, family, code in _SIGNS:
        if any(sign in text for sign in signs):
            return family(code)
    return Unavailable("database.unreachable") if error.connection_invalidated else None


def _broken_rule(name: str) -> OmsError | None:
    for part, code in RULES:
        if part in name:
            return RuleError(code, constraint=name)
    for part, code in RACES:
        if part in name:
            return Conflict(code, constraint=name)
    if "FOREIGN KEY" in name or name.startswith("fk_"):
        return RuleError("row.in_use", constraint=name)
    return None
