"""One write transaction: reading, taking ids and numbers, inserting, changing and deleting rows.

Handlers and projections get a :class:`Tx`; only ``db.gateway`` makes one. Invariant: a state row changes only together with an
entry in the change log.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Delete, Insert, Table, Update, delete, select

from desktop_oms.db import ids, numbers
from desktop_oms.db.changes import ChangeLog, ChangeSet, Note, Row
from desktop_oms.db.driver import Prepared, ids_param
from desktop_oms.db.reader import Reader
from desktop_oms.db.schema import event
from desktop_oms.db.statements import Statements
from desktop_oms.domain.errors import Conflict, OmsError

_CHUNK = 500
# Ids are taken in blocks that double: one statement for a scan, a handful for a page. What is left over is never used.
_FIRST_BLOCK, _BIGGEST_BLOCK = 8, 512


@dataclass(frozen=True, slots=True)
class WriteMeta:
    """Who writes, why, and what one Ctrl+Z takes back.

    Attributes:
        cause: what brought the command: a scan, a file and row, a rule version, a clock; "" for a person's click.
        group_id: an existing undo group to join (bulk work); None opens one of its own.
        has_group: false for commands nobody takes back (claims, print progress): their events belong to no group.
        label: facts for the sentence naming the deed in the undo button.
        is_background: true for work that waits politely for the writer lock.
    """

    command: str
    command_id: str
    actor_id: int = 0
    station_id: int | None = None
    cause: str = ""
    group_id: int | None = None
    has_group: bool = True
    may_undo: bool = True
    why_not: str = ""
    label: Mapping[str, Any] = field(default_factory=dict)
    is_background: bool = False


class Tx(Reader):
    """One write transaction. Not thread-safe, dead after its ``with`` block.

    Attributes:
        now: the one time of this transaction, aware UTC.
        log: what was written so far; projections read it.
        group_id: the undo group of this command; set before the first event.
        changes: what was committed; None until the block has ended well.
    """

    changes: ChangeSet | None = None

    def __init__(self, conn: Connection, meta: WriteMeta, now: datetime, statements: Statements) -> None:
        super().__init__(conn)
        self.meta = meta
        self.now = now
        self.log = ChangeLog()
        self.statements = statements
        self._group_id = meta.group_id
        self.is_own_group = meta.group_id is None
        self.label: dict[str, Any] = dict(meta.label)
        self.undoes_group: int | None = None
        self._spare_ids: list[int] = []
        self._block = _FIRST_BLOCK

    # --- reading: see Reader -------------------------------------------------------------------------------------

    def rows_by_id(self, table: Table, row_ids: Sequence[int]) -> dict[int, Row]:
        """Whole rows by id, locked for this transaction on PostgreSQL; missing ones are absent."""
        return self._old_rows(table, [c.name for c in table.columns], row_ids)

    # --- numbers -------------------------------------------------------------------------------------------------

    def new_ids(self, count: int) -> list[int]:
        """Take ``count`` ids, unique over the whole database, rising."""
        spare = self._spare_ids
        if count > len(spare):
            spare += ids.take(self.conn, max(count - len(spare), self._block))
            self._block = min(2 * self._block, _BIGGEST_BLOCK)
        taken = spare[:count]
        del spare[:count]
        return taken

    def number(self, kind: str, *, company_id: int = 0, year: int = 0) -> int:
        """Next human number of a series; gapless because it is taken inside the transaction."""
        return numbers.take(self.conn, kind, 1, company_id=company_id, year=year)

    def numbers(self, kind: str, count: int, *, company_id: int = 0, year: int = 0) -> range:
        """``count`` consecutive numbers of a series."""
        first = numbers.take(self.conn, kind, count, company_id=company_id, year=year)
        return range(first, first + count)

    # --- writing -------------------------------------------------------------------------------------------------

    def insert(self, table: Table, rows: Iterable[Mapping[str, Any]]) -> list[int]:
        """Insert rows of a state, ledger or personal table; missing ids are given. Returns the ids in order."""
        _require(table, "state", "ledger", "personal")
        batch = [dict(row) for row in rows]
        if not batch:
            return []
        nameless = [row for row in batch if row.get("id") is None]
        if nameless:
            for row, row_id in zip(nameless, self.new_ids(len(nameless)), strict=True):
                row["id"] = row_id
        self.statements.insert(self.conn, table, batch)
        self.log.record_insert(table, batch)
        return [row["id"] for row in batch]

    def update(self, table: Table, rows: Iterable[Mapping[str, Any]]) -> int:
        """Change the named columns of state rows; returns how many rows really differed.

        Each row names its ``id``; a ``version`` in it refuses the change if the row has moved on since. Of two rows with
        one id the last counts. Derived columns are refused: only projections write them.

        Raises:
            Conflict: ``row.gone`` (no such row), ``row.stale`` (version differs).
        """
        _require(table, "state")
        by_columns: dict[tuple[str, ...], dict[int, Mapping[str, Any]]] = {}
        for row in rows:
            names = tuple(sorted(key for key in row if key not in ("id", "version")))
            by_columns.setdefault(names, {})[row["id"]] = row
        for names in by_columns:
            if any(table.c[name].info.get("derived") for name in names):
                raise ValueError(f"{table.name}: derived columns follow by projection, not by update: {names}")
        return sum(self._update_columns(table, names, list(rows.values())) for names, rows in by_columns.items())

    def delete(self, table: Table, row_ids: Iterable[int]) -> int:
        """Delete state rows; their whole image goes into the event. Returns how many there were."""
        _require(table, "state")
        wanted = list(row_ids)
        found = self.rows_by_id(table, wanted)
        for row in found.values():
            self.log.record_delete(table, row)
        for chunk in chunks(list(found)):
            _delete_by_id(table).run(self.conn, {"ids": chunk})
        return len(found)

    def technical(
        self, statement: Insert | Update | Delete | Prepared, rows: Sequence[Mapping[str, Any]] | None = None
    ) -> int:
        """Run a statement on a technical table (leases, inbox, counters): neither audited nor undone. Returns the row count.

        A prepared one takes exactly one row of values.
        """
        if isinstance(statement, Prepared):
            _require(statement.table, "technical")
            (values,) = rows or ({},)
            return statement.run(self.conn, values)
        _require(statement.table, "technical")  # type: ignore[arg-type]
        result = self.conn.execute(statement, rows) if rows is not None else self.conn.execute(statement)
        return int(result.rowcount)

    def project(self, statement: Prepared, rows: Sequence[Mapping[str, Any]] = ()) -> None:
        """For projections only: write rows of a derived table; derived columns go by :meth:`project_columns`."""
        _require(statement.table, "derived")
        if rows:
            statement.run_many(self.conn, rows)

    def project_columns(self, table: Table, names: tuple[str, ...], rows: Sequence[Mapping[str, Any]]) -> None:
        """For projections only: set derived columns of rows found by id, without version or event."""
        if any(not table.c[name].info.get("derived") for name in names):
            raise ValueError(f"{table.name}: projections may only write derived columns, not {names}")
        if rows:
            self.statements.update_derived(self.conn, table, names, rows)

    def note(self, name: str, *, kind: str, entity_id: int, data: Mapping[str, Any] | None = None) -> None:
        """State a named fact about an aggregate; it names the event of its change, or stands alone if nothing changed."""
        self.log.notes.append(Note(name, kind, entity_id, data or {}))

    @property
    def group_id(self) -> int:
        """The undo group of this command, opened on first use."""
        if self._group_id is None:
            self._group_id = self.new_ids(1)[0]
        return self._group_id

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """A part that may be refused without the whole: an OmsError in the block takes its writes back and goes on."""
        kept = (copy.deepcopy(self.log), self._group_id, dict(self.label), self.undoes_group, list(self._spare_ids))
        point = self.conn.begin_nested()
        try:
            yield
        except OmsError:
            point.rollback()
            self.log, self._group_id, self.label, self.undoes_group, self._spare_ids = kept
            raise
        point.commit()

    def undoes(self, group_id: int) -> None:
        """Say that this command takes ``group_id`` back; stands on its own undo group."""
        self.undoes_group = group_id

    def leave_group(self) -> None:
        """Open a group of its own after all: the one it was to join no longer stands."""
        self._group_id, self.is_own_group = None, True

    @property
    def opened_group(self) -> int | None:
        """The undo group if one was joined or opened, else None."""
        return self._group_id

    # --- inside --------------------------------------------------------------------------------------------------

    def _update_columns(self, table: Table, names: tuple[str, ...], rows: list[Mapping[str, Any]]) -> int:
        aggregate_column = table.info["aggregate"][1]
        wanted = {"id", "version", *names, *([aggregate_column] if aggregate_column else [])}
        old_rows = self._old_rows(table, sorted(wanted), [row["id"] for row in rows])
        changed: list[Mapping[str, Any]] = []
        for row in rows:
            old = old_rows.get(row["id"])
            if old is None:
                raise Conflict("row.gone", table=table.name, id=row["id"])
            if "version" in row and row["version"] != old["version"]:
                raise self._stale(table, old)
            new = {name: row[name] for name in names if row[name] != old[name]}
            if new:
                changed.append(row)
                self.log.record_update(table, old, new)
        if changed:
            self._make_room(table, names, [row["id"] for row in changed])
            self.statements.update(self.conn, table, names, changed)
        return len(changed)

    def _make_room(self, table: Table, names: tuple[str, ...], row_ids: Sequence[int]) -> None:
        """Set figures to 0 that a CHECK weighs against the facts about to change; the projections count them anew.

        Why: a CHECK looks at the row at once, so a smaller quantity would be measured against what was allocated before this
        transaction freed it. What is really too much is still refused when the figures come back.
        """
        facts, figures = table.info.get("recounted", ((), ()))
        if not set(facts).isdisjoint(names):
            zero = dict.fromkeys(figures, 0)
            self.project_columns(table, figures, [{"id": row_id, **zero} for row_id in row_ids])

    def _old_rows(self, table: Table, names: Sequence[str], row_ids: Sequence[int]) -> dict[int, Row]:
        found: dict[int, Row] = {}
        for chunk in chunks(row_ids):
            found.update((row["id"], row) for row in self.read(_by_id(table, tuple(names)), ids=chunk))
        return found

    def _stale(self, table: Table, old: Row) -> Conflict:
        kind, column = table.info["aggregate"]
        last = self.one(
            select(event.c.actor_id, event.c.at, event.c.command)
            .where(event.c.kind == kind, event.c.entity_id == old[column or "id"])
            .order_by(event.c.seq.desc())
            .limit(1)
        )
        facts = {"actor_id": last["actor_id"], "at": last["at"].isoformat(), "command": last["command"]} if last else {}
        return Conflict("row.stale", table=table.name, id=old["id"], **facts)


def chunks(items: Sequence[int], size: int = _CHUNK) -> Iterator[Sequence[int]]:
    """Cut ``items`` into runs an IN list can hold."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


@cache
def _by_id(table: Table, names: tuple[str, ...]) -> Prepared:
    query = select(*(table.c[name] for name in names)).where(table.c.id.in_(ids_param()))
    # Why the order: two transactions locking the same rows in one order cannot deadlock. SQLite has one writer and no such lock.
    return Prepared(query.order_by(table.c.id).with_for_update())


@cache
def _delete_by_id(table: Table) -> Prepared:
    return Prepared(delete(table).where(table.c.id.in_(ids_param())))


def _require(table: Table, *kinds: str) -> None:
    if table.info.get("kind") not in kinds:
        raise ValueError(f"{table.name} is {table.info.get('kind')!r}, not one of {kinds}")
