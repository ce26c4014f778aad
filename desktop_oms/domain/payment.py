"""What may happen to a payment and to a refund.

Two tables: money in, and money back, which is a record of its own and says nothing about goods (P58).
Invariant: refunds never exceed what was captured.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from desktop_oms.domain.machine import Machine, Refusal, Step


@dataclass(frozen=True, slots=True)
class PaymentFacts:
    """``amount_minor`` of the step asked for; ``limit_minor`` is the most it may be, None for no limit."""

    amount_minor: int = 0
    limit_minor: int | None = None


def _within_limit(facts: PaymentFacts) -> Iterator[Refusal]:
    if facts.limit_minor is not None and facts.amount_minor > facts.limit_minor:
        yield Refusal("payment.above_limit", {"amount_minor": facts.amount_minor, "limit_minor": facts.limit_minor})


PAYMENT: Machine[PaymentFacts] = Machine(
    name="payment",
    states=("created", "authorized", "captured", "declined", "failed", "voided", "expired"),
    final=frozenset({"captured", "declined", "voided", "expired"}),
    steps=(
        Step("created", "authorize", "authorized"),
        Step("created", "capture", "captured"),
        Step("created", "decline", "declined"),
        Step("created", "fail", "failed"),
        Step("failed", "retry", "created"),
        Step("authorized", "capture", "captured", (_within_limit,)),
        Step("authorized", "void", "voided"),
        Step("authorized", "expire", "expired"),
    ),
)

REFUND: Machine[PaymentFacts] = Machine(
    name="refund",
    states=("proposed", "approved", "submitted", "settled", "failed", "withdrawn"),
    final=frozenset({"settled", "withdrawn"}),
    steps=(
        Step("proposed", "approve", "approved", (_within_limit,)),
        Step("proposed", "withdraw", "withdrawn"),
        Step("approved", "withdraw", "withdrawn"),
        Step("approved", "submit", "submitted", (_within_limit,)),
        Step("submitted", "settle", "settled"),
        Step("submitted", "fail", "failed"),
        Step("failed", "submit", "submitted", (_within_limit,)),
        Step("failed", "withdraw", "withdrawn"),
    ),
)
