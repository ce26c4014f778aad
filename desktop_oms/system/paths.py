"""Where the data of this person lies. (What ships with the program is found by ``settings.resources``.)"""

from __future__ import annotations

import os
from pathlib import Path

from desktop_oms.domain.errors import Unavailable

APP_NAME = "desktop-oms"


def data_dir(chosen: str | Path | None = None) -> Path:
    """The folder for books, logs and documents, made if it is not there yet.

    Order: ``chosen`` (``--data-dir``), the variable ``OMS_DATA_DIR``, the usual place of the system
    (``~/.local/share``, ``~/Library/Application Support``, ``%LOCALAPPDATA%``).

    Raises:
        Unavailable: ``data_dir.unusable`` - it cannot be made or written; data ``path`` and ``reason``.
    """
    named = chosen or os.environ.get("OMS_DATA_DIR")
    if named:
        folder = Path(named).expanduser().absolute()
    else:
        import platformdirs

        folder = platformdirs.user_data_path(APP_NAME, appauthor=False)
    try:
        # Why 0o700: the books hold names and addresses; other accounts of the machine have no business there.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Unavailable("data_dir.unusable", path=str(folder), reason=error.strerror or str(error)) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise Unavailable("data_dir.unusable", path=str(folder), reason="no permission to write")
    return folder


def log_dir(data: Path) -> Path:
    """The folder of the logs inside a data folder, made if needed."""
    folder = data / "logs"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
