"""Habits a reader can rely on: docstrings, no stray print, nothing Qt does badly, generated files fresh."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.test_rooms import PACKAGE, ROOT, named, sources

UI = PACKAGE / "ui"

# Each with what it costs; measurements in docs/performance.md and the design's section on the million-row table.
FORBIDDEN_IN_UI = {
    r"\bQSortFilterProxyModel\b": "sorting 100,000 rows in Python froze the window for 20 s; sort in the database",
    r"\bQTableWidget\b|\bQTreeWidget\b": "items per cell; use WindowedModel",
    r"\.setRowHeight\(|\.hideRow\(": "one call makes a million row sizes explicit",
    r"verticalHeader\(\)\.setSectionResizeMode\([^)]*ResizeToContents": "7 minutes at a million rows",
    r"\.setIndexWidget\(|\.openPersistentEditor\(": "a widget per row; use a delegate",
    r"\bprocessEvents\(": "runs handlers inside handlers; use the runner",
    r"\bQUiLoader\b": "forms are compiled",
}
FORBIDDEN_OUTSIDE_SELECTION = {r"\.selectedRows\(|\.selectedIndexes\(": "18 s after Select all; use ranges"}


def offences(text: str, rules: dict[str, str]) -> list[str]:
    """Lines of ``text`` that break a rule, comments and docstrings not counted."""
    code = re.sub(r'"""(?:.|\n)*?"""', lambda found: "\n" * found.group().count("\n"), text)
    lines = [line.split("#")[0] for line in code.splitlines()]
    return [
        f"line {number}: {found.group()} - {why}"
        for number, line in enumerate(lines, 1)
        for pattern, why in rules.items()
        if (found := re.search(pattern, line))
    ]


@pytest.mark.parametrize("path", list(sources(UI)), ids=named)
def test_the_window_uses_nothing_that_freezes_it(path: Path) -> None:
    rules = FORBIDDEN_IN_UI if path.name == "selection.py" else FORBIDDEN_IN_UI | FORBIDDEN_OUTSIDE_SELECTION
    assert offences(path.read_text(encoding="utf-8"), rules) == []


def test_the_freeze_check_sees_code_and_not_comments() -> None:
    assert offences("proxy = QSortFilterProxyModel()", FORBIDDEN_IN_UI) != []
    assert offences("view.selectedRows()", FORBIDDEN_OUTSIDE_SELECTION) != []
    assert offences('"""No QTableWidget."""\n# no QTableWidget', FORBIDDEN_IN_UI) == []


def test_only_the_command_line_prints() -> None:
    guilty = [
        f"{named(path)}:{node.lineno}"
        for path in sources(PACKAGE)
        if not path.is_relative_to(PACKAGE / "cli")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert guilty == []


@pytest.mark.parametrize("path", [*sources(PACKAGE, ROOT / "benchmarks"), ROOT / "bootstrap.py"], ids=named)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    if path.name == "__init__.py" and not path.read_text(encoding="utf-8").strip():
        return  # an empty marker has nothing to say
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_public_classes_and_functions_have_docstrings() -> None:
    silent = []
    for path in sources(PACKAGE):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        silent += [
            f"{named(path)}:{node.lineno} {node.name}"
            for node in tree.body
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            and not node.name.startswith("_")
            and not ast.get_docstring(node)
        ]
    assert silent == []


def test_nothing_is_left_for_later() -> None:
    pattern = re.compile(r"\b(?:TODO|FIXME|XXX)\b|NotImplementedError")
    found = [
        f"{named(path)}:{number}"
        for path in sources(PACKAGE)
        if "versions" not in path.parts  # a migration's way back is refused on purpose, with a sentence
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


FORMS = sorted((ROOT / "forms").glob("*.ui"))


def test_compiled_forms_are_fresh(tmp_path: Path) -> None:
    compiler = shutil.which("pyside6-uic", path=str(Path(sys.executable).parent))
    assert compiler, "pyside6-uic is not in the environment"
    stale = []
    for form in FORMS:
        made = tmp_path / f"ui_{form.stem}.py"
        subprocess.run([compiler, str(form), "-o", str(made)], check=True, timeout=60)
        kept = UI / "forms" / made.name
        if not kept.is_file() or kept.read_text(encoding="utf-8") != made.read_text(encoding="utf-8"):
            stale.append(form.name)
    orphans = {path.name for path in (UI / "forms").glob("ui_*.py")} - {f"ui_{form.stem}.py" for form in FORMS}
    assert (stale, orphans) == ([], set())
