"""Where orders come from and answers go to: channels, listings, mapping tasks, import runs, inbox, outbox, conflicts."""

from __future__ import annotations

from sqlalchemy import Index, UniqueConstraint

from desktop_oms.db.schema.base import check, in_list, not_negative, partial_index, state_table, technical_table
from desktop_oms.db.schema.types import flag, json_column, minor, moment, number, one_of, plain_id, ref, words
from desktop_oms.domain.outbox import OUTBOX, WAITING

# One connected account. ``buffer_qty`` units are withheld from it.
channel = state_table(
    "channel",
    ref("company_id", "company", index=True),
    ref("brand_id", "brand", null=True),
    ref("warehouse_id", "warehouse", null=True),
    words("type", default=None),
    words("name", default=None),
    words("account"),
    json_column("settings"),
    words("timezone", default="UTC"),
    words("currency", default="EUR"),
    number("buffer_qty", default=0),
    flag("is_active", default=True),
    UniqueConstraint("type", "name"),
    *not_negative("buffer_qty"),
    aggregate=("channel", "id"),
)

# How far a pull has come; moves only after a run that succeeded.
channel_cursor = technical_table(
    "channel_cursor",
    ref("channel_id", "channel", on_delete="CASCADE"),
    words("name", default=None),
    words("value"),
    moment("updated_at"),
    UniqueConstraint("channel_id", "name"),
)

# The offer on a channel. ``factor`` sales pieces per unit sold; ``pushed_*`` is what the channel last accepted.
listing = state_table(
    "listing",
    ref("channel_id", "channel"),
    words("external_id", default=None),
    words("external_sku"),
    words("sku_key"),
    words("title"),
    ref("variant_id", "variant", null=True, index=True),
    number("factor", default=1),
    minor("price_minor", null=True),
    words("currency"),
    number("buffer_qty", null=True),
    flag("is_active", default=True),
    number("pushed_qty", null=True),
    moment("pushed_at"),
    words("push_error"),
    UniqueConstraint("channel_id", "external_id"),
    Index(None, "channel_id", "sku_key"),
    check("factor_at_least_one", "factor >= 1"),
    aggregate=("listing", "id"),
)

# A bought line whose article we do not know yet; a person decides once and the listing remembers it.
mapping_task = state_table(
    "mapping_task",
    ref("order_id", "sales_order", index=True),
    ref("order_line_id", "order_line"),
    words("sku"),
    words("sku_key"),
    words("title"),
    one_of("state", ("open", "done"), default="open"),
    ref("variant_id", "variant", null=True),
    plain_id("done_by", null=True),
    moment("done_at"),
    UniqueConstraint("order_line_id"),
    partial_index("ix_mapping_task_open", "sku_key", where="state = 'open'"),
    check("done_names_variant", "state <> 'done' OR variant_id IS NOT NULL"),
    aggregate=("order", "order_id"),
)

import_run = state_table(
    "import_run",
    ref("channel_id", "channel", null=True, index=True),
    words("file_name"),
    words("format"),
    words("sha256"),
    number("created", default=0),
    number("updated", default=0),
    number("unchanged", default=0),
    number("conflicts", default=0),
    number("rejected", default=0),
    json_column("assumptions", default="[]"),
    moment("started_at", null=False),
    moment("ended_at"),
    *not_negative("created", "updated", "unchanged", "conflicts", "rejected"),
    aggregate=("import", "id"),
)
import_run.info["undo"] = "keep"

# A row that could not be read, kept so that the list of an old import can still be shown.
import_row = technical_table(
    "import_row",
    ref("import_run_id", "import_run", index=True, on_delete="CASCADE"),
    words("file"),
    number("line", default=0),
    words("field"),
    words("code"),
    words("message"),
)

# Raw payloads as received: personal data, dropped by erasure and after their time.
inbox = technical_table(
    "inbox",
    ref("channel_id", "channel", on_delete="CASCADE"),
    words("kind"),
    words("external_id"),
    json_column("payload"),
    moment("received_at", null=False),
    moment("handled_at"),
    words("error"),
    Index(None, "channel_id", "external_id"),
    Index(None, "received_at"),
)

# Everything that leaves the house, its key committed before the call.
outbox = state_table(
    "outbox",
    words("kind", default=None),
    ref("channel_id", "channel", null=True),
    words("entity_kind", default=None),
    plain_id("entity_id"),
    words("idempotency_key", default=None),
    json_column("payload"),
    one_of("state", OUTBOX.states, default="pending"),
    number("attempts", default=0),
    moment("created_at"),
    moment("next_at"),
    moment("sent_at"),
    moment("confirmed_at"),
    words("remote_reference"),
    words("last_error"),
    UniqueConstraint("idempotency_key"),
    Index(None, "entity_kind", "entity_id"),
    partial_index("ix_outbox_due", "next_at", where=in_list("state", WAITING)),
    *not_negative("attempts"),
    aggregate=("outbox", "id"),
)
outbox.info["undo"] = "outbox"

# Channel and a person disagree about a field. Personal values are stored as row ids, never as text.
sync_conflict = state_table(
    "sync_conflict",
    ref("order_id", "sales_order"),
    words("field", default=None),
    json_column("our_value", null=True),
    json_column("channel_value", null=True),
    one_of("state", ("open", "kept_ours", "took_theirs"), default="open"),
    moment("opened_at", null=False),
    plain_id("resolved_by", null=True),
    moment("resolved_at"),
    Index(None, "order_id"),
    partial_index("uq_sync_conflict_open", "order_id", "field", where="state = 'open'", unique=True),
    aggregate=("order", "order_id"),
)
