"""The sample files of this project through the importer, against figures the importer did not compute."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from desktop_oms.channels import registry
from desktop_oms.domain.remote_lines import with_known_line_ids
from desktop_oms.domain.remote_order import OrderFile, RemoteOrder
from desktop_oms.sync.goods import ProductRowIn, StockRowIn

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "resources" / "samples"
MANIFEST: dict[str, Any] = json.loads((SAMPLES / "manifest.json").read_text(encoding="utf-8"))
ORDER_FILES = sorted(MANIFEST["files"])


@pytest.fixture(scope="module")
def read_files() -> dict[str, OrderFile]:
    return {name: registry.read_orders(SAMPLES / name) for name in ORDER_FILES}


def order_at(read_files: dict[str, OrderFile], entry: dict[str, Any]) -> RemoteOrder:
    return next(order for order in read_files[entry["file"]].orders if order.source_line == entry["line"])


def difficulty(name: str) -> list[dict[str, Any]]:
    found = [entry for entry in MANIFEST["difficulties"] if entry["name"] == name]
    assert found, f"the manifest has no difficulty {name}"
    return found


def test_the_samples_are_what_their_generator_makes() -> None:
    answer = subprocess.run(
        [sys.executable, str(SAMPLES / "make_samples.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_the_generator_shares_no_code_with_the_importer() -> None:
    for source in SAMPLES.rglob("*.py"):
        assert "desktop_oms" not in source.read_text(encoding="utf-8").replace("Desktop OMS", "")


def test_there_are_enough_sample_orders_and_enough_stock() -> None:
    assert MANIFEST["together"]["orders"] >= 150
    assert MANIFEST["together"]["fully_allocatable_orders"] >= 100


@pytest.mark.parametrize("name", ORDER_FILES)
def test_p55_totals_of_a_sample_file_agree_with_the_manifest_to_the_cent(
    name: str, read_files: dict[str, OrderFile]
) -> None:
    expected = MANIFEST["files"][name]
    orders = read_files[name].orders
    assert read_files[name].format_name == expected["format"]
    totals: Counter[str] = Counter()
    goods: Counter[str] = Counter()
    for order in orders:
        totals[order.currency] += order.total_minor
        goods[order.currency] += sum(line.total_minor for line in order.lines)
    assert dict(totals) == expected["total_minor"]
    assert dict(goods) == expected["lines_minor"]
    assert len(orders) == expected["orders"]
    left_out = [row for row in read_files[name].rejected if row.code != "order.rejected"]
    assert len(orders) + len(left_out) == expected["orders_in_file"]
    assert sum(len(order.lines) for order in orders) == expected["lines"]
    assert sum(line.quantity for order in orders for line in order.lines) == expected["units"]


@pytest.mark.parametrize("name", ORDER_FILES)
def test_taxes_of_a_sample_file_agree_with_the_manifest(name: str, read_files: dict[str, OrderFile]) -> None:
    taxes: Counter[str] = Counter()
    for order in read_files[name].orders:
        rows = [*order.taxes, *(tax for line in order.lines for tax in line.taxes)]
        rows += [tax for charge in order.charges for tax in charge.taxes]
        taxes[order.currency] += sum(tax.amount_minor for tax in rows)
    assert dict(taxes) == MANIFEST["files"][name]["taxes_minor"]


@pytest.mark.parametrize("name", ORDER_FILES)
def test_states_of_a_sample_file_agree_with_the_manifest(name: str, read_files: dict[str, OrderFile]) -> None:
    expected = MANIFEST["files"][name]
    orders = read_files[name].orders
    assert Counter(order.lifecycle for order in orders) == expected["lifecycle"]
    assert sum(1 for order in orders if order.holds) == expected["held"]
    assert Counter(hold.kind for order in orders for hold in order.holds) == expected["holds"]
    assert sum(1 for order in orders if order.shipments) == expected["shipped_elsewhere"]
    shipped = [quantity for order in orders for shipment in order.shipments for _, quantity in shipment.lines]
    assert sum(shipped) == expected["shipped_units"]
    still_open: Counter[str] = Counter()
    for order in orders:
        for line in order.lines if order.lifecycle == "open" else ():
            if line.requires_shipping:
                still_open[line.sku.upper()] += line.quantity - line.shipped_quantity - line.cancelled_quantity
    assert dict(+still_open) == expected["open_units_by_sku"]


@pytest.mark.parametrize("name", ORDER_FILES)
def test_exactly_the_damaged_rows_are_rejected_each_with_a_sentence(
    name: str, read_files: dict[str, OrderFile]
) -> None:
    rejected = read_files[name].rejected
    assert [{"line": row.line, "code": row.code} for row in rejected] == MANIFEST["files"][name]["rejected"]
    for row in rejected:
        assert row.file == name and f"Line {row.line}" in row.message and "import the file again" in row.message


@pytest.mark.parametrize("name", ORDER_FILES)
def test_each_order_of_a_sample_file_is_read_as_the_manifest_says(name: str, read_files: dict[str, OrderFile]) -> None:
    expected = [entry for entry in MANIFEST["orders"] if entry["file"] == name]
    by_line = {order.source_line: order for order in read_files[name].orders}
    assert sorted(by_line) == sorted(entry["line"] for entry in expected)
    for entry in expected:
        order = by_line[entry["line"]]
        lines = [[line.sku, line.quantity, line.total_minor, line.shipped_quantity] for line in order.lines]
        rounding = sum(charge.amount_minor for charge in order.charges if charge.kind == "rounding")
        read = {
            "file": name,
            "line": order.source_line,
            "id": order.external_id,
            "number": order.number,
            "total_minor": order.total_minor,
            "currency": order.currency,
            "tax_included": order.tax_included,
            "lines": lines,
            "rounding_minor": rounding,
            "lifecycle": order.lifecycle,
            "holds": [hold.kind for hold in order.holds],
        }
        assert read == entry


def test_p39_reading_a_file_twice_gives_the_same_orders(read_files: dict[str, OrderFile]) -> None:
    for name in ORDER_FILES:
        assert registry.read_orders(SAMPLES / name) == read_files[name]


def test_p39_an_order_in_both_amazon_reports_keeps_one_identity(read_files: dict[str, OrderFile]) -> None:
    first, second = (order_at(read_files, entry) for entry in difficulty("relisted_order"))
    assert (first.external_id, first.total_minor) == (second.external_id, second.total_minor)
    adopted = with_known_line_ids(second, [(line.external_id, line.sku) for line in first.lines])
    assert [line.external_id for line in adopted.lines] == [line.external_id for line in first.lines]


def test_two_orders_with_one_name_and_two_ids_are_two_orders(read_files: dict[str, OrderFile]) -> None:
    first, second = (order_at(read_files, entry) for entry in difficulty("same_name_two_ids"))
    assert first.number == second.number
    assert first.external_id != second.external_id


def test_rows_that_stand_further_down_belong_to_their_order(read_files: dict[str, OrderFile]) -> None:
    order = order_at(read_files, difficulty("scattered_rows")[0])
    assert [line.sku for line in order.lines] == ["COF-HUI-250", "TEA-ASS-100", "CAR-06"]


def test_p43_a_line_without_a_known_sku_is_imported_all_the_same(read_files: dict[str, OrderFile]) -> None:
    missing = order_at(read_files, difficulty("missing_sku")[0])
    assert [line.sku for line in missing.lines] == ["", "COF-YIR-250"]
    assert missing.lines[0].title == "Handmade spoon, no article number"
    for entry in difficulty("unknown_sku"):
        assert order_at(read_files, entry).lifecycle == "open"


def test_p54_times_of_every_offset_are_utc(read_files: dict[str, OrderFile]) -> None:
    for name in ORDER_FILES:
        for order in read_files[name].orders:
            assert str(order.placed_at.tzinfo) == "UTC"
    first_japanese = read_files["amazon-jp-new-orders.txt"].orders[0]
    text = (SAMPLES / "amazon-jp-new-orders.txt").read_bytes().decode("cp932").splitlines()[1].split("\t")[2]
    assert text.endswith("+09:00")
    assert (int(text[11:13]) - first_japanese.placed_at.hour) % 24 == 9


def test_p60_leading_zeros_of_postcodes_survive_and_their_apostrophe_does_not(read_files: dict[str, OrderFile]) -> None:
    postcodes = {order.ship_to.postcode for order in read_files["shopify-orders.csv"].orders}
    assert {"02826", "04109", "6433222", "LS1 1AA"} <= postcodes
    assert not [postcode for postcode in postcodes if postcode.startswith("'")]


@pytest.mark.parametrize(
    "script", ["latin", "greek", "cyrillic", "arabic", "hebrew", "thai", "chinese", "japanese", "korean"]
)
def test_names_in_every_script_arrive_whole(script: str, read_files: dict[str, OrderFile]) -> None:
    names = {
        "latin": "Nguyễn Thị Minh Khai", "greek": "Χρήστος Παπαδόπουλος", "cyrillic": "Екатерина Соколова",
        "arabic": "محمد الفارسي", "hebrew": "נועה לוי", "thai": "สมชาย ใจดี", "chinese": "王小明",
        "japanese": "山田 太郎", "korean": "김민준",
    }  # fmt: skip
    assert order_at(read_files, difficulty(f"script_{script}")[0]).ship_to.name == names[script]


@pytest.mark.parametrize(
    ("name", "where", "text"),
    [
        ("markup", "name", "<b>Emil</b> & <img src=x onerror=alert(1)>"),
        ("formula", "name", "=1+1"),
        ("printer_language", "name", "Giulia ^FS^XZ~JA"),
        ("path", "name", "../../etc/passwd"),
        ("sql", "name", "Lotte'); DROP TABLE sales_order;--"),
        ("emoji", "name", "Zoë 🎁 Brânză"),
        ("line_break_in_cell", "street2", "Hinterhaus\n3. Stock"),
        ("right_to_left_override", "name", "Mia \u202etgoV\u202c"),
    ],
)
def test_hostile_text_stays_text(name: str, where: str, text: str, read_files: dict[str, OrderFile]) -> None:
    assert getattr(order_at(read_files, difficulty(name)[0]).ship_to, where) == text


def test_a_very_long_name_is_not_shortened(read_files: dict[str, OrderFile]) -> None:
    assert len(order_at(read_files, difficulty("very_long_name")[0]).buyer_name) == 197


def test_a_gift_brings_its_message(read_files: dict[str, OrderFile]) -> None:
    shop = order_at(read_files, difficulty("gift_with_message")[0])
    assert (shop.is_gift, shop.gift_message, shop.tags) == (True, "Happy birthday, Mum!\nWith love", ("Gift", "VIP"))
    amazon = order_at(read_files, difficulty("gift_wrap")[0])
    assert amazon.is_gift and amazon.gift_message == "Alles Gute zum Geburtstag! <3 ^XZ"
    assert [(charge.kind, charge.amount_minor) for charge in amazon.charges] == [("gift_wrap", 350)]


@pytest.mark.parametrize(
    ("name", "charges"),
    [
        ("tip", [("shipping", 490), ("tip", 250)]),
        ("duties", [("shipping", 1190), ("duty", 345)]),
        ("order_discount", [("discount", -720)]),
        ("line_discount", []),
        ("line_and_order_discount", [("discount", -500)]),
        ("promotion", [("shipping", 499), ("discount", -499)]),
    ],
)
def test_charges_are_taken_once_each(
    name: str, charges: list[tuple[str, int]], read_files: dict[str, OrderFile]
) -> None:
    order = order_at(read_files, difficulty(name)[0])
    assert [(charge.kind, charge.amount_minor) for charge in order.charges] == charges


def test_gift_cards_are_not_shipped_and_free_samples_are(read_files: dict[str, OrderFile]) -> None:
    card = order_at(read_files, difficulty("gift_card")[0]).lines[1]
    assert (card.sku, card.requires_shipping, card.total_minor) == ("GC-50", False, 5000)
    sample = order_at(read_files, difficulty("zero_price")[0]).lines[1]
    assert (sample.requires_shipping, sample.total_minor, sample.quantity) == (True, 0, 1)


@pytest.mark.parametrize(
    ("name", "status", "payments"),
    [
        ("pending", "pending", []),
        ("authorized", "authorized", [("authorize", 2290)]),
        ("part_paid", "part_paid", [("capture", 9400)]),
        ("part_refunded", "part_refunded", [("capture", 9600), ("refund", 500)]),
        ("refunded_unshipped", "refunded", [("capture", 3690), ("refund", 3690)]),
        ("voided", "voided", [("void", 3190)]),
        ("expired", "unpaid", []),
        ("several_payments", "paid", [("capture", 6100)]),
    ],
)
def test_payments_are_what_the_export_states(
    name: str, status: str, payments: list[tuple[str, int]], read_files: dict[str, OrderFile]
) -> None:
    order = order_at(read_files, difficulty(name)[0])
    assert order.payment_status == status
    assert [(payment.kind, payment.amount_minor) for payment in order.payments] == payments


def test_pending_amazon_orders_have_neither_price_nor_address(read_files: dict[str, OrderFile]) -> None:
    orders = [
        order_at(read_files, entry) for entry in difficulty("pending") if entry["file"] == "amazon-all-orders.txt"
    ]
    for order in orders:
        assert (order.total_minor, order.payment_status, order.ship_to.city) == (0, "pending", "")
        assert [hold.kind for hold in order.holds] == ["channel"]


def test_orders_fulfilled_by_amazon_leave_nothing_to_do_here(read_files: dict[str, OrderFile]) -> None:
    for entry in difficulty("fulfilled_by_amazon"):
        order = order_at(read_files, entry)
        assert order.lifecycle == "closed" and order.shipments[0].carrier == "Amazon"
    waiting = order_at(read_files, difficulty("fulfilled_by_amazon_open")[0])
    assert (waiting.lifecycle, waiting.shipments, waiting.lines[0].requires_shipping) == ("closed", (), False)


def test_a_column_nobody_knows_survives(read_files: dict[str, OrderFile]) -> None:
    order = order_at(read_files, difficulty("unknown_column")[0])
    assert order.lines[0].attributes["Lineitem grind"] == "none"


def test_an_unknown_status_holds_the_order_and_names_the_word(read_files: dict[str, OrderFile]) -> None:
    notes = [order_at(read_files, entry).holds[0].note for entry in difficulty("unknown_status")]
    assert "paid_in_kind" in notes[0] and "Pending - Waiting for Pick Up" in notes[1]


def test_an_inch_sign_does_not_swallow_the_file(read_files: dict[str, OrderFile]) -> None:
    assert order_at(read_files, difficulty("inch_sign")[0]).lines[0].title == '"Sage" side plate 8.3" wide'


def test_every_difficulty_of_the_manifest_is_where_it_says(read_files: dict[str, OrderFile]) -> None:
    for entry in MANIFEST["difficulties"]:
        if entry["rejected"]:
            assert (entry["line"], entry["rejected"]) in [
                (row.line, row.code) for row in read_files[entry["file"]].rejected
            ]
        else:
            assert order_at(read_files, entry).external_id == entry["order"]


def test_opening_stock_is_read_by_bin_and_lot() -> None:
    expected = MANIFEST["opening-stock.csv"]
    found = registry.read_goods(SAMPLES / "opening-stock.csv")
    rows = [row for row in found.rows if isinstance(row, StockRowIn)]
    assert {f"{row.sku}@{row.bin}@{row.lot}": row.quantity for row in rows} == expected["by_sku_bin_lot"]
    assert sum(row.quantity for row in rows) == expected["units"]
    assert [{"line": row.line, "code": row.code} for row in found.rejected] == expected["rejected"]
    mug = next(row for row in rows if row.sku == "MUG-300-MOS")
    assert (mug.cost_minor, mug.currency, mug.warehouse) == (610, "EUR", "Berlin")
    lot = next(row for row in rows if row.lot == "L2511-07")
    assert str(lot.best_before) == "2027-04-30"


def test_p60_products_keep_good_barcodes_and_name_the_ruined_ones() -> None:
    expected = MANIFEST["products.csv"]
    found = registry.read_goods(SAMPLES / "products.csv")
    rows = {row.sku: row for row in found.rows if isinstance(row, ProductRowIn)}
    assert len(rows) == expected["rows"]
    for sku, codes in expected["barcodes"].items():
        assert [[code.code, code.factor] for code in rows[sku].barcodes] == codes
    assert {sku for sku, row in rows.items() if row.warnings} == set(expected["damaged_barcodes"])
    assert sum(1 for row in rows.values() if row.components) == expected["kits"]
    assert [(part.sku, part.quantity) for part in rows["KIT-MUG4-NIG"].components] == [("MUG-300-NIG", 4)]
    assert [{"line": row.line, "code": row.code} for row in found.rejected] == expected["rejected"]
