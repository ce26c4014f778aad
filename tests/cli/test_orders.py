"""``orders`` and ``stock``: lists that can be read on, one order or article, release, hold, lift, book."""

from __future__ import annotations

from decimal import Decimal

from desktop_oms import compose
from desktop_oms.app.setup import AddUser
from tests.cli.day import CommandLine

ROW = {"number", "channel", "channel_order_id", "placed_at", "customer", "currency", "total", "headline"}


def test_a_list_has_the_published_fields(cli: CommandLine) -> None:
    answer = cli.done("orders", "list")
    assert set(answer) == {"orders", "next"}
    assert all(set(row) == ROW for row in answer["orders"])
    oldest = answer["orders"][-1]
    assert (oldest["number"], oldest["channel_order_id"], oldest["total"]) == ("10001", "302-1000000-2000000", "15.49")
    assert isinstance(Decimal(oldest["total"]), Decimal)


def test_reading_on_after_next_shows_every_order_once(cli: CommandLine) -> None:
    seen: list[str] = []
    more: list[str] = []
    while True:
        answer = cli.done("orders", "list", "--limit", 3, *more)
        seen += [row["number"] for row in answer["orders"]]
        if answer["next"] is None:
            break
        more = ["--after", answer["next"]]
    assert seen == ["10007", "10006", "10005", "10004", "10003", "10002", "10001"]


def test_views_and_words_narrow_the_list(cli: CommandLine) -> None:
    cli.done("orders", "hold", "10003", "--kind", "fraud")
    assert [row["number"] for row in cli.done("orders", "list", "--view", "on_hold")["orders"]] == ["10003"]
    there = cli.done("orders", "show", "10002")["channel_order_id"]
    assert [row["number"] for row in cli.done("orders", "list", "--search", there)["orders"]] == ["10002"]
    ran = cli("orders", "list", "--view", "nonsense")
    assert (ran.status, ran.refusal) == (2, "list.unknown_view")


def test_a_reference_nobody_knows_is_a_usage_error(cli: CommandLine) -> None:
    ran = cli("orders", "show", "99999")
    assert (ran.status, ran.refusal, ran.out) == (2, "order.unknown_reference", "")


def test_p15_a_held_order_is_not_released_until_the_hold_is_lifted(cli: CommandLine) -> None:
    cli.done("orders", "hold", "10001", "--kind", "fraud", "--note", "odd address")
    ran = cli("orders", "release", "10001")
    assert ran.status == 3
    (refused,) = ran.answer["refused"]
    assert [why["code"] for why in refused["reasons"]] == ["shipment.on_hold"]
    assert cli.done("orders", "lift", "10001")["holds"] == 1
    assert cli.done("orders", "release", "10001")["released"] == [{"order": "10001", "shipment": "10001-1"}]


def test_orders_that_may_go_are_released_although_others_may_not(cli: CommandLine) -> None:
    cli.done("orders", "hold", "10001")
    ran = cli("orders", "release", "10001", "10002")
    assert (ran.status, [row["order"] for row in ran.answer["released"]]) == (4, ["10002"])


def test_everything_ready_can_be_released_in_one_go(cli: CommandLine) -> None:
    cli.done("orders", "hold", "10001")
    assert len(cli.done("orders", "release", "--ready")["released"]) == 6


def test_p15_a_packer_may_hold_but_not_lift_or_release(cli: CommandLine) -> None:
    shop = compose.open_shop(cli.data, database=cli.url)
    shop.run(AddUser("Pia", "pia", role="packer"))
    shop.close()
    cli.done("orders", "hold", "10001", "--user", "pia")
    for words in (
        ("orders", "lift", "10001"),
        ("orders", "release", "10002"),
        ("stock", "adjust", "CAR-06", "1"),
        ("doctor",),
    ):
        ran = cli(*words, "--user", "pia")
        assert (ran.status, ran.refusal) == (3, "right.missing"), words


def test_stock_is_listed_shown_received_and_adjusted(cli: CommandLine) -> None:
    before = cli.done("stock", "show", "CAR-06")
    assert cli.done("stock", "receive", "CAR-06", 5, "--reference", "LS-77")["on_hand"] == before["on_hand"] + 5
    assert cli.done("stock", "adjust", "CAR-06", -2, "--reason", "damaged")["on_hand"] == before["on_hand"] + 3
    after = cli.done("stock", "show", "CAR-06")
    assert [(move["reason"], move["quantity"]) for move in after["moves"][:2]] == [("damaged", -2), ("receipt", 5)]
    listed = {row["sku"]: row["available"] for row in cli.done("stock", "list", "--limit", 1000)["stock"]}
    assert listed["CAR-06"] == after["available"]


def test_p37_more_than_lies_there_cannot_be_taken(cli: CommandLine) -> None:
    ran = cli("stock", "adjust", "CAR-06", -5000)
    assert (ran.status, ran.refusal) == (3, "stock.negative")


def test_an_article_in_several_bins_asks_which_one(cli: CommandLine) -> None:
    ran = cli("stock", "adjust", "MUG-300-MOS", 1)
    assert (ran.status, ran.refusal) == (2, "stock.which_bin")


def test_money_is_never_a_float(cli: CommandLine) -> None:
    ran = cli("stock", "receive", "CAR-06", 1, "--cost", "4.205", "--currency", "EUR")
    assert (ran.status, ran.refusal) == (2, "money.too_many_decimals")
