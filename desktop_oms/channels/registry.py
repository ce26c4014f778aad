"""The list of file formats we read, and which of them a file is.

Plain registry: one entry per format, no import-time cleverness. ``compose`` hands ``FORMATS`` to the shop; the command line
lists them with ``formats()``. Recognition looks at the header line only, never at the file's name alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from desktop_oms.channels.amazon import order_report
from desktop_oms.channels.generic import goods, opening_stock, products
from desktop_oms.channels.shopify import orders_csv
from desktop_oms.domain.errors import Unavailable, UsageError
from desktop_oms.domain.remote_order import OrderFile
from desktop_oms.sync.encoding import find_encoding
from desktop_oms.sync.goods import GoodsFile, GoodsPage
from desktop_oms.sync.reading import PAGE_SIZE, OrderPage, ReadOptions, joined
from desktop_oms.sync.tabular import Layout, fold, open_table

OrderReader = Callable[[Path, ReadOptions | None, int], Iterator[OrderPage]]
GoodsReader = Callable[[Path, ReadOptions | None, int], Iterator[GoodsPage]]


@dataclass(frozen=True, slots=True)
class FileFormat:
    """One format.

    Attributes:
        name: what ``--format`` takes.
        channel_type: shopify, amazon, or ``""`` for goods.
        kind: ``orders``, ``stock`` or ``products``.
        title: for a list of formats.
        layouts: headers by which it is recognized.
        order_pages, goods_pages: the reader; exactly one is set.
    """

    name: str
    channel_type: str
    kind: str
    title: str
    layouts: tuple[Layout, ...]
    aliases: tuple[tuple[str, str], ...] = ()
    order_pages: OrderReader | None = None
    goods_pages: GoodsReader | None = None


FORMATS: tuple[FileFormat, ...] = (
    FileFormat(
        orders_csv.FORMAT, "shopify", "orders", "Shopify order export (CSV)", (orders_csv.LAYOUT,),
        order_pages=orders_csv.read_pages,
    ),
    FileFormat(
        order_report.NEW_ORDERS, "amazon", "orders", "Amazon new or unshipped orders report (tab separated)",
        (order_report.LAYOUTS[order_report.NEW_ORDERS],),
        order_pages=partial(order_report.read_pages, format_name=order_report.NEW_ORDERS),
    ),
    FileFormat(
        order_report.ALL_ORDERS, "amazon", "orders", "Amazon all orders report (tab separated)",
        (order_report.LAYOUTS[order_report.ALL_ORDERS],),
        order_pages=partial(order_report.read_pages, format_name=order_report.ALL_ORDERS),
    ),
    FileFormat(
        opening_stock.FORMAT, "", "stock", "Opening stock by bin (CSV)", (opening_stock.LAYOUT,),
        aliases=tuple(opening_stock.ALIASES.items()), goods_pages=opening_stock.read_pages,
    ),
    FileFormat(
        products.FORMAT, "", "products", "Products with barcodes and kits (CSV)", (products.LAYOUT,),
        aliases=tuple(products.ALIASES.items()), goods_pages=products.read_pages,
    ),
)  # fmt: skip


def formats() -> tuple[FileFormat, ...]:
    """All formats, in the order they are listed."""
    return FORMATS


def format_named(name: str) -> FileFormat:
    """The format of that name.

    Raises:
        UsageError: ``format.unknown`` (data: name, known).
    """
    for candidate in FORMATS:
        if candidate.name == name:
            return candidate
    raise UsageError("format.unknown", name=name, known=[candidate.name for candidate in FORMATS])


def confidence(candidate: FileFormat, path: Path, options: ReadOptions | None = None) -> float:
    """How sure we are that a file is of a format: 0 (a required column lacks) or 0.5..1 (share of its columns present).

    Raises:
        UsageError: ``file.empty``, ``file.unknown_encoding``.
        Unavailable: ``file.unreadable``.
    """
    chosen = _with_encoding(path, options)
    best = 0.0
    for layout in candidate.layouts:
        try:
            renamed = goods.names_of(dict(candidate.aliases), chosen.mapping)
            table = open_table(path, layout, encoding=chosen.encoding, renamed=renamed)
        except UsageError as refusal:
            if refusal.code != "file.no_header":
                raise
            continue
        wanted = {fold(name) for name in (*layout.required, *layout.known)}
        best = max(best, 0.5 + 0.5 * len(wanted & set(table.headers)) / len(wanted))
    return best


def recognize(path: Path, options: ReadOptions | None = None) -> FileFormat:
    """The one format a file is of.

    Raises:
        UsageError: ``format.unrecognized`` (data: file, known), ``format.ambiguous`` (data: file, candidates),
            ``file.empty``, ``file.unknown_encoding``.
        Unavailable: ``file.unreadable``.
    """
    chosen = _with_encoding(path, options)
    scores = {candidate.name: confidence(candidate, path, chosen) for candidate in FORMATS}
    top = max(scores.values())
    if top == 0:
        raise UsageError("format.unrecognized", file=path.name, known=list(scores))
    # Two formats within a tenth of each other share too many columns to choose in silence.
    likely = [name for name, score in scores.items() if score > top - 0.1]
    if len(likely) > 1:
        raise UsageError("format.ambiguous", file=path.name, candidates=likely)
    return format_named(likely[0])


def _with_encoding(path: Path, options: ReadOptions | None) -> ReadOptions:
    """Options with the encoding settled, so that a big file is read through once and not once per format."""
    chosen = options or ReadOptions()
    if chosen.encoding:
        return chosen
    try:
        return replace(chosen, encoding=find_encoding(path).name)
    except OSError as fault:
        raise Unavailable("file.unreadable", file=path.name, reason=fault.strerror or str(fault)) from fault


def read_order_pages(
    path: Path, format_name: str = "auto", options: ReadOptions | None = None, size: int = PAGE_SIZE
) -> Iterator[OrderPage]:
    """Orders of a file page by page, memory flat.

    Raises:
        UsageError: as ``recognize`` and the format's own; ``format.no_orders`` for a file of goods.
    """
    chosen = recognize(path, options) if format_name == "auto" else format_named(format_name)
    if chosen.order_pages is None:
        raise UsageError("format.no_orders", file=path.name, format=chosen.name)
    return chosen.order_pages(path, options, size)


def read_orders(path: Path, format_name: str = "auto", options: ReadOptions | None = None) -> OrderFile:
    """A whole file of orders; for small files."""
    chosen = recognize(path, options) if format_name == "auto" else format_named(format_name)
    return joined(chosen.channel_type, chosen.name, read_order_pages(path, chosen.name, options))


def read_goods(path: Path, format_name: str = "auto", options: ReadOptions | None = None) -> GoodsFile:
    """A whole file of stock or products.

    Raises:
        UsageError: as ``recognize``; ``format.no_goods`` for a file of orders.
    """
    chosen = recognize(path, options) if format_name == "auto" else format_named(format_name)
    if chosen.goods_pages is None:
        raise UsageError("format.no_goods", file=path.name, format=chosen.name)
    return goods.joined(chosen.name, chosen.goods_pages(path, options, 500))
