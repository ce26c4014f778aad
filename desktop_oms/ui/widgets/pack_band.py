"""The verdict band: one widget, one paint, stays until the next scan."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop_oms.ui.formats import Formatter
from desktop_oms.ui.texts import t
from desktop_oms.ui.theme import theme
from desktop_oms.ui.widgets.pack_facts import VerdictLook
from desktop_oms.ui.widgets.pack_paint import RIGHT, PackWidget, begin, icon, panel, text, width_of


class VerdictBand(PackWidget):
    """The answer to the last scan. With nothing to say it is an empty strip of the same height, so nothing jumps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: VerdictLook | None = None
        self._waiting = 0
        self._formatter = Formatter()

    def set_formatter(self, formatter: Formatter) -> None:
        """Whose clock and zone the time at the right is in."""
        self._formatter = formatter

    def show_look(self, look: VerdictLook | None, waiting: int) -> None:
        """Show this answer and how many scans wait behind it."""
        self._look, self._waiting = look, waiting
        self.say(look.spoken if look else "")
        self.refresh(look, waiting)

    def _right_lines(self, look: VerdictLook) -> list[str]:
        lines = [look.scanned] if look.scanned and look.scanned not in look.headline else []
        if look.at is not None:
            clock = f"{self._formatter.local(look.at):%H:%M:%S}"
            if look.answered_ms is None:
                lines.append(t("packing.band.time", time=clock))
            else:
                lines.append(t("packing.band.answered", time=clock, n=max(1, round(look.answered_ms))))
        return lines

    def _waiting_chip(self, painter: QPainter, rect: QRectF) -> float:
        """How many scans are kept behind this answer; returns the width it takes from the right."""
        what, font = t("packing.focus.waiting", n=self._waiting), self.sizes.font("pack_second", True, 600)
        width = width_of(what, font) + 72
        chip = QRectF(rect.right() - width - 20, rect.center().y() - 26, width, 52)
        panel(painter, chip, "neutralTint", "control", 2.0, radius=8)
        icon(painter, chip.left() + 16, chip.center().y() - 15, 30, "ph.queue-bold", "text")
        text(painter, chip.adjusted(56, 0, -8, 0), what, font, "text")
        return width + 36

    def sizeHint(self) -> QSize:
        return QSize(600, self.sizes.verdict)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizes.verdict)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = self._look
        if look is None and not self._waiting:
            return
        with begin(self) as painter:
            rect = QRectF(self.rect())
            if look is None:
                look = VerdictLook(
                    "busy",
                    t("packing.verdict.busy.headline", n=self._waiting),
                    t("packing.verdict.busy.second"),
                    "neutralTint",
                    "text",
                    "ph.queue-bold",
                )
            panel(painter, rect, look.fill, look.outline, 3.0 if look.outline else 1.0)
            side = 58 if self.sizes.is_small else 68
            icon(painter, 26 if self.sizes.is_small else 24, rect.center().y() - side / 2, side, look.icon, look.fg)
            left = 112.0
            right_font = theme().font("pack_label", True, 400)
            right = 24.0
            lines = [] if self.sizes.is_small else self._right_lines(look)
            if self._waiting and look.code != "busy":
                right = self._waiting_chip(painter, rect)
            elif lines:
                block = max(width_of(line, right_font) for line in lines)
                right += min(block, rect.width() * 0.3) + 24
                top = rect.center().y() - 10 * len(lines)
                for line in lines:
                    text(
                        painter,
                        QRectF(rect.right() - right + 24, top, right - 48, 20),
                        line,
                        right_font,
                        look.fg,
                        RIGHT,
                    )
                    top += 20
            room = rect.width() - left - right
            headline, second = self.sizes.font("pack_verdict", True), self.sizes.font("headline", True, 400)
            top = rect.center().y() - (38 if look.second else 24)
            text(painter, QRectF(left, top, room, 48), look.headline, headline, look.fg)
            text(painter, QRectF(left, top + 48, room, 28), look.second, second, look.fg, keeps_end=True)
