"""Starting on books that cannot be opened: the sentence stays on the screen, nothing pretends to work."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop_oms import compose
from desktop_oms.compose import open_shop
from desktop_oms.compose.window import Desktop, WindowOptions
from tests.ui.attack_desk import Desk


def _newer(books: Path) -> None:
    open_shop(books.parent).close()
    with closing(sqlite3.connect(books)) as raw, raw:
        raw.execute("update alembic_version set version_num = '9999'")


def _rubbish(books: Path) -> None:
    books.write_bytes(b"no database" * 5000)


@pytest.mark.expected_log("the books could not be opened")
@pytest.mark.parametrize(
    ("spoil", "word"), [(_newer, "newer version"), (_rubbish, "damaged")], ids=["newer version", "no database"]
)
def test_books_that_cannot_be_opened_are_a_sentence_that_stays(
    qtbot: QtBot, tmp_path: Path, spoil: Callable[[Path], None], word: str
) -> None:
    spoil(tmp_path / "books.sqlite")
    desk = Desk(qtbot, tmp_path)
    try:
        desk.window._toast.hide()  # as its clock does after some seconds
        shown = [label.text() for label in desk.window.findChildren(QLabel) if label.isVisible()]
        assert any(word in text for text in shown)
        assert any(str(tmp_path) in text for text in shown), "where the books are"
        assert not desk.window.orders.isVisible() and not desk.pane.isVisible()
        desk.scan("ORD10001")
        desk.ctrl("2")
        assert not desk.pane.isVisible()
    finally:
        desk.close()


def test_what_makes_papers_is_loaded_before_the_first_order_is_packed(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    monkeypatch.setattr(compose.Documents, "fingerprint", lambda _self, kind: made.append(kind) or "1")
    compose.warm_up()
    assert sorted(made) == sorted(compose.TemplateVersions())


def test_the_window_warms_up_once_the_books_are_open(qtbot: QtBot, tmp_path: Path) -> None:
    warmed: list[str] = []
    desktop = Desktop(
        WindowOptions(
            lambda on_commit: open_shop(tmp_path, on_commit=on_commit),
            tmp_path,
            warm_up=lambda: warmed.append(threading.current_thread().name),
        )
    )
    qtbot.addWidget(desktop.window)
    desktop.show()
    try:
        qtbot.waitUntil(lambda: warmed == ["opener"], timeout=15_000)
    finally:
        desktop.window.close()
        desktop.close()
