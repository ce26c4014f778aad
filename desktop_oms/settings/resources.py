"""Find the files that ship with the program; any room may ask.

``resources/`` lies outside the package: beside it in a checkout, inside the bundle of a PyInstaller build, and under the
environment's data folder when installed from a wheel. This is the only place that knows.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path


@cache
def resource_root() -> Path:
    """Return the folder that holds ``tokens.json``, ``fonts`` and the rest.

    Raises:
        FileNotFoundError: no candidate folder exists; the installation is incomplete.
    """
    candidates = [
        Path(getattr(sys, "_MEIPASS", "")) / "resources" if hasattr(sys, "_MEIPASS") else None,
        Path(__file__).resolve().parents[2] / "resources",
        Path(sys.prefix) / "share" / "desktop-oms" / "resources",
    ]
    for candidate in candidates:
        if candidate is not None and (candidate / "tokens.json").is_file():
            return candidate
    raise FileNotFoundError("resources: " + ", ".join(str(item) for item in candidates if item))


def resource_path(*parts: str) -> Path:
    """Return the path of one shipped file; it is not checked that it exists."""
    return resource_root().joinpath(*parts)
