"""The office window: panes at the left, search and undo at the top, lamps at the bottom, panels over everything.

It holds no rule and no data of its own; panes ask the books through ``GuiRuntime`` and do deeds through ``ActionRegistry``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QMainWindow, QWidget

from desktop_oms.app.records import SearchHit
from desktop_oms.ui.actions import Action, ActionRegistry, command_type
from desktop_oms.ui.dialogs.import_panel import ImportPanel
from desktop_oms.ui.dialogs.keys_panel import KeysPanel
from desktop_oms.ui.dialogs.overlay import Panel, Scrim
from desktop_oms.ui.dialogs.palette import CommandPalette
from desktop_oms.ui.formats import Formatter
from desktop_oms.ui.forms.ui_main_window import Ui_MainWindow
from desktop_oms.ui.history import deed_name
from desktop_oms.ui.panes.list_pane import ListPane
from desktop_oms.ui.panes.orders.pane import OrdersPane
from desktop_oms.ui.panes.stock.pane import StockPane
from desktop_oms.ui.runtime import GuiRuntime
from desktop_oms.ui.services import ImportPort, Services
from desktop_oms.ui.stopped_page import StoppedPage
from desktop_oms.ui.texts import t, texts
from desktop_oms.ui.theme import theme
from desktop_oms.ui.widgets.banner import Toast
from desktop_oms.ui.widgets.lamps import Lamp
from desktop_oms.ui.widgets.marks import badge_pixmap
from desktop_oms.ui.widgets.nav import NavButton

_FOLDS_BELOW = 1280
_SIDE, _SIDE_FOLDED = 208, 56
_DRAWER, _DRAWER_WIDE, _WIDE_FROM = 376, 416, 1600


@dataclass(frozen=True, slots=True)
class WindowParts:
    """What ``compose`` gives the window.

    Attributes:
        shop_name, person_name, person_role: shown at the left; the last two empty when nobody is signed in.
        importer: brings files in; None hides the deed.
        make_packing: makes the packing pane for this window; None hides the pane.
        on_close: called once when the window is closed.
    """

    runtime: GuiRuntime
    formatter: Formatter
    shop_name: str = ""
    person_name: str = ""
    person_role: str = ""
    importer: ImportPort | None = None
    make_packing: Callable[[MainWindow], QWidget] | None = None
    on_close: Callable[[], None] | None = None


class MainWindow(QMainWindow):
    """The window. ``actions_registry`` is asked for single letters by whoever wires the decoder; ``services`` goes to panes."""

    def __init__(self, parts: WindowParts) -> None:
        super().__init__()
        self._parts = parts
        self.ui = Ui_MainWindow()
        self.ui.setupUi(self)  # type: ignore[no-untyped-call]
        self.actions_registry = ActionRegistry(self)
        self.services = Services(parts.runtime, parts.formatter, self.actions_registry, self, parts.importer)
        self._scrim = Scrim(self.ui.centralWidget)
        self.actions_registry.is_blocked = lambda: self._scrim.panel is not None
        self._toast = Toast(self.ui.centralWidget)
        self._panes: dict[str, tuple[NavButton, QWidget]] = {}
        self._undo_label = ""
        self._said_later: Callable[[], None] | None = None
        self._add_actions()
        self.orders = OrdersPane(self.services)
        self.stock = StockPane(self.services)
        self._add_pane("orders", self.ui.navOrders, self.orders, "ph.receipt")
        self.packing = parts.make_packing(self) if parts.make_packing is not None else None
        if self.packing is not None:
            self._add_pane("packing", self.ui.navPacking, self.packing, "ph.package")
        self.ui.navPacking.setVisible(self.packing is not None)
        self._add_pane("stock", self.ui.navStock, self.stock, "ph.stack")
        self._dress()
        parts.runtime.hub.committed.connect(self._on_committed)
        theme().changed.connect(self._paint_marks)
        self.actions_registry.changed.connect(self._refresh_undo)
        self.set_database_lamp(t("lamp.database_open"))
        self.show_pane("orders")
        self._ask_undo()

    # -- what others use -----------------------------------------------------------------------------------------------

    def show_pane(self, name: str) -> None:
        """Show a pane and its views; a pane that fills the window (``is_full_window``) takes the frame away."""
        button, pane = self._panes[name]
        button.setChecked(True)
        self.actions_registry.scope = name
        self.ui.paneStack.setCurrentWidget(pane)
        is_full = bool(getattr(pane, "is_full_window", False))
        for part in (self.ui.topBar, self.ui.sideBar, self.ui.statusBar):
            part.setVisible(not is_full)
        if is_full:
            self._toast.hide()
        elif self._said_later is not None:
            self._said_later()
        self.ui.bodyLayout.setContentsMargins(0, 0, 0 if is_full else 8, 0)
        if isinstance(pane, ListPane):
            pane.start()
            pane.table.setFocus()
        self._show_views()
        self.actions_registry.changed.emit()

    def pane_name(self) -> str:
        """Name of the pane on screen."""
        return self.actions_registry.scope

    def toast(self, text: str, tone: str = "ok", with_undo: bool = False) -> None:
        """Say one line at the bottom, with Undo where the deed can be taken back."""
        if self._keeps_for_later(lambda: self.toast(text, tone, with_undo)):
            return
        self._clear_bulk_bar()
        if with_undo and command_type("Undo") is not None:
            self._toast.say(text, tone=tone, button=t("action.undo"), key="Ctrl+Z", on_button=self._undo)
        else:
            self._toast.say(text, tone=tone)

    def refuse(self, error: BaseException) -> None:
        """Say why something was refused."""
        if self._keeps_for_later(lambda: self.refuse(error)):
            return
        self._clear_bulk_bar()
        self._toast.say(texts().refusal(error).sentence, tone="bad")

    def _keeps_for_later(self, say: Callable[[], None]) -> bool:
        """While the packing table fills the window nothing lies over it (look.md 3); the last line is said when it is left."""
        is_full = bool(getattr(self.ui.paneStack.currentWidget(), "is_full_window", False))
        self._said_later = say if is_full else None
        return is_full

    def stop(self, error: BaseException, where: str) -> None:
        """The books at ``where`` cannot be opened: say so instead of everything else, for good."""
        self._toast.hide()
        page = StoppedPage(texts().refusal(error), where)
        page.quit_wanted.connect(self.close)
        # Why kept: panes and their timers still live on it; it is only not shown any more.
        self._office = self.takeCentralWidget()
        self.setCentralWidget(page)
        page.show()

    def _clear_bulk_bar(self) -> None:
        """Lift the next toast over the bulk bar when there is one."""
        pane = self._list_pane()
        self._toast.above = 132 if pane is not None and pane.bulk_bar.isVisible() else 48

    def open_panel(self, panel: QFrame) -> None:
        """Lay a panel over the window."""
        if isinstance(panel, Panel):
            panel.refuse_elsewhere = self.refuse
        self._scrim.open(panel)

    def close_panel(self) -> None:
        """Take the panel away."""
        self._scrim.close_panel()

    @property
    def panel(self) -> QFrame | None:
        """The panel that is open, if any."""
        return self._scrim.panel

    def show_person(self, shop_name: str, person_name: str, person_role: str) -> None:
        """Show whose shop it is and who works here; known once the books are open."""
        ui = self.ui
        self.setWindowTitle(t("main.title", shop=shop_name) if shop_name else t("main.program"))
        ui.shopButton.setText(shop_name or t("main.program"))
        ui.personName.setText(person_name)
        ui.personRole.setText(person_role)
        for widget in (ui.personRule, ui.personMark):
            widget.setVisible(bool(person_name))
        is_folded = self.width() < theme().px(_FOLDS_BELOW)
        for label in (ui.personName, ui.personRole):
            label.setVisible(bool(label.text()) and not is_folded)
        self._paint_marks()

    def set_database_lamp(self, state: str, tone: str = "ok") -> None:
        """Show the state of the database in words."""
        self.ui.databaseStrip.set_lamps([Lamp(t("lamp.database"), state, "ph.database", tone)])

    def open_palette(self, text: str = "") -> None:
        """Open the command palette, with ``text`` already typed."""
        palette = CommandPalette(self.services, self.show_hit, text)
        palette.closed.connect(self.close_panel)
        self.open_panel(palette)

    def open_import(self, path: str = "") -> None:
        """Open the import panel, with a file already named."""
        if self._parts.importer is None:
            return
        panel = ImportPanel(self.services, self._parts.importer)
        panel.closed.connect(self.close_panel)
        self.open_panel(panel)
        if path:
            panel.set_path(path)

    # -- deeds ---------------------------------------------------------------------------------------------------------

    def _add_actions(self) -> None:
        add = self.actions_registry.add
        glass, arrow = "ph.magnifying-glass", "ph.arrow-counter-clockwise"
        add(Action("app.palette", "action.palette", self.open_palette, "Ctrl+K", glass, in_palette=False))
        add(
            Action(
                "app.import", "action.import", self.open_import, "Ctrl+I", "ph.download-simple",
                is_enabled=lambda: self._parts.importer is not None,
            )
        )  # fmt: skip
        add(Action("app.undo", "action.undo", self._undo, "Ctrl+Z", arrow, is_enabled=self._may_undo))
        may_redo = lambda: command_type("Redo") is not None  # noqa: E731
        add(Action("app.redo", "action.redo", self._redo, "Ctrl+Y", "ph.arrow-clockwise", is_enabled=may_redo))
        add(Action("app.filter", "action.filter", self._filter, "Ctrl+F", "ph.funnel", is_enabled=self._has_list))
        add(Action("app.reload", "action.reload", self._reload, "F5", "ph.arrows-clockwise", is_enabled=self._has_list))
        add(Action("app.view_up", "action.view_up", lambda: self.ui.viewList.step(-1), "Alt+Up", in_palette=False))
        add(Action("app.view_down", "action.view_down", lambda: self.ui.viewList.step(1), "Alt+Down", in_palette=False))
        add(Action("app.region", "action.region", lambda: self._next_region(1), "F6", in_palette=False))
        back = Action(
            "app.region_back", "action.region_back", lambda: self._next_region(-1), "Shift+F6", in_palette=False
        )
        add(back)
        add(Action("app.full_screen", "action.full_screen", self._full_screen, "Ctrl+Shift+F", "ph.arrows-out"))
        add(Action("app.keys", "action.keys", self._show_keys, "", "ph.question"))
        for wish, icon in (("system", "ph.desktop"), ("light", "ph.sun"), ("dark", "ph.moon")):
            add(Action(f"app.look_{wish}", f"action.look_{wish}", lambda wish=wish: theme().set_wish(wish), "", icon))  # type: ignore[misc]

    def _add_pane(self, name: str, button: NavButton, pane: QWidget, icon: str) -> None:
        key = f"Ctrl+{len(self._panes) + 1}"
        button.set_look(t(f"main.pane.{name}"), icon, key)
        button.clicked.connect(lambda: self.show_pane(name))
        self.ui.paneStack.addWidget(pane)
        self._panes[name] = (button, pane)
        self.actions_registry.add(Action(f"go.{name}", f"action.go_{name}", lambda: self.show_pane(name), key, icon))
        if isinstance(pane, ListPane):
            pane.views_changed.connect(self._show_views)

    def _may_undo(self) -> bool:
        return bool(self._undo_label) and command_type("Undo") is not None

    def _undo(self) -> None:
        undo = command_type("Undo")
        if undo is not None:
            self._parts.runtime.run(undo(), lambda outcome: self._said_undone("main.undone", outcome), self.refuse)

    def _redo(self) -> None:
        redo = command_type("Redo")
        if redo is not None:
            self._parts.runtime.run(redo(), lambda outcome: self._said_undone("main.redone", outcome), self.refuse)

    def _said_undone(self, code: str, outcome: Any) -> None:
        value = outcome.value
        name = deed_name(getattr(value, "command", ""), getattr(value, "label", None))
        self.toast(t(code, deed=name))

    def _filter(self) -> None:
        pane = self._list_pane()
        if pane is not None:
            pane.focus_filter()

    def _reload(self) -> None:
        pane = self._list_pane()
        if pane is not None:
            pane.reload()

    def _has_list(self) -> bool:
        return self._list_pane() is not None

    def _list_pane(self) -> ListPane | None:
        pane = self.ui.paneStack.currentWidget()
        return pane if isinstance(pane, ListPane) else None

    def _full_screen(self) -> None:
        self.showNormal() if self.isFullScreen() else self.showFullScreen()

    def _show_keys(self) -> None:
        panel = KeysPanel(self.actions_registry)
        panel.closed.connect(self.close_panel)
        self.open_panel(panel)

    def _next_region(self, step: int) -> None:
        """Move the focus between side bar, list, drawer (F6)."""
        pane = self._list_pane()
        if pane is None:
            return
        regions: list[QWidget] = [self.ui.viewList, *pane.regions()]
        focused = self.focusWidget()
        at = next((place for place, region in enumerate(regions) if region is focused), 1)
        regions[(at + step) % len(regions)].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_hit(self, hit: SearchHit) -> None:
        """Show the record a search or a scan found."""
        if hit.kind == "order":
            self.show_pane("orders")
            self.orders.show_record(hit.id)
        elif hit.kind == "variant":
            self.show_pane("stock")
            self.stock.show_record(hit.id)
        else:
            self.show_pane("orders")
            self.orders.filter_edit.setText(hit.title)

    # -- what is shown -------------------------------------------------------------------------------------------------

    def _dress(self) -> None:
        ui, parts = self.ui, self._parts
        for label in (ui.shopButton, ui.personName, ui.personRole):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.show_person(parts.shop_name, parts.person_name, parts.person_role)
        ui.helpButton.set_action_look("", "ph.question", "")
        ui.helpButton.setAccessibleName(t("action.keys"))
        ui.helpButton.setToolTip(t("action.keys"))
        ui.helpButton.clicked.connect(self._show_keys)
        ui.undoButton.clicked.connect(self._undo)
        ui.viewList.chosen.connect(self._choose_view)
        ui.viewList.setAccessibleName(t("main.views"))
        ui.searchEdit.setReadOnly(True)
        ui.searchEdit.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        ui.searchEdit.set_marks("ph.magnifying-glass", "Ctrl+K")
        ui.searchEdit.pressed.connect(self.open_palette)

    def _paint_marks(self) -> None:
        self.ui.shopMark.setPixmap(badge_pixmap("ink", "ph.package-fill", 24, 6, self.devicePixelRatioF()))
        self.ui.shopMark.setFixedWidth(26)
        initials = "".join(word[0] for word in self.ui.personName.text().split()[:2]).upper()
        self.ui.personMark.setPixmap(badge_pixmap("violetSolid", initials, 28, 14, self.devicePixelRatioF()))

    def _choose_view(self, code: str) -> None:
        pane = self._list_pane()
        if pane is not None:
            pane.show_view(code)
            pane.table.setFocus()

    def _show_views(self) -> None:
        pane = self._list_pane()
        views = pane.views() if pane is not None else ()
        self.ui.viewList.set_views(views, pane.view if pane is not None else "")
        self.ui.viewsLabel.setText(t("main.views") if views else "")
        for button, each in self._panes.values():
            if isinstance(each, ListPane):
                first = next(iter(each.views()), None)
                button.set_count(first.count if first is not None else "")

    def _on_committed(self) -> None:
        formatter = self._parts.formatter
        self.set_database_lamp(t("lamp.saved", time=formatter.time(formatter.now())))
        self._ask_undo()

    def _ask_undo(self) -> None:
        def done(top: tuple[str, dict[str, Any]] | None) -> None:
            self._undo_label = deed_name(*top) if top else ""
            self._refresh_undo()

        self._parts.runtime.ask(lambda reads: reads.undo_top(), done, lambda _error: None, "window.undo")

    def _refresh_undo(self) -> None:
        is_shown = self._may_undo()
        self.ui.undoButton.setVisible(is_shown)
        if is_shown:
            deed = t("main.undo", deed=self._undo_label)
            self.ui.undoButton.set_action_look(deed, "ph.arrow-counter-clockwise", "Ctrl+Z")

    # -- Qt ------------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_folded = self.width() < theme().px(_FOLDS_BELOW)
        width = _SIDE_FOLDED if is_folded else theme().px(_SIDE)
        self.ui.sideBar.setFixedWidth(width)
        self.ui.shopBox.setFixedWidth(max(width - 4, 44))
        self.ui.shopButton.setVisible(not is_folded)
        self.ui.viewsLabel.setVisible(not is_folded)
        for button, _pane in self._panes.values():
            button.set_folded(is_folded)
        for label in (self.ui.personName, self.ui.personRole):
            label.setVisible(not is_folded and bool(label.text()))
        drawer = theme().px(_DRAWER_WIDE if self.width() >= _WIDE_FROM else _DRAWER)
        for pane in (self.orders, self.stock):
            pane.ui.drawerHost.setFixedWidth(drawer)
        self._toast.place()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        if event.isAccepted():
            self._parts.runtime.stop()
            if self._parts.on_close is not None:
                self._parts.on_close()
