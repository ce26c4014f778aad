"""Paint one kind of cell each; called by the delegate with everything ready.

Fonts, colors and pixmaps come from the theme's caches, elided texts from the one here: building any of them in paint is what makes
a table slow (look.md section 9). Names from strangers are drawn as plain strings, left and absolute, so that a right-to-left
name keeps its place in a left-to-right row.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from desktop_oms.ui.icons import paint_clock
from desktop_oms.ui.models.columns import Cell
from desktop_oms.ui.pictures import paint_thumb
from desktop_oms.ui.theme import Theme

_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter) | int(
    Qt.TextFlag.TextSingleLine
)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter) | int(
    Qt.TextFlag.TextSingleLine
)
_CENTER = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextSingleLine)
_CACHE_LIMIT = 6000

_metrics: dict[str, QFontMetrics] = {}
_elided: dict[tuple[str, str, int], str] = {}
_widths: dict[tuple[str, str], int] = {}


def forget_caches() -> None:
    """Drop what was measured with the old fonts; call when the theme changed."""
    _metrics.clear()
    _elided.clear()
    _widths.clear()


@dataclass(slots=True)
class Brush:
    """What a painter works with: the place, the look and the state of the row."""

    painter: QPainter
    theme: Theme
    rect: QRect
    is_selected: bool
    dpr: float

    def metrics(self, font: QFont) -> QFontMetrics:
        """Return the cached metrics of a font."""
        key = font.key()
        found = _metrics.get(key)
        if found is None:
            found = _metrics[key] = QFontMetrics(font)
        return found

    def width(self, text: str, font: QFont) -> int:
        """Return the drawn width of a text in pixels, cached."""
        key = (text, font.key())
        found = _widths.get(key)
        if found is None:
            if len(_widths) > _CACHE_LIMIT:
                _widths.clear()
            found = _widths[key] = self.metrics(font).horizontalAdvance(text)
        return found

    def elide(self, text: str, font: QFont, room: int) -> str:
        """Return the text cut at the end to fit, cached."""
        key = (text, font.key(), room)
        found = _elided.get(key)
        if found is None:
            if len(_elided) > _CACHE_LIMIT:
                _elided.clear()
            found = _elided[key] = self.metrics(font).elidedText(text, Qt.TextElideMode.ElideRight, max(0, room))
        return found

    def text(self, rect: QRect, text: str, font: QFont, color: QColor, is_right: bool = False) -> int:
        """Draw one line, cut to fit, and return its width."""
        shown = self.elide(text, font, rect.width())
        self.painter.setFont(font)
        self.painter.setPen(color)
        self.painter.drawText(rect, _RIGHT if is_right else _LEFT, shown)
        return self.width(shown, font)

    def icon(self, x: int, name: str, color: str, size: int) -> None:
        """Draw an icon at ``x``, centered on the row."""
        y = self.rect.center().y() - (size - 1) // 2
        self.painter.drawPixmap(QPoint(x, y), self.theme.pixmap(name, color, size, self.dpr))


Painter = Callable[[Brush, Cell], None]


def paint_text(brush: Brush, cell: Cell) -> None:
    """Plain text, quiet when its tone is ``third``."""
    color = cell.tone or "text"
    brush.text(brush.rect, cell.text, brush.theme.font("body"), brush.theme.color(color))


def paint_quiet(brush: Brush, cell: Cell) -> None:
    """Second-level text: SKU, bin, channel name."""
    brush.text(brush.rect, cell.text, brush.theme.font("small", True), brush.theme.color("text2"))


def paint_figure(brush: Brush, cell: Cell) -> None:
    """A right-aligned figure in tabular digits; a toned one is strong."""
    font = brush.theme.font("body_strong" if cell.is_loud else "body", True)
    color = f"{cell.tone}Text" if cell.tone else ("text" if cell.is_loud or not cell.second else "text2")
    brush.text(brush.rect, cell.text, font, brush.theme.color(color), is_right=True)
    if cell.icon:
        brush.icon(brush.rect.left(), cell.icon, f"{cell.tone or 'neutral'}Text", 15)


def paint_money(brush: Brush, cell: Cell) -> None:
    """An amount: right aligned, medium, tabular."""
    brush.text(brush.rect, cell.text, brush.theme.font("body_medium", True), brush.theme.color("text"), is_right=True)


def paint_chip(brush: Brush, cell: Cell) -> None:
    """A state: loud ones as a tinted chip with the reason after a middle dot, quiet ones as glyph and word."""
    theme, rect = brush.theme, brush.rect
    strong = theme.font("small_strong")
    color = theme.color("text3" if cell.tone in ("", "neutral") else f"{cell.tone}Text")
    height = theme.px(20)
    reason = f" · {cell.second}" if cell.second else ""
    pad = theme.px(5)
    if cell.is_loud:
        width = pad + 15 + pad + brush.width(cell.text, strong) + brush.width(reason, theme.font("small")) + pad + 2
        width = min(width, rect.width() + 4)
        box = QRectF(rect.left() - 4.0, rect.center().y() - height / 2 + 0.5, width, height)
        brush.painter.setBrush(theme.color(f"{cell.tone}Tint"))
        is_framed = theme.is_high_contrast
        brush.painter.setPen(QPen(color, 1) if is_framed else Qt.PenStyle.NoPen)
        brush.painter.drawRoundedRect(box, 6, 6)
    brush.icon(rect.left() + 1, cell.icon, _tone_color(cell.tone), 15)
    left = rect.left() + 15 + theme.px(6)
    word = QRect(left, rect.top(), rect.right() - left + 1, rect.height())
    ink = color if cell.is_loud else theme.color("text" if cell.tone != "neutral" else "text3")
    used = brush.text(word, cell.text, strong, ink)
    if reason:
        rest = QRect(left + used, rect.top(), rect.right() - left - used + 1, rect.height())
        brush.text(rest, reason, theme.font("small"), ink)


def _tone_color(tone: str) -> str:
    return "text3" if tone in ("", "neutral") else f"{tone}Text"


def paint_tile(painter: QPainter, rect: QRectF, theme: Theme, channel_type: str) -> None:
    """Paint the letter tile of a channel."""
    color, letter = theme.channel_tile(channel_type)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    radius = rect.width() * 0.25
    painter.drawRoundedRect(rect, radius, radius)
    painter.setPen(QColor("#FFFFFF"))
    painter.setFont(theme.font("caption" if rect.width() < 24 else "body", weight=700))
    painter.drawText(rect, _CENTER, letter)


def paint_order(brush: Brush, cell: Cell) -> None:
    """Channel tile and order number."""
    side = 18
    box = QRectF(brush.rect.left(), brush.rect.center().y() - side / 2 + 0.5, side, side)
    paint_tile(brush.painter, box, brush.theme, cell.icon)
    room = brush.rect.adjusted(side + 8, 0, 0, 0)
    brush.text(room, cell.text, brush.theme.font("body_medium", True), brush.theme.color("text"))


def paint_customer(brush: Brush, cell: Cell) -> None:
    """A name, its country after it, note and gift marks at the right edge."""
    theme, rect = brush.theme, brush.rect
    right = rect.right() + 1
    for name in cell.marks:
        right -= 15
        brush.icon(right, name, "text3", 15)
        right -= 6
    country_font = theme.font("caption")
    country = brush.width(cell.second, country_font) + 6 if cell.second else 0
    room = QRect(rect.left(), rect.top(), right - rect.left() - country, rect.height())
    used = brush.text(room, cell.text, theme.font("body"), theme.color("text"))
    if cell.second:
        # Two pixels lower than centered, so that the small letters share the base line of the name.
        place = QRect(rect.left() + used + 6, rect.top() + 1, country, rect.height())
        brush.text(place, cell.second, country_font, theme.color("text3"))


def paint_items(brush: Brush, cell: Cell) -> None:
    """How many units, the first SKU and how many more."""
    theme, rect = brush.theme, brush.rect
    figure = theme.font("body_medium", True)
    wide = theme.px(18)
    brush.text(
        QRect(rect.left(), rect.top(), wide, rect.height()), f"{cell.value:.0f}", figure, theme.color("text"), True
    )
    small = theme.font("small", True)
    left = rect.left() + wide + 7
    more = brush.width(cell.second, small) + 6 if cell.second else 0
    used = brush.text(
        QRect(left, rect.top(), rect.right() - left - more, rect.height()), cell.text, small, theme.color("text2")
    )
    if cell.second:
        place = QRect(left + used + 6, rect.top(), more, rect.height())
        brush.text(place, cell.second, small, theme.color("text3"))


def paint_ship_by(brush: Brush, cell: Cell) -> None:
    """The ship-by clock: grey ring above two hours, amber below, red disc with a mark when late."""
    if not cell.text:
        return
    theme, rect = brush.theme, brush.rect
    color = {"bad": "badText", "warn": "warnText"}.get(cell.tone, "text2")
    if cell.tone == "bad":
        brush.icon(rect.left(), "ph.warning-circle-fill", color, 15)
    else:
        box = QRectF(rect.left() + 0.5, rect.center().y() - 7, 14, 14)
        ring = theme.color("warnText" if cell.tone == "warn" else "text3")
        paint_clock(brush.painter, box, ring, theme.color("line2"), cell.value)
    font = theme.font("body_strong" if cell.tone == "bad" else "body_medium" if cell.tone else "body", True)
    brush.text(rect.adjusted(21, 0, 0, 0), cell.text, font, theme.color(color))


def paint_tags(brush: Brush, cell: Cell) -> None:
    """Small framed tags with a colored dot, as many as fit."""
    theme, rect = brush.theme, brush.rect
    font = theme.font("caption")
    left, height = rect.left(), theme.px(18)
    for text, color in cell.marks:
        width = min(brush.width(text, font) + 22, rect.right() - left + 1)
        if width < 28:
            return
        box = QRectF(left + 0.5, rect.center().y() - height / 2 + 0.5, width - 1, height)
        brush.painter.setBrush(theme.color("panel"))
        brush.painter.setPen(QPen(theme.color("line2"), 1))
        brush.painter.drawRoundedRect(box, 5, 5)
        brush.painter.setPen(Qt.PenStyle.NoPen)
        brush.painter.setBrush(theme.color(color))
        brush.painter.drawEllipse(QRectF(left + 7, rect.center().y() - 2, 5, 5))
        brush.text(QRect(left + 16, rect.top(), width - 19, rect.height()), text, font, theme.color("text2"))
        left += width + 4


def paint_product(brush: Brush, cell: Cell) -> None:
    """A product: its base is cut when room is short, the distinguishing part never is (look.md principle 5)."""
    theme, rect = brush.theme, brush.rect
    left = rect.left()
    side = 24
    box = QRectF(left, rect.center().y() - side / 2 + 0.5, side, side)
    if not paint_thumb(brush.painter, box, cell.picture, brush.dpr):
        brush.painter.setPen(Qt.PenStyle.NoPen)
        brush.painter.setBrush(theme.color("neutralTint"))
        brush.painter.drawRoundedRect(box, 6, 6)
        brush.icon(left + 4, cell.icon or "ph.package", "text3", 16)
    left += side + 10
    strong = theme.font("body_strong")
    option = brush.width(cell.second, strong) + 8 if cell.second else 0
    base = QRect(left, rect.top(), max(24, rect.right() + 1 - left - option), rect.height())
    used = brush.text(base, cell.text, theme.font("body"), theme.color("text"))
    if cell.second:
        place = QRect(left + used + 8, rect.top(), rect.right() + 1 - left - used - 8, rect.height())
        brush.text(place, cell.second, strong, theme.color("text"))


def paint_share(brush: Brush, cell: Cell) -> None:
    """The bar of one stock row: allocated light, available strong; ``value`` is the allocated part, negative for no stock."""
    rect, theme = brush.rect, brush.theme
    bar = QRectF(rect.left(), rect.center().y() - 2.5, rect.width(), 6)
    brush.painter.setPen(Qt.PenStyle.NoPen)
    brush.painter.setBrush(theme.color("line2" if cell.value < 0 else "s1"))
    brush.painter.drawRoundedRect(bar, 3, 3)
    if cell.value > 0:
        light = QColor(theme.color("s1"))
        light.setAlphaF(0.45)
        part = QRectF(bar.left(), bar.top(), max(3.0, bar.width() * min(1.0, cell.value)), bar.height())
        brush.painter.setBrush(theme.color("panel"))
        brush.painter.drawRoundedRect(part, 3, 3)
        brush.painter.setBrush(light)
        brush.painter.drawRoundedRect(part, 3, 3)


def paint_mark(brush: Brush, cell: Cell) -> None:
    """One glyph in the middle of its column."""
    if cell.icon:
        brush.icon(brush.rect.left(), cell.icon, _tone_color(cell.tone), 15)


PAINTERS: dict[str, Painter] = {
    "text": paint_text,
    "quiet": paint_quiet,
    "figure": paint_figure,
    "money": paint_money,
    "chip": paint_chip,
    "order": paint_order,
    "customer": paint_customer,
    "items": paint_items,
    "ship_by": paint_ship_by,
    "tags": paint_tags,
    "product": paint_product,
    "share": paint_share,
    "mark": paint_mark,
}
