"""What every import command answers, and how a trial run ends.

Shared by orders, stock and products. Invariant: a row that cannot be taken is listed with a sentence and stops no other row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from desktop_oms.domain.errors import OmsError
from desktop_oms.domain.remote_order import RowProblem


@dataclass(frozen=True, slots=True)
class PageResult:
    """What one page of a file came to: counts of orders or rows, and the rows left out.

    Attributes:
        conflicts: orders whose change waits for a person, because they are being packed or were edited here.
        notes: sentences about doubtful values that were taken.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    conflicts: int = 0
    rejected: tuple[RowProblem, ...] = ()
    notes: tuple[str, ...] = ()


class TrialRun(OmsError):
    """Ends the transaction of a trial run, so that nothing is kept; carries what it would have come to."""

    def __init__(self, result: Any) -> None:
        super().__init__("import.trial")
        self.result = result


def finish(result: PageResult, is_trial: bool) -> PageResult:
    """The handler's last step: the result, or the end of a trial. Raises TrialRun."""
    if is_trial:
        raise TrialRun(result)
    return result
