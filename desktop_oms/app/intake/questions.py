"""Where channel and shop disagree and only a person can say: open conflicts on an order, one per field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from desktop_oms.app.intake.batch import Batch
from desktop_oms.app.intake.known import KnownOrder
from desktop_oms.db import schema
from desktop_oms.db.changes import encode
from desktop_oms.domain.remote_order import RemoteLine


class Questions:
    """Writes down differences. Personal values are named by the id of their row, never by their text."""

    def __init__(self, batch: Batch, known: KnownOrder, now: datetime) -> None:
        self._batch = batch
        self._known = known
        self._now = now

    def ask(self, field: str, ours: Any, theirs: Any) -> bool:
        """Open a conflict on a field, or bring an open one up to date. True when it is news."""
        ours, theirs = encode(ours), encode(theirs)
        open_one = self._known.conflicts.get(field)
        if open_one is not None:
            if open_one["channel_value"] != theirs:
                self._batch.update(schema.sync_conflict, open_one["id"], {"channel_value": theirs})
            return False
        row = {"order_id": self._known.row["id"], "field": field, "our_value": ours, "channel_value": theirs}
        self._batch.insert(schema.sync_conflict, {**row, "opened_at": self._now})
        return True

    def ask_about_kept(self, news: Mapping[str, Any]) -> bool:
        """Ask about fields a person edited, if the channel says something else than it did before the edit."""
        has_asked = False
        for field, value in news.items():
            theirs = encode(value)
            is_told = theirs not in (None, "") and theirs != encode(self._known.row[field])
            if is_told and (field not in self._known.said or self._known.said[field] != theirs):
                has_asked = self.ask(field, self._known.row[field], value) or has_asked
        return has_asked

    def ask_about_goods(self, lines: Mapping[str, RemoteLine]) -> None:
        """Ask about lines whose goods the channel tells differently, by the line's external id."""
        for external_id, line in lines.items():
            old = self._known.lines.get(external_id)
            ours = _goods(old["sku"], old["quantity"], old["cancelled_qty"], old["shipped_qty"]) if old else None
            theirs = _goods(line.sku, line.quantity, line.cancelled_quantity, line.shipped_quantity)
            self.ask(f"line:{external_id}", ours, theirs)

    def request_cancel(self, at: datetime | None) -> None:
        """Stop the packing table: a cancelled order must not leave because its box was open already (P44)."""
        stamp = at or self._now
        self._batch.update(schema.sales_order, self._known.row["id"], {"cancel_requested_at": stamp})
        for row in self._known.shipments.values():
            if row["dispatched_at"] is None and row["cancel_requested"] is None:
                self._batch.update(schema.shipment, row["id"], {"cancel_requested": stamp})


def _goods(sku: str, quantity: int, cancelled: int, shipped: int) -> dict[str, Any]:
    return {"sku": sku, "quantity": quantity, "cancelled": cancelled, "shipped": shipped}
