"""The head of a ``DenseTable``: titles over their columns, an arrow on the sorted one, a tick box for all rows."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from desktop_oms.ui.models.delegate import EDGE, GAP, paint_tick_box
from desktop_oms.ui.models.windowed import WindowedModel
from desktop_oms.ui.theme import theme

_BOX = 16


class DenseHeader(QHeaderView):
    """Paints itself, because QSS cannot place a sort arrow after the word or a tick box.

    Signals:
        all_toggled: the box was clicked.
        sort_wished(key): a sortable title was clicked.
    """

    all_toggled = Signal()
    sort_wished = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._state = Qt.CheckState.Unchecked
        self.setSectionsClickable(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(1)
        self.setHighlightSections(False)

    def show_selection(self, selected: int, rows: int) -> None:
        """Show whether none, some or all rows are selected."""
        states = Qt.CheckState
        self._state = (
            states.Unchecked if not selected else states.Checked if selected >= rows else states.PartiallyChecked
        )
        self.viewport().update()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme().px(28))

    def paintSection(self, painter: QPainter, rect: QRect, index: int) -> None:
        model = self.model()
        if not isinstance(model, WindowedModel) or not rect.isValid():
            return
        look = theme()
        column = model.columns[index]
        shown = [number for number in range(len(model.columns)) if not self.isSectionHidden(number)]
        is_first, is_last = index == shown[0], index == shown[-1]
        inner = rect.adjusted(EDGE if is_first else GAP, 0, -(EDGE if is_last else GAP), -1)
        painter.save()
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, look.color("line"))
        if column.paint == "check":
            paint_tick_box(painter, QRectF(inner.left(), inner.center().y() - 7.5, _BOX, _BOX), look, self._state)
        else:
            self._paint_title(painter, inner, model, index)
        painter.restore()

    def _paint_title(self, painter: QPainter, inner: QRect, model: WindowedModel, index: int) -> None:
        look, column = theme(), model.columns[index]
        is_sorted = bool(column.key) and column.key == model.spec.sort
        font = look.font("small_strong", weight=600 if is_sorted else 500)
        title = str(model.headerData(index, Qt.Orientation.Horizontal) or "")
        painter.setFont(font)
        painter.setPen(look.color("text" if is_sorted else "text2"))
        side = Qt.AlignmentFlag.AlignRight if column.is_right else Qt.AlignmentFlag.AlignLeft
        if column.paint == "items":
            # Why: the title stands over the SKU, the count before it is understood.
            inner = inner.adjusted(look.px(18) + 7, 0, 0, 0)
        painter.drawText(inner, int(side | Qt.AlignmentFlag.AlignVCenter), title)
        if is_sorted:
            width = QFontMetrics(font).horizontalAdvance(title)
            left = inner.right() - width - 16 if column.is_right else inner.left() + width + 3
            name = "ph.arrow-down" if model.spec.is_descending else "ph.arrow-up"
            arrow = look.pixmap(name, "text2", 12, self.devicePixelRatioF())
            painter.drawPixmap(QPoint(left, inner.center().y() - 5), arrow)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        model = self.model()
        index = self.logicalIndexAt(event.position().toPoint())
        if isinstance(model, WindowedModel) and index >= 0 and event.button() == Qt.MouseButton.LeftButton:
            column = model.columns[index]
            if column.paint == "check":
                self.all_toggled.emit()
            elif column.key and column.is_sortable:
                self.sort_wished.emit(column.key)
