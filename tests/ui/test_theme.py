"""Theme, icons and style sheet come from the tokens and nothing else."""

from __future__ import annotations

import json
import re

import pytest
from PySide6.QtGui import QFontInfo, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_oms.settings.resources import resource_path
from desktop_oms.ui.app import build_app
from desktop_oms.ui.icons import has_icon
from desktop_oms.ui.theme import Theme, install_theme
from desktop_oms.ui.tokens import load_tokens


@pytest.fixture
def look(qtbot: QtBot) -> Theme:
    build_app(look="light")
    return install_theme(QApplication.instance(), "light", 1.0)  # type: ignore[arg-type]


def luminance(color: str) -> float:
    """WCAG relative luminance of ``#RRGGBB``."""
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def test_switching_to_dark_recolors_palette_and_sheet(look: Theme) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    look.set_wish("dark")
    assert app.palette().color(QPalette.ColorRole.Window).name().upper() == "#121317"
    assert "#1A1C21" in app.styleSheet()
    look.set_wish("light")
    assert app.palette().color(QPalette.ColorRole.Window).name().upper() == "#EDEEF1"
    assert "#1A1C21" not in app.styleSheet()


def test_text_scale_changes_fonts_and_sizes_and_is_kept_in_bounds(look: Theme) -> None:
    assert (look.font("body").pixelSize(), look.px(32)) == (13, 32)
    look.set_scale(1.5)
    assert (look.font("body").pixelSize(), look.px(32)) == (20, 48)
    look.set_scale(9)
    assert look.scale == 1.5
    look.set_scale(1.0)


def test_inter_is_the_font_and_every_digit_is_equally_wide(look: Theme) -> None:
    font = look.font("body_medium", is_tabular=True)
    assert QFontInfo(font).family().startswith("Inter")
    metrics = QFontMetricsF(font)
    widths = [metrics.horizontalAdvance(digit) for digit in "0123456789"]
    assert max(widths) - min(widths) < 0.05


def test_every_icon_the_tokens_and_the_program_name_can_be_drawn(look: Theme) -> None:
    named = {style.icon for group in look.tokens.states.values() for style in group.values() if style.icon}
    named |= set(look.tokens.icon_of_action.values())
    ui = resource_path().parent / "desktop_oms" / "ui"
    for path in ui.rglob("*.py"):
        named |= set(re.findall(r'"(ph\.[a-z0-9-]+)"', path.read_text(encoding="utf-8")))
    assert [name for name in sorted(named) if not has_icon(name)] == []


def test_no_color_is_written_in_the_style_sheet_source() -> None:
    sheet = resource_path("style.qss").read_text(encoding="utf-8")
    assert re.findall(r":[^;{}]*#[0-9A-Fa-f]{3,8}", sheet) == []


def test_text_pairs_of_the_tokens_hold_the_contrast_they_promise() -> None:
    tokens = load_tokens()
    for pair in tokens.raw["contrast_checked"]["text"]:
        for mode in ("light", "dark"):
            measured = contrast(tokens.colors[pair["fg"]][mode], tokens.colors[pair["bg"]][mode])
            assert measured >= 4.5, (pair["fg"], pair["bg"], mode, measured)


def test_an_unknown_state_is_shown_quietly(look: Theme) -> None:
    assert look.state("headline_order", "from_the_future").tone == "neutral"


@pytest.mark.expected_log("no color is called 'brightest'", "no icon is called 'ph.nonsense'")
def test_a_misspelled_color_or_icon_is_reported_and_never_stops_a_painting(look: Theme) -> None:
    assert look.color("brightest").isValid()
    assert not look.pixmap("ph.nonsense", "text", 16).isNull()


def test_the_shipped_tokens_are_valid_json_with_both_themes_for_every_color() -> None:
    raw = json.loads(resource_path("tokens.json").read_text(encoding="utf-8"))
    assert all({"light", "dark"} <= set(color) for color in raw["color"].values())
