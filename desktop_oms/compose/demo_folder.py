"""The folder of a demo: empty, fresh, or one that an earlier demo made; what anyone else put there is never touched."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

# Written first; only a folder that has it may be cleared.
MARK = "desktop-oms-demo.txt"
_MARK_TEXT = (
    "This folder was made by the demo of Desktop OMS. The next demo run here replaces its own files and no others.\n"
)
_BOOKS = ("books.sqlite", "books.sqlite-wal", "books.sqlite-shm")
_FILES = (*_BOOKS, "summary.json", "amazon-shipment-confirmation.txt")
# Folder below -> the files in it that are the demo's.
_MADE = {
    "prints/slips": "packing_slip-*.pdf",
    "prints/labels": "label-*.pdf",
    "screens": "*.png",
    "scans": "scans.jsonl*",
    "logs": "*.log*",
}


class Taken(Exception):
    """The folder holds something the demo would have to replace; the text is a sentence for the person."""


def prepare(out: Path | None) -> Path:
    """Make or clear the folder and return it; None for a fresh one among the temporary folders.

    Raises:
        Taken: it is no folder, or holds a file of the demo's names that no demo made.
        OSError: it cannot be written.
    """
    if out is None:
        folder = Path(tempfile.mkdtemp(prefix="desktop-oms-demo-"))
    else:
        folder = out.expanduser().absolute()
        if folder.exists() and not folder.is_dir():
            raise Taken(f"{folder} is a file, not a folder. Name another folder with --out.")
        folder.mkdir(parents=True, exist_ok=True)
    mine = list(_own_files(folder))
    if mine and not (folder / MARK).is_file():
        raise Taken(
            f"{mine[0]} is there and was not made by a demo, so it is left alone. Name an empty folder with --out."
        )
    (folder / MARK).write_text(_MARK_TEXT, "utf-8")
    for path in mine:
        path.unlink()
    return folder


def _own_files(folder: Path) -> Iterator[Path]:
    """Files with the names a demo gives to its own."""
    for name in _FILES:
        if (folder / name).is_file():
            yield folder / name
    for below, pattern in _MADE.items():
        yield from (path for path in sorted((folder / below).glob(pattern)) if path.is_file())
