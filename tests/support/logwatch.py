"""A log record at WARNING or above fails the test that caused it, unless the test expects it.

Qt messages are watched by pytest-qt (``qt_log_level_fail`` in pyproject.toml); a test that provokes one says so with
``@pytest.mark.qt_log_ignore("pattern")``.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Generator

import pytest


class Watch(logging.Handler):
    """Collects records at WARNING or above while one test runs."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep ``LEVEL logger: message``."""
        self.texts.append(f"{record.levelname} {record.name}: {record.getMessage()}")


def verdict(texts: list[str], patterns: list[str]) -> str:
    """Empty when every text is expected and every pattern was met; else the sentence for the report."""
    surprises = [text for text in texts if not any(re.search(pattern, text) for pattern in patterns)]
    silent = [pattern for pattern in patterns if not any(re.search(pattern, text) for text in texts)]
    lines = [f"unexpected log: {text}" for text in surprises] + [
        f"expected log never came: {pattern}" for pattern in silent
    ]
    return "\n".join(lines)


WATCH = pytest.StashKey[Watch]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, object, object]:
    """Start watching before fixtures run."""
    watch = item.stash[WATCH] = Watch()
    logging.getLogger().addHandler(watch)
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Fail a test that passed but logged what nobody expected."""
    result = yield
    patterns = [str(pattern) for mark in item.iter_markers("expected_log") for pattern in mark.args]
    sentence = verdict(item.stash[WATCH].texts, patterns)
    if sentence:
        pytest.fail(sentence, pytrace=False)
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, object, object]:
    """Stop watching after the fixtures are gone."""
    try:
        return (yield)
    finally:
        logging.getLogger().removeHandler(item.stash[WATCH])
