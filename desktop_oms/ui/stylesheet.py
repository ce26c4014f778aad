"""Generate the one style sheet of the program from the tokens.

Only frames, buttons, fields, navigation, bars, banners and headers are styled here; cells, chips and verdicts are painted
(look.md section 9). Selectors go by object name or by the dynamic properties ``role``, ``primary``, ``tone``.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from desktop_oms.settings.resources import resource_path

_TONES = ("ok", "warn", "bad", "info", "violet", "neutral")
_COLOR = re.compile(r"@([a-zA-Z0-9]+)")
_SIZE = re.compile(r"\b(\d+)sp\b")


def build_stylesheet(css: Callable[[str], str], px: Callable[[float], int], is_high_contrast: bool) -> str:
    """Return the sheet; ``@name`` in ``resources/style.qss`` is a color, ``13sp`` a size that follows the text scale."""
    sheet = resource_path("style.qss").read_text(encoding="utf-8")
    sheet += "".join(_tone_rules(tone, is_high_contrast) for tone in _TONES)
    sheet = _COLOR.sub(lambda match: css(match[1]), sheet)
    return _SIZE.sub(lambda match: f"{px(int(match[1]))}px", sheet)


def _tone_rules(tone: str, is_high_contrast: bool) -> str:
    border = f"1px solid @{tone}Text" if is_high_contrast else "none"
    return (
        f'\nQFrame[role="banner"][tone="{tone}"] {{ background: @{tone}Tint; border: {border}; border-radius: 8px; }}'
        f'\nQLabel[tone="{tone}"] {{ color: @{tone}Text; }}\n'
    )
