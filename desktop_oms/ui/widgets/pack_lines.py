"""The lines of the shipment on the table: done, current, to come; one paint for all."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop_oms.app.records import PackLine
from desktop_oms.ui.pictures import PictureStore
from desktop_oms.ui.texts import t
from desktop_oms.ui.theme import theme
from desktop_oms.ui.widgets.pack_facts import product_name
from desktop_oms.ui.widgets.pack_paint import RIGHT, PackWidget, begin, icon, panel, picture, text, width_of


class PackLinesView(PackWidget):
    """All lines if they fit, else a window around the current one with the counts of what is above and below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[PackLine, ...] = ()
        self._current = 0
        self._store: PictureStore | None = None
        self._max_rows = 4

    def set_store(self, store: PictureStore) -> None:
        """Where pictures come from."""
        self._store = store
        store.arrived.connect(self.update)

    def set_max_rows(self, rows: int) -> None:
        """How many rows the window leaves for lines."""
        self._max_rows = max(1, rows)
        self.updateGeometry()

    def show_lines(self, lines: tuple[PackLine, ...], current: int) -> None:
        """Show these lines, done ones first, ``current`` tinted."""
        self._lines = tuple(sorted(lines, key=lambda line: (line.done < line.of, line.line_no)))
        self._current = current
        self.say(". ".join(f"{product_name(x.title, x.option)}, {x.done} / {x.of}" for x in self._lines))
        if len(lines) != len(self._shown_facts[0] if self._shown_facts else ()):  # type: ignore[arg-type]
            self.updateGeometry()
        self.refresh(lines, current)

    def shown(self) -> tuple[int, tuple[PackLine, ...], int]:
        """Lines hidden above, the lines on the screen, lines hidden below."""
        count = len(self._lines)
        if count <= self._max_rows:
            return 0, self._lines, 0
        at = next((i for i, line in enumerate(self._lines) if line.line_no == self._current), 0)
        room = max(1, self._max_rows - 1)
        first = min(max(0, at - (1 if room > 2 else 0)), count - room)
        return first, self._lines[first : first + room], count - first - room

    def sizeHint(self) -> QSize:
        return QSize(600, min(len(self._lines) or 1, self._max_rows) * self.sizes.row + 2)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        with begin(self) as painter:
            rect = QRectF(self.rect())
            panel(painter, rect)
            above, lines, below = self.shown()
            outline = QPainterPath()
            outline.addRoundedRect(rect.adjusted(1, 1, -1, -1), 11, 11)
            painter.setClipPath(outline)
            top = 1.0
            for index, line in enumerate(lines):
                row = QRectF(1, top, rect.width() - 2, self.sizes.row)
                if line.line_no == self._current:
                    painter.fillRect(row, theme().color("accentTint"))
                if index:
                    painter.setPen(QPen(theme().color("line"), 1))
                    painter.drawLine(row.topLeft(), row.topRight())
                self._row(painter, row, line)
                top += self.sizes.row
            if above or below:
                row = QRectF(1, top, rect.width() - 2, self.sizes.row)
                painter.setPen(QPen(theme().color("line"), 1))
                painter.drawLine(row.topLeft(), row.topRight())
                hidden = t("packing.line.more", n=above + below)
                text(painter, row.adjusted(60, 0, -20, 0), hidden, theme().font("pack_body"), "text3")

    def _row(self, painter: QPainter, row: QRectF, line: PackLine) -> None:
        is_done, is_current = line.done >= line.of, line.line_no == self._current
        sign, color = ("ph.check-circle-fill", "okText") if is_done else ("ph.circle", "control")
        if is_current and not is_done:
            sign, color = "ph.arrow-circle-right-fill", "accent"
        icon(painter, row.left() + 16, row.center().y() - 14, 28, sign, color)
        side = 36 if self.sizes.is_small else 40
        spot = QRectF(row.left() + 60, row.center().y() - side / 2, side, side)
        picture(painter, spot, 6, self._store.get(line.picture) if self._store else None)
        figure = t("packing.focus.count", done=line.done, of=line.of)
        figure_font = self.sizes.font("pack_second", True, 600)
        right = width_of(figure, figure_font) + 20
        left = spot.right() + 16
        room = row.right() - right - left - 16
        name_color = "text2" if is_done else "text"
        name_font, detail_font = theme().font("pack_body"), theme().font("pack_label", True, 400)
        middle = row.center().y()
        name = product_name(line.title or line.sku, line.option)
        text(painter, QRectF(left, middle - 22, room, 24), name, name_font, name_color, keeps_end=True)
        key = "packing.line.detail_bin" if line.bin else "packing.line.detail"
        detail = t(key, sku=line.sku, bin=line.bin)
        text(painter, QRectF(left, middle + 1, room, 20), detail, detail_font, "text3", keeps_end=True)
        text(
            painter,
            QRectF(row.right() - right, row.top(), right - 20, row.height()),
            figure,
            figure_font,
            "okText" if is_done else "text",
            RIGHT,
        )
