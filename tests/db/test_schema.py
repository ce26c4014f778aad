"""The declared tables: kinds, types that mean the same on both engines, rules and indexes they promise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import CheckConstraint, Connection, Engine, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from desktop_oms.db import schema as s
from desktop_oms.db.engine import begin_write, open_engine
from desktop_oms.db.schema.map import schema_map
from desktop_oms.db.schema.types import from_micros, to_json, to_micros
from tests.db.small_books import build, one
from tests.support.databases import Databases, SqliteFiles

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
KINDS = {"state", "ledger", "derived", "personal", "technical", "event"}


@pytest.fixture
def books(databases: Databases) -> Iterator[Engine]:
    """Small healthy books."""
    engine = open_engine(databases.copy_of("small", build))
    yield engine
    engine.dispose()


@pytest.fixture
def conn(books: Engine) -> Iterator[Connection]:
    """A write transaction that is rolled back."""
    with books.connect() as conn:
        begin_write(conn)
        yield conn
        conn.rollback()


def test_every_table_says_its_kind_and_every_audited_table_its_aggregate() -> None:
    for table in s.metadata.tables.values():
        assert table.info["kind"] in KINDS, table.name
        if table.info["kind"] in ("state", "ledger"):
            kind, column = table.info["aggregate"]
            assert kind, table.name
            assert column in table.c, table.name
        assert ("version" in table.c) == (table.info["kind"] == "state"), table.name


def test_every_table_is_reachable_by_its_name() -> None:
    for name in s.metadata.tables:
        assert getattr(s, "bin_" if name == "bin" else name) is s.metadata.tables[name]


def test_every_sqlite_table_is_strict() -> None:
    assert all(table.dialect_options["sqlite"]["strict"] for table in s.metadata.tables.values())


def test_every_ledger_can_be_taken_back_by_a_counter_row() -> None:
    for table in s.metadata.tables.values():
        if table.info["kind"] == "ledger":
            assert {"reverses_id", "quantity"} <= set(table.c.keys()), table.name


def test_only_state_tables_have_derived_columns_and_only_personal_tables_personal_ones() -> None:
    for table in s.metadata.tables.values():
        for column in table.columns:
            assert not column.info.get("derived") or table.info["kind"] == "state", column
            assert not column.info.get("personal") or table.info["kind"] == "personal", column


def test_children_of_whatever_undo_deletes_are_found_by_an_index() -> None:
    """An import is undone by deleting its rows; each delete looks for children, and a scan per row would never end."""
    often_deleted = {
        "sales_order",
        "order_line",
        "demand",
        "shipment",
        "shipment_line",
        "parcel",
        "order_charge",
        "import_run",
    }
    for table in s.metadata.tables.values():
        leading = {index.columns[0].name for index in table.indexes if len(index.columns)}
        leading |= {
            next(iter(item.columns)).name
            for item in table.constraints
            if hasattr(item, "columns") and len(item.columns)
        }
        for key in table.foreign_keys:
            if key.column.table.name in often_deleted and table.name not in SMALL:
                assert key.parent.name in leading, f"{table.name}.{key.parent.name}"


# Tables of a few thousand rows at most, or only filled by hand: a scan is cheaper than an index on every insert.
SMALL = {"slot", "return_case", "tracking_event", "order_custom_value"}


@given(st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1), timezones=st.just(UTC)), st.integers(-14, 14))  # noqa: DTZ001
def test_law_times_survive_to_the_microsecond_in_any_zone(moment: datetime, hours: int) -> None:
    assert from_micros(to_micros(moment.astimezone(timezone(timedelta(hours=hours))))) == moment


def test_a_time_without_zone_is_refused(conn: Connection) -> None:
    with pytest.raises((StatementError, ValueError), match="without a zone"):
        conn.execute(insert(s.undo_group).values(id=1, command="X", at=datetime(2026, 3, 2, 12)))  # noqa: DTZ001


def test_values_come_back_as_they_were_written_on_both_engines(conn: Connection) -> None:
    written = {"a": [1, None, "Łódź", {"z": True}], "": 0}
    row = {
        "id": 900001,
        "command": "X",
        "at": NOON + timedelta(microseconds=1),
        "label_data": written,
        "may_undo": False,
    }
    conn.execute(insert(s.undo_group).values(row))
    found = conn.execute(select(s.undo_group).where(s.undo_group.c.id == 900001)).mappings().one()
    assert found["at"] == row["at"]
    assert found["at"].tzinfo is UTC
    assert found["label_data"] == written
    assert found["may_undo"] is False
    assert conn.execute(select(s.undo_group.c.id).where(~s.undo_group.c.may_undo)).scalars().all() == [900001]
    assert one(conn, "SELECT label_data FROM undo_group WHERE id = 900001") == '{"":0,"a":[1,null,"Łódź",{"z":true}]}'


def test_days_are_text_that_sorts_and_a_wrong_one_is_refused(conn: Connection) -> None:
    rows = [{"id": 900001, "variant_id": 1, "code": "x", "best_before": "2026-02-29"}]
    with pytest.raises((StatementError, ValueError)):
        conn.execute(insert(s.lot), rows)
    mug = one(conn, "SELECT id FROM variant WHERE sku = 'MUG-RED'")
    rows = [
        {"id": 900001, "variant_id": mug, "code": "x", "best_before": "2026-12-01"},
        {"id": 900002, "variant_id": mug, "code": "y", "best_before": date(2026, 2, 1)},
    ]
    conn.execute(insert(s.lot), rows)
    days = select(s.lot.c.best_before).where(s.lot.c.id > 0).order_by(s.lot.c.best_before)
    assert conn.execute(days).scalars().all() == ["2026-02-01", "2026-12-01"]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {"deep": [float("nan")]}])
def test_json_has_no_nan(value: Any) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        to_json(value)


def test_json_none_stays_null(conn: Connection) -> None:
    conn.execute(insert(s.setting).values(id=900001, key="k", value=None))
    assert one(conn, "SELECT count(*) FROM setting WHERE id = 900001 AND value IS NULL") == 1


def test_a_number_is_never_kept_as_text_nor_a_text_as_number(conn: Connection) -> None:
    with pytest.raises(DBAPIError):
        conn.execute(text("UPDATE variant SET safety_qty = 'many'"))


def test_a_float_is_no_money(sqlite_files: SqliteFiles) -> None:
    """SQLite only: PostgreSQL rounds when it assigns, and the driver never sends a float for an integer column."""
    engine = open_engine(sqlite_files.copy_of("small", build))
    with engine.connect() as conn, pytest.raises(DBAPIError):
        conn.exec_driver_sql("UPDATE sales_order SET total_minor = 10.5")
    engine.dispose()


BROKEN = {
    "more allocated than on hand": ("UPDATE stock_total SET allocated = on_hand + 1", "stock_total_allocated"),
    "less than nothing on a shelf": ("UPDATE stock_level SET on_hand = -1", "stock_level_on_hand"),
    "more shipped than ordered": ("UPDATE order_line SET shipped_qty = quantity + 1", "order_line_shipped"),
    "more returned than shipped": ("UPDATE order_line SET returned_qty = shipped_qty + 1", "order_line_returned"),
    "more packed than wanted": ("UPDATE shipment_line SET packed_qty = quantity + 1", "shipment_line_packed"),
    "more allocated than wanted": ("UPDATE demand SET allocated_qty = quantity + 1", "demand_allocated"),
    "an unknown state": ("UPDATE shipment SET state = 'gone' WHERE NOT is_external", "shipment_state_known"),
    "dispatched at no time": (
        "UPDATE shipment SET dispatched_at = NULL WHERE NOT is_external",
        "shipment_gone_has_time",
    ),
    "external in the queue": (
        "UPDATE shipment SET state = 'released' WHERE is_external",
        "shipment_external_never_queued",
    ),
    "a move of nothing": ("UPDATE stock_move SET quantity = 0", "stock_move_quantity_not_zero"),
    "a kit in itself": (
        "UPDATE kit_component SET component_variant_id = kit_variant_id",
        "kit_component_kit_not_in_itself",
    ),
    "a negative payment": ("UPDATE payment SET amount_minor = -1", "payment_amount_minor"),
    "a pack of none": ("UPDATE barcode SET factor = 0", "barcode_factor"),
    "a serial of two pieces": (
        "UPDATE parcel_content SET serial = 'S', quantity = 2",
        "parcel_content_serial_is_one_piece",
    ),
}


@pytest.mark.parametrize(("statement", "rule"), BROKEN.values(), ids=BROKEN.keys())
def test_the_database_itself_refuses(conn: Connection, statement: str, rule: str) -> None:
    with pytest.raises(IntegrityError, match=rule):
        conn.execute(text(statement))


TWINS = {
    "an order of the channel twice": "INSERT INTO sales_order (id, number, company_id, channel_id, external_id, placed_at, currency,"
    " total_minor) SELECT 900001, 'x', company_id, channel_id, external_id, 0, 'EUR', 0 FROM sales_order WHERE number = '10001'",
    "a second live label": "INSERT INTO label (id, shipment_id, parcel_id, idempotency_key)"
    " SELECT 900001, shipment_id, parcel_id, 'other' FROM label",
    "a label key twice": "INSERT INTO label (id, shipment_id, parcel_id, idempotency_key, state)"
    " SELECT 900001, shipment_id, parcel_id, idempotency_key, 'voided' FROM label",
    "a second claim": "INSERT INTO lease (id, kind, entity_id, token, taken_at, expires_at)"
    " VALUES (900001, 'shipment', 1, 'a', 0, 0), (900002, 'shipment', 1, 'b', 0, 0)",
    "one barcode on two articles": "INSERT INTO barcode (id, variant_id, code, code_key)"
    " SELECT 900001, id, 'x', '04006381333931' FROM variant WHERE sku = 'CARD'",
    "a move reversed twice": "INSERT INTO stock_move (id, at, variant_id, warehouse_id, bin_id, lot_id, quantity, reason, reverses_id)"
    " SELECT id + 900000 + n, 0, variant_id, warehouse_id, bin_id, 0, -quantity, 'x', id FROM stock_move,"
    " (SELECT 1 AS n UNION SELECT 2) AS twice",
}


@pytest.mark.parametrize("statement", TWINS.values(), ids=TWINS.keys())
def test_there_is_never_a_second(conn: Connection, statement: str) -> None:
    with pytest.raises(IntegrityError, match=r"(?i)unique"):
        conn.execute(text(statement))


def test_a_voided_label_makes_room_for_another(conn: Connection) -> None:
    conn.execute(text("UPDATE label SET state = 'voided'"))
    conn.execute(text(TWINS["a second live label"]))
    assert one(conn, "SELECT count(*) FROM label") == 2


def test_what_others_refer_to_cannot_be_deleted(conn: Connection) -> None:
    with pytest.raises(IntegrityError):
        conn.execute(text("DELETE FROM variant"))


def test_rules_are_named_so_that_a_refusal_can_be_told() -> None:
    for table in s.metadata.tables.values():
        for item in table.constraints:
            if isinstance(item, CheckConstraint):
                assert item.name, table.name


def test_the_map_of_the_tables_is_fresh() -> None:
    """Write it anew: python -m desktop_oms.db.schema.map > docs/schema.md"""
    page = Path(__file__).parents[2] / "docs" / "schema.md"
    assert page.read_text(encoding="utf-8") == schema_map()
