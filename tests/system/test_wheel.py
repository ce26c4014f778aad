"""What is installed from a wheel is whole: program, migrations and the shipped resources."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_a_wheel_carries_every_module_and_every_resource(tmp_path: Path) -> None:
    # Why a folder of links: setuptools leaves build folders beside its sources.
    source = tmp_path / "source"
    source.mkdir()
    for name in ("desktop_oms", "resources", "pyproject.toml", "setup.py"):
        (source / name).symlink_to(ROOT / name)
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
        "-w",
        str(tmp_path),
        ".",
    ]
    subprocess.run(command, cwd=source, check=True, timeout=120, capture_output=True)
    wheel = next(tmp_path.glob("desktop_oms-*.whl"))
    with zipfile.ZipFile(wheel) as archive:
        inside = {name.split(".data/data/share/desktop-oms/")[-1] for name in archive.namelist()}
        unpacked = tmp_path / "unpacked"
        archive.extractall(unpacked)
    wanted = {
        path.relative_to(ROOT).as_posix()
        for room in ("desktop_oms", "resources")
        for path in (ROOT / room).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    }
    assert wanted - inside == set()
