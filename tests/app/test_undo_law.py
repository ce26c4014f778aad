"""Laws over any sequence of deeds by two people at two tables, from import to dispatch, undo and redo in between.

A machine plays the shop. After every step: the levels are what the ledger says; a refusal has changed nothing; an undo has
either restored every state table to its copy from before the deed or was refused. At the end: the doctor finds nothing, and
every as-of view equals the copy taken at that time.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from desktop_oms.app.allocation import AllocateOrders, DeallocateOrders
from desktop_oms.app.context import Actor
from desktop_oms.app.dispatch import DispatchShipments
from desktop_oms.app.holds import PlaceHold, ReleaseHold
from desktop_oms.app.intake.orders import ImportOrders
from desktop_oms.app.outbox import ClaimConfirmations, MarkSent
from desktop_oms.app.packing import PackScan
from desktop_oms.app.print_jobs import MovePrintJob, PrintAgain, SetPrinter
from desktop_oms.app.release import RecallShipments, ReleaseOrders
from desktop_oms.app.setup import AddStation, AddUser
from desktop_oms.app.stock import AdjustStock, ReceiveStock
from desktop_oms.app.undo import Redo, Undo
from desktop_oms.db import schema as s
from desktop_oms.db.asof import rows_as_of
from desktop_oms.db.engine import read_connection
from desktop_oms.domain.errors import OmsError
from tests.app.books import ADDRESS, faults
from tests.app.books import an_order as a_remote_order
from tests.support.clock import FrozenClock
from tests.support.databases import Databases
from tests.support.shop import FLOOR, LEFT_BY_UNDO, TEA_GTIN, Floor, build_floor, differences

# HYPOTHESIS_PROFILE=tool hunts 40 times as long, with new examples each time.
IS_HUNT = os.environ.get("HYPOTHESIS_PROFILE") == "tool"
LONGER = 40 if IS_HUNT else 1
# Why: making a failing day shorter takes minutes; the hunt does it, the suite only says which day failed.
PHASES = tuple(Phase) if IS_HUNT else (Phase.explicit, Phase.generate)
# Rows an undo leaves when someone else may have used them since; they hold nothing.
PLACES = frozenset({"bin", "lot", "customer", "tag"})
SKUS = ("TEA", "CARD", "CAM", "JAM", "GIFT-SET")

which = st.integers(0, 3)
bought = st.tuples(st.sampled_from(SKUS), st.integers(1, 2))
codes = st.sampled_from(("next", "next", "next", TEA_GTIN, "CTRLUNDO", "CTRLSUSPEND", "CTRLHOLD", "NOBODY", "SN-1"))
deeds = st.one_of(
    st.tuples(st.just("order"), st.tuples(st.lists(bought, min_size=1, max_size=2), st.booleans())),
    st.tuples(st.just("receive"), st.tuples(st.sampled_from(("TEA", "CARD", "JAM")), st.integers(1, 3))),
    st.tuples(st.just("adjust"), st.tuples(st.sampled_from(("TEA", "CARD", "CAM")), st.integers(-28, 3))),
    st.tuples(st.just("hold"), which), st.tuples(st.just("lift"), which),
    st.tuples(st.just("allocate"), which), st.tuples(st.just("deallocate"), which),
    st.tuples(st.just("release"), which), st.tuples(st.just("recall"), which),
    st.tuples(st.just("open"), which), st.tuples(st.just("open"), which),
    st.tuples(st.just("scan"), codes),
    st.tuples(st.just("pack"), which), st.tuples(st.just("pack"), which),
    st.tuples(st.just("dispatch"), which), st.tuples(st.just("tell"), which),
    st.tuples(st.just("print"), which), st.tuples(st.just("again"), which),
    st.tuples(st.just("user"), which), st.tuples(st.just("station"), which), st.tuples(st.just("printer"), which),
    st.tuples(st.just("wait"), which),
    st.tuples(st.just("undo"), which), st.tuples(st.just("undo"), which), st.tuples(st.just("undo some"), st.integers(0, 9)),
    st.tuples(st.just("redo"), which), st.tuples(st.just("redo"), which),
)  # fmt: skip
steps = st.lists(st.tuples(st.integers(0, 1), deeds), min_size=3, max_size=14)


@pytest.fixture
def floors(databases: Databases, clock: FrozenClock) -> Iterator[Any]:
    """Call it for a fresh floor; the one before is closed."""
    opened: list[Floor] = []

    def make() -> Floor:
        while opened:
            opened.pop().close()
        opened.append(Floor(databases.copy_of(FLOOR, build_floor), clock))
        return opened[-1]

    yield make
    for floor in opened:
        floor.close()


class Play:
    """Two people at two tables: the owner at table 1, the manager at table 2."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self.hands = (floor, floor.as_("max").at(2))
        self.now = floor.state()
        self.copies: dict[int, Any] = {floor.last_seq(): self.now}
        self.before: dict[int, Any] = {}  # undo group -> every state table before the deed
        self._count = 0

    def step(self, who: int, kind: str, what: Any) -> None:
        """One deed; a refusal must have changed nothing."""
        hand, before, seq = self.hands[who], self.now, self.floor.last_seq()
        try:
            outcome = self._do(hand, kind, what)
        except OmsError:
            assert differences(before, self.floor.state()) == []
            assert self.floor.last_seq() == seq
            return
        self.now = self.floor.state()
        if outcome is not None and outcome.group_id is not None and not kind.startswith(("undo", "redo")):
            self.before[outcome.group_id] = (seq, before)
        self.copies[self.floor.last_seq()] = self.now
        assert faults(self.floor.shop.engine) == []

    def _rows(self, table: Any, **equal: Any) -> list[dict[str, Any]]:
        return self.floor.rows(table, **equal)

    def _one(self, table: Any, n: int, **equal: Any) -> int:
        found = self._rows(table, **equal)
        return int(found[n % len(found)]["id"]) if found else 999_999

    def _do(self, hand: Floor, kind: str, what: Any) -> Any:
        self._count += 1
        run = hand.shop.run
        if kind == "order":
            lines, is_paid = what
            remote = a_remote_order(f"p{self._count}", *lines, is_paid=is_paid, ship_to=ADDRESS)
            return hand.shop.as_actor(Actor()).run(ImportOrders(self._rows(s.channel)[0]["id"], (remote,)))
        if kind == "scan":
            return run(PackScan(self._next(hand) if what == "next" else what))
        if kind == "pack":
            return self._pack(hand, what)
        if kind == "tell":
            told = run(ClaimConfirmations("shopify", "out.csv")).value
            return run(MarkSent(tuple(row["id"] for row in told)))
        if kind == "wait":
            return self.floor.expire_claims()
        if kind == "undo some":
            groups = list(self.before)
            return self._undo(hand, groups[what % len(groups)]) if groups else None
        if kind == "undo":
            return self._undo(hand, None)
        if kind == "redo":
            return run(Redo())
        return run(self._command(kind, what))

    def _command(self, kind: str, n: Any) -> Any:
        order = (self._one(s.sales_order, n if isinstance(n, int) else 0),)
        if kind == "receive":
            return ReceiveStock(n[0], "A-1", n[1], unit_cost_minor=70, currency="EUR")
        if kind == "adjust":
            return AdjustStock(n[0], "A-1", n[1])
        simple = {
            "hold": lambda: PlaceHold(order), "allocate": lambda: AllocateOrders(order),
            "deallocate": lambda: DeallocateOrders(order), "release": lambda: ReleaseOrders(order),
            "lift": lambda: ReleaseHold((self._one(s.hold, n),)),
            "recall": lambda: RecallShipments((self._one(s.shipment, n),)),
            "open": lambda: PackScan(f"ORD{10001 + n}"),
            "dispatch": lambda: DispatchShipments((self._one(s.shipment, n, state="labelled"),)),
            "print": lambda: MovePrintJob(self._one(s.print_job, n), "render"),
            "again": lambda: PrintAgain((self._one(s.document, n),)),
            "user": lambda: AddUser("New", f"new{n}"), "station": lambda: AddStation(f"Table {n}", f"STN9{n}"),
            "printer": lambda: SetPrinter(f"P{n}", "folder", f"/p{self._count}"),
        }  # fmt: skip
        return simple[kind]()

    def _next(self, hand: Floor) -> str:
        view = hand.view()
        waiting = [line.sku for line in view.lines if line.done < line.of] if view else []
        return waiting[0] if waiting else "CTRLDONE"

    def _pack(self, hand: Floor, n: int) -> Any:
        """Open an order and scan what it wants, so that boxes are often finished."""
        hand.shop.run(PackScan(f"ORD{10001 + n}"))
        for turn in range(6):
            if hand.view() is None:
                return None
            self.copies[self.floor.last_seq()] = self.floor.state()
            verdict = hand.shop.run(PackScan(self._next(hand))).value
            if verdict.code == "needs_data":
                hand.shop.run(PackScan(f"X{self._count}-{turn}"))
        return None

    def _undo(self, hand: Floor, group_id: int | None) -> Any:
        """Take back; if nobody did anything since the deed, every state table is as before it."""
        undone = hand.shop.run(Undo(group_id))
        seq, before = self.before.get(undone.value.group_id, (-1, None))
        newest = self.floor.rows(s.event, undo_group_id=undone.value.group_id)
        others = self.floor.value(s.event.select().with_only_columns(s.event.c.seq).where(
            s.event.c.seq > seq, s.event.c.undo_group_id.is_distinct_from(undone.value.group_id),
            s.event.c.undo_group_id.is_distinct_from(undone.group_id)))  # fmt: skip
        if before is not None and newest and others is None:
            left = LEFT_BY_UNDO | PLACES
            now = self.floor.state(but=left)
            assert differences({name: rows for name, rows in before.items() if name not in left}, now) == []
        return undone


@given(day=steps)
@settings(max_examples=7 * LONGER, phases=PHASES)
def test_law_any_day_keeps_the_books_and_every_undo_restores_or_refuses(floors: Any, day: Any) -> None:
    floor = floors()
    play = Play(floor)
    for _ in range(2):
        play.step(0, "order", ([("TEA", 1), ("GIFT-SET", 1)], True))
    play.step(0, "release", 0)
    for who, (kind, what) in day:
        play.step(who, kind, what)
    assert floor.findings() == []
    with read_connection(floor.shop.engine) as conn:
        for seq, copy in play.copies.items():
            for name, rows in copy.items():
                assert rows_as_of(conn, s.metadata.tables[name], seq) == rows, (name, seq)


DEEDS = (
    ("order", ([("TEA", 1)], True)), ("receive", ("TEA", 2)), ("adjust", ("TEA", -2)), ("hold", 0), ("lift", 0), ("deallocate", 1),
    ("allocate", 1), ("release", 1), ("recall", 1), ("open", 0), ("scan", "next"), ("scan", "CTRLSUSPEND"), ("scan", "CTRLHOLD"),
    ("dispatch", 0), ("again", 0), ("user", 0), ("station", 0), ("printer", 0),
)  # fmt: skip


@given(story=st.lists(st.sampled_from(DEEDS), min_size=0, max_size=6), last=st.sampled_from(DEEDS))
@settings(max_examples=6 * LONGER, phases=PHASES)
def test_law_undo_right_after_a_deed_restores_redo_repeats_and_reopening_changes_neither(
    floors: Any, story: Any, last: Any
) -> None:
    floor = floors()
    play = Play(floor)
    play.step(0, "order", ([("TEA", 2)], True))
    play.step(0, "order", ([("CARD", 1)], True))
    play.step(0, "release", 0)
    play.step(0, "pack", 0)
    for kind, what in story:
        play.step(0, kind, what)
    before, known = floor.state(but=LEFT_BY_UNDO | PLACES), set(play.before)
    play.step(0, *last)
    fresh = set(play.before) - known
    if not fresh:
        return
    (group_id,) = fresh
    after, figures = floor.state(but=PLACES), floor.figures()
    later = floor.restarted()
    undone = later.shop.run(Undo(group_id))
    assert differences(before, later.state(but=LEFT_BY_UNDO | PLACES)) == []
    later.shop.run(Undo(undone.group_id))
    assert differences(after, later.state(but=PLACES)) == []
    assert later.figures() == figures
    assert later.findings() == []
    later.close()
