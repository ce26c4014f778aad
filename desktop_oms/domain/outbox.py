"""What may happen to a message that leaves the house: one table for channels, carriers, mail and books.

Invariant: *sent* is not *confirmed* (P50); after a timeout the receiver is asked before the message is repeated; what fails for
good waits for a person and is never dropped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from desktop_oms.domain.machine import Machine, Refusal, Step, steps_from

WAITING = ("pending", "sending", "sent", "unknown", "retry_wait")


@dataclass(frozen=True, slots=True)
class OutboxFacts:
    """``attempts`` made and allowed; ``was_looked_up``: the receiver was asked whether it has the message."""

    attempts: int = 0
    max_attempts: int = 8
    was_looked_up: bool = False


def _may_retry(facts: OutboxFacts) -> Iterator[Refusal]:
    if facts.attempts >= facts.max_attempts:
        yield Refusal("outbox.too_many_attempts", {"attempts": facts.attempts})


def _looked_up(facts: OutboxFacts) -> Iterator[Refusal]:
    if not facts.was_looked_up:
        yield Refusal("outbox.look_up_first")


OUTBOX: Machine[OutboxFacts] = Machine(
    name="outbox",
    states=("pending", "sending", "sent", "confirmed", "unknown", "retry_wait", "dead", "superseded"),
    final=frozenset({"confirmed", "superseded"}),
    steps=(
        Step("pending", "send", "sending"),
        Step("sending", "accept", "sent"),
        Step("sending", "time_out", "unknown"),
        Step("sending", "fail", "retry_wait", (_may_retry,)),
        *steps_from(("sending", "retry_wait", "unknown", "sent"), "give_up", "dead"),
        Step("unknown", "accept", "sent", (_looked_up,)),
        Step("unknown", "fail", "retry_wait", (_looked_up, _may_retry)),
        Step("sent", "confirm", "confirmed"),
        Step("retry_wait", "send", "sending"),
        Step("dead", "send_again", "pending"),
        *steps_from(("pending", "retry_wait", "dead"), "supersede", "superseded"),
    ),
)


def retry_delay_s(attempts: int, *, first_s: int = 5, longest_s: int = 3600) -> int:
    """Seconds to wait before the next attempt: doubling from ``first_s``, never above ``longest_s``; ``attempts`` >= 1 made so far."""
    return min(longest_s, first_s << min(max(attempts, 1) - 1, 30))
