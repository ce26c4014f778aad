"""Charges, taxes and payments of an order that is told again. Amounts are the channel's and are never recomputed."""

from __future__ import annotations

from collections import Counter
from typing import Any

from desktop_oms.app.intake.create import PAYMENT_STATE, Maker
from desktop_oms.app.intake.known import KnownOrder
from desktop_oms.db import schema
from desktop_oms.domain.remote_order import RemoteOrder, RemoteTax


def follow_charges(maker: Maker, known: KnownOrder, remote: RemoteOrder) -> bool:
    """Replace the order's charges and its own and their taxes when they differ; an empty telling is not told."""
    if not remote.charges and not remote.taxes:
        return False
    charges = Counter((told.kind, told.title, told.amount_minor) for told in remote.charges)
    stored = Counter((row["kind"], row["title"], row["amount_minor"]) for row in known.charges)
    taxes = Counter(_tax(tax) for told in remote.charges for tax in told.taxes) + Counter(map(_tax, remote.taxes))
    own = [row for row in known.taxes if row["order_line_id"] is None]
    if charges == stored and taxes == Counter((row["title"], row["rate"], row["amount_minor"]) for row in own):
        return False
    for row in own:
        maker.batch.delete(schema.order_tax, row["id"])
    for row in known.charges:
        maker.batch.delete(schema.order_charge, row["id"])
    maker.charges(known.row["id"], remote)
    return True


def follow_payments(maker: Maker, known: KnownOrder, remote: RemoteOrder) -> bool:
    """Add payments we have not seen and correct the amount of those we have; a payment left out stays on record."""
    stored: dict[tuple[str, str], list[Any]] = {}
    for row in known.payments:
        stored.setdefault((row["kind"], row["external_id"]), []).append(row)
    fresh = []
    touched = False
    for told in remote.payments:
        rows = stored.get((told.kind, told.external_id))
        if not rows:
            fresh.append(told)
            continue
        row = rows.pop(0)
        if told.amount_minor != row["amount_minor"]:
            changes = {"amount_minor": told.amount_minor, "state": PAYMENT_STATE[told.kind]}
            maker.batch.update(schema.payment, row["id"], changes)
            touched = True
    if fresh:
        captured = sum(row["amount_minor"] for row in known.payments if row["kind"] == "capture")
        refunded = sum(row["amount_minor"] for row in known.payments if row["kind"] == "refund")
        maker.payments(known.row["id"], remote, fresh, already=captured - refunded)
    return touched or bool(fresh)


def _tax(tax: RemoteTax) -> tuple[str, str | None, int]:
    return (tax.title, tax.rate, tax.amount_minor)
