"""Threads of one process, without Qt: one writer, foreground first, and readers that answer the newest question first.

Callbacks run on the worker thread with either the value or the exception; a front end brings them to its own thread.
Invariant: commands of one priority run in the order they were given; a foreground command never waits for a background one
that has not begun.
"""

from __future__ import annotations

import itertools
import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from desktop_oms.app.commands import FOREGROUND, declaration_of

log = logging.getLogger(__name__)

Done = Callable[[Any], None]


class ShopLike(Protocol):
    """What the runner needs of the shop."""

    def run(self, command: Any, *, cause: str = "", group_id: int | None = None) -> Any: ...

    def ask(self, question: Callable[[Any], Any]) -> Any: ...


@dataclass(slots=True)
class _Question:
    ask: Callable[[Any], Any]
    on_done: Done
    group: str
    is_dropped: bool = False


class Runner:
    """Runs commands and questions of a front end off its own thread."""

    def __init__(self, shop: ShopLike, readers: int = 2) -> None:
        self._shop = shop
        self._commands: queue.PriorityQueue[tuple[int, int, Any, str, int | None, Done]] = queue.PriorityQueue()
        self._order = itertools.count()
        self._questions: list[_Question] = []
        self._has_question = threading.Condition()
        self._stopping = False
        self._threads = [threading.Thread(target=self._write, name="writer", daemon=True)]
        self._threads += [threading.Thread(target=self._read, name=f"reader-{n}", daemon=True) for n in range(readers)]
        for thread in self._threads:
            thread.start()

    def run(self, command: Any, on_done: Done, *, cause: str = "", group_id: int | None = None) -> None:
        """Queue a command; ``on_done`` gets its Outcome or the exception."""
        priority = declaration_of(type(command)).priority
        self._commands.put((priority, next(self._order), command, cause, group_id, on_done))

    def ask(self, question: Callable[[Any], Any], on_done: Done, *, group: str = "") -> None:
        """Queue a question for a reader; a newer one of the same non-empty group replaces it if it has not begun."""
        with self._has_question:
            if group:
                for waiting in self._questions:
                    waiting.is_dropped = waiting.is_dropped or waiting.group == group
                self._questions = [waiting for waiting in self._questions if not waiting.is_dropped]
            self._questions.append(_Question(question, on_done, group))
            self._has_question.notify()

    def waiting(self) -> int:
        """Commands that have not begun."""
        return self._commands.qsize()

    def stop(self, timeout_s: float = 10.0) -> None:
        """Finish the foreground commands already given, drop the rest, end the threads."""
        with self._has_question:
            self._stopping = True
            self._questions.clear()
            self._has_question.notify_all()
        # Why FOREGROUND + 1: after every foreground command, before the background ones.
        self._commands.put((FOREGROUND + 1, -1, None, "", None, lambda _result: None))
        for thread in self._threads:
            thread.join(timeout_s)

    def _write(self) -> None:
        while True:
            _priority, _number, command, cause, group_id, on_done = self._commands.get()
            if command is None:
                return
            result: Any
            try:
                result = self._shop.run(command, cause=cause, group_id=group_id)
            except Exception as error:  # noqa: BLE001 - handed to the caller whole
                result = error
            _deliver(on_done, result)

    def _read(self) -> None:
        while True:
            with self._has_question:
                while not self._questions and not self._stopping:
                    self._has_question.wait()
                if self._stopping:
                    return
                question = self._questions.pop()
            result: Any
            try:
                result = self._shop.ask(question.ask)
            except Exception as error:  # noqa: BLE001 - handed to the caller whole
                result = error
            _deliver(question.on_done, result)


def _deliver(on_done: Done, result: Any) -> None:
    try:
        on_done(result)
    except Exception:
        log.exception("a callback failed; the worker goes on")
