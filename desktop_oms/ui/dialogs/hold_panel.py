"""Ask why orders are to be held: the kind of hold and a note."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_oms.ui.dialogs.overlay import Panel
from desktop_oms.ui.forms.ui_hold_panel import Ui_HoldPanel
from desktop_oms.ui.texts import t, texts
from desktop_oms.ui.theme import theme

# Kinds a person places; payment, stock, channel and rule holds are the program's own.
_KINDS = ("manual", "customer_request", "address", "fraud", "duplicate", "payment")


class HoldPanel(Panel):
    """Signals:
    decided(kind, note): the person wants the hold.
    """

    decided = Signal(str, str)

    def __init__(self, count: int) -> None:
        super().__init__()
        self.ui = Ui_HoldPanel()
        self.ui.setupUi(self)  # type: ignore[no-untyped-call]
        self.wire_panel(self.ui)
        self.ui.aboutLabel.setText(t("hold.about", n=count))
        for kind in _KINDS:
            style = theme().state("hold_kind", kind)
            self.ui.kindBox.addItem(theme().icon(style.icon, "text2"), texts().state("hold_kind", kind), kind)
        self.ui.okButton.set_action_look(t("action.hold"), "ph.hand-palm", "")
        self.ui.okButton.clicked.connect(self._decide)
        self.ui.noteEdit.returnPressed.connect(self._decide)

    def first_field(self) -> QWidget:
        return self.ui.noteEdit

    def _decide(self) -> None:
        self.setEnabled(False)
        self.decided.emit(str(self.ui.kindBox.currentData()), self.ui.noteEdit.text().strip())
