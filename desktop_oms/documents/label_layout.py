"""Where things stand on our own 4 x 6 inch address label, for every printer language alike.

Positions and sizes are printer dots at 203 dpi (812 x 1218), base lines for text; the writers for PDF and ZPL only scale.
Layout as in the design, picture 13b: postcode largest, carton and weight reversed, SSCC with 4-dot modules.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from desktop_oms.documents import barcodes
from desktop_oms.documents.address import POSTCODE_LAST, POSTCODE_OWN_LINE, country_line, sender_line
from desktop_oms.documents.barcodes import Linear, Matrix
from desktop_oms.documents.sheet import Align
from desktop_oms.documents.text.fit import Fitted, fit
from desktop_oms.documents.text.fonts import Style
from desktop_oms.documents.text.shaping import Line, shape
from desktop_oms.domain.papers import LabelData

WIDTH: Final = 812
HEIGHT: Final = 1218
LEFT, RIGHT, TOP, BOTTOM = 28, 784, 28, 1190  # outer frame
INNER: Final = 54  # left edge of text
PEN: Final = 3
TO_TOP, ROUTE_TOP, CODE_TOP, FOOT_TOP = 157, 554, 702, 1104  # rules
CARTON_X: Final = 649
COUNTRY_END: Final = 178
CODE_HEIGHT: Final = 224
CODE_ROOM: Final = RIGHT - LEFT - 6
MAX_CODE_DOTS: Final = 4
QR_BOX: Final = 105
ADDRESS_SIZES: Final = (46.0, 22.0)
LEADING: Final = 1.27
TOWN_RATIO: Final = 0.72  # town beside postcode
TOWN_GAP: Final = 20
TOWN_SHRINK: Final = 0.7  # smaller than this side by side, and they get a line each


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text: x by ``align``, base line y, size in dots; white on black when ``is_reversed``."""

    line: Line
    style: Style
    x: float
    y: float
    size: float
    align: Align = "left"
    tracking: float = 0.0
    is_reversed: bool = False


@dataclass(frozen=True, slots=True)
class Fill:
    """A black rectangle."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Bars:
    """The SSCC: x and width are chosen by the writer (whole dots, centered); ``digits`` with check digit."""

    code: Linear
    digits: str
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class Square:
    """The parcel code as QR in a box whose upper right corner is x, y."""

    code: Matrix
    text: str
    x: int
    y: int
    side: int


@dataclass(slots=True)
class Layout:
    """Everything on one label, in drawing order."""

    fills: list[Fill] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    bars: list[Bars] = field(default_factory=list)
    squares: list[Square] = field(default_factory=list)
    warnings: dict[str, None] = field(default_factory=dict)

    def put(
        self,
        text: str,
        style: Style,
        x: float,
        y: float,
        size: float,
        width: float,
        what: str,
        region: str = "",
        align: Align = "left",
        is_reversed: bool = False,
        tracking: float = 0.0,
    ) -> Fitted:
        """Place one line, shrunk to ``width`` dots if needed."""
        room = width - tracking * len(text)
        fitted = fit(text, style, (size, max(14.0, size * 0.4)), room, 1, region, what)
        self.add(fitted, style, x, y, align, is_reversed, tracking)
        return fitted

    def add(
        self,
        fitted: Fitted,
        style: Style,
        x: float,
        y: float,
        align: Align = "left",
        is_reversed: bool = False,
        tracking: float = 0.0,
    ) -> float:
        """Place fitted lines; returns the base line after the last."""
        self.warnings.update(dict.fromkeys(fitted.warnings))
        for line in fitted.lines:
            self.words.append(Words(line, style, x, y, fitted.size, align, tracking, is_reversed))
            y += fitted.size * LEADING
        return y


def lay_out(data: LabelData) -> Layout:
    """Place everything of a label.

    Raises:
        RuleError: ``document.sscc``, ``document.code_text`` for codes that cannot be drawn.
    """
    layout = Layout()
    _frame(layout, data)
    _sender(layout, data)
    _recipient(layout, data)
    _route(layout, data)
    _codes(layout, data)
    _foot(layout, data)
    return layout


def _frame(layout: Layout, data: LabelData) -> None:
    width, height = RIGHT - LEFT, BOTTOM - TOP
    layout.fills += [Fill(LEFT, TOP, width, PEN), Fill(LEFT, BOTTOM - PEN, width, PEN)]
    layout.fills += [Fill(LEFT, TOP, PEN, height), Fill(RIGHT - PEN, TOP, PEN, height)]
    layout.fills += [Fill(LEFT, y, width, PEN) for y in (TO_TOP, ROUTE_TOP, CODE_TOP, FOOT_TOP)]
    layout.fills.append(Fill(COUNTRY_END - PEN, ROUTE_TOP, PEN, CODE_TOP - ROUTE_TOP))
    if data.carton or data.weight_text:
        layout.fills.append(Fill(CARTON_X, TOP, RIGHT - CARTON_X, TO_TOP - TOP))


def _sender(layout: Layout, data: LabelData) -> None:
    sender = data.sender
    has_carton = bool(data.carton or data.weight_text)
    room = (CARTON_X if has_carton else RIGHT) - INNER - 14
    layout.put("From", "semibold", INNER, 68, 21, room, "heading")
    lines = (
        ", ".join(part for part in (sender.name, sender.street) if part),
        ", ".join(part for part in (sender_line("", sender.postcode, sender.city), sender.country) if part),
    )
    for i, text in enumerate(line for line in lines if line):
        layout.put(text, "medium", INNER, 97 + 29 * i, 22, room, "sender line")
    middle = (CARTON_X + RIGHT) / 2
    width = RIGHT - CARTON_X - 14
    if data.carton:
        y = 106 if data.weight_text else 116
        layout.put(data.carton, "bold", middle, y, 72, width, "carton", "", "center", True)
    if data.weight_text:
        y = 139 if data.carton else 100
        layout.put(data.weight_text, "semibold", middle, y, 23, width, "weight", "", "center", True)
    if data.is_copy:
        layout.put("COPY", "bold", (CARTON_X if has_carton else RIGHT) - 20, 72, 30, 200, "mark", "", "right", False, 4)


def _recipient(layout: Layout, data: LabelData) -> None:
    """Name and street as large as the room allows; postcode largest of all."""
    to = data.addressee
    layout.put("To", "medium", INNER, 201, 21, 200, "heading")
    country = country_line(to)
    lines = [line for line in to.lines if line.strip()]
    room = RIGHT - INNER - 20
    top, bottom = 212, ROUTE_TOP - 22
    size, floor = ADDRESS_SIZES
    while True:
        towns = _town_height(data, size) + (size * 1.3 if country else 0)
        block = [_address_line(text, i, size, room, to.country) for i, text in enumerate(lines)]
        used = sum(len(fitted.lines) * size * LEADING for fitted in block) + towns
        was_cut = any("cut" in warning for fitted in block for warning in fitted.warnings)
        if (used <= bottom - top and not was_cut) or size <= floor:
            break
        size -= 1
    y = top + size * 1.02
    kept = int((bottom - top - towns) / (size * LEADING))
    for i, fitted in enumerate(block):
        if kept < len(fitted.lines):
            layout.warnings["The address has more lines than the label has room for; the last were left out."] = None
            break
        kept -= len(fitted.lines)
        y = layout.add(fitted, "semibold" if i == 0 else "medium", INNER, y)
    y = _town(layout, data, y - size * LEADING, size, room)
    if country:
        layout.put(
            country, "semibold", INNER, y + size * 1.3, size * 0.95, room, "country", to.country, "left", False, 1
        )


def _address_line(text: str, index: int, size: float, room: float, region: str) -> Fitted:
    return fit(text, "semibold" if index == 0 else "medium", (size, size), room, 4, region, "address line")


def _town_size(size: float) -> float:
    return max(48.0, size * 1.74)


def _town_height(data: LabelData, size: float) -> float:
    return _town_size(size) * 1.22 * (2 if _is_split(data, size) else 1)


def _town(layout: Layout, data: LabelData, y: float, size: float, room: float) -> float:
    """Postcode and town; returns the last base line."""
    to = data.addressee
    big = _town_size(size)
    small = big * TOWN_RATIO
    town = ", ".join(part for part in (to.city, to.region) if part)
    own_lines = _is_split(data, size)
    if own_lines:
        for text, text_size in ((town, small), (to.postcode, big)):
            y += big * 1.16
            layout.put(text, "bold", INNER, y, text_size, room, "town", to.country)
        return y
    y += big * 1.16
    if not to.postcode or not town:
        layout.put(to.postcode or town, "bold", INNER, y, big, room, "town", to.country)
        return y
    # Both shrink together, so that the postcode stays the largest text of the label.
    shrink = min(1.0, room / _town_width(data, size))
    parts = [(to.postcode, big), (town, small)]
    x = float(INNER)
    for text, text_size in reversed(parts) if to.country in POSTCODE_LAST else parts:
        x += layout.put(text, "bold", x, y, text_size * shrink, room, "town", to.country).width + TOWN_GAP * shrink
    return y


def _town_width(data: LabelData, size: float) -> float:
    """Width in dots of postcode and town beside each other."""
    to = data.addressee
    big = _town_size(size)
    town = ", ".join(part for part in (to.city, to.region) if part)
    return shape(to.postcode, "bold").width * big + shape(town, "bold", to.country).width * big * TOWN_RATIO + TOWN_GAP


def _is_split(data: LabelData, size: float) -> bool:
    """True when postcode and town take a line each: custom of the country, or too long side by side."""
    to = data.addressee
    if not to.postcode or not (to.city or to.region):
        return False
    room = RIGHT - INNER - 20
    return to.country in POSTCODE_OWN_LINE or _town_width(data, size) * TOWN_SHRINK > room


def _route(layout: Layout, data: LabelData) -> None:
    middle = (LEFT + COUNTRY_END) / 2
    layout.put(data.addressee.country, "bold", middle, 660, 88, COUNTRY_END - LEFT - 14, "country code", "", "center")
    x = COUNTRY_END + 23
    room = RIGHT - 24 - QR_BOX - 20 - x
    layout.put(data.service, "bold", x, 610, 38, room, "service")
    first = " · ".join(part for part in (data.shipped_on, data.parcel_text) if part)
    numbers = (f"Order {data.order_number}", f"shipment {data.shipment_number}" if data.shipment_number else "")
    layout.put(first, "medium", x, 648, 22, room, "date")
    layout.put(" · ".join(part for part in numbers if part), "medium", x, 678, 22, room, "order number")
    code = barcodes.qr(data.parcel_code)
    layout.squares.append(Square(code, data.parcel_code, RIGHT - 24, ROUTE_TOP + 23, QR_BOX))


def _codes(layout: Layout, data: LabelData) -> None:
    layout.bars.append(Bars(barcodes.sscc(data.sscc), data.sscc, CODE_TOP + 63, CODE_HEIGHT))
    digits = data.sscc
    spoken = f"(00) {digits[0]} {digits[1:8]} {digits[8:17]} {digits[17]}"
    layout.put(spoken, "semibold", WIDTH / 2, 1035, 30, CODE_ROOM - 40, "SSCC", "", "center", False, 2.0)


def _foot(layout: Layout, data: LabelData) -> None:
    room = RIGHT - INNER - 28
    code = layout.put(data.parcel_code, "bold", RIGHT - 28, 1155, 23, room * 0.5, "parcel code", "", "right", False, 1)
    extra = " · ".join(f"{name} {value}".strip() for name, value in data.extra)
    text = extra or "Undeliverable? Return to sender."
    layout.put(text, "medium", INNER, 1155, 22, room - code.width - 30, "foot line")
