"""The full red field: wrong item with both articles side by side, or a stopped order. Stays until the next scan or key."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from desktop_oms.ui.pictures import PictureStore
from desktop_oms.ui.texts import t
from desktop_oms.ui.theme import theme
from desktop_oms.ui.widgets.pack_facts import CompareCard, FloodFacts
from desktop_oms.ui.widgets.pack_paint import (
    CENTER,
    PackWidget,
    begin,
    icon,
    panel,
    picture,
    text,
    width_of,
    wrap,
    wrap_product,
)

_EDGE = 20
_STRIPE = 28


class FloodField(PackWidget):
    """Covers everything between top and foot of the table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts: FloodFacts | None = None
        self._store: PictureStore | None = None

    def set_store(self, store: PictureStore) -> None:
        """Where pictures come from."""
        self._store = store
        store.arrived.connect(self.update)

    def show_flood(self, facts: FloodFacts) -> None:
        """Show this."""
        self._facts = facts
        self.say(f"{facts.look.spoken} {facts.next_action}")
        self.refresh(facts)

    def sizeHint(self) -> QSize:
        return QSize(1200, 700)

    def paintEvent(self, _event: QPaintEvent) -> None:
        facts = self._facts
        if facts is None:
            return
        with begin(self) as painter:
            rect = QRectF(self.rect())
            outline = QPainterPath()
            outline.addRoundedRect(rect, 14, 14)
            painter.setClipPath(outline)
            painter.fillRect(rect, theme().color(facts.look.fill))
            self._edge(painter, QRectF(rect.left(), rect.top(), rect.width(), _EDGE))
            self._edge(painter, QRectF(rect.left(), rect.bottom() - _EDGE, rect.width(), _EDGE))
            if facts.scanned and facts.expected:
                self._wrong(painter, rect, facts, facts.scanned, facts.expected)
            else:
                self._stop(painter, rect, facts)

    def _edge(self, painter: QPainter, rect: QRectF) -> None:
        """Hazard stripes, so that red is told from green by more than color."""
        painter.fillRect(rect, theme().color("#FFFFFF"))
        painter.save()
        painter.setClipRect(rect)
        painter.setPen(theme().color("#1B1D22"))
        painter.setBrush(theme().color("#1B1D22"))
        x = rect.left() - _STRIPE
        while x < rect.right() + _STRIPE:
            points = [QPointF(x, rect.bottom()), QPointF(x + _STRIPE, rect.bottom())]
            points += [QPointF(x + _STRIPE + _EDGE, rect.top()), QPointF(x + _EDGE, rect.top())]
            painter.drawPolygon(QPolygonF(points))
            x += 2 * _STRIPE
        painter.restore()

    # Wrong item ------------------------------------------------------------------------------------------------------

    def _wrong(
        self, painter: QPainter, rect: QRectF, facts: FloodFacts, scanned: CompareCard, expected: CompareCard
    ) -> None:
        head = 190 if self.sizes.is_small else 208
        self._head(painter, QRectF(rect.left(), rect.top() + _EDGE, rect.width(), head), facts)
        foot = 140 if self.sizes.is_small else 164
        top = rect.top() + _EDGE + head
        room = rect.height() - 2 * _EDGE - head - foot
        height = min(room, self.sizes.compare_picture + 40)
        gap = 16
        width = (rect.width() - 64 - gap) / 2
        left_card = QRectF(rect.left() + 32, top, width, height)
        right_card = QRectF(left_card.right() + gap, top, width, height)
        self._card(painter, left_card, scanned, t("packing.flood.scanned"), "bad", "ph.x-circle-fill")
        self._card(painter, right_card, expected, t("packing.flood.needs"), "ok", "ph.check-circle-fill")
        badge = QRectF(rect.center().x() - 36, left_card.center().y() - 36, 72, 72)
        painter.setPen(theme().color("ink"))
        painter.setBrush(theme().color("ink"))
        painter.drawEllipse(badge)
        _not_equal(painter, badge)
        self._action(painter, rect, facts)

    def _head(self, painter: QPainter, rect: QRectF, facts: FloodFacts) -> None:
        side = 88 if self.sizes.is_small else 102
        middle = rect.center().y() - 2
        sign = QRectF(rect.left() + 56, middle - side / 2, side, side)
        panel(painter, sign, facts.look.fg, "", radius=10)
        icon(painter, sign.left() + side * 0.22, sign.top() + side * 0.22, side * 0.56, "ph.x-bold", facts.look.fill)
        left = sign.right() + 46
        right = 200.0 if facts.total else 24.0
        big, second = self.sizes.font("pack_flood"), self.sizes.font("pack_next_action", True, 500)
        step = big.pixelSize()
        text(
            painter,
            QRectF(left, middle - step * 0.75, rect.width() - left - right, step * 1.08),
            facts.look.headline,
            big,
            facts.look.fg,
        )
        text(
            painter,
            QRectF(left, middle + step * 0.31, rect.width() - left - right, 52),
            facts.look.second,
            second,
            facts.look.fg,
        )
        if facts.total:
            block = QRectF(rect.right() - 196, middle - step * 0.75, 152, step * 1.08)
            text(painter, block, str(facts.remaining), self.sizes.font("pack_flood", True), facts.look.fg, CENTER)
            unit = t("packing.focus.items_left", total=facts.total, n=facts.total)
            text(
                painter,
                QRectF(block.left() - 30, middle + step * 0.4, 212, 32),
                unit,
                theme().font("headline", True, 500),
                facts.look.fg,
                CENTER,
            )

    def _card(self, painter: QPainter, rect: QRectF, card: CompareCard, label: str, tone: str, sign: str) -> None:
        panel(painter, rect, "panel", "", radius=14)
        side = min(self.sizes.compare_picture, rect.height() - 40, rect.width() * 0.5)
        spot = QRectF(rect.left() + 20, rect.center().y() - side / 2, side, side)
        picture(painter, spot, 12, self._store.get(card.picture) if self._store else None)
        left = spot.right() + 24
        room = rect.right() - left - 28
        title_font = QFont(self.sizes.font("pack_next_action", True, 700))
        title_font.setPixelSize(round(title_font.pixelSize() * 1.06))
        body = self.sizes.font("pack_second")
        step = round(title_font.pixelSize() * 1.2)
        rows = 1 + bool(card.bin)
        # Why in this order: in a low window the code gives way first, then all of the name but the part that tells it apart.
        has_code = bool(card.code) and 44 + 2 * step + 34 * (rows + 1) <= rect.height()
        rows += has_code
        most = max(1, min(3, int((rect.height() - 44 - 34 * rows) // step)))
        titles = wrap_product(card.title, card.option, title_font, room, most)
        top = rect.center().y() - (44 + step * len(titles) + 34 * rows) / 2
        icon(painter, left, top + 4, 26, sign, f"{tone}Text")
        text(
            painter,
            QRectF(left + 36, top, room - 36, 34),
            label,
            self.sizes.font("pack_second", False, 600),
            f"{tone}Text",
        )
        top += 44
        for title in titles:
            text(painter, QRectF(left, top, room, step), title, title_font, "text")
            top += step
        top += 6
        self._sku(painter, left, top, room, card, tone)
        top += 36
        if card.bin:
            used = text(painter, QRectF(left, top, room, 32), f"{t('packing.flood.bin')} ", body, "text2")
            text(
                painter,
                QRectF(left + used, top, room - used, 32),
                card.bin,
                self.sizes.font("pack_second", True, 600),
                "text",
            )
            top += 34
        if has_code:
            text(
                painter,
                QRectF(left, top, room, 28),
                card.code,
                theme().font("pack_body", True, 400),
                "text2",
                keeps_end=True,
            )

    def _sku(self, painter: QPainter, left: float, top: float, room: float, card: CompareCard, tone: str) -> None:
        """The SKU with the part marked that differs from the other card's."""
        body, strong = self.sizes.font("pack_second"), self.sizes.font("pack_second", False, 600)
        same, differs = card.sku[: card.common], card.sku[card.common :]
        if not differs or width_of(card.sku, strong) + 16 > room:
            text(painter, QRectF(left, top, room, 34), card.sku, body, "text2", keeps_end=True)
            return
        used = text(painter, QRectF(left, top, room, 34), same, body, "text2")
        mark = QRectF(left + used + 2, top, width_of(differs, strong) + 14, 34)
        panel(painter, mark, f"{tone}Tint", "", radius=6)
        text(painter, mark.adjusted(7, 0, 0, 0), differs, strong, "text")

    # Order stop ------------------------------------------------------------------------------------------------------

    def _stop(self, painter: QPainter, rect: QRectF, facts: FloodFacts) -> None:
        foot = 140 if self.sizes.is_small else 164
        area = rect.adjusted(0, _EDGE, 0, -_EDGE - foot)
        side = 200 if self.sizes.is_small else 240
        icon(painter, rect.left() + 72, area.center().y() - side / 2, side, facts.look.icon, facts.look.fg)
        left = rect.left() + 72 + side + 56
        room = rect.right() - left - 28
        big, second = self.sizes.font("pack_flood"), self.sizes.font("pack_next_action", True, 500)
        lines = wrap(facts.look.headline, big, room, 2)
        step = round(big.pixelSize() * 1.08)
        top = area.center().y() - (step * len(lines) + 100) / 2
        for line in lines:
            text(painter, QRectF(left, top, room, step), line, big, facts.look.fg)
            top += step
        text(painter, QRectF(left, top + 8, room, 44), facts.look.second, second, facts.look.fg)
        text(
            painter,
            QRectF(left, top + 56, room, 40),
            facts.look.scanned,
            self.sizes.font("pack_second", True),
            facts.look.fg,
            keeps_end=True,
        )
        self._action(painter, rect, facts)

    def _action(self, painter: QPainter, rect: QRectF, facts: FloodFacts) -> None:
        middle = rect.bottom() - _EDGE - (66 if self.sizes.is_small else 72)
        icon(painter, rect.left() + 44, middle - 36, 52, "ph.arrow-right-bold", facts.look.fg)
        left = rect.left() + 120
        room = rect.width() - 160
        font = self.sizes.font("pack_verdict", True)
        fits = width_of(facts.next_action, font) <= room
        text(
            painter,
            QRectF(left, middle - 40, room, 52),
            facts.next_action if fits else facts.next_action_short or facts.next_action,
            font,
            facts.look.fg,
            keeps_end=True,
        )
        text(
            painter,
            QRectF(left, middle + 12, room, 30),
            t("packing.flood.stays"),
            theme().font("headline", False, 400),
            facts.look.fg,
        )


def _not_equal(painter: QPainter, rect: QRectF) -> None:
    """The sign between the two cards; the icon font has none."""
    painter.setPen(QPen(theme().color("onInk"), 5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    x, y = rect.center().x(), rect.center().y()
    painter.drawLine(QPointF(x - 12, y - 6), QPointF(x + 12, y - 6))
    painter.drawLine(QPointF(x - 12, y + 6), QPointF(x + 12, y + 6))
    painter.drawLine(QPointF(x - 6, y + 14), QPointF(x + 6, y - 14))
