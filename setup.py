"""Only what pyproject.toml cannot say: the shipped resources go into the wheel as ``share/desktop-oms/resources``."""

from pathlib import Path

from setuptools import setup

folders = [Path("resources"), *sorted(path for path in Path("resources").rglob("*") if path.is_dir())]
setup(
    data_files=[
        (
            f"share/desktop-oms/{folder.as_posix()}",
            [path.as_posix() for path in sorted(folder.iterdir()) if path.is_file()],
        )
        for folder in folders
    ]
)
