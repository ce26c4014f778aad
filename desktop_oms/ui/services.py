"""What every pane, drawer and panel of the office window is given: one object instead of five arguments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from desktop_oms.domain.remote_order import RowProblem
from desktop_oms.ui.actions import ActionRegistry
from desktop_oms.ui.formats import Formatter
from desktop_oms.ui.runtime import GuiRuntime


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What a file came to, or would come to: counts, changes that wait for a person, rows left out, what was assumed."""

    kind: str = "orders"
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    conflicts: int = 0
    rejected: tuple[RowProblem, ...] = ()
    assumptions: tuple[str, ...] = ()


class ImportPort(Protocol):
    """Brings files in. Both calls run on a worker thread and raise the families of ``domain.errors``."""

    def preview(self, path: str) -> ImportSummary:
        """Say what the file would come to; nothing is kept."""

    def run(self, path: str, on_progress: Callable[[int], None]) -> ImportSummary:
        """Take the file in; ``on_progress`` gets how many orders or rows were handled so far."""


class Host(Protocol):
    """What panes ask of the window around them."""

    def toast(self, text: str, tone: str = "ok", with_undo: bool = False) -> None:
        """Say one line at the bottom."""

    def refuse(self, error: BaseException) -> None:
        """Say why something was refused, in full sentences."""

    def open_panel(self, panel: Any) -> None:
        """Lay a panel over the window; Esc closes it."""

    def close_panel(self) -> None:
        """Take the panel away and give the focus back."""


@dataclass(frozen=True, slots=True)
class Services:
    """See the module."""

    runtime: GuiRuntime
    formatter: Formatter
    actions: ActionRegistry
    host: Host
    importer: ImportPort | None = None
