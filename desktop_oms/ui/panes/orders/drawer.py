"""The drawer of one order: who, the one thing to do next, why it is stuck, lines, address, shipment, history."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame

from desktop_oms.app.records import OrderDetail, OrderLineRow, OrderRow, ShipmentRow, TimelineEntry
from desktop_oms.ui.actions import Action
from desktop_oms.ui.formats import isolated
from desktop_oms.ui.forms.ui_order_drawer import Ui_OrderDrawer
from desktop_oms.ui.history import sentence_of
from desktop_oms.ui.panes.orders.columns import headline_cell
from desktop_oms.ui.services import Services
from desktop_oms.ui.texts import t, texts
from desktop_oms.ui.theme import restyle, theme
from desktop_oms.ui.widgets.facts import Fact
from desktop_oms.ui.widgets.keys import KeyButton

_STEPS = ("draft", "released", "picking", "packing", "labelled", "dispatched")
_STEP_OF = {"picked": 2, "packed": 3, "in_transit": 5, "delivered": 5, "returned_to_sender": 5, "lost": 5}
_MOST_HISTORY = 40
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignTop
# Events that another event of the same deed says better.
_UNSAID = frozenset({"ReleaseOrders"})


class OrderDrawer(QFrame):
    """Shows one ``OrderDetail``.

    Signals:
        closed: the person wants the drawer away.
    """

    closed = Signal()

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._formatter = services.formatter
        self.ui = Ui_OrderDrawer()
        self.ui.setupUi(self)  # type: ignore[no-untyped-call]
        self._bound: list[tuple[Action, KeyButton]] = []
        self.ui.closeButton.clicked.connect(self.closed)
        self.ui.closeButton.setToolTip(t("drawer.close"))
        self.ui.closeButton.setAccessibleName(t("drawer.close"))
        for label in (self.ui.orderSubLabel, self.ui.addressBlock):
            label.setAlignment(_LEFT)
        self.ui.timelineLabel.setText(t("drawer.timeline"))
        self.ui.noteLabel.setText(t("drawer.note"))
        self.ui.shipToLabel.setText(t("drawer.ship_to"))
        theme().changed.connect(self._on_theme)
        services.actions.changed.connect(self._refresh_buttons)
        self._on_theme()

    def bind(self, primaries: tuple[Action, ...], hold: Action, printing: Action) -> None:
        """Give the buttons their deeds; the primary one is the first of ``primaries`` that can be done, else the last."""
        self._primaries = primaries
        self._bound = [(hold, self.ui.holdButton), (printing, self.ui.printButton)]
        for action, button in self._bound:
            button.set_action_look(t(action.text), action.icon)
            button.clicked.connect(action.trigger)
        self.ui.primaryButton.clicked.connect(lambda: self._primary().trigger())
        self._refresh_buttons()

    def show_order(self, detail: OrderDetail) -> None:
        """Show another order."""
        row = detail.row
        self.ui.channelTile.set_channel(row.channel_type, row.channel_name)
        self.ui.orderNoLabel.setText(row.number)
        self.ui.headlineChip.set_cell(headline_cell(row.headline, row.headline_reason, self._formatter))
        parts = (row.customer_name, row.channel_name, self._formatter.when(row.placed_at))
        # Why the mark in front: a line that begins with a Hebrew or Arabic name would else run from right to left.
        self.ui.orderSubLabel.setText("\u200e" + " · ".join(isolated(part) for part in parts if part))
        self.ui.drawerBanner.clear()
        self._show_hold(detail)
        self._show_lines(detail)
        self._show_address(detail)
        self._show_shipment(detail)
        note = "\n".join(part for part in (detail.note, detail.gift_message) if part)
        self.ui.noteSection.setVisible(bool(note))
        self.ui.noteText.setText(note)
        said = [entry for entry in detail.timeline if entry.name not in _UNSAID]
        self.ui.timelineView.set_facts([self._event(entry, row.channel_name) for entry in said[:_MOST_HISTORY]])
        self._refresh_buttons()

    def _primary(self) -> Action:
        return next((action for action in self._primaries if action.is_enabled()), self._primaries[-1])

    def _refresh_buttons(self) -> None:
        if not self._bound or not self.isVisible():
            return
        action = self._primary()
        self.ui.primaryButton.set_action_look(t(action.text), action.icon, action.key)
        # Why hidden: a big button that can do nothing only asks to be pressed.
        self.ui.primaryButton.setVisible(action.is_enabled())
        for bound, button in self._bound:
            button.setEnabled(bound.is_enabled())

    def _show_hold(self, detail: OrderDetail) -> None:
        open_holds = [hold for hold in detail.holds if hold.released_at is None]
        if not open_holds:
            self.ui.holdBanner.clear()
            return
        hold = open_holds[0]
        kind = texts().state("hold_kind", hold.kind)
        placed = t("drawer.hold_placed", who=hold.placed_by, when=self._formatter.when(hold.placed_at))
        until = t("drawer.hold_until", when=self._formatter.when(hold.until_at)) if hold.until_at else ""
        more = t("drawer.hold_more", n=len(open_holds) - 1) if len(open_holds) > 1 else ""
        body = " ".join(part for part in (hold.note, placed, until, more) if part)
        icon = theme().state("hold_kind", hold.kind).icon
        self.ui.holdBanner.say("warn", t("drawer.hold", kind=kind), body, icon)

    def _show_lines(self, detail: OrderDetail) -> None:
        row = detail.row
        self.ui.linesLabel.setText(t("drawer.lines", n=row.item_count))
        paid = self._formatter.money(detail.paid_minor, row.currency)
        payment = texts().state("payment", detail.payment_status)
        said = t("drawer.paid", amount=paid) if detail.payment_status == "paid" else payment
        self.ui.paidLabel.setText(" · ".join(part for part in (said, detail.payment_method) if part))
        self.ui.linesView.set_facts([self._line(line, row) for line in detail.lines])
        self.ui.chargesView.setVisible(bool(detail.charges))
        self.ui.chargesView.set_facts(
            [Fact(title, right=self._formatter.money(amount, row.currency)) for _kind, title, amount in detail.charges]
        )

    def _line(self, line: OrderLineRow, row: OrderRow) -> Fact:
        open_qty = line.quantity - line.cancelled
        if not line.is_mapped:
            state, tone = t("drawer.unmapped"), "warn"
        elif line.shipped >= open_qty > 0:
            state, tone = t("drawer.shipped", done=line.shipped, of=open_qty), "neutral"
        else:
            state, tone = t("drawer.allocated", done=line.allocated, of=open_qty), "neutral"
            tone = "warn" if line.allocated + line.shipped < open_qty else tone
        place = t("drawer.bin", bin=line.bin) if line.bin else ""
        second = " · ".join(part for part in (line.sku, place) if part)
        icon = "ph.package" if line.is_mapped else "ph.question"
        amount = self._formatter.money(line.total_minor, row.currency)
        title = line.title
        if line.option and title.endswith(line.option):
            # Channels write the variant into the title too; it is shown once, where it is never cut.
            title = title.removesuffix(line.option).rstrip(" -–,/(")
        title = f"{line.quantity} × {title}" if line.quantity > 1 else title
        return Fact(title, line.option, second, amount, state, icon, tone, picture=line.picture)

    def _show_address(self, detail: OrderDetail) -> None:
        self.ui.countryLabel.setText(detail.row.country)
        lines = [*detail.address_lines, *(part for part in (detail.email, detail.phone) if part)]
        self.ui.addressBlock.setText("\n".join(lines) if lines else t("drawer.no_address"))

    def _show_shipment(self, detail: OrderDetail) -> None:
        shipments = detail.shipments
        self.ui.shipmentSection.setVisible(bool(shipments))
        if not shipments:
            return
        shipment = shipments[-1]
        place = t("drawer.shipment", n=len(shipments), of=len(shipments))
        self.ui.shipmentLabel.setText(place)
        self.ui.shipmentRight.setText(self._shipment_remark(shipment, detail))
        here = _STEP_OF.get(shipment.state, _STEPS.index(shipment.state) if shipment.state in _STEPS else -1)
        words = [texts().state("shipment", code) for code in _STEPS]
        if here >= 0 and shipment.state not in _STEPS:
            words[here] = texts().state("shipment", shipment.state)
        tone = theme().state("shipment", shipment.state).tone
        self.ui.shipmentTrack.set_steps(words, here, "warn" if tone == "neutral" else tone)

    def _shipment_remark(self, shipment: ShipmentRow, detail: OrderDetail) -> str:
        if shipment.is_external:
            return t("drawer.shipped_elsewhere")
        if shipment.tracking_no:
            return shipment.tracking_no
        if shipment.dispatched_at is not None:
            return self._formatter.when(shipment.dispatched_at)
        clock = self._formatter.ship_by(detail.row.ship_by_at)
        restyle(self.ui.shipmentRight, tone=clock.tone or "neutral")
        return t("drawer.ship_by", when=clock.text) if clock.text else ""

    def _event(self, entry: TimelineEntry, channel: str) -> Fact:
        text, icon, tone = sentence_of(entry, channel)
        return Fact(text, second=self._formatter.when(entry.at), icon=icon, tone=tone)

    def _on_theme(self) -> None:
        self.ui.closeButton.setIcon(theme().icon("ph.x", "text2"))
        self.ui.closeButton.setIconSize(QSize(16, 16))
