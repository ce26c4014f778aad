"""A small shop ready for work: two packing tables, four people, articles of every kind on the shelves, and short stories.

floor = Floor(url, clock)                                # the books of FLOOR, see ``build_floor``
order = floor.an_order(("MUG-RED", 2)).released().in_packing()
floor.scan("MUG-RED").code                               # "ok"
floor.at(2).as_("pia").scan(order.code)                  # another packer at the other table
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Table, func, select, text

from desktop_oms.app.context import Actor
from desktop_oms.app.dispatch import DispatchShipments
from desktop_oms.app.intake.orders import ImportOrders
from desktop_oms.app.intake.runs import AddChannel
from desktop_oms.app.packing import PackScan
from desktop_oms.app.print_jobs import SetPrinter
from desktop_oms.app.products import ImportProducts
from desktop_oms.app.release import ReleaseOrders
from desktop_oms.app.setup import AddStation, AddUser
from desktop_oms.app.shop import Shop
from desktop_oms.app.stock import ReceiveStock
from desktop_oms.db import schema as s
from desktop_oms.db.changes import recorded_columns
from desktop_oms.db.doctor import CHECKS
from desktop_oms.db.engine import read_connection
from desktop_oms.db.records import ScanVerdict
from desktop_oms.db.tx import Tx, WriteMeta
from desktop_oms.db.undo import KEPT
from desktop_oms.sync.goods import BarcodeIn, ComponentIn, ProductRowIn
from tests.app.books import ADDRESS, shop_at
from tests.app.books import an_order as a_remote_order

MUG_GTIN, SIX_MUGS, TEA_GTIN, SET_CODE = "4006381333931", "14006381333938", "4012345678901", "SET-1"
# SKU -> its codes; six mugs come in a carton with a code of its own.
_GOODS = (
    ProductRowIn("MUG-RED", "Mug, red", barcodes=(BarcodeIn(MUG_GTIN), BarcodeIn(SIX_MUGS, 6))),
    ProductRowIn("TEA", "Tea", barcodes=(BarcodeIn(TEA_GTIN),)),
    ProductRowIn("CARD", "Card"),
    ProductRowIn("CAM", "Camera"),
    ProductRowIn("JAM", "Jam"),
    ProductRowIn("MILK", "Milk"),
    ProductRowIn("GIFT-SET", "Mug and card", barcodes=(BarcodeIn(SET_CODE),),
                 components=(ComponentIn("MUG-RED"), ComponentIn("CARD"))),
)  # fmt: skip
_TRACKED = {"CAM": "track_serial", "JAM": "track_lot", "MILK": "track_best_before"}
_STOCK = {"MUG-RED": 30, "TEA": 30, "CARD": 30, "CAM": 5, "JAM": 10, "MILK": 10}
PEOPLE = {"pia": "packer", "max": "manager", "ola": "owner"}
FLOOR = "packing floor"
_HELD_BY_THE_SCHEMA = ("references", "twins", "rules", "integrity")
_SETUP = WriteMeta("Prepare", "prepare", has_group=False)


def build_floor(url: str) -> None:
    """Make the books of a floor at ``url``; leaves no connection open."""
    from tests.support.clock import FrozenClock

    shop = shop_at(url, FrozenClock()).as_actor(Actor())
    shop.run(AddChannel("shopify", "Main shop"))
    shop.run(AddStation("Packing table 2", "STN2"))
    for login, role in PEOPLE.items():
        shop.run(AddUser(login.title(), login, role))
    shop.run(SetPrinter("Slips", "folder", "/nowhere/slips", media="a4"))
    shop.run(SetPrinter("Labels", "folder", "/nowhere/labels", media="4x6"))
    shop.run(ImportProducts(_GOODS))
    with shop.bus.gateway.transaction(_SETUP) as tx:
        ids = {row["sku"]: row["id"] for row in tx.read(select(s.variant.c.id, s.variant.c.sku))}
        tx.update(s.variant, [{"id": ids[sku], flag: True} for sku, flag in _TRACKED.items()])
        home = tx.value(select(s.warehouse.c.id))
        shelves = [{"warehouse_id": home, "code": code, "code_key": code.lower(), "sort_key": code.lower()}
                   for code in ("A-1", "A-2")]  # fmt: skip
        tx.insert(s.bin_, shelves)
    for sku, pieces in _STOCK.items():
        shop.run(ReceiveStock(sku, "A-1", pieces, unit_cost_minor=250, currency="EUR"))
    shop.close()


@dataclass
class Story:
    """One order on its way through the house."""

    floor: Floor
    order_id: int
    number: str
    external_id: str

    @property
    def code(self) -> str:
        """What its slip carries."""
        return f"ORD{self.number}"

    @property
    def shipment_id(self) -> int:
        """Its newest shipment."""
        query = select(func.max(s.shipment_line.c.shipment_id)).where(s.shipment_line.c.order_id == self.order_id)
        return int(self.floor.value(query))

    @property
    def shipment(self) -> dict[str, Any]:
        """The row of that shipment."""
        return self.floor.rows(s.shipment, id=self.shipment_id)[0]

    @property
    def row(self) -> dict[str, Any]:
        """The order's row."""
        return self.floor.rows(s.sales_order, id=self.order_id)[0]

    @property
    def contents(self) -> list[dict[str, Any]]:
        """What lies in its parcels, in the order of the scans."""
        return self.floor.rows(s.parcel_content, shipment_id=self.shipment_id)

    def released(self) -> Story:
        """Let it into the queue."""
        report = self.floor.shop.run(ReleaseOrders((self.order_id,))).value
        assert not report.refused, report.refused
        return self

    def in_packing(self) -> Story:
        """Open it at the floor's table."""
        verdict = self.floor.scan(self.code)
        assert verdict.code == "order_open", verdict
        return self

    def packed(self) -> Story:
        """Scan everything it needs, article by article."""
        if self.shipment["state"] != "packing":
            self.in_packing()
        view = self.floor.view()
        assert view is not None
        for line in view.lines:
            for _ in range(line.of - line.done):
                verdict = self.floor.scan(line.sku)
        assert verdict.code == "order_packed", verdict
        return self

    def dispatched(self) -> Story:
        """Hand it over."""
        self.floor.shop.run(DispatchShipments((self.shipment_id,)))
        return self


@dataclass
class Floor:
    """The shop as one person at one table uses it."""

    url: str
    clock: Any
    shop: Shop = field(init=False)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self.shop = shop_at(self.url, self.clock)

    def close(self) -> None:
        """Release the database."""
        self.shop.close()

    # --- who and where -------------------------------------------------------------------------------------------

    def at(self, table: int) -> Floor:
        """The same person at table 1 or 2."""
        return self._with(replace(self.shop.actor, station_id=self.station_id(table)))

    def as_(self, login: str) -> Floor:
        """Somebody else at the same table."""
        (user,) = self.rows(s.app_user, login=login)
        return self._with(replace(self.shop.actor, user_id=user["id"]))

    def restarted(self, clock: Any = None) -> Floor:
        """The program opened again on the same books by the same person at the same table."""
        fresh = Floor(self.url, clock or self.clock)
        fresh.shop = fresh.shop.as_actor(self.shop.actor)
        return fresh

    def station_id(self, table: int) -> int:
        """Id of a packing table."""
        return int(self.rows(s.station, code=f"STN{table}")[0]["id"])

    def _with(self, actor: Actor) -> Floor:
        other = object.__new__(Floor)
        other.url, other.clock, other._numbers = self.url, self.clock, self._numbers
        other.shop = self.shop.as_actor(actor)
        return other

    # --- doing ---------------------------------------------------------------------------------------------------

    def an_order(self, *lines: tuple[str, int], **facts: Any) -> Story:
        """Import one paid order of (sku, quantity) lines; ``facts`` replace fields of RemoteOrder."""
        name = facts.pop("external_id", f"s{next(self._numbers)}")
        remote = a_remote_order(name, *lines, **{"ship_to": ADDRESS, **facts})
        (channel,) = self.rows(s.channel)
        done = self.shop.as_actor(Actor()).run(ImportOrders(channel["id"], (remote,))).value
        assert not done.rejected, done.rejected
        (row,) = self.rows(s.sales_order, external_id=name)
        return Story(self, row["id"], row["number"], name)

    def scan(self, *texts: str) -> ScanVerdict:
        """Scan at the floor's table; the verdict of the last scan."""
        for scanned in texts:
            verdict = self.shop.run(PackScan(scanned)).value
        return verdict  # type: ignore[no-any-return]

    def write(self, deed: Callable[[Tx], object], command: str = "Test", **meta: Any) -> None:
        """Run ``deed`` in a transaction of the gateway, past every command."""
        with self.shop.bus.gateway.transaction(WriteMeta(command, "c", **meta)) as tx:
            deed(tx)

    def expire_claims(self) -> None:
        """Let 121 seconds of database time pass: by the clock on SQLite, by hand where the server's own clock counts."""
        self.clock.step(121)
        with self.shop.engine.connect() as conn:
            if conn.dialect.name == "postgresql":
                conn.execute(text("UPDATE lease SET expires_at = expires_at - 121000000"))
                conn.commit()

    # --- looking -------------------------------------------------------------------------------------------------

    def view(self) -> Any:
        """What lies on the floor's table."""
        station_id = self.shop.actor.station_id
        assert station_id is not None
        return self.shop.ask(lambda reads: reads.pack_view_for_station(station_id))

    def rows(self, table: Table, **equal: Any) -> list[dict[str, Any]]:
        """Rows of a table by id."""
        query = select(table).order_by(*table.primary_key.columns)
        for name, value in equal.items():
            query = query.where(table.c[name] == value)
        with read_connection(self.shop.engine) as conn:
            return [dict(row) for row in conn.execute(query).mappings()]

    def value(self, query: Any) -> Any:
        """First column of the first row."""
        with read_connection(self.shop.engine) as conn:
            return conn.execute(query).scalar()

    def last_seq(self) -> int:
        """Number of the newest event."""
        return int(self.value(select(func.max(s.event.c.seq))) or 0)

    def stock(self, sku: str) -> tuple[int, int]:
        """(on hand, allocated) of an article."""
        query = (
            select(s.stock_total.c.on_hand, s.stock_total.c.allocated)
            .join(s.variant, s.variant.c.id == s.stock_total.c.variant_id)
            .where(s.variant.c.sku == sku)
        )
        with read_connection(self.shop.engine) as conn:
            row = conn.execute(query).one()
        return row.on_hand, row.allocated

    def state(self, *, but: frozenset[str] = frozenset()) -> dict[str, dict[int, dict[str, Any]]]:
        """A copy of every state table as events speak of it: without derived columns and versions."""
        copy: dict[str, dict[int, dict[str, Any]]] = {}
        with read_connection(self.shop.engine) as conn:
            for table in s.metadata.sorted_tables:
                if table.info["kind"] == "state" and table.name not in but:
                    found = conn.execute(select(*recorded_columns(table))).mappings()
                    copy[table.name] = {row["id"]: dict(row) for row in found}
        return copy

    def figures(self) -> dict[str, Any]:
        """Every derived figure by what it is about; figures that are nothing are left out, since rows of them may stay."""
        found: dict[str, Any] = {}
        with read_connection(self.shop.engine) as conn:
            for table in s.metadata.sorted_tables:
                names = [column.name for column in table.columns if column.info.get("derived")]
                if table.info["kind"] == "derived" and table.name != "search_doc":
                    keys = [c.name for c in table.columns if c.foreign_keys or c.name in ("serial", "stock_state")]
                    figures = [c.name for c in table.columns if c.name not in (*keys, "id")]
                    for row in conn.execute(select(table)).mappings():
                        if any(row[name] for name in figures):
                            found[f"{table.name} {[row[key] for key in keys]}"] = [row[name] for name in figures]
                elif names:
                    for row in conn.execute(select(table)).mappings():
                        found[f"{table.name} {row['id']}"] = {name: row[name] for name in names}
        return found

    def findings(self) -> list[str]:
        """What the doctor finds, as text; empty for healthy books.

        Without the checks that only repeat the constraints of the schema: every commit has passed those, and they take
        four fifths of the time.
        """
        with read_connection(self.shop.engine) as conn:
            found = [one for name, check in CHECKS.items() if name not in _HELD_BY_THE_SCHEMA for one in check(conn)]
        return [f"{one.table} {one.id}: {one.difference}" for one in found]

    @contextmanager
    def changes_nothing(self) -> Iterator[None]:
        """Whatever happens in the block leaves every state table, every figure and the event log as they were."""
        before = (self.state(), self.figures(), self.last_seq())
        yield
        assert (self.state(), self.figures(), self.last_seq()) == before


# What undo leaves: paper that exists, and runs, which are records of what happened.
LEFT_BY_UNDO = KEPT


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Rows that differ between two copies of ``Floor.state``, as text a failing test can be read by."""
    found = []
    for table in sorted(before.keys() | after.keys()):
        old, new = before.get(table, {}), after.get(table, {})
        for row_id in sorted(old.keys() | new.keys()):
            if old.get(row_id) != new.get(row_id):
                found.append(f"{table} {row_id}: {old.get(row_id)} -> {new.get(row_id)}")
    return found
