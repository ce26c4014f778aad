"""What may happen to a parcel: open, sealed, labelled, on a manifest, handed over.

Invariant: only an open parcel takes content, and none is sealed empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from desktop_oms.domain.machine import Machine, Refusal, Step, steps_from


@dataclass(frozen=True, slots=True)
class ParcelFacts:
    """``pieces`` in the parcel; ``has_live_label`` counts requested, purchased and printed labels."""

    pieces: int = 1
    has_live_label: bool = False


def _has_content(facts: ParcelFacts) -> Iterator[Refusal]:
    if not facts.pieces:
        yield Refusal("parcel.empty")


def _is_labelled(facts: ParcelFacts) -> Iterator[Refusal]:
    if not facts.has_live_label:
        yield Refusal("parcel.no_label")


def _has_no_label(facts: ParcelFacts) -> Iterator[Refusal]:
    if facts.has_live_label:
        yield Refusal("parcel.has_label")


PARCEL: Machine[ParcelFacts] = Machine(
    name="parcel",
    states=("open", "sealed", "labelled", "manifested", "handed_over", "void"),
    final=frozenset({"handed_over", "void"}),
    steps=(
        Step("open", "seal", "sealed", (_has_content,)),
        Step("sealed", "reopen", "open", (_has_no_label,)),
        Step("sealed", "label", "labelled", (_is_labelled,)),
        Step("labelled", "void_label", "sealed", (_has_no_label,)),
        Step("labelled", "manifest", "manifested"),
        Step("manifested", "take_off", "labelled"),
        *steps_from(("labelled", "manifested"), "hand_over", "handed_over"),
        *steps_from(("open", "sealed"), "void", "void", _has_no_label),
    ),
)
