"""Make the sample files of the shop "Harbor & Pine" and manifest.json beside them: python make_samples.py [--check].

Standard library only; the same bytes on every machine. ``--check`` writes nothing and fails if a file differs.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from generator import amazon_file, amazon_orders, goods_files, manifest, shopify_file, shopify_orders  # noqa: E402
from generator.model import Order, pieces  # noqa: E402

HERE = Path(__file__).parent


def make() -> dict[str, bytes]:
    """Name and bytes of every file."""
    book = shopify_orders.build()
    new = amazon_orders.new_orders()
    every = amazon_orders.all_orders(new)
    japan = amazon_orders.japanese_orders()
    files: dict[str, bytes] = {
        "shopify-orders.csv": shopify_file.write(book.orders),
        "amazon-new-orders.txt": amazon_file.write_new(new.orders).encode("utf-8"),
        "amazon-all-orders.txt": amazon_file.write_all(every.orders).encode("utf-8"),
        "amazon-jp-new-orders.txt": amazon_file.write_new(japan.orders, hours=9, end="\r\n").encode("cp932"),
    }
    sources = (
        ("shopify-orders.csv", "shopify-orders-csv", book.orders, book.difficulties),
        ("amazon-new-orders.txt", "amazon-new-orders", new.orders, new.difficulties),
        ("amazon-all-orders.txt", "amazon-all-orders", every.orders, every.difficulties),
        ("amazon-jp-new-orders.txt", "amazon-new-orders", japan.orders, japan.difficulties),
    )
    distinct: dict[str, Order] = {}
    for _, _, orders, _ in sources:
        for order in orders:
            if not order.reject:
                distinct.setdefault(order.id, order)
    together = list(distinct.values())
    demand: Counter[str] = Counter()
    for order in together:
        demand.update(pieces(order.open_units()))
    files["opening-stock.csv"], stock = goods_files.opening_stock(demand)
    files["products.csv"], products = goods_files.products()
    on_hand = Counter({sku: int(str(count)) for sku, count in dict(stock["by_sku"]).items()})  # type: ignore[call-overload]
    content = {
        "about": "Expected figures of the sample files, counted by the generator from its own orders, never by the importer.",
        "files": {name: manifest.file_figures(orders, kind) for name, kind, orders, _ in sources},
        "together": {**manifest.figures(together), "fully_allocatable_orders": manifest.allocatable(together, on_hand)},
        "opening-stock.csv": stock,
        "products.csv": products,
        "difficulties": [row for name, _, _, hard in sources for row in manifest.difficulty_rows(hard, name)],
        "orders": [row for name, _, orders, _ in sources for row in manifest.order_figures(orders, name)],
    }
    files["manifest.json"] = (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
    return files


def main() -> int:
    """Write or check; answers the exit code."""
    made = make()
    if "--check" in sys.argv[1:]:
        stale = [name for name, content in made.items() if not (HERE / name).exists() or (HERE / name).read_bytes() != content]
        sys.stdout.write(f"stale: {', '.join(stale)}\n" if stale else "all sample files are fresh\n")
        return 1 if stale else 0
    for name, content in made.items():
        (HERE / name).write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
