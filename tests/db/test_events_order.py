"""Event numbers follow the commits, whoever writes beside whom, and a person writes before the background."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event as hooks
from sqlalchemy import select, text

from desktop_oms.db import gateway as gateway_module
from desktop_oms.db import schema as s
from desktop_oms.db.engine import begin_write, open_engine, read_connection
from desktop_oms.db.gateway import Gateway
from desktop_oms.db.turn import Turn
from desktop_oms.db.tx import WriteMeta
from tests.db.small_books import NOON, build
from tests.support.databases import SqliteFiles
from tests.support.printers import wait_for

ROOT = Path(__file__).parents[2]


@pytest.fixture
def stations(postgres_server: Any) -> Iterator[Callable[[], Gateway]]:
    """Call it for the gateway of another station on the same PostgreSQL books."""
    url = postgres_server.copy_of("small", build)
    engines = []

    def make() -> Gateway:
        engines.append(open_engine(url, clock=lambda: NOON))
        return Gateway(engines[-1], lambda: NOON)

    yield make
    for engine in engines:
        engine.dispose()
    postgres_server.drop_handed_out()


def tag(gate: Gateway, name: str, *, before_end: Callable[[], object] = lambda: None) -> int:
    with gate.transaction(WriteMeta("Tag", name)) as tx:
        tx.insert(s.tag, [{"name": name, "name_key": name}])
        before_end()
    assert tx.changes is not None
    return tx.changes.seq


def seqs(gate: Gateway) -> list[int]:
    with read_connection(gate.engine) as conn:
        return list(conn.execute(select(s.event.c.seq).order_by(s.event.c.seq)).scalars())


def in_thread(work: Callable[[], object]) -> tuple[threading.Thread, list[Any]]:
    answers: list[Any] = []
    thread = threading.Thread(target=lambda: answers.append(work()))
    thread.start()
    return thread, answers


def test_of_two_sessions_the_one_that_commits_first_has_the_lower_number(stations: Callable[[], Gateway]) -> None:
    slow, quick = stations(), stations()
    numbers: dict[str, int] = {}
    numbers["slow"] = tag(slow, "slow", before_end=lambda: numbers.update(quick=tag(quick, "quick")))
    assert numbers["quick"] < numbers["slow"]
    assert seqs(slow) == list(range(1, numbers["slow"] + 1))


def test_a_session_that_has_its_number_lets_no_other_commit_before_it(stations: Callable[[], Gateway]) -> None:
    """A poller that sees event 25 may be sure that 24 is there: nobody commits between a number and its commit."""
    first, second, watcher = stations(), stations(), stations()
    has_number, may_commit = threading.Event(), threading.Event()
    before = seqs(watcher)[-1]

    @hooks.listens_for(first.engine, "commit")
    def _pause(_conn: Any) -> None:
        has_number.set()
        assert may_commit.wait(20)

    one, first_seq = in_thread(lambda: tag(first, "first"))
    assert has_number.wait(20)
    two, second_seq = in_thread(lambda: tag(second, "second"))

    def waits() -> bool:
        with read_connection(watcher.engine) as conn:
            query = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
            return bool(conn.execute(query).scalar())

    wait_for(waits, 20, "the second session to wait for its number")
    assert seqs(watcher)[-1] == before
    may_commit.set()
    one.join(20), two.join(20)
    assert (first_seq, second_seq) == ([before + 1], [before + 2])


def test_two_stations_that_open_the_same_series_at_once_share_it(stations: Callable[[], Gateway]) -> None:
    """The first order of a year at two tables: nobody crashes, no number is given twice, none is missing."""
    first, second = stations(), stations()
    taken: list[int] = []

    def take(gate: Gateway, before_end: Callable[[], object] = lambda: None) -> None:
        with gate.transaction(WriteMeta("Test", "c")) as tx:
            taken.append(tx.number("return", company_id=1, year=2026))
            before_end()

    threads: list[threading.Thread] = []

    def start_the_other() -> None:
        threads.append(in_thread(lambda: take(second))[0])
        with read_connection(first.engine) as conn:
            blocked = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
            wait_for(lambda: bool(conn.execute(blocked).scalar()), 20, "the second station to wait")

    take(first, start_the_other)
    threads[0].join(20)
    assert taken == [1, 2]


WRITER = """
import json, sys
from desktop_oms.db import schema as s
from desktop_oms.db.engine import open_engine
from desktop_oms.db.gateway import Gateway
from desktop_oms.db.tx import WriteMeta
from tests.db.small_books import NOON
url, name = sys.argv[1:]
engine = open_engine(url, clock=lambda: NOON)
gate = Gateway(engine, lambda: NOON)
sys.stdin.readline()
done = []
for n in range(60):
    with gate.transaction(WriteMeta("Tag", f"{name}{n}")) as tx:
        tx.insert(s.tag, [{"name": f"{name}{n}", "name_key": f"{name}{n}"}])
        number = tx.number("wave")
    done.append([tx.changes.seq, number])
engine.dispose()
print(json.dumps(done))
"""


def test_two_processes_on_sqlite_share_event_numbers_and_series_without_gap_or_twin(sqlite_files: SqliteFiles) -> None:
    url = sqlite_files.copy_of("small", build)
    command = [sys.executable, "-c", WRITER, url]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": ROOT}
    writers = [subprocess.Popen([*command, name], **pipes) for name in "ab"]  # type: ignore[call-overload]
    for writer in writers:  # both are loaded before either begins
        writer.stdin.write("go\n")
        writer.stdin.flush()
    told = [json.loads(writer.communicate(timeout=60)[0]) for writer in writers]
    engine = open_engine(url, clock=lambda: NOON)
    stored = seqs(Gateway(engine, lambda: NOON))
    engine.dispose()
    given = sorted(seq for own in told for seq, _number in own)
    assert stored == list(range(1, len(stored) + 1))
    assert given == stored[-120:]
    assert sorted(number for own in told for _seq, number in own) == list(range(1, 121))
    for own in told:
        assert own == sorted(own)


# --- who goes first --------------------------------------------------------------------------------------------------


def test_in_one_process_a_person_writes_before_the_background_that_asked_earlier() -> None:
    turn, order = Turn(), []
    background_asks = threading.Event()

    def page() -> None:
        background_asks.set()
        with turn.take(is_background=True):
            order.append("page")

    def scan() -> None:
        with turn.take(is_background=False):
            order.append("scan")

    with turn.take(is_background=True):
        second_page = threading.Thread(target=page)
        second_page.start()
        assert background_asks.wait(10)
        wait_for(lambda: len(turn._changed._waiters) == 1, 10, "the page to wait")  # type: ignore[attr-defined]
        person = threading.Thread(target=scan)
        person.start()
        wait_for(lambda: turn._foreground_waiting == 1, 10, "the scan to wait")
    second_page.join(10), person.join(10)
    assert order == ["scan", "page"]


def test_after_a_background_page_the_lock_is_free_for_a_moment(
    sqlite_files: SqliteFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A scan of another process asks every 0.2 ms; it must find the lock free between two pages of an import."""
    engine = open_engine(sqlite_files.copy_of("small", build), clock=lambda: NOON)
    gate = Gateway(engine, lambda: NOON)
    pauses: list[tuple[float, bool]] = []

    def pause(seconds: float) -> None:
        with engine.connect() as other:  # as another process would: a connection of its own, no waiting
            begin_write(other)
            other.rollback()
        pauses.append((seconds, not gate._turn._is_taken))

    monkeypatch.setattr(gateway_module.time, "sleep", pause)
    for name, is_background in (("page", True), ("scan", False)):
        with gate.transaction(WriteMeta("Tag", name, is_background=is_background)) as tx:
            tx.insert(s.tag, [{"name": name, "name_key": name}])
    engine.dispose()
    assert pauses == [(gateway_module.BACKGROUND_GAP_S, True)]
    assert gateway_module.BACKGROUND_GAP_S >= 0.001


def test_a_scan_of_another_process_gets_in_before_the_import_has_ended(sqlite_files: SqliteFiles) -> None:
    url = sqlite_files.copy_of("small", build)
    engines = [open_engine(url, clock=lambda: NOON) for _ in range(2)]
    importing, scanning = (Gateway(engine, lambda: NOON) for engine in engines)
    pages, is_under_way, is_scanned = 200, threading.Event(), threading.Event()
    written: list[int] = []

    def write_pages() -> None:
        for page in range(pages):
            if is_scanned.is_set():
                return
            with importing.transaction(WriteMeta("Page", "c", is_background=True)) as tx:
                tx.insert(s.tag, [{"name": f"{page}-{n}", "name_key": f"{page}-{n}"} for n in range(20)])
                time.sleep(0.002)
            written.append(page)
            is_under_way.set()

    thread = threading.Thread(target=write_pages)
    thread.start()
    assert is_under_way.wait(20)
    tag(scanning, "scan")
    is_scanned.set()
    thread.join(30)
    for engine in engines:
        engine.dispose()
    assert len(written) < pages
