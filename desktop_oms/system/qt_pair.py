"""Refuse a PySide6 that loses references on this Python.

PySide6 6.12.0 on Python 3.10 and 3.11 gives back one reference too many to ``None`` for each Qt method without a result and
to ``True`` for each signal; after some thousand calls the process aborts (``none_dealloc``). Python 3.12 made these objects
immortal, 6.11.3 is sound everywhere (measured, see docs/dependencies.md). The lock pins 6.11.3; this guards hand-made
environments. Qt itself is not imported here: the caller brings the call to measure.
"""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Callable
from pathlib import Path


def refusal(python: tuple[int, int] | None = None, pyside: str | None = None) -> str | None:
    """The sentence that refuses a known bad pair; None when the pair is sound or its version cannot be known (1 ms)."""
    python = python or (sys.version_info[0], sys.version_info[1])
    if python >= (3, 12):
        return None
    pyside = pyside or installed_pyside()
    if tuple(int(part) for part in pyside.split(".")[:2]) < (6, 12):
        return None
    return (
        f"PySide6 {pyside} must not run on Python {python[0]}.{python[1]}: it loses references and aborts after some "
        "thousand signals. Install PySide6-Essentials==6.11.3 (python3 bootstrap.py run does), or use Python 3.12 or newer."
    )


def installed_pyside() -> str:
    """Version of PySide6 as its source says, without importing it; ``0.0`` where it is absent or frozen into a build."""
    # Why not importlib.metadata: it costs 28 ms of every start, this costs 1.
    spec = importlib.util.find_spec("PySide6")
    if spec is None or spec.origin is None or not Path(spec.origin).is_file():
        return "0.0"
    found = re.search(
        r"^__version__ = [\"'](\d+\.\d+[^\"']*)", Path(spec.origin).read_text(encoding="utf-8"), re.MULTILINE
    )
    return found.group(1) if found else "0.0"


def lost_references(call: Callable[[], object], times: int = 1000) -> float:
    """References to None, True and False that one ``call`` loses on average; a sound Qt answers about 0.

    Always 0 from Python 3.12 on, where nothing can be lost. Safe to run on a bad pair: spare references are kept meanwhile.
    """
    if sys.version_info >= (3, 12):
        return 0.0
    spare = [[constant] * (times * 50) for constant in (None, True, False)]

    def references() -> int:
        return sum(sys.getrefcount(constant) for constant in (None, True, False))

    before = references()
    for _ in range(times):
        call()
    lost = (before - references()) / times
    if lost > 0.5:
        _KEPT.append(spare)  # never released, or the process would abort while this sentence is being shown
    return lost


_KEPT: list[object] = []
