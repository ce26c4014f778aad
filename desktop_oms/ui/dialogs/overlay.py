"""Panels that lie over the window instead of dialogs of their own: the scrim, where panels stand, and what all of them share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from desktop_oms.ui.texts import t, texts
from desktop_oms.ui.theme import theme

_SCRIM_ALPHA = 92
_TOP = 88


class Panel(QFrame):
    """Base of the panels: a close button, Esc, a banner for refusals.

    Signals:
        closed: the person is done with the panel.
    """

    closed = Signal()

    preferred_width = 520
    #: the panel was taken away; answers still on their way must not touch its widgets any more
    is_gone = False
    #: where a refusal goes that comes after the panel went
    refuse_elsewhere: Callable[[BaseException], None] | None = None

    def wire_panel(self, form: Any) -> None:
        """Join the parts every panel form has; called once after ``setupUi``."""
        self._form = form
        form.closeButton.setIcon(theme().icon("ph.x", "text2"))
        form.closeButton.setIconSize(QSize(16, 16))
        form.closeButton.setToolTip(t("drawer.close"))
        form.closeButton.setAccessibleName(t("drawer.close"))
        form.closeButton.clicked.connect(self.closed)
        if hasattr(form, "cancelButton"):
            form.cancelButton.clicked.connect(self.closed)

    def refuse(self, error: BaseException) -> None:
        """Show why it was refused, inside the panel; what was typed stays. After the panel went, the window says it."""
        if self.is_gone:
            if self.refuse_elsewhere is not None:
                self.refuse_elsewhere(error)
            return
        self._form.panelBanner.refuse(texts().refusal(error))
        self.setEnabled(True)
        self.updateGeometry()

    def first_field(self) -> QWidget:
        """The field that gets the focus when the panel opens."""
        return self

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


class Scrim(QWidget):
    """Darkens the window and holds one panel; a click beside the panel closes it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._panel: QFrame | None = None
        self._before: QWidget | None = None
        window.installEventFilter(self)
        self.hide()

    @property
    def panel(self) -> QFrame | None:
        """The panel that is open, if any."""
        return self._panel

    def open(self, panel: QFrame) -> None:
        """Lay ``panel`` over the window and give it the focus; an open one is closed first."""
        self.close_panel()
        self._before = self.window().focusWidget()
        self._panel = panel
        panel.setParent(self)
        self.setGeometry(self.parentWidget().rect())  # type: ignore[union-attr]
        self.show()
        self.raise_()
        panel.show()
        self.place()
        field = panel.first_field() if isinstance(panel, Panel) else panel
        field.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_panel(self) -> None:
        """Take the panel away and give the focus back to where it was."""
        panel, self._panel = self._panel, None
        if panel is None:
            return
        if isinstance(panel, Panel):
            panel.is_gone = True
        self.hide()
        panel.hide()
        # Why no setParent(None): that would hand the panel to Python, which may free it on a worker thread.
        panel.deleteLater()
        if self._before is not None:
            self._before.setFocus()
        self._before = None

    def place(self) -> None:
        """Stand 88 px from the top, centered, as wide as the panel wishes and the window allows."""
        if self._panel is None:
            return
        wish = getattr(self._panel, "preferred_width", 520)
        width = min(theme().px(wish), self.width() - 32)
        top = min(theme().px(_TOP), self.height() // 8)
        room = self.height() - top - 16
        needed = (
            self._panel.heightForWidth(width) if self._panel.hasHeightForWidth() else self._panel.sizeHint().height()
        )
        self._panel.setGeometry((self.width() - width) // 2, top, width, min(needed, room))

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(12, 14, 18, _SCRIM_ALPHA))

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.close_panel()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self._panel is not None:
            self.setGeometry(self.parentWidget().rect())  # type: ignore[union-attr]
            self.place()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.place()
        return super().event(event)
