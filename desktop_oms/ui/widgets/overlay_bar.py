"""A slim scroll bar that lies over its view instead of taking room from it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar

_WIDTH = 10


class OverlayBar(QScrollBar):
    """Follows the vertical bar of ``area``, which is switched off, and stands at its right edge."""

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(Qt.Orientation.Vertical, area)
        self._area = area
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = area.verticalScrollBar()
        inner.rangeChanged.connect(lambda _low, _high: self._copy())
        inner.valueChanged.connect(self.setValue)
        self.valueChanged.connect(inner.setValue)
        area.viewport().installEventFilter(self)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._copy()

    def _copy(self) -> None:
        inner = self._area.verticalScrollBar()
        self.setRange(inner.minimum(), inner.maximum())
        self.setPageStep(inner.pageStep())
        self.setSingleStep(inner.singleStep())
        self.setValue(inner.value())
        self.setVisible(inner.maximum() > inner.minimum())
        self._place()

    def _place(self) -> None:
        view = self._area.viewport().geometry()
        self.setGeometry(view.right() - _WIDTH + 1, view.top(), _WIDTH, view.height())
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._copy()
        return super().eventFilter(watched, event)
