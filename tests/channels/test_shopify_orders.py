"""Shopify's order export: the sample of the specification, and what real exports do wrong."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from desktop_oms.channels.shopify import orders_csv
from desktop_oms.channels.shopify.order_money import StatedMoney, settle, tax_rate, tax_rows
from desktop_oms.domain.errors import UsageError
from desktop_oms.domain.remote_order import OrderFile, RemoteCharge
from desktop_oms.sync.reading import ReadOptions

SPEC = Path(__file__).resolve().parents[3] / "shared" / "specs" / "shopify" / "csv" / "orders_export.csv"
# The rows of the specification, kept here so that the test also runs where the specification is not at hand.
HEAD = {
    "Name": "#1001", "Email": "zoe@example.test", "Financial Status": "paid", "Paid at": "2026-10-02 10:15:01 +0100",
    "Fulfillment Status": "unfulfilled", "Currency": "GBP", "Subtotal": "33.98", "Shipping": "4.95", "Taxes": "6.49",
    "Total": "38.93", "Discount Amount": "0.00", "Shipping Method": "Royal Mail 48",
    "Created at": "2026-10-02 10:15:00 +0100", "Lineitem quantity": "2", "Lineitem name": "Mug, 300 ml",
    "Lineitem price": "9.99", "Lineitem sku": "MUG-300", "Lineitem requires shipping": "true",
    "Lineitem fulfillment status": "pending", "Shipping Name": "Zoë O'Brien", "Shipping Zip": "'LS1 1AA",
    "Shipping Country": "GB", "Id": "5900000001001", "Tax 1 Name": "VAT 20%", "Tax 1 Value": "6.49",
    "Lineitem discount": "0.00", "Refunded Amount": "0.00", "Outstanding Balance": "0.00",
}  # fmt: skip
NEXT = {
    "Name": "#1001", "Email": "zoe@example.test", "Created at": "2026-10-02 10:15:00 +0100", "Lineitem quantity": "1",
    "Lineitem name": "T-shirt - Red / M", "Lineitem price": "14.00", "Lineitem sku": "TEE-RED-M",
    "Lineitem requires shipping": "true", "Lineitem fulfillment status": "pending", "Lineitem discount": "0.00",
}  # fmt: skip


def read(
    folder: Path, rows: list[dict[str, str]], options: ReadOptions | None = None, drop: tuple[str, ...] = ()
) -> OrderFile:
    columns = [name for name in dict.fromkeys([*HEAD, *(name for row in rows for name in row)]) if name not in drop]
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path = folder / "orders_export.csv"
    path.write_text(text.getvalue(), encoding="utf-8")
    return orders_csv.read(path, options)


@pytest.mark.skipif(not SPEC.exists(), reason="the specifications are not beside this checkout")
def test_p55_the_sample_of_the_specification_is_read_to_the_cent() -> None:
    file = orders_csv.read(SPEC)
    first, second = file.orders
    assert not file.rejected
    assert (first.external_id, first.number, first.total_minor, first.currency) == (
        "5900000001001",
        "#1001",
        3893,
        "GBP",
    )
    assert [(line.sku, line.quantity, line.total_minor) for line in first.lines] == [
        ("MUG-300", 2, 1998),
        ("TEE-RED-M", 1, 1400),
    ]
    assert first.charges == (RemoteCharge("shipping", 495, "Royal Mail 48"),)
    assert [(tax.title, tax.amount_minor, tax.rate) for tax in first.taxes] == [("VAT 20%", 649, "0.2")]
    assert first.tax_included and first.ship_to.postcode == "LS1 1AA" and first.ship_to.street2 == "Flat 2b"
    assert (second.lifecycle, second.payment_status, second.total_minor) == ("cancelled", "refunded", 999)
    assert [(payment.kind, payment.amount_minor) for payment in second.payments] == [("capture", 999), ("refund", 999)]
    assert [(line.quantity, line.cancelled_quantity) for line in second.lines] == [(1, 1)]
    assert [(tax.title, tax.amount_minor) for tax in second.taxes] == [("Taxes", 167)]


def test_line_ids_come_from_id_and_position_and_stay_when_a_sku_repeats(tmp_path: Path) -> None:
    order = read(tmp_path, [HEAD, {**NEXT, "Lineitem sku": "MUG-300"}, {**NEXT, "Lineitem sku": "MUG-300"}]).orders[0]
    assert [line.external_id for line in order.lines] == ["5900000001001-1", "5900000001001-2", "5900000001001-3"]


def test_an_export_without_ids_uses_the_name_and_says_so(tmp_path: Path) -> None:
    file = read(tmp_path, [HEAD, NEXT], drop=("Id",))
    assert file.orders[0].external_id == "#1001"
    assert any("no Id column" in sentence for sentence in file.assumptions)


def test_without_ids_a_second_order_of_one_name_is_rejected_not_merged(tmp_path: Path) -> None:
    file = read(tmp_path, [HEAD, NEXT, {**HEAD, "Total": "25.00", "Email": "other@example.test"}], drop=("Id",))
    assert [len(order.lines) for order in file.orders] == [2]
    assert [(row.line, row.code) for row in file.rejected] == [(4, "order.same_name")]


def test_order_data_repeated_on_every_row_is_still_one_order(tmp_path: Path) -> None:
    second = {**HEAD, **{name: text for name, text in NEXT.items() if name.startswith("Lineitem")}}
    file = read(tmp_path, [HEAD, second])
    assert [[line.sku for line in order.lines] for order in file.orders] == [["MUG-300", "TEE-RED-M"]]
    assert not [charge for charge in file.orders[0].charges if charge.kind == "rounding"]


@pytest.mark.parametrize("drop", [(), ("Id",)], ids=["with ids", "without ids"])
def test_p39_two_exports_put_together_give_each_order_once_and_say_so(tmp_path: Path, drop: tuple[str, ...]) -> None:
    file = read(tmp_path, [HEAD, NEXT, HEAD, NEXT], drop=drop)
    assert [len(order.lines) for order in file.orders] == [2]
    assert not file.orders[0].holds and not file.rejected
    assert any("repeats an earlier row exactly" in sentence and "2 times" in sentence for sentence in file.assumptions)


def test_two_equal_lines_that_the_total_confirms_stay_two_lines(tmp_path: Path) -> None:
    row = {**HEAD, "Subtotal": "39.96", "Total": "44.91"}
    assert [line.quantity for line in read(tmp_path, [row, row]).orders[0].lines] == [2, 2]


def test_a_continuation_before_its_first_line_still_belongs_to_its_order(tmp_path: Path) -> None:
    file = read(tmp_path, [NEXT, HEAD])
    assert [line.sku for line in file.orders[0].lines] == ["MUG-300", "TEE-RED-M"]
    assert not file.rejected


def test_a_continuation_without_its_first_line_is_rejected_by_name(tmp_path: Path) -> None:
    file = read(tmp_path, [HEAD, {**NEXT, "Name": "#1009"}])
    assert [(row.line, row.code) for row in file.rejected] == [(3, "order.no_first_row")]
    assert "#1009" in file.rejected[0].message


def test_a_bad_line_rejects_its_order_row_by_row_and_no_other(tmp_path: Path) -> None:
    good = {**HEAD, "Name": "#1002", "Id": "5900000001002", "Subtotal": "19.98", "Total": "24.93"}
    file = read(tmp_path, [HEAD, {**NEXT, "Lineitem quantity": "-1"}, good])
    assert [order.number for order in file.orders] == ["#1002"]
    assert [(row.line, row.code, row.field) for row in file.rejected] == [
        (2, "order.rejected", ""),
        (3, "quantity.bad", "Lineitem quantity"),
    ]


@pytest.mark.parametrize(
    ("cell", "text", "code"),
    [
        ("Total", "", "amount.missing"),
        ("Total", "thirty", "amount.unreadable"),
        ("Currency", "GBQ", "currency.unknown"),
        ("Created at", "", "date.missing"),
        ("Paid at", "soon", "date.bad"),
        ("Lineitem price", "9.999", "amount.unreadable"),
        ("Tax 1 Value", "x", "amount.unreadable"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_with_its_line(tmp_path: Path, cell: str, text: str, code: str) -> None:
    file = read(tmp_path, [{**HEAD, cell: text}])
    assert not file.orders
    assert [(row.line, row.code, row.field) for row in file.rejected] == [(2, code, cell)]


def test_p43_a_line_without_sku_keeps_its_title_and_its_order(tmp_path: Path) -> None:
    order = read(tmp_path, [{**HEAD, "Lineitem sku": ""}, NEXT]).orders[0]
    assert (order.lines[0].sku, order.lines[0].title) == ("", "Mug, 300 ml")


def test_dates_reworked_by_a_spreadsheet_are_asked_when_ambiguous(tmp_path: Path) -> None:
    row = {**HEAD, "Created at": "02/10/2026 10:15", "Paid at": ""}
    with pytest.raises(UsageError) as refusal:
        read(tmp_path, [row])
    assert refusal.value.code == "dates.ambiguous"
    told = read(tmp_path, [row], ReadOptions(dates="dmy", timezone="Europe/London")).orders[0]
    assert told.placed_at.isoformat() == "2026-10-02T09:15:00+00:00"


def test_decimal_commas_of_a_spreadsheet_are_understood(tmp_path: Path) -> None:
    money = {"Subtotal": "19,98", "Shipping": "4,95", "Taxes": "4,16", "Total": "24,93", "Lineitem price": "9,99"}
    order = read(tmp_path, [{**HEAD, **money, "Tax 1 Value": "4,16", "Discount Amount": "0,00"}]).orders[0]
    assert (order.total_minor, order.lines[0].total_minor, len(order.charges)) == (2493, 1998, 1)


def test_a_large_gap_is_a_rounding_line_and_a_hold(tmp_path: Path) -> None:
    order = read(tmp_path, [{**HEAD, "Subtotal": "19.98", "Total": "14.93"}]).orders[0]
    assert [(charge.kind, charge.amount_minor) for charge in order.charges] == [("shipping", 495), ("rounding", -1000)]
    assert [hold.kind for hold in order.holds] == ["channel"]


def test_a_restocked_line_is_cancelled_and_a_partly_fulfilled_one_holds(tmp_path: Path) -> None:
    status = "Lineitem fulfillment status"
    order = read(tmp_path, [{**HEAD, status: "restocked"}, {**NEXT, status: "partial"}]).orders[0]
    assert [(line.cancelled_quantity, line.shipped_quantity) for line in order.lines] == [(2, 0), (0, 0)]
    assert "T-shirt - Red / M" in order.holds[0].note


def test_external_shipments_name_lines_and_time(tmp_path: Path) -> None:
    rows = [{**HEAD, "Fulfillment Status": "fulfilled", "Fulfilled at": "2026-10-03 08:00:00 +0100"}, NEXT]
    order = read(tmp_path, rows).orders[0]
    assert order.lifecycle == "closed"
    assert order.shipments[0].lines == (("5900000001001-1", 2), ("5900000001001-2", 1))
    assert order.shipments[0].shipped_at is not None and order.shipments[0].shipped_at.hour == 7


def stated(**changes: int | bool) -> StatedMoney:
    plain: dict[str, int | bool] = {
        "total": 2493, "subtotal": 1998, "has_subtotal": True, "shipping": 495, "taxes": 416, "discount": 0, "duties": 0,
    }  # fmt: skip
    return StatedMoney(**{**plain, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("money", "lines", "line_off", "charges", "included"),
    [
        (stated(), 1998, 0, [("shipping", 495)], True),
        (stated(total=2909), 1998, 0, [("shipping", 495)], False),
        (stated(subtotal=1798, total=2293, discount=200), 1998, 0, [("shipping", 495), ("discount", -200)], True),
        (stated(subtotal=1798, total=2293, discount=200), 1798, 200, [("shipping", 495)], True),
        (stated(total=1998, discount=495), 1998, 0, [("shipping", 495), ("discount", -495)], True),
        (stated(total=1998, shipping=0, discount=495), 1998, 0, [], True),
        (stated(total=2494), 1998, 0, [("shipping", 495), ("rounding", 1)], True),
        (stated(total=2910), 1998, 0, [("shipping", 495), ("rounding", 1)], False),
        (stated(subtotal=0, has_subtotal=False, total=2293, discount=200), 1998, 0, [("shipping", 495), ("discount", -200)], True),
    ],
    ids=["tax inside", "tax on top", "code", "line discount counted once", "free shipping before", "free shipping after",
         "cent off", "cent off on top", "no subtotal"],
)  # fmt: skip
def test_p55_p56_parts_always_add_up_to_the_total(
    money: StatedMoney, lines: int, line_off: int, charges: list[tuple[str, int]], included: bool
) -> None:
    settled = settle(money, lines_minor=lines, line_discounts_minor=line_off, tips_minor=0)
    assert [(charge.kind, charge.amount_minor) for charge in settled.charges] == charges
    assert settled.tax_included is included
    parts = lines + sum(charge.amount_minor for charge in settled.charges) + (0 if included else money.taxes)
    assert parts == money.total


def test_tax_rates_are_taken_from_names_and_rows_sum_to_the_taxes() -> None:
    assert (tax_rate("VAT 20%"), tax_rate("MwSt 7,7 %"), tax_rate("GST")) == ("0.2", "0.077", None)
    assert [(row.title, row.amount_minor) for row in tax_rows([("VAT", 400)], 416)] == [
        ("VAT", 400),
        ("Tax difference", 16),
    ]


def test_pages_hold_fifty_orders_and_lose_none(tmp_path: Path) -> None:
    rows = [{**HEAD, "Name": f"#{n}", "Id": str(n), "Subtotal": "19.98", "Total": "24.93"} for n in range(1, 121)]
    read(tmp_path, rows)
    pages = list(orders_csv.read_pages(tmp_path / "orders_export.csv"))
    assert [len(page.orders) for page in pages] == [50, 50, 20]
    assert pages[0].last_line == 51
