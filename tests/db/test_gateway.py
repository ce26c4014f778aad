"""The only writer: what it records is what was written, and nothing half done is ever kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from desktop_oms.db import numbers
from desktop_oms.db import schema as s
from desktop_oms.db.changes import ChangeSet, Touched, recorded_columns
from desktop_oms.db.engine import open_engine, read_connection
from desktop_oms.db.gateway import Gateway
from desktop_oms.db.tx import WriteMeta
from desktop_oms.domain.errors import Conflict, RuleError
from tests.db.small_books import NOON, build
from tests.support.clock import FrozenClock
from tests.support.databases import Databases


@pytest.fixture
def clock() -> FrozenClock:
    """Noon, where the small books end."""
    return FrozenClock(NOON)


@pytest.fixture
def gate(databases: Databases, clock: FrozenClock) -> Iterator[Gateway]:
    """The gateway of small healthy books, once per engine."""
    engine = open_engine(databases.copy_of("small", build), clock=clock)
    yield Gateway(engine, clock)
    engine.dispose()


def meta(command: str = "Test", **more: Any) -> WriteMeta:
    return WriteMeta(command, "c", **more)


def read(gate: Gateway, query: Any) -> list[Any]:
    with read_connection(gate.engine) as conn:
        return list(conn.execute(query).mappings())


def order_of(gate: Gateway, number: str = "10002") -> Any:
    (row,) = read(gate, select(s.sales_order).where(s.sales_order.c.number == number))
    return row


def last_seq(gate: Gateway) -> int:
    return max(row["seq"] for row in read(gate, select(s.event.c.seq)))


def events_after(gate: Gateway, seq: int) -> list[Any]:
    return read(gate, select(s.event).where(s.event.c.seq > seq).order_by(s.event.c.seq))


# --- what an event says ----------------------------------------------------------------------------------------------


def test_one_event_per_aggregate_with_the_changed_columns_only(gate: Gateway) -> None:
    before, first, second = last_seq(gate), order_of(gate, "10001"), order_of(gate)
    with gate.transaction(meta("Hurry", actor_id=7, station_id=3, cause="scan 1f")) as tx:
        tx.update(s.sales_order, [{"id": row["id"], "priority": 9, "service_level": ""} for row in (first, second)])
        (hold_id,) = tx.insert(s.hold, [{"order_id": second["id"], "kind": "manual", "placed_at": tx.now}])
    found = events_after(gate, before)
    assert [(row["kind"], row["entity_id"]) for row in found] == [("order", first["id"]), ("order", second["id"])]
    assert found[0]["changes"] == {"~": {"sales_order": {str(first["id"]): {"priority": [0, 9]}}}}
    assert found[1]["changes"] == {
        "~": {"sales_order": {str(second["id"]): {"priority": [7, 9]}}},
        "+": {"hold": [hold_id]},
    }
    for row in found:
        assert (row["command"], row["actor_id"], row["station_id"], row["cause"]) == ("Hurry", 7, 3, "scan 1f")
        assert row["at"] == NOON


def test_several_updates_of_one_row_leave_its_first_old_and_its_last_new_value(gate: Gateway) -> None:
    before, order = last_seq(gate), order_of(gate)
    with gate.transaction(meta()) as tx:
        for priority in (1, 2, 3):
            tx.update(s.sales_order, [{"id": order["id"], "priority": priority}])
        tx.update(s.sales_order, [{"id": order["id"], "service_level": "express"}])
    (event,) = events_after(gate, before)
    cells = {"priority": [7, 3], "service_level": ["", "express"]}
    assert event["changes"] == {"~": {"sales_order": {str(order["id"]): cells}}}


def test_a_row_named_twice_in_one_update_ends_with_the_last_value(gate: Gateway) -> None:
    before, order = last_seq(gate), order_of(gate)
    with gate.transaction(meta()) as tx:
        told = [{"id": order["id"], "priority": 1}, {"id": order["id"], "priority": order["priority"]}]
        assert tx.update(s.sales_order, told) == 0
    assert order_of(gate)["priority"] == order["priority"]
    assert events_after(gate, before) == []


def test_there_and_back_again_leaves_no_event_and_touches_nothing(gate: Gateway) -> None:
    before, order = last_seq(gate), order_of(gate)
    with gate.transaction(meta()) as tx:
        tx.update(s.sales_order, [{"id": order["id"], "priority": 1}])
        tx.update(s.sales_order, [{"id": order["id"], "priority": order["priority"]}])
    assert events_after(gate, before) == []
    assert tx.changes == ChangeSet(0, "Test", 0, None, {})


def test_created_and_deleted_in_one_transaction_leaves_nothing(gate: Gateway) -> None:
    before = last_seq(gate)
    with gate.transaction(meta()) as tx:
        (tag_id,) = tx.insert(s.tag, [{"name": "Red", "name_key": "red"}])
        tx.update(s.tag, [{"id": tag_id, "color": "#f00"}])
        tx.delete(s.tag, [tag_id])
    assert read(gate, select(s.tag)) == []
    assert events_after(gate, before) == []
    assert tx.changes == ChangeSet(0, "Test", 0, None, {})


def test_a_created_row_keeps_no_image_even_if_it_is_changed_at_once(gate: Gateway) -> None:
    before = last_seq(gate)
    with gate.transaction(meta()) as tx:
        (tag_id,) = tx.insert(s.tag, [{"name": "Red", "name_key": "red"}])
        tx.update(s.tag, [{"id": tag_id, "color": "#f00"}])
    (event,) = events_after(gate, before)
    assert event["changes"] == {"+": {"tag": [tag_id]}}
    assert tx.changes is not None
    assert tx.changes.touched == {"tag": Touched(created=(tag_id,))}


def test_a_deleted_row_is_kept_whole_as_it_was_before_the_transaction(gate: Gateway) -> None:
    (row,) = [row for row in read(gate, select(s.payment)) if row["order_id"] == order_of(gate)["id"]]
    before = last_seq(gate)
    with gate.transaction(meta()) as tx:
        tx.update(s.payment, [{"id": row["id"], "amount_minor": 1, "reference": "changed first"}])
        tx.delete(s.payment, [row["id"]])
    (event,) = events_after(gate, before)
    image = event["changes"]["-"]["payment"][str(row["id"])]
    assert list(event["changes"]) == ["-"]
    assert set(image) == {column.name for column in recorded_columns(s.payment)}
    assert (image["amount_minor"], image["reference"], image["currency"]) == (3000, "", "EUR")


def test_a_note_names_the_event_of_its_change_and_stands_alone_without_one(gate: Gateway) -> None:
    before, order = last_seq(gate), order_of(gate)
    with gate.transaction(meta()) as tx:
        tx.update(s.sales_order, [{"id": order["id"], "priority": 1}])
        tx.note("Hurried", kind="order", entity_id=order["id"], data={"why": "phone"})
        tx.note("ScanRefused", kind="shipment", entity_id=4711, data={"sku": "CARD"})
    told = [(row["name"], row["kind"], row["entity_id"], row["data"]) for row in events_after(gate, before)]
    assert told == [
        ("Hurried", "order", order["id"], {"why": "phone"}),
        ("ScanRefused", "shipment", 4711, {"sku": "CARD"}),
    ]


def test_personal_rows_are_never_copied_into_an_event(gate: Gateway) -> None:
    before = last_seq(gate)
    with gate.transaction(meta()) as tx:
        (customer_id,) = tx.insert(s.customer, [{"external_id": "b1"}])
        tx.insert(s.contact, [{"customer_id": customer_id, "name": "Zoë Verysecret"}])
    assert "Verysecret" not in repr([dict(row) for row in events_after(gate, before)])


# --- refusals --------------------------------------------------------------------------------------------------------


def test_a_stale_version_is_refused_and_the_refusal_names_who_when_and_what(gate: Gateway, clock: FrozenClock) -> None:
    order = order_of(gate)
    moved = clock.step(minutes=5)
    with gate.transaction(meta("Hurry", actor_id=7)) as tx:
        tx.update(s.sales_order, [{"id": order["id"], "priority": 1}])
    clock.step(minutes=5)
    with pytest.raises(Conflict) as refusal, gate.transaction(meta()) as tx:
        tx.update(s.sales_order, [{"id": order["id"], "priority": 2, "version": order["version"]}])
    assert refusal.value.code == "row.stale"
    named = {name: refusal.value.data[name] for name in ("actor_id", "at", "command", "table", "id")}
    assert named == {
        "actor_id": 7, "at": moved.isoformat(), "command": "Hurry", "table": "sales_order", "id": order["id"]
    }  # fmt: skip
    assert order_of(gate)["priority"] == 1


def test_the_version_just_read_is_taken_and_raised(gate: Gateway) -> None:
    order = order_of(gate)
    with gate.transaction(meta()) as tx:
        tx.update(s.sales_order, [{"id": order["id"], "priority": 2, "version": order["version"]}])
    assert order_of(gate)["version"] == order["version"] + 1


def test_a_row_that_is_gone_is_refused(gate: Gateway) -> None:
    with pytest.raises(Conflict) as refusal, gate.transaction(meta()) as tx:
        tx.update(s.sales_order, [{"id": 999_999, "priority": 2}])
    assert (refusal.value.code, refusal.value.data) == ("row.gone", {"table": "sales_order", "id": 999_999})


def test_an_update_to_equal_values_writes_nothing(gate: Gateway) -> None:
    before, order = last_seq(gate), order_of(gate)
    with gate.transaction(meta()) as tx:
        assert tx.update(s.sales_order, [{"id": order["id"], "priority": order["priority"]}]) == 0
    assert events_after(gate, before) == []
    assert order_of(gate)["version"] == order["version"]


def test_a_derived_column_is_written_by_nobody_but_a_projection(gate: Gateway) -> None:
    order = order_of(gate)
    with pytest.raises(ValueError, match="derived"), gate.transaction(meta()) as tx:
        tx.update(s.sales_order, [{"id": order["id"], "headline": "shipped"}])
    assert order_of(gate)["headline"] == order["headline"]


def test_a_projection_may_not_write_facts(gate: Gateway) -> None:
    order = order_of(gate)
    for attempt in (
        lambda tx: tx.project_columns(s.sales_order, ("total_minor",), [{"id": order["id"], "total_minor": 1}]),
        lambda tx: tx.project(update(s.sales_order).values(total_minor=1)),
        lambda tx: tx.project(delete(s.sales_order)),
        lambda tx: tx.project(insert(s.tag), [{"id": 1, "name": "a", "name_key": "a"}]),
        lambda tx: tx.project(insert(s.lease), [{"id": 1}]),
    ):
        with pytest.raises(ValueError, match="derived"), gate.transaction(meta()) as tx:
            attempt(tx)
    assert order_of(gate)["total_minor"] == order["total_minor"]


@pytest.mark.parametrize(
    "attempt",
    [
        lambda tx: tx.insert(s.stock_level, [{"variant_id": 1}]),
        lambda tx: tx.insert(s.lease, [{"kind": "shipment", "entity_id": 1}]),
        lambda tx: tx.insert(s.event, [{"name": "Forged", "kind": "order", "entity_id": 1}]),
        lambda tx: tx.update(s.stock_move, [{"id": 1, "quantity": 5}]),
        lambda tx: tx.update(s.contact, [{"id": 1, "name": "other"}]),
        lambda tx: tx.update(s.stock_total, [{"id": 1, "on_hand": 5}]),
        lambda tx: tx.delete(s.stock_move, [1]),
        lambda tx: tx.delete(s.contact, [1]),
        lambda tx: tx.technical(update(s.sales_order).values(priority=1)),
        lambda tx: tx.technical(delete(s.event)),
        lambda tx: tx.technical(delete(s.stock_level)),
    ],
    ids=["insert level", "insert lease", "insert event", "change ledger", "change person", "change total", "delete ledger",
         "delete person", "technical on orders", "technical on events", "technical on levels"],
)  # fmt: skip
def test_each_kind_of_table_is_written_in_its_own_way_only(gate: Gateway, attempt: Any) -> None:
    with pytest.raises(ValueError, match="not one of"), gate.transaction(meta()) as tx:
        attempt(tx)


def test_rows_of_one_insert_may_name_different_columns(gate: Gateway) -> None:
    rows = [
        {"name": "Ann", "login": "ann", "login_key": "ann", "locale": "de", "is_active": False},
        {"name": "Bo", "login": "bo", "login_key": "bo"},
    ]
    with gate.transaction(meta()) as tx:
        ids = tx.insert(s.app_user, rows)
    found = {row["id"]: (row["locale"], row["is_active"]) for row in read(gate, select(s.app_user))}
    assert [found[row_id] for row_id in ids] == [("de", False), ("", True)]


# --- all or nothing --------------------------------------------------------------------------------------------------


class Boom(BaseException):
    """Not even an Exception, like a keyboard interrupt."""


@pytest.mark.parametrize(
    "fault", [ValueError("ours"), Conflict("row.stale"), Boom()], ids=["bug", "refusal", "interrupt"]
)
def test_whatever_goes_wrong_leaves_no_trace(gate: Gateway, fault: BaseException) -> None:
    before, order = last_seq(gate), order_of(gate)
    groups = len(read(gate, select(s.undo_group)))
    with read_connection(gate.engine) as conn:
        number = numbers.peek(conn, "order")
    with gate.transaction(meta()) as tx:
        (first_id,) = tx.new_ids(1)
    free_ids = [row["next_value"] for row in read(gate, select(s.id_counter.c.next_value))]
    with pytest.raises(type(fault)), gate.transaction(meta()) as tx:
        tx.number("order"), tx.number("wave")
        tx.insert(s.tag, [{"name": "Red", "name_key": "red"}])
        tx.update(s.sales_order, [{"id": order["id"], "priority": 1}])
        tx.delete(s.payment, [row["id"] for row in tx.read(select(s.payment.c.id))])
        tx.technical(delete(s.number_series))
        raise fault
    assert events_after(gate, before) == []
    assert order_of(gate) == order
    assert read(gate, select(s.tag)) == []
    assert len(read(gate, select(s.payment))) == 2
    assert len(read(gate, select(s.undo_group))) == groups
    with gate.transaction(meta()) as tx:
        (next_id,) = tx.new_ids(1)
        assert tx.number("order") == number
        assert tx.number("wave") == 1
        # A sequence of PostgreSQL may skip; it never gives an id twice.
        assert next_id > first_id if tx.is_postgresql else [next_id] == free_ids


def test_human_numbers_have_no_gap_whatever_is_rolled_back(gate: Gateway) -> None:
    given = []
    for turn in range(6):
        try:
            with gate.transaction(meta()) as tx:
                number = tx.number("return", company_id=1, year=2026)
                if turn % 2:
                    raise Boom
        except Boom:
            continue
        given.append(number)
    assert given == [1, 2, 3]


def test_series_of_other_kinds_companies_and_years_do_not_disturb_each_other(gate: Gateway) -> None:
    with gate.transaction(meta()) as tx:
        taken = [tx.number("return", company_id=c, year=y) for c, y in ((1, 2026), (1, 2026), (2, 2026), (1, 2027))]
        assert taken == [1, 2, 1, 1]
        assert list(tx.numbers("order", 3, company_id=9)) == [10001, 10002, 10003]


def test_a_refusal_by_a_constraint_at_the_end_takes_everything_back(gate: Gateway) -> None:
    """The projections run last; what they refuse never happened."""
    before = last_seq(gate)
    (move,) = [row for row in read(gate, select(s.stock_move)) if row["quantity"] == 20][:1]
    with pytest.raises(RuleError) as refusal, gate.transaction(meta()) as tx:
        tx.insert(s.tag, [{"name": "Red", "name_key": "red"}])
        row = {name: move[name] for name in ("at", "variant_id", "warehouse_id", "bin_id", "lot_id")}
        tx.insert(s.stock_move, [{**row, "quantity": -50, "reason": "lost"}])
    assert refusal.value.code == "stock.negative"
    assert events_after(gate, before) == []
    assert read(gate, select(s.tag)) == []


# --- telling others --------------------------------------------------------------------------------------------------


def test_a_commit_is_told_once_with_what_it_touched_and_a_rollback_never(gate: Gateway) -> None:
    told: list[ChangeSet] = []
    gateway, order = Gateway(gate.engine, lambda: NOON, told.append), order_of(gate)
    with gateway.transaction(meta("Hurry", actor_id=7, station_id=3)) as tx:
        tx.update(s.sales_order, [{"id": order["id"], "priority": 1}])
        (tag_id,) = tx.insert(s.tag, [{"name": "Red", "name_key": "red"}])
        tx.delete(s.payment, [row["id"] for row in tx.read(select(s.payment.c.id))])
        assert told == []
    with pytest.raises(Boom), gateway.transaction(meta()) as tx:
        tx.update(s.sales_order, [{"id": order["id"], "priority": 2}])
        raise Boom
    (changes,) = told
    orders = {order_of(gate, number)["id"] for number in ("10001", "10002")}
    assert (changes.seq, changes.command, changes.actor_id, changes.station_id) == (last_seq(gate), "Hurry", 7, 3)
    assert set(changes.touched["order"].updated) == orders
    assert changes.touched["tag"] == Touched(created=(tag_id,))


@pytest.mark.expected_log("listener")
def test_a_listener_that_fails_does_not_make_a_saved_command_look_lost(gate: Gateway) -> None:
    def broken(_changes: ChangeSet) -> None:
        raise RuntimeError("the window is closing")

    order = order_of(gate)
    with Gateway(gate.engine, lambda: NOON, broken).transaction(meta()) as tx:
        tx.update(s.sales_order, [{"id": order["id"], "priority": 1}])
    assert order_of(gate)["priority"] == 1


def test_every_transaction_of_sqlite_is_durable(sqlite_files: Any) -> None:
    engine = open_engine(sqlite_files.copy_of("small", build), clock=lambda: NOON)
    gateway, full = Gateway(engine, lambda: NOON), 2
    held = [engine.connect() for _ in range(3)]  # so that the gateway gets connections of its own, new and used ones
    try:
        for _ in range(2):
            with gateway.transaction(meta()) as tx:
                assert tx.conn.exec_driver_sql("PRAGMA synchronous").scalar() == full
                assert tx.conn.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
                assert tx.conn.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
            held.pop().close()
    finally:
        for conn in held:
            conn.close()
        engine.dispose()
