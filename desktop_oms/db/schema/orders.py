"""What was bought: orders, lines, money per line and order, demand, holds, payments.

Columns marked derived are computed by the projections from the facts beside them; a CHECK on them is an invariant of
domain.md section 1 that holds at every commit.
"""

from __future__ import annotations

from sqlalchemy import Index, UniqueConstraint

from desktop_oms.db.schema.base import check, not_negative, partial_index, state_table
from desktop_oms.db.schema.types import flag, json_column, minor, moment, number, one_of, plain_id, ref, words
from desktop_oms.domain.order import (
    ALLOCATION_STATUSES,
    FULFILLMENT_STATUSES,
    HOLD_STATUSES,
    ORDER,
    PAYMENT_STATUSES,
    RETURN_STATUSES,
    SYNC_STATUSES,
)
from desktop_oms.domain.payment import PAYMENT

HOLD_KINDS = ("payment", "fraud", "address", "stock", "customer_request", "channel", "duplicate", "manual", "rule")
CHARGE_KINDS = ("shipping", "discount", "tip", "gift_wrap", "duty", "fee", "points", "rounding")
PAYMENT_KINDS = ("authorize", "capture", "refund", "void", "chargeback")
# A refund that was paid out is settled; the other kinds follow the machine.
PAYMENT_STATES = (*PAYMENT.states, "settled")

# ``stated_payment_status`` is the channel's word, ``payment_status`` what our payments add up to. ``person_fields`` lists the
# fields a person edited (they win over the channel); ``external_hash`` is that of the last RemoteOrder seen.
# Why no CHECK that money back stays within money in: a chargeback may follow a refund, and then it does not (doctor knows).
sales_order = state_table(
    "sales_order",
    words("number", default=None),
    ref("company_id", "company"),
    ref("brand_id", "brand", null=True),
    ref("channel_id", "channel"),
    words("external_id", default=None),
    words("external_number"),
    one_of("lifecycle", ORDER.states, default="open"),
    moment("placed_at", null=False),
    moment("paid_at"),
    moment("cancelled_at"),
    moment("closed_at"),
    moment("archived_at"),
    moment("cancel_requested_at"),
    moment("ship_by_at"),
    moment("deliver_by_at"),
    words("currency", default=None),
    minor("total_minor"),
    flag("tax_included", default=True),
    words("presentment_currency"),
    minor("presentment_total_minor", null=True),
    words("exchange_rate"),
    one_of("stated_payment_status", ("", *PAYMENT_STATUSES), default=""),
    ref("customer_id", "customer", null=True),
    ref("contact_id", "contact", null=True),
    ref("ship_address_id", "address", null=True),
    ref("bill_address_id", "address", null=True),
    ref("buyer_note_id", "personal_note", null=True),
    ref("gift_note_id", "personal_note", null=True),
    words("service_level"),
    ref("warehouse_id", "warehouse", null=True),
    number("priority", default=0),
    flag("is_gift"),
    json_column("attributes"),
    ref("import_run_id", "import_run", null=True),
    json_column("person_fields", default="[]"),
    words("external_hash"),
    one_of("payment_status", PAYMENT_STATUSES, default="unpaid", derived=True),
    one_of("allocation_status", ALLOCATION_STATUSES, default="none", derived=True),
    one_of("fulfillment_status", FULFILLMENT_STATUSES, default="unfulfilled", derived=True),
    one_of("return_status", RETURN_STATUSES, default="none", derived=True),
    one_of("hold_status", HOLD_STATUSES, default="free", derived=True),
    words("hold_kind", derived=True),
    one_of("sync_status", SYNC_STATUSES, default="clean", derived=True),
    words("headline", derived=True),
    words("headline_reason", derived=True),
    number("headline_rank", default=0, derived=True),
    number("item_count", default=0, derived=True),
    number("open_qty", default=0, derived=True),
    number("line_count", default=0, derived=True),
    words("first_sku", derived=True),
    minor("paid_minor", default=0, derived=True),
    minor("refunded_minor", default=0, derived=True),
    flag("is_workable", derived=True),
    UniqueConstraint("number"),
    UniqueConstraint("channel_id", "external_id"),
    Index(None, "headline", "ship_by_at", "id"),
    Index(None, "placed_at", "id"),
    Index(None, "customer_id", "placed_at"),
    partial_index("ix_sales_order_external_number", "external_number", where="external_number <> ''"),
    partial_index("ix_sales_order_import_run_id", "import_run_id", where="import_run_id IS NOT NULL"),
    *not_negative("item_count", "open_qty", "line_count", "paid_minor", "refunded_minor"),
    aggregate=("order", "id"),
)

# ``variant_id`` NULL: not mapped yet. ``total_minor`` as charged, line discounts already inside.
order_line = state_table(
    "order_line",
    ref("order_id", "sales_order"),
    number("position"),
    words("external_id", default=None),
    words("sku"),
    ref("variant_id", "variant", null=True),
    words("title"),
    number("quantity"),
    number("cancelled_qty", default=0),
    minor("unit_price_minor", default=0),
    minor("discount_minor", default=0),
    minor("total_minor"),
    minor("presentment_total_minor", null=True),
    flag("requires_shipping", default=True),
    ref("gift_note_id", "personal_note", null=True),
    json_column("attributes"),
    json_column("person_fields", default="[]"),
    number("shipped_qty", default=0, derived=True),
    number("returned_qty", default=0, derived=True),
    UniqueConstraint("order_id", "external_id"),
    check("shipped_within_ordered", "shipped_qty + cancelled_qty <= quantity"),
    check("returned_within_shipped", "returned_qty <= shipped_qty"),
    *not_negative("quantity", "cancelled_qty", "shipped_qty", "returned_qty"),
    aggregate=("order", "order_id"),
)
order_line.info["recounted"] = (("quantity", "cancelled_qty"), ("shipped_qty", "returned_qty"))

order_charge = state_table(
    "order_charge",
    ref("order_id", "sales_order", index=True),
    one_of("kind", CHARGE_KINDS),
    words("title"),
    minor("amount_minor"),
    minor("presentment_amount_minor", null=True),
    aggregate=("order", "order_id"),
)

# A tax row of a line, of a charge, or (both NULL) of the order as the channel stated it. ``rate`` is a decimal fraction.
order_tax = state_table(
    "order_tax",
    ref("order_id", "sales_order", index=True),
    ref("order_line_id", "order_line", null=True),
    ref("order_charge_id", "order_charge", null=True),
    words("title"),
    words("rate", null=True),
    minor("amount_minor"),
    minor("presentment_amount_minor", null=True),
    partial_index("ix_order_tax_order_line_id", "order_line_id", where="order_line_id IS NOT NULL"),
    partial_index("ix_order_tax_order_charge_id", "order_charge_id", where="order_charge_id IS NOT NULL"),
    check("one_owner", "order_line_id IS NULL OR order_charge_id IS NULL"),
    aggregate=("order", "order_id"),
)

# Order line x stocked component, frozen from the kit at import; allocation, picking and packing know only these rows.
demand = state_table(
    "demand",
    ref("order_id", "sales_order", index=True),
    ref("order_line_id", "order_line"),
    ref("variant_id", "variant"),
    number("quantity"),
    number("per_unit", default=1),
    number("cancelled_qty", default=0),
    number("allocated_qty", default=0, derived=True),
    number("shipped_qty", default=0, derived=True),
    UniqueConstraint("order_line_id", "variant_id"),
    partial_index(
        "ix_demand_open", "variant_id", "order_id", where="allocated_qty + shipped_qty + cancelled_qty < quantity"
    ),
    check("allocated_within_wanted", "allocated_qty + shipped_qty + cancelled_qty <= quantity"),
    check("quantity_positive", "quantity > 0"),
    check("per_unit_positive", "per_unit > 0"),
    *not_negative("allocated_qty", "shipped_qty", "cancelled_qty"),
    aggregate=("order", "order_id"),
)
demand.info["recounted"] = (("quantity", "cancelled_qty"), ("allocated_qty", "shipped_qty"))

payment = state_table(
    "payment",
    ref("order_id", "sales_order", index=True),
    words("external_id"),
    one_of("kind", PAYMENT_KINDS),
    one_of("state", PAYMENT_STATES, default="captured"),
    minor("amount_minor"),
    words("currency", default=None),
    moment("at"),
    words("method"),
    words("reference"),
    partial_index("uq_payment_external", "order_id", "external_id", "kind", where="external_id <> ''", unique=True),
    *not_negative("amount_minor"),
    aggregate=("order", "order_id"),
)

# A named block on an order or one of its lines; open while ``released_at`` is NULL.
hold = state_table(
    "hold",
    ref("order_id", "sales_order", index=True),
    ref("order_line_id", "order_line", null=True),
    one_of("kind", HOLD_KINDS),
    words("note"),
    plain_id("placed_by", null=True),
    moment("placed_at", null=False),
    moment("until_at"),
    plain_id("released_by", null=True),
    moment("released_at"),
    words("release_reason"),
    partial_index("ix_hold_order_line_id", "order_line_id", where="order_line_id IS NOT NULL"),
    partial_index("ix_hold_due", "until_at", where="released_at IS NULL AND until_at IS NOT NULL"),
    aggregate=("order", "order_id"),
)
