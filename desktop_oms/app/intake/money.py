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


def follow_payments(maker: Maker, known: KnownOrder, remote: RemoteOrder) -> tuple[bool, bool]:
    """Add payments we have not seen and correct the amount of those we have; a payment left out stays on record.

    Returns whether anything changed, and whether refunds now go beyond what was captured: those beyond are not settled.
    """
    stored: dict[tuple[str, str], list[Any]] = {}
    for row in known.payments:
        stored.setdefault((row["kind"], row["external_id"]), []).append(row)
    amounts = {row["id"]: row["amount_minor"] for row in known.payments}
    fresh = []
    for told in remote.payments:
        rows = stored.get((told.kind, told.external_id))
        if rows:
            amounts[rows.pop(0)["id"]] = told.amount_minor
        else:
            fresh.append(told)
    left = sum(amounts[row["id"]] for row in known.payments if row["kind"] == "capture")
    coming = sum(told.amount_minor for told in fresh if told.kind == "capture")
    touched = is_above = False
    for row in known.payments:
        changes = {"amount_minor": amounts[row["id"]], "state": row["state"]}
        if row["kind"] == "refund":
            left -= amounts[row["id"]]
            changes["state"] = "created" if left + coming < 0 else PAYMENT_STATE["refund"]
            is_above |= left + coming < 0
        elif row["amount_minor"] != amounts[row["id"]]:
            changes["state"] = PAYMENT_STATE[row["kind"]]
        changes = {name: value for name, value in changes.items() if value != row[name]}
        maker.batch.update(schema.payment, row["id"], changes)
        touched |= bool(changes)
    is_above |= maker.payments(known.row["id"], remote, fresh, already=left)
    return touched or bool(fresh), is_above


def _tax(tax: RemoteTax) -> tuple[str, str | None, int]:
    return (tax.title, tax.rate, tax.amount_minor)
