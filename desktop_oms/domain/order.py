"""What an order is called right now, computed from facts.

An order stores only its ``lifecycle``; everything a list shows is derived here (domain.md section 1) and kept in derived columns by
the projections. Pure and cheap: one pass over the lines of an order.
Invariant: every combination of facts has exactly one headline.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from desktop_oms.domain.machine import Machine, Refusal, Step
from desktop_oms.domain.shipment import IN_PROGRESS, LEFT_THE_HOUSE

# Sorted by where a person looks first; the position is ``headline_rank``.
HEADLINES = (
    "conflict",
    "on_hold",
    "awaiting_payment",
    "needs_mapping",
    "backordered",
    "ready",
    "picking",
    "packing",
    "ready_to_ship",
    "draft",
    "returned",
    "shipped",
    "delivered",
    "closed",
    "cancelled",
)
HEADLINE_RANK = {code: rank for rank, code in enumerate(HEADLINES)}

PAYMENT_STATUSES = (
    "unpaid", "pending", "authorized", "part_paid", "paid", "overpaid", "part_refunded", "refunded", "voided", "not_required",
)  # fmt: skip
ALLOCATION_STATUSES = ("none", "part", "full", "backordered", "not_stocked")
FULFILLMENT_STATUSES = ("not_required", "unfulfilled", "in_progress", "part_shipped", "shipped", "delivered")
RETURN_STATUSES = ("none", "requested", "expected", "part_returned", "returned")
HOLD_STATUSES = ("free", "held")
SYNC_STATUSES = ("clean", "pending", "failed", "conflict")

# Payment gates (setting ``payment.gate``) and the statuses that pass them.
_SETTLED = frozenset({"paid", "overpaid", "part_refunded", "not_required"})
GATES: dict[str, frozenset[str]] = {
    "paid": _SETTLED,
    "authorized": _SETTLED | {"authorized"},
    "none": frozenset(PAYMENT_STATUSES) - {"refunded", "voided"},
}
# Money rows in these states have not happened (yet).
_NOT_HAPPENED = frozenset({"created", "pending", "declined", "failed", "voided", "expired"})
_REFUND_GRANTED = frozenset({"approved", "submitted", "settled", "captured", ""})
_REFUND_PAID = frozenset({"settled", "captured", ""})


@dataclass(frozen=True, slots=True)
class MoneyFact:
    """One payment row: kind authorize, capture, refund, void or chargeback; state as in ``payment``; ``amount_minor`` >= 0."""

    kind: str
    state: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class LineFact:
    """One order line in sales units; ``allocated`` counts whole units all of whose components are allocated."""

    quantity: int
    cancelled: int = 0
    shipped: int = 0
    returned: int = 0
    allocated: int = 0
    requires_shipping: bool = True
    is_mapped: bool = True
    is_stocked: bool = True

    @property
    def open(self) -> int:
        """Units that still have to leave the house."""
        return max(0, self.quantity - self.cancelled - self.shipped) if self.requires_shipping else 0


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """All facts of one order.

    Attributes:
        stated_payment_status: what the channel says; counts only while there is no payment row.
        granted_refund_minor: promised and not yet paid back.
        shipments: state of each shipment, cancelled ones included.
        open_holds: kinds, gravest or oldest first.
        returns: state of each return case.
        conflicts, outbox_dead, outbox_open: counts.
        expected_on: ISO date on which missing stock is expected, ``""`` if unknown.
        was_allocation_tried: allocation ran, so what is missing waits for stock.
    """

    lifecycle: str = "open"
    total_minor: int = 0
    stated_payment_status: str = ""
    granted_refund_minor: int = 0
    payments: tuple[MoneyFact, ...] = ()
    lines: tuple[LineFact, ...] = ()
    shipments: tuple[str, ...] = ()
    open_holds: tuple[str, ...] = ()
    returns: tuple[str, ...] = ()
    conflicts: int = 0
    outbox_dead: int = 0
    outbox_open: int = 0
    expected_on: str = ""
    was_allocation_tried: bool = True


@dataclass(frozen=True, slots=True)
class OrderPolicy:
    """Business settings that decide: ``payment_gate`` of ``GATES``; ``is_partial_allowed`` lets what is there go first."""

    payment_gate: str = "paid"
    is_partial_allowed: bool = False


@dataclass(frozen=True, slots=True)
class OrderStatus:
    """Everything derived.

    Attributes:
        headline, headline_reason: code and its detail: hold kind, payment status, expected date, or ``part_shipped`` on an order under
            way some of which has left.
        headline_rank: position for sorting by state.
        open_qty: sales units still to ship; 0 once the order is closed or cancelled.
        paid_minor, refunded_minor: captured, and paid or charged back.
        is_workable: nothing stands in the way of releasing it to the packing tables (or it waits there already).
    """

    payment_status: str
    allocation_status: str
    fulfillment_status: str
    return_status: str
    hold_status: str
    hold_kind: str
    sync_status: str
    headline: str
    headline_reason: str
    headline_rank: int
    item_count: int
    open_qty: int
    paid_minor: int
    refunded_minor: int
    is_workable: bool


def derive(facts: OrderFacts, policy: OrderPolicy) -> OrderStatus:
    """Every derived column of an order."""
    payment = payment_status(facts)
    allocation = allocation_status(facts)
    fulfillment = fulfillment_status(facts)
    returned = return_status(facts)
    sync = sync_status(facts)
    open_qty = open_quantity(facts)
    code, reason = _headline(facts, policy, payment, allocation, fulfillment, returned, sync, open_qty)
    return OrderStatus(
        payment_status=payment,
        allocation_status=allocation,
        fulfillment_status=fulfillment,
        return_status=returned,
        hold_status="held" if facts.open_holds else "free",
        hold_kind=facts.open_holds[0] if facts.open_holds else "",
        sync_status=sync,
        headline=code,
        headline_reason=reason,
        headline_rank=HEADLINE_RANK[code],
        item_count=sum(line.quantity - line.cancelled for line in facts.lines),
        open_qty=open_qty,
        paid_minor=_captured(facts),
        refunded_minor=_paid_back(facts),
        # Why from the headline: whatever a person must do first is a reason not to send the order to the tables.
        is_workable=code == "ready" and allocation in ("full", "part"),
    )


def payment_status(facts: OrderFacts) -> str:
    """Where the money stands: captured less paid back, against the total less granted refunds.

    A refund that was paid counts as granted; a chargeback does not, so its order is owed money again.
    """
    if not facts.payments:
        return facts.stated_payment_status or ("unpaid" if facts.total_minor else "not_required")
    if facts.stated_payment_status == "not_required":
        return "not_required"
    captured, refunded = _captured(facts), _refunded(facts)
    granted = facts.granted_refund_minor + _granted(facts)
    balance = captured - _paid_back(facts)
    due = max(0, facts.total_minor - granted)
    if refunded and balance <= 0:
        return "refunded"
    if balance > 0 and balance > due:
        return "overpaid"
    if balance == due and captured:
        return "part_refunded" if refunded else "paid"
    return "part_paid" if balance > 0 else _uncaptured_status(facts, due)


def _uncaptured_status(facts: OrderFacts, due: int) -> str:
    """Status while no money is in: authorized, on its way, voided or nothing."""
    live = _sum(facts, "authorize", frozenset({"authorized", ""})) - _sum(facts, "void", frozenset({"voided", ""}))
    if live > 0 and live >= due:
        return "authorized"
    if live > 0 or any(money.state in ("created", "pending") for money in facts.payments):
        return "pending"
    if due == 0 and not _paid_back(facts):
        return "not_required"
    is_voided = any(money.kind == "void" or money.state == "voided" for money in facts.payments)
    return "voided" if is_voided else "unpaid"


def _sum(facts: OrderFacts, kind: str, states: frozenset[str]) -> int:
    return sum(money.amount_minor for money in facts.payments if money.kind == kind and money.state in states)


def _captured(facts: OrderFacts) -> int:
    return sum(m.amount_minor for m in facts.payments if m.kind == "capture" and m.state not in _NOT_HAPPENED)


def _refunded(facts: OrderFacts) -> int:
    return _sum(facts, "refund", _REFUND_PAID)


def _granted(facts: OrderFacts) -> int:
    return _sum(facts, "refund", _REFUND_GRANTED)


def _paid_back(facts: OrderFacts) -> int:
    charged_back = sum(
        m.amount_minor for m in facts.payments if m.kind == "chargeback" and m.state not in _NOT_HAPPENED
    )
    return _refunded(facts) + charged_back


def is_payment_ok(status: str, gate: str) -> bool:
    """True if goods may leave at this payment status; ``gate`` is paid, authorized or none."""
    return status in GATES[gate]


def open_quantity(facts: OrderFacts) -> int:
    """Sales units that still have to leave; nothing is open on a closed or cancelled order."""
    return 0 if facts.lifecycle in ("closed", "cancelled") else sum(line.open for line in facts.lines)


def allocation_status(facts: OrderFacts) -> str:
    """How much of the open quantity has stock set aside; lines without article count as not set aside."""
    waiting = [line for line in facts.lines if line.open]
    if not waiting or facts.lifecycle in ("closed", "cancelled"):
        return "none"
    stocked = [line for line in waiting if line.is_stocked]
    if not stocked:
        return "not_stocked"
    wanted = sum(line.open for line in stocked)
    allocated = sum(min(line.allocated, line.open) for line in stocked)
    if allocated >= wanted:
        return "full"
    if allocated:
        return "part"
    return "backordered" if facts.was_allocation_tried and any(line.is_mapped for line in stocked) else "none"


def fulfillment_status(facts: OrderFacts) -> str:
    """How far the goods are, by lines first and shipments second."""
    goods = [line for line in facts.lines if line.requires_shipping]
    wanted = sum(line.quantity - line.cancelled for line in goods)
    shipped = sum(line.shipped for line in goods)
    if wanted <= 0 and not shipped:
        return "not_required"
    if shipped and shipped >= wanted:
        gone = [state for state in facts.shipments if state in LEFT_THE_HOUSE]
        return "delivered" if gone and all(state == "delivered" for state in gone) else "shipped"
    if shipped:
        return "part_shipped"
    return "in_progress" if any(state in IN_PROGRESS for state in facts.shipments) else "unfulfilled"


def return_status(facts: OrderFacts) -> str:
    """What has come back or is announced to."""
    shipped = sum(line.shipped for line in facts.lines)
    returned = sum(line.returned for line in facts.lines)
    if returned:
        return "returned" if returned >= shipped else "part_returned"
    if any(state in ("approved", "in_transit", "received", "inspecting") for state in facts.returns):
        return "expected"
    return "requested" if "requested" in facts.returns else "none"


def sync_status(facts: OrderFacts) -> str:
    """Whether the channel knows what we know."""
    if facts.conflicts:
        return "conflict"
    if facts.outbox_dead:
        return "failed"
    return "pending" if facts.outbox_open else "clean"


def _headline(
    facts: OrderFacts,
    policy: OrderPolicy,
    payment: str,
    allocation: str,
    fulfillment: str,
    returned: str,
    sync: str,
    open_qty: int,
) -> tuple[str, str]:
    """First match of domain.md section 1."""
    if facts.lifecycle == "cancelled":
        return "cancelled", fulfillment if fulfillment in ("shipped", "part_shipped", "delivered") else ""
    if sync == "conflict":
        return "conflict", ""
    if facts.open_holds:
        return "on_hold", facts.open_holds[0]
    if facts.lifecycle == "draft":
        return "draft", ""
    # Why refunded only with open quantity: money that went back after the goods did is an end, not a wait.
    if not is_payment_ok(payment, policy.payment_gate) and (open_qty or payment != "refunded"):
        return "awaiting_payment", payment
    if open_qty:
        return _open_headline(facts, policy, allocation, fulfillment)
    if returned == "returned":
        return "returned", ""
    return (fulfillment, "") if fulfillment in ("delivered", "shipped") else ("closed", "")


def _open_headline(facts: OrderFacts, policy: OrderPolicy, allocation: str, fulfillment: str) -> tuple[str, str]:
    """Headline of an order something of which still has to leave."""
    part = "part_shipped" if fulfillment == "part_shipped" else ""
    if any(line.open and not line.is_mapped for line in facts.lines):
        return "needs_mapping", part
    if allocation == "backordered" or (allocation == "part" and not policy.is_partial_allowed):
        return "backordered", facts.expected_on or part
    states = set(facts.shipments)
    if states & {"packed", "labelled"}:
        return "ready_to_ship", part
    if "packing" in states:
        return "packing", part
    return ("picking", part) if states & {"picking", "picked"} else ("ready", part)


@dataclass(frozen=True, slots=True)
class LifecycleFacts:
    """What restrains an order's lifecycle.

    Attributes:
        lines: lines with a quantity; open_qty: units still to ship.
        shipped: units that left; busy_shipments: shipments being packed, packed or labelled.
        is_by_channel: the channel did it; that is a fact and cannot be refused (*cancelled but shipped* exists, P44).
    """

    lines: int = 1
    open_qty: int = 0
    shipped: int = 0
    busy_shipments: int = 0
    is_by_channel: bool = False


def _has_lines(facts: LifecycleFacts) -> Iterator[Refusal]:
    if not facts.lines:
        yield Refusal("order.empty")


def _nothing_left(facts: LifecycleFacts) -> Iterator[Refusal]:
    if facts.shipped and not facts.is_by_channel:
        yield Refusal("order.already_shipped", {"shipped": facts.shipped})


def _not_on_a_table(facts: LifecycleFacts) -> Iterator[Refusal]:
    if facts.busy_shipments and not facts.is_by_channel:
        yield Refusal("order.in_packing", {"shipments": facts.busy_shipments})


def _nothing_open(facts: LifecycleFacts) -> Iterator[Refusal]:
    if facts.open_qty and not facts.is_by_channel:
        yield Refusal("order.still_open", {"open": facts.open_qty})


ORDER: Machine[LifecycleFacts] = Machine(
    name="order",
    states=("draft", "open", "closed", "cancelled"),
    final=frozenset(),
    steps=(
        Step("draft", "confirm", "open", (_has_lines,)),
        Step("open", "close", "closed", (_nothing_open,)),
        Step("open", "cancel", "cancelled", (_nothing_left, _not_on_a_table)),
        Step("closed", "reopen", "open"),
        Step("cancelled", "reinstate", "open"),
    ),
)
