"""Amazon's order reports: the sample of the specification, the unshipped report, repetitions and contradictions."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_oms.channels import registry
from desktop_oms.channels.amazon import order_report
from desktop_oms.domain.remote_order import OrderFile

SPEC = Path(__file__).resolve().parents[3] / "shared" / "specs" / "amazon" / "flatfile" / "new_orders.txt"
ROW = {
    "order-id": "203-0000001-1000001", "order-item-id": "11111111111111", "purchase-date": "2026-10-02T10:15:00+01:00",
    "payments-date": "2026-10-02T10:16:00+01:00", "buyer-name": "Zoe OBrien", "sku": "MUG-300", "product-name": "Mug",
    "quantity-purchased": "2", "currency": "GBP", "item-price": "19.98", "item-tax": "3.33", "shipping-price": "4.95",
    "shipping-tax": "0.82", "recipient-name": "Zoe OBrien", "ship-address-1": "1 High St", "ship-city": "Leeds",
    "ship-postal-code": "LS1 1AA", "ship-country": "GB", "sales-channel": "Amazon.co.uk",
}  # fmt: skip


def read(folder: Path, rows: list[dict[str, str]], drop: tuple[str, ...] = ()) -> OrderFile:
    columns = [name for name in dict.fromkeys([*ROW, *(name for row in rows for name in row)]) if name not in drop]
    lines = ["\t".join(columns), *("\t".join(row.get(name, "") for name in columns) for row in rows)]
    path = folder / "report.txt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return registry.read_orders(path)


@pytest.mark.skipif(not SPEC.exists(), reason="the specifications are not beside this checkout")
def test_p55_the_sample_of_the_specification_is_read_to_the_cent() -> None:
    file = order_report.read(SPEC)
    (order,) = file.orders
    assert not file.rejected
    assert (order.external_id, order.total_minor, order.currency) == ("203-0000001-1000001", 2493, "GBP")
    assert order.tax_included and order.payment_status == "paid"
    (line,) = order.lines
    assert (line.external_id, line.quantity, line.total_minor, line.taxes[0].amount_minor) == (
        "11111111111111",
        2,
        1998,
        333,
    )
    assert [(charge.kind, charge.amount_minor, charge.taxes[0].amount_minor) for charge in order.charges] == [
        ("shipping", 495, 82)
    ]
    assert (order.ship_to.street2, order.ship_to.postcode) == ("Flat 2b", "LS1 1AA")


def test_prices_of_the_united_states_are_without_tax(tmp_path: Path) -> None:
    order = read(tmp_path, [{**ROW, "currency": "USD", "sales-channel": "Amazon.com"}]).orders[0]
    assert (order.tax_included, order.total_minor) == (False, 1998 + 495 + 333 + 82)


def test_p39_an_exact_repetition_of_a_row_counts_once_and_is_said(tmp_path: Path) -> None:
    file = read(tmp_path, [ROW, ROW])
    assert [line.quantity for line in file.orders[0].lines] == [2]
    assert any("repeats an earlier row exactly" in sentence for sentence in file.assumptions)


def test_a_repeated_row_of_a_rejected_order_is_rejected_and_not_called_a_repetition(tmp_path: Path) -> None:
    for cell, code in (("item-price", "amount.unreadable"), ("latest-ship-date", "date.bad")):
        file = read(tmp_path, [ROW, ROW, {**ROW, "order-item-id": "2", cell: "x"}])
        assert [row.code for row in file.rejected] == ["order.rejected", "order.rejected", code]
        assert not any("repeats" in sentence for sentence in file.assumptions)


def test_two_rows_of_one_item_that_disagree_are_rejected(tmp_path: Path) -> None:
    file = read(tmp_path, [ROW, {**ROW, "quantity-purchased": "3"}])
    assert not file.orders
    assert [(row.line, row.code) for row in file.rejected] == [(2, "order.rejected"), (3, "line.contradiction")]


def test_the_unshipped_report_tells_what_has_left_and_says_that_it_has_no_prices(tmp_path: Path) -> None:
    row = {**ROW, "quantity-shipped": "1", "quantity-to-ship": "1", "promise-date": "2026-10-05T22:59:59+00:00"}
    money = ("currency", "item-price", "item-tax", "shipping-price", "shipping-tax")
    file = read(tmp_path, [row], drop=money)
    (order,) = file.orders
    assert (order.currency, order.total_minor) == ("GBP", 0)
    assert [(line.quantity, line.shipped_quantity) for line in order.lines] == [(2, 1)]
    assert order.ship_by_at is not None and order.ship_by_at.isoformat() == "2026-10-05T22:59:59+00:00"
    assert order.shipments[0].lines == (("11111111111111", 1),)
    assert any("no prices" in sentence for sentence in file.assumptions)


def test_more_shipped_than_bought_is_rejected(tmp_path: Path) -> None:
    file = read(tmp_path, [{**ROW, "quantity-shipped": "3"}])
    assert [row.code for row in file.rejected] == ["quantity.bad"]


def test_promotions_reduce_whatever_their_sign(tmp_path: Path) -> None:
    for text in ("2.00", "-2.00"):
        order = read(tmp_path, [{**ROW, "item-promotion-discount": text}]).orders[0]
        assert (order.lines[0].total_minor, order.lines[0].discount_minor, order.total_minor) == (1798, 200, 2293)


def test_the_tightest_promise_of_the_rows_counts(tmp_path: Path) -> None:
    second = {**ROW, "order-item-id": "2", "latest-ship-date": "2026-10-04T22:59:59Z"}
    order = read(tmp_path, [{**ROW, "latest-ship-date": "2026-10-05T22:59:59Z"}, second]).orders[0]
    assert order.ship_by_at is not None and order.ship_by_at.day == 4


def test_a_row_torn_by_a_line_break_is_not_taken_with_half_an_address(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    whole = "\t".join(ROW.values()).replace("1 High St", "1 High St\nFlat 2b")
    path.write_text("\t".join(ROW) + "\n" + whole + "\n", encoding="utf-8")
    file = registry.read_orders(path)
    assert not file.orders
    assert [row.code for row in file.rejected] == ["row.cut_off", "order.bad_id"]


@pytest.mark.parametrize(("text", "code"), [("", "order.missing_id"), ("12345", "order.bad_id")])
def test_rows_without_an_order_id_are_rejected(tmp_path: Path, text: str, code: str) -> None:
    file = read(tmp_path, [{**ROW, "order-id": text}, ROW])
    assert len(file.orders) == 1
    assert [(row.line, row.code) for row in file.rejected] == [(2, code)]


def test_two_currencies_in_one_order_are_rejected(tmp_path: Path) -> None:
    file = read(tmp_path, [ROW, {**ROW, "order-item-id": "2", "currency": "EUR"}])
    assert [(row.line, row.code) for row in file.rejected] == [(2, "order.rejected"), (3, "currency.mixed")]


def test_columns_of_the_order_and_of_the_item_survive_where_they_belong(tmp_path: Path) -> None:
    order = read(tmp_path, [{**ROW, "is-prime": "true", "gift-wrap-type": "Bag"}]).orders[0]
    assert order.attributes["is-prime"] == "true" and "is-prime" not in order.lines[0].attributes
    assert order.lines[0].attributes["gift-wrap-type"] == "Bag" and order.is_gift


def test_the_all_orders_report_makes_line_ids_from_skus(tmp_path: Path) -> None:
    header = "amazon-order-id\tpurchase-date\torder-status\tsku\tquantity\tcurrency\titem-price\tfulfillment-channel"
    row = "203-0000001-1000001\t2026-10-02T09:15:00+00:00\tUnshipped\tMUG\t1\tGBP\t9.99\tMerchant"
    path = tmp_path / "all.txt"
    path.write_text(f"{header}\n{row}\n{row}\n", encoding="utf-8")
    (order,) = registry.read_orders(path).orders
    assert [line.external_id for line in order.lines] == ["sku:MUG", "sku:MUG#2"]
    assert order.total_minor == 1998
