"""The columns of Shopify's order export, by folded name: which have a place of their own, which belong to the line.

Source: ../shared/specs/shopify/csv/orders_export.csv; older exports lack Id, Tax n, Duties, Payment References.
"""

from __future__ import annotations

_ADDRESS = ("name", "street", "address1", "address2", "company", "city", "zip", "province", "country", "phone")

PLACED = frozenset(
    (
        "name", "email", "financial status", "paid at", "fulfillment status", "fulfilled at", "currency", "subtotal",
        "shipping", "taxes", "total", "discount code", "discount amount", "shipping method", "created at",
        "lineitem quantity", "lineitem name", "lineitem price", "lineitem sku", "lineitem requires shipping",
        "lineitem fulfillment status", "lineitem discount", "notes", "note attributes", "cancelled at", "payment method",
        "refunded amount", "outstanding balance", "id", "tags", "phone", "duties",
        *(f"{kind} {part}" for kind in ("billing", "shipping") for part in _ADDRESS),
        *(f"tax {n} {part}" for n in range(1, 6) for part in ("name", "value")),
    )
)  # fmt: skip

# Order columns that only survive as attributes; on a continuation row they are repetitions.
ORDER_LEVEL = frozenset(
    (
        "accepts marketing", "payment reference", "payment references", "payment id", "employee", "location", "device id",
        "risk level", "source", "receipt number", "billing province name", "shipping province name",
        "payment terms name", "next payment due at",
    )
)  # fmt: skip

# Shopify writes a tip as a line without SKU that needs no shipping, named in the shop's language.
TIP_NAMES = frozenset(
    "tip tips gratuity trinkgeld pourboire propina mancia fooi gorjeta dricks drikkepenge napiwek チップ".split()
)
GIFT_NOTES = frozenset(("gift message", "gift_message", "gift-message", "gift note", "gift_note", "geschenknachricht"))
GIFT_FLAGS = ("gift", "is_gift", "is gift", "Gift", "Is gift")


def is_line_column(name: str) -> bool:
    """True for columns that describe the line item of their row."""
    return name.startswith("lineitem") or name == "vendor"
