"""Write the measured table into docs/performance.md, between two marks; everything around it is left alone."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measure import Figure

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
BEGIN, END = "<!-- measured -->", "<!-- /measured -->"


def write(figures: Sequence[Figure]) -> Path:
    """Replace the table; returns the page."""
    text = PAGE.read_text(encoding="utf-8")
    table = f"{BEGIN}\n{_table(figures)}\n{END}"
    PAGE.write_text(re.sub(f"{BEGIN}.*?{END}", lambda _found: table, text, count=1, flags=re.DOTALL), encoding="utf-8")
    return PAGE


def _table(figures: Sequence[Figure]) -> str:
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    lines = [
        f"Measured on {machine}. n is orders, scans, rows or papers per run.",
        "",
        "| goal | operation | n | program | limit | unit | ratio | aim | met | spread |",
        "|---|---|--:|--:|--:|---|--:|--:|---|--:|",
    ]
    for figure in figures:
        aim = "" if figure.aim is None else f"{figure.aim:g}"
        met = {None: "", True: "yes", False: "no"}[figure.met]
        lines.append(
            f"| {figure.goal} | {figure.operation} | {figure.n} | {_short(figure.product)} | {_short(figure.limit)} | {figure.unit}"
            f" | {figure.ratio:.2f} | {aim} | {met} | {figure.spread:.2f} |"
        )
    return "\n".join(lines)


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
