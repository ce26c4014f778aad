"""Read Shopify's order export (CSV) page by page into ``RemoteOrder``.

The export writes the order's data on its first line only; further lines carry the line item and repeat Name, Email and
"Created at". Rows with one Name are brought together wherever they stand; each different Id in them is an order of its own.
Invariant: every row of the file is in an order or in ``rejected``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from desktop_oms.channels.shopify.order_money import Settled
from desktop_oms.channels.shopify.order_row import Facts, translate
from desktop_oms.domain.remote_order import OrderFile, RemoteOrder, RowProblem
from desktop_oms.sync.grouping import grouped
from desktop_oms.sync.notes import Notes
from desktop_oms.sync.reading import (
    PAGE_SIZE,
    REPEATED,
    OrderPage,
    ReadOptions,
    joined,
    paged,
    problem,
    reject_order,
)
from desktop_oms.sync.tabular import Layout, Row, Table, open_table
from desktop_oms.sync.values import CellError, TimeReader

FORMAT = "shopify-orders-csv"
CHANNEL_TYPE = "shopify"
REQUIRED = ("name", "created at", "currency", "total", "lineitem quantity", "lineitem name")
_ORDER_ONLY = ("financial status", "total", "currency", "subtotal")
_MOST_ROWS = 5_000
LAYOUT = Layout(
    REQUIRED, ("id", "lineitem sku", "lineitem price", "financial status", "shipping zip", "payment reference")
)


def read_pages(path: Path, options: ReadOptions | None = None, size: int = PAGE_SIZE) -> Iterator[OrderPage]:
    """Yield the orders of a Shopify order export, at most ``size`` to a page.

    Raises:
        UsageError: the file is not this format, or dates must be chosen (``dates.ambiguous``).
        Unavailable: ``file.unreadable``.
    """
    chosen = options or ReadOptions()
    table = open_table(path, LAYOUT, encoding=chosen.encoding, renamed=dict(chosen.mapping))
    times = TimeReader(chosen.dates, chosen.timezone, table.notes)
    if not table.has("id"):
        table.notes.say("The file has no Id column (an older export): the order name serves as id.")
    return paged(_orders(table, times), table.notes, size)


def read(path: Path, options: ReadOptions | None = None) -> OrderFile:
    """The whole file at once; for small files."""
    return joined(CHANNEL_TYPE, FORMAT, read_pages(path, options))


def _orders(table: Table, times: TimeReader) -> Iterator[RemoteOrder | RowProblem]:
    def observe(row: Row) -> None:
        times.observe(row.get("created at"))
        times.observe(row.get("paid at"))

    tally = _TaxTally()
    for group in grouped(table, _key, observe):
        if isinstance(group, RowProblem):
            yield group
            continue
        yield from _group(group, Facts(table, times), tally)
    tally.report(table.notes)


def _key(row: Row) -> str:
    return row.get("name") or (f"\x1f{row.get('id')}" if row.get("id") else "")


def _group(rows: list[Row], facts: Facts, tally: _TaxTally) -> Iterator[RemoteOrder | RowProblem]:
    file = facts.table.path.name
    name = rows[0].get("name")
    if not name:
        yield from (problem(file, row.line, CellError("Name", "order.missing_id", "has no order name")) for row in rows)
        return
    heads = _split(rows)
    if not heads:
        fault = CellError("Name", "order.no_first_row", f"continues order {name}, whose first line is not in the file")
        yield from (problem(file, row.line, fault) for row in rows)
        return
    ids: set[str] = set()
    for parts in heads:
        try:
            if len(parts) > _MOST_ROWS:
                raise CellError(
                    "Name", "order.too_long", f"begins an order of {len(parts)} lines, more than {_MOST_ROWS}"
                )
            order, settled = _translate_once(parts, facts)
            if order.external_id in ids:
                raise CellError(
                    "Name", "order.same_name", f"names order {name} a second time and no Id tells them apart"
                )
        except CellError as fault:
            yield from reject_order(file, parts, name, parts[0].line, fault)
            continue
        ids.add(order.external_id)
        tally.add(order, settled.is_certain)
        yield order


def _translate_once(rows: list[Row], facts: Facts) -> tuple[RemoteOrder, Settled]:
    """Translate an order; rows that only repeat it (two exports put together) are left out if the total says so."""
    order, settled = translate(rows, facts)
    heads = [place for place, row in enumerate(rows) if row.values == rows[0].values]
    if settled.is_certain or len(heads) == 1:
        return order, settled
    size = heads[1]
    content = [row.values for row in rows]
    if len(rows) % size or any(content[start : start + size] != content[:size] for start in range(0, len(rows), size)):
        return order, settled
    once, settled_once = translate(rows[:size], facts)
    if not settled_once.is_certain:
        return order, settled
    for row in rows[size:]:
        facts.table.notes.count(REPEATED, row.line)
    return once, settled_once


def _split(rows: list[Row]) -> list[list[Row]]:
    """Rows of one Name as one list per order. A line before its order's first line belongs to the first order."""
    orders: list[list[Row]] = []
    early: list[Row] = []
    seen: dict[str, list[Row]] = {}
    for row in rows:
        row_id = row.get("id")
        if row_id and row_id in seen:
            seen[row_id].append(row)
        elif not row_id and orders and row.values == orders[-1][0].values:
            orders[-1].append(row)
        elif any(row.get(column) for column in _ORDER_ONLY):
            orders.append([row])
            if row_id:
                seen[row_id] = orders[-1]
        elif orders:
            orders[-1].append(row)
        else:
            early.append(row)
    if not orders:
        return []
    orders[0] += early
    return orders


class _TaxTally:
    """Counts how the orders of a file treat tax, for the sentence shown before import."""

    def __init__(self) -> None:
        self._included = self._on_top = self._rounded = 0

    def add(self, order: RemoteOrder, is_certain: bool) -> None:
        """Count one order."""
        if not is_certain:
            self._rounded += 1
        if order.taxes and order.tax_included:
            self._included += 1
        elif order.taxes:
            self._on_top += 1

    def report(self, notes: Notes) -> None:
        """Say what was concluded."""
        if self._included or self._on_top:
            notes.say(
                f"Tax is inside the prices of {self._included} orders and comes on top in {self._on_top}, "
                "concluded from Total = Subtotal + Shipping (+ Taxes)."
            )
        if self._rounded:
            notes.say(
                f"{self._rounded} orders do not add up to their total; each has a rounding line with the difference."
            )
