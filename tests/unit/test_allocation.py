"""Stock is shared fairly, in whole kits, and never more than there is."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_oms.domain.allocation import AllocationPlan, AllocationPolicy, Demand, Supply, plan
from desktop_oms.domain.errors import RuleError
from desktop_oms.domain.kits import expand_kit, kit_available

DAY = datetime(2026, 3, 2, 8, tzinfo=UTC)
MUG, LID, BOX = 1, 2, 3
BERLIN, LYON = 10, 20


def a_demand(demand_id: int, quantity: int = 1, variant: int = MUG, **more: object) -> Demand:
    values: dict[str, object] = {"order_id": demand_id, "order_line_id": demand_id, "placed_at": DAY, **more}
    return Demand(demand_id=demand_id, variant_id=variant, quantity=quantity, **values)  # type: ignore[arg-type]


def given_to(result: AllocationPlan) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for allocation in result.allocations:
        found[allocation.demand_id] += allocation.quantity
    return dict(found)


def served(demands: list[Demand], supplies: list[Supply], policy: AllocationPolicy | None = None) -> dict[int, int]:
    return given_to(plan(demands, supplies, policy or AllocationPolicy()))


def test_paid_goes_before_unpaid_then_the_earlier_ship_by_then_the_older_order() -> None:
    demands = [
        a_demand(1, placed_at=DAY - timedelta(days=9), is_paid=False),
        a_demand(2, placed_at=DAY - timedelta(days=5)),
        a_demand(3, placed_at=DAY - timedelta(days=1), ship_by_at=DAY + timedelta(hours=9)),
        a_demand(4, placed_at=DAY, ship_by_at=DAY + timedelta(hours=3)),
        a_demand(5, placed_at=DAY - timedelta(days=8)),
    ]
    order = [next(iter(served(demands, [Supply(MUG, BERLIN, 1)])))]
    while len(order) < 5:
        taken = served(demands, [Supply(MUG, BERLIN, len(order) + 1)])
        order += [demand_id for demand_id in taken if demand_id not in order]
    assert order == [4, 3, 5, 2, 1]


def test_a_person_may_put_a_paid_order_first_but_not_before_the_paid_ones_if_it_is_unpaid() -> None:
    demands = [a_demand(1), a_demand(2, priority=5), a_demand(3, priority=9, is_paid=False)]
    assert served(demands, [Supply(MUG, BERLIN, 1)]) == {2: 1}


def test_p24_one_article_on_two_lines_of_an_order_gets_no_more_than_there_is() -> None:
    demands = [a_demand(1, 2, order_id=7), a_demand(2, 2, order_id=7)]
    result = plan(demands, [Supply(MUG, BERLIN, 3)], AllocationPolicy())
    assert given_to(result) == {1: 2, 2: 1}
    assert [(short.demand_id, short.quantity) for short in result.shortages] == [(2, 1)]


def test_p28_a_kit_and_its_component_sold_alone_share_one_stock() -> None:
    kit = [a_demand(1, 4, MUG, order_line_id=1, per_unit=4), a_demand(2, 1, BOX, order_line_id=1)]
    assert served([*kit, a_demand(3, 3)], [Supply(MUG, BERLIN, 6), Supply(BOX, BERLIN, 9)]) == {1: 4, 2: 1, 3: 2}


def test_a_kit_is_allocated_whole_or_not_at_all() -> None:
    kit = [a_demand(1, 8, MUG, order_line_id=1, per_unit=4), a_demand(2, 2, BOX, order_line_id=1)]
    supplies = [Supply(MUG, BERLIN, 7), Supply(BOX, BERLIN, 2)]
    assert served(kit, supplies) == {1: 4, 2: 1}
    assert served(kit, supplies, AllocationPolicy(is_partial_kit_allowed=True)) == {1: 7, 2: 2}


def test_a_kit_of_one_article_is_not_torn_either() -> None:
    assert served([a_demand(1, 12, per_unit=6)], [Supply(MUG, BERLIN, 11)]) == {1: 6}


def test_a_kit_half_allocated_before_is_made_whole_first() -> None:
    kit = [a_demand(1, 4, MUG, order_line_id=1, per_unit=4, allocated=4), a_demand(2, 2, BOX, order_line_id=1)]
    assert served(kit, [Supply(MUG, BERLIN, 0), Supply(BOX, BERLIN, 5)]) == {2: 1}


def test_an_order_is_served_from_one_place_if_that_place_can() -> None:
    demands = [a_demand(1, 2, MUG, order_id=7), a_demand(2, 1, LID, order_id=7)]
    supplies = [Supply(MUG, LYON, 5), Supply(LID, BERLIN, 5), Supply(LID, LYON, 5)]
    result = plan(demands, supplies, AllocationPolicy(warehouses=(BERLIN, LYON)))
    assert {part.warehouse_id for part in result.allocations} == {LYON}


def test_a_line_takes_from_several_places_only_if_that_is_allowed() -> None:
    supplies = [Supply(MUG, BERLIN, 2), Supply(MUG, LYON, 3)]
    assert served([a_demand(1, 5)], supplies) == {1: 3}
    assert served([a_demand(1, 5)], supplies, AllocationPolicy(is_split_allowed=True)) == {1: 5}


def test_a_demand_bound_to_a_warehouse_takes_from_no_other() -> None:
    assert served([a_demand(1, 1, warehouse_id=LYON)], [Supply(MUG, BERLIN, 5)]) == {}


def test_stock_below_zero_counts_as_none() -> None:
    assert served([a_demand(1)], [Supply(MUG, BERLIN, -3)]) == {}


@st.composite
def demand_lists(draw: st.DrawFn) -> list[Demand]:
    rows: list[Demand] = []
    for line in range(draw(st.integers(0, 6))):
        components = draw(st.lists(st.sampled_from([MUG, LID, BOX]), min_size=1, max_size=3))
        units = draw(st.integers(0, 5))
        base = {
            "order_id": line // 2,
            "order_line_id": line,
            "placed_at": DAY + timedelta(minutes=draw(st.integers(0, 3))),
            "is_paid": draw(st.booleans()),
            "ship_by_at": draw(st.sampled_from([None, DAY, DAY + timedelta(days=1)])),
            "warehouse_id": draw(st.sampled_from([None, None, BERLIN])),
        }
        for variant in components:
            per_unit = draw(st.integers(1, 4))
            rows.append(a_demand(len(rows) + 1, units * per_unit, variant, per_unit=per_unit, **base))
    return rows


supply_lists = st.lists(
    st.builds(Supply, st.sampled_from([MUG, LID, BOX]), st.sampled_from([BERLIN, LYON]), st.integers(-2, 20)),
    max_size=6,
    unique_by=lambda supply: (supply.variant_id, supply.warehouse_id),
)
allocation_policies = st.builds(
    AllocationPolicy, st.booleans(), st.booleans(), st.sampled_from([(), (LYON,), (BERLIN, LYON)])
)


@given(demand_lists(), supply_lists, allocation_policies)
def test_law_picked_and_short_make_demanded_and_no_stock_is_given_twice(
    demands: list[Demand], supplies: list[Supply], policy: AllocationPolicy
) -> None:
    result = plan(demands, supplies, policy)
    got, short = given_to(result), {row.demand_id: row.quantity for row in result.shortages}
    for demand in demands:
        assert got.get(demand.demand_id, 0) + short.get(demand.demand_id, 0) == demand.quantity
    taken: dict[tuple[int, int], int] = defaultdict(int)
    for part in result.allocations:
        assert part.quantity > 0
        taken[part.variant_id, part.warehouse_id] += part.quantity
    available = {(supply.variant_id, supply.warehouse_id): supply.available for supply in supplies}
    assert all(quantity <= available[place] for place, quantity in taken.items())


@given(demand_lists(), supply_lists, st.booleans())
def test_law_kits_stay_whole_unless_tearing_is_allowed(
    demands: list[Demand], supplies: list[Supply], is_split_allowed: bool
) -> None:
    got = given_to(plan(demands, supplies, AllocationPolicy(is_split_allowed=is_split_allowed)))
    kits: dict[int, set[int]] = defaultdict(set)
    for demand in demands:
        pieces = got.get(demand.demand_id, 0)
        assert pieces % demand.per_unit == 0
        kits[demand.order_line_id].add(pieces // demand.per_unit)
    assert all(len(units) == 1 for units in kits.values())


@given(demand_lists(), supply_lists, allocation_policies, st.randoms(use_true_random=False))
def test_law_the_order_in_which_facts_arrive_changes_nothing(
    demands: list[Demand], supplies: list[Supply], policy: AllocationPolicy, random: object
) -> None:
    before = plan(demands, supplies, policy)
    random.shuffle(demands)  # type: ignore[attr-defined]
    random.shuffle(supplies)  # type: ignore[attr-defined]
    assert plan(demands, supplies, policy) == before


@given(supply_lists, st.integers(1, 30))
def test_law_nothing_is_left_lying_while_someone_waits(supplies: list[Supply], quantity: int) -> None:
    got = served([a_demand(1, quantity)], supplies, AllocationPolicy(is_split_allowed=True))
    there = sum(max(0, supply.available) for supply in supplies if supply.variant_id == MUG)
    assert got.get(1, 0) == min(quantity, there)


@pytest.mark.parametrize(
    ("components", "available", "kits"),
    [
        ([(MUG, 4), (BOX, 1)], {MUG: 11, BOX: 9}, 2),
        ([(MUG, 4), (BOX, 1)], {MUG: 11}, 0),
        ([(MUG, 1), (MUG, 1)], {MUG: 3}, 1),
        ([(MUG, 1)], {MUG: -4}, 0),
        ([], {}, 0),
    ],
)
def test_p28_what_a_kit_can_sell_follows_from_its_components(
    components: list[tuple[int, int]], available: dict[int, int], kits: int
) -> None:
    assert kit_available(components, available) == kits


def test_a_kit_within_a_kit_opens_to_base_pieces_and_a_circle_is_refused() -> None:
    assert expand_kit(9, 2, {9: [(8, 3), (BOX, 1)], 8: [(MUG, 2), (LID, 2)]}) == {MUG: 12, LID: 12, BOX: 2}
    with pytest.raises(RuleError) as refused:
        expand_kit(9, 1, {9: [(8, 1)], 8: [(9, 1)]})
    assert (refused.value.code, refused.value.data["variants"]) == ("kit.circle", [9, 8, 9])
