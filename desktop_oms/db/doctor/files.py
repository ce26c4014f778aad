"""Is the file whole, do all references lead somewhere, does every row obey the rules declared for its table?

The engine enforces references and rules on every write; these checks find what came in past it (a damaged disk, a tool of
another's, a switched-off check).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    ForeignKeyConstraint,
    Index,
    Table,
    UniqueConstraint,
    func,
    literal_column,
    or_,
    select,
)

from desktop_oms.db.doctor.finding import Finding
from desktop_oms.db.schema import metadata

_MOST_NAMED = 100


def integrity(conn: Connection) -> Iterator[Finding]:
    """SQLite's own check of pages and indexes. PostgreSQL checks pages itself when it reads them."""
    if conn.dialect.name != "sqlite":
        return
    for (problem,) in conn.exec_driver_sql(f"PRAGMA integrity_check({_MOST_NAMED})"):
        if problem != "ok":
            named = re.search(r"\b(?:in|from|of) (?:index |table )?(\w+)", problem)
            yield Finding(
                "integrity",
                named.group(1) if named else "",
                None,
                problem,
                "The database file is damaged; restore the newest copy and tell us what happened to the disk.",
            )


def references(conn: Connection) -> Iterator[Finding]:
    """Rows whose foreign key names a row that is not there."""
    for table in metadata.sorted_tables:
        for link in sorted(table.foreign_key_constraints, key=lambda link: str(link.name)):
            yield from _orphans(conn, table, link)


def _orphans(conn: Connection, table: Table, link: ForeignKeyConstraint) -> Iterator[Finding]:
    column: Column[Any] = link.elements[0].parent
    parent = link.referred_table.alias("parent")
    query = (
        select(table.c.id, column.label("missing"))
        .where(column.is_not(None), ~select(1).where(parent.c.id == column).exists())
        .order_by(table.c.id)
        .limit(_MOST_NAMED)
    )
    for row in conn.execute(query):
        yield Finding(
            "reference",
            table.name,
            row.id,
            f"{column.name} {row.missing} is no row of {link.referred_table.name}",
            f"Row {row.id} of {table.name} refers to something that was deleted past the program.",
        )


def rules(conn: Connection) -> Iterator[Finding]:
    """Rows that break a CHECK of their table: states nobody knows, negative quantities, more shipped than ordered."""
    for table in metadata.sorted_tables:
        checks = [item for item in table.constraints if isinstance(item, CheckConstraint)]
        if not checks:
            continue
        checks.sort(key=lambda item: str(item.name))
        key = next(iter(table.primary_key.columns))
        broken = [literal_column(f"NOT ({item.sqltext})", Boolean).label(f"c{i}") for i, item in enumerate(checks)]
        query = select(key.label("id"), *broken).select_from(table).where(or_(*(flag.element for flag in broken)))
        for row in conn.execute(query.limit(_MOST_NAMED)):
            for item, flag in zip(checks, row[1:], strict=True):
                if flag:
                    yield _broken_rule(table, row.id, item)


def _broken_rule(table: Table, row_id: Any, item: CheckConstraint) -> Finding:
    return Finding(
        "rule",
        table.name,
        row_id if isinstance(row_id, int) else None,
        f"breaks {item.name}: {item.sqltext}",
        f"Row {row_id} of {table.name} holds values the program would never have accepted.",
    )


def twins(conn: Connection) -> Iterator[Finding]:
    """Rows that share a key only one of them may have."""
    for table in metadata.sorted_tables:
        for name, columns, where in _unique_keys(table):
            key = next(iter(table.primary_key.columns))
            query = select(func.max(key).label("id"), func.count().label("many"), *columns).group_by(*columns)
            query = query.where(*(column.is_not(None) for column in columns)).having(func.count() > 1)
            if where is not None:
                query = query.where(where)
            for row in conn.execute(query.limit(_MOST_NAMED)):
                values = ", ".join(f"{column.name}={value!r}" for column, value in zip(columns, row[2:], strict=True))
                yield Finding(
                    "twin",
                    table.name,
                    row.id if isinstance(row.id, int) else None,
                    f"{row.many} rows share {name}: {values}",
                    f"{table.name} holds {row.many} rows where there may be one; keep one and delete the others.",
                )


def _unique_keys(table: Table) -> list[tuple[str, list[Column[Any]], Any]]:
    keys: list[tuple[str, list[Column[Any]], Any]] = [
        (str(item.name), list(item.columns), None) for item in table.constraints if isinstance(item, UniqueConstraint)
    ]
    for index in table.indexes:
        if isinstance(index, Index) and index.unique:
            keys.append((str(index.name), list(index.columns), index.dialect_options["sqlite"]["where"]))
    return sorted(keys, key=lambda key: key[0])
