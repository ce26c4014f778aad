"""The books as they were: rows of today walked back through the events equal copies taken at that time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from desktop_oms.db import schema as s
from desktop_oms.db.asof import rows_as_of
from desktop_oms.db.changes import recorded_columns
from desktop_oms.db.engine import open_engine, read_connection
from desktop_oms.db.gateway import Gateway
from desktop_oms.db.tx import Tx, WriteMeta
from tests.db.small_books import NOON, build
from tests.support.databases import Databases

TABLES = (s.tag, s.order_tag, s.hold, s.sales_order, s.payment)
IS_HUNT = os.environ.get("HYPOTHESIS_PROFILE") == "tool"
PHASES = tuple(Phase) if IS_HUNT else (Phase.explicit, Phase.generate)


@pytest.fixture
def gate(databases: Databases) -> Iterator[Gateway]:
    engine = open_engine(databases.copy_of("small", build), clock=lambda: NOON)
    yield Gateway(engine, lambda: NOON)
    engine.dispose()


def now(gate: Gateway) -> dict[str, dict[int, dict[str, Any]]]:
    with read_connection(gate.engine) as conn:
        return {
            table.name: {row["id"]: dict(row) for row in conn.execute(select(*recorded_columns(table))).mappings()}
            for table in TABLES
        }


def as_of(gate: Gateway, seq: int) -> dict[str, dict[int, dict[str, Any]]]:
    with read_connection(gate.engine) as conn:
        return {table.name: rows_as_of(conn, table, seq) for table in TABLES}


n = st.integers(0, 4)
writes = st.one_of(
    st.tuples(st.just("tags"), st.integers(1, 120)),  # bulk
    st.tuples(st.just("recolor"), st.sampled_from(("#f00", "#0f0", ""))),
    st.tuples(st.just("untag"), n), st.tuples(st.just("tag order"), n), st.tuples(st.just("hold"), n),
    st.tuples(st.just("lift"), n), st.tuples(st.just("move hold"), n), st.tuples(st.just("hurry"), n),
    st.tuples(st.just("pay"), n), st.tuples(st.just("unpay"), n), st.tuples(st.just("attributes"), n),
)  # fmt: skip


class Writer:
    """Writes to a few tables past every rule of the business: whatever is written must be found again."""

    def __init__(self) -> None:
        self.count = 0

    def do(self, tx: Tx, kind: str, what: Any) -> None:
        orders = [row["id"] for row in tx.read(select(s.sales_order.c.id).order_by(s.sales_order.c.id))]
        tags = [row["id"] for row in tx.read(select(s.tag.c.id).order_by(s.tag.c.id))]
        holds = [row["id"] for row in tx.read(select(s.hold.c.id).order_by(s.hold.c.id))]
        self.count += 1
        if kind == "tags":
            names = [f"{self.count}-{i}" for i in range(what)]
            tx.insert(s.tag, [{"name": name, "name_key": name} for name in names])
        elif kind == "recolor":
            tx.update(s.tag, [{"id": tag, "color": what} for tag in tags])
        elif kind == "untag" and tags:
            used = {row["tag_id"] for row in tx.read(select(s.order_tag.c.tag_id))}
            tx.delete(s.tag, [tag for tag in tags[what:] if tag not in used])
        elif kind == "tag order" and tags:
            self._tag(tx, orders[what % len(orders)], tags[what % len(tags)])
        elif kind == "hold":
            tx.insert(s.hold, [{"order_id": orders[what % len(orders)], "kind": "manual", "placed_at": NOON}])
        elif kind == "lift" and holds:
            tx.update(
                s.hold, [{"id": holds[what % len(holds)], "released_at": NOON, "release_reason": str(self.count)}]
            )
        elif kind == "move hold" and holds:
            tx.update(s.hold, [{"id": holds[what % len(holds)], "order_id": orders[what % len(orders)]}])
        elif kind == "hurry":
            tx.update(s.sales_order, [{"id": order, "priority": what} for order in orders])
        elif kind == "attributes":
            tx.update(
                s.sales_order,
                [{"id": orders[what % len(orders)], "attributes": {"n": [what, None, "é"]}, "paid_at": NOON}],
            )
        elif kind == "pay":
            row = {
                "order_id": orders[what % len(orders)],
                "kind": "capture",
                "amount_minor": what,
                "currency": "EUR",
                "at": NOON,
            }
            tx.insert(s.payment, [row])
        elif kind == "unpay":
            paid = [row["id"] for row in tx.read(select(s.payment.c.id).order_by(s.payment.c.id))]
            tx.delete(s.payment, paid[:what])

    def _tag(self, tx: Tx, order_id: int, tag_id: int) -> None:
        found = tx.value(
            select(s.order_tag.c.id).where(s.order_tag.c.order_id == order_id, s.order_tag.c.tag_id == tag_id)
        )
        if found is None:
            tx.insert(s.order_tag, [{"order_id": order_id, "tag_id": tag_id}])
        else:
            tx.delete(s.order_tag, [found])


@given(days=st.lists(st.lists(writes, min_size=1, max_size=4), min_size=1, max_size=6))
@settings(max_examples=400 if IS_HUNT else 25, phases=PHASES)
def test_law_every_earlier_moment_can_be_seen_again(gate: Gateway, days: Any) -> None:
    writer, copies = Writer(), {_last(gate): now(gate)}
    for transaction in days:
        with gate.transaction(WriteMeta("Test", "c")) as tx:
            for kind, what in transaction:
                writer.do(tx, kind, what)
        copies[_last(gate)] = now(gate)
    for seq, copy in copies.items():
        assert as_of(gate, seq) == copy
    with gate.transaction(WriteMeta("Test", "c")) as tx:  # so that the next example begins small
        tx.delete(s.order_tag, [row["id"] for row in tx.read(select(s.order_tag.c.id))])
        tx.delete(s.tag, [row["id"] for row in tx.read(select(s.tag.c.id))])
        tx.delete(s.hold, [row["id"] for row in tx.read(select(s.hold.c.id))])


def _last(gate: Gateway) -> int:
    with read_connection(gate.engine) as conn:
        return int(conn.execute(select(s.event.c.seq).order_by(s.event.c.seq.desc()).limit(1)).scalar_one())


def test_before_the_first_event_there_was_nothing(gate: Gateway) -> None:
    assert all(rows == {} for rows in as_of(gate, 0).values())


def test_only_what_has_a_history_can_be_walked_back(gate: Gateway) -> None:
    for table in (s.stock_move, s.stock_level, s.contact, s.lease):
        with read_connection(gate.engine) as conn, pytest.raises(ValueError, match="only state tables"):
            rows_as_of(conn, table, 1)
