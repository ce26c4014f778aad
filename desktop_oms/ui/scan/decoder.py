"""Stand before every widget: see each key event of the window in focus, take the scans out, let the rest through.

An event filter on the ``QWindow`` that has the focus, installed anew on every ``focusWindowChanged``: dialogs, menus and popups are
windows of their own. It accepts shortcut overrides as well, because a shortcut would otherwise fire before the key arrives.
The decisions are the assembler's; this module only turns Qt events into key strokes and back.

Invariant: no key of a scan reaches a widget, whichever widget, dialog or menu has the focus (P02, P07, P08).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from desktop_oms.ui.scan.assembler import Assembler, Lone, Reply, Verb
from desktop_oms.ui.scan.bursts import Burst, Profile, Source
from desktop_oms.ui.scan.keys import KeyStroke, NativeKeys
from desktop_oms.ui.scan.raw_log import RawLog

_MODIFIERS = frozenset(
    key.value
    for key in (
        Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta, Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock, Qt.Key.Key_ScrollLock, Qt.Key.Key_Super_L, Qt.Key.Key_Super_R,
    )
)  # fmt: skip
_KEY_EVENTS = frozenset({QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride})
_TYPING_SHOWN_MS = 90
_CAPS_BIT = {"xcb": 0x2, "wayland": 0x2, "windows": 0x100}


def has_text_focus() -> bool:
    """Whether a person could be typing into something that takes text."""
    widget = QApplication.focusWidget()
    if isinstance(widget, QLineEdit | QTextEdit | QPlainTextEdit):
        return not widget.isReadOnly()
    if isinstance(widget, QComboBox):
        return widget.isEditable()
    return isinstance(widget, QAbstractSpinBox)


@dataclass(frozen=True, slots=True)
class _Held:
    """A key event kept from its window until it is known whose it is."""

    window: QWindow
    event: QKeyEvent


class ScanDecoder(QObject):
    """The one owner of the keyboard.

    Signals (GUI thread):
        scanned: a finished ``Burst``, already in the raw log.
        typing: the characters typed by hand at the table so far, "" when done.
        answered: Enter or Escape alone at the table (``Lone``).
        pressed: at the table, a function key or a Ctrl letter by name ("F12", "Shift+F6", "Ctrl+Z"); see ``command_keys``.

    Attributes:
        command_keys: names the table answers to; such keys reach no widget while the table owns the keyboard.
        is_covered: whether a panel lies over the table; Escape, Enter and function keys are the panel's then, scans are not.
    """

    scanned = Signal(object)
    typing = Signal(str)
    answered = Signal(object)
    pressed = Signal(str)

    def __init__(
        self,
        parent: QObject | None = None,
        profile: Profile | None = None,
        log: RawLog | None = None,
        native: NativeKeys | None = None,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        super().__init__(parent)
        platform = QGuiApplication.platformName()
        self.assembler = Assembler(profile, NativeKeys.of_platform(platform) if native is None else native)
        self.command_keys: frozenset[str] = frozenset()
        self.is_covered: Callable[[], bool] = lambda: False
        self._log = log
        self._clock = clock
        self._caps_bit = _CAPS_BIT.get(platform, 0x2 if native is NativeKeys.EVDEV else 0)
        self._table: QWidget | None = None
        self._single_key: Callable[[str], bool] | None = None
        self._held: list[_Held] = []
        self._eaten: set[int] = set()
        self._is_handing_back = False
        self._last_typing = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_quiet)
        self._second_look = QTimer(self)
        self._second_look.setSingleShot(True)
        self._second_look.setInterval(0)
        self._second_look.timeout.connect(self._on_silence)
        # Why a pause first: the keys of a scan are no typing, and painting each would slow the answer.
        self._typing_timer = QTimer(self)
        self._typing_timer.setSingleShot(True)
        self._typing_timer.setInterval(_TYPING_SHOWN_MS)
        self._typing_timer.timeout.connect(self._show_typing)
        self._windows: set[QWindow] = set()

    # Set-up ----------------------------------------------------------------------------------------------------------

    def install(self) -> None:
        """Begin to watch the keyboard: the focus window of now and every one to come."""
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self.watch)
        for window in app.topLevelWindows():
            self.watch(window)

    def uninstall(self) -> None:
        """Stop watching; held keys are handed back."""
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.disconnect(self.watch)
        self._hand_back()
        for window in list(self._windows):
            window.removeEventFilter(self)
        self._windows.clear()

    def watch(self, window: QWindow | None) -> None:
        """Stand first before this window's keys. A filter that is installed again moves to the front."""
        if window is None:
            return
        if window not in self._windows:
            self._windows.add(window)
            window.destroyed.connect(lambda: self._windows.discard(window))
        window.installEventFilter(self)

    def set_table(self, table: QWidget | None) -> None:
        """Name the packing pane; while it is on the screen in the active window it owns the keyboard."""
        self._table = table

    def set_single_key(self, dispatch: Callable[[str], bool] | None) -> None:
        """Give the office's single-letter commands; ``dispatch`` says whether the letter meant something."""
        self._single_key = dispatch

    def set_profile(self, profile: Profile) -> None:
        """Use another scanner profile from the next key on."""
        self.assembler.profile = profile

    def accept_text(self, text: str, source: Source = Source.SERIAL) -> None:
        """Take a scan that did not come by keyboard (serial scanner, command key); same log, same queue."""
        self._emit(Burst(text=text, source=source, started_at=int(self._clock() * 1000)))

    # Whose key is it -------------------------------------------------------------------------------------------------

    @property
    def owns_keyboard(self) -> bool:
        """The table is on the screen, in the window with the focus, and nobody is typing into a field or menu."""
        table = self._table
        if table is None or not table.isVisible() or self.is_covered():
            return False
        if QApplication.activePopupWidget() is not None:
            return False
        focus = QGuiApplication.focusWindow()
        own = table.window().windowHandle()
        return (focus is None or focus is own) and not has_text_focus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in _KEY_EVENTS or self._is_handing_back or not isinstance(event, QKeyEvent):
            return False
        if not isinstance(watched, QWindow):
            return False
        if event.key() in _MODIFIERS:
            self._modifier(event)
            return False
        stroke = self._stroke(event)
        if event.type() == QEvent.Type.ShortcutOverride:
            return self._override(event, stroke)
        if event.type() == QEvent.Type.KeyRelease:
            return self._release(watched, event, stroke)
        return self._press(watched, event, stroke)

    def _override(self, event: QKeyEvent, stroke: KeyStroke) -> bool:
        is_owned = self.owns_keyboard
        if self.assembler.wants(stroke, is_owned) or (is_owned and _name(event) in self.command_keys):
            event.accept()
            return True
        return False

    def _press(self, window: QWindow, event: QKeyEvent, stroke: KeyStroke) -> bool:
        is_owned = self.owns_keyboard
        name = _name(event)
        if is_owned and name in self.command_keys:
            self._eaten.add(stroke.identity)
            if not stroke.is_repeat:
                self.pressed.emit(name)
            return True
        seen_at = self._clock()
        reply = self.assembler.press(stroke, is_owned)
        if reply.hands_back:
            self._hand_back()
        if reply.verb is Verb.HOLD:
            self._held.append(_Held(window, event.clone()))
        elif reply.verb is Verb.EAT:
            self._eaten.add(stroke.identity)
        self._after(reply, seen_at)
        return reply.verb is not Verb.PASS

    def _release(self, window: QWindow, event: QKeyEvent, stroke: KeyStroke) -> bool:
        self.assembler.release(stroke)
        if stroke.identity in self._eaten:
            if not stroke.is_repeat:
                self._eaten.discard(stroke.identity)
            return True
        if any(held.event.key() == event.key() for held in self._held):
            self._held.append(_Held(window, event.clone()))
            return True
        return False

    def _modifier(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Alt.value and event.type() == QEvent.Type.KeyRelease:
            self.assembler.alt_released(event.timestamp() or int(self._clock() * 1000))

    # What follows ----------------------------------------------------------------------------------------------------

    def _after(self, reply: Reply, seen_at: float) -> None:
        """Carry out what the assembler decided and set the clock for the next silence."""
        if reply.burst is not None:
            # Why: their presses were held, so their releases still to come belong to the scan too.
            self._eaten.update(self._identities_down())
            self._held.clear()
            self._emit(replace(reply.burst, suffix_at=seen_at))
        if reply.lone is not None:
            self.answered.emit(reply.lone)
        if self.assembler.pending_text:
            self._typing_timer.start()
        else:
            self._show_typing()
        wait = self.assembler.wait_ms()
        self._second_look.stop()
        if wait is None:
            self._timer.stop()
        else:
            self._timer.start(wait + 1)

    def _show_typing(self) -> None:
        self._typing_timer.stop()
        if self.assembler.pending_text != self._last_typing:
            self._last_typing = self.assembler.pending_text
            self.typing.emit(self._last_typing)

    def _identities_down(self) -> set[int]:
        down: set[int] = set()
        for held in self._held:
            identity = self._stroke(held.event).identity
            if held.event.type() == QEvent.Type.KeyPress:
                down.add(identity)
            else:
                down.discard(identity)
        return down

    def _emit(self, burst: Burst) -> None:
        if self._log is not None:
            self._log.burst(burst)
        self.scanned.emit(burst)

    def _on_quiet(self) -> None:
        # Why: after a busy spell keys may already wait behind this timer; one more turn of the loop lets them come first.
        self._second_look.start()

    def _on_silence(self) -> None:
        if self._is_single_key():
            return
        reply = self.assembler.silence()
        if reply.hands_back:
            self._hand_back()
        self._after(reply, self._clock())

    def _is_single_key(self) -> bool:
        """One letter alone in the office with no field to type it into: a command, if the office knows it."""
        presses = [held for held in self._held if held.event.type() == QEvent.Type.KeyPress]
        if len(presses) != 1 or self._single_key is None or has_text_focus() or QApplication.activePopupWidget():
            return False
        modal = QApplication.activeModalWidget()
        if modal is not None or not self._single_key(presses[0].event.text()):
            return False
        self._eaten.update(self._identities_down())
        self._held.clear()
        self.assembler.silence()
        return True

    def _hand_back(self) -> None:
        """Deliver held keys in order to the windows they were meant for."""
        held, self._held = self._held, []
        self._is_handing_back = True
        try:
            for item in held:
                if item.window in self._windows:
                    QApplication.sendEvent(item.window, item.event)
        finally:
            self._is_handing_back = False

    def _stroke(self, event: QKeyEvent) -> KeyStroke:
        modifiers = event.modifiers()
        text = event.text()
        is_control = bool(modifiers & _CONTROL)
        is_alt = bool(modifiers & Qt.KeyboardModifier.AltModifier)
        if is_control and is_alt and text.isprintable() and text:
            is_control = is_alt = False  # AltGr as Windows tells it
        return KeyStroke(
            at_ms=event.timestamp() or int(self._clock() * 1000),
            text=text,
            key=event.key(),
            scan_code=event.nativeScanCode(),
            virtual_key=event.nativeVirtualKey(),
            is_shift=bool(modifiers & Qt.KeyboardModifier.ShiftModifier),
            is_control=is_control,
            is_alt=is_alt or bool(modifiers & _META),
            is_keypad=bool(modifiers & Qt.KeyboardModifier.KeypadModifier),
            is_caps_on=bool(self._caps_bit and event.nativeModifiers() & self._caps_bit),
            is_repeat=event.isAutoRepeat(),
        )


# Why: on macOS Qt swaps the names; the key a scanner presses for GS is the one Qt calls Meta there.
_CONTROL = Qt.KeyboardModifier.MetaModifier if sys.platform == "darwin" else Qt.KeyboardModifier.ControlModifier
_META = Qt.KeyboardModifier.ControlModifier if sys.platform == "darwin" else Qt.KeyboardModifier.MetaModifier


def _name(event: QKeyEvent) -> str:
    """``F12``, ``Shift+F6``, ``Ctrl+Z``; "" for keys no command can have."""
    key, modifiers = event.key(), event.modifiers()
    prefix = "Ctrl+" if modifiers & Qt.KeyboardModifier.ControlModifier else ""
    prefix += "Shift+" if modifiers & Qt.KeyboardModifier.ShiftModifier else ""
    if Qt.Key.Key_F1.value <= key <= Qt.Key.Key_F12.value:
        return f"{prefix}F{key - Qt.Key.Key_F1.value + 1}"
    if prefix.startswith("Ctrl+") and Qt.Key.Key_A.value <= key <= Qt.Key.Key_Z.value:
        return prefix + chr(key)
    return ""


__all__ = ["Lone", "ScanDecoder", "has_text_focus"]
