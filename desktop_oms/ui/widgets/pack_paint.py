"""Sizes, fonts and brush strokes of the packing table: everything there is painted, nothing takes the focus.

Sizes come from ``layout.pack`` and ``layout.pack_small`` of the design tokens; type from the ``pack_*`` steps.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from desktop_oms.ui.icons import paint_icon
from desktop_oms.ui.pictures import PICTURE_GROUND
from desktop_oms.ui.theme import theme

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
CENTER = Qt.AlignmentFlag.AlignCenter
ELLIPSIS = "…"

_SMALL_FACTORS = {
    "pack_order_no": 40 / 44,
    "pack_verdict": 43 / 44,
    "pack_product": 36 / 46,
    "pack_next_action": 28 / 32,
    "pack_remaining": 144 / 168,
    "pack_flood": 80 / 96,
    "pack_idle": 92 / 112,
    "pack_second": 22 / 24,
}


@dataclass(frozen=True, slots=True)
class PackSizes:
    """Sizes for one window size, logical pixels. ``factors`` shrink or grow steps of the type scale."""

    top: int
    foot: int
    side: int
    verdict: int
    order_head: int
    gap: int
    row: int
    picture: int
    compare_picture: int
    remaining_width: int
    is_small: bool
    factors: Mapping[str, float]
    margin: int = 16

    def font(self, role: str, is_tabular: bool = False, weight: int = 0) -> QFont:
        """A step of the type scale at this window size."""
        font = theme().font(role, is_tabular, weight)
        factor = self.factors.get(role, 1.0)
        if factor == 1.0:
            return font
        smaller = QFont(font)
        smaller.setPixelSize(max(8, round(font.pixelSize() * factor)))
        smaller.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, font.letterSpacing() * factor)
        return smaller


def sizes_for(width: int, height: int) -> PackSizes:
    """Small below 1360 x 860, wide from 1700 on: the focus card and the queue grow (look.md section 2)."""
    layout = theme().tokens.raw["layout"]
    rows = theme().tokens.raw["row"]
    is_small = width < 1360 or height < 860
    base = layout["pack_small" if is_small else "pack"]
    is_wide = width >= 1700 and height >= 960
    return PackSizes(
        top=base["top"],
        foot=base["foot"],
        side=base["side"] + (72 if is_wide else 0),
        verdict=base["verdict"],
        order_head=base["order_head"],
        gap=base["gap"],
        row=rows["pack_line_small" if is_small else "pack_line"],
        picture=276 if is_small else 400 if is_wide else 300,
        compare_picture=264 if is_small else 400 if is_wide else 320,
        remaining_width=192 if is_small else 320 if is_wide else 244,
        is_small=is_small,
        factors=_SMALL_FACTORS
        if is_small
        else {"pack_product": 56 / 46, "pack_remaining": 200 / 168}
        if is_wide
        else {},
    )


class PackWidget(QWidget):
    """A painted part of the table: never takes focus, follows theme and window size."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.sizes = sizes_for(1440, 900)
        self._shown_facts: tuple[object, ...] = ()
        theme().changed.connect(self.update)

    def refresh(self, *facts: object) -> None:
        """Paint again if ``facts`` differ from the last ones: an answer repaints only what it changed."""
        if facts != self._shown_facts:
            self._shown_facts = facts
            self.update()

    def set_sizes(self, sizes: PackSizes) -> None:
        """The window has another size."""
        self.sizes = sizes
        self.updateGeometry()
        self.update()

    def say(self, text: str) -> None:
        """What a screen reader finds here."""
        if text != self.accessibleName():
            self.setAccessibleName(text)


def begin(widget: QWidget) -> QPainter:
    """A painter with smooth edges."""
    painter = QPainter(widget)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    return painter


def panel(
    painter: QPainter, rect: QRectF, fill: str = "panel", line: str = "line", width: float = 1.0, radius: float = 12
) -> None:
    """A rounded panel; ``line`` "" for none."""
    painter.setBrush(theme().color(fill) if fill else Qt.BrushStyle.NoBrush)
    if line:
        painter.setPen(QPen(theme().color(line), width))
        inset = width / 2
        painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius - inset, radius - inset)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(rect, radius, radius)


def text(
    painter: QPainter,
    rect: QRectF,
    what: str,
    font: QFont,
    color: str | QColor,
    align: Qt.AlignmentFlag = LEFT,
    keeps_end: bool = False,
) -> float:
    """One line, elided to fit (``keeps_end``: in the middle); returns the width used."""
    metrics = QFontMetricsF(font)
    width = metrics.horizontalAdvance(what)
    if width > rect.width() + 0.5:
        mode = Qt.TextElideMode.ElideMiddle if keeps_end else Qt.TextElideMode.ElideRight
        what = metrics.elidedText(what, mode, max(0.0, rect.width()))
        width = metrics.horizontalAdvance(what)
    painter.setFont(font)
    painter.setPen(theme().color(color) if isinstance(color, str) else color)
    painter.drawText(rect, int(align | Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip), what)
    return width


def width_of(what: str, font: QFont) -> float:
    """How wide one line of text is."""
    return QFontMetricsF(font).horizontalAdvance(what)


def wrap(what: str, font: QFont, width: float, max_lines: int) -> list[str]:
    """Break at blanks into as few lines as needed, at most ``max_lines``, of about equal width; the last one is elided.

    A figure and its unit (``300 ml``) stay together.
    """
    metrics = QFontMetricsF(font)
    words = _bound_units(what.split())
    if len(words) > 60:
        return _greedy(words, metrics, width, max_lines)
    best = _greedy(words, metrics, width, max_lines)
    if len(best) < 2 or any(ELLIPSIS in line for line in best):
        return best
    # Why: the widest line at its narrowest is the evenest break; a handful of tries is enough for a name.
    for part in (0.9, 0.8, 0.7, 0.6, 0.5):
        tried = _greedy(words, metrics, width * part, max_lines)
        if len(tried) > len(best) or any(ELLIPSIS in line for line in tried):
            break
        best = tried
    return best


def _bound_units(words: list[str]) -> list[str]:
    """Words with a figure and the short word after it joined by a blank that does not break."""
    bound: list[str] = []
    for word in words:
        if bound and bound[-1][-1].isdigit() and len(word.rstrip(",.;")) <= 3 and word[0].isalpha():
            bound[-1] += f"\u00a0{word}"
        else:
            bound.append(word)
    return bound


def _greedy(words: list[str], metrics: QFontMetricsF, width: float, max_lines: int) -> list[str]:
    lines: list[str] = []
    while words and len(lines) < max_lines - 1:
        taken = 1
        while taken < len(words) and metrics.horizontalAdvance(" ".join(words[: taken + 1])) <= width:
            taken += 1
        lines.append(metrics.elidedText(" ".join(words[:taken]), Qt.TextElideMode.ElideRight, width))
        words = words[taken:]
    if words:
        lines.append(metrics.elidedText(" ".join(words), Qt.TextElideMode.ElideRight, width))
    return lines


def wrap_product(title: str, option: str, font: QFont, width: float, max_lines: int) -> list[str]:
    """A product name in at most ``max_lines`` lines whose distinguishing part is never cut (look.md principle 5)."""
    from_end = option and not title.casefold().endswith(option.casefold())
    full = f"{title}, {option}" if from_end and title else title or option
    lines = wrap(full, font, width, max_lines)
    if not any(ELLIPSIS in line for line in lines) or not option:
        return lines
    words = title.split()
    while len(words) > 1:
        words.pop()
        lines = wrap(f"{' '.join(words)} {ELLIPSIS} {option}", font, width, max_lines)
        if lines[-1].endswith(option) or lines[-1].endswith(option.split()[-1]):
            return lines
    return wrap(option, font, width, max_lines)


def icon(painter: QPainter, x: float, y: float, size: float, name: str, color: str) -> None:
    """An icon with its top left corner at ``x``, ``y``."""
    paint_icon(painter, QRectF(x, y, size, size), name, theme().color(color))


def picture(painter: QPainter, rect: QRectF, radius: float, pixmap: QPixmap | None) -> None:
    """A product picture on its light ground in both themes; a package sign where there is none."""
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(PICTURE_GROUND))
    painter.drawRoundedRect(rect, radius, radius)
    if pixmap is not None and not pixmap.isNull():
        path = QPainterPath()
        path.addRoundedRect(rect, radius, radius)
        painter.setClipPath(path)
        size = pixmap.deviceIndependentSize().scaled(rect.size(), Qt.AspectRatioMode.KeepAspectRatio)
        corner = QPointF(rect.center().x() - size.width() / 2, rect.center().y() - size.height() / 2)
        painter.drawPixmap(QRectF(corner, size), pixmap, QRectF(pixmap.rect()))
    else:
        side = min(rect.width(), rect.height()) * 0.42
        spot = QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side)
        paint_icon(painter, spot, "ph.package-light" if side > 40 else "ph.package", QColor("#A39E93"))
    painter.restore()


def chip(
    painter: QPainter, right: float, center_y: float, what: str, sign: str, tone: str, height: float = 36
) -> float:
    """A tinted chip whose right edge is at ``right``; returns its left edge. ``sign`` is an icon name, "" for none."""
    font = theme().font("pack_body", True, 600)
    lead = 34 if sign else 12
    width = width_of(what, font) + lead + 13
    rect = QRectF(right - width, center_y - height / 2, width, height)
    panel(painter, rect, f"{tone}Tint", f"{tone}Text" if theme().is_high_contrast else "", radius=8)
    if sign:
        icon(painter, rect.left() + 12, center_y - 9, 18, sign, f"{tone}Text")
    text(painter, rect.adjusted(lead + (4 if sign else 0), 0, -8, 0), what, font, f"{tone}Text")
    return rect.left()
