"""The families of refusal every room raises and every front end knows how to show.

A code is a stable string (``stock.short``); its sentence stands in the text catalogue of the front end, tests compare codes.
Invariant: no other exception type leaves a handler on purpose; anything else is our own fault.
"""

from __future__ import annotations

from typing import Any


class OmsError(Exception):
    """Base of the expected refusals.

    Attributes:
        code: stable dotted name, for example ``pack.not_leased``.
        data: named facts for the sentence (JSON-able values only).
    """

    def __init__(self, code: str, /, **data: Any) -> None:
        super().__init__(code, data)
        self.code = code
        self.data: dict[str, Any] = data

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value!r}" for name, value in self.data.items())
        return f"{self.code}({facts})"


class RuleError(OmsError):
    """The business says no. Nothing was saved; the same command will be refused again until a fact changes."""


class ConfirmNeeded(OmsError):
    """Allowed if a person says so; the front end asks and sends the command again with its consent flag."""


class Conflict(OmsError):
    """Someone was faster: the row changed since it was read. Data names who, when and the column."""


class Unavailable(OmsError):
    """Network, printer, disk or lock is away for now; retrying later may help."""


class UsageError(OmsError):
    """The question itself cannot be answered as asked (unknown reference, ambiguous channel, bad option)."""
