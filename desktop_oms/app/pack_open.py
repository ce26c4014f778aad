"""What a first scan opens: an order, shipment or parcel code, a channel's number, a tracking number, or an item.

An order that is not found, shipped, cancelled or held clears the table (P14). A valid other order asks once before the open one is
put aside.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, bindparam, func, literal_column, or_, select

from desktop_oms.app.context import Context
from desktop_oms.app.pack_finish import open_at_table, suspend
from desktop_oms.app.pack_table import Memory, Table, scan_keys
from desktop_oms.app.pack_verdict import order_number_of, stopped
from desktop_oms.app.pack_verify import verify
from desktop_oms.app.shipment_facts import shipment_facts
from desktop_oms.db.changes import Row
from desktop_oms.db.driver import Prepared, ids_param
from desktop_oms.db.records import ScanVerdict
from desktop_oms.db.schema import allocation, barcode, hold, parcel, sales_order, shipment, shipment_line, variant
from desktop_oms.db.tx import Tx
from desktop_oms.domain.codes import ScannedCode
from desktop_oms.domain.machine import Refusal
from desktop_oms.domain.shipment import stop_reason

_OPENING_ENTITIES = ("order", "shipment", "parcel")
# Which shipment of an order a packer means: the one begun, then those waiting, then what was packed, then what left.
_PREFERENCE = ("packing", "picked", "released", "labelled", "packed", "picking", "draft", "dispatched", "in_transit",
               "delivered", "lost", "returned_to_sender", "cancelled")  # fmt: skip

# Why no parameter: a partial index serves a query only if its condition stands there word for word.
_EMPTY: ColumnElement[str] = literal_column("''")
_LINE = shipment_line.alias("line")
_BY_PARCEL = Prepared(select(parcel.c.shipment_id).where(parcel.c.code == bindparam("text")))
_BY_SHIPMENT = Prepared(
    select(shipment.c.id)
    .where(or_(shipment.c.number == bindparam("text"), shipment.c.id == bindparam("as_id")))
    .limit(1)
)
_TRACKED = Prepared(
    select(shipment.c.id)
    .where(
        or_(
            shipment.c.number == bindparam("text"),
            (shipment.c.tracking_no == bindparam("text")) & (shipment.c.tracking_no != _EMPTY),
        )
    )
    .limit(1)
)
_BY_NUMBER = Prepared(select(sales_order.c.id).where(sales_order.c.number == bindparam("text")))
# Two are enough to know that a channel's number names no one order.
_BY_CHANNEL_NUMBER = Prepared(
    select(sales_order.c.id)
    .where(sales_order.c.external_number == bindparam("text"), sales_order.c.external_number != _EMPTY)
    .order_by(sales_order.c.id)
    .limit(2)
)
_SHIPMENTS_OF = Prepared(
    select(shipment.c.id, shipment.c.state)
    .join(shipment_line, shipment_line.c.shipment_id == shipment.c.id)
    .where(shipment_line.c.order_id == bindparam("order"), shipment.c.state != "cancelled")
    .distinct()
)
_PIECES = (
    select(func.sum(shipment_line.c.quantity))
    .where(shipment_line.c.shipment_id == shipment.c.id)
    .correlate(shipment)
    .scalar_subquery()
)
# Why by the allocations: they are indexed by article and go when the goods go, so those of years ago are not looked at.
_SINGLES = Prepared(
    select(shipment.c.id)
    .join(_LINE, _LINE.c.shipment_id == shipment.c.id)
    .join(allocation, allocation.c.shipment_line_id == _LINE.c.id)
    .where(allocation.c.variant_id.in_(ids_param()), shipment.c.state.in_(("released", "picked")), _PIECES == 1)
    .order_by(shipment.c.state == "released", shipment.c.ship_by_at.is_(None), shipment.c.ship_by_at, shipment.c.id)
    .limit(20)
)
_BARCODES = Prepared(select(barcode.c.variant_id).where(barcode.c.code_key.in_(ids_param("keys"))))
_SKUS = Prepared(select(variant.c.id).where(variant.c.sku_key.in_(ids_param("keys"))))


def open_by_code(tx: Tx, scan: ScannedCode, table: Table | None, memory: Memory, ctx: Context) -> ScanVerdict | None:
    """Open what a code names; None when the code names no order, shipment or parcel."""
    is_ours = scan.kind == "typed" and scan.entity in _OPENING_ENTITIES
    if not is_ours and table is not None:
        return None
    if is_ours and table is not None and _is_article_here(tx, scan, table):
        return None
    if not is_ours and _names_several(tx, scan.text):
        return _stop(tx, scan, table, memory, Refusal("ambiguous"), ctx)
    shipment_id, order_id = _find(tx, scan, is_ours)
    if shipment_id is None and order_id is None:
        return _stop(tx, scan, table, memory, Refusal("not_found"), ctx) if is_ours else None
    if shipment_id is None:
        return _stop(tx, scan, table, memory, _why_no_shipment(tx, order_id), ctx, _number(tx, order_id))
    if table is not None and shipment_id == table.shipment_id:
        return ScanVerdict("order_open", scan.text, reason="already_open", remaining=table.remaining,
                           shipment_state="packing", view=table.view(), data={"order": table.head["order_number"]})  # fmt: skip
    if table is not None and memory.data.get("asked") != shipment_id:
        question = _question(tx, scan, shipment_id, table, memory, ctx)
        if question is not None:
            return question
    return _open(tx, scan, shipment_id, table, memory, ctx)


def open_by_item(tx: Tx, scan: ScannedCode, memory: Memory, ctx: Context) -> ScanVerdict | None:
    """Open the most urgent released single-item shipment that wants the scanned article and verify the piece in hand.

    None when the code is no article or no such shipment waits.
    """
    variant_ids = _articles(tx, scan)
    if not variant_ids:
        return None
    for row in tx.read(_SINGLES, ids=variant_ids):
        opened = open_at_table(tx, row["id"], ctx)
        if opened.stop is None and not opened.is_packed:
            return verify(tx, scan, Table(tx, row["id"]), memory, ctx)
    return None


def _open(
    tx: Tx, scan: ScannedCode, shipment_id: int, table: Table | None, memory: Memory, ctx: Context
) -> ScanVerdict:
    opened = open_at_table(tx, shipment_id, ctx)
    number = order_number_of(tx, shipment_id)
    if opened.stop is not None:
        return _stop(tx, scan, table, memory, opened.stop, ctx, number)
    if table is not None:
        suspend(tx, table.shipment_id, ctx)
    memory.data.clear()
    fresh = Table(tx, shipment_id)
    if opened.is_packed:
        state = fresh.head["state"]
        return ScanVerdict("order_open", scan.text, reason="already_packed", shipment_state=state,
                           view=fresh.view(state), data={"order": number})  # fmt: skip
    return ScanVerdict("order_open", scan.text, remaining=fresh.remaining, shipment_state="packing",
                       view=fresh.view(), data={"order": number})  # fmt: skip


def _question(
    tx: Tx, scan: ScannedCode, shipment_id: int, table: Table, memory: Memory, ctx: Context
) -> ScanVerdict | None:
    """Ask once before the open order is put aside; no question for what could not be opened anyway."""
    state = tx.value(select(shipment.c.state).where(shipment.c.id == shipment_id))
    facts = shipment_facts(tx, [shipment_id], ctx)[shipment_id]
    if state not in ("released", "picked", "packing") or stop_reason(state, facts) is not None:
        return None
    memory.data["asked"] = shipment_id
    data = {"order": table.head["order_number"], "other": order_number_of(tx, shipment_id), "left": table.remaining}
    return ScanVerdict("needs_data", scan.text, reason="switch_order", remaining=table.remaining,
                       shipment_state="packing", view=table.view(), data=data)  # fmt: skip


def _stop(
    tx: Tx, scan: ScannedCode, table: Table | None, memory: Memory, why: Refusal, ctx: Context, number: str = ""
) -> ScanVerdict:
    """Clear the table: a failed order scan never leaves the order before it selected (P14)."""
    if table is not None:
        suspend(tx, table.shipment_id, ctx, "PackingStopped")
    memory.data.clear()
    return stopped(scan, why, number)


def _names_several(tx: Tx, number: str) -> bool:
    """Whether a number stands for orders of several shops ("#1001") and nothing of our own: guessing would label a wrong box."""
    if tx.value(_TRACKED, text=number) is not None or tx.value(_BY_NUMBER, text=number) is not None:
        return False
    return len(tx.read(_BY_CHANNEL_NUMBER, text=number)) > 1


def _find(tx: Tx, scan: ScannedCode, is_ours: bool) -> tuple[int | None, int | None]:
    """(shipment id, order id) a code names; the order alone when it has no shipment."""
    if is_ours and scan.entity == "parcel":
        return tx.value(_BY_PARCEL, text=scan.text), None
    if is_ours and scan.entity == "shipment":
        return tx.value(_BY_SHIPMENT, text=scan.digits, as_id=_as_id(scan.digits)), None
    number = scan.digits if is_ours else scan.text
    if not is_ours:
        tracked = tx.value(_TRACKED, text=number)
        if tracked is not None:
            return tracked, None
    order_id = tx.value(_BY_NUMBER, text=number)
    if order_id is None and not is_ours:
        order_id = tx.value(_BY_CHANNEL_NUMBER, text=number)
    if order_id is None:
        return None, None
    return _preferred_shipment(tx, order_id), order_id


def _preferred_shipment(tx: Tx, order_id: int) -> int | None:
    found = tx.read(_SHIPMENTS_OF, order=order_id)
    rows: list[Row] = sorted(found, key=lambda row: (_PREFERENCE.index(row["state"]), row["id"]))
    return rows[0]["id"] if rows else None


def _why_no_shipment(tx: Tx, order_id: int | None) -> Refusal:
    """An order without a shipment was never released: say what keeps it."""
    row = tx.one(select(sales_order).where(sales_order.c.id == order_id))
    if row is None:
        return Refusal("not_found")
    if row["lifecycle"] == "cancelled":
        return Refusal("cancelled")
    kinds = [
        found["kind"]
        for found in tx.read(select(hold.c.kind).where(hold.c.order_id == order_id, hold.c.released_at.is_(None)))
    ]
    if kinds:
        return Refusal("on_hold", {"hold": kinds[0], "holds": kinds})
    if row["lifecycle"] == "closed":
        return Refusal("already_shipped")
    return Refusal(
        "not_paid" if row["headline"] == "awaiting_payment" else "not_released", {"headline": row["headline"]}
    )


def _is_article_here(tx: Tx, scan: ScannedCode, table: Table) -> bool:
    """A shop may own an article whose code looks like one of ours."""
    wanted = set(_articles(tx, scan))
    return any(line["variant_id"] in wanted for line in table.lines)


def _articles(tx: Tx, scan: ScannedCode) -> list[int]:
    keys = scan_keys(scan.key, scan.text)
    if not keys:
        return []
    found = [row["variant_id"] for row in tx.read(_BARCODES, keys=keys)]
    return found + [row["id"] for row in tx.read(_SKUS, keys=keys)]


def _number(tx: Tx, order_id: int | None) -> str:
    return tx.value(select(sales_order.c.number).where(sales_order.c.id == order_id)) or ""


def _as_id(digits: str) -> int:
    """Digits as an id; too long ones match nothing."""
    return int(digits) if len(digits) <= 18 else -1
