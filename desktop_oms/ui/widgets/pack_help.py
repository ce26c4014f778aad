"""The help field: every key of the table and the command barcode it stands for."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop_oms.ui.texts import t
from desktop_oms.ui.theme import theme
from desktop_oms.ui.widgets.pack_paint import CENTER, PackWidget, begin, panel, text, width_of


class HelpField(PackWidget):
    """A quick card on the screen; the next scan or key closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[tuple[str, str, str], ...] = ()

    def show_commands(self, rows: tuple[tuple[str, str, str], ...]) -> None:
        """Show rows of (key, name, barcode text)."""
        self._rows = rows
        self.say(". ".join(f"{key} {name}" for key, name, _code in rows))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(1200, 700)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with begin(self) as painter:
            rect = QRectF(self.rect())
            panel(painter, rect)
            headline = self.sizes.font("pack_verdict")
            text(painter, QRectF(40, 28, rect.width() - 80, 56), t("packing.help.headline"), headline, "text")
            text(
                painter,
                QRectF(40, 84, rect.width() - 80, 32),
                t("packing.help.second"),
                theme().font("headline", False, 400),
                "text2",
            )
            half = (len(self._rows) + 1) // 2
            step = min(64.0, (rect.height() - 160) / max(1, half))
            for index, (key, name, code) in enumerate(self._rows):
                left = 40 + (index // half) * (rect.width() - 40) / 2
                top = 140 + (index % half) * step
                key_font = theme().font("pack_body", True, 600)
                spot = QRectF(left, top + step / 2 - 18, max(60.0, width_of(key, key_font) + 24), 36)
                panel(painter, spot, "panel2", "line2", radius=7)
                text(painter, spot, key, key_font, "text2", CENTER)
                text(
                    painter,
                    QRectF(left + 130, top, 260, step),
                    name,
                    self.sizes.font("pack_second", False, 500),
                    "text",
                )
                text(
                    painter,
                    QRectF(left + 400, top, rect.width() / 2 - 450, step),
                    code,
                    theme().font("pack_body", True, 400),
                    "text3",
                )
