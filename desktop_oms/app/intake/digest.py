"""A short fingerprint of what a channel told about an order: equal telling, equal fingerprint, nothing to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from hashlib import sha256
from operator import attrgetter
from typing import Any

from desktop_oms.domain import remote_order as shapes
from desktop_oms.domain.remote_order import RemoteOrder

# Where in a file an order stands says nothing about the order.
_LEFT_OUT = {"source_line"}
_PARTS: dict[type, Any] = {
    shape: attrgetter(*(field.name for field in fields(shape) if field.name not in _LEFT_OUT))
    for shape in (
        shapes.RemoteOrder,
        shapes.RemoteAddress,
        shapes.RemoteLine,
        shapes.RemoteCharge,
        shapes.RemoteTax,
        shapes.RemotePayment,
        shapes.RemoteShipment,
        shapes.RemoteHold,
    )
}


def order_hash(order: RemoteOrder) -> str:
    """32 hexadecimal digits over everything the channel told."""
    return sha256(repr(_plain(order)).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _plain(value: Any) -> Any:
    """The value as nested tuples whose ``repr`` does not depend on time zone objects or the order of a mapping."""
    kind = type(value)
    if kind is str or kind is int or value is None:
        return value
    if kind is tuple:
        return tuple([_plain(item) for item in value])
    parts = _PARTS.get(kind)
    if parts is not None:
        return tuple([_plain(item) for item in parts(value)])
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, Mapping):
        return tuple(sorted(value.items()))
    return value
