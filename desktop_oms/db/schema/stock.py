"""What lies where: the append-only ledger, the levels it adds up to, allocations, lots and cost layers."""

from __future__ import annotations

from sqlalchemy import Index, UniqueConstraint

from desktop_oms.db.schema.base import check, derived_table, ledger_table, not_negative, partial_index, state_table
from desktop_oms.db.schema.types import day, minor, moment, number, one_of, plain_id, ref, words

STOCK_STATES = ("sellable", "quarantine", "damaged", "in_transit", "staging")

# Row 0 is "no lot" (inserted by the first migration), so that lot_id is never NULL and can be part of a key.
lot = state_table(
    "lot",
    ref("variant_id", "variant", null=True),
    words("code"),
    day("best_before"),
    UniqueConstraint("variant_id", "code"),
    check("only_zero_without_variant", "variant_id IS NOT NULL OR id = 0"),
    aggregate=("lot", "id"),
)
lot.info["undo"] = "if_unused"

# The only thing that changes what is on hand. ``document_kind`` and ``document_id`` name the cause; ``reverses_id`` the row
# this one takes back (at most one may).
stock_move = ledger_table(
    "stock_move",
    moment("at", null=False),
    ref("variant_id", "variant"),
    ref("warehouse_id", "warehouse"),
    ref("bin_id", "bin"),
    ref("lot_id", "lot"),
    words("serial"),
    one_of("stock_state", STOCK_STATES, default="sellable"),
    number("quantity"),
    words("reason", default=None),
    words("document_kind"),
    plain_id("document_id", null=True),
    words("note"),
    minor("unit_cost_minor", null=True),
    words("currency"),
    plain_id("actor_id", null=True),
    plain_id("station_id", null=True),
    ref("reverses_id", "stock_move", null=True),
    Index(None, "variant_id", "id"),
    partial_index("ix_stock_move_document", "document_kind", "document_id", where="document_id IS NOT NULL"),
    partial_index("uq_stock_move_reverses_id", "reverses_id", where="reverses_id IS NOT NULL", unique=True),
    check("quantity_not_zero", "quantity <> 0"),
    aggregate=("variant", "variant_id"),
)

stock_level = derived_table(
    "stock_level",
    ref("variant_id", "variant", on_delete="CASCADE"),
    ref("warehouse_id", "warehouse", on_delete="CASCADE"),
    ref("bin_id", "bin", index=True, on_delete="CASCADE"),
    ref("lot_id", "lot", on_delete="CASCADE"),
    words("serial"),
    one_of("stock_state", STOCK_STATES, default="sellable"),
    number("on_hand", default=0),
    UniqueConstraint("variant_id", "warehouse_id", "bin_id", "lot_id", "serial", "stock_state"),
    *not_negative("on_hand"),
)

# ``on_hand`` is sellable plus staging; ``oversell`` how far allocation may go beyond it by explicit permission.
stock_total = derived_table(
    "stock_total",
    ref("variant_id", "variant", on_delete="CASCADE"),
    ref("warehouse_id", "warehouse", on_delete="CASCADE"),
    number("on_hand", default=0),
    number("quarantine", default=0),
    number("damaged", default=0),
    number("allocated", default=0),
    number("oversell", default=0),
    UniqueConstraint("variant_id", "warehouse_id"),
    check("allocated_within_stock", "allocated <= on_hand + oversell"),
    *not_negative("on_hand", "quarantine", "damaged", "allocated", "oversell"),
)

# Stock set aside for a demand row; consumed (deleted) at dispatch.
allocation = state_table(
    "allocation",
    ref("order_id", "sales_order", index=True),
    ref("demand_id", "demand", index=True),
    ref("variant_id", "variant"),
    ref("warehouse_id", "warehouse"),
    number("quantity"),
    moment("allocated_at", null=False),
    ref("shipment_line_id", "shipment_line", null=True),
    Index(None, "variant_id", "warehouse_id"),
    partial_index("ix_allocation_shipment_line_id", "shipment_line_id", where="shipment_line_id IS NOT NULL"),
    check("quantity_positive", "quantity > 0"),
    aggregate=("order", "order_id"),
)
allocation.info["undo"] = "with_parent"

# What a receipt cost; issues use layers up in order of receipt. A reversed receipt is a layer with negative quantity.
cost_layer = ledger_table(
    "cost_layer",
    ref("move_id", "stock_move", index=True),
    ref("variant_id", "variant"),
    ref("warehouse_id", "warehouse"),
    moment("received_at", null=False),
    number("quantity"),
    minor("unit_cost_minor"),
    words("currency", default=None),
    ref("reverses_id", "cost_layer", null=True),
    Index(None, "variant_id", "warehouse_id", "received_at"),
    partial_index("uq_cost_layer_reverses_id", "reverses_id", where="reverses_id IS NOT NULL", unique=True),
    check("quantity_not_zero", "quantity <> 0"),
    aggregate=("variant", "variant_id"),
)

cost_layer_use = ledger_table(
    "cost_layer_use",
    ref("cost_layer_id", "cost_layer", index=True),
    ref("move_id", "stock_move", index=True),
    ref("variant_id", "variant"),
    number("quantity"),
    ref("reverses_id", "cost_layer_use", null=True),
    partial_index("uq_cost_layer_use_reverses_id", "reverses_id", where="reverses_id IS NOT NULL", unique=True),
    check("quantity_not_zero", "quantity <> 0"),
    aggregate=("variant", "variant_id"),
)

# What is left of a layer: its quantity, less what was reversed and used.
cost_layer_level = derived_table(
    "cost_layer_level",
    ref("cost_layer_id", "cost_layer", on_delete="CASCADE"),
    ref("variant_id", "variant", on_delete="CASCADE"),
    ref("warehouse_id", "warehouse", on_delete="CASCADE"),
    number("remaining"),
    UniqueConstraint("cost_layer_id"),
    partial_index("ix_cost_layer_level_open", "variant_id", "warehouse_id", "cost_layer_id", where="remaining > 0"),
    *not_negative("remaining"),
)
