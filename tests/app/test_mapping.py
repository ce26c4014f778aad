"""P43: an order is never lost because of an article nobody knows yet."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_oms.app.mapping import MapSku
from desktop_oms.app.shop import Shop
from desktop_oms.app.undo import Undo
from desktop_oms.db import schema
from desktop_oms.domain.errors import RuleError
from tests.app.books import (
    a_channel,
    allocated,
    an_order,
    articles,
    faults,
    in_stock,
    order_row,
    rows,
    state_of,
    tell,
    totals,
    variant_id,
)


def test_p43_an_unknown_sku_and_a_line_without_sku_become_tasks_and_the_order_is_there(shop: Shop) -> None:
    in_stock(shop, ("MUG", "A-1", 5))
    tell(shop, a_channel(shop), an_order("o", ("MUG", 1), ("ALIEN", 2), ("", 1)))
    order = order_row(shop, "o")
    assert (order["line_count"], order["item_count"], order["headline"]) == (3, 4, "needs_mapping")
    assert [(row["sku"], row["state"]) for row in rows(shop, schema.mapping_task)] == [("ALIEN", "open"), ("", "open")]
    assert allocated(shop, "o") == {"MUG": 1}


def test_a_decision_serves_every_waiting_line_and_the_next_order_needs_none(shop: Shop) -> None:
    in_stock(shop, ("MUG", "A-1", 5))
    channel_id = a_channel(shop)
    tell(shop, channel_id, an_order("a", ("ALIEN", 1)), an_order("b", ("alien", 1), minutes=1))
    done = shop.run(MapSku(variant_id(shop, "MUG"), sku="Alien")).value
    assert (done.lines, done.allocated) == (2, 2)
    assert order_row(shop, "a")["headline"] == "ready"
    tell(shop, channel_id, an_order("c", ("ALIEN", 1)))
    assert allocated(shop, "c") == {"MUG": 1}
    tell(shop, a_channel(shop, "etsy", "Other"), an_order("d", ("ALIEN", 1)))
    assert order_row(shop, "d")["headline"] == "needs_mapping"


def test_a_factor_sells_several_pieces_as_one(shop: Shop) -> None:
    in_stock(shop, ("MUG", "A-1", 12))
    channel_id = a_channel(shop)
    tell(shop, channel_id, an_order("a", ("SIXPACK", 1)))
    shop.run(MapSku(variant_id(shop, "MUG"), sku="SIXPACK", factor=6))
    tell(shop, channel_id, an_order("b", ("SIXPACK", 1)))
    assert (allocated(shop, "a"), allocated(shop, "b")) == ({"MUG": 6}, {"MUG": 6})


def test_undo_of_a_decision_restores_tasks_listing_and_stock(shop: Shop) -> None:
    in_stock(shop, ("MUG", "A-1", 5))
    tell(shop, a_channel(shop), an_order("a", ("ALIEN", 1)))
    before = state_of(shop.engine)
    outcome = shop.run(MapSku(variant_id(shop, "MUG"), sku="ALIEN"))
    shop.run(Undo(outcome.group_id))
    assert state_of(shop.engine) == before
    assert totals(shop, "MUG") == (5, 0)


def test_units_that_left_elsewhere_before_the_decision_are_not_wanted_again(shop: Shop) -> None:
    in_stock(shop, ("MUG", "A-1", 20), ("TEA", "A-2", 20))
    articles(shop, kits={"SET": [("MUG", 2), ("TEA", 1)]})
    order = an_order("o", ("ALIEN", 3))
    sent = replace(order.lines[0], shipped_quantity=1)
    tell(shop, a_channel(shop), replace(order, lines=(sent,)))
    shop.run(MapSku(variant_id(shop, "SET"), sku="ALIEN"))
    assert allocated(shop, "o") == {"MUG": 4, "TEA": 2}
    (line,) = rows(shop, schema.order_line)
    assert (line["shipped_qty"], order_row(shop, "o")["open_qty"]) == (1, 2)
    assert totals(shop, "MUG") == (20, 4)
    assert not faults(shop.engine)


def test_nothing_to_map_is_said(shop: Shop) -> None:
    in_stock(shop, ("MUG", "A-1", 5))
    for question in (MapSku(variant_id(shop, "MUG"), sku="ALIEN"), MapSku(variant_id(shop, "MUG"), sku="  ")):
        with pytest.raises(RuleError) as refused:
            shop.run(question)
        assert refused.value.code == "mapping.unknown"
