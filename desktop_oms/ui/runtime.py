"""Bring answers from worker threads to the GUI thread, and tell views what changed.

The runner (``app.runner``) answers on its own threads. ``GuiRuntime`` queues those answers and works them off on the GUI thread
in slices of at most 4 ms, so a burst of answers never holds up a key press. Only frozen records, bytes and ids cross.
Invariant: no callback given to this module ever runs on another thread than the one that made the ``GuiRuntime``.
"""

from __future__ import annotations

import itertools
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop_oms.ui.garbage import GuiGarbage

T = TypeVar("T")
log = logging.getLogger(__name__)

Callbacks = tuple[Callable[[Any], None] | None, Callable[[BaseException], None] | None, str]

SLICE_S = 0.004
MERGE_MS = 200


class Runner(Protocol):
    """What the window needs from ``app.runner``: answers arrive on a worker thread, as a value or an exception."""

    def run(
        self, command: Any, on_done: Callable[[Any], None], *, cause: str = "", group_id: int | None = None
    ) -> None:
        """Run a command on the writer thread; ``on_done`` gets its ``Outcome``."""

    def ask(self, question: Callable[[Any], Any], on_done: Callable[[Any], None], *, group: str = "") -> None:
        """Call ``question(reads)`` on a reader; a newer one of the same non-empty group replaces it if it waits still."""


class Touched(Protocol):
    """Ids of one kind that a command touched."""

    @property
    def created(self) -> tuple[int, ...]: ...
    @property
    def updated(self) -> tuple[int, ...]: ...
    @property
    def deleted(self) -> tuple[int, ...]: ...


class Changes(Protocol):
    """What a committed command touched (``db.changes.ChangeSet``)."""

    @property
    def seq(self) -> int: ...
    @property
    def touched(self) -> Mapping[str, Touched]: ...


class GuiRuntime(QObject):
    """The window's end of the runner.

    Attributes:
        hub: where views learn of changes; own commands are published before their ``on_done`` returns to the loop.
    """

    _wanted = Signal()

    def __init__(self, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._queue: deque[Callable[[], None]] = deque()
        self._is_posted = False
        self._is_stopped = False
        self._tokens = itertools.count(1)
        self._callbacks: dict[int, Callbacks] = {}
        self._garbage = GuiGarbage(self)
        # Why a signal and not postEvent: a Python-made event posted from another thread may be worked off and freed by Qt before
        # PySide has let go of it.
        self._wanted.connect(self.drain, Qt.ConnectionType.QueuedConnection)
        self.hub = ChangeHub(self)

    def run(
        self,
        command: Any,
        on_done: Callable[[Any], None] | None = None,
        on_error: Callable[[BaseException], None] | None = None,
        cause: str = "",
        group_id: int | None = None,
    ) -> None:
        """Run a command in the background; exactly one of the callbacks is called, on the GUI thread, then the hub."""

        token = self._remember(on_done, on_error)
        self._runner.run(
            command, lambda answer: self.post(lambda: self._deliver(token, answer)), cause=cause, group_id=group_id
        )

    def ask(
        self,
        question: Callable[[Any], T],
        on_done: Callable[[T], None],
        on_error: Callable[[BaseException], None] | None = None,
        group: str = "",
    ) -> None:
        """Ask the books in the background; one of the callbacks is called, on the GUI thread.

        Neither is called when a newer question of the same non-empty ``group`` was answered before.
        """
        token = self._remember(on_done, on_error, group)
        self._runner.ask(question, lambda answer: self.post(lambda: self._deliver(token, answer)), group=group)

    def work(
        self, job: Callable[[], T], on_done: Callable[[T], None], on_error: Callable[[BaseException], None]
    ) -> None:
        """Run a long job on a thread of its own; exactly one callback comes, on the GUI thread."""
        token = self._remember(on_done, on_error)

        def body() -> None:
            answer: Any
            try:
                answer = job()
            except Exception as error:  # noqa: BLE001 - handed to the caller whole
                answer = error
            self.post(lambda: self._deliver(token, answer))

        threading.Thread(target=body, name="window-job", daemon=True).start()

    def _remember(
        self, on_done: Callable[[Any], None] | None, on_error: Callable[[BaseException], None] | None, group: str = ""
    ) -> int:
        """Keep the callbacks on this side and give the worker only a number.

        Why: callbacks hold widgets; if a worker dropped the last reference, it would destroy them on its own thread.
        """
        token = next(self._tokens)
        self._callbacks[token] = (on_done, on_error, group)
        return token

    def _deliver(self, token: int, answer: Any) -> None:
        on_done, on_error, group = self._callbacks.pop(token, (None, _ignore, ""))
        if group:
            # What was asked earlier in the group is stale or was dropped by the runner.
            older = [known for known, kept in self._callbacks.items() if kept[2] == group and known < token]
            for known in older:
                del self._callbacks[known]
        self._hand_over(answer, on_done, on_error)
        changes = getattr(answer, "changes", None)
        if changes is not None:
            self.hub.publish(changes)

    def publish_background(self, changes: Changes) -> None:
        """Tell of a change another process or station made; callable from any thread, merged for 200 ms."""
        self.post(lambda: self.hub.publish(changes, is_background=True))

    def post(self, work: Callable[[], None]) -> None:
        """Queue ``work`` for the GUI thread; callable from any thread."""
        if self._is_stopped:
            return
        self._queue.append(work)
        # Why no lock: append and the flag are atomic enough; a doubled event only finds an empty queue.
        if not self._is_posted:
            self._is_posted = True
            self._wanted.emit()

    def stop(self) -> None:
        """Take no more answers: the views that asked are going away."""
        self._is_stopped = True
        self._queue.clear()
        self._callbacks.clear()
        self._garbage.stop()

    def waiting(self) -> int:
        """Answers that have not been worked off yet."""
        return len(self._queue)

    def drain(self) -> None:
        """Work off queued answers for at most 4 ms, then let the event loop breathe."""
        self._is_posted = False
        deadline = time.perf_counter() + SLICE_S
        while self._queue:
            work = self._queue.popleft()
            try:
                work()
            except Exception:
                log.exception("a view failed to take an answer")
            if time.perf_counter() > deadline and self._queue:
                self._is_posted = True
                QTimer.singleShot(0, self.drain)
                return

    @staticmethod
    def _hand_over(
        answer: Any, on_done: Callable[[Any], None] | None, on_error: Callable[[BaseException], None] | None
    ) -> None:
        if isinstance(answer, BaseException):
            if on_error is not None:
                on_error(answer)
            else:
                log.error("nobody waited for this failure", exc_info=answer)
        elif on_done is not None:
            on_done(answer)


def _ignore(_error: BaseException) -> None:
    """Nobody waits for this answer any more."""


class _Merged:
    """Ids of one kind, created, updated and deleted, collected over several change sets."""

    def __init__(self) -> None:
        self.created: tuple[int, ...] = ()
        self.updated: tuple[int, ...] = ()
        self.deleted: tuple[int, ...] = ()

    def add(self, touched: Touched) -> None:
        self.created += tuple(touched.created)
        self.updated += tuple(touched.updated)
        self.deleted += tuple(touched.deleted)


Batch = dict[str, _Merged]


class ChangeHub(QObject):
    """Tells interested views what a committed command touched.

    Signals:
        committed: something was committed, here or elsewhere; GUI thread.

    The window's own changes arrive at once, those of other processes merged for 200 ms. A view that is hidden gets everything
    it missed in one batch when it is shown again.
    """

    committed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._watchers: list[_Watcher] = []
        self._background: Batch = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(MERGE_MS)
        self._timer.timeout.connect(self._flush)

    def watch(self, view: QWidget, kinds: Iterable[str], on_change: Callable[[Batch], None]) -> None:
        """Call ``on_change`` with what was touched of ``kinds``, now if ``view`` is visible, else when it is shown."""
        watcher = _Watcher(view, frozenset(kinds), on_change)
        self._watchers.append(watcher)
        view.destroyed.connect(lambda: self._watchers.remove(watcher))

    def publish(self, changes: Changes, is_background: bool = False) -> None:
        """Take one committed change; GUI thread only."""
        if not is_background:
            self._tell(_merge({}, changes.touched))
            return
        _merge(self._background, changes.touched)
        if not self._timer.isActive():
            self._timer.start()

    def _flush(self) -> None:
        batch, self._background = self._background, {}
        self._tell(batch)

    def _tell(self, batch: Batch) -> None:
        for watcher in list(self._watchers):
            watcher.take(batch)
        self.committed.emit()


class _Watcher(QObject):
    """One view's interest; keeps what it missed while hidden."""

    def __init__(self, view: QWidget, kinds: frozenset[str], on_change: Callable[[Batch], None]) -> None:
        super().__init__(view)
        self._view = view
        self._kinds = kinds
        self._on_change = on_change
        self._missed: Batch = {}
        view.installEventFilter(self)

    def take(self, batch: Batch) -> None:
        mine = {kind: touched for kind, touched in batch.items() if kind in self._kinds}
        if not mine:
            return
        if self._view.isVisible():
            self._on_change(mine)
        else:
            _merge(self._missed, mine)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and self._missed:
            missed, self._missed = self._missed, {}
            self._on_change(missed)
        return super().eventFilter(watched, event)


def _merge(into: Batch, touched: Mapping[str, Touched]) -> Batch:
    for kind, ids in touched.items():
        into.setdefault(kind, _Merged()).add(ids)
    return into
