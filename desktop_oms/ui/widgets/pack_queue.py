"""The queue beside the table: what must leave next, with a clock per group; the group after it pinned to the foot."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop_oms.app.records import QueueRow
from desktop_oms.ui.formats import Formatter
from desktop_oms.ui.icons import paint_clock
from desktop_oms.ui.texts import t
from desktop_oms.ui.theme import theme
from desktop_oms.ui.widgets.pack_facts import QueueFacts, QueueGroup
from desktop_oms.ui.widgets.pack_paint import RIGHT, PackWidget, begin, icon, panel, text, width_of

_HEAD = 70
_FOOT = 64


class QueueView(PackWidget):
    """Numbers in bold, names short, items at the right. Shows as many rows as fit and says how many are not shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts = QueueFacts()
        self._formatter = Formatter()

    def set_formatter(self, formatter: Formatter) -> None:
        """Whose clock and zone the times are in."""
        self._formatter = formatter

    def show_queue(self, facts: QueueFacts) -> None:
        """Show these groups."""
        self._facts = facts
        self.say(t("packing.queue.left", n=facts.total) if facts.total else t("packing.queue.empty"))
        self.refresh(facts)

    def sizeHint(self) -> QSize:
        return QSize(296, 400)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 120)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with begin(self) as painter:
            rect = QRectF(self.rect())
            panel(painter, rect)
            groups = self._facts.groups
            if not groups:
                self._empty(painter, rect)
                return
            self._head(painter, QRectF(0, 0, rect.width(), _HEAD), groups[0])
            bottom = rect.bottom() - (_FOOT if len(groups) > 1 else 4)
            self._rows(painter, groups[0], _HEAD, bottom)
            if len(groups) > 1:
                self._rule(painter, bottom)
                self._head(painter, QRectF(0, bottom, rect.width(), _FOOT), groups[1])

    def _empty(self, painter: QPainter, rect: QRectF) -> None:
        middle = rect.center().y()
        icon(painter, rect.center().x() - 14, middle - 50, 28, "ph.check-circle", "okText")
        for offset, code, role, color in (
            (-12, "packing.queue.empty", "pack_body", "text"),
            (14, "packing.queue.empty_detail", "pack_label", "text3"),
        ):
            what, font = t(code), theme().font(role)
            width = min(width_of(what, font), rect.width() - 24)
            text(painter, QRectF(rect.center().x() - width / 2, middle + offset, width + 1, 24), what, font, color)

    def _rule(self, painter: QPainter, y: float) -> None:
        painter.setPen(QPen(theme().color("line"), 1))
        painter.drawLine(1, int(y), self.width() - 1, int(y))

    def _head(self, painter: QPainter, rect: QRectF, group: QueueGroup) -> None:
        clock = self._formatter.ship_by(group.due)
        tone = clock.tone or ("bad" if group.is_late else "")
        ring = QRectF(rect.left() + 16, rect.center().y() - 15, 30, 30)
        if group.is_late:
            icon(painter, ring.left(), ring.top(), 30, "ph.warning-circle-fill", "badText")
        elif group.due is None:
            icon(painter, ring.left(), ring.top(), 30, "ph.clock", "text3")
        else:
            paint_clock(
                painter, ring, theme().color(f"{tone}Text" if tone else "text2"), theme().color("line2"), clock.left
            )
        left, top = ring.right() + 10, rect.center().y() - 23
        strong, small = theme().font("pack_body", True, 600), theme().font("pack_label", True, 400)
        title = t("packing.queue.late") if group.is_late else t("packing.queue.open")
        if group.due is not None and not group.is_late:
            title = t("packing.queue.by", time=self._formatter.when(group.due))
        used = text(painter, QRectF(left, top, rect.width() - left - 12, 24), title, strong, "text")
        rest = rect.width() - left - used - 14
        if clock.text and clock.text not in title and rest > 40:
            what = f" · {clock.text}"
            text(painter, QRectF(left + used, top, rest, 24), what, strong, f"{tone}Text" if tone else "text2")
        left_text = t("packing.queue.left", n=len(group.rows))
        text(painter, QRectF(left, top + 25, rect.width() - left - 12, 20), left_text, small, "text2")

    def _rows(self, painter: QPainter, group: QueueGroup, top: float, bottom: float) -> None:
        row_height = self.sizes.row - (8 if not self.sizes.is_small else 4)
        fits = max(0, int((bottom - top) // row_height))
        shown = group.rows[:fits] if len(group.rows) <= fits else group.rows[: max(0, fits - 1)]
        for row in shown:
            self._rule(painter, top)
            self._row(painter, QRectF(0, top, self.width(), row_height), row)
            top += row_height
        if len(shown) < len(group.rows) and fits:
            self._rule(painter, top)
            rest = t("packing.queue.more", n=len(group.rows) - len(shown))
            text(painter, QRectF(17, top, self.width() - 34, row_height), rest, theme().font("pack_label"), "text3")
        elif shown and bottom - top > 4:
            self._rule(painter, top)

    def _row(self, painter: QPainter, rect: QRectF, row: QueueRow) -> None:
        strong, plain = theme().font("subtitle", True, 600), theme().font("subtitle", True, 400)
        used = text(painter, QRectF(17, rect.top(), 100, rect.height()), row.order_number, strong, "text")
        items = t("packing.queue.items", n=row.item_count)
        right = width_of(items, plain)
        text(
            painter,
            QRectF(rect.width() - right - 18, rect.top(), right + 1, rect.height()),
            items,
            plain,
            "text2",
            RIGHT,
        )
        left = 17 + used + 12
        text(
            painter,
            QRectF(left, rect.top(), rect.width() - left - right - 28, rect.height()),
            row.customer_name,
            plain,
            "text2",
        )
