"""Write Shopify's order export: order data on the first line of an order only, an apostrophe before postcodes."""

from __future__ import annotations

import csv
import io
from datetime import datetime

from generator.model import Item, Order, money

HEADER = (
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,"
    "Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,"
    "Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,"
    "Billing Name,Billing Street,Billing Address1,Billing Address2,Billing Company,Billing City,Billing Zip,"
    "Billing Province,Billing Country,Billing Phone,Shipping Name,Shipping Street,Shipping Address1,Shipping Address2,"
    "Shipping Company,Shipping City,Shipping Zip,Shipping Province,Shipping Country,Shipping Phone,Notes,Note Attributes,"
    "Cancelled at,Payment Method,Payment Reference,Refunded Amount,Vendor,Outstanding Balance,Employee,Location,Device ID,"
    "Id,Tags,Risk Level,Source,Lineitem discount,Tax 1 Name,Tax 1 Value,Tax 2 Name,Tax 2 Value,Tax 3 Name,Tax 3 Value,"
    "Tax 4 Name,Tax 4 Value,Tax 5 Name,Tax 5 Value,Phone,Receipt Number,Duties,Billing Province Name,"
    "Shipping Province Name,Payment ID,Payment Terms Name,Next Payment Due At,Payment References"
).split(",")


def _time(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S %z")


def _item_cells(order: Order, item: Item) -> dict[str, str]:
    words = {"open": "pending", "shipped": "fulfilled", "cancelled": "restocked"}
    state = words.get(item.state, "partial")
    return {
        "Lineitem quantity": str(item.quantity),
        "Lineitem name": item.title,
        "Lineitem price": money(item.price, order.currency),
        "Lineitem sku": item.sku,
        "Lineitem requires shipping": "true" if item.ships else "false",
        "Lineitem taxable": "true",
        "Lineitem fulfillment status": state,
        "Lineitem discount": money(item.off, order.currency),
        "Vendor": "Harbor & Pine",
    }


def _order_cells(order: Order) -> dict[str, str]:
    def show(minor: int) -> str:
        return money(minor, order.currency)

    cells = {
        "Financial Status": order.financial,
        "Paid at": _time(order.placed) if order.financial not in ("pending", "authorized", "voided", "expired") else "",
        "Fulfillment Status": order.fulfillment,
        "Fulfilled at": _time(order.placed) if order.fulfillment in ("fulfilled", "partial") else "",
        "Accepts Marketing": "no",
        "Currency": order.currency,
        "Subtotal": show(order.subtotal),
        "Shipping": show(order.shipping),
        "Taxes": show(order.taxes),
        "Total": show(order.total),
        "Discount Code": order.discount_code,
        "Discount Amount": show(order.discount + sum(item.off for item in order.items)),
        "Shipping Method": order.shipping_title if order.shipping else "",
        "Notes": order.note,
        "Note Attributes": order.note_attributes,
        "Cancelled at": _time(order.cancelled_at) if order.cancelled_at else "",
        "Payment Method": order.method,
        "Payment References": order.references,
        "Refunded Amount": show(order.refunded),
        "Outstanding Balance": show(order.outstanding),
        "Id": order.id,
        "Tags": order.tags,
        "Risk Level": order.risk,
        "Source": "web",
        "Tax 1 Name": f"{'VAT' if order.inside else 'State tax'} {order.percent}%" if order.taxes else "",
        "Tax 1 Value": show(order.taxes) if order.taxes else "",
        "Duties": show(order.duties) if order.duties else "",
        **order.extra,
    }
    buyer = order.buyer
    for kind in ("Billing", "Shipping"):
        cells |= {
            f"{kind} Name": buyer.name,
            f"{kind} Street": f"{buyer.street}, {buyer.extra}" if buyer.extra else buyer.street,
            f"{kind} Address1": buyer.street,
            f"{kind} Address2": buyer.extra,
            f"{kind} Company": buyer.company,
            f"{kind} City": buyer.city,
            f"{kind} Zip": f"'{buyer.zip}",
            f"{kind} Province": buyer.province,
            f"{kind} Country": buyer.country,
            f"{kind} Phone": buyer.phone,
        }
    return cells


def write(orders: list[Order]) -> bytes:
    """The file; notes in each order the physical line where it begins and where each of its items stands.

    An order marked ``scatter`` has its last row behind the next two orders.
    """
    columns = [*HEADER, "Lineitem grind"]
    rows: list[tuple[Order, int, dict[str, str]]] = []
    late: list[tuple[int, tuple[Order, int, dict[str, str]]]] = []
    for place, order in enumerate(orders):
        own = []
        for index, item in enumerate(order.items):
            cells = {"Name": order.number, "Email": f"buyer{order.id[-4:]}@example.test", "Created at": _time(order.placed)}
            cells |= (_order_cells(order) if index == 0 else {}) | _item_cells(order, item)
            if "whole bean" in item.title and index == 0:
                cells["Lineitem grind"] = "none"
            cells |= {name: text for name, text in order.extra.items() if index == 0}
            own.append((order, index, cells))
        if order.scatter:
            late.append((place + 2, own.pop()))
        rows += own
        rows += [row for due, row in late if due == place]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    line = 2
    for order, index, cells in rows:
        before = text.tell()
        writer.writerow([cells.get(name, "") for name in columns])
        if index == 0:
            order.first_line = line
        order.lines_at.append(line)
        text.seek(before)
        line += text.read().count("\n")
    return text.getvalue().encode("utf-8")
