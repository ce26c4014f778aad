"""The undo of every command that has one: run it, take it back, do it again; tests/architecture holds the list complete."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from desktop_oms.app.allocation import AllocateOrders, DeallocateOrders
from desktop_oms.app.context import Actor
from desktop_oms.app.dispatch import DispatchShipments
from desktop_oms.app.dispatch_orders import DispatchOrders
from desktop_oms.app.holds import PlaceHold, ReleaseDueHolds, ReleaseHold
from desktop_oms.app.intake.orders import ImportOrders
from desktop_oms.app.intake.runs import AddChannel
from desktop_oms.app.mapping import MapSku
from desktop_oms.app.packing import PackScan
from desktop_oms.app.print_jobs import PrintAgain, PrintSlips, SetPrinter
from desktop_oms.app.products import ImportProducts
from desktop_oms.app.release import RecallShipments, ReleaseOrders
from desktop_oms.app.setup import AddStation, AddUser
from desktop_oms.app.stock import AdjustStock, ReceiveStock
from desktop_oms.app.stock_import import ImportOpeningStock
from desktop_oms.app.undo import Redo, Undo
from desktop_oms.db import schema as s
from desktop_oms.sync.goods import BarcodeIn, ProductRowIn, StockRowIn
from tests.app.books import ADDRESS
from tests.app.books import an_order as a_remote_order
from tests.support.shop import LEFT_BY_UNDO, Floor, differences

# Rows that stay because someone else may use them; they hold nothing.
PLACES = frozenset({"bin", "lot", "customer", "tag"})


def _an_import(floor: Floor) -> ImportOrders:
    floor.an_order(("TEA", 1), external_id="again")
    told = (
        a_remote_order("new", ("TEA", 2), ship_to=ADDRESS),
        a_remote_order("again", ("TEA", 1), ship_to=ADDRESS, note="ring"),
    )
    return ImportOrders(floor.rows(s.channel)[0]["id"], told)


def _a_last_scan(floor: Floor) -> PackScan:
    floor.an_order(("TEA", 1)).released().in_packing()
    return PackScan("TEA")


def _a_held_order(floor: Floor) -> int:
    order = floor.an_order(("TEA", 1))
    until_at = floor.clock() + timedelta(minutes=1)
    (hold_id,) = floor.shop.run(PlaceHold((order.order_id,), until_at=until_at)).value
    floor.clock.step(minutes=2)
    return int(hold_id)


def _packed(floor: Floor) -> int:
    return floor.an_order(("TEA", 1)).released().in_packing().packed().shipment_id


def _an_undone(floor: Floor) -> Redo:
    floor.shop.run(PlaceHold((floor.an_order(("TEA", 1)).order_id,)))
    floor.shop.run(Undo())
    return Redo()


def _a_deed(floor: Floor) -> Undo:
    return Undo(floor.shop.run(PlaceHold((floor.an_order(("TEA", 1)).order_id,))).group_id)


def _printed(floor: Floor) -> tuple[int, ...]:
    _packed(floor)
    return tuple(row["id"] for row in floor.rows(s.document))


def _an_article(floor: Floor, **_more: Any) -> int:
    floor.an_order(("NOBODY", 1))
    return int(floor.rows(s.variant, sku="TEA")[0]["id"])


def _unallocated(floor: Floor) -> int:
    order = floor.an_order(("TEA", 1))
    floor.shop.run(DeallocateOrders((order.order_id,)))
    return order.order_id


# Command -> one that can be run on this floor, after what must have happened before.
DEEDS: dict[type, Callable[[Floor], Any]] = {
    AddChannel: lambda floor: AddChannel("amazon", "Second shop"),
    AddStation: lambda floor: AddStation("Table 3", "STN3"),
    AddUser: lambda floor: AddUser("Tom", "tom"),
    AdjustStock: lambda floor: AdjustStock("TEA", "A-1", -3, "lost"),
    AllocateOrders: lambda floor: AllocateOrders((_unallocated(floor),)),
    DeallocateOrders: lambda floor: DeallocateOrders((floor.an_order(("TEA", 1)).order_id,)),
    DispatchOrders: lambda floor: DispatchOrders((_packed(floor) and floor.rows(s.sales_order)[0]["id"],)),
    DispatchShipments: lambda floor: DispatchShipments((_packed(floor),)),
    ImportOpeningStock: lambda floor: ImportOpeningStock((StockRowIn("CARD", 4, "A-2"),)),
    ImportOrders: _an_import,
    ImportProducts: lambda floor: ImportProducts(
        (ProductRowIn("TEA", "Tea, new"), ProductRowIn("HAT", "Hat", barcodes=(BarcodeIn("HAT-1"),)))
    ),
    MapSku: lambda floor: MapSku(_an_article(floor), sku="NOBODY"),
    PackScan: _a_last_scan,
    PlaceHold: lambda floor: PlaceHold((floor.an_order(("TEA", 1)).order_id,), "fraud"),
    PrintAgain: lambda floor: PrintAgain(_printed(floor)),
    PrintSlips: lambda floor: PrintSlips((floor.an_order(("TEA", 1)).released().in_packing().packed().order_id,)),
    RecallShipments: lambda floor: RecallShipments((floor.an_order(("TEA", 1)).released().shipment_id,)),
    ReceiveStock: lambda floor: ReceiveStock("TEA", "A-2", 5, lot="L-1", best_before="2026-12-31", unit_cost_minor=90, currency="EUR"),
    Redo: _an_undone,
    ReleaseDueHolds: lambda floor: _a_held_order(floor) and ReleaseDueHolds(),
    ReleaseHold: lambda floor: ReleaseHold((_a_held_order(floor),), "checked"),
    ReleaseOrders: lambda floor: ReleaseOrders((floor.an_order(("TEA", 1), ("GIFT-SET", 2)).order_id,)),
    SetPrinter: lambda floor: SetPrinter("Slips", "tcp", "10.0.0.9:9100", media="4x6", language="zpl"),
    Undo: _a_deed,
}  # fmt: skip


@pytest.mark.parametrize("kind", DEEDS, ids=lambda kind: kind.__name__)
def test_what_a_command_did_is_taken_back_and_done_again(floor: Floor, kind: type) -> None:
    command = DEEDS[kind](floor)
    before, left = floor.state(but=LEFT_BY_UNDO | PLACES), LEFT_BY_UNDO | PLACES
    hand = floor.shop.as_actor(Actor()) if kind is ReleaseDueHolds else floor.shop
    outcome = hand.run(command)
    assert outcome.group_id is not None, "nothing was done"
    after = floor.state(but=PLACES)
    later = floor.restarted()
    undone = later.shop.run(Undo(outcome.group_id))
    assert differences(before, later.state(but=left)) == []
    later.shop.run(Undo(undone.group_id))
    assert differences(after, later.state(but=PLACES)) == []
    assert later.findings() == []
    later.close()
