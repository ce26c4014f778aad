"""Scan to verdict: the packer's wait. G8 without the screen; ``window`` measures it with.

The limit does what no packing program can leave out: one durable transaction with the row of the verified unit, the raised counter
of its line and the event. The program reads table, claim, article and rights besides, and builds what the screen shows.
"""

from __future__ import annotations

import itertools
import sqlite3
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks import raw
from benchmarks.data import MadeShop
from benchmarks.measure import RUNS, Figure, Pair, latency, settle
from benchmarks.shops import Books, copy_of
from desktop_oms.app.packing import PackScan
from desktop_oms.app.release import ReleaseOrders
from desktop_oms.domain.remote_order import RemoteOrder

_INSERT_UNIT = (
    "INSERT INTO parcel_content (id, parcel_id, shipment_id, shipment_line_id, variant_id, quantity, lot_id, verified_by,"
    " verified_at, scan_text) VALUES (?, ?, ?, ?, ?, 1, 0, ?, ?, ?)"
)
_RAISE_LINE = "UPDATE shipment_line SET packed_qty = packed_qty + 1 WHERE id = ?"
_INSERT_EVENT = (
    "INSERT INTO event (at, actor_id, station_id, command, command_id, name, kind, entity_id, changes, data)"
    " VALUES (?, ?, ?, 'PackScan', 'raw', 'Scanned', 'shipment', ?, ?, ?)"
)
# What is measured -> the goal's number and the ratio aimed at.
STEPS = {"unit": ("G8", 3.0), "order": ("", None), "last unit": ("", None)}
_BOXES, _LINES, _PIECES = 8, 3, 4


def measure(start: Books, made: MadeShop, folder: Path) -> Iterator[Figure]:
    """Median and slowest hundredth of each kind of scan."""
    runs: dict[str, list[Pair]] = defaultdict(list)
    cpus: dict[str, list[Pair]] = defaultdict(list)
    for number in range(RUNS):
        books = copy_of(start, folder / f"scan-{number}.sqlite")
        scans = released(books, made, _BOXES)
        limit = RawScan(copy_of(books, folder / f"scan-limit-{number}.sqlite"))
        settle()
        for name, (wall, cpu) in _one_run(books, scans, limit).items():
            runs[name].append(wall)
            cpus[name].append(cpu)
        books.close()
        limit.db.close()
    for name, (goal, aim) in STEPS.items():
        count = len(runs[name][0].product)
        yield latency("", f"scan to verdict, {name}, CPU", count, cpus[name], 0.5, None)
        for part in (0.5, 0.99):
            yield latency(goal, f"scan to verdict, {name}", count, runs[name], part, aim if part == 0.5 else None)


def released(books: Books, made: MadeShop, boxes: int, lines: int = _LINES, pieces: int = _PIECES) -> list[list[str]]:
    """Bring in ``boxes`` orders and release them; returns for each the scans that pack it, its order code first."""
    orders = [_big(order, made, lines, pieces, number) for number, order in enumerate(made.orders(boxes, 5_000_000))]
    ids = books.take_orders([tuple(orders[at : at + 50]) for at in range(0, boxes, 50)])
    for at in range(0, boxes, 50):
        report = books.run(ReleaseOrders(tuple(ids[at : at + 50]))).value
        assert len(report.shipment_ids) == len(ids[at : at + 50]), report.refused
    with sqlite3.connect(books.path) as db:
        numbers = [
            db.execute("SELECT number FROM sales_order WHERE id = ?", (order_id,)).fetchone()[0] for order_id in ids
        ]
    return [[f"ORD{number}", *_units(made, index, lines, pieces)] for index, number in enumerate(numbers)]


def _big(order: RemoteOrder, made: MadeShop, lines: int, pieces: int, number: int) -> RemoteOrder:
    rows = tuple(
        replace(
            order.lines[0],
            external_id=f"{number}-{place}",
            sku=made.sku(_article(made, number, place)),
            quantity=pieces,
        )
        for place in range(lines)
    )
    return replace(order, lines=rows)


def _units(made: MadeShop, number: int, lines: int, pieces: int) -> list[str]:
    codes = [made.barcode(_article(made, number, place)) for place in range(lines)]
    return list(itertools.chain.from_iterable([code] * pieces for code in codes))


def _article(made: MadeShop, number: int, place: int) -> int:
    return (number * 37 + place * 11) % made.skus


class RawScan:
    """The driver's scan on a copy of the same books, one shipment line wide enough for any number of units."""

    def __init__(self, books: Books) -> None:
        books.close()
        self.db = raw.writer(books.path)
        self._actor = books.actor
        self._line, self._shipment, self._variant = self.db.execute(
            "SELECT id, shipment_id, variant_id FROM shipment_line ORDER BY id LIMIT 1"
        ).fetchone()
        self._parcel = self.db.execute("SELECT next_value + 1000000 FROM id_counter").fetchone()[0]
        self._ids = itertools.count(self._parcel + 1)
        self.db.execute("UPDATE shipment_line SET quantity = 1000000 WHERE id = ?", (self._line,))
        self.db.execute(
            "INSERT INTO parcel (id, shipment_id, number, code) VALUES (?, ?, 1, 'PCLRAW')",
            (self._parcel, self._shipment),
        )

    def scan(self, text: str) -> None:
        """Book one unit durably."""
        at, unit = time.time_ns() // 1000, next(self._ids)
        who, where = self._actor.user_id, self._actor.station_id
        self.db.execute("BEGIN IMMEDIATE")
        self.db.execute(_INSERT_UNIT, (unit, self._parcel, self._shipment, self._line, self._variant, who, at, text))
        self.db.execute(_RAISE_LINE, (self._line,))
        changes = f'{{"+":{{"parcel_content":[{unit}]}}}}'
        data = f'{{"done":1,"line":1,"of":4,"reason":"","scan":"{text}","scan_id":"","sku":"","verdict":"ok"}}'
        self.db.execute(_INSERT_EVENT, (at, who, where, self._shipment, changes, data))
        self.db.execute("COMMIT")


def _one_run(books: Books, scans: list[list[str]], limit: RawScan) -> dict[str, tuple[Pair, Pair]]:
    """Wall clock and processor time per kind of scan."""
    pairs: dict[str, tuple[Pair, Pair]] = defaultdict(lambda: (Pair([], []), Pair([], [])))
    for number, box in enumerate(scans):
        for place, text in enumerate(box):
            name = "order" if place == 0 else "last unit" if place == len(box) - 1 else "unit"
            begun = time.perf_counter(), time.process_time()
            verdict = books.run(PackScan(text)).value
            answered = time.perf_counter(), time.process_time()
            limit.scan(text)
            done = time.perf_counter(), time.process_time()
            expected = {"order": ("order_open",), "unit": ("ok", "line_done"), "last unit": ("order_packed",)}[name]
            assert verdict.code in expected, (verdict.code, verdict.reason, text)
            if number:  # the first box warms both sides
                for clock, pair in enumerate(pairs[name]):
                    pair.product.append(answered[clock] - begun[clock])
                    pair.limit.append(done[clock] - answered[clock])
    return dict(pairs)
