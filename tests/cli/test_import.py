"""``import``: the published answer, nothing twice, nothing half, the right channel."""

from __future__ import annotations

from pathlib import Path

from tests.cli.day import SAMPLES, CommandLine, amazon_file

KEYS = {"created", "updated", "unchanged", "conflicts", "rejected", "assumptions"}


def test_orders_of_a_file_come_in_once_however_often_it_is_read(fresh: CommandLine, tmp_path: Path) -> None:
    path = amazon_file(tmp_path)
    first = fresh.done("import", path)
    assert set(first) == KEYS
    assert (first["created"], first["unchanged"], first["rejected"]) == (7, 0, [])
    again = fresh.done("import", path)
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 7)
    assert len(fresh.done("orders", "list")["orders"]) == 7


def test_rejected_rows_are_listed_with_the_exit_status_for_them(fresh: CommandLine) -> None:
    ran = fresh("import", SAMPLES / "products.csv")
    assert ran.status == 4
    (row,) = ran.answer["rejected"]
    assert set(row) == {"file", "line", "field", "code", "message"}
    assert (row["file"], row["line"], row["field"], row["code"]) == ("products.csv", 42, "sku", "sku.missing")


def test_a_dry_run_counts_and_keeps_nothing(fresh: CommandLine, tmp_path: Path) -> None:
    assert fresh.done("import", amazon_file(tmp_path), "--dry-run")["created"] == 7
    assert fresh.done("orders", "list")["orders"] == []
    assert fresh.done("channels", "list")["channels"] == []


def test_p34_files_in_any_order_leave_no_order_waiting_for_stock_that_is_there(
    fresh: CommandLine, tmp_path: Path
) -> None:
    ran = fresh("import", amazon_file(tmp_path), SAMPLES / "opening-stock.csv", SAMPLES / "products.csv")
    assert ran.status == 4
    assert {row["headline"] for row in fresh.done("orders", "list")["orders"]} == {"ready"}


def test_a_file_of_no_known_format_stops_the_call_before_anything_is_read(fresh: CommandLine, tmp_path: Path) -> None:
    strange = tmp_path / "notes.txt"
    strange.write_text("Dear all,\nplease ship faster\n")
    ran = fresh("import", amazon_file(tmp_path), strange)
    assert (ran.status, ran.refusal, ran.out) == (2, "format.unrecognized", "")
    assert fresh.done("orders", "list")["orders"] == []


def test_without_a_name_several_channels_of_the_type_are_a_question(fresh: CommandLine, tmp_path: Path) -> None:
    path = amazon_file(tmp_path)
    fresh.done("channels", "add", "amazon", "Amazon DE")
    fresh.done("channels", "add", "amazon", "Amazon UK")
    ran = fresh("import", path)
    assert (ran.status, ran.refusal) == (2, "channel.ambiguous")
    assert "Amazon DE, Amazon UK" in ran.err
    fresh.done("import", path, "--channel", "Amazon UK")
    assert {row["channel"] for row in fresh.done("orders", "list")["orders"]} == {"Amazon UK"}


def test_an_unknown_channel_is_refused(fresh: CommandLine, tmp_path: Path) -> None:
    ran = fresh("import", amazon_file(tmp_path), "--channel", "Nowhere")
    assert (ran.status, ran.refusal) == (2, "channel.unknown")


def test_a_missing_file_is_unavailable_and_said_in_a_sentence(fresh: CommandLine, tmp_path: Path) -> None:
    ran = fresh("import", tmp_path / "gone.csv")
    assert (ran.status, ran.refusal) == (5, "file.unreadable")


def test_what_came_in_before_a_later_file_was_refused_is_told(fresh: CommandLine, tmp_path: Path) -> None:
    fresh.done("channels", "add", "amazon", "Amazon DE")
    fresh.done("channels", "add", "amazon", "Amazon UK")
    ran = fresh("import", amazon_file(tmp_path), SAMPLES / "products.csv")
    assert (ran.status, ran.refusal) == (2, "channel.ambiguous")
    assert ran.answer["created"] == len(fresh.done("stock", "list", "--limit", 1000)["stock"])


def test_p60_codes_keep_their_leading_zeros(fresh: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "products.csv"
    path.write_text("sku,title,barcodes\n00042,Mug,0012345678905\n")
    fresh.done("import", path)
    article = fresh.done("stock", "show", "00042")
    assert (article["sku"], article["barcodes"][0]["code"]) == ("00042", "0012345678905")
