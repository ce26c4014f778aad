"""Orders come in once, follow the channel where they may, and wait for a person where they may not."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from desktop_oms.app.shop import Shop
from desktop_oms.db import schema
from desktop_oms.domain.errors import UsageError
from desktop_oms.domain.remote_order import (
    RemoteCharge,
    RemoteHold,
    RemotePayment,
    RemoteShipment,
    RemoteTax,
)
from tests.app.books import (
    MONDAY,
    a_channel,
    allocated,
    an_order,
    articles,
    at_once,
    event_count,
    in_stock,
    order_row,
    rows,
    tell,
    totals,
)
from tests.app.intake_steps import first_line


def test_own_numbers_run_from_10001_in_the_order_of_the_file(shop: Shop) -> None:
    channel_id = a_channel(shop)
    tell(shop, channel_id, an_order("late", ("X", 1), minutes=9), an_order("early", ("X", 1)))
    tell(shop, channel_id, an_order("next", ("X", 1)))
    assert [order_row(shop, name)["number"] for name in ("late", "early", "next")] == ["10001", "10002", "10003"]


def test_money_stands_in_the_books_as_the_channel_charged_it(shop: Shop) -> None:
    tax = RemoteTax("VAT", 319, "0.19")
    order = replace(
        an_order("o", ("MUG", 2)),
        total_minor=2489,
        charges=(RemoteCharge("shipping", 490, "DHL", (RemoteTax("VAT", 78, "0.19"),)), RemoteCharge("rounding", -1)),
        taxes=(RemoteTax("VAT", 397),),
        presentment_currency="USD",
        presentment_total_minor=2700,
        exchange_rate="1.085",
        tax_included=False,
    )
    tell(shop, a_channel(shop), first_line(order, taxes=(tax,), discount_minor=200))
    stored = order_row(shop, "o")
    assert [stored[name] for name in ("total_minor", "presentment_total_minor", "exchange_rate", "tax_included")] == [
        2489, 2700, "1.085", False,
    ]  # fmt: skip
    charges = {row["id"]: row["kind"] for row in rows(shop, schema.order_charge)}
    found = [
        (charges.get(row["order_charge_id"]), row["order_line_id"] is not None, row["amount_minor"], row["rate"])
        for row in rows(shop, schema.order_tax)
    ]
    assert set(found) == {(None, False, 397, None), (None, True, 319, "0.19"), ("shipping", False, 78, "0.19")}
    assert sorted(row["amount_minor"] for row in rows(shop, schema.order_charge)) == [-1, 490]


def test_ship_by_is_the_channels_or_handling_days_after_payment_at_the_cut_off(shop: Shop) -> None:
    promise = MONDAY + timedelta(days=3)
    friday_night = MONDAY + timedelta(days=4, hours=12)
    tell(
        shop,
        a_channel(shop),
        an_order("told", ("X", 1), ship_by_at=promise),
        an_order("ours", ("X", 1)),
        an_order("weekend", ("X", 1), paid_at=friday_night),
        an_order("unpaid", ("X", 1), is_paid=False),
    )
    by_name = {name: order_row(shop, name)["ship_by_at"] for name in ("told", "ours", "weekend", "unpaid")}
    tuesday_16_in_berlin = (MONDAY + timedelta(days=1)).replace(hour=15)
    assert by_name == {
        "told": promise,
        "ours": tuesday_16_in_berlin,
        "weekend": tuesday_16_in_berlin + timedelta(days=7),
        "unpaid": None,
    }


def test_holds_of_the_channel_block_the_order_and_gift_cards_want_no_stock(shop: Shop) -> None:
    in_stock(shop, ("MUG", "A-1", 5))
    order = an_order("o", ("GIFTCARD", 1), ("MUG", 1), holds=(RemoteHold("fraud", "high risk"),))
    tell(shop, a_channel(shop), first_line(order, requires_shipping=False))
    stored = order_row(shop, "o")
    assert (stored["headline"], stored["headline_reason"], stored["open_qty"]) == ("on_hold", "fraud", 1)
    assert rows(shop, schema.mapping_task) == []
    assert allocated(shop, "o") == {"MUG": 1}


def test_a_kit_is_frozen_into_components_when_it_is_bought(shop: Shop) -> None:
    in_stock(shop, ("MUG", "A-1", 9), ("TEA", "A-1", 9))
    articles(shop, kits={"SET": [("MUG", 2), ("TEA", 1)]})
    channel_id = a_channel(shop)
    tell(shop, channel_id, an_order("before", ("SET", 2)))
    articles(shop, kits={"SET": [("MUG", 1)]})
    tell(shop, channel_id, an_order("after", ("SET", 2)))
    assert (allocated(shop, "before"), allocated(shop, "after")) == ({"MUG": 4, "TEA": 2}, {"MUG": 2})


def test_tags_notes_and_unknown_fields_are_kept(shop: Shop) -> None:
    channel_id = a_channel(shop)
    tell(shop, channel_id, an_order("a", ("X", 1), tags=("VIP", "wholesale"), note="ring", attributes={"Risk": "Low"}))
    tell(shop, channel_id, an_order("b", ("X", 1), tags=("vip",)))
    assert sorted(row["name"] for row in rows(shop, schema.tag)) == ["VIP", "wholesale"]
    assert len(rows(shop, schema.order_tag)) == 3
    stored = order_row(shop, "a")
    assert stored["attributes"] == {"Risk": "Low"}
    assert rows(shop, schema.personal_note, id=stored["buyer_note_id"])[0]["text"] == "ring"


def test_an_order_that_contradicts_itself_is_listed_and_the_others_go_in(shop: Shop) -> None:
    bad = first_line(an_order("bad", ("X", 1), source_line=7), shipped_quantity=2)
    done = tell(shop, a_channel(shop), bad, an_order("good", ("X", 1)), file="orders.csv").value
    (problem,) = done.rejected
    assert (problem.file, problem.line, problem.code) == ("orders.csv", 7, "order.contradiction")
    assert (done.created, order_row(shop, "good")["number"]) == (1, "10001")


def test_a_refund_above_the_payment_costs_no_order_and_holds_it(shop: Shop) -> None:
    order = an_order("o", ("X", 1))
    odd = (*order.payments, RemotePayment("r", "refund", 1500))
    tell(shop, a_channel(shop), replace(order, payments=odd))
    assert order_row(shop, "o")["headline"] == "on_hold"


def test_careless_ids_of_lines_and_payments_cost_no_order(shop: Shop) -> None:
    order = an_order("o", ("X", 1), ("X", 2))
    twice = tuple(replace(line, external_id="1") for line in order.lines)
    tell(shop, a_channel(shop), replace(order, lines=twice, payments=order.payments * 2))
    assert [row["external_id"] for row in rows(shop, schema.order_line)] == ["1", "1#2"]
    assert len(rows(shop, schema.payment)) == 2


def test_more_than_a_page_is_refused(shop: Shop) -> None:
    with pytest.raises(UsageError) as refused:
        tell(shop, a_channel(shop), *(an_order(str(n), ("X", 1)) for n in range(51)))
    assert refused.value.code == "import.page_too_large"


def test_an_order_shipped_elsewhere_is_closed_moves_no_stock_and_never_waits(shop: Shop) -> None:
    in_stock(shop, ("MUG", "A-1", 5))
    gone = RemoteShipment("F1", (("o-1", 2),), MONDAY, "DHL", "JJD000")
    order = replace(first_line(an_order("o", ("MUG", 2)), shipped_quantity=2), shipments=(gone,))
    tell(shop, a_channel(shop), order)
    stored = order_row(shop, "o")
    assert (stored["lifecycle"], stored["headline"], stored["open_qty"]) == ("closed", "shipped", 0)
    (shipment,) = rows(shop, schema.shipment)
    assert [shipment[name] for name in ("number", "state", "is_external", "carrier", "tracking_no")] == [
        "10001-1", "dispatched", True, "DHL", "JJD000",
    ]  # fmt: skip
    assert totals(shop, "MUG") == (5, 0)
    assert [row["reason"] for row in rows(shop, schema.stock_move)] == ["opening"]


def test_of_a_partly_shipped_order_only_the_rest_is_open(shop: Shop) -> None:
    in_stock(shop, ("MUG", "A-1", 9), ("TEA", "A-1", 9))
    articles(shop, kits={"SET": [("MUG", 2), ("TEA", 1)]})
    tell(shop, a_channel(shop), first_line(an_order("o", ("SET", 3)), shipped_quantity=1, cancelled_quantity=1))
    stored = order_row(shop, "o")
    assert (stored["lifecycle"], stored["open_qty"], stored["fulfillment_status"]) == ("open", 1, "part_shipped")
    assert allocated(shop, "o") == {"MUG": 2, "TEA": 1}


def test_p39_the_same_order_told_again_changes_nothing(shop: Shop) -> None:
    in_stock(shop, ("MUG", "A-1", 5))
    channel_id = a_channel(shop)
    order = an_order("o", ("MUG", 2), tags=("x",), note="n", holds=(RemoteHold("channel"),))
    tell(shop, channel_id, order, order)
    before = event_count(shop)
    done = tell(shop, channel_id, replace(order, source_line=99)).value
    assert (done.created, done.updated, done.unchanged) == (0, 0, 1)
    assert event_count(shop) == before
    assert len(rows(shop, schema.sales_order)) == 1


def test_p39_the_same_order_told_by_two_stations_at_the_same_instant_comes_in_once(
    shop: Shop, again: Callable[[], Shop]
) -> None:
    in_stock(shop, ("MUG", "A-1", 50))
    channel_id = a_channel(shop)
    stations = [again(), again()]
    start = threading.Barrier(2)

    def work(station: Shop) -> list[Any]:
        done = []
        for n in range(5):
            start.wait(20)
            done.append(tell(station, channel_id, an_order(f"o{n}", ("MUG", 1))).value)
        return done

    told = at_once(*(partial(work, station) for station in stations))
    results = [done for each in told for done in each]
    assert sum(done.created for done in results) == 5
    assert sum(done.unchanged for done in results) == 5
    assert totals(shop, "MUG") == (50, 5)
