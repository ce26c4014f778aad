"""Hand shipment confirmations over as a file the channel takes back.

The messages wait in the outbox. A file is written in three steps that survive a kill at any instant: they are marked *sending*
under the name of the file, the file is written whole or not at all, they are marked *sent*. A message left *sending* is
written again into the same file, so nothing is told twice in two files and nothing is lost.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from desktop_oms.app.outbox import ClaimConfirmations, GiveBackConfirmations, MarkSent
from desktop_oms.app.ports import ConfirmedLine
from desktop_oms.app.shop import Shop
from desktop_oms.domain.errors import OmsError


def write_confirmations(shop: Shop, channel_type: str, path: Path) -> int:
    """Write every waiting confirmation of a channel type into ``path``; returns how many order lines it names.

    Raises:
        Unavailable: ``file.unwritable``; the messages wait again and go out with the next file, whatever its name.
    """
    claimed = shop.run(ClaimConfirmations(channel_type, path.name)).value
    if not claimed:
        return 0
    outbox_ids = tuple(row["id"] for row in claimed)
    lines = [line for row in claimed for line in _lines(row["payload"])]
    try:
        shop.files.write_confirmation(channel_type, lines, path)
    except OmsError:
        shop.run(GiveBackConfirmations(outbox_ids))
        raise
    shop.run(MarkSent(outbox_ids))
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
