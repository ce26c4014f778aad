"""The three pages of the table: nothing on it, an order on it, the order just packed."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop_oms.ui.formats import Formatter
from desktop_oms.ui.forms.ui_packing_active import Ui_PackingActive
from desktop_oms.ui.forms.ui_packing_idle import Ui_PackingIdle
from desktop_oms.ui.forms.ui_packing_packed import Ui_PackingPacked
from desktop_oms.ui.pictures import PictureStore
from desktop_oms.ui.texts import t
from desktop_oms.ui.widgets.pack_facts import JobFacts, PackedFacts, QueueFacts, QueueGroup, Screen, TableFacts
from desktop_oms.ui.widgets.pack_paint import PackSizes, PackWidget


def _resize(page: QWidget, sizes: PackSizes) -> None:
    for child in page.findChildren(PackWidget):
        child.set_sizes(sizes)
    layout = page.layout()
    if layout is not None:
        layout.setSpacing(sizes.gap)


class IdlePage(QWidget):
    """Scan anything. A verdict without an order (not readable, unknown, set aside) stands above the prompt."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.form = Ui_PackingIdle()
        self.form.setupUi(self)  # type: ignore[no-untyped-call]
        self._last = ""
        self._facts = TableFacts()
        self._queue = QueueFacts()
        self._formatter = Formatter()

    def set_sizes(self, sizes: PackSizes) -> None:
        """The window has another size."""
        _resize(self, sizes)
        self.form.statLayout.setSpacing(sizes.gap)

    def set_formatter(self, formatter: Formatter) -> None:
        """Whose clock and zone the times are in."""
        self._formatter = formatter
        self.form.idleBand.set_formatter(formatter)

    def remember(self, packed: PackedFacts) -> None:
        """Keep the order packed last for the prompt."""
        if packed.seconds is None:
            self._last = t("packing.idle.last_plain", order=packed.order_number)
        else:
            span = self._formatter.duration(timedelta(seconds=packed.seconds))
            self._last = t("packing.idle.last", order=packed.order_number, span=span)

    def show_screen(self, screen: Screen) -> None:
        """Show this."""
        self.form.idleBand.setVisible(screen.band is not None or screen.waiting > 0)
        self.form.idleBand.show_look(screen.band, screen.waiting)
        self.form.idleCard.show_prompt(screen.typing, "" if screen.band else self._last)

    def show_facts(self, facts: TableFacts, queue: QueueFacts) -> None:
        """Show the figures at the foot."""
        self._facts, self._queue = facts, queue
        packed = "–" if facts.packed_today is None else str(facts.packed_today)
        detail = ""
        if facts.packed_today is not None and facts.parcels_today is not None:
            detail = t("packing.stat.packed_detail", orders=facts.packed_today, parcels=facts.parcels_today)
        self.form.statPacked.setVisible(facts.packed_today is not None)
        self.form.statPacked.show_figure(t("packing.stat.packed"), packed, detail)
        cards = (self.form.statFirst, self.form.statSecond)
        for card, group in zip(cards, (*queue.groups, None, None), strict=False):
            card.setVisible(group is not None)
            if group is not None:
                card.show_figure(*self._group(group))
        waiting = self.form.statOther
        first = queue.groups[0].rows[0].order_number if queue.groups else ""
        second = t("packing.stat.first", order=first) if first else t("packing.stat.none")
        waiting.show_figure(t("packing.stat.waiting"), str(queue.total), second)

    def _group(self, group: QueueGroup) -> tuple[str, str, str, str]:
        count = str(len(group.rows))
        if group.is_late:
            return t("packing.stat.late"), count, t("packing.stat.late_detail"), "badText"
        if group.due is None:
            return t("packing.stat.left_later"), count, "", "text2"
        clock = self._formatter.ship_by(group.due)
        label = t("packing.stat.left_for", time=self._formatter.when(group.due))
        return label, count, clock.text, f"{clock.tone}Text" if clock.tone else "text2"


class ActivePage(QWidget):
    """An order on the table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.form = Ui_PackingActive()
        self.form.setupUi(self)  # type: ignore[no-untyped-call]
        self._sizes: PackSizes | None = None

    def set_store(self, store: PictureStore) -> None:
        """Where pictures come from."""
        self.form.focusCard.set_store(store)
        self.form.packLinesView.set_store(store)

    def set_formatter(self, formatter: Formatter) -> None:
        """Whose clock and zone the times are in."""
        self.form.orderHead.set_formatter(formatter)
        self.form.verdictBand.set_formatter(formatter)

    def set_sizes(self, sizes: PackSizes, height: int) -> None:
        """The window has another size; ``height`` is what this page gets of it."""
        self._sizes = sizes
        _resize(self, sizes)
        taken = sizes.order_head + sizes.verdict + 3 * sizes.gap
        # Why below the picture's size: with many lines the picture gives way before the lines do.
        card = 264 if sizes.is_small else 300
        self.form.packLinesView.set_max_rows((height - taken - card) // sizes.row)

    def show_screen(self, screen: Screen) -> None:
        """Show this; the view is there."""
        view = screen.view
        assert view is not None
        self.form.orderHead.show_view(view)
        self.form.verdictBand.show_look(screen.band, screen.waiting)
        self.form.focusCard.show_view(view)
        self.form.packLinesView.show_lines(view.lines, view.current_line)


class PackedPage(QWidget):
    """All packed: papers and what the hands do now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.form = Ui_PackingPacked()
        self.form.setupUi(self)  # type: ignore[no-untyped-call]

    def set_sizes(self, sizes: PackSizes) -> None:
        """The window has another size."""
        _resize(self, sizes)
        self.form.jobLayout.setSpacing(sizes.gap)

    def set_formatter(self, formatter: Formatter) -> None:
        """Whose clock and zone the times are in."""
        self.form.packedField.set_formatter(formatter)
        self.form.nextOrderCard.set_formatter(formatter)

    def show_screen(self, screen: Screen) -> None:
        """Show this; the finished shipment is there."""
        packed, look = screen.packed, screen.band
        assert packed is not None and look is not None
        self.form.packedField.show_packed(packed, look)
        jobs = {job.kind: job for job in packed.jobs}
        self.form.slipCard.show_job(jobs.get("packing_slip"))
        self.form.labelCard.show_job(jobs.get("label"))
        self.form.nextActionCard.show_action(_next_action(packed.jobs))

    def show_queue(self, queue: QueueFacts) -> None:
        """Name the most urgent order that waits."""
        rows = queue.groups[0].rows if queue.groups else ()
        self.form.nextOrderCard.show_row(rows[0] if rows else None)


def _next_action(jobs: tuple[JobFacts, ...]) -> str:
    if any(job.state == "failed" for job in jobs):
        return t("packing.packed.next_failed")
    kinds = {job.kind for job in jobs if job.state != "cancelled"}
    if "label" in kinds:
        return t("packing.packed.next")
    return t("packing.packed.next_paper" if kinds else "packing.packed.next_plain")
