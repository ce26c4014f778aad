"""A fault in mid-paint must cost one picture, never the window: Qt aborts when a painter is still active after ``paintEvent``."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from PySide6.QtGui import QPainter
from pytestqt.qtbot import QtBot

import desktop_oms.ui
from desktop_oms.ui.widgets import pack_band
from tests.ui.packing_station import Station

UI = Path(desktop_oms.ui.__file__).parent


def _is_painter_on_self(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("begin", "QPainter")
        and len(node.args) == 1
        and isinstance(node.args[0], ast.Name)
        and node.args[0].id == "self"
    )


@pytest.mark.parametrize("path", sorted(UI.rglob("*.py")), ids=lambda path: str(path.relative_to(UI)))
def test_every_painter_on_a_widget_is_ended_by_with(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    guarded = {id(item.context_expr) for node in ast.walk(tree) if isinstance(node, ast.With) for item in node.items}
    loose = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.expr) and _is_painter_on_self(node) and id(node) not in guarded
    ]
    assert loose == []


def test_a_verdict_that_cannot_be_painted_leaves_the_band_ready_for_the_next_one(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    station = Station(qtbot)
    qtbot.waitUntil(lambda: station.decoder.owns_keyboard and station.window.isActiveWindow())
    station.scan("ORD10482")
    painters: list[QPainter] = []

    def broken(painter: QPainter, *_rest: object, **_more: object) -> float:
        painters.append(painter)
        raise RuntimeError("cannot be painted")

    band = station.pane.idle_page.form.idleBand
    with pytest.raises(RuntimeError, match="cannot be painted"), monkeypatch.context() as patch:
        patch.setattr(pack_band, "text", broken)
        band.grab()
    assert painters and not any(painter.isActive() for painter in painters)
    assert not band.grab().isNull()
