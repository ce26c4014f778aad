"""Commands of the outbox: reserve shipment confirmations for a file, mark what is in it. The file is ``app.confirmations``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from desktop_oms.app.commands import command, handles
from desktop_oms.app.context import Context
from desktop_oms.app.dispatch import CONFIRMATION
from desktop_oms.db.schema import channel, outbox
from desktop_oms.db.tx import Tx


@command(right="dispatch", repeatable=True, undo="none")
@dataclass(frozen=True, slots=True)
class ClaimConfirmations:
    """Reserve the waiting confirmations of one type of channel for a file."""

    channel_type: str
    file_name: str


@handles(ClaimConfirmations)
def handle_claim(tx: Tx, cmd: ClaimConfirmations, ctx: Context) -> list[dict[str, Any]]:
    """Mark what is pending, and what an interrupted run left behind, as sending; returns id and payload of each."""
    query = (
        select(outbox.c.id, outbox.c.payload, outbox.c.attempts)
        .join(channel, channel.c.id == outbox.c.channel_id)
        .where(
            outbox.c.kind == CONFIRMATION,
            channel.c.type == cmd.channel_type,
            (outbox.c.state == "pending")
            | ((outbox.c.state == "sending") & (outbox.c.remote_reference == cmd.file_name)),
        )
        .order_by(outbox.c.id)
    )
    # Why the lock: two stations that write a file at once must not both tell the same.
    rows = [dict(row) for row in tx.read(query.with_for_update(of=outbox) if tx.is_postgresql else query)]
    claimed = {"state": "sending", "remote_reference": cmd.file_name}
    tx.update(outbox, [{"id": row["id"], "attempts": row["attempts"] + 1, **claimed} for row in rows])
    return rows


@command(right="dispatch", repeatable=True, undo="none")
@dataclass(frozen=True, slots=True)
class GiveBackConfirmations:
    """The file these messages were reserved for was not written; any other may take them."""

    outbox_ids: tuple[int, ...]


@handles(GiveBackConfirmations)
def handle_give_back(tx: Tx, cmd: GiveBackConfirmations, ctx: Context) -> int:
    """Let them wait again; returns how many were still reserved."""
    rows = [row for row in tx.rows_by_id(outbox, cmd.outbox_ids).values() if row["state"] == "sending"]
    return tx.update(outbox, [{"id": row["id"], "state": "pending", "remote_reference": ""} for row in rows])


@command(right="dispatch", repeatable=True, undo="none")
@dataclass(frozen=True, slots=True)
class MarkSent:
    """These messages are in the file on disk."""

    outbox_ids: tuple[int, ...]


@handles(MarkSent)
def handle_mark_sent(tx: Tx, cmd: MarkSent, ctx: Context) -> int:
    """Record that the file was written. Handing it to the channel is a person's step, so sent is not confirmed."""
    return tx.update(outbox, [{"id": row_id, "state": "sent", "sent_at": tx.now} for row_id in cmd.outbox_ids])
