"""Plain records of goods as a file tells them, before anything is looked up in the books: opening stock and products.

Shared vocabulary of the file formats (``channels/generic.py``) and intake, which gets them from ``compose``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop_oms.domain.remote_order import RowProblem


@dataclass(frozen=True, slots=True)
class StockRowIn:
    """Opening stock of one SKU in one bin.

    Attributes:
        quantity: base pieces, >= 0.
        cost_minor: cost of one piece in minor units of ``currency``; None when the file names none.
        warehouse: name or code as written, ``""`` for the only one.
        line: 1-based line of the file.
    """

    sku: str
    quantity: int
    bin: str
    lot: str = ""
    best_before: date | None = None
    cost_minor: int | None = None
    currency: str = ""
    warehouse: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class BarcodeIn:
    """A scannable code; ``factor`` is how many base pieces one scan of it stands for, >= 1."""

    code: str
    factor: int = 1


@dataclass(frozen=True, slots=True)
class ComponentIn:
    """A part of a kit: ``quantity`` pieces of ``sku`` in one kit, >= 1."""

    sku: str
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class ProductRowIn:
    """One sellable SKU.

    Attributes:
        option: what tells it from its siblings ("Moss").
        weight_g, length_mm, width_mm, height_mm: None when the file names none.
        components: not empty for a kit.
        picture: file name or address as written; never opened here.
        warnings: doubtful values that were kept ("barcode fails its check digit"), as sentences.
    """

    sku: str
    title: str
    option: str = ""
    barcodes: tuple[BarcodeIn, ...] = ()
    weight_g: int | None = None
    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None
    components: tuple[ComponentIn, ...] = ()
    picture: str = ""
    cost_minor: int | None = None
    currency: str = ""
    warnings: tuple[str, ...] = ()
    line: int = 0


class GoodsRows(tuple[StockRowIn | ProductRowIn, ...]):
    """A page of records as the file port hands it on: a tuple that also knows the rows that could not be read."""

    rejected: tuple[RowProblem, ...] = ()

    @classmethod
    def of(cls, page: GoodsPage) -> GoodsRows:
        """The rows of a page with its rejected rows."""
        rows = cls(page.rows)
        rows.rejected = page.rejected
        return rows


@dataclass(frozen=True, slots=True)
class GoodsFile:
    """Answer of a goods reader: rows understood, rows not, and what had to be assumed."""

    format_name: str
    rows: tuple[StockRowIn | ProductRowIn, ...]
    rejected: tuple[RowProblem, ...]
    assumptions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoodsPage:
    """A part of a goods file; fields as in ``GoodsFile``."""

    rows: tuple[StockRowIn | ProductRowIn, ...]
    rejected: tuple[RowProblem, ...]
    assumptions: tuple[str, ...]
    last_line: int
