"""What we sell: products, variants, barcodes with pack size, kits, pictures."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint

from desktop_oms.db.schema.base import check, not_negative, state_table
from desktop_oms.db.schema.types import blob, flag, json_column, minor, number, one_of, ref, words

product = state_table(
    "product",
    words("title", default=None),
    words("maker"),
    words("category"),
    words("description"),
    words("tax_class"),
    flag("is_active", default=True),
    aggregate=("product", "id"),
)

# The sellable article. ``sku_key`` is the folded SKU; measures of one packed piece; cost and price per piece.
variant = state_table(
    "variant",
    ref("product_id", "product", index=True),
    words("sku", default=None),
    words("sku_key", default=None),
    words("title"),
    words("option"),
    number("weight_g", null=True),
    number("length_mm", null=True),
    number("width_mm", null=True),
    number("height_mm", null=True),
    words("hs_code"),
    words("origin_country"),
    words("customs_text"),
    number("safety_qty", default=0),
    number("reorder_point", null=True),
    number("lead_days", null=True),
    flag("track_lot"),
    flag("track_best_before"),
    flag("track_serial"),
    flag("is_kit"),
    flag("is_stocked", default=True),
    flag("requires_shipping", default=True),
    minor("unit_cost_minor", null=True),
    words("cost_currency"),
    minor("price_minor", null=True),
    words("currency"),
    json_column("attributes"),
    flag("is_active", default=True),
    UniqueConstraint("sku_key"),
    check("weight_not_negative", "weight_g >= 0"),
    check("size_not_negative", "length_mm >= 0 AND width_mm >= 0 AND height_mm >= 0"),
    *not_negative("safety_qty"),
    aggregate=("variant", "id"),
)

# Any scannable alias. ``code_key`` is a GTIN's 14 digits, else the folded text; ``factor`` pieces per scan.
barcode = state_table(
    "barcode",
    ref("variant_id", "variant", index=True),
    words("code", default=None),
    words("code_key", default=None),
    one_of("kind", ("gtin", "own", "sku", "supplier", "other"), default="other"),
    number("factor", default=1),
    UniqueConstraint("code_key"),
    check("factor_at_least_one", "factor >= 1"),
    aggregate=("variant", "variant_id"),
)

kit_component = state_table(
    "kit_component",
    ref("kit_variant_id", "variant"),
    ref("component_variant_id", "variant", index=True),
    number("quantity"),
    UniqueConstraint("kit_variant_id", "component_variant_id"),
    check("quantity_positive", "quantity > 0"),
    check("kit_not_in_itself", "kit_variant_id <> component_variant_id"),
    aggregate=("variant", "kit_variant_id"),
)

# ``variant_id`` NULL: a picture of the whole product. Content is a small version; the source stays named.
picture = state_table(
    "picture",
    ref("product_id", "product", index=True),
    ref("variant_id", "variant", null=True, index=True),
    number("position", default=0),
    words("file_name"),
    words("source_url"),
    words("sha256"),
    words("media_type"),
    number("width_px", null=True),
    number("height_px", null=True),
    blob("content"),
    aggregate=("product", "product_id"),
)
