"""The whole day: files come in, orders are released, packed by scans, dispatched, undone and done again."""

from __future__ import annotations

import csv
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop_oms.app.keeping import examine
from desktop_oms.app.recount import DayFigures, figures, last_seq, scans
from desktop_oms.app.shop import Shop
from desktop_oms.demo.faults import SentScan, is_caught
from desktop_oms.demo.hands import Hands
from desktop_oms.demo.packer import Packer
from desktop_oms.ui.main_window import MainWindow
from desktop_oms.ui.panes.packing.pane import PackingPane
from desktop_oms.ui.theme import theme

FILES = (
    "products.csv",
    "opening-stock.csv",
    "shopify-orders.csv",
    "amazon-new-orders.txt",
    "amazon-all-orders.txt",
    "amazon-jp-new-orders.txt",
)


class Desktop(Protocol):
    """The running window as the demo sees it."""

    app: QApplication
    window: MainWindow
    packing: PackingPane | None
    shop: Shop | None


@dataclass(slots=True)
class DayResult:
    """What the day came to, as far as it is real."""

    orders_in_files: int = 0
    orders_rejected: int = 0
    figures: DayFigures | None = None
    faults_planted: int = 0
    faults_caught: int = 0
    missed: list[SentScan] = field(default_factory=list)
    scans_sent: int = 0
    scans_answered: int = 0
    confirmation_lines: int = 0
    scan_ms: dict[str, float] = field(default_factory=dict)
    screenshots: list[str] = field(default_factory=list)
    doctor: list[Any] = field(default_factory=list)
    seconds: float = 0.0


class Day:
    """One demo run on a fresh shop."""

    def __init__(self, desktop: Desktop, samples: Path, out: Path, say: Callable[[str], None]) -> None:
        assert desktop.packing is not None
        assert desktop.shop is not None
        self._desktop, self._samples, self._out, self._say = desktop, samples, out, say
        self._window, self._pane, self._shop = desktop.window, desktop.packing, desktop.shop
        self._hands = Hands(desktop.window.windowHandle())
        self.result = DayResult()

    def run(self) -> DayResult:
        """Work through the day. Raises TooSlow when the window does not answer."""
        started = time.perf_counter()
        for name in FILES:
            self._import(name)
        self._release_everything()
        self._picture("orders")
        self._pack()
        self._dispatch_and_change_our_mind()
        self._show_panes()
        self._count()
        self.result.seconds = round(time.perf_counter() - started, 1)
        return self.result

    # -- the steps ----------------------------------------------------------------------------------------------------

    def _import(self, name: str) -> None:
        """Ctrl+I, type the path, Enter to look, Enter to take."""
        hands = self._hands
        hands.ctrl("I")
        hands.wait(lambda: self._window.panel is not None, "the import panel")
        panel: Any = self._window.panel
        hands.type(str(self._samples / name))
        hands.key(Qt.Key.Key_Return)
        hands.wait(lambda: bool(panel.ui.importButton.isEnabled()), f"the preview of {name}")
        if name == "shopify-orders.csv":
            self._picture("import")
        hands.key(Qt.Key.Key_Return)
        hands.wait(
            lambda: not panel.ui.importButton.isEnabled() and panel.ui.pathEdit.isEnabled(), f"the import of {name}", 60
        )
        self._say(f"{name}: {panel.ui.previewLabel.text()}")
        hands.key(Qt.Key.Key_Escape)
        hands.wait(lambda: self._window.panel is None, "the import panel closing")

    def _release_everything(self) -> None:
        """Show the ready orders, select all of them, R."""
        hands = self._hands
        hands.ctrl("1")
        self._choose_view("ready")
        table = self._window.orders.table
        hands.wait(lambda: table.model().rowCount() > 0, "ready orders")
        hands.ctrl("A")
        hands.type("R")
        hands.wait(lambda: bool(self._queue()), "released shipments", 60)
        hands.wait(self._is_quiet, "the release to end", 60)
        self._say(f"Released: {len(self._queue())} shipments wait at the packing table")

    def _pack(self) -> None:
        """Go to the table and pack until nothing waits."""
        hands = self._hands
        hands.ctrl("2")
        hands.wait(self._pane.isVisible, "the packing table")
        hands.pause(0.3)
        self._picture("packing-idle")
        queue = self._queue()
        before = self._shop.ask(lambda reads: last_seq(reads.reader))
        packer = Packer(hands, self._pane, self._shop, _codes(self._samples / "products.csv"))
        half = len(queue) // 2
        packer.pack_all(queue[:half])
        self._show_packing_states(packer, queue[half].order_number)
        packer.pack_all(queue[half:])
        hands.pause(0.5)
        self._picture("packing-packed")
        self._judge(packer.sent, before)
        probe = self._pane.probe
        self.result.scan_ms = {
            "p50": round(probe.percentile(0.5) or 0, 1),
            "p99": round(probe.percentile(0.99) or 0, 1),
        }
        self._say(f"Packed with {len(packer.sent)} scans, {self.result.faults_planted} faults among them")

    def _show_packing_states(self, packer: Packer, order_number: str) -> None:
        """Suspend and resume one order, with a picture of each state on the way."""
        packer.scan(f"ORD{order_number}")
        self._picture("packing-active")
        packer.scan("ZZ-0000-XX", "unknown_code")
        self._picture("packing-unknown")
        packer.scan("CTRLSUSPEND")
        packer.scan("ORD99999", "order_not_found")
        self._picture("packing-stop")

    def _dispatch_and_change_our_mind(self) -> None:
        """Dispatch what is labelled from the order list, take it back with Ctrl+Z, do it again with Ctrl+Y."""
        hands = self._hands
        hands.wait(self._all_printed, "slips and labels", 120)
        hands.ctrl("1")
        self._choose_view("ready_to_ship")
        table = self._window.orders.table
        hands.wait(lambda: table.model().rowCount() > 0, "orders ready to ship")
        hands.ctrl("A")
        self._by_palette("dispatch")
        hands.wait(lambda: self._dispatched() > 0, "the dispatch", 60)
        hands.wait(self._is_quiet, "the dispatch to end", 60)
        done = self._dispatched()
        hands.ctrl("Z")
        hands.wait(lambda: self._dispatched() < done, "the undo of the dispatch", 60)
        hands.wait(self._is_quiet, "the undo to end", 60)
        self._say(f"Undone: {self._dispatched()} of {done} shipments are still dispatched")
        hands.ctrl("Y")
        hands.wait(lambda: self._dispatched() == done, "the dispatch again", 60)
        self._say(f"Done again: {done} shipments dispatched")

    def _show_panes(self) -> None:
        """A picture of every pane in both looks."""
        hands = self._hands
        for look in ("light", "dark"):
            theme().set_wish(look)
            for key, name in (("1", "orders"), ("2", "packing"), ("3", "stock")):
                hands.ctrl(key)
                hands.pause(0.6)
                self._picture(f"pane-{name}-{look}")
            hands.ctrl("1")
            hands.ctrl("K")
            hands.pause(0.2)
            hands.type("mug")
            hands.pause(0.5)
            self._picture(f"palette-{look}")
            hands.key(Qt.Key.Key_Escape)
        theme().set_wish("light")

    def _count(self) -> None:
        """Figures from the books and from the list of what the files hold."""
        manifest = json.loads((self._samples / "manifest.json").read_text("utf-8"))
        files = manifest["files"].values()
        self.result.orders_in_files = manifest["together"]["orders"]
        self.result.orders_rejected = sum(entry["orders_in_file"] - entry["orders"] for entry in files)
        self.result.figures = self._shop.ask(lambda reads: figures(reads.reader))
        self.result.doctor = examine(self._shop)

    # -- inside -------------------------------------------------------------------------------------------------------

    def _judge(self, sent: list[SentScan], after_seq: int) -> None:
        """Hold what the hands did against what the books remember, one by one."""
        answered = self._shop.ask(lambda reads: scans(reads.reader, after_seq))
        result = self.result
        result.scans_sent, result.scans_answered = len(sent), len(answered)
        result.faults_planted = sum(bool(scan.fault) for scan in sent)
        for scan, record in zip(sent, answered, strict=False):
            if not scan.fault:
                continue
            same = scan.text.casefold() == record.text.strip().casefold()
            if same and is_caught(scan.fault, record.verdict, record.reason, record.units_booked):
                result.faults_caught += 1
            else:
                result.missed.append(scan)

    def _choose_view(self, code: str) -> None:
        """Walk the saved views with Alt+Down and Alt+Up until the wanted one is shown."""
        hands, pane = self._hands, self._window.orders
        hands.wait(pane.isVisible, "the order list")
        codes = [view.code for view in pane.views()]
        for _step in codes:
            if pane.view == code:
                break
            down = codes.index(pane.view) < codes.index(code)
            hands.key(Qt.Key.Key_Down if down else Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
            hands.pause(0.02)
        hands.wait(lambda: pane.view == code, f"the view {code}")
        hands.pause(0.5)

    def _by_palette(self, words: str) -> None:
        """Ctrl+K, type what is wanted, Enter."""
        hands = self._hands
        hands.ctrl("K")
        hands.wait(lambda: self._window.panel is not None, "the palette")
        hands.type(f">{words}")
        hands.pause(0.3)
        hands.key(Qt.Key.Key_Return)
        hands.wait(lambda: self._window.panel is None, "the palette closing")

    def _queue(self) -> list[Any]:
        return self._shop.ask(lambda reads: reads.queue(1000))

    def _dispatched(self) -> int:
        return self._shop.ask(lambda reads: figures(reads.reader)).shipments_dispatched

    def _all_printed(self) -> bool:
        return not self._shop.ask(lambda reads: reads.print_jobs_waiting())

    def _is_quiet(self) -> bool:
        """Nothing was committed for a third of a second."""
        before = self._shop.ask(lambda reads: last_seq(reads.reader))
        self._hands.pause(0.35)
        return before == self._shop.ask(lambda reads: last_seq(reads.reader))

    def _picture(self, name: str) -> None:
        """Save what the screen shows."""
        self._hands.pause(0.05)
        path = self._out / "screens" / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        self._window.grab().save(str(path))
        self.result.screenshots.append(path.name)


def _codes(products: Path) -> dict[str, list[tuple[str, int]]]:
    """SKU -> printed codes with their pieces, read from the file of articles, not from the books."""
    found: dict[str, list[tuple[str, int]]] = {}
    with products.open(encoding="utf-8-sig", newline="") as source:
        for row in csv.DictReader(source):
            entries = [
                entry.strip().partition("*") for entry in (row.get("barcodes") or "").split(";") if entry.strip()
            ]
            # Why: codes damaged in the file were refused at import; on the piece itself the SKU is still right.
            codes = [(code.strip(), int(factor or 1)) for code, _star, factor in entries]
            found[row["sku"]] = [(code, factor) for code, factor in codes if _is_sound(code)]
    return found


def _is_sound(code: str) -> bool:
    """False for what a spreadsheet made of a number, and for numbers of a GTIN's length whose check digit is wrong."""
    if "E+" in code:
        return False
    if not code.isdigit() or len(code) not in (8, 12, 13, 14):
        return True
    body = [int(digit) for digit in reversed(code)]
    return (sum(body[0::2]) + 3 * sum(body[1::2])) % 10 == 0
