"""What may happen to a print job; *done* is said only by someone who can know, *spooled* is not printed (P63).

Invariant: printing again is a new job that names the old one.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop_oms.domain.machine import Machine, Step, steps_from


@dataclass(frozen=True, slots=True)
class PrintFacts:
    """No facts restrain a print job yet; the class keeps the table's shape."""


PRINT_JOB: Machine[PrintFacts] = Machine(
    name="print_job",
    states=("queued", "rendering", "spooled", "done", "failed", "cancelled"),
    final=frozenset({"done", "cancelled"}),
    steps=(
        Step("queued", "render", "rendering"),
        Step("rendering", "spool", "spooled"),
        Step("spooled", "finish", "done"),
        *steps_from(("queued", "rendering", "spooled"), "fail", "failed"),
        Step("failed", "retry", "queued"),
        *steps_from(("queued", "rendering", "failed"), "cancel", "cancelled"),
        # A station that died while rendering: the job is taken up again at the next start.
        Step("rendering", "requeue", "queued"),
    ),
)
