"""The command palette: one field that finds orders, products and people and does every deed of the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop_oms.app.records import SearchHit
from desktop_oms.ui.dialogs.overlay import Panel
from desktop_oms.ui.forms.ui_command_palette import Ui_CommandPalette
from desktop_oms.ui.services import Services
from desktop_oms.ui.texts import t, texts
from desktop_oms.ui.widgets.palette_list import Hit

_SEARCH_DELAY_MS = 60
_LIMIT = 24
_NARROW = {">": "do", "#": "order", "$": "variant", "@": "customer"}
_GROUP_OF = {
    "order": "palette.group.orders",
    "shipment": "palette.group.orders",
    "variant": "palette.group.stock",
    "customer": "palette.group.people",
}
_ICON_OF = {"order": "ph.receipt", "shipment": "ph.package", "variant": "ph.stack", "customer": "ph.user"}
_MOST_DEEDS = 6


class CommandPalette(Panel):
    """The panel.

    Args:
        show_hit: opens a record the search found.
    """

    preferred_width = 688

    def __init__(self, services: Services, show_hit: Callable[[SearchHit], None], text: str = "") -> None:
        super().__init__()
        self._services = services
        self._show_hit = show_hit
        self._found: tuple[SearchHit, ...] = ()
        self._asked = ""
        self.ui = Ui_CommandPalette()
        self.ui.setupUi(self)  # type: ignore[no-untyped-call]
        self.ui.paletteIcon.set_icon("ph.magnifying-glass", "text2")
        keys = {
            "moveKeys": "↑+↓",
            "openKeys": "Return",
            "doKey": ">",
            "orderKey": "#",
            "stockKey": "$",
            "peopleKey": "@",
        }
        for name, key in keys.items():
            getattr(self.ui, name).set_key(key)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(_SEARCH_DELAY_MS)
        self._delay.timeout.connect(self._search)
        self.ui.paletteEdit.textChanged.connect(self._on_text)
        self.ui.paletteEdit.installEventFilter(self)
        self.ui.paletteView.chosen.connect(self._do)
        self.ui.paletteEdit.setText(text)
        self._show()

    def first_field(self) -> QWidget:
        return self.ui.paletteEdit

    def search_for(self, text: str) -> None:
        """Look for what was scanned, as if typed."""
        self.ui.paletteEdit.setText(text)

    # -- inner ---------------------------------------------------------------------------------------------------------

    def _typed(self) -> tuple[str, str]:
        """What to narrow to ("" for everything) and the words."""
        text = self.ui.paletteEdit.text().strip()
        return (_NARROW[text[0]], text[1:].strip()) if text[:1] in _NARROW else ("", text)

    def _on_text(self, _text: str) -> None:
        narrow, words = self._typed()
        if words and narrow != "do":
            self._delay.start()
        else:
            self._found = ()
        self._show()

    def _search(self) -> None:
        _narrow, words = self._typed()

        def done(found: list[SearchHit]) -> None:
            if not self.is_gone and words == self._typed()[1]:
                self._asked, self._found = words, tuple(found)
                self._show()

        self._services.runtime.ask(lambda reads: reads.search(words, _LIMIT), done, self._failed, "palette.search")

    def _failed(self, error: BaseException) -> None:
        if not self.is_gone:
            self.ui.paletteCount.setText(texts().refusal(error).what)

    def _show(self) -> None:
        narrow, words = self._typed()
        hits = self._records(narrow) if narrow != "do" else []
        deeds = self._deeds(words) if narrow in ("", "do") else []
        strong = [hit for hit in deeds if hit.text.casefold().startswith(words.casefold())] if words else []
        ordered = [*deeds, *hits] if strong or not hits else [*hits, *deeds]
        self.ui.paletteView.set_hits(ordered, words.split())
        is_answered = not words or narrow == "do" or self._asked == words
        self.ui.paletteCount.setText(t("palette.results", n=len(ordered)) if words and is_answered else "")
        scroll = self.ui.paletteScroll
        scroll.setFixedHeight(min(self.ui.paletteView.sizeHint().height(), 12 * 36) if ordered else 56)
        self.updateGeometry()

    def _records(self, narrow: str) -> list[Hit]:
        kinds = {"order", "shipment"} if narrow == "order" else {narrow} if narrow else set(_GROUP_OF)
        found = [hit for hit in self._found if hit.kind in kinds]
        order = [hit.kind for hit in found]
        found.sort(key=lambda hit: order.index(hit.kind))
        return [
            Hit(t(_GROUP_OF[hit.kind]), hit.title, hit.detail, _ICON_OF[hit.kind], lambda hit=hit: self._show_hit(hit))  # type: ignore[misc]
            for hit in found
            if hit.kind in _GROUP_OF
        ]

    def _deeds(self, words: str) -> list[Hit]:
        wanted = words.casefold().split()
        deeds = []
        for action in self._services.actions.all():
            name = t(action.text)
            is_wanted = all(word in name.casefold() for word in wanted)
            if action.in_palette and is_wanted and self._services.actions.in_scope(action) and action.is_enabled():
                deeds.append(
                    Hit(t("palette.group.do"), name, "", action.icon or "ph.lightning", action.trigger, action.key)
                )
        return deeds[: _MOST_DEEDS if words else 12]

    def _do(self, hit: Hit) -> None:
        self.closed.emit()
        hit.run()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            if key in steps:
                place = self.ui.paletteView.move(steps[Qt.Key(key)])
                self.ui.paletteScroll.ensureVisible(0, place.center().y(), 0, place.height() * 2)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                hit = self.ui.paletteView.current_hit()
                if hit is not None:
                    self._do(hit)
                return True
        return super().eventFilter(watched, event)
