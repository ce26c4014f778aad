"""docs/cli.md says what the command line answers: every verb is run and its answer compared with the printed one, field by field."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desktop_oms.cli.parser import build_parser
from tests.cli.day import ROOT, SAMPLES, CommandLine

DOCUMENT = (ROOT / "docs" / "cli.md").read_text("utf-8")
# Fields that may be null, whatever the example shows.
NULLABLE = {"next", "confirmation", "file", "copy_of_before", "until_at", "released_at", "dispatched_at", "ship_by_at"}
# Facts of a deed differ from deed to deed.
OPEN = {"facts", "data"}


def printed() -> dict[str, list[Any]]:
    """Heading -> the JSON documents below it."""
    sections = re.findall(r"^### (.+?)\n(.*?)(?=^##|\Z)", DOCUMENT, re.MULTILINE | re.DOTALL)
    return {
        name: [
            json.loads(line)
            for block in re.findall(r"```json\n(.*?)```", text, re.DOTALL)
            for line in block.splitlines()
        ]
        for name, text in sections
    }


def differences(real: Any, shown: Any, path: str = "") -> Iterator[str]:
    """Where an answer is built otherwise than the printed one."""
    name = path.rpartition(".")[2]
    if name in OPEN or (name in NULLABLE and (real is None or shown is None)):
        return
    if type(real) is not type(shown):
        yield f"{path}: {type(real).__name__} instead of {type(shown).__name__}"
    elif isinstance(real, dict):
        for key in sorted(set(real) ^ set(shown)):
            yield f"{path}.{key}: {'not printed' if key in real else 'never answered'}"
        for key in sorted(set(real) & set(shown)):
            yield from differences(real[key], shown[key], f"{path}.{key}")
    elif isinstance(real, list) and shown:
        for row in real:
            yield from differences(row, shown[0], path)


def test_every_verb_answers_as_printed(alone: CommandLine, fresh: CommandLine, tmp_path: Path) -> None:
    shown = printed()
    scans = b"CAR-06\nMUG-080-NIG\n"
    day: list[tuple[str, list[Any], dict[str, Any]]] = [
        ("formats", ["formats"], {}),
        ("import", ["import", SAMPLES / "products.csv"], {}),
        ("channels list", ["channels", "list"], {}),
        ("channels add", ["channels", "add", "shopify", "Harbor"], {}),
        ("orders list", ["orders", "list", "--limit", 2], {}),
        ("orders hold", ["orders", "hold", "10003", "--kind", "fraud"], {}),
        ("orders release", ["orders", "release", "10001", "10003"], {}),
        ("orders lift", ["orders", "lift", "10003"], {}),
        ("orders show", ["orders", "show", "10003"], {}),
        ("orders show", ["orders", "show", "10001"], {}),
        ("stock list", ["stock", "list", "--limit", 1], {}),
        ("stock show", ["stock", "show", "CHO-72-70"], {}),
        ("stock receive", ["stock", "receive", "CAR-06", 5], {}),
        ("stock adjust", ["stock", "adjust", "CAR-06", -1], {}),
        ("pack", ["pack", "10001"], {"scans": scans}),
        ("print --out", ["print", "slip", "10001", "--out", tmp_path / "slip.pdf"], {}),
        ("print", ["print", "label", "10001"], {}),
        ("printers list", ["printers", "list"], {}),
        ("printers set", ["printers", "set", "Office", "cups", "PDF"], {}),
        ("dispatch", ["dispatch", "10001", "--out", tmp_path / "confirmation.txt"], {}),
        ("undo", ["undo"], {}),
        ("redo", ["redo"], {}),
        ("events", ["events", "--limit", 5], {}),
        ("doctor", ["doctor"], {}),
        ("backup", ["backup", tmp_path / "copy.sqlite"], {}),
        ("restore", ["restore", tmp_path / "copy.sqlite"], {}),
    ]
    found = []
    for name, words, more in day:
        for row, example in zip(alone(*words, **more).rows, shown[name], strict=False):
            found += [f"{name}{line}" for line in differences(row, example)]
    found += [f"seed{line}" for line in differences(fresh.done("seed", "--orders", 30), shown["seed"][0])]
    assert found == []
    assert set(shown) == {name for name, _words, _more in day} | {"seed"}


def test_the_comparison_sees_a_missing_field_and_another_type() -> None:
    assert list(differences({"a": 1}, {"a": 1, "b": 2})) == [".b: never answered"]
    assert list(differences({"a": [{"b": 1.0}]}, {"a": [{"b": "1.00"}]})) == [".a.b: float instead of str"]


def verbs(parser: argparse.ArgumentParser, before: str = "") -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every verb with its parser."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                yield f"{before}{name}", below
                yield from verbs(below, f"{before}{name} ")


def test_every_word_of_the_command_line_is_described() -> None:
    missing = []
    for name, parser in verbs(build_parser()):
        words = [word for action in parser._actions for word in action.option_strings if word not in ("-h", "--help")]
        missing += [f"{name} {word}" for word in words if word not in DOCUMENT]
        if not re.search(rf"(?:^### |`){re.escape(name)}\b", DOCUMENT, re.MULTILINE):
            missing.append(name)
    assert missing == []


def test_every_exit_status_is_described() -> None:
    from desktop_oms.cli import answer

    known = {
        answer.DONE,
        answer.USAGE,
        answer.REFUSED,
        answer.ROWS_REJECTED,
        answer.UNAVAILABLE,
        answer.OUR_FAULT,
        answer.INTERRUPTED,
    }
    assert {int(number) for number in re.findall(r"^\| (\d+) \|", DOCUMENT, re.MULTILINE)} == known
