"""A drop-down field in our look."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox

from desktop_oms.ui.theme import theme

_ICON = 14


class ChoiceBox(QComboBox):
    """Paints its own arrow: the style sheet can only take one from an image file, which would not follow the theme."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        with QPainter(self) as painter:
            pixmap = theme().pixmap("ph.caret-down", "text2", _ICON, self.devicePixelRatioF())
            painter.drawPixmap(QPoint(self.width() - _ICON - 10, (self.height() - _ICON) // 2), pixmap)
