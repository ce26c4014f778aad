"""Stock comes, goes and is corrected: every change is a row in the ledger, and whoever waits for it gets it at once.

Facts only; levels and totals follow by projection. Invariant: after each of these commands no order waits for stock that is free.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from desktop_oms.app.allocation import allocate_within, free_excess
from desktop_oms.app.commands import command, handles
from desktop_oms.app.context import Context
from desktop_oms.app.costs import Issue, add_layers, use_layers
from desktop_oms.db.schema import bin_, company, lot, stock_level, stock_move, variant, warehouse
from desktop_oms.db.tx import Tx
from desktop_oms.domain.errors import RuleError, UsageError
from desktop_oms.domain.names import fold, sku_key

ADJUST_REASONS = ("count", "damaged", "lost", "found", "correction", "sample")
# A bin's purpose decides what lying there means; everything else can be sold.
_STATE_OF_PURPOSE = {"quarantine": "quarantine", "damaged": "damaged", "returns": "quarantine"}


@command(right="stock.adjust")
@dataclass(frozen=True, slots=True)
class AdjustStock:
    """Correct what lies in a bin by ``delta`` pieces.

    Attributes:
        reason: one of ``ADJUST_REASONS``.
        lot: code of the batch; needed only where the bin holds batches.
        warehouse_id: None for the only (or first) one.
    """

    sku: str
    bin: str
    delta: int
    reason: str = "count"
    note: str = ""
    lot: str = ""
    warehouse_id: int | None = None


@command(right="stock.receive")
@dataclass(frozen=True, slots=True)
class ReceiveStock:
    """Goods arrived: ``quantity`` > 0 pieces into a bin.

    Attributes:
        lot, best_before: batch code and ISO day; the batch is made if it is new.
        unit_cost_minor, currency: cost of one piece; the article's own cost when None.
        reference: the supplier's delivery note.
    """

    sku: str
    bin: str
    quantity: int
    lot: str = ""
    best_before: str = ""
    unit_cost_minor: int | None = None
    currency: str = ""
    reference: str = ""
    warehouse_id: int | None = None


@dataclass(frozen=True, slots=True)
class StockBooked:
    """What was booked: the ledger row, and what the change did to waiting orders (pieces given or taken back)."""

    move_id: int
    allocated: int = 0
    freed_order_ids: tuple[int, ...] = ()


@handles(AdjustStock)
def handle_adjust_stock(tx: Tx, cmd: AdjustStock, ctx: Context) -> StockBooked:
    """Book the correction; a loss takes allocations back that nothing stands behind any more.

    Raises:
        UsageError: ``stock.unknown_reason``.
        RuleError: ``stock.unknown_sku``, ``stock.unknown_bin``, ``stock.kit``, ``stock.no_change``, ``stock.unknown_lot``,
            ``stock.negative`` (less lies there), ``stock.allocated`` (what is missing is released to the tables).
    """
    if cmd.reason not in ADJUST_REASONS:
        raise UsageError("stock.unknown_reason", reason=cmd.reason, known=list(ADJUST_REASONS))
    if not cmd.delta:
        raise RuleError("stock.no_change", sku=cmd.sku)
    article = article_by_sku(tx, cmd.sku)
    place = bin_by_code(tx, cmd.bin, cmd.warehouse_id)
    lot_id = _known_lot(tx, article, cmd.lot)
    state = state_of_bin(place)
    if cmd.delta < 0:
        _refuse_below_zero(tx, article, place, lot_id, state, cmd.delta)
    move = {
        "variant_id": article["id"],
        "warehouse_id": place["warehouse_id"],
        "bin_id": place["id"],
        "lot_id": lot_id,
        "stock_state": state,
        "quantity": cmd.delta,
        "reason": cmd.reason,
        "note": cmd.note,
    }
    tx.label.update(sku=article["sku"], bin=place["code"], delta=cmd.delta)
    data = {"sku": article["sku"], "bin": place["code"], "delta": cmd.delta, "reason": cmd.reason}
    tx.note("StockAdjusted", kind="variant", entity_id=article["id"], data=data)
    return book(tx, [move])[0]


@handles(ReceiveStock)
def handle_receive_stock(tx: Tx, cmd: ReceiveStock, ctx: Context) -> StockBooked:
    """Book the receipt with its cost; orders that wait for the article get it in the same transaction.

    Raises:
        RuleError: ``stock.unknown_sku``, ``stock.unknown_bin``, ``stock.kit``, ``stock.no_change``, ``lot.other_date``.
    """
    if cmd.quantity <= 0:
        raise RuleError("stock.no_change", sku=cmd.sku)
    article = article_by_sku(tx, cmd.sku)
    place = bin_by_code(tx, cmd.bin, cmd.warehouse_id)
    cost, currency = cost_of(tx, article, cmd.unit_cost_minor, cmd.currency)
    move = {
        "variant_id": article["id"],
        "warehouse_id": place["warehouse_id"],
        "bin_id": place["id"],
        "lot_id": make_lot(tx, article, cmd.lot, cmd.best_before),
        "stock_state": state_of_bin(place),
        "quantity": cmd.quantity,
        "reason": "receipt",
        "note": cmd.reference,
        "unit_cost_minor": cost,
        "currency": currency,
    }
    tx.label.update(sku=article["sku"], bin=place["code"], quantity=cmd.quantity)
    data = {"sku": article["sku"], "bin": place["code"], "quantity": cmd.quantity, "reference": cmd.reference}
    tx.note("StockReceived", kind="variant", entity_id=article["id"], data=data)
    return book(tx, [move])[0]


def book(tx: Tx, moves: Sequence[Mapping[str, Any]]) -> list[StockBooked]:
    """Write ledger rows with their cost layers, then take allocations back or give them out as the new figures demand.

    Serves arrivals, losses and corrections; a dispatch consumes its own allocations and does not come here.
    """
    rows = [{"lot_id": 0, "stock_state": "sellable", "at": tx.now, **_author(tx), **move} for move in moves]
    move_ids = tx.insert(stock_move, rows)
    names = ("variant_id", "warehouse_id", "quantity", "unit_cost_minor", "currency")
    add_layers(
        tx,
        [
            {"move_id": move_id, **{name: row[name] for name in names}}
            for row, move_id in zip(rows, move_ids, strict=True)
            if row["quantity"] > 0 and row.get("unit_cost_minor") is not None
        ],
    )
    use_layers(
        tx,
        [
            Issue(move_id, row["variant_id"], row["warehouse_id"], -row["quantity"])
            for row, move_id in zip(rows, move_ids, strict=True)
            if row["quantity"] < 0
        ],
    )
    losses = [(row["variant_id"], row["warehouse_id"]) for row in rows if row["quantity"] < 0]
    freed = free_excess(tx, losses)
    arrived = {row["variant_id"] for row in rows if row["quantity"] > 0}
    given = allocate_within(tx, variant_ids=arrived).pieces if arrived else 0
    if freed:
        # What a torn order line gave back beyond the loss goes to whoever is first in turn, often the same order.
        given += allocate_within(tx, order_ids=freed).pieces
    return [StockBooked(move_id, given, tuple(freed)) for move_id in move_ids]


# --- finding what a person names -----------------------------------------------------------------------------------------


def article_by_sku(tx: Tx, sku: str) -> Any:
    """The stocked article with that SKU. Raises RuleError ``stock.unknown_sku``, ``stock.kit`` (kits have no stock, P28)."""
    row = tx.one(select(variant).where(variant.c.sku_key == sku_key(sku)))
    if row is None:
        raise RuleError("stock.unknown_sku", sku=sku)
    if row["is_kit"]:
        raise RuleError("stock.kit", sku=row["sku"])
    return row


def bin_by_code(tx: Tx, code: str, warehouse_id: int | None = None) -> Any:
    """The bin with that code in a warehouse (None: the first). Raises RuleError ``stock.unknown_bin``."""
    place = select(bin_).where(
        bin_.c.code_key == fold(code), bin_.c.warehouse_id == (warehouse_id or first_warehouse(tx))
    )
    row = tx.one(place)
    if row is None:
        raise RuleError("stock.unknown_bin", bin=code)
    return row


def first_warehouse(tx: Tx) -> int:
    """Id of the oldest active warehouse. Raises RuleError ``stock.no_warehouse`` before the first run."""
    found = tx.value(select(warehouse.c.id).where(warehouse.c.is_active).order_by(warehouse.c.id).limit(1))
    if found is None:
        raise RuleError("stock.no_warehouse")
    return int(found)


def state_of_bin(place: Any) -> str:
    """Stock state of what is put into a bin, by the bin's purpose."""
    return _STATE_OF_PURPOSE.get(place["purpose"], "sellable")


def cost_of(tx: Tx, article: Any, cost_minor: int | None, currency: str) -> tuple[int | None, str]:
    """Cost of one piece and its currency: as told, else the article's own; (None, "") when nobody knows."""
    if cost_minor is None:
        cost_minor, currency = article["unit_cost_minor"], article["cost_currency"]
    if cost_minor is None:
        return None, ""
    return cost_minor, currency or str(tx.value(select(company.c.currency).order_by(company.c.id).limit(1)))


def make_lot(tx: Tx, article: Any, code: str, best_before: str) -> int:
    """Id of the batch, made if new; 0 when neither code nor day is given. A batch without code is called by its day.

    Raises:
        RuleError: ``lot.other_date`` when the known batch has another best-before day.
    """
    name = code.strip() or best_before
    if not name:
        return 0
    row = tx.one(select(lot).where(lot.c.variant_id == article["id"], lot.c.code == name))
    if row is None:
        return tx.insert(lot, [{"variant_id": article["id"], "code": name, "best_before": best_before or None}])[0]
    if best_before and row["best_before"] != best_before:
        raise RuleError("lot.other_date", sku=article["sku"], lot=name, known=row["best_before"], told=best_before)
    return int(row["id"])


def _known_lot(tx: Tx, article: Any, code: str) -> int:
    if not code:
        return 0
    row = tx.one(select(lot.c.id).where(lot.c.variant_id == article["id"], lot.c.code == code))
    if row is None:
        raise RuleError("stock.unknown_lot", sku=article["sku"], lot=code)
    return int(row["id"])


def _refuse_below_zero(tx: Tx, article: Any, place: Any, lot_id: int, state: str, delta: int) -> None:
    query = select(stock_level.c.on_hand).where(
        stock_level.c.variant_id == article["id"],
        stock_level.c.bin_id == place["id"],
        stock_level.c.lot_id == lot_id,
        stock_level.c.serial == "",
        stock_level.c.stock_state == state,
    )
    there = tx.value(query) or 0
    if there + delta < 0:
        raise RuleError("stock.negative", sku=article["sku"], bin=place["code"], there=there, delta=delta)


def _author(tx: Tx) -> dict[str, Any]:
    return {"actor_id": tx.meta.actor_id, "station_id": tx.meta.station_id}
