"""The orders pane: what must go out, why some of it cannot, and the deeds that move it on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from desktop_oms.app.records import OrderDetail
from desktop_oms.ui.actions import Action, command_type
from desktop_oms.ui.bulk import BulkRun
from desktop_oms.ui.dialogs.hold_panel import HoldPanel
from desktop_oms.ui.forms.ui_orders_pane import Ui_OrdersPane
from desktop_oms.ui.panes.list_pane import ListPane
from desktop_oms.ui.panes.orders.columns import order_columns
from desktop_oms.ui.panes.orders.drawer import OrderDrawer
from desktop_oms.ui.services import Services
from desktop_oms.ui.texts import t, texts
from desktop_oms.ui.widgets.banner import EmptyState

# Headlines from which a release can do anything at all; the books decide the rest and say why not.
_RELEASABLE = frozenset({"ready", "backordered", "awaiting_payment", "part_shipped", "needs_mapping"})


class OrdersPane(ListPane):
    """The list of orders with the drawer of the current one."""

    subject = "orders"
    kind = "order"
    known_views = (
        ("open", "ph.truck", ""),
        ("attention", "ph.warning-fill", "bad"),
        ("on_hold", "ph.hand-palm", "warn"),
        ("awaiting_payment", "ph.credit-card", ""),
        ("backordered", "ph.hourglass-medium", ""),
        ("ready", "paint:pie(0)", ""),
        ("packing", "paint:pie(0.5)", ""),
        ("ready_to_ship", "paint:pie(0.75)", ""),
        ("shipped", "ph.arrow-circle-right", ""),
        ("returned", "ph.arrow-u-down-left", ""),
        ("cancelled", "ph.x-circle", ""),
        ("all", "ph.list-bullets", ""),
    )

    def __init__(self, services: Services) -> None:
        super().__init__(services, order_columns())
        self.ui = Ui_OrdersPane()
        self.ui.setupUi(self)  # type: ignore[no-untyped-call]
        self._detail: OrderDetail | None = None
        self._drawer = OrderDrawer(services)
        self.wire(self.ui, self.ui.ordersTable, self._drawer)
        self._add_actions()
        self._drawer.closed.connect(self.close_drawer)
        self._drawer.bind(
            tuple(services.actions.get(f"orders.{name}") for name in ("lift", "dispatch", "release")),
            services.actions.get("orders.hold"),
            services.actions.get("orders.print"),
        )
        self.bulk_bar.set_actions(
            [
                services.actions.get(name)
                for name in ("orders.release", "orders.dispatch", "orders.hold", "orders.print")
            ]
        )
        importing = services.actions.get("app.import")
        self.ui.importButton.set_action_look(t(importing.text), importing.icon, importing.key)
        self.ui.importButton.clicked.connect(importing.trigger)
        self.ui.importButton.setVisible(importing.is_enabled())

    def ask_detail(self, record_id: int) -> None:
        self.services.runtime.ask(
            lambda reads: reads.order_detail(record_id), self._show_detail, self.services.host.refuse, "orders.detail"
        )

    def describe_empty(self, empty: EmptyState) -> None:
        if self.count("all") or self.filter_edit.text().strip():
            super().describe_empty(empty)
            return
        empty.say("ph.receipt", "neutral", t("orders.none"), t("orders.none_context"))
        importing = self.services.actions.get("app.import")
        if importing.is_enabled():
            empty.offer(t(importing.text), importing.trigger)

    def _show_detail(self, detail: OrderDetail | None) -> None:
        """Show what arrived, unless the person has moved on or the record is gone."""
        if detail is not None and detail.row.id == self.table.current_id():
            self._detail = detail
            self._shown_id = detail.row.id
            self._drawer.show_order(detail)
            self.services.actions.changed.emit()

    # -- deeds ---------------------------------------------------------------------------------------------------------

    def _add_actions(self) -> None:
        add, scope = self.services.actions.add, "orders"
        add(
            Action(
                "orders.release", "action.release", self._release, "R", "ph.paper-plane-right", scope, self._may_release
            )
        )
        add(
            Action(
                "orders.hold", "action.hold", self._ask_hold, "H", "ph.hand-palm", scope, lambda: self._may("PlaceHold")
            )
        )
        add(Action("orders.lift", "action.lift", self._lift, "", "ph.hand-palm", scope, self._may_lift))
        add(Action("orders.dispatch", "action.dispatch", self._dispatch, "D", "ph.truck", scope, self._may_dispatch))
        add(Action("orders.recall", "action.recall", self._recall, "", "ph.arrow-u-up-left", scope, self._may_recall))
        add(
            Action(
                "orders.print", "action.print", self._print, "P", "ph.printer", scope, lambda: self._may("PrintSlips")
            )
        )
        add(
            Action(
                "orders.tick", "action.tick", self.table.toggle_current, "X", "ph.check-square", scope, in_palette=False
            )
        )

    def _may(self, command_name: str) -> bool:
        return bool(self.target_ids()) and command_type(command_name) is not None

    def _records(self) -> Iterable[Any]:
        rows = (self.model.row_of(order_id) for order_id in self.target_ids()[:200])
        return (record for record in map(self.model.record_at, rows) if record is not None)

    def _may_release(self) -> bool:
        if not self._may("ReleaseOrders") or self._is_all_released():
            return False
        return any(record.headline in _RELEASABLE for record in self._records())

    def _is_all_released(self) -> bool:
        """The one order meant is at the tables already, with everything it asked for."""
        detail = self._detail
        if detail is None or self.target_ids() != (detail.row.id,):
            return False
        own = [each.state for each in detail.shipments if not each.is_external and each.state != "cancelled"]
        is_whole = all(line.allocated + line.shipped >= line.quantity - line.cancelled for line in detail.lines)
        return is_whole and bool(own) and "draft" not in own

    def _open_holds(self) -> tuple[int, ...]:
        detail = self._detail
        if detail is None or detail.row.id != self.table.current_id():
            return ()
        return tuple(hold.id for hold in detail.holds if hold.released_at is None)

    def _may_lift(self) -> bool:
        return bool(self._open_holds()) and command_type("ReleaseHold") is not None

    def _release(self) -> None:
        release = command_type("ReleaseOrders")
        if release is not None:
            BulkRun(
                self.services.runtime, self.target_ids(), release, self._released, self.services.host.refuse
            ).start()

    def _released(self, reports: list[Any]) -> None:
        self._told(reports, "orders.released", "orders.not_released")

    def _told(self, reports: list[Any], said: str, not_said: str) -> None:
        """Say how many shipments went and, of those that stayed, the first with its reason."""
        done = sum(len(report.shipment_ids) for report in reports)
        refused = [order for report in reports for order in report.refused]
        if done:
            self.services.host.toast(t(said, n=done), with_undo=True)
            self.table.clearSelection()
        if refused:
            first = refused[0]
            reason = first.reasons[0] if first.reasons else None
            sentence = texts().reason(reason.code, reason.data).sentence if reason is not None else ""
            self._banner.say("warn", t(not_said, n=len(refused), number=first.number), sentence)
        else:
            self._banner.clear()

    def _ask_hold(self) -> None:
        ids = self.target_ids()
        place = command_type("PlaceHold")
        if not ids or place is None:
            return
        panel = HoldPanel(len(ids))
        panel.decided.connect(lambda kind, note: self._place_hold(panel, place, ids, kind, note))
        panel.closed.connect(self.services.host.close_panel)
        self.services.host.open_panel(panel)

    def _place_hold(self, panel: HoldPanel, place: Any, ids: tuple[int, ...], kind: str, note: str) -> None:
        def done(_values: list[Any]) -> None:
            if not panel.is_gone:
                self.services.host.close_panel()
            self.services.host.toast(t("orders.held", n=len(ids)), with_undo=True)
            self.table.clearSelection()

        make = lambda part: place(order_ids=part, kind=kind, note=note)  # noqa: E731
        BulkRun(self.services.runtime, ids, make, done, panel.refuse).start()

    def _lift(self) -> None:
        lift = command_type("ReleaseHold")
        holds = self._open_holds()
        if lift is not None and holds:
            self.services.runtime.run(
                lift(hold_ids=holds, reason="by_hand"),
                lambda _outcome: self.services.host.toast(t("orders.lifted", n=len(holds)), with_undo=True),
                self.services.host.refuse,
            )

    def _shipments(self, *states: str) -> tuple[int, ...]:
        """Own shipments of the current order in one of these states."""
        detail = self._detail
        if detail is None or detail.row.id != self.table.current_id():
            return ()
        return tuple(each.id for each in detail.shipments if each.state in states and not each.is_external)

    def _may_dispatch(self) -> bool:
        return self._may("DispatchOrders") and any(record.headline == "ready_to_ship" for record in self._records())

    def _dispatch(self) -> None:
        dispatch = command_type("DispatchOrders")
        if dispatch is not None:
            BulkRun(
                self.services.runtime, self.target_ids(), dispatch, self._dispatched, self.services.host.refuse
            ).start()

    def _dispatched(self, reports: list[Any]) -> None:
        self._told(reports, "orders.dispatched", "orders.not_dispatched")

    def _may_recall(self) -> bool:
        return bool(self._shipments("released")) and command_type("RecallShipments") is not None

    def _recall(self) -> None:
        self._run_on_shipments("RecallShipments", self._shipments("released"), "orders.recalled")

    def _run_on_shipments(self, command_name: str, ids: tuple[int, ...], said: str) -> None:
        command = command_type(command_name)
        if command is not None and ids:
            self.services.runtime.run(
                command(shipment_ids=ids),
                lambda _outcome: self.services.host.toast(t(said, n=len(ids)), with_undo=True),
                self.services.host.refuse,
            )

    def _print(self) -> None:
        """Queue the packing slips of the orders; the action is on only when the books know the command."""
        printing = command_type("PrintSlips")
        if printing is not None:
            count = len(self.target_ids())
            BulkRun(
                self.services.runtime,
                self.target_ids(),
                printing,
                lambda _values: self.services.host.toast(t("orders.printing", n=count)),
                self.services.host.refuse,
            ).start()
