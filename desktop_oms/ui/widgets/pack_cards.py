"""The smaller cards of the table: order head, note, parcel, other tables, figures."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop_oms.app.records import PackView
from desktop_oms.ui.formats import Formatter
from desktop_oms.ui.icons import paint_clock
from desktop_oms.ui.texts import t
from desktop_oms.ui.theme import theme
from desktop_oms.ui.widgets.pack_paint import CENTER, RIGHT, PackWidget, begin, chip, icon, panel, text, width_of, wrap


def ship_by_chip(painter: QPainter, right: float, middle: float, text_: str, tone: str, left: float) -> float:
    """The ship-by clock as a chip; returns its left edge."""
    is_late = tone == "bad"
    edge = chip(painter, right, middle, text_, "ph.warning-circle-fill" if is_late else "ph.circle-dashed", tone)
    if not is_late:
        # Why twice: the chip leaves room for a sign; the ring is painted, because an icon cannot empty itself.
        spot = QRectF(edge + 10, middle - 11, 22, 22)
        painter.fillRect(spot, theme().color(f"{tone}Tint"))
        paint_clock(painter, spot.adjusted(1, 1, -1, -1), theme().color(f"{tone}Text"), theme().color("line2"), left)
    return edge


class OrderHead(PackWidget):
    """Order number in 44 pixels, who gets it, where it came from and goes, gift, ship-by."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: PackView | None = None
        self._formatter = Formatter()

    def set_formatter(self, formatter: Formatter) -> None:
        """Whose clock and zone the times are in."""
        self._formatter = formatter

    def show_view(self, view: PackView) -> None:
        """Show this shipment's order."""
        self._view = view
        self.say(f"{view.order_number}, {view.customer_name}, {self._from_to(view)}")
        self.refresh(replace(view, lines=(), current_line=0, remaining=0))

    @staticmethod
    def _from_to(view: PackView) -> str:
        if view.destination:
            return t("packing.head.channel", channel=view.channel_name, destination=view.destination)
        return t("packing.head.channel_only", channel=view.channel_name)

    def sizeHint(self) -> QSize:
        return QSize(600, self.sizes.order_head)

    def minimumSizeHint(self) -> QSize:
        return QSize(400, self.sizes.order_head)

    def paintEvent(self, _event: QPaintEvent) -> None:
        view = self._view
        if view is None:
            return
        with begin(self) as painter:
            middle = self.height() / 2 + 1
            edge = self.width() + 14.0
            clock = self._formatter.ship_by(view.ship_by_at)
            if view.ship_by_at is not None:
                tone = clock.tone or "neutral"
                what = (
                    clock.text
                    if clock.tone == "bad"
                    else t("packing.head.ship_by", time=self._formatter.when(view.ship_by_at))
                )
                edge = ship_by_chip(painter, edge - 14, middle, what, tone, clock.left)
            if view.is_gift:
                edge = chip(painter, edge - 14, middle, t("packing.head.gift"), "ph.gift-fill", "violet")
            used = text(
                painter,
                QRectF(5, 0, edge - 20, self.height()),
                view.order_number,
                self.sizes.font("pack_order_no", True),
                "text",
            )
            left = 5 + used + 16
            room = edge - left - 16
            text(
                painter,
                QRectF(left, middle - 26, room, 26),
                view.customer_name,
                theme().font("headline", False, 500),
                "text",
            )
            color, letter = theme().channel_tile(view.channel_type)
            tile = QRectF(left, middle + 3, 20, 20)
            painter.setPen(color)
            painter.setBrush(color)
            painter.drawRoundedRect(tile, 5, 5)
            text(painter, tile, letter, theme().font("small", False, 700), "#FFFFFF", CENTER)
            text(
                painter,
                QRectF(left + 26, middle + 1, room - 26, 24),
                self._from_to(view),
                theme().font("subtitle", True, 400),
                "text2",
            )


class NoteCard(PackWidget):
    """A note the packer must read before the first scan."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._note = ""

    def show_note(self, note: str) -> None:
        """Show this note; hidden when empty."""
        self._note = note
        self.say(note)
        self.setVisible(bool(note))
        self.updateGeometry()
        self.refresh(note)

    def _lines(self) -> list[str]:
        return wrap(self._note, theme().font("subtitle", False, 400), max(120, self.width() - 66), 4)

    def sizeHint(self) -> QSize:
        return QSize(240, 28 + 22 * max(1, len(self._lines())))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        with begin(self) as painter:
            panel(painter, QRectF(self.rect()), "warnTint", "warnText" if theme().is_high_contrast else "")
            icon(painter, 16, 15, 22, "ph.note-pencil-fill", "warnText")
            top = 14.0
            for line in self._lines():
                text(
                    painter, QRectF(50, top, self.width() - 62, 22), line, theme().font("subtitle", False, 400), "text"
                )
                top += 22


class ParcelCard(PackWidget):
    """The open parcel: number, pieces in it, weight and carton where somebody told them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ""
        self._tag = ""
        self._is_sealed = False
        self._figure = ""
        self._rows: tuple[tuple[str, str], ...] = ()

    def show_parcel(
        self, number: int, of: int, items: int, is_sealed: bool, rows: tuple[tuple[str, str], ...] = ()
    ) -> None:
        """Show parcel ``number`` of ``of`` with ``items`` verified pieces and further facts as label and value."""
        self._title = t("packing.parcel.title", n=max(1, number), of=max(1, of))
        self._is_sealed = is_sealed
        self._tag = t("packing.parcel.sealed" if is_sealed else "packing.parcel.open")
        self._figure = t("packing.parcel.items", n=items)
        self._rows = rows
        self.say(", ".join([self._title, self._tag, self._figure]))
        self.refresh(self._title, self._tag, self._figure, rows)

    def sizeHint(self) -> QSize:
        return QSize(240, 88 + 28 * len(self._rows))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        with begin(self) as painter:
            panel(painter, QRectF(self.rect()))
            icon(painter, 17, 17, 20, "ph.package", "text2")
            label, strong = theme().font("pack_label", True, 400), theme().font("pack_label", True, 600)
            tag_width = width_of(self._tag, theme().font("body_medium")) + 18
            tag = QRectF(self.width() - 17 - tag_width, 17, tag_width, 22)
            panel(painter, tag, "okTint" if self._is_sealed else "neutralTint", "", radius=5)
            text(painter, tag, self._tag, theme().font("body_medium"), "okText" if self._is_sealed else "text2", CENTER)
            text(painter, QRectF(43, 16, tag.left() - 50, 22), self._title, strong, "text2")
            text(
                painter,
                QRectF(17, 44, self.width() - 34, 32),
                self._figure,
                self.sizes.font("pack_second", True, 600),
                "text",
            )
            top = 82.0
            for name, value in self._rows:
                used = text(painter, QRectF(17, top, 100, 24), name, label, "text2")
                text(painter, QRectF(27 + used, top, self.width() - 44 - used, 24), value, strong, "text", RIGHT)
                top += 28


class TablesCard(PackWidget):
    """Who packs what at the other tables."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[tuple[str, str], ...] = ()

    def show_tables(self, rows: tuple[tuple[str, str], ...]) -> None:
        """Show table name and order number of each claim; hidden when there is none."""
        self._rows = rows[:4]
        self.say(", ".join(f"{table} {order}" for table, order in rows))
        self.updateGeometry()
        self.refresh(rows)

    @property
    def is_empty(self) -> bool:
        """Nothing to show."""
        return not self._rows

    def sizeHint(self) -> QSize:
        return QSize(240, 52 + 28 * len(self._rows))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        with begin(self) as painter:
            panel(painter, QRectF(self.rect()))
            icon(painter, 17, 15, 20, "ph.users-three", "text2")
            text(
                painter,
                QRectF(43, 14, self.width() - 60, 22),
                t("packing.tables.title"),
                theme().font("pack_label", False, 600),
                "text2",
            )
            top = 44.0
            for table, order in self._rows:
                text(
                    painter,
                    QRectF(17, top, self.width() - 110, 24),
                    table,
                    theme().font("subtitle", False, 400),
                    "text2",
                )
                text(
                    painter,
                    QRectF(self.width() - 97, top, 80, 24),
                    order,
                    theme().font("subtitle", True, 600),
                    "text",
                    RIGHT,
                )
                top += 28


class StatCard(PackWidget):
    """One figure of the idle page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts = ("", "", "", "text2")

    def show_figure(self, label: str, figure: str, detail: str, color: str = "text2") -> None:
        """Show label, figure and one line about it in the color token ``color``."""
        self._parts = (label, figure, detail, color)
        self.say(f"{label} {figure}, {detail}")
        self.refresh(label, figure, detail, color)

    def sizeHint(self) -> QSize:
        return QSize(200, 104 if self.sizes.is_small else 117)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        with begin(self) as painter:
            panel(painter, QRectF(self.rect()))
            label, figure, detail, color = self._parts
            room = self.width() - 40
            middle = self.height() / 2
            font = theme().font("figure", True, 700)
            text(painter, QRectF(21, middle - 45, room, 24), label, theme().font("subtitle", True, 400), "text2")
            text(painter, QRectF(21, middle - 19, room, 38), figure, font, "text")
            text(painter, QRectF(21, middle + 19, room, 24), detail, theme().font("pack_label", True, 500), color)
