"""Questions about the books, answered in plain records: what lists, drawers, tables and the command line show.

One object per read connection; every method is one or a few Core selects from ``db.queries``. Personal data and purchase prices
are left out for an actor without the right to see them.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property

from sqlalchemy import Connection, select

from desktop_oms.app.context import RIGHTS, SYSTEM_ACTOR, Actor, union
from desktop_oms.app.pack_table import Table, open_shipment, without_person
from desktop_oms.app.undo import top_of_stack
from desktop_oms.db.engine import database_now
from desktop_oms.db.queries import order_detail, order_list, stock_list, work
from desktop_oms.db.reader import Reader
from desktop_oms.db.records import (
    OrderDetail,
    OrderRow,
    PackView,
    PrintJobRow,
    QuerySpec,
    QueueRow,
    SearchHit,
    StockDetail,
    StockRow,
    Whereabouts,
)
from desktop_oms.db.schema import sales_order, variant
from desktop_oms.domain.names import sku_key


class OrderReads:
    """The order list as the windowed model asks for it."""

    def __init__(self, reader: Reader, sees_personal: bool) -> None:
        self._reader, self._sees_personal = reader, sees_personal

    def snapshot(self, spec: QuerySpec) -> array[int]:
        """Ids in display order."""
        return order_list.snapshot(self._reader, spec)

    def rows(self, ids: Sequence[int]) -> dict[int, OrderRow]:
        """Rows by id; missing ids are gone."""
        return order_list.rows(self._reader, ids, sees_personal=self._sees_personal)

    def matching(self, spec: QuerySpec, ids: Sequence[int]) -> set[int]:
        """Which of ``ids`` the list shows now."""
        return order_list.matching(self._reader, spec, ids)

    def counts(self) -> dict[str, int]:
        """Orders per view."""
        return order_list.counts(self._reader)

    def page(self, spec: QuerySpec, after: int | None, limit: int) -> list[int]:
        """Ids newest first, older than ``after``."""
        return order_list.page(self._reader, spec, after, limit)


class StockReads:
    """The stock list as the windowed model asks for it."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def snapshot(self, spec: QuerySpec) -> array[int]:
        """Ids in display order."""
        return stock_list.snapshot(self._reader, spec)

    def rows(self, ids: Sequence[int]) -> dict[int, StockRow]:
        """Rows by id; missing ids are gone."""
        return stock_list.rows(self._reader, ids)

    def matching(self, spec: QuerySpec, ids: Sequence[int]) -> set[int]:
        """Which of ``ids`` the list shows now."""
        return stock_list.matching(self._reader, spec, ids)

    def counts(self) -> dict[str, int]:
        """Articles per view."""
        return stock_list.counts(self._reader)


class Reads:
    """The books as one actor may see them, at one consistent moment.

    Attributes:
        orders, stock: the two lists.
    """

    def __init__(self, conn: Connection, actor: Actor) -> None:
        self.conn = conn
        self.actor = actor
        self.reader = Reader(conn)
        self.stock = StockReads(self.reader)

    @cached_property
    def orders(self) -> OrderReads:
        """The order list."""
        return OrderReads(self.reader, self.may("see.personal"))

    @cached_property
    def rights(self) -> frozenset[str]:
        """Rights of the actor now; the program itself has none listed but may everything."""
        return union(row["rights"] for row in self.reader.read(RIGHTS, user=self.actor.user_id))

    def may(self, right: str) -> bool:
        """Whether the actor holds a right."""
        return self.actor.user_id == SYSTEM_ACTOR or right in self.rights

    def undo_top(self) -> tuple[str, dict[str, object]] | None:
        """Command and label facts of what Ctrl+Z would take back; None when there is nothing."""
        row = self.conn.execute(top_of_stack(self.actor)).mappings().first()
        return (row["command"], dict(row["label_data"] or {})) if row else None

    def order_detail(self, order_id: int) -> OrderDetail | None:
        """Everything about one order, or None when it is gone."""
        return order_detail.order_detail(self.reader, order_id, sees_personal=self.may("see.personal"))

    def stock_detail(self, variant_id: int) -> StockDetail | None:
        """Everything about one article's stock, or None when it is gone."""
        return stock_list.detail(self.reader, variant_id)

    def search(self, words: str, limit: int = 50) -> list[SearchHit]:
        """What the words find, over every kind."""
        return work.hits(self.reader, words, limit, sees_personal=self.may("see.personal"))

    def queue(self, limit: int = 50) -> list[QueueRow]:
        """Shipments waiting for a table, the most urgent first."""
        rows = work.queue(self.reader, self.now(), limit)
        return rows if self.may("see.personal") else [replace(row, customer_name="") for row in rows]

    def pack_view_for_station(self, station_id: int) -> PackView | None:
        """What lies on a table, also right after a crash."""
        shipment_id = open_shipment(self.reader, station_id)
        if shipment_id is None:
            return None
        view = Table(self.reader, shipment_id).view()
        return view if self.may("see.personal") else without_person(view)

    def whereabouts(self) -> Whereabouts:
        """Which shop this is, who works here, at which table, and how much was packed today."""
        return work.whereabouts(self.reader, self.actor.user_id, self.actor.station_id, self.now())

    def last_print_jobs(self) -> tuple[PrintJobRow, ...]:
        """Print jobs of the shipment this station packed last, one per kind of paper."""
        return work.last_print_jobs(self.reader, self.actor.station_id)

    def print_jobs_waiting(self) -> int:
        """Print jobs that have a printer and are not spooled yet."""
        return work.print_jobs_waiting(self.reader)

    def now(self) -> datetime:
        """The time all stations agree on."""
        return database_now(self.conn)

    def order_id(self, reference: str) -> int | None:
        """Order by our number, the code on paper or the channel's number."""
        number = reference.strip()
        number = number[3:] if number[:3].upper() == "ORD" and number[3:].isdigit() else number
        for column in (sales_order.c.number, sales_order.c.external_number, sales_order.c.external_id):
            found = self.conn.execute(select(sales_order.c.id).where(column == number).limit(1)).scalar()
            if found is not None:
                return int(found)
        return None

    def variant_id(self, sku: str) -> int | None:
        """Article by SKU."""
        found = self.conn.execute(select(variant.c.id).where(variant.c.sku_key == sku_key(sku))).scalar()
        return None if found is None else int(found)
