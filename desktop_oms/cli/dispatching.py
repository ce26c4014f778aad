"""``dispatch REF… [--out FILE]``: parcels are handed over, and the channel's confirmation file is written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from desktop_oms.app import lookups
from desktop_oms.app.confirmations import write_confirmations
from desktop_oms.app.dispatch import DispatchShipments
from desktop_oms.app.lookups import ShipmentRef
from desktop_oms.cli.answer import DONE
from desktop_oms.cli.desk import Answer, Desk
from desktop_oms.domain.errors import ConfirmNeeded, OmsError, RuleError, Unavailable, UsageError

_PAGE = 50
_GONE = ("dispatched", "in_transit", "delivered", "lost", "returned_to_sender")
# The one channel whose confirmations go back as a file.
_CHANNEL = "amazon"


def dispatch(desk: Desk) -> int:
    """Hand over what REF names, all of it or none of it; up to 50 shipments are one transaction.

    Without REF only the confirmation file of what left before is written.
    """
    args, shop = desk.args, desk.shop
    if not args.refs and not args.out:
        raise UsageError("usage.wrong", message="name orders or shipments", usage="dispatch REF... [--out FILE]")
    out = Path(args.out).expanduser() if args.out else None
    _refuse_lost_file(out, is_consented=args.overwrite)
    shipments = shop.ask(lambda reads: _to_hand_over(reads, args.refs))
    for start in range(0, len(shipments), _PAGE):
        ids = tuple(row.id for row in shipments[start : start + _PAGE])
        shop.run(DispatchShipments(ids, carrier=args.carrier, tracking_no=args.tracking))
    answer: Answer = {
        "dispatched": [{"order": row.order_number, "shipment": row.number} for row in shipments],
        "confirmation": None,
    }
    lines = 0
    if out:
        try:
            lines = write_confirmations(shop, _CHANNEL, out)
        except OmsError:
            # They have left all the same: say so before the file's refusal.
            desk.say.document(
                answer, [f"Order {row.order_number}: shipment {row.number} dispatched" for row in shipments]
            )
            raise
        answer["confirmation"] = {"file": str(out) if lines else None, "lines": lines}
    said = [f"Order {row.order_number}: shipment {row.number} dispatched" for row in shipments]
    if out:
        said.append(
            f"{lines} order lines confirmed in {out}"
            if lines
            else f"Nothing to confirm to Amazon; {out} was not written"
        )
    desk.say.document(answer, said)
    return DONE


def _refuse_lost_file(out: Path | None, *, is_consented: bool) -> None:
    """An earlier file may not be with the channel yet. Raises ConfirmNeeded ``file.exists``, Unavailable ``file.unwritable``."""
    if out is not None and not out.parent.is_dir():
        raise Unavailable("file.unwritable", path=str(out), reason="there is no such folder")
    if out is not None and not is_consented and out.is_file() and out.stat().st_size:
        raise ConfirmNeeded("file.exists", path=str(out))


def _to_hand_over(reads: Any, refs: Sequence[str]) -> list[ShipmentRef]:
    """The shipments of each reference that have not left yet.

    Raises:
        RuleError: ``dispatch.nothing`` when an order has none, with the state it is in.
    """
    found: dict[int, ShipmentRef] = {}
    for ref in refs:
        shipments = lookups.shipments_named(reads, ref)
        waiting = [row for row in shipments if row.state not in _GONE]
        if not waiting:
            raise RuleError("dispatch.nothing", ref=ref, state=shipments[-1].state if shipments else "not_released")
        found.update({row.id: row for row in waiting})
    return list(found.values())
