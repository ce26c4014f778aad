"""``doctor``, ``backup``, ``restore``, ``events``."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from desktop_oms import compose
from tests.cli.day import CommandLine, pack


def test_the_doctor_finds_planted_damage_and_says_so_by_its_status(alone: CommandLine) -> None:
    assert alone.done("doctor") == {"findings": []}
    with closing(sqlite3.connect(alone.url.removeprefix("sqlite:///"))) as raw:
        raw.execute("UPDATE stock_level SET on_hand = on_hand + 3 WHERE id = (SELECT min(id) FROM stock_level)")
        raw.commit()
    ran = alone("doctor")
    assert ran.status == 3
    assert {"check", "table", "id", "difference", "sentence"} <= set(ran.answer["findings"][0])


def test_p51_a_copy_brings_the_books_back_and_keeps_those_of_before(alone: CommandLine, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    alone.done("backup", copy)
    alone.done("orders", "hold", "10001")
    restored = alone.done("restore", copy)["restored"]
    assert alone.done("orders", "show", "10001")["headline"] == "ready"
    alone.url = f"sqlite:///{restored['copy_of_before']}"
    assert alone.done("orders", "show", "10001")["headline"] == "on_hold"


def test_restore_is_refused_while_another_process_has_the_books_open(alone: CommandLine, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    alone.done("backup", copy)
    alone.done("orders", "release", "10001")
    process = alone.start("pack", "10001", "--json")
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write(b"\n")
    process.stdin.flush()
    process.stdout.readline()
    ran = alone("restore", copy)
    process.communicate(timeout=60)
    assert (ran.status, ran.refusal) == (3, "restore.in_use")
    assert alone.done("orders", "show", "10001")["shipments"][0]["state"] == "released"


def test_a_copy_replaces_no_file_unasked(alone: CommandLine, tmp_path: Path) -> None:
    target = tmp_path / "letter.txt"
    target.write_text("keep me")
    ran = alone("backup", target)
    assert (ran.status, ran.refusal, target.read_text()) == (3, "backup.exists", "keep me")
    alone.done("backup", target, "--overwrite")
    assert target.read_bytes().startswith(b"SQLite format 3")


def test_what_is_no_copy_is_not_put_back(alone: CommandLine, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear books")
    ran = alone("restore", letter)
    assert (ran.status, ran.refusal) == (2, "restore.not_a_copy")
    assert len(alone.done("orders", "list")["orders"]) == 7


def test_events_of_an_order_can_be_read_to_the_first(cli: CommandLine) -> None:
    pack(cli, "10001")
    pack(cli, "10002")
    seen: list[int] = []
    more: list[str] = []
    while True:
        answer = cli.done("events", "--order", "10001", "--limit", 2, *more)
        seen += [row["seq"] for row in answer["events"]]
        names = [row["name"] for row in answer["events"]]
        if answer["next"] is None:
            break
        more = ["--after", answer["next"]]
    assert seen == sorted(set(seen), reverse=True)
    assert len(seen) > 6
    assert "OrderImported" in names
    shop = compose.open_shop(cli.data, database=cli.url)
    order_id = shop.ask(lambda reads: reads.order_id("10002"))
    shop.close()
    everything = cli.done("events", "--limit", 1000)["events"]
    assert not {row["seq"] for row in everything if (row["kind"], row["entity_id"]) == ("order", order_id)} & set(seen)
