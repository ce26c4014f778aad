"""The columns of Amazon's order reports under one set of names.

Three reports share this reader: new orders ("order-id", addresses and prices), unshipped orders ("quantity-to-ship",
addresses, no prices) and all orders ("amazon-order-id", statuses and prices, no names and streets, no item ids).
Sources: ../shared/specs/amazon/flatfile/new_orders.txt; report names and columns of the public SP-API documentation.
"""

from __future__ import annotations

# name in the all-orders report -> our one name
ALIASES = {
    "amazon order id": "order id",
    "quantity": "quantity purchased",
    "promise date": "latest ship date",
    "fulfilment channel": "fulfillment channel",
}

PLACED = frozenset(
    (
        "order id", "order item id", "purchase date", "payments date", "buyer email", "buyer name", "buyer phone number",
        "sku", "product name", "quantity purchased", "quantity shipped", "quantity to ship", "currency", "item price",
        "item tax", "shipping price", "shipping tax", "gift wrap price", "gift wrap tax", "item promotion discount",
        "ship promotion discount", "ship service level", "recipient name", "ship address 1", "ship address 2",
        "ship address 3", "ship city", "ship state", "ship postal code", "ship country", "ship phone number",
        "latest ship date", "latest delivery date", "delivery end date", "delivery instructions", "gift message text",
        "order status", "item status", "fulfillment channel",
    )
)  # fmt: skip

# Columns that describe the item of their row; all others describe the order.
LINE_COLUMNS = frozenset(
    (
        "asin", "gift wrap type", "promotion ids", "item promotion id", "ship promotion id", "price designation",
        "customized url", "customized page", "license state", "license expiration date",
    )
)  # fmt: skip
