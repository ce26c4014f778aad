"""Derived rows and columns, kept true inside the transaction that changes their facts.

Each projection looks at what was written (``tx.log``) and brings what depends on it up to date; none reads a clock or writes
facts. ``db.doctor`` recounts the same figures from scratch with code of its own.
"""

from __future__ import annotations

from desktop_oms.db.projections import costs, orders, search, shipments, stock
from desktop_oms.db.tx import Tx


def run_projections(tx: Tx) -> None:
    """Bring every derived figure touched by this transaction up to date. Order matters: orders read levels' facts."""
    log = tx.log
    if not (log.inserted or log.updated or log.deleted):
        return
    stock.apply(tx)
    costs.apply(tx)
    shipments.apply(tx)
    orders.apply(tx)
    search.apply(tx)
