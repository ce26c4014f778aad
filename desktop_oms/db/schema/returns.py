"""What comes back: return cases with one row per unit, reasons, and refunds, which are independent of goods."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint

from desktop_oms.db.schema.base import check, not_negative, partial_index, state_table
from desktop_oms.db.schema.types import flag, json_column, minor, moment, number, one_of, plain_id, ref, words
from desktop_oms.domain.payment import REFUND
from desktop_oms.domain.returns import CONDITIONS, DISPOSITIONS, RESOLUTIONS, RETURN, RETURN_UNIT

return_reason = state_table(
    "return_reason",
    words("code", default=None),
    words("label"),
    words("color"),
    number("position", default=0),
    json_column("categories", default="[]"),
    flag("is_active", default=True),
    UniqueConstraint("code"),
    aggregate=("return_reason", "id"),
)

# ``return_key`` is what the customer types from the slip; ``kind`` rts is an undeliverable parcel.
return_case = state_table(
    "return_case",
    words("number", default=None),
    words("rma_no"),
    words("return_key"),
    ref("order_id", "sales_order", null=True, index=True),
    ref("shipment_id", "shipment", null=True, index=True),
    ref("customer_id", "customer", null=True, index=True),
    ref("warehouse_id", "warehouse", null=True),
    one_of("state", RETURN.states, default="requested"),
    one_of("kind", ("rma", "unannounced", "rts"), default="rma"),
    words("external_id"),
    words("carrier"),
    words("tracking_no"),
    ref("note_id", "personal_note", null=True),
    moment("requested_at"),
    moment("approved_at"),
    moment("received_at"),
    moment("expires_at"),
    moment("closed_at"),
    UniqueConstraint("number"),
    partial_index("ix_return_case_tracking_no", "tracking_no", where="tracking_no <> ''"),
    partial_index("ix_return_case_return_key", "return_key", where="return_key <> ''"),
    aggregate=("return", "id"),
)

# One row per unit: condition, disposition and resolution are decided for each.
return_line = state_table(
    "return_line",
    ref("return_case_id", "return_case", index=True),
    ref("order_line_id", "order_line", null=True, index=True),
    ref("shipment_line_id", "shipment_line", null=True),
    ref("parcel_content_id", "parcel_content", null=True),
    ref("variant_id", "variant", null=True),
    ref("lot_id", "lot"),
    words("serial"),
    one_of("state", RETURN_UNIT.states, default="expected"),
    words("reason_code"),
    one_of("condition", ("", *CONDITIONS), default=""),
    one_of("disposition", ("", *DISPOSITIONS), default=""),
    one_of("resolution", ("", *RESOLUTIONS), default=""),
    ref("bin_id", "bin", null=True),
    plain_id("inspected_by", null=True),
    moment("received_at"),
    moment("inspected_at"),
    moment("restocked_at"),
    partial_index("ix_return_line_shipment_line_id", "shipment_line_id", where="shipment_line_id IS NOT NULL"),
    partial_index("ix_return_line_parcel_content_id", "parcel_content_id", where="parcel_content_id IS NOT NULL"),
    aggregate=("return", "return_case_id"),
)

# Money back. ``payment_id`` is the movement that settled it.
refund = state_table(
    "refund",
    ref("order_id", "sales_order", index=True),
    ref("return_case_id", "return_case", null=True, index=True),
    ref("payment_id", "payment", null=True, index=True),
    words("external_id"),
    one_of("state", REFUND.states, default="proposed"),
    words("reason"),
    minor("amount_minor"),
    words("currency", default=None),
    plain_id("proposed_by", null=True),
    plain_id("approved_by", null=True),
    moment("proposed_at"),
    moment("approved_at"),
    moment("settled_at"),
    partial_index("uq_refund_external", "order_id", "external_id", where="external_id <> ''", unique=True),
    *not_negative("amount_minor"),
    aggregate=("order", "order_id"),
)

refund_line = state_table(
    "refund_line",
    ref("refund_id", "refund", index=True),
    ref("order_id", "sales_order", index=True),
    ref("order_line_id", "order_line", null=True, index=True),
    ref("order_charge_id", "order_charge", null=True, index=True),
    ref("return_line_id", "return_line", null=True, index=True),
    number("quantity", default=0),
    minor("amount_minor"),
    minor("tax_minor", default=0),
    check("one_subject", "order_line_id IS NULL OR order_charge_id IS NULL"),
    *not_negative("quantity", "amount_minor"),
    aggregate=("order", "order_id"),
)
