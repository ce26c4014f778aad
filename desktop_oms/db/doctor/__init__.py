"""The doctor: recounts what the books claim and names every difference by table, row and amount.

What the constraints of the schema cannot hold is checked here. Each check stands alone, reads only, and counts with code of its
own. Healthy books have no findings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection

from desktop_oms.db.doctor import catalog, demand, events, files, numbers, orders, persons, search, shipments, stock
from desktop_oms.db.doctor.finding import Check, Finding
from desktop_oms.db.doctor.search import reindex

__all__ = ["CHECKS", "QUICK", "Finding", "quick", "reindex", "run_all"]

CHECKS: Mapping[str, Check] = {
    "integrity": files.integrity,
    "references": files.references,
    "rules": files.rules,
    "twins": files.twins,
    "stock_levels": stock.levels,
    "stock_totals": stock.totals,
    "stock_ledger": stock.ledger,
    "cost_layers": stock.cost_layers,
    "demand_lines": demand.lines,
    "demand_missing": demand.missing,
    "demand_allocated": demand.allocated,
    "allocations": demand.stray,
    "packed": shipments.packed,
    "parcel_contents": shipments.contents,
    "parcels": shipments.parcels,
    "labels": shipments.labels,
    "shipment_ledger": shipments.ledger,
    "leases": shipments.leases,
    "order_status": orders.status,
    "refunds": orders.refunds,
    "kits": catalog.kits,
    "number_series": numbers.series,
    "event_gaps": events.gaps,
    "undo_groups": events.groups,
    "event_history": events.history,
    "search_documents": search.documents,
    "search_index": search.trigrams,
    "erasures": persons.erased,
}
# Seconds on any books: what a copy is tested with before it is trusted.
QUICK = ("references", "stock_levels", "stock_totals", "parcels", "event_gaps")


def run_all(conn: Connection) -> list[Finding]:
    """Every finding of every check, in the order of the checks; reads on one connection, best inside one snapshot."""
    return _run(conn, CHECKS)


def quick(conn: Connection) -> list[Finding]:
    """Findings of the few checks that a copy must pass."""
    return _run(conn, QUICK)


def _run(conn: Connection, names: Iterable[str]) -> list[Finding]:
    return [finding for name in names for finding in CHECKS[name](conn)]
