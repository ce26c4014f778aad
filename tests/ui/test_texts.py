"""The catalogue: every code used has a text, every refusal has sentences, facts never break a sentence."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_oms.domain.errors import RuleError
from desktop_oms.settings.resources import resource_path
from desktop_oms.ui.texts import Texts

ROOT = resource_path().parent
PACKAGE = ROOT / "desktop_oms"
ERRORS = {"RuleError", "UsageError", "Conflict", "Unavailable", "ConfirmNeeded", "Refusal"}


@pytest.fixture(scope="module")
def english() -> Texts:
    return Texts()


def calls(path: Path) -> list[tuple[str, ast.Call]]:
    """(function name, call) of every call in a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            found.append((name, node))
    return found


def first_text(call: ast.Call) -> str:
    first = call.args[0]
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""


def test_every_text_the_window_asks_for_by_name_is_in_the_catalogue(english: Texts) -> None:
    asked = {first_text(call) for path in (PACKAGE / "ui").rglob("*.py") for name, call in calls(path) if name == "t"}
    assert sorted(code for code in asked if code and code not in english) == []


def test_every_string_of_a_form_is_a_code_of_the_catalogue(english: Texts) -> None:
    strings = set()
    for form in (ROOT / "forms").glob("*.ui"):
        strings |= set(re.findall(r"<string>([^<]+)</string>", form.read_text(encoding="utf-8")))
    assert sorted(text for text in strings if text not in english) == []


def test_every_refusal_of_the_program_has_sentences_of_its_own(english: Texts) -> None:
    raised = {first_text(call) for path in PACKAGE.rglob("*.py") for name, call in calls(path) if name in ERRORS}
    assert sorted(code for code in raised if code and f"error.{code}" not in english) == []


def test_a_refusal_says_what_why_and_what_next(english: Texts) -> None:
    refusal = english.refusal(RuleError("stock.short", sku="MUG", wanted=3, free=1))
    assert refusal.what == "Not enough stock of MUG."
    assert refusal.why == "3 wanted, 1 free."
    assert refusal.next == "Receive or count first."


def test_a_fact_with_braces_or_markup_is_shown_as_it_is(english: Texts) -> None:
    refusal = english.refusal(RuleError("stock.unknown_sku", sku="<b>{0}{sku}</b>"))
    assert "<b>{0}{sku}</b>" in refusal.sentence


def test_a_missing_fact_leaves_the_sentence_standing(english: Texts) -> None:
    assert "…" in english.refusal(RuleError("stock.short", sku="MUG")).sentence


def test_a_refusal_without_a_text_names_its_code_and_facts(english: Texts) -> None:
    sentence = english.refusal(RuleError("future.rule", reason="x")).sentence
    assert "future.rule" in sentence
    assert "reason x" in sentence


def test_our_own_fault_is_owned_and_not_blamed_on_the_person(english: Texts) -> None:
    assert "our fault" in english.refusal(ZeroDivisionError()).sentence


def test_plurals_and_pseudo_locale(english: Texts) -> None:
    assert english.get("bulk.selected", n=1) == "1 selected"
    pseudo = Texts(is_pseudo=True).get("pane.rows", first=1, last=20, total=38)
    assert pseudo.startswith("[Röwš 1–20 öf 38")
    assert pseudo.endswith("]")


def test_no_text_breaks_the_rules_for_words(english: Texts) -> None:
    forbidden = re.compile(r"\b(?:please|successfully)\b|!", re.IGNORECASE)
    guilty = [
        code
        for path in resource_path("texts", "en").glob("*.json")
        for code, entry in json.loads(path.read_text(encoding="utf-8")).items()
        for text in ([entry] if isinstance(entry, str) else entry.values())
        if forbidden.search(text)
    ]
    assert guilty == []


def test_the_same_code_in_two_files_is_an_error(tmp_path: Path) -> None:
    for name in ("one.json", "two.json"):
        (tmp_path / name).write_text('{"a.b": "x"}', encoding="utf-8")
    with pytest.raises(ValueError, match=r"two\.json: a\.b"):
        Texts(folder=tmp_path)


def test_an_unknown_state_is_written_as_words(english: Texts, qtbot: QtBot) -> None:
    assert english.state("headline_order", "lost_in_space") == "Lost in space"
