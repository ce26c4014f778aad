"""``dispatch``, ``print``, ``undo``: out of the house, on paper, and back again."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.cli.day import CommandLine, barcodes, pack


def on_hand(cli: CommandLine, sku: str) -> int:
    count: int = cli.done("stock", "show", sku)["on_hand"]
    return count


def test_dispatch_issues_the_stock_and_writes_what_amazon_takes_back(cli: CommandLine, tmp_path: Path) -> None:
    (sku,) = barcodes(cli, "10001")
    before = on_hand(cli, sku)
    pack(cli, "10001")
    out = tmp_path / "confirmation.txt"
    answer = cli.done("dispatch", "10001", "--out", out)
    assert answer["dispatched"] == [{"order": "10001", "shipment": "10001-1"}]
    assert answer["confirmation"] == {"file": str(out), "lines": 1}
    (row,) = csv.DictReader(out.read_text("utf-8").splitlines(), delimiter="\t")
    assert (row["order-id"], row["quantity"]) == ("302-1000000-2000000", "1")
    assert on_hand(cli, sku) == before - 1
    assert cli.done("doctor") == {"findings": []}


def test_undo_brings_the_goods_back_and_redo_takes_them_again(cli: CommandLine) -> None:
    (sku,) = barcodes(cli, "10001")
    before = on_hand(cli, sku)
    pack(cli, "10001")
    cli.done("dispatch", "10001")
    undone = cli.done("undo")["undone"]
    assert (undone["command"], on_hand(cli, sku)) == ("DispatchShipments", before)
    assert cli.done("redo")["redone"]["command"] == "DispatchShipments"
    assert on_hand(cli, sku) == before - 1
    assert cli.done("doctor") == {"findings": []}


def test_one_that_may_not_go_keeps_all_of_them_here(cli: CommandLine) -> None:
    pack(cli, "10001")
    cli.done("orders", "release", "10002")
    ran = cli("dispatch", "10001", "10002")
    assert (ran.status, ran.out) == (3, "")
    assert cli.done("orders", "show", "10001")["shipments"][0]["state"] == "labelled"


def test_p15_a_hold_after_packing_stops_the_dispatch(cli: CommandLine) -> None:
    pack(cli, "10001")
    cli.done("orders", "hold", "10001")
    ran = cli("dispatch", "10001")
    assert (ran.status, ran.refusal) == (3, "shipment.on_hold")


def test_a_second_dispatch_of_the_same_order_is_refused(cli: CommandLine) -> None:
    pack(cli, "10001")
    cli.done("dispatch", "10001")
    ran = cli("dispatch", "10001")
    assert (ran.status, ran.refusal) == (3, "dispatch.nothing")


def test_a_confirmation_file_that_may_not_be_sent_yet_is_not_lost(cli: CommandLine, tmp_path: Path) -> None:
    out = tmp_path / "confirmation.txt"
    pack(cli, "10001")
    cli.done("dispatch", "10001", "--out", out)
    first = out.read_bytes()
    pack(cli, "10002")
    ran = cli("dispatch", "10002", "--out", out)
    assert (ran.status, ran.refusal, out.read_bytes()) == (3, "file.exists", first)
    assert cli.done("orders", "show", "10002")["shipments"][0]["state"] == "labelled"


def test_a_folder_that_is_not_there_is_found_out_before_anything_leaves(cli: CommandLine, tmp_path: Path) -> None:
    pack(cli, "10001")
    ran = cli("dispatch", "10001", "--out", tmp_path / "gone" / "confirmation.txt")
    assert (ran.status, ran.refusal) == (5, "file.unwritable")
    assert cli.done("orders", "show", "10001")["shipments"][0]["state"] == "labelled"


def test_confirmations_of_what_left_before_can_be_written_later(cli: CommandLine, tmp_path: Path) -> None:
    pack(cli, "10001")
    cli.done("dispatch", "10001")
    answer = cli.done("dispatch", "--out", tmp_path / "later.txt")
    assert (answer["dispatched"], answer["confirmation"]["lines"]) == ([], 1)


@pytest.mark.parametrize(
    ("kind", "name", "begins"),
    [("slip", "slip.pdf", b"%PDF"), ("label", "label.pdf", b"%PDF"), ("label", "label.zpl", b"^XA")],
)
def test_a_paper_is_written_to_a_file(cli: CommandLine, tmp_path: Path, kind: str, name: str, begins: bytes) -> None:
    pack(cli, "10001")
    out = tmp_path / name
    written = cli.done("print", kind, "10001", "--out", out)["written"]
    assert out.read_bytes().startswith(begins)
    assert written["bytes"] == out.stat().st_size


def test_a_paper_is_printed_on_the_printer_named(cli: CommandLine, tmp_path: Path) -> None:
    pack(cli, "10001")
    cli.done("printers", "set", "Office", "folder", tmp_path / "office")
    printed = cli.done("print", "slip", "10001", "--printer", "Office")["printed"]
    assert (printed["printer"], printed["state"]) == ("Office", "spooled")
    assert len(list((tmp_path / "office").iterdir())) == 1
    ran = cli("print", "slip", "10001", "--printer", "Nobody")
    assert (ran.status, ran.refusal) == (2, "printer.unknown")


def test_a_printer_that_is_away_is_told_and_the_job_waits_as_failed(cli: CommandLine, tmp_path: Path) -> None:
    pack(cli, "10001")
    (tmp_path / "file").write_text("no folder")
    cli.done("printers", "set", "Office", "folder", tmp_path / "file" / "below")
    ran = cli("print", "slip", "10001", "--printer", "Office")
    assert (ran.status, ran.answer["printed"]["state"]) == (5, "failed")


def test_an_order_not_packed_has_no_papers_yet(cli: CommandLine) -> None:
    ran = cli("print", "slip", "10001")
    assert (ran.status, ran.refusal) == (2, "document.none")


def test_nothing_to_undo_is_said(fresh: CommandLine) -> None:
    ran = fresh("redo")
    assert (ran.status, ran.refusal) == (3, "redo.nothing")
