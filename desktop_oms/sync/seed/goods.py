"""Invented articles with barcodes, bins and prices; what sells is unevenly spread, as in real shops."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from random import Random

from desktop_oms.sync.goods import BarcodeIn, ComponentIn, ProductRowIn, StockRowIn

_THINGS = ("Mug 300 ml", "Teapot 1.2 L", "Bowl 500 ml", "Linen towel", "Candle 220 g", "Notebook A5", "Oil 0.5 L", "Soap 120 g",
           "Cushion 40 x 40", "Vase 18 cm", "Apron", "Storage jar 1 L", "Coffee 250 g", "Poster 50 x 70", "Wool blanket")  # fmt: skip
_LINES = ("Harbor", "Solvej", "Nordlicht", "Arbor", "Piccola", "Mistral", "Fjord", "Ochre", "Aurora", "Kiln")
_OPTIONS = ("Moss", "Clay", "Night blue", "Sand", "Chalk", "Rust", "Plum", "Fir green")
_FEWEST, _MOST = 30, 4000
# Rank of the article nobody has on the shelf: orders for it wait.
SOLD_OUT = 3


@dataclass(frozen=True, slots=True)
class Article:
    """One invented article; ``price_minor`` in euro cents."""

    sku: str
    title: str
    option: str
    code: str
    bin: str
    price_minor: int


class Catalog:
    """All articles of the invented shop.

    Attributes:
        kit: SKU of a gift set made of the second and third article.
    """

    kit = "SET-GIFT"

    def __init__(self, random: Random, orders: int) -> None:
        count = min(_MOST, max(_FEWEST, orders // 5))
        self.articles = [_article(random, number) for number in range(count)]
        # Zipf: the article of rank k sells 1/k as often as the first (the sold-out one is asked for on purpose only).
        shares = [0.0 if rank == SOLD_OUT else 1 / (rank + 1) for rank in range(count)]
        self._shares = list(accumulate(shares))

    def pick(self, random: Random, count: int) -> list[Article]:
        """Different articles, the popular ones more often."""
        return list(dict.fromkeys(random.choices(self.articles, cum_weights=self._shares, k=count)))

    def product_rows(self) -> list[ProductRowIn]:
        """The product file of this shop."""
        rows = [
            ProductRowIn(
                sku=article.sku,
                title=article.title,
                option=article.option,
                barcodes=(BarcodeIn(article.code), *((BarcodeIn(f"{article.sku}-BOX6", 6),) if line % 9 == 0 else ())),
                weight_g=120 + 37 * (line % 40),
                cost_minor=article.price_minor * 2 // 5,
                currency="EUR",
                line=line,
            )
            for line, article in enumerate(self.articles, start=2)
        ]
        parts = tuple(ComponentIn(article.sku) for article in self.articles[1:3])
        return [*rows, ProductRowIn(sku=self.kit, title="Gift set", components=parts, line=len(rows) + 2)]

    def stock_rows(self, random: Random, wanted: dict[str, int]) -> list[StockRowIn]:
        """Opening stock: what the open orders want and something more; nothing of the sold-out article."""
        return [
            StockRowIn(
                sku=article.sku,
                quantity=wanted.get(article.sku, 0) + random.randint(2, 40),
                bin=article.bin,
                cost_minor=article.price_minor * 2 // 5,
                currency="EUR",
                line=line,
            )
            for line, article in enumerate(self.articles, start=2)
            if line - 2 != SOLD_OUT
        ]


def _article(random: Random, number: int) -> Article:
    thing = _THINGS[number % len(_THINGS)]
    option = _OPTIONS[(number // len(_THINGS)) % len(_OPTIONS)]
    title = f"{_LINES[(number // 7) % len(_LINES)]} {thing}"
    stem = "".join(letter for letter in thing.upper() if letter.isalpha())[:3]
    shelf = f"{'ABCDEFGH'[number % 8]}-{number // 8 % 30 + 1}-{number // 240 + 1}"
    return Article(f"{stem}-{number + 1:04d}", title, option, _ean13(number), shelf, random.randrange(390, 8900, 10))


def _ean13(number: int) -> str:
    """An article number of the range GS1 keeps for use inside one company (prefix 20 to 29), with its check digit."""
    body = f"2{number + 1:011d}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body))
    return f"{body}{-total % 10}"
