"""The day's work on the invented orders: import, release, pack, dispatch, hold, one quarrel with the channel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from itertools import islice
from random import Random
from typing import Any

from desktop_oms.app.context import Actor
from desktop_oms.app.dispatch import DispatchShipments
from desktop_oms.app.holds import PlaceHold
from desktop_oms.app.intake.orders import PAGE_SIZE, ImportOrders
from desktop_oms.app.intake.runs import AddChannel
from desktop_oms.app.lookups import ShipmentRef, channels, external_ids, shipments_by_id
from desktop_oms.app.packing import PackScan
from desktop_oms.app.printing import print_waiting
from desktop_oms.app.products import ImportProducts
from desktop_oms.app.records import QuerySpec
from desktop_oms.app.release import ReleaseOrders
from desktop_oms.app.setup import AddStation
from desktop_oms.app.shop import Shop
from desktop_oms.app.stock_import import ImportOpeningStock
from desktop_oms.domain.errors import RuleError
from desktop_oms.domain.remote_order import RemoteOrder
from desktop_oms.sync.seed.goods import Catalog
from desktop_oms.sync.seed.orders import OrderMaker, live_count

_CHANNELS = (("shopify", "Harbor & Pine"), ("amazon", "Harbor on Amazon"))
_PRODUCT_PAGE = 200
# Enough to see every state; packing is one commit per piece.
_MOST_RELEASED, _MOST_PACKED = 300, 24
_CAUSE = "seed"


@dataclass(frozen=True, slots=True)
class Seeded:
    """What was made; ``views`` counts the orders each view shows."""

    orders: int
    products: int
    shipments_packed: int
    shipments_dispatched: int
    views: dict[str, int]


def fill(shop: Shop, count: int, seed: int) -> Seeded:
    """Fill books without orders. Raises RuleError ``seed.not_empty`` when somebody works with them."""
    if shop.ask(lambda reads: reads.orders.counts()["all"]):
        raise RuleError("seed.not_empty")
    random = Random(seed)
    catalog = Catalog(random, count)
    midnight = shop.clock().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    places = _make_channels(shop)
    _import_products(shop, catalog)
    # Two passes with the same numbers: stock must lie there before the orders come, and their sum is known only then.
    wanted = _wanted(OrderMaker(Random(f"{seed}"), catalog, count, midnight, seed), catalog, live_count(count))
    shop.run(ImportOpeningStock(tuple(catalog.stock_rows(random, wanted)), file=_CAUSE), cause=_CAUSE)
    told = _import_orders(shop, OrderMaker(Random(f"{seed}"), catalog, count, midnight, seed), places)
    packed, gone = _work(shop, catalog)
    _hold_one(shop)
    _quarrel(shop, told, places, packed)
    print_waiting(shop, limit=4 * _MOST_PACKED)
    views = shop.ask(lambda reads: dict(reads.orders.counts()))
    return Seeded(count, len(catalog.articles) + 1, len(packed), len(gone), views)


def _make_channels(shop: Shop) -> dict[str, int]:
    """Channel type -> id; those of our names are made if missing."""
    known = {(row.type, row.name): row.id for row in shop.ask(channels)}
    return {
        kind: known[kind, name] if (kind, name) in known else shop.run(AddChannel(kind, name), cause=_CAUSE).value
        for kind, name in _CHANNELS
    }


def _import_products(shop: Shop, catalog: Catalog) -> None:
    rows = catalog.product_rows()
    for page in _pages(rows, _PRODUCT_PAGE):
        shop.run(ImportProducts(tuple(page), file=_CAUSE), cause=_CAUSE)


def _wanted(maker: OrderMaker, catalog: Catalog, live: int) -> dict[str, int]:
    """Pieces the open orders will ask for, by SKU."""
    parts = [article.sku for article in catalog.articles[1:3]]
    found: dict[str, int] = {}
    newest: list[RemoteOrder] = []
    for order in maker.orders():
        newest.append(order)
        if len(newest) > 2 * live + PAGE_SIZE:
            del newest[:-live]
    for order in newest[-live:]:
        for line in order.lines:
            for sku in parts if line.sku == catalog.kit else [line.sku]:
                found[sku] = found.get(sku, 0) + line.quantity
    return found


def _import_orders(shop: Shop, maker: OrderMaker, places: dict[str, int]) -> dict[str, RemoteOrder]:
    """Import page by page; returns the newest orders as told, by external id."""
    told: dict[str, RemoteOrder] = {}
    for page in _pages(maker.orders(), PAGE_SIZE):
        for kind, channel_id in places.items():
            own = tuple(order for order in page if order.channel_type == kind)
            if own:
                shop.run(ImportOrders(channel_id, own, file=_CAUSE), cause=_CAUSE)
        told = {**dict(list(told.items())[-3000:]), **{order.external_id: order for order in page}}
    return told


def _work(shop: Shop, catalog: Catalog) -> tuple[list[ShipmentRef], list[int]]:
    """Release, pack, leave one half packed at a second table, dispatch half of what is packed."""
    ready = list(shop.ask(lambda reads: reads.orders.snapshot(QuerySpec(view="ready"))))
    going = ready[: min(_MOST_RELEASED, len(ready) * 2 // 3)]
    ids: list[int] = []
    for page in _pages(going, PAGE_SIZE):
        ids += shop.run(ReleaseOrders(tuple(page)), cause=_CAUSE).value.shipment_ids
    shipments = shop.ask(lambda reads: shipments_by_id(reads, ids))
    codes = {article.sku: article.code for article in catalog.articles}
    packed = shipments[: min(_MOST_PACKED, len(shipments) // 2)]
    for row in packed:
        _pack(shop, row, codes)
    _leave_open(shop, shipments[len(packed) :], codes)
    gone = [row.id for row in packed[: len(packed) // 2]]
    if gone:
        shop.run(DispatchShipments(tuple(gone)), cause=_CAUSE)
    return packed[len(packed) // 2 :], gone


def _pack(shop: Shop, row: ShipmentRef, codes: dict[str, str], leave: int = 0) -> bool:
    """Scan the order and its pieces, all but ``leave`` of them; False when there are not more than that."""
    view = shop.run(PackScan(f"ORD{row.order_number}"), cause=_CAUSE).value.view
    pieces = [line.sku for line in view.lines for _ in range(line.of - line.done)]
    if len(pieces) <= leave:
        shop.run(PackScan("CTRLSUSPEND"), cause=_CAUSE)
        return False
    for sku in pieces[: len(pieces) - leave]:
        shop.run(PackScan(codes[sku]), cause=_CAUSE)
    return True


def _leave_open(shop: Shop, shipments: Sequence[ShipmentRef], codes: dict[str, str]) -> None:
    """Somebody is in the middle of a box at the second table."""
    station_id = shop.run(AddStation("Packing table 2", "STN2"), cause=_CAUSE).value
    other = shop.as_actor(Actor(shop.actor.user_id, station_id))
    for row in shipments:
        if _pack(other, row, codes, leave=1):
            return


def _hold_one(shop: Shop) -> None:
    ready = shop.ask(lambda reads: reads.orders.snapshot(QuerySpec(view="ready")))
    if ready:
        shop.run(PlaceHold((ready[-1],), note="Ask for the apartment number"), cause=_CAUSE)


def _quarrel(shop: Shop, told: dict[str, RemoteOrder], places: dict[str, int], packed: Sequence[ShipmentRef]) -> None:
    """The buyer changed an order at the channel after it was packed here."""
    if not packed:
        return
    order_id = packed[-1].order_id
    order = told.get(shop.ask(lambda reads: external_ids(reads, [order_id]))[order_id])
    if order is None:
        return
    line = order.lines[0]
    more = replace(line, quantity=line.quantity + 1, total_minor=line.total_minor + line.unit_price_minor)
    total = order.total_minor + line.unit_price_minor
    changed = replace(order, lines=(more, *order.lines[1:]), total_minor=total)
    shop.run(ImportOrders(places[order.channel_type], (changed,), file=_CAUSE), cause=_CAUSE)


def _pages(rows: Any, size: int) -> Iterator[list[Any]]:
    source = iter(rows)
    while page := list(islice(source, size)):
        yield page
