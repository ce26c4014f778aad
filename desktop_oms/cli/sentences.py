"""The sentence for a refusal's code, from the same catalogue the window uses.

An entry is a text, or its parts what, why and next. A code without one is shown with its facts, so that nothing is hidden; a test
asks that every code raised in the program has one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from desktop_oms.settings.resources import resource_path


@cache
def catalogue() -> dict[str, str | dict[str, str]]:
    """Every text of the program by its code."""
    texts: dict[str, str | dict[str, str]] = {}
    for path in sorted(resource_path("texts", "en").glob("*.json")):
        texts.update(json.loads(path.read_text("utf-8")))
    return texts


def sentence(code: str, data: Mapping[str, Any]) -> str:
    """What happened, why and what next; the code and its facts when the catalogue has no sentence."""
    entry = catalogue().get(f"error.{code}")
    if entry is None:
        facts = ", ".join(f"{name}: {_shown(value)}" for name, value in data.items() if name != "refusals")
        return f"Refused ({code}). {facts}".strip()
    parts = [entry] if isinstance(entry, str) else [entry.get(part, "") for part in ("what", "why", "next")]
    return _filled(" ".join(part for part in parts if part), data)


def deed(command: str, label: Mapping[str, Any]) -> str:
    """What a person did, as the undo button names it: "Release 3 orders"."""
    entry = catalogue().get(f"deed.{command}")
    if entry is None:
        return command
    count = label.get("count", 1)
    pattern = entry if isinstance(entry, str) else entry["one" if count == 1 else "other"]
    return _filled(pattern, {"n": count, **label})


class _Facts(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "?"


def _filled(pattern: str, data: Mapping[str, Any]) -> str:
    return pattern.format_map(_Facts({name: _shown(value) for name, value in data.items()}))


def _shown(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value)
    return str(value)
