"""Collect Python's cyclic garbage on the GUI thread only.

Python runs its collector on whichever thread happens to allocate. When that is a worker and the garbage holds a closed panel or a
table, Qt widgets are destroyed beside the thread that paints them and the process dies: seen as "Cannot destroy paint device
that is being painted" and crashes in unrelated painting, three of three runs of an import. So the automatic collector is off
while a window lives, and a timer of the GUI thread does the same work by the same thresholds.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 200


class GuiGarbage(QObject):
    """Takes the collector over from now until ``stop``."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect the oldest generation whose threshold is reached, as Python itself would."""
        counts = gc.get_count()
        for generation in (2, 1, 0):
            if counts[generation] > self._thresholds[generation]:
                gc.collect(generation)
                return

    def stop(self) -> None:
        """Give the collector back to Python."""
        self._timer.stop()
        gc.enable()
