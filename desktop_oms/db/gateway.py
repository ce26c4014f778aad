"""The only writer of the books.

Every change anywhere passes ``Gateway.transaction``: it opens one write transaction, hands out a :class:`Tx`, runs the
projections, derives the event rows from what was written and commits. Invariant: rows, events, derived columns, levels and
search documents of one command are committed together or not at all.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, Engine, exc, func, select, text, update

from desktop_oms.db.changes import ChangeSet
from desktop_oms.db.driver import Prepared
from desktop_oms.db.engine import begin_write
from desktop_oms.db.faults import translate
from desktop_oms.db.projections import run_projections
from desktop_oms.db.schema import event, undo_group
from desktop_oms.db.statements import Statements
from desktop_oms.db.turn import Turn
from desktop_oms.db.tx import Tx, WriteMeta
from desktop_oms.domain.errors import Unavailable

log = logging.getLogger(__name__)

# Any number known to us alone: the PostgreSQL advisory lock under which event numbers are given out in commit order.
EVENT_LOCK = 0x0E5_0E5_0E5
# The lock stays free this long after a page of background work, so that a scan of another process, which asks for it
# every 0.2 ms, gets in between two pages.
BACKGROUND_GAP_S = 0.001
_LAST_EVENT = Prepared(select(func.max(event.c.seq)))


class Gateway:
    """Opens write transactions on one database; share one per process.

    ``on_commit`` is called after every commit with the ChangeSet, on the writing thread.
    """

    def __init__(
        self,
        engine: Engine,
        clock: Callable[[], datetime],
        on_commit: Callable[[ChangeSet], None] | None = None,
    ) -> None:
        self.engine = engine
        self._clock = clock
        self._on_commit = on_commit
        self._statements = Statements(engine.dialect)
        self._turn = Turn()

    @contextmanager
    def transaction(self, meta: WriteMeta) -> Iterator[Tx]:
        """Run one write transaction; after a clean end ``tx.changes`` holds the committed ChangeSet.

        Raises:
            RuleError, Conflict, Unavailable: what the database refused, translated (see ``db.faults``).
        """
        with self._turn.take(is_background=meta.is_background), self._connection() as conn:
            try:
                begin_write(conn, is_background=meta.is_background)
                tx = Tx(conn, meta, self._clock(), self._statements)
                if meta.group_id is not None and not _may_join(tx, meta.group_id):
                    tx.leave_group()
                yield tx
                run_projections(tx)
                seq = _write_events(tx)
                conn.commit()
            except exc.DBAPIError as error:
                conn.rollback()
                refusal = translate(error)
                if refusal is None:
                    raise
                raise refusal from error
            except BaseException:
                conn.rollback()
                raise
        if meta.is_background:
            time.sleep(BACKGROUND_GAP_S)
        tx.changes = ChangeSet(seq, meta.command, meta.actor_id, meta.station_id, tx.log.touched())
        if self._on_commit is not None and seq:
            self._tell(self._on_commit, tx.changes)

    def _connection(self) -> Connection:
        try:
            return self.engine.connect()
        except exc.OperationalError as error:
            raise translate(error) or Unavailable("database.unreachable", reason=str(error.orig)) from error

    @staticmethod
    def _tell(listener: Callable[[ChangeSet], None], changes: ChangeSet) -> None:
        """Tell a listener; one that fails must not make a saved command look lost."""
        try:
            listener(changes)
        except Exception:
            log.exception("a listener failed after %s was saved (event %d)", changes.command, changes.seq)


def _write_events(tx: Tx) -> int:
    """Write one event per touched aggregate and the undo group; returns the last sequence number or 0."""
    rows = tx.log.event_rows()
    if not rows:
        return 0
    has_changes = tx.meta.has_group and any(row["changes"] for row in rows)
    group_id = tx.group_id if has_changes else tx.opened_group
    if has_changes and tx.is_own_group:
        _open_group(tx, group_id)
    elif has_changes:
        _add_to_label(tx)
    if tx.is_postgresql:
        # Why: sequence numbers must follow commit order, else a poller skips an event that commits late.
        tx.conn.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": EVENT_LOCK})
    last: int = tx.value(_LAST_EVENT) or 0
    meta = tx.meta
    common = {
        "at": tx.now,
        "actor_id": meta.actor_id,
        "station_id": meta.station_id,
        "cause": meta.cause,
        "command": meta.command,
        "command_id": meta.command_id,
        "undo_group_id": group_id,
    }
    for seq, row in enumerate(rows, start=last + 1):
        row["seq"] = seq
        row["name"] = row["name"] or meta.command
        row.update(common)
    tx.statements.insert(tx.conn, event, rows)
    return last + len(rows)


def _may_join(tx: Tx, group_id: int) -> bool:
    """Whether a command may become part of a group: it stands, and is the same actor's.

    Why not an undone one: what is added after Ctrl+Z would count as taken back although it stands.
    """
    group = tx.one(select(undo_group.c.actor_id, undo_group.c.undone_by).where(undo_group.c.id == group_id))
    return group is not None and group["undone_by"] is None and group["actor_id"] == tx.meta.actor_id


def _add_to_label(tx: Tx) -> None:
    """A deed in several parts is named by the sum of its parts ("Release 97 orders")."""
    added = tx.label.get("count")
    if not isinstance(added, int) or not added:
        return
    mine = undo_group.c.id == tx.group_id
    known = dict(tx.value(select(undo_group.c.label_data).where(mine)) or {})
    known["count"] = int(known.get("count", 0)) + added
    tx.technical(update(undo_group).where(mine).values(label_data=known))


def _open_group(tx: Tx, group_id: int | None) -> None:
    meta = tx.meta
    row = {
        "id": group_id,
        "actor_id": meta.actor_id,
        "station_id": meta.station_id,
        "command": meta.command,
        "label_data": tx.label,
        "at": tx.now,
        "undoes": tx.undoes_group,
        "may_undo": meta.may_undo,
        "why_not": meta.why_not,
    }
    tx.statements.insert(tx.conn, undo_group, [row])
