"""Who buys: customers, and the personal rows that are versioned by never being changed.

Personal rows name their customer without a foreign key: undo may take a customer back while its personal rows, which are
never deleted, stay until an erasure blanks them.
"""

from __future__ import annotations

from desktop_oms.db.schema.base import partial_index, personal_table, state_table
from desktop_oms.db.schema.types import flag, moment, personal, plain_id, ref, words

customer = state_table(
    "customer",
    ref("channel_id", "channel", null=True),
    words("external_id"),
    words("number", null=True),
    words("locale"),
    flag("is_blocked"),
    moment("created_at"),
    partial_index("uq_customer_channel_external", "channel_id", "external_id", where="external_id <> ''", unique=True),
    partial_index("uq_customer_number", "number", where="number IS NOT NULL", unique=True),
    aggregate=("customer", "id"),
)
customer.info["undo"] = "if_unused"

# ``email_key`` is the folded address for matching. The newest row of a customer is the one in force.
contact = personal_table(
    "contact",
    plain_id("customer_id", null=True, index=True),
    personal(words("name")),
    personal(words("company")),
    personal(words("email")),
    personal(words("email_key")),
    personal(words("phone")),
    personal(words("vat_no")),
    moment("created_at"),
    moment("erased_at"),
    partial_index("ix_contact_email_key", "email_key", where="email_key <> ''"),
)

address = personal_table(
    "address",
    plain_id("customer_id", null=True, index=True),
    personal(words("name")),
    personal(words("company")),
    personal(words("street1")),
    personal(words("street2")),
    personal(words("street3")),
    personal(words("city")),
    personal(words("region")),
    personal(words("postcode")),
    words("country"),
    personal(words("phone")),
    moment("created_at"),
    moment("erased_at"),
)

# Free text that may name a person: buyer notes, gift messages, notes of our own.
personal_note = personal_table(
    "personal_note",
    plain_id("customer_id", null=True),
    personal(words("text")),
    moment("created_at"),
    moment("erased_at"),
)
