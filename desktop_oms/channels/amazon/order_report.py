"""Read Amazon's tab-separated order reports page by page into ``RemoteOrder``.

New orders, unshipped orders and all orders (by order date or last update); see ``columns``. One row is one order item;
rows of an order are brought together wherever they stand. Amazon never quotes: a quotation mark is an inch sign.
Invariant: every row of the file is in an order, in ``rejected``, or counted as an exact repetition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from desktop_oms.channels.amazon.columns import ALIASES
from desktop_oms.channels.amazon.order_rows import Facts, translate
from desktop_oms.domain.remote_order import OrderFile, RemoteOrder, RowProblem
from desktop_oms.sync.grouping import grouped
from desktop_oms.sync.reading import PAGE_SIZE, OrderPage, ReadOptions, joined, paged, problem, reject_order
from desktop_oms.sync.tabular import Layout, Row, Table, open_table
from desktop_oms.sync.values import CellError, TimeReader

NEW_ORDERS = "amazon-new-orders"
ALL_ORDERS = "amazon-all-orders"
CHANNEL_TYPE = "amazon"
REQUIRED_NEW = ("order id", "order item id", "purchase date", "sku", "quantity purchased", "ship country")
REQUIRED_ALL = ("amazon order id", "purchase date", "order status", "sku", "quantity")
_KNOWN = ("item price", "currency", "product name", "fulfillment channel", "recipient name", "sales channel")
_ORDER_ID = re.compile(r"[0-9]{3}-[0-9]{7}-[0-9]{7}|S[0-9]{2}-[0-9]{7}-[0-9]{7}")
LAYOUTS = {
    NEW_ORDERS: Layout(REQUIRED_NEW, _KNOWN, is_quoted=False),
    ALL_ORDERS: Layout(REQUIRED_ALL, _KNOWN, is_quoted=False),
}


def read_pages(
    path: Path, options: ReadOptions | None = None, size: int = PAGE_SIZE, *, format_name: str = NEW_ORDERS
) -> Iterator[OrderPage]:
    """Yield the orders of a report, at most ``size`` to a page.

    Args:
        format_name: ``amazon-new-orders`` (also the unshipped report) or ``amazon-all-orders``.

    Raises:
        UsageError: the file is not this format, or dates must be chosen (``dates.ambiguous``).
        Unavailable: ``file.unreadable``.
    """
    chosen = options or ReadOptions()
    table = open_table(path, LAYOUTS[format_name], encoding=chosen.encoding, renamed=dict(chosen.mapping))
    times = TimeReader(chosen.dates, chosen.timezone, table.notes)
    if not table.has("item price"):
        table.notes.say("This report has no prices: totals are 0 until a report with prices is imported.")
    else:
        table.notes.say(
            "The report states no order totals; they are the sum of items, shipping, gift wrap and promotions."
        )
    return paged(_orders(table, times), table.notes, size)


def read(path: Path, options: ReadOptions | None = None, *, format_name: str = NEW_ORDERS) -> OrderFile:
    """The whole file at once; for small files."""
    return joined(CHANNEL_TYPE, format_name, read_pages(path, options, format_name=format_name))


def _orders(table: Table, times: TimeReader) -> Iterator[RemoteOrder | RowProblem]:
    facts = Facts(table, times)
    for group in grouped(table, _key, lambda row: times.observe(row.get("purchase date"))):
        if isinstance(group, RowProblem):
            yield group
        else:
            yield from _group([_renamed(row) for row in group], facts)


def _key(row: Row) -> str:
    return row.get("order id") or row.get("amazon order id")


def _renamed(row: Row) -> Row:
    return Row(row.line, {ALIASES.get(name, name): text for name, text in row.values.items()}, row.width)


def _group(rows: list[Row], facts: Facts) -> Iterator[RemoteOrder | RowProblem]:
    file = facts.table.path.name
    order_id = rows[0].get("order id")
    if not _ORDER_ID.fullmatch(order_id):
        why = "has no order id" if not order_id else "has an order id that is none of Amazon's (123-1234567-1234567)"
        fault = CellError(facts.header("order id"), "order.missing_id" if not order_id else "order.bad_id", why)
        yield from (problem(file, row.line, fault) for row in rows)
        return
    try:
        yield translate(rows, facts)
    except CellError as fault:
        yield from reject_order(file, rows, order_id, rows[0].line, fault)
