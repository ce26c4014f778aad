"""What the window talks to until the books are open.

Apart from the other threads, because it is needed before the first paint and they bring the whole program with them (0.9 s of
imports on a busy core).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop_oms.app.runner import Runner


class DeferredRunner:
    """Stands in for the runner until the books are open: keeps what is asked, in order, and hands it on then."""

    def __init__(self) -> None:
        self._runner: Runner | None = None
        self._waiting: list[Callable[[Runner], None]] = []
        self._lock = threading.Lock()

    def attach(self, runner: Runner) -> None:
        """The books are open: work off what waits and pass everything on from now on."""
        with self._lock:
            self._runner = runner
            waiting, self._waiting = self._waiting, []
            for call in waiting:
                call(runner)

    def run(
        self, command: Any, on_done: Callable[[Any], None], *, cause: str = "", group_id: int | None = None
    ) -> None:
        """See ``Runner.run``."""
        self._call(lambda runner: runner.run(command, on_done, cause=cause, group_id=group_id))

    def ask(self, question: Callable[[Any], Any], on_done: Callable[[Any], None], *, group: str = "") -> None:
        """See ``Runner.ask``."""
        self._call(lambda runner: runner.ask(question, on_done, group=group))

    def _call(self, call: Callable[[Runner], None]) -> None:
        with self._lock:
            if self._runner is None:
                self._waiting.append(call)
                return
        call(self._runner)
