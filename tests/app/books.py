"""What tests of app build their shops from: small orders, stock in bins, and an independent count of the books.

Builders tell a story in one line; the counts below share no code with the projections they check.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Table, select

from desktop_oms.app.intake.orders import ImportOrders
from desktop_oms.app.intake.runs import AddChannel
from desktop_oms.app.opening import Opening, Ports, open_shop
from desktop_oms.app.ports import Paper
from desktop_oms.app.products import ImportProducts
from desktop_oms.app.setup import StartShop
from desktop_oms.app.shop import Shop
from desktop_oms.app.stock_import import ImportOpeningStock
from desktop_oms.channels.file_port import FileFormats
from desktop_oms.db import schema
from desktop_oms.db.changes import recorded_columns
from desktop_oms.db.engine import read_connection
from desktop_oms.domain.remote_order import RemoteAddress, RemoteLine, RemoteOrder, RemotePayment
from desktop_oms.sync.goods import BarcodeIn, ComponentIn, ProductRowIn, StockRowIn

MONDAY = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
ADDRESS = RemoteAddress(name="Zoë Łuczak", street1="Kirchweg 3", city="Berlin", postcode="10115", country="DE")

Line = tuple[str, int]


class BlankPapers:
    """Papers nobody looks at."""

    def render(self, kind: str, data: Any, media: str) -> Paper:
        return Paper(b"%PDF-", "application/pdf", (), "v1")

    def fingerprint(self, kind: str) -> str:
        return "v1"


class NoPrinter:
    """Takes everything."""

    def send(self, transport: str, target: str, job_name: str, content: bytes, content_type: str) -> str:
        return "done"


def shop_at(url: str, clock: Any) -> Shop:
    """The shop of these books; made on the first call."""
    ports = Ports(
        papers=BlankPapers(),
        spool=NoPrinter(),
        files=FileFormats(),
        template_versions={"packing_slip": "v1", "label": "v1"},
        clock=clock,
    )
    return open_shop(Opening(url, first_shop=StartShop("Nordlicht", city="Berlin", timezone="Europe/Berlin")), ports)


# --- builders --------------------------------------------------------------------------------------------------------


def articles(shop: Shop, *skus: str, kits: Mapping[str, Sequence[Line]] | None = None, **facts: Any) -> None:
    """Make articles without stock; ``kits``: sku -> components."""
    rows = [ProductRowIn(sku, f"Article {sku}", line=n, **facts) for n, sku in enumerate(skus, start=2)]
    rows += [
        ProductRowIn(sku, f"Kit {sku}", components=tuple(ComponentIn(*part) for part in parts))
        for sku, parts in (kits or {}).items()
    ]
    done = shop.run(ImportProducts(tuple(rows))).value
    assert not done.rejected, done.rejected


def a_product(sku: str, *codes: str, **facts: Any) -> ProductRowIn:
    """One row of a product file."""
    return ProductRowIn(
        sku, facts.pop("title", f"Article {sku}"), barcodes=tuple(BarcodeIn(code) for code in codes), **facts
    )


def in_stock(shop: Shop, *rows: tuple[str, str, int]) -> None:
    """Put (sku, bin, pieces) there by opening stock; articles are made."""
    articles(shop, *dict.fromkeys(sku for sku, _bin, _pieces in rows))
    told = tuple(StockRowIn(sku, pieces, place, line=n) for n, (sku, place, pieces) in enumerate(rows, start=2))
    done = shop.run(ImportOpeningStock(told, file="opening.csv")).value
    assert not done.rejected, done.rejected


def a_channel(shop: Shop, type_: str = "shopify", name: str = "Main shop") -> int:
    """A channel account."""
    return int(shop.run(AddChannel(type_, name)).value)


def an_order(external_id: str, *lines: Line, is_paid: bool = True, minutes: int = 0, **facts: Any) -> RemoteOrder:
    """A paid order of (sku, quantity) lines, placed ``minutes`` after Monday 07:00 UTC; facts replace fields of RemoteOrder."""
    bought = tuple(
        RemoteLine(f"{external_id}-{n}", sku, f"Article {sku}", quantity, 1000 * quantity, 1000)
        for n, (sku, quantity) in enumerate(lines, start=1)
    )
    total = sum(line.total_minor for line in bought)
    placed_at = MONDAY + timedelta(minutes=minutes)
    order = RemoteOrder(
        channel_type="shopify",
        external_id=external_id,
        number=f"#{external_id}",
        placed_at=placed_at,
        currency="EUR",
        total_minor=total,
        lines=bought,
        payment_status="paid" if is_paid else "pending",
        paid_at=placed_at if is_paid else None,
        payments=(RemotePayment(f"pay-{external_id}", "capture", total, placed_at),) if is_paid else (),
        buyer_name="Zoë Łuczak",
        buyer_email="zoe@example.org",
        ship_to=ADDRESS,
        bill_to=ADDRESS,
    )
    return replace(order, **facts)


def tell(shop: Shop, channel_id: int, *orders: RemoteOrder, **options: Any) -> Any:
    """Import orders; returns the outcome."""
    return shop.run(ImportOrders(channel_id, orders, **options))


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    """Run jobs in threads side by side; their results in order. What a job raises is raised here."""
    with ThreadPoolExecutor(len(jobs)) as pool:
        return [future.result(60) for future in [pool.submit(job) for job in jobs]]


# --- looking ---------------------------------------------------------------------------------------------------------


def rows(shop: Shop, table: Table, **equal: Any) -> list[dict[str, Any]]:
    """Rows of a table by id, as dicts."""
    query = select(table).order_by(table.c.id)
    for name, value in equal.items():
        query = query.where(table.c[name] == value)
    with read_connection(shop.engine) as conn:
        return [dict(row) for row in conn.execute(query).mappings()]


def order_row(shop: Shop, external_id: str) -> dict[str, Any]:
    """The order with that id of the channel."""
    (found,) = rows(shop, schema.sales_order, external_id=external_id)
    return found


def allocated(shop: Shop, external_id: str) -> dict[str, int]:
    """Pieces set aside for an order, by SKU."""
    skus = {row["id"]: row["sku"] for row in rows(shop, schema.variant)}
    found: Counter[str] = Counter()
    for row in rows(shop, schema.allocation, order_id=order_row(shop, external_id)["id"]):
        found[skus[row["variant_id"]]] += row["quantity"]
    return dict(found)


def totals(shop: Shop, sku: str) -> tuple[int, int]:
    """(on hand, allocated) of an article over all warehouses."""
    (article,) = rows(shop, schema.variant, sku=sku)
    found = rows(shop, schema.stock_total, variant_id=article["id"])
    return sum(row["on_hand"] for row in found), sum(row["allocated"] for row in found)


def event_count(shop: Shop) -> int:
    """Events written so far."""
    with read_connection(shop.engine) as conn:
        return len(conn.execute(select(schema.event.c.seq)).all())


def variant_id(shop: Shop, sku: str) -> int:
    """Id of an article."""
    (article,) = rows(shop, schema.variant, sku=sku)
    return int(article["id"])


def state_of(engine: Engine) -> dict[str, dict[int, dict[str, Any]]]:
    """A copy of every state table, as events speak of it: all columns but derived ones and the version."""
    copy: dict[str, dict[int, dict[str, Any]]] = {}
    with read_connection(engine) as conn:
        for table in schema.metadata.sorted_tables:
            if table.info["kind"] == "state":
                found = conn.execute(select(*recorded_columns(table))).mappings()
                copy[table.name] = {row["id"]: dict(row) for row in found}
    return copy


def faults(engine: Engine) -> list[str]:
    """What is wrong with levels, totals, allocations and cost layers, counted from the ledger in plain Python."""
    with read_connection(engine) as conn:

        def read(table: Table) -> list[Any]:
            return list(conn.execute(select(table)).mappings())

        moves, levels, sums = read(schema.stock_move), read(schema.stock_level), read(schema.stock_total)
        given, wanted = read(schema.allocation), read(schema.demand)
        layers, uses = read(schema.cost_layer), read(schema.cost_layer_use)
        left = read(schema.cost_layer_level)
    return [
        *_differences("level", _sum(moves, _LEVEL, "quantity"), _sum(levels, _LEVEL, "on_hand")),
        *_differences("on hand", _sum([m for m in moves if m["stock_state"] == "sellable"], _TOTAL, "quantity"),
                      _sum(sums, _TOTAL, "on_hand")),
        *_differences("allocated", _sum(given, _TOTAL, "quantity"), _sum(sums, _TOTAL, "allocated")),
        *_differences("demand", _sum(given, ("demand_id",), "quantity"), _sum(wanted, ("id",), "allocated_qty")),
        *[f"oversold {dict(row)}" for row in sums if row["allocated"] > row["on_hand"] + row["oversell"]],
        *_differences("cost", _layers(layers, uses), _sum(left, ("cost_layer_id",), "remaining")),
    ]  # fmt: skip


_LEVEL = ("variant_id", "warehouse_id", "bin_id", "lot_id", "serial", "stock_state")
_TOTAL = ("variant_id", "warehouse_id")


def _sum(found: Iterable[Any], key: tuple[str, ...], figure: str) -> dict[Any, int]:
    counted: dict[Any, int] = defaultdict(int)
    for row in found:
        counted[tuple(row[name] for name in key)] += row[figure]
    return counted


def _layers(layers: Sequence[Any], uses: Sequence[Any]) -> dict[Any, int]:
    before = {row["id"]: row["reverses_id"] for row in layers}

    def first(layer_id: int) -> int:
        while before[layer_id] is not None:
            layer_id = before[layer_id]
        return layer_id

    left: dict[Any, int] = defaultdict(int)
    for row in layers:
        left[(first(row["id"]),)] += row["quantity"]
    for row in uses:
        left[(row["cost_layer_id"],)] -= row["quantity"]
    return left


def _differences(what: str, true: Mapping[Any, int], kept: Mapping[Any, int]) -> list[str]:
    keys = true.keys() | kept.keys()
    return [
        f"{what} {key}: counted {true.get(key, 0)}, kept {kept.get(key, 0)}"
        for key in keys
        if true.get(key, 0) != kept.get(key, 0)
    ]


def sample(name: str) -> Path:
    """A file of ``resources/samples``."""
    return Path(__file__).resolve().parents[2] / "resources" / "samples" / name
