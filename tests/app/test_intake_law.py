"""Laws of the books under any sequence of intake and stock commands, bulk writes included."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_oms.app.allocation import AllocateOrders, DeallocateOrders
from desktop_oms.app.mapping import MapSku
from desktop_oms.app.release import RecallShipments, ReleaseOrders
from desktop_oms.app.shop import Shop
from desktop_oms.app.stock import AdjustStock, ReceiveStock
from desktop_oms.app.stock_import import ImportOpeningStock
from desktop_oms.app.undo import Redo, Undo
from desktop_oms.db import schema
from desktop_oms.db.asof import rows_as_of
from desktop_oms.db.engine import read_connection
from desktop_oms.domain.errors import OmsError
from desktop_oms.sync.goods import StockRowIn
from tests.app.books import a_channel, an_order, articles, faults, in_stock, rows, state_of, tell, variant_id

# HYPOTHESIS_PROFILE=tool hunts 40 times as long, with new examples each time.
LONGER = 40 if os.environ.get("HYPOTHESIS_PROFILE") == "tool" else 1
SKUS = ("MUG", "TEA", "POT")
BINS = ("A-1", "A-2")

sku = st.sampled_from(SKUS)
place = st.sampled_from(BINS)
line = st.tuples(st.sampled_from((*SKUS, "SET", "UNKNOWN")), st.integers(1, 3))


@st.composite
def orders(draw: st.DrawFn) -> Any:
    """One telling of one of five orders; the same one may come again with other contents."""
    order = an_order(
        f"o{draw(st.integers(1, 5))}",
        *draw(st.lists(line, min_size=1, max_size=2)),
        is_paid=draw(st.booleans()),
        minutes=draw(st.integers(0, 3)),
        lifecycle=draw(st.sampled_from(("open", "open", "open", "cancelled"))),
        note=draw(st.sampled_from(("", "ring twice"))),
    )
    shipped = draw(st.booleans())
    if shipped and order.lifecycle == "open":
        first = replace(order.lines[0], shipped_quantity=draw(st.integers(0, order.lines[0].quantity)))
        order = replace(order, lines=(first, *order.lines[1:]))
    return order


stock_rows = st.lists(st.tuples(sku, place, st.integers(0, 4)), min_size=1, max_size=4)
steps = st.one_of(
    st.tuples(st.just("import"), st.lists(orders(), min_size=1, max_size=4)),
    st.tuples(st.just("opening"), stock_rows),
    st.tuples(st.just("receive"), st.tuples(sku, place, st.integers(1, 4))),
    st.tuples(st.just("adjust"), st.tuples(sku, place, st.integers(-4, 3))),
    st.tuples(st.just("allocate"), st.none()),
    st.tuples(st.just("deallocate"), st.integers(1, 5)),
    st.tuples(st.just("release"), st.integers(1, 5)),
    st.tuples(st.just("recall"), st.none()),
    st.tuples(st.just("map"), sku),
    st.tuples(st.just("undo"), st.none()),
    st.tuples(st.just("redo"), st.none()),
)


class Day:
    """Runs steps on a shop and remembers the state after each."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        articles(shop, *SKUS, kits={"SET": [("MUG", 2), ("TEA", 1)]})
        in_stock(shop, *((sku, place, 1) for sku in SKUS for place in BINS))
        self.channel_id = a_channel(shop)
        self.copies: dict[int, Any] = {}

    def run(self, kind: str, what: Any) -> Any:
        """Do one step; a refusal is a fine answer and changes nothing."""
        before = state_of(self.shop.engine)
        try:
            outcome = self._do(kind, what)
        except OmsError:
            assert state_of(self.shop.engine) == before
            return None
        self.remember()
        assert not faults(self.shop.engine)
        return outcome

    def remember(self) -> None:
        with read_connection(self.shop.engine) as conn:
            seqs = conn.execute(schema.event.select().with_only_columns(schema.event.c.seq)).scalars().all()
        self.copies[max(seqs)] = state_of(self.shop.engine)

    def _do(self, kind: str, what: Any) -> Any:
        shop = self.shop
        if kind == "import":
            return tell(shop, self.channel_id, *what)
        if kind == "opening":
            told = tuple(StockRowIn(sku, pieces, place) for sku, place, pieces in what)
            return shop.run(ImportOpeningStock(told))
        if kind == "receive":
            return shop.run(ReceiveStock(what[0], what[1], what[2], unit_cost_minor=70, currency="EUR"))
        if kind == "adjust":
            return shop.run(AdjustStock(*what))
        if kind == "allocate":
            return shop.run(AllocateOrders())
        if kind in ("deallocate", "release"):
            ids = tuple(row["id"] for row in rows(shop, schema.sales_order, external_id=f"o{what}"))
            return shop.run(DeallocateOrders(ids) if kind == "deallocate" else ReleaseOrders(ids))
        if kind == "recall":
            open_ones = rows(shop, schema.shipment, state="released")
            return shop.run(RecallShipments(tuple(row["id"] for row in open_ones)))
        if kind == "map":
            return shop.run(MapSku(variant_id(shop, what), sku="UNKNOWN"))
        return shop.run(Undo() if kind == "undo" else Redo())


@given(st.lists(steps, min_size=1, max_size=10))
@settings(max_examples=12 * LONGER)
def test_law_levels_equal_the_ledger_and_every_as_of_view_equals_the_copy_taken_then(
    fresh_shop: Callable[[], Shop], day: list[tuple[str, Any]]
) -> None:
    shop = fresh_shop()
    run = Day(shop)
    for kind, what in day:
        run.run(kind, what)
    with read_connection(shop.engine) as conn:
        for seq, copy in run.copies.items():
            for name, before in copy.items():
                assert rows_as_of(conn, schema.metadata.tables[name], seq) == before, (name, seq)


@given(st.lists(steps, min_size=0, max_size=5), steps)
@settings(max_examples=15 * LONGER)
def test_law_undo_of_a_command_restores_the_books_and_redo_brings_it_back(
    fresh_shop: Callable[[], Shop], day: list[tuple[str, Any]], last: tuple[str, Any]
) -> None:
    shop = fresh_shop()
    run = Day(shop)
    for kind, what in day:
        run.run(kind, what)
    before = state_of(shop.engine)
    outcome = run.run(*last)
    if outcome is None or outcome.group_id is None:
        return
    after = state_of(shop.engine)
    undone = shop.run(Undo(outcome.group_id))
    assert _without_places(state_of(shop.engine)) == _without_places(before)
    assert not faults(shop.engine)
    shop.run(Undo(undone.group_id))
    assert state_of(shop.engine) == after
    assert not faults(shop.engine)


def _without_places(state: dict[str, Any]) -> dict[str, Any]:
    """Bins and batches a ledger row names stay when the deed is undone; they hold nothing."""
    return {name: rows for name, rows in state.items() if name not in ("bin", "lot", "customer")}
