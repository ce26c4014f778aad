"""The ground every test stands on: no screen, no network, no real clock, no luck. See tests/README.md."""

from __future__ import annotations

import os
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything imports PySide6

import pytest
from hypothesis import HealthCheck, settings

from tests.support.clock import FrozenClock
from tests.support.counts import EngineCounts
from tests.support.network import block_network
from tests.support.strict import IS_STRICT

pytest_plugins = ["tests.support.databases", "tests.support.logwatch", "tests.support.printers"]

# "suite": the same examples on every machine and day. "tool" (HYPOTHESIS_PROFILE=tool): new ones each time, to hunt.
SLOW_IS_FINE = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture)
settings.register_profile("suite", derandomize=True, deadline=None, database=None, suppress_health_check=SLOW_IS_FINE)
settings.register_profile(
    "tool", deadline=None, database=None, print_blob=True, max_examples=1000, suppress_health_check=SLOW_IS_FINE
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


def pytest_configure(config: pytest.Config) -> None:
    """Close the network and start counting engines before any test module is imported."""
    block_network()
    config.pluginmanager.register(EngineCounts(IS_STRICT), "engine-counts")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was left out and why."""
    reasons: dict[str, int] = {}
    for report in terminalreporter.stats.get("skipped", []):
        reason = str(report.longrepr[2]) if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reasons[reason] = reasons.get(reason, 0) + 1
    for reason, count in sorted(reasons.items()):
        terminalreporter.write_line(f"left out, {count} tests: {reason.removeprefix('Skipped: ')}")


@pytest.fixture
def clock() -> FrozenClock:
    """A clock that stands at 2026-03-02 08:30 UTC until the test moves it."""
    return FrozenClock()


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder, made known to the program as OMS_DATA_DIR."""
    folder = tmp_path / "data"
    folder.mkdir()
    monkeypatch.setenv("OMS_DATA_DIR", str(folder))
    return folder
