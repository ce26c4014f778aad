"""A shop with fresh books, once per engine; ``again`` opens the same books a second time, like another station."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from desktop_oms.app.shop import Shop
from tests.app.books import shop_at
from tests.support.clock import FrozenClock
from tests.support.databases import Databases
from tests.support.shop import FLOOR, Floor, build_floor

KEY = "first shop"


def _build(url: str) -> None:
    shop_at(url, FrozenClock()).close()


@pytest.fixture
def fresh_shop(databases: Databases, clock: FrozenClock) -> Iterator[Callable[[], Shop]]:
    """Call it for a shop on new books; the one before is closed. For tests that need one after the other."""
    opened: list[Shop] = []

    def make() -> Shop:
        while opened:
            opened.pop().close()
        opened.append(shop_at(databases.copy_of(KEY, _build), clock))
        return opened[-1]

    yield make
    for shop in opened:
        shop.close()


@pytest.fixture
def shop_url(databases: Databases) -> str:
    """Address of the books of ``shop``."""
    return databases.copy_of(KEY, _build)


@pytest.fixture
def shop(shop_url: str, clock: FrozenClock) -> Iterator[Shop]:
    """A shop after its first run: one warehouse, one station, the owner, no article, no order."""
    opened = shop_at(shop_url, clock)
    yield opened
    opened.close()


@pytest.fixture
def again(shop_url: str, clock: FrozenClock) -> Iterator[Callable[[], Shop]]:
    """Call it for another connection to the same books, as another process or station has it."""
    opened: list[Shop] = []

    def make() -> Shop:
        opened.append(shop_at(shop_url, clock))
        return opened[-1]

    yield make
    for shop in opened:
        shop.close()


@pytest.fixture
def floor(databases: Databases, clock: FrozenClock) -> Iterator[Floor]:
    """A shop ready for packing, seen by the owner at table 1; see tests/support/shop.py."""
    opened = Floor(databases.copy_of(FLOOR, build_floor), clock)
    yield opened
    opened.close()
