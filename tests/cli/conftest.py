"""``cli``: the command line on books with six orders, once per engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.day import CommandLine, build
from tests.support.databases import Databases


@pytest.fixture(scope="session")
def cli_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the books of the template were made; their printers print here."""
    return tmp_path_factory.mktemp("cli")


@pytest.fixture
def cli(
    databases: Databases,
    cli_folder: Path,
    data_dir: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> CommandLine:
    """The command line on a copy of those books."""
    url = databases.copy_of("cli", lambda fresh: build(fresh, cli_folder))
    return CommandLine(url, data_dir, capsys, monkeypatch)


@pytest.fixture
def fresh(
    engine_url: str, data_dir: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> CommandLine:
    """The command line on a database nobody has used."""
    return CommandLine(engine_url, data_dir, capsys, monkeypatch)


@pytest.fixture
def alone(
    sqlite_files: Databases,
    cli_folder: Path,
    data_dir: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> CommandLine:
    """The command line on a SQLite copy only, for what is not about the engine (processes, pipes, files)."""
    url = sqlite_files.copy_of("cli alone", lambda fresh: build(fresh, cli_folder))
    return CommandLine(url, data_dir, capsys, monkeypatch)
