"""Compiled INSERT and UPDATE statements, run through the driver with plain parameters.

Why: intake is measured against raw ``sqlite3``; Core's executemany costs 1.3 to 1.6 times the driver's, mostly for binding
dictionaries. The statement is compiled once per table and set of columns, the values go through the same type processors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect, Table, bindparam, insert, literal_column, update

Processor = Callable[[Any], Any] | None


@dataclass(frozen=True, slots=True)
class _Slot:
    """One parameter: where its value comes from and how it is made fit for the driver."""

    bind_name: str
    source: str
    process: Processor
    default: Any

    def value(self, row: Mapping[str, Any]) -> Any:
        found = row.get(self.source, self.default)
        return self.process(found) if self.process else found


@dataclass(frozen=True, slots=True)
class _Statement:
    sql: str
    slots: tuple[_Slot, ...]
    is_positional: bool

    def run(self, conn: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        if self.is_positional:
            # Why the inner list: a list builds faster than a generator, and this runs for every row of an import.
            conn.exec_driver_sql(self.sql, [tuple([slot.value(row) for slot in self.slots]) for row in rows])
        else:
            conn.exec_driver_sql(self.sql, [{slot.bind_name: slot.value(row) for slot in self.slots} for row in rows])


class Statements:
    """Cache of driver statements for one dialect. Thread-safe: entries are immutable and replaced whole."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._known: dict[tuple[str, str, tuple[str, ...]], _Statement] = {}

    def insert(self, conn: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert ``rows`` in one statement; columns any row names are written, others take their defaults."""
        names = tuple(sorted({key for row in rows for key in row}))
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
        self._known[key].run(conn, rows)

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
