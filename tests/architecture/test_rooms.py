"""The doors between the rooms, the purity of the rules, the size of files."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "desktop_oms"
LONGEST = 400

# What would make a rule depend on the day, the machine or luck.
IMPURE_MODULES = {
    "os",
    "io",
    "pathlib",
    "shutil",
    "socket",
    "subprocess",
    "logging",
    "random",
    "secrets",
    "time",
    "threading",
    "urllib",
    "http",
}
IMPURE_CALLS = {"now", "utcnow", "today", "open", "print", "input", "uuid1", "uuid4"}

# Talking to the network is for these alone.
NETWORK_MODULES = {"socket", "http.client", "urllib.request", "smtplib", "ftplib", "httpx", "requests"}
NETWORK_ROOMS = ("channels", "carriers", "sync/transport.py", "system/spool")


def is_ours(path: Path) -> bool:
    """Written by a person: not generated, not a cache."""
    return "__pycache__" not in path.parts and not path.name.startswith("ui_")


def sources(*folders: Path) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(path for path in folder.rglob("*.py") if is_ours(path))


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported_modules(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Every module a file imports, also inside functions, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module, node.lineno
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def impurities(source: str) -> list[str]:
    """What in a module of the domain depends on the clock, the machine or luck."""
    tree = ast.parse(source)
    found = [
        f"line {line}: import {name}"
        for name, line in imported_modules(tree)
        if name.split(".")[0] in IMPURE_MODULES and not name.startswith("urllib.parse")  # which only takes text apart
    ]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in IMPURE_CALLS:
                found.append(f"line {node.lineno}: {name}()")
    return found


def test_no_import_goes_up_or_in_a_circle() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout


# settings/resources.py finds the shipped files for every room, so it alone looks at the disk.
RULES = [path for path in sources(PACKAGE / "domain", PACKAGE / "settings") if path.name != "resources.py"]


@pytest.mark.parametrize("path", RULES, ids=named)
def test_rules_know_no_clock_machine_or_luck(path: Path) -> None:
    assert impurities(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        "import random",
        "from datetime import datetime\ndatetime.now()",
        "import os.path",
        "def f():\n    from logging import info",
        "print(1)",
    ],
)
def test_the_purity_check_sees(line: str) -> None:
    assert impurities(line) != []


def test_only_the_rooms_for_it_talk_to_the_network() -> None:
    guilty = [
        f"{named(path)}:{line} {name}"
        for path in sources(PACKAGE)
        if not path.relative_to(PACKAGE).as_posix().startswith(NETWORK_ROOMS)
        for name, line in imported_modules(ast.parse(path.read_text(encoding="utf-8")))
        if name in NETWORK_MODULES
    ]
    assert guilty == []


def test_no_file_is_two_things() -> None:
    roots = [PACKAGE, ROOT / "tests", ROOT / "benchmarks"]
    lengths = {
        named(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in [*sources(*roots), *ROOT.glob("*.py")]
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST} == {}
