"""What the database engine refuses reaches a person as the right code, on both engines, through the gateway."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Constraint, select, text
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.exc import IntegrityError

from desktop_oms.db import faults
from desktop_oms.db import schema as s
from desktop_oms.db.engine import open_engine, read_connection
from desktop_oms.db.gateway import Gateway
from desktop_oms.db.tx import Tx, WriteMeta
from desktop_oms.domain.errors import Conflict, OmsError, RuleError, Unavailable
from tests.db.small_books import NOON, build
from tests.support.databases import Databases

META = WriteMeta("Test", "c")


@pytest.fixture
def gate(databases: Databases) -> Iterator[Gateway]:
    """The gateway of small healthy books, once per engine."""
    engine = open_engine(databases.copy_of("small", build), clock=lambda: NOON)
    yield Gateway(engine, lambda: NOON)
    engine.dispose()


def first(tx: Tx, table: Any, **equal: Any) -> Any:
    query = select(table).order_by(table.c.id)
    for name, value in equal.items():
        query = query.where(table.c[name] == value)
    row = tx.one(query)
    assert row is not None, f"the small books have no {table.name} with {equal}"
    return row


def copy(row: Any, *names: str, **changes: Any) -> dict[str, Any]:
    """The named columns of a row with changes: a twin to insert."""
    return {**{name: row[name] for name in names}, **changes}


# --- each does what its code forbids, as a careless handler would -----------------------------------------------------


def set_aside_more_than_is_there(tx: Tx) -> None:
    given = first(tx, s.allocation)
    moved = first(tx, s.stock_move, variant_id=given["variant_id"], reason="receipt")
    tx.insert(s.stock_move, [{**place_of(moved), "quantity": -16, "reason": "lost"}])


def take_more_from_a_bin_than_lies_in_it(tx: Tx) -> None:
    tx.insert(s.stock_move, [{**place_of(first(tx, s.stock_move)), "quantity": -21, "reason": "lost"}])


def take_from_another_state(state: str) -> Callable[[Tx], None]:
    def take(tx: Tx) -> None:
        move = place_of(first(tx, s.stock_move))
        tx.insert(s.stock_move, [{**move, "stock_state": state, "quantity": -1, "reason": "lost"}])

    return take


def use_up_a_layer_twice(tx: Tx) -> None:
    layer = first(tx, s.cost_layer)
    tx.insert(s.cost_layer_use, [{"cost_layer_id": layer["id"], "move_id": layer["move_id"],
                                  "variant_id": layer["variant_id"], "quantity": 21}])  # fmt: skip


def set_aside_more_than_is_wanted(tx: Tx) -> None:
    given = first(tx, s.allocation)
    names = ("order_id", "demand_id", "variant_id", "warehouse_id", "allocated_at")
    tx.insert(s.allocation, [copy(given, *names, quantity=1)])


def pack_one_too_many(tx: Tx) -> None:
    names = ("parcel_id", "shipment_id", "shipment_line_id", "variant_id", "lot_id", "verified_at")
    tx.insert(s.parcel_content, [copy(first(tx, s.parcel_content), *names, quantity=1)])


def ship_a_cancelled_unit(tx: Tx) -> None:
    line = first(tx, s.order_line)
    tx.update(s.order_line, [{"id": line["id"], "cancelled_qty": 1}])


def take_back_what_never_left(tx: Tx) -> None:
    order = first(tx, s.sales_order, number="10002")
    line = first(tx, s.order_line, order_id=order["id"])
    (case,) = tx.insert(s.return_case, [{"number": "1", "order_id": order["id"]}])
    tx.insert(s.return_line, [{"return_case_id": case, "order_line_id": line["id"], "state": "received", "lot_id": 0}])


def import_an_order_twice(tx: Tx) -> None:
    order = first(tx, s.sales_order)
    names = ("company_id", "channel_id", "external_id", "placed_at", "currency", "total_minor")
    tx.insert(s.sales_order, [copy(order, *names, number="77")])


def make_an_article_twice(tx: Tx) -> None:
    tx.insert(s.variant, [copy(first(tx, s.variant), "product_id", "sku", "sku_key")])


def give_a_barcode_to_two(tx: Tx) -> None:
    card = first(tx, s.variant, sku="CARD")
    tx.insert(s.barcode, [copy(first(tx, s.barcode), "code", "code_key", variant_id=card["id"])])


def name_two_bins_alike(tx: Tx) -> None:
    tx.insert(s.bin_, [copy(first(tx, s.bin_), "warehouse_id", "code", "code_key", "sort_key")])


def reverse_a_move_twice(tx: Tx) -> None:
    move = first(tx, s.stock_move)
    for _ in range(2):
        tx.insert(s.stock_move, [{**place_of(move), "quantity": -1, "reason": "x", "reverses_id": move["id"]}])


def claim_a_shipment_twice(tx: Tx) -> None:
    row = {"kind": "shipment", "entity_id": 1, "token": "t", "taken_at": NOON, "expires_at": NOON}
    tx.technical(s.lease.insert(), [{**row, "id": row_id} for row_id in tx.new_ids(2)])


def delete_what_others_need(tx: Tx) -> None:
    tx.delete(s.variant, [first(tx, s.variant)["id"]])


def name_a_row_that_is_not_there(tx: Tx) -> None:
    tx.insert(s.hold, [{"order_id": 999_999, "kind": "manual", "placed_at": NOON}])


def place_of(move: Any) -> dict[str, Any]:
    return copy(move, "at", "variant_id", "warehouse_id", "bin_id", "lot_id")


REFUSALS: list[tuple[str, Callable[[Tx], None], type[OmsError], str]] = [
    ("stock_total_allocated_within_stock", set_aside_more_than_is_there, RuleError, "stock.short"),
    ("stock_level_on_hand_not_negative", take_more_from_a_bin_than_lies_in_it, RuleError, "stock.negative"),
    ("stock_level_on_hand_not_negative", take_from_another_state("quarantine"), RuleError, "stock.negative"),
    ("cost_layer_level_remaining_not_negative", use_up_a_layer_twice, RuleError, "stock.negative"),
    ("demand_allocated_within_wanted", set_aside_more_than_is_wanted, RuleError, "allocation.more_than_wanted"),
    ("shipment_line_packed_within_wanted", pack_one_too_many, RuleError, "pack.more_than_wanted"),
    ("order_line_shipped_within_ordered", ship_a_cancelled_unit, RuleError, "order.shipped_more_than_ordered"),
    ("order_line_returned_within_shipped", take_back_what_never_left, RuleError, "return.more_than_shipped"),
    ("sales_order.channel_id, sales_order.external_id", import_an_order_twice, RuleError, "order.exists"),
    ("variant.sku", make_an_article_twice, RuleError, "sku.taken"),
    ("barcode.code_key", give_a_barcode_to_two, RuleError, "barcode.taken"),
    ("bin.warehouse_id, bin.code", name_two_bins_alike, RuleError, "bin.taken"),
    ("stock_move.reverses_id", reverse_a_move_twice, Conflict, "undo.moved_on"),
    ("lease.kind, lease.entity_id", claim_a_shipment_twice, Conflict, "row.contended"),
    ("", delete_what_others_need, RuleError, "row.in_use"),
    ("", name_a_row_that_is_not_there, RuleError, "row.in_use"),
]  # fmt: skip


@pytest.mark.parametrize(("_rule", "deed", "family", "code"), REFUSALS, ids=[row[1].__name__ for row in REFUSALS])
def test_a_rule_of_the_books_is_refused_by_its_code_and_nothing_is_kept(
    gate: Gateway, _rule: str, deed: Callable[[Tx], None], family: type[OmsError], code: str
) -> None:
    with read_connection(gate.engine) as conn:
        before = conn.execute(select(s.event.c.seq)).all()
    with pytest.raises(OmsError) as refusal, gate.transaction(META) as tx:
        deed(tx)
    assert (type(refusal.value), refusal.value.code) == (family, code)
    with read_connection(gate.engine) as conn:
        assert conn.execute(select(s.event.c.seq)).all() == before


def test_every_rule_is_a_constraint_that_exists() -> None:
    """A renamed constraint would turn a sentence into a crash."""
    names: set[str] = set()
    naming = PGDialect().identifier_preparer
    for table in s.metadata.sorted_tables:
        for rule in [*table.constraints, *table.indexes]:
            names.add(naming.format_constraint(rule) if isinstance(rule, Constraint) else str(rule.name))
            columns = ", ".join(f"{table.name}.{column.name}" for column in getattr(rule, "columns", ()))
            names.add(columns)
    for part, code in (*faults.RULES, *faults.RACES):
        assert any(part in name for name in names), f"{code}: no constraint is called {part}"


def test_a_fault_of_ours_is_not_dressed_up_as_a_refusal(gate: Gateway) -> None:
    with pytest.raises(IntegrityError), gate.transaction(META) as tx:
        tx.insert(s.order_charge, [{"order_id": first(tx, s.sales_order)["id"], "kind": "bribe", "amount_minor": 1}])


# --- the engine is busy, full or away --------------------------------------------------------------------------------


def test_two_stations_that_wait_for_each_other_are_told_to_try_again(postgres_server: Any) -> None:
    engine = open_engine(postgres_server.copy_of("small", build), clock=lambda: NOON)
    gate, both_hold_one = Gateway(engine, lambda: NOON), threading.Barrier(2)
    other = Gateway(engine, lambda: NOON)
    refusals: list[OmsError] = []

    def take(gateway: Gateway, numbers: tuple[str, str]) -> None:
        try:
            with gateway.transaction(META) as tx:
                for number in numbers:
                    order = first(tx, s.sales_order, number=number)
                    tx.update(s.sales_order, [{"id": order["id"], "priority": order["priority"] + 1}])
                    if number == numbers[0]:
                        both_hold_one.wait(10)
        except OmsError as refusal:
            refusals.append(refusal)

    threads = [
        threading.Thread(target=take, args=(gate, ("10001", "10002"))),
        threading.Thread(target=take, args=(other, ("10002", "10001"))),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    engine.dispose()
    postgres_server.drop_handed_out()
    assert [(type(refusal), refusal.code) for refusal in refusals] == [(Conflict, "row.contended")]


def test_a_row_somebody_keeps_locked_is_unavailable_and_not_a_crash(postgres_server: Any) -> None:
    engine = open_engine(postgres_server.copy_of("small", build), clock=lambda: NOON)
    gate = Gateway(engine, lambda: NOON)
    with engine.connect() as holder, holder.begin():
        holder.execute(text("UPDATE sales_order SET priority = 1"))
        with pytest.raises(Unavailable) as refusal, gate.transaction(META) as tx:
            tx.conn.execute(text("SET LOCAL lock_timeout = '50ms'"))
            tx.update(s.sales_order, [{"id": first(tx, s.sales_order)["id"], "priority": 2}])
    engine.dispose()
    postgres_server.drop_handed_out()
    assert refusal.value.code == "database.locked"


def test_a_server_that_is_away_is_unavailable(tmp_path: Path) -> None:
    engine = open_engine(f"postgresql://postgres@/nothing?host={tmp_path}")
    with pytest.raises(Unavailable) as refusal, Gateway(engine, lambda: NOON).transaction(META):
        raise AssertionError("never reached")
    engine.dispose()
    assert refusal.value.code == "database.unreachable"


def test_a_server_that_ends_the_session_in_mid_transaction_is_unavailable(postgres_server: Any) -> None:
    engine = open_engine(postgres_server.copy_of("small", build), clock=lambda: NOON)
    gate = Gateway(engine, lambda: NOON)
    with pytest.raises(Unavailable) as refusal, gate.transaction(META) as tx:
        pid = tx.value(text("SELECT pg_backend_pid()"))
        with read_connection(engine) as other:
            other.execute(text(f"SELECT pg_terminate_backend({pid})"))
        tx.number("order")
    assert refusal.value.code == "database.unreachable"
    with gate.transaction(META) as tx:
        assert tx.number("order") == 10004
    engine.dispose()
    postgres_server.drop_handed_out()


def test_a_question_to_a_server_that_is_away_or_goes_away_is_unavailable(postgres_server: Any, tmp_path: Path) -> None:
    nowhere = open_engine(f"postgresql://postgres@/nothing?host={tmp_path}")
    with pytest.raises(Unavailable) as refusal, read_connection(nowhere):
        raise AssertionError("never reached")
    nowhere.dispose()
    assert refusal.value.code == "database.unreachable"
    engine = open_engine(postgres_server.copy_of("small", build), clock=lambda: NOON)
    with pytest.raises(Unavailable) as refusal, read_connection(engine) as conn:
        pid = conn.execute(text("SELECT pg_backend_pid()")).scalar()
        with engine.connect() as other:
            other.execute(text(f"SELECT pg_terminate_backend({pid})"))
        conn.execute(select(s.tag)).all()
    assert refusal.value.code == "database.unreachable"
    with read_connection(engine) as conn:
        assert conn.execute(select(s.tag)).all() == []
    engine.dispose()
    postgres_server.drop_handed_out()


def test_a_file_that_vanished_is_unavailable(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'gone' / 'books.sqlite'}")
    with pytest.raises(Unavailable) as refusal, Gateway(engine, lambda: NOON).transaction(META):
        raise AssertionError("never reached")
    engine.dispose()
    assert refusal.value.code == "database.unreachable"


def test_a_full_disk_is_unavailable_and_nothing_of_the_command_is_kept(sqlite_files: Any) -> None:
    engine = open_engine(sqlite_files.copy_of("small", build), clock=lambda: NOON)
    gate = Gateway(engine, lambda: NOON)
    with engine.connect() as conn:
        pages = conn.exec_driver_sql("PRAGMA page_count").scalar()
    rows = [{"name": f"tag {n} " + "x" * 500, "name_key": f"tag {n}"} for n in range(500)]
    with pytest.raises(Unavailable) as refusal, gate.transaction(META) as tx:
        tx.conn.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        tx.insert(s.tag, rows)
    assert refusal.value.code == "disk.full"
    with read_connection(engine) as conn:
        assert conn.execute(select(s.tag)).all() == []
    engine.dispose()


def test_a_file_that_may_not_be_written_is_unavailable(sqlite_files: Any) -> None:
    engine = open_engine(sqlite_files.copy_of("small", build), clock=lambda: NOON)
    with pytest.raises(Unavailable) as refusal, Gateway(engine, lambda: NOON).transaction(META) as tx:
        tx.conn.exec_driver_sql("PRAGMA query_only=ON")
        tx.insert(s.tag, [{"name": "a", "name_key": "a"}])
    engine.dispose()
    assert refusal.value.code == "database.readonly"
