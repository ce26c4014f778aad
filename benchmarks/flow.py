"""Allocation, release and dispatch of orders against the least SQL that does the same to stock and order (G9, G10).

The limit writes what cannot be left out: the allocation and the raised total; the shipment, its line and its link; the stock
move, level, total and the state. No event, no undo, no derived status, no message to the channel, no rights.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from benchmarks import raw
from benchmarks.data import MadeShop
from benchmarks.measure import RUNS, Figure, Pair, cpu_timed, rate, settle
from benchmarks.scan import released
from benchmarks.shops import Books, copy_of
from desktop_oms.app.allocation import AllocateOrders, DeallocateOrders
from desktop_oms.app.dispatch import DispatchShipments
from desktop_oms.app.packing import PackScan
from desktop_oms.app.release import ReleaseOrders

_BATCH, _SHIPPED, _PAGE = 500, 40, 50


def measure(start: Books, made: MadeShop, folder: Path) -> Iterator[Figure]:
    """Rates per processor second: 500 orders allocated in one command, released in pages of 50, dispatched one by one."""
    runs: dict[str, list[Pair]] = {"allocate": [], "release": [], "dispatch": []}
    for number in range(RUNS):
        for name, pair in _one_run(start, made, folder, number).items():
            runs[name].append(pair)
    yield rate("G9", "allocate 500 orders at once", _BATCH, runs["allocate"], "orders per CPU s", 0.4)
    yield rate("G10", "release, 50 at once", _BATCH, runs["release"], "orders per CPU s", 0.2)
    yield rate("G10", "dispatch, one at a time", _SHIPPED, runs["dispatch"], "orders per CPU s", 0.2)


def _one_run(start: Books, made: MadeShop, folder: Path, number: int) -> dict[str, Pair]:
    books = copy_of(start, folder / f"flow-{number}.sqlite")
    orders = list(made.orders(_BATCH, 2_000_000))
    ids = books.take_orders([tuple(orders[at : at + _PAGE]) for at in range(0, _BATCH, _PAGE)])
    books.run(DeallocateOrders(tuple(ids)))
    limit = RawFlow(copy_of(books, folder / f"flow-limit-{number}.sqlite"), ids)
    settle()
    allocated = Pair([cpu_timed(lambda: books.run(AllocateOrders(tuple(ids))))], [cpu_timed(limit.allocate)])
    released_ = Pair([], [])
    for at in range(0, _BATCH, _PAGE):
        page = ids[at : at + _PAGE]
        released_.product.append(cpu_timed(partial(books.run, ReleaseOrders(tuple(page)))))
        released_.limit.append(cpu_timed(partial(limit.release, page)))
    dispatched = _dispatch(books, made, limit, ids)
    books.close()
    limit.db.close()
    return {"allocate": allocated, "release": released_, "dispatch": dispatched}


def _dispatch(books: Books, made: MadeShop, limit: RawFlow, ids: Sequence[int]) -> Pair:
    shipments = []
    for box in released(books, made, _SHIPPED, lines=2, pieces=1):
        for text in box:
            verdict = books.run(PackScan(text)).value
        assert verdict.code == "order_packed" and verdict.view is not None
        shipments.append(verdict.view.shipment_id)
    pair = Pair([], [])
    for shipment_id, order_id in zip(shipments, ids, strict=False):
        pair.product.append(cpu_timed(partial(books.run, DispatchShipments((shipment_id,)))))
        pair.limit.append(cpu_timed(partial(limit.dispatch, order_id)))
    return pair


class RawFlow:
    """The driver alone on a copy of the same books."""

    def __init__(self, books: Books, ids: Sequence[int]) -> None:
        books.close()
        self.db = raw.writer(books.path)
        self._order_ids = ids
        self._ids = itertools.count(self.db.execute("SELECT next_value + 10000000 FROM id_counter").fetchone()[0])
        self._home = self.db.execute("SELECT min(id) FROM warehouse").fetchone()[0]

    def allocate(self) -> None:
        """Set stock aside for every order, one transaction."""
        db = self.db
        db.execute("BEGIN IMMEDIATE")
        marks = ", ".join("?" * len(self._order_ids))
        rows = db.execute(
            f"SELECT id, order_id, variant_id, quantity FROM demand WHERE order_id IN ({marks})",  # noqa: S608
            list(self._order_ids),
        ).fetchall()
        now = _micros()
        db.executemany(
            "INSERT INTO allocation (id, order_id, demand_id, variant_id, warehouse_id, quantity, allocated_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(next(self._ids), row[1], row[0], row[2], self._home, row[3], now) for row in rows],
        )
        db.executemany(
            "UPDATE stock_total SET allocated = allocated + ? WHERE variant_id = ? AND warehouse_id = ?",
            [(row[3], row[2], self._home) for row in rows],
        )
        db.executemany("UPDATE demand SET allocated_qty = quantity WHERE id = ?", [(row[0],) for row in rows])
        db.execute("COMMIT")

    def release(self, order_ids: Sequence[int]) -> None:
        """A shipment per order with its lines, tied to the allocations."""
        db, now = self.db, _micros()
        db.execute("BEGIN IMMEDIATE")
        for order_id in order_ids:
            rows = db.execute(
                "SELECT a.id, a.demand_id, a.variant_id, a.quantity, d.order_line_id, l.bin_id FROM allocation a"
                " JOIN demand d ON d.id = a.demand_id JOIN stock_level l ON l.variant_id = a.variant_id AND l.on_hand > 0"
                " WHERE a.order_id = ? GROUP BY a.id",
                (order_id,),
            ).fetchall()
            shipment = next(self._ids)
            db.execute(
                "INSERT INTO shipment (id, number, warehouse_id, state, released_at) VALUES (?, ?, ?, 'released', ?)",
                (shipment, f"raw-{shipment}", self._home, now),
            )
            lines = [(next(self._ids), row) for row in rows]
            db.executemany(
                "INSERT INTO shipment_line (id, shipment_id, position, order_id, order_line_id, demand_id, variant_id, quantity,"
                " bin_id, lot_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
                [
                    (line, shipment, at, order_id, row[4], row[1], row[2], row[3], row[5])
                    for at, (line, row) in enumerate(lines)
                ],
            )
            db.executemany(
                "UPDATE allocation SET shipment_line_id = ? WHERE id = ?", [(line, row[0]) for line, row in lines]
            )
            db.execute("UPDATE sales_order SET headline = 'picking' WHERE id = ?", (order_id,))
        db.execute("COMMIT")

    def dispatch(self, order_id: int) -> None:
        """Issue the stock of one order's shipment, consume its allocations, mark everything gone; one durable transaction."""
        db, now = self.db, _micros()
        db.execute("BEGIN IMMEDIATE")
        rows = db.execute(
            "SELECT id, shipment_id, variant_id, quantity, bin_id, demand_id FROM shipment_line WHERE order_id = ?",
            (order_id,),
        ).fetchall()
        db.executemany(
            "INSERT INTO stock_move (id, at, variant_id, warehouse_id, bin_id, lot_id, quantity, reason, document_kind, document_id)"
            " VALUES (?, ?, ?, ?, ?, 0, ?, 'issue', 'shipment', ?)",
            [(next(self._ids), now, row[2], self._home, row[4], -row[3], row[1]) for row in rows],
        )
        db.executemany(
            "UPDATE stock_level SET on_hand = on_hand - ? WHERE variant_id = ? AND bin_id = ?",
            [(r[3], r[2], r[4]) for r in rows],
        )
        db.executemany(
            "UPDATE stock_total SET on_hand = on_hand - ?, allocated = allocated - ? WHERE variant_id = ? AND warehouse_id = ?",
            [(row[3], row[3], row[2], self._home) for row in rows],
        )
        db.executemany("DELETE FROM allocation WHERE shipment_line_id = ?", [(row[0],) for row in rows])
        db.executemany(
            "UPDATE demand SET allocated_qty = 0, shipped_qty = quantity WHERE id = ?", [(row[5],) for row in rows]
        )
        db.execute("UPDATE shipment SET state = 'dispatched', dispatched_at = ? WHERE id = ?", (now, rows[0][1]))
        db.execute(
            "UPDATE sales_order SET lifecycle = 'closed', headline = 'shipped', fulfillment_status = 'shipped' WHERE id = ?",
            (order_id,),
        )
        db.execute("COMMIT")


def _micros() -> int:
    return time.time_ns() // 1000
