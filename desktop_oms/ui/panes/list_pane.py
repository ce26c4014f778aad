"""What every list pane of the office does: a view of the books in a table, a text filter, a drawer for the current row.

Panes subclass it and bring columns, view names, a drawer and their deeds. The drawer follows the *current* row, not the selection.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from desktop_oms.app.records import QuerySpec
from desktop_oms.ui.models.columns import Column
from desktop_oms.ui.models.source import ListSource
from desktop_oms.ui.models.windowed import WindowedModel
from desktop_oms.ui.runtime import Batch
from desktop_oms.ui.services import Services
from desktop_oms.ui.texts import t, texts
from desktop_oms.ui.theme import theme
from desktop_oms.ui.widgets.banner import Banner, EmptyState
from desktop_oms.ui.widgets.bulk_bar import BulkBar
from desktop_oms.ui.widgets.dense_table import DenseTable
from desktop_oms.ui.widgets.nav import View
from desktop_oms.ui.widgets.search_edit import SearchEdit

_FILTER_DELAY_MS = 150
_CLOCK_MS = 30_000
_COVERS_BELOW = 1100


class ListPane(QWidget):
    """Base of the orders and the stock pane.

    Signals:
        views_changed: names or counts of the views are new, or another one is active.
    """

    views_changed = Signal()

    #: attribute on the reads object, kind of the changes watched, (code, icon, tone) of the known views in their order
    subject = ""
    kind = ""
    known_views: tuple[tuple[str, str, str], ...] = ()

    def __init__(self, services: Services, columns: tuple[Column, ...]) -> None:
        super().__init__()
        self.services = services
        self._source = ListSource(services.runtime, self.subject)
        self.model = WindowedModel(self._source, columns, services.formatter, self)
        self._counts: Mapping[str, int] = {}
        self._view = ""
        self._wants_drawer = True
        self._has_asked_for_drawer = False
        self._shown_id = 0
        self._filter_timer = self._timer(_FILTER_DELAY_MS, self._apply_filter, True)
        self._detail_timer = self._timer(30, self._ask_detail, True)
        self._clock = self._timer(_CLOCK_MS, self.model.reformat, False)

    def _timer(self, interval_ms: int, slot: Any, is_single: bool) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(is_single)
        timer.setInterval(interval_ms)
        timer.timeout.connect(slot)
        return timer

    def wire(self, form: Any, table: DenseTable, drawer: QWidget) -> None:
        """Join the parts of the compiled form; called once by the subclass after ``setupUi``."""
        self._form, self.table, self.drawer = form, table, drawer
        self._title: QLabel = form.paneTitle
        self._summary: QLabel = form.paneSummary
        self._stack: QStackedWidget = form.listStack
        self._empty: EmptyState = form.emptyState
        self._banner: Banner = form.paneBanner
        self._drawer_host: QFrame = form.drawerHost
        self.filter_edit: SearchEdit = form.filterEdit
        self.filter_edit.set_marks("ph.funnel", "Ctrl+F")
        for label in (self._title, self._summary, form.rowsLabel, form.totalsLabel):
            label.setTextFormat(Qt.TextFormat.PlainText)
        layout = form.drawerLayout
        assert isinstance(layout, QVBoxLayout)
        layout.addWidget(drawer)
        self._drawer_host.hide()
        self.bulk_bar = BulkBar(form.listPanel)
        self.bulk_bar.cleared.connect(table.clearSelection)
        self.filter_edit.installEventFilter(self)
        self.filter_edit.textChanged.connect(lambda _text: self._filter_timer.start())
        form.listPanel.installEventFilter(self)
        table.set_windowed_model(self.model)
        table.current_moved.connect(lambda _id: self._detail_timer.start())
        table.selection_counted.connect(self._on_selection)
        table.drawer_toggled.connect(self.toggle_drawer)
        table.opened.connect(lambda _id: self._open_drawer())
        table.escaped.connect(self.close_drawer)
        table.sort_wished.connect(self._sort)
        table.verticalScrollBar().valueChanged.connect(lambda _value: self._show_rows())
        self.model.loaded.connect(self._on_loaded)
        self.model.failed.connect(self._on_failed)
        self.model.rows_loaded.connect(self._after_rows)
        self.services.runtime.hub.watch(self, (self.kind,), self._on_change)
        theme().changed.connect(self._on_theme)
        self._on_theme()
        self._clock.start()

    # -- what the window asks ------------------------------------------------------------------------------------------

    @property
    def view(self) -> str:
        """Code of the active view."""
        return self._view

    def views(self) -> tuple[View, ...]:
        """The views with their counts; only those the books know."""
        number = self.services.formatter.number
        known = [entry for entry in self.known_views if entry[0] in self._counts]
        named = {code for code, _icon, _tone in known}
        extra = [(code, "ph.funnel", "") for code in self._counts if code not in named]
        return tuple(
            View(code, self.view_name(code), icon, tone if self._counts[code] else "", number(self._counts[code]))
            for code, icon, tone in (*known, *extra)
        )

    def regions(self) -> list[QWidget]:
        """Parts of the pane that F6 walks through: the list, and the drawer's first button while there is one."""
        drawer = self.drawer
        button = drawer.findChild(QWidget, "primaryButton") or drawer.findChild(QWidget, "adjustButton")
        return [self.table, button] if button is not None and button.isVisible() else [self.table]

    def view_name(self, code: str) -> str:
        """Return a view's name; a saved view is called as its owner called it."""
        full = f"view.{self.subject}.{code}"
        return t(full) if full in texts() else code

    def count(self, view: str) -> int:
        """Rows of a view as last counted, 0 when unknown."""
        return self._counts.get(view, 0)

    def start(self) -> None:
        """Ask for the views and show the first one; called when the pane is shown first."""
        if not self._counts:
            self._recount()

    def show_view(self, code: str) -> None:
        """Show another view of the same subject."""
        self._view = code
        self.model.set_spec(replace(self.model.spec, view=code))
        self._title.setText(self.view_name(code))
        self.table.verticalScrollBar().setValue(0)
        self.views_changed.emit()

    def show_record(self, record_id: int) -> None:
        """Make a record current and open its drawer; falls back to the view of everything when it is not in this one."""
        if not self.table.go_to_id(record_id):
            self._wanted_id = record_id
            self.filter_edit.clear()
            self._view = "all"
            self.model.set_spec(QuerySpec(view="all"))
            self._title.setText(self.view_name("all"))
            self.views_changed.emit()
        self._open_drawer()
        self._detail_timer.start()

    _wanted_id = 0

    def reload(self) -> None:
        """Ask the books again (F5)."""
        self._recount()
        self.model.reload()

    def focus_filter(self) -> None:
        """Put the cursor into the filter (Ctrl+F)."""
        self.filter_edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter_edit.selectAll()

    def target_ids(self) -> tuple[int, ...]:
        """What a deed applies to: the ticked rows, or the current one when none is ticked."""
        from desktop_oms.ui.models.selection import selected_ids

        ids = tuple(selected_ids(self.table))
        current = self.table.current_id()
        return ids or ((current,) if current else ())

    # -- drawer --------------------------------------------------------------------------------------------------------

    def toggle_drawer(self) -> None:
        """Open or close the drawer (Space)."""
        self.close_drawer() if self._drawer_host.isVisible() else self._open_drawer()

    def _open_drawer(self) -> None:
        self._wants_drawer = self._has_asked_for_drawer = True
        self._shown_id = 0
        self._ask_detail()

    def close_drawer(self) -> None:
        """Close the drawer (Esc)."""
        self._wants_drawer = self._has_asked_for_drawer = False
        self._drawer_host.hide()
        self.table.setFocus()

    def ask_detail(self, record_id: int) -> None:
        """Ask for the detail of a record and show it in the drawer; the subclass knows how."""

    def _ask_detail(self) -> None:
        record_id = self.table.current_id()
        if not record_id or (self._covers() and not self._has_asked_for_drawer):
            # Why: in a narrow window it would lie over half of the list unasked; Space and Enter open it.
            self._drawer_host.hide()
        elif self._wants_drawer:
            self._place_drawer()
            self._drawer_host.show()
            self.ask_detail(record_id)
        self.services.actions.changed.emit()

    def _covers(self) -> bool:
        """Whether the drawer would lie over the list."""
        return self.window().width() < theme().px(_COVERS_BELOW)

    def _place_drawer(self) -> None:
        """Beside the list when the window is wide enough, over its right part when not."""
        layout = self.layout()
        assert isinstance(layout, QHBoxLayout)
        covers = self._covers()
        stands_in_layout = layout.indexOf(self._drawer_host) >= 0
        if covers and stands_in_layout:
            layout.removeWidget(self._drawer_host)
        elif not covers and not stands_in_layout:
            layout.addWidget(self._drawer_host)
        if covers:
            width = self._drawer_host.minimumWidth()
            self._drawer_host.setGeometry(self.width() - width, 0, width, self.height())
            self._drawer_host.raise_()

    # -- inner ---------------------------------------------------------------------------------------------------------

    def _recount(self) -> None:
        self._source.counts(self._on_counts, self._on_failed)

    def _on_counts(self, counts: Mapping[str, int]) -> None:
        self._counts = dict(counts)
        if not self._view and self._counts:
            self.show_view(next((code for code, _i, _t in self.known_views if code in counts), next(iter(counts))))
        self.views_changed.emit()
        self._show_empty()

    def _on_change(self, batch: Batch) -> None:
        touched = batch[self.kind]
        self.model.take_changes(touched.created, touched.updated, touched.deleted)
        self._recount()
        if self._shown_id in touched.updated:
            self._ask_detail()

    def _on_loaded(self) -> None:
        self._banner.clear()
        if self._wanted_id:
            self.table.go_to_id(self._wanted_id)
            self._wanted_id = 0
        elif not self.table.currentIndex().isValid() and self.model.rowCount():
            self.table.go_to_row(0)
        self._summary.setText(
            t(f"{self.subject}.summary", n=self.model.rowCount(), number=self._number(self.model.rowCount()))
        )
        self._show_empty()
        self._show_rows()

    def _number(self, value: int) -> str:
        return self.services.formatter.number(value)

    def _on_failed(self, error: BaseException) -> None:
        self._banner.refuse(texts().refusal(error))

    def _after_rows(self) -> None:
        self._show_rows()
        self.services.actions.changed.emit()

    def _show_empty(self) -> None:
        is_empty = self.model.is_loaded and not self.model.rowCount()
        self._stack.setCurrentIndex(1 if is_empty else 0)
        if is_empty:
            self.describe_empty(self._empty)

    def describe_empty(self, empty: EmptyState) -> None:
        """Say why there is nothing: the filter, the view, or no data at all."""
        if self.filter_edit.text().strip():
            empty.say("ph.magnifying-glass", "neutral", t("pane.empty_filter"), t("pane.empty_filter_context"))
            empty.offer(t("pane.clear_filter"), self.filter_edit.clear)
        else:
            empty.say("ph.check-circle", "ok", t("pane.empty_view", view=self.view_name(self._view)), "")

    def _show_rows(self) -> None:
        rows = self.model.rowCount()
        if not rows:
            self._form.rowsLabel.setText("")
            return
        first = max(0, self.table.rowAt(1))
        last = self.table.rowAt(self.table.viewport().height() - 1)
        last = rows - 1 if last < 0 else last
        facts = {"first": self._number(first + 1), "last": self._number(last + 1), "total": self._number(rows)}
        self._form.rowsLabel.setText(t("pane.rows", **facts))

    def _on_selection(self, count: int) -> None:
        self.bulk_bar.show_count(count)
        self.services.actions.changed.emit()

    def _apply_filter(self) -> None:
        self.model.set_spec(replace(self.model.spec, text=self.filter_edit.text().strip()))

    def _sort(self, key: str) -> None:
        """First click ascending, second descending, third the view's own order."""
        spec = self.model.spec
        if spec.sort != key:
            wish = replace(spec, sort=key, is_descending=False)
        elif not spec.is_descending:
            wish = replace(spec, is_descending=True)
        else:
            wish = replace(spec, sort="", is_descending=False)
        self.model.set_spec(wish)
        self.table.horizontalHeader().viewport().update()

    def _on_theme(self) -> None:
        self.model.reformat()

    # -- Qt ------------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "_drawer_host") and not self._drawer_host.isHidden():
            self._place_drawer()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._form.listPanel:
            self.bulk_bar.place()
            self._show_rows()
        if watched is self.filter_edit and event.type() == QEvent.Type.KeyPress:
            key = event.key()  # type: ignore[attr-defined]
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.table.setFocus()
                return True
            if key == Qt.Key.Key_Escape:
                self.filter_edit.clear()
                self.table.setFocus()
                return True
        return super().eventFilter(watched, event)
