"""Lines of one order from two reports, one with item ids and one without, are recognized as the same lines."""

from __future__ import annotations

from datetime import UTC, datetime

from desktop_oms.domain.remote_lines import is_made_line_id, with_known_line_ids
from desktop_oms.domain.remote_order import RemoteLine, RemoteOrder, RemoteShipment


def an_order(*lines: tuple[str, str], shipped: tuple[tuple[str, int], ...] = ()) -> RemoteOrder:
    return RemoteOrder(
        channel_type="amazon",
        external_id="203-0000001-1000001",
        number="203-0000001-1000001",
        placed_at=datetime(2026, 10, 2, tzinfo=UTC),
        currency="EUR",
        total_minor=0,
        lines=tuple(RemoteLine(line_id, sku, sku, 1, 0) for line_id, sku in lines),
        shipments=(RemoteShipment("s", shipped),) if shipped else (),
    )


def ids(order: RemoteOrder) -> list[str]:
    return [line.external_id for line in order.lines]


def test_p39_made_ids_take_the_real_ids_the_books_have_and_shipments_follow() -> None:
    order = an_order(("sku:MUG", "MUG"), ("sku:TEA", "TEA"), shipped=(("sku:TEA", 1),))
    known = with_known_line_ids(order, [("111", "tea"), ("222", "MUG")])
    assert ids(known) == ["222", "111"]
    assert known.shipments[0].lines == (("111", 1),)


def test_p39_real_ids_are_recognized_when_the_books_only_have_made_ones() -> None:
    order = an_order(("111", "MUG"), ("222", "MUG"))
    assert ids(with_known_line_ids(order, [("sku:MUG", "MUG"), ("sku:MUG#2", "MUG")])) == ["sku:MUG", "sku:MUG#2"]


def test_p47_two_real_ids_with_one_sku_stay_two_lines() -> None:
    order = an_order(("111", "MUG"), ("333", "MUG"))
    assert ids(with_known_line_ids(order, [("111", "MUG"), ("222", "MUG")])) == ["111", "333"]


def test_a_line_the_books_do_not_have_keeps_its_id_and_an_equal_order_is_untouched() -> None:
    order = an_order(("sku:MUG", "MUG"), ("sku:NEW", "NEW"))
    assert ids(with_known_line_ids(order, [("111", "MUG")])) == ["111", "sku:NEW"]
    same = an_order(("111", "MUG"))
    assert with_known_line_ids(same, [("111", "MUG")]) is same
    assert is_made_line_id("sku:MUG") and not is_made_line_id("111")
