"""``stock list | show | adjust | receive``."""

from __future__ import annotations

from typing import Any

from desktop_oms.app.records import QuerySpec, StockDetail, StockRow
from desktop_oms.app.stock import AdjustStock, ReceiveStock
from desktop_oms.cli.answer import DONE, table
from desktop_oms.cli.desk import Answer, Desk, Verb
from desktop_oms.domain.errors import UsageError
from desktop_oms.domain.money import parse_amount

_CHUNK = 500


def list_stock(desk: Desk) -> int:
    """A page of articles by SKU. ``next`` is the number of rows to skip: articles come and go seldom."""
    args = desk.args
    spec = QuerySpec(view=args.view, text=args.search, sort="sku")
    start = args.after or 0

    def ask(reads: Any) -> tuple[list[StockRow], int]:
        ids = list(reads.stock.snapshot(spec))
        shown = ids[start : start + args.limit]
        rows: dict[int, StockRow] = {}
        for first in range(0, len(shown), _CHUNK):
            rows |= reads.stock.rows(shown[first : first + _CHUNK])
        return [rows[row_id] for row_id in shown if row_id in rows], len(ids)

    rows, count = desk.shop.ask(ask)
    end = start + args.limit
    answer = {"stock": [_row(row) for row in rows], "next": str(end) if end < count else None}
    heads = ["SKU", "TITLE", "BIN", "ON HAND", "ALLOCATED", "AVAILABLE", "WAITED FOR"]
    lines = table(
        heads,
        [[row.sku, _name(row), row.bin, row.on_hand, row.allocated, row.available, row.backordered] for row in rows],
    )
    desk.say.document(answer, [*lines, *([f"More: --after {end}"] if end < count else [])])
    return DONE


def show(desk: Desk) -> int:
    """One article."""
    detail = _detail(desk, desk.args.sku)
    desk.say.document(_shown(detail), _lines(detail))
    return DONE


def adjust(desk: Desk) -> int:
    """Correct what lies in a bin."""
    args = desk.args
    place = args.bin or _only_bin(desk, args.sku)
    wanted = AdjustStock(args.sku, place, args.delta, reason=args.reason, note=args.note, lot=args.lot)
    return _booked(desk, args.sku, place, desk.shop.run(wanted).value)


def receive(desk: Desk) -> int:
    """Book an arrival."""
    args = desk.args
    place = args.bin or _only_bin(desk, args.sku)
    currency = args.currency.upper()
    if args.cost and not currency:
        raise UsageError(
            "usage.wrong",
            message="--cost needs --currency",
            usage="stock receive SKU QUANTITY --cost 4.20 --currency EUR",
        )
    wanted = ReceiveStock(
        args.sku,
        place,
        args.quantity,
        lot=args.lot,
        best_before=_day(args.best_before),
        unit_cost_minor=parse_amount(args.cost, currency) if args.cost else None,
        currency=currency,
        reference=args.reference,
    )
    return _booked(desk, args.sku, place, desk.shop.run(wanted).value)


def _booked(desk: Desk, sku: str, place: str, booked: Any) -> int:
    row = _detail(desk, sku).row
    answer = {
        **_row(row),
        "booked_bin": place,
        "allocated_now": booked.allocated,
        "freed_orders": len(booked.freed_order_ids),
    }
    said = f"{row.sku}: {row.on_hand} on hand, {row.allocated} allocated, {row.available} available"
    desk.say.document(answer, [said])
    return DONE


def _day(text: str) -> str:
    """An ISO day, checked. Raises UsageError ``usage.wrong``."""
    from datetime import date

    if not text:
        return ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise UsageError("usage.wrong", message=f"{text!r} is no day", usage="--best-before YYYY-MM-DD") from None


def _detail(desk: Desk, sku: str) -> StockDetail:
    def ask(reads: Any) -> StockDetail | None:
        variant_id = reads.variant_id(sku)
        found: StockDetail | None = None if variant_id is None else reads.stock_detail(variant_id)
        return found

    detail = desk.shop.ask(ask)
    if detail is None:
        raise UsageError("stock.unknown_sku", sku=sku)
    return detail


def _only_bin(desk: Desk, sku: str) -> str:
    """The bin an article lies in when there is just one. Raises UsageError ``stock.which_bin``."""
    bins = list(dict.fromkeys(row.bin for row in _detail(desk, sku).bins))
    if len(bins) != 1:
        raise UsageError("stock.which_bin", sku=sku, bins=bins or ["none yet"])
    return bins[0]


# --- answers ---------------------------------------------------------------------------------------------------------


def _row(row: StockRow) -> Answer:
    names = ("sku", "title", "option", "barcode", "bin", "on_hand", "allocated", "quarantine", "safety", "available",
             "backordered", "is_kit")  # fmt: skip
    return {name: getattr(row, name) for name in names}


def _name(row: StockRow) -> str:
    return ", ".join(part for part in (row.title, row.option) if part)


def _shown(detail: StockDetail) -> Answer:
    bins = ("bin", "purpose", "state", "on_hand", "lot", "best_before")
    moves = ("at", "reason", "reference", "quantity", "balance")
    return {
        **_row(detail.row),
        "barcodes": [{"code": code, "pieces": pieces} for code, pieces in detail.barcodes],
        "bins": [{name: getattr(row, name) for name in bins} for row in detail.bins],
        "moves": [{name: getattr(row, name) for name in moves} for row in detail.moves],
    }


def _lines(detail: StockDetail) -> list[str]:
    row = detail.row
    said = [
        f"{row.sku}  {_name(row)}",
        f"{row.on_hand} on hand, {row.allocated} allocated, {row.available} available, {row.backordered} waited for",
        "",
    ]
    said += table(["BIN", "STATE", "ON HAND", "LOT", "BEST BEFORE"],
                  [[known.bin, known.state, known.on_hand, known.lot, known.best_before] for known in detail.bins])  # fmt: skip
    said += ["", *table(["WHEN", "WHY", "REFERENCE", "CHANGE", "BALANCE"],
                        [[f"{move.at:%Y-%m-%d %H:%M}", move.reason, move.reference, f"{move.quantity:+d}", move.balance]
                         for move in detail.moves])]  # fmt: skip
    return said


VERBS: dict[str, Verb] = {"list": list_stock, "show": show, "adjust": adjust, "receive": receive}
