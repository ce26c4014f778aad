"""Ids are known before the insert, unique over the whole database, and never given twice."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from desktop_oms.db import schema as s
from desktop_oms.db.engine import open_engine
from desktop_oms.db.gateway import Gateway
from desktop_oms.db.tx import WriteMeta
from tests.db.small_books import NOON, build
from tests.support.databases import Databases

META = WriteMeta("Test", "c")


@pytest.fixture
def url(databases: Databases) -> str:
    return databases.copy_of("small", build)


@pytest.fixture
def gate(url: str) -> Iterator[Gateway]:
    engine = open_engine(url, clock=lambda: NOON)
    yield Gateway(engine, lambda: NOON)
    engine.dispose()


def test_ids_rise_and_none_is_in_use(gate: Gateway) -> None:
    with gate.transaction(META) as tx:
        taken = [row_id for count in (1, 3, 700, 1) for row_id in tx.new_ids(count)]
        used = {
            row["id"] for table in s.metadata.sorted_tables if "id" in table.c for row in tx.read(select(table.c.id))
        }
    assert taken == sorted(set(taken))
    assert not used & set(taken)


def test_no_ids_are_no_ids(gate: Gateway) -> None:
    with gate.transaction(META) as tx:
        assert tx.new_ids(0) == []


def test_ids_of_one_insert_come_back_in_the_order_of_its_rows(gate: Gateway) -> None:
    with gate.transaction(META) as tx:
        (mine,) = tx.new_ids(1)
        rows = [
            {"name": "a", "name_key": "a"},
            {"id": mine, "name": "b", "name_key": "b"},
            {"name": "c", "name_key": "c"},
        ]
        ids = tx.insert(s.tag, rows)
        names = {row["id"]: row["name"] for row in tx.read(select(s.tag.c.id, s.tag.c.name))}
    assert ids[1] == mine
    assert [names[row_id] for row_id in ids] == ["a", "b", "c"]


def test_two_stations_never_take_the_same_id(gate: Gateway, url: str) -> None:
    engine = open_engine(url, clock=lambda: NOON)
    taken: list[int] = []

    def take(gateway: Gateway) -> None:
        for count in (1, 40, 7):
            with gateway.transaction(META) as tx:
                taken.extend(tx.new_ids(count))

    threads = [threading.Thread(target=take, args=(gateway,)) for gateway in (gate, Gateway(engine, lambda: NOON))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    engine.dispose()
    assert len(set(taken)) == len(taken) == 96


def test_ids_taken_in_a_part_that_was_refused_are_not_given_to_two_rows(gate: Gateway) -> None:
    from desktop_oms.domain.errors import RuleError

    with gate.transaction(META) as tx:
        with pytest.raises(RuleError), tx.attempt():
            tx.insert(s.tag, [{"name": f"x{n}", "name_key": f"x{n}"} for n in range(200)])
            raise RuleError("undo.refused")
        kept = tx.insert(s.tag, [{"name": f"y{n}", "name_key": f"y{n}"} for n in range(200)])
    with gate.transaction(META) as tx:
        later = tx.insert(s.tag, [{"name": f"z{n}", "name_key": f"z{n}"} for n in range(200)])
        names = {row["name"][0] for row in tx.read(select(s.tag.c.name))}
    assert len(set(kept) | set(later)) == 400
    assert names == {"y", "z"}


def test_a_part_that_was_refused_leaves_nothing_in_the_record(gate: Gateway) -> None:
    from desktop_oms.domain.errors import RuleError

    with gate.transaction(META) as tx:
        (order,) = [row["id"] for row in tx.read(select(s.sales_order.c.id).where(s.sales_order.c.number == "10002"))]
        tx.update(s.sales_order, [{"id": order, "priority": 1}])
        with pytest.raises(RuleError), tx.attempt():
            tx.update(s.sales_order, [{"id": order, "priority": 2, "service_level": "express"}])
            tx.note("Tried", kind="order", entity_id=order)
            raise RuleError("undo.refused")
    with gate.transaction(META) as tx:
        (event,) = tx.read(select(s.event).order_by(s.event.c.seq.desc()).limit(1))
        (row,) = tx.read(
            select(s.sales_order.c.priority, s.sales_order.c.service_level).where(s.sales_order.c.id == order)
        )
    assert event["changes"] == {"~": {"sales_order": {str(order): {"priority": [7, 1]}}}}
    assert dict(row) == {"priority": 1, "service_level": ""}
