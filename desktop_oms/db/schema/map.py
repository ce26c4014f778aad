"""The one-page map of the books: ``python -m desktop_oms.db.schema.map > docs/schema.md``."""

from __future__ import annotations

import inspect
import sys
from importlib import import_module
from types import ModuleType

from sqlalchemy import Table

from desktop_oms.db.schema import metadata

# In the order a reader meets them.
AREAS = (
    "company", "users", "channels", "catalog", "customers", "orders", "stock", "picking", "shipments", "returns", "purchasing",
    "documents", "settings", "events", "search",
)  # fmt: skip

_HEAD = """\
# Map of the books

Made by `python -m desktop_oms.db.schema.map`; a test keeps it fresh. What a kind means: `docs/house.md`. Every table but `event`,
`id_counter` has an `id` that is unique over the whole database; every state table has a `version`. *Italic*: computed by the
projections. Arrows name the tables referred to.
"""


def schema_map() -> str:
    """The page as Markdown text."""
    parts = [_HEAD]
    for area in AREAS:
        module = import_module(f"desktop_oms.db.schema.{area}")
        parts.append(
            f"\n## {area}\n\n{_first_line(module)}\n\n| table | kind | event of | columns | → |\n|---|---|---|---|---|\n"
        )
        parts += [_row(table) for table in _tables(module)]
    return "".join(parts)


def _first_line(module: ModuleType) -> str:
    return (inspect.getdoc(module) or "").splitlines()[0]


def _tables(module: ModuleType) -> list[Table]:
    found = [value for value in vars(module).values() if isinstance(value, Table)]
    return [table for table in found if metadata.tables[table.name] is table]


def _row(table: Table) -> str:
    kind = table.info["kind"]
    aggregate = table.info.get("aggregate", ("", ""))[0]
    names = [
        f"*{column.name}*" if column.info.get("derived") else column.name
        for column in table.columns
        if column.name not in ("id", "version")
    ]
    parents = sorted({key.column.table.name for key in table.foreign_keys} - {table.name})
    return f"| `{table.name}` | {kind} | {aggregate} | {' '.join(names)} | {' '.join(parents)} |\n"


if __name__ == "__main__":
    sys.stdout.write(schema_map())
