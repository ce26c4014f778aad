"""Count what must come out of the sample files, from the generator's own orders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from generator.catalog import BY_SKU
from generator.model import Order, pieces

Difficulty = tuple[str, Order, str]


def file_figures(orders: list[Order], file_format: str) -> dict[str, object]:
    """Expected figures of one file; money in minor units per currency."""
    good = [order for order in orders if not order.reject]
    rejected = [
        {"line": line, "code": order.reject if place == 0 else "order.rejected"}
        for order in orders
        if order.reject
        for place, line in enumerate(order.lines_at)
    ]
    return {"format": file_format, "orders_in_file": len(orders), **figures(good), "rejected": sorted(rejected, key=lambda entry: int(str(entry["line"])))}


def figures(orders: list[Order]) -> dict[str, object]:
    """Orders, lines, units, money and states of a set of orders."""
    totals: Counter[str] = Counter()
    lines_money: Counter[str] = Counter()
    taxes: Counter[str] = Counter()
    refunded: Counter[str] = Counter()
    sold: Counter[str] = Counter()
    for order in orders:
        totals[order.currency] += order.total
        lines_money[order.currency] += sum(item.cost for item in order.goods)
        taxes[order.currency] += order.taxes
        refunded[order.currency] += order.refunded
        sold.update(order.open_units())
    return {
        "orders": len(orders),
        "lines": sum(len(order.goods) for order in orders),
        "units": sum(item.quantity for order in orders for item in order.goods),
        "total_minor": _plain(totals),
        "lines_minor": _plain(lines_money),
        "taxes_minor": _plain(taxes),
        "refunded_minor": _plain(+refunded),
        "rounding_lines": sum(1 for order in orders if order.cent_off),
        "lifecycle": _plain(Counter(order.lifecycle for order in orders)),
        "shipped_elsewhere": sum(1 for order in orders if any(item.shipped for item in order.items)),
        "shipped_units": sum(item.shipped for order in orders for item in order.goods),
        "held": sum(1 for order in orders if order.holds),
        "holds": _plain(Counter(kind for order in orders for kind in order.holds)),
        "unmapped_lines": sum(
            1 for order in orders for item in order.goods if item.ships and item.sku.upper() not in BY_SKU
        ),
        "open_units_by_sku": _plain(sold),
        "open_pieces_by_sku": _plain(pieces(sold)),
    }


def order_figures(orders: Iterable[Order], file: str) -> list[dict[str, object]]:
    """One entry per order that must be imported, in order of the file."""
    return [
        {
            "file": file,
            "line": order.first_line,
            "id": order.id,
            "number": order.number,
            "total_minor": order.total,
            "currency": order.currency,
            "tax_included": order.inside,
            "lines": [[item.sku, item.quantity, item.cost, item.shipped] for item in order.goods],
            "rounding_minor": order.cent_off,
            "lifecycle": order.lifecycle,
            "holds": list(order.holds),
        }
        for order in orders
        if not order.reject
    ]


def difficulty_rows(difficulties: Iterable[Difficulty], file: str) -> list[dict[str, object]]:
    """Name, place and sentence of each difficulty."""
    return [
        {
            "name": name,
            "file": file,
            "line": order.first_line,
            "order": order.id,
            "what": what,
            "rejected": order.reject,
        }
        for name, order, what in difficulties
    ]


def allocatable(orders: list[Order], stock: Counter[str]) -> int:
    """How many orders can be filled completely, oldest first, among the open ones that nothing holds or leaves unpaid.

    An order takes what there is even if it is not enough, so a later small one may go empty.
    """
    left = Counter(stock)
    filled = 0
    for order in sorted(orders, key=lambda entry: entry.placed):
        units = order.open_units()
        unpaid = order.channel == "shopify" and order.financial not in ("paid", "partially_refunded")
        if not units or order.holds or unpaid:
            continue
        need = pieces(units)
        taken = Counter({sku: min(left[sku], count) for sku, count in need.items()})
        left.subtract(taken)
        has_all_articles = not set(units) - set(BY_SKU)
        filled += has_all_articles and taken == need
    return filled


def _plain(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items()))
