"""The memory of the books: events, undo groups, leases, counters, number series, the list of erasures."""

from __future__ import annotations

from sqlalchemy import Column, Index, Text, UniqueConstraint

from desktop_oms.db.schema.base import check, technical_table
from desktop_oms.db.schema.types import Id, flag, json_column, minor, moment, number, one_of, plain_id, ref, words

# One row per command and aggregate, written only by the gateway and never changed. ``changes`` holds old and new values of
# changed columns; a creation holds no image. ``seq`` follows commit order.
event = technical_table(
    "event",
    Column("seq", Id, primary_key=True, autoincrement=True),
    moment("at", null=False),
    plain_id("actor_id", null=True),
    plain_id("station_id", null=True),
    words("cause"),
    words("command"),
    words("command_id"),
    plain_id("undo_group_id", null=True),
    plain_id("undo_of_seq", null=True),
    words("name", default=None),
    words("kind", default=None),
    plain_id("entity_id"),
    json_column("changes"),
    json_column("data"),
    Index(None, "kind", "entity_id", "seq"),
    Index("ix_event_undo_group_id", "undo_group_id"),
    own_key=True,
    sqlite_autoincrement=True,
)
event.info["kind"] = "event"

# What one Ctrl+Z takes back. ``undoes`` names the group this one undid; ``undone_by`` the group that undid this one.
undo_group = technical_table(
    "undo_group",
    plain_id("actor_id", null=True),
    plain_id("station_id", null=True),
    words("command", default=None),
    json_column("label_data"),
    moment("at", null=False),
    plain_id("undone_by", null=True),
    plain_id("undoes", null=True),
    one_of("state", ("open", "undone", "redone"), default="open"),
    flag("may_undo", default=True),
    words("why_not"),
    Index(None, "actor_id", "station_id", "id"),
)

# Who works on something now. Lives 120 s, renewed by database time; the unique pair makes it the one active claim.
lease = technical_table(
    "lease",
    words("kind", default=None),
    plain_id("entity_id"),
    plain_id("station_id", null=True),
    plain_id("user_id", null=True),
    words("token", default=None),
    moment("taken_at", null=False),
    moment("expires_at", null=False),
    UniqueConstraint("kind", "entity_id"),
)

# What a packing table keeps in mind between two scans (half-captured unit, open question); lost without harm.
station_memory = technical_table(
    "station_memory",
    ref("station_id", "station", on_delete="CASCADE"),
    json_column("data"),
    moment("at", null=False),
    UniqueConstraint("station_id"),
)

# The next free id on SQLite (PostgreSQL uses a sequence of the same name).
id_counter = technical_table(
    "id_counter",
    Column("name", Text, primary_key=True),
    minor("next_value"),
    check("next_value_positive", "next_value >= 1"),
    own_key=True,
)

# Human numbers. ``company_id`` 0: one series for the whole business; ``year`` 0 for series that do not start anew each year.
number_series = technical_table(
    "number_series",
    plain_id("company_id"),
    words("kind", default=None),
    number("year", default=0),
    words("prefix"),
    number("next_value", default=1),
    UniqueConstraint("company_id", "kind", "year"),
    check("next_value_positive", "next_value >= 1"),
)

# Which personal rows were blanked, applied again after a restore. Names rows, never their content.
erasure = technical_table(
    "erasure",
    moment("at", null=False),
    plain_id("actor_id", null=True),
    plain_id("customer_id", null=True),
    words("table_name", default=None),
    plain_id("row_id"),
    UniqueConstraint("table_name", "row_id"),
)
