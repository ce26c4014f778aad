"""What we buy: suppliers, purchase orders and receipts, as far as incoming stock and cost layers need them."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint

from desktop_oms.db.schema.base import check, not_negative, state_table
from desktop_oms.db.schema.types import day, flag, minor, moment, number, one_of, plain_id, ref, words

supplier = state_table(
    "supplier",
    words("code", default=None),
    words("name", default=None),
    words("email"),
    words("currency", default="EUR"),
    number("lead_days", null=True),
    flag("is_active", default=True),
    UniqueConstraint("code"),
    aggregate=("supplier", "id"),
)

supplier_item = state_table(
    "supplier_item",
    ref("supplier_id", "supplier"),
    ref("variant_id", "variant", index=True),
    words("supplier_sku"),
    number("pack_qty", default=1),
    minor("cost_minor", null=True),
    UniqueConstraint("supplier_id", "variant_id"),
    check("pack_at_least_one", "pack_qty >= 1"),
    aggregate=("supplier", "supplier_id"),
)

purchase_order = state_table(
    "purchase_order",
    words("number", default=None),
    ref("company_id", "company"),
    ref("supplier_id", "supplier", index=True),
    ref("warehouse_id", "warehouse"),
    one_of("state", ("draft", "ordered", "part_received", "received", "closed", "cancelled"), default="draft"),
    words("currency", default=None),
    words("reference"),
    moment("ordered_at"),
    day("expected_on"),
    UniqueConstraint("number"),
    aggregate=("purchase_order", "id"),
)

purchase_order_line = state_table(
    "purchase_order_line",
    ref("purchase_order_id", "purchase_order", index=True),
    number("position"),
    ref("variant_id", "variant", index=True),
    number("quantity"),
    number("cancelled_qty", default=0),
    minor("unit_cost_minor", default=0),
    number("received_qty", default=0, derived=True),
    check("quantity_positive", "quantity > 0"),
    *not_negative("received_qty", "cancelled_qty"),
    aggregate=("purchase_order", "purchase_order_id"),
)

goods_receipt = state_table(
    "goods_receipt",
    words("number", default=None),
    ref("warehouse_id", "warehouse"),
    ref("supplier_id", "supplier", null=True, index=True),
    words("reference"),
    plain_id("received_by", null=True),
    moment("received_at", null=False),
    UniqueConstraint("number"),
    aggregate=("goods_receipt", "id"),
)

goods_receipt_line = state_table(
    "goods_receipt_line",
    ref("goods_receipt_id", "goods_receipt", index=True),
    ref("purchase_order_line_id", "purchase_order_line", null=True, index=True),
    ref("variant_id", "variant"),
    ref("bin_id", "bin"),
    ref("lot_id", "lot"),
    words("serial"),
    number("quantity"),
    minor("unit_cost_minor", null=True),
    words("currency"),
    check("quantity_positive", "quantity > 0"),
    aggregate=("goods_receipt", "goods_receipt_id"),
)
