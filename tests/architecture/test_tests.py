"""The ground of the tests does what tests/README.md promises."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
import sqlalchemy

from tests.support.clock import FrozenClock
from tests.support.counts import EngineCounts
from tests.support.databases import Databases
from tests.support.network import NetworkBlocked, is_loopback

ROOT = Path(__file__).parents[2]


def rows_of(url: str, *statements: str) -> list[tuple[object, ...]]:
    """Run statements in one transaction; rows of the last one."""
    engine = sqlalchemy.create_engine(url, poolclass=sqlalchemy.NullPool)
    with engine.begin() as connection:
        answers = [connection.exec_driver_sql(statement) for statement in statements]
        rows = [tuple(row) for row in answers[-1]] if answers[-1].returns_rows else []
    engine.dispose()
    return rows


def test_a_fresh_database_of_either_engine_is_empty(engine_url: str) -> None:
    rows_of(engine_url, "CREATE TABLE mug (sku TEXT)", "INSERT INTO mug VALUES ('MUG-RED')")
    assert rows_of(engine_url, "SELECT sku FROM mug") == [("MUG-RED",)]


@pytest.mark.parametrize("time", ["first", "second"])
def test_a_copy_starts_from_the_template_whatever_the_test_before_did(databases: Databases, time: str) -> None:
    def build(url: str) -> None:
        rows_of(url, "CREATE TABLE mug (sku TEXT)", "INSERT INTO mug VALUES ('MUG-RED')")

    copy = databases.copy_of("test-of-copies", build)
    assert rows_of(copy, "SELECT sku FROM mug") == [("MUG-RED",)], time
    rows_of(copy, "DELETE FROM mug")


def test_each_postgresql_address_is_a_database_of_its_own(postgres_url: Callable[[], str]) -> None:
    assert postgres_url() != postgres_url()


def test_the_clock_moves_only_when_told(clock: FrozenClock) -> None:
    start = clock()
    assert clock() == start
    assert clock.step(minutes=5) - start == timedelta(minutes=5)
    assert clock.step(2) - start == timedelta(minutes=5, seconds=2)
    assert start.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    "call", [lambda: socket.create_connection(("192.0.2.1", 80), 0.1), lambda: socket.getaddrinfo("example.org", 80)]
)
def test_the_world_cannot_be_reached(call: Callable[[], object]) -> None:
    with pytest.raises(NetworkBlocked):
        call()


def test_a_datagram_to_the_world_is_refused_too() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line, pytest.raises(NetworkBlocked):
        line.sendto(b"x", ("192.0.2.1", 53))


@pytest.mark.parametrize(
    ("host", "is_ours"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("10.0.0.1", False), ("a.org", False)],
)
def test_loopback_is_told_from_the_world(host: str, is_ours: bool) -> None:
    assert is_loopback(host) is is_ours


def test_engines_that_ran_different_numbers_of_tests_fail_a_strict_session() -> None:
    counts = EngineCounts(is_strict=True)
    session = SimpleNamespace(exitstatus=pytest.ExitCode.OK, config=SimpleNamespace())
    item = SimpleNamespace(callspec=SimpleNamespace(params={"databases": "sqlite"}), user_properties=[])
    counts.pytest_runtest_call(item)  # type: ignore[arg-type]
    counts.pytest_runtest_logreport(SimpleNamespace(when="call", user_properties=item.user_properties))  # type: ignore[arg-type]
    counts.pytest_sessionfinish(session)  # type: ignore[arg-type]
    assert session.exitstatus == pytest.ExitCode.TESTS_FAILED


def test_one_of_several_processes_does_not_judge_the_counts() -> None:
    counts = EngineCounts(is_strict=True)
    counts.ran["sqlite"] = 1
    session = SimpleNamespace(exitstatus=pytest.ExitCode.OK, config=SimpleNamespace(workerinput={}))
    counts.pytest_sessionfinish(session)  # type: ignore[arg-type]
    assert session.exitstatus == pytest.ExitCode.OK


SAMPLE = """
import logging, warnings
import pytest

def test_warns(): logging.getLogger("shop").warning("disk nearly full")
@pytest.mark.expected_log("nearly full")
def test_expects(): logging.getLogger("shop").warning("disk nearly full")
@pytest.mark.expected_log("nearly full")
def test_expects_in_vain(): pass
def test_python_warning(): warnings.warn("old")
def test_qt_warning(qapp):
    from PySide6.QtCore import qWarning
    qWarning("widget is sad")
def test_informs(): logging.getLogger("shop").info("all is well")
def test_engine(engine_url): pass
"""


def test_logs_warnings_and_qt_messages_fail_a_test_unless_expected(tmp_path: Path) -> None:
    # Why inside tests/: only there the conftest holds.
    sample = ROOT / "tests" / f"test_sample_{os.getpid()}.py"
    try:
        sample.write_text(SAMPLE, encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-rA", "--no-header", f"--basetemp={tmp_path / 'base'}", str(sample)]
        told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False).stdout
    finally:
        sample.unlink(missing_ok=True)
    failed = {line.split("::")[1].split()[0] for line in told.splitlines() if line.startswith("FAILED")}
    assert failed == {"test_warns", "test_expects_in_vain", "test_python_warning", "test_qt_warning"}, told
    assert "sqlite: 1 tests, postgresql: " in told
