"""Holds: named blocks on orders. Placing needs little, lifting is a right of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from desktop_oms.app.commands import BACKGROUND, command, handles
from desktop_oms.app.context import Context
from desktop_oms.db.changes import Row
from desktop_oms.db.schema import hold, sales_order
from desktop_oms.db.schema.orders import HOLD_KINDS
from desktop_oms.db.tx import Tx
from desktop_oms.domain.errors import RuleError, UsageError


@command(right="hold.place")
@dataclass(frozen=True, slots=True)
class PlaceHold:
    """Block orders with a reason; they stay blocked until lifted or until ``until_at`` (aware UTC)."""

    order_ids: tuple[int, ...]
    kind: str = "manual"
    note: str = ""
    until_at: datetime | None = None


@handles(PlaceHold)
def handle_place_hold(tx: Tx, cmd: PlaceHold, ctx: Context) -> list[int]:
    """Place one hold per order and return their ids.

    Raises:
        UsageError: ``hold.unknown_kind``.
        RuleError: ``order.unknown``.
    """
    if cmd.kind not in HOLD_KINDS:
        raise UsageError("hold.unknown_kind", kind=cmd.kind, known=list(HOLD_KINDS))
    order_ids = tuple(dict.fromkeys(cmd.order_ids))
    known = {row["id"] for row in tx.read(select(sales_order.c.id).where(sales_order.c.id.in_(order_ids)))}
    for order_id in order_ids:
        if order_id not in known:
            raise RuleError("order.unknown", id=order_id)
    rows = [
        {
            "order_id": order_id,
            "kind": cmd.kind,
            "note": cmd.note,
            "placed_by": ctx.user_id,
            "placed_at": tx.now,
            "until_at": cmd.until_at,
        }
        for order_id in order_ids
    ]
    for order_id in order_ids:
        tx.note("HoldPlaced", kind="order", entity_id=order_id, data={"hold": cmd.kind})
    tx.label.update(count=len(order_ids), hold=cmd.kind)
    return tx.insert(hold, rows)


@command(right="hold.lift")
@dataclass(frozen=True, slots=True)
class ReleaseHold:
    """Lift holds, by hold id."""

    hold_ids: tuple[int, ...]
    reason: str = ""


@handles(ReleaseHold)
def handle_release_hold(tx: Tx, cmd: ReleaseHold, ctx: Context) -> int:
    """Lift what is still open and return how many were. Raises RuleError ``hold.unknown``."""
    rows = tx.rows_by_id(hold, cmd.hold_ids)
    for hold_id in cmd.hold_ids:
        if hold_id not in rows:
            raise RuleError("hold.unknown", id=hold_id)
    return _lift(tx, [row for row in rows.values() if row["released_at"] is None], ctx.user_id, cmd.reason)


@command(right="", priority=BACKGROUND, repeatable=True)
@dataclass(frozen=True, slots=True)
class ReleaseDueHolds:
    """The clock: lift the holds whose until-date has come."""


@handles(ReleaseDueHolds)
def handle_release_due_holds(tx: Tx, _cmd: ReleaseDueHolds, ctx: Context) -> int:
    """Lift due holds, at most 50 at a time; returns how many were lifted."""
    due = select(hold).where(hold.c.released_at.is_(None), hold.c.until_at <= tx.now).order_by(hold.c.id).limit(50)
    return _lift(tx, tx.read(due), ctx.user_id, "until_date")


def _lift(tx: Tx, rows: Sequence[Row], user_id: int, reason: str) -> int:
    values = {"released_at": tx.now, "released_by": user_id, "release_reason": reason}
    tx.update(hold, [{"id": row["id"], **values} for row in rows])
    for row in rows:
        tx.note("HoldReleased", kind="order", entity_id=row["order_id"], data={"hold": row["kind"], "reason": reason})
    tx.label.update(count=len(rows))
    return len(rows)
