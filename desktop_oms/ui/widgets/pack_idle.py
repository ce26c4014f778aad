"""The idle card: scan anything. While a number is typed by hand it is shown here, large."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop_oms.ui.texts import t
from desktop_oms.ui.theme import theme
from desktop_oms.ui.widgets.pack_paint import CENTER, PackWidget, begin, icon, panel, text, width_of

# Widths of bars and gaps in modules; only an ornament, the idle page's sign for "scan here".
_BARS = "31113211121131122113311221121311221131221113112211312113"


class IdleCard(PackWidget):
    """The prompt of an empty table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._typing = ""
        self._last = ""

    def show_prompt(self, typing: str, last: str) -> None:
        """Show the prompt, the number typed so far, and the order packed last."""
        self._typing, self._last = typing, last
        self.say(typing or t("packing.idle.headline"))
        self.refresh(typing, last)

    def sizeHint(self) -> QSize:
        return QSize(800, 500)

    def minimumSizeHint(self) -> QSize:
        return QSize(400, 260)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with begin(self) as painter:
            rect = QRectF(self.rect())
            panel(painter, rect)
            is_tight = rect.height() < 520
            code_height = 0 if rect.height() < 400 else (84 if is_tight else 132)
            big = self.sizes.font("pack_idle", True)
            gap = 24 if is_tight else 60
            block = code_height + gap + big.pixelSize() + 76 + (70 if self._last else 0)
            top = max(16.0, (rect.height() - 10 - block) / 2)
            if code_height:
                self._code(painter, rect.center().x(), top, code_height)
            top += code_height + gap
            headline = self._typing or t("packing.idle.headline")
            room = rect.width() - 48
            font = big
            if width_of(headline, big) > room:
                font = QFont(big)
                font.setPixelSize(max(24, int(big.pixelSize() * room / width_of(headline, big))))
            middle = top + big.pixelSize() / 2
            text(
                painter,
                QRectF(24, middle - 80, room, 160),
                headline,
                font,
                "accentText" if self._typing else "text",
                CENTER,
            )
            top += big.pixelSize() + 22
            second = t("packing.idle.typing" if self._typing else "packing.idle.second")
            text(
                painter,
                QRectF(24, top, room, 44),
                second,
                self.sizes.font("pack_next_action", False, 400),
                "text2",
                CENTER,
            )
            if self._last and not self._typing:
                self._chip(painter, rect.center().x(), top + (78 if not is_tight else 60))
            self._hints(painter, rect)

    def _code(self, painter: QPainter, center: float, top: float, height: float) -> None:
        module = 4.2 if height > 100 else 3.2
        width = sum(int(digit) for digit in _BARS) * module
        x = center - width / 2
        for index, digit in enumerate(_BARS):
            if index % 2 == 0:
                painter.fillRect(QRectF(x, top, int(digit) * module - 0.6, height), theme().color("text"))
            x += int(digit) * module
        panel(painter, QRectF(center - width / 2 - 28, top + height * 0.48, width + 56, 5), "accent", "", radius=2)

    def _chip(self, painter: QPainter, center: float, top: float) -> None:
        font = theme().font("pack_body", True, 600)
        width = width_of(self._last, font) + 54
        rect = QRectF(center - width / 2, top, width, 36)
        panel(painter, rect, "okTint", "", radius=8)
        icon(painter, rect.left() + 12, top + 8, 20, "ph.check-circle-fill", "okText")
        text(painter, rect.adjusted(41, 0, -8, 0), self._last, font, "okText")

    def _hints(self, painter: QPainter, rect: QRectF) -> None:
        font = theme().font("subtitle", False, 400)
        hints = [t("packing.idle.hint_item"), t("packing.idle.hint_mouse")]
        widths = [width_of(hint, font) for hint in hints]
        total = sum(widths) + 34 + 28
        if total > rect.width() - 32:
            hints, widths = hints[1:], widths[1:]
            total = widths[0] + 28
        x = max(16.0, rect.center().x() - total / 2)
        y = rect.bottom() - 48
        icon(painter, x, y + 3, 18, "ph.info", "text2")
        x += 28
        for hint, width in zip(hints, widths, strict=True):
            text(painter, QRectF(x, y, min(width + 1, rect.right() - 16 - x), 24), hint, font, "text2")
            x += width + 34
