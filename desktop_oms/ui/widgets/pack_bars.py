"""Top and foot of the table: who works where with what, and the commands with their keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from desktop_oms.ui.texts import t
from desktop_oms.ui.theme import theme
from desktop_oms.ui.widgets.pack_facts import Device, TableFacts
from desktop_oms.ui.widgets.pack_paint import CENTER, RIGHT, PackSizes, PackWidget, begin, icon, panel, text, width_of

_DEVICE_ICON = {
    "scanner": "ph.barcode",
    "scale": "ph.scales",
    "label": "ph.printer",
    "paper": "ph.printer",
    "online": "ph.cloud-check",
}


class PackTop(PackWidget):
    """Table, packer, count; lamps; clock.

    Signals:
        menu_wanted: the sign at the left was clicked: back to the office frame.
        minute_passed: the clock moved on; whoever shows how long is left paints again.
    """

    menu_wanted = Signal()
    minute_passed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts = TableFacts()
        self._scanner_ms: int | None = None
        self._now: Callable[[], datetime] | None = None
        self._ticker = QTimer(self)
        self._ticker.setInterval(1_000)
        self._ticker.timeout.connect(self._tick)
        self._shown_minute = ""

    def set_clock(self, local_now: Callable[[], datetime]) -> None:
        """Whose time the clock shows."""
        self._now = local_now
        self._ticker.start()
        self.update()

    def show_facts(self, facts: TableFacts) -> None:
        """Show table, packer and devices."""
        self._facts = facts
        self.say(" ".join([facts.table or t("packing.table"), facts.packer]).strip())
        self.refresh(facts, self._scanner_ms)

    def show_scanner_ms(self, milliseconds: float | None) -> None:
        """How long the last answer took."""
        if milliseconds is not None:
            self._scanner_ms = max(1, round(milliseconds))
            self.refresh(self._facts, self._scanner_ms)

    def _tick(self) -> None:
        if self._clock_text() != self._shown_minute:
            self.update()
            self.minute_passed.emit()

    def _clock_text(self) -> str:
        return f"{self._now():%H:%M}" if self._now else ""

    def sizeHint(self) -> QSize:
        return QSize(800, self.sizes.top)

    def minimumSizeHint(self) -> QSize:
        return QSize(400, self.sizes.top)

    def mouseReleaseEvent(self, event: object) -> None:
        position = event.position()  # type: ignore[attr-defined]
        if position.x() < 52:
            self.menu_wanted.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        with begin(self) as painter:
            middle = self.height() / 2
            icon(painter, 20, middle - 12, 24, "ph.list", "text2")
            x = 60.0
            room = self.width() * 0.5
            subtitle = theme().font("subtitle", True, 600)
            x += (
                text(
                    painter, QRectF(x, middle - 14, room, 28), self._facts.table or t("packing.table"), subtitle, "text"
                )
                + 20
            )
            x += self._packer(painter, x, middle)
            if self._facts.packed_today is not None:
                what = t("packing.packed_today", n=self._facts.packed_today)
                text(
                    painter,
                    QRectF(x + 20, middle - 12, room - x, 24),
                    what,
                    theme().font("pack_label", True, 400),
                    "text2",
                )
            self._right(painter, middle)

    def _packer(self, painter: QPainter, x: float, middle: float) -> float:
        name = self._facts.packer
        if not name:
            return 0.0
        font = theme().font("pack_label", False, 500)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("s2"))
        painter.drawEllipse(QRectF(x, middle - 14, 28, 28))
        initials = "".join(part[0] for part in name.split()[:2]).upper()
        text(painter, QRectF(x, middle - 14, 28, 28), initials, theme().font("caption", False, 700), "onAccent", CENTER)
        return 35 + text(painter, QRectF(x + 35, middle - 12, 240, 24), name, font, "text")

    def _right(self, painter: QPainter, middle: float) -> None:
        self._shown_minute = self._clock_text()
        clock_font = theme().font("headline", True)
        edge = self.width() - 20.0
        width = width_of(self._shown_minute, clock_font)
        text(
            painter, QRectF(edge - width - 1, middle - 16, width + 2, 32), self._shown_minute, clock_font, "text", RIGHT
        )
        edge -= width + 24
        for device in reversed(self._devices()):
            edge -= self._device(painter, edge, middle, device) + 20

    def _devices(self) -> tuple[Device, ...]:
        detail = t("packing.device.scanner_ms", n=self._scanner_ms) if self._scanner_ms is not None else ""
        scanner = Device("scanner", True, detail)
        return (scanner, *(device for device in self._facts.devices if device.kind != "scanner"))

    def _device(self, painter: QPainter, right: float, middle: float, device: Device) -> float:
        font, second = theme().font("pack_label", True, 500), theme().font("pack_label", True, 400)
        name = t(f"packing.device.{device.kind}")
        detail = f" {device.detail}" if device.detail else ""
        width = 25 + width_of(name, font) + (width_of(detail, second) + 3 if detail else 0)
        x = right - width
        sign = _DEVICE_ICON.get(device.kind, "ph.circle") if device.is_ok else "ph.warning-octagon-fill"
        icon(painter, x, middle - 9, 18, sign, "okText" if device.is_ok else "badText")
        used = text(painter, QRectF(x + 25, middle - 12, 200, 24), name, font, "text" if device.is_ok else "badText")
        if detail:
            text(painter, QRectF(x + 27 + used, middle - 12, 100, 24), detail, second, "text2")
        return width


class CommandButton(QAbstractButton):
    """One command with its key. It can be clicked, but never takes the focus, so no key ever presses it (P02)."""

    def __init__(self, name: str, sign: str, key: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setText(name)
        self.setAccessibleName(f"{name}, {key}")
        self._sign = sign
        self._key = key
        theme().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        name = width_of(self.text(), theme().font("pack_label", False, 500))
        key = width_of(self._key, theme().font("small", True))
        return QSize(round(14 + 18 + 8 + name + 9 + key + 14 + 8), 44)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        with begin(self) as painter:
            rect = QRectF(0, self.height() / 2 - 18, self.width(), 36)
            panel(painter, rect, "hover" if self.isDown() or self.underMouse() else "panel", "line2", radius=7)
            middle = rect.center().y()
            icon(painter, 13, middle - 9, 18, self._sign, "text2")
            used = text(
                painter, QRectF(39, rect.top(), 300, 36), self.text(), theme().font("pack_label", False, 500), "text"
            )
            key_font = theme().font("small", True)
            width = width_of(self._key, key_font) + 13
            spot = QRectF(39 + used + 9, middle - 11, width, 22)
            panel(painter, spot, "panel2", "line2", radius=5)
            text(painter, spot, self._key, key_font, "text2", CENTER)


class CommandBar(PackWidget):
    """The commands that make sense on this page; each sends what its barcode on the command card would.

    Signals:
        chosen: a command was clicked; its key ("F12").
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 0, 16, 0)
        self._row.setSpacing(8)
        self._row.addStretch(1)
        self._buttons: list[CommandButton] = []
        self._shown: tuple[tuple[str, str, str], ...] = ()
        self._typing = ""

    def show_commands(self, commands: tuple[tuple[str, str, str], ...], typing: str) -> None:
        """Show commands as (name, icon, key); at the right the number typed so far."""
        self._typing = typing
        self.refresh(commands, typing)
        if commands == self._shown:
            return
        self._shown = commands
        for old in self._buttons:
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._buttons = []
        for index, (name, sign, key) in enumerate(commands):
            button = CommandButton(name, sign, key, self)
            button.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            self._row.insertWidget(index, button)
            self._buttons.append(button)
            button.show()

    def set_sizes(self, sizes: PackSizes) -> None:
        super().set_sizes(sizes)
        self.setFixedHeight(sizes.foot)

    def sizeHint(self) -> QSize:
        return QSize(600, self.sizes.foot)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizes.foot)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with begin(self) as painter:
            middle = self.height() / 2
            left = max((button.geometry().right() for button in self._buttons), default=16) + 16
            what = self._typing or t("packing.foot.card")
            font = theme().font("pack_label", True, 600 if self._typing else 400)
            width = min(width_of(what, font), max(0.0, self.width() - 16 - left - 30))
            if width >= width_of(what, font) or self._typing:
                x = self.width() - 16 - width
                icon(painter, x - 28, middle - 9, 18, "ph.keyboard" if self._typing else "ph.barcode", "text2")
                text(
                    painter,
                    QRectF(x, middle - 12, width + 1, 24),
                    what,
                    font,
                    "accentText" if self._typing else "text3",
                    RIGHT,
                )
