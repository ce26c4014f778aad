"""Orders come in once, follow the channel where they may, and wait for a person where they may not (intake changes)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from desktop_oms.app.intake.orders import ImportOrders
from desktop_oms.app.packing import PackScan
from desktop_oms.app.shop import Shop
from desktop_oms.db import schema
from desktop_oms.domain.remote_order import (
    RemoteHold,
    RemoteLine,
    RemotePayment,
)
from tests.app.books import (
    ADDRESS,
    MONDAY,
    a_channel,
    allocated,
    an_order,
    faults,
    in_stock,
    order_row,
    rows,
    tell,
    totals,
)
from tests.app.intake_steps import edit, first_line, on_the_table, released


def test_fields_nobody_touched_follow_the_channel_and_edited_ones_stay(shop: Shop) -> None:
    channel_id = a_channel(shop)
    order = an_order("o", ("X", 1), service_level="standard")
    tell(shop, channel_id, order)
    edit(shop, "o", service_level="express")
    moved = replace(ADDRESS, street1="Am Hafen 1")
    done = tell(shop, channel_id, replace(order, service_level="pickup", ship_to=moved)).value
    stored = order_row(shop, "o")
    assert stored["service_level"] == "express"
    assert rows(shop, schema.address, id=stored["ship_address_id"])[0]["street1"] == "Am Hafen 1"
    (asked,) = rows(shop, schema.sync_conflict)
    assert (done.conflicts, asked["field"], asked["our_value"], asked["channel_value"]) == (
        1, "service_level", "express", "pickup",
    )  # fmt: skip


def test_an_edited_field_of_which_the_channel_has_no_news_asks_nobody(shop: Shop) -> None:
    channel_id = a_channel(shop)
    order = an_order("o", ("X", 1), service_level="standard", ship_by_at=MONDAY)
    tell(shop, channel_id, order)
    edit(shop, "o", service_level="express", ship_by_at=MONDAY + timedelta(days=2))
    assert tell(shop, channel_id, replace(order, note="ring")).value.updated == 1
    stored = order_row(shop, "o")
    assert (stored["service_level"], stored["ship_by_at"]) == ("express", MONDAY + timedelta(days=2))
    assert rows(shop, schema.sync_conflict) == []


def test_a_report_that_knows_less_takes_nothing_away(shop: Shop) -> None:
    channel_id = a_channel(shop, "amazon", "Amazon")
    full = an_order("o", ("MUG", 1), ("TEA", 1), service_level="standard", note="ring", ship_by_at=MONDAY)
    tell(shop, channel_id, full)
    poor = replace(
        full,
        lines=full.lines[:1],
        payments=(),
        total_minor=0,
        ship_to=replace(ADDRESS, name="", street1="", city="", postcode="", country=""),
        note="",
        service_level="",
        ship_by_at=None,
    )
    tell(shop, channel_id, poor)
    stored = order_row(shop, "o")
    assert len(rows(shop, schema.sales_order)) == 1
    assert (stored["total_minor"], stored["service_level"], stored["ship_by_at"]) == (2000, "standard", MONDAY)
    assert (stored["payment_status"], stored["line_count"], stored["open_qty"]) == ("paid", 2, 2)
    assert rows(shop, schema.address, id=stored["ship_address_id"])[0]["street1"] == "Kirchweg 3"


def test_a_payment_that_arrives_later_makes_the_order_ready(shop: Shop) -> None:
    in_stock(shop, ("MUG", "A-1", 1))
    channel_id = a_channel(shop)
    tell(shop, channel_id, an_order("o", ("MUG", 1), is_paid=False))
    assert order_row(shop, "o")["headline"] == "awaiting_payment"
    tell(shop, channel_id, an_order("o", ("MUG", 1)))
    stored = order_row(shop, "o")
    assert (stored["headline"], stored["paid_minor"]) == ("ready", 1000)
    assert stored["ship_by_at"] is not None


def test_a_quantity_that_shrinks_gives_stock_back_to_who_waits(shop: Shop) -> None:
    in_stock(shop, ("MUG", "A-1", 3))
    channel_id = a_channel(shop)
    tell(shop, channel_id, an_order("big", ("MUG", 3)), an_order("waits", ("MUG", 1), minutes=1))
    tell(shop, channel_id, an_order("big", ("MUG", 2)))
    assert (allocated(shop, "big"), allocated(shop, "waits")) == ({"MUG": 2}, {"MUG": 1})
    tell(shop, channel_id, an_order("big", ("MUG", 4), note="again"))
    assert order_row(shop, "big")["allocation_status"] == "part"
    assert not faults(shop.engine)


def test_another_article_on_a_line_changes_what_is_set_aside(shop: Shop) -> None:
    in_stock(shop, ("MUG", "A-1", 3), ("TEA", "A-1", 3))
    channel_id = a_channel(shop)
    tell(shop, channel_id, an_order("o", ("MUG", 1)))
    tell(shop, channel_id, an_order("o", ("TEA", 1)))
    assert allocated(shop, "o") == {"TEA": 1}
    tell(shop, channel_id, an_order("o", ("ALIEN", 1)))
    assert (allocated(shop, "o"), order_row(shop, "o")["headline"]) == ({}, "needs_mapping")
    assert not faults(shop.engine)


def test_p40_a_hold_a_person_lifted_is_not_placed_again_and_one_the_channel_drops_is_lifted(shop: Shop) -> None:
    from desktop_oms.app.holds import ReleaseHold

    channel_id = a_channel(shop)
    order = an_order("o", ("X", 1), holds=(RemoteHold("fraud"), RemoteHold("channel")))
    tell(shop, channel_id, order)
    fraud = next(row for row in rows(shop, schema.hold) if row["kind"] == "fraud")
    shop.run(ReleaseHold((fraud["id"],), "checked"))
    tell(shop, channel_id, replace(order, note="x", holds=(RemoteHold("fraud"),)))
    assert order_row(shop, "o")["hold_status"] == "free"
    assert len(rows(shop, schema.hold)) == 2


def test_p44_a_cancellation_frees_the_stock_and_takes_the_shipment_out_of_the_queue(shop: Shop) -> None:
    in_stock(shop, ("MUG", "A-1", 1))
    channel_id = a_channel(shop)
    tell(shop, channel_id, an_order("o", ("MUG", 1)), an_order("waits", ("MUG", 1), minutes=1))
    shipment_id = released(shop, "o")
    done = tell(shop, channel_id, an_order("o", ("MUG", 1), lifecycle="cancelled")).value
    assert (done.updated, order_row(shop, "o")["headline"]) == (1, "cancelled")
    assert rows(shop, schema.shipment, id=shipment_id)[0]["state"] == "cancelled"
    assert (allocated(shop, "o"), allocated(shop, "waits")) == ({}, {"MUG": 1})
    assert not faults(shop.engine)


def test_p44_a_cancellation_while_packing_stops_the_table_and_asks_a_person(shop: Shop) -> None:
    in_stock(shop, ("MUG", "A-1", 2))
    channel_id = a_channel(shop)
    tell(shop, channel_id, an_order("o", ("MUG", 2)))
    shipment_id = on_the_table(shop, "o")
    before = order_row(shop, "o")
    done = tell(shop, channel_id, an_order("o", ("MUG", 2), lifecycle="cancelled")).value
    after = order_row(shop, "o")
    assert (done.conflicts, done.updated) == (1, 0)
    assert (after["lifecycle"], after["sync_status"], after["headline"]) == ("open", "conflict", "conflict")
    assert rows(shop, schema.shipment, id=shipment_id)[0]["cancel_requested"] is not None
    assert allocated(shop, "o") == {"MUG": 2}
    assert after["total_minor"] == before["total_minor"]
    verdicts = [shop.run(PackScan("MUG")).value for _unit in range(2)]
    assert (verdicts[-1].code, verdicts[-1].reason) == ("order_stop", "cancel_requested")
    assert rows(shop, schema.shipment, id=shipment_id)[0]["packed_at"] is None


def test_a_suspended_shipment_with_goods_in_its_box_is_not_changed_behind_the_packers_back(shop: Shop) -> None:
    in_stock(shop, ("MUG", "A-1", 2))
    channel_id = a_channel(shop)
    tell(shop, channel_id, an_order("o", ("MUG", 2)))
    shipment_id = on_the_table(shop, "o")
    shop.run(PackScan("MUG"))
    shop.run(PackScan("CTRLSUSPEND"))
    assert rows(shop, schema.shipment, id=shipment_id)[0]["state"] == "released"
    assert tell(shop, channel_id, an_order("o", ("MUG", 1))).value.conflicts == 1
    assert allocated(shop, "o") == {"MUG": 2}


def test_changes_of_the_goods_after_packing_began_become_one_conflict_and_change_nothing(shop: Shop) -> None:
    in_stock(shop, ("MUG", "A-1", 9))
    channel_id = a_channel(shop)
    order = an_order("o", ("MUG", 2), service_level="standard")
    tell(shop, channel_id, order)
    on_the_table(shop, "o")
    before = order_row(shop, "o")
    other = replace(first_line(order, quantity=5), service_level="express")
    assert tell(shop, channel_id, other).value.conflicts == 1
    after = order_row(shop, "o")
    assert {name for name in after if after[name] != before[name]} == {
        "external_hash", "version", "sync_status", "headline", "headline_reason", "headline_rank", "is_workable",
    } - ({"is_workable"} if after["is_workable"] == before["is_workable"] else set()) - (
        {"headline_reason"} if after["headline_reason"] == before["headline_reason"] else set()
    )  # fmt: skip
    assert sorted(row["field"] for row in rows(shop, schema.sync_conflict)) == ["line:o-1", "service_level"]
    assert tell(shop, channel_id, other).value.unchanged == 1


def test_money_still_follows_while_packing(shop: Shop) -> None:
    in_stock(shop, ("MUG", "A-1", 9))
    channel_id = a_channel(shop)
    order = an_order("o", ("MUG", 2))
    tell(shop, channel_id, order)
    on_the_table(shop, "o")
    refund = RemotePayment("r1", "refund", 500, MONDAY)
    done = tell(shop, channel_id, replace(order, payments=(*order.payments, refund))).value
    assert (done.updated, done.conflicts) == (1, 0)
    assert order_row(shop, "o")["refunded_minor"] == 500


def test_an_old_file_does_not_bring_a_cancelled_order_back(shop: Shop) -> None:
    in_stock(shop, ("MUG", "A-1", 9))
    channel_id = a_channel(shop)
    order = an_order("o", ("MUG", 2))
    tell(shop, channel_id, replace(order, lifecycle="cancelled"))
    tell(shop, channel_id, order)
    stored = order_row(shop, "o")
    assert (stored["lifecycle"], stored["open_qty"], stored["sync_status"]) == ("cancelled", 0, "conflict")
    assert totals(shop, "MUG") == (9, 0)


def test_units_the_channel_shipped_meanwhile_become_a_shipment_of_external_origin(shop: Shop) -> None:
    in_stock(shop, ("MUG", "A-1", 9))
    channel_id = a_channel(shop)
    order = an_order("o", ("MUG", 3))
    tell(shop, channel_id, order)
    tell(shop, channel_id, first_line(order, shipped_quantity=1))
    assert (allocated(shop, "o"), order_row(shop, "o")["open_qty"]) == ({"MUG": 2}, 2)
    tell(shop, channel_id, first_line(order, shipped_quantity=3))
    stored = order_row(shop, "o")
    assert (allocated(shop, "o"), stored["lifecycle"], stored["headline"]) == ({}, "closed", "shipped")
    assert [row["number"] for row in rows(shop, schema.shipment)] == ["10001-1", "10001-2"]
    assert totals(shop, "MUG") == (9, 0)
    assert not faults(shop.engine)


def test_a_new_line_on_a_known_order_is_added_with_its_demand(shop: Shop) -> None:
    in_stock(shop, ("MUG", "A-1", 9), ("TEA", "A-1", 9))
    channel_id = a_channel(shop)
    order = an_order("o", ("MUG", 1))
    tell(shop, channel_id, order)
    extra = RemoteLine("extra", "TEA", "Tea", 2, 700)
    tell(shop, channel_id, replace(order, lines=(*order.lines, extra)))
    assert allocated(shop, "o") == {"MUG": 1, "TEA": 2}
    assert [row["position"] for row in rows(shop, schema.order_line)] == [1, 2]


def test_the_number_of_statements_does_not_grow_with_the_orders_of_a_page(shop: Shop) -> None:
    from sqlalchemy import event

    in_stock(shop, *((f"S{n}", "A-1", 99) for n in range(20)))
    channel_id = a_channel(shop)
    counts: list[int] = []

    def count(*_details: Any) -> None:
        counts[-1] += 1

    event.listen(shop.engine, "before_cursor_execute", count)
    for size in (5, 50):
        orders = tuple(
            an_order(f"{size}-{n}", (f"S{n % 20}", 1), ("S1", 1), buyer_email=f"b{n}-{size}@example.org")
            for n in range(size)
        )
        counts.append(0)
        shop.run(ImportOrders(channel_id, orders))
    event.remove(shop.engine, "before_cursor_execute", count)
    # Ids are taken in blocks, so a few more statements than for the small page are allowed.
    assert counts[1] <= counts[0] + 12, counts
