"""Questions about the books, answered in plain records: what lists, drawers, tables and the command line show.

One object per read connection; every method is one or a few Core selects from ``db.queries``. Personal data and purchase prices
are left out for an actor without the right to see them.
"""

from __future__ import annotations

from functools import cached_property

from sqlalchemy import Connection, select

from desktop_oms.app.context import SYSTEM_ACTOR, Actor, union
from desktop_oms.app.undo import top_of_stack
from desktop_oms.db.schema import role, user_role


class Reads:
    """The books as one actor may see them, at one consistent moment."""

    def __init__(self, conn: Connection, actor: Actor) -> None:
        self.conn = conn
        self.actor = actor

    @cached_property
    def rights(self) -> frozenset[str]:
        """Rights of the actor now; the program itself has none listed but may everything."""
        query = (
            select(role.c.rights)
            .join(user_role, user_role.c.role_id == role.c.id)
            .where(user_role.c.user_id == self.actor.user_id)
        )
        return union(row.rights for row in self.conn.execute(query))

    def may(self, right: str) -> bool:
        """Whether the actor holds a right."""
        return self.actor.user_id == SYSTEM_ACTOR or right in self.rights

    def undo_top(self) -> tuple[str, dict[str, object]] | None:
        """Command and label facts of what Ctrl+Z would take back; None when there is nothing."""
        row = self.conn.execute(top_of_stack(self.actor)).mappings().first()
        return (row["command"], dict(row["label_data"] or {})) if row else None
