"""The side bar: pane buttons and the list of saved views with their counts."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop_oms.ui.theme import theme

_FOLDED_BELOW = 80
_VCENTER = Qt.AlignmentFlag.AlignVCenter


class NavButton(QAbstractButton):
    """One pane of the window: icon, word, count; only the icon when the side bar is folded."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = ""
        self._count = ""
        self._is_folded = False
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_look(self, text: str, icon: str, key: str) -> None:
        """Set word, icon and key."""
        self.setText(text)
        self._icon = icon
        self.setToolTip(f"{text}  {key}" if key else text)
        self.setAccessibleName(text)
        self.update()

    def set_count(self, count: str) -> None:
        """Show a figure at the right; empty for none."""
        self._count = count
        self.setAccessibleDescription(count)
        self.update()

    def set_folded(self, is_folded: bool) -> None:
        """Show only the icon."""
        self._is_folded = is_folded
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(40), max(theme().px(32), self.fontMetrics().height() + 12))

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            if self.isChecked() or self.underMouse():
                painter.setPen(QPen(look.color("line2"), 1) if self.isChecked() else Qt.PenStyle.NoPen)
                painter.setBrush(look.color("panel" if self.isChecked() else "neutralTint"))
                painter.drawRoundedRect(box, 7, 7)
            if self.hasFocus():
                painter.setPen(QPen(look.color("focus"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)
            name = f"{self._icon}-fill" if self.isChecked() else self._icon
            pixmap = look.pixmap(name, "accent" if self.isChecked() else "text2", 18, self.devicePixelRatioF())
            left = (self.width() - 18) // 2 if self._is_folded else 8
            painter.drawPixmap(QPoint(left, (self.height() - 18) // 2), pixmap)
            if self._is_folded:
                return
            painter.setFont(look.font("body_strong" if self.isChecked() else "body"))
            painter.setPen(look.color("text" if self.isChecked() else "text2"))
            painter.drawText(
                self.rect().adjusted(36, 0, -40, 0), int(_VCENTER | Qt.AlignmentFlag.AlignLeft), self.text()
            )
            painter.setFont(look.font("small", True))
            painter.setPen(look.color("text3"))
            painter.drawText(
                self.rect().adjusted(0, 0, -10, 0), int(_VCENTER | Qt.AlignmentFlag.AlignRight), self._count
            )


@dataclass(frozen=True, slots=True)
class View:
    """One entry of the view list; ``tone`` colors its icon, ``count`` is ready text."""

    code: str
    text: str
    icon: str
    tone: str = ""
    count: str = ""


class ViewList(QWidget):
    """The saved views of the pane on screen; one is active.

    Signals:
        chosen(code): a person chose another view.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._views: tuple[View, ...] = ()
        self._active = ""
        self._hovered = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_views(self, views: tuple[View, ...], active: str) -> None:
        """Show these views."""
        self._views, self._active = views, active
        named = next((view for view in views if view.code == active), None)
        self.setAccessibleDescription(f"{named.text} {named.count}" if named else "")
        self.updateGeometry()
        self.update()

    def step(self, by: int) -> None:
        """Choose the view ``by`` places further down (Alt and the arrows)."""
        codes = [view.code for view in self._views]
        if self._active in codes:
            self.chosen.emit(codes[max(0, min(len(codes) - 1, codes.index(self._active) + by))])

    def _height(self) -> int:
        return max(theme().px(28), self.fontMetrics().height() + 10)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(120), self._height() * len(self._views))

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self._height() * len(self._views))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            height = self._height()
            for place, view in enumerate(self._views):
                row = QRect(0, place * height, self.width(), height)
                is_active = view.code == self._active
                if is_active or place == self._hovered:
                    painter.setPen(QPen(look.color("focus"), 2) if is_active and self.hasFocus() else Qt.PenStyle.NoPen)
                    painter.setBrush(look.color("selection" if is_active else "neutralTint"))
                    painter.drawRoundedRect(QRectF(row).adjusted(1, 1, -1, -1), 6, 6)
                color = f"{view.tone}Text" if view.tone else "accent" if is_active else "text2"
                icon = look.pixmap(view.icon, color, 15, self.devicePixelRatioF())
                if self.width() < _FOLDED_BELOW:
                    painter.drawPixmap(QPoint((self.width() - 15) // 2, row.center().y() - 7), icon)
                    continue
                painter.drawPixmap(QPoint(9, row.center().y() - 7), icon)
                painter.setFont(look.font("small", weight=600 if is_active else 400))
                painter.setPen(look.color("text" if is_active else "text2"))
                name = painter.fontMetrics().elidedText(view.text, Qt.TextElideMode.ElideRight, self.width() - 84)
                painter.drawText(row.adjusted(35, 0, -40, 0), int(_VCENTER | Qt.AlignmentFlag.AlignLeft), name)
                painter.setFont(look.font("small", True, weight=600 if is_active else 400))
                painter.drawText(row.adjusted(0, 0, -10, 0), int(_VCENTER | Qt.AlignmentFlag.AlignRight), view.count)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = int(event.position().y()) // self._height()
        if event.button() == Qt.MouseButton.LeftButton and 0 <= place < len(self._views):
            self.chosen.emit(self._views[place].code)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hovered = int(event.position().y()) // self._height()
        self.update()

    def leaveEvent(self, _event: QEvent) -> None:
        self._hovered = -1
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)
