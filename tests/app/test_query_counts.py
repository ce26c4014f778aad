"""Work per scan, page and paper is counted in statements, never timed: the count may not grow with the order or the shelves.

SQLite only: the statements are the same on both engines, and the plans are SQLite's.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from desktop_oms.app.context import Actor
from desktop_oms.app.dispatch import DispatchShipments
from desktop_oms.app.intake.orders import ImportOrders
from desktop_oms.app.packing import PackScan
from desktop_oms.app.products import ImportProducts
from desktop_oms.app.release import ReleaseOrders
from desktop_oms.app.stock_import import ImportOpeningStock
from desktop_oms.db import schema as s
from desktop_oms.sync.goods import BarcodeIn, ProductRowIn, StockRowIn
from tests.app.books import an_order
from tests.support.clock import FrozenClock
from tests.support.databases import SqliteFiles
from tests.support.questions import Questions, questions
from tests.support.shop import FLOOR, Floor, Story, build_floor

# Tables that grow with the years; none of them may be read from end to end while a packer waits.
GROWING = {
    "address", "allocation", "contact", "cost_layer", "cost_layer_use", "customer", "demand", "document", "event", "label",
    "order_charge", "order_line", "order_tax", "outbox", "parcel", "parcel_content", "payment", "print_job", "sales_order",
    "shipment", "shipment_line", "stock_move", "undo_group", "variant", "barcode", "stock_level", "stock_total",
}  # fmt: skip
SIXTY = [f"THING-{n:02d}" for n in range(60)]


@pytest.fixture
def floor(sqlite_files: SqliteFiles, clock: FrozenClock) -> Iterator[Floor]:
    """The packing floor with sixty more articles on the shelves."""
    opened = Floor(sqlite_files.copy_of(FLOOR, build_floor), clock)
    codes = {sku: f"2{n:011d}" for n, sku in enumerate(SIXTY)}
    opened.shop.run(ImportProducts(tuple(ProductRowIn(sku, sku, barcodes=(BarcodeIn(codes[sku]),)) for sku in SIXTY)))
    opened.shop.run(ImportOpeningStock(tuple(StockRowIn(sku, 500, "A-1", line=n) for n, sku in enumerate(SIXTY))))
    yield opened
    opened.close()


def asked_by(floor: Floor, monkeypatch: pytest.MonkeyPatch, *scans: str) -> Questions:
    """The statements of these scans."""
    with questions(floor.shop.engine, monkeypatch) as found:
        for text in scans:
            floor.shop.run(PackScan(text))
    return found


def begun(floor: Floor, *lines: tuple[str, int]) -> Story:
    """An order on the table with one unit of its first line verified, so that every further scan is like the one before."""
    order = floor.an_order(*lines).released().in_packing()
    floor.scan(lines[0][0])
    return order


def test_p04_a_scan_asks_as_much_in_an_order_of_sixty_lines_as_in_one_of_one(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(floor, ("MUG-RED", 3))
    small = len(asked_by(floor, monkeypatch, "MUG-RED"))
    floor.scan("CTRLSUSPEND")
    begun(floor, *((sku, 3) for sku in SIXTY))
    assert len(asked_by(floor, monkeypatch, SIXTY[0])) == small
    assert small <= 18


def test_p04_a_serial_is_looked_up_once_however_many_lines_want_one(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    floor.write(lambda tx: tx.update(s.variant, [{"id": row["id"], "track_serial": True} for row in things(floor)]))
    begun(floor, (SIXTY[0], 2))
    few = len(asked_by(floor, monkeypatch, "SN-1"))
    floor.scan("CTRLSUSPEND")
    begun(floor, *((sku, 2) for sku in SIXTY))
    assert len(asked_by(floor, monkeypatch, "SN-2")) == few


def things(floor: Floor) -> list[dict[str, object]]:
    return [row for row in floor.rows(s.variant) if row["sku"] in SIXTY]


def test_p03_a_scan_asks_as_much_in_a_house_of_three_hundred_bins_as_of_two(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(floor, ("TEA", 4))
    before = len(asked_by(floor, monkeypatch, "TEA"))
    rows = (StockRowIn("TEA", 1, f"B-{n:03d}", line=n) for n in range(300))
    floor.shop.run(ImportOpeningStock(tuple(rows)))
    after = asked_by(floor, monkeypatch, "TEA")
    assert len(after) == before
    assert not [sql for sql, _params in after.asked if "stock_level" in sql]


def test_the_last_scan_with_its_papers_asks_as_much_for_thirty_lines_as_for_one(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(floor, ("MUG-RED", 2))
    small = len(asked_by(floor, monkeypatch, "MUG-RED"))
    lines = SIXTY[:30]
    begun(floor, *((sku, 1) for sku in lines))
    for sku in lines[1:-1]:
        floor.scan(sku)
    big = asked_by(floor, monkeypatch, lines[-1])
    assert floor.rows(s.document)[-1]["kind"] in ("packing_slip", "label")
    assert len(big) == small
    assert small <= 60


def test_a_page_of_fifty_orders_asks_hardly_more_than_a_page_of_five(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    (channel,) = floor.rows(s.channel)
    shop = floor.shop.as_actor(Actor())

    def page(name: str, count: int) -> int:
        orders = tuple(an_order(f"{name}{n}", (SIXTY[n], 1), (SIXTY[-n - 1], 2)) for n in range(count))
        with questions(shop.engine, monkeypatch) as found:
            shop.run(ImportOrders(channel["id"], orders))
        return len(found)

    page("warm", 5)
    few, many = page("few", 5), page("many", 50)
    # Ids are taken in blocks that double: 8, 16, 32 and so on up to what the page needs.
    assert many - few <= 6
    assert many <= 70


def test_release_and_dispatch_of_twenty_ask_hardly_more_than_of_two(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def flow(count: int) -> tuple[int, int]:
        orders = [floor.an_order((SIXTY[n], 1)) for n in range(count)]
        with questions(floor.shop.engine, monkeypatch) as releasing:
            floor.shop.run(ReleaseOrders(tuple(order.order_id for order in orders)))
        for order in orders:
            order.packed()
        with questions(floor.shop.engine, monkeypatch) as leaving:
            floor.shop.run(DispatchShipments(tuple(order.shipment_id for order in orders)))
        return len(releasing), len(leaving)

    few, many = flow(2), flow(20)
    assert many[0] - few[0] <= 4
    assert many[1] - few[1] <= 4


@pytest.mark.parametrize(
    "scans",
    [("MUG-RED",), ("NO SUCH CODE",), ("CTRLUNDO",), ("MUG-RED", "MUG-RED")],
    ids=["unit", "unknown", "undo", "last"],
)
def test_p03_no_table_that_grows_is_read_from_end_to_end_by_a_scan(
    floor: Floor, monkeypatch: pytest.MonkeyPatch, scans: tuple[str, ...]
) -> None:
    begun(floor, ("MUG-RED", 3))
    asked = asked_by(floor, monkeypatch, *scans)
    assert full_scans(floor, asked) == []


def test_p03_no_table_that_grows_is_read_from_end_to_end_when_an_order_is_opened(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = floor.an_order(("MUG-RED", 3), ("TEA", 1)).released()
    assert full_scans(floor, asked_by(floor, monkeypatch, order.code)) == []
    assert full_scans(floor, asked_by(floor, monkeypatch, "CTRLSUSPEND", f"#{order.external_id}")) == []


@pytest.mark.parametrize("code", ["NO SUCH CODE", "MUG-RED"])
def test_p03_no_table_that_grows_is_read_from_end_to_end_when_the_table_is_empty(
    floor: Floor, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    floor.an_order(("MUG-RED", 1)).released()
    assert full_scans(floor, asked_by(floor, monkeypatch, code)) == []


def test_the_queue_looks_at_open_shipments_only(floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    floor.an_order(("MUG-RED", 1)).released()
    with questions(_reader_of(floor), monkeypatch) as asked:
        assert len(floor.shop.ask(lambda reads: reads.queue())) == 1
    plans = [line for plan in asked.plans(floor.shop.engine).values() for line in plan]
    assert [line for line in plans if " shipment " in f"{line} "] == ["SCAN shipment USING INDEX ix_shipment_work"]


def _reader_of(floor: Floor) -> Engine:
    return floor.shop.ask(lambda reads: reads.conn.engine)


def full_scans(floor: Floor, asked: Questions) -> list[str]:
    """Statements that read a growing table from end to end, with the offending line of the plan."""
    found = []
    for sql, plan in asked.plans(floor.shop.engine).items():
        for line in plan:
            words = line.split()
            if words[0] == "SCAN" and words[1] in GROWING:
                found.append(f"{line}: {' '.join(sql.split())[:200]}")
    return found
