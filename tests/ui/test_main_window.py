"""The office window on the fake shop: panes, views, drawer, palette, import, undo, keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

import desktop_oms.app.holds
import desktop_oms.app.release
import desktop_oms.app.stock
import desktop_oms.app.undo
from desktop_oms.app.release import RefusedOrder, ReleaseReport
from desktop_oms.domain.errors import RuleError
from desktop_oms.domain.machine import Refusal
from desktop_oms.domain.remote_order import RowProblem
from desktop_oms.ui.app import build_app
from desktop_oms.ui.dialogs.adjust_panel import REASONS, AdjustPanel
from desktop_oms.ui.dialogs.hold_panel import HoldPanel
from desktop_oms.ui.dialogs.import_panel import ImportPanel
from desktop_oms.ui.dialogs.palette import CommandPalette
from desktop_oms.ui.formats import Formatter
from desktop_oms.ui.main_window import MainWindow, WindowParts
from desktop_oms.ui.models.selection import select_rows, selected_count
from desktop_oms.ui.runtime import GuiRuntime
from desktop_oms.ui.services import ImportSummary
from desktop_oms.ui.texts import Texts, install_texts
from tests.ui.fakes import NOW, FakeChanges, FakeReads, FakeRunner, Touched


class FakeImporter:
    """Finds what the test says."""

    def __init__(self) -> None:
        self.found = ImportSummary(created=12, rejected=(RowProblem("a.csv", 17, "Price", "row.price", "No price."),))
        self.error: Exception | None = None
        self.taken: list[str] = []

    def preview(self, path: str) -> ImportSummary:
        if self.error is not None:
            raise self.error
        return self.found

    def run(self, path: str, on_progress: Callable[[int], None]) -> ImportSummary:
        self.taken.append(path)
        on_progress(12)
        return self.found


class Office:
    """A window with everything a test wants to reach."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.reads = FakeReads()
        self.runner = FakeRunner(self.reads)
        self.runtime = GuiRuntime(self.runner)
        self.importer = FakeImporter()
        formatter = Formatter("en_GB", ZoneInfo("Europe/Berlin"), lambda: NOW)
        parts = WindowParts(self.runtime, formatter, "Harbor & Pine", "Marta Keller", "Manager", self.importer)
        self.window = MainWindow(parts)
        qtbot.addWidget(self.window)
        self.window.resize(1440, 900)
        self.window.show()
        self.wait(lambda: self.drawer.orderNoLabel.text() == "10479")

    @property
    def orders(self) -> Any:
        return self.window.orders

    @property
    def drawer(self) -> Any:
        return self.window.orders._drawer.ui

    def wait(self, condition: Callable[[], bool]) -> None:
        """Let timers and answers run until ``condition`` holds."""
        self.qtbot.waitUntil(condition, timeout=3000)

    def settle(self) -> None:
        self.runtime.drain()
        while self.runtime.waiting():
            self.runtime.drain()

    def press_single(self, letter: str) -> bool:
        """What the decoder does with a letter it let go."""
        action = self.window.actions_registry.single_key(letter)
        if action is not None:
            action.trigger()
        self.settle()
        return action is not None


@pytest.fixture
def office(qtbot: QtBot) -> Iterator[Office]:
    build_app(look="light")
    yield Office(qtbot)
    install_texts(Texts())


def test_the_window_opens_on_the_orders_to_ship_with_the_first_one_in_the_drawer(office: Office) -> None:
    assert office.window.ui.navOrders.isChecked()
    assert office.orders.ui.paneTitle.text() == "To ship"
    assert office.orders.model.rowCount() == 22
    assert office.drawer.holdBanner.isVisible()
    assert "house number" in office.drawer.holdBanner.accessibleName()


def test_a_view_at_the_left_shows_its_orders_and_their_count(office: Office) -> None:
    assert ("On hold", "2") in [(view.text, view.count) for view in office.orders.views()]
    office.window.ui.viewList.chosen.emit("on_hold")
    office.settle()
    assert office.orders.model.rowCount() == 2
    assert office.orders.ui.paneTitle.text() == "On hold"


def test_typing_into_the_filter_narrows_the_list_and_an_empty_one_says_why(office: Office) -> None:
    office.window.actions_registry.get("app.filter").trigger()
    office.orders.filter_edit.setText("moss-fair")
    office.wait(lambda: office.orders.model.rowCount() == 1)
    office.orders.filter_edit.setText("nobody")
    office.wait(lambda: office.orders.model.rowCount() == 0)
    texts = [label.text() for label in office.orders.ui.emptyState.findChildren(QLabel)]
    assert "Nothing matches the filter" in texts


def test_r_releases_the_ticked_orders_in_one_command_and_offers_undo(office: Office) -> None:
    office.runner.answers["ReleaseOrders"] = ReleaseReport((501, 502, 503), ())
    select_rows(office.orders.table, [(6, 8)])
    assert office.orders.bulk_bar.isVisible()
    assert office.press_single("R")
    command = office.runner.commands[-1]
    assert type(command).__name__ == "ReleaseOrders"
    assert command.order_ids == tuple(office.orders.model.ids[6:9])
    assert office.window._toast.text() == "3 shipments released"
    assert selected_count(office.orders.table) == 0


def test_a_release_of_many_orders_goes_in_parts_of_fifty_as_one_undo_group(office: Office) -> None:
    rows = office.reads.orders.table
    for order_id, row in list(rows.items())[:130]:
        rows[order_id] = replace(row, headline="ready")
    office.window.ui.viewList.chosen.emit("ready")
    office.orders.reload()
    office.settle()
    office.runner.answers["ReleaseOrders"] = ReleaseReport((1,), ())
    office.orders.table.selectAll()
    count = selected_count(office.orders.table)
    office.orders.model.record_at(0)
    office.settle()
    office.press_single("R")
    parts = [len(command.order_ids) for command in office.runner.commands]
    assert parts == [50] * (count // 50) + ([count % 50] if count % 50 else [])


def test_an_order_that_may_not_go_is_named_with_its_reason_in_the_pane(office: Office) -> None:
    refused = RefusedOrder(1006, "10487", (Refusal("shipment.not_paid", {}),))
    office.runner.answers["ReleaseOrders"] = ReleaseReport((), (refused,))
    office.orders.table.go_to_row(6)
    office.press_single("R")
    banner = office.orders.ui.paneBanner
    assert banner.isVisible()
    assert "10487" in banner.accessibleName()
    assert "not paid" in banner.accessibleName()


def test_a_letter_typed_into_a_field_or_beside_an_open_panel_does_nothing(office: Office) -> None:
    office.orders.filter_edit.setFocus()
    assert not office.press_single("H")
    office.orders.table.setFocus()
    assert office.press_single("H")
    assert isinstance(office.window.panel, HoldPanel)
    office.window.panel.ui.kindBox.setFocus()
    assert not office.press_single("R")


def test_h_asks_for_the_reason_and_places_the_hold(office: Office) -> None:
    office.press_single("H")
    panel = office.window.panel
    assert isinstance(panel, HoldPanel)
    panel.ui.kindBox.setCurrentIndex(panel.ui.kindBox.findData("address"))
    panel.ui.noteEdit.setText("Ask for the house number")
    QTest.keyClick(panel.ui.noteEdit, Qt.Key.Key_Return)
    office.settle()
    command = office.runner.commands[-1]
    assert (command.kind, command.note, command.order_ids) == ("address", "Ask for the house number", (1000,))
    assert office.window.panel is None


def test_a_refused_hold_stays_open_and_keeps_what_was_typed(office: Office) -> None:
    office.runner.answers["PlaceHold"] = RuleError("right.missing", right="hold.place")
    office.press_single("H")
    panel = office.window.panel
    assert isinstance(panel, HoldPanel)
    panel.ui.noteEdit.setText("why")
    panel.ui.okButton.click()
    office.settle()
    assert office.window.panel is panel
    assert panel.ui.noteEdit.text() == "why"
    assert "hold.place" in panel.ui.panelBanner.accessibleName()


def test_the_primary_button_of_a_held_order_lifts_its_hold(office: Office) -> None:
    office.drawer.primaryButton.click()
    office.settle()
    assert type(office.runner.commands[-1]).__name__ == "ReleaseHold"
    assert office.runner.commands[-1].hold_ids == (71,)


def test_the_undo_button_names_what_ctrl_z_takes_back(office: Office) -> None:
    assert not office.window.ui.undoButton.isVisible()
    office.reads.undo = ("ReleaseOrders", {"count": 3})
    office.runtime.hub.publish(FakeChanges(2, {"order": Touched(updated=(1000,))}))
    office.settle()
    assert office.window.ui.undoButton.text() == "Undo “Release 3 orders”"
    office.window.actions_registry.get("app.undo").trigger()
    office.settle()
    assert type(office.runner.commands[-1]).__name__ == "Undo"


def test_a_change_made_elsewhere_repaints_the_order_within_the_merging_time(office: Office) -> None:
    row = office.reads.orders.table[1001]
    office.reads.orders.table[1001] = replace(row, number="77777")
    office.runtime.publish_background(FakeChanges(3, {"order": Touched(updated=(1001,))}))
    office.wait(lambda: office.orders.model.index(1, 2).data() == "77777")


def test_a_hidden_pane_catches_up_when_it_is_shown(office: Office) -> None:
    office.window.show_pane("stock")
    office.settle()
    row = office.reads.orders.table[1001]
    office.reads.orders.table[1001] = replace(row, number="88888")
    office.runtime.hub.publish(FakeChanges(4, {"order": Touched(updated=(1001,))}))
    office.settle()
    assert office.orders.model.index(1, 2).data() == "10482"
    office.window.show_pane("orders")
    office.settle()
    assert office.orders.model.index(1, 2).data() == "88888"


def test_the_palette_finds_a_product_and_opens_it_with_enter(office: Office) -> None:
    office.window.open_palette()
    palette = office.window.panel
    assert isinstance(palette, CommandPalette)
    QTest.keyClicks(palette.ui.paletteEdit, "$moss")
    office.wait(lambda: len(palette.ui.paletteView.hits()) == 1)
    QTest.keyClick(palette.ui.paletteEdit, Qt.Key.Key_Return)
    office.wait(lambda: office.window.stock._drawer.ui.skuLabel.text().startswith("MUG-300-MOS"))
    assert office.window.pane_name() == "stock"
    assert office.window.panel is None


def test_the_palette_does_what_it_lists_and_lists_only_what_can_be_done(office: Office) -> None:
    office.window.open_palette(">")
    palette = office.window.panel
    assert isinstance(palette, CommandPalette)
    names = [hit.text for hit in palette.ui.paletteView.hits()]
    assert "Import files…" in names
    assert "Lift hold" in names
    assert "Dispatch" not in names  # nothing of this order is labelled
    QTest.keyClicks(palette.ui.paletteEdit, "go to st")
    QTest.keyClick(palette.ui.paletteEdit, Qt.Key.Key_Return)
    assert office.window.pane_name() == "stock"


def test_import_shows_what_a_file_would_come_to_before_it_takes_it(office: Office) -> None:
    office.window.open_import()
    panel = office.window.panel
    assert isinstance(panel, ImportPanel)
    assert not panel.ui.importButton.isEnabled()
    QTest.keyClicks(panel.ui.pathEdit, "/tmp/orders.csv")
    office.wait(lambda: panel.ui.importButton.isEnabled())
    assert "12 new" in panel.ui.previewLabel.text()
    assert panel.ui.problemsTable.model().index(0, 2).data() == "No price."
    assert office.importer.taken == []
    panel.ui.importButton.click()
    office.wait(lambda: office.importer.taken == ["/tmp/orders.csv"])
    office.wait(lambda: panel.ui.previewLabel.text().startswith("Came in"))


def test_a_file_that_cannot_be_read_gets_a_sentence_and_no_import_button(office: Office) -> None:
    office.importer.error = RuleError("file.empty", file="x.csv")
    office.window.open_import("/tmp/x.csv")
    panel = office.window.panel
    assert isinstance(panel, ImportPanel)
    office.wait(lambda: panel.ui.panelBanner.isVisible())
    assert "x.csv is empty." in panel.ui.panelBanner.accessibleName()
    assert not panel.ui.importButton.isEnabled()


def test_a_adjusts_the_stock_of_the_product_in_the_drawer(office: Office) -> None:
    office.window.show_pane("stock")
    office.wait(lambda: office.window.stock._drawer.ui.skuLabel.text().startswith("MUG"))
    assert office.press_single("A")
    panel = office.window.panel
    assert isinstance(panel, AdjustPanel)
    QTest.keyClicks(panel.ui.quantityEdit, "-2")
    assert panel.ui.resultLabel.text() == "32 becomes 30"
    panel.ui.okButton.click()
    office.settle()
    command = office.runner.commands[-1]
    assert (command.sku, command.bin, command.delta, command.reason) == ("MUG-300-MOS", "A-03-2", -2, "count")


def test_the_reasons_offered_for_a_correction_are_those_the_books_take() -> None:
    assert set(REASONS) == set(desktop_oms.app.stock.ADJUST_REASONS)


def test_esc_closes_a_panel_and_gives_the_focus_back(office: Office) -> None:
    office.orders.table.setFocus()
    office.window.open_palette()
    panel = office.window.panel
    assert isinstance(panel, CommandPalette)
    QTest.keyClick(panel.ui.paletteEdit, Qt.Key.Key_Escape)
    assert office.window.panel is None
    assert office.window.focusWidget() is office.orders.table


def test_space_closes_and_opens_the_drawer(office: Office) -> None:
    QTest.keyClick(office.orders.table, Qt.Key.Key_Space)
    assert not office.orders.ui.drawerHost.isVisible()
    QTest.keyClick(office.orders.table, Qt.Key.Key_Space)
    office.settle()
    assert office.orders.ui.drawerHost.isVisible()


def test_below_1280_the_side_bar_folds_and_below_1100_the_drawer_covers_the_list(office: Office) -> None:
    office.window.resize(1200, 700)
    assert office.window.ui.sideBar.width() == 56
    office.window.resize(1000, 700)
    list_panel = office.orders.ui.listPanel
    office.wait(lambda: bool(list_panel.width() == office.orders.width()))
    assert office.orders.ui.drawerHost.geometry().right() == office.orders.width() - 1


def test_a_name_full_of_markup_is_shown_as_text(office: Office) -> None:
    row = office.reads.orders.table[1000]
    office.reads.orders.table[1000] = replace(row, customer_name="<b>Bobby</b> <img src=x>")
    office.orders.reload()
    office.runtime.hub.publish(FakeChanges(5, {"order": Touched(updated=(1000,))}))
    office.settle()
    office.orders._ask_detail()
    office.settle()
    label = office.drawer.orderSubLabel
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert "<b>Bobby</b>" in label.text()


def test_every_label_of_the_window_refuses_markup(office: Office) -> None:
    office.window.show_pane("stock")
    labels = office.window.findChildren(QLabel)
    guilty = [label.objectName() for label in labels if label.textFormat() != Qt.TextFormat.PlainText and label.text()]
    assert guilty == []


def test_the_status_bar_claims_nothing_that_is_not_known(office: Office) -> None:
    assert office.window.ui.printerStrip.lamps() == ()
    assert office.window.ui.channelStrip.lamps() == ()
    assert [lamp.state for lamp in office.window.ui.databaseStrip.lamps()] == ["open"]
    office.runtime.hub.publish(FakeChanges(6, {"order": Touched()}))
    assert [lamp.state for lamp in office.window.ui.databaseStrip.lamps()] == ["saved 14:32"]


def test_a_pseudo_locale_window_has_no_text_outside_the_catalogue(qtbot: QtBot) -> None:
    build_app(look="light", is_pseudo=True)
    try:
        office = Office(qtbot)
        own = {"Harbor & Pine", "Marta Keller", "Manager"}
        own |= {row.number for row in office.reads.orders.table.values()}
        shown = [label for label in office.window.findChildren(QLabel) if label.text() and label.isVisible()]
        literal = [label.text() for label in shown if "[" not in label.text() and label.text() not in own]
        facts = [
            text for text in literal if not any(fact in text for fact in ("Siobhán", "Shopify", "IE", "house number"))
        ]
        assert facts == []
    finally:
        install_texts(Texts())
