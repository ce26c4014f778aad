"""Two computers on the same books, as two processes: one packs while the other imports, and each sees what the other did."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from desktop_oms.app import watch
from desktop_oms.app.watch import Watcher
from desktop_oms.db.changes import ChangeSet
from desktop_oms.ui import runtime
from tests.story.conftest import ROOT, environment
from tests.support.clock import FrozenClock
from tests.support.databases import Databases
from tests.support.printers import wait_for
from tests.support.shop import FLOOR, Floor, build_floor

IN_STOCK = 30  # MUG-RED and TEA on the floor


class OtherComputer:
    """The process, spoken to by lines."""

    def __init__(self, url: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.story.second_station", url], cwd=ROOT, env=environment(),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self.hear() == {"ready": True}

    def tell(self, words: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(words + "\n")
        self._process.stdin.flush()

    def hear(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, f"the other computer ended with status {self._process.wait(10)}"
        told: dict[str, Any] = json.loads(line)
        return told

    def orders_until_done(self) -> list[int]:
        orders = []
        while "done" not in (told := self.hear()):
            orders.append(told["order"])
        return orders

    def seen(self, kind: str) -> set[int]:
        self.tell("seen")
        return set(self.hear()["seen"].get(kind, ()))

    def leave(self) -> None:
        self._process.communicate(timeout=30)  # ends its input and closes the pipes
        assert self._process.returncode == 0


@pytest.fixture
def url(databases: Databases) -> str:
    return databases.copy_of(FLOOR, build_floor)


@pytest.fixture
def floor(url: str) -> Iterator[Floor]:
    opened = Floor(url, FrozenClock())
    yield opened
    opened.close()


@pytest.fixture
def other(url: str) -> Iterator[Callable[[], OtherComputer]]:
    """Call it for another computer on the same books."""
    started: list[OtherComputer] = []

    def start() -> OtherComputer:
        started.append(OtherComputer(url))
        return started[-1]

    yield start
    for computer in started:
        computer.leave()


def test_one_packs_while_the_other_imports_and_both_see_it(floor: Floor, other: Callable[[], OtherComputer]) -> None:
    stories = [floor.an_order(("MUG-RED", 2)).released() for _ in range(6)]
    seen: set[int] = set()

    def take(changes: ChangeSet) -> None:
        seen.update(changes.touched["order"].updated if "order" in changes.touched else ())

    watcher = Watcher(floor.shop, take)
    watcher.start()
    there = other()
    there.tell("import c 40 MUG-RED")
    for story in stories:
        story.packed()
    imported = there.orders_until_done()
    assert len(set(imported)) == 40
    wait_for(lambda: seen >= set(imported), 20, "the orders the other computer imported")
    shipments = {story.shipment_id for story in stories}
    wait_for(lambda: there.seen("shipment") >= shipments, 20, "the shipments packed here, seen there")
    watcher.stop()
    assert floor.stock("MUG-RED") == (IN_STOCK, IN_STOCK), "12 for the packed ones, 18 for the first of the 40 others"
    assert [story.shipment["state"] for story in stories] == ["labelled"] * 6
    assert floor.findings() == []


def test_two_computers_that_import_at_once_never_promise_a_piece_twice(
    floor: Floor, other: Callable[[], OtherComputer]
) -> None:
    first, second = other(), other()
    first.tell("import a 25 TEA")
    second.tell("import b 25 TEA")
    ids = {*first.orders_until_done(), *second.orders_until_done()}
    assert len(ids) == 50
    assert floor.stock("TEA") == (IN_STOCK, IN_STOCK)
    assert floor.findings() == []


def test_what_others_did_is_looked_for_often_enough_to_be_seen_within_a_second() -> None:
    assert watch.POLL_S + runtime.MERGE_MS / 1000 <= 0.5
