"""Print into a folder: each job becomes a file that appears complete or not at all and never replaces another."""

from __future__ import annotations

import errno
import os
import re
import unicodedata
from itertools import count
from pathlib import Path
from uuid import uuid4

from desktop_oms.domain.errors import Unavailable
from desktop_oms.system.spool.base import SUFFIXES, Receipt, plain_title

# Names Windows gives to devices, with any ending.
RESERVED = frozenset(
    {"con", "prn", "aux", "nul", "clock$"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(10)}
)

MAX_NAME_BYTES = 150


def safe_file_stem(job_name: str) -> str:
    """A file name without ending that stays in its folder on every system, whatever ``job_name`` holds; never empty."""
    text = unicodedata.normalize("NFC", plain_title(job_name, limit=200))
    # Invariant: only letters, digits and these; so no separator, drive, stream, wildcard, quote, dot at either end.
    text = re.sub(r"[^\w .#()+-]", "_", text).strip(" .-")
    while len(text.encode()) > MAX_NAME_BYTES:
        text = text[:-1]
    text = text.strip(" .-") or "document"
    return f"_{text}" if text.split(".")[0].strip().lower() in RESERVED else text


class FolderSpooler:
    """Writes jobs as files into ``folder``, made on the first job."""

    def __init__(self, folder: str | Path) -> None:
        self._folder = Path(folder).expanduser()

    def send(self, job_name: str, data: bytes, content_type: str) -> Receipt:
        """Write ``<job_name><ending of the type>``, or ``<job_name> (2)...`` when that name is taken.

        Raises:
            Unavailable: ``printer.folder`` - the folder cannot be written; data ``printer`` and ``reason``.
        """
        suffix = SUFFIXES.get(content_type, ".bin")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            final = self._write(safe_file_stem(job_name), suffix, data)
        except OSError as error:
            reason = error.strerror or str(error)
            raise Unavailable(
                "printer.folder", printer=str(self._folder), reason=reason, maybe_printed=False
            ) from error
        return Receipt(str(self._folder), str(final), len(data))

    def _write(self, stem: str, suffix: str, data: bytes) -> Path:
        # Why hidden and in the same folder: a program that watches the folder must not pick up half a file.
        draft = self._folder / f".{uuid4().hex}.part"
        try:
            with draft.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            for number in count(1):
                final = self._folder / f"{stem}{'' if number == 1 else f' ({number})'}{suffix}"
                if _claim(draft, final):
                    return final
        finally:
            draft.unlink(missing_ok=True)
        raise AssertionError("count() never ends")


def _claim(draft: Path, final: Path) -> bool:
    """Give the complete ``draft`` its ``final`` name in one step; False when that name is taken."""
    try:
        if os.name == "nt":
            draft.rename(final)  # refuses to replace there
        else:
            os.link(draft, final)
    except FileExistsError:
        return False
    except OSError as error:
        # A disk without links (FAT sticks, some shares): rename, which there could replace a file made this very moment.
        if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK):
            raise
        if final.exists():
            return False
        draft.rename(final)
    return True
