"""A few hours of a small shop, written through the gateway: healthy books for tests that need some.

One order shipped (a mug and a gift set of mug and card, packed by scans, label, dispatched), one open with stock set aside, one
shipped elsewhere. ``build`` makes them at a URL; the ids below are stable because the counter starts at 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select, text

from desktop_oms.db import schema as s
from desktop_oms.db.engine import begin_write, open_engine
from desktop_oms.db.gateway import Gateway
from desktop_oms.db.migrations import create_fresh
from desktop_oms.db.tx import Tx, WriteMeta

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def build(url: str) -> None:
    """Make the books at ``url``; leaves no connection open."""
    engine = open_engine(url, clock=lambda: NOON)
    create_fresh(engine)
    gateway = Gateway(engine, lambda: NOON)
    with gateway.transaction(WriteMeta("Prepare", "c1")) as tx:
        place = _business(tx)
        goods = _goods(tx, place)
    with gateway.transaction(WriteMeta("Import", "c2")) as tx:
        orders = [_order(tx, place, goods, number) for number in (10001, 10002)]
        _order_shipped_elsewhere(tx, place)
    with gateway.transaction(WriteMeta("Ship", "c3")) as tx:
        _ship(tx, place, goods, orders[0])
    for priority in (5, 7):
        with gateway.transaction(WriteMeta("Hurry", f"c-{priority}")) as tx:
            tx.update(s.sales_order, [{"id": orders[1]["id"], "priority": priority}])
    engine.dispose()


def write(conn: Connection, statement: str, values: Mapping[str, Any] | None = None) -> None:
    """Run raw SQL past the program, as a damaged disk or another tool would: no references, no rules."""
    if conn.dialect.name == "sqlite":
        conn.exec_driver_sql("PRAGMA ignore_check_constraints=ON")
    else:
        conn.execute(text("SET session_replication_role = replica"))
    conn.execute(text(statement), dict(values or {}))


def plant(url: str, *statements: str, **values: Any) -> None:
    """Damage the books at ``url``; on PostgreSQL name a constraint to drop by ``drop="table.constraint"``."""
    engine = open_engine(url, clock=lambda: NOON)
    drop = values.pop("drop", "")
    with engine.connect() as conn:
        is_sqlite = conn.dialect.name == "sqlite"
        if is_sqlite:
            conn.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
        begin_write(conn)
        if drop and not is_sqlite:
            table, name = drop.split(".")
            conn.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        for statement in statements:
            write(conn, statement, values)
        conn.commit()
    engine.dispose()


def one(conn: Connection, query: str) -> Any:
    """The single value of a query written in SQL."""
    return conn.execute(text(query)).scalar_one()


def _business(tx: Tx) -> dict[str, int]:
    (company,) = tx.insert(s.company, [{"name": "Blue Harbor"}])
    (warehouse,) = tx.insert(
        s.warehouse, [{"company_id": company, "code": "HH", "name": "Hamburg", "timezone": "Europe/Berlin"}]
    )
    shelf = {"warehouse_id": warehouse, "purpose": "pick"}
    bins = [{**shelf, "code": code, "code_key": code.lower(), "sort_key": code.lower()} for code in ("A-1", "A-2")]
    bin_a, bin_b = tx.insert(s.bin_, bins)
    (station,) = tx.insert(s.station, [{"warehouse_id": warehouse, "name": "Table 1", "code": "STN1"}])
    (channel,) = tx.insert(s.channel, [{"company_id": company, "type": "shopify", "name": "blue-harbor"}])
    return {
        "company": company, "warehouse": warehouse, "bin": bin_a, "bin_b": bin_b, "station": station, "channel": channel
    }  # fmt: skip


def _goods(tx: Tx, place: Mapping[str, int]) -> dict[str, int]:
    (product,) = tx.insert(s.product, [{"title": "Harbor things"}])
    skus = ("MUG-RED", "CARD", "GIFT-SET")
    rows = [
        {"product_id": product, "sku": sku, "sku_key": sku.lower(), "title": sku.title(), "is_kit": sku == "GIFT-SET"}
        for sku in skus
    ]
    goods = dict(zip(("mug", "card", "set"), tx.insert(s.variant, rows), strict=True))
    tx.insert(
        s.barcode, [{"variant_id": goods["mug"], "code": "4006381333931", "code_key": "04006381333931", "kind": "gtin"}]
    )
    parts = [
        {"kit_variant_id": goods["set"], "component_variant_id": goods[part], "quantity": 1} for part in ("mug", "card")
    ]
    tx.insert(s.kit_component, parts)
    moves = [_move(place, goods[name], 20, "receipt", unit_cost_minor=300, currency="EUR") for name in ("mug", "card")]
    for move_id, move in zip(tx.insert(s.stock_move, moves), moves, strict=True):
        layer = {
            "move_id": move_id,
            "variant_id": move["variant_id"],
            "warehouse_id": place["warehouse"],
            "received_at": NOON,
        }
        tx.insert(s.cost_layer, [{**layer, "quantity": 20, "unit_cost_minor": 300, "currency": "EUR"}])
    return goods


def _move(place: Mapping[str, int], variant: int, quantity: int, reason: str, **more: Any) -> dict[str, Any]:
    where = {"warehouse_id": place["warehouse"], "bin_id": place["bin"], "lot_id": 0, "stock_state": "sellable"}
    return {"at": NOON, "variant_id": variant, "quantity": quantity, "reason": reason, **where, **more}


def _head(tx: Tx, place: Mapping[str, int], name: str) -> dict[str, Any]:
    number = tx.number("order")
    (customer,) = tx.insert(s.customer, [{"channel_id": place["channel"], "external_id": f"buyer-{number}"}])
    (contact,) = tx.insert(
        s.contact, [{"customer_id": customer, "name": name, "email": "z@example.org", "email_key": "z@example.org"}]
    )
    (address,) = tx.insert(
        s.address, [{"customer_id": customer, "name": name, "city": "München", "postcode": "80331", "country": "DE"}]
    )
    return {
        "number": str(number), "company_id": place["company"], "channel_id": place["channel"], "external_id": f"ext-{number}",
        "external_number": f"#{number - 9000}", "placed_at": NOON, "currency": "EUR", "total_minor": 3000,
        "customer_id": customer, "contact_id": contact, "ship_address_id": address, "warehouse_id": place["warehouse"],
    }  # fmt: skip


def _order(tx: Tx, place: Mapping[str, int], goods: Mapping[str, int], number: int) -> dict[str, Any]:
    (order,) = tx.insert(s.sales_order, [_head(tx, place, "Zoë Łodz")])
    line = {"order_id": order, "unit_price_minor": 1000, "title": "A thing"}
    mugs, sets = tx.insert(
        s.order_line,
        [
            {
                **line,
                "position": 1,
                "external_id": "1",
                "sku": "MUG-RED",
                "variant_id": goods["mug"],
                "quantity": 2,
                "total_minor": 2000,
            },
            {
                **line,
                "position": 2,
                "external_id": "2",
                "sku": "GIFT-SET",
                "variant_id": goods["set"],
                "quantity": 1,
                "total_minor": 1000,
            },
        ],
    )
    wanted = [(mugs, "mug", 2), (sets, "mug", 1), (sets, "card", 1)]
    demand = [
        {"order_id": order, "order_line_id": row, "variant_id": goods[name], "quantity": count, "per_unit": 1}
        for row, name, count in wanted
    ]
    demand_ids = tx.insert(s.demand, demand)
    tx.insert(
        s.payment,
        [
            {
                "order_id": order,
                "external_id": "p1",
                "kind": "capture",
                "amount_minor": 3000,
                "currency": "EUR",
                "at": NOON,
            }
        ],
    )
    set_aside = {"order_id": order, "warehouse_id": place["warehouse"], "allocated_at": NOON}
    tx.insert(
        s.allocation,
        [{**set_aside, "demand_id": demand_id, "variant_id": row["variant_id"], "quantity": row["quantity"]}
         for demand_id, row in zip(demand_ids, demand, strict=True)],
    )  # fmt: skip
    return {"id": order, "number": number, "demand": list(zip(demand_ids, demand, strict=True))}


def _order_shipped_elsewhere(tx: Tx, place: Mapping[str, int]) -> None:
    (order,) = tx.insert(s.sales_order, [{**_head(tx, place, "Bo Long"), "total_minor": 500}])
    (line,) = tx.insert(
        s.order_line,
        [
            {
                "order_id": order,
                "position": 1,
                "external_id": "1",
                "sku": "OLD",
                "title": "Old thing",
                "quantity": 1,
                "total_minor": 500,
            }
        ],
    )
    (gone,) = tx.insert(s.shipment, [{"number": "10003-1", "state": "dispatched", "is_external": True}])
    tx.insert(
        s.shipment_line,
        [{"shipment_id": gone, "position": 1, "order_id": order, "order_line_id": line, "quantity": 1, "lot_id": 0}],
    )


def _ship(tx: Tx, place: Mapping[str, int], goods: Mapping[str, int], order: Mapping[str, Any]) -> None:
    head = {
        "number": f"{order['number']}-1",
        "warehouse_id": place["warehouse"],
        "state": "dispatched",
        "dispatched_at": NOON,
    }
    (shipment,) = tx.insert(s.shipment, [head])
    base = {"shipment_id": shipment, "order_id": order["id"], "lot_id": 0, "bin_id": place["bin"]}
    rows = [
        {
            **base,
            "position": i,
            "order_line_id": row["order_line_id"],
            "demand_id": demand_id,
            "variant_id": row["variant_id"],
            "quantity": row["quantity"],
        }
        for i, (demand_id, row) in enumerate(order["demand"], start=1)
    ]
    lines = tx.insert(s.shipment_line, rows)
    (parcel,) = tx.insert(
        s.parcel, [{"shipment_id": shipment, "number": 1, "state": "handed_over", "code": f"PCL{order['number']}001"}]
    )
    scans = [(line, row["variant_id"]) for line, row in zip(lines, rows, strict=True) for _ in range(row["quantity"])]
    unit = {"parcel_id": parcel, "shipment_id": shipment, "quantity": 1, "lot_id": 0, "verified_at": NOON}
    tx.insert(s.parcel_content, [{**unit, "shipment_line_id": line, "variant_id": variant} for line, variant in scans])
    tx.insert(
        s.label, [{"shipment_id": shipment, "parcel_id": parcel, "state": "printed", "idempotency_key": f"l{shipment}"}]
    )
    spent = tx.read(select(s.allocation.c.id).where(s.allocation.c.order_id == order["id"]))
    tx.delete(s.allocation, [row["id"] for row in spent])
    issues = [
        _move(place, row["variant_id"], -row["quantity"], "dispatch", document_kind="shipment", document_id=shipment)
        for row in rows
    ]
    for move_id, row in zip(tx.insert(s.stock_move, issues), rows, strict=True):
        layer = tx.value(select(s.cost_layer.c.id).where(s.cost_layer.c.variant_id == row["variant_id"]))
        used = {
            "cost_layer_id": layer,
            "move_id": move_id,
            "variant_id": row["variant_id"],
            "quantity": row["quantity"],
        }
        tx.insert(s.cost_layer_use, [used])
