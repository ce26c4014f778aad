"""Learn what other processes and stations committed, from the sequence of events.

One thread asks for the last event number ten times a second (a look at one index entry) and reads what is new; the window's own
commands are left out, because it was told of them already.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from sqlalchemy import select

from desktop_oms.app.shop import Shop
from desktop_oms.db.changes import ChangeSet, Touched
from desktop_oms.db.schema import event
from desktop_oms.domain.errors import OmsError

log = logging.getLogger(__name__)

POLL_S = 0.1
_MOST_AT_ONCE = 5000


class Watcher:
    """Tells of foreign commits.

    Args:
        on_changes: called on this thread with one ChangeSet per look, merged over all new events.
    """

    def __init__(self, shop: Shop, on_changes: Callable[[ChangeSet], None]) -> None:
        self._shop = shop
        self._on_changes = on_changes
        self._stopping = threading.Event()
        self._seen = 0
        self._own: set[int] = set()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)

    def start(self) -> None:
        """Begin to look; what is in the books already is not told."""
        self._seen = self._last()
        self._thread.start()

    def stop(self) -> None:
        """End the thread."""
        self._stopping.set()
        self._thread.join(5)

    def own(self, changes: ChangeSet) -> None:
        """This process committed up to this event; callable from the writing thread."""
        with self._lock:
            self._own.add(changes.seq)

    def look(self) -> ChangeSet | None:
        """What is new and foreign since the last look."""
        query = (
            select(event.c.seq, event.c.command_id, event.c.kind, event.c.entity_id)
            .where(event.c.seq > self._seen)
            .order_by(event.c.seq)
            .limit(_MOST_AT_ONCE)
        )
        rows = self._shop.ask(lambda reads: reads.reader.read(query))
        if not rows:
            return None
        self._seen = rows[-1]["seq"]
        with self._lock:
            # Why by command: the number known for a commit is its last event's, the others carry the same command id.
            mine = {row["command_id"] for row in rows if row["seq"] in self._own}
            self._own = {seq for seq in self._own if seq > self._seen}
        touched: dict[str, set[int]] = {}
        for row in rows:
            if row["command_id"] not in mine:
                touched.setdefault(row["kind"], set()).add(row["entity_id"])
        if not touched:
            return None
        kinds = {kind: Touched(updated=tuple(sorted(ids))) for kind, ids in touched.items()}
        return ChangeSet(self._seen, "", 0, None, kinds)

    def _last(self) -> int:
        query = select(event.c.seq).order_by(event.c.seq.desc()).limit(1)
        return self._shop.ask(lambda reads: reads.reader.value(query)) or 0

    def _run(self) -> None:
        while not self._stopping.wait(POLL_S):
            try:
                changes = self.look()
            except OmsError as away:
                log.info("the books cannot be watched now: %s", away)
                continue
            except Exception:
                log.exception("watching the books failed; it is tried again")
                self._stopping.wait(1)
                continue
            if changes is not None:
                self._on_changes(changes)
