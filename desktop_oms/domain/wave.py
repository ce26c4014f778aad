"""What may happen to a pick wave: shipments released together for one walk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from desktop_oms.domain.machine import Machine, Refusal, Step, steps_from


@dataclass(frozen=True, slots=True)
class WaveFacts:
    """``shipments`` in the wave; ``unpicked`` pieces neither picked nor short; ``picked`` pieces already taken."""

    shipments: int = 1
    unpicked: int = 0
    picked: int = 0


def _not_empty(facts: WaveFacts) -> Iterator[Refusal]:
    if not facts.shipments:
        yield Refusal("wave.empty")


def _all_picked(facts: WaveFacts) -> Iterator[Refusal]:
    if facts.unpicked:
        yield Refusal("wave.not_picked", {"missing": facts.unpicked})


def _nothing_picked(facts: WaveFacts) -> Iterator[Refusal]:
    if facts.picked:
        yield Refusal("wave.goods_in_tote", {"picked": facts.picked})


WAVE: Machine[WaveFacts] = Machine(
    name="wave",
    states=("draft", "released", "in_progress", "done", "cancelled"),
    final=frozenset({"done", "cancelled"}),
    steps=(
        Step("draft", "release", "released", (_not_empty,)),
        Step("released", "recall", "draft"),
        Step("released", "start", "in_progress"),
        Step("in_progress", "stop", "released", (_nothing_picked,)),
        Step("in_progress", "finish", "done", (_all_picked,)),
        *steps_from(("draft", "released", "in_progress"), "cancel", "cancelled", _nothing_picked),
    ),
)
