"""Read products from a table: sku, title, and if there: option, barcodes, weight, size, kit components, picture, cost.

Barcodes are parted by ";" and may carry a pack factor ("9520000000110; 19520000000117*6"). Components of a kit likewise
("MUG-300-NIG*4; DRI-02-WHT"). Barcodes ruined by a spreadsheet are caught by their check digit and never stored (P60).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from desktop_oms.channels.generic.goods import cost_of, goods_pages, names_of
from desktop_oms.domain.barcode import gtin_damage
from desktop_oms.sync.goods import BarcodeIn, ComponentIn, GoodsPage, ProductRowIn
from desktop_oms.sync.reading import ReadOptions
from desktop_oms.sync.tabular import Layout, Row, open_table
from desktop_oms.sync.values import CellError, read_quantity, shown

FORMAT = "products"
ALIASES = {
    "name": "title", "product": "title", "variant": "option", "barcode": "barcodes", "gtin": "barcodes", "ean": "barcodes",
    "weight": "weight g", "kit": "components", "kit components": "components", "image": "picture", "length": "length mm",
    "width": "width mm", "height": "height mm", "unit cost": "cost",
}  # fmt: skip
LAYOUT = Layout(
    ("sku", "title"), ("option", "barcodes", "weight g", "length mm", "components", "picture", "cost", "currency")
)
_FACTORED = re.compile(r"(?P<text>.+?)\s*(?:\*\s*(?P<factor>[0-9]{1,5}))?")
_DAMAGE = {
    "barcode.scientific": "was turned into a rounded number by a spreadsheet",
    "barcode.lost_zeros": "has lost its leading zeros",
    "barcode.float_tail": "was turned into a decimal number",
    "barcode.check_digit": "has a wrong check digit",
    "barcode.placeholder": "is a placeholder",
}


def read_pages(path: Path, options: ReadOptions | None = None, size: int = 500) -> Iterator[GoodsPage]:
    """Yield ``ProductRowIn`` rows, at most ``size`` to a page.

    Raises:
        UsageError: the file is not this format.
        Unavailable: ``file.unreadable``.
    """
    chosen = options or ReadOptions()
    table = open_table(path, LAYOUT, encoding=chosen.encoding, renamed=names_of(ALIASES, chosen.mapping))
    return goods_pages(table, _product_row, size)


def _product_row(row: Row) -> ProductRowIn:
    sku = row.get("sku")
    if not sku:
        raise CellError("sku", "sku.missing", "has no SKU")
    if not row.get("title"):
        raise CellError("title", "title.missing", "has no title")
    barcodes, warnings = _barcodes(row.get("barcodes"))
    cost_minor, currency = cost_of(row)
    return ProductRowIn(
        sku=sku,
        title=row.get("title"),
        option=row.get("option"),
        barcodes=barcodes,
        weight_g=_measure(row, "weight g"),
        length_mm=_measure(row, "length mm"),
        width_mm=_measure(row, "width mm"),
        height_mm=_measure(row, "height mm"),
        components=_components(row.get("components"), sku),
        picture=row.get("picture"),
        cost_minor=cost_minor,
        currency=currency,
        warnings=warnings,
        line=row.line,
    )


def _barcodes(text: str) -> tuple[tuple[BarcodeIn, ...], tuple[str, ...]]:
    """The codes of a cell, and a sentence for each that was damaged: repaired if it can only be one number, else left out."""
    codes: dict[str, BarcodeIn] = {}
    warnings: list[str] = []
    for code, factor in _factored(text, "barcodes"):
        code = code.removeprefix("'")
        damage = gtin_damage(code)
        if damage is None:
            codes.setdefault(code, BarcodeIn(code, factor))
            continue
        reason = _DAMAGE.get(damage.code, "is damaged")
        if damage.repaired:
            codes.setdefault(damage.repaired, BarcodeIn(damage.repaired, factor))
            warnings.append(f"Barcode “{shown(code)}” {reason}; it was read as {damage.repaired}.")
        else:
            warnings.append(f"Barcode “{shown(code)}” {reason} and was left out; scan the article to add it.")
    return tuple(codes.values()), tuple(warnings)


def _components(text: str, sku: str) -> tuple[ComponentIn, ...]:
    parts: dict[str, int] = {}
    for component, quantity in _factored(text, "components"):
        if component.casefold() == sku.casefold():
            raise CellError("components", "kit.contains_itself", f"names {shown(sku)} as a part of itself")
        parts[component] = parts.get(component, 0) + quantity
    return tuple(ComponentIn(component, quantity) for component, quantity in parts.items())


def _factored(text: str, field: str) -> Iterator[tuple[str, int]]:
    """(text, factor >= 1) of each entry of a cell."""
    for entry in re.split(r"[;\n|]", text):
        if not entry.strip():
            continue
        match = _FACTORED.fullmatch(entry.strip())
        if not match or "*" in match["text"] or match["factor"] == "0" * len(match["factor"] or "x"):
            raise CellError(field, "factor.bad", f"has “{shown(entry)}”, expected a code or code*number")
        yield match["text"].strip(), int(match["factor"] or 1)


def _measure(row: Row, name: str) -> int | None:
    return read_quantity(row.get(name), name.replace(" ", "_")) if row.get(name) else None
