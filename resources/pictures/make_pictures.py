"""Draw the pictures of the sample articles: plain shapes on a light ground, made for this project.

``python resources/pictures/make_pictures.py`` writes them again (QPainter, no font, no file read).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QLinearGradient, QPainter, QPainterPath, QPen

SIDE = 480
GROUND, SHADOW, PAPER = "#EFEDE8", "#CFCBC3", "#FBFAF7"
MOSS, SAGE, CLAY, NIGHT = "#5E7550", "#93A68C", "#B9764F", "#33476B"
BLACK, WHITE, OAK, WALNUT, BARE = "#3A3B3E", "#F6F5F2", "#C79A62", "#6E4A30", "#B98D68"

Draw = Callable[[QPainter], None]


def shade(painter: QPainter, color: str, left: float, right: float) -> None:
    """Fill from a lighter left to a darker right edge."""
    gradient = QLinearGradient(left, 0, right, 0)
    gradient.setColorAt(0, QColor(color).lighter(112))
    gradient.setColorAt(0.55, QColor(color))
    gradient.setColorAt(1, QColor(color).darker(118))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(gradient)


def shadow(painter: QPainter, y: float, width: float) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(SHADOW))
    painter.drawEllipse(QPointF(SIDE / 2, y), width / 2, 16)


def mug(color: str, base: str = "", size: float = 1.0) -> Draw:
    """A mug with a handle; ``base`` is the color of a bare foot."""

    def draw(painter: QPainter) -> None:
        width, height = 200 * size, 210 * size
        left, bottom = 240 - width / 2 - 22 * size, 245 + 105 * size
        top = bottom - height
        shadow(painter, bottom - 2, width * 1.35)
        painter.setPen(QPen(QColor(color).darker(116), 24 * size))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QRectF(left + width - 34 * size, top + 46 * size, 92 * size, 104 * size))
        body = QPainterPath()
        body.moveTo(left, top)
        body.lineTo(left, bottom - 60 * size)
        body.quadTo(left, bottom, left + 70 * size, bottom)
        body.lineTo(left + width - 70 * size, bottom)
        body.quadTo(left + width, bottom, left + width, bottom - 60 * size)
        body.lineTo(left + width, top)
        body.closeSubpath()
        shade(painter, color, left, left + width)
        painter.drawPath(body)
        if base:
            painter.save()
            painter.setClipPath(body)
            shade(painter, base, left, left + width)
            painter.drawEllipse(QRectF(left - 30 * size, bottom - 54 * size, width + 60 * size, 120 * size))
            painter.restore()
        painter.setBrush(QColor(base or color).lighter(108))
        painter.drawEllipse(QRectF(left, top - 20 * size, width, 40 * size))
        painter.setBrush(QColor(color).darker(170))
        painter.drawEllipse(QRectF(left + 9 * size, top - 14 * size, width - 18 * size, 30 * size))
        painter.setBrush(QColor(color).darker(150))
        for index in range(16):
            x, y = (index * index * 37 + index * 23) % 168 + 14, (index * index * 11 + index * 29) % 104 + 34
            painter.drawEllipse(QPointF(left + x * size, top + y * size), 3.2 * size, 3.2 * size)

    return draw


def bowl(color: str) -> Draw:
    def draw(painter: QPainter) -> None:
        shadow(painter, 338, 260)
        path = QPainterPath(QPointF(100, 210))
        path.cubicTo(110, 300, 170, 340, 240, 340)
        path.cubicTo(310, 340, 370, 300, 380, 210)
        shade(painter, color, 100, 380)
        painter.drawPath(path)
        painter.setBrush(QColor(color).lighter(114))
        painter.drawEllipse(QRectF(100, 176, 280, 68))
        painter.setBrush(QColor(color).darker(150))
        painter.drawEllipse(QRectF(112, 184, 256, 52))

    return draw


def plate(color: str, width: float) -> Draw:
    def draw(painter: QPainter) -> None:
        for part, tone in ((1.0, 100), (0.94, 112), (0.68, 106), (0.64, 98)):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(color).lighter(tone))
            painter.drawEllipse(QPointF(240, 240), width / 2 * part, width / 2 * part)

    return draw


def kettle(color: str) -> Draw:
    def draw(painter: QPainter) -> None:
        shadow(painter, 356, 230)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        spout = QPainterPath(QPointF(176, 320))
        spout.cubicTo(90, 320, 130, 190, 78, 176)
        painter.setPen(QPen(QColor(color).darker(112), 16, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPath(spout)
        grip = QPainterPath(QPointF(300, 190))
        grip.cubicTo(420, 150, 420, 320, 340, 320)
        painter.setPen(QPen(QColor(WALNUT), 20, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPath(grip)
        path = QPainterPath(QPointF(190, 190))
        path.lineTo(300, 190)
        path.lineTo(352, 352)
        path.lineTo(146, 352)
        path.closeSubpath()
        shade(painter, color, 146, 352)
        painter.drawPath(path)
        painter.drawRoundedRect(QRectF(186, 172, 118, 22), 8, 8)
        painter.setBrush(QColor(WALNUT))
        painter.drawEllipse(QPointF(245, 160), 15, 14)

    return draw


def dripper(color: str) -> Draw:
    def draw(painter: QPainter) -> None:
        shadow(painter, 346, 220)
        painter.setPen(QPen(QColor(color).darker(114), 18))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QRectF(318, 190, 84, 84))
        path = QPainterPath(QPointF(116, 168))
        path.lineTo(348, 168)
        path.lineTo(270, 312)
        path.lineTo(194, 312)
        path.closeSubpath()
        shade(painter, color, 116, 348)
        painter.drawPath(path)
        painter.drawRoundedRect(QRectF(132, 312, 200, 26), 12, 12)
        painter.setBrush(QColor(color).lighter(108))
        painter.drawEllipse(QRectF(116, 146, 232, 44))
        painter.setBrush(QColor(color).darker(128))
        painter.drawEllipse(QRectF(128, 153, 208, 32))

    return draw


def bag(color: str, label: str, size: float = 1.0) -> Draw:
    def draw(painter: QPainter) -> None:
        width, height = 190 * size, 260 * size
        box = QRectF(240 - width / 2, 364 - height, width, height)
        shadow(painter, 364, width * 1.15)
        shade(painter, color, box.left(), box.right())
        painter.drawRoundedRect(box, 10, 10)
        painter.setBrush(QColor(color).darker(125))
        painter.drawRoundedRect(QRectF(box.left() - 4, box.top(), width + 8, 26 * size), 5, 5)
        painter.setBrush(QColor(PAPER))
        painter.drawRoundedRect(QRectF(box.left() + 26 * size, box.top() + 74 * size, width - 52 * size, 118 * size), 6, 6)
        painter.setBrush(QColor(label))
        painter.drawEllipse(QPointF(240, box.top() + 112 * size), 22 * size, 22 * size)
        for row, length in enumerate((84, 60)):
            painter.drawRect(QRectF(240 - length * size / 2, box.top() + (148 + row * 18) * size, length * size, 8 * size))

    return draw


def tin(color: str, lid: str, height: float = 210) -> Draw:
    def draw(painter: QPainter) -> None:
        top = 360 - height
        shadow(painter, 360, 200)
        shade(painter, color, 160, 320)
        painter.drawRoundedRect(QRectF(160, top, 160, height), 14, 14)
        shade(painter, lid, 154, 326)
        painter.drawRoundedRect(QRectF(154, top - 24, 172, 52), 12, 12)
        painter.setBrush(QColor(PAPER))
        painter.drawRoundedRect(QRectF(178, top + height * 0.36, 124, height * 0.38), 5, 5)
        painter.setBrush(QColor(color).darker(120))
        painter.drawRect(QRectF(206, top + height * 0.5, 68, 7))
        painter.drawRect(QRectF(218, top + height * 0.58, 44, 7))

    return draw


def box(color: str, mark: str, width: float, height: float, lines: int = 2) -> Draw:
    """A flat thing with a label: filters, notebook, chocolate, towel, tray, scale."""

    def draw(painter: QPainter) -> None:
        rect = QRectF(240 - width / 2, 240 - height / 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(SHADOW))
        painter.drawRoundedRect(rect.translated(10, 12), 12, 12)
        shade(painter, color, rect.left(), rect.right())
        painter.drawRoundedRect(rect, 12, 12)
        painter.setBrush(QColor(mark))
        for line in range(lines):
            part = 0.5 - 0.14 * line
            spot = QRectF(240 - width * part / 2, rect.top() + height * (0.42 + 0.13 * line), width * part, max(8.0, height * 0.05))
            painter.drawRoundedRect(spot, 4, 4)

    return draw


def towel(color: str, stripe: str) -> Draw:
    def draw(painter: QPainter) -> None:
        box(color, color, 230, 290, 0)(painter)
        painter.setBrush(QColor(stripe))
        for x in (146, 166, 296, 316):
            painter.drawRect(QRectF(x, 96, 10, 288))

    return draw


def tool(color: str, metal: str, head: float) -> Draw:
    """Grinder and tamper: a turned body on a metal foot."""

    def draw(painter: QPainter) -> None:
        shadow(painter, 372, head * 1.3)
        shade(painter, metal, 240 - head / 2, 240 + head / 2)
        painter.drawRoundedRect(QRectF(240 - head / 2, 300, head, 70), 10, 10)
        shade(painter, color, 190, 290)
        painter.drawRoundedRect(QRectF(194, 130, 92, 176), 34, 34)
        painter.setBrush(QColor(metal))
        painter.drawRoundedRect(QRectF(206, 112, 68, 26), 10, 10)

    return draw


def carafe(painter: QPainter) -> None:
    shadow(painter, 362, 210)
    path = QPainterPath(QPointF(196, 128))
    path.lineTo(284, 128)
    path.cubicTo(284, 210, 350, 240, 340, 330)
    path.quadTo(336, 360, 300, 360)
    path.lineTo(180, 360)
    path.quadTo(144, 360, 140, 330)
    path.cubicTo(130, 240, 196, 210, 196, 128)
    painter.setPen(QPen(QColor("#9FB3B8"), 6))
    painter.setBrush(QColor(214, 228, 231, 170))
    painter.drawPath(path)
    painter.setClipPath(path)
    painter.fillRect(QRectF(100, 268, 280, 100), QColor(110, 66, 38, 205))
    painter.setClipping(False)


def group(*parts: tuple[Draw, float, float, float]) -> Draw:
    """Several things side by side: (what, x, y, size)."""

    def draw(painter: QPainter) -> None:
        for what, x, y, size in parts:
            painter.save()
            painter.translate(x, y)
            painter.scale(size, size)
            what(painter)
            painter.restore()

    return draw


PICTURES: dict[str, Draw] = {
    "mug-300-mos": mug(MOSS, BARE), "mug-300-sag": mug(SAGE), "mug-300-cla": mug(CLAY), "mug-300-nig": mug(NIGHT),
    "mug-080-mos": mug(MOSS, BARE, 0.62), "mug-080-nig": mug(NIGHT, "", 0.62),
    "bow-500-mos": bowl(MOSS), "bow-500-cla": bowl(CLAY), "pla-210-sag": plate(SAGE, 250), "pla-270-sag": plate(SAGE, 340),
    "ket-09-blk": kettle(BLACK), "ket-09-wht": kettle(WHITE), "dri-02-wht": dripper(WHITE), "dri-02-blk": dripper(BLACK),
    "fil-02-100": box("#D9C3A0", "#8A6B42", 230, 180), "fil-04-100": box("#D9C3A0", "#8A6B42", 290, 220), "car-06": carafe,
    "gri-wal": tool(WALNUT, "#B5B8BC", 96), "sca-01-blk": box(BLACK, "#8FE3C0", 300, 220, 1), "tam-58": tool(OAK, "#B5B8BC", 128),
    "cof-yir-250": bag("#C4552F", "#C4552F", 0.86), "cof-yir-1000": bag("#C4552F", "#C4552F", 1.08),
    "cof-hui-250": bag("#2F7A6B", "#2F7A6B", 0.86), "cof-sid-1000": bag("#8A4FA0", "#8A4FA0", 1.08),
    "cof-dec-250": bag("#4E7FB5", "#4E7FB5", 0.86), "cof-esp-250": bag("#4A3328", "#4A3328", 0.86),
    "tea-sen-80": tin(MOSS, "#38472F"), "tea-ass-100": tin("#9C3B2E", "#5E231B"), "tea-mat-30": tin("#7FA650", "#49622C", 130),
    "tea-hoj-80": tin("#8B6242", "#513826"), "hon-lin-250": tin("#E0A431", "#F1ECE0", 160),
    "cho-72-70": box("#4B2E22", "#D8B56A", 190, 320), "not-a5-sla": box("#56606B", "#A9B2BC", 230, 320, 1),
    "not-a5-och": box("#C98F2C", "#F2DDB0", 230, 320, 1), "tow-ind": towel("#F4F1EA", "#33476B"), "tow-nat": towel("#DDD2BC", "#C9BB9E"),
    "tra-oak-40": box(OAK, "#A87B45", 380, 250, 0),
    "kit-first": group((dripper(WHITE), -40, 60, 0.62), (bag("#2F7A6B", "#2F7A6B", 0.86), 200, 60, 0.62), (box("#D9C3A0", "#8A6B42", 230, 180), 120, 240, 0.5)),
    "kit-mug4-nig": group(*((mug(NIGHT), x, y, 0.5) for x, y in ((0, 10), (230, 10), (0, 230), (230, 230)))),
    "kit-tea3": group((tin(MOSS, "#38472F"), -60, 90, 0.66), (tin("#9C3B2E", "#5E231B"), 80, 90, 0.66), (tin("#8B6242", "#513826"), 220, 90, 0.66)),
}  # fmt: skip


def make_picture(name: str) -> QImage:
    """One picture, 480 x 480."""
    image = QImage(SIDE, SIDE, QImage.Format.Format_RGB32)
    image.fill(QColor(GROUND))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    PICTURES[name](painter)
    painter.end()
    return image


def main() -> None:
    """Write all pictures beside this file."""
    _app = QGuiApplication.instance() or QGuiApplication(sys.argv)
    for name in PICTURES:
        make_picture(name).save(str(Path(__file__).with_name(f"{name}.png")), "PNG")


if __name__ == "__main__":
    main()
