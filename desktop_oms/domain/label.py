"""What may happen to a carrier label; a timeout is *unknown*, never failed.

Invariant: a parcel has at most one live label, and what may have been bought is looked up before anything is bought again (P66).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from desktop_oms.domain.machine import Machine, Refusal, Step

LIVE = ("requested", "unknown", "purchased", "printed", "void_requested")


@dataclass(frozen=True, slots=True)
class LabelFacts:
    """``was_looked_up``: the carrier was asked whether the label of this key exists. ``parcel_left``: handed to the carrier."""

    was_looked_up: bool = False
    parcel_left: bool = False


def _looked_up(facts: LabelFacts) -> Iterator[Refusal]:
    if not facts.was_looked_up:
        yield Refusal("label.look_up_first")


def _still_here(facts: LabelFacts) -> Iterator[Refusal]:
    if facts.parcel_left:
        yield Refusal("label.parcel_left")


LABEL: Machine[LabelFacts] = Machine(
    name="label",
    states=("requested", "unknown", "failed", "purchased", "printed", "void_requested", "voided"),
    final=frozenset({"voided"}),
    steps=(
        Step("requested", "buy", "purchased"),
        Step("requested", "fail", "failed"),
        Step("requested", "time_out", "unknown"),
        Step("unknown", "adopt", "purchased", (_looked_up,)),
        Step("unknown", "fail", "failed", (_looked_up,)),
        Step("failed", "retry", "requested"),
        Step("purchased", "print", "printed"),
        Step("printed", "print", "printed"),
        Step("purchased", "request_void", "void_requested", (_still_here,)),
        Step("printed", "request_void", "void_requested", (_still_here,)),
        Step("void_requested", "void", "voided"),
        Step("void_requested", "refuse_void", "purchased"),
    ),
)
