"""Do the events tell the truth about the rows, and is none missing?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, func, select

from desktop_oms.db.changes import encode
from desktop_oms.db.doctor.finding import Finding, rows
from desktop_oms.db.schema import event, metadata

_PAGE = 500


def gaps(conn: Connection) -> Iterator[Finding]:
    """Event numbers run from 1 without a hole (they are given out under a lock, in commit order)."""
    query = """
        SELECT seq, before FROM (SELECT seq, lag(seq, 1, 0) OVER (ORDER BY seq) AS before FROM event) AS pairs
        WHERE seq <> before + 1 ORDER BY seq
    """
    for row in rows(conn, query):
        yield Finding(
            "event_gap",
            "event",
            row["seq"],
            f"events {row['before'] + 1} to {row['seq'] - 1} are missing",
            "Part of the history was removed past the program; the rows themselves may be right.",
        )


def groups(conn: Connection) -> Iterator[Finding]:
    """Events and undo groups name undo groups that exist."""
    query = """
        SELECT event.seq AS id, event.undo_group_id AS missing FROM event
        WHERE event.undo_group_id IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM undo_group WHERE undo_group.id = event.undo_group_id)
        ORDER BY event.seq
    """
    for row in rows(conn, query):
        yield Finding(
            "undo_group",
            "event",
            row["id"],
            f"undo group {row['missing']} does not exist",
            "What this event records can no longer be undone.",
        )


@dataclass(slots=True)
class _Story:
    """What the events of some aggregates say: last known cells of living rows by table, and rows that are gone."""

    alive: dict[str, dict[int, dict[str, Any]]] = field(default_factory=dict)
    gone: dict[str, set[int]] = field(default_factory=dict)
    breaks: list[Finding] = field(default_factory=list)

    def tell(self, seq: int, changes: Mapping[str, Any]) -> None:
        """Follow one event. Deletions first: one event may delete a row and bring it back."""
        for name, images in changes.get("-", {}).items():
            for row_id in map(int, images):
                self.alive.get(name, {}).pop(row_id, None)
                self.gone.setdefault(name, set()).add(row_id)
        for name, ids in changes.get("+", {}).items():
            for row_id in ids:
                self.alive.setdefault(name, {})[row_id] = {}
                self.gone.get(name, set()).discard(row_id)
        for name, changed in changes.get("~", {}).items():
            for row_id, cells in changed.items():
                self._change(seq, name, int(row_id), cells)

    def _change(self, seq: int, name: str, row_id: int, cells: Mapping[str, list[Any]]) -> None:
        known = self.alive.setdefault(name, {}).setdefault(row_id, {})
        for column, (old, new) in cells.items():
            if column in known and known[column] != old:
                self.breaks.append(
                    Finding(
                        "event_chain",
                        "event",
                        seq,
                        f"{name} {row_id}: {column} was {old!r} by this event, {known[column]!r} by the one before",
                        "A change between two events was written past the program or its event was altered.",
                    )
                )
            known[column] = new

    @property
    def size(self) -> int:
        return sum(map(len, self.alive.values())) + sum(map(len, self.gone.values()))


def history(conn: Connection) -> Iterator[Finding]:
    """Rows exist, are gone and hold values as their events say; and every row has an event that created it."""
    counts: dict[str, int] = {}
    story = _Story()
    query = select(event.c.kind, event.c.entity_id, event.c.seq, event.c.changes)
    query = query.order_by(event.c.kind, event.c.entity_id, event.c.seq)
    stream = conn.execute(query, execution_options={"yield_per": 1000})
    for _aggregate, events in groupby(stream, key=lambda row: (row.kind, row.entity_id)):
        for row in events:
            story.tell(row.seq, row.changes or {})
        if story.size > _PAGE:
            yield from _compare(conn, story, counts)
            story = _Story()
    yield from _compare(conn, story, counts)
    yield from _uncreated(conn, counts)


def _compare(conn: Connection, story: _Story, counts: dict[str, int]) -> Iterator[Finding]:
    yield from story.breaks
    for name, expected in story.alive.items():
        counts[name] = counts.get(name, 0) + len(expected)
        yield from _compare_rows(conn, metadata.tables[name], expected)
    for name, ids in story.gone.items():
        table = metadata.tables[name]
        for chunk in _chunks(sorted(ids)):
            for (row_id,) in conn.execute(select(table.c.id).where(table.c.id.in_(chunk)).order_by(table.c.id)):
                yield Finding(
                    "event_row",
                    name,
                    row_id,
                    "deleted by the events, still there",
                    f"Row {row_id} of {name} came back past the program.",
                )


def _compare_rows(conn: Connection, table: Table, expected: Mapping[int, Mapping[str, Any]]) -> Iterator[Finding]:
    names = sorted({column for cells in expected.values() for column in cells})
    found: dict[int, RowMapping] = {}
    for chunk in _chunks(sorted(expected)):
        query = select(table.c.id, *(table.c[column] for column in names if column != "id")).where(
            table.c.id.in_(chunk)
        )
        found.update((row["id"], row) for row in conn.execute(query).mappings())
    for row_id, cells in sorted(expected.items()):
        row = found.get(row_id)
        if row is None:
            yield Finding(
                "event_row",
                table.name,
                row_id,
                "created by the events, not there",
                f"Row {row_id} of {table.name} was deleted past the program; restore a copy or enter it again.",
            )
            continue
        for column, value in cells.items():
            if encode(row[column]) != value:
                yield Finding(
                    "event_value",
                    table.name,
                    row_id,
                    f"{column} is {encode(row[column])!r}, its last event says {value!r}",
                    f"{column} of row {row_id} of {table.name} was changed past the program.",
                )


def _uncreated(conn: Connection, counts: Mapping[str, int]) -> Iterator[Finding]:
    """Rows without an event. Only where the counts differ are the ids compared, since that reads every event again."""
    for table in metadata.sorted_tables:
        if table.info["kind"] not in ("state", "ledger"):
            continue
        # Why above 0: row 0 is a sentinel that was there before the first command.
        there = conn.execute(select(func.count()).select_from(table).where(table.c.id > 0)).scalar_one()
        if there <= counts.get(table.name, 0):
            continue
        told = _created_ids(conn, table.name)
        for (row_id,) in conn.execute(select(table.c.id).where(table.c.id > 0).order_by(table.c.id)):
            if row_id not in told:
                yield Finding(
                    "event_missing",
                    table.name,
                    row_id,
                    "no event created it",
                    f"Row {row_id} of {table.name} was written past the program; nobody can say who or why.",
                )


def _created_ids(conn: Connection, name: str) -> set[int]:
    told: set[int] = set()
    query = select(event.c.changes).where(event.c.changes.contains(f'"{name}"'), event.c.changes.contains('"+"'))
    for (changes,) in conn.execute(query, execution_options={"yield_per": 1000}):
        told.update(changes.get("+", {}).get(name, ()))
    return told


def _chunks(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), _PAGE):
        yield ids[start : start + _PAGE]
