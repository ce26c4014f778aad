"""Measures of the packing slip shared by its parts, in points from the upper left corner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from desktop_oms.documents.sheet import MM, Sheet
from desktop_oms.domain.papers import SlipData

LEFT: Final = 25 * MM
RIGHT_MARGIN: Final = 20 * MM
ITEM_X: Final = 47.5 * MM
NEXT_TOP: Final = 30 * MM  # where the table starts on further pages
# Distances from the lower edge, so that Letter, 18 mm shorter, keeps its foot.
BODY_END: Final = 29 * MM
FOOT_START: Final = 71.5 * MM
IMPRINT_START: Final = 22.9 * MM


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns of one slip; with prices the middle columns move to the left."""

    right: float
    qty_x: float
    sku_x: float
    lot_x: float
    lot_end: float
    has_prices: bool

    @classmethod
    def of(cls, sheet: Sheet, data: SlipData) -> Grid:
        right = sheet.width - RIGHT_MARGIN
        # A gift shows no prices whatever the data says: the one who opens the box did not pay.
        has_prices = data.shows_prices and not data.is_gift
        has_lots = any(line.lot or line.best_before for line in data.lines)
        end = right - 24 * MM if has_prices else right
        lot_x = end - 24.5 * MM if has_lots else end
        return cls(right, 42.5 * MM, lot_x - (34 if has_prices else 37) * MM, lot_x, end, has_prices)


def top_of_foot(sheet: Sheet) -> float:
    """Where the returns part of the last page begins."""
    return sheet.height - FOOT_START
