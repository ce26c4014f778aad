"""Compiled INSERT and UPDATE statements, run through the driver with plain parameters.

Why: intake is measured against raw ``sqlite3``; Core's executemany costs 1.3 to 1.6 times the driver's, mostly for binding
dictionaries. The statement is compiled once per table and set of columns, the values go through the same type processors, and
parameters are gathered column by column.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect, Table, bindparam, insert, literal_column, update

from desktop_oms.db.driver import execute

Processor = Callable[[Any], Any] | None


@dataclass(frozen=True, slots=True)
class _Slot:
    """One parameter: where its value comes from and how it is made fit for the driver."""

    bind_name: str
    source: str
    process: Processor
    default: Any

    def column(self, rows: Sequence[Mapping[str, Any]]) -> list[Any]:
        name, default, process = self.source, self.default, self.process
        found = [row.get(name, default) for row in rows]
        # Why None first: most times and notes of an imported row are empty, and no type of ours makes something of nothing.
        return [None if value is None else process(value) for value in found] if process else found


@dataclass(frozen=True, slots=True)
class _Statement:
    sql: str
    slots: tuple[_Slot, ...]
    is_positional: bool

    def run(self, conn: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        params: list[Any] = list(zip(*[slot.column(rows) for slot in self.slots], strict=True))
        if not self.is_positional:
            names = [slot.bind_name for slot in self.slots]
            params = [dict(zip(names, row, strict=True)) for row in params]
        execute(conn, self.sql, params, many=True)


class Statements:
    """Cache of driver statements for one dialect. Thread-safe: entries are immutable and replaced whole."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._known: dict[tuple[str, str, tuple[str, ...]], _Statement] = {}

    def insert(self, conn: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert ``rows`` in one statement; columns any row names are written, others take their defaults."""
        names = tuple(sorted(set().union(*{tuple(row) for row in rows})))
        key = ("insert", table.name, names)
        if key not in self._known:
            # Columns no row names take the database's default; rows that leave out one another names get the same value.
            defaults = {name: table.c[name].info.get("default") for name in names}
            self._known[key] = self._compile(insert(table), list(names), defaults)
        self._known[key].run(conn, rows)

    def update(self, conn: Connection, table: Table, names: tuple[str, ...], rows: Iterable[Mapping[str, Any]]) -> None:
        """Set the columns ``names`` of each row found by its ``id``; raises ``version`` where the table has one."""
        self._update("update", conn, table, names, rows)

    def update_derived(
        self, conn: Connection, table: Table, names: tuple[str, ...], rows: Iterable[Mapping[str, Any]]
    ) -> None:
        """Like :meth:`update` without raising ``version``: what a projection computes is nobody's edit."""
        self._update("derive", conn, table, names, rows)

    def _update(
        self, verb: str, conn: Connection, table: Table, names: tuple[str, ...], rows: Iterable[Mapping[str, Any]]
    ) -> None:
        key = (verb, table.name, names)
        if key not in self._known:
            values: dict[str, Any] = {name: bindparam(name, type_=table.c[name].type) for name in names}
            if verb == "update" and "version" in table.c:
                values["version"] = literal_column("version + 1")
            found_by = table.c.id == bindparam("row_id", type_=table.c.id.type)
            self._known[key] = self._compile(update(table).where(found_by).values(values), None, {})
        self._known[key].run(conn, list(rows))

    def _compile(self, statement: Any, columns: list[str] | None, defaults: Mapping[str, Any]) -> _Statement:
        compiled = statement.compile(dialect=self._dialect, column_keys=columns)
        is_positional = bool(compiled.positional)
        names = compiled.positiontup if is_positional else list(compiled.bind_names.values())
        slots = [
            _Slot(
                bind_name=name,
                source="id" if name == "row_id" else name,
                process=compiled._bind_processors.get(name),
                default=defaults.get(name),
            )
            for name in names
        ]
        return _Statement(str(compiled), tuple(slots), is_positional)
