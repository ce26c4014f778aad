"""One command, one handler, one transaction, one outcome.

The bus checks the right, opens the transaction, calls the handler and hands back what came of it. It is the only caller of
``Gateway.transaction`` in the program, so rights, undo groups, causes and timing cannot be passed by.
"""

from __future__ import annotations

import logging
import random
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from desktop_oms.app.commands import BACKGROUND, Declaration, declaration_of, handler_of
from desktop_oms.app.context import Actor, Context
from desktop_oms.db.changes import ChangeSet
from desktop_oms.db.gateway import Gateway
from desktop_oms.db.tx import Tx, WriteMeta
from desktop_oms.domain.errors import Conflict, OmsError

T = TypeVar("T")
log = logging.getLogger(__name__)

_TRIES = 5


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What came of one command.

    Attributes:
        value: what the handler returned.
        changes: what was committed.
        group_id: the undo group, None when nothing a person could take back was written.
        seconds: from the call to the commit.
    """

    value: T
    changes: ChangeSet
    group_id: int | None
    seconds: float


@dataclass(frozen=True, slots=True)
class Errand:
    """How a command is to be run, apart from the command itself.

    Attributes:
        cause: what brought it ("scan 1f3a", "orders.csv:17"), kept in every event.
        group_id: join this undo group instead of opening one.
        label: facts naming the deed in the undo button.
    """

    actor: Actor = field(default_factory=Actor)
    cause: str = ""
    group_id: int | None = None
    label: Mapping[str, Any] = field(default_factory=dict)


class Bus:
    """Runs commands on one gateway."""

    def __init__(self, gateway: Gateway, template_versions: Mapping[str, str]) -> None:
        self.gateway = gateway
        self._template_versions = template_versions

    def run(self, command: Any, errand: Errand) -> Outcome[Any]:
        """Run ``command`` for the errand's actor.

        Raises:
            RuleError: ``right.missing`` or what the handler or a constraint refuses; nothing was saved.
            Conflict, ConfirmNeeded, Unavailable: see ``domain.errors``; nothing was saved.
        """
        declared = declaration_of(type(command))
        started = time.perf_counter()
        for attempt in range(1, _TRIES + 1):
            try:
                return self._once(command, declared, errand, started)
            except Conflict as conflict:
                if not declared.repeatable or attempt == _TRIES:
                    raise
                log.info("%s meets %s, trying again", type(command).__name__, conflict.code)
                # Why the jitter: two stations that collided must not collide again in step.
                time.sleep(random.uniform(0.001, 0.005) * attempt)
        raise AssertionError("unreachable")

    def _once(self, command: Any, declared: Declaration, errand: Errand, started: float) -> Outcome[Any]:
        name = type(command).__name__
        meta = WriteMeta(
            command=name,
            command_id=uuid.uuid4().hex,
            actor_id=errand.actor.user_id,
            station_id=errand.actor.station_id,
            cause=errand.cause,
            group_id=errand.group_id,
            has_group=declared.undo != "none",
            may_undo=declared.undo == "derived",
            why_not=declared.why_not,
            label=errand.label,
            is_background=declared.priority == BACKGROUND,
        )
        try:
            with self.gateway.transaction(meta) as tx:
                ctx = Context(errand.actor, tx, self._template_versions)
                ctx.require(declared.right)
                value = handler_of(type(command))(tx, command, ctx)
        except OmsError:
            raise
        except Exception:
            log.exception("%s failed, nothing was saved (command %s)", name, meta.command_id)
            raise
        return _outcome(value, tx, time.perf_counter() - started)


def _outcome(value: Any, tx: Tx, seconds: float) -> Outcome[Any]:
    if tx.changes is None:
        raise AssertionError("a transaction that ended well has its changes")
    return Outcome(value, tx.changes, tx.opened_group, seconds)
