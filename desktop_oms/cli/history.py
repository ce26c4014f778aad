"""``undo``, ``redo``, ``events``."""

from __future__ import annotations

from typing import Any

from desktop_oms.app import lookups
from desktop_oms.app.lookups import EventRow
from desktop_oms.app.undo import Redo, Undo, Undone
from desktop_oms.cli.answer import DONE, table
from desktop_oms.cli.desk import Desk, Verb
from desktop_oms.cli.sentences import deed


def undo(desk: Desk) -> int:
    """Take the latest deed back."""
    return _tell(desk, "undone", desk.shop.run(Undo()).value)


def redo(desk: Desk) -> int:
    """Do again what was taken back last."""
    return _tell(desk, "redone", desk.shop.run(Redo()).value)


def _tell(desk: Desk, word: str, done: Undone) -> int:
    # Why from the label: the command of an undone undo is "Undo"; the label names the deed itself.
    command = str(done.label.get("command", done.command))
    facts = {name: value for name, value in done.label.items() if name != "command"}
    said = deed(command, facts)
    desk.say.document({word: {"command": command, "deed": said, "facts": facts}}, [f"{word.capitalize()}: {said}"])
    return DONE


def events(desk: Desk) -> int:
    """What happened, newest first. ``next`` is the oldest sequence number shown."""
    args = desk.args

    def ask(reads: Any) -> list[EventRow]:
        order_id = lookups.order_named(reads, args.order) if args.order else None
        return lookups.events(reads, order_id=order_id, before=args.after, limit=args.limit + 1)

    rows = desk.shop.ask(ask)
    shown = rows[: args.limit]
    has_more = len(rows) > args.limit
    names = ("seq", "at", "command", "name", "kind", "entity_id", "actor", "station", "cause", "data")
    answer = {
        "events": [{name: getattr(row, name) for name in names} for row in shown],
        "next": str(shown[-1].seq) if has_more else None,
    }
    lines = table(["SEQ", "WHEN (UTC)", "EVENT", "OF", "WHO", "CAUSE"],
                  [[row.seq, f"{row.at:%Y-%m-%d %H:%M:%S}", row.name, f"{row.kind} {row.entity_id}", row.actor, row.cause]
                   for row in shown])  # fmt: skip
    desk.say.document(answer, [*lines, *([f"More: --after {answer['next']}"] if has_more else [])])
    return DONE


VERBS: dict[str, Verb] = {"undo": undo, "redo": redo, "events": events}
