"""Scans where nobody expects them: in the office, into panels, over the packing table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_oms.ui.dialogs.import_panel import ImportPanel
from desktop_oms.ui.dialogs.palette import CommandPalette
from tests.ui.attack_desk import FIRST, Desk, copy_books, make_books


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_books(tmp_path_factory.mktemp("books"))


@pytest.fixture
def desk(qtbot: QtBot, books: Path, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(qtbot, copy_books(books, tmp_path / "data"))
    desk.wait(lambda: desk.window.orders.model.rowCount() > 0)
    yield desk
    desk.close()


def test_p09_an_order_slip_scanned_in_the_office_shows_that_order(desk: Desk) -> None:
    desk.scan("ORD10015")
    desk.wait(lambda: desk.window.orders._drawer.ui.orderNoLabel.text() == "10015")


def test_p09_a_product_scanned_in_the_office_shows_its_stock(desk: Desk) -> None:
    desk.scan("9520000000028")
    desk.wait(lambda: desk.window.pane_name() == "stock")
    desk.wait(lambda: desk.window.stock._drawer.ui.skuLabel.text().startswith("MUG-300-SAG"))


def test_p09_an_unknown_code_in_the_office_is_answered_with_the_code(desk: Desk) -> None:
    desk.scan("XYZ-0000")
    desk.wait(lambda: "XYZ-0000" in desk.toast)
    assert desk.window.pane_name() == "orders"


def test_a_command_card_in_the_office_does_nothing_and_says_so(desk: Desk) -> None:
    desk.scan("CTRLUNDO")
    desk.wait(lambda: "CTRLUNDO" in desk.toast)


def test_a_scan_into_the_palette_is_looked_for(desk: Desk) -> None:
    desk.ctrl("K")
    desk.wait(lambda: isinstance(desk.window.panel, CommandPalette))
    desk.scan(f"ORD{FIRST}")
    panel = desk.window.panel
    assert isinstance(panel, CommandPalette)
    assert panel.ui.paletteEdit.text() == FIRST


def test_p07_a_scan_into_the_import_panel_is_no_path_and_is_answered(desk: Desk) -> None:
    desk.ctrl("I")
    desk.wait(lambda: isinstance(desk.window.panel, ImportPanel))
    desk.scan("9520000000028")
    desk.wait(lambda: "9520000000028" in desk.toast)
    panel = desk.window.panel
    assert isinstance(panel, ImportPanel)
    assert panel.ui.pathEdit.text() == ""


def test_p09_a_scan_at_the_table_is_answered_in_sight_although_the_palette_lay_over_it(desk: Desk) -> None:
    desk.ctrl("2")
    desk.wait(lambda: bool(desk.pane.isVisible()))
    desk.scan_answered(f"ORD{FIRST}", "order_open")
    desk.press(Qt.Key.Key_F3)
    desk.wait(lambda: isinstance(desk.window.panel, CommandPalette))
    desk.scan_answered("9520000000011", "line_done")
    assert desk.window.panel is None, "the verdict must not lie behind the palette"
    desk.scan_answered("9520000000011", "too_many")


def test_escape_closes_the_list_of_keys_that_lies_over_the_table(desk: Desk) -> None:
    desk.ctrl("2")
    desk.wait(lambda: bool(desk.pane.isVisible()))
    desk.window.actions_registry.get("app.keys").trigger()
    assert desk.window.panel is not None
    desk.press(Qt.Key.Key_Escape)
    desk.wait(lambda: desk.window.panel is None)
    desk.window.actions_registry.get("app.keys").trigger()
    desk.scan_answered(f"ORD{FIRST}", "order_open")
    assert desk.window.panel is None, "a scan is the table's, panel or not"


def test_p13_nothing_lies_over_the_packing_table_and_what_the_office_said_waits(desk: Desk) -> None:
    desk.window.toast("3 orders released")
    desk.ctrl("2")
    desk.wait(lambda: bool(desk.pane.isVisible()))
    assert desk.toast == ""
    desk.window.toast("12 imported")
    assert desk.toast == ""
    desk.ctrl("1")
    desk.wait(lambda: desk.toast == "12 imported")
    desk.ctrl("2")
    desk.ctrl("1")
    assert desk.toast == "", "said once"


def test_in_a_narrow_window_the_drawer_covers_the_list_only_when_asked(desk: Desk) -> None:
    orders = desk.window.orders
    desk.wait(orders._drawer_host.isVisible)
    desk.window.resize(960, 640)
    orders._detail_timer.start()
    desk.wait(lambda: not orders._drawer_host.isVisible())
    desk.press(Qt.Key.Key_Space)
    desk.wait(orders._drawer_host.isVisible)
    desk.press(Qt.Key.Key_Escape)
    desk.wait(lambda: not orders._drawer_host.isVisible())
