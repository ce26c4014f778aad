"""Every library is declared, used, locked with hashes, and explained in docs/dependencies.md."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib import metadata

from packaging.requirements import Requirement

from tests.architecture.test_rooms import PACKAGE, ROOT, imported_modules, named, sources

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUNTIME = [Requirement(text) for text in PROJECT["project"]["dependencies"]]
DEV = [Requirement(text) for text in PROJECT["dependency-groups"]["dev"]]

# Used without an import of ours: time zones for zoneinfo, the driver behind the database address.
NEVER_IMPORTED = {"tzdata", "psycopg"}
# Our own top-level modules.
OURS = {"desktop_oms", "tests", "benchmarks", "bootstrap", "bootstrap_system"}
# Imported though another library brings it; it would be a surprise to call these ours.
BROUGHT = {"_pytest": "pytest", "packaging": "pytest", "pluggy": "pytest", "shiboken6": "pyside6-essentials"}


def distribution_of(module: str) -> str:
    """Name of the distribution a top-level module comes from, normalized; "" for unknown."""
    found = PROVIDERS.get(module, [])
    return re.sub(r"[-_.]+", "-", found[0]).lower() if found else ""


PROVIDERS = metadata.packages_distributions()


def normalized(requirements: list[Requirement]) -> set[str]:
    return {re.sub(r"[-_.]+", "-", requirement.name).lower() for requirement in requirements}


def foreign_imports(*folders: object) -> dict[str, str]:
    """Distribution of every library imported in these files, with one place each."""
    found: dict[str, str] = {}
    for path in folders:
        for module, line in imported_modules(ast.parse(path.read_text(encoding="utf-8"))):  # type: ignore[attr-defined]
            top = module.split(".")[0]
            if top not in sys.stdlib_module_names and top not in OURS:
                found.setdefault(BROUGHT.get(top) or distribution_of(top) or top, f"{named(path)}:{line}")  # type: ignore[arg-type]
    return found


def test_the_program_imports_only_what_it_declares() -> None:
    used = foreign_imports(*sources(PACKAGE))
    assert {name: place for name, place in used.items() if name not in normalized(RUNTIME)} == {}


def test_tests_and_benchmarks_import_only_what_is_declared() -> None:
    used = foreign_imports(*sources(ROOT / "tests", ROOT / "benchmarks"))
    assert {name: place for name, place in used.items() if name not in normalized(RUNTIME + DEV)} == {}


def test_every_declared_library_is_used() -> None:
    used = foreign_imports(*sources(PACKAGE))
    assert normalized(RUNTIME) - set(used) - NEVER_IMPORTED == set()


def locked(name: str) -> dict[str, str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", text, re.MULTILINE))


def test_the_locks_satisfy_what_is_declared_and_agree_with_each_other() -> None:
    runtime, everything = locked("requirements.lock"), locked("requirements-dev.lock")
    for requirement in [*RUNTIME, *DEV]:
        version = everything[requirement.name.lower()]
        assert requirement.specifier.contains(version), f"{requirement} but locked {version}: make the lock again"
    assert {name: version for name, version in runtime.items() if everything.get(name) != version} == {}


def test_every_locked_file_has_hashes() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        entries = re.split(r"^(?=\S+==)", (ROOT / name).read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
        assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_every_library_has_its_reason_written_down() -> None:
    page = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8").lower()
    assert [requirement.name for requirement in [*RUNTIME, *DEV] if f"| {requirement.name.lower()} |" not in page] == []


def test_pyside_is_pinned_to_the_version_that_was_checked_sound() -> None:
    assert str(next(r for r in RUNTIME if r.name == "PySide6-Essentials").specifier) == "==6.11.3"
