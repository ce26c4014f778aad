"""The packing pane: places the parts of the table and paints what the presenter decides.

No widget here takes the focus, no dialog opens, nothing fades: the decoder owns the keyboard, the answer to a scan is painted in the
turn in which it arrives, and it stays until the next scan (P02, P07, P13, P17).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from desktop_oms.ui.formats import Formatter
from desktop_oms.ui.forms.ui_packing_pane import Ui_PackingPane
from desktop_oms.ui.panes.packing.desk import AVAILABLE
from desktop_oms.ui.panes.packing.pages import ActivePage, IdlePage, PackedPage
from desktop_oms.ui.panes.packing.ports import Desk, PictureFinder, Sounds, no_pictures
from desktop_oms.ui.panes.packing.presenter import COMMAND_OF_KEY, PackingPresenter
from desktop_oms.ui.panes.packing.table_keys import all_commands, commands_for
from desktop_oms.ui.pictures import PictureStore
from desktop_oms.ui.scan.assembler import Lone
from desktop_oms.ui.scan.bursts import Burst, Source
from desktop_oms.ui.scan.decoder import ScanDecoder
from desktop_oms.ui.scan.latency import LatencyProbe
from desktop_oms.ui.scan.raw_log import RawLog
from desktop_oms.ui.scan.readings import Reader
from desktop_oms.ui.texts import t
from desktop_oms.ui.theme import theme
from desktop_oms.ui.widgets.pack_facts import Device, JobFacts, QueueFacts, Screen, TableFacts, VerdictLook
from desktop_oms.ui.widgets.pack_flash import FlashFrame
from desktop_oms.ui.widgets.pack_paint import PackSizes, PackWidget, begin, sizes_for

_QUEUE_MS = 300
_SLOW_MS = 250  # a packer who sees and hears nothing for longer scans again


class PackingPane(QWidget):
    """One packing table.

    Signals:
        office_wanted: the packer wants the office frame back (menu sign at the top left).
        find_wanted: the packer wants to look an order up (F3).
        scan_arrived: a scan is about to be answered here; whatever lies over the table has to go, so that the answer is seen.
    """

    office_wanted = Signal()
    find_wanted = Signal()
    scan_arrived = Signal()
    # The main window takes its frame away while this pane is shown.
    is_full_window = True

    def __init__(
        self,
        desk: Desk,
        parent: QWidget | None = None,
        *,
        decoder: ScanDecoder | None = None,
        sounds: Sounds | None = None,
        pictures: PictureFinder = no_pictures,
        formatter: Formatter | None = None,
        reader: Reader | None = None,
        log: RawLog | None = None,
        commands: frozenset[str] = AVAILABLE,
    ) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.form = Ui_PackingPane()
        self.form.setupUi(self)  # type: ignore[no-untyped-call]
        self.idle_page, self.active_page, self.packed_page = IdlePage(), ActivePage(), PackedPage()
        for name, page in (
            ("idlePage", self.idle_page),
            ("activePage", self.active_page),
            ("packedPage", self.packed_page),
        ):
            page.setObjectName(name)
            self.form.packStack.addWidget(page)
        self._formatter = formatter or Formatter()
        self._commands = commands
        self._facts = TableFacts()
        self._queue = QueueFacts()
        self._devices: tuple[Device, ...] = ()
        self._is_loud_room = False
        self._flash = FlashFrame(self)
        self._sizes: PackSizes = sizes_for(1440, 900)
        self._store = PictureStore(pictures, self)
        self._decoder = decoder
        self.presenter = PackingPresenter(desk, self, sounds, reader, log, now=self._formatter.now)
        self._queue_timer = QTimer(self)
        self._queue_timer.setSingleShot(True)
        self._queue_timer.setInterval(_QUEUE_MS)
        self._queue_timer.timeout.connect(self._refresh)
        self._slow_timer = QTimer(self)
        self._slow_timer.setSingleShot(True)
        self._slow_timer.setInterval(_SLOW_MS)
        self._slow_timer.timeout.connect(self.presenter.tell_busy)
        self._set_up_parts()
        if decoder is not None:
            self._listen(decoder)
        self.show_screen(Screen(), False)

    # For the main window ---------------------------------------------------------------------------------------------

    @property
    def probe(self) -> LatencyProbe:
        """Answer times of the last 200 scans, for diagnostics."""
        return self.presenter.probe

    def start(self) -> None:
        """Take up what was open on this table, fill the queue. Call when the books are there."""
        self.presenter.start()

    def refresh_queue(self) -> None:
        """Something about shipments changed: ask for the queue again, soon.

        Why soon: every scan touches a shipment, and the queue need not be read between two scans.
        """
        self._queue_timer.start()

    def show_jobs(self, jobs: tuple[JobFacts, ...]) -> None:
        """States of the print jobs of the shipment just packed."""
        self.presenter.show_jobs(jobs)

    def show_devices(self, devices: tuple[Device, ...]) -> None:
        """Lamps of printers, scale and network, as whoever watches them says."""
        self._devices = devices
        self.show_table_facts(self._facts)

    def show_table_facts(self, facts: TableFacts) -> None:
        """Who works here and how many today; devices told separately stay."""
        facts = replace(facts, devices=facts.devices or self._devices)
        self._facts = facts
        self.form.packTop.show_facts(facts)
        self.idle_page.show_facts(facts, self._queue)

    def set_loud_room(self, is_loud: bool) -> None:
        """Flash the screen's edge in the verdict's color, for rooms where nobody hears a sound."""
        self._is_loud_room = is_loud

    def take(self, burst: Burst) -> None:
        """Answer a scan."""
        was_busy = self.presenter.is_busy
        self.presenter.on_burst(burst)
        if self.presenter.is_busy and not was_busy:
            self._slow_timer.start()

    # PackingScreen, called by the presenter --------------------------------------------------------------------------

    def show_screen(self, screen: Screen, is_answer: bool) -> None:
        """Put a screen on the widgets; an answer is painted before this returns."""
        form = self.form
        if screen.packed is not None:
            self.idle_page.remember(screen.packed)
        if screen.page == "active":
            self.active_page.show_screen(screen)
        elif screen.page == "packed":
            self.packed_page.show_screen(screen)
        else:
            self.idle_page.show_screen(screen)
        form.packStack.setCurrentWidget(
            {"active": self.active_page, "packed": self.packed_page}.get(screen.page, self.idle_page)
        )
        self._show_side(screen)
        if screen.flood is not None:
            form.floodField.show_flood(screen.flood)
        form.bodyStack.setCurrentWidget(
            form.helpField if screen.is_help else form.floodField if screen.flood is not None else form.workPage
        )
        form.commandBar.show_commands(commands_for(screen, self._commands), screen.typing)
        if screen.band is not None:
            form.packTop.show_scanner_ms(screen.band.answered_ms)
        if is_answer and self.isVisible():
            self._paint_now()

    def show_queue(self, queue: QueueFacts) -> None:
        """Show the waiting shipments."""
        self._queue = queue
        self.form.queueView.show_queue(queue)
        self.packed_page.show_queue(queue)
        self.idle_page.show_facts(self._facts, queue)
        self.form.tablesCard.show_tables(tuple(queue.at_tables.items()))
        self._show_side(self.presenter.screen_now)

    def announce(self, look: VerdictLook) -> None:
        """Tell a screen reader now, and flash where it is loud."""
        if QAccessible.isActive():
            event = QAccessibleAnnouncementEvent(
                self, t("packing.announce", headline=look.headline, second=look.second)
            )
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
            QAccessible.updateAccessibility(event)
        if self._is_loud_room:
            self._flash.flash(look.outline or look.fill)

    # Inside ----------------------------------------------------------------------------------------------------------

    def _set_up_parts(self) -> None:
        form = self.form
        for part in (self.active_page, form.floodField):
            part.set_store(self._store)
        for owner in (self.idle_page, self.active_page, self.packed_page, form.queueView):
            owner.set_formatter(self._formatter)
        form.packTop.set_clock(self._local_now)
        form.packTop.menu_wanted.connect(self.office_wanted)
        form.packTop.minute_passed.connect(self._on_minute)
        form.commandBar.chosen.connect(lambda key: self._on_key(key.replace(" ", "+")))
        form.helpField.show_commands(all_commands(self._commands))
        form.noteCard.show_note("")
        theme().changed.connect(self._place)

    def _refresh(self) -> None:
        self.presenter.refresh_queue()
        self.presenter.refresh_table()

    def _on_minute(self) -> None:
        """Times left are a minute less."""
        for part in self.findChildren(PackWidget):
            part.update()
        self.idle_page.show_facts(self._facts, self._queue)

    def _local_now(self) -> datetime:
        return self._formatter.local(self._formatter.now())

    def _listen(self, decoder: ScanDecoder) -> None:
        decoder.command_keys = frozenset(COMMAND_OF_KEY)
        decoder.set_table(self)
        decoder.scanned.connect(self._on_scanned)
        decoder.typing.connect(self.presenter.on_typing)
        decoder.answered.connect(self._on_lone)
        decoder.pressed.connect(self._on_key)

    def _on_scanned(self, burst: Burst) -> None:
        # Why by visibility: a scan made in the office must not reach an order that lies unseen on the table.
        if self.isVisible():
            self.scan_arrived.emit()
            self.take(burst)

    def _on_lone(self, _key: Lone) -> None:
        self.presenter.on_answered()

    def _on_key(self, key: str) -> None:
        """A command key: its barcode is what counts, so key and card take the same way."""
        code = COMMAND_OF_KEY.get(key, "")
        if key == "F3":
            self.find_wanted.emit()
        elif key == "Ctrl+U":
            self.presenter.ask_for_badge()
        elif code and self._decoder is not None:
            self._decoder.accept_text(code, Source.COMMAND_KEY)
        elif code:
            self.take(Burst(code, source=Source.COMMAND_KEY))

    def _show_side(self, screen: Screen) -> None:
        form = self.form
        view = screen.view
        form.noteCard.show_note(view.note if view else "")
        form.parcelCard.setVisible(view is not None or screen.packed is not None)
        if view is not None:
            form.parcelCard.show_parcel(view.parcel_no, view.parcel_count, view.total - view.remaining, False)
        elif screen.packed is not None:
            packed = screen.packed
            form.parcelCard.show_parcel(packed.parcel_no, packed.parcel_count, packed.units, True)
        form.tablesCard.setVisible(screen.page == "idle" and not form.tablesCard.is_empty)

    def _paint_now(self) -> None:
        """Paint what changed in this very turn; layouts first, or a band that just appeared would be painted where it was."""
        window = self.window()
        for part in (self, self.form.workPage, self.form.sideColumn, self.form.packStack.currentWidget()):
            QCoreApplication.sendPostedEvents(part, QEvent.Type.LayoutRequest)
        QCoreApplication.sendPostedEvents(window, QEvent.Type.UpdateRequest)

    def _place(self) -> None:
        sizes = sizes_for(self.width(), self.height())
        self._sizes = sizes
        form = self.form
        for part in (
            form.packTop,
            form.commandBar,
            form.noteCard,
            form.parcelCard,
            form.tablesCard,
            form.queueView,
            form.floodField,
        ):
            part.set_sizes(sizes)
        form.helpField.set_sizes(sizes)
        form.packTop.setFixedHeight(sizes.top)
        form.commandBar.setFixedHeight(sizes.foot)
        form.sideColumn.setFixedWidth(sizes.side - 32)
        form.sideLayout.setSpacing(sizes.gap)
        self.idle_page.set_sizes(sizes)
        self.active_page.set_sizes(sizes, self.height() - sizes.top - sizes.foot)
        self.packed_page.set_sizes(sizes)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._place()

    def showEvent(self, _event: QShowEvent) -> None:
        self._place()

    def paintEvent(self, _event: object) -> None:
        with begin(self) as painter:
            painter.fillRect(self.rect(), theme().color("frame"))


__all__ = ["PackingPane"]
