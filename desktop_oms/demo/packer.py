"""The packer of the demo: opens waiting orders by their codes and scans their items, with faults planted in between."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt

from desktop_oms.app.records import PackLine, PackView, QueueRow
from desktop_oms.demo.faults import CAUGHT_BY, CLEARS_TABLE, SentScan, with_wrong_digit
from desktop_oms.demo.hands import Hands
from desktop_oms.ui.panes.packing.pane import PackingPane

_FAULT_EVERY = 3

Codes = Mapping[str, Sequence[tuple[str, int]]]


class Stuck(Exception):
    """The table did something a packer could not work with; the text says what."""


class Packer:
    """Packs by scans.

    Attributes:
        sent: every scan and table key made, in order.
        units: pieces the hands put into boxes and left there.
        packed: orders finished.
        waiting: kinds of fault in the order in which they are due; each is planted where an order offers a chance for it.

    Args:
        codes: SKU -> printed codes with their pieces.
        stopping: kind of fault -> number of an order that must stop the packer.
    """

    def __init__(self, hands: Hands, pane: PackingPane, codes: Codes, stopping: Mapping[str, str]) -> None:
        self.sent: list[SentScan] = []
        self.units = 0
        self.packed = 0
        self.waiting = deque(kind for kind in CAUGHT_BY if not kind.startswith("order_") or kind == "order_not_found")
        self.waiting.extend(stopping)
        self._hands, self._pane, self._codes, self._stopping = hands, pane, codes, stopping

    @property
    def planted(self) -> dict[str, int]:
        """How many faults of each kind were made."""
        return dict(Counter(scan.fault for scan in self.sent if scan.fault))

    def pack_all(self, queue: Sequence[QueueRow]) -> None:
        """Pack every order of the queue, every third one with a fault before its last unit. Raises Stuck."""
        for position, row in enumerate(queue):
            other = queue[(position + 1) % len(queue)].order_number
            self.pack(row.order_number, other, has_fault=position % _FAULT_EVERY == 0)

    def pack(self, order_number: str, other_order: str = "", *, has_fault: bool = False) -> None:
        """Open one order, or go on with it, and verify what is missing. Raises Stuck."""
        if self.view is None:
            self.open(order_number)
        while self.view is not None and self.view.order_number == order_number and self.view.remaining:
            if has_fault and self.view.remaining == 1:
                has_fault = False
                self._plant_next(self.view, order_number, other_order)
            self.put_in()
        self.packed += 1

    def open(self, order_number: str) -> PackView:
        """Scan an order's code. Raises Stuck when it does not come onto the table."""
        self.scan(f"ORD{order_number}")
        view = self.view
        if view is None or view.order_number != order_number:
            raise Stuck(f"order {order_number} does not open: {self._said()}")
        return view

    def put_in(self) -> None:
        """Scan the next missing piece. Raises Stuck when it is not counted."""
        view = self._must_view()
        line = next(line for line in view.lines if line.done < line.of)
        left = view.remaining
        self.scan(self._single_code(line))
        if self.view is not None and self.view.remaining != left - 1:
            raise Stuck(f"order {view.order_number}: a piece of {line.sku} is not counted: {self._said()}")
        self.units += 1

    def take_out(self, *, by_key: bool) -> None:
        """Take the latest piece out again, by F2 or by the command card. Raises Stuck when it is still counted."""
        left = self._must_view().remaining
        if by_key:
            self.press(Qt.Key.Key_F2, "CTRLUNDO")
        else:
            self.scan("CTRLUNDO")
        if self._must_view().remaining != left + 1:
            raise Stuck(f"the undo of a scan changed nothing: {self._said()}")
        self.units -= 1

    def scan(self, code: str, fault: str = "") -> None:
        """Scan and wait for the painted answer."""
        before = self._pane.probe.count
        self.sent.append(SentScan(code, fault))
        self._hands.scan(code)
        self._hands.wait(lambda: self._pane.probe.count > before, f"the answer to the scan of {code}")

    def press(self, key: Qt.Key, means: str) -> None:
        """Press a key of the table and wait for its answer; ``means`` is the command card it stands for."""
        before = self._pane.presenter.screen_now.band
        self.sent.append(SentScan(means))
        self._hands.key(key)
        self._hands.wait(lambda: self._pane.presenter.screen_now.band is not before, f"the answer to the key {means}")

    @property
    def view(self) -> PackView | None:
        """What the screen shows on the table."""
        return self._pane.presenter.screen_now.view

    # -- inside -------------------------------------------------------------------------------------------------------

    def _plant_next(self, view: PackView, order_number: str, other_order: str) -> None:
        """Make the fault that is due longest among those this order offers a chance for."""
        line = next(line for line in view.lines if line.done < line.of)
        for kind in self.waiting:
            code = self._faulty_code(kind, other_order, view, line)
            if code:
                break
        else:
            return
        self.waiting.remove(kind)
        self.waiting.append(kind)
        self.scan(code, kind)
        if kind in CLEARS_TABLE and self.view is None:
            left = self.open(order_number).remaining
            if left != view.remaining:
                raise Stuck(f"order {order_number} lost what was verified before the stop")

    def _faulty_code(self, kind: str, other_order: str, view: PackView, line: PackLine) -> str:
        """The code that makes the fault, "" when this order offers no chance for it."""
        here = {known.sku for known in view.lines}
        done = next((known for known in view.lines if known.done >= known.of), None)
        is_other = other_order not in ("", view.order_number)
        makers: dict[str, Callable[[], str]] = {
            "wrong_item": lambda: next(codes[0][0] for sku, codes in self._codes.items() if sku not in here and codes),
            "too_many": lambda: self._single_code(done) if done else "",
            "pack_too_big": lambda: next(
                (code for code, factor in self._codes.get(line.sku, ()) if factor > line.of - line.done), ""
            ),
            "unknown_code": lambda: "ZZ-4711-XX",
            "misread": lambda: with_wrong_digit(self._single_code(line)),
            "damaged_command": lambda: "CTRLDNE",
            "order_not_found": lambda: "ORD99999",
            "done_too_early": lambda: "CTRLDONE",
            "other_order": lambda: f"ORD{other_order}" if is_other else "",
        }
        return f"ORD{self._stopping[kind]}" if kind in self._stopping else makers[kind]()

    def _single_code(self, line: PackLine) -> str:
        """What is printed on one piece: its barcode, or the SKU where it has none."""
        return next((code for code, factor in self._codes.get(line.sku, ()) if factor == 1), line.sku)

    def _must_view(self) -> PackView:
        if self.view is None:
            raise Stuck(f"the table is empty: {self._said()}")
        return self.view

    def _said(self) -> str:
        """The headline on the screen."""
        band = self._pane.presenter.screen_now.band
        return f"the screen says “{band.headline}”" if band is not None else "the screen says nothing"
