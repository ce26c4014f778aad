"""The limit: the driver alone, on a copy of the same books, with the same guarantees (WAL, synchronous FULL, foreign keys)."""

from __future__ import annotations

import sqlite3
from pathlib import Path


def writer(path: Path) -> sqlite3.Connection:
    """A connection set up as the program sets up its writer."""
    raw = sqlite3.connect(path, isolation_level=None, cached_statements=500)
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "temp_store=MEMORY",
        "cache_size=-65536",
        "journal_size_limit=67108864",
    ):
        raw.execute(f"PRAGMA {pragma}")
    return raw
