"""Turn the books' answer to a scan into what eye and ear get: tone, icon, words, sound.

Tones, icons and sounds come from ``state.scan_verdict`` in the design tokens, words from the catalogue. Every code has a look: one we
do not know is shown with its code and facts, never swallowed (P09).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from desktop_oms.app.records import PackLine, PackView, ScanVerdict
from desktop_oms.ui.texts import t, texts
from desktop_oms.ui.tokens import load_tokens
from desktop_oms.ui.widgets.pack_facts import (
    CompareCard,
    FloodFacts,
    VerdictLook,
    common_part,
    line_at,
    product_name,
    spaced_code,
)

_RAW_SHOWN = 40
# Looks the token file leaves to us: answers to commands and to our own refusals.
_OURS: dict[str, tuple[str, str, str, str, str]] = {
    # code: fill, fg, icon, outline, sound
    "order_open": ("infoTint", "infoText", "ph.package-fill", "infoSolid", "ok"),
    "resumed": ("infoTint", "infoText", "ph.package-fill", "infoSolid", "ok"),
    "command_done": ("neutralTint", "text", "ph.check-bold", "control", "tick"),
    "command_refused": ("panel", "badText", "ph.prohibit-bold", "badSolid", "unreadable"),
    "still_open": ("warnSolid", "onWarn", "ph.question-bold", "", "question"),
    "already_packed": ("infoSolid", "onInfo", "ph.package-fill", "", "question"),
    "badge": ("infoTint", "infoText", "ph.identification-badge", "infoSolid", "question"),
    "refused": ("panel", "badText", "ph.warning-bold", "badSolid", "unreadable"),
    "unlisted": ("panel", "badText", "ph.question-bold", "badSolid", "unreadable"),
}


@cache
def _token_looks() -> Mapping[str, Mapping[str, Any]]:
    return {entry["code"]: entry for entry in load_tokens().raw["state"]["scan_verdict"]}


def bare_look(code: str) -> VerdictLook:
    """Tone, icon and sound of a verdict code, no words."""
    entry = _token_looks().get(code)
    if entry is None:
        fill, fg, icon, outline, sound = _OURS.get(code, _OURS["unlisted"])
        return VerdictLook(code, "", "", fill, fg, icon, outline, sound)
    edge = entry["edge"] or ""
    outline = edge.split()[-1] if edge.startswith("outline") else ""
    is_full = entry["field"] == "full"
    return VerdictLook(code, "", "", entry["fill"], entry["fg"], entry["icon"], outline, entry["sound"], is_full)


def look_of(verdict: ScanVerdict, before: PackView | None, at: datetime) -> VerdictLook:
    """The look and words of one verdict. ``before`` is the table as it was when the scan arrived."""
    code = _look_code(verdict)
    headline, second = _words(code, verdict, verdict.view or before)
    scanned = spaced_code(verdict.text)
    return replace(bare_look(code), headline=headline, second=second, scanned=scanned, at=at)


def refusal_look(error: BaseException, scanned: str, at: datetime) -> VerdictLook:
    """The look of a command that was refused or failed: what happened, then why and what next."""
    refusal = texts().refusal(error)
    rest = " ".join(part for part in (refusal.why, refusal.next) if part)
    return replace(bare_look("refused"), headline=refusal.what, second=rest, scanned=spaced_code(scanned), at=at)


def flood_of(verdict: ScanVerdict, look: VerdictLook, before: PackView | None) -> FloodFacts | None:
    """The full field of a verdict that has one; None for bands and for "all packed", which has a page of its own."""
    if verdict.code == "order_stop":
        return FloodFacts(look, t("packing.flood.next_stop"))
    if verdict.code != "wrong_item":
        return None
    view = verdict.view or before
    expected = _expected_line(verdict, view)
    data = verdict.data
    scanned_sku = str(data.get("scanned_sku", ""))
    if expected is None:
        plain = t("packing.flood.next_wrong_plain")
        return FloodFacts(look, plain, remaining=verdict.remaining, total=view.total if view else 0)
    common = common_part(scanned_sku, expected.sku)
    scanned = CompareCard(
        title=str(data.get("scanned_title") or scanned_sku or verdict.text),
        option=str(data.get("scanned_option", "")),
        sku=scanned_sku,
        common=common,
        bin=str(data.get("scanned_bin", "")),
        picture=str(data.get("scanned_picture", "")),
        code=spaced_code(verdict.text),
    )
    wanted = CompareCard(
        expected.title,
        expected.option,
        expected.sku,
        common,
        expected.bin,
        expected.picture,
        spaced_code(str(data.get("expected_code", ""))),
    )
    action = t("packing.flood.next_wrong", product=product_name(expected.title, expected.option))
    total = view.total if view else 0
    short = t("packing.flood.next_wrong", product=expected.option or expected.sku)
    return FloodFacts(look, action, short, view.remaining if view else verdict.remaining, total, scanned, wanted)


def _expected_line(verdict: ScanVerdict, view: PackView | None) -> PackLine | None:
    wanted_sku = verdict.data.get("expected_sku")
    if view is None:
        return None
    by_sku = next((line for line in view.lines if line.sku == wanted_sku and line.done < line.of), None)
    return by_sku or line_at(view, verdict.line) or line_at(view, view.current_line)


def _look_code(verdict: ScanVerdict) -> str:
    """Whose look a verdict gets: its own, that of a question or of a finished order, or the one for unknown codes."""
    if (verdict.code, verdict.reason) == ("needs_data", "switch_order"):
        return "still_open"
    if (verdict.code, verdict.reason) == ("order_open", "already_packed"):
        return "already_packed"
    return verdict.code if verdict.code in _token_looks() or verdict.code in _OURS else "unlisted"


def _words(code: str, verdict: ScanVerdict, view: PackView | None) -> tuple[str, str]:
    facts = _facts(verdict, view)
    if code == "order_stop":
        return _stop_headline(verdict), t("packing.verdict.order_stop.second")
    if code == "already_packed":
        key = "packing.verdict.order_open"
        return t(f"{key}.headline_packed", **facts), t(f"{key}.already_packed", **facts)
    key = f"packing.verdict.{code}"
    headline, second = f"{key}.headline", f"{key}.second"
    if code in ("garbled", "order_open", "command_refused", "needs_data"):
        second = _known(f"{key}.{verdict.reason}", second)
    if code == "needs_data":
        second = second if verdict.reason in ("used_serial", "is_article") else f"{key}.second"
        facts["wanted"] = _worded(key, str(verdict.data.get("wants") or verdict.reason))
    if code == "line_done" and not facts["next"]:
        second = f"{key}.second_last"
    if code == "command_done":
        headline = _known(f"{key}.{verdict.reason}", headline)
        second = _known(f"{key}.{verdict.reason}.detail", second)
        facts["detail"] = facts["product"] or facts["order"]
    if code in ("command_done", "command_refused"):
        facts["command"] = _worded("packing.command", str(verdict.data.get("command") or verdict.reason))
    if code == "unlisted":
        reason = verdict.reason.replace("_", " ")
        facts |= {"code": verdict.code.replace("_", " ").capitalize(), "text": reason or verdict.text}
    return t(headline, **facts), t(second, **facts)


def _known(code: str, otherwise: str) -> str:
    """A text code if the catalogue has it, else another."""
    return code if code in texts() else otherwise


def _worded(prefix: str, word: str) -> str:
    """The word for a code under ``prefix``; a code without one is shown readable, never hidden."""
    return t(f"{prefix}.{word}") if f"{prefix}.{word}" in texts() else word.replace("_", " ").capitalize()


def _facts(verdict: ScanVerdict, view: PackView | None) -> dict[str, Any]:
    """Everything a sentence may name, by the placeholder names of the catalogue."""
    data = verdict.data
    line = line_at(view, verdict.line)
    following = line_at(view, view.current_line) if view and verdict.remaining else None
    product = product_name(line.title, line.option) if line else str(data.get("product") or verdict.sku)
    raw = spaced_code(str(data.get("raw") or verdict.text))
    is_next = following is not None and (line is None or following.line_no != line.line_no)
    upcoming = product_name(following.title, following.option) if following else ""
    total = view.total if view else 0
    counts = {
        "order_packed": total,
        "order_open": verdict.remaining,
        "command_refused": data.get("left", verdict.remaining),
    }
    return {
        **{name: value for name, value in data.items() if isinstance(value, str | int)},
        "done": verdict.done,
        "of": verdict.of,
        "product": product or upcoming,
        "next": upcoming if is_next else "",
        "order": str(data.get("order") or (view.order_number if view else "")),
        "slot": str(data.get("slot", "")),
        "code": raw,
        "raw": raw if len(raw) <= _RAW_SHOWN else f"{raw[:_RAW_SHOWN]}…",
        "n": counts.get(verdict.code, verdict.remaining),
    }


def _stop_headline(verdict: ScanVerdict) -> str:
    key = f"packing.verdict.order_stop.{verdict.reason}"
    data = verdict.data
    if verdict.reason == "on_hold":
        kinds = data.get("holds") or ()
        kind = str(data.get("hold") or (kinds[0] if kinds else ""))
        return t(key, hold=texts().state("hold_kind", kind)) if kind else t(f"{key}_plain")
    if verdict.reason in ("claimed", "being_picked") and data.get("claimed_by"):
        return t(f"{key}_by", who=data["claimed_by"])
    return t(key) if key in texts() else t("packing.verdict.order_stop.headline")
