"""Banner, empty state, toast: the three ways the office window says something unasked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_oms.ui.texts import Refusal
from desktop_oms.ui.theme import restyle, theme
from desktop_oms.ui.widgets.keys import KeyButton

TOAST_MS = 6000
_TONE_ICON = {"warn": "ph.hand-palm", "bad": "ph.warning-fill", "info": "ph.info", "ok": "ph.check-circle-fill"}


def plain_label(text: str = "", role: str = "", wraps: bool = False, parent: QWidget | None = None) -> QLabel:
    """Return a label that never reads its text as markup."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setWordWrap(wraps)
    if role:
        label.setProperty("role", role)
    return label


class IconLabel(QLabel):
    """One icon that follows the theme."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._color, self._size = "", "text2", 16
        theme().changed.connect(self._draw)
        self._draw()

    def set_icon(self, name: str, color: str, size: int = 0) -> None:
        """Show another icon in a token color; size 0 keeps the size."""
        self._name, self._color, self._size = name, color, size or self._size
        self._draw()

    def _draw(self) -> None:
        if self._name:
            self.setPixmap(theme().pixmap(self._name, self._color, self._size, self.devicePixelRatioF()))
        self.setFixedWidth(self._size + 2)


class Banner(QFrame):
    """What happened, why, what next, in at most three lines, inside the thing it concerns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        self._icon = IconLabel()
        self._icon.set_icon("ph.info", "infoText", 18)
        self._head = plain_label(role="strong", wraps=True)
        self._body = plain_label(wraps=True)
        for label in (self._head, self._body):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._head)
        words.addWidget(self._body)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 10, 12, 10)
        row.setSpacing(8)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.hide()

    def say(self, tone: str, head: str, body: str = "", icon: str = "") -> None:
        """Show a message; ``head`` is what happened, ``body`` why and what next."""
        self._icon.set_icon(icon or _TONE_ICON.get(tone, "ph.info"), f"{tone}Text")
        self._head.setText(head)
        self._body.setText(body)
        self._body.setVisible(bool(body))
        self.setAccessibleName(f"{head} {body}".strip())
        restyle(self, tone=tone)
        self.show()

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal."""
        self.say("bad", refusal.what, f"{refusal.why} {refusal.next}".strip())

    def clear(self) -> None:
        """Take the message away."""
        self.hide()


class EmptyState(QWidget):
    """An empty list: a fact, then context, at most one button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconLabel()
        self._icon.set_icon("ph.check-circle", "okText", 24)
        self._fact = plain_label(role="strong")
        self._context = plain_label(role="third", wraps=True)
        self._context.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._context.setMinimumWidth(320)
        self._on_click: Callable[[], None] | None = None
        self._button = QPushButton()
        self._button.clicked.connect(lambda: self._on_click() if self._on_click is not None else None)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(1)
        for widget in (self._icon, self._fact, self._context, self._button):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)

    def say(self, icon: str, tone: str, fact: str, context: str = "") -> None:
        """Show the fact; the button is hidden until ``offer``."""
        self._icon.set_icon(icon, f"{tone}Text")
        self._fact.setText(fact)
        self._context.setText(context)
        self._button.hide()

    def offer(self, text: str, on_click: Callable[[], None]) -> None:
        """Add the one button."""
        self._button.setText(text)
        self._on_click = on_click
        self._button.show()


class Toast(QFrame):
    """One short line at the bottom for 6 s, with one button; a new one replaces the old one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self.setFixedHeight(theme().px(44))
        self._icon = IconLabel()
        self._icon.set_icon("ph.check-circle-fill", "onBar", 18)
        self._text = plain_label()
        self._button = KeyButton()
        self._button.setProperty("role", "bar")
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._on_button: Callable[[], None] | None = None
        #: distance from the lower edge of the window
        self.above = 48
        self._button.clicked.connect(self._press)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 8, 6)
        row.setSpacing(10)
        for widget in (self._icon, self._text, self._button):
            row.addWidget(widget)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TOAST_MS)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say(
        self,
        text: str,
        *,
        tone: str = "ok",
        button: str = "",
        key: str = "",
        on_button: Callable[[], None] | None = None,
    ) -> None:
        """Show a line for 6 s and have it read aloud politely; refusals stay twice as long."""
        self._icon.set_icon("ph.check-circle-fill" if tone == "ok" else "ph.warning-fill", "onBar")
        self._text.setText(text)
        self._button.set_action_look(button, key=key)
        self._button.setVisible(bool(button))
        self._on_button = on_button
        self.adjustSize()
        self.place()
        self.show()
        self.raise_()
        self._timer.start(TOAST_MS if tone == "ok" else 2 * TOAST_MS)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def text(self) -> str:
        """The line on screen."""
        return self._text.text()

    def place(self) -> None:
        """Stand at the bottom center of the parent."""
        host = self.parentWidget()
        if host is None:
            return
        width = min(self.sizeHint().width(), host.width() - 32)
        self.setGeometry((host.width() - width) // 2, host.height() - self.height() - self.above, width, self.height())

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme().px(44))

    def _press(self) -> None:
        self.hide()
        if self._on_button is not None:
            self._on_button()
