"""Paint the rows of a ``DenseTable``: ground, hair line, tick box, current-row frame, then the cell by its painter."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from desktop_oms.ui.icons import icon_pixmap
from desktop_oms.ui.models.columns import CELL_ROLE, PLACEHOLDER, Cell
from desktop_oms.ui.models.painters import PAINTERS, Brush, paint_text
from desktop_oms.ui.models.windowed import WindowedModel
from desktop_oms.ui.theme import Theme, theme

EDGE = 12
GAP = 4
_BOX = 16


def paint_tick_box(painter: QPainter, rect: QRectF, look: Theme, state: Qt.CheckState) -> None:
    """Paint a 16 px tick box in ``rect``: empty, ticked or partly."""
    frame = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if state == Qt.CheckState.Checked:
        painter.setPen(QPen(look.color("accent"), 1))
        painter.setBrush(look.color("accent"))
        painter.drawRoundedRect(frame, 4, 4)
        pixmap = icon_pixmap("ph.check-bold", look.color("onAccent"), 10, painter.device().devicePixelRatioF())
        inset = (rect.width() - 10) / 2
        painter.drawPixmap(rect.topLeft() + QPointF(inset, inset), pixmap)
        return
    painter.setPen(QPen(look.color("accent" if state == Qt.CheckState.PartiallyChecked else "control"), 1))
    painter.setBrush(look.color("panel"))
    painter.drawRoundedRect(frame, 4, 4)
    if state == Qt.CheckState.PartiallyChecked:
        painter.fillRect(QRectF(rect.left() + 4, rect.center().y() - 1, rect.width() - 8, 2), look.color("accent"))


class RowDelegate(QStyledItemDelegate):
    """Paints one cell; the view tells which row is hovered.

    Why no ``initStyleOption``: it asks seven roles of the model for every cell; one ready ``Cell`` is enough.
    """

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self.hovered_row = -1

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model = index.model()
        if not isinstance(model, WindowedModel):
            return
        look = theme()
        row, number = index.row(), index.column()
        column = model.columns[number]
        full = option.rect
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = "selection" if is_selected else "hover" if row == self.hovered_row else "panel"
        painter.fillRect(full, look.color(ground))
        painter.fillRect(full.left(), full.bottom(), full.width(), 1, look.color("line"))
        first, last = self._edges(model)
        inner = full.adjusted(EDGE if number == first else GAP, 0, -(EDGE if number == last else GAP), -1)
        if column.paint == "check":
            box = QRectF(inner.left(), inner.center().y() - _BOX / 2 + 0.5, _BOX, _BOX)
            state = Qt.CheckState.Checked if is_selected else Qt.CheckState.Unchecked
            paint_tick_box(painter, box, look, state)
        else:
            cell: Cell = index.data(CELL_ROLE)
            brush = Brush(painter, look, inner, is_selected, self._view.devicePixelRatioF())
            if cell is PLACEHOLDER:
                paint_text(brush, Cell(text=cell.text, tone="text3"))
            else:
                PAINTERS[column.paint](brush, cell)
        if row == self._view.currentIndex().row():
            self._paint_frame(painter, full, look, number == first, number == last)
        painter.restore()

    def _edges(self, model: WindowedModel) -> tuple[int, int]:
        """First and last visible column."""
        shown = [number for number in range(len(model.columns)) if not self._view.isColumnHidden(number)]
        return (shown[0], shown[-1]) if shown else (0, 0)

    @staticmethod
    def _paint_frame(painter: QPainter, full: QRect, look: Theme, is_first: bool, is_last: bool) -> None:
        """Frame the current row: top and bottom in each cell, the sides in the first and the last."""
        color = look.color("focus")
        painter.fillRect(full.left(), full.top(), full.width(), 2, color)
        painter.fillRect(full.left(), full.bottom() - 1, full.width(), 2, color)
        if is_first:
            painter.fillRect(full.left(), full.top(), 2, full.height(), color)
        if is_last:
            painter.fillRect(full.right() - 1, full.top(), 2, full.height(), color)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, self._view.verticalHeader().defaultSectionSize())
