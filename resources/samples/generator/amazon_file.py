"""Write Amazon's two order reports: tab separated, never quoted, one row per order item."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from generator.model import Item, Order, money

NEW_HEADER = (
    "order-id order-item-id purchase-date payments-date buyer-email buyer-name buyer-phone-number sku product-name "
    "quantity-purchased currency item-price item-tax shipping-price shipping-tax ship-service-level recipient-name "
    "ship-address-1 ship-address-2 ship-address-3 ship-city ship-state ship-postal-code ship-country ship-phone-number "
    "delivery-start-date delivery-end-date delivery-time-zone delivery-Instructions sales-channel gift-wrap-type "
    "gift-wrap-price gift-wrap-tax gift-message-text item-promotion-discount ship-promotion-discount earliest-ship-date "
    "latest-ship-date is-business-order purchase-order-number"
).split()
ALL_HEADER = (
    "amazon-order-id merchant-order-id purchase-date last-updated-date order-status fulfillment-channel sales-channel "
    "order-channel url ship-service-level product-name sku asin item-status quantity currency item-price item-tax "
    "shipping-price shipping-tax gift-wrap-price gift-wrap-tax item-promotion-discount ship-promotion-discount ship-city "
    "ship-state ship-postal-code ship-country promotion-ids is-business-order purchase-order-number price-designation"
).split()


def _iso(moment: datetime, zone: timezone) -> str:
    return moment.astimezone(zone).isoformat(timespec="seconds")


def _amount(minor: int, order: Order) -> str:
    return money(minor, order.currency) if minor else ""


def _new_cells(order: Order, item: Item, index: int, zone: timezone) -> dict[str, str]:
    buyer = order.buyer
    first = index == 0
    cells = {
        "order-id": order.id,
        "order-item-id": item.item_id,
        "purchase-date": _iso(order.placed, zone),
        "payments-date": _iso(order.placed + timedelta(minutes=4), zone),
        "buyer-email": f"b{order.id[-7:]}@marketplace.amazon.example",
        "buyer-name": buyer.name,
        "buyer-phone-number": buyer.phone,
        "sku": item.sku,
        "product-name": item.title,
        "quantity-purchased": str(item.quantity),
        "currency": order.currency,
        # Amazon states the price of the row before its promotion.
        "item-price": money(item.quantity * item.price, order.currency),
        "item-tax": _amount(item.tax, order),
        "shipping-price": _amount(order.shipping if first else 0, order),
        "shipping-tax": _amount(order.shipping_tax if first else 0, order),
        "ship-service-level": "Standard",
        "recipient-name": buyer.name,
        "ship-address-1": buyer.street,
        "ship-address-2": buyer.extra,
        "ship-city": buyer.city,
        "ship-state": buyer.province,
        "ship-postal-code": buyer.zip,
        "ship-country": buyer.country,
        "sales-channel": order.market,
        "gift-wrap-type": "Gift bag" if first and order.wrap else "",
        "gift-wrap-price": _amount(order.wrap if first else 0, order),
        "gift-wrap-tax": _amount(order.wrap_tax if first else 0, order),
        "gift-message-text": item.gift,
        "item-promotion-discount": _amount(-item.off if order.market == "Amazon.co.jp" else item.off, order),
        "ship-promotion-discount": _amount(order.ship_promo if first else 0, order),
        "earliest-ship-date": _iso(order.placed, zone),
        "latest-ship-date": _iso(order.placed + timedelta(days=2), zone),
        "is-business-order": "true" if buyer.company else "false",
    }
    return cells | order.extra


def _all_cells(order: Order, item: Item, index: int) -> dict[str, str]:
    first = index == 0
    is_pending = order.status == "Pending"
    words = {"shipped": "Shipped", "cancelled": "Cancelled"}
    status = words.get(item.state, "Unshipped")
    cells = {
        "amazon-order-id": order.id,
        "merchant-order-id": "",
        "purchase-date": _iso(order.placed, UTC),
        "last-updated-date": _iso(order.placed + timedelta(hours=3), UTC),
        "order-status": order.status,
        "fulfillment-channel": "Amazon" if order.by_amazon else "Merchant",
        "sales-channel": order.market,
        "ship-service-level": "Standard",
        "product-name": item.title,
        "sku": item.sku,
        "asin": f"B0EXAMPLE{len(item.sku) % 10}",
        "item-status": status,
        "quantity": str(item.quantity),
        "is-business-order": "false",
    }
    if not is_pending:
        cells |= {
            "currency": order.currency,
            "item-price": money(item.quantity * item.price, order.currency),
            "item-tax": _amount(item.tax, order),
            "shipping-price": _amount(order.shipping if first else 0, order),
            "shipping-tax": _amount(order.shipping_tax if first else 0, order),
            "gift-wrap-price": _amount(order.wrap if first else 0, order),
            "gift-wrap-tax": _amount(order.wrap_tax if first else 0, order),
            "item-promotion-discount": _amount(item.off, order),
            "ship-promotion-discount": _amount(order.ship_promo if first else 0, order),
            "ship-city": order.buyer.city,
            "ship-state": order.buyer.province,
            "ship-postal-code": order.buyer.zip,
            "ship-country": order.buyer.country,
        }
    return cells | order.extra


def _write(header: list[str], orders: list[Order], rows: list[list[dict[str, str]]], end: str) -> str:
    lines = ["\t".join(header)]
    for order, own in zip(orders, rows, strict=True):
        order.first_line = len(lines) + 1
        order.lines_at = [order.first_line + index for index in range(len(own))]
        lines += ["\t".join(cells.get(name, "") for name in header) for cells in own]
    return end.join(lines) + end


def write_new(orders: list[Order], *, hours: int = 1, end: str = "\n") -> str:
    """The new-orders report as text; times in the marketplace's own offset."""
    zone = timezone(timedelta(hours=hours))
    rows = [[_new_cells(order, item, index, zone) for index, item in enumerate(order.items)] for order in orders]
    return _write(NEW_HEADER, orders, rows, end)


def write_all(orders: list[Order], *, end: str = "\r\n") -> str:
    """The all-orders report as text; times in UTC."""
    rows = [[_all_cells(order, item, index) for index, item in enumerate(order.items)] for order in orders]
    return _write(ALL_HEADER, orders, rows, end)
