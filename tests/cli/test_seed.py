"""``seed``: the same shop for the same seed, every state in it, healthy books."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from desktop_oms import compose
from desktop_oms.app.records import QuerySpec
from desktop_oms.app.shop import Shop
from desktop_oms.sync.seed import Seeded, fill
from tests.cli.day import CommandLine
from tests.support.clock import FrozenClock
from tests.support.databases import SqliteFiles

STATES = {"on_hold", "awaiting_payment", "backordered", "ready", "packing", "ready_to_ship", "shipped", "cancelled"}


def told(shop: Shop) -> list[Any]:
    def ask(reads: Any) -> list[Any]:
        ids = reads.orders.page(QuerySpec(), None, 1000)
        rows = reads.orders.rows(ids)
        return [
            (row.number, row.customer_name, row.country, row.total_minor, row.currency, row.placed_at, row.headline)
            for row in (rows[order_id] for order_id in ids)
        ]

    found: list[Any] = shop.ask(ask)
    return found


def seeded(url: str, folder: Path, seed: int) -> tuple[Seeded, list[Any]]:
    shop = compose.open_shop(folder, database=url, clock=FrozenClock())
    try:
        return fill(shop, 90, seed), told(shop)
    finally:
        shop.close()


def test_the_same_seed_gives_the_same_shop_and_another_one_another(sqlite_files: SqliteFiles, tmp_path: Path) -> None:
    first, orders = seeded(sqlite_files.fresh(), tmp_path / "a", 5)
    again, same = seeded(sqlite_files.fresh(), tmp_path / "b", 5)
    assert (first, orders) == (again, same)
    assert seeded(sqlite_files.fresh(), tmp_path / "c", 6)[1] != orders


def test_every_state_occurs_and_the_doctor_finds_nothing(fresh: CommandLine) -> None:
    answer = fresh.done("seed", "--orders", 120, "--seed", 3)["seeded"]
    assert answer["orders"] == answer["views"]["all"] == 120
    assert {view for view, count in answer["views"].items() if count} >= STATES
    rows = fresh.done("orders", "list", "--limit", 200)["orders"]
    assert {row["headline"] for row in rows} >= STATES | {"needs_mapping", "conflict"}
    assert len({row["currency"] for row in rows}) >= 4
    assert fresh.done("doctor") == {"findings": []}


def test_books_somebody_works_with_are_never_seeded(alone: CommandLine) -> None:
    ran = alone("seed", "--orders", 5)
    assert (ran.status, ran.refusal) == (3, "seed.not_empty")
    assert len(alone.done("orders", "list")["orders"]) == 7
