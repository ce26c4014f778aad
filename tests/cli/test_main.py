"""The entry: common options, exit statuses, quick words, and never a traceback."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_oms import compose
from desktop_oms.app.setup import AddStation
from desktop_oms.cli import orders
from tests.cli.day import ROOT, CommandLine


def python(code: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", code]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, timeout=60, check=False
    )


def test_common_options_count_before_and_after_the_verb(alone: CommandLine, capsys: pytest.CaptureFixture[str]) -> None:
    place = ["--database", alone.url, "--data-dir", str(alone.data)]
    for words in (
        [*place, "--json", "orders", "list"],
        ["orders", *place, "list", "--json"],
        ["orders", "list", "--json", *place],
    ):
        assert compose.main(words) == 0
        assert len(json.loads(capsys.readouterr().out)["orders"]) == 7
    assert compose.main(["--json", "--user", "nobody", "orders", "list", *place]) == 2
    assert "user.unknown" in capsys.readouterr().err


def test_a_station_keeps_a_table_of_its_own(alone: CommandLine) -> None:
    shop = compose.open_shop(alone.data, database=alone.url)
    shop.run(AddStation("Table 2", "STN2"))
    shop.close()
    alone.done("orders", "release", "10001")
    alone("pack", "10001", "--station", "STN2", scans=b"")
    names = {row["name"]: row["station"] for row in alone.done("events", "--order", "10001")["events"]}
    assert names["PackingStarted"] == "Table 2"


def test_help_and_formats_open_no_books_and_load_no_database_library() -> None:
    code = (
        "import sys; from desktop_oms.compose import main; assert main({words}) == 0; "
        "heavy = [name for name in ('sqlalchemy', 'PySide6', 'reportlab', 'alembic') if name in sys.modules]; assert not heavy, heavy"
    )
    for words in ("['--help']", "['formats', '--json']", "['orders', 'list', '--help']"):
        ran = python(code.format(words=words), OMS_DATA_DIR="/proc/no-such-folder")
        assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["explode"],
        ["orders"],
        ["orders", "list", "--limit", "0"],
        ["orders", "list", "--limit", "many"],
        ["orders", "list", "--lim", "3"],
        ["stock", "receive", "CAR-06", "1.5"],
        ["dispatch"],
        ["orders", "release"],
        [],
    ],
)
def test_words_that_make_no_sense_are_refused_with_what_would(alone: CommandLine, words: list[str]) -> None:
    ran = alone(*words)
    assert (ran.status, ran.refusal, ran.out) == (2, "usage.wrong", "")
    assert "Traceback" not in ran.err
    assert "\n" not in json.loads(ran.err)["error"]["message"]


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("mysql://host/books", 2),
        ("sqlite://", 2),
        ("sqlite:////no/such/folder/books.sqlite", 5),
        ("postgresql://nobody@127.0.0.1:1/books?connect_timeout=1", 5),
    ],
)
def test_books_that_cannot_be_opened_are_a_sentence(alone: CommandLine, url: str, status: int) -> None:
    alone.url = url
    ran = alone("orders", "list", as_json=False)
    assert (ran.status, ran.out) == (status, "")
    assert ran.err.endswith(".\n")
    assert "Traceback" not in ran.err


def test_a_file_that_is_no_database_is_a_sentence(alone: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "letter.sqlite"
    path.write_text("Dear database, " * 100)
    alone.url = f"sqlite:///{path}"
    ran = alone("orders", "list", as_json=False)
    assert ran.status in (3, 5)
    assert "Traceback" not in ran.err


def test_sqlite_on_a_network_share_is_refused_with_a_pointer_to_postgresql(
    alone: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("desktop_oms.system.fsinfo.network_share", lambda _path: "cifs")
    for words in (("orders", "list"), ("restore", tmp_path / "copy.sqlite")):
        ran = alone(*words)
        assert (ran.status, ran.refusal) == (3, "database.network_share")
        assert "PostgreSQL" in ran.err


@pytest.mark.expected_log("the command line failed at orders")
def test_our_own_fault_is_one_sentence_here_and_the_trace_in_the_log(
    alone: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_desk: object) -> int:
        raise ZeroDivisionError("a bug")

    monkeypatch.setitem(orders.VERBS, "list", broken)
    ran = alone("orders", "list", as_json=False)
    assert (ran.status, ran.out, len(ran.err.splitlines())) == (70, "", 1)
    assert "Traceback" not in ran.err
    alone.done("formats")
    monkeypatch.undo()
    assert logging.getLogger().handlers  # pytest's own; ours are gone again


@pytest.mark.expected_log("the command line failed at orders")
def test_the_trace_of_our_own_fault_stands_in_the_log_file(alone: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(desk: object) -> int:
        desk.shop.ask(lambda _reads: 1 // 0)  # type: ignore[attr-defined]
        return 0

    monkeypatch.setitem(orders.VERBS, "list", broken)
    assert alone("orders", "list").status == 70
    text = (alone.data / "logs" / "command-line.log").read_text("utf-8")
    assert "ZeroDivisionError" in text and "Traceback" in text


def test_every_character_is_utf8_whatever_the_console_speaks(alone: CommandLine) -> None:
    process = alone.start("orders", "list", env={**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"})
    told, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, b"")
    assert "Ólafur" in told.decode("utf-8")


def test_a_reader_that_leaves_early_is_no_error(alone: CommandLine) -> None:
    process = alone.start("orders", "list", "--json", stdin=subprocess.DEVNULL)
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    with process.stderr as errors:
        assert errors.read() == b""
    assert process.wait(60) == 0


def test_text_of_strangers_cannot_steer_the_terminal(alone: CommandLine) -> None:
    alone.done("orders", "hold", "10001", "--note", "\x1b[2J\x07wiped")
    shown = alone("orders", "show", "10001", as_json=False).out
    assert "\x1b" not in shown and "\x07" not in shown
    assert "wiped" in shown
