"""Read the design tokens once; everything visible gets its numbers and colors from here.

Only this room reads ``resources/tokens.json``. Invariant: a name that is not in the file is an error at the first use, never a
silent default, so a misspelled color cannot ship.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from desktop_oms.settings.resources import resource_path

LIGHT = "light"
DARK = "dark"


@dataclass(frozen=True, slots=True)
class TypeStyle:
    """One step of the type scale; ``px`` at 100 %, ``tracking`` as a part of the size (negative is tighter)."""

    px: int
    line: int
    weight: int
    tracking: float


@dataclass(frozen=True, slots=True)
class StateStyle:
    """How one state code looks.

    Attributes:
        code: the state, for example ``on_hold``.
        tone: ok, warn, bad, info, violet or neutral; names the colors ``<tone>Text``, ``<tone>Tint``, ``<tone>Solid``.
        is_loud: painted as a tinted chip because a person must act; quiet states show a colored glyph and plain text.
        icon: ``ph.…`` for a font icon or ``paint:pie(0.25)`` for a painted ring.
    """

    code: str
    tone: str
    is_loud: bool
    icon: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """The parsed file. ``raw`` gives the parts that only one screen needs (``layout``, ``sound``, ``state.scan_verdict``)."""

    raw: Mapping[str, Any]
    colors: Mapping[str, Mapping[str, str]]
    types: Mapping[str, TypeStyle]
    states: Mapping[str, Mapping[str, StateStyle]]
    icon_of_action: Mapping[str, str]
    channel_tiles: Mapping[str, tuple[str, str]]


# States of domain.md section 1 that the token file leaves to us "in the same style".
_MORE_STATES: dict[str, tuple[dict[str, str], ...]] = {
    "headline_order": (
        {"code": "draft", "tone": "neutral", "style": "quiet", "icon": "ph.circle-dashed"},
        {"code": "needs_mapping", "tone": "warn", "style": "loud", "icon": "ph.question"},
        {"code": "part_shipped", "tone": "info", "style": "quiet", "icon": "ph.circle-half"},
    ),
}


def _state(entry: Mapping[str, Any]) -> StateStyle:
    return StateStyle(
        code=entry["code"],
        tone=entry.get("tone", "neutral"),
        is_loud=entry.get("style") == "loud",
        icon=entry.get("icon", ""),
    )


@cache
def load_tokens() -> Tokens:
    """Parse the token file; cached for the life of the process."""
    raw = json.loads(resource_path("tokens.json").read_text(encoding="utf-8"))
    states = {
        group: {
            entry["code"]: _state(entry)
            for entry in (*entries, *_MORE_STATES.get(group, ()))
            if isinstance(entry, dict)
        }
        for group, entries in raw["state"].items()
        if isinstance(entries, list)
    }
    types = {
        name: TypeStyle(item["px"], item["line"], item["weight"], float(item.get("tracking", 0.0)))
        for name, item in raw["type"].items()
    }
    tiles = {item["channel"]: (item["tile"], item["letter"]) for item in raw["channel_tiles"]}
    return Tokens(raw, raw["color"], types, states, raw["action_icon"], tiles)
