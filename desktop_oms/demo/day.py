"""The whole day: files come in, orders are released, packed by scans, dispatched, undone and done again."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop_oms.app.keeping import examine
from desktop_oms.app.recount import DayFigures, figures, last_seq, papers, scans, whole_books
from desktop_oms.app.shop import Shop
from desktop_oms.demo import codes
from desktop_oms.demo.accounts import Goods, differences, rejected_orders
from desktop_oms.demo.confirmation import confirmation_differences
from desktop_oms.demo.faults import CAUGHT_BY, SentScan, is_caught
from desktop_oms.demo.hands import PATIENCE_S, Hands, TooSlow, WindowClosed
from desktop_oms.demo.office import Office
from desktop_oms.demo.packer import Packer, Stuck
from desktop_oms.ui.main_window import MainWindow
from desktop_oms.ui.panes.packing.pane import PackingPane

FILES = (
    "products.csv",
    "opening-stock.csv",
    "shopify-orders.csv",
    "amazon-new-orders.txt",
    "amazon-all-orders.txt",
    "amazon-jp-new-orders.txt",
)
CONFIRMATION = "amazon-shipment-confirmation.txt"


class Desktop(Protocol):
    """The running window as the demo sees it."""

    app: QApplication
    window: MainWindow
    packing: PackingPane | None
    shop: Shop | None


@dataclass(frozen=True, slots=True)
class DayPlan:
    """How much of a day.

    Attributes:
        files: which sample files come in, articles and stock first.
        most_orders: how many of the released orders are packed; None for all.
        patience_s: how long to wait for what comes at once.
    """

    files: tuple[str, ...] = FILES
    most_orders: int | None = None
    patience_s: float = PATIENCE_S

    @property
    def is_whole(self) -> bool:
        """Whether everything the samples offer is done."""
        return set(self.files) >= set(FILES) and self.most_orders is None


@dataclass(slots=True)
class DayResult:
    """What the day came to, as far as it is real; None and empty for what was not reached.

    Attributes:
        stopped: why the day ended early, a sentence; empty when it did not.
        problems: a sentence for everything that does not add up.
    """

    orders_in_files: int = 0
    orders_rejected: int = 0
    figures: DayFigures | None = None
    faults: dict[str, int] = field(default_factory=dict)
    faults_caught: int = 0
    scans_sent: int = 0
    scans_answered: int = 0
    confirmed_lines: int | None = None
    codes_decoded: int | None = None
    scan_ms: dict[str, float] = field(default_factory=dict)
    screenshots: list[str] = field(default_factory=list)
    doctor: list[dict[str, Any]] = field(default_factory=list)
    stopped: str = ""
    problems: list[str] = field(default_factory=list)
    seconds: float = 0.0


class Day:
    """One demo run on a fresh shop.

    Args:
        confirm: writes the file Amazon takes back; done by the command line beside the open window.
    """

    def __init__(
        self,
        desktop: Desktop,
        samples: Path,
        out: Path,
        say: Callable[[str], None],
        confirm: Callable[[Path], None],
        plan: DayPlan,
    ) -> None:
        assert desktop.packing is not None
        assert desktop.shop is not None
        self._samples, self._out, self._say, self._confirm, self._plan = samples, out, say, confirm, plan
        self._window, self._pane, self._shop = desktop.window, desktop.packing, desktop.shop
        self._hands = Hands(desktop.window.windowHandle(), plan.patience_s)
        self._office = Office(self._hands, self._window, self._shop)
        self._goods = Goods(samples / "products.csv")
        self._packer: Packer | None = None
        self._before_packing = 0
        self.result = DayResult()

    def run(self) -> DayResult:
        """Work through the day, as far as it goes, and count what came of it."""
        started = time.perf_counter()
        try:
            self._work()
        except TooSlow as waited:
            self.result.stopped = f"waited in vain for {waited}"
        except WindowClosed:
            self.result.stopped = "the window was closed"
        except Stuck as why:
            self.result.stopped = str(why)
        if self.result.stopped:
            self._picture("stopped")
        self._count()
        self.result.seconds = round(time.perf_counter() - started, 1)
        return self.result

    # -- the steps ----------------------------------------------------------------------------------------------------

    def _work(self) -> None:
        for name in self._plan.files:
            self._office.look_at_file(self._samples / name)
            if name == self._plan.files[-1]:
                self._picture("import")
            self._say(f"{name}: {self._office.take_file(name)}")
        self._office.wait_for_orders()
        self._office.release_everything()
        self._say(f"Released: {len(self._office.queue())} shipments wait at the packing table")
        self._picture("orders-released")
        self._pack()
        self._dispatch_and_change_our_mind()
        self._confirm(self._out / CONFIRMATION)
        self._show_panes()

    def _pack(self) -> None:
        """Go to the table and pack what waits; on the way one order is undone, put aside and taken up again."""
        hands = self._hands
        hands.ctrl("2")
        hands.wait(self._pane.isVisible, "the packing table")
        hands.pause(0.3)
        self._picture("packing-idle")
        self._before_packing = self._shop.ask(lambda reads: last_seq(reads.reader))
        self._packer = packer = Packer(hands, self._pane, self._goods.codes, self._office.orders_that_stop())
        queue = self._office.queue()[: self._plan.most_orders]
        shown = next((row for row in queue if row.item_count >= 3), None)
        rest = [row for row in queue if row is not shown]
        half = len(rest) // 2
        packer.pack_all(rest[:half])
        if shown is not None:
            self._show_packing_states(packer, shown.order_number)
        packer.pack_all(rest[half:])
        hands.wait(self._papers_are_shown_printed, "the printed papers on the packed screen", 3)
        self._picture("packing-packed")
        self._say(
            f"Packed {packer.packed} orders with {len(packer.sent)} scans, {sum(packer.planted.values())} of them wrong"
        )

    def _show_packing_states(self, packer: Packer, order_number: str) -> None:
        """Undo by key and by card, suspend by key, resume by scan; with a picture of each state on the way."""
        packer.open(order_number)
        self._picture("packing-active")
        packer.put_in()
        packer.take_out(by_key=True)
        packer.put_in()
        packer.put_in()
        packer.take_out(by_key=False)
        packer.scan("ZZ-0000-XX", "unknown_code")
        self._picture("packing-unknown")
        left = packer.view.remaining if packer.view is not None else 0
        packer.press(Qt.Key.Key_F10, "CTRLSUSPEND")
        if packer.view is not None:
            raise Stuck("F10 did not put the order aside")
        packer.scan("ORD99999", "order_not_found")
        self._picture("packing-stop")
        if packer.open(order_number).remaining != left:
            raise Stuck(f"order {order_number} was put aside and lost what had been verified")
        packer.pack(order_number)

    def _papers_are_shown_printed(self) -> bool:
        packed = self._pane.presenter.screen_now.packed
        return packed is not None and all(job.state in ("spooled", "done") for job in packed.jobs)

    def _dispatch_and_change_our_mind(self) -> None:
        """Dispatch what is labelled from the order list, take it back with Ctrl+Z, do it again with Ctrl+Y."""
        office = self._office
        office.dispatch_everything()
        done = office.dispatched()
        self._say(f"Dispatched: {done} shipments")
        self._picture("orders-dispatched")
        office.undo()
        if office.dispatched():
            self.result.problems.append(f"Ctrl+Z left {office.dispatched()} of {done} shipments dispatched")
        office.redo()
        if office.dispatched() != done:
            self.result.problems.append(f"Ctrl+Y dispatched {office.dispatched()} of {done} shipments again")
        self._say(f"Ctrl+Z took them back, Ctrl+Y dispatched {office.dispatched()} again")

    def _show_panes(self) -> None:
        """A picture of every pane in both looks, chosen in the palette."""
        office = self._office
        for look in ("dark", "light"):
            office.show_orders("all")
            office.by_palette(f"look {look}")
            for key, name in (("1", "orders"), ("2", "packing"), ("3", "stock")):
                office.show_pane(key)
                self._picture(f"pane-{name}-{look}")
            office.show_pane("1")
            office.open_palette("mug")
            self._picture(f"palette-{look}")
            office.leave_palette()

    # -- counting ------------------------------------------------------------------------------------------------------

    def _count(self) -> None:
        """Hold the books against the files, the hands and the papers; every difference becomes a sentence."""
        result, files = self.result, self._plan.files
        manifest = json.loads((self._samples / "manifest.json").read_text("utf-8"))
        books = self._shop.ask(lambda reads: whole_books(reads.reader))
        result.figures = self._shop.ask(lambda reads: figures(reads.reader))
        result.orders_rejected = rejected_orders(manifest, books)
        result.orders_in_files = _orders_in(manifest, files)
        result.doctor = [asdict(finding) for finding in examine(self._shop)]
        result.problems += differences(manifest, files, books, self._goods)
        self._judge_scans()
        if result.stopped:
            return
        result.problems += self._held_against_the_hands(result.figures)
        path = self._out / CONFIRMATION
        wanted = books.confirmable.get("amazon", {})
        result.problems += confirmation_differences(path, wanted)
        result.confirmed_lines = len(wanted)
        if left := books.unsent.get("amazon", 0):
            result.problems.append(f"{left} messages to Amazon still wait though the file was written")
        self._read_papers()

    def _judge_scans(self) -> None:
        """Hold what the hands did against what the books remember, one by one."""
        if self._packer is None:
            return
        result, sent = self.result, self._packer.sent
        answered = self._shop.ask(lambda reads: scans(reads.reader, self._before_packing))
        result.scans_sent, result.scans_answered = len(sent), len(answered)
        result.faults = self._packer.planted
        missed: list[SentScan] = []
        for scan, record in zip(sent, answered, strict=False):
            if not scan.fault:
                continue
            is_same = scan.text.casefold() == record.text.strip().casefold()
            if is_same and is_caught(scan.fault, record.verdict, record.reason, record.units_booked):
                result.faults_caught += 1
            else:
                missed.append(scan)
        result.problems += [f"the scan of {scan.text} ({scan.fault}) was not caught" for scan in missed]
        if len(sent) != len(answered):
            result.problems.append(f"{len(sent)} scans were made, the books remember {len(answered)}")
        probe = self._pane.probe
        result.scan_ms = {f"p{part}": round(probe.percentile(part / 100) or 0, 1) for part in (50, 99)}

    def _held_against_the_hands(self, counted: DayFigures) -> list[str]:
        packer = self._packer
        assert packer is not None
        problems = []
        if counted.units_verified != packer.units:
            problems.append(f"the hands put {packer.units} units into boxes, the books say {counted.units_verified}")
        for what, number in (("packed", counted.shipments_packed), ("dispatched", counted.shipments_dispatched)):
            if number != packer.packed:
                problems.append(f"{packer.packed} orders were packed, the books say {number} shipments are {what}")
        never = [kind for kind in CAUGHT_BY if kind not in packer.planted]
        if never and self._plan.is_whole:
            problems.append(f"no order offered a chance for these faults: {', '.join(never)}")
        return problems

    def _read_papers(self) -> None:
        """Read every printed code back, where the library for it is installed."""
        library = codes.reader()
        if library is None:
            self._say(
                "Codes on paper were not read back: zxing-cpp is not installed (it is part of requirements-dev.lock)"
            )
            return
        known = self._shop.ask(lambda reads: papers(reads.reader))
        check = codes.check_papers(self._out / "prints", known, library)
        self.result.codes_decoded = check.decoded
        self.result.problems += check.problems

    def _picture(self, name: str) -> None:
        """Save what the screen shows."""
        self._hands.pause(0.05)
        path = self._out / "screens" / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        self._window.grab().save(str(path))
        self.result.screenshots.append(path.name)


def _orders_in(manifest: dict[str, Any], files: tuple[str, ...]) -> int:
    """Orders the files hold, damaged ones included; one that two files tell counts once."""
    ids = {entry["id"] for entry in manifest["orders"] if entry["file"] in files}
    damaged = [entry["orders_in_file"] - entry["orders"] for file, entry in manifest["files"].items() if file in files]
    return len(ids) + int(sum(damaged))
