"""Steps the tests of intake share."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from desktop_oms.app.packing import PackScan
from desktop_oms.app.release import ReleaseOrders
from desktop_oms.app.shop import Shop
from desktop_oms.db import schema
from desktop_oms.db.tx import WriteMeta
from desktop_oms.domain.remote_order import (
    RemoteOrder,
)
from tests.app.books import (
    order_row,
    rows,
)


def first_line(order: RemoteOrder, **changes: Any) -> RemoteOrder:
    """The order with its first line changed."""
    return replace(order, lines=(replace(order.lines[0], **changes), *order.lines[1:]))


def released(shop: Shop, name: str) -> int:
    """Release an order; returns its shipment."""
    report = shop.run(ReleaseOrders((order_row(shop, name)["id"],))).value
    assert not report.refused, report.refused
    return int(report.shipment_ids[0])


def on_the_table(shop: Shop, name: str) -> int:
    """Release an order and open it at the packing table."""
    shipment_id = released(shop, name)
    assert shop.run(PackScan(f"ORD{order_row(shop, name)['number']}")).value.view is not None
    assert rows(shop, schema.shipment, id=shipment_id)[0]["state"] == "packing"
    return shipment_id


def edit(shop: Shop, name: str, **values: Any) -> None:
    """What an edit form will do: change the order and remember that a person did."""
    order = order_row(shop, name)
    kept = sorted({*order["person_fields"], *values})
    with shop.bus.gateway.transaction(WriteMeta("EditOrder", "edit")) as tx:
        tx.update(schema.sales_order, [{"id": order["id"], "person_fields": kept, **values}])
