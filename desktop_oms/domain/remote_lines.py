"""Recognize a line again when one file of a channel names its id and another does not.

Amazon's new-orders report has item ids, its all-orders report has none; there a line's id is made from its SKU ("sku:MUG").
Without this an order that stands in both would get every line twice. Pure; used by intake before it compares lines.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import replace

from desktop_oms.domain.remote_order import RemoteOrder

MADE_ID = "sku:"


def is_made_line_id(external_id: str) -> bool:
    """True for a line id we made from the SKU because the file had none."""
    return external_id.startswith(MADE_ID)


def with_known_line_ids(order: RemoteOrder, known: Iterable[tuple[str, str]]) -> RemoteOrder:
    """The order with the line ids under which we know its lines already.

    Args:
        known: (external id, SKU) of the lines in the books, in their order.

    A line keeps its id if the books have it. Else, where either side's id is made, it takes the id of the next unmatched
    line in the books with the same SKU (case ignored). A line nobody knows keeps its id. Shipments follow their lines.
    """
    in_books = list(known)
    known_ids = {external_id for external_id, _ in in_books}
    taken = {line.external_id for line in order.lines} & known_ids
    waiting: dict[str, deque[str]] = defaultdict(deque)
    for external_id, sku in in_books:
        if external_id not in taken:
            waiting[sku.casefold()].append(external_id)
    ids: dict[str, str] = {}
    for line in order.lines:
        queue = waiting[line.sku.casefold()]
        if line.external_id in taken or not queue:
            continue
        if is_made_line_id(line.external_id) or is_made_line_id(queue[0]):
            ids[line.external_id] = queue.popleft()
    return _renamed(order, ids) if ids else order


def _renamed(order: RemoteOrder, ids: Mapping[str, str]) -> RemoteOrder:
    lines = tuple(replace(line, external_id=ids.get(line.external_id, line.external_id)) for line in order.lines)
    shipments = tuple(
        replace(shipment, lines=tuple((ids.get(line_id, line_id), quantity) for line_id, quantity in shipment.lines))
        for shipment in order.shipments
    )
    return replace(order, lines=lines, shipments=shipments)
