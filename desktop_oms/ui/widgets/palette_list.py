"""The result list of the command palette, painted: groups with a caption, one hit selected, keys at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_oms.ui.theme import theme
from desktop_oms.ui.widgets.keys import caps_width, paint_caps

_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True, slots=True)
class Hit:
    """One line: what it is, a quiet detail, its key, and what choosing it does. ``group`` is the ready caption."""

    group: str
    text: str
    detail: str
    icon: str
    run: Callable[[], None]
    key: str = ""


class PaletteList(QWidget):
    """Signals:
    chosen(hit): clicked.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hits: tuple[Hit, ...] = ()
        self._words: tuple[str, ...] = ()
        self._places: list[QRect] = []
        self.current = 0
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_hits(self, hits: Sequence[Hit], words: Sequence[str]) -> None:
        """Show these; the first is selected; ``words`` are marked in the texts."""
        self._hits, self._words = tuple(hits), tuple(word.casefold() for word in words)
        self.current = 0
        self._lay_out()
        self.updateGeometry()
        self.update()

    def hits(self) -> tuple[Hit, ...]:
        """What is on screen."""
        return self._hits

    def current_hit(self) -> Hit | None:
        """The selected hit."""
        return self._hits[self.current] if self._hits else None

    def move(self, by: int) -> QRect:  # type: ignore[override]
        """Select ``by`` lines further; return its place, for scrolling there."""
        if not self._hits:
            return QRect()
        self.current = max(0, min(len(self._hits) - 1, self.current + by))
        self.setAccessibleDescription(self._hits[self.current].text)
        self.update()
        return self._places[self.current]

    def _lay_out(self) -> None:
        look, top, group = theme(), 4, None
        self._places = []
        for hit in self._hits:
            if hit.group != group:
                top += look.px(32) + (0 if group is None else 8)
                group = hit.group
            self._places.append(QRect(0, top, 10, look.px(36)))
            top += look.px(36)
        self._height = top + 8

    _height = 0

    def sizeHint(self) -> QSize:
        return QSize(400, self._height)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self._height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            group = None
            for place, hit in enumerate(self._hits):
                row = QRect(8, self._places[place].top(), self.width() - 16, self._places[place].height())
                if hit.group != group:
                    if group is not None:
                        painter.fillRect(0, row.top() - look.px(32) - 4, self.width(), 1, look.color("line"))
                    painter.setFont(look.font("small_strong"))
                    painter.setPen(look.color("text3"))
                    painter.drawText(QRect(20, row.top() - look.px(28), self.width(), look.px(24)), _LEFT, hit.group)
                    group = hit.group
                self._paint_hit(painter, row, hit, place == self.current)

    def _paint_hit(self, painter: QPainter, row: QRect, hit: Hit, is_current: bool) -> None:
        look = theme()
        if is_current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("selection"))
            painter.drawRoundedRect(QRectF(row), 7, 7)
        painter.drawPixmap(
            QPoint(row.left() + 14, row.center().y() - 8), look.pixmap(hit.icon, "text2", 17, self.devicePixelRatioF())
        )
        right = row.right() - 12
        key = hit.key or ("Return" if is_current else "")
        if key:
            right -= caps_width(look, key)
            paint_caps(painter, look, right, row.center().y() + 1, key, "text2", "line2")
        left = row.left() + 48
        left = self._paint_marked(
            painter, QRect(left, row.top(), right - left - 12, row.height()), hit.text, "body", "text"
        )
        rest = QRect(left + 12, row.top(), right - left - 24, row.height())
        self._paint_marked(painter, rest, hit.detail, "small", "text3")

    def _paint_marked(self, painter: QPainter, rect: QRect, text: str, role: str, ink: str) -> int:
        """Draw a text with the searched words strong and underlined; return where it ends."""
        look, left = theme(), rect.left()
        for part, is_match in self._parts(text):
            font = look.font(role, weight=600 if is_match else 0)
            metrics = QFontMetrics(font)
            room = rect.right() - left
            if room < 12:
                break
            shown = metrics.elidedText(part, Qt.TextElideMode.ElideRight, room)
            width = metrics.horizontalAdvance(shown)
            painter.setFont(font)
            color: QColor = look.color("accentText" if is_match else ink)
            painter.setPen(color)
            painter.drawText(QRect(left, rect.top(), room, rect.height()), _LEFT, shown)
            if is_match:
                painter.fillRect(left, rect.center().y() + metrics.ascent() // 2 + 4, width, 2, color)
            left += width
        return left

    def _parts(self, text: str) -> list[tuple[str, bool]]:
        folded = text.casefold()
        if len(folded) != len(text):
            return [(text, False)]
        for word in self._words:
            at = folded.find(word) if word else -1
            if at >= 0:
                end = at + len(word)
                parts = [(text[:at], False), (text[at:end], True), (text[end:], False)]
                return [part for part in parts if part[0]]
        return [(text, False)]

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        for place, row in enumerate(self._places):
            if row.top() <= event.position().y() < row.bottom() and place != self.current:
                self.move(place - self.current)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        hit = self.current_hit()
        if hit is not None:
            self.chosen.emit(hit)
