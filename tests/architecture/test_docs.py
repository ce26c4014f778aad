"""What README.md and docs say of the project is so: paths exist, the doors are those import-linter checks, settings have help."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from desktop_oms.cli.parser import build_parser
from desktop_oms.db.queries.order_list import VIEWS
from desktop_oms.settings import SETTINGS
from tests.architecture.test_rooms import PACKAGE, ROOT, named

PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
_FOLDERS = ("desktop_oms", "tests", "docs", "resources", "benchmarks", "forms", ".ci")
_QUOTED = re.compile(r"`([\w./-]+)`")
_LINKED = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def paths_in(page: str) -> set[str]:
    """Paths in backquotes that begin at the root or inside the package, and files of the root itself."""
    found = set()
    for quoted in _QUOTED.findall(page):
        first = quoted.split("/")[0]
        is_ours = "/" in quoted and (first in _FOLDERS or (PACKAGE / first).is_dir())
        if is_ours or re.fullmatch(r"[\w-]+\.(?:py|md|toml|lock|spec)", quoted):
            found.add(quoted)
    return found


def missing(page: Path) -> list[str]:
    """Paths and links of a page that lead nowhere."""
    text = page.read_text(encoding="utf-8")
    gone = [path for path in paths_in(text) if not _exists(path)]
    links = [link for link in _LINKED.findall(text) if "://" not in link]
    return sorted(gone + [link for link in links if not (page.parent / link).exists()])


def _exists(path: str) -> bool:
    # Bare file names are those of the root, or of the room the sentence is about.
    return (ROOT / path).exists() or (PACKAGE / path).exists() or ("/" not in path and any(PACKAGE.rglob(path)))


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_path_and_link_of_a_page_leads_somewhere(page: Path) -> None:
    assert missing(page) == []


def test_the_check_of_paths_sees_what_is_gone(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("`desktop_oms/gone.py` `db/gone.py` `nowhere.py` [x](gone.png) `db/tx.py` `a b`", encoding="utf-8")
    assert missing(page) == ["db/gone.py", "desktop_oms/gone.py", "gone.png", "nowhere.py"]


def test_the_doors_of_the_page_are_those_that_are_checked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = (c for c in project["tool"]["importlinter"]["contracts"] if c["type"] == "layers")
    checked = [sorted(re.findall(r"\w+", layer)) for layer in contract["layers"]]
    page = (ROOT / "docs/house.md").read_text(encoding="utf-8")
    (line,) = re.findall(r"^    (__main__ -> .+)$", page, re.MULTILINE)
    assert [sorted(re.findall(r"\w+", layer)) for layer in line.split("->")] == checked


def test_every_room_has_its_line_on_the_page() -> None:
    page = (ROOT / "docs/house.md").read_text(encoding="utf-8")
    rooms = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()}
    assert sorted(room for room in rooms if f"`desktop_oms/{room}`" not in page) == []


def test_every_setting_says_what_it_does() -> None:
    assert [key for key, setting in SETTINGS.items() if len(setting.help.split()) < 3] == []


def test_every_line_of_the_command_line_shown_in_the_readme_is_understood() -> None:
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = [
        line.split("#")[0].split("<")[0].split() for line in re.findall(r"^    desktop-oms (.+)$", page, re.MULTILINE)
    ]
    assert len(shown) == 10
    known = {verb: build_parser().parse_args(words) for verb, words in ((words[0], words) for words in shown)}
    assert len(known) == 9, "orders is shown twice"
    (view,) = (words[words.index("--view") + 1] for words in shown if "--view" in words)
    assert view in VIEWS


def test_pictures_of_the_pages_are_small() -> None:
    assert [named(path) for path in (ROOT / "docs").rglob("*.png") if path.stat().st_size > 250_000] == []
