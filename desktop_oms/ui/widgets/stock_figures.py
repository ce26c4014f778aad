"""Figures of one product, painted: the equation that makes "available", and the steps of its stock over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_oms.ui.theme import theme

_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True, slots=True)
class Term:
    """One term: ready figure with its sign, its word, its amount for the bar, its color token."""

    figure: str
    word: str
    amount: int
    color: str


class StockEquation(QWidget):
    """56 on hand − 12 allocated − 1 quarantine − 2 safety = 41 available, over a bar of the same parts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._terms: tuple[Term, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_terms(self, terms: Sequence[Term]) -> None:
        """Show the terms; the last one is the result, the bar shows the result first and then what was taken off."""
        self._terms = tuple(terms)
        self.setAccessibleName(", ".join(f"{term.figure} {term.word}" for term in terms))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, theme().px(64))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._terms:
            return
        look = theme()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            figures, words = QFontMetrics(look.font("headline", True)), QFontMetrics(look.font("small"))
            widths = [
                max(figures.horizontalAdvance(each.figure), words.horizontalAdvance(each.word)) + 2
                for each in self._terms
            ]
            gap = max(4, (self.width() - sum(widths)) // max(1, len(widths) - 1))
            left = -gap
            for place, (term, width) in enumerate(zip(self._terms, widths, strict=True)):
                is_result = place == len(self._terms) - 1
                left += gap + (widths[place - 1] if place else 0)
                painter.setFont(look.font("headline", True))
                painter.setPen(look.color(term.color if is_result else "text"))
                painter.drawText(QRect(left, 0, width, look.px(26)), _LEFT, term.figure)
                painter.setFont(look.font("small"))
                painter.setPen(look.color("text3"))
                painter.drawText(QRect(left, look.px(26), width, look.px(18)), _LEFT, term.word)
            self._paint_bar(painter)

    def _paint_bar(self, painter: QPainter) -> None:
        look, top = theme(), theme().px(52)
        parts = [self._terms[-1], *self._terms[1:-1]]
        total = sum(max(0, part.amount) for part in parts)
        painter.setPen(Qt.PenStyle.NoPen)
        if total <= 0:
            painter.setBrush(look.color("line2"))
            painter.drawRoundedRect(QRectF(0, top, self.width(), 8), 4, 4)
            return
        clip = QPainterPath()
        clip.addRoundedRect(QRectF(0, top, self.width(), 8), 4, 4)
        painter.setClipPath(clip)
        left = 0.0
        for part in parts:
            if part.amount > 0:
                width = self.width() * part.amount / total
                painter.fillRect(QRectF(left, top, max(2.0, width - 2), 8), look.color(part.color))
                left += width


class StepChart(QWidget):
    """Stock over time as steps, from ledger balances; it starts at the oldest move it was given, never before."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: tuple[tuple[float, int], ...] = ()
        self._ends = ("", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_steps(self, points: Sequence[tuple[float, int]], first: str, last: str) -> None:
        """Show balances; each point is (seconds, balance from then on), ascending; the words stand under the ends."""
        self._points = tuple(points)
        self._ends = (first, last)
        balances = ", ".join(str(balance) for _at, balance in points)
        self.setAccessibleName(f"{first} – {last}: {balances}")
        self.setVisible(len(self._points) > 1)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, theme().px(100))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if len(self._points) < 2:
            return
        look = theme()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            box = QRectF(1, 6, self.width() - 8, self.height() - look.px(28))
            start, end = self._points[0][0], self._points[-1][0]
            span, most = max(1.0, end - start), max(1, *(balance for _at, balance in self._points))
            places = [
                QPointF(
                    box.left() + box.width() * (at - start) / span,
                    box.bottom() - box.height() * 0.9 * max(0, balance) / most,
                )
                for at, balance in self._points
            ]
            line = QPainterPath(places[0])
            for before, after in pairwise(places):
                line.lineTo(after.x(), before.y())
                line.lineTo(after)
            area = QPainterPath(line)
            area.lineTo(places[-1].x(), box.bottom())
            area.lineTo(places[0].x(), box.bottom())
            tint = QColor(look.color("s1"))
            tint.setAlphaF(0.12)
            painter.fillPath(area, tint)
            painter.fillRect(QRectF(box.left(), box.bottom(), box.width(), 1), look.color("line2"))
            painter.setPen(QPen(look.color("s1"), 1.5))
            painter.drawPath(line)
            painter.setBrush(look.color("s1"))
            painter.drawEllipse(places[-1], 3, 3)
            painter.setFont(look.font("caption", True))
            painter.setPen(look.color("text3"))
            foot = QRect(0, self.height() - look.px(18), self.width(), look.px(18))
            painter.drawText(foot, _LEFT, self._ends[0])
            painter.drawText(foot, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), self._ends[1])
