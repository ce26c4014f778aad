"""A shop in memory with the seam of ``app.runner`` and ``app.reads``, so that window tests need no database.

The first twenty orders and stock rows are those of the design pictures; more are made up to 300. Everything here is invented.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from desktop_oms.app.records import (
    BinRow,
    HoldRow,
    MoveRow,
    OrderDetail,
    OrderLineRow,
    OrderRow,
    QuerySpec,
    SearchHit,
    ShipmentRow,
    StockDetail,
    StockRow,
    TimelineEntry,
)

NOW = datetime(2025, 11, 21, 13, 32, tzinfo=UTC)  # Friday 14:32 in Berlin, the minute of the design pictures

_SHIP = {"late": -124, "158": 118, "328": 208, "sat": 21 * 60 + 28, "mon": 73 * 60 + 58, "tue": 97 * 60 + 58}
# headline, reason, channel, number, customer, country, marks, items, sku, more, ship by, total, currency, tag
_ORDERS = """
on_hold|address|shopify|10479|Siobhán Ní Dhomhnaill|IE|note|2|KET-09-BLK|1|late|14890|EUR|VIP:s4
packing||shopify|10482|Nguyễn Thị Minh Khai|DE|gift|8|MUG-300-MOS|3|158|9640|EUR|Gift:s5
packing||amazon|10484|Zoë Brânză|RO||1|FIL-02-100|0|158|3990|RON|
ready_to_ship||ebay|10471|Łukasz Wiśniewski|PL||3|COF-YIR-250|1|158|16400|PLN|
picking||shopify|10485|Müller & Söhne GmbH|DE|note|48|MUG-300-NIG|2|158|128450|EUR|B2B:s1
picking||etsy|10486|María José Ñúñez|ES|gift|2|TEA-SEN-80|1|158|4180|EUR|
ready||shopify|10487|Ólafur Þórðarson|IS||1|GRI-WAL|0|158|18900|ISK|
ready||amazon|10488|山田 太郎|JP||4|TEA-SEN-80|0|158|12800|JPY|Export:s3
ready||shopify|10489|Χρήστος Παπαδόπουλος|GR||2|DRI-02-WHT|1|158|5400|EUR|
conflict||amazon|10473|Eleanor Moss-Fairweather|GB||1|KET-09-BLK|0|328|11900|GBP|
ready||ebay|10491|Jean-Baptiste d’Aubigné|FR||3|COF-HUI-250|1|328|3870|EUR|
ready||shopify|10492|Екатерина Соколова|EE|gift|5|TOW-IND|2|328|8625|EUR|Gift:s5
awaiting_payment||shopify|10493|Björn Åkerlund|SE||2|CAR-06|0|328|54900|SEK|
ready||woo|10494|Ines Ben-Haddou|FR||1|SCA-01-BLK|0|328|6900|EUR|1st:s2
backordered|2025-11-29T10:00:00+00:00|shopify|10468|Szőke Ágnes|HU|note|6|MUG-300-CLA|2|sat|4830000|HUF|
ready||etsy|10495|Caoimhe O’Sullivan|IE|gift|1|NOT-A5-SLA|0|sat|1800|EUR|Gift:s5
ready||amazon|10496|محمد الفارسي|FR||2|COF-DEC-250|0|sat|2580|EUR|
on_hold|fraud|shopify|10497|J. Smith|US||12|KET-09-BLK|3|mon|143000|USD|Review:s3
ready||shopify|10498|Dvořáková Žaneta|CZ||2|TEA-ASS-100|0|mon|81200|CZK|
ready||ebay|10499|Kadir Yıldız|DE||1|FIL-02-100|0|mon|790|EUR|
ready||shopify|10501|Lê Văn Tám Handels GmbH|DE|note|20|COF-YIR-250|4|mon|25800|EUR|B2B:s1
awaiting_payment||manual|10502|Rathaus Schöneberg, Poststelle|DE||9|MUG-300-MOS|2|tue|20700|EUR|PO:s6
""".strip()
_NAMES = {"shopify": "Shopify DE", "amazon": "Amazon EU", "ebay": "eBay", "etsy": "Etsy", "woo": "WooCommerce"}

# title, option, sku, bin, on hand, allocated, quarantine, safety, backordered, incoming
_STOCK = """
Stoneware mug 300 ml|Moss|MUG-300-MOS|A-03-2|56|12|1|2|0|0
Stoneware mug 300 ml|Sage|MUG-300-SAG|A-03-3|21|3|0|0|0|0
Stoneware mug 300 ml|Clay|MUG-300-CLA|A-03-4|0|0|0|0|6|120
Stoneware mug 300 ml|Night blue|MUG-300-NIG|A-03-5|212|51|0|0|0|0
Gooseneck kettle 0.9 L|matte black|KET-09-BLK|B-02-1|9|7|0|0|0|40
Pour-over dripper 02|matte white|DRI-02-WHT|A-02-1|88|14|0|0|0|0
Paper filters No. 2|100 pcs|FIL-02-100|A-01-4|1460|62|0|0|0|0
Yirgacheffe Kochere, whole bean|250 g|COF-YIR-250|C-01-1|34|22|0|0|0|200
Huila Pitalito, whole bean|250 g|COF-HUI-250|C-01-2|118|9|0|0|0|0
Decaf Sierra Nevada|ground 250 g|COF-DEC-250|C-01-6|41|2|0|0|0|0
Sencha Uji, first flush|80 g tin|TEA-SEN-80|C-04-1|27|6|0|0|0|0
Assam second flush|100 g tin|TEA-ASS-100|C-04-3|63|2|0|0|0|0
Carafe 0.6 L|borosilicate|CAR-06|B-03-2|14|2|0|0|0|0
Hand grinder|walnut|GRI-WAL|B-01-3|6|1|0|0|0|24
Coffee scale 0.1 g|USB-C|SCA-01-BLK|B-04-1|31|1|0|0|0|0
Dot-grid notebook A5|slate|NOT-A5-SLA|D-01-1|240|4|0|0|0|0
Linen tea towel|indigo stripe|TOW-IND|D-02-2|0|0|0|0|0|0
Brew kit “First cup”|dripper|KIT-FIRST||0|0|0|0|0|0
Matcha ceremonial|30 g tin|TEA-MAT-30|C-04-5|18|0|0|0|0|0
Sidama natural, whole bean|1 kg|COF-SID-1000|C-02-1|22|5|0|0|0|0
""".strip()

OPEN = {"ready", "picking", "packing", "ready_to_ship", "on_hold", "conflict", "awaiting_payment", "backordered"}
VIEWS: dict[str, Callable[[OrderRow], bool]] = {
    "open": lambda row: row.headline in OPEN,
    "attention": lambda row: row.headline in {"conflict", "on_hold"},
    "on_hold": lambda row: row.headline == "on_hold",
    "awaiting_payment": lambda row: row.headline == "awaiting_payment",
    "backordered": lambda row: row.headline == "backordered",
    "ready": lambda row: row.headline == "ready",
    "packing": lambda row: row.headline == "packing",
    "shipped": lambda row: row.headline == "shipped",
    "all": lambda _row: True,
}
STOCK_VIEWS: dict[str, Callable[[StockRow], bool]] = {
    "all": lambda _row: True,
    "out": lambda row: row.available <= 0 and not row.is_kit,
    "backordered": lambda row: row.backordered > 0,
    "quarantine": lambda row: row.quarantine > 0,
    "kits": lambda row: row.is_kit,
}


def make_orders(count: int = 300) -> dict[int, OrderRow]:
    """The orders of the picture, then shipped ones up to ``count``."""
    rows: dict[int, OrderRow] = {}
    for place, line in enumerate(_ORDERS.splitlines()):
        head, reason, kind, number, name, country, marks, items, sku, more, due, total, currency, tag = line.split("|")
        rows[1000 + place] = OrderRow(
            1000 + place, number, kind, _NAMES.get(kind, "By hand"), f"#{number}-X", name, country, head, reason,
            int(items), sku, int(more), NOW - timedelta(hours=16, minutes=18 + place),
            NOW + timedelta(minutes=_SHIP[due]), int(total), currency,
            (tuple(tag.split(":")),) if tag else (), "note" in marks, "gift" in marks,
        )  # fmt: skip
    patterns = list(rows.values())
    for place in range(len(rows), count):
        base = patterns[place % len(patterns)]
        placed = NOW - timedelta(days=1 + place // 8)
        rows[1000 + place] = replace(
            base, id=1000 + place, number=str(10460 - place), headline="shipped", headline_reason="", placed_at=placed
        )
    return rows


def make_stock(count: int = 300) -> dict[int, StockRow]:
    """The products of the picture, then plain ones up to ``count``."""
    rows: dict[int, StockRow] = {}
    for place, line in enumerate(_STOCK.splitlines()):
        title, option, sku, place_name, *figures = line.split("|")
        on_hand, allocated, quarantine, safety, backordered, incoming = map(int, figures)
        available = on_hand - allocated - quarantine - safety
        rows[5000 + place] = StockRow(
            5000 + place, sku, title, option, place_name, on_hand, allocated, quarantine, safety, available,
            backordered, incoming, sku.startswith("KIT"), f"40123456720{place:02}",
        )  # fmt: skip
    for place in range(len(rows), count):
        sku = f"ART-{place:04}"
        rows[5000 + place] = StockRow(5000 + place, sku, f"Article {place}", "", f"E-{place:03}", 10, 2, 0, 0, 8, 0, 0)
    return rows


class FakeList:
    """One subject: rows by id with views, sort and text."""

    def __init__(self, rows: dict[int, Any], views: Mapping[str, Callable[[Any], bool]]) -> None:
        self.table = rows
        self.views = views
        self.asked: list[list[int]] = []

    def snapshot(self, spec: QuerySpec) -> array[int]:
        found = [row for row in self.table.values() if self._holds(spec, row)]
        if spec.sort:
            found.sort(key=lambda row: self._key(spec.sort, row), reverse=spec.is_descending)
        return array("q", (row.id for row in found))

    def rows(self, ids: Iterable[int]) -> dict[int, Any]:
        wanted = list(ids)
        self.asked.append(wanted)
        return {row_id: self.table[row_id] for row_id in wanted if row_id in self.table}

    def matching(self, spec: QuerySpec, ids: Iterable[int]) -> set[int]:
        return {row_id for row_id in ids if row_id in self.table and self._holds(spec, self.table[row_id])}

    def counts(self) -> dict[str, int]:
        return {name: sum(1 for row in self.table.values() if holds(row)) for name, holds in self.views.items()}

    def _holds(self, spec: QuerySpec, row: Any) -> bool:
        words = spec.text.casefold().split()
        text = " ".join(str(getattr(row, name, "")) for name in ("number", "customer_name", "sku", "title")).casefold()
        return self.views.get(spec.view, lambda _row: True)(row) and all(word in text for word in words)

    @staticmethod
    def _key(sort: str, row: Any) -> Any:
        names = {"total": "total_minor", "ship_by": "ship_by_at", "order": "id", "placed": "placed_at"}
        value = getattr(row, names.get(sort, sort), None)
        return (value is None, value)


class FakeReads:
    """The reading side of the shop."""

    def __init__(self, orders: int = 300, stock: int = 300) -> None:
        self.orders = FakeList(make_orders(orders), VIEWS)
        self.stock = FakeList(make_stock(stock), STOCK_VIEWS)
        self.undo: tuple[str, dict[str, Any]] | None = None

    def order_detail(self, order_id: int) -> OrderDetail | None:
        if order_id not in self.orders.table:
            return None
        row: OrderRow = self.orders.table[order_id]
        placed, note = row.placed_at, "The house number is missing, so the carrier would refuse the label."
        lines = (
            OrderLineRow(1, row.first_sku, "Gooseneck kettle 0.9 L", "matte black", 1, 1, 0, 0, 11900, "B-02-1"),
            OrderLineRow(2, "FIL-02-100", "Paper filters No. 2, 100 pcs", "white", 1, 1, 0, 0, 790, "A-01-4"),
        )
        holds = (HoldRow(71, row.headline_reason, note, "rule “Address check”", placed, None, None),)
        state = {"packing": "packing", "picking": "picking", "ready_to_ship": "packed"}.get(row.headline, "draft")
        timeline = tuple(
            TimelineEntry(seq, placed + timedelta(minutes=seq), command, name, "Marta Keller", "", "", data)
            for seq, command, name, data in (
                (4, "PlaceHold", "HoldPlaced", {"hold": "address"}),
                (3, "ImportOrders", "StockAllocated", {"pieces": 2}),
                (1, "ImportOrders", "OrderImported", {"channel": row.channel_name}),
            )
        )
        return OrderDetail(
            row, "open", "paid", "full", "unfulfilled", lines, (("shipping", "Shipping, DHL Parcel International", 2200),),
            14890, "Shopify Payments", (row.customer_name, "Bóthar na Trá", "Gaillimh H91 KX50", "Ireland"),
            "siobhan@example.org", "", holds if row.headline == "on_hold" else (),
            (ShipmentRow(81, f"{row.number}-1", state, False, "", 1, "", None),), timeline,
        )  # fmt: skip

    def stock_detail(self, variant_id: int) -> StockDetail:
        row: StockRow = self.stock.table[variant_id]
        moves = [
            ("issue", "10470", -2, 0, 182), ("return", "RMA-0184", 1, 0, 257), ("count", "A-03-2", -1, 0, 281),
            ("issue", "10455", -4, 1, -100), ("receipt", "PO-2041", 60, 1, 302), ("broken", "table 2", -1, 2, -36),
        ]  # fmt: skip
        balance, entries = row.on_hand, []
        for place, (reason, reference, quantity, days, minutes) in enumerate(moves):
            at = NOW - timedelta(days=days, minutes=minutes)
            entries.append(MoveRow(900 - place, at, reason, reference, quantity, balance))
            balance -= quantity
        bins = (
            BinRow(row.bin, "pick", "sellable", 32, 12),
            BinRow("R-11-4", "reserve", "sellable", 23, 0),
            BinRow("Q-01", "quarantine", "quarantine", 1, 0),
        )
        return StockDetail(row, ((row.barcode, 1),), bins, tuple(entries))

    def search(self, text: str, limit: int) -> list[SearchHit]:
        word = text.casefold()
        orders = [
            SearchHit("order", row.id, row.number, row.customer_name)
            for row in self.orders.table.values()
            if word in f"{row.number} {row.customer_name}".casefold()
        ]
        variants = [
            SearchHit("variant", row.id, f"{row.title}, {row.option}", row.sku)
            for row in self.stock.table.values()
            if word in f"{row.sku} {row.title} {row.option}".casefold()
        ]
        return (variants[:5] + orders)[:limit]

    def undo_top(self) -> tuple[str, dict[str, Any]] | None:
        return self.undo


@dataclass(frozen=True)
class Touched:
    """Ids of one kind a fake command touched."""

    created: tuple[int, ...] = ()
    updated: tuple[int, ...] = ()
    deleted: tuple[int, ...] = ()


@dataclass(frozen=True)
class FakeChanges:
    """What a fake command touched."""

    seq: int = 1
    touched: Mapping[str, Touched] = field(default_factory=dict)


@dataclass(frozen=True)
class FakeOutcome:
    """What came of a fake command."""

    value: Any
    changes: FakeChanges
    group_id: int | None = None


class FakeRunner:
    """Answers on the calling thread, at once or, while ``hold()`` is in force, when told to.

    Attributes:
        commands: every command that was run, in order.
        answer: command type name -> value, or exception to hand back.
    """

    def __init__(self, reads: FakeReads) -> None:
        self.reads = reads
        self.commands: list[Any] = []
        self.answers: dict[str, Any] = {}
        self.touched: dict[str, Mapping[str, Touched]] = {}
        self.held: list[Callable[[], None]] | None = None
        self.failing: BaseException | None = None

    def hold(self) -> None:
        """Keep answers back until ``let_go``."""
        self.held = []

    def let_go(self, newest_first: bool = False) -> None:
        """Deliver what was kept back, in the order asked or reversed."""
        kept, self.held = self.held or [], None
        for deliver in reversed(kept) if newest_first else kept:
            deliver()

    def run(
        self, command: Any, on_done: Callable[[Any], None], *, cause: str = "", group_id: int | None = None
    ) -> None:
        self.commands.append(command)
        name = type(command).__name__
        value = self.answers.get(name)
        if isinstance(value, BaseException):
            on_done(value)
        else:
            on_done(FakeOutcome(value, FakeChanges(1, self.touched.get(name, {})), group_id or 7))

    def ask(self, question: Callable[[Any], Any], on_done: Callable[[Any], None], *, group: str = "") -> None:
        def deliver() -> None:
            if self.failing is not None:
                on_done(self.failing)
            else:
                on_done(question(self.reads))

        if self.held is None:
            deliver()
        else:
            self.held.append(deliver)
