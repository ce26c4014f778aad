"""The working day that gets killed: reads order files, packs by scans, dispatches, and says every commit on standard output.

One JSON line after each commit, flushed: what a person would have seen as done. Driven by what the books say, so the same call
goes on where a killed one stopped.
"""

from __future__ import annotations

import argparse
import json
import sys
import uuid
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import select

from desktop_oms.app.dispatch import DispatchShipments
from desktop_oms.app.intake.files import import_file
from desktop_oms.app.packing import PackScan
from desktop_oms.app.release import ReleaseOrders
from desktop_oms.app.shop import Shop
from desktop_oms.compose import system_clock
from desktop_oms.db import schema as s
from desktop_oms.db.engine import read_connection
from tests.app.books import shop_at

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"
DISPATCH_EVERY = 3


class TellingShop:
    """A shop that says every commit aloud."""

    def __init__(self, shop: Shop) -> None:
        self.shop, self.engine, self.files = shop, shop.engine, shop.files
        self.prefix = uuid.uuid4().hex[:8]
        self._scans = 0

    def run(self, command: Any, **more: Any) -> Any:
        """Run a command, then tell what it was, its last event and what came of it."""
        outcome = self.shop.run(command, **more)
        tell({"command": type(command).__name__, "seq": outcome.changes.seq, **_facts(command, outcome.value)})
        return outcome

    def scan(self, text: str) -> Any:
        """Scan at the table; the verdict."""
        self._scans += 1
        return self.run(PackScan(text, f"{self.prefix}-{self._scans}")).value


def tell(line: Mapping[str, Any]) -> None:
    """One JSON line, out of our hands when this returns."""
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def _facts(command: Any, value: Any) -> dict[str, Any]:
    if isinstance(command, PackScan):
        shipment = value.view.shipment_id if value.view else None
        return {"scan_id": command.scan_id, "code": value.code, "done": value.done, "of": value.of,
                "remaining": value.remaining, "shipment": shipment}  # fmt: skip
    if isinstance(command, DispatchShipments):
        return {"shipments": list(value)}
    return {"created": getattr(value, "created", 0)}


def work(shop: Shop, files: list[str], shipments: int, seed: int) -> None:
    """The whole day, or what is left of it."""
    telling, luck = TellingShop(shop), Random(seed)
    for name in files:
        import_file(telling, SAMPLES / name)
    _release(telling, shipments)
    packed = 0
    while (number := _next_order(telling)) is not None:
        _pack(telling, number, luck)
        packed += 1
        if packed % DISPATCH_EVERY == 0:
            _dispatch(telling)
    _dispatch(telling)


def _release(telling: TellingShop, shipments: int) -> None:
    """Release one order at a time until so many own shipments exist."""
    orders = select(s.sales_order.c.id).where(s.sales_order.c.is_workable).order_by(s.sales_order.c.id)
    own = select(s.shipment.c.id).where(s.shipment.c.is_external.is_(False))
    for order in _rows(telling, orders):
        if len(_rows(telling, own)) >= shipments:
            return
        telling.run(ReleaseOrders((order["id"],)))


def _next_order(telling: TellingShop) -> str | None:
    """Number of an order on the table or waiting for one."""
    query = (
        select(s.sales_order.c.number)
        .join(s.shipment_line, s.shipment_line.c.order_id == s.sales_order.c.id)
        .join(s.shipment, s.shipment.c.id == s.shipment_line.c.shipment_id)
        .where(s.shipment.c.state.in_(("packing", "released")))
        .order_by(s.shipment.c.state, s.shipment.c.id)
    )
    found = _rows(telling, query.limit(1))
    return found[0]["number"] if found else None


def _pack(telling: TellingShop, number: str, luck: Random) -> None:
    station = telling.shop.actor.station_id
    assert station is not None
    view = telling.shop.ask(lambda reads: reads.pack_view_for_station(station)) or telling.scan(f"ORD{number}").view
    units = [line.sku for line in view.lines for _ in range(line.of - line.done)]
    luck.shuffle(units)
    for nth, sku in enumerate(units):
        if nth == 0 or luck.random() < 0.2:
            telling.scan(luck.choice(("4006381333931", "NO-SUCH-CODE", "CTRLHELP")))
        telling.scan(sku)


def _dispatch(telling: TellingShop) -> None:
    waiting = _rows(telling, select(s.shipment.c.id).where(s.shipment.c.state == "labelled"))
    if waiting:
        telling.run(DispatchShipments(tuple(row["id"] for row in waiting)))


def _rows(telling: TellingShop, query: Any) -> list[Any]:
    with read_connection(telling.engine) as conn:
        return list(conn.execute(query).mappings())


def main() -> None:
    """Work at the books named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--files", default="shopify-orders.csv,amazon-new-orders.txt")
    parser.add_argument("--shipments", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    shop = shop_at(chosen.url, system_clock)
    tell({"ready": True})
    work(shop, chosen.files.split(","), chosen.shipments, chosen.seed)
    tell({"end": True})
    shop.close()


if __name__ == "__main__":
    main()
