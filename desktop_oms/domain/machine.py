"""One table per thing that moves through states, and the only code that reads such tables.

Menus, buttons and the command line ask ``allowed``; handlers call ``apply``; nobody else compares states.
Pure. Invariant: a refused step names every guard that refuses, not only the first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from desktop_oms.domain.errors import RuleError

F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why a step is not allowed now: stable code and the facts for its sentence."""

    code: str
    data: Mapping[str, Any] = field(default_factory=dict)


Guard = Callable[[F], Iterable[Refusal]]


@dataclass(frozen=True, slots=True)
class Step(Generic[F]):
    """One row of a table: in ``source``, ``event`` leads to ``target`` unless a guard refuses."""

    source: str
    event: str
    target: str
    guards: tuple[Guard[F], ...] = ()


@dataclass(frozen=True, slots=True)
class Machine(Generic[F]):
    """A state table.

    Attributes:
        name: prefix of the code ``<name>.no_such_step``.
        states: in the order of the life they describe.
        final: states that have no exit by design.
    """

    name: str
    states: tuple[str, ...]
    final: frozenset[str]
    steps: tuple[Step[F], ...]

    def events(self, state: str) -> tuple[str, ...]:
        """Every event the table knows in a state, allowed now or not."""
        return tuple(dict.fromkeys(step.event for step in self.steps if step.source == state))

    def allowed(self, state: str, facts: F) -> tuple[str, ...]:
        """Events that no guard refuses."""
        return tuple(event for event in self.events(state) if not self.refusals(state, event, facts))

    def refusals(self, state: str, event: str, facts: F) -> tuple[Refusal, ...]:
        """All reasons against a step, empty when it is allowed.

        A table may hold several rows for one state and event; the step is allowed as soon as one row is.
        """
        rows = self._rows(state, event)
        if not rows:
            return (Refusal(f"{self.name}.no_such_step", {"state": state, "event": event}),)
        answers = [_refusals(row, facts) for row in rows]
        return () if not all(answers) else tuple(refusal for answer in answers for refusal in answer)

    def apply(self, state: str, event: str, facts: F) -> str:
        """The state after the step.

        Raises:
            RuleError: code and data of the first refusal; ``refusals`` lists all as [code, data].
        """
        against = self.refusals(state, event, facts)
        if against:
            listed = [[refusal.code, dict(refusal.data)] for refusal in against]
            raise RuleError(against[0].code, **{**against[0].data, "refusals": listed})
        return next(row.target for row in self._rows(state, event) if not _refusals(row, facts))

    def _rows(self, state: str, event: str) -> list[Step[F]]:
        return [step for step in self.steps if step.source == state and step.event == event]


def _refusals(step: Step[F], facts: F) -> list[Refusal]:
    return [refusal for guard in step.guards for refusal in guard(facts)]


def steps_from(sources: Iterable[str], event: str, target: str, *guards: Guard[F]) -> tuple[Step[F], ...]:
    """The same step out of several states."""
    return tuple(Step(source, event, target, guards) for source in sources)
