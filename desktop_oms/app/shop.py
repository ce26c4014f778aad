"""The one object a front end gets: run a command, ask a question, know what stands outside the books.

Window, command line, demo and tests are equal users of it; ``compose`` makes it. Everything above ``app`` (paper renderer,
print transports, file formats) comes in as a port.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Engine

import desktop_oms.app.catalog  # noqa: F401 - registers every command
from desktop_oms.app.bus import Bus, Errand, Outcome
from desktop_oms.app.context import Actor
from desktop_oms.app.ports import FilePort, PaperPort, SpoolPort
from desktop_oms.app.reads import Reads
from desktop_oms.db.engine import read_connection

T = TypeVar("T")


class Shop:
    """The shop as one actor at one station sees it.

    Attributes:
        clock: the time, aware UTC; frozen in tests.
        actor: who runs commands unless a call names someone else.
        papers, spool, files: ports handed in by ``compose``.
    """

    def __init__(
        self,
        engine: Engine,
        bus: Bus,
        *,
        actor: Actor,
        clock: Callable[[], datetime],
        papers: PaperPort,
        spool: SpoolPort,
        files: FilePort,
    ) -> None:
        self.engine = engine
        self.bus = bus
        self.actor = actor
        self.clock = clock
        self.papers = papers
        self.spool = spool
        self.files = files

    def run(
        self, command: Any, *, cause: str = "", group_id: int | None = None, label: Mapping[str, Any] | None = None
    ) -> Outcome[Any]:
        """Run a command as this shop's actor. Raises the families of ``domain.errors``."""
        return self.bus.run(command, Errand(self.actor, cause, group_id, label or {}))

    def ask(self, question: Callable[[Reads], T]) -> T:
        """Answer a question on a read connection of its own; what it returns must be plain records."""
        with read_connection(self.engine) as conn:
            return question(Reads(conn, self.actor))

    def as_actor(self, actor: Actor) -> Shop:
        """The same shop seen by someone else."""
        return Shop(
            self.engine,
            self.bus,
            actor=actor,
            clock=self.clock,
            papers=self.papers,
            spool=self.spool,
            files=self.files,
        )

    def close(self) -> None:
        """Release the database."""
        self.engine.dispose()
