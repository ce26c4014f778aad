"""Books to measure on: a shop with articles and stock, made by the program's own commands, copied for each run."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

# Why each by name: the catalog imports modules as they land, and a benchmark must not depend on its order.
import desktop_oms.app.catalog  # noqa: F401
from benchmarks.data import MadeShop
from desktop_oms.app.bus import Bus, Errand, Outcome
from desktop_oms.app.context import Actor
from desktop_oms.app.intake.orders import ImportOrders
from desktop_oms.app.intake.runs import AddChannel
from desktop_oms.app.products import ImportProducts
from desktop_oms.app.setup import StartShop
from desktop_oms.app.stock_import import ImportOpeningStock
from desktop_oms.db.engine import open_engine
from desktop_oms.db.gateway import Gateway
from desktop_oms.db.migrations import migrate
from desktop_oms.sync.goods import BarcodeIn, ProductRowIn, StockRowIn

CHANNEL_TYPE = "shopify"
_PLENTY = 1_000_000


@dataclass(slots=True)
class Books:
    """Open books and who works on them."""

    path: Path
    bus: Bus
    actor: Actor
    channel_id: int

    @property
    def engine(self) -> Any:
        """The engine of the writer."""
        return self.bus.gateway.engine

    def run(self, command: Any, **errand: Any) -> Outcome[Any]:
        """Run a command as the shop's owner at the first table."""
        return self.bus.run(command, Errand(self.actor, **errand))

    def take_orders(self, pages: Sequence[Any]) -> list[int]:
        """Bring pages of orders in; returns the ids of the orders."""
        found: list[int] = []
        for page in pages:
            changes = self.run(ImportOrders(self.channel_id, page)).changes
            found += changes.touched["order"].created
        return found

    def close(self) -> None:
        """Release the file."""
        self.engine.dispose()


def now() -> datetime:
    """The machine's clock, as the program reads it."""
    return datetime.now(UTC)


def new_shop(path: Path, made: MadeShop) -> Books:
    """A shop with the whole catalogue and plenty of stock, one bin per article."""
    migrate(f"sqlite:///{path}")
    books = Books(path, _bus(path), Actor(), 0)
    first = books.run(StartShop("Harbor & Pine")).value
    books.actor = Actor(first.owner_id, first.station_id)
    books.channel_id = books.run(AddChannel(CHANNEL_TYPE, "Shopify")).value
    for start in range(0, made.skus, 200):
        numbers = range(start, min(made.skus, start + 200))
        books.run(
            ImportProducts(
                tuple(
                    ProductRowIn(made.sku(n), made.title(n), barcodes=(BarcodeIn(made.barcode(n)),), weight_g=300)
                    for n in numbers
                )
            )
        )
    rows = (StockRowIn(made.sku(n), _PLENTY, f"A-{n // 40:02d}-{n % 40:02d}") for n in range(made.skus))
    books.run(ImportOpeningStock(tuple(rows)))
    return books


def copy_of(books: Books, path: Path) -> Books:
    """The same books in a new file, opened by itself."""
    copy_file(books.path, path)
    return Books(path, _bus(path), books.actor, books.channel_id)


def copy_file(source: Path, target: Path) -> None:
    """A consistent copy of a database file, in WAL mode like the original."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
        new.execute("PRAGMA journal_mode=WAL")


def reopen(path: Path) -> Books:
    """Books made by :func:`new_shop` and then closed."""
    books = Books(path, _bus(path), Actor(), 0)
    with sqlite3.connect(path) as db:
        user_id = db.execute("SELECT min(id) FROM app_user").fetchone()[0]
        books.actor = Actor(user_id, db.execute("SELECT min(id) FROM station").fetchone()[0])
        books.channel_id = db.execute("SELECT min(id) FROM channel").fetchone()[0]
    return books


def _bus(path: Path) -> Bus:
    return Bus(Gateway(open_engine(f"sqlite:///{path}", clock=now), now), _TemplateVersions())


class _TemplateVersions(dict[str, str]):
    """Template versions as the program gives them, made once."""

    def __missing__(self, kind: str) -> str:
        from desktop_oms.documents import fingerprint

        self[kind] = fingerprint(kind)
        return self[kind]

    def get(self, kind: str, default: Any = None) -> Any:
        return self[kind]
