"""What the two tables of goods share: other names of columns, cost with currency, and pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from desktop_oms.domain.remote_order import RowProblem
from desktop_oms.sync.goods import GoodsFile, GoodsPage, ProductRowIn, StockRowIn
from desktop_oms.sync.reading import problem
from desktop_oms.sync.tabular import Row, Table
from desktop_oms.sync.values import CellError, read_amount, read_currency

ONE_YEAR_MONTH = re.compile(r"(?P<y1>[0-9]{4})-(?P<m1>[0-9]{1,2})|(?P<m2>[0-9]{1,2})[/.](?P<y2>[0-9]{4})")


def names_of(aliases: Mapping[str, str], mapping: Mapping[str, str]) -> dict[str, str]:
    """Renaming of headers: the usual other names, and over them what a person said."""
    return {**aliases, **mapping}


def cost_of(row: Row) -> tuple[int | None, str]:
    """(cost of one piece in minor units, currency); (None, "") when the row names no cost.

    Raises:
        CellError: a cost without a currency, or an unreadable one.
    """
    if not row.get("cost"):
        return None, ""
    currency = read_currency(row.get("currency"), "currency")
    cost = read_amount(row.get("cost"), currency, "cost")
    if cost < 0:
        raise CellError("cost", "amount.negative", "has a cost below zero")
    return cost, currency


def goods_pages(table: Table, translate: Callable[[Row], StockRowIn | ProductRowIn], size: int) -> Iterator[GoodsPage]:
    """Pages of at most ``size`` rows; a row that raises ``CellError`` goes to ``rejected``."""
    rows: list[StockRowIn | ProductRowIn] = []
    rejected: list[RowProblem] = []
    last_line = 0
    for row in table.rows():
        last_line = row.line
        if isinstance(row, RowProblem):
            rejected.append(row)
            continue
        try:
            rows.append(translate(row))
        except CellError as fault:
            rejected.append(problem(table.path.name, row.line, fault))
        if len(rows) >= size:
            yield GoodsPage(tuple(rows), tuple(rejected), table.notes.fresh(), last_line)
            rows, rejected = [], []
    yield GoodsPage(tuple(rows), tuple(rejected), (*table.notes.fresh(), *table.notes.counted()), last_line)


def joined(format_name: str, pages: Iterator[GoodsPage]) -> GoodsFile:
    """All pages as one answer."""
    found = list(pages)
    return GoodsFile(
        format_name,
        tuple(row for page in found for row in page.rows),
        tuple(entry for page in found for entry in page.rejected),
        tuple(sentence for page in found for sentence in page.assumptions),
    )
