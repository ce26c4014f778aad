"""Bring a file in: name it, see what it would come to, take it, read which rows stayed out and why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHeaderView, QWidget

from desktop_oms.domain.remote_order import RowProblem
from desktop_oms.ui.dialogs.overlay import Panel
from desktop_oms.ui.forms.ui_import_panel import Ui_ImportPanel
from desktop_oms.ui.services import ImportPort, ImportSummary, Services
from desktop_oms.ui.texts import t
from desktop_oms.ui.theme import theme

_TYPING_PAUSE_MS = 300
_MOST_ASSUMPTIONS = 6
_COLUMNS = ("import.column.line", "import.column.field", "import.column.reason")
_NO_PARENT = QModelIndex()


class ProblemsModel(QAbstractTableModel):
    """The rows that stayed out; all of them are in memory already."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[RowProblem, ...] = ()

    def set_rows(self, rows: tuple[RowProblem, ...]) -> None:
        """Show these."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(_COLUMNS)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        row = self._rows[index.row()]
        return (str(row.line), row.field, row.message)[index.column()]

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return t(_COLUMNS[section])
        return None


class ImportPanel(Panel):
    """The panel; the file is read on a worker thread each time the path rests for 0.3 s."""

    preferred_width = 680

    def __init__(self, services: Services, importer: ImportPort) -> None:
        super().__init__()
        self._services = services
        self._importer = importer
        self._question = 0
        self.ui = Ui_ImportPanel()
        self.ui.setupUi(self)  # type: ignore[no-untyped-call]
        self.wire_panel(self.ui)
        self.setAcceptDrops(True)
        self._problems = ProblemsModel(self)
        table = self.ui.problemsTable
        table.setModel(self._problems)
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setMinimumHeight(160)
        table.setColumnWidth(0, 60)
        table.setColumnWidth(1, 150)
        table.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        table.hide()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TYPING_PAUSE_MS)
        self._pause.timeout.connect(self.preview)
        self.ui.pathEdit.textChanged.connect(self._on_path)
        self.ui.pathEdit.returnPressed.connect(self._on_return)
        self.ui.browseButton.clicked.connect(self._browse)
        self.ui.browseButton.setIcon(theme().icon("ph.folder-open", "text2"))
        self.ui.importButton.set_action_look(t("import.take"), "ph.download-simple", "Ctrl+Return")
        self.ui.importButton.setShortcut("Ctrl+Return")
        self.ui.importButton.clicked.connect(self.take)
        self.ui.importButton.setEnabled(False)
        self._clear()

    def first_field(self) -> QWidget:
        return self.ui.pathEdit

    def set_path(self, path: str) -> None:
        """Name a file, as if typed."""
        self.ui.pathEdit.setText(path)

    def preview(self) -> None:
        """Ask what the file would come to; nothing is kept."""
        path = self._path()
        if not path:
            return
        self._question += 1
        question, importer = self._question, self._importer
        self.ui.progressLabel.setText(t("import.reading"))

        def done(summary: ImportSummary) -> None:
            if question == self._question and not self.is_gone:
                self._show(summary, is_trial=True)

        self._services.runtime.work(lambda: importer.preview(path), done, lambda error: self._failed(question, error))

    def take(self) -> None:
        """Take the file in."""
        path, importer, runtime = self._path(), self._importer, self._services.runtime
        self._question += 1
        question = self._question
        self._lock(True)

        def progress(count: int) -> None:
            runtime.post(lambda: self._show_progress(count))

        def done(summary: ImportSummary) -> None:
            if not self.is_gone:
                self._lock(False)
                self.ui.importButton.setEnabled(False)
                self._show(summary, is_trial=False)
            self._tell_result(summary)

        self._services.runtime.work(
            lambda: importer.run(path, progress), done, lambda error: self._failed(question, error)
        )

    # -- inner ---------------------------------------------------------------------------------------------------------

    def _show_progress(self, count: int) -> None:
        if not self.is_gone:
            self.ui.progressLabel.setText(t("import.progress", n=count))

    def _tell_result(self, summary: ImportSummary) -> None:
        """One line for whoever closed the panel meanwhile; rows left out are never kept quiet."""
        taken, left_out = summary.created + summary.updated, len(summary.rejected)
        if left_out and self.is_gone:
            text = t("import.toast_left_out", taken=self._services.formatter.number(taken), n=left_out)
        else:
            text = t("import.toast", n=taken)
        self._services.host.toast(text, with_undo=True)

    def _path(self) -> str:
        return self.ui.pathEdit.text().strip().strip('"').removeprefix("file://")

    def _on_path(self, _text: str) -> None:
        self._question += 1
        self._clear()
        self._pause.start()

    def _on_return(self) -> None:
        """Enter looks at once; a second Enter, when the file is known to be good, takes it."""
        if self.ui.importButton.isEnabled():
            self.take()
        else:
            self._pause.stop()
            self.preview()

    def _browse(self) -> None:
        names, _filter = QFileDialog.getOpenFileNames(self, t("import.title"), str(Path.home()), t("import.filter"))
        if names:
            self.set_path(names[0])

    def _lock(self, is_busy: bool) -> None:
        for widget in (self.ui.pathEdit, self.ui.browseButton, self.ui.importButton):
            widget.setEnabled(not is_busy)
        self.ui.progressLabel.setText(t("import.working") if is_busy else "")
        if not is_busy:
            # Why: a field that was disabled lost the focus, and Esc would close something behind the panel.
            self.ui.pathEdit.setFocus()

    def _clear(self) -> None:
        self.ui.panelBanner.clear()
        self.ui.importButton.setEnabled(False)
        for label in (self.ui.previewLabel, self.ui.assumptionsLabel, self.ui.progressLabel):
            label.setText("")
        self._problems.set_rows(())
        self.ui.problemsTable.hide()

    def _failed(self, question: int, error: BaseException) -> None:
        if question != self._question:
            return
        if not self.is_gone:
            self._lock(False)
            self.ui.progressLabel.setText("")
            self.ui.importButton.setEnabled(False)
        self.refuse(error)

    def _show(self, summary: ImportSummary, is_trial: bool) -> None:
        number = self._services.formatter.number
        facts = {
            "created": number(summary.created),
            "updated": number(summary.updated),
            "unchanged": number(summary.unchanged),
            "rejected": number(len(summary.rejected)),
            "kind": t(f"import.kind.{summary.kind}"),
        }
        self.ui.progressLabel.setText("")
        self.ui.panelBanner.clear()
        self.ui.previewLabel.setText(t("import.would" if is_trial else "import.did", **facts))
        shown = summary.assumptions[:_MOST_ASSUMPTIONS]
        more = len(summary.assumptions) - len(shown)
        waiting = [t("import.conflicts", n=summary.conflicts)] if summary.conflicts else []
        lines = [*waiting, *shown, *([t("import.more_assumptions", n=more)] if more > 0 else [])]
        self.ui.assumptionsLabel.setText("\n".join(lines))
        self._problems.set_rows(summary.rejected)
        self.ui.problemsTable.setVisible(bool(summary.rejected))
        if is_trial:
            self.ui.importButton.setEnabled(bool(summary.created or summary.updated))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            self.set_path(files[0])
