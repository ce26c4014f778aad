"""What reading a file came to, as every front end shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from desktop_oms.app.importing import PageResult
from desktop_oms.app.intake.sound import printable
from desktop_oms.domain.remote_order import RowProblem


@dataclass(slots=True)
class ImportReport:
    """Counts of orders (or goods rows), the rows left out and what was assumed.

    Attributes:
        is_trial: nothing was kept.
        was_cancelled: stopped by a person; the pages read before are kept.
        group_id: the undo group of everything the file brought; None when nothing changed.
    """

    file: str
    format: str = ""
    kind: str = ""
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    conflicts: int = 0
    rejected: list[RowProblem] = field(default_factory=list)
    assumptions: list[str] = field(default_factory=list)
    is_trial: bool = False
    was_cancelled: bool = False
    import_run_id: int | None = None
    channel_id: int | None = None
    group_id: int | None = None

    @property
    def count(self) -> int:
        """Orders or rows read so far, rejected ones left out."""
        return self.created + self.updated + self.unchanged + self.conflicts

    def add(self, page: PageResult) -> None:
        """Count one page."""
        self.created += page.created
        self.updated += page.updated
        self.unchanged += page.unchanged
        self.conflicts += page.conflicts
        self.reject(page.rejected)
        self.assume(page.notes)

    def reject(self, problems: Iterable[RowProblem]) -> None:
        """Add rows left out; file and cell may hold bytes that are no text."""
        self.rejected += [printable(problem) for problem in problems]

    def assume(self, sentences: Iterable[str]) -> None:
        """Add assumptions, each once."""
        self.assumptions += [sentence for sentence in sentences if sentence not in self.assumptions]

    def as_json(self) -> dict[str, Any]:
        """The answer of ``import`` as docs/cli.md has it."""
        names = ("file", "line", "field", "code", "message")
        counts = {name: getattr(self, name) for name in ("created", "updated", "unchanged", "conflicts")}
        rejected = [{name: getattr(problem, name) for name in names} for problem in self.rejected]
        return {**counts, "rejected": rejected, "assumptions": list(self.assumptions)}
