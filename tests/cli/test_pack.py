"""``pack REF``: one verdict per line of input, nothing booked that was not wanted, nothing lost that was acknowledged."""

from __future__ import annotations

import json
import signal

from tests.cli.day import CommandLine, barcodes, pack, scanned
from tests.support.printers import wait_for

FIELDS = {"n", "text", "verdict", "reason", "line", "sku", "done", "of", "remaining", "shipment_state", "documents"}


def state(cli: CommandLine, number: str) -> str:
    """State of the order's only shipment."""
    (shipment,) = cli.done("orders", "show", number)["shipments"]
    found: str = shipment["state"]
    return found


def test_the_last_scan_packs_the_order_and_brings_its_papers(cli: CommandLine) -> None:
    ran = pack(cli, "10006")
    assert ran.status == 0
    assert [row["n"] for row in ran.rows] == list(range(1, len(ran.rows) + 1))
    assert all(set(row) == FIELDS for row in ran.rows)
    last = ran.rows[-1]
    assert (last["verdict"], last["shipment_state"], last["remaining"]) == ("order_packed", "labelled", 0)
    assert last["documents"] == ["packing_slip", "label"]
    assert state(cli, "10006") == "labelled"


def test_wrong_surplus_and_garbled_scans_are_answered_and_book_nothing(cli: CommandLine) -> None:
    cli.done("orders", "release", "10006")
    first, *rest = barcodes(cli, "10006")
    while first in rest:
        rest.remove(first)
    pieces = barcodes(cli, "10006").count(first)
    ran = cli("pack", "10006", scans=scanned([first] * (pieces + 1) + ["CAR-06"]) + b"\xff\xfe\n\n" + scanned(rest))
    told = [row["verdict"] for row in ran.rows]
    assert told[pieces - 1 : pieces + 4] == ["line_done", "too_many", "wrong_item", "garbled", "garbled"]
    assert (ran.status, told[-1]) == (0, "order_packed")


def test_the_end_of_the_input_suspends_and_the_rest_can_be_packed_later(cli: CommandLine) -> None:
    cli.done("orders", "release", "10006")
    codes = barcodes(cli, "10006")
    begun = cli("pack", "10006", scans=scanned(codes[:1]))
    assert (begun.status, begun.rows[-1]["remaining"]) == (3, len(codes) - 1)
    assert state(cli, "10006") == "released"
    ended = cli("pack", "ORD10006", scans=scanned(codes[1:]))
    assert (ended.status, ended.rows[-1]["verdict"]) == (0, "order_packed")


def test_an_order_is_found_by_its_channels_number_and_by_its_shipment(cli: CommandLine) -> None:
    cli.done("orders", "release", "10001", "10002")
    there = cli.done("orders", "show", "10001")["channel_order_id"]
    assert cli("pack", there, scans=scanned(barcodes(cli, "10001"))).status == 0
    assert cli("pack", "10002-1", scans=scanned(barcodes(cli, "10002"))).status == 0


def test_p14_an_item_scanned_after_the_order_is_packed_opens_no_other_order(cli: CommandLine) -> None:
    cli.done("orders", "release", "10001", "10002")
    other = barcodes(cli, "10002")
    ran = cli("pack", "10001", scans=scanned(barcodes(cli, "10001") + other))
    assert [row["verdict"] for row in ran.rows][-1] == "unknown_code"
    assert ran.status == 0
    assert state(cli, "10002") == "released"


def test_an_article_is_no_reference_to_pack(cli: CommandLine) -> None:
    cli.done("orders", "release", "10001")
    (sku,) = barcodes(cli, "10001")
    ran = cli("pack", sku, scans=b"")
    assert (ran.status, ran.refusal) == (2, "order.unknown_reference")
    assert state(cli, "10001") == "released"


def test_p15_a_held_order_is_stopped_with_its_reason(cli: CommandLine) -> None:
    cli.done("orders", "release", "10001")
    cli.done("orders", "hold", "10001", "--kind", "fraud")
    ran = cli("pack", "10001", scans=scanned(barcodes(cli, "10001")))
    assert ran.status == 3
    assert [(row["n"], row["verdict"], row["reason"]) for row in ran.rows] == [(0, "order_stop", "on_hold")]


def test_an_order_never_released_says_so(cli: CommandLine) -> None:
    ran = cli("pack", "10001", scans=b"")
    assert (ran.status, ran.rows[0]["reason"]) == (3, "not_released")


def test_ctrlundo_takes_the_last_scan_back(cli: CommandLine) -> None:
    cli.done("orders", "release", "10001")
    ran = cli("pack", "10001", scans=scanned([*barcodes(cli, "10001"), "CTRLUNDO"]))
    assert (ran.status, ran.rows[-1]["reason"], ran.rows[-1]["shipment_state"]) == (3, "undone", "packing")


def test_a_second_order_named_puts_the_first_aside_with_its_units(cli: CommandLine) -> None:
    cli.done("orders", "release", "10001", "10006")
    process = cli.start("pack", "10006", "--json")
    assert process.stdin is not None and process.stdout is not None
    codes = barcodes(cli, "10006")
    process.stdin.write(scanned(codes[:1]))
    process.stdin.flush()
    assert json.loads(process.stdout.readline())["done"] == 1
    other = cli("pack", "10001", scans=scanned(barcodes(cli, "10001")))
    assert (other.status, other.rows[-1]["verdict"]) == (0, "order_packed")
    told, _ = process.communicate(scanned(codes[1:]), timeout=60)
    assert {json.loads(line)["verdict"] for line in told.splitlines()} == {"unknown_code"}
    assert process.returncode == 3
    again = cli("pack", "10006", scans=scanned(codes[1:]))
    assert again.rows[-1]["verdict"] == "order_packed"


def test_p22_what_was_acknowledged_is_in_the_books_after_kill_9(cli: CommandLine) -> None:
    cli.done("orders", "release", "10006")
    codes = barcodes(cli, "10006")
    process = cli.start("pack", "10006", "--json")
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write(scanned(codes[:2]))
    process.stdin.flush()
    heard = [json.loads(process.stdout.readline()) for _ in range(2)]
    process.kill()
    process.communicate(timeout=60)
    assert heard[-1]["remaining"] == len(codes) - 2
    resumed = cli("pack", "10006", scans=scanned(codes[2:]))
    assert (resumed.status, resumed.rows[-1]["verdict"]) == (0, "order_packed")
    assert cli.done("doctor") == {"findings": []}


def test_ctrl_c_suspends_and_leaves_no_traceback(alone: CommandLine) -> None:
    alone.done("orders", "release", "10006")
    process = alone.start("pack", "10006", "--json")
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write(scanned(barcodes(alone, "10006")[:1]))
    process.stdin.flush()
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in err
    wait_for(lambda: state(alone, "10006") == "released", 5, "the shipment is put aside")


def test_when_nobody_hears_the_verdicts_packing_stops(alone: CommandLine) -> None:
    alone.done("orders", "release", "10006")
    process = alone.start("pack", "10006", "--json")
    assert process.stdin is not None and process.stdout is not None
    process.stdout.close()
    codes = barcodes(alone, "10006")
    process.stdin.write(scanned(codes))
    process.stdin.close()
    assert process.stderr is not None
    with process.stderr as errors:
        assert errors.read() == b""
    assert process.wait(60) == 5
    assert state(alone, "10006") == "released"
