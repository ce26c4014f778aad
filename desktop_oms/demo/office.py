"""The hands in the office: files, views, bulk deeds, undo, the palette; by keys only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from desktop_oms.app.records import QuerySpec, QueueRow
from desktop_oms.app.recount import figures, last_seq
from desktop_oms.app.shop import Shop
from desktop_oms.demo.hands import Hands
from desktop_oms.ui.main_window import MainWindow

# Kind of fault -> view of the order list that shows orders which must stop the packer.
_STOPPING_VIEWS = {"order_shipped": "shipped", "order_held": "on_hold", "order_cancelled": "cancelled"}
_LONG = 3.0
_VERY_LONG = 6.0
_STILL_S = 0.35
_MOST_WAITING = 1000


class Office:
    """Works the office panes by keys; looks things up in the books as a person looks at a list."""

    def __init__(self, hands: Hands, window: MainWindow, shop: Shop) -> None:
        self._hands, self._window, self._shop = hands, window, shop

    # -- deeds ---------------------------------------------------------------------------------------------------------

    def look_at_file(self, path: Path) -> None:
        """Ctrl+I, type the path, Enter: the preview is on the screen then."""
        hands = self._hands
        hands.ctrl("I")
        hands.wait(lambda: self._window.panel is not None, "the import panel")
        hands.type(str(path))
        hands.key(Qt.Key.Key_Return)
        hands.wait(lambda: bool(self._panel.ui.importButton.isEnabled()), f"the preview of {path.name}")

    def take_file(self, name: str) -> str:
        """Enter once more takes the file, Esc closes the panel; returns what the panel said."""
        hands, panel = self._hands, self._panel
        hands.key(Qt.Key.Key_Return)
        hands.wait(
            lambda: not panel.ui.importButton.isEnabled() and panel.ui.pathEdit.isEnabled(),
            f"the import of {name}",
            _LONG,
        )
        said: str = panel.ui.previewLabel.text()
        hands.key(Qt.Key.Key_Escape)
        hands.wait(lambda: self._window.panel is None, "the import panel closing")
        return said

    def wait_for_orders(self) -> None:
        """The list shows by itself what came in. Raises TooSlow when it does not."""
        orders = self._shop.ask(lambda reads: figures(reads.reader)).orders
        self._hands.wait(lambda: self._window.orders.count("all") == orders, f"{orders} orders in the list")

    def release_everything(self) -> None:
        """Show the ready orders, select all of them, R."""
        self._on_all_of("ready", "R")
        self._hands.wait(lambda: bool(self.queue()), "released shipments", _LONG)
        self._hands.wait(self.is_quiet, "the release to end", _LONG)

    def dispatch_everything(self) -> None:
        """Show what is ready to ship, select all of it, D."""
        self._hands.wait(self._all_printed, "slips and labels", _VERY_LONG)
        self._on_all_of("ready_to_ship", "D")
        self._hands.wait(lambda: self.dispatched() > 0, "the dispatch", _LONG)
        self._hands.wait(self.is_quiet, "the dispatch to end", _LONG)

    def undo(self) -> None:
        """Ctrl+Z."""
        before = self._last_seq()
        self._hands.ctrl("Z")
        self._hands.wait(lambda: self._last_seq() > before, "the undo", _LONG)
        self._hands.wait(self.is_quiet, "the undo to end", _LONG)

    def redo(self) -> None:
        """Ctrl+Y."""
        before = self._last_seq()
        self._hands.ctrl("Y")
        self._hands.wait(lambda: self._last_seq() > before, "what was undone to be done again", _LONG)
        self._hands.wait(self.is_quiet, "what was undone to be done again", _LONG)

    def show_pane(self, number: str) -> None:
        """Ctrl and the pane's number."""
        self._hands.ctrl(number)
        self._hands.pause(0.5)

    def show_orders(self, view: str) -> None:
        """The order list in one of its views."""
        self._hands.ctrl("1")
        self._choose_view(view)

    def open_palette(self, words: str) -> None:
        """Ctrl+K and type; what it found is on the screen then."""
        hands = self._hands
        hands.ctrl("K")
        hands.wait(lambda: self._window.panel is not None, "the palette")
        hands.type(words)
        hands.pause(0.4)

    def leave_palette(self) -> None:
        """Esc."""
        self._hands.key(Qt.Key.Key_Escape)
        self._hands.wait(lambda: self._window.panel is None, "the palette closing")

    def by_palette(self, words: str) -> None:
        """Do what the palette finds first."""
        self.open_palette(f">{words}")
        self._hands.key(Qt.Key.Key_Return)
        self._hands.wait(lambda: self._window.panel is None, f"the palette doing “{words}”")

    # -- looking -------------------------------------------------------------------------------------------------------

    def queue(self) -> list[QueueRow]:
        """What waits at the packing tables."""
        return self._shop.ask(lambda reads: reads.queue(_MOST_WAITING))

    def dispatched(self) -> int:
        """Shipments of this house that left."""
        return self._shop.ask(lambda reads: figures(reads.reader)).shipments_dispatched

    def orders_that_stop(self) -> dict[str, str]:
        """Kind of fault -> number of an order that must stop the packer."""
        found: dict[str, str] = {}
        for fault, view in _STOPPING_VIEWS.items():
            ids = self._shop.ask(lambda reads, view=view: reads.orders.page(QuerySpec(view=view), None, 1))  # type: ignore[misc]
            for row in self._shop.ask(lambda reads, ids=ids: reads.orders.rows(ids)).values():  # type: ignore[misc]
                found[fault] = row.number
        return found

    def is_quiet(self) -> bool:
        """Nothing was committed for a third of a second."""
        before = self._last_seq()
        self._hands.pause(_STILL_S)
        return before == self._last_seq()

    # -- inside --------------------------------------------------------------------------------------------------------

    @property
    def _panel(self) -> Any:
        return self._window.panel

    def _on_all_of(self, view: str, letter: str) -> None:
        """Show a view of the orders, select all of it, press a letter."""
        hands = self._hands
        self.show_orders(view)
        table = self._window.orders.table
        hands.wait(lambda: table.model().rowCount() > 0, f"orders in the view {view}")
        hands.ctrl("A")
        hands.pause(0.2)
        hands.type(letter)

    def _choose_view(self, code: str) -> None:
        """Walk the saved views with Alt+Down and Alt+Up until the wanted one is shown."""
        hands, pane = self._hands, self._window.orders
        hands.wait(pane.isVisible, "the order list")
        codes = [view.code for view in pane.views()]
        for _step in codes:
            if pane.view == code:
                break
            hands.alt(Qt.Key.Key_Down if codes.index(pane.view) < codes.index(code) else Qt.Key.Key_Up)
            hands.pause(0.02)
        hands.wait(lambda: pane.view == code, f"the view {code}")
        hands.pause(0.5)

    def _all_printed(self) -> bool:
        return not self._shop.ask(lambda reads: reads.print_jobs_waiting())

    def _last_seq(self) -> int:
        return self._shop.ask(lambda reads: last_seq(reads.reader))
