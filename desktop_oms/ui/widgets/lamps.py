"""The lamps of the status bar: what each outside thing is doing, in words, only when it is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_oms.ui.theme import theme

_GAP = 18


@dataclass(frozen=True, slots=True)
class Lamp:
    """One lamp: who, what it is doing, glyph and tone."""

    name: str
    state: str
    icon: str
    tone: str = "ok"


class LampStrip(QWidget):
    """A row of lamps; takes the room it needs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lamps: tuple[Lamp, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def set_lamps(self, lamps: Sequence[Lamp]) -> None:
        """Show these."""
        self._lamps = tuple(lamps)
        self.setAccessibleName(", ".join(f"{lamp.name} {lamp.state}" for lamp in lamps))
        self.updateGeometry()
        self.update()

    def lamps(self) -> tuple[Lamp, ...]:
        """What is on screen."""
        return self._lamps

    def _widths(self) -> list[tuple[int, int]]:
        strong, plain = QFontMetrics(theme().font("small_strong")), QFontMetrics(theme().font("small", True))
        return [(strong.horizontalAdvance(lamp.name) + 5, plain.horizontalAdvance(lamp.state)) for lamp in self._lamps]

    def sizeHint(self) -> QSize:
        return QSize(sum(20 + name + state + _GAP for name, state in self._widths()), theme().px(28))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, theme().px(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        left = 0
        with QPainter(self) as painter:
            flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
            for lamp, (name, state) in zip(self._lamps, self._widths(), strict=True):
                pixmap = look.pixmap(lamp.icon, f"{lamp.tone}Text", 15, self.devicePixelRatioF())
                painter.drawPixmap(QPoint(left, (self.height() - 15) // 2), pixmap)
                painter.setFont(look.font("small_strong"))
                painter.setPen(look.color("text"))
                painter.drawText(left + 20, 0, name, self.height(), flags, lamp.name)
                painter.setFont(look.font("small", True))
                painter.setPen(look.color("text3"))
                painter.drawText(left + 20 + name, 0, state + 4, self.height(), flags, lamp.state)
                left += 20 + name + state + _GAP
