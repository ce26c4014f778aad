"""Statements compiled once and run through the database driver itself.

Why: building a select, looking its compiled form up and wrapping its result costs SQLAlchemy 0.1 to 0.3 ms, the driver's part is
0.01 ms; a scan makes some twenty statements while a packer waits. So what runs for every scan or every imported page is written
as a Core statement with named parameters, compiled at first use, and run here. Values pass the same type processors, and what the
driver refuses becomes the same ``DBAPIError``.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Executable, Numeric, Table, bindparam, exc
from sqlalchemy.sql.elements import BindParameter

Process = Callable[[Any], Any]
# Why arrays: the ids of the window's lists are kept in them. A list taken for one value would be cut to the first call's length.
_LISTS = (list, tuple, set, frozenset, range, array)


def ids_param(name: str = "ids") -> BindParameter[Any]:
    """A parameter that takes a list, for ``column.in_(ids_param())``; at most a few hundred values (``tx.chunks``)."""
    return bindparam(name, expanding=True)


def execute(conn: Connection, sql: str, params: Any, *, many: bool = False) -> Any:
    """Run one driver statement on the transaction of ``conn`` (begun if need be); returns the driver's cursor.

    Raises:
        sqlalchemy.exc.DBAPIError: as SQLAlchemy itself raises it.
    """
    if not conn.in_transaction():
        conn.begin()
    cursor: Any = conn.connection.cursor()
    dialect: Any = conn.dialect
    try:
        if many:
            cursor.executemany(sql, params)
        else:
            cursor.execute(sql, params)
    except dialect.loaded_dbapi.Error as error:
        is_lost = bool(dialect.is_disconnect(error, conn.connection, cursor))
        if is_lost:
            conn.invalidate(error)
        raise exc.DBAPIError.instance(
            sql, params, error, dialect.loaded_dbapi.Error, connection_invalidated=is_lost, dialect=dialect
        ) from error
    return cursor


@dataclass(frozen=True, slots=True)
class _Slot:
    """One parameter of the compiled statement.

    Attributes:
        bind_name: its name for a driver with named parameters.
        source: the value it takes; None for a constant of the statement.
        index: place in the list ``source``, None for a single value.
    """

    bind_name: str
    source: str | None
    index: int | None
    process: Process | None
    constant: Any

    def value(self, values: Mapping[str, Any]) -> Any:
        if self.source is None:
            return self.constant
        found = values[self.source] if self.index is None else values[self.source][self.index]
        return self.process(found) if self.process else found


@dataclass(frozen=True, slots=True)
class _Compiled:
    sql: str
    slots: tuple[_Slot, ...]
    is_positional: bool
    names: tuple[str, ...]
    processes: tuple[tuple[str, Process], ...]

    def cursor(self, conn: Connection, values: Mapping[str, Any]) -> Any:
        if self.is_positional:
            return execute(conn, self.sql, [slot.value(values) for slot in self.slots])
        return execute(conn, self.sql, {slot.bind_name: slot.value(values) for slot in self.slots})


class Prepared:
    """A Core statement with named parameters that is compiled once per database engine.

    Lists (``ids_param``) are compiled per length, rounded up to a power of two and filled by repeating the last value, so that few
    different texts reach the driver's own cache. Thread-safe: entries are immutable and replaced whole.
    """

    def __init__(self, statement: Executable) -> None:
        self._statement: Any = statement
        self._known: dict[tuple[Any, ...], _Compiled] = {}

    @property
    def table(self) -> Table:
        """The table a writing statement writes to."""
        found: Table = self._statement.table
        return found

    def rows(self, conn: Connection, values: Mapping[str, Any]) -> list[dict[str, Any]]:
        """All rows as plain dicts."""
        made, given = self._fit(conn, values)
        names = made.names
        rows = [dict(zip(names, row)) for row in made.cursor(conn, given)]  # noqa: B905 - measured; same length by SQL
        for name, process in made.processes:
            for row in rows:
                if row[name] is not None:
                    row[name] = process(row[name])
        return rows

    def run(self, conn: Connection, values: Mapping[str, Any]) -> int:
        """Run a writing statement; returns the number of rows it touched."""
        made, given = self._fit(conn, values)
        return int(made.cursor(conn, given).rowcount)

    def run_many(self, conn: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run a writing statement once per row of values."""
        made, _values = self._fit(conn, rows[0])
        slots = made.slots
        params: list[Any]
        if made.is_positional:
            params = [[slot.value(row) for slot in slots] for row in rows]
        else:
            params = [{slot.bind_name: slot.value(row) for slot in slots} for row in rows]
        execute(conn, made.sql, params, many=True)

    def _fit(self, conn: Connection, values: Mapping[str, Any]) -> tuple[_Compiled, Mapping[str, Any]]:
        """The statement compiled for lists of these lengths, and the values with their lists filled up."""
        key: tuple[Any, ...] = (conn.dialect.name,)
        given = values
        for name, value in values.items():
            if isinstance(value, _LISTS):
                filled = _filled(value)
                if given is values:
                    given = dict(values)
                given[name] = filled  # type: ignore[index]
                key += (name, len(filled))
        made = self._known.get(key)
        if made is None:
            made = self._known[key] = _compile(self._statement, conn.dialect, given)
        return made, given


def _filled(values: Any) -> list[Any]:
    """``values`` as a list whose length is a power of two (or zero), the last one repeated."""
    filled = list(values)
    if filled:
        wanted = 1 << (len(filled) - 1).bit_length()
        filled += [filled[-1]] * (wanted - len(filled))
    return filled


def _processor(kind: Any, dialect: Any) -> Any:
    """What makes a value of the driver one of the program; None where it is one already."""
    # Why none for sums: psycopg asks for the number's type in the answer, which is not known before; it comes as Decimal.
    if isinstance(kind, Numeric):
        return None
    return kind.dialect_impl(dialect).result_processor(dialect, None)


def _compile(statement: Any, dialect: Any, values: Mapping[str, Any]) -> _Compiled:
    compiled = statement.compile(dialect=dialect)
    expanded = compiled.construct_expanded_state(dict(values))
    parts = {part: (name, at) for name, names in expanded.parameter_expansion.items() for at, part in enumerate(names)}
    is_positional = bool(compiled.positional)
    names = expanded.positiontup if is_positional else list(expanded.parameters)
    slots = []
    for name in names:
        source, index = parts.get(name, (name, None))
        process = compiled._bind_processors.get(source)
        if source in values:
            slots.append(_Slot(name, source, index, process, None))
        else:
            constant = expanded.parameters[name]
            slots.append(_Slot(name, None, None, None, process(constant) if process else constant))
    columns = getattr(compiled, "_result_columns", None) or ()
    found = [(entry.keyname, _processor(entry.type, dialect)) for entry in columns]
    return _Compiled(
        sql=expanded.statement,
        slots=tuple(slots),
        is_positional=is_positional,
        names=tuple(name for name, _process in found),
        processes=tuple((name, process) for name, process in found if process is not None),
    )
