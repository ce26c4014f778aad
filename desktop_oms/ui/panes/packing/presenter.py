"""From burst to answer: reads the scan, asks the books, and says what the screen shows next. No widgets here.

Order for every scan: raw log (decoder), reading, books, painted answer, sound, next waiting scan.
Invariants: one answer per scan, in order; an answer stays until the next scan or key; a stopped order is off the table (P14).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol

from desktop_oms.app.records import PackView, ScanVerdict
from desktop_oms.domain.codes import COMMANDS, decode_scan
from desktop_oms.ui.panes.packing.ports import Desk, Silence, Sounds
from desktop_oms.ui.panes.packing.verdicts import bare_look, flood_of, look_of, refusal_look
from desktop_oms.ui.scan.bursts import Burst
from desktop_oms.ui.scan.latency import LatencyProbe
from desktop_oms.ui.scan.raw_log import RawLog
from desktop_oms.ui.scan.readings import Reader
from desktop_oms.ui.scan.waiting import WaitingLine
from desktop_oms.ui.texts import t
from desktop_oms.ui.widgets.pack_facts import (
    JobFacts,
    PackedFacts,
    QueueFacts,
    Screen,
    VerdictLook,
    group_queue,
)

QUEUE_LIMIT = 200

# Keys of the table and the command barcode each one stands for (look.md section 5); "" is answered by the pane itself.
COMMAND_OF_KEY: dict[str, str] = {
    "F1": "CTRLHELP",
    "F2": "CTRLUNDO",
    "Ctrl+Z": "CTRLUNDO",
    "F3": "",
    "F4": "CTRLREPRINT",
    "F6": "CTRLNEXTBOX",
    "F7": "CTRLHOLD",
    "F8": "CTRLSHORT",
    "F9": "CTRLBROKEN",
    "F10": "CTRLSUSPEND",
    "F11": "CTRLSTOP",
    "F12": "CTRLDONE",
    "Ctrl+T": "CTRLTEST",
    "Ctrl+U": "",
}


class PackingScreen(Protocol):
    """The widgets as the presenter sees them."""

    def show_screen(self, screen: Screen, is_answer: bool) -> None:
        """Show this. ``is_answer``: paint before returning, a packer is waiting for it."""

    def show_queue(self, queue: QueueFacts) -> None:
        """Show the waiting shipments."""

    def announce(self, look: VerdictLook) -> None:
        """Tell a screen reader, and flash in a loud room."""


class PackingPresenter:
    """One packing table. GUI thread only.

    Attributes:
        probe: suffix key to painted verdict of the last 200 scans, for the screen and for diagnostics.
        screen_now: what is shown.
    """

    def __init__(
        self,
        desk: Desk,
        screen: PackingScreen,
        sounds: Sounds | None = None,
        reader: Reader | None = None,
        log: RawLog | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self.probe = LatencyProbe()
        self.screen_now = Screen()
        self.reader = reader or Reader()
        self._desk = desk
        self._screen = screen
        self._sounds = sounds or Silence()
        self._log = log
        self._now = now
        self._clock = clock
        self._line = WaitingLine(self._begin, self._on_waiting)
        self._opened_at: dict[int, float] = {}
        self._is_slow = False

    # Start and refresh -----------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Take up the order this table had open before a crash or a pause, and fill the queue."""
        self._desk.resume(self._on_resumed)
        self.refresh_queue()

    def refresh_queue(self) -> None:
        """Ask for the queue again."""
        self._desk.queue(QUEUE_LIMIT, lambda rows: self._screen.show_queue(group_queue(rows, self._now())))

    def refresh_table(self) -> None:
        """Somebody else may have changed the order on this table: look, and show what the books say now."""
        shown = self.screen_now
        if shown.view is None or self._line.is_busy:
            return

        def done(view: PackView | None) -> None:
            # Why the comparison: a scan answered meanwhile knows better.
            is_same = view is not None and shown.view is not None and view.shipment_id == shown.view.shipment_id
            if is_same and self.screen_now is shown and not self._line.is_busy:
                self._show(replace(shown, view=view))

        self._desk.resume(done)

    @property
    def is_busy(self) -> bool:
        """Whether a scan waits for its answer."""
        return self._line.is_busy

    def tell_busy(self) -> None:
        """The answer takes its time: say that the scan has arrived, or it would be scanned again (P09)."""
        if self._line.is_busy:
            self._is_slow = True
            self._on_waiting(len(self._line))

    def show_jobs(self, jobs: tuple[JobFacts, ...]) -> None:
        """Print jobs of the shipment that was just packed moved on."""
        packed = self.screen_now.packed
        # Why not without jobs: an answer on its way from before the last scan must not wipe what the verdict said.
        if packed is not None and jobs:
            self._show(replace(self.screen_now, packed=replace(packed, jobs=jobs)))

    def _on_resumed(self, view: PackView | None) -> None:
        # Why: a scan may have been answered while this was on its way; the newer answer counts.
        if view is None or self.screen_now != Screen():
            return
        verdict = ScanVerdict("resumed", "", remaining=view.remaining, view=view)
        self._show(Screen("active", view, look_of(verdict, None, self._now())))

    # Scans -----------------------------------------------------------------------------------------------------------

    def on_burst(self, burst: Burst) -> None:
        """A scan arrived; answered now or when those before it are."""
        self._line.add(burst)

    def _begin(self, burst: Burst) -> None:
        reading = self.reader.read(burst)
        if reading.garbled:
            data = {"raw": reading.text}
            self._answer(burst, ScanVerdict("garbled", reading.text, reading.garbled, data=data))
            return
        if decode_scan(reading.text).command == "help":
            self._help(burst)
            return
        self._desk.scan(
            reading.text,
            burst.id,
            lambda verdict: self._answer(burst, verdict),
            lambda error: self._refused(burst, reading.text, error),
        )

    def _answer(self, burst: Burst, verdict: ScanVerdict) -> None:
        before = self.screen_now.view
        look = look_of(verdict, before, self._now())
        flood = flood_of(verdict, look, before)
        view = before if verdict.code == "garbled" else verdict.view
        if verdict.code == "order_stop":
            view = None
        self._time_opening(view)
        packed = None
        page = "active" if view else "idle"
        if verdict.code == "order_packed" and (view or before):
            packed, page = self._packed(verdict, view or before), "packed"
            view = None
        self._paint(burst, Screen(page, view, look, flood, packed, waiting=len(self._line)))
        if verdict.code != "garbled":
            self._refresh_queue_if(before, view, packed)
        self._line.finished(burst)

    def _refused(self, burst: Burst, text: str, error: BaseException) -> None:
        look = refusal_look(error, text, self._now())
        view = self.screen_now.view
        self._paint(burst, Screen("active" if view else "idle", view, look, waiting=len(self._line)))
        self._line.finished(burst)

    def _help(self, burst: Burst) -> None:
        self._show(replace(self.screen_now, is_help=not self.screen_now.is_help))
        self._line.finished(burst)

    def _paint(self, burst: Burst, screen: Screen) -> None:
        """Paint the answer, then measure, sound and log; in that order, because the packer waits for the first."""
        look = screen.band
        assert look is not None
        self._is_slow = False
        self.screen_now = screen
        self._screen.show_screen(screen, True)
        milliseconds = 0.0
        if burst.suffix_at:
            milliseconds = (self._clock() - burst.suffix_at) * 1000
            self.probe.add(milliseconds)
            self._show(replace(screen, band=replace(look, answered_ms=milliseconds)))
        if look.sound:
            self._sounds.play(look.sound)
        self._screen.announce(look)
        if self._log is not None:
            self._log.answer(burst.id, look.code, milliseconds)

    def _packed(self, verdict: ScanVerdict, view: PackView | None) -> PackedFacts:
        assert view is not None
        started = self._opened_at.pop(view.shipment_id, None)
        seconds = None if started is None else max(0, round(self._clock() - started))
        jobs = tuple(JobFacts(kind, "queued") for kind in verdict.documents)
        return PackedFacts(
            view.order_number,
            view.customer_name,
            view.total,
            view.parcel_no,
            view.parcel_count,
            seconds,
            self._now(),
            jobs,
        )

    def _time_opening(self, view: PackView | None) -> None:
        if view is not None and view.shipment_id not in self._opened_at:
            self._opened_at = {view.shipment_id: self._clock()}

    def _refresh_queue_if(self, before: PackView | None, view: PackView | None, packed: PackedFacts | None) -> None:
        """Ask for the queue when an order came onto the table or left it, not at every unit."""
        if packed is not None or (before.shipment_id if before else 0) != (view.shipment_id if view else 0):
            self.refresh_queue()

    # Keys ------------------------------------------------------------------------------------------------------------

    def on_typing(self, text: str) -> None:
        """A number is being typed by hand."""
        self._show(replace(self.screen_now, typing=text, is_help=False))

    def on_answered(self) -> None:
        """Enter or Escape alone: a full field gives way; its band stays, so nothing that went wrong vanishes unread (P13)."""
        screen = self.screen_now
        if screen.is_help:
            self._show(replace(screen, is_help=False))
        elif screen.flood is not None:
            self._show(replace(screen, flood=None))

    def ask_for_badge(self) -> None:
        """The packer wants to change: say what to scan."""
        headline, second = t("packing.verdict.badge.headline"), t("packing.verdict.badge.second")
        look = replace(bare_look("badge"), headline=headline, second=second, at=self._now())
        self._show(replace(self.screen_now, band=look, flood=None, is_help=False))

    def _on_waiting(self, count: int) -> None:
        count += self._is_slow
        if count > self.screen_now.waiting:
            self._sounds.play(bare_look("busy").sound)
        self._show(replace(self.screen_now, waiting=count))

    def _show(self, screen: Screen) -> None:
        if screen != self.screen_now:
            self.screen_now = screen
            self._screen.show_screen(screen, False)


assert set(COMMAND_OF_KEY.values()) - {""} <= set(COMMANDS)
