"""The proof that both engines ran the same tests: two counts, printed at the end of a run."""

from __future__ import annotations

import pytest

KINDS = ("sqlite", "postgresql")
_PROPERTY = "engine"


class EngineCounts:
    """Counts the tests that ran on each engine, prints both and, with OMS_REQUIRE=all, insists they are equal."""

    def __init__(self, is_strict: bool) -> None:
        self.ran = dict.fromkeys(KINDS, 0)
        self._is_strict = is_strict

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_call(self, item: pytest.Item) -> None:
        """The fixtures are there, so this test really runs on its engine; its report says which."""
        callspec = getattr(item, "callspec", None)
        kind = callspec.params.get("databases") if callspec else None
        if kind in self.ran:
            item.user_properties.append((_PROPERTY, kind))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count the reports: with several processes they all come together in the first."""
        if report.when == "call":
            for name, kind in report.user_properties:
                if name == _PROPERTY:
                    self.ran[str(kind)] += 1

    @property
    def is_unequal(self) -> bool:
        return self.ran["sqlite"] != self.ran["postgresql"]

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """A difference fails the session where nothing may be left out."""
        if hasattr(session.config, "workerinput"):
            return  # one of several processes sees a part only
        if self._is_strict and self.is_unequal and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """The line a reader compares."""
        if any(self.ran.values()):
            note = "  NOT EQUAL" if self.is_unequal else ""
            terminalreporter.write_line(
                f"sqlite: {self.ran['sqlite']} tests, postgresql: {self.ran['postgresql']} tests{note}"
            )
