"""The short version of the kill tool: a few kills of a small day on each engine, every run then worked to its end."""

from __future__ import annotations

from random import Random

import pytest

from tests.support.databases import Databases
from tests.tools.kill import Day, build, one_kill, say, work_to_the_end
from tests.tools.kill_check import Findings

DAY = Day(files=("amazon-new-orders.txt",), shipments=4)
KEY = "a day to be killed"


def test_nothing_acknowledged_is_lost_and_nothing_doubled_by_kills_at_any_moment(databases: Databases) -> None:
    url = databases.copy_of(KEY, build)
    said, seconds = say(DAY, url, 1, None)
    orders = sum(line.get("created", 0) for line in said if line.get("command") == "ImportOrders")
    commits = [line for line in said if line.get("seq")]
    assert orders > 20
    assert sum(line["command"] == "PackScan" for line in commits) > 10
    luck = Random(len(commits))
    for third in range(3):  # one kill in each third of the day
        url = databases.copy_of(KEY, build)
        moment = seconds * (third + luck.random()) / 3
        said, found = one_kill(DAY, url, 1, moment)
        assert found.faults == [], (third, said[-3:])
    assert work_to_the_end(DAY, url, 1, orders) == []


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ([{"command": "AdjustStock", "seq": 10**9}], "lost"),
        ([{"command": "PackScan", "seq": 1, "scan_id": "never", "code": "ok", "done": 1, "of": 1, "shipment": 1}], "scan answered"),
        ([{"command": "DispatchShipments", "seq": 1, "shipments": [4711]}], "did not leave"),
    ],
    ids=["a commit", "a scan", "a dispatch"],
)  # fmt: skip
def test_the_comparison_sees_what_was_acknowledged_and_is_not_there(
    databases: Databases, said: list, fault: str
) -> None:  # type: ignore[type-arg]
    """A tool that finds nothing must be able to find something."""
    from desktop_oms.compose import system_clock
    from tests.app.books import shop_at
    from tests.tools.kill import last_event
    from tests.tools.kill_check import compare

    url = databases.copy_of(KEY, build)
    shop = shop_at(url, system_clock)
    found: Findings = compare(shop, said, last_event(url))
    shop.close()
    assert any(fault in sentence for sentence in found.faults)
