"""What orders, articles and customers are found by follows the rows it is made of.

One document per entity; names and addresses are read from the personal rows in force, so an erasure is followed by indexing the
entity anew. Cost: a fixed number of queries per kind and transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Table, func, select

from desktop_oms.db import search
from desktop_oms.db.driver import Prepared, ids_param
from desktop_oms.db.schema import (
    address,
    barcode,
    contact,
    customer,
    order_line,
    sales_order,
    shipment,
    shipment_line,
    variant,
)
from desktop_oms.db.search import SearchDoc
from desktop_oms.db.tx import Tx, chunks

_ORDER_FIELDS = {"number", "external_id", "external_number", "contact_id", "ship_address_id", "customer_id"}
_SHIPMENT_FIELDS = {"number", "tracking_no"}
_OLDER = contact.alias("older")
_NEWEST = select(func.max(_OLDER.c.id)).where(_OLDER.c.customer_id == customer.c.id).scalar_subquery()

# Prepared: they run for every imported page.
_ORDER_HEADS = Prepared(
    select(
        sales_order.c.id,
        sales_order.c.number,
        sales_order.c.external_number,
        sales_order.c.external_id,
        contact.c.name,
        contact.c.company,
        contact.c.email,
        contact.c.phone,
        address.c.name.label("ship_name"),
        address.c.company.label("ship_company"),
        address.c.postcode,
        address.c.city,
    )
    .outerjoin(contact, contact.c.id == sales_order.c.contact_id)
    .outerjoin(address, address.c.id == sales_order.c.ship_address_id)
    .where(sales_order.c.id.in_(ids_param()))
)
_ORDER_LINES = Prepared(
    select(order_line.c.order_id, order_line.c.sku, order_line.c.title)
    .where(order_line.c.order_id.in_(ids_param()))
    .order_by(order_line.c.id)
)
_ORDER_SHIPMENTS = Prepared(
    select(shipment_line.c.order_id, shipment.c.number, shipment.c.tracking_no)
    .join(shipment, shipment.c.id == shipment_line.c.shipment_id)
    .where(shipment_line.c.order_id.in_(ids_param()))
    .distinct()
)
_VARIANTS = Prepared(
    select(variant.c.id, variant.c.sku, variant.c.title, variant.c.option).where(variant.c.id.in_(ids_param()))
)
_BARCODES = Prepared(select(barcode.c.variant_id, barcode.c.code).where(barcode.c.variant_id.in_(ids_param())))
_CUSTOMERS = Prepared(
    select(customer.c.id, contact.c.name, contact.c.company, contact.c.email, contact.c.phone)
    .select_from(customer)
    .join(contact, contact.c.id == _NEWEST)
    .where(customer.c.id.in_(ids_param()))
)
_SHIPMENT_ORDERS = Prepared(
    select(shipment_line.c.order_id).where(shipment_line.c.shipment_id.in_(ids_param())).distinct()
)


def apply(tx: Tx) -> None:
    """Index what this transaction changed in what things are found by; forget what it deleted."""
    gone = [row_id for table in (sales_order, variant, customer) for row_id in tx.log.deleted.get(table.name, ())]
    search.remove(tx.conn, gone)
    orders = _touched(tx, sales_order, "id", _ORDER_FIELDS) | _touched(tx, order_line, "order_id", {"sku", "title"})
    orders |= _orders_of_shipments(tx)
    variants = _touched(tx, variant, "id", {"sku", "title", "option"}) | _touched(tx, barcode, "variant_id", {"code"})
    customers = _touched(tx, contact, "customer_id", set()) - {None}
    for ids, make in ((orders, order_docs), (variants, variant_docs), (customers, customer_docs)):
        for chunk in chunks(sorted(ids.difference(gone))):
            search.index_rows(tx.conn, make(tx, chunk))


def order_docs(tx: Tx, ids: Sequence[int]) -> list[SearchDoc]:
    """Number, channel's numbers, buyer, place, articles and tracking numbers of orders."""
    words: dict[int, list[Any]] = defaultdict(list)
    for row in tx.read(_ORDER_HEADS, ids=ids):
        words[row["id"]] += [value for name, value in row.items() if name != "id"]
    for row in tx.read(_ORDER_LINES, ids=ids):
        words[row["order_id"]] += [row["sku"], row["title"]]
    for row in tx.read(_ORDER_SHIPMENTS, ids=ids):
        words[row["order_id"]] += [row["number"], row["tracking_no"]]
    return _docs("order", words)


def variant_docs(tx: Tx, ids: Sequence[int]) -> list[SearchDoc]:
    """SKU, title and every barcode of articles."""
    words: dict[int, list[Any]] = defaultdict(list)
    for row in tx.read(_VARIANTS, ids=ids):
        words[row["id"]] += [row["sku"], row["title"], row["option"]]
    for row in tx.read(_BARCODES, ids=ids):
        words[row["variant_id"]].append(row["code"])
    return _docs("variant", words)


def customer_docs(tx: Tx, ids: Sequence[int]) -> list[SearchDoc]:
    """Name, company, e-mail and phone of customers as they are now."""
    rows = tx.read(_CUSTOMERS, ids=ids)
    return _docs("customer", {row["id"]: [row["name"], row["company"], row["email"], row["phone"]] for row in rows})


def _docs(kind: str, words: dict[int, list[Any]]) -> list[SearchDoc]:
    return [
        SearchDoc(kind, row_id, " ".join(dict.fromkeys(str(part) for part in parts if part)))
        for row_id, parts in words.items()
    ]


def _touched(tx: Tx, table: Table, column: str, fields: set[str]) -> set[Any]:
    """Entities whose row in ``table`` came, went, or changed one of ``fields``."""
    log, name = tx.log, table.name
    found = {row.get(column) for row in log.inserted.get(name, ())}
    found |= {row[column] for row in log.deleted.get(name, {}).values()}
    changed = [row_id for row_id, (_old, new) in log.updated.get(name, {}).items() if fields & new.keys()]
    if column == "id":
        return found | set(changed)
    return found | _owners(tx, table, column, changed)


def _owners(tx: Tx, table: Table, column: str, row_ids: Iterable[int]) -> set[int]:
    found: set[int] = set()
    for chunk in chunks(sorted(row_ids)):
        found |= {row[column] for row in tx.read(select(table.c[column]).where(table.c.id.in_(chunk)))}
    return found


def _orders_of_shipments(tx: Tx) -> set[int]:
    """Orders found by the number or tracking number of a shipment."""
    touched = _touched(tx, shipment, "id", _SHIPMENT_FIELDS)
    # Lines that went with their shipment name the orders that are no longer found by it.
    found: set[int] = {row["order_id"] for row in tx.log.deleted.get(shipment_line.name, {}).values()}
    for chunk in chunks(sorted(touched)):
        found |= {row["order_id"] for row in tx.read(_SHIPMENT_ORDERS, ids=chunk)}
    return found
