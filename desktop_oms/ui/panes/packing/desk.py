"""The packing table's way to the books: commands and questions through the window's runtime."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from desktop_oms.app.records import PackView, QueueRow, ScanVerdict
from desktop_oms.ui.runtime import GuiRuntime

log = logging.getLogger(__name__)

# Words of domain.codes.COMMANDS that app.pack_commands answers; a test compares.
AVAILABLE = frozenset({"done", "undo", "suspend", "stop", "hold", "print", "reprint", "times_five", "times_ten"})


class RuntimeDesk:
    """Implements ``ports.Desk``. ``station_id``: this computer's table.

    Raises nothing: a refused scan comes back through ``on_error``.
    """

    def __init__(self, runtime: GuiRuntime, station_id: int) -> None:
        self._runtime = runtime
        self._station_id = station_id

    def scan(
        self,
        text: str,
        scan_id: str,
        on_verdict: Callable[[ScanVerdict], None],
        on_error: Callable[[BaseException], None],
    ) -> None:
        """Answer one scan on the writer thread."""
        from desktop_oms.app.packing import PackScan

        self._runtime.run(PackScan(text, scan_id), lambda outcome: on_verdict(outcome.value), on_error, cause="scan")

    def queue(self, limit: int, on_rows: Callable[[tuple[QueueRow, ...]], None]) -> None:
        """The released shipments, due first; a newer question replaces an older one."""

        def question(reads: Any) -> tuple[QueueRow, ...]:
            return tuple(reads.queue(limit))

        self._runtime.ask(question, on_rows, self._on_failed, group="packing.queue")

    def resume(self, on_view: Callable[[PackView | None], None]) -> None:
        """The shipment this station had open."""

        def question(reads: Any) -> PackView | None:
            view: PackView | None = reads.pack_view_for_station(self._station_id)
            return view

        self._runtime.ask(question, on_view, self._on_failed)

    @staticmethod
    def _on_failed(error: BaseException) -> None:
        # Why only a log line: queue and resume are comfort; the next scan asks the books again and shows what is wrong.
        log.warning("the packing table could not be read: %s", error)
