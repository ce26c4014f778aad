"""What one transaction changed: collected while it runs, turned into event rows and a ChangeSet when it ends.

Invariant: the change log is filled by the gateway's own insert, update and delete only, so what is recorded is what was
written. A creation stores ids without an image (the row of today and later old values rebuild it), an update stores old and
new of the changed columns, a deletion stores the whole row. Personal rows are never imaged: they are immutable and referred to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Table

from desktop_oms.db.schema.types import UtcTime, from_micros, to_micros

Row = Mapping[str, Any]
Aggregate = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Touched:
    """Ids of one kind of aggregate that a command created, updated or deleted."""

    created: tuple[int, ...] = ()
    updated: tuple[int, ...] = ()
    deleted: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """What a committed command touched, as views need it.

    Attributes:
        seq: last event sequence number of the transaction, 0 when nothing was recorded.
        touched: kind of aggregate -> ids.
    """

    seq: int
    command: str
    actor_id: int
    station_id: int | None
    touched: Mapping[str, Touched] = field(default_factory=dict)


@dataclass(slots=True)
class _Entry:
    created: dict[str, list[int]] = field(default_factory=dict)
    updated: dict[str, dict[int, dict[str, list[Any]]]] = field(default_factory=dict)
    deleted: dict[str, dict[int, dict[str, Any]]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether everything was taken back within the transaction."""
        if self.deleted or any(self.created.values()):
            return False
        return not any(cells for rows in self.updated.values() for cells in rows.values())


@dataclass(frozen=True, slots=True)
class Note:
    """A named fact about an aggregate that is worth an event even when no row changed."""

    name: str
    kind: str
    entity_id: int
    data: Mapping[str, Any]


def recorded_columns(table: Table) -> list[Column[Any]]:
    """Columns that events and undo speak of: all but the derived ones and the version counter."""
    return [c for c in table.columns if not c.info.get("derived") and c.name != "version"]


def encode(value: Any) -> Any:
    """Make one column value JSON-able; times become integer microseconds, bytes hexadecimal text."""
    if isinstance(value, datetime):
        return to_micros(value)
    if isinstance(value, bytes):
        return value.hex()
    return value


def decode(column: Column[Any], value: Any) -> Any:
    """Undo :func:`encode` for the given column."""
    if value is None:
        return None
    if isinstance(column.type, UtcTime):
        return from_micros(value)
    if column.type.python_type is bytes:
        return bytes.fromhex(value)
    return value


class ChangeLog:
    """Everything written so far in one transaction, by aggregate.

    Attributes:
        inserted: table name -> rows as inserted (with ids).
        updated: table name -> row id -> (old row, new values), merged over several updates of one row.
        deleted: table name -> row id -> full old row.
        notes: named facts in the order they were stated.
    """

    def __init__(self) -> None:
        self.inserted: dict[str, list[Row]] = {}
        self.updated: dict[str, dict[int, tuple[Row, dict[str, Any]]]] = {}
        self.deleted: dict[str, dict[int, Row]] = {}
        self.notes: list[Note] = []
        self._entries: dict[Aggregate, _Entry] = {}
        self._created_ids: dict[str, set[int]] = {}

    def record_insert(self, table: Table, rows: Iterable[Row]) -> None:
        """Note rows that were inserted; each carries its id and its aggregate's id. Personal rows make no event."""
        kind, column = table.info.get("aggregate", ("", ""))
        name = table.name
        created = self._created_ids.setdefault(name, set())
        kept = self.inserted.setdefault(name, [])
        for row in rows:
            kept.append(row)
            created.add(row["id"])
            if not kind:
                continue
            entry = self._entry(kind, row[column] if column else row["id"])
            entry.created.setdefault(name, []).append(row["id"])

    def record_update(self, table: Table, old: Row, new: dict[str, Any]) -> None:
        """Note one changed row; ``old`` holds at least the changed columns, id and aggregate id."""
        name, row_id = table.name, old["id"]
        per_table = self.updated.setdefault(name, {})
        if row_id in per_table:
            first, merged = per_table[row_id]
            per_table[row_id] = ({**new_keys(old, first), **first}, {**merged, **new})
        else:
            per_table[row_id] = (old, dict(new))
        if row_id in self._created_ids.get(name, ()):
            return
        kind, column = table.info["aggregate"]
        cells = self._entry(kind, old[column] if column else row_id).updated.setdefault(name, {}).setdefault(row_id, {})
        for column_name, value in new.items():
            before = cells[column_name][0] if column_name in cells else encode(old[column_name])
            after = encode(value)
            if before == after:
                cells.pop(column_name, None)
            else:
                cells[column_name] = [before, after]

    def record_delete(self, table: Table, old: Row) -> None:
        """Note one deleted row with its whole image, taken back to how it was before this transaction."""
        name, row_id = table.name, old["id"]
        kind, column = table.info["aggregate"]
        entry = self._entry(kind, old[column] if column else row_id)
        first, _new = self.updated.get(name, {}).pop(row_id, ({}, {}))
        if row_id in self._created_ids.get(name, ()):
            entry.created[name].remove(row_id)
            self.inserted[name] = [row for row in self.inserted[name] if row["id"] != row_id]
            return
        self.deleted.setdefault(name, {})[row_id] = {**old, **first}
        cells = entry.updated.get(name, {}).pop(row_id, {})
        image = {c.name: encode(old[c.name]) for c in recorded_columns(table)}
        image.update({column_name: pair[0] for column_name, pair in cells.items()})
        entry.deleted.setdefault(name, {})[row_id] = image

    def created(self, table_name: str) -> frozenset[int] | set[int]:
        """Ids of rows of a table that were made in this transaction."""
        return self._created_ids.get(table_name, frozenset())

    def touched(self) -> dict[str, Touched]:
        """Ids per kind of aggregate; the root's own row decides between created, updated and deleted."""
        found: dict[str, tuple[list[int], list[int], list[int]]] = {}
        for (kind, entity_id), entry in self._entries.items():
            if entry.is_empty:
                continue
            created, updated, deleted = found.setdefault(kind, ([], [], []))
            if any(entity_id in ids for ids in entry.created.values()):
                created.append(entity_id)
            elif any(entity_id in images for images in entry.deleted.values()):
                deleted.append(entity_id)
            else:
                updated.append(entity_id)
        for note in self.notes:
            if (note.kind, note.entity_id) not in self._entries:
                found.setdefault(note.kind, ([], [], []))[1].append(note.entity_id)
        return {kind: Touched(tuple(c), tuple(u), tuple(d)) for kind, (c, u, d) in found.items()}

    def event_rows(self) -> list[dict[str, Any]]:
        """One dict per event to write: name (or None for the command's), kind, entity_id, changes, data."""
        notes: dict[Aggregate, Note] = {}
        extra: list[Note] = []
        for note in self.notes:
            if notes.setdefault((note.kind, note.entity_id), note) is not note:
                extra.append(note)
        rows = [
            _event(notes.pop(aggregate, None), aggregate, changes)
            for aggregate, entry in self._entries.items()
            if (changes := _as_json(entry))
        ]
        return rows + [_event(n, (n.kind, n.entity_id), {}) for n in [*notes.values(), *extra]]

    def _entry(self, kind: str, entity_id: int) -> _Entry:
        entry = self._entries.get((kind, entity_id))
        if entry is None:
            entry = self._entries[(kind, entity_id)] = _Entry()
        return entry


def new_keys(candidate: Row, known: Row) -> dict[str, Any]:
    """Entries of ``candidate`` that ``known`` does not have."""
    return {key: value for key, value in candidate.items() if key not in known}


def _event(note: Note | None, aggregate: Aggregate, changes: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": note.name if note else None,
        "kind": aggregate[0],
        "entity_id": aggregate[1],
        "changes": changes,
        "data": dict(note.data) if note else {},
    }


def _as_json(entry: _Entry) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if created := {table: ids for table, ids in entry.created.items() if ids}:
        changes["+"] = created
    updated = {
        table: {str(row_id): cells for row_id, cells in rows.items() if cells} for table, rows in entry.updated.items()
    }
    if updated := {table: rows for table, rows in updated.items() if rows}:
        changes["~"] = updated
    if entry.deleted:
        changes["-"] = {table: {str(i): image for i, image in rows.items()} for table, rows in entry.deleted.items()}
    return changes
