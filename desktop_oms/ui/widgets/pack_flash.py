"""The loud-room flash: the edge of the screen in the verdict's color for a quarter of a second."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop_oms.ui.theme import theme
from desktop_oms.ui.widgets.pack_paint import PackWidget, begin

WIDTH = 24
SHOWN_MS = 250
# Never more than three flashes a second: faster ones can cause seizures (WCAG 2.3.1).
MIN_GAP_S = 0.34


class FlashFrame(PackWidget):
    """Lies over the whole pane, lets the mouse through and is hidden except while it flashes."""

    def __init__(self, parent: QWidget, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._clock = clock
        self._last = float("-inf")
        self._color = "okSolid"
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def flash(self, color: str) -> bool:
        """Flash once in a color token; False if the last flash was too short ago."""
        now = self._clock()
        if now - self._last < MIN_GAP_S:
            return False
        self._last, self._color = now, color
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        self.raise_()
        self.show()
        self._timer.start()
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        with begin(self) as painter:
            painter.setPen(QPen(theme().color(self._color), WIDTH))
            inset = WIDTH / 2
            painter.drawRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset))
