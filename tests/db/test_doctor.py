"""Every check of the doctor is proved by planting the very damage it looks for."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import Any, NamedTuple

import pytest
from sqlalchemy import text

from desktop_oms.db.doctor import CHECKS, QUICK, Finding, quick, run_all
from desktop_oms.db.engine import open_engine, read_connection, sqlite_path
from tests.db.small_books import NOON, build, one, plant
from tests.support.databases import Databases, SqliteFiles

OPEN_ORDER = "SELECT id FROM sales_order WHERE number = '10002'"
SHIPPED_ORDER = "SELECT id FROM sales_order WHERE number = '10001'"
SHIPMENT = "SELECT id FROM shipment WHERE number = '10001-1'"
EXTERNAL = "SELECT id FROM shipment WHERE number = '10003-1'"
OPEN_MUGS = f"SELECT id FROM order_line WHERE sku = 'MUG-RED' AND order_id = ({OPEN_ORDER})"
OPEN_DEMAND = f"SELECT id FROM demand WHERE order_line_id = ({OPEN_MUGS})"
SHIPPED_LINE = f"SELECT min(id) FROM shipment_line WHERE shipment_id = ({SHIPMENT})"
MUG = "SELECT id FROM variant WHERE sku = 'MUG-RED'"
CARD = "SELECT id FROM variant WHERE sku = 'CARD'"
KIT = "SELECT id FROM variant WHERE sku = 'GIFT-SET'"
MUG_RECEIPT = f"SELECT id FROM stock_move WHERE variant_id = ({MUG}) AND reason = 'receipt'"
NEW = "SELECT 900001"
BIN = "SELECT id FROM bin WHERE code = 'A-1'"
HOUSE = "SELECT id FROM warehouse"
MOVE = (
    "INSERT INTO stock_move (id, at, variant_id, warehouse_id, bin_id, lot_id, quantity, reason, document_kind, document_id,"
    f" reverses_id) SELECT 900001, 0, ({MUG}), ({HOUSE}), ({BIN}), 0, {{quantity}}, 'x', {{kind}}, {{document}}, {{back}}"
)
INVOICE = "INSERT INTO document (id, kind, entity_kind, entity_id, number, created_at) VALUES ({}, 'invoice', 'order', 1, '{}', 0)"


class Damage(NamedTuple):
    """What is done to the books by which check, and the row and words that must be named."""

    check: str
    statements: tuple[str, ...]
    table: str
    row: str | None
    difference: str
    drop: str = ""


DAMAGES = {
    "a line of an order that is gone": Damage(
        "references",
        (f"UPDATE order_line SET order_id = 999999 WHERE id = ({OPEN_MUGS})",),
        "order_line", OPEN_MUGS, "order_id 999999 is no row of sales_order",
    ),
    "a shipment in a state nobody knows": Damage(
        "rules", (f"UPDATE shipment SET state = 'vanished' WHERE id = ({SHIPMENT})",),
        "shipment", SHIPMENT, "ck_shipment_state_known", drop="shipment.ck_shipment_state_known",
    ),
    "a shelf with less than nothing": Damage(
        "rules", (f"UPDATE stock_level SET on_hand = -1 WHERE variant_id = ({CARD})",),
        "stock_level", f"SELECT id FROM stock_level WHERE variant_id = ({CARD})", "on_hand >= 0",
        drop="stock_level.ck_stock_level_on_hand_not_negative",
    ),
    "a payment booked twice": Damage(
        "twins",
        ("DROP INDEX uq_payment_external",
         "INSERT INTO payment (id, order_id, external_id, kind, state, amount_minor, currency)"
         f" SELECT 900001, order_id, external_id, kind, state, amount_minor, currency FROM payment WHERE order_id = ({OPEN_ORDER})"),
        "payment", NEW, "2 rows share uq_payment_external",
    ),
    "a shelf figure that is one too high": Damage(
        "stock_levels", (f"UPDATE stock_level SET on_hand = on_hand + 1 WHERE variant_id = ({MUG})",),
        "stock_level", f"SELECT id FROM stock_level WHERE variant_id = ({MUG})", "on_hand 18, moves add up to 17",
    ),
    "a shelf figure that vanished": Damage(
        "stock_levels", (f"DELETE FROM stock_level WHERE variant_id = ({MUG})",),
        "stock_level", None, "on_hand 0, moves add up to 17",
    ),
    "stock set aside that no allocation explains": Damage(
        "stock_totals", (f"UPDATE stock_total SET allocated = allocated + 1 WHERE variant_id = ({MUG})",),
        "stock_total", f"SELECT id FROM stock_total WHERE variant_id = ({MUG})", "allocated 4, should be 3",
    ),
    "a total on hand that no move explains": Damage(
        "stock_totals", (f"UPDATE stock_total SET on_hand = 5, quarantine = 2 WHERE variant_id = ({MUG})",),
        "stock_total", f"SELECT id FROM stock_total WHERE variant_id = ({MUG})",
        "on_hand 5, should be 17; quarantine 2, should be 0",
    ),
    "a reversal of half a move": Damage(
        "stock_ledger",
        (MOVE.format(quantity=-3, kind="''", document="NULL", back=f"({MUG_RECEIPT})"),),
        "stock_move", NEW, "takes back -3 of move",
    ),
    "a cost layer with another rest": Damage(
        "cost_layers", (f"UPDATE cost_layer_level SET remaining = remaining - 1 WHERE variant_id = ({CARD})",),
        "cost_layer_level", f"SELECT id FROM cost_layer_level WHERE variant_id = ({CARD})", "remaining 18, should be 19",
    ),
    "a line that wants more than its demand": Damage(
        "demand_lines", (f"UPDATE order_line SET quantity = 3 WHERE id = ({OPEN_MUGS})",),
        "demand", OPEN_DEMAND, "wants 2 pieces, line",
    ),
    "a line nobody would pack": Damage(
        "demand_missing", (f"DELETE FROM demand WHERE order_line_id = ({OPEN_MUGS})",),
        "order_line", OPEN_MUGS, "no demand for variant",
    ),
    "demand that claims to be allocated": Damage(
        "demand_allocated", (f"UPDATE demand SET allocated_qty = 1 WHERE id = ({OPEN_DEMAND})",),
        "demand", OPEN_DEMAND, "allocated_qty 1, allocations add up to 2",
    ),
    "stock set aside of another article": Damage(
        "allocations", (f"UPDATE allocation SET variant_id = ({CARD}) WHERE demand_id = ({OPEN_DEMAND})",),
        "allocation", f"SELECT id FROM allocation WHERE demand_id = ({OPEN_DEMAND})", "for demand of variant",
    ),
    "stock still set aside for what has left": Damage(
        "allocations", (f"UPDATE allocation SET shipment_line_id = ({SHIPPED_LINE}) WHERE demand_id = ({OPEN_DEMAND})",),
        "allocation", f"SELECT id FROM allocation WHERE demand_id = ({OPEN_DEMAND})", "2 pieces still set aside for shipment 10001-1",
    ),
    "a packed figure nobody packed": Damage(
        "packed", (f"UPDATE shipment_line SET packed_qty = 0 WHERE id = ({SHIPPED_LINE})",),
        "shipment_line", SHIPPED_LINE, "packed_qty 0, parcels hold 2",
    ),
    "a unit that left unverified": Damage(
        "parcel_contents",
        (f"DELETE FROM parcel_content WHERE id = (SELECT min(id) FROM parcel_content WHERE shipment_line_id = ({SHIPPED_LINE}))",),
        "shipment_line", SHIPPED_LINE, "shipped 2, parcels hold 1 (shipment 10001-1)",
    ),
    "a unit in a parcel of another shipment": Damage(
        "parcel_contents", (f"UPDATE parcel_content SET shipment_id = ({EXTERNAL}) WHERE id = (SELECT min(id) FROM parcel_content)",),
        "parcel_content", "SELECT min(id) FROM parcel_content", "but parcel of shipment",
    ),
    "a shipment that left without a box": Damage(
        "parcels", (f"DELETE FROM parcel WHERE shipment_id = ({SHIPMENT})",), "shipment", SHIPMENT, "shipment 10001-1 left, no parcel",
    ),
    "two live labels on one box": Damage(
        "labels",
        ("DROP INDEX uq_label_live",
         "INSERT INTO label (id, shipment_id, parcel_id, state, idempotency_key)"
         " SELECT 900001, shipment_id, parcel_id, 'purchased', 'l2' FROM label"),
        "label", NEW, "has 2 live labels",
    ),
    "a shipment that left the shelf full": Damage(
        "shipment_ledger", (f"DELETE FROM stock_move WHERE document_id = ({SHIPMENT}) AND variant_id = ({CARD})",),
        "shipment", SHIPMENT, "ledger issued 0, should be 1 (shipment 10001-1, dispatched)",
    ),
    "a shipment of elsewhere that took our stock": Damage(
        "shipment_ledger", (MOVE.format(quantity=-1, kind="'shipment'", document=f"({EXTERNAL})", back="NULL"),),
        "shipment", EXTERNAL, "ledger issued 1, should be 0 (shipment 10003-1, external)",
    ),
    "a claim on a shipment that is over": Damage(
        "leases",
        (f"INSERT INTO lease (id, kind, entity_id, token, taken_at, expires_at) SELECT 900001, 'shipment', ({SHIPMENT}), 't', 0, 0",),
        "lease", NEW, "claim on shipment 10001-1, which is dispatched",
    ),
    "an order called what it is not": Damage(
        "order_status", (f"UPDATE sales_order SET headline = 'draft' WHERE id = ({OPEN_ORDER})",),
        "sales_order", OPEN_ORDER, "headline 'draft', should be 'ready'",
    ),
    "an order line shipped on paper only": Damage(
        "order_status", (f"UPDATE order_line SET shipped_qty = 1 WHERE id = ({OPEN_MUGS})",),
        "order_line", OPEN_MUGS, "shipped_qty 1, should be 0",
    ),
    "a demand row shipped on paper only": Damage(
        "order_status", (f"UPDATE demand SET shipped_qty = 2, allocated_qty = 0 WHERE id = ({OPEN_DEMAND})",),
        "demand", OPEN_DEMAND, "shipped_qty 2, should be 0",
    ),
    "more money back than came in": Damage(
        "refunds",
        ("INSERT INTO payment (id, order_id, kind, state, amount_minor, currency)"
         f" SELECT 900001, ({OPEN_ORDER}), 'refund', 'settled', 5000, 'EUR'",),
        "sales_order", OPEN_ORDER, "refunded 5000, captured 3000",
    ),
    "a component of what is no kit": Damage(
        "kits", (f"UPDATE kit_component SET kit_variant_id = ({MUG}) WHERE component_variant_id = ({CARD})",),
        "kit_component", f"SELECT id FROM kit_component WHERE component_variant_id = ({CARD})", "component of MUG-RED, which is no kit",
    ),
    "a kit made of a kit": Damage(
        "kits", (f"UPDATE variant SET is_kit = ({KIT}) IS NOT NULL WHERE sku = 'CARD'",),
        "kit_component", f"SELECT id FROM kit_component WHERE component_variant_id = ({CARD})", "CARD of kit GIFT-SET is a kit itself",
    ),
    "a kit of nothing": Damage("kits", ("DELETE FROM kit_component",), "variant", KIT, "kit GIFT-SET has no components"),
    "a kit on the shelf": Damage(
        "kits", (f"UPDATE stock_level SET variant_id = ({KIT}) WHERE variant_id = ({CARD})",),
        "variant", KIT, "kit GIFT-SET has 19 pieces of its own",
    ),
    "a number that would be given again": Damage(
        "number_series", ("UPDATE number_series SET next_value = 10003 WHERE kind = 'order'",),
        "sales_order", "SELECT id FROM sales_order WHERE number = '10003'", "number 10003 in use",
    ),
    "an invoice number that is missing": Damage(
        "number_series",
        ("INSERT INTO number_series (id, company_id, kind, year, prefix, next_value) VALUES (900001, 0, 'invoice', 2026, 'R', 4)",
         INVOICE.format(900002, "R2026-1"), INVOICE.format(900003, "R2026-3")),
        "number_series", NEW, "invoice 2 is missing",
    ),
    "a hole in the history": Damage("event_gaps", ("DELETE FROM event WHERE seq = 3",), "event", "SELECT 4", "events 3 to 3 are missing"),
    "an event of an undo group that is gone": Damage(
        "undo_groups", ("UPDATE event SET undo_group_id = 777 WHERE seq = 2",), "event", "SELECT 2", "undo group 777 does not exist",
    ),
    "a value changed past the program": Damage(
        "event_history", (f"UPDATE sales_order SET priority = 9 WHERE id = ({OPEN_ORDER})",),
        "sales_order", OPEN_ORDER, "priority is 9, its last event says 7",
    ),
    "an event that was altered": Damage(
        "event_history", ("UPDATE event SET changes = replace(changes, '[5,7]', '[6,7]')",),
        "event", "SELECT max(seq) FROM event", "priority was 6 by this event, 5 by the one before",
    ),
    "a row deleted past the program": Damage(
        "event_history", ("DELETE FROM barcode",), "barcode", "SELECT id FROM barcode", "created by the events, not there",
    ),
    "a row written past the program": Damage(
        "event_history", ("INSERT INTO tag (id, name, name_key) VALUES (900001, 'x', 'x')",), "tag", NEW, "no event created it",
    ),
    "an order found by wrong words": Damage(
        "search_documents", (f"UPDATE search_doc SET text = ' nonsense ' WHERE id = ({OPEN_ORDER})",),
        "search_doc", OPEN_ORDER, "has in addition ['nonsense']",
    ),
    "an order nobody finds": Damage(
        "search_documents", (f"DELETE FROM search_doc WHERE id = ({OPEN_ORDER})",), "search_doc", OPEN_ORDER, "no document for this order",
    ),
    "words of something that is gone": Damage(
        "search_documents", ("INSERT INTO search_doc (id, kind, text) VALUES (900001, 'order', ' ghost ')",),
        "search_doc", NEW, "document of a order that is not there",
    ),
    "a person who was to be forgotten": Damage(
        "erasures",
        ("INSERT INTO erasure (id, at, table_name, row_id) SELECT 900001, 0, 'contact', min(id) FROM contact",),
        "contact", "SELECT min(id) FROM contact", "still holds personal data",
    ),
}  # fmt: skip


def examine(url: str, check: str) -> list[Finding]:
    engine = open_engine(url, clock=lambda: NOON)
    with read_connection(engine) as conn:
        found = list(CHECKS[check](conn))
    engine.dispose()
    return found


def ask(url: str, query: str) -> Any:
    engine = open_engine(url, clock=lambda: NOON)
    with engine.connect() as conn:
        answer = one(conn, query)
    engine.dispose()
    return answer


def named(findings: list[Finding], table: str, row: int | None, difference: str) -> bool:
    return any(
        f.table == table and f.id == row and difference in f.difference and len(f.sentence) > 20 for f in findings
    )


def test_healthy_books_have_no_findings(databases: Databases) -> None:
    engine = open_engine(databases.copy_of("small", build), clock=lambda: NOON)
    with read_connection(engine) as conn:
        assert run_all(conn) == []
        assert quick(conn) == []
    engine.dispose()


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_planted_damage_is_named_by_table_row_and_difference(databases: Databases, damage: Damage) -> None:
    url = databases.copy_of("small", build)
    row = ask(url, damage.row) if damage.row else None
    plant(url, *damage.statements, drop=damage.drop)
    findings = examine(url, damage.check)
    assert named(findings, damage.table, row, damage.difference), findings


def test_a_deleted_row_that_came_back_is_named(databases: Databases) -> None:
    url = databases.copy_of("small", build)
    changes = json.loads(ask(url, 'SELECT max(changes) FROM event WHERE changes LIKE \'{"-":{"allocation"%\''))
    row = min(int(row_id) for row_id in changes["-"]["allocation"])
    columns = "order_id, demand_id, variant_id, warehouse_id, quantity, allocated_at"
    plant(url, f"INSERT INTO allocation (id, {columns}) SELECT {row}, {columns} FROM allocation LIMIT 1")
    assert named(examine(url, "event_history"), "allocation", row, "deleted by the events, still there")


def test_a_full_text_index_that_forgot_an_order_is_named(sqlite_files: SqliteFiles) -> None:
    url = sqlite_files.copy_of("small", build)
    row = ask(url, OPEN_ORDER)
    forget = (
        "INSERT INTO search_index (search_index, rowid, text) SELECT 'delete', id, text FROM search_doc WHERE id = "
    )
    plant(url, f"{forget}{row}")
    findings = examine(url, "search_index")
    assert named(findings, "search_doc", row, "index lacks")
    assert {finding.id for finding in findings} == {row}


def test_a_damaged_page_is_named(sqlite_files: SqliteFiles) -> None:
    url = sqlite_files.copy_of("small", build)
    path = sqlite_path(url)
    with closing(sqlite3.connect(path)) as raw:
        page, size = (
            raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'ix_sales_order_placed_at_id'").fetchone()[0],
            4096,
        )
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with path.open("rb+") as file:
        file.seek((page - 1) * size + 3)
        file.write(b"\0\0")  # the index now says it has no entries
    findings = examine(url, "integrity")
    assert named(findings, "ix_sales_order_placed_at_id", None, "missing from index")


def test_every_check_is_proved_by_a_damage() -> None:
    proved = {damage.check for damage in DAMAGES.values()} | {"search_index", "integrity"}
    assert proved == set(CHECKS)
    assert set(QUICK) <= set(CHECKS)


def test_all_checks_run_on_a_connection_that_cannot_write_and_leave_it_so(databases: Databases) -> None:
    engine = open_engine(databases.copy_of("small", build), clock=lambda: NOON)
    with read_connection(engine) as conn:
        run_all(conn)
        with pytest.raises(Exception, match=r"read.?only"):
            conn.execute(text("DELETE FROM lease"))
    engine.dispose()
