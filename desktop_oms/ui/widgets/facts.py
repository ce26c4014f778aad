"""Painted lists of the drawers: order lines, timeline, bins and ledger; each grows to its content, nothing scrolls inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_oms.ui.pictures import paint_thumb, pictures
from desktop_oms.ui.theme import theme

_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True, slots=True)
class Fact:
    """One entry.

    Attributes:
        text: what is read first; ``strong`` is its part that is never cut (the variant).
        second: under it in a two-line list, after it in a log, the middle column in a row list.
        right, right_second: at the right edge, first and second line (or last column).
        icon, tone: glyph and its tone.
        is_strong: the right figure is strong.
        picture: file name of a product picture, shown instead of the icon where there is one.
    """

    text: str
    strong: str = ""
    second: str = ""
    right: str = ""
    right_second: str = ""
    icon: str = "ph.package"
    tone: str = "neutral"
    is_strong: bool = False
    tip: str = ""
    picture: str = ""


class FactList(QWidget):
    """Base: keeps the facts, gives each its rectangle, says them all to a screen reader."""

    row_height = 26

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts: tuple[Fact, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_facts(self, facts: Sequence[Fact]) -> None:
        """Show these entries."""
        self._facts = tuple(facts)
        said = [" ".join(part for part in (f.text, f.strong, f.second, f.right, f.right_second) if part) for f in facts]
        self.setAccessibleDescription("; ".join(said))
        self.updateGeometry()
        self.update()

    def facts(self) -> tuple[Fact, ...]:
        """What is on screen."""
        return self._facts

    def sizeHint(self) -> QSize:
        return QSize(200, theme().px(self.row_height) * len(self._facts))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            height = theme().px(self.row_height)
            for place, fact in enumerate(self._facts):
                self.paint_fact(painter, QRect(0, place * height, self.width(), height), fact, place)

    def paint_fact(self, painter: QPainter, row: QRect, fact: Fact, place: int) -> None:
        """Paint one entry."""

    def _text(self, painter: QPainter, rect: QRect, text: str, font: QFont, color: str, flags: int = _LEFT) -> int:
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, rect.width()))
        painter.setFont(font)
        painter.setPen(theme().color(color))
        painter.drawText(rect, flags | int(Qt.TextFlag.TextSingleLine), shown)
        return metrics.horizontalAdvance(shown)

    def _icon(self, painter: QPainter, x: int, row: QRect, fact: Fact, size: int) -> None:
        color = "text3" if fact.tone == "neutral" else f"{fact.tone}Text"
        pixmap = theme().pixmap(fact.icon, color, size, self.devicePixelRatioF())
        painter.drawPixmap(QPoint(x, row.center().y() - size // 2 + 1), pixmap)


class LineList(FactList):
    """Order lines: picture, product over SKU and bin, price over allocation."""

    row_height = 46

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        pictures().arrived.connect(self.update)

    def paint_fact(self, painter: QPainter, row: QRect, fact: Fact, place: int) -> None:
        look = theme()
        box = QRectF(0, row.top() + (row.height() - 36) / 2, 36, 36)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("neutralTint"))
        painter.drawRoundedRect(box, 6, 6)
        if not paint_thumb(painter, box, fact.picture, self.devicePixelRatioF()):
            painter.drawPixmap(
                QPoint(int(box.left()) + 9, int(box.top()) + 9),
                look.pixmap(fact.icon, "text3", 18, self.devicePixelRatioF()),
            )
        upper = QRect(46, row.top() + 4, row.width() - 46, row.height() // 2 - 3)
        lower = QRect(46, row.center().y() + 1, row.width() - 46, row.height() // 2 - 4)
        medium, small = look.font("body_medium", True), look.font("small", True)
        price = QFontMetrics(medium).horizontalAdvance(fact.right) + 10
        self._text(painter, upper, fact.right, medium, "text", _RIGHT)
        strong = QFontMetrics(look.font("body_strong")).horizontalAdvance(fact.strong) + 6 if fact.strong else 0
        room = upper.adjusted(0, 0, -price - strong, 0)
        used = self._text(painter, room, fact.text, look.font("body_medium"), "text")
        if fact.strong:
            rest = upper.adjusted(used + 6, 0, -price, 0)
            self._text(painter, rest, fact.strong, look.font("body_strong"), "text")
        state = QFontMetrics(small).horizontalAdvance(fact.right_second) + 10
        tone = "text3" if fact.tone == "neutral" else f"{fact.tone}Text"
        self._text(painter, lower, fact.right_second, small, tone, _RIGHT)
        self._text(painter, lower.adjusted(0, 0, -state, 0), fact.second, small, "text3")


class ChargeList(FactList):
    """Charges under the lines: what for, and how much."""

    row_height = 24

    def paint_fact(self, painter: QPainter, row: QRect, fact: Fact, place: int) -> None:
        font = theme().font("body", True)
        wide = QFontMetrics(font).horizontalAdvance(fact.right) + 10
        self._text(painter, row.adjusted(0, 0, -wide, 0), fact.text, font, "text2")
        self._text(painter, row, fact.right, font, "text2", _RIGHT)


class Timeline(FactList):
    """What happened, newest first, joined by a thin line."""

    row_height = 27

    def paint_fact(self, painter: QPainter, row: QRect, fact: Fact, place: int) -> None:
        look = theme()
        if place < len(self._facts) - 1:
            painter.fillRect(7, row.center().y() + 10, 1, row.height() - 19, look.color("line2"))
        self._icon(painter, 0, row, fact, 15)
        room = row.adjusted(25, 0, 0, 0)
        small = look.font("small", True)
        wide = QFontMetrics(small).horizontalAdvance(fact.second) + 8
        used = self._text(painter, room.adjusted(0, 0, -wide, 0), fact.text, look.font("body"), "text")
        self._text(painter, room.adjusted(used + 6, 0, 0, 0), fact.second, small, "text3")


class BinList(FactList):
    """Bins of one product: code, purpose, pieces, how many are spoken for."""

    row_height = 28

    def paint_fact(self, painter: QPainter, row: QRect, fact: Fact, place: int) -> None:
        look = theme()
        self._icon(painter, 0, row, fact, 16)
        side = theme().px(92) if any(each.right_second for each in self._facts) else 0
        figure = QFontMetrics(look.font("body_medium", True)).horizontalAdvance(fact.right) + 12
        self._text(painter, row.adjusted(26, 0, -side - figure, 0), fact.text, look.font("body_medium", True), "text")
        self._text(painter, row.adjusted(100, 0, -side - figure, 0), fact.second, look.font("small"), "text2")
        self._text(painter, row.adjusted(0, 0, -side, 0), fact.right, look.font("body_medium", True), "text", _RIGHT)
        self._text(painter, row, fact.right_second, look.font("small", True), "text2", _RIGHT)


class LedgerList(FactList):
    """Moves of one product: what, when, change, balance after it."""

    row_height = 28

    def paint_fact(self, painter: QPainter, row: QRect, fact: Fact, place: int) -> None:
        look = theme()
        self._icon(painter, 0, row, fact, 16)
        wide = QFontMetrics(look.font("small", True)).horizontalAdvance(fact.second) + 92
        self._text(painter, row.adjusted(26, 0, -wide, 0), fact.text, look.font("body"), "text")
        self._text(painter, row.adjusted(0, 0, -82, 0), fact.second, look.font("small", True), "text3", _RIGHT)
        self._text(painter, row.adjusted(0, 0, -40, 0), fact.right, look.font("body_strong", True), "text", _RIGHT)
        self._text(painter, row, fact.right_second, look.font("body", True), "text3", _RIGHT)
