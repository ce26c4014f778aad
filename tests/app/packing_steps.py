"""Steps the tests of packing share."""

from __future__ import annotations

from typing import Any

from desktop_oms.app.context import Actor
from desktop_oms.app.holds import PlaceHold
from desktop_oms.app.intake.orders import ImportOrders
from desktop_oms.db import schema as s
from tests.app.books import ADDRESS
from tests.app.books import an_order as a_remote_order
from tests.support.shop import Floor, Story


def said(verdict: Any) -> tuple[str, str, int, int, int]:
    """code, reason, done, of, remaining."""
    return verdict.code, verdict.reason, verdict.done, verdict.of, verdict.remaining


def scans(floor: Floor) -> list[tuple[str, str]]:
    """(verdict, reason) of every scan in the log."""
    return [(row["data"]["verdict"], row["data"]["reason"]) for row in floor.rows(s.event, name="Scanned")]


def open_order(floor: Floor, *lines: tuple[str, int]) -> Story:
    return floor.an_order(*lines).released().in_packing()


def refuses(floor: Floor, order: Story, scan: str) -> Any:
    """The verdict of a scan that must book nothing and leave one event."""
    before, seq = floor.state(), floor.last_seq()
    verdict = floor.scan(scan)
    assert floor.state() == before
    assert floor.last_seq() == seq + 1
    assert floor.rows(s.event, seq=seq + 1)[0]["entity_id"] == order.shipment_id
    return verdict


def _shipped(floor: Floor) -> str:
    return floor.an_order(("CARD", 1)).released().in_packing().packed().dispatched().code


def _held(floor: Floor) -> str:
    order = floor.an_order(("CARD", 1)).released()
    floor.shop.run(PlaceHold((order.order_id,), "fraud"))
    return order.code


def _cancelled(floor: Floor) -> str:
    order = floor.an_order(("CARD", 1))
    cancel(floor, order, ("CARD", 1))
    return order.code


def _unpaid(floor: Floor) -> str:
    return floor.an_order(("CARD", 1), payment_status="pending", payments=(), paid_at=None).code


def cancel(floor: Floor, order: Story, *lines: tuple[str, int]) -> None:
    """The channel tells that the buyer cancelled."""
    (channel,) = floor.rows(s.channel)
    remote = a_remote_order(order.external_id, *lines, ship_to=ADDRESS, lifecycle="cancelled")
    floor.shop.as_actor(Actor()).run(ImportOrders(channel["id"], (remote,)))


def floor_keeps(floor: Floor) -> Any:
    """A block after which every state table is as before; events may come."""
    from contextlib import contextmanager

    @contextmanager
    def keeping() -> Any:
        before = floor.state()
        yield
        assert floor.state() == before

    return keeping()


def _without(floor: Floor, role: str, right: str) -> None:
    (row,) = floor.rows(s.role, name=role)
    left = [name for name in row["rights"] if name != right]
    floor.write(lambda tx: tx.update(s.role, [{"id": row["id"], "rights": left}]))
