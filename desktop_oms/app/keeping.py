"""Keeping the books: the doctor's findings, copies and their return, for front ends that may not touch ``db``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from desktop_oms.app.shop import Shop
from desktop_oms.db import doctor as checks
from desktop_oms.db.backup import Copied, Restored
from desktop_oms.db.backup import backup as copy_books
from desktop_oms.db.backup import restore as put_back
from desktop_oms.db.doctor import Finding
from desktop_oms.db.engine import read_connection
from desktop_oms.db.migrations import migrate
from desktop_oms.domain.errors import RuleError

Progress = Callable[[float], None]


def examine(shop: Shop) -> list[Finding]:
    """Everything the doctor finds; empty on healthy books. Raises RuleError ``right.missing``."""
    _require(shop, "doctor")
    with read_connection(shop.engine) as conn:
        return checks.run_all(conn)


def back_up(shop: Shop, url: str, target: Path, *, overwrite: bool = False, progress: Progress | None = None) -> Copied:
    """Copy the books to a file while others work; errors as ``db.backup.backup``, and ``right.missing``."""
    _require(shop, "backup")
    return copy_books(url, target, overwrite=overwrite, progress=progress)


def restore(url: str, source: Path, progress: Progress | None = None) -> Restored:
    """Put a copy back in place of the books nobody has open; an older copy is migrated. Errors as ``db.backup.restore``.

    Why no right is asked: the books that would know it are the ones being replaced; who can write the file may replace it.
    """
    restored = put_back(url, source, progress=progress)
    migrate(url)
    return restored


def _require(shop: Shop, right: str) -> None:
    if not shop.ask(lambda reads: reads.may(right)):
        raise RuleError("right.missing", right=right)
