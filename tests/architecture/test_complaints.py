"""docs/complaints.md is true: what it names exists, tests carry the numbers they are named for, nothing is left out."""

from __future__ import annotations

import ast
import re
from functools import cache

from tests.architecture.test_rooms import ROOT, sources

PAGE = (ROOT / "docs/complaints.md").read_text(encoding="utf-8")
MUST_STAND = {f"P{number:02d}" for number in range(1, 39)}
_PLACE = re.compile(r"`((?:tests|desktop_oms)/[\w/]+\.py)(?:::([\w.]+))?`")
_ID = re.compile(r"P\d\d")


def rows(page: str) -> list[tuple[list[str], str, str]]:
    """(ids, what protects, tests or reason) of every row of four columns."""
    found = []
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        if len(cells) == 4 and _ID.match(cells[0]):
            found.append((_ID.findall(cells[0]), cells[2], cells[3]))
    return found


def removals(page: str) -> list[list[str]]:
    """Ids, what was taken out, and what went red, of the page's last table."""
    table = page.partition("## Proved by removal")[2]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in table.splitlines() if _ID.search(line)]


@cache
def names_in(path: str) -> dict[str, str]:
    """Every function, class (``Class.method``) and module-level name of a file, with its docstring."""
    found: dict[str, str] = {}
    for node in ast.parse((ROOT / path).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found[node.name] = ast.get_docstring(node) or ""
        if isinstance(node, ast.ClassDef):
            found.update({f"{node.name}.{part.name}": "" for part in node.body if isinstance(part, ast.FunctionDef)})
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found.update({target.id: "" for target in targets if isinstance(target, ast.Name)})
    return found


def problems(page: str) -> list[str]:
    """What the page says that is not so."""
    found = []
    for path, name in _PLACE.findall(page):
        if not (ROOT / path).is_file():
            found.append(f"{path} does not exist")
        elif name and name not in names_in(path):
            found.append(f"{path} has no {name}")
    for ids, protection, last in rows(page):
        tests = [(path, name) for path, name in _PLACE.findall(last) if name and name in names_in(path)]
        if not tests and not protection.startswith("does not apply yet: "):
            found.append(f"{ids}: neither a test nor a reason")
        for path, name in tests:
            told = f"{name} {names_in(path)[name]}".lower()
            if not any(complaint.lower() in told for complaint in ids):
                found.append(f"{ids}: {name} does not carry the number")
    return found


def test_every_place_and_test_named_exists_and_every_test_carries_its_number() -> None:
    assert problems(PAGE) == []


def test_the_check_sees_what_is_wrong() -> None:
    row = "| P01 | x | `desktop_oms/domain/kits.py::kit_available` | `tests/unit/test_codes.py::{}` |"
    assert problems(row.format("test_gone")) != []
    assert problems(row.format("test_a_card_that_would_book_without_proof_is_not_taken_over")) != []
    assert problems("| P01 | x | nothing | – |") != []
    assert problems("`desktop_oms/domain/kits.py::gone`") != []


def test_every_complaint_from_p01_to_p38_has_exactly_one_row() -> None:
    told = [complaint for ids, _protection, _tests in rows(PAGE) for complaint in ids]
    assert sorted(MUST_STAND - set(told)) == []
    assert sorted({complaint for complaint in told if told.count(complaint) > 1}) == []


def test_every_number_a_test_carries_has_a_row() -> None:
    told = {complaint for ids, _protection, _tests in rows(PAGE) for complaint in ids}
    carried = {
        found.upper()
        for path in sources(ROOT / "tests")
        for name in re.findall(r"^ *def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
        for found in re.findall(r"(?<=_)p\d\d(?=_)", name)
    }
    assert sorted(carried - told) == []


def test_what_was_proved_by_removal_names_tests_that_exist() -> None:
    page_tests = {name for _path, name in _PLACE.findall(PAGE)}
    proved = removals(PAGE)
    assert len({row[0] for row in proved}) >= 10
    for complaint, _taken_out, red in proved:
        for shown in re.findall(r"test_\w+…?\w*", red):
            head, _dots, tail = shown.partition("…")
            known = [name for name in page_tests if name.startswith(head) and name.endswith(tail)]
            assert known, f"{complaint}: {shown}"
