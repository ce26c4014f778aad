"""Run a deed over many records: commands of at most 50 each, one undo group, one report at the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from desktop_oms.ui.runtime import GuiRuntime

CHUNK = 50


class BulkRun:
    """Sends one command after the other, so that scans of this station go between them.

    What was finished stays when a later part fails or the person cancels. Callbacks come on the GUI thread.

    Args:
        make: turns up to 50 ids into a command.
        on_done: gets the values of the parts that were done.
        on_error: gets the failure of a part, after ``on_done`` when parts before it were done.
        on_progress: gets (done, total) records after each part.
    """

    def __init__(
        self,
        runtime: GuiRuntime,
        ids: Sequence[int],
        make: Callable[[tuple[int, ...]], Any],
        on_done: Callable[[list[Any]], None],
        on_error: Callable[[BaseException], None],
        on_progress: Callable[[int, int], None] | None = None,
    ) -> None:
        self._runtime = runtime
        self._ids = tuple(ids)
        self._make = make
        self._on_done = on_done
        self._on_error = on_error
        self._on_progress = on_progress
        self._values: list[Any] = []
        self._group_id: int | None = None
        self._next = 0
        self._is_cancelled = False

    def start(self) -> None:
        """Send the first part."""
        self._send()

    def cancel(self) -> None:
        """Send no further part."""
        self._is_cancelled = True

    def _send(self) -> None:
        if self._is_cancelled or self._next >= len(self._ids):
            self._on_done(self._values)
            return
        part = self._ids[self._next : self._next + CHUNK]
        self._next += len(part)
        self._runtime.run(self._make(part), self._on_part, self._on_failed, group_id=self._group_id)

    def _on_part(self, outcome: Any) -> None:
        self._values.append(outcome.value)
        self._group_id = self._group_id or outcome.group_id
        if self._on_progress is not None:
            self._on_progress(self._next, len(self._ids))
        self._send()

    def _on_failed(self, error: BaseException) -> None:
        if self._values:
            self._on_done(self._values)
        self._on_error(error)
