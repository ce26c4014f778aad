"""Which format a file is, and the door through which the shop reads it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_oms.app.ports import ConfirmedLine, FilePage
from desktop_oms.channels import registry
from desktop_oms.channels.file_port import FileFormats
from desktop_oms.domain.errors import Unavailable, UsageError
from desktop_oms.sync.goods import GoodsRows

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("shopify-orders.csv", "shopify-orders-csv"),
        ("amazon-new-orders.txt", "amazon-new-orders"),
        ("amazon-all-orders.txt", "amazon-all-orders"),
        ("amazon-jp-new-orders.txt", "amazon-new-orders"),
        ("opening-stock.csv", "opening-stock"),
        ("products.csv", "products"),
    ],
)
def test_a_file_is_recognized_by_its_content_not_its_name(name: str, expected: str, tmp_path: Path) -> None:
    other = tmp_path / "download(1).dat"
    other.write_bytes((SAMPLES / name).read_bytes())
    assert registry.recognize(other).name == expected


def test_a_file_of_no_known_format_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(UsageError) as refusal:
        registry.recognize(path)
    assert refusal.value.code == "format.unrecognized" and "products" in refusal.value.data["known"]


def test_a_file_that_could_be_two_formats_is_asked_about(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("sku,title,quantity,bin\nA,B,1,C\n")
    with pytest.raises(UsageError) as refusal:
        registry.recognize(path)
    assert refusal.value.code == "format.ambiguous"
    assert set(refusal.value.data["candidates"]) == {"opening-stock", "products"}
    assert len(registry.read_goods(path, "opening-stock").rows) == 1


def test_orders_and_goods_are_not_confused() -> None:
    with pytest.raises(UsageError) as refusal:
        registry.read_orders(SAMPLES / "products.csv")
    assert refusal.value.code == "format.no_orders"
    with pytest.raises(UsageError) as refusal:
        registry.read_goods(SAMPLES / "shopify-orders.csv")
    assert refusal.value.code == "format.no_goods"
    with pytest.raises(UsageError) as refusal:
        registry.format_named("ebay")
    assert refusal.value.code == "format.unknown"


def test_a_missing_file_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        registry.recognize(tmp_path / "nothing.csv")
    for options in ({}, {"format": "shopify-orders-csv"}):
        with pytest.raises(Unavailable):
            FileFormats().open(tmp_path / "nothing.csv", options)
    with pytest.raises(Unavailable):
        FileFormats().open(tmp_path, {"format": "products"})


def test_the_file_port_shows_assumptions_first_and_pages_then() -> None:
    found = FileFormats().open(SAMPLES / "shopify-orders.csv", {})
    assert (found.kind, found.channel_type, found.format_name) == ("orders", "shopify", "shopify-orders-csv")
    assert any("rounding line" in sentence for sentence in found.assumptions)
    pages = list(found.pages)
    assert all(isinstance(page, FilePage) for page in pages)
    assert sum(len(page.orders) for page in pages) == 120 and sum(len(page.rejected) for page in pages) == 5


def test_the_file_port_hands_opening_stock_on_as_one_page_with_its_rejected_rows() -> None:
    found = FileFormats().open(SAMPLES / "opening-stock.csv", {"format": "auto"})
    (page,) = found.pages
    assert isinstance(page, GoodsRows) and isinstance(page, tuple)
    assert (found.kind, len(page), len(page.rejected)) == ("stock", 45, 3)


def test_the_file_port_takes_a_mapping_of_headers(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("Artikel,Bezeichnung\nA,B\n")
    found = FileFormats().open(path, {"mapping": "Artikel=sku; Bezeichnung=title"})
    assert [row.sku for page in found.pages for row in page] == ["A"]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"colour": "red"}, "option.unknown"),
        ({"mapping": "nonsense"}, "option.bad_mapping"),
        ({"timezone": "Mars/Base"}, "timezone.unknown"),
        ({"dates": "ddmm"}, "dates.unknown_order"),
        ({"encoding": "klingon"}, "file.unknown_encoding"),
        ({"format": "ebay"}, "format.unknown"),
    ],
)
def test_options_nobody_understands_are_refused(options: dict[str, str], code: str) -> None:
    with pytest.raises(UsageError) as refusal:
        FileFormats().open(SAMPLES / "shopify-orders.csv", options)
    assert refusal.value.code == code


def test_all_formats_are_listed_once() -> None:
    names = [entry["name"] for entry in FileFormats().formats()]
    assert len(names) == len(set(names)) == 5


LEFT_AT = datetime(2026, 10, 3, 9, 0, tzinfo=UTC)


def a_line(line_id: str) -> ConfirmedLine:
    return ConfirmedLine("203-0000001-1000001", line_id, 2, LEFT_AT, "DHL", "Paket", "JD1")


def test_a_confirmation_never_writes_a_line_id_that_amazon_does_not_know(tmp_path: Path) -> None:
    path = tmp_path / "confirmation.txt"
    FileFormats().write_confirmation("amazon", [a_line("111"), a_line("sku:MUG"), a_line("sku:TEA")], path)
    rows = [row.split("\t")[:3] for row in path.read_text(encoding="utf-8").splitlines()[1:]]
    assert rows == [["203-0000001-1000001", "111", "2"], ["203-0000001-1000001", "", ""]]
    assert list(tmp_path.iterdir()) == [path]


def test_a_confirmation_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    target = tmp_path / "taken"
    target.mkdir()
    (target / "inside").touch()
    with pytest.raises(Unavailable) as refusal:
        FileFormats().write_confirmation("amazon", [a_line("111")], target)
    assert refusal.value.code == "file.unwritable"
    assert list(tmp_path.iterdir()) == [target]
    with pytest.raises(UsageError) as unknown:
        FileFormats().write_confirmation("etsy", [a_line("111")], tmp_path / "x.txt")
    assert unknown.value.code == "confirmation.no_format"
