"""A prepared list question must follow the length of what it is given, arrays of ids included: the window's lists ask with them."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from sqlalchemy import column, create_engine, literal_column, select, table, text

from desktop_oms.db.driver import Prepared, ids_param


@pytest.mark.parametrize("kind", [list, tuple, set, lambda ids: array("q", ids)], ids=["list", "tuple", "set", "array"])
def test_a_longer_and_a_shorter_list_are_answered_whole_after_the_first(kind: Callable[[Iterable[int]], Any]) -> None:
    things = table("thing", column("id"))
    question = Prepared(select(things.c.id, literal_column("1").label("one")).where(things.c.id.in_(ids_param())))
    engine = create_engine("sqlite://")
    with engine.connect() as conn:
        conn.execute(text("create table thing (id integer primary key)"))
        conn.execute(text("insert into thing values " + ", ".join(f"({number})" for number in range(1, 41))))
        for count in (5, 40, 3):
            found = question.rows(conn, {"ids": kind(range(1, count + 1))})
            assert sorted(row["id"] for row in found) == list(range(1, count + 1))
    engine.dispose()
