"""What leaves: shipments, their lines, parcels and contents, labels, manifests, tracking."""

from __future__ import annotations

from sqlalchemy import Index, UniqueConstraint, text

from desktop_oms.db.schema.base import check, in_list, not_negative, partial_index, state_table
from desktop_oms.db.schema.types import blob, flag, json_column, minor, moment, number, one_of, plain_id, ref, words
from desktop_oms.domain.label import LABEL, LIVE
from desktop_oms.domain.parcel import PARCEL
from desktop_oms.domain.shipment import BEFORE_DISPATCH, LEFT_THE_HOUSE, SHIPMENT

# Goods leaving together. ``is_external``: it left elsewhere, without stock moves, and never enters the queue.
shipment = state_table(
    "shipment",
    words("number", default=None),
    ref("warehouse_id", "warehouse", null=True),
    one_of("state", SHIPMENT.states, default="draft"),
    flag("is_external"),
    words("external_id"),
    ref("station_id", "station", null=True),
    plain_id("packer_id", null=True),
    ref("ship_address_id", "address", null=True),
    words("carrier"),
    words("service"),
    words("tracking_no"),
    number("priority", default=0),
    words("exception"),
    moment("cancel_requested"),
    ref("pick_list_id", "pick_list", null=True),
    ref("tote_id", "tote", null=True),
    moment("ship_by_at"),
    moment("released_at"),
    moment("picked_at"),
    moment("packing_at"),
    moment("packed_at"),
    moment("labelled_at"),
    moment("dispatched_at"),
    moment("delivered_at"),
    moment("cancelled_at"),
    UniqueConstraint("number"),
    partial_index(
        "ix_shipment_work", "warehouse_id", "state", "ship_by_at",
        where=in_list("state", BEFORE_DISPATCH),
    ),
    partial_index("ix_shipment_tracking_no", "tracking_no", where="tracking_no <> ''"),
    partial_index("ix_shipment_pick_list_id", "pick_list_id", where="pick_list_id IS NOT NULL"),
    partial_index("ix_shipment_tote_id", "tote_id", where="tote_id IS NOT NULL"),
    check("gone_has_time", f"NOT ({in_list('state', LEFT_THE_HOUSE)}) OR is_external OR dispatched_at IS NOT NULL"),
    check("external_never_queued", f"NOT is_external OR {in_list('state', (*LEFT_THE_HOUSE, 'cancelled'))}"),
    check("own_has_warehouse", "is_external OR warehouse_id IS NOT NULL"),
    aggregate=("shipment", "id"),
)  # fmt: skip

# Word for word the condition of ix_shipment_work: a query that carries it looks at open shipments only, whatever lies behind them.
IN_THE_HOUSE = text(in_list("shipment.state", BEFORE_DISPATCH))

# Quantity of one demand row in this shipment; an order is known to a shipment only through these rows.
shipment_line = state_table(
    "shipment_line",
    ref("shipment_id", "shipment", index=True),
    number("position"),
    ref("order_id", "sales_order", index=True),
    ref("order_line_id", "order_line"),
    ref("demand_id", "demand", null=True),
    ref("variant_id", "variant", null=True),
    number("quantity"),
    ref("bin_id", "bin", null=True),
    ref("lot_id", "lot"),
    number("short_qty", default=0),
    words("short_reason"),
    number("packed_qty", default=0, derived=True),
    Index(None, "order_line_id"),
    partial_index("ix_shipment_line_demand_id", "demand_id", where="demand_id IS NOT NULL"),
    check("packed_within_wanted", "packed_qty + short_qty <= quantity"),
    check("quantity_positive", "quantity > 0"),
    *not_negative("packed_qty", "short_qty"),
    aggregate=("shipment", "shipment_id"),
)

parcel = state_table(
    "parcel",
    ref("shipment_id", "shipment"),
    number("number"),
    one_of("state", PARCEL.states, default="open"),
    words("code", default=None),
    words("sscc"),
    ref("carton_id", "carton", null=True),
    number("weight_g", null=True),
    words("tracking_no"),
    ref("manifest_id", "manifest", null=True),
    moment("sealed_at"),
    moment("handed_over_at"),
    UniqueConstraint("code"),
    UniqueConstraint("shipment_id", "number"),
    partial_index("uq_parcel_sscc", "sscc", where="sscc <> ''", unique=True),
    partial_index("ix_parcel_tracking_no", "tracking_no", where="tracking_no <> ''"),
    partial_index("ix_parcel_manifest_id", "manifest_id", where="manifest_id IS NOT NULL"),
    check("weight_not_negative", "weight_g >= 0"),
    check("number_positive", "number >= 1"),
    aggregate=("shipment", "shipment_id"),
)

# One row per accepted scan. ``is_forced``: put in without a scan, by right and reason.
parcel_content = state_table(
    "parcel_content",
    ref("parcel_id", "parcel", index=True),
    ref("shipment_id", "shipment", index=True),
    ref("shipment_line_id", "shipment_line", index=True),
    ref("variant_id", "variant"),
    number("quantity"),
    ref("lot_id", "lot"),
    words("serial"),
    plain_id("verified_by", null=True),
    moment("verified_at", null=False),
    flag("is_forced"),
    words("force_reason"),
    words("scan_text"),
    check("quantity_positive", "quantity > 0"),
    partial_index("ix_parcel_content_serial", "variant_id", "serial", where="serial <> ''"),
    check("serial_is_one_piece", "serial = '' OR quantity = 1"),
    aggregate=("shipment", "shipment_id"),
)

# ``idempotency_key`` is committed before the carrier is asked, so that a retry finds the label it may have bought.
label = state_table(
    "label",
    ref("shipment_id", "shipment", index=True),
    ref("parcel_id", "parcel"),
    one_of("state", LABEL.states, default="requested"),
    words("idempotency_key", default=None),
    words("carrier"),
    words("service"),
    words("tracking_no"),
    words("carrier_shipment_id"),
    minor("cost_minor", null=True),
    words("currency"),
    words("format"),
    blob("content"),
    json_column("data"),
    words("error"),
    moment("requested_at"),
    moment("purchased_at"),
    moment("printed_at"),
    moment("voided_at"),
    UniqueConstraint("idempotency_key"),
    Index(None, "parcel_id"),
    partial_index("uq_label_live", "parcel_id", where=in_list("state", LIVE), unique=True),
    aggregate=("shipment", "shipment_id"),
)

manifest = state_table(
    "manifest",
    words("number", default=None),
    ref("warehouse_id", "warehouse"),
    words("carrier"),
    one_of("state", ("open", "closed", "handed_over", "cancelled"), default="open"),
    number("parcel_count", default=0),
    moment("created_at"),
    moment("closed_at"),
    moment("handed_over_at"),
    UniqueConstraint("number"),
    aggregate=("manifest", "id"),
)

tracking_event = state_table(
    "tracking_event",
    ref("shipment_id", "shipment", index=True),
    ref("parcel_id", "parcel", null=True),
    moment("at", null=False),
    words("code"),
    words("text"),
    words("place"),
    words("external_id"),
    partial_index("uq_tracking_event_external", "shipment_id", "external_id", where="external_id <> ''", unique=True),
    aggregate=("shipment", "shipment_id"),
)
