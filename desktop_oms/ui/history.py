"""Turn events and deeds into sentences: the timeline of a drawer and the name on the undo button."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from desktop_oms.app.records import TimelineEntry
from desktop_oms.ui.texts import t, texts

_ICONS: dict[str, tuple[str, str]] = {
    "OrderImported": ("ph.download-simple", "neutral"),
    "OrderUpdated": ("ph.pencil-simple", "neutral"),
    "StockAllocated": ("ph.stack", "neutral"),
    "StockFreed": ("ph.stack", "warn"),
    "HoldPlaced": ("ph.hand-palm", "warn"),
    "HoldReleased": ("ph.hand-palm", "ok"),
    "ShipmentReleased": ("ph.paper-plane-right", "info"),
    "ScanRefused": ("ph.x-square", "bad"),
    "PackingStarted": ("ph.package", "info"),
    "Scanned": ("ph.barcode", "neutral"),
    "ShipmentPacked": ("ph.package", "ok"),
    "ShipmentDispatched": ("ph.arrow-circle-right-fill", "ok"),
    "Undo": ("ph.arrow-counter-clockwise", "neutral"),
    "Redo": ("ph.arrow-clockwise", "neutral"),
}


def spaced(name: str) -> str:
    """Write a code name as words: ``HoldPlaced`` becomes "Hold placed". For events this version has no sentence for."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).replace("_", " ").strip().lower()
    return words[:1].upper() + words[1:]


def _facts(data: Mapping[str, Any]) -> dict[str, Any]:
    """Facts for a sentence: codes become the words of their state where we know them."""
    facts = dict(data)
    hold = facts.get("hold")
    if isinstance(hold, str):
        facts["hold"] = texts().state("hold_kind", hold)
    if "count" in facts:
        facts["n"] = facts["count"]
    return facts


def sentence_of(entry: TimelineEntry, channel: str = "") -> tuple[str, str, str]:
    """Return sentence, icon and tone of one event; ``channel`` is where the order came from."""
    icon, tone = _ICONS.get(entry.name, ("ph.circle", "neutral"))
    code = f"event.{entry.name}"
    if channel and f"{code}.from" in texts():
        return t(f"{code}.from", channel=channel), icon, tone
    text = t(code, **_facts(entry.data)) if code in texts() else spaced(entry.name or entry.command)
    return text, icon, tone


def deed_name(command: str, label: Mapping[str, Any] | None = None) -> str:
    """Return the name of a deed for the undo button: "Release 3 orders"; commands without a text are written as words."""
    code = f"deed.{command}"
    facts = _facts(label or {})
    facts.setdefault("n", 1)
    return t(code, **facts) if code in texts() else spaced(command)
