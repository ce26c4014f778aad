"""``python3 bootstrap.py bench``: run the measurements, print a JSON line each, write the table of docs/performance.md."""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from benchmarks import files, flow, intake, lists, paint, papers, report, scan, window
from benchmarks.data import MadeShop
from benchmarks.measure import Figure, stay_on_one_core
from benchmarks.shops import Books, copy_of, new_shop

NAMES = ("scan", "window", "import", "files", "paint", "papers", "flow", "lists")


def main() -> int:
    """Run what was asked for; returns the exit status."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--orders", type=int, default=10_000, help="orders to import (default 10000)")
    parser.add_argument("--only", choices=NAMES, action="append", help="run this measurement only; may be given again")
    parser.add_argument("--table", action="store_true", help="write the figures into docs/performance.md")
    chosen = parser.parse_args()
    # Why not the default folder: on many machines it lies in memory, and a durable commit there costs nothing.
    folder = Path(tempfile.mkdtemp(prefix="oms-bench-", dir="/var/tmp" if Path("/var/tmp").is_dir() else None))
    stay_on_one_core()
    figures: list[Figure] = []
    try:
        made = MadeShop()
        start = new_shop(folder / "start.sqlite", made)
        checkpoint(start)
        for name, run in plans(start, made, chosen.orders, folder).items():
            if chosen.only and name not in chosen.only:
                continue
            for figure in run():
                print(figure.line(), flush=True)
                figures.append(figure)
        start.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if chosen.table:
        print(f"written: {report.write(figures)}", file=sys.stderr)
    return 0


def plans(start: Books, made: MadeShop, orders: int, folder: Path) -> dict[str, Callable[[], Iterator[Figure]]]:
    """Measurements by name, in the order in which they run."""
    return {
        "scan": lambda: scan.measure(start, made, folder),
        "window": lambda: window.measure(start.path, folder),
        "import": lambda: intake.measure(start, made, orders, folder),
        "files": lambda: files.measure(made, folder),
        "paint": lambda: paint.measure(folder),
        "papers": lambda: papers.measure(made),
        "flow": lambda: flow.measure(start, made, folder),
        "lists": lambda: _lists(start, made, orders, folder),
    }


def _lists(start: Books, made: MadeShop, orders: int, folder: Path) -> Iterator[Figure]:
    books = copy_of(start, folder / "lists.sqlite")
    books.take_orders(list(made.pages(orders)))
    yield from lists.measure(books, orders)
    checkpoint(books)
    books.close()
    lists.grow(books, 10 * orders, books.path)
    big = copy_of(books, folder / "lists-big.sqlite")
    yield from lists.measure(big, 10 * orders)
    big.close()


def checkpoint(books: Books) -> None:
    """Bring the write-ahead log into the file, so that the file alone is the books."""
    with closing(sqlite3.connect(books.path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


if __name__ == "__main__":
    sys.exit(main())
