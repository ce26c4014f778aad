"""What a product or stock file told us about articles, in our words: the shape every such file is translated into.

Pure data, the counterpart of ``remote_order``. Amounts are integer minor units, measures whole grams and millimetres.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class RemoteProduct:
    """One article of a product file. ``None`` and ``""`` mean "the file does not say", never "make it empty".

    Attributes:
        sku: own article number as text; leading zeros are part of it.
        product_title: what its variants have in common; ``title`` when empty.
        option: the distinguishing part ("red / L").
        barcodes: (code as written, pieces per scan >= 1).
        components: (sku, quantity) of a kit; empty for an ordinary article.
        picture: file name beside the product file, or an address.
        unit_cost_minor, cost_currency: what one piece costs us.
        price_minor, currency: what it is sold for.
        source_line: 1-based line of the file.
    """

    sku: str
    title: str = ""
    product_title: str = ""
    option: str = ""
    barcodes: tuple[tuple[str, int], ...] = ()
    components: tuple[tuple[str, int], ...] = ()
    weight_g: int | None = None
    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None
    hs_code: str = ""
    origin_country: str = ""
    safety_qty: int | None = None
    unit_cost_minor: int | None = None
    cost_currency: str = ""
    price_minor: int | None = None
    currency: str = ""
    picture: str = ""
    source_line: int = 0


@dataclass(frozen=True, slots=True)
class RemoteStock:
    """One row of an opening stock file: ``quantity`` pieces (>= 0) of an article lie in a bin.

    Attributes:
        lot, best_before: the batch, if the article has one.
        unit_cost_minor, currency: what one piece cost; the article's own cost when ``None``.
        source_line: 1-based line of the file.
    """

    sku: str
    bin: str
    quantity: int
    lot: str = ""
    best_before: date | None = None
    unit_cost_minor: int | None = None
    currency: str = ""
    source_line: int = 0
