"""How a command is declared and which handler answers it.

A command is a frozen dataclass that says what someone wants; one handler turns it into writes. Both stand side by side in one
module per subject. The decorators fill one registry; ``catalog.py`` imports every such module.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

FOREGROUND = 0
BACKGROUND = 1

C = TypeVar("C", bound=type)
H = TypeVar("H", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Declaration:
    """Everything the bus needs to know of a command.

    Attributes:
        right: the right an actor must hold ("" only for what anyone may do).
        priority: FOREGROUND (a person waits) or BACKGROUND.
        repeatable: safe to run again by itself after a conflict or lost connection.
        undo: "derived" (taken back by the gateway's record), "never" (then ``why_not`` names the reason), or
            "none" (writes nothing a person would take back).
    """

    command: type
    right: str
    priority: int
    repeatable: bool
    undo: str
    why_not: str


_DECLARED: dict[type, Declaration] = {}
_HANDLERS: dict[type, Callable[..., Any]] = {}


def command(
    *,
    right: str,
    priority: int = FOREGROUND,
    repeatable: bool = False,
    undo: str = "derived",
    why_not: str = "",
) -> Callable[[C], C]:
    """Declare a frozen dataclass as a command."""
    if undo not in ("derived", "never", "none") or (undo == "never") != bool(why_not):
        raise ValueError("undo is derived, none, or never with why_not")

    def declare(cls: C) -> C:
        _DECLARED[cls] = Declaration(cls, right, priority, repeatable, undo, why_not)
        return cls

    return declare


def handles(command_type: type) -> Callable[[H], H]:
    """Name the function ``(tx, command, ctx) -> value`` that answers ``command_type``."""

    def register(handler: H) -> H:
        if command_type in _HANDLERS:
            raise ValueError(f"{command_type.__name__} has a handler already")
        _HANDLERS[command_type] = handler
        return handler

    return register


def declaration_of(command_type: type) -> Declaration:
    """The declaration of a command. Raises LookupError for a class that is none."""
    return _DECLARED[command_type]


def handler_of(command_type: type) -> Callable[..., Any]:
    """The handler of a command. Raises LookupError when there is none."""
    return _HANDLERS[command_type]


def all_declarations() -> list[Declaration]:
    """Every declared command, by name; import ``desktop_oms.app.catalog`` first."""
    return sorted(_DECLARED.values(), key=lambda declared: declared.command.__name__)
