"""Orders that meet in one page of an import, in ways a well-behaved file never shows."""

from __future__ import annotations

from desktop_oms.app.shop import Shop
from tests.app.books import a_channel, allocated, an_order, faults, in_stock, tell


def test_a_new_order_gets_its_pieces_once_when_an_older_one_gives_the_same_article_back_in_the_same_page(
    shop: Shop,
) -> None:
    in_stock(shop, ("MUG", "A-1", 10))
    channel_id = a_channel(shop)
    tell(shop, channel_id, an_order("old", ("MUG", 4)))

    tell(shop, channel_id, an_order("old", ("MUG", 1)), an_order("new", ("MUG", 2)))

    assert (allocated(shop, "old"), allocated(shop, "new")) == ({"MUG": 1}, {"MUG": 2})
    assert faults(shop.engine) == []
