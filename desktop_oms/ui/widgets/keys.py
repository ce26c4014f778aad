"""Key caps, and the button that shows its key (look.md principle 7: every action says its key)."""

from __future__ import annotations

import sys

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QWidget

from desktop_oms.ui.theme import Theme, theme

_CAP_PAD = 5
_CAP_GAP = 4
_SYMBOLS = {"Return": "↵", "Up": "↑", "Down": "↓"}


def key_parts(key: str) -> tuple[str, ...]:
    """Split ``Ctrl+K`` into the caps a person sees on this platform."""
    if not key:
        return ()
    if sys.platform == "darwin":
        return (QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText),)
    return tuple(_SYMBOLS.get(part, part) for part in key.split("+"))


def caps_width(look: Theme, key: str) -> int:
    """Return the room all caps of a key take, in pixels."""
    metrics = QFontMetrics(look.font("caption", weight=500))
    parts = key_parts(key)
    widths = [max(look.px(18), metrics.horizontalAdvance(part) + 2 * _CAP_PAD) for part in parts]
    return sum(widths) + _CAP_GAP * max(0, len(parts) - 1)


def paint_caps(painter: QPainter, look: Theme, left: float, middle: float, key: str, ink: str, line: str) -> float:
    """Paint the caps of a key from ``left``, centered on ``middle``; return the right edge. ``ink`` and ``line`` are tokens."""
    font = look.font("caption", weight=500)
    metrics = QFontMetrics(font)
    height = look.px(18)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(font)
    for part in key_parts(key):
        width = max(look.px(18), metrics.horizontalAdvance(part) + 2 * _CAP_PAD)
        box = QRectF(left + 0.5, round(middle - height / 2) + 0.5, width - 1, height - 1)
        painter.setPen(QPen(look.color(line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(look.color(ink))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), part)
        left += width + _CAP_GAP
    return left - _CAP_GAP


class KeyLabel(QWidget):
    """The caps of one key, alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_key(self, key: str) -> None:
        """Show ``Ctrl+K``."""
        self._key = key
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        return QSize(caps_width(theme(), self._key) if self._key else 0, theme().px(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint_caps(painter, theme(), 0, self.height() / 2, self._key, "text2", "line2")


class KeyButton(QPushButton):
    """A button with an icon at the left and its key at the right."""

    _ICON = 16
    _GAP = 7

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = ""
        self._icon_name = ""

    def set_action_look(self, text: str, icon: str = "", key: str = "") -> None:
        """Set word, icon and key together; the key also stands in the tooltip."""
        self.setText(text)
        self._icon_name = icon
        self._key = key
        self.setToolTip(f"{text}  {key}" if key else "")
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def _extra(self) -> int:
        gap = self._GAP if self.text() else 0
        return (self._ICON + gap if self._icon_name else 0) + (caps_width(theme(), self._key) + 8 if self._key else 0)

    def sizeHint(self) -> QSize:
        base = super().sizeHint()
        return QSize(base.width() + self._extra(), base.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _inks(self) -> tuple[str, str]:
        if not self.isEnabled():
            return ("onBar2" if self.property("role") == "bar" else "text3"), "line2"
        if self.property("primary"):
            return "onAccent", "onAccent"
        if self.property("role") == "bar":
            return ("bar", "bar") if self.underMouse() else ("onBar", "onBar2")
        return ("text2" if self.property("role") == "ghost" else "text"), "line2"

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        with QPainter(self) as painter:
            option = QStyleOptionButton()
            self.initStyleOption(option)
            option.text = ""
            self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
            ink, line = self._inks()
            painter.setFont(self.font())
            words = QFontMetrics(self.font()).horizontalAdvance(self.text())
            left = (self.width() - words - self._extra()) / 2
            middle = self.height() / 2
            if self._icon_name:
                pixmap = look.pixmap(self._icon_name, ink, self._ICON, self.devicePixelRatioF())
                painter.drawPixmap(QPointF(round(left), round(middle - self._ICON / 2)), pixmap)
                left += self._ICON + (self._GAP if self.text() else 0)
            painter.setPen(look.color(ink))
            place = QRectF(left, 0, words + 2, self.height())
            painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), self.text())
            if self._key:
                paint_caps(painter, look, left + words + 8, middle, self._key, ink, line)
