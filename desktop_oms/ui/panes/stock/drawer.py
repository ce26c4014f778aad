"""The drawer of one product: the equation of its stock, its bins, its course, its ledger."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame

from desktop_oms.app.records import BinRow, MoveRow, StockDetail, StockRow
from desktop_oms.ui.actions import Action
from desktop_oms.ui.formats import MINUS
from desktop_oms.ui.forms.ui_stock_drawer import Ui_StockDrawer
from desktop_oms.ui.models.columns import Cell
from desktop_oms.ui.panes.stock.columns import stock_mark
from desktop_oms.ui.services import Services
from desktop_oms.ui.texts import t, texts
from desktop_oms.ui.theme import theme
from desktop_oms.ui.widgets.facts import Fact
from desktop_oms.ui.widgets.keys import KeyButton
from desktop_oms.ui.widgets.stock_figures import Term

_BIN_ICON = {
    "pick": "ph.map-pin",
    "reserve": "ph.stack",
    "quarantine": "ph.shield-warning",
    "receiving": "ph.download-simple",
}
_MOST_MOVES = 30


class StockDrawer(QFrame):
    """Shows one ``StockDetail``.

    Signals:
        closed: the person wants the drawer away.
    """

    closed = Signal()

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._formatter = services.formatter
        self.ui = Ui_StockDrawer()
        self.ui.setupUi(self)  # type: ignore[no-untyped-call]
        self._bound: list[tuple[Action, KeyButton]] = []
        self.ui.closeButton.clicked.connect(self.closed)
        self.ui.closeButton.setToolTip(t("drawer.close"))
        self.ui.closeButton.setAccessibleName(t("drawer.close"))
        self.ui.binsLabel.setText(t("stock.bins"))
        self.ui.ledgerLabel.setText(t("stock.ledger"))
        self.ui.chartLabel.setText(t("stock.course"))
        theme().changed.connect(self._on_theme)
        services.actions.changed.connect(self._refresh_buttons)
        self._on_theme()

    def bind(self, adjust: Action, labels: Action) -> None:
        """Give the buttons their deeds."""
        self._bound = [(adjust, self.ui.adjustButton), (labels, self.ui.labelsButton)]
        for action, button in self._bound:
            button.set_action_look(t(action.text), action.icon, action.key)
            button.clicked.connect(action.trigger)
        self._refresh_buttons()

    def show_variant(self, detail: StockDetail) -> None:
        """Show another product."""
        row = detail.row
        self.ui.titleLabel.setText(", ".join(part for part in (row.title, row.option) if part) or row.sku)
        codes = [code if factor == 1 else t("stock.pack_code", code=code, n=factor) for code, factor in detail.barcodes]
        self.ui.skuLabel.setText(" · ".join((row.sku, *codes)))
        self._show_mark(row)
        self.ui.figuresRow.setVisible(not row.is_kit)
        self.ui.figuresRow.set_terms(self._terms(row))
        self.ui.drawerBanner.clear()
        if row.is_kit:
            possible = t("stock.kit_body", n=row.available, number=self._formatter.number(row.available))
            self.ui.drawerBanner.say("info", t("stock.kit_head"), possible, "ph.circles-four")
        self.ui.binsSection.setVisible(bool(detail.bins))
        self.ui.binsView.set_facts([self._bin(place) for place in detail.bins])
        self._show_course(detail)
        self.ui.ledgerSection.setVisible(bool(detail.moves))
        self.ui.ledgerView.set_facts([self._move(move) for move in detail.moves[:_MOST_MOVES]])
        self._refresh_buttons()

    def _show_mark(self, row: StockRow) -> None:
        mark = "" if row.is_kit else stock_mark(row)
        self.ui.markChip.setVisible(bool(mark))
        if mark:
            style = theme().state("stock_mark", mark)
            self.ui.markChip.set_cell(Cell(texts().state("stock_mark", mark), "", style.icon, style.tone, is_loud=True))

    def _terms(self, row: StockRow) -> list[Term]:
        number = self._formatter.number

        def less(amount: int) -> str:
            return f"{MINUS} {number(amount)}"

        # Why: the books may count quarantined pieces as on hand or apart from it; the term stands only where it is taken off.
        takes_quarantine = row.on_hand - row.allocated - row.quarantine - row.safety == row.available
        quarantine = (
            [Term(less(row.quarantine), t("stock.quarantine"), row.quarantine, "s3")] if takes_quarantine else []
        )
        return [
            Term(number(row.on_hand), t("stock.on_hand"), row.on_hand, "text"),
            Term(less(row.allocated), t("stock.allocated"), row.allocated, "s1"),
            *quarantine,
            Term(less(row.safety), t("stock.safety"), row.safety, "line2"),
            Term(
                f"= {number(row.available)}",
                t("stock.available"),
                row.available,
                "badText" if row.available < 0 else "okText",
            ),
        ]

    def _bin(self, place: BinRow) -> Fact:
        number = self._formatter.number
        if place.state == "sellable":
            # Why silent at 0: stock is reserved per warehouse, a bin is chosen at release; "free" would be a guess.
            said = t("stock.bin_committed", number=number(place.committed)) if place.committed else ""
        else:
            said = texts().state("stock_state", place.state)
        purpose = texts().state("bin_purpose", place.purpose)
        lot = " · ".join(part for part in (place.lot, place.best_before) if part)
        second = f"{purpose} · {lot}" if lot else purpose
        icon = _BIN_ICON.get(place.purpose, "ph.map-pin")
        return Fact(place.bin or "–", second=second, right=number(place.on_hand), right_second=said, icon=icon)

    def _show_course(self, detail: StockDetail) -> None:
        moves = sorted(detail.moves, key=lambda move: (move.at, move.id))
        points = [(move.at.timestamp(), move.balance) for move in moves]
        if points:
            points.append((self._formatter.now().timestamp(), points[-1][1]))
        self.ui.chartSection.setVisible(len(moves) > 1)
        if len(moves) > 1:
            self.ui.stockChart.set_steps(points, self._formatter.when(moves[0].at), t("stock.now"))

    def _move(self, move: MoveRow) -> Fact:
        style = theme().state("ledger_reason", move.reason)
        word = texts().state("ledger_reason", move.reason)
        text = ", ".join(part for part in (word, move.reference) if part)
        change, balance = self._formatter.signed(move.quantity), self._formatter.number(move.balance)
        return Fact(
            text,
            second=self._formatter.when(move.at),
            right=change,
            right_second=balance,
            icon=style.icon,
            tone=style.tone,
        )

    def _refresh_buttons(self) -> None:
        for action, button in self._bound:
            button.setEnabled(action.is_enabled())

    def _on_theme(self) -> None:
        self.ui.closeButton.setIcon(theme().icon("ph.x", "text2"))
        self.ui.closeButton.setIconSize(QSize(16, 16))
