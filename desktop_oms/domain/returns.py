"""What may happen to a return and to each unit in it.

Goods, money and message to the channel are three independent steps; this table is about the goods (domain.md section 1).
Invariant: condition, disposition and resolution are three different words and stand on the unit, not on the case.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from desktop_oms.domain.machine import Machine, Refusal, Step, steps_from

CONDITIONS = ("as_new", "opened", "used", "damaged", "incomplete", "counterfeit")
DISPOSITIONS = ("restock", "quarantine", "repair", "scrap", "return_to_customer", "supplier_claim")
RESOLUTIONS = ("refund", "exchange", "store_credit", "repair", "reject")

# Where a unit's goods go in the stock ledger by disposition; "" means it does not enter stock.
STOCK_STATE_BY_DISPOSITION = {
    "restock": "sellable",
    "quarantine": "quarantine",
    "repair": "quarantine",
    "scrap": "",
    "return_to_customer": "",
    "supplier_claim": "damaged",
}


@dataclass(frozen=True, slots=True)
class ReturnFacts:
    """``uninspected``: units received without condition and disposition; ``received``: units that have arrived."""

    uninspected: int = 0
    received: int = 0


def _all_inspected(facts: ReturnFacts) -> Iterator[Refusal]:
    if facts.uninspected:
        yield Refusal("return.not_inspected", {"missing": facts.uninspected})


def _nothing_arrived(facts: ReturnFacts) -> Iterator[Refusal]:
    if facts.received:
        yield Refusal("return.goods_arrived", {"received": facts.received})


# Goods sent without asking start in ``received``; goods that come after all of a case's deadlines are received too.
RETURN: Machine[ReturnFacts] = Machine(
    name="return",
    states=(
        "requested", "approved", "declined", "in_transit", "received", "inspecting", "closed", "cancelled", "expired",
    ),
    final=frozenset({"cancelled"}),
    steps=(
        Step("requested", "approve", "approved"),
        Step("requested", "decline", "declined"),
        Step("declined", "approve", "approved"),
        Step("approved", "depart", "in_transit"),
        *steps_from(("requested", "approved", "declined", "in_transit", "expired"), "receive", "received"),
        Step("received", "inspect", "inspecting"),
        *steps_from(("received", "inspecting"), "close", "closed", _all_inspected),
        Step("closed", "reopen", "inspecting"),
        *steps_from(("requested", "approved", "in_transit"), "cancel", "cancelled", _nothing_arrived),
        *steps_from(("approved", "in_transit"), "expire", "expired", _nothing_arrived),
    ),
)  # fmt: skip

RETURN_UNIT: Machine[ReturnFacts] = Machine(
    name="return_unit",
    states=("expected", "received", "missing", "extra", "wrong_item"),
    final=frozenset(),
    steps=(
        Step("expected", "receive", "received"),
        Step("expected", "miss", "missing"),
        Step("expected", "mistake", "wrong_item"),
        Step("missing", "receive", "received"),
        Step("received", "correct", "expected"),
        Step("wrong_item", "correct", "expected"),
        Step("extra", "assign", "received"),
    ),
)
