"""The list model for a million rows: only ids are held for all of them, records for the pages near the eye.

``rowCount`` is the length of an id snapshot; a page of 128 rows is asked for when ``data()`` first needs it and shown as "…" until
it arrives. ``data()`` never waits and never formats twice. One class for every list; panes bring columns and a source.
Invariant: an answer that carries an old generation changes nothing.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop_oms.app.records import QuerySpec
from desktop_oms.ui.formats import Formatter
from desktop_oms.ui.models.columns import CELL_ROLE, GONE, PLACEHOLDER, RECORD_ROLE, Cell, Column
from desktop_oms.ui.models.patch import diff, ranges
from desktop_oms.ui.models.source import ListSource
from desktop_oms.ui.texts import t

PAGE_BITS = 7
PAGE_ROWS = 1 << PAGE_BITS
PAGES_KEPT = 64
_ASKED_AT_ONCE = 2
_MOST_WAITING = 4
_MOST_IDS_MATCHED = 200

AnyIndex = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_DESCRIBED = int(Qt.ItemDataRole.AccessibleDescriptionRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ROLES = frozenset((CELL_ROLE, RECORD_ROLE, _DISPLAY, _TIP, _SPOKEN, _DESCRIBED, _ALIGN))


class _Row:
    """A record and its cells, made when first painted."""

    __slots__ = ("cells", "record")

    def __init__(self, record: Any) -> None:
        self.record = record
        self.cells: tuple[Cell, ...] | None = None


class WindowedModel(QAbstractTableModel):
    """Rows of one view of the books.

    Signals:
        loaded: a snapshot arrived and is on screen; GUI thread.
        rows_loaded: records came or came anew.
        failed(error): the books could not answer; what was on screen stays.
        reordering: just before rows may lose their place; ``reordered`` just after. Selection is kept across by id.
    """

    loaded = Signal()
    rows_loaded = Signal()
    failed = Signal(object)
    reordering = Signal()
    reordered = Signal()

    def __init__(
        self, source: ListSource, columns: Sequence[Column], formatter: Formatter, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._source = source
        self.columns = tuple(columns)
        self._formatter = formatter
        self._spec = QuerySpec()
        self._ids: array[int] = array("q")
        self._is_loaded = False
        self._pages: OrderedDict[int, list[_Row | None]] = OrderedDict()
        self._seen = -1
        self._waiting: list[int] = []
        self._asked: set[int] = set()
        self._generation = 0
        self._snapshot_generation = 0
        self._moved: set[int] = set()

    # -- what panes ask ------------------------------------------------------------------------------------------------

    @property
    def spec(self) -> QuerySpec:
        """The question this list answers."""
        return self._spec

    @property
    def ids(self) -> array[int]:
        """The ids in display order; do not change."""
        return self._ids

    @property
    def is_loaded(self) -> bool:
        """Whether a snapshot has ever arrived; before that "no rows" says nothing."""
        return self._is_loaded

    def id_at(self, row: int) -> int:
        """Return the id at a row, 0 outside the list."""
        return self._ids[row] if 0 <= row < len(self._ids) else 0

    def row_of(self, record_id: int) -> int:
        """Return the row of an id, -1 when it is not in this view. Linear, about 10 ms in a million rows."""
        try:
            return self._ids.index(record_id)
        except ValueError:
            return -1

    def record_at(self, row: int) -> Any | None:
        """Return the record at a row if its page is here, else None and the page is asked for."""
        found = self._row(row)
        return found.record if found is not None else None

    # -- what panes do -------------------------------------------------------------------------------------------------

    def set_spec(self, spec: QuerySpec) -> None:
        """Show another view; the old rows stay on screen until the new ids are here."""
        if spec != self._spec or not self._is_loaded:
            self._spec = spec
            self.reload()

    def reload(self) -> None:
        """Ask for the snapshot again."""
        self._snapshot_generation += 1
        generation = self._snapshot_generation
        self._source.snapshot(self._spec, lambda ids: self._on_snapshot(generation, ids), self.failed.emit)

    def take_changes(self, created: Collection[int], updated: Collection[int], deleted: Collection[int]) -> None:
        """Follow a committed change: fetch touched rows that are cached, then see whether any row comes or goes."""
        self._refetch(updated)
        self._moved.update(updated)
        if deleted or len(created) + len(updated) > _MOST_IDS_MATCHED:
            self.reload()
            return
        touched = {*created, *updated}
        if touched:
            here = touched.intersection(self._ids)
            generation = self._snapshot_generation
            self._source.matching(
                self._spec,
                touched,
                lambda found: self.reload() if found != here and generation == self._snapshot_generation else None,
                self.failed.emit,
            )

    def reformat(self) -> None:
        """Make all cells anew from the cached records: the clock moved on, or texts, locale or theme changed."""
        for page in self._pages.values():
            for row in page:
                if row is not None and row.record is not None:
                    row.cells = None
        if self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(self.columns) - 1))

    # -- snapshots -----------------------------------------------------------------------------------------------------

    def _on_snapshot(self, generation: int, ids: array[int]) -> None:
        if generation != self._snapshot_generation:
            return
        patch = diff(self._ids, ids, self._moved) if self._is_loaded else None
        self._moved.clear()
        self._is_loaded = True
        self._generation += 1
        self._asked.clear()
        self._waiting.clear()
        self.reordering.emit()
        known = dict(self._cached())
        if patch is None:
            self.beginResetModel()
            self._ids = ids
            self._repage(known)
            self.endResetModel()
        else:
            self._apply(patch.removals, patch.insertions, ids, known)
        self.reordered.emit()
        self.loaded.emit()

    def _apply(
        self,
        removals: Iterable[tuple[int, int]],
        insertions: Iterable[tuple[int, int]],
        ids: array[int],
        known: Mapping[int, _Row],
    ) -> None:
        working = self._ids[:]
        for first, last in reversed(tuple(removals)):
            self.beginRemoveRows(_NO_PARENT, first, last)
            del working[first : last + 1]
            self._ids = working
            self._repage(known)
            self.endRemoveRows()
        for first, last in insertions:
            self.beginInsertRows(_NO_PARENT, first, last)
            working[first:first] = ids[first : last + 1]
            self._ids = working
            self._repage(known)
            self.endInsertRows()

    def _cached(self) -> Iterable[tuple[int, _Row]]:
        for number, page in self._pages.items():
            start = number << PAGE_BITS
            for offset, row in enumerate(page):
                if row is not None and start + offset < len(self._ids):
                    yield self._ids[start + offset], row

    def _repage(self, known: Mapping[int, _Row]) -> None:
        """Lay the cached rows out over the new positions; the pages that were here stay here."""
        last_page = (len(self._ids) - 1) >> PAGE_BITS
        for number in list(self._pages):
            if number > last_page:
                del self._pages[number]
                continue
            start = number << PAGE_BITS
            self._pages[number] = [known.get(row_id) for row_id in self._ids[start : start + PAGE_ROWS]]

    # -- pages ---------------------------------------------------------------------------------------------------------

    def _row(self, row: int) -> _Row | None:
        number = row >> PAGE_BITS
        page = self._pages.get(number)
        offset = row & (PAGE_ROWS - 1)
        found = page[offset] if page is not None and offset < len(page) else None
        if found is None:
            self._want(number)
        if number != self._seen:
            step = 1 if number > self._seen else -1
            self._seen = number
            if page is not None:
                self._pages.move_to_end(number)
            self._want_ahead(number + step)
        return found

    def _want(self, number: int) -> None:
        """Ask for a page once, newest wish first; wishes that have scrolled out of sight are forgotten."""
        if number in self._asked or number << PAGE_BITS >= len(self._ids):
            return
        if number in self._waiting:
            self._waiting.remove(number)
        self._waiting.append(number)
        del self._waiting[:-_MOST_WAITING]
        self._ask_next()

    def _ask_next(self) -> None:
        while self._waiting and len(self._asked) < _ASKED_AT_ONCE:
            number = self._waiting.pop()
            start = number << PAGE_BITS
            ids = self._ids[start : start + PAGE_ROWS]
            self._asked.add(number)
            self._source.rows(
                ids,
                partial(self._on_page, self._generation, number, ids),
                partial(self._on_page_failed, self._generation, number),
            )

    def _on_page(self, generation: int, number: int, ids: array[int], rows: Mapping[int, Any]) -> None:
        if generation != self._generation:
            return
        self._asked.discard(number)
        self._pages[number] = [_Row(rows[row_id]) if row_id in rows else self._gone() for row_id in ids]
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
        start = number << PAGE_BITS
        self._tell_changed(start, start + len(ids) - 1)
        self._ask_next()

    def _gone(self) -> _Row:
        """A row that was erased since the snapshot: shown as a dash, not asked for again."""
        row = _Row(None)
        row.cells = (GONE,) * len(self.columns)
        return row

    def _on_page_failed(self, generation: int, number: int, error: BaseException) -> None:
        if generation == self._generation:
            self._asked.discard(number)
            self.failed.emit(error)

    def _want_ahead(self, number: int) -> None:
        """Fetch the next page in the direction the eye moves, after everything that is in sight."""
        in_reach = 0 <= number << PAGE_BITS < len(self._ids)
        if in_reach and number not in self._pages and number not in self._asked and number not in self._waiting:
            self._waiting.insert(0, number)
            self._ask_next()

    def _refetch(self, touched: Collection[int]) -> None:
        chosen = set(touched)
        wanted = array("q", (row_id for row_id, _row in self._cached() if row_id in chosen))
        if not wanted:
            return
        generation = self._generation
        self._source.rows(wanted, lambda rows: self._on_refetched(generation, rows), self.failed.emit)

    def _on_refetched(self, generation: int, rows: Mapping[int, Any]) -> None:
        if generation != self._generation:
            # Why: a snapshot came in between and laid the old rows out anew; ask again, or they would stay stale.
            self._refetch(rows.keys())
            return
        changed = []
        for number, page in self._pages.items():
            start = number << PAGE_BITS
            for offset, row_id in enumerate(self._ids[start : start + len(page)]):
                if row_id in rows:
                    page[offset] = _Row(rows[row_id])
                    changed.append(start + offset)
        for first, last in ranges(sorted(changed)):
            self._tell_changed(first, last)

    def _tell_changed(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))
        self.rows_loaded.emit()

    # -- Qt ------------------------------------------------------------------------------------------------------------

    def rowCount(self, parent: AnyIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: AnyIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: AnyIndex, role: int = _DISPLAY) -> Any:
        if role not in _ROLES or not index.isValid():
            return None
        column = index.column()
        if role == _ALIGN:
            return _RIGHT if self.columns[column].is_right else None
        row = self._row(index.row())
        if row is None:
            if role == CELL_ROLE:
                return PLACEHOLDER
            return PLACEHOLDER.text if role == _DISPLAY else None
        if role == RECORD_ROLE:
            return row.record
        if row.cells is None:
            row.cells = tuple(each.cell(row.record, self._formatter) for each in self.columns)
        return _from_cell(row.cells[column], role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == _DISPLAY:
            return t(column.title) if column.title else ""
        return _RIGHT if role == _ALIGN and column.is_right else None


def _from_cell(cell: Cell, role: int) -> Any:
    if role == CELL_ROLE:
        return cell
    if role == _DISPLAY:
        return cell.text
    if role == _TIP:
        return cell.tip or None
    if role == _SPOKEN:
        return cell.spoken or cell.text
    return cell.second or None
