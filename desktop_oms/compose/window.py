"""The running window: Qt, the books on worker threads, scanner, sounds, printers, all plugged together.

The window is shown first; the books are opened on a thread meanwhile, and what the panes ask waits until they are there.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from desktop_oms.compose.deferred import DeferredRunner
from desktop_oms.settings.resources import resource_path
from desktop_oms.system.sounds import SystemSounds
from desktop_oms.ui.app import build_app
from desktop_oms.ui.formats import Formatter
from desktop_oms.ui.main_window import MainWindow, WindowParts
from desktop_oms.ui.office_scans import OfficeScans
from desktop_oms.ui.panes.packing.desk import RuntimeDesk
from desktop_oms.ui.panes.packing.pane import PackingPane
from desktop_oms.ui.pictures import install_pictures
from desktop_oms.ui.runtime import GuiRuntime
from desktop_oms.ui.scan.bursts import Burst
from desktop_oms.ui.scan.decoder import ScanDecoder
from desktop_oms.ui.scan.raw_log import RawLog
from desktop_oms.ui.widgets.pack_facts import JobFacts, TableFacts

if TYPE_CHECKING:
    from desktop_oms.app.shop import Shop
    from desktop_oms.compose.threads import ClockThread, PrintThread
    from desktop_oms.db.changes import ChangeSet

log = logging.getLogger(__name__)

OpenShop = Callable[[Callable[["ChangeSet"], None]], "Shop"]


@dataclass(slots=True)
class WindowOptions:
    """How the window starts.

    Attributes:
        open_shop: opens the books; called on a thread, gets what to call after every commit.
        data: folder for the scan log.
        look: system, light or dark.
        on_ready: called on the GUI thread once the books are open.
        warm_up: done on the opening thread once the books are open; nobody waits for it.
        has_decoder: false only in the test that proves nothing works without it.
    """

    open_shop: OpenShop
    data: Path
    look: str = "system"
    on_ready: Callable[[Shop], None] | None = None
    warm_up: Callable[[], None] = lambda: None
    has_decoder: bool = True


class Desktop:
    """One running window with everything behind it.

    Attributes:
        window, runtime, decoder, packing: for the demo and tests.
        shop: None until the books are open.
    """

    def __init__(self, options: WindowOptions) -> None:
        self.app = build_app(look=options.look)
        self.shop: Shop | None = None
        self._options = options
        self._runner: DeferredRunner = DeferredRunner()
        self.runtime = GuiRuntime(self._runner)
        self.log = RawLog(options.data / "scans" / "scans.jsonl")
        self.decoder = ScanDecoder(log=self.log)
        self.sounds = SystemSounds(resource_path("sounds"))
        self._closers: list[Callable[[], None]] = []
        self._printing: PrintThread | None = None
        self._deeds = WindowDeeds()
        self.formatter = Formatter()
        self.packing: PackingPane | None = None
        install_pictures(find_picture)
        self.window = MainWindow(self._parts())
        self.decoder.set_single_key(self._press_single)
        self.decoder.is_covered = lambda: self.window.panel is not None
        self.office_scans = OfficeScans(self.window, self.runtime, self.sounds.play)
        self.decoder.scanned.connect(self._on_scanned)
        if options.has_decoder:
            self.decoder.install()
        self.failure: BaseException | None = None
        self._opening: AfterPaint | None = None

    def show(self) -> None:
        """Show the window, then open the books behind it."""
        self.window.resize(1440, 900)
        self._opening = AfterPaint(self.window, threading.Thread(target=self._open, name="opener", daemon=True).start)
        self.window.show()

    def close(self) -> None:
        """Stop everything in reverse order of start; work of the foreground is finished first."""
        for close in reversed(self._closers):
            close()
        self._closers.clear()
        if self._options.has_decoder:
            self.decoder.uninstall()
        self.sounds.close()

    # -- inside -------------------------------------------------------------------------------------------------------

    def _parts(self) -> WindowParts:
        return WindowParts(
            runtime=self.runtime,
            formatter=self.formatter,
            importer=Importer(self),
            make_packing=self._make_packing,
        )

    def _make_packing(self, window: MainWindow) -> PackingPane:
        self.packing = PackingPane(
            StationDesk(self.runtime, self),
            window,
            decoder=self.decoder,
            sounds=self.sounds,
            pictures=find_picture,
            formatter=self.formatter,
            log=self.log,
        )
        self.packing.office_wanted.connect(lambda: window.show_pane("orders"))
        self.packing.find_wanted.connect(window.open_palette)
        self.packing.scan_arrived.connect(window.close_panel)
        return self.packing

    def _press_single(self, letter: str) -> bool:
        """A letter alone in a list: its deed, if it has one here."""
        action = self.window.actions_registry.single_key(letter)
        if action is None:
            return False
        action.trigger()
        return True

    def _on_scanned(self, burst: Burst) -> None:
        """The table answers what is scanned while it is on the screen; the office finds the rest."""
        if self.failure is None and (self.packing is None or not self.packing.isVisible()):
            self.office_scans.take(burst)

    def _open(self) -> None:
        """On its own thread: open the books, start what works on them, then tell the window."""
        from desktop_oms.app.runner import Runner
        from desktop_oms.app.watch import Watcher
        from desktop_oms.compose.threads import ClockThread, PrintThread

        watcher: list[Watcher] = []

        def on_commit(changes: ChangeSet) -> None:
            for known in watcher:
                known.own(changes)
            if not self._deeds.is_running:
                # Why: imports and the spooler run beside the window's own runner; nobody else would tell the lists of them.
                self.runtime.publish_background(changes)
            if self._printing is not None and "print_job" in changes.touched:
                self._printing.wake()

        try:
            shop = self._options.open_shop(on_commit)
            self._closers.append(shop.close)
            watcher.append(Watcher(shop, self.runtime.publish_background))
            runner = Runner(self._deeds.of(shop))
            self._closers.append(runner.stop)
            self._printing = PrintThread(shop)
            claims: ClockThread = ClockThread(shop)
            for thread in (watcher[0], self._printing, claims):
                thread.start()
                self._closers.append(thread.stop)
        except BaseException as error:
            log.exception("the books could not be opened")
            failure = error
            self.runtime.post(lambda: self._on_failed(failure))
            return
        self._runner.attach(runner)
        self.runtime.post(lambda: self._on_open(shop))
        self._options.warm_up()

    def _on_failed(self, error: BaseException) -> None:
        self.failure = error
        self.window.stop(error, str(self._options.data))

    def _on_open(self, shop: Shop) -> None:
        self.shop = shop
        self.runtime.ask(lambda reads: reads.whereabouts(), self._show_whereabouts)
        if self.packing is not None:
            self.packing.start()
            self.runtime.hub.watch(self.packing, ("shipment", "order"), lambda _batch: self._refresh_queue())
            self.runtime.hub.watch(self.packing, ("print_job",), lambda _batch: self._refresh_jobs())
        if self._options.on_ready is not None:
            self._options.on_ready(shop)

    def _show_whereabouts(self, where: Any) -> None:
        self.window.show_person(where.shop_name, where.person_name, where.role_name)
        if self.packing is not None:
            self.packing.show_table_facts(
                TableFacts(table=where.station_name, packer=where.person_name, packed_today=where.packed_today)
            )

    def _refresh_queue(self) -> None:
        if self.packing is not None:
            self.packing.refresh_queue()
        self.runtime.ask(lambda reads: reads.whereabouts(), self._show_whereabouts, group="whereabouts")

    def _refresh_jobs(self) -> None:
        """States of the papers of the shipment this table packed last."""

        def show(rows: Any) -> None:
            if self.packing is not None:
                self.packing.show_jobs(
                    tuple(JobFacts(row.kind, row.state, row.printer, row.media, row.error) for row in rows)
                )

        self.runtime.ask(lambda reads: reads.last_print_jobs(), show, group="jobs")


class AfterPaint(QObject):
    """Calls back once when a window has been painted for the first time, or after half a second if it never is.

    Why: what opens the books imports 0.9 s of modules, and two threads share one interpreter; started with the window it
    would keep it blank all that time.
    """

    def __init__(self, window: QWidget, call: Callable[[], None]) -> None:
        super().__init__(window)
        self._call: Callable[[], None] | None = call
        window.installEventFilter(self)
        QTimer.singleShot(500, self, self._once)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See Qt. The children are painted in the same turn, after the window itself."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self._once)
        return False

    def _once(self) -> None:
        call, self._call = self._call, None
        if call is not None:
            call()


class WindowDeeds:
    """Runs the window's own commands and knows, thread by thread, whether one is running: of those the window is told by their answer."""

    def __init__(self) -> None:
        self._here = threading.local()
        self._shop: Shop | None = None

    def of(self, shop: Shop) -> WindowDeeds:
        """The same for this shop; what ``Runner`` is given."""
        self._shop = shop
        return self

    @property
    def is_running(self) -> bool:
        """Whether the calling thread is inside a command of the window."""
        return bool(getattr(self._here, "is_running", False))

    def run(self, command: Any, *, cause: str = "", group_id: int | None = None) -> Any:
        """See ``Shop.run``."""
        assert self._shop is not None
        self._here.is_running = True
        try:
            return self._shop.run(command, cause=cause, group_id=group_id)
        finally:
            self._here.is_running = False

    def ask(self, question: Callable[[Any], Any]) -> Any:
        """See ``Shop.ask``."""
        assert self._shop is not None
        return self._shop.ask(question)


class StationDesk(RuntimeDesk):
    """The desk of this computer's table; the station is known once the books are open."""

    def __init__(self, runtime: GuiRuntime, desktop: Desktop) -> None:
        super().__init__(runtime, 0)
        self._desktop = desktop

    def resume(self, on_view: Callable[[Any], None]) -> None:
        """See ``RuntimeDesk.resume``."""
        shop = self._desktop.shop
        self._station_id = shop.actor.station_id or 0 if shop is not None else 0
        super().resume(on_view)


class Importer:
    """``ImportPort`` of the window on ``app.intake``."""

    def __init__(self, desktop: Desktop) -> None:
        self._desktop = desktop

    def preview(self, path: str) -> Any:
        """See ``ImportPort.preview``."""
        return self._import(path, is_trial=True, on_progress=None)

    def run(self, path: str, on_progress: Callable[[int], None]) -> Any:
        """See ``ImportPort.run``."""
        return self._import(path, is_trial=False, on_progress=on_progress)

    def _import(self, path: str, *, is_trial: bool, on_progress: Callable[[int], None] | None) -> Any:
        from desktop_oms.app.intake.files import ImportOptions, import_file
        from desktop_oms.domain.errors import Unavailable
        from desktop_oms.ui.services import ImportSummary

        shop = self._desktop.shop
        if shop is None:
            raise Unavailable("database.opening")
        options = ImportOptions(
            is_trial=is_trial,
            on_progress=None if on_progress is None else lambda report: on_progress(report.count),
        )
        report = import_file(shop, Path(path).expanduser(), options)
        return ImportSummary(
            kind=report.kind,
            created=report.created,
            updated=report.updated,
            unchanged=report.unchanged,
            rejected=tuple(report.rejected),
            assumptions=tuple(report.assumptions),
        )


def find_picture(name: str) -> Path | None:
    """The shipped picture of a sample article, if there is one of that name."""
    plain = Path(name).name
    path = resource_path("pictures", plain)
    return path if plain and path.is_file() else None
