"""Every deed of the window in one registry: menus, buttons, palette, shortcuts and the scan decoder look here.

Keys with a modifier and function keys are Qt shortcuts. Single letters are not: the decoder asks ``single_key`` after it has let
the key go, so that a scanner's letters never start a deed. Invariant: a disabled action does nothing, whoever triggers it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

_TEXT_FIELDS = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox)


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Action:
    """One deed.

    Attributes:
        id: stable name, ``orders.release``.
        text: text code of the verb.
        run: does it; called on the GUI thread.
        key: ``R``, ``Ctrl+K`` or ``F5``; empty for none.
        scope: pane where it applies, empty for everywhere.
        is_enabled: whether it can be done now.
        in_palette: whether the command palette lists it.
    """

    id: str
    text: str
    run: Callable[[], None]
    key: str = ""
    icon: str = ""
    scope: str = ""
    is_enabled: Callable[[], bool] = field(default=_always)
    in_palette: bool = True

    def trigger(self) -> None:
        """Do it if it can be done now."""
        if self.is_enabled():
            self.run()


class ActionRegistry(QObject):
    """All actions of one window.

    Signals:
        changed: something may be enabled or disabled now; buttons look again.
    """

    changed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._actions: dict[str, Action] = {}
        #: while this says so (a panel is open), no key does a deed: what lies behind the panel cannot be seen
        self.is_blocked: Callable[[], bool] = lambda: False
        self._shortcut_keys: set[str] = set()
        self.scope = ""

    def add(self, action: Action) -> Action:
        """Add an action and, unless its key is a single letter, its shortcut.

        Raises:
            ValueError: the id is taken, or the key is already used in the same scope.
        """
        if action.id in self._actions:
            raise ValueError(f"action {action.id} is there already")
        for other in self._actions.values():
            has_same_room = other.scope == action.scope or not other.scope or not action.scope
            if action.key and other.key == action.key and has_same_room:
                raise ValueError(f"{action.id}: key {action.key} belongs to {other.id}")
        self._actions[action.id] = action
        if len(action.key) > 1 and action.key not in self._shortcut_keys:
            self._shortcut_keys.add(action.key)
            shortcut = QShortcut(QKeySequence(action.key), self._window)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(lambda: self._on_shortcut(action.key))
        return action

    def get(self, action_id: str) -> Action:
        """Return an action by id. Raises KeyError."""
        return self._actions[action_id]

    def all(self) -> tuple[Action, ...]:
        """All actions in the order they were added."""
        return tuple(self._actions.values())

    def in_scope(self, action: Action) -> bool:
        """Whether an action applies to the pane on screen."""
        return not action.scope or action.scope == self.scope

    def single_key(self, letter: str) -> Action | None:
        """Return what a single letter means now.

        None when there is no such key here, the deed is disabled, a panel is open, or a text field has the focus.
        """
        if self.is_blocked() or isinstance(QApplication.focusWidget(), _TEXT_FIELDS):
            return None
        for action in self._actions.values():
            if action.key == letter.upper() and self.in_scope(action) and action.is_enabled():
                return action
        return None

    def _on_shortcut(self, key: str) -> None:
        """Do what the key means in this pane. Why one shortcut per key: two with the same key make Qt call neither."""
        if self.is_blocked():
            return
        for action in self._actions.values():
            if action.key == key and self.in_scope(action):
                action.trigger()
                return


@cache
def command_type(name: str) -> type[Any] | None:
    """Return a command class of ``app`` by name, or None when this version has no such command.

    Why by name: an action whose command does not exist stays disabled instead of breaking the window.
    """
    import desktop_oms.app.catalog  # noqa: F401 - registers every command; costs 200 ms, so not at import
    from desktop_oms.app.commands import all_declarations

    for declared in all_declarations():
        if declared.command.__name__ == name:
            return declared.command
    return None
