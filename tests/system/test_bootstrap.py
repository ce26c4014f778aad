"""The one command on a fresh machine: what it decides and what it says when something is missing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import bootstrap
import bootstrap_system

ROOT = Path(__file__).parents[2]


def test_an_unknown_verb_is_a_usage_error_that_names_the_known_ones() -> None:
    ended = subprocess.run(
        [sys.executable, "bootstrap.py", "fly"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 2
    assert "demo, run, test, check, bench, build" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_an_old_python_is_told_which_one_to_take(monkeypatch: pytest.MonkeyPatch) -> None:
    code = "import sys; sys.version_info = (3, 9, 1); exec(open('bootstrap.py').read())"
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 5
    assert "needs Python 3.11, 3.12 or 3.13; this is Python 3.9" in ended.stderr


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("NewConnectionError: Failed to establish a new connection", "no connection to the package index"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "its hash differs"),
        ("ERROR: [Errno 28] No space left on device", "disk is full"),
        ("ERROR: [Errno 13] Permission denied: '/x'", "cannot be written"),
        ("ERROR: something new", "something new"),
    ],
)
def test_a_failed_installation_ends_in_a_sentence(output: str, sentence: str) -> None:
    assert sentence in bootstrap.pip_sentence(output)


def test_a_changed_lock_changes_the_stamp(tmp_path: Path) -> None:
    (tmp_path / "one.lock").write_text("a==1")
    before = bootstrap.stamp_text(tmp_path / "one.lock")
    (tmp_path / "one.lock").write_text("a==2")
    assert bootstrap.stamp_text(tmp_path / "one.lock") != before


@pytest.mark.parametrize(
    ("line", "is_for_us"),
    [
        ("a==1 \\", True),
        ("a==1 ; sys_platform == 'no-such-system' \\", False),
        ("a==1 ; python_full_version < '3.0' \\", False),
        ("a==1 ; python_full_version >= '3.0' \\", True),
    ],
)
def test_lines_of_the_lock_for_other_machines_are_not_counted(line: str, is_for_us: bool) -> None:
    assert bootstrap.applies(line) is is_for_us


def test_without_root_the_exact_line_is_printed_and_nothing_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(subprocess, "run", lambda *_a, **_o: pytest.fail("it ran something"))
    with pytest.raises(bootstrap_system.Stop) as stopped:
        bootstrap_system.apt_install(["libegl1"], "System libraries of Qt")
    assert "apt-get -o DPkg::Lock::Timeout=180 install -y --no-install-recommends libegl1" in str(stopped.value)


@pytest.fixture
def no_postgres(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine where PostgreSQL is missing and apt is not at hand."""
    monkeypatch.setattr(bootstrap_system, "TEST_TOOLS", (("PostgreSQL", ("no-such-initdb",), ("postgresql",)),))
    monkeypatch.setattr(bootstrap_system, "has_apt", lambda: False)
    monkeypatch.setattr(bootstrap_system, "ensure_zpl_renderer", lambda: True)


@pytest.mark.usefixtures("no_postgres")
def test_a_missing_tool_is_named_and_left_out(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap_system, "IS_STRICT", False)
    bootstrap_system.ensure_test_tools()
    assert "Left out: tests that need PostgreSQL" in capsys.readouterr().out


@pytest.mark.usefixtures("no_postgres")
def test_a_missing_tool_fails_where_nothing_may_be_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap_system, "IS_STRICT", True)
    with pytest.raises(bootstrap_system.Stop, match="OMS_REQUIRE=all, but these are missing: PostgreSQL"):
        bootstrap_system.ensure_test_tools()


def test_the_renamed_libraries_of_newer_debians_count(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = "libglib2.0-0t64 installed\nlibegl1 installed\nlibgl1 config-files\n"
    monkeypatch.setattr(subprocess, "run", lambda *a, **_o: subprocess.CompletedProcess(a, 0, answer))
    assert bootstrap_system.missing_packages(["libglib2.0-0", "libegl1", "libgl1"]) == ["libgl1"]


def test_continuous_integration_calls_exactly_the_published_command() -> None:
    lines = (ROOT / ".ci/run").read_text().splitlines()
    assert lines[-1] == "OMS_REQUIRE=all python3 bootstrap.py test"
    assert os.access(ROOT / ".ci/run", os.X_OK)
