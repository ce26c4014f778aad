"""How goods reach the packing table: waves, pick lists, carts with slots, totes."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint

from desktop_oms.db.schema.base import check, not_negative, partial_index, state_table
from desktop_oms.db.schema.types import flag, moment, number, one_of, plain_id, ref, words
from desktop_oms.domain.wave import WAVE

wave = state_table(
    "wave",
    words("number", default=None),
    ref("warehouse_id", "warehouse"),
    one_of("state", WAVE.states, default="draft"),
    words("note"),
    moment("created_at"),
    moment("released_at"),
    moment("done_at"),
    UniqueConstraint("number"),
    aggregate=("wave", "id"),
)

# ``code`` is what is scanned (PIC and digits).
pick_list = state_table(
    "pick_list",
    words("number", default=None),
    words("code", default=None),
    ref("warehouse_id", "warehouse"),
    ref("wave_id", "wave", null=True, index=True),
    ref("cart_id", "cart", null=True),
    one_of("state", WAVE.states, default="draft"),
    plain_id("picker_id", null=True),
    moment("created_at"),
    moment("started_at"),
    moment("done_at"),
    UniqueConstraint("number"),
    UniqueConstraint("code"),
    aggregate=("pick_list", "id"),
)

pick_line = state_table(
    "pick_line",
    ref("pick_list_id", "pick_list", index=True),
    number("position"),
    ref("shipment_line_id", "shipment_line", index=True),
    ref("variant_id", "variant"),
    ref("bin_id", "bin"),
    ref("lot_id", "lot"),
    words("serial"),
    number("quantity"),
    number("picked_qty", default=0),
    number("short_qty", default=0),
    words("short_reason"),
    ref("tote_id", "tote", null=True),
    ref("slot_id", "slot", null=True),
    plain_id("picked_by", null=True),
    moment("picked_at"),
    check("quantity_positive", "quantity > 0"),
    check("picked_within_wanted", "picked_qty + short_qty <= quantity"),
    *not_negative("picked_qty", "short_qty"),
    aggregate=("pick_list", "pick_list_id"),
)

tote = state_table(
    "tote",
    ref("warehouse_id", "warehouse"),
    words("code", default=None),
    words("name"),
    one_of("state", ("empty", "picking", "picked", "packing", "blocked"), default="empty"),
    flag("is_active", default=True),
    UniqueConstraint("code"),
    aggregate=("tote", "id"),
)

cart = state_table(
    "cart",
    ref("warehouse_id", "warehouse"),
    words("code", default=None),
    words("name"),
    flag("is_active", default=True),
    UniqueConstraint("code"),
    aggregate=("cart", "id"),
)

# A place on a cart. A shipment or tote stands in at most one slot.
slot = state_table(
    "slot",
    ref("cart_id", "cart"),
    number("position"),
    words("code"),
    ref("tote_id", "tote", null=True),
    ref("shipment_id", "shipment", null=True),
    UniqueConstraint("cart_id", "position"),
    partial_index("uq_slot_tote_id", "tote_id", where="tote_id IS NOT NULL", unique=True),
    partial_index("uq_slot_shipment_id", "shipment_id", where="shipment_id IS NOT NULL", unique=True),
    aggregate=("cart", "cart_id"),
)
