"""Compare what a killed program had said with what its books say; shares no code with the packing pane or the doctor.

Every acknowledged commit must be in the books, at most one unacknowledged one may be there as well (it was committed and killed
before it could say so), nothing may be there twice, and the table must resume at the exact unit.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from desktop_oms.app.packing import PackScan
from desktop_oms.app.shop import Shop
from desktop_oms.db import schema as s
from desktop_oms.db.doctor import run_all
from desktop_oms.db.engine import read_connection

BOOKED = ("ok", "line_done", "order_packed")


@dataclass
class Findings:
    """What one kill came to.

    Attributes:
        faults: sentences; empty when all is well.
        unsaid: commits in the books that were not acknowledged (0 or 1).
        resumed: units scanned after reopening to finish the shipment on the table; None when the table was empty.
    """

    faults: list[str] = field(default_factory=list)
    unsaid: int = 0
    resumed: int | None = None

    def expect(self, is_right: bool, sentence: str) -> None:
        """Note a fault unless ``is_right``."""
        if not is_right:
            self.faults.append(sentence)


def compare(shop: Shop, said: list[dict[str, Any]], first_seq: int) -> Findings:
    """Judge the books of ``shop``, reopened after the kill, against the lines the program had said; then finish the open box."""
    found = Findings()
    with read_connection(shop.engine) as conn:
        later = select(s.event).where(s.event.c.seq > first_seq).order_by(s.event.c.seq)
        events = [dict(row) for row in conn.execute(later).mappings()]
    commits = [line for line in said if line.get("seq")]
    _compare_events(found, events, commits)
    _compare_scans(found, events, commits)
    _compare_parcels(found, shop, events, commits)
    _compare_orders(found, shop, events, commits)
    _compare_dispatches(found, shop, commits)
    _doctor(found, shop, "after the kill")
    _resume(found, shop, events)
    return found


def _compare_events(found: Findings, events: list[dict[str, Any]], commits: list[dict[str, Any]]) -> None:
    by_seq = {row["seq"]: row for row in events}
    for line in commits:
        row = by_seq.get(line["seq"])
        found.expect(row is not None, f"lost: {line}")
        found.expect(row is None or row["command"] == line["command"], f"event {line['seq']} is no {line['command']}")
    last = max((line["seq"] for line in commits), default=0)
    found.unsaid = len({row["command_id"] for row in events if row["seq"] > last})
    found.expect(found.unsaid <= 1, f"{found.unsaid} commits were never acknowledged")
    done = len({row["command_id"] for row in events})
    found.expect(done == len(commits) + found.unsaid, f"{done} commands in the books, {len(commits)} acknowledged")


def _compare_scans(found: Findings, events: list[dict[str, Any]], commits: list[dict[str, Any]]) -> None:
    scanned = [row["data"] for row in events if row["name"] == "Scanned"]
    times = Counter(data["scan_id"] for data in scanned)
    found.expect(all(count == 1 for count in times.values()), "a scan is in the books twice")
    by_id = {data["scan_id"]: data for data in scanned}
    for line in commits:
        if line["command"] == "PackScan":
            kept = by_id.get(line["scan_id"])
            answer = None if kept is None else (kept["verdict"], kept["done"], kept["of"])
            found.expect(answer == (line["code"], line["done"], line["of"]), f"scan answered {line}, kept {kept}")


def _compare_parcels(found: Findings, shop: Shop, events: list[dict[str, Any]], commits: list[dict[str, Any]]) -> None:
    """Units in boxes: those acknowledged, and at most the one that was being answered."""
    content = select(s.parcel_content.c.shipment_id, func.sum(s.parcel_content.c.quantity).label("units"))
    with read_connection(shop.engine) as conn:
        units = {
            row.shipment_id: int(row.units) for row in conn.execute(content.group_by(s.parcel_content.c.shipment_id))
        }
    said = Counter(line["shipment"] for line in commits if line.get("code") in BOOKED)
    last = max((line["seq"] for line in commits), default=0)
    unsaid = Counter(
        row["entity_id"] for row in events
        if row["seq"] > last and row["name"] == "Scanned" and row["data"]["verdict"] in BOOKED
    )  # fmt: skip
    found.expect(
        units == dict(said + unsaid), f"boxes hold {units}, acknowledged {dict(said)}, on its way {dict(unsaid)}"
    )


def _compare_orders(found: Findings, shop: Shop, events: list[dict[str, Any]], commits: list[dict[str, Any]]) -> None:
    with read_connection(shop.engine) as conn:
        there = conn.execute(select(s.sales_order.c.channel_id, s.sales_order.c.external_id)).all()
    said = sum(line.get("created", 0) for line in commits if line["command"] == "ImportOrders")
    last = max((line["seq"] for line in commits), default=0)
    unsaid = sum(row["seq"] > last and row["name"] == "OrderImported" for row in events)
    found.expect(len(there) == len(set(there)), "an order is in the books twice")
    found.expect(len(there) == said + unsaid, f"{len(there)} orders, {said} acknowledged, {unsaid} on their way")


def _compare_dispatches(found: Findings, shop: Shop, commits: list[dict[str, Any]]) -> None:
    moved = select(s.stock_move.c.document_id, func.sum(-s.stock_move.c.quantity).label("units")).where(
        s.stock_move.c.document_kind == "shipment"
    )
    packed = select(s.parcel_content.c.shipment_id, func.sum(s.parcel_content.c.quantity).label("units"))
    with read_connection(shop.engine) as conn:
        states = {row.id: row.state for row in conn.execute(select(s.shipment.c.id, s.shipment.c.state))}
        issued = {row.document_id: int(row.units) for row in conn.execute(moved.group_by(s.stock_move.c.document_id))}
        boxed = {
            row.shipment_id: int(row.units) for row in conn.execute(packed.group_by(s.parcel_content.c.shipment_id))
        }
    for line in commits:
        for shipment_id in line.get("shipments", ()):
            found.expect(states.get(shipment_id) == "dispatched", f"shipment {shipment_id} did not leave")
    for shipment_id, units in issued.items():
        found.expect(
            boxed.get(shipment_id) == units, f"shipment {shipment_id}: {units} issued, {boxed.get(shipment_id)} boxed"
        )


def _doctor(found: Findings, shop: Shop, when: str) -> None:
    with read_connection(shop.engine) as conn:
        found.faults += [f"doctor {when}: {one.table} {one.id}: {one.difference}" for one in run_all(conn)]


def _resume(found: Findings, shop: Shop, events: list[dict[str, Any]]) -> None:
    """The table shows the box that was open, at the unit the last answer left it, and finishes with exactly the missing ones."""
    station_id = shop.actor.station_id
    assert station_id is not None
    view = shop.ask(lambda reads: reads.pack_view_for_station(station_id))
    with read_connection(shop.engine) as conn:
        packing = conn.execute(select(s.shipment.c.id).where(s.shipment.c.state == "packing")).scalars().all()
    found.expect([view.shipment_id] == list(packing) if view else not packing, f"open {packing}, on the table {view}")
    if view is None:
        return
    booked = sum(
        row["name"] == "Scanned" and row["entity_id"] == view.shipment_id and row["data"]["verdict"] in BOOKED
        for row in events
    )
    found.expect(view.remaining == view.total - booked, f"{booked} of {view.total} verified, {view.remaining} to go")
    units = [line.sku for line in view.lines for _ in range(line.of - line.done)]
    codes = [shop.run(PackScan(sku)).value.code for sku in units]
    found.expect(codes.count("order_packed") == 1 and codes[-1] == "order_packed", f"resumed with {codes}")
    found.resumed = len(units)
