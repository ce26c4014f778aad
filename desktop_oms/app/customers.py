"""Find out who bought: one customer per buyer, with every version of name and address that orders were placed under.

A buyer is known by the channel's buyer id or by a mail address that is really theirs; never by name, and never by a stand-in
address of a marketplace. Personal rows are written once and never changed: an order keeps the address it was placed with.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, bindparam, select

from desktop_oms.db.driver import Prepared, ids_param
from desktop_oms.db.schema import address, contact, customer
from desktop_oms.db.tx import Tx, chunks
from desktop_oms.domain.names import email_key, is_relay_email
from desktop_oms.domain.remote_order import RemoteAddress, RemoteOrder

_CONTACT = ("name", "company", "email", "phone")
_ADDRESS = (
    "name",
    "company",
    "street1",
    "street2",
    "street3",
    "city",
    "region",
    "postcode",
    "country",
    "phone",
)

Version = tuple[str, ...]


def _versions(table: Table, names: Sequence[str]) -> Prepared:
    """Versions of the personal rows of customers; blanked ones are nobody's."""
    columns = [table.c[name] for name in ("id", "customer_id", *names)]
    query = select(*columns).where(table.c.customer_id.in_(ids_param()), table.c.erased_at.is_(None))
    return Prepared(query.order_by(table.c.id))


_CONTACTS = _versions(contact, _CONTACT)
_ADDRESSES = _versions(address, _ADDRESS)
_BUYERS = Prepared(
    select(customer.c.external_id, customer.c.id).where(
        customer.c.channel_id == bindparam("channel_id"), customer.c.external_id.in_(ids_param())
    )
)
# Why the join: contacts of an undone import stay, their customers do not. Why descending: the oldest customer wins.
_EMAILS = Prepared(
    select(contact.c.email_key, contact.c.customer_id)
    .join(customer, customer.c.id == contact.c.customer_id)
    .where(contact.c.email_key.in_(ids_param()), contact.c.erased_at.is_(None))
    .order_by(contact.c.customer_id.desc())
)


@dataclass(frozen=True, slots=True)
class Buyer:
    """Rows an order points at; None where the channel told nothing."""

    customer_id: int
    contact_id: int | None
    ship_address_id: int | None
    bill_address_id: int | None


@dataclass(slots=True)
class _Known:
    """Personal rows of one customer by content, and the newest contact."""

    contacts: dict[Version, int] = field(default_factory=dict)
    addresses: dict[Version, int] = field(default_factory=dict)


class Customers:
    """Matches the buyers of one page of orders, in a fixed number of queries, and writes who is new."""

    def __init__(self, tx: Tx, channel_id: int, orders: Sequence[RemoteOrder], current: Mapping[str, int]) -> None:
        """``current``: customer of orders we have already, by the order's external id; those orders keep their customer."""
        self._tx = tx
        self._channel_id = channel_id
        self._current = current
        self._by_buyer = self._read_buyers({order.buyer_external_id for order in orders} - {""})
        self._mail = {order.buyer_email: mail_keys(order.buyer_email) for order in orders}
        self._by_email = self._read_emails({matching for _key, matching in self._mail.values() if matching})
        found = {*self._by_buyer.values(), *self._by_email.values(), *current.values()}
        self._known: dict[int, _Known] = defaultdict(_Known)
        self._read_versions(found)
        self._new_customers: list[dict[str, Any]] = []
        self._new_contacts: list[dict[str, Any]] = []
        self._new_addresses: list[dict[str, Any]] = []

    def match(self, order: RemoteOrder) -> Buyer:
        """Rows for one order; new ones are written by :meth:`write`, which must run before the order is."""
        customer_id = self._customer_of(order)
        return Buyer(
            customer_id,
            self._contact(customer_id, order),
            self._address(customer_id, order.ship_to),
            self._address(customer_id, order.bill_to),
        )

    def write(self) -> None:
        """Insert customers, contacts and addresses planned so far; may be called again after further matches."""
        for table, rows in (
            (customer, self._new_customers),
            (contact, self._new_contacts),
            (address, self._new_addresses),
        ):
            self._tx.insert(table, rows)
            rows.clear()

    # --- inside --------------------------------------------------------------------------------------------------

    def _customer_of(self, order: RemoteOrder) -> int:
        _key, mail = self._mail[order.buyer_email]
        found = (
            self._current.get(order.external_id)
            or self._by_buyer.get(order.buyer_external_id)
            or self._by_email.get(mail)
        )
        if found is None:
            found = self._tx.new_ids(1)[0]
            row = {"channel_id": self._channel_id, "external_id": order.buyer_external_id, "created_at": self._tx.now}
            self._new_customers.append({"id": found, **row})
        if order.buyer_external_id:
            self._by_buyer.setdefault(order.buyer_external_id, found)
        if mail:
            self._by_email.setdefault(mail, found)
        return found

    def _contact(self, customer_id: int, order: RemoteOrder) -> int | None:
        company = order.bill_to.company or order.ship_to.company
        version = (order.buyer_name, company, order.buyer_email, order.buyer_phone)
        if not any(version):
            return None
        known = self._known[customer_id].contacts
        if version not in known:
            known[version] = self._tx.new_ids(1)[0]
            row = {"id": known[version], "customer_id": customer_id, "created_at": self._tx.now}
            key, _matching = self._mail[order.buyer_email]
            self._new_contacts.append({**row, "email_key": key, **dict(zip(_CONTACT, version, strict=True))})
        return known[version]

    def _address(self, customer_id: int, told: RemoteAddress) -> int | None:
        version = tuple(getattr(told, name) for name in _ADDRESS)
        if not any(version):
            return None
        known = self._known[customer_id].addresses
        if version not in known:
            known[version] = self._tx.new_ids(1)[0]
            row = {"id": known[version], "customer_id": customer_id, "created_at": self._tx.now}
            self._new_addresses.append({**row, **dict(zip(_ADDRESS, version, strict=True))})
        return known[version]

    def _read_buyers(self, buyer_ids: Collection[str]) -> dict[str, int]:
        wanted: Sequence[Any] = sorted(buyer_ids)
        found: dict[str, int] = {}
        for chunk in chunks(wanted):
            for row in self._tx.read(_BUYERS, channel_id=self._channel_id, ids=chunk):
                found[row["external_id"]] = row["id"]
        return found

    def _read_emails(self, keys: Collection[str]) -> dict[str, int]:
        wanted: Sequence[Any] = sorted(keys)
        found: dict[str, int] = {}
        for chunk in chunks(wanted):
            for row in self._tx.read(_EMAILS, ids=chunk):
                found[row["email_key"]] = row["customer_id"]
        return found

    def _read_versions(self, customer_ids: Collection[int]) -> None:
        for chunk in chunks(sorted(customer_ids)):
            for row in self._tx.read(_CONTACTS, ids=chunk):
                self._known[row["customer_id"]].contacts[tuple([row[name] for name in _CONTACT])] = row["id"]
            for row in self._tx.read(_ADDRESSES, ids=chunk):
                self._known[row["customer_id"]].addresses[tuple([row[name] for name in _ADDRESS])] = row["id"]


def mail_keys(address: str) -> tuple[str, str]:
    """A mail address as a key to be found by, and as a key that proves who someone is: "" for a stand-in address or none."""
    key = email_key(address)
    return key, "" if not key or is_relay_email(key) else key
