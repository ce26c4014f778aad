"""Draw Phosphor icons and the painted state glyphs; pixmaps are cached by name, color, size and device ratio.

A small loader instead of qtawesome, because that costs 100 ms of import (look.md section 9). Names are those of the design
tokens: ``ph.hand-palm-fill``, or ``paint:pie(0.25)`` for the progress ring.
"""

from __future__ import annotations

import json
import logging
from functools import cache, lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QIcon,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
)

from desktop_oms.settings.resources import resource_path

log = logging.getLogger(__name__)
_CACHE_LIMIT = 800
_pixmaps: dict[tuple[str, int, int, int], QPixmap] = {}


@cache
def _charmap() -> dict[str, str]:
    codes = json.loads(resource_path("icons", "phosphor-charmap.json").read_text(encoding="utf-8"))
    return {name: chr(int(code, 16)) for name, code in codes.items()}


@cache
def _family() -> str:
    font_id = QFontDatabase.addApplicationFont(str(resource_path("icons", "phosphor.ttf")))
    families = QFontDatabase.applicationFontFamilies(font_id)
    if not families:
        raise RuntimeError("icons/phosphor.ttf is damaged: Qt refused it")
    return families[0]


def has_icon(name: str) -> bool:
    """Say whether ``name`` can be drawn; used by the test that walks all tokens."""
    return name.startswith("paint:pie(") or name.removeprefix("ph.") in _charmap()


def paint_pie(painter: QPainter, rect: QRectF, color: QColor, part: float) -> None:
    """Paint the progress ring: an open circle with ``part`` (0..1) of it filled from twelve o'clock."""
    side = min(rect.width(), rect.height())
    pen_width = max(1.4, side * 0.115)
    inset = pen_width / 2 + side * 0.04
    ring = QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side)
    ring.adjust(inset, inset, -inset, -inset)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color, pen_width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(ring)
    if part > 0:
        gap = side * 0.13
        slice_ = ring.adjusted(gap, gap, -gap, -gap)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawPie(slice_, 90 * 16, int(-360 * 16 * min(part, 1.0)))
    painter.restore()


def paint_clock(painter: QPainter, rect: QRectF, color: QColor, track: QColor, left: float) -> None:
    """Paint the ship-by clock: a ring that empties towards the cut-off; ``left`` is the part still there, 0..1."""
    side = min(rect.width(), rect.height())
    pen_width = max(1.8, side * 0.15)
    inset = pen_width / 2 + side * 0.04
    ring = QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side)
    ring.adjust(inset, inset, -inset, -inset)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(track, pen_width))
    painter.drawEllipse(ring)
    painter.setPen(QPen(color, pen_width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    span = int(360 * 16 * max(0.0, min(left, 1.0)))
    painter.drawArc(ring, 90 * 16, -span)
    painter.restore()


def _glyph(name: str) -> str:
    """The character of an icon.

    Why an unknown name is no exception: this runs in mid-paint, where Qt goes on with a broken painter and dies somewhere else.
    """
    found = _charmap().get(name.removeprefix("ph."))
    if found is None:
        log.error("no icon is called %r", name)
        return _charmap()["question"]
    return found


@lru_cache(maxsize=_CACHE_LIMIT)
def _outline(name: str, pixels: int) -> QPainterPath:
    """The outline of an icon. Measured: kept, painting an icon takes 13 us, laid out each time 28; a scan paints nine."""
    font = QFont(_family())
    font.setPixelSize(pixels)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    path = QPainterPath()
    path.addText(QPointF(0, 0), font, _glyph(name))
    return path


def paint_icon(painter: QPainter, rect: QRectF, name: str, color: QColor) -> None:
    """Paint one icon centered in ``rect``; its size is the shorter side. "" paints nothing, an unknown name a question mark."""
    if not name:
        return
    if name.startswith("paint:pie("):
        paint_pie(painter, rect, color, float(name[10:-1]))
        return
    size = min(rect.width(), rect.height())
    # Why a path and not drawText: glyph metrics of the icon font are not centered; the em square is, so place by it.
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.center().x() - size / 2, rect.center().y() - size / 2)
    painter.translate(0, size * _BASELINE)
    painter.fillPath(_outline(name, max(1, round(size))), color)
    painter.restore()


# Measured: Phosphor glyphs are drawn in a square that stands on the baseline (the circle spans 24 to 232 of 256 above it).
_BASELINE = 1.0


def icon_pixmap(name: str, color: QColor, size: int, dpr: float = 1.0) -> QPixmap:
    """Return a cached pixmap of ``size`` logical pixels for the device ratio ``dpr``."""
    key = (name, color.rgba(), size, round(dpr * 100))
    found = _pixmaps.get(key)
    if found is not None:
        return found
    if len(_pixmaps) >= _CACHE_LIMIT:
        _pixmaps.clear()
    side = max(1, round(size * dpr))
    pixmap = QPixmap(side, side)
    pixmap.setDevicePixelRatio(dpr)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        paint_icon(painter, QRectF(0, 0, size, size), name, color)
    _pixmaps[key] = pixmap
    return pixmap


def make_icon(name: str, color: QColor, disabled: QColor) -> QIcon:
    """Return a ``QIcon`` in one color, with ``disabled`` used while the control is off.

    Why pixmaps of several device ratios and no ``QIconEngine``: Qt owns the engine and its clones, Python frees them too, and the
    process died of it now and then.
    """
    icon = QIcon()
    for size in (16, 18, 24):
        for dpr in (1.0, 1.5, 2.0, 3.0):
            icon.addPixmap(icon_pixmap(name, color, size, dpr), QIcon.Mode.Normal)
            icon.addPixmap(icon_pixmap(name, disabled, size, dpr), QIcon.Mode.Disabled)
    return icon
