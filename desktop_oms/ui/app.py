"""Make the Qt application with our look and texts; ``compose`` then makes the window."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop_oms.ui.texts import Texts, install_texts
from desktop_oms.ui.theme import FOLLOW_SYSTEM, install_theme

APPLICATION_NAME = "Desktop OMS"


def build_app(
    argv: Sequence[str] | None = None,
    *,
    look: str = FOLLOW_SYSTEM,
    text_scale: float = 1.0,
    language: str = "en",
    is_pseudo: bool = False,
) -> QApplication:
    """Return the application of the process, made if there is none, dressed with theme and texts.

    Args:
        argv: command line for Qt; None takes the process's own first word only, so that our options do not reach Qt.
        look: ``system``, ``light`` or ``dark``.
        text_scale: 0.9 to 1.5.
        is_pseudo: show every text accented and longer, to find literals and cut labels.
    """
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
        app = QApplication(list(argv) if argv is not None else sys.argv[:1])
    QCoreApplication.setApplicationName(APPLICATION_NAME)
    install_texts(Texts(language, is_pseudo))
    install_theme(app, look, text_scale)
    return app
