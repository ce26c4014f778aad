"""``demo``: one whole demo per session, as a process of its own; ``shortened`` runs less of one, sabotaged if a test wants."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from desktop_oms.settings.resources import resource_path

ROOT = Path(__file__).parents[2]
SAMPLES = resource_path("samples")
_LONGEST_S = 480


@dataclass(frozen=True)
class Demo:
    """What a run of the demo left."""

    folder: Path
    status: int
    out: str
    err: str

    @property
    def summary(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads((self.folder / "summary.json").read_text("utf-8"))
        return told

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of the books, opened read-only, by plain SQL: shares nothing with the program."""
        with closing(sqlite3.connect(f"file:{self.folder / 'books.sqlite'}?mode=ro", uri=True)) as books:
            return list(books.execute(sql))

    def value(self, sql: str) -> Any:
        return self.rows(sql)[0][0]


def environment() -> dict[str, str]:
    """Variables of a child that runs the program from this checkout, without a display."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return {**kept, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen", "PYTHONUNBUFFERED": "1"}


def run_demo(folder: Path, *command: str) -> Demo:
    done = subprocess.run(
        [sys.executable, *command], cwd=folder.parent, env=environment(), capture_output=True, text=True,
        encoding="utf-8", timeout=_LONGEST_S, check=False,
    )  # fmt: skip
    return Demo(folder, done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The whole day, once."""
    folder = tmp_path_factory.mktemp("story") / "demo"
    yield run_demo(folder, "-m", "desktop_oms", "demo", "--headless", "--out", str(folder))


@pytest.fixture
def shortened(tmp_path: Path) -> Callable[..., Demo]:
    """Call it for a short day: articles, stock and one file, nine orders; ``before`` is code run first in that process."""

    def short(before: str = "", **options: Any) -> Demo:
        folder = tmp_path / "demo"
        code = f"""
import sys
from pathlib import Path
from desktop_oms.compose.demo import run
from desktop_oms.demo.day import DayPlan
{before}
plan = DayPlan(files=("products.csv", "opening-stock.csv", "amazon-new-orders.txt"), most_orders=9, patience_s=5)
sys.exit(run(Path({str(folder)!r}), headless=True, plan=plan, **{options!r}))
"""
        return run_demo(folder, "-c", code)

    return short


@pytest.fixture(scope="session")
def manifest() -> dict[str, Any]:
    """What the sample files hold, counted by their generator."""
    told: dict[str, Any] = json.loads((SAMPLES / "manifest.json").read_text("utf-8"))
    return told
