"""Hand shipment confirmations over as a file the channel takes back.

The messages wait in the outbox. A file is written in three steps that survive a kill at any instant: they are marked *sending*
under the name of the file, the file is written whole or not at all, they are marked *sent*. A message left *sending* is
written again into the same file, so nothing is told twice in two files and nothing is lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from desktop_oms.app.commands import command, handles
from desktop_oms.app.context import Context
from desktop_oms.app.dispatch import CONFIRMATION
from desktop_oms.app.ports import ConfirmedLine
from desktop_oms.app.shop import Shop
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
    rows = [dict(row) for row in tx.read(query)]
    claimed = {"state": "sending", "remote_reference": cmd.file_name}
    tx.update(outbox, [{"id": row["id"], "attempts": row["attempts"] + 1, **claimed} for row in rows])
    return rows


@command(right="dispatch", repeatable=True, undo="none")
@dataclass(frozen=True, slots=True)
class MarkSent:
    """These messages are in the file on disk."""

    outbox_ids: tuple[int, ...]


@handles(MarkSent)
def handle_mark_sent(tx: Tx, cmd: MarkSent, ctx: Context) -> int:
    """Record that the file was written. Handing it to the channel is a person's step, so sent is not confirmed."""
    return tx.update(outbox, [{"id": row_id, "state": "sent", "sent_at": tx.now} for row_id in cmd.outbox_ids])


def write_confirmations(shop: Shop, channel_type: str, path: Path) -> int:
    """Write every waiting confirmation of a channel type into ``path``; returns how many order lines it names.

    Raises:
        Unavailable: ``file.unwritable``; the messages stay claimed for this file and go out with the next try.
    """
    claimed = shop.run(ClaimConfirmations(channel_type, path.name)).value
    if not claimed:
        return 0
    lines = [line for row in claimed for line in _lines(row["payload"])]
    shop.files.write_confirmation(channel_type, lines, path)
    shop.run(MarkSent(tuple(row["id"] for row in claimed)))
    return len(lines)


def _lines(payload: dict[str, Any]) -> list[ConfirmedLine]:
    return [
        ConfirmedLine(
            order_id=payload["order"],
            line_id=line_id,
            quantity=quantity,
            shipped_at=datetime.fromisoformat(payload["shipped_at"]),
            carrier=payload["carrier"],
            service=payload["service"],
            tracking_no=payload["tracking_no"],
        )
        for line_id, quantity in payload["lines"]
        if quantity > 0
    ]
