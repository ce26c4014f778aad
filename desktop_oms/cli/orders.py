"""``orders list | show | release | hold | lift``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from desktop_oms.app import lookups
from desktop_oms.app.holds import PlaceHold, ReleaseHold
from desktop_oms.app.records import OrderDetail, OrderRow, QuerySpec
from desktop_oms.app.release import RefusedOrder, ReleaseOrders
from desktop_oms.cli.answer import DONE, REFUSED, ROWS_REJECTED, refusals, table
from desktop_oms.cli.desk import Answer, Desk, Verb
from desktop_oms.domain.errors import UsageError
from desktop_oms.domain.money import display_amount, format_amount

# One command each, so that no scan waits for a long transaction.
_PAGE = 50
_CHUNK = 500
_VIEW_WORDS = {"to_ship": "open", "needs_attention": "attention"}


def list_orders(desk: Desk) -> int:
    """A page of orders, newest first."""
    args = desk.args
    spec = QuerySpec(view=_VIEW_WORDS.get(args.view, args.view), text=args.search)

    def ask(reads: Any) -> tuple[list[OrderRow], dict[int, str], bool]:
        # One more than wanted says whether there is a next page.
        ids = reads.orders.page(spec, args.after, args.limit + 1)
        shown = ids[: args.limit]
        rows: dict[int, OrderRow] = {}
        external: dict[int, str] = {}
        for start in range(0, len(shown), _CHUNK):
            rows |= reads.orders.rows(shown[start : start + _CHUNK])
            external |= lookups.external_ids(reads, shown[start : start + _CHUNK])
        return [rows[order_id] for order_id in shown if order_id in rows], external, len(ids) > args.limit

    rows, external, has_more = desk.shop.ask(ask)
    answer = {"orders": [_row(row, external[row.id]) for row in rows], "next": str(rows[-1].id) if has_more else None}
    desk.say.document(answer, [*_table(rows), *([f"More: --after {answer['next']}"] if has_more else [])])
    return DONE


def show(desk: Desk) -> int:
    """Everything about one order."""

    def ask(reads: Any) -> tuple[OrderDetail, str]:
        order_id = lookups.order_named(reads, desk.args.ref)
        return reads.order_detail(order_id), lookups.external_ids(reads, [order_id])[order_id]

    detail, external_id = desk.shop.ask(ask)
    desk.say.document(_detail(detail, external_id), _lines(detail))
    return DONE


def release(desk: Desk) -> int:
    """Let orders go to the packing tables, each on its own merits."""
    args, shop = desk.args, desk.shop
    if bool(args.refs) == args.ready:
        raise UsageError("usage.wrong", message="name orders, or say --ready", usage="orders release REF... | --ready")
    ids = shop.ask(lambda reads: _ready(reads) if args.ready else _named(reads, args.refs))
    shipment_ids: list[int] = []
    refused: list[RefusedOrder] = []
    for start in range(0, len(ids), _PAGE):
        report = shop.run(ReleaseOrders(tuple(ids[start : start + _PAGE]))).value
        shipment_ids += report.shipment_ids
        refused += report.refused
    shipments = shop.ask(lambda reads: lookups.shipments_by_id(reads, shipment_ids))
    released = [{"order": row.order_number, "shipment": row.number} for row in shipments]
    reasons = [(row.number, refusals((why.code, why.data) for why in row.reasons)) for row in refused]
    said = [f"Order {row.order_number}: shipment {row.number} released" for row in shipments]
    said += [f"Order {number}: {why['message']}" for number, whys in reasons for why in whys]
    answer = {"released": released, "refused": [{"order": number, "reasons": whys} for number, whys in reasons]}
    desk.say.document(answer, said or ["Nothing to release."])
    return DONE if not refused else ROWS_REJECTED if shipment_ids else REFUSED


def hold(desk: Desk) -> int:
    """Block orders with a reason."""
    args, shop = desk.args, desk.shop
    ids = shop.ask(lambda reads: _named(reads, args.refs))
    shop.run(PlaceHold(tuple(ids), kind=args.kind, note=args.note))
    return _answer_numbers(desk, "held", ids)


def lift(desk: Desk) -> int:
    """Lift every open hold of orders."""
    shop = desk.shop
    ids = shop.ask(lambda reads: _named(reads, desk.args.refs))
    holds = shop.ask(lambda reads: lookups.open_holds(reads, ids))
    if holds:
        shop.run(ReleaseHold(tuple(holds)))
    return _answer_numbers(desk, "lifted", ids, holds=len(holds))


def _answer_numbers(desk: Desk, word: str, ids: Sequence[int], **more: int) -> int:
    rows = desk.shop.ask(lambda reads: reads.orders.rows(ids))
    orders = [{"number": rows[order_id].number, "headline": rows[order_id].headline} for order_id in ids]
    said = [f"Order {row['number']} {word}: {row['headline'].replace('_', ' ')}" for row in orders]
    desk.say.document({word: orders, **more}, said)
    return DONE


def _named(reads: Any, refs: Sequence[str]) -> list[int]:
    """Orders as named, each once."""
    return list(dict.fromkeys(lookups.order_named(reads, ref) for ref in refs))


def _ready(reads: Any) -> list[int]:
    return list(reads.orders.snapshot(QuerySpec(view="ready")))


# --- answers ---------------------------------------------------------------------------------------------------------


def _row(row: OrderRow, external_id: str) -> Answer:
    return {
        "number": row.number,
        "channel": row.channel_name,
        "channel_order_id": external_id,
        "placed_at": row.placed_at,
        "customer": row.customer_name,
        "currency": row.currency,
        "total": format_amount(row.total_minor, row.currency),
        "headline": row.headline,
    }


def _table(rows: Sequence[OrderRow]) -> list[str]:
    heads = ["ORDER", "STATE", "CHANNEL", "THERE", "CUSTOMER", "PLACED", "TOTAL"]
    return table(
        heads,
        [
            [row.number, _state(row), row.channel_name, row.external_number, row.customer_name,
             f"{row.placed_at:%Y-%m-%d %H:%M}", display_amount(row.total_minor, row.currency)]
            for row in rows
        ],
    )  # fmt: skip


def _state(row: OrderRow) -> str:
    return row.headline.replace("_", " ") + (f" ({row.headline_reason})" if row.headline_reason else "")


def _detail(detail: OrderDetail, external_id: str) -> Answer:
    row, currency = detail.row, detail.row.currency
    return {
        **_row(row, external_id),
        "channel_number": row.external_number,
        "reason": row.headline_reason,
        "ship_by_at": row.ship_by_at,
        "lifecycle": detail.lifecycle,
        "payment": detail.payment_status,
        "allocation": detail.allocation_status,
        "fulfillment": detail.fulfillment_status,
        "paid": format_amount(detail.paid_minor, currency),
        "address": list(detail.address_lines),
        "email": detail.email,
        "phone": detail.phone,
        "note": detail.note,
        "gift_message": detail.gift_message,
        "lines": [
            {
                "sku": line.sku,
                "title": line.title,
                "option": line.option,
                "quantity": line.quantity,
                "allocated": line.allocated,
                "shipped": line.shipped,
                "cancelled": line.cancelled,
                "total": format_amount(line.total_minor, currency),
                "is_mapped": line.is_mapped,
            }
            for line in detail.lines
        ],
        "charges": [
            {"kind": kind, "title": title, "amount": format_amount(minor, currency)}
            for kind, title, minor in detail.charges
        ],
        "holds": [
            {"kind": row.kind, "note": row.note, "placed_by": row.placed_by, "placed_at": row.placed_at,
             "until_at": row.until_at, "released_at": row.released_at}
            for row in detail.holds
        ],
        "shipments": [
            {"number": row.number, "state": row.state, "is_external": row.is_external, "parcels": row.parcel_count,
             "tracking_no": row.tracking_no, "dispatched_at": row.dispatched_at}
            for row in detail.shipments
        ],
        "events": [{"seq": entry.seq, "at": entry.at, "name": entry.name, "actor": entry.actor} for entry in detail.timeline],
    }  # fmt: skip


def _lines(detail: OrderDetail) -> list[str]:
    row = detail.row
    head = f"Order {row.number}  {_state(row)}  {row.channel_name} {row.external_number}"
    money = f"{display_amount(row.total_minor, row.currency)}, paid {display_amount(detail.paid_minor, row.currency)}"
    said = [head, f"{money} ({detail.payment_status})", *detail.address_lines, ""]
    said += table(
        ["QTY", "SKU", "TITLE", "SET ASIDE", "SHIPPED"],
        [
            [line.quantity, line.sku, ", ".join(part for part in (line.title, line.option) if part), line.allocated, line.shipped]
            for line in detail.lines
        ],
    )  # fmt: skip
    said += [f"Hold: {known.kind} {known.note}".rstrip() for known in detail.holds if known.released_at is None]
    said += [f"Shipment {known.number}: {known.state.replace('_', ' ')}" for known in detail.shipments]
    return said


VERBS: dict[str, Verb] = {"list": list_orders, "show": show, "release": release, "hold": hold, "lift": lift}
