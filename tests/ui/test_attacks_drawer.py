"""What the drawer and the wrong-item field must know: pictures, where an order came from, what is left to do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.attack_desk import FIRST, Desk, copy_books, make_books


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_books(tmp_path_factory.mktemp("books"))


@pytest.fixture
def desk(qtbot: QtBot, books: Path, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(qtbot, copy_books(books, tmp_path / "data"))
    desk.wait(lambda: desk.window.orders._drawer.ui.orderNoLabel.text() == FIRST)
    yield desk
    desk.close()


def test_the_drawer_of_a_released_order_offers_no_release(desk: Desk) -> None:
    actions = desk.window.actions_registry
    assert not actions.get("orders.release").is_enabled()
    assert actions.get("orders.recall").is_enabled()
    assert not desk.window.orders._drawer.ui.primaryButton.isVisible()
    actions.get("orders.recall").trigger()
    desk.wait(lambda: actions.get("orders.release").is_enabled())
    desk.wait(lambda: desk.window.orders._drawer.ui.primaryButton.isVisible())


def test_the_timeline_names_the_channel_an_order_came_from(desk: Desk) -> None:
    said = [fact.text for fact in desk.window.orders._drawer.ui.timelineView.facts()]
    assert "Imported from Shopify" in said


def test_order_lines_and_stock_rows_show_the_picture_of_their_article(desk: Desk) -> None:
    lines = desk.window.orders._drawer.ui.linesView
    assert [fact.picture for fact in lines.facts()] == ["mug-300-mos.png", "cof-yir-250.png"]
    before = lines.grab().toImage()
    lines.set_facts([])
    assert _greens(before) > 50, "the green mug is painted"
    desk.ctrl("3")
    desk.wait(lambda: desk.window.stock.model.rowCount() > 0)
    desk.scan("MUG-300-MOS")
    desk.wait(lambda: desk.window.stock._drawer.ui.skuLabel.text().startswith("MUG-300-MOS"))
    desk.wait(lambda: _greens(desk.window.stock.table.viewport().grab().toImage()) > 50)


def _greens(image: object) -> int:
    """Pixels of the sample mug's moss green."""
    found = 0
    for y in range(image.height()):  # type: ignore[attr-defined]
        for x in range(min(image.width(), 120)):  # type: ignore[attr-defined]
            color = image.pixelColor(x, y)  # type: ignore[attr-defined]
            found += color.green() > color.red() + 12 and color.green() > color.blue() + 12
    return found


def test_the_wrong_item_field_shows_the_scanned_article_with_picture_and_variant_apart(desk: Desk) -> None:
    desk.ctrl("2")
    desk.wait(lambda: bool(desk.pane.isVisible()))
    desk.scan_answered(f"ORD{FIRST}", "order_open")
    desk.scan_answered("MUG-080-NIG", "wrong_item")
    card = desk.screen.flood.scanned
    assert (card.title, card.option, card.picture) == ("Espresso cup 80 ml", "Night blue", "mug-080-nig.png")
    desk.press(Qt.Key.Key_Escape)
    desk.wait(lambda: desk.screen.flood is None)
