"""What an order must be like before it is booked, whoever told it: ids that tell its parts apart, texts a database keeps, sums in range.

What can be set right without changing the meaning is set right; what cannot is named, and the other orders of the page go in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from desktop_oms.db.schema.orders import CHARGE_KINDS, HOLD_KINDS
from desktop_oms.domain.money import is_currency
from desktop_oms.domain.remote_order import RemoteLine, RemoteOrder

MOST_UNITS = 1_000_000
# Far above any order, far below what the databases, and sums over all orders, can hold.
MOST_MINOR = 10**15
_PAYMENT_KINDS = ("authorize", "capture", "refund", "void")
_LIFECYCLES = ("open", "closed", "cancelled")


def told_apart(order: RemoteOrder) -> RemoteOrder:
    """The order with ids of its own for lines and payments whose ids repeat or are missing; the same object if all is well."""
    lines = [line.external_id for line in order.lines]
    payments = [(row.kind, row.external_id) for row in order.payments if row.external_id]
    if len(set(lines)) < len(lines) or "" in lines:
        named = unique_ids(line or f"line:{position}" for position, line in enumerate(lines, start=1))
        fresh = (replace(line, external_id=name) for line, name in zip(order.lines, named, strict=True))
        order = replace(order, lines=tuple(fresh))
    if len(set(payments)) < len(payments):
        ids = unique_ids(f"{row.kind}\0{row.external_id}" if row.external_id else "" for row in order.payments)
        told = zip(order.payments, ids, strict=True)
        order = replace(order, payments=tuple(replace(row, external_id=name.partition("\0")[2]) for row, name in told))
    return order


def unique_ids(ids: Iterable[str]) -> list[str]:
    """The same ids, a repeated one marked by its count, so that a careless channel costs no order; empty ones may repeat."""
    seen: dict[str, int] = {}
    unique: list[str] = []
    for wanted in ids:
        seen[wanted] = seen.get(wanted, 0) + 1
        unique.append(wanted if seen[wanted] == 1 or not wanted else f"{wanted}#{seen[wanted]}")
    return unique


def printable(value: Any) -> Any:
    """The value without NUL and halves of characters, which no database takes; shapes, tuples and mappings inside out."""
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, tuple):
        return tuple(printable(item) for item in value)
    if isinstance(value, Mapping):
        return {printable(name): printable(item) for name, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: printable(getattr(value, field.name)) for field in fields(value)})
    return value


def contradictions(order: RemoteOrder) -> list[str]:
    """What makes an order impossible to book, as the middle of a sentence."""
    faults = [] if order.external_id else ["has no order id"]
    for line in order.lines:
        faults += _line_faults(line)
    if not is_currency(order.currency):
        faults.append(f"is in “{order.currency[:10]}”, which is no currency")
    if max(map(abs, _amounts(order))) > MOST_MINOR:
        faults.append("has an amount too big to be true")
    if any(row.amount_minor < 0 for row in order.payments):
        faults.append("has a payment below zero")
    for word, known in _words(order):
        if word not in known:
            faults.append(f"has “{word[:40]}” where one of {', '.join(known)} is expected")
    return faults


def _line_faults(line: RemoteLine) -> Iterator[str]:
    counts = (line.quantity, line.shipped_quantity, line.cancelled_quantity)
    name = line.external_id[:40]
    if min(counts) < 0 or line.shipped_quantity + line.cancelled_quantity > line.quantity:
        yield f"line {name} ships or cancels more than the {line.quantity} that were bought"
    elif line.quantity > MOST_UNITS:
        yield f"line {name} has more than {MOST_UNITS:,} units"


def _amounts(order: RemoteOrder) -> Iterator[int]:
    yield order.total_minor
    yield order.presentment_total_minor or 0
    for line in order.lines:
        yield from (line.total_minor, line.unit_price_minor, line.discount_minor)
        yield from (tax.amount_minor for tax in line.taxes)
    for charge in order.charges:
        yield charge.amount_minor
        yield from (tax.amount_minor for tax in charge.taxes)
    yield from (tax.amount_minor for tax in order.taxes)
    yield from (row.amount_minor for row in order.payments)


def _words(order: RemoteOrder) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield order.lifecycle, _LIFECYCLES
    yield from ((row.kind, _PAYMENT_KINDS) for row in order.payments)
    yield from ((row.kind, HOLD_KINDS) for row in order.holds)
    yield from ((row.kind, CHARGE_KINDS) for row in order.charges)
