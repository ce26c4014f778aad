"""Hands for scan tests: a scanner and a typist whose key events are delivered to a window handle, never to a widget."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtTest import QTest

from desktop_oms.ui.scan.keys import KeyStroke

PLAIN = "`1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./ "
SHIFTED = '~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:"ZXCVBNM<>? '
EVDEV = [49, *range(10, 22), *range(24, 36), 51, *range(38, 49), *range(52, 62), 65]

# What the computer's layout writes where a US keyboard has the first character; what is not named is the same.
HOSTS: dict[str, dict[str, str]] = {
    "us": {},
    "de": dict(zip("yzYZ-[];'/\\_@#^&*()?:\"<>{}", 'zyZYßü+öä-#?"§&/()=_ÖÄ;:Ü*', strict=True)),
    "fr": dict(
        zip("1234567890-aqzwAQZWm,;./!@#$%^&*()_M:<>?", "&é\"'(-è_çà)qawzQAWZ,;m:!1234567890°?M./§", strict=True)
    ),
    "tr": dict(zip("i'\"-=[];,./\\_@^&*()", "ıiİ*-ğüşöç.,?'&/()=", strict=True)),
}


def position(char: str) -> tuple[int, bool]:
    """The evdev key code and Shift with which a US keyboard writes ``char``."""
    if char in PLAIN:
        return EVDEV[PLAIN.index(char)], False
    return EVDEV[SHIFTED.index(char)], True


def stroke(char: str, at_ms: int, host: str = "us", is_caps_on: bool = False) -> KeyStroke:
    """The key press by which a US scanner sends ``char`` to a computer with the layout ``host``."""
    if char == "\r":
        return KeyStroke(at_ms, "\r", Qt.Key.Key_Return.value, 36)
    if char == "\x1d":
        code, _ = position("]")
        return KeyStroke(
            at_ms,
            "\x1d" if host == "us" else "",
            Qt.Key.Key_BracketRight.value if host == "us" else 0x2B,
            code,
            is_control=True,
        )
    code, is_shift = position(char)
    text = HOSTS[host].get(char, char)
    if is_caps_on and len(text.swapcase()) == 1:
        text = text.swapcase()
    return KeyStroke(at_ms, text, ord(char.upper()), code, is_shift=is_shift, is_caps_on=is_caps_on)


def strokes(text: str, start_ms: int = 1_000, gap_ms: int = 5, host: str = "us") -> Iterator[KeyStroke]:
    """Key presses of a whole scan, ``gap_ms`` apart."""
    for index, char in enumerate(text):
        yield stroke(char, start_ms + index * gap_ms, host)


class Scanner:
    """Sends key events with native key codes to a window, on a clock of its own (no waiting, no luck)."""

    def __init__(
        self, window: QWindow, host: str = "us", is_caps_on: bool = False, gap_ms: int = 5, at_ms: int = 10_000
    ) -> None:
        self.window = window
        self.host = host
        self.is_caps_on = is_caps_on
        self.gap_ms = gap_ms
        self.at_ms = at_ms

    def send(self, text: str) -> None:
        """Press and release every key of ``text``; ``\\r`` is Return."""
        for char in text:
            self.at_ms += self.gap_ms
            self.press(char)
            self.release(char)

    def press(self, char: str) -> None:
        """Press one key: the override first, as the window system does, then the press."""
        override = self._event(QEvent.Type.ShortcutOverride, char)
        QCoreApplication.sendEvent(self.window, override)
        QCoreApplication.sendEvent(self.window, self._event(QEvent.Type.KeyPress, char))

    def release(self, char: str) -> None:
        """Release one key."""
        QCoreApplication.sendEvent(self.window, self._event(QEvent.Type.KeyRelease, char))

    def _event(self, kind: QEvent.Type, char: str) -> QKeyEvent:
        key = stroke(char, self.at_ms, self.host, self.is_caps_on)
        modifiers = Qt.KeyboardModifier.ShiftModifier if key.is_shift else Qt.KeyboardModifier.NoModifier
        if key.is_control:
            modifiers |= Qt.KeyboardModifier.ControlModifier
        event = QKeyEvent(kind, key.key, modifiers, key.scan_code, 0, 0x2 if key.is_caps_on else 0, key.text)
        event.setTimestamp(key.at_ms)
        return event


def click(window: QWindow, text: str, delay_ms: int = -1) -> None:
    """Type through Qt's own window system interface (shortcut map included); ``\\r`` is Return, ``\\x1d`` is Ctrl+]."""
    for char in text:
        if char == "\r":
            QTest.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, delay_ms)
        elif char == "\x1d":
            QTest.keyClick(window, Qt.Key.Key_BracketRight, Qt.KeyboardModifier.ControlModifier, delay_ms)
        else:
            QTest.keyClick(window, char, Qt.KeyboardModifier.NoModifier, delay_ms)
