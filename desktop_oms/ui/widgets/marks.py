"""Small painted marks of the drawers: state chip, channel tile, step track."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_oms.ui.models.columns import Cell
from desktop_oms.ui.models.painters import Brush, paint_chip, paint_tile
from desktop_oms.ui.theme import theme


def badge_pixmap(ground: str, content: str, side: int, radius: int, dpr: float) -> QPixmap:
    """Draw a small badge in a token color: an icon (``ph.…``) or letters."""
    look = theme()
    pixmap = QPixmap(round(side * dpr), round(side * dpr))
    pixmap.setDevicePixelRatio(dpr)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.color(ground))
    painter.drawRoundedRect(QRectF(0, 0, side, side), radius, radius)
    if content.startswith("ph."):
        painter.drawPixmap(QPoint(4, 4), look.pixmap(content, "onInk", side - 8, dpr))
    else:
        painter.setPen(look.color("onViolet"))
        painter.setFont(look.font("caption", weight=700))
        painter.drawText(QRectF(0, 0, side, side), int(Qt.AlignmentFlag.AlignCenter), content)
    painter.end()
    return pixmap


class ChipLabel(QWidget):
    """The chip of one state, as the table paints it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cell = Cell()
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def set_cell(self, cell: Cell) -> None:
        """Show another state."""
        self._cell = cell
        self.setAccessibleName(cell.spoken or cell.text)
        self.setVisible(bool(cell.text))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        look = theme()
        words = QFontMetrics(look.font("small_strong")).horizontalAdvance(self._cell.text)
        rest = QFontMetrics(look.font("small")).horizontalAdvance(f" · {self._cell.second}") if self._cell.second else 0
        return QSize(words + rest + look.px(36), look.px(22))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(60), theme().px(22))

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            brush = Brush(painter, theme(), self.rect().adjusted(4, 0, -4, -1), False, self.devicePixelRatioF())
            paint_chip(brush, self._cell)


class ChannelTile(QWidget):
    """The letter tile of a channel; its full name is tooltip and accessible name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = ""
        self.setFixedSize(20, 20)

    def set_channel(self, kind: str, name: str) -> None:
        """Show another channel."""
        self._kind = kind
        self.setToolTip(name)
        self.setAccessibleName(name)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self._kind:
                paint_tile(painter, QRectF(self.rect()).adjusted(1, 1, -1, -1), theme(), self._kind)


class StepTrack(QWidget):
    """Where a shipment stands: one bar per step, the words always visible, the present step strong and toned."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words: tuple[str, ...] = ()
        self._here = -1
        self._tone = "info"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_steps(self, words: Sequence[str], here: int, tone: str = "info") -> None:
        """Show the steps; ``here`` is the index of the present one, those before it are passed."""
        self._words, self._here, self._tone = tuple(words), here, tone
        if 0 <= here < len(words):
            self.setAccessibleName(words[here])
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, theme().px(30))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._words:
            return
        look = theme()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            count, gap = len(self._words), 3
            width = (self.width() - gap * (count - 1)) / count
            for place in range(count):
                tone = "okText" if self._tone == "ok" else f"{self._tone}Text"
                painter.setBrush(look.color(tone if place <= self._here else "line"))
                painter.drawRoundedRect(QRectF(place * (width + gap), 2, width, 4), 2, 2)
            self._paint_words(painter, width + gap)

    def _paint_words(self, painter: QPainter, pitch: float) -> None:
        """Center each word under its bar; from the right, push words left as far as needed to keep them apart."""
        look, limit = theme(), self.width()
        for place in range(len(self._words) - 1, -1, -1):
            word, is_here = self._words[place], place == self._here
            font = look.font("caption", weight=600 if is_here else 400)
            painter.setFont(font)
            painter.setPen(look.color(f"{self._tone}Text" if is_here else "text3"))
            wide = QFontMetrics(font).horizontalAdvance(word)
            center = place * pitch + (pitch - 3) / 2
            left = 0 if place == 0 else min(int(center - wide / 2), limit - wide - 1)
            painter.drawText(QRect(left, 10, wide + 2, self.height() - 10), int(Qt.AlignmentFlag.AlignLeft), word)
            limit = left - 5
