"""How people arrange their work: settings, tags, notes, saved views, custom fields and their values."""

from __future__ import annotations

from sqlalchemy import Column, Table, UniqueConstraint
from sqlalchemy.schema import SchemaItem

from desktop_oms.db.schema.base import Aggregate, check, partial_index, state_table
from desktop_oms.db.schema.types import day, flag, json_column, minor, moment, number, one_of, plain_id, ref, words

FIELD_TYPES = ("text", "integer", "decimal", "money", "flag", "date", "time", "choice")

setting = state_table(
    "setting",
    words("key", default=None),
    one_of("scope", ("business", "station"), default="business"),
    ref("station_id", "station", null=True),
    json_column("value", null=True),
    check("scope_names_station", "(scope = 'station') = (station_id IS NOT NULL)"),
    partial_index("uq_setting_business", "key", where="scope = 'business'", unique=True),
    partial_index("uq_setting_station", "station_id", "key", where="scope = 'station'", unique=True),
    aggregate=("setting", "id"),
)

tag = state_table(
    "tag",
    words("name", default=None),
    words("name_key", default=None),
    words("color"),
    UniqueConstraint("name_key"),
    aggregate=("tag", "id"),
)
tag.info["undo"] = "if_unused"

order_tag = state_table(
    "order_tag",
    ref("order_id", "sales_order"),
    ref("tag_id", "tag", index=True),
    UniqueConstraint("order_id", "tag_id"),
    aggregate=("order", "order_id"),
)

# A note on an order; its text is a personal row. ``shows_packer``: shown before the first scan.
note = state_table(
    "note",
    ref("order_id", "sales_order", index=True),
    ref("personal_note_id", "personal_note"),
    flag("shows_packer"),
    plain_id("written_by", null=True),
    moment("written_at", null=False),
    aggregate=("order", "order_id"),
)

customer_note = state_table(
    "customer_note",
    ref("customer_id", "customer", index=True),
    ref("personal_note_id", "personal_note"),
    flag("shows_packer"),
    plain_id("written_by", null=True),
    moment("written_at", null=False),
    aggregate=("customer", "customer_id"),
)

# ``user_id`` NULL: for everybody. ``spec`` is a QuerySpec plus columns.
saved_view = state_table(
    "saved_view",
    ref("user_id", "app_user", null=True, index=True),
    words("pane", default=None),
    words("name", default=None),
    json_column("spec"),
    number("position", default=0),
    aggregate=("saved_view", "id"),
)

# ``key`` never changes and names the field in files, filters and templates. ``is_personal``: values live in personal_note.
custom_field = state_table(
    "custom_field",
    one_of("entity_kind", ("order", "order_line", "product", "variant", "customer")),
    words("key", default=None),
    words("label"),
    one_of("type", FIELD_TYPES, default="text"),
    json_column("choices", default="[]"),
    words("currency"),
    words("default_text"),
    flag("is_required"),
    flag("is_personal"),
    flag("shows_in_list"),
    number("position", default=0),
    UniqueConstraint("entity_kind", "key"),
    aggregate=("custom_field", "id"),
)


def _value_table(name: str, aggregate: Aggregate, *owners: SchemaItem) -> Table:
    """Values of one kind of entity. Text, decimal and choice use ``text_value``; integer, money (minor units) and flag (0, 1)
    ``int_value``; date ``date_value``; time ``time_value``; personal text the row named by ``personal_note_id``."""
    owner_names = [item.name for item in owners if isinstance(item, Column)]
    keys = [UniqueConstraint("custom_field_id", owner_names[0])] if len(owner_names) == 1 else [
        partial_index(f"uq_{name}_root", "custom_field_id", owner_names[0], where=f"{owner_names[1]} IS NULL", unique=True),
        partial_index(f"uq_{name}_part", "custom_field_id", owner_names[1], where=f"{owner_names[1]} IS NOT NULL", unique=True),
    ]  # fmt: skip
    filled = " + ".join(
        f"(CASE WHEN {column} IS NULL THEN 0 ELSE 1 END)"
        for column in ("text_value", "int_value", "date_value", "time_value", "personal_note_id")
    )
    return state_table(
        name,
        ref("custom_field_id", "custom_field"),
        *owners,
        words("text_value", null=True),
        minor("int_value", null=True),
        day("date_value"),
        moment("time_value"),
        ref("personal_note_id", "personal_note", null=True),
        *keys,
        check("exactly_one_value", f"{filled} = 1"),
        aggregate=aggregate,
    )


order_custom_value = _value_table(
    "order_custom_value",
    ("order", "order_id"),
    ref("order_id", "sales_order", index=True),
    ref("order_line_id", "order_line", null=True),
)
product_custom_value = _value_table(
    "product_custom_value",
    ("product", "product_id"),
    ref("product_id", "product", index=True),
    ref("variant_id", "variant", null=True),
)
customer_custom_value = _value_table(
    "customer_custom_value", ("customer", "customer_id"), ref("customer_id", "customer", index=True)
)
