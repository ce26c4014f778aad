"""Hold the books against what the sample files are known to contain.

``manifest.json`` was counted by the generator of the files from its own orders, never by the importer; kits are taken apart here by
the recipe in the file of articles. Each difference is a sentence.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from desktop_oms.app.recount import BooksRecord

_MOST_NAMED = 5


class Goods:
    """The file of articles as a person reads it.

    Attributes:
        codes: SKU -> printed codes with their pieces; damaged codes left out.
        recipes: SKU of a kit -> its parts with pieces.
    """

    def __init__(self, products: Path) -> None:
        self.codes: dict[str, list[tuple[str, int]]] = {}
        self.recipes: dict[str, list[tuple[str, int]]] = {}
        with products.open(encoding="utf-8-sig", newline="") as source:
            for row in csv.DictReader(source):
                # Why left out: codes damaged in the file were refused at import; on the piece itself the SKU is still right.
                self.codes[row["sku"]] = [pair for pair in _pairs(row.get("barcodes")) if _is_sound(pair[0])]
                if row.get("components"):
                    self.recipes[row["sku"]] = _pairs(row["components"])

    def pieces(self, lines: Sequence[Sequence[Any]]) -> Counter[str]:
        """Pieces by SKU still to ship of an order's lines (SKU, quantity, money, shipped elsewhere); what is no article is left out."""
        found: Counter[str] = Counter()
        for sku, quantity, _money, gone in lines:
            sku = sku.upper()
            for part, per_kit in self.recipes.get(sku, [(sku, 1)]):
                if sku in self.codes and quantity > gone:
                    found[part] += (quantity - gone) * per_kit
        return found


def differences(manifest: Mapping[str, Any], files: Sequence[str], books: BooksRecord, goods: Goods) -> list[str]:
    """Every place where the books and the files do not agree; empty when they do, to the cent and the piece."""
    expected = {entry["id"]: entry for entry in manifest["orders"] if entry["file"] in files}
    return [
        *_orders(expected, books),
        *_money(manifest, files, expected, books),
        *_rejected(manifest, files, books),
        *_shipped(expected, books, goods),
        *_stock(manifest, expected, books, goods),
    ]


def rejected_orders(manifest: Mapping[str, Any], books: BooksRecord) -> int:
    """Orders of the files behind the rows that were refused; further rows of an order refused before count once."""
    lines = {(entry["file"], entry["line"]) for entry in manifest["difficulties"] if entry["rejected"]}
    return sum((file, line) in lines for file, line, _code in books.rejected)


# -- inside ------------------------------------------------------------------------------------------------------------


def _orders(expected: Mapping[str, Any], books: BooksRecord) -> list[str]:
    problems = []
    if missing := sorted(expected.keys() - books.orders.keys()):
        problems.append(f"orders of the files are not in the books: {_some(missing)}")
    if strange := sorted(books.orders.keys() - expected.keys()):
        problems.append(f"the books hold orders the files do not: {_some(strange)}")
    for order_id in expected.keys() & books.orders.keys():
        wanted, found = expected[order_id], books.orders[order_id]
        if (wanted["currency"], wanted["total_minor"]) != (found.currency, found.total_minor):
            problems.append(
                f"order {wanted['number']} came to {wanted['total_minor']} {wanted['currency']} in the file,"
                f" to {found.total_minor} {found.currency} in the books"
            )
    return problems


def _money(
    manifest: Mapping[str, Any], files: Sequence[str], expected: Mapping[str, Any], books: BooksRecord
) -> list[str]:
    """Sums per currency. Taxes and refunds are known for all files together only."""
    totals: Counter[str] = Counter()
    lines: Counter[str] = Counter()
    for entry in expected.values():
        totals[entry["currency"]] += entry["total_minor"]
        lines[entry["currency"]] += sum(line[2] for line in entry["lines"])
    wanted = {"total_minor": totals, "lines_minor": lines}
    if set(manifest["files"]) <= set(files):
        together = manifest["together"]
        wanted = {name: Counter(together[name]) for name in (*wanted, "taxes_minor", "refunded_minor")}
    problems = []
    for name, sums in wanted.items():
        found: Counter[str] = Counter()
        for order in books.orders.values():
            found[order.currency] += getattr(order, name)
        what = name.removesuffix("_minor")
        problems += _unequal(sums, found, f"{what} in {{}}: the files come to {{}}, the books to {{}} (smallest units)")
    return problems


def _rejected(manifest: Mapping[str, Any], files: Sequence[str], books: BooksRecord) -> list[str]:
    sources = {**manifest["files"], **{name: manifest[name] for name in ("opening-stock.csv", "products.csv")}}
    wanted = {(file, row["line"], row["code"]) for file in files for row in sources[file]["rejected"]}
    found = set(books.rejected)
    return [
        *(f"{file} line {line} is damaged ({code}) but was not refused" for file, line, code in sorted(wanted - found)),
        *(f"{file} line {line} was refused ({code}) but is sound" for file, line, code in sorted(found - wanted)),
    ]


def _shipped(expected: Mapping[str, Any], books: BooksRecord, goods: Goods) -> list[str]:
    """Every parcel that left holds what the order in the file still had open, kits taken apart; nothing else."""
    problems = []
    for order_id, contents in books.shipped.items():
        wanted = goods.pieces(expected[order_id]["lines"]) if order_id in expected else Counter()
        problems += _unequal(
            wanted, Counter(contents), f"order {order_id}, {{}}: {{}} pieces were ordered, {{}} left the house"
        )
    return problems


def _stock(manifest: Mapping[str, Any], expected: Mapping[str, Any], books: BooksRecord, goods: Goods) -> list[str]:
    """What lies there now is the opening stock less what the orders that left had ordered."""
    wanted = Counter(manifest["opening-stock.csv"]["by_sku"])
    for order_id in books.shipped.keys() & expected.keys():
        wanted.subtract(goods.pieces(expected[order_id]["lines"]))
    return _unequal(wanted, Counter(books.stock), "stock of {}: {} pieces should be there, the books say {}")


def _unequal(wanted: Counter[str], found: Counter[str], sentence: str) -> list[str]:
    keys = sorted(key for key in wanted.keys() | found.keys() if wanted[key] != found[key])
    return [sentence.format(key, wanted[key], found[key]) for key in keys]


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more


def _pairs(text: str | None) -> list[tuple[str, int]]:
    """``A; B*6`` as pairs of name and pieces."""
    parts = [entry.strip().partition("*") for entry in (text or "").split(";") if entry.strip()]
    return [(name.strip(), int(pieces or 1)) for name, _star, pieces in parts]


def _is_sound(code: str) -> bool:
    """False for what a spreadsheet made of a number, and for numbers of a GTIN's length whose check digit is wrong."""
    if "E+" in code:
        return False
    if not code.isdigit() or len(code) not in (8, 12, 13, 14):
        return True
    body = [int(digit) for digit in reversed(code)]
    return (sum(body[0::2]) + 3 * sum(body[1::2])) % 10 == 0
