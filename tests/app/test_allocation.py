"""Who gets what when there is not enough, also when two stations ask at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from desktop_oms.app.allocation import AllocateOrders, DeallocateOrders
from desktop_oms.app.release import ReleaseOrders
from desktop_oms.app.shop import Shop
from desktop_oms.app.stock import ReceiveStock
from desktop_oms.app.undo import Undo
from desktop_oms.db import schema
from desktop_oms.domain.errors import RuleError
from tests.app.books import (
    MONDAY,
    a_channel,
    allocated,
    an_order,
    articles,
    at_once,
    event_count,
    faults,
    in_stock,
    order_row,
    rows,
    tell,
    totals,
)


def test_p23_two_stations_importing_orders_for_the_last_piece_one_wins_the_other_is_short(
    shop: Shop, again: Callable[[], Shop]
) -> None:
    rounds = 6
    in_stock(shop, *((f"LAST-{n}", "A-1", 1) for n in range(rounds)))
    channels = [a_channel(shop, "shopify", "One"), a_channel(shop, "shopify", "Two")]
    stations = [again(), again()]
    start = threading.Barrier(2)

    def work(which: int) -> None:
        for n in range(rounds):
            start.wait(20)
            tell(stations[which], channels[which], an_order(f"{which}-{n}", (f"LAST-{n}", 1)))

    at_once(partial(work, 0), partial(work, 1))
    for n in range(rounds):
        served = [allocated(shop, f"{which}-{n}") for which in (0, 1)]
        assert sorted(map(len, served)) == [0, 1]
        assert sorted(order_row(shop, f"{which}-{n}")["headline"] for which in (0, 1)) == ["backordered", "ready"]
        assert totals(shop, f"LAST-{n}") == (1, 1)
    assert not faults(shop.engine)


def test_p23_two_stations_pressing_allocate_for_the_same_order_set_aside_only_once(
    shop: Shop, again: Callable[[], Shop]
) -> None:
    in_stock(shop, ("MUG", "A-1", 9))
    tell(shop, a_channel(shop), an_order("o", ("MUG", 4)))
    order_id = order_row(shop, "o")["id"]
    shop.run(DeallocateOrders((order_id,)))
    stations = [again(), again()]
    start = threading.Barrier(2)

    def work(station: Shop) -> int:
        start.wait(20)
        return int(station.run(AllocateOrders((order_id,))).value.pieces)

    pieces = at_once(*(partial(work, station) for station in stations))
    assert sorted(pieces) == [0, 4]
    assert totals(shop, "MUG") == (9, 4)


def test_p24_one_article_on_two_lines_is_counted_once_against_the_stock(shop: Shop) -> None:
    in_stock(shop, ("MUG", "A-1", 3))
    tell(shop, a_channel(shop), an_order("o", ("MUG", 2), ("MUG", 2)))
    assert allocated(shop, "o") == {"MUG": 3}
    assert totals(shop, "MUG") == (3, 3)


def test_p25_an_open_order_lowers_what_the_next_one_can_get(shop: Shop) -> None:
    in_stock(shop, ("MUG", "A-1", 5))
    channel_id = a_channel(shop)
    tell(shop, channel_id, an_order("first", ("MUG", 4)))
    tell(shop, channel_id, an_order("second", ("MUG", 4)))
    assert allocated(shop, "second") == {"MUG": 1}
    assert totals(shop, "MUG") == (5, 5)


def test_p28_a_kit_and_its_component_sold_alone_share_one_stock(shop: Shop) -> None:
    in_stock(shop, ("MUG", "A-1", 5), ("TEA", "A-2", 9))
    articles(shop, kits={"SET": [("MUG", 2), ("TEA", 1)]})
    tell(shop, a_channel(shop), an_order("alone", ("MUG", 2)), an_order("kits", ("SET", 2), minutes=1))
    assert allocated(shop, "alone") == {"MUG": 2}
    # Three mugs are left: one whole kit, and no third mug for half of another.
    assert allocated(shop, "kits") == {"MUG": 2, "TEA": 1}
    assert rows(shop, schema.stock_total, variant_id=rows(shop, schema.variant, sku="SET")[0]["id"]) == []


def test_turn_is_paid_then_ship_by_then_age(shop: Shop) -> None:
    in_stock(shop, ("MUG", "A-1", 2))
    soon, later = MONDAY + timedelta(days=1), MONDAY + timedelta(days=5)
    tell(
        shop,
        a_channel(shop),
        an_order("unpaid", ("MUG", 1), is_paid=False, ship_by_at=soon),
        an_order("old", ("MUG", 1), ship_by_at=later),
        an_order("young", ("MUG", 1), minutes=2, ship_by_at=later),
        an_order("urgent", ("MUG", 1), minutes=3, ship_by_at=soon),
    )
    served = [name for name in ("unpaid", "old", "young", "urgent") if allocated(shop, name)]
    assert served == ["old", "urgent"]


def test_safety_stock_is_not_given_out(shop: Shop) -> None:
    in_stock(shop, ("MUG", "A-1", 3))
    (article,) = rows(shop, schema.variant, sku="MUG")
    _set(shop, schema.variant, article["id"], safety_qty=2)
    tell(shop, a_channel(shop), an_order("o", ("MUG", 3)))
    assert allocated(shop, "o") == {"MUG": 1}


def test_cancelled_closed_and_refunded_orders_get_nothing(shop: Shop) -> None:
    in_stock(shop, ("MUG", "A-1", 9))
    tell(
        shop,
        a_channel(shop),
        an_order("cancelled", ("MUG", 1), lifecycle="cancelled"),
        an_order("closed", ("MUG", 1), lifecycle="closed"),
        an_order("voided", ("MUG", 1), is_paid=False, payment_status="voided"),
    )
    assert totals(shop, "MUG") == (9, 0)


def test_p34_allocate_has_a_command_of_its_own_and_deallocate_gives_back(shop: Shop) -> None:
    in_stock(shop, ("MUG", "A-1", 1))
    channel_id = a_channel(shop)
    tell(shop, channel_id, an_order("first", ("MUG", 1)), an_order("second", ("MUG", 1), minutes=1))
    first, second = (order_row(shop, name)["id"] for name in ("first", "second"))
    assert shop.run(DeallocateOrders((first,))).value == 1
    outcome = shop.run(AllocateOrders((second,)))
    assert (outcome.value.pieces, allocated(shop, "second")) == (1, {"MUG": 1})
    shop.run(Undo(outcome.group_id))
    assert allocated(shop, "second") == {}
    assert shop.run(AllocateOrders()).value.order_ids == (first,)


def test_allocating_when_nothing_is_free_writes_nothing(shop: Shop) -> None:
    in_stock(shop, ("MUG", "A-1", 1))
    tell(shop, a_channel(shop), an_order("o", ("MUG", 3)))
    before = event_count(shop)
    assert shop.run(AllocateOrders()).value.pieces == 0
    assert event_count(shop) == before


def test_what_is_released_must_be_recalled_before_it_is_given_back(shop: Shop) -> None:
    in_stock(shop, ("MUG", "A-1", 1))
    tell(shop, a_channel(shop), an_order("o", ("MUG", 1)))
    order = order_row(shop, "o")
    shop.run(ReleaseOrders((order["id"],)))
    with pytest.raises(RuleError) as refused:
        shop.run(DeallocateOrders((order["id"],)))
    assert (refused.value.code, refused.value.data["orders"]) == ("allocation.released", [order["number"]])


def test_stock_freed_by_an_undo_goes_to_orders_that_came_later(shop: Shop) -> None:
    in_stock(shop, ("MUG", "A-1", 1))
    channel_id = a_channel(shop)
    first = tell(shop, channel_id, an_order("first", ("MUG", 1)))
    tell(shop, channel_id, an_order("second", ("MUG", 1), minutes=1))
    assert allocated(shop, "second") == {}
    shop.run(Undo(first.group_id))
    assert allocated(shop, "second") == {"MUG": 1}
    assert not faults(shop.engine)


def test_an_import_can_be_undone_although_a_later_receipt_served_it(shop: Shop) -> None:
    in_stock(shop, ("MUG", "A-1", 0))
    told = tell(shop, a_channel(shop), an_order("o", ("MUG", 1)))
    receipt = shop.run(ReceiveStock("MUG", "A-1", 1))
    assert allocated(shop, "o") == {"MUG": 1}
    shop.run(Undo(told.group_id))
    assert totals(shop, "MUG") == (1, 0)
    shop.run(Undo(receipt.group_id))
    assert totals(shop, "MUG") == (0, 0)
    assert not faults(shop.engine)


def _set(shop: Shop, table: object, row_id: int, **values: object) -> None:
    """Change a row the way a future edit command will: through the gateway."""
    from desktop_oms.db.tx import WriteMeta

    with shop.bus.gateway.transaction(WriteMeta("Edit", "edit")) as tx:
        tx.update(table, [{"id": row_id, **values}])  # type: ignore[arg-type]
