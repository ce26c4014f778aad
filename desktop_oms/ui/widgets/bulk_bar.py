"""The bulk bar: how many rows are ticked and what can be done with them; lies over the list and moves no row."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop_oms.ui.actions import Action
from desktop_oms.ui.texts import t
from desktop_oms.ui.theme import theme
from desktop_oms.ui.widgets.banner import plain_label
from desktop_oms.ui.widgets.keys import KeyButton


class BulkBar(QFrame):
    """Count first, then verbs with their keys.

    Signals:
        cleared: the person wants no row selected.
    """

    cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bulkBar")
        self._count = plain_label(role="strong")
        self._detail = plain_label(role="second")
        self._buttons: list[tuple[Action, KeyButton]] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 6, 8, 6)
        self._row.setSpacing(4)
        self._row.addWidget(self._count)
        self._row.addSpacing(4)
        self._row.addWidget(self._detail)
        self._row.addSpacing(8)
        self._clear = self._button()
        self._clear.set_action_look("", "ph.x", "Esc")
        self._clear.setAccessibleName(t("bulk.clear"))
        self._clear.clicked.connect(self.cleared)
        self._row.addWidget(self._clear)
        self.hide()

    def set_actions(self, actions: list[Action]) -> None:
        """Show these verbs, left to right."""
        for action in actions:
            button = self._button()
            button.set_action_look(t(action.text), action.icon, action.key)
            button.clicked.connect(action.trigger)
            self._row.insertWidget(self._row.count() - 1, button)
            self._buttons.append((action, button))

    def show_count(self, count: int, detail: str = "") -> None:
        """Appear for one ticked row or more; each verb is on or off as its action says."""
        self.setVisible(count > 0)
        if count:
            self._count.setText(t("bulk.selected", n=count))
            self._detail.setText(detail)
            self._detail.setVisible(bool(detail))
            for action, button in self._buttons:
                button.setEnabled(action.is_enabled())
            self.place()
            self.raise_()

    def place(self) -> None:
        """Stand 48 px above the lower edge of the panel, centered."""
        host = self.parentWidget()
        if host is None:
            return
        height = theme().px(44)
        width = min(self.sizeHint().width(), host.width() - 16)
        self.setGeometry((host.width() - width) // 2, host.height() - height - 48, width, height)

    def _button(self) -> KeyButton:
        button = KeyButton(self)
        button.setProperty("role", "bar")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button
