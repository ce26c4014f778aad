"""A field for a whole number, with a sign if wanted; the arrow keys step.

Why no ``QSpinBox``: without its buttons the style sheet gives its text one pixel of room.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_oms.ui.formats import MINUS


class NumberEdit(QLineEdit):
    """Signals:
    value_changed(value): another number stands here; 0 while the text is no number yet.
    """

    value_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_range(-1_000_000, 1_000_000)
        self.textChanged.connect(lambda _text: self.value_changed.emit(self.value()))

    def set_range(self, least: int, most: int) -> None:
        """Take numbers from ``least`` to ``most``."""
        self._least, self._most = least, most
        self.setValidator(QIntValidator(least, most, self))

    def value(self) -> int:
        """The number, 0 while there is none."""
        text = self.text().strip().replace(MINUS, "-")
        try:
            return max(self._least, min(self._most, int(text)))
        except ValueError:
            return 0

    def set_value(self, value: int) -> None:
        """Show a number."""
        self.setText(str(value))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.set_value(max(self._least, min(self._most, self.value() + step)))
