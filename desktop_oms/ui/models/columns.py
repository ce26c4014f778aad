"""What a column of a windowed list is: its title, its room, how its cell is made from a record and how it is painted.

Cells are made once per page on arrival, so painting only draws ready strings. Invariant: a ``Cell`` holds everything its
painter needs; no painter looks at a record.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt

from desktop_oms.ui.formats import Formatter

CELL_ROLE = int(Qt.ItemDataRole.UserRole) + 1
RECORD_ROLE = int(Qt.ItemDataRole.UserRole) + 2


@dataclass(frozen=True, slots=True)
class Cell:
    """One ready cell.

    Attributes:
        text: what is read first; also the display role.
        second: quiet text after it (country, ``+1``, reason of a state).
        icon, tone: glyph and its tone.
        marks: further glyphs, or (text, color) pairs of tags, as the painter of the column understands them.
        value: a figure for bars and rings.
        is_loud: tinted chip instead of plain text.
        spoken: what a screen reader says when the text alone is not enough.
        tip: tooltip; never the only place of a fact.
        picture: file name of a product picture, painted instead of the icon where there is one.
    """

    text: str = ""
    second: str = ""
    icon: str = ""
    tone: str = ""
    marks: tuple[Any, ...] = ()
    value: float = 0.0
    is_loud: bool = False
    spoken: str = ""
    tip: str = ""
    picture: str = ""


PLACEHOLDER = Cell(text="…")
EMPTY = Cell()
GONE = Cell(text="–")


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        key: stable name; also what ``QuerySpec.sort`` carries when ``is_sortable``.
        title: text code of the head, "" for none.
        width: pixels at 100 % without the 8 px gap; the least width of the stretching column.
        paint: name of a painter in ``models.painters``.
        cell: makes the cell from a record.
        is_right: figures stand at the right edge.
        is_stretch: takes the room that is left; exactly one column of a list does.
        wanted_at: the column shows when the list is at least this wide, pixels at 100 %.
    """

    key: str
    title: str
    width: int
    paint: str
    cell: Callable[[Any, Formatter], Cell]
    is_right: bool = False
    is_stretch: bool = False
    is_sortable: bool = True
    wanted_at: int = 0


def check_column() -> Column:
    """Return the column with the tick box; the delegate paints it from the selection."""
    return Column("", "", 16, "check", lambda _record, _formatter: EMPTY, is_sortable=False)
