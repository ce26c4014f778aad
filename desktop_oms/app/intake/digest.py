"""A short fingerprint of what a channel told about an order: equal telling, equal fingerprint, nothing to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import datetime
from hashlib import sha256
from operator import attrgetter
from typing import Any, cast

from desktop_oms.domain import remote_order as shapes
from desktop_oms.domain.remote_order import RemoteOrder

# Where in a file an order stands says nothing about the order.
_LEFT_OUT = {"source_line"}
# Fields of these types are hashed as they are; the annotations are texts, because the module postpones them.
_PLAIN_TYPES = {"str", "int", "bool", "str | None"}
_SHAPES = (
    shapes.RemoteOrder,
    shapes.RemoteAddress,
    shapes.RemoteLine,
    shapes.RemoteCharge,
    shapes.RemoteTax,
    shapes.RemotePayment,
    shapes.RemoteShipment,
    shapes.RemoteHold,
)


def _getter(shape: type, *, is_plain: bool) -> Callable[[Any], tuple[Any, ...]]:
    """The fields of a shape that are plain, or the others, as one tuple."""
    names = [
        field.name
        for field in fields(shape)
        if field.name not in _LEFT_OUT and (field.type in _PLAIN_TYPES) == is_plain
    ]
    if len(names) > 1:
        return cast("Callable[[Any], tuple[Any, ...]]", attrgetter(*names))
    return lambda value: tuple(getattr(value, name) for name in names)


_PARTS = {shape: (_getter(shape, is_plain=True), _getter(shape, is_plain=False)) for shape in _SHAPES}


def order_hash(order: RemoteOrder) -> str:
    """32 hexadecimal digits over everything the channel told."""
    return hash_of(order_text(order))


def hash_of(text: str) -> str:
    """The fingerprint of an :func:`order_text`."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def order_text(order: RemoteOrder) -> str:
    """Everything the channel told as one text; equal orders, equal text."""
    return repr(_plain(order))


def _plain(value: Any) -> Any:
    """The value as nested tuples whose ``repr`` does not depend on time zone objects or the order of a mapping."""
    kind = type(value)
    if kind is str or kind is int or value is None:
        return value
    if kind is tuple:
        return tuple([_plain(item) for item in value])
    parts = _PARTS.get(kind)
    if parts is not None:
        plain, nested = parts
        return plain(value), tuple([_plain(item) for item in nested(value)])
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, Mapping):
        return tuple(sorted(value.items()))
    return value
