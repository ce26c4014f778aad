"""The stock pane: what lies where, what is spoken for, what is left, and every move that made it so."""

from __future__ import annotations

from typing import Any

from desktop_oms.app.records import StockDetail
from desktop_oms.ui.actions import Action, command_type
from desktop_oms.ui.dialogs.adjust_panel import AdjustPanel
from desktop_oms.ui.forms.ui_stock_pane import Ui_StockPane
from desktop_oms.ui.panes.list_pane import ListPane
from desktop_oms.ui.panes.stock.columns import stock_columns
from desktop_oms.ui.panes.stock.drawer import StockDrawer
from desktop_oms.ui.services import Services
from desktop_oms.ui.texts import t
from desktop_oms.ui.widgets.banner import EmptyState


class StockPane(ListPane):
    """The list of products with the drawer of the current one."""

    subject = "stock"
    kind = "variant"
    known_views = (
        ("all", "ph.stack", ""),
        ("low", "ph.trend-down", "warn"),
        ("out", "ph.x-circle-fill", "bad"),
        ("backordered", "ph.hourglass-medium", ""),
        ("quarantine", "ph.shield-warning", ""),
        ("kits", "ph.circles-four", ""),
    )

    def __init__(self, services: Services) -> None:
        super().__init__(services, stock_columns())
        self.ui = Ui_StockPane()
        self.ui.setupUi(self)  # type: ignore[no-untyped-call]
        self._detail: StockDetail | None = None
        self._drawer = StockDrawer(services)
        self.wire(self.ui, self.ui.stockTable, self._drawer)
        self._add_actions()
        self._drawer.closed.connect(self.close_drawer)
        self._drawer.bind(services.actions.get("stock.adjust"), services.actions.get("stock.labels"))
        self.bulk_bar.set_actions([services.actions.get("stock.labels")])
        importing = services.actions.get("app.import")
        self.ui.importButton.set_action_look(t(importing.text), importing.icon, importing.key)
        self.ui.importButton.clicked.connect(importing.trigger)
        self.ui.importButton.setVisible(importing.is_enabled())

    def ask_detail(self, record_id: int) -> None:
        self.services.runtime.ask(
            lambda reads: reads.stock_detail(record_id), self._show_detail, self.services.host.refuse, "stock.detail"
        )

    def describe_empty(self, empty: EmptyState) -> None:
        if self.count("all") or self.filter_edit.text().strip():
            super().describe_empty(empty)
            return
        empty.say("ph.stack", "neutral", t("stock.none"), t("stock.none_context"))

    def _show_detail(self, detail: StockDetail | None) -> None:
        """Show what arrived, unless the person has moved on or the record is gone."""
        if detail is not None and detail.row.id == self.table.current_id():
            self._detail = detail
            self._shown_id = detail.row.id
            self._drawer.show_variant(detail)
            self.services.actions.changed.emit()

    def _add_actions(self) -> None:
        add, scope = self.services.actions.add, "stock"
        add(Action("stock.adjust", "action.adjust", self._ask_adjust, "A", "ph.plus-minus", scope, self._may_adjust))
        add(Action("stock.labels", "action.labels", self._labels, "L", "ph.barcode", scope, self._may_label))

    def _may_adjust(self) -> bool:
        detail = self._detail
        is_here = detail is not None and detail.row.id == self.table.current_id()
        return is_here and detail is not None and not detail.row.is_kit and command_type("AdjustStock") is not None

    def _may_label(self) -> bool:
        return bool(self.target_ids()) and command_type("PrintProductLabels") is not None

    def _ask_adjust(self) -> None:
        adjust, detail = command_type("AdjustStock"), self._detail
        if adjust is None or detail is None:
            return
        panel = AdjustPanel(detail, self.services.formatter)
        panel.decided.connect(lambda values: self._adjust(panel, adjust, detail.row.sku, values))
        panel.closed.connect(self.services.host.close_panel)
        self.services.host.open_panel(panel)

    def _adjust(self, panel: AdjustPanel, adjust: Any, sku: str, values: dict[str, Any]) -> None:
        def done(_outcome: Any) -> None:
            if not panel.is_gone:
                self.services.host.close_panel()
            change = self.services.formatter.signed(values["delta"])
            self.services.host.toast(t("stock.adjusted", sku=sku, change=change, bin=values["bin"]), with_undo=True)

        self.services.runtime.run(adjust(sku=sku, **values), done, panel.refuse)

    def _labels(self) -> None:
        command = command_type("PrintProductLabels")
        if command is not None:
            count = len(self.target_ids())
            self.services.runtime.run(
                command(self.target_ids()),
                lambda _outcome: self.services.host.toast(t("stock.labels_queued", n=count)),
                self.services.host.refuse,
            )
