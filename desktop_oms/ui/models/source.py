"""Where a list gets its ids and rows: the port between ``WindowedModel`` and the books, over the GUI runtime."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from desktop_oms.app.records import QuerySpec
from desktop_oms.ui.runtime import GuiRuntime

Failed = Callable[[BaseException], None]


class RowReads(Protocol):
    """The reading side of one subject (``reads.orders``, ``reads.stock``)."""

    def snapshot(self, spec: QuerySpec) -> array[int]: ...
    def rows(self, ids: Any) -> Mapping[int, Any]: ...
    def matching(self, spec: QuerySpec, ids: Any) -> set[int]: ...
    def counts(self) -> Mapping[str, int]: ...


class ListSource:
    """Asks one subject of the books in the background; every answer arrives on the GUI thread.

    Args:
        subject: attribute name on the reads object, ``orders`` or ``stock``.
    """

    def __init__(self, runtime: GuiRuntime, subject: str) -> None:
        self._runtime = runtime
        self._subject = subject

    def snapshot(self, spec: QuerySpec, on_done: Callable[[array[int]], None], on_error: Failed) -> None:
        """Ask for the ids of a view in display order."""
        self._runtime.ask(
            lambda reads: self._reads(reads).snapshot(spec), on_done, on_error, f"{self._subject}.snapshot"
        )

    def rows(self, ids: array[int], on_done: Callable[[Mapping[int, Any]], None], on_error: Failed) -> None:
        """Ask for the records of one page; the newest page is read first."""
        self._runtime.ask(lambda reads: self._reads(reads).rows(ids), on_done, on_error, "")

    def matching(
        self, spec: QuerySpec, ids: Iterable[int], on_done: Callable[[set[int]], None], on_error: Failed
    ) -> None:
        """Ask which of ``ids`` belong to the view."""
        wanted = tuple(ids)
        self._runtime.ask(lambda reads: self._reads(reads).matching(spec, wanted), on_done, on_error)

    def counts(self, on_done: Callable[[Mapping[str, int]], None], on_error: Failed) -> None:
        """Ask how many rows each view of the subject has."""
        self._runtime.ask(lambda reads: self._reads(reads).counts(), on_done, on_error, f"{self._subject}.counts")

    def _reads(self, reads: Any) -> RowReads:
        subject: RowReads = getattr(reads, self._subject)
        return subject
