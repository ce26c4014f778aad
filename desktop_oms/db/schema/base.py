"""The one MetaData and the five ways to declare a table; the kind says who may write it and what undo does with it.

``Table.info["kind"]`` is state, ledger, derived, personal or technical (docs/house.md); ``Table.info["aggregate"]`` is the
kind of its events and the column holding that entity's id. Invariant: a table is declared through one of these helpers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, Integer, MetaData, Table, text
from sqlalchemy.schema import SchemaItem

from desktop_oms.db.schema.types import id_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = MetaData(naming_convention=NAMING)

Aggregate = tuple[str, str]


def state_table(name: str, *items: SchemaItem, aggregate: Aggregate, **options: Any) -> Table:
    """What is true now: inserted, updated, deleted by the gateway with a version; undo restores it from the events."""
    version: Column[int] = Column("version", Integer, nullable=False, server_default=text("1"))
    return _declare("state", name, (id_column(), version, *items), aggregate, options)


def ledger_table(name: str, *items: SchemaItem, aggregate: Aggregate, **options: Any) -> Table:
    """What happened: inserted only; undo adds a row that points back by ``reverses_id``."""
    return _declare("ledger", name, (id_column(), *items), aggregate, options)


def derived_table(name: str, *items: SchemaItem, **options: Any) -> Table:
    """What can be counted again from other tables; only projections write it."""
    return _declare("derived", name, (id_column(), *items), None, options)


def personal_table(name: str, *items: SchemaItem, **options: Any) -> Table:
    """Data about a person: inserted once, never changed, blanked by an erasure, never copied into an event."""
    return _declare("personal", name, (id_column(), *items), None, options)


def technical_table(name: str, *items: SchemaItem, own_key: bool = False, **options: Any) -> Table:
    """Machinery (leases, counters, raw payloads): neither audited nor undone. ``own_key``: the items bring the primary key."""
    key = () if own_key else (id_column(),)
    return _declare("technical", name, (*key, *items), None, options)


def check(name: str, condition: str) -> CheckConstraint:
    """A named invariant in SQL that both engines understand; the name appears in the refusal."""
    return CheckConstraint(condition, name=name)


def not_negative(*names: str) -> tuple[CheckConstraint, ...]:
    """One CHECK per column that must not fall below zero."""
    return tuple(check(f"{name}_not_negative", f"{name} >= 0") for name in names)


def partial_index(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index over the rows for which ``where`` holds (``unique`` turns it into a rule among those rows)."""
    condition = text(where)
    return Index(name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def in_list(column: str, values: Sequence[str]) -> str:
    """The condition that ``column`` is one of ``values`` (our own codes, never text from outside)."""
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _declare(
    kind: str, name: str, items: tuple[SchemaItem, ...], aggregate: Aggregate | None, options: dict[str, Any]
) -> Table:
    info: dict[str, Any] = {"kind": kind}
    if aggregate is not None:
        info["aggregate"] = aggregate
    values = [
        check(f"{item.name}_known", in_list(item.name, item.info["values"]))
        for item in items
        if isinstance(item, Column) and "values" in item.info
    ]
    return Table(name, metadata, *items, *values, info=info, sqlite_strict=True, **options)
