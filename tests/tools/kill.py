"""Kill a working day at random instants and prove that nothing acknowledged is lost, nothing doubled, and work goes on.

    python -m tests.tools.kill --runs 300 --seed 7 [--database postgresql://…/postgres | --private-postgres] [--out FILE]

Each run: fresh books with articles and stock, a child process that imports order files, packs by scans and dispatches, ``kill -9``
after a uniformly random share of the day's measured length, reopening, comparing (tests/tools/kill_check.py). Every tenth run
the day is then worked to its end. Exit status 1 when anything is wrong.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import create_engine, func, make_url, select, text

from desktop_oms.app.context import Actor
from desktop_oms.app.intake.files import import_file
from desktop_oms.compose import system_clock
from desktop_oms.db import schema as s
from desktop_oms.db.engine import read_connection
from tests.app.books import shop_at
from tests.tools.kill_check import Findings, compare
from tests.tools.kill_child import SAMPLES

ROOT = Path(__file__).resolve().parents[2]
ALL_FILES = ("shopify-orders.csv", "amazon-new-orders.txt")
Lines = list[dict[str, Any]]


@dataclass(frozen=True)
class Day:
    """What the child does: which files it reads and how many shipments it packs."""

    files: tuple[str, ...] = ALL_FILES
    shipments: int = 12

    def command(self, url: str, seed: int) -> list[str]:
        """Command line of the child."""
        return [sys.executable, "-m", "tests.tools.kill_child", url, "--files", ",".join(self.files),
                "--shipments", str(self.shipments), "--seed", str(seed)]  # fmt: skip


@dataclass
class Tally:
    """Figures of many kills."""

    runs: int = 0
    killed_between: int = 0
    killed_before_first: int = 0
    ended_before_kill: int = 0
    acknowledged: int = 0
    unsaid: int = 0
    resumed: int = 0
    worked_to_the_end: int = 0
    killed_in: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def add(self, said: Lines, found: Findings, run: int) -> None:
        """Count one run."""
        commits = [line for line in said if line.get("seq")]
        self.runs += 1
        self.acknowledged += len(commits)
        self.unsaid += found.unsaid
        self.resumed += found.resumed is not None
        self.faults += [f"run {run}: {fault}" for fault in found.faults]
        if said and said[-1].get("end"):
            self.ended_before_kill += 1
        elif not commits:
            self.killed_before_first += 1
        else:
            self.killed_between += 1
            self.killed_in[commits[-1]["command"]] += 1

    def as_json(self) -> dict[str, Any]:
        """Figures for the record."""
        return {**vars(self), "killed_in": dict(sorted(self.killed_in.items())), "faults": self.faults[:50]}


def build(url: str) -> None:
    """Books with the sample articles and their opening stock; leaves no connection open."""
    shop = shop_at(url, system_clock).as_actor(Actor())
    for name in ("products.csv", "opening-stock.csv"):
        import_file(shop, SAMPLES / name)
    shop.close()


def say(day: Day, url: str, seed: int, kill_after_s: float | None) -> tuple[Lines, float]:
    """Run the child and kill it so long after it is ready; what it said, and how long it worked (seconds)."""
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "cwd": ROOT}
    with subprocess.Popen(day.command(url, seed), **pipes) as child:
        assert child.stdout is not None and child.stderr is not None
        first = child.stdout.readline()
        started = time.monotonic()
        if kill_after_s is not None:
            time.sleep(kill_after_s)
            child.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        said = [first, *child.stdout.readlines()]
        seconds = time.monotonic() - started
        complaint = child.stderr.read()
    # Why: a line the kill cut in two was never said.
    lines = [json.loads(line) for line in said if line.endswith("\n")]
    if complaint:
        raise RuntimeError(f"the child failed: {complaint[-2000:]}")
    return lines, seconds


def one_kill(day: Day, url: str, seed: int, kill_after_s: float) -> tuple[Lines, Findings]:
    """One day, one kill, one comparison."""
    first_seq = last_event(url)
    said, _seconds = say(day, url, seed, kill_after_s)
    wait_until_alone(url)
    shop = shop_at(url, system_clock)
    try:
        return said, compare(shop, said, first_seq)
    finally:
        shop.close()


def work_to_the_end(day: Day, url: str, seed: int, orders: int) -> list[str]:
    """Go on after a kill until the day is done; what is wrong then."""
    said, _seconds = say(day, url, seed, None)
    engine = create_engine(url)
    with engine.connect() as conn:
        there = conn.execute(select(func.count()).select_from(s.sales_order)).scalar_one()
        own = s.shipment.c.is_external.is_(False)
        states = Counter(conn.execute(select(s.shipment.c.state).where(own)).scalars())
    engine.dispose()
    faults = [] if said and said[-1].get("end") else ["the day did not end"]
    faults += [] if there == orders else [f"{there} orders at the end of the day, {orders} in the files"]
    faults += [] if states == {"dispatched": day.shipments} else [f"shipments at the end of the day: {dict(states)}"]
    return faults + [f"doctor at the end of the day: {difference}" for difference in _doctor(url)]


def _doctor(url: str) -> list[str]:
    from desktop_oms.db.doctor import run_all

    shop = shop_at(url, system_clock)
    try:
        with read_connection(shop.engine) as conn:
            return [f"{found.table} {found.id}: {found.difference}" for found in run_all(conn)]
    finally:
        shop.close()


def last_event(url: str) -> int:
    """Number of the newest event."""
    engine = create_engine(url)
    with engine.connect() as conn:
        found = conn.execute(select(func.max(s.event.c.seq))).scalar_one()
    engine.dispose()
    return int(found)


def wait_until_alone(url: str) -> None:
    """On PostgreSQL the server may still be at the killed program's last statement."""
    if not url.startswith("postgresql"):
        return
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    others = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    with engine.connect() as conn:
        for _ in range(2000):
            if not conn.execute(others).scalar():
                break
            time.sleep(0.01)
        else:
            raise RuntimeError("a session of the killed program never ended")
    engine.dispose()


# --- many kills ------------------------------------------------------------------------------------------------------


class Books:
    """Makes copies of one template: files in a folder, or databases of a server."""

    def __init__(self, server: str | None) -> None:
        self._server = server
        self._folder = Path(tempfile.mkdtemp(prefix="oms-kill-"))
        self._template = self._named("template")
        if server:
            self._admin(
                'DROP DATABASE IF EXISTS "oms_kill_template"', 'CREATE DATABASE "oms_kill_template" TEMPLATE template0'
            )
        build(self._template)

    def _named(self, name: str) -> str:
        if self._server:
            return make_url(self._server).set(database=f"oms_kill_{name}").render_as_string(hide_password=False)
        return f"sqlite:///{self._folder / name}.sqlite"

    def _admin(self, *statements: str) -> None:
        engine = create_engine(
            make_url(self._server or "").set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
        )
        with engine.connect() as conn:
            for statement in statements:
                conn.execute(text(statement))
        engine.dispose()

    @contextmanager
    def copy(self, run: int) -> Iterator[str]:
        """Address of fresh books for one run."""
        url = self._named(f"run_{run}")
        if self._server:
            self._admin(f'DROP DATABASE IF EXISTS "oms_kill_run_{run}" WITH (FORCE)',
                        f'CREATE DATABASE "oms_kill_run_{run}" TEMPLATE "oms_kill_template"')  # fmt: skip
        else:
            shutil.copy(self._folder / "template.sqlite", self._folder / f"run_{run}.sqlite")
        yield url
        if self._server:
            self._admin(f'DROP DATABASE "oms_kill_run_{run}" WITH (FORCE)')
        for left in self._folder.glob(f"run_{run}.sqlite*"):
            left.unlink()

    def close(self) -> None:
        """Remove everything."""
        if self._server:
            self._admin('DROP DATABASE IF EXISTS "oms_kill_template" WITH (FORCE)')
        shutil.rmtree(self._folder, ignore_errors=True)


def campaign(books: Books, day: Day, runs: int, seed: int, progress: Callable[[str], None]) -> tuple[Tally, float]:
    """Many kills; the tally and the measured length of a day (seconds, median of those that ended)."""
    luck, tally = Random(seed), Tally()
    with books.copy(0) as url:
        said, seconds = say(day, url, seed, None)
        orders = sum(line.get("created", 0) for line in said if line.get("command") == "ImportOrders")
    lengths = [seconds]
    progress(f"a whole day: {seconds:.2f} s, {len(said) - 2} commits, {orders} orders")
    for run in range(1, runs + 1):
        with books.copy(run) as url:
            said, found = one_kill(day, url, seed + run, luck.uniform(0, statistics.median(lengths)))
            tally.add(said, found, run)
            if run % 10 == 0:
                tally.faults += [f"run {run}: {fault}" for fault in work_to_the_end(day, url, seed, orders)]
                tally.worked_to_the_end += 1
        if run % 10 == 0:
            progress(f"{run} kills, {tally.killed_between} between first and last commit, {len(tally.faults)} faults")
        if run % 10 == 0:
            # Why again: other work on the machine makes days longer and shorter.
            with books.copy(0) as url:
                lengths = [*lengths[-4:], say(day, url, seed, None)[1]]
    return tally, statistics.median(lengths)


@contextmanager
def private_server() -> Iterator[str]:
    """A PostgreSQL of our own."""
    from tests.support.postgres import PrivatePostgres, server_programs

    programs = server_programs()
    if programs is None:
        raise SystemExit("no PostgreSQL server is installed")
    import tests.support.postgres as module

    module.PORT = 50000 + os.getpid() % 10000
    server = PrivatePostgres(programs)
    try:
        server.start()
        yield server.url("postgres")
    finally:
        server.stop()


def main() -> int:
    """Run the campaign named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=300)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--shipments", type=int, default=12)
    parser.add_argument("--database", help="address of a PostgreSQL server's database to make others from")
    parser.add_argument("--private-postgres", action="store_true", help="start a PostgreSQL server for this")
    parser.add_argument("--out", type=Path)
    chosen = parser.parse_args()
    seed = chosen.seed if chosen.seed is not None else Random().randrange(10**6)
    _say(f"seed {seed}")
    if chosen.private_postgres:
        with private_server() as url:
            return _report(chosen, url, seed)
    return _report(chosen, chosen.database, seed)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _report(chosen: argparse.Namespace, server: str | None, seed: int) -> int:
    books, started = Books(server), time.monotonic()
    try:
        tally, length = campaign(books, Day(shipments=chosen.shipments), chosen.runs, seed, _say)
    finally:
        books.close()
    figures = {"seed": seed, "engine": "postgresql" if server else "sqlite", "day_seconds": round(length, 2),
               "seconds": round(time.monotonic() - started), **tally.as_json()}  # fmt: skip
    told = json.dumps(figures, indent=1)
    _say(told)
    if chosen.out:
        chosen.out.write_text(told + "\n", encoding="utf-8")
    return 1 if tally.faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
