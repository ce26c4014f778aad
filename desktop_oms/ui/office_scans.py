"""What a scan does in the office: it finds. At the packing table the pane answers; here the list shows what was scanned.

A search field takes the scan as its text. Any other panel leaves it alone and says so, so that a code never becomes a quantity or a
path (P07). Every scan gets an answer (P09).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from desktop_oms.app.records import SearchHit
from desktop_oms.domain.codes import ScannedCode, decode_scan
from desktop_oms.ui.dialogs.palette import CommandPalette
from desktop_oms.ui.runtime import GuiRuntime
from desktop_oms.ui.scan.bursts import Burst
from desktop_oms.ui.scan.readings import Reader
from desktop_oms.ui.texts import t

_SHOWN = 40


class Office(Protocol):
    """The office window as a scan sees it."""

    @property
    def panel(self) -> Any: ...
    def toast(self, text: str, tone: str = "ok", with_undo: bool = False) -> None: ...
    def refuse(self, error: BaseException) -> None: ...
    def show_hit(self, hit: SearchHit) -> None: ...


class OfficeScans:
    """Takes the scans that come while no packing table is on the screen. ``play``: plays a sound by name."""

    def __init__(self, office: Office, runtime: GuiRuntime, play: Callable[[str], None]) -> None:
        self._office = office
        self._runtime = runtime
        self._play = play
        self._reader = Reader()

    def take(self, burst: Burst) -> None:
        """Answer one scan."""
        reading = self._reader.read(burst)
        code = decode_scan(reading.text)
        panel = self._office.panel
        if reading.garbled or code.kind == "garbled":
            self._say_no("scan.unreadable", reading.text)
        elif code.kind == "command":
            self._say_no("scan.command_elsewhere", reading.text)
        elif isinstance(panel, CommandPalette):
            panel.search_for(code.digits if code.entity == "order" else code.text)
        elif panel is not None:
            self._say_no("scan.panel_open", reading.text)
        else:
            self._find(code)

    def _find(self, code: ScannedCode) -> None:
        def question(reads: Any) -> SearchHit | None:
            if code.entity == "order":
                order_id = reads.order_id(code.text)
                return None if order_id is None else SearchHit("order", order_id, code.digits, "")
            hits = reads.search(code.text, 1)
            return hits[0] if hits else None

        def done(hit: SearchHit | None) -> None:
            if hit is None:
                self._say_no("scan.nothing", code.text)
            else:
                self._office.show_hit(hit)

        self._runtime.ask(question, done, self._office.refuse)

    def _say_no(self, text_code: str, scanned: str) -> None:
        shown = scanned if len(scanned) <= _SHOWN else f"{scanned[:_SHOWN]}…"
        self._office.toast(t(text_code, code=shown), "bad")
        self._play("unreadable")
