"""Reading an order file: our Shopify reader against ``csv.reader`` over the same file, rows per second of processor time."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from benchmarks.data import MadeShop
from benchmarks.measure import RUNS, Figure, cpu_timed, rate, settle, take_turns
from desktop_oms.channels.file_port import FileFormats

_ORDERS = 1000
_COLUMNS = (
    "Name", "Email", "Financial Status", "Paid at", "Fulfillment Status", "Fulfilled at", "Accepts Marketing", "Currency", "Subtotal",
    "Shipping", "Taxes", "Total", "Discount Code", "Discount Amount", "Shipping Method", "Created at", "Lineitem quantity",
    "Lineitem name", "Lineitem price", "Lineitem compare at price", "Lineitem sku", "Lineitem requires shipping", "Lineitem taxable",
    "Lineitem fulfillment status", "Billing Name", "Billing Street", "Billing Address1", "Billing Address2", "Billing Company",
    "Billing City", "Billing Zip", "Billing Province", "Billing Country", "Billing Phone", "Shipping Name", "Shipping Street",
    "Shipping Address1", "Shipping Address2", "Shipping Company", "Shipping City", "Shipping Zip", "Shipping Province",
    "Shipping Country", "Shipping Phone", "Notes", "Note Attributes", "Cancelled at", "Payment Method", "Payment Reference",
    "Refunded Amount", "Vendor", "Outstanding Balance", "Id", "Tags", "Risk Level", "Source", "Lineitem discount", "Tax 1 Name",
    "Tax 1 Value", "Phone",
)  # fmt: skip


def measure(made: MadeShop, folder: Path) -> Iterator[Figure]:
    """Rows of a file in Shopify's shape; orders read whole, with the check of assumptions that comes before."""
    path = folder / "orders.csv"
    rows = write_file(made, path)

    def ours() -> int:
        opened = FileFormats().open(path, {})
        return sum(len(page.orders) for page in opened.pages)

    def bare() -> int:
        with path.open(newline="", encoding="utf-8") as source:
            return sum(1 for _row in csv.reader(source))

    assert ours() == _ORDERS
    bare()
    settle()
    runs = [take_turns(1, ours, bare, cpu_timed) for _run in range(RUNS)]
    yield rate("", "read a Shopify file", rows, runs, "rows per CPU s", None)


def write_file(made: MadeShop, path: Path) -> int:
    """Write orders as Shopify exports them; returns the number of rows."""
    count = 0
    with path.open("w", newline="", encoding="utf-8") as out:
        table = csv.DictWriter(out, _COLUMNS, restval="")
        table.writeheader()
        for order in made.orders(_ORDERS):
            for place, line in enumerate(order.lines):
                row = {
                    "Name": order.number,
                    "Email": order.buyer_email,
                    "Lineitem quantity": line.quantity,
                    "Lineitem name": line.title,
                    "Lineitem price": _money(line.unit_price_minor),
                    "Lineitem sku": line.sku,
                    "Lineitem requires shipping": "true",
                    "Lineitem taxable": "true",
                    "Lineitem fulfillment status": "pending",
                    "Lineitem discount": "0.00",
                    "Created at": f"{order.placed_at:%Y-%m-%d %H:%M:%S} +0000",
                }
                if place == 0:
                    shipping = sum(charge.amount_minor for charge in order.charges)
                    home = order.ship_to
                    row |= {
                        "Financial Status": "paid",
                        "Paid at": row["Created at"],
                        "Fulfillment Status": "unfulfilled",
                        "Currency": order.currency,
                        "Subtotal": _money(order.total_minor - shipping),
                        "Shipping": _money(shipping),
                        "Taxes": _money(order.taxes[0].amount_minor),
                        "Total": _money(order.total_minor),
                        "Shipping Method": order.service_level,
                        "Payment Method": "Shopify Payments",
                        "Id": order.external_id,
                        "Source": "web",
                        "Tax 1 Name": "VAT 19%",
                        "Tax 1 Value": _money(order.taxes[0].amount_minor),
                    }
                    for kind in ("Billing", "Shipping"):
                        row |= {
                            f"{kind} Name": home.name,
                            f"{kind} Address1": home.street1,
                            f"{kind} City": home.city,
                            f"{kind} Zip": home.postcode,
                            f"{kind} Country": home.country,
                        }
                table.writerow(row)
                count += 1
    return count


def _money(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02d}"
