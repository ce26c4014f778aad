"""A one-line field with a glyph at the left and, if wanted, its key at the right."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_oms.ui.theme import theme
from desktop_oms.ui.widgets.keys import caps_width, paint_caps

_ICON = 16


class SearchEdit(QLineEdit):
    """Why no ``addAction``: its tool button takes our button style and stands crooked; two painted marks do not.

    Signals:
        pressed: clicked; a field that only opens the palette listens to it.
    """

    pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = "ph.magnifying-glass"
        self._key = ""
        self.setProperty("role", "search")
        theme().changed.connect(self.update)

    def set_marks(self, icon: str, key: str = "") -> None:
        """Set glyph and key."""
        self._icon, self._key = icon, key
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        look = theme()
        with QPainter(self) as painter:
            pixmap = look.pixmap(self._icon, "text2", _ICON, self.devicePixelRatioF())
            x = 12 if self.layoutDirection() == Qt.LayoutDirection.LeftToRight else self.width() - 12 - _ICON
            painter.drawPixmap(QPoint(x, (self.height() - _ICON) // 2), pixmap)
            if self._key and not self.text():
                left = self.width() - caps_width(look, self._key) - 7
                paint_caps(painter, look, left, self.height() / 2, self._key, "text2", "line2")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.pressed.emit()
