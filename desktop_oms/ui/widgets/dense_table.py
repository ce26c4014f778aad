"""The table of every office list: fixed rows, one stretching column, keyboard that moves without selecting.

Arrow keys move the *current* row (the drawer follows it); Shift and the arrows, X, Ctrl+A and the tick boxes change the *selection*.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop_oms.ui.models.delegate import EDGE, GAP, RowDelegate
from desktop_oms.ui.models.painters import forget_caches
from desktop_oms.ui.models.selection import SelectionKeeper, select_rows, selected_count, toggle_row
from desktop_oms.ui.models.windowed import WindowedModel
from desktop_oms.ui.theme import theme
from desktop_oms.ui.widgets.dense_header import DenseHeader
from desktop_oms.ui.widgets.overlay_bar import OverlayBar

_FLAG = QItemSelectionModel.SelectionFlag
_ROW_PADDING = 12
_MOVE = QAbstractItemView.CursorAction
_MOVES = {
    Qt.Key.Key_Up: _MOVE.MoveUp,
    Qt.Key.Key_Down: _MOVE.MoveDown,
    Qt.Key.Key_PageUp: _MOVE.MovePageUp,
    Qt.Key.Key_PageDown: _MOVE.MovePageDown,
    Qt.Key.Key_Home: _MOVE.MoveHome,
    Qt.Key.Key_End: _MOVE.MoveEnd,
}


class DenseTable(QTableView):
    """A windowed list on screen.

    Signals:
        current_moved(id): the current row is another record now, 0 for none.
        selection_counted(n): how many rows are selected now.
        opened(id): Enter or double click.
        drawer_toggled: Space.
        sort_wished(key): a head was clicked.
        escaped: Esc with nothing selected.
    """

    current_moved = Signal(object)
    selection_counted = Signal(int)
    opened = Signal(object)
    drawer_toggled = Signal()
    sort_wished = Signal(str)
    escaped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._delegate = RowDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self._anchor = -1
        self._bar = OverlayBar(self)
        header = DenseHeader(self)
        self.setHorizontalHeader(header)
        header.all_toggled.connect(self.toggle_all)
        header.sort_wished.connect(self.sort_wished)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        theme().changed.connect(self._on_theme)
        self._on_theme()

    def set_windowed_model(self, model: WindowedModel) -> None:
        """Show ``model``; columns get their room, selection and current row are kept by id from now on."""
        self.setModel(model)
        # Measured: with the view's own selection model the header asks of every column whether each cell is selected; Ctrl+A
        # on a million rows then froze the window for 15 s. With a selection model that stays empty it takes 4 ms.
        # Why after setModel: that hands the view's selection model to the header again.
        self.horizontalHeader().setSelectionModel(QItemSelectionModel(model, self))
        self._keeper = SelectionKeeper(self, model)
        self.selectionModel().currentRowChanged.connect(self._on_current)
        self.selectionModel().selectionChanged.connect(lambda *_parts: self._count())
        model.reordered.connect(self._on_reordered)
        self._lay_out_columns()

    def windowed_model(self) -> WindowedModel:
        """The model on screen."""
        model = self.model()
        assert isinstance(model, WindowedModel)
        return model

    def current_id(self) -> int:
        """Id of the current row, 0 for none."""
        return self.windowed_model().id_at(self.currentIndex().row())

    def go_to_row(self, row: int) -> None:
        """Make a row the current one without selecting it."""
        index = self.model().index(row, 0)
        self.selectionModel().setCurrentIndex(index, _FLAG.NoUpdate)
        self.scrollTo(index)

    def go_to_id(self, record_id: int) -> bool:
        """Make a record the current row; False when it is not in this view."""
        row = self.windowed_model().row_of(record_id)
        if row >= 0:
            self.go_to_row(row)
        return row >= 0

    def toggle_current(self) -> None:
        """Tick or untick the current row (key X)."""
        if self.currentIndex().isValid():
            toggle_row(self, self.currentIndex().row())

    def toggle_all(self) -> None:
        """Select everything, or nothing when anything is selected."""
        if self.selectionModel().hasSelection():
            self.clearSelection()
        else:
            self.selectAll()

    # -- inner ---------------------------------------------------------------------------------------------------------

    def _extend_to(self, row: int) -> None:
        """Select from where Shift was first held to ``row``; going back shrinks the range again."""
        before = self.currentIndex().row()
        if row < 0 or before < 0:
            return
        anchor = self._anchor if self._anchor >= 0 else before
        select_rows(self, [(min(anchor, before), max(anchor, before))], is_on=False)
        select_rows(self, [(min(anchor, row), max(anchor, row))])
        self.go_to_row(row)
        self._anchor = anchor

    def _on_theme(self) -> None:
        forget_caches()
        height = max(theme().px(32), self.fontMetrics().height() + _ROW_PADDING)
        self.verticalHeader().setDefaultSectionSize(height)
        self.verticalHeader().setMinimumSectionSize(1)
        if isinstance(self.model(), WindowedModel):
            self._lay_out_columns()
        self.viewport().update()

    def _on_current(self, current: QModelIndex, previous: QModelIndex) -> None:
        self._anchor = -1
        for index in (current, previous):
            if index.isValid():
                self._update_row(index.row())
        self.current_moved.emit(self.windowed_model().id_at(current.row()))

    def _on_reordered(self) -> None:
        self._count()
        self.current_moved.emit(self.current_id())

    def _count(self) -> None:
        count = selected_count(self)
        header = self.horizontalHeader()
        if isinstance(header, DenseHeader):
            header.show_selection(count, self.model().rowCount())
        self.selection_counted.emit(count)

    def _update_row(self, row: int) -> None:
        top, height = self.rowViewportPosition(row), self.rowHeight(row)
        self.viewport().update(0, top, self.viewport().width(), height)

    def _lay_out_columns(self) -> None:
        """Give every column its width, the stretching one the rest, and hide those there is no room for."""
        model, look = self.windowed_model(), theme()
        room = self.viewport().width()
        shown = [number for number, column in enumerate(model.columns) if room >= look.px(column.wanted_at)]
        used = 0
        for number, column in enumerate(model.columns):
            self.setColumnHidden(number, number not in shown)
            width = look.px(column.width) + 2 * GAP
            if shown and number == shown[0]:
                width += EDGE - GAP
            if shown and number == shown[-1]:
                width += EDGE - GAP
            if number in shown:
                used += 0 if column.is_stretch else width
            self.setColumnWidth(number, width)
        for number in shown:
            if model.columns[number].is_stretch:
                self.setColumnWidth(number, max(room - used, look.px(model.columns[number].width)))

    # -- Qt ------------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if isinstance(self.model(), WindowedModel):
            self._lay_out_columns()

    def keyboardSearch(self, _search: str) -> None:
        # Why: Qt would walk all rows through Python to find a prefix; letters are shortcuts here (look.md section 5).
        return

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        kind = QAbstractItemView.CursorAction
        rows = self.model().rowCount()
        if rows and action in (kind.MoveHome, kind.MoveEnd):
            return self.model().index(0 if action == kind.MoveHome else rows - 1, 0)
        return super().moveCursor(action, modifiers)

    def selectionCommand(
        self, index: QModelIndex | QPersistentModelIndex, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        # Why not Qt's own ranges: they start where a mouse was pressed last; here moving selects nothing, so the table keeps
        # the anchor itself (``_extend_to``).
        return self._click_command(index, event) if isinstance(event, QMouseEvent) else _FLAG.NoUpdate

    def _click_command(
        self, index: QModelIndex | QPersistentModelIndex, event: QMouseEvent
    ) -> QItemSelectionModel.SelectionFlag:
        is_press = event.type() == QEvent.Type.MouseButtonPress
        is_tick = index.isValid() and self.windowed_model().columns[index.column()].paint == "check"
        has_control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            return _FLAG.NoUpdate
        if is_press and event.button() == Qt.MouseButton.LeftButton and (is_tick or has_control):
            return _FLAG.Toggle | _FLAG.Rows
        return _FLAG.NoUpdate

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = event.key(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        has_shift = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.ShiftModifier
        if has_shift and key in _MOVES:
            self._extend_to(self.moveCursor(_MOVES[Qt.Key(key)], event.modifiers()).row())
            return
        if plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.current_id())
        elif plain and key == Qt.Key.Key_Space:
            self.drawer_toggled.emit()
        elif plain and key == Qt.Key.Key_Escape:
            if self.selectionModel().hasSelection():
                self.clearSelection()
            else:
                self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self.indexAt(event.position().toPoint()).row()
        if row >= 0 and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._extend_to(row)
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self.windowed_model().columns[index.column()].paint != "check":
            self.opened.emit(self.windowed_model().id_at(index.row()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.indexAt(event.position().toPoint()).row())
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, row: int) -> None:
        before, self._delegate.hovered_row = self._delegate.hovered_row, row
        if before != row:
            for each in (before, row):
                if each >= 0:
                    self._update_row(each)
