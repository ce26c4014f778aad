"""The sentence for a refusal's code, from the same catalogue the window uses.

A code without a sentence of its own is shown with its facts, so that nothing is hidden; a test asks that every code raised in
the program has one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from desktop_oms.settings.resources import resource_path


@cache
def _catalogue() -> dict[str, str]:
    texts: dict[str, str] = {}
    for path in sorted(resource_path("texts", "en").glob("*.json")):
        texts.update({key: value for key, value in json.loads(path.read_text("utf-8")).items() if isinstance(value, str)})
    return texts


class _Facts(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "?"


def sentence(code: str, data: Mapping[str, Any]) -> str:
    """What happened, why and what next; the code and its facts when the catalogue has no sentence."""
    for key in (f"error.{code}", code):
        if key in _catalogue():
            return _catalogue()[key].format_map(_Facts({name: _shown(value) for name, value in data.items()}))
    facts = ", ".join(f"{name}: {_shown(value)}" for name, value in data.items() if name != "refusals")
    return f"Refused ({code}). {facts}".strip()


def _shown(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value)
    return str(value)
