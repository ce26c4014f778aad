"""What is set aside for one order while the channel changes it: given back piece by piece, or tied loose from a shipment."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from desktop_oms.app.intake.batch import Batch
from desktop_oms.app.intake.known import KnownOrder
from desktop_oms.db import schema

_TAKEN_BACK = ("draft", "released")


class SetAside:
    """Plans what happens to an order's allocations.

    Attributes:
        freed_variants: articles of which something is free again.
    """

    def __init__(self, batch: Batch, known: KnownOrder) -> None:
        self._batch = batch
        self._known = known
        self.freed_variants: set[int] = set()

    def free(self, row: Any, keep: int) -> int:
        """Give back what a demand row has beyond ``keep`` pieces, the latest first; returns what it still has."""
        rows = self._known.allocations.get(row["id"], [])
        has = sum(part["quantity"] for part in rows)
        left = []
        for part in reversed(rows):
            excess = min(part["quantity"], has - keep)
            if excess <= 0:
                left.append(part)
                continue
            has -= excess
            self.freed_variants.add(row["variant_id"])
            if excess == part["quantity"]:
                self._batch.delete(schema.allocation, part["id"])
            else:
                self._batch.update(schema.allocation, part["id"], {"quantity": part["quantity"] - excess})
                left.append({**part, "quantity": part["quantity"] - excess})
        self._known.allocations[row["id"]] = left[::-1]
        return int(has)

    def free_everything(self) -> None:
        """The order wants nothing any more."""
        for rows in self._known.demands.values():
            for row in rows:
                self.free(row, 0)

    def recall(self, now: datetime) -> None:
        """Take shipments nobody works on out of the queue; a person releases what is left anew."""
        for row in self._known.shipments.values():
            if row["state"] in _TAKEN_BACK:
                self._batch.update(schema.shipment, row["id"], {"state": "cancelled", "cancelled_at": now})
        for parts in self._known.allocations.values():
            for part in parts:
                if part["shipment_line_id"] is not None:
                    self._batch.update(schema.allocation, part["id"], {"shipment_line_id": None})
