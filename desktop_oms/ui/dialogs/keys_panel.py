"""All keys of the pane on screen, so that nobody needs the manual."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop_oms.ui.actions import ActionRegistry
from desktop_oms.ui.dialogs.overlay import Panel
from desktop_oms.ui.forms.ui_keys_panel import Ui_KeysPanel
from desktop_oms.ui.texts import t
from desktop_oms.ui.widgets.banner import plain_label
from desktop_oms.ui.widgets.keys import KeyLabel

# Keys that belong to lists and have no action of their own: key, text code.
_LIST_KEYS = (
    ("Up", "keys.move"),
    ("Shift+Up", "keys.extend"),
    ("Ctrl+A", "keys.all"),
    ("Return", "keys.open"),
    ("Space", "keys.drawer"),
    ("Esc", "keys.escape"),
)


class KeysPanel(Panel):
    """The panel."""

    preferred_width = 680

    def __init__(self, registry: ActionRegistry) -> None:
        super().__init__()
        self.ui = Ui_KeysPanel()
        self.ui.setupUi(self)  # type: ignore[no-untyped-call]
        self.wire_panel(self.ui)
        layout = self.ui.keysBox.layout()
        assert isinstance(layout, QVBoxLayout)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(7)
        entries = [
            (action.key, t(action.text)) for action in registry.all() if action.key and registry.in_scope(action)
        ]
        entries += [(key, t(code)) for key, code in _LIST_KEYS]
        half = (len(entries) + 1) // 2
        for place, (key, text) in enumerate(entries):
            column = 2 * (place // half)
            caps = KeyLabel()
            caps.set_key(key)
            grid.addWidget(caps, place % half, column)
            grid.addWidget(plain_label(text, "second"), place % half, column + 1)
        grid.setColumnStretch(3, 1)
        layout.addLayout(grid)

    def first_field(self) -> QWidget:
        return self.ui.closeButton
