"""Ask what was found in a bin: bin, reason, change, note."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_oms.app.records import BinRow, StockDetail
from desktop_oms.ui.dialogs.overlay import Panel
from desktop_oms.ui.formats import Formatter
from desktop_oms.ui.forms.ui_adjust_panel import Ui_AdjustPanel
from desktop_oms.ui.texts import t

# The reasons AdjustStock takes, most usual first.
REASONS = ("count", "damaged", "lost", "found", "correction", "sample")
_LARGEST = 1_000_000


class AdjustPanel(Panel):
    """Signals:
    decided(values): bin, delta, reason, note and lot as ``AdjustStock`` takes them.
    """

    decided = Signal(object)

    def __init__(self, detail: StockDetail, formatter: Formatter) -> None:
        super().__init__()
        self._formatter = formatter
        self._bins: tuple[BinRow, ...] = detail.bins
        self.ui = Ui_AdjustPanel()
        self.ui.setupUi(self)  # type: ignore[no-untyped-call]
        self.wire_panel(self.ui)
        name = ", ".join(part for part in (detail.row.title, detail.row.option) if part)
        self.ui.aboutLabel.setText(" · ".join(part for part in (name, detail.row.sku) if part))
        self.ui.binBox.setEditable(True)
        for place in self._bins:
            self.ui.binBox.addItem(place.bin)
        if not self._bins and detail.row.bin:
            self.ui.binBox.addItem(detail.row.bin)
        for reason in REASONS:
            self.ui.reasonBox.addItem(t(f"adjust.reason.{reason}"), reason)
        self.ui.quantityEdit.set_range(-_LARGEST, _LARGEST)
        self.ui.quantityEdit.setPlaceholderText("0")
        self.ui.quantityEdit.value_changed.connect(lambda _value: self._show_result())
        self.ui.binBox.currentTextChanged.connect(lambda _text: self._show_result())
        self.ui.okButton.set_action_look(t("adjust.book"), "ph.plus-minus", "Ctrl+Return")
        self.ui.okButton.clicked.connect(self._decide)
        self.ui.okButton.setShortcut("Ctrl+Return")
        self._show_result()

    def first_field(self) -> QWidget:
        return self.ui.quantityEdit

    def _chosen(self) -> BinRow | None:
        code = self.ui.binBox.currentText().strip().casefold()
        return next((place for place in self._bins if place.bin.casefold() == code), None)

    def _show_result(self) -> None:
        place, delta = self._chosen(), self.ui.quantityEdit.value()
        there = place.on_hand if place is not None else 0
        number = self._formatter.number
        self.ui.resultLabel.setText(t("adjust.result", before=number(there), after=number(there + delta)))
        self.ui.okButton.setEnabled(bool(delta) and bool(self.ui.binBox.currentText().strip()))

    def _decide(self) -> None:
        place = self._chosen()
        self.setEnabled(False)
        self.decided.emit(
            {
                "bin": self.ui.binBox.currentText().strip(),
                "delta": self.ui.quantityEdit.value(),
                "reason": str(self.ui.reasonBox.currentData()),
                "note": self.ui.noteEdit.text().strip(),
                "lot": place.lot if place is not None else "",
            }
        )
