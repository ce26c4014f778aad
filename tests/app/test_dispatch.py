"""Dispatch: goods, allocations, cost, order and message leave together or not at all. Release and recall before it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop_oms.app.confirmations import write_confirmations
from desktop_oms.app.dispatch import DispatchShipments
from desktop_oms.app.holds import PlaceHold, ReleaseDueHolds, ReleaseHold
from desktop_oms.app.outbox import ClaimConfirmations, MarkSent
from desktop_oms.app.release import RecallShipments, ReleaseOrders
from desktop_oms.app.stock import AdjustStock
from desktop_oms.db import schema as s
from desktop_oms.domain.errors import OmsError, RuleError, Unavailable
from tests.support.shop import Floor, Story


def packed(floor: Floor, *lines: tuple[str, int]) -> Story:
    return floor.an_order(*(lines or (("TEA", 1),))).released().in_packing().packed()


def code_of(deed: Any) -> str:
    with pytest.raises(OmsError) as refusal:
        deed()
    return refusal.value.code


# --- dispatch ----------------------------------------------------------------------------------------------------------


def test_what_lies_in_the_box_leaves_the_bin_once_with_its_cost(floor: Floor) -> None:
    order = packed(floor, ("MUG-RED", 2), ("TEA", 1))
    order.dispatched()
    moves = [row for row in floor.rows(s.stock_move) if row["document_id"] == order.shipment_id]
    assert sorted(move["quantity"] for move in moves) == [-2, -1]
    uses = [row["quantity"] for row in floor.rows(s.cost_layer_use) if row["move_id"] in {move["id"] for move in moves}]
    assert sorted(uses) == [1, 2]
    assert floor.rows(s.allocation) == []
    assert (order.row["lifecycle"], order.row["headline"]) == ("closed", "shipped")
    assert {row["state"] for row in floor.rows(s.parcel)} == {"handed_over"}
    assert floor.findings() == []


def test_twice_dispatched_is_refused_and_issues_nothing(floor: Floor) -> None:
    order = packed(floor).dispatched()
    with floor.changes_nothing():
        assert code_of(order.dispatched) == "shipment.no_such_step"


def test_a_shipment_named_twice_leaves_once(floor: Floor) -> None:
    order = packed(floor)
    floor.shop.run(DispatchShipments((order.shipment_id, order.shipment_id)))
    assert floor.stock("TEA") == (29, 0)
    assert len(floor.rows(s.outbox)) == 1
    assert len(floor.rows(s.event, name="ShipmentDispatched")) == 1


def test_one_that_may_not_leave_keeps_all_of_them_here_and_is_named(floor: Floor) -> None:
    first, second = packed(floor), packed(floor)
    floor.shop.run(PlaceHold((second.order_id,), "fraud"))
    with floor.changes_nothing(), pytest.raises(RuleError) as refusal:
        floor.shop.run(DispatchShipments((first.shipment_id, second.shipment_id)))
    assert (refusal.value.code, refusal.value.data["shipment"]) == ("shipment.on_hold", second.shipment["number"])


@pytest.mark.parametrize("state", ["released", "packing"])
def test_what_is_not_packed_does_not_leave(floor: Floor, state: str) -> None:
    order = floor.an_order(("TEA", 1)).released()
    if state == "packing":
        order.in_packing()
    assert code_of(order.dispatched) == "shipment.no_such_step"


def test_a_bin_that_lost_its_goods_meanwhile_is_refused(floor: Floor) -> None:
    order = packed(floor, ("TEA", 2))
    floor.write(lambda tx: _lose(tx, floor, "TEA", 29))
    with floor.changes_nothing():
        assert code_of(order.dispatched) in ("stock.negative", "stock.short")


def _lose(tx: Any, floor: Floor, sku: str, pieces: int) -> None:
    """Pieces go from the bin to another one, past the command that would have asked."""
    (article,) = floor.rows(s.variant, sku=sku)
    (move,) = floor.rows(s.stock_move, variant_id=article["id"])
    place = {name: move[name] for name in ("at", "variant_id", "warehouse_id", "lot_id")}
    other = floor.rows(s.bin_, code="A-2")[0]["id"]
    tx.insert(s.stock_move, [{**place, "bin_id": move["bin_id"], "quantity": -pieces, "reason": "x"},
                             {**place, "bin_id": other, "quantity": pieces, "reason": "x"}])  # fmt: skip


def test_an_unknown_shipment_is_refused(floor: Floor) -> None:
    assert code_of(lambda: floor.shop.run(DispatchShipments((999_999,)))) == "shipment.unknown"


def test_one_tracking_number_names_one_shipment(floor: Floor) -> None:
    orders = [packed(floor), packed(floor)]
    ids = tuple(order.shipment_id for order in orders)
    with floor.changes_nothing():
        assert (
            code_of(lambda: floor.shop.run(DispatchShipments(ids, tracking_no="X1"))) == "dispatch.one_tracking_number"
        )
    floor.shop.run(DispatchShipments(ids[:1], carrier="Post", tracking_no="X1"))
    assert orders[0].shipment["tracking_no"] == "X1"
    assert floor.scan("X1").reason == "already_shipped"


def test_the_channel_is_told_of_whole_kits_and_never_of_their_parts(floor: Floor) -> None:
    order = packed(floor, ("GIFT-SET", 2), ("TEA", 1)).dispatched()
    (message,) = floor.rows(s.outbox)
    assert message["payload"]["order"] == order.external_id
    assert message["payload"]["lines"] == [[f"{order.external_id}-1", 2], [f"{order.external_id}-2", 1]]


# --- confirmations -----------------------------------------------------------------------------------------------------


class Files:
    """Writes down what it is given, or cannot."""

    def __init__(self, is_full: bool = False) -> None:
        self.written: list[list[tuple[str, int]]] = []
        self.is_full = is_full

    def write_confirmation(self, _channel_type: str, lines: Any, _path: Path) -> None:
        if self.is_full:
            raise Unavailable("file.unwritable")
        self.written.append([(line.line_id, line.quantity) for line in lines])


def test_a_confirmation_goes_into_one_file_once(floor: Floor) -> None:
    order = packed(floor).dispatched()
    files = floor.shop.files = Files()  # type: ignore[assignment]
    assert write_confirmations(floor.shop, "shopify", Path("a.csv")) == 1
    assert write_confirmations(floor.shop, "shopify", Path("b.csv")) == 0
    assert files.written == [[(f"{order.external_id}-1", 1)]]
    assert [row["state"] for row in floor.rows(s.outbox)] == ["sent"]


def test_a_full_disk_loses_no_confirmation_and_the_next_file_takes_it(floor: Floor) -> None:
    packed(floor).dispatched()
    floor.shop.files = Files(is_full=True)  # type: ignore[assignment]
    assert code_of(lambda: write_confirmations(floor.shop, "shopify", Path("a.csv"))) == "file.unwritable"
    assert [row["state"] for row in floor.rows(s.outbox)] == ["pending"]
    files = floor.shop.files = Files()  # type: ignore[assignment]
    assert write_confirmations(floor.shop, "shopify", Path("other.csv")) == 1
    assert len(files.written) == 1


def test_a_file_whose_writer_died_takes_its_own_messages_again_and_no_other_file_does(floor: Floor) -> None:
    packed(floor).dispatched()
    floor.shop.run(ClaimConfirmations("shopify", "a.csv"))  # and the program dies
    files = floor.shop.files = Files()  # type: ignore[assignment]
    assert write_confirmations(floor.shop, "shopify", Path("other.csv")) == 0
    assert write_confirmations(floor.shop, "shopify", Path("a.csv")) == 1
    assert len(files.written) == 1


def test_a_message_is_never_marked_sent_that_is_not_on_its_way(floor: Floor) -> None:
    packed(floor).dispatched()
    (message,) = floor.shop.run(ClaimConfirmations("shopify", "a.csv")).value
    assert floor.shop.run(MarkSent((message["id"],))).value == 1
    assert floor.rows(s.outbox)[0]["sent_at"] == floor.clock()


# --- release and recall ------------------------------------------------------------------------------------------------


def test_released_once_though_named_twice(floor: Floor) -> None:
    order = floor.an_order(("TEA", 2))
    report = floor.shop.run(ReleaseOrders((order.order_id, order.order_id))).value
    assert len(report.shipment_ids) == 1
    assert [row["quantity"] for row in floor.rows(s.shipment_line)] == [2]
    assert floor.findings() == []


def test_those_that_may_not_go_are_listed_with_every_reason_and_the_others_go(floor: Floor) -> None:
    good = floor.an_order(("TEA", 1))
    short = floor.an_order(("CARD", 99))
    bad = floor.an_order(("TEA", 1), payment_status="pending", payments=(), paid_at=None)
    floor.shop.run(PlaceHold((bad.order_id,), "fraud"))
    report = floor.shop.run(ReleaseOrders((good.order_id, short.order_id, bad.order_id, 999_999))).value
    assert len(report.shipment_ids) == 1
    reasons = {refused.order_id: [reason.code for reason in refused.reasons] for refused in report.refused}
    assert set(reasons) == {short.order_id, bad.order_id, 999_999}
    assert {"shipment.on_hold", "shipment.not_paid"} <= set(reasons[bad.order_id])
    assert "shipment.not_allocated" in reasons[short.order_id]


def test_a_released_order_has_nothing_left_to_release(floor: Floor) -> None:
    order = floor.an_order(("TEA", 1)).released()
    report = floor.shop.run(ReleaseOrders((order.order_id,))).value
    assert (report.shipment_ids, [refused.order_id for refused in report.refused]) == ((), [order.order_id])


def test_p38_a_recalled_shipment_keeps_its_stock_with_the_order_and_may_be_released_again(floor: Floor) -> None:
    order = floor.an_order(("TEA", 2)).released()
    first = order.shipment_id
    floor.shop.run(RecallShipments((first,)))
    assert floor.stock("TEA") == (30, 2)
    assert [row["shipment_line_id"] for row in floor.rows(s.allocation)] == [None]
    order.released()
    assert order.shipment_id != first
    assert order.shipment["number"].endswith("-2")
    assert order.packed().dispatched().row["headline"] == "shipped"
    assert floor.findings() == []


def test_no_bin_is_planned_for_more_than_lies_in_it(floor: Floor) -> None:
    floor.shop.run(AdjustStock("TEA", "A-1", -27))
    floor.shop.run(AdjustStock("TEA", "A-2", 2, "found"))
    orders = [floor.an_order(("TEA", 2)).released(), floor.an_order(("TEA", 3)).released()]
    planned: dict[int, int] = {}
    for line in floor.rows(s.shipment_line):
        planned[line["bin_id"]] = planned.get(line["bin_id"], 0) + line["quantity"]
    lying = {row["bin_id"]: row["on_hand"] for row in floor.rows(s.stock_level) if row["bin_id"] in planned}
    assert planned == {bin_id: lying[bin_id] for bin_id in planned} or all(planned[b] <= lying[b] for b in planned)
    for order in orders:
        order.packed().dispatched()
    assert floor.stock("TEA") == (0, 0)
    assert floor.findings() == []


def test_an_unknown_shipment_is_not_recalled(floor: Floor) -> None:
    assert code_of(lambda: floor.shop.run(RecallShipments((999_999,)))) == "shipment.unknown"


# --- holds ---------------------------------------------------------------------------------------------------------------


def test_a_hold_with_a_date_lifts_itself_when_it_comes(floor: Floor) -> None:
    order = floor.an_order(("TEA", 1))
    floor.shop.run(PlaceHold((order.order_id,), until_at=floor.clock() + timedelta(hours=1)))
    assert floor.shop.run(ReleaseDueHolds()).value == 0
    floor.clock.step(hours=1)
    assert floor.shop.run(ReleaseDueHolds()).value == 1
    (row,) = floor.rows(s.hold)
    assert (row["release_reason"], order.row["hold_status"]) == ("until_date", "free")


def test_an_order_named_twice_is_held_once(floor: Floor) -> None:
    order = floor.an_order(("TEA", 1))
    floor.shop.run(PlaceHold((order.order_id, order.order_id)))
    assert len(floor.rows(s.hold)) == 1


def test_a_lifted_hold_is_not_lifted_again(floor: Floor) -> None:
    order = floor.an_order(("TEA", 1))
    held = tuple(floor.shop.run(PlaceHold((order.order_id,))).value)
    assert floor.shop.run(ReleaseHold(held, "checked")).value == 1
    floor.clock.step(60)
    assert floor.shop.run(ReleaseHold(held, "again")).value == 0
    assert floor.rows(s.hold)[0]["release_reason"] == "checked"


@pytest.mark.parametrize(
    ("deed", "code"),
    [(PlaceHold((999_999,)), "order.unknown"), (PlaceHold((1,), "boredom"), "hold.unknown_kind"),
     (ReleaseHold((999_999,)), "hold.unknown")],
    ids=["no such order", "no such kind", "no such hold"],
)  # fmt: skip
def test_holds_of_nothing_are_refused(floor: Floor, deed: Any, code: str) -> None:
    with floor.changes_nothing():
        assert code_of(lambda: floor.shop.run(deed)) == code


def test_p48_a_hold_counts_at_once(floor: Floor) -> None:
    order = floor.an_order(("TEA", 1))
    floor.shop.run(PlaceHold((order.order_id,)))
    assert floor.shop.run(ReleaseOrders((order.order_id,))).value.shipment_ids == ()
    assert datetime(2026, 1, 1, tzinfo=UTC) < floor.rows(s.hold)[0]["placed_at"]
