"""Instead of the whole window when the books cannot be opened: what happened, why, what next. It stays."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_oms.ui.texts import Refusal, t
from desktop_oms.ui.widgets.banner import IconLabel, plain_label

_WIDEST = 640


class StoppedPage(QWidget):
    """Shows one refusal and where the books are.

    Signals:
        quit_wanted: the person has read it and wants to leave.
    """

    quit_wanted = Signal()

    def __init__(self, refusal: Refusal, where: str) -> None:
        super().__init__()
        icon = IconLabel()
        icon.set_icon("ph.warning-fill", "badText", 32)
        self.what = plain_label(refusal.what, "title", wraps=True)
        self.rest = plain_label(" ".join(part for part in (refusal.why, refusal.next) if part), wraps=True)
        self.where = plain_label(where, "third", wraps=True)
        self.where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        button = QPushButton(t("action.quit"))
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        button.clicked.connect(self.quit_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(48, 48, 48, 48)
        column.setSpacing(12)
        column.addStretch(1)
        for widget in (icon, self.what, self.rest, self.where):
            widget.setMaximumWidth(_WIDEST)
            column.addWidget(widget)
        column.addSpacing(8)
        column.addWidget(button)
        column.addStretch(2)
        self.setAccessibleName(refusal.sentence)
