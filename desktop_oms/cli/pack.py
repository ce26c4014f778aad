"""``pack REF``: a packing table without a screen.

Every scan is one command of the shop; its verdict is printed after its commit and flushed, so whoever has read a verdict may
rely on it. Invariant: as many verdicts as lines of input, numbered from 1; an item is never booked into another order than the one
on this table.
"""

from __future__ import annotations

import io
import sys
import threading
from typing import Any

from desktop_oms.app import lookups
from desktop_oms.app.leases import RENEW_EVERY_S, RenewClaim
from desktop_oms.app.packing import PackScan
from desktop_oms.app.printing import print_waiting
from desktop_oms.app.records import ScanVerdict
from desktop_oms.app.shop import Shop
from desktop_oms.cli.answer import DONE, REFUSED, UNAVAILABLE
from desktop_oms.cli.desk import Answer, Desk
from desktop_oms.cli.scans import scan_lines
from desktop_oms.cli.sentences import sentence
from desktop_oms.domain.codes import typed_code
from desktop_oms.domain.errors import OmsError, RuleError, UsageError

_SUSPEND = "CTRLSUSPEND"


def pack(desk: Desk) -> int:
    """Open what REF names, verify what is scanned, suspend at the end of the input if units are missing."""
    table = Table(desk)
    code = desk.shop.ask(lambda reads: _code(reads, desk.args.ref))
    opened = table.open(code)
    if opened.code != "order_open":
        # The only line that no line of input asked for: nothing else will come.
        table.tell(0, opened)
        return REFUSED
    with KeepClaim(desk.shop, table):
        try:
            # Without standard input at all (a service, a closed pipe) nothing is scanned.
            source = sys.stdin.buffer if sys.stdin is not None else io.BytesIO()
            for number, text in enumerate(scan_lines(source), start=1):
                table.tell(number, table.scan(text))
        except BrokenPipeError:
            # Whoever should hear the verdicts is gone; nothing more may be booked unheard.
            table.suspend()
            return UNAVAILABLE
        except KeyboardInterrupt:
            table.suspend()
            raise
        table.suspend()
    return DONE if table.is_finished else REFUSED


class Table:
    """The packing table of this run.

    Attributes:
        shipment_id: what lies on it or was packed last.
        is_finished: it is packed.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk, self._shop = desk, desk.shop
        self.shipment_id: int | None = None
        self.is_finished = False

    def open(self, code: str) -> ScanVerdict:
        """Scan the code; another order lying here is put aside with all its units, because REF was named on purpose."""
        verdict = self._run(PackScan(code))
        if verdict.reason == "switch_order":
            verdict = self._run(PackScan(code))
        return verdict

    def scan(self, text: str) -> ScanVerdict:
        """One scan, for the shipment on this table only."""
        return self._run(PackScan(text, shipment_id=self.shipment_id))

    def suspend(self) -> None:
        """Put the shipment aside if it is still open here; what was verified stays."""
        if not self.is_finished and self._lies_here():
            self._shop.run(PackScan(_SUSPEND))

    def tell(self, number: int, verdict: ScanVerdict) -> None:
        """Print one verdict, and hand over the papers a finished shipment queued."""
        self._desk.say.row(as_json(number, verdict), as_line(number, verdict))
        if verdict.documents:
            print_papers(self._desk)

    def _run(self, scan: PackScan) -> ScanVerdict:
        try:
            verdict: ScanVerdict = self._shop.run(scan, cause="pack").value
        except RuleError as refusal:
            if refusal.code in ("right.missing", "station.none"):
                raise
            # A scan always has an answer; nothing of it was saved.
            return ScanVerdict("command_refused", scan.text, reason=refusal.code, data=refusal.data)
        if verdict.view is not None:
            self.shipment_id = verdict.view.shipment_id
            self.is_finished = verdict.shipment_state not in ("", "packing")
        return verdict

    def _lies_here(self) -> bool:
        station_id = self._shop.actor.station_id
        if station_id is None:
            return False
        view = self._shop.ask(lambda reads: reads.pack_view_for_station(station_id))
        return view is not None and view.shipment_id == self.shipment_id


class KeepClaim:
    """Renews the claim every 30 s while lines are awaited, however long the packer takes."""

    def __init__(self, shop: Shop, table: Table) -> None:
        self._shop, self._table = shop, table
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._renew, name="claim", daemon=True)

    def __enter__(self) -> KeepClaim:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join(10)

    def _renew(self) -> None:
        while not self._over.wait(RENEW_EVERY_S):
            if self._table.is_finished or self._table.shipment_id is None:
                continue
            try:
                self._shop.run(RenewClaim("shipment", self._table.shipment_id))
            except OmsError:
                continue  # busy or taken over: the next scan tells


def print_papers(desk: Desk) -> None:
    """Hand queued papers to their printers; a printer that is away is told, the shipment stays packed."""
    try:
        print_waiting(desk.shop)
    except OmsError as refusal:
        desk.say.note(sentence(refusal.code, refusal.data))


def _code(reads: Any, reference: str) -> str:
    """What to scan for REF. An article's code opens nothing here: it would pick an order nobody named."""
    order_id = lookups.find_order(reads, reference)
    if order_id is not None:
        number: str = reads.orders.rows([order_id])[order_id].number
        return typed_code("order", number)
    shipments = lookups.shipments_named(reads, reference)
    if len(shipments) > 1:
        raise UsageError("order.ambiguous", ref=reference, numbers=[row.number for row in shipments])
    return typed_code("shipment", str(shipments[0].id))


def as_json(number: int, verdict: ScanVerdict) -> Answer:
    """A verdict as docs/cli.md has it."""
    return {
        "n": number,
        "text": verdict.text,
        "verdict": verdict.code,
        "reason": verdict.reason,
        "line": verdict.line,
        "sku": verdict.sku,
        "done": verdict.done,
        "of": verdict.of,
        "remaining": verdict.remaining,
        "shipment_state": verdict.shipment_state,
        "documents": list(verdict.documents),
    }


def as_line(number: int, verdict: ScanVerdict) -> str:
    """A verdict for a person."""
    word = verdict.code.replace("_", " ")
    reason = f" ({verdict.reason.replace('_', ' ')})" if verdict.reason else ""
    item = f" {verdict.sku} {verdict.done} of {verdict.of}" if verdict.sku else ""
    left = f", {verdict.remaining} left" if verdict.remaining else ""
    papers = f", printed: {', '.join(verdict.documents)}" if verdict.documents else ""
    return f"{number} {verdict.text}: {word}{reason}{item}{left}{papers}"
