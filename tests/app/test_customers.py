"""Who bought: found by buyer id or by their own mail address, never by name."""

from __future__ import annotations

from dataclasses import replace

from desktop_oms.app.shop import Shop
from desktop_oms.db import schema
from tests.app.books import ADDRESS, a_channel, an_order, order_row, rows, tell


def customers_of(shop: Shop, *names: str) -> list[int]:
    """Customer of each order."""
    return [order_row(shop, name)["customer_id"] for name in names]


def test_one_mail_address_is_one_customer_whatever_its_case_and_channel(shop: Shop) -> None:
    tell(shop, a_channel(shop), an_order("a"), an_order("b", buyer_email="ZOE@Example.org", buyer_name="Z. Luczak"))
    tell(shop, a_channel(shop, "amazon", "Market"), an_order("c", buyer_email=" zoe@example.org "))
    assert len(set(customers_of(shop, "a", "b", "c"))) == 1
    assert len(rows(shop, schema.customer)) == 1


def test_a_stand_in_address_of_a_marketplace_joins_nobody(shop: Shop) -> None:
    mail = "x1y2@marketplace.amazon.de"
    tell(shop, a_channel(shop), an_order("a", buyer_email=mail), an_order("b", buyer_email=mail))
    a, b = customers_of(shop, "a", "b")
    assert a != b


def test_the_channels_buyer_id_joins_orders_with_different_addresses(shop: Shop) -> None:
    channel_id = a_channel(shop)
    tell(shop, channel_id, an_order("a", buyer_external_id="B7", buyer_email=""))
    tell(shop, channel_id, an_order("b", buyer_external_id="B7", buyer_email="new@example.org"))
    tell(shop, a_channel(shop, "etsy", "Other"), an_order("c", buyer_external_id="B7", buyer_email=""))
    a, b, c = customers_of(shop, "a", "b", "c")
    assert a == b != c


def test_the_same_name_is_not_the_same_person(shop: Shop) -> None:
    tell(shop, a_channel(shop), an_order("a", buyer_email=""), an_order("b", buyer_email="z@example.org"))
    assert len(set(customers_of(shop, "a", "b"))) == 2


def test_a_new_address_makes_a_new_row_and_the_old_order_keeps_its_own(shop: Shop) -> None:
    channel_id = a_channel(shop)
    tell(shop, channel_id, an_order("a"))
    moved = replace(ADDRESS, street1="Am Hafen 1")
    tell(shop, channel_id, an_order("b", ship_to=moved), an_order("c"))
    streets = {row["id"]: row["street1"] for row in rows(shop, schema.address)}
    by_order = {name: streets[order_row(shop, name)["ship_address_id"]] for name in "abc"}
    assert by_order == {"a": "Kirchweg 3", "b": "Am Hafen 1", "c": "Kirchweg 3"}
    assert len(streets) == 2
    assert len(rows(shop, schema.contact)) == 1


def test_an_order_without_any_address_points_at_none(shop: Shop) -> None:
    from desktop_oms.domain.remote_order import RemoteAddress

    nothing = RemoteAddress()
    tell(shop, a_channel(shop), an_order("a", ship_to=nothing, bill_to=nothing, buyer_name="", buyer_email=""))
    order = order_row(shop, "a")
    assert [order[name] for name in ("contact_id", "ship_address_id", "bill_address_id")] == [None, None, None]


def test_names_and_addresses_never_stand_in_an_event(shop: Shop) -> None:
    tell(shop, a_channel(shop), an_order("a", note="Bitte bei Frau Łuczak klingeln", gift_message="Dein Opa"))
    from sqlalchemy import select

    from desktop_oms.db.engine import read_connection

    with read_connection(shop.engine) as conn:
        written = " ".join(str(row) for row in conn.execute(select(schema.event.c.changes, schema.event.c.data)))
    for secret in ("Łuczak", "Kirchweg", "zoe@", "Opa"):
        assert secret not in written
