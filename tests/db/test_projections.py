"""Derived figures follow their facts in the same transaction, counted here again in plain Python."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select, text

from desktop_oms.db import schema as s
from desktop_oms.db import search
from desktop_oms.db.engine import open_engine, read_connection
from desktop_oms.db.gateway import Gateway
from desktop_oms.db.tx import WriteMeta
from desktop_oms.domain.errors import RuleError
from tests.db.small_books import NOON, build
from tests.support.databases import Databases

META = WriteMeta("Test", "c")


@pytest.fixture
def gate(databases: Databases) -> Iterator[Gateway]:
    engine = open_engine(databases.copy_of("small", build), clock=lambda: NOON)
    yield Gateway(engine, lambda: NOON)
    engine.dispose()


def rows(gate: Gateway, table: Any, **equal: Any) -> list[dict[str, Any]]:
    query = select(table).order_by(table.c.id)
    for name, value in equal.items():
        query = query.where(table.c[name] == value)
    with read_connection(gate.engine) as conn:
        return [dict(row) for row in conn.execute(query).mappings()]


def found(gate: Gateway, words: str) -> set[tuple[str, int]]:
    with read_connection(gate.engine) as conn:
        return {(hit.kind, hit.id) for hit in search.find(conn, words)}


def mug(gate: Gateway) -> dict[str, Any]:
    return rows(gate, s.variant, sku="MUG-RED")[0]


def place(gate: Gateway) -> dict[str, Any]:
    move = rows(gate, s.stock_move, variant_id=mug(gate)["id"])[0]
    return {name: move[name] for name in ("at", "variant_id", "warehouse_id", "bin_id", "lot_id")}


@pytest.mark.parametrize(
    ("state", "figure"),
    [
        ("sellable", "on_hand"),
        ("staging", "on_hand"),
        ("quarantine", "quarantine"),
        ("damaged", "damaged"),
        ("in_transit", None),
    ],
)
def test_a_move_counts_into_the_figure_of_its_state(gate: Gateway, state: str, figure: str | None) -> None:
    (before,) = rows(gate, s.stock_total, variant_id=mug(gate)["id"])
    with gate.transaction(META) as tx:
        tx.insert(s.stock_move, [{**place(gate), "stock_state": state, "quantity": 5, "reason": "x"}])
    (after,) = rows(gate, s.stock_total, variant_id=mug(gate)["id"])
    changed = {name: after[name] - before[name] for name in ("on_hand", "quarantine", "damaged", "allocated")}
    assert changed == {**dict.fromkeys(changed, 0), **({figure: 5} if figure else {})}


def test_a_level_is_kept_by_bin_batch_serial_and_state_and_is_the_sum_of_its_moves(gate: Gateway) -> None:
    other = rows(gate, s.bin_, code="A-2")[0]["id"]
    with gate.transaction(META) as tx:
        (lot,) = tx.insert(s.lot, [{"variant_id": mug(gate)["id"], "code": "L"}])
        base = {**place(gate), "reason": "x"}
        variations: tuple[dict[str, Any], ...] = (
            {},
            {},
            {"bin_id": other},
            {"lot_id": lot},
            {"serial": "S"},
            {"stock_state": "damaged"},
        )
        tx.insert(s.stock_move, [{**base, **more, "quantity": n} for n, more in enumerate(variations, 1)])
    key = ("variant_id", "warehouse_id", "bin_id", "lot_id", "serial", "stock_state")
    counted: Counter[Any] = Counter()
    for move in rows(gate, s.stock_move):
        counted[tuple(move[name] for name in key)] += move["quantity"]
    assert {tuple(level[name] for name in key): level["on_hand"] for level in rows(gate, s.stock_level)} == dict(
        counted
    )


def test_from_allocated_to_gone_is_one_step_without_a_forbidden_moment(gate: Gateway) -> None:
    """Everything on hand is set aside; a dispatch takes both away at once, and neither alone would be allowed."""
    given = rows(gate, s.allocation, variant_id=mug(gate)["id"])
    with gate.transaction(META) as tx:
        tx.insert(s.stock_move, [{**place(gate), "quantity": -14, "reason": "lost"}])  # 3 left, 3 set aside
    with pytest.raises(RuleError) as refusal, gate.transaction(META) as tx:
        tx.insert(s.stock_move, [{**place(gate), "quantity": -2, "reason": "issue"}])
    assert refusal.value.code == "stock.short"
    with gate.transaction(META) as tx:
        tx.insert(s.stock_move, [{**place(gate), "quantity": -2, "reason": "issue"}])
        tx.delete(s.allocation, [row["id"] for row in given if row["quantity"] == 2])
    (total,) = rows(gate, s.stock_total, variant_id=mug(gate)["id"])
    assert (total["on_hand"], total["allocated"]) == (1, 1)


def test_an_allocation_changed_moved_and_removed_in_one_transaction_counts_as_it_ends(gate: Gateway) -> None:
    given = rows(gate, s.allocation, variant_id=mug(gate)["id"])
    with gate.transaction(META) as tx:
        tx.update(s.allocation, [{"id": given[0]["id"], "quantity": 1}])
        tx.delete(s.allocation, [given[1]["id"]])
        row = {name: given[1][name] for name in ("order_id", "demand_id", "variant_id", "warehouse_id", "allocated_at")}
        (fresh,) = tx.insert(s.allocation, [{**row, "quantity": given[1]["quantity"]}])
        tx.delete(s.allocation, [fresh])
    (total,) = rows(gate, s.stock_total, variant_id=mug(gate)["id"])
    assert (
        total["allocated"] == sum(row["quantity"] for row in rows(gate, s.allocation, variant_id=mug(gate)["id"])) == 1
    )


def test_what_is_left_of_a_cost_layer_follows_uses_reversals_and_reversals_of_those(gate: Gateway) -> None:
    (layer,) = rows(gate, s.cost_layer, variant_id=mug(gate)["id"])
    names = ("move_id", "variant_id", "warehouse_id", "received_at", "unit_cost_minor", "currency")
    back = {name: layer[name] for name in names}
    use = {"cost_layer_id": layer["id"], "move_id": layer["move_id"], "variant_id": layer["variant_id"]}

    def left() -> int:
        return int(rows(gate, s.cost_layer_level, cost_layer_id=layer["id"])[0]["remaining"])

    before = left()
    with gate.transaction(META) as tx:
        tx.insert(s.cost_layer_use, [{**use, "quantity": 4}])
    assert left() == before - 4
    with gate.transaction(META) as tx:
        tx.insert(s.cost_layer_use, [{**use, "quantity": -4}])
        (first,) = tx.insert(s.cost_layer, [{**back, "quantity": -10, "reverses_id": layer["id"]}])
    assert left() == before - 10
    with gate.transaction(META) as tx:
        tx.insert(s.cost_layer, [{**back, "quantity": 10, "reverses_id": first}])
    assert left() == before


def test_an_orders_headline_follows_hold_payment_and_shipment(gate: Gateway) -> None:
    (order,) = rows(gate, s.sales_order, number="10002")
    with gate.transaction(META) as tx:
        (hold,) = tx.insert(s.hold, [{"order_id": order["id"], "kind": "fraud", "placed_at": NOON}])
    (held,) = rows(gate, s.sales_order, id=order["id"])
    assert (held["headline"], held["hold_kind"], held["version"]) == ("on_hold", "fraud", order["version"])
    with gate.transaction(META) as tx:
        tx.delete(s.hold, [hold])
    (free,) = rows(gate, s.sales_order, id=order["id"])
    assert {name: free[name] for name in free if name != "version"} == {
        name: order[name] for name in order if name != "version"
    }
    with gate.transaction(META) as tx:
        tx.delete(s.payment, [row["id"] for row in rows(gate, s.payment, order_id=order["id"])])
    (unpaid,) = rows(gate, s.sales_order, id=order["id"])
    assert (unpaid["payment_status"], unpaid["paid_minor"]) == ("unpaid", 0)


def test_units_in_a_box_are_counted_by_line_and_may_not_be_changed_in_place(gate: Gateway) -> None:
    (unit, *_more) = rows(gate, s.parcel_content)
    with gate.transaction(META) as tx:
        tx.delete(s.parcel_content, [unit["id"]])
    assert rows(gate, s.shipment_line, id=unit["shipment_line_id"])[0]["packed_qty"] == 1
    with pytest.raises(ValueError, match="never changed in quantity"), gate.transaction(META) as tx:
        tx.update(s.parcel_content, [{"id": rows(gate, s.parcel_content)[0]["id"], "quantity": 2}])


def test_an_order_is_found_by_what_it_is_now_and_no_more_by_what_it_was(gate: Gateway) -> None:
    (order,) = rows(gate, s.sales_order, number="10002")
    with gate.transaction(META) as tx:
        (goods,) = tx.insert(
            s.shipment, [{"number": "10002-7", "warehouse_id": order["warehouse_id"], "tracking_no": "TRACK99"}]
        )
        line = {"shipment_id": goods, "position": 1, "order_id": order["id"], "quantity": 1, "lot_id": 0}
        first = rows(gate, s.order_line, order_id=order["id"])[0]
        (line_id,) = tx.insert(s.shipment_line, [{**line, "order_line_id": first["id"]}])
    assert ("order", order["id"]) in found(gate, "TRACK99")
    with gate.transaction(META) as tx:
        tx.update(s.shipment, [{"id": goods, "tracking_no": "OTHER11"}])
    assert (found(gate, "TRACK99"), ("order", order["id"]) in found(gate, "OTHER11")) == (set(), True)
    with gate.transaction(META) as tx:
        tx.delete(s.shipment_line, [line_id])
        tx.delete(s.shipment, [goods])
    assert found(gate, "OTHER11") == set()
    assert found(gate, "10002-7") == set()


def test_an_article_deleted_is_found_no_more(gate: Gateway) -> None:
    with gate.transaction(META) as tx:
        (product,) = tx.insert(s.product, [{"title": "Hat"}])
        (hat,) = tx.insert(s.variant, [{"product_id": product, "sku": "HATZ", "sku_key": "hatz", "title": "Hat"}])
    assert found(gate, "hatz") == {("variant", hat)}
    with gate.transaction(META) as tx:
        tx.delete(s.variant, [hat])
    assert found(gate, "hatz") == set()


def test_a_transaction_without_changes_asks_the_projections_nothing(gate: Gateway) -> None:
    from sqlalchemy import event

    asked: list[str] = []

    def count(_conn: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.append(statement)

    event.listen(gate.engine, "before_cursor_execute", count)
    with gate.transaction(META) as tx:
        tx.conn.execute(text("SELECT 1"))
    event.remove(gate.engine, "before_cursor_execute", count)
    assert asked == ["SELECT 1"]
