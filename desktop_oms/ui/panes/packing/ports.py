"""What the packing pane needs from outside: the books, a loudspeaker, pictures. Tests and the demo give their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from desktop_oms.app.records import PackView, QueueRow, ScanVerdict


class Desk(Protocol):
    """The books as one packing table sees them. Callbacks come on the GUI thread, exactly one per call."""

    def scan(
        self,
        text: str,
        scan_id: str,
        on_verdict: Callable[[ScanVerdict], None],
        on_error: Callable[[BaseException], None],
    ) -> None:
        """Answer one scan; ``scan_id`` makes a repeated hand-over harmless."""

    def queue(self, limit: int, on_rows: Callable[[tuple[QueueRow, ...]], None]) -> None:
        """The released shipments, due first."""

    def resume(self, on_view: Callable[[PackView | None], None]) -> None:
        """The shipment this station had open when it last stopped."""


class Sounds(Protocol):
    """A loudspeaker: a new sound cuts the old one."""

    def play(self, name: str) -> None:
        """Play a sound of the tokens (``ok``, ``wrong`` …) without waiting."""


class Silence:
    """No loudspeaker."""

    def play(self, name: str) -> None:
        """Play nothing."""


PictureFinder = Callable[[str], Path | None]


def no_pictures(_name: str) -> Path | None:
    """No picture for any name."""
    return None
