"""Orders a careless or hostile channel may tell: none may cost its neighbors in the page, and none may bend the books."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from desktop_oms.app.intake.files import import_file
from desktop_oms.app.intake.orders import PAGE_SIZE
from desktop_oms.app.ports import FilePage, FileRead
from desktop_oms.app.shop import Shop
from desktop_oms.db import schema
from desktop_oms.db.doctor import run_all
from desktop_oms.db.engine import read_connection
from desktop_oms.domain.errors import Unavailable
from desktop_oms.domain.remote_order import (
    RemoteCharge,
    RemoteHold,
    RemoteLine,
    RemoteOrder,
    RemotePayment,
    RemoteShipment,
)
from tests.app.books import MONDAY, a_channel, allocated, an_order, articles, faults, in_stock, order_row, rows, tell

Tellings = Callable[[], list[RemoteOrder]]


def _line(name: str, quantity: int = 1, sku: str = "MUG", **facts: Any) -> RemoteLine:
    return RemoteLine(name, sku, "Mug", quantity, 1000 * quantity, 1000, **facts)


def _lines(*lines: RemoteLine, **facts: Any) -> RemoteOrder:
    return an_order("odd", lines=lines, **facts)


def _paid(*payments: tuple[str, str, int], **facts: Any) -> RemoteOrder:
    return an_order("odd", ("MUG", 1), payments=tuple(RemotePayment(*payment) for payment in payments), **facts)


# What is told one after the other of one order; all of it can be booked.
BOOKED: dict[str, Tellings] = {
    "a payment id used twice": lambda: [
        _paid(("p", "capture", 500), ("p", "capture", 500), note=note) for note in ("", "later")
    ],
    "line ids used twice, both sent": lambda: [
        _lines(_line("x", 1, shipped_quantity=1), _line("x", 5, shipped_quantity=5))
    ],
    "line ids used twice, one sent later": lambda: [
        _lines(_line("x", 5), _line("x", 1, shipped_quantity=sent)) for sent in (0, 1)
    ],
    "lines without ids": lambda: [
        _lines(_line("", quantity), _line("", 1, "TEA"), _line("", 2, "TEA", shipped_quantity=quantity - 1))
        for quantity in (1, 3, 2)
    ],
    "fewer than have left": lambda: [
        _lines(_line("x", 2, shipped_quantity=2)),
        _lines(_line("x", 1, shipped_quantity=1)),
    ],
    "a line taken out": lambda: [_lines(_line("x", 2)), _lines(_line("x", 0))],
    "a line taken out that has left": lambda: [_lines(_line("x", 2, shipped_quantity=1)), _lines(_line("x", 0))],
    "a cancelled unit sent after all": lambda: [
        _lines(_line("x", 2, cancelled_quantity=1)),
        _lines(_line("x", 2, shipped_quantity=2)),
    ],
    "one sending named twice": lambda: [
        _lines(
            _line("x", 2, shipped_quantity=2),
            shipments=(
                RemoteShipment("s", (("x", 1), ("nobody", 9)), MONDAY),
                RemoteShipment("s", (("x", 7),), MONDAY),
            ),
        )
    ],
    "other goods again and again": lambda: [
        an_order("odd", ("SET", 1)),
        an_order("odd", ("MUG", 2)),
        an_order("odd", ("NOBODY", 2)),
        an_order("odd", ("TEA", 1)),
    ],
    "another currency": lambda: [an_order("odd", ("MUG", 1)), an_order("odd", ("MUG", 1), currency="USD")],
    "a total below zero": lambda: [an_order("odd", ("MUG", 1), total_minor=-5)],
    "characters no database keeps": lambda: [
        an_order("odd", ("MUG", 1), note="ring\0 twice\ud800", buyer_name="Zoë\udcff\0", tags=("\0gift",))
    ],
    "very long words": lambda: [an_order("odd", ("MUG" * 9999, 1), note="x" * 300_000)],
}
# What cannot be true; the sentence names the order and the fault.
REFUSED: dict[str, Tellings] = {
    "a payment below zero": lambda: [_paid(("p", "capture", -500))],
    "a sum no column holds": lambda: [an_order("odd", ("MUG", 1), total_minor=10**30)],
    "more units than there can be": lambda: [_lines(_line("x", 2**62, "SET"))],
    "an unknown kind of payment": lambda: [_paid(("p", "gift", 500))],
    "an unknown kind of hold": lambda: [an_order("odd", ("MUG", 1), holds=(RemoteHold("moon"),))],
    "an unknown kind of charge": lambda: [an_order("odd", ("MUG", 1), charges=(RemoteCharge("moon", 5),))],
    "an unknown lifecycle": lambda: [an_order("odd", ("MUG", 1), lifecycle="moon")],
    "no currency": lambda: [an_order("odd", ("MUG", 1), currency="")],
}


@pytest.fixture
def channel_id(shop: Shop) -> int:
    articles(shop, "MUG", "TEA", kits={"SET": [("MUG", 2), ("TEA", 1)]})
    in_stock(shop, ("MUG", "A-1", 50), ("TEA", "A-1", 50))
    return a_channel(shop)


def _findings(shop: Shop) -> list[str]:
    with read_connection(shop.engine) as conn:
        return [f"{found.table} {found.id}: {found.difference}" for found in run_all(conn)]


def _told_with_neighbors(shop: Shop, channel_id: int, tellings: list[RemoteOrder]) -> list[Any]:
    answers = []
    for number, telling in enumerate(tellings):
        neighbor = an_order(f"good{number}", ("MUG", 1))
        answers.append(tell(shop, channel_id, telling, neighbor).value)
        assert allocated(shop, neighbor.external_id) == {"MUG": 1}
    assert _findings(shop) == []
    assert faults(shop.engine) == []
    return answers


@pytest.mark.parametrize("name", BOOKED)
def test_an_odd_order_is_booked_beside_its_neighbors_and_the_books_stay_sound(
    shop: Shop, channel_id: int, name: str
) -> None:
    answers = _told_with_neighbors(shop, channel_id, BOOKED[name]())

    assert [answer.rejected for answer in answers] == [()] * len(answers)
    assert order_row(shop, "odd")


@pytest.mark.parametrize("name", REFUSED)
def test_an_order_that_cannot_be_true_is_listed_and_its_neighbors_go_in(shop: Shop, channel_id: int, name: str) -> None:
    (answer,) = _told_with_neighbors(shop, channel_id, REFUSED[name]())

    (problem,) = answer.rejected
    assert problem.code == "order.contradiction"
    assert problem.message.startswith("Order #odd ")


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ((("p", "capture", 500), ("r", "refund", 100)), (("p", "capture", 500), ("r", "refund", 5000))),
        ((("p", "capture", 500), ("r", "refund", 400)), (("p", "capture", 100), ("r", "refund", 400))),
        (
            (("p", "capture", 500), ("r", "refund", 500)),
            (("p", "capture", 500), ("r", "refund", 500), ("s", "refund", 1)),
        ),
    ],
)
def test_a_refund_that_grows_beyond_the_money_taken_stops_the_order_until_it_no_longer_does(
    shop: Shop, channel_id: int, first: Any, then: Any
) -> None:
    tell(shop, channel_id, _paid(*first))
    tell(shop, channel_id, _paid(*then))
    tell(shop, channel_id, _paid(*then, tags=("seen",)))

    assert _findings(shop) == []
    assert [(row["kind"], row["released_at"] is None) for row in rows(shop, schema.hold)] == [("channel", True)]

    tell(shop, channel_id, _paid(*then, ("q", "capture", 10_000)))

    assert all(row["state"] == "settled" for row in rows(shop, schema.payment, kind="refund"))
    assert [row["released_at"] is None for row in rows(shop, schema.hold)] == [False]


class _Files:
    """A file port that answers these orders in one page."""

    def __init__(self, orders: tuple[RemoteOrder, ...]) -> None:
        self.orders = orders

    def open(self, path: Path, options: Any) -> FileRead:
        return FileRead("orders", "shopify-orders", "shopify", (), iter([FilePage(self.orders)]))


@pytest.mark.expected_log("ImportOrders failed, nothing was saved")
def test_an_order_nobody_foresaw_is_listed_and_the_rest_of_its_page_goes_in(
    shop: Shop, channel_id: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("x")
    bad = replace(an_order("odd", ("MUG", 1)), exchange_rate=cast("str", object()), source_line=7)
    good = tuple(an_order(f"good{n}", ("MUG", 1)) for n in range(PAGE_SIZE - 1))
    monkeypatch.setattr(shop, "files", _Files((bad, *good)))

    report = import_file(shop, path)

    assert report.created == len(good)
    ((problem),) = report.rejected
    assert (problem.line, problem.code) == (7, "order.not_booked")
    assert "#odd" in problem.message


def test_a_full_disk_is_no_fault_of_the_orders(
    shop: Shop, channel_id: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("x")
    monkeypatch.setattr(shop, "files", _Files((an_order("one", ("MUG", 1)),)))

    def full(*_args: Any) -> None:
        raise Unavailable("disk.full")

    monkeypatch.setattr("desktop_oms.app.intake.orders._Page.write", full)

    with pytest.raises(Unavailable, match=r"disk\.full"):
        import_file(shop, path)
