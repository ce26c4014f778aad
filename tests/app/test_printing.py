"""Print jobs hop by hop: spooled is not printed, interrupted is not repeated, no printer is no loss."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from desktop_oms.app.ports import Paper
from desktop_oms.app.print_jobs import MovePrintJob, PrintAgain, PrintSlips, SetPrinter
from desktop_oms.app.printing import (
    STALE_RENDERING_S,
    fail_interrupted,
    newest_document,
    print_one,
    print_waiting,
    render_document,
)
from desktop_oms.app.shop import Shop
from desktop_oms.db import schema as s
from desktop_oms.domain.errors import RuleError, Unavailable, UsageError
from tests.support.shop import Floor, Story


class Desk:
    """Paper and printer of one test: what was made, what was sent, and what goes wrong."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, str]] = []
        self.faults: dict[str, Exception] = {}

    def render(self, kind: str, data: Any, media: str) -> Paper:
        self._stumble(f"make {kind}")
        return Paper(repr((kind, data, media)).encode(), "application/pdf", (), "v1")

    def fingerprint(self, kind: str) -> str:
        return "v1"

    def send(self, transport: str, target: str, job_name: str, content: bytes, content_type: str) -> str:
        self._stumble(f"send {target}")
        self.sent.append((transport, target, job_name))
        return "done"

    def _stumble(self, where: str) -> None:
        if where in self.faults:
            raise self.faults[where]


@pytest.fixture
def desk() -> Desk:
    return Desk()


def with_desk(floor: Floor, desk: Desk) -> Shop:
    shop = copy.copy(floor.shop)
    shop.papers, shop.spool = desk, desk
    return shop


def packed(floor: Floor) -> Story:
    return floor.an_order(("TEA", 1)).released().in_packing().packed()


def jobs(floor: Floor) -> list[tuple[str, str]]:
    return [(job["state"], job["error"]) for job in floor.rows(s.print_job)]


def test_a_packed_box_prints_its_slip_and_label_on_the_printers_of_their_paper(floor: Floor, desk: Desk) -> None:
    order = packed(floor)
    assert print_waiting(with_desk(floor, desk)) == 2
    number = order.shipment["number"]
    assert desk.sent == [
        ("folder", "/nowhere/slips", f"packing_slip-{number}"), ("folder", "/nowhere/labels", f"label-{number}")
    ]  # fmt: skip
    assert jobs(floor) == [("spooled", ""), ("spooled", "")]


def test_p64_every_hop_has_its_time(floor: Floor, desk: Desk) -> None:
    packed(floor)
    queued_at = floor.clock()
    rendered_at = floor.clock.step(3)
    (job, _label) = floor.rows(s.print_job)
    shop = with_desk(floor, desk)
    shop.run(MovePrintJob(job["id"], "render"))
    spooled_at = floor.clock.step(4)
    shop.run(MovePrintJob(job["id"], "spool"))
    done_at = floor.clock.step(5)
    shop.run(MovePrintJob(job["id"], "finish"))
    row = floor.rows(s.print_job, id=job["id"])[0]
    assert [row[f"{hop}_at"] for hop in ("queued", "rendering", "spooled", "done")] == [
        queued_at,
        rendered_at,
        spooled_at,
        done_at,
    ]
    assert row["attempts"] == 1


def test_p63_spooled_is_not_printed(floor: Floor, desk: Desk) -> None:
    packed(floor)
    print_waiting(with_desk(floor, desk))
    assert [row["done_at"] for row in floor.rows(s.print_job)] == [None, None]


def test_a_printer_that_is_away_fails_its_job_with_the_reason_and_the_other_prints(floor: Floor, desk: Desk) -> None:
    packed(floor)
    desk.faults["send /nowhere/slips"] = Unavailable("printer.unreachable", reason="lid open")
    shop = with_desk(floor, desk)
    assert print_waiting(shop) == 1
    assert jobs(floor) == [("failed", "printer.unreachable: lid open"), ("spooled", "")]
    desk.faults.clear()
    assert print_waiting(shop) == 0
    shop.run(MovePrintJob(floor.rows(s.print_job)[0]["id"], "retry"))
    assert print_waiting(shop) == 1
    assert len(desk.sent) == 2


@pytest.mark.expected_log("could not be made")
def test_a_paper_nobody_can_make_does_not_keep_the_others_waiting(floor: Floor, desk: Desk) -> None:
    packed(floor)
    desk.faults["make packing_slip"] = ZeroDivisionError("a bug of ours")
    assert print_waiting(with_desk(floor, desk)) == 1
    assert jobs(floor) == [("failed", "print.not_made"), ("spooled", "")]


def test_a_job_interrupted_while_it_was_handed_over_waits_for_a_person_and_never_prints_twice(
    floor: Floor, desk: Desk
) -> None:
    packed(floor)
    shop = with_desk(floor, desk)
    (slip, _label) = floor.rows(s.print_job)
    shop.run(MovePrintJob(slip["id"], "render"))  # and the program dies
    floor.clock.step(STALE_RENDERING_S - 1)
    assert fail_interrupted(shop) == 0
    floor.clock.step(2)
    assert fail_interrupted(shop) == 1
    assert jobs(floor) == [("failed", "print.may_have_printed"), ("queued", "")]
    assert print_waiting(shop) == 1
    assert [name for _transport, _target, name in desk.sent] == [f"label-{floor.rows(s.shipment)[0]['number']}"]
    assert fail_interrupted(shop) == 0


def test_two_stations_at_one_queue_print_each_job_once(floor: Floor, desk: Desk) -> None:
    packed(floor)
    first, second = with_desk(floor, desk), with_desk(floor.at(2), desk)
    from desktop_oms.app.printing import _waiting

    seen_by_both = _waiting(first, 50)
    assert [print_one(first, job) for job in seen_by_both] == [True, True]
    assert [print_one(second, job) for job in seen_by_both] == [False, False]
    assert len(desk.sent) == 2


def test_without_a_printer_the_job_waits_and_the_box_is_packed_all_the_same(floor: Floor, desk: Desk) -> None:
    floor.write(
        lambda tx: tx.update(s.printer, [{"id": row["id"], "is_active": False} for row in floor.rows(s.printer)])
    )
    order = packed(floor)
    assert order.shipment["state"] == "labelled"
    assert [(job["printer_id"], job["state"]) for job in floor.rows(s.print_job)] == [
        (None, "queued"),
        (None, "queued"),
    ]
    assert print_waiting(with_desk(floor, desk)) == 0
    assert jobs(floor) == [("queued", ""), ("queued", "")]


def test_a_table_prints_on_its_own_printer_before_the_shared_one(floor: Floor, desk: Desk) -> None:
    floor.shop.run(SetPrinter("Mine", "folder", "/mine", media="a4", station_id=floor.station_id(1)))
    floor.shop.run(SetPrinter("Theirs", "folder", "/theirs", media="a4", station_id=floor.station_id(2)))
    packed(floor)
    assert [job["printer"] for job in floor.rows(s.print_job)] == ["Mine", "Labels"]


def test_a_copy_is_a_new_job_that_names_the_old_one_and_is_marked(floor: Floor, desk: Desk) -> None:
    order = packed(floor)
    shop = with_desk(floor, desk)
    print_waiting(shop)
    slip = newest_document(shop, order.shipment["number"], "packing_slip")
    (copy_id,) = shop.run(PrintAgain((slip,))).value
    (row,) = floor.rows(s.print_job, id=copy_id)
    assert row["reprint_of"] == floor.rows(s.print_job)[0]["id"]
    assert b"is_copy=True" in render_document(shop, slip, "a4", is_copy=True).content
    shop.run(PrintSlips((order.order_id,)))
    assert len(floor.rows(s.print_job)) == 5


def test_unknown_papers_jobs_and_hops_are_refused(floor: Floor) -> None:
    order = packed(floor)
    (job, _label) = floor.rows(s.print_job)
    for deed, code in (
        (PrintAgain((999_999,)), "document.unknown"),
        (MovePrintJob(999_999, "render"), "print_job.unknown"),
        (MovePrintJob(job["id"], "finish"), "print_job.no_such_step"),
    ):
        with pytest.raises(RuleError) as refusal:
            floor.shop.run(deed)
        assert refusal.value.code == code
    with pytest.raises(UsageError) as refused:
        newest_document(floor.shop, order.shipment["number"], "invoice")
    assert refused.value.code == "document.none"
