"""Logs and reports: complete, rotating, and without people or secrets."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_oms.domain.papers import Addressee
from desktop_oms.domain.remote_order import RemoteAddress
from desktop_oms.system import logs as logs_module
from desktop_oms.system.crash import report_text, save_report
from desktop_oms.system.logs import Logs, start_logging
from desktop_oms.system.redaction import PERSONAL, SECRET, clean_text, field_kind, redacted

log = logging.getLogger("oms.test")


@pytest.fixture
def logs(tmp_path: Path) -> Iterator[Logs]:
    level = logging.getLogger().level
    running = start_logging(tmp_path)
    yield running
    running.close()
    logging.getLogger().setLevel(level)
    logging.raiseExceptions = True


def test_a_line_reaches_the_file_and_the_ring(logs: Logs) -> None:
    log.info("order %s imported", "10001")
    assert logs.file is not None
    assert logs.file.read_text().rstrip().endswith("oms.test: order 10001 imported")
    assert logs.ring.lines() == [logs.file.read_text().rstrip()]


def test_an_address_in_a_log_call_shows_its_type_and_nothing_of_the_person(logs: Logs) -> None:
    log.info(
        "label for %s", RemoteAddress(name="Ada Lovelace", street1="12 St James's Square", city="London", country="GB")
    )
    line = logs.ring.lines()[0]
    assert "RemoteAddress(" in line and "country='GB'" in line
    assert not any(word in line for word in ("Ada", "Lovelace", "James", "London"))


def test_the_finished_lines_of_an_address_block_are_blanked_too(logs: Logs) -> None:
    log.info(
        "%s", Addressee(("Ada Lovelace", "12 St James's Square"), "SW1Y 4JH", "London", "", "GB", "United Kingdom")
    )
    assert not any(word in logs.ring.lines()[0] for word in ("Ada", "James", "SW1Y", "London"))


def test_named_arguments_are_blanked_by_their_names(logs: Logs) -> None:
    log.info(
        "%(buyer_email)s %(api_token)s %(sku)s",
        {"buyer_email": "ada@example.org", "api_token": "t0psecret", "sku": "MUG-RED"},
    )
    assert logs.ring.lines()[0].endswith(f"{PERSONAL} {SECRET} MUG-RED")


@dataclass
class Nested:
    order: dict[str, object]


def test_records_inside_records_are_blanked(logs: Logs) -> None:
    log.info("%s", [Nested({"number": "10001", "ship_to": RemoteAddress(name="Ada"), "customer": {"phone": "0123"}})])
    line = logs.ring.lines()[0]
    assert "10001" in line
    assert "Ada" not in line and "0123" not in line


def test_a_traceback_is_logged_without_the_mail_address_in_it(logs: Logs) -> None:
    try:
        raise ValueError("no such buyer ada@example.org")
    except ValueError:
        log.info("failed", exc_info=True)
    line = logs.ring.lines()[0]
    assert "ValueError: no such buyer" in line and "ada@example.org" not in line


def test_another_handler_still_gets_the_record_as_it_was(logs: Logs, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        log.info("%(email)s", {"email": "ada@example.org"})
    assert caplog.records[-1].args == {"email": "ada@example.org"}


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("postgresql://oms:hunter2@db/books", "hunter2"),
        ("Authorization: Bearer eyJhbGciOi.J9.abc", "eyJhbGciOi"),
        ("GET /orders?access_token=abc123&x=1", "abc123"),
        ("password='s3cret'", "s3cret"),
        ("token shpat_0123456789abcdef", "shpat_0123456789abcdef"),
        ("mail to Ada <ada.l+shop@mail.example.co.uk>", "example.co.uk"),
    ],
)
def test_the_net_catches_what_comes_as_plain_text(text: str, gone: str) -> None:
    assert gone in text
    assert gone not in clean_text(text)


@pytest.mark.parametrize(
    "text",
    ["order 10001 imported from Shopify", "ORD10001 SKU MUG-RED 2 x 12.50 EUR", "C:\\books\\books.sqlite", "12:30:05"],
)
def test_the_net_leaves_ordinary_lines_alone(text: str) -> None:
    assert clean_text(text) == text


def test_field_names_decide_by_their_last_word() -> None:
    assert field_kind("ship_to_phone") == PERSONAL
    assert field_kind("refresh_token") == SECRET
    assert field_kind("channel_name") is None
    assert field_kind("number") is None


def test_a_record_that_contains_itself_does_not_hang() -> None:
    loop: dict[str, object] = {}
    loop["again"] = loop
    assert "..." in str(redacted(loop))


def test_the_file_rotates_and_old_files_are_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs_module, "FILE_BYTES", 2_000)
    level = logging.getLogger().level
    running = start_logging(tmp_path)
    for number in range(300):
        log.info("line %d", number)
    running.close()
    logging.getLogger().setLevel(level)
    files = sorted(path.name for path in tmp_path.iterdir())
    assert files == ["desktop-oms.log", *(f"desktop-oms.log.{n}" for n in range(1, 5))]
    assert all(path.stat().st_size <= 2_000 for path in tmp_path.iterdir())


@pytest.mark.expected_log("no log file: ")
def test_a_folder_that_cannot_be_written_costs_only_the_file(tmp_path: Path) -> None:
    level = logging.getLogger().level
    (tmp_path / "logs").write_text("a file where the folder should be")
    running = start_logging(tmp_path / "logs")
    log.info("still here")
    running.close()
    logging.getLogger().setLevel(level)
    assert running.file is None
    assert running.ring.lines()[-1].endswith("still here")


def test_a_report_tells_what_was_done_the_error_and_the_last_lines(logs: Logs, tmp_path: Path) -> None:
    log.info("scan of MUG-RED")
    try:
        raise KeyError("ada@example.org")
    except KeyError as error:
        path = save_report(tmp_path, datetime(2026, 3, 2, 8, 30, tzinfo=UTC), error, "packing 10001-1", logs.ring)
    assert path is not None and path.name == "report-20260302T083000000000.txt"
    text = path.read_text()
    assert text.startswith("While: packing 10001-1\n")
    assert "KeyError" in text and "scan of MUG-RED" in text
    assert "ada@example.org" not in text


def test_a_report_needs_no_log() -> None:
    assert "ValueError: x" in report_text(ValueError("x"), "starting")
