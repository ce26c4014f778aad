"""Every command has a handler, a right, an undo decision and a test that runs it."""

from __future__ import annotations

import importlib
import pkgutil
import re
from dataclasses import is_dataclass
from pathlib import Path

import pytest

import desktop_oms.app as app_room
from desktop_oms.app.commands import Declaration, all_declarations, handler_of
from desktop_oms.domain.rights import RIGHTS
from tests.app.test_undo_every import DEEDS

KNOWN_TO_FRONT_ENDS = {declared.command for declared in all_declarations()}
for _module in pkgutil.walk_packages(app_room.__path__, "desktop_oms.app."):
    importlib.import_module(_module.name)
DECLARED = all_declarations()
TESTS = Path(__file__).parents[1]


def test_the_catalog_knows_every_command() -> None:
    assert {declared.command.__name__ for declared in DECLARED} == {kind.__name__ for kind in KNOWN_TO_FRONT_ENDS}


@pytest.mark.parametrize("declared", DECLARED, ids=lambda declared: declared.command.__name__)
def test_a_command_is_frozen_documented_handled_and_decided(declared: Declaration) -> None:
    kind = declared.command
    assert is_dataclass(kind)
    assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert kind.__doc__ and not kind.__doc__.startswith(f"{kind.__name__}(")
    assert handler_of(kind).__name__ == "handle_" + re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower() or (
        handler_of(kind).__name__.startswith("handle_")
    )
    assert declared.right in RIGHTS or declared.right == ""
    assert declared.undo in ("derived", "none", "never")


# Run by reading or writing a file, never alone.
BY_STORY = {
    "BeginImport": "import_file",
    "EndImport": "import_file",
    "GiveBackConfirmations": "write_confirmations",
}


@pytest.mark.parametrize("declared", DECLARED, ids=lambda declared: declared.command.__name__)
def test_a_command_is_run_by_a_test_of_app(declared: Declaration) -> None:
    """By name, in a test or in what the tests of app build their shops from."""
    name = declared.command.__name__
    texts = [
        path.read_text(encoding="utf-8") for folder in ("app", "support") for path in (TESTS / folder).glob("*.py")
    ]
    assert any(re.search(rf"\b{BY_STORY.get(name, name)}\(", text) for text in texts)


def test_the_undo_of_every_command_is_exercised() -> None:
    derived = {declared.command.__name__ for declared in DECLARED if declared.undo == "derived"}
    assert {kind.__name__ for kind in DEEDS} == derived
