"""Claims: one table packs a box, the same table has it back at once, another one only when the claim ran out."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from desktop_oms.app.leases import LEASE_S, RENEW_EVERY_S, RenewClaim
from desktop_oms.app.packing import PackScan
from desktop_oms.app.release import RecallShipments
from desktop_oms.db import schema as s
from desktop_oms.domain.errors import OmsError, RuleError
from tests.support.shop import FLOOR, TEA_GTIN, Floor, build_floor

ROOT = Path(__file__).parents[2]


def test_a_claim_lasts_two_minutes_of_database_time_and_a_scan_renews_it(floor: Floor) -> None:
    order = floor.an_order(("TEA", 3)).released().in_packing()
    (claim,) = floor.rows(s.lease)
    assert (claim["entity_id"], claim["station_id"]) == (order.shipment_id, floor.shop.actor.station_id)
    assert (claim["expires_at"] - claim["taken_at"]).total_seconds() == LEASE_S
    floor.expire_claims()
    floor.scan(TEA_GTIN)
    (renewed,) = floor.rows(s.lease)
    assert renewed["expires_at"] > claim["expires_at"]
    assert LEASE_S >= 2 * RENEW_EVERY_S


def test_the_other_table_is_refused_and_told_who_has_it(floor: Floor) -> None:
    order = floor.an_order(("TEA", 2)).released().in_packing()
    other = floor.at(2).as_("pia")
    verdict = other.scan(order.code)
    assert (verdict.code, verdict.reason, verdict.data["claimed_by"]) == ("order_stop", "claimed", "Packing table 1")
    assert other.view() is None
    assert floor.scan(TEA_GTIN).code == "ok"
    assert [row.claimed_by for row in other.shop.ask(lambda reads: reads.queue())] == ["Packing table 1"]


def test_the_same_table_has_it_back_at_once_after_a_crash_whoever_works_there_now(floor: Floor) -> None:
    floor.an_order(("TEA", 2)).released().in_packing()
    later = floor.restarted().as_("pia")
    assert later.view().remaining == 2
    assert later.scan(TEA_GTIN).code == "ok"
    later.close()


def test_a_claim_that_ran_out_is_taken_over_with_every_unit_and_the_first_table_lets_go(floor: Floor) -> None:
    order = floor.an_order(("TEA", 3)).released().in_packing()
    floor.scan(TEA_GTIN)
    floor.expire_claims()
    other = floor.at(2)
    assert other.scan(order.code).view.remaining == 2
    assert floor.view() is None
    assert floor.scan(TEA_GTIN).reason == "empty_table"
    assert floor.shop.run(RenewClaim("shipment", order.shipment_id)).value is False
    assert floor.scan(order.code).reason == "claimed"
    assert other.scan(TEA_GTIN).done == 2


def test_the_box_taken_over_last_is_the_one_on_the_table(floor: Floor) -> None:
    """Table 2 takes over an old claim while it has a newer one of its own lying there in state packing."""
    old = floor.an_order(("TEA", 2)).released().in_packing()
    floor.clock.step(5)
    other = floor.at(2)
    own = floor.an_order(("CARD", 2)).released()
    other.scan(own.code)
    floor.expire_claims()
    other.scan(old.code, old.code)
    assert other.view().order_number == old.number


def test_a_claim_can_be_renewed_after_it_ran_out_while_nobody_took_it(floor: Floor) -> None:
    order = floor.an_order(("TEA", 2)).released().in_packing()
    floor.expire_claims()
    assert floor.shop.run(RenewClaim("shipment", order.shipment_id)).value is True
    assert floor.at(2).scan(order.code).reason == "claimed"


@pytest.mark.parametrize("way", ["packed", "suspended", "dispatched"])
def test_renewing_never_makes_a_claim_on_what_is_over(floor: Floor, way: str) -> None:
    order = floor.an_order(("TEA", 1)).released().in_packing()
    if way == "suspended":
        floor.scan("CTRLSUSPEND")
    else:
        order.packed()
        if way == "dispatched":
            order.dispatched()
    for seen in (floor, floor.at(2)):
        assert seen.shop.run(RenewClaim("shipment", order.shipment_id)).value is False
    assert floor.rows(s.lease) == []
    assert floor.findings() == []


def test_a_box_somebody_works_on_is_not_recalled_by_another(floor: Floor) -> None:
    order = floor.an_order(("TEA", 2)).released().in_packing()
    with pytest.raises(RuleError) as refusal:
        floor.at(2).shop.run(RecallShipments((order.shipment_id,)))
    assert (refusal.value.code, refusal.value.data["claimed_by"]) == ("pack.not_leased", "Packing table 1")


def test_claims_are_neither_audited_nor_undone(floor: Floor) -> None:
    order = floor.an_order(("TEA", 2)).released().in_packing()
    before = floor.last_seq()
    floor.shop.run(RenewClaim("shipment", order.shipment_id))
    assert floor.last_seq() == before


def test_of_two_stations_that_open_the_same_box_at_once_exactly_one_gets_it(floor: Floor) -> None:
    for _ in range(3):
        order = floor.an_order(("TEA", 2)).released()
        seats = [floor.restarted(), floor.restarted().at(2)]
        start, verdicts = threading.Barrier(2), []

        def open_box(seat: Floor, code: str, start: Any = start, verdicts: Any = verdicts) -> None:
            start.wait(10)
            try:
                verdicts.append(seat.shop.run(PackScan(code)).value)
            except OmsError as refusal:
                verdicts.append(refusal)

        threads = [threading.Thread(target=open_box, args=(seat, order.code)) for seat in seats]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        answers = sorted((verdict.code, getattr(verdict, "reason", "")) for verdict in verdicts)
        assert answers == [("order_open", ""), ("order_stop", "claimed")]
        assert len(floor.rows(s.lease, entity_id=order.shipment_id)) == 1
        for seat in seats:
            if seat.view() is not None:
                seat.scan("CTRLSUSPEND")
            seat.close()
    assert floor.findings() == []


SEAT = """
import json, sys
from desktop_oms.app.context import Actor
from desktop_oms.app.packing import PackScan
from tests.app.books import shop_at
from tests.support.clock import FrozenClock
url, station, *codes = sys.argv[1:]
shop = shop_at(url, FrozenClock())
shop = shop.as_actor(Actor(shop.actor.user_id, int(station)))
sys.stdin.readline()
print(json.dumps([shop.run(PackScan(code)).value.reason for code in codes]))
shop.close()
"""


def test_of_two_processes_on_sqlite_exactly_one_gets_each_box(sqlite_files: Any, clock: Any) -> None:
    url = sqlite_files.copy_of(FLOOR, build_floor)
    floor = Floor(url, clock)
    orders = [floor.an_order(("TEA", 2)).released() for _ in range(4)]
    # A first item of another order asks before it puts the open box aside; scanned twice it does.
    codes = [code for order in orders for code in (order.code, order.code)]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": ROOT}
    command = [sys.executable, "-c", SEAT, url]
    seats = [subprocess.Popen([*command, str(floor.station_id(table)), *codes], **pipes) for table in (1, 2)]
    for seat in seats:
        assert seat.stdin is not None
        seat.stdin.write("go\n")
        seat.stdin.flush()
    told = [json.loads(seat.communicate(timeout=60)[0]) for seat in seats]
    assert all(len(reasons) == len(codes) for reasons in told)
    claims = floor.rows(s.lease)
    assert len({claim["entity_id"] for claim in claims}) == len(claims)
    packing = [row["id"] for row in floor.rows(s.shipment, state="packing")]
    assert sorted(packing) == sorted(claim["entity_id"] for claim in claims)
    started = [row["entity_id"] for row in floor.rows(s.event, name="PackingStarted")]
    for shipment_id in {order.shipment_id for order in orders}:
        assert started.count(shipment_id) >= 1
    assert floor.findings() == []
    floor.close()


def test_time_is_the_databases_and_not_the_stations(floor: Floor) -> None:
    """On PostgreSQL a table whose clock is an hour ahead must not take over a claim that is good."""
    order = floor.an_order(("TEA", 2)).released().in_packing()
    if floor.url.startswith("postgresql"):
        floor.clock.step(hours=1)
        assert floor.at(2).scan(order.code).reason == "claimed"
    else:
        with floor.shop.engine.connect() as conn:
            conn.execute(update(s.lease).values(expires_at=floor.clock()))
            conn.commit()
        assert floor.at(2).scan(order.code).code == "order_open"
