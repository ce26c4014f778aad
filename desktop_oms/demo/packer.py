"""The packer of the demo: opens every waiting order by its code and scans its items, with faults planted in between."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from desktop_oms.app.records import PackLine, PackView, QuerySpec, QueueRow
from desktop_oms.app.shop import Shop
from desktop_oms.demo.faults import CLEARS_TABLE, SentScan
from desktop_oms.demo.hands import Hands
from desktop_oms.ui.panes.packing.pane import PackingPane

_FAULT_EVERY = 3


class Stuck(Exception):
    """An honest scan was not taken; packing on would go round in circles."""


class Packer:
    """Packs by scans.

    Attributes:
        sent: every scan made, in order.
    """

    def __init__(
        self, hands: Hands, pane: PackingPane, shop: Shop, codes: Mapping[str, Sequence[tuple[str, int]]]
    ) -> None:
        self.sent: list[SentScan] = []
        self._hands, self._pane, self._shop, self._codes = hands, pane, shop, codes
        self._elsewhere = self._orders_that_stop()

    def pack_all(self, queue: Sequence[QueueRow]) -> None:
        """Pack every order of the queue; every third one with a fault of the next kind."""
        kinds = itertools.cycle(self._kinds())
        for position, row in enumerate(queue):
            fault = next(kinds) if position % _FAULT_EVERY == 0 else ""
            other = queue[(position + 1) % len(queue)].order_number
            self.pack(row.order_number, fault, other)

    def pack(self, order_number: str, fault: str = "", other_order: str = "") -> None:
        """Open one order, plant the fault before its last unit, verify every unit."""
        self.scan(f"ORD{order_number}")
        view = self._view()
        while view is not None and view.order_number == order_number and view.remaining:
            line = next(line for line in view.lines if line.done < line.of)
            if fault and (view.remaining == 1 or fault not in ("too_many",)):
                fault = self._plant(fault, order_number, other_order, view, line)
                view = self._view()
                continue
            self.scan(self._single_code(line))
            left, view = view.remaining, self._view()
            if view is not None and view.remaining >= left:
                raise Stuck(f"order {order_number}: {line.sku} is not taken ({self._pane.presenter.screen_now.band})")

    def scan(self, code: str, fault: str = "") -> None:
        """Scan and wait for the painted answer."""
        before = self._pane.probe.count
        self.sent.append(SentScan(code, fault))
        self._hands.scan(code)
        self._hands.wait(lambda: self._pane.probe.count > before, f"the answer to {code}")

    # -- inside -------------------------------------------------------------------------------------------------------

    def _plant(self, fault: str, order_number: str, other_order: str, view: PackView, line: PackLine) -> str:
        """Make the fault if this order allows it; returns what is still to plant ("" when done)."""
        code = self._faulty_code(fault, other_order, view, line)
        if not code:
            fault = "unknown_code"
            code = "ZZ-0815-XX"
        self.scan(code, fault)
        if fault in CLEARS_TABLE:
            self.scan(f"ORD{order_number}")
        return ""

    def _faulty_code(self, fault: str, other_order: str, view: PackView, line: PackLine) -> str:
        """The code that makes the fault, "" when this order offers no chance for it."""
        here = {known.sku for known in view.lines}
        done = next((known for known in view.lines if known.done >= known.of), None)
        makers: dict[str, Any] = {
            "wrong_item": lambda: next(codes[0][0] for sku, codes in self._codes.items() if sku not in here and codes),
            "too_many": lambda: self._single_code(done) if done else "",
            "pack_too_big": lambda: next(
                (code for code, factor in self._codes.get(line.sku, ()) if factor > line.of - line.done), ""
            ),
            "unknown_code": lambda: "ZZ-4711-XX",
            "misread": lambda: _with_wrong_digit(self._single_code(line)),
            "order_not_found": lambda: "ORD99999",
            "done_too_early": lambda: "CTRLDONE",
            "other_order": lambda: f"ORD{other_order}" if other_order != view.order_number else "",
        }
        if fault in self._elsewhere:
            return f"ORD{self._elsewhere[fault]}"
        return makers[fault]() if fault in makers else ""

    def _single_code(self, line: PackLine) -> str:
        """What is printed on one piece: its barcode, or the SKU where it has none."""
        return next((code for code, factor in self._codes.get(line.sku, ()) if factor == 1), line.sku)

    def _kinds(self) -> Iterator[str]:
        always = (
            "wrong_item",
            "too_many",
            "pack_too_big",
            "unknown_code",
            "misread",
            "order_not_found",
            "done_too_early",
        )
        yield from (*always, "other_order", *self._elsewhere)

    def _orders_that_stop(self) -> dict[str, str]:
        """Fault -> number of an order that must stop the packer."""
        found: dict[str, str] = {}
        for fault, view in (("order_shipped", "shipped"), ("order_held", "on_hold"), ("order_cancelled", "cancelled")):
            ids = self._shop.ask(lambda reads, view=view: reads.orders.page(QuerySpec(view=view), None, 1))  # type: ignore[misc]
            for row in self._shop.ask(lambda reads, ids=ids: reads.orders.rows(ids)).values():  # type: ignore[misc]
                found[fault] = row.number
        return found

    def _view(self) -> PackView | None:
        """What the screen shows on the table."""
        return self._pane.presenter.screen_now.view


def _with_wrong_digit(code: str) -> str:
    """A GTIN whose check digit is off by one, as a scratched label reads; "" for other codes."""
    if not code.isdigit() or len(code) not in (8, 12, 13, 14):
        return ""
    return code[:-1] + str((int(code[-1]) + 1) % 10)
