"""Hands at the keyboard: key presses and releases delivered to a top-level window, and patience."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtTest import QTest

_NO_MODIFIER = Qt.KeyboardModifier.NoModifier
PATIENCE_S = 20.0


class TooSlow(Exception):
    """Something a person would have seen did not come in time; the text names it."""


class WindowClosed(Exception):
    """Somebody closed the window the hands were working in."""


class Hands:
    """Types, scans and waits. Only ASCII: what a US scanner or keyboard sends.

    Args:
        patience_s: how long to wait for something that comes at once; long work gets a multiple.
    """

    def __init__(self, window: QWindow, patience_s: float = PATIENCE_S) -> None:
        self._window = window
        self._patience_s = patience_s

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = _NO_MODIFIER) -> None:
        """Press and release one key in the window that has the focus."""
        QTest.keyClick(self._target(), key, modifiers)

    def ctrl(self, letter: str) -> None:
        """Press Ctrl and a letter or digit."""
        self.key(Qt.Key(ord(letter.upper())), Qt.KeyboardModifier.ControlModifier)

    def alt(self, key: Qt.Key) -> None:
        """Press Alt and a key."""
        self.key(key, Qt.KeyboardModifier.AltModifier)

    def type(self, text: str) -> None:
        """Type text as a person does, slowly enough to be no scanner."""
        for char in text:
            self._character(char)
            self.pause(0.045)

    def scan(self, code: str) -> None:
        """Scan: the characters of a code at scanner speed, then Return."""
        for char in code:
            self._character(char)
        self.key(Qt.Key.Key_Return)

    def pause(self, seconds: float) -> None:
        """Let the program run."""
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            QCoreApplication.processEvents()
            time.sleep(0.001)

    def wait(self, seen: Callable[[], bool], what: str, times: float = 1.0) -> None:
        """Look at the screen until something is seen, ``times`` the usual patience.

        Raises:
            TooSlow: it did not come; names what was waited for.
            WindowClosed: there is no window to look at any more.
        """
        until = time.perf_counter() + self._patience_s * times
        while not seen():
            QCoreApplication.processEvents()
            if not self._window.isVisible():
                raise WindowClosed
            if time.perf_counter() > until:
                raise TooSlow(what)
            time.sleep(0.0005)

    def _character(self, char: str) -> None:
        # Why the cast: PySide6 takes a one-letter str for C++'s char, its type stubs do not say so.
        QTest.keyClick(self._target(), cast("int", char))

    def _target(self) -> QWindow:
        focused = QGuiApplication.focusWindow()
        return focused if focused is not None else self._window
