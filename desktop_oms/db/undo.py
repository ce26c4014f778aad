"""Take back what one undo group wrote, or say who moved on.

Derived, never declared: state columns whose value is still what the group left get their old value, rows it created go, rows
it deleted come back, ledger rows get counter-rows, derived rows follow by the projections. Tables that touch the outside
world say so in ``Table.info["undo"]``: ``keep`` (paper that exists stays on record) or ``outbox`` (what was already sent is
answered by a correction for a person to make). Two more words: ``if_unused`` (bins, batches, customers, tags: they stay when
someone else's row names them) and ``with_parent`` (allocations: a consequence of their demand, so they go with it and may be gone).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, literal_column, or_, select

from desktop_oms.db.changes import Row, decode, encode
from desktop_oms.db.schema import event, metadata, outbox, print_job, undo_group
from desktop_oms.db.tx import Tx, chunks
from desktop_oms.domain.errors import Conflict, RuleError
from desktop_oms.domain.print_job import PRINT_JOB, PrintFacts

_CORRECTION, _FOR_A_PERSON = "correction", "dead"
KEPT = frozenset(table.name for table in metadata.tables.values() if table.info.get("undo") == "keep")


@dataclass(slots=True)
class _Plan:
    """Net effect of a group: what to remove, what to set back, what to bring back, which ledger rows to counter."""

    remove: dict[str, set[int]] = field(default_factory=dict)
    restore: dict[str, dict[int, dict[str, list[Any]]]] = field(default_factory=dict)
    revive: dict[str, dict[int, dict[str, Any]]] = field(default_factory=dict)
    counter: dict[str, list[int]] = field(default_factory=dict)
    aggregates: set[tuple[str, int]] = field(default_factory=set)
    first_seq: int = 0


def revert_group(tx: Tx, group_id: int) -> Row:
    """Take back the whole group; returns the group's row.

    Raises:
        RuleError: ``undo.unknown``, ``undo.never`` (with why; ``printed`` when only paper is left of it), ``undo.done``
            (already taken back).
        Conflict: ``undo.moved_on`` with actor, command and time of who changed it since.
    """
    query = select(undo_group).where(undo_group.c.id == group_id)
    # Why the lock: two stations that take the same deed back at once must not both begin.
    group = tx.one(query.with_for_update() if tx.is_postgresql else query)
    if group is None:
        raise RuleError("undo.unknown", group=group_id)
    if not group["may_undo"]:
        raise RuleError("undo.never", command=group["command"], why=group["why_not"])
    if group["undone_by"] is not None:
        raise RuleError("undo.done", command=group["command"])
    events = tx.read(
        select(event.c.seq, event.c.kind, event.c.entity_id, event.c.changes)
        .where(event.c.undo_group_id == group_id)
        .order_by(event.c.seq.desc())
    )
    plan = _plan(events)
    _refuse_if_moved_on(tx, plan, group_id)
    for table in metadata.sorted_tables:
        _revive(tx, table, plan)
        _restore(tx, table, plan)
        _counter(tx, table, plan)
    for table in reversed(metadata.sorted_tables):
        _remove(tx, table, plan)
    if not (tx.log.inserted or tx.log.updated or tx.log.deleted):
        raise RuleError("undo.never", command=group["command"], why="printed")
    return group


def mark_undone(tx: Tx, group: Row, by_group_id: int) -> None:
    """Record on the groups that ``group`` was taken back; taking back an undo makes its target undoable again."""
    tx.technical(undo_group.update().where(undo_group.c.id == group["id"]).values(undone_by=by_group_id))
    if group["undoes"] is not None:
        tx.technical(undo_group.update().where(undo_group.c.id == group["undoes"]).values(undone_by=None))


def _plan(events: Iterable[Row]) -> _Plan:
    """Fold the group's events, newest first, into one net effect."""
    plan = _Plan()
    for row in events:
        plan.first_seq = row["seq"]
        plan.aggregates.add((row["kind"], row["entity_id"]))
        changes = row["changes"] or {}
        for name, images in changes.get("-", {}).items():
            plan.revive.setdefault(name, {}).update({int(i): dict(image) for i, image in images.items()})
        for name, rows in changes.get("~", {}).items():
            for row_id, cells in rows.items():
                _fold_update(plan, name, int(row_id), cells)
        for name, row_ids in changes.get("+", {}).items():
            _fold_creation(plan, name, row_ids)
    return plan


def _fold_update(plan: _Plan, name: str, row_id: int, cells: dict[str, list[Any]]) -> None:
    image = plan.revive.get(name, {}).get(row_id)
    if image is not None:
        image.update({column: old for column, (old, _new) in cells.items()})
        return
    known = plan.restore.setdefault(name, {}).setdefault(row_id, {})
    for column, (old, new) in cells.items():
        known[column] = [old, known[column][1] if column in known else new]


def _fold_creation(plan: _Plan, name: str, row_ids: list[int]) -> None:
    if metadata.tables[name].info["kind"] == "ledger":
        plan.counter.setdefault(name, []).extend(row_ids)
        return
    for row_id in row_ids:
        plan.restore.get(name, {}).pop(row_id, None)
        if plan.revive.get(name, {}).pop(row_id, None) is None:
            plan.remove.setdefault(name, set()).add(row_id)


def _refuse_if_moved_on(tx: Tx, plan: _Plan, group_id: int) -> None:
    """Refuse when someone's later, still standing change touched a row that must go or come back.

    Later than the first event: bulk work is many transactions, and others write between them.
    """
    target, other = undo_group.alias("target"), undo_group.alias("other")
    # Why two outer joins: an undo and what it took back are both neutral when both came after us.
    later = (
        select(
            event.c.seq, event.c.kind, event.c.entity_id, event.c.changes, event.c.actor_id, event.c.at, event.c.command
        )
        .outerjoin(other, other.c.id == event.c.undo_group_id)
        .outerjoin(target, target.c.id == other.c.undoes)
        .where(event.c.seq > plan.first_seq, or_(event.c.undo_group_id.is_(None), event.c.undo_group_id != group_id))
        .where(other.c.undone_by.is_(None))
        .where(or_(other.c.undoes.is_(None), ~_came_after(target.c.id, plan.first_seq)))
        .order_by(event.c.seq)
    )
    kinds: dict[str, list[int]] = {}
    for kind, entity_id in plan.aggregates:
        kinds.setdefault(kind, []).append(entity_id)
    for kind, entity_ids in kinds.items():
        for chunk in chunks(sorted(entity_ids)):
            for row in tx.read(later.where(event.c.kind == kind, event.c.entity_id.in_(chunk))):
                changes = row["changes"] or {}
                if _collides(plan, changes) or _was_closed(plan, changes):
                    raise _moved_on(row)


def _came_after(group_column: Any, seq: int) -> Any:
    inner = event.alias("inner_event")
    return (
        select(literal_column("1"))
        .where(inner.c.undo_group_id == group_column, inner.c.seq > seq)
        .correlate_except(inner)
        .exists()
    )


def _collides(plan: _Plan, changes: dict[str, Any]) -> bool:
    for name, rows in changes.get("~", {}).items():
        for row_id, cells in rows.items():
            if int(row_id) in plan.remove.get(name, ()):
                return not _stays(metadata.tables[name])
            if set(cells) & set(plan.restore.get(name, {}).get(int(row_id), ())):
                return True
    for name, rows in changes.get("-", {}).items():
        gone = {int(row_id) for row_id in rows}
        if gone & plan.restore.get(name, {}).keys():
            return not _stays(metadata.tables[name])
        if gone & plan.remove.get(name, set()) and metadata.tables[name].info.get("undo") != "with_parent":
            return not _stays(metadata.tables[name])
    return False


def _was_closed(plan: _Plan, changes: dict[str, Any]) -> bool:
    """Whether units would leave or enter a box whose shipment has gone on since they were scanned."""
    moves_units = plan.remove.get("parcel_content") or plan.revive.get("parcel_content")
    return bool(moves_units) and any("state" in cells for cells in changes.get("~", {}).get("shipment", {}).values())


def _stays(table: Table) -> bool:
    return table.name in KEPT or table is outbox or table.info["kind"] == "personal"


def _moved_on(row: Row) -> Conflict:
    return Conflict(
        "undo.moved_on",
        actor_id=row["actor_id"],
        at=row["at"].isoformat(),
        command=row["command"],
        kind=row["kind"],
        id=row["entity_id"],
    )


def _revive(tx: Tx, table: Table, plan: _Plan) -> None:
    images = plan.revive.get(table.name, {})
    if images:
        tx.insert(
            table, [{name: decode(table.c[name], value) for name, value in image.items()} for image in images.values()]
        )


def _restore(tx: Tx, table: Table, plan: _Plan) -> None:
    targets = plan.restore.get(table.name)
    if not targets or (table.name in KEPT and table is not print_job):
        return
    current = tx.rows_by_id(table, sorted(targets))
    for row_id, cells in targets.items():
        row = current.get(row_id)
        if row is None or any(encode(row[name]) != new for name, (_old, new) in cells.items()):
            raise Conflict("undo.moved_on", table=table.name, id=row_id)
    tx.update(
        table,
        [
            {"id": row_id, **{name: decode(table.c[name], old) for name, (old, _new) in cells.items()}}
            for row_id, cells in targets.items()
            if cells
        ],
    )


def _counter(tx: Tx, table: Table, plan: _Plan) -> None:
    rows = []
    for row in _standing(tx, table, plan.counter.get(table.name, ())):
        counter = {**row, "id": None, "reverses_id": row["id"], "quantity": -row["quantity"]}
        if "at" in table.c:
            counter.update(at=tx.now, actor_id=tx.meta.actor_id, station_id=tx.meta.station_id)
        rows.append(counter)
    if rows:
        tx.insert(table, rows)


def _standing(tx: Tx, table: Table, row_ids: Sequence[int]) -> list[Row]:
    """The rows that say now what these said: themselves, or what stands for them after undo and redo, undo and redo."""
    found: list[Row] = []
    waiting = [(row_id, True) for row_id in row_ids]
    while waiting:
        rows = tx.rows_by_id(table, [row_id for row_id, _is_same in waiting])
        answers = {row["reverses_id"]: row["id"] for row in _reversals(tx, table, list(rows))}
        for row_id, is_same in waiting:
            if row_id not in answers and not is_same:
                raise Conflict("undo.moved_on", table=table.name, id=row_id)
        found += [rows[row_id] for row_id, _is_same in waiting if row_id not in answers]
        waiting = [(answers[row_id], not is_same) for row_id, is_same in waiting if row_id in answers]
    return found


def _reversals(tx: Tx, table: Table, row_ids: Sequence[int]) -> list[Row]:
    query = select(table.c.id, table.c.reverses_id)
    return [row for chunk in chunks(row_ids) for row in tx.read(query.where(table.c.reverses_id.in_(chunk)))]


def _remove(tx: Tx, table: Table, plan: _Plan) -> None:
    row_ids = plan.remove.get(table.name, set()) | _consequences(tx, table, plan)
    way = table.info.get("undo")
    if table is print_job:
        _call_off(tx, row_ids)
    if not row_ids or table.info["kind"] == "personal" or way == "keep":
        return
    if way == "outbox":
        row_ids = _correct_sent(tx, row_ids)
    used = _users(tx, table, row_ids)
    if used and way != "if_unused":
        row_id, by = min(used.items())
        raise Conflict("undo.in_use", table=table.name, id=row_id, by=by)
    tx.delete(table, sorted(row_ids - used.keys()))


def _consequences(tx: Tx, table: Table, plan: _Plan) -> set[int]:
    """Rows others wrote that exist only because of a row that goes: allocations of a demand, unless they are released already."""
    if table.info.get("undo") != "with_parent":
        return set()
    found: set[int] = set()
    for chunk in chunks(sorted(plan.remove.get("demand", ()))):
        query = select(table.c.id).where(table.c.demand_id.in_(chunk), table.c.shipment_line_id.is_(None))
        found |= {row["id"] for row in tx.read(query)}
    return found


def _users(tx: Tx, table: Table, row_ids: set[int]) -> dict[int, str]:
    """Of the rows that must go, those which a row that stays still names, and in which table."""
    used: dict[int, str] = {}
    for other in metadata.tables.values():
        if other.info["kind"] == "derived":
            continue
        for link in other.foreign_keys:
            if link.column.table is not table or link.ondelete == "CASCADE":
                continue
            column = link.parent
            for chunk in chunks(sorted(row_ids)):
                query = select(column.label("row_id")).where(column.in_(chunk)).distinct()
                if other is table:
                    query = query.where(other.c.id.not_in(sorted(row_ids)))
                used.update({row["row_id"]: other.name for row in tx.read(query)})
    return used


def _call_off(tx: Tx, job_ids: set[int]) -> None:
    """Jobs that have not begun are not printed any more; what has begun may be paper already."""
    rows = tx.rows_by_id(print_job, sorted(job_ids)).values()
    waiting = [row for row in rows if row["state"] == "queued"]
    state = PRINT_JOB.apply("queued", "cancel", PrintFacts())
    tx.update(print_job, [{"id": row["id"], "state": state} for row in waiting])


def _correct_sent(tx: Tx, row_ids: set[int]) -> set[int]:
    """Messages that left stay on record and get a correction waiting for a person; the others may go.

    A correction nobody has made yet left nowhere either.
    """
    rows = tx.rows_by_id(outbox, sorted(row_ids))
    sent = [row for row in rows.values() if row["state"] != "pending" and not _is_open_correction(row)]
    tx.insert(
        outbox,
        [
            {
                **{name: row[name] for name in ("channel_id", "entity_kind", "entity_id", "payload")},
                "kind": _CORRECTION,
                "idempotency_key": f"correct:{row['id']}:{tx.group_id}",
                "state": _FOR_A_PERSON,
                "last_error": "undone_after_sending",
            }
            for row in sent
        ],
    )
    return row_ids - {row["id"] for row in sent}


def _is_open_correction(row: Row) -> bool:
    return bool(row["kind"] == _CORRECTION and row["state"] == _FOR_A_PERSON)
