"""Decide which stock serves which order line.

Pure functions: facts in, plan out; nothing is set aside here (see app.allocation for the command).
Invariant: for every plan, allocated + short == demanded per demand row, and no variant gives more than is available at a warehouse,
however many lines, kits and orders ask for it (P24).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Demand:
    """One component of one order line that still needs stock.

    Attributes:
        quantity: pieces still to allocate, >= 0.
        per_unit: pieces per sold unit (1 unless the line is a kit).
        allocated: pieces this row already has.
        is_paid: passes the payment gate.
        priority: higher goes first among equally paid; 0 is normal.
        warehouse_id: the only warehouse that may serve it, None for any.
    """

    demand_id: int
    order_id: int
    order_line_id: int
    variant_id: int
    quantity: int
    placed_at: datetime
    is_paid: bool = True
    ship_by_at: datetime | None = None
    priority: int = 0
    per_unit: int = 1
    allocated: int = 0
    warehouse_id: int | None = None


@dataclass(frozen=True, slots=True)
class Supply:
    """``available`` pieces (on hand less allocated, quarantine and safety) of a variant at a warehouse; below zero counts as none."""

    variant_id: int
    warehouse_id: int
    available: int


@dataclass(frozen=True, slots=True)
class AllocationPolicy:
    """How to share.

    Attributes:
        is_partial_kit_allowed: components of a kit may be set aside although the kit is not whole.
        is_split_allowed: one order line may take from several warehouses.
        warehouses: preferred order of warehouses; others follow by id.
    """

    is_partial_kit_allowed: bool = False
    is_split_allowed: bool = False
    warehouses: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedAllocation:
    """Set ``quantity`` > 0 pieces aside for a demand row at a warehouse."""

    demand_id: int
    variant_id: int
    warehouse_id: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Shortage:
    """``quantity`` > 0 pieces of a demand row that no stock was found for."""

    demand_id: int
    variant_id: int
    quantity: int


@dataclass(frozen=True, slots=True)
class AllocationPlan:
    """The answer; rows stand in the order in which they were served."""

    allocations: tuple[PlannedAllocation, ...]
    shortages: tuple[Shortage, ...]


def plan(demands: Iterable[Demand], supplies: Iterable[Supply], policy: AllocationPolicy) -> AllocationPlan:
    """Share the supply: paid first, then priority, then ship-by, then age; equal ones by order and line number.

    A line is served in whole sold units (kits are never torn) from one warehouse, preferably the one that serves its order
    already. Cost: demands x warehouses that hold the variant.
    """
    stock = _Stock(supplies, policy.warehouses)
    given: dict[int, list[PlannedAllocation]] = defaultdict(list)
    homes: dict[int, int] = {}
    in_turn = sorted(demands, key=_turn)
    for line in _lines(in_turn, policy):
        for allocation in _serve(line, stock, homes, policy.is_split_allowed):
            given[allocation.demand_id].append(allocation)
    shortages = [
        Shortage(demand.demand_id, demand.variant_id, missing)
        for demand in in_turn
        if (missing := demand.quantity - sum(part.quantity for part in given[demand.demand_id])) > 0
    ]
    return AllocationPlan(tuple(part for demand in in_turn for part in given[demand.demand_id]), tuple(shortages))


def _turn(demand: Demand) -> tuple[bool, int, bool, datetime, datetime, int, int]:
    """Sort key of fairness."""
    has_no_promise = demand.ship_by_at is None
    ship_by_at = demand.ship_by_at or demand.placed_at
    age = demand.placed_at
    return (not demand.is_paid, -demand.priority, has_no_promise, ship_by_at, age, demand.order_id, demand.demand_id)


class _Stock:
    """What is left per variant and warehouse while the plan is made."""

    def __init__(self, supplies: Iterable[Supply], preferred: Sequence[int]) -> None:
        self._left: dict[tuple[int, int], int] = defaultdict(int)
        self._places: dict[int, set[int]] = defaultdict(set)
        self._rank = {warehouse: rank for rank, warehouse in enumerate(preferred)}
        for supply in supplies:
            self._left[supply.variant_id, supply.warehouse_id] += max(0, supply.available)
            self._places[supply.variant_id].add(supply.warehouse_id)

    def has(self, wanted: Mapping[int, int], place: int) -> bool:
        """True if the warehouse holds all of these pieces per variant."""
        return all(quantity <= self._left.get((variant, place), 0) for variant, quantity in wanted.items())

    def take(self, variant_id: int, place: int, quantity: int) -> None:
        self._left[variant_id, place] -= quantity

    def places(self, line: _Line, home: int | None) -> list[int]:
        """Where the line may be served from, best first: its order's place, then the preferred ones, then by id."""
        fixed = {demand.warehouse_id for demand in line.demands if demand.warehouse_id is not None}
        if len(fixed) > 1:
            return []
        known = fixed or set().union(*(self._places.get(demand.variant_id, set()) for demand in line.demands))
        return sorted(known, key=lambda place: (place != home, self._rank.get(place, len(self._rank)), place))


class _Line:
    """Demand rows that are served together, and how far they are."""

    def __init__(self, demands: list[Demand], is_torn: bool) -> None:
        self.demands = demands
        self._had = {demand.demand_id: demand.allocated for demand in demands}
        self._open = {demand.demand_id: demand.quantity for demand in demands}
        self._per_unit = {demand.demand_id: 1 if is_torn else max(1, demand.per_unit) for demand in demands}

    def takes(self, stock: _Stock, place: int) -> list[tuple[Demand, int]]:
        """What the largest number of whole sold units takes from one warehouse."""
        low, high = 0, self._most_units()
        # Why halving is right: what is needed only grows with the number of units.
        while low < high:
            middle = (low + high + 1) // 2
            if stock.has(self._wanted(middle), place):
                low = middle
            else:
                high = middle - 1
        return [(demand, quantity) for demand in self.demands if (quantity := self._missing(demand, low))]

    def book(self, demand: Demand, quantity: int) -> None:
        self._open[demand.demand_id] -= quantity
        self._had[demand.demand_id] += quantity

    def _most_units(self) -> int:
        return max(-(-(self._had[row] + self._open[row]) // self._per_unit[row]) for row in self._open)

    def _missing(self, demand: Demand, units: int) -> int:
        """Pieces the row still lacks to make ``units`` sold units whole."""
        row = demand.demand_id
        return min(self._open[row], max(0, self._per_unit[row] * units - self._had[row]))

    def _wanted(self, units: int) -> dict[int, int]:
        wanted: dict[int, int] = defaultdict(int)
        for demand in self.demands:
            wanted[demand.variant_id] += self._missing(demand, units)
        return wanted


def _lines(in_turn: Sequence[Demand], policy: AllocationPolicy) -> list[_Line]:
    """Rows of one order line together, in the turn of its first row; each row alone when kits may be torn."""
    is_torn = policy.is_partial_kit_allowed
    groups: dict[tuple[int, int], list[Demand]] = {}
    for demand in in_turn:
        groups.setdefault((demand.order_line_id, demand.demand_id if is_torn else 0), []).append(demand)
    return [_Line(demands, is_torn) for demands in groups.values()]


def _serve(line: _Line, stock: _Stock, homes: dict[int, int], is_split_allowed: bool) -> Iterator[PlannedAllocation]:
    """Give a line as many sold units as one warehouse can, or several if splitting is allowed."""
    order_id = line.demands[0].order_id
    places = stock.places(line, homes.get(order_id))
    if not is_split_allowed and len(places) > 1:
        # Why max: it keeps the first of the best, and the order's own place stands first.
        places = [max(places, key=lambda place: sum(quantity for _demand, quantity in line.takes(stock, place)))]
    for place in places:
        for demand, quantity in line.takes(stock, place):
            stock.take(demand.variant_id, place, quantity)
            line.book(demand, quantity)
            homes.setdefault(order_id, place)
            yield PlannedAllocation(demand.demand_id, demand.variant_id, place, quantity)
