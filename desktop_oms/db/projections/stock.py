"""Stock levels follow the ledger, allocated figures follow the allocations.

Invariant (CHECKs of the tables): no level below zero, never more allocated than on hand plus what may be oversold; both sides of
one variant and warehouse move in one UPDATE, so a dispatch passes from allocated to gone without a forbidden moment.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any

from sqlalchemy import Table, bindparam, update
from sqlalchemy.dialects import postgresql, sqlite

from desktop_oms.db.changes import Row
from desktop_oms.db.driver import Prepared
from desktop_oms.db.schema import allocation, stock_level, stock_move, stock_total
from desktop_oms.db.tx import Tx

LEVEL_KEY = ("variant_id", "warehouse_id", "bin_id", "lot_id", "serial", "stock_state")
TOTAL_KEY = ("variant_id", "warehouse_id")
# Which figure of stock_total a ledger state counts into; in_transit belongs to no warehouse yet.
TOTAL_OF_STATE = {"sellable": "on_hand", "staging": "on_hand", "quarantine": "quarantine", "damaged": "damaged"}
_FIGURES = ("on_hand", "quarantine", "damaged", "allocated")


def apply(tx: Tx) -> None:
    """Add this transaction's moves and allocations to levels and totals."""
    levels: Counter[tuple[Any, ...]] = Counter()
    for move in tx.log.inserted.get(stock_move.name, ()):
        levels[tuple(move.get(name, _DEFAULTS.get(name)) for name in LEVEL_KEY)] += move["quantity"]
    _add_levels(tx, levels)
    _add_totals(tx, pending_totals(tx))


def pending_totals(tx: Tx) -> dict[tuple[int, int], Counter[str]]:
    """What this transaction has changed so far, by variant and warehouse: on_hand, quarantine, damaged, allocated.

    ``stock_total`` learns it only at the end; a handler that decides on what is available adds it itself.
    """
    totals: dict[tuple[int, int], Counter[str]] = defaultdict(Counter)
    for move in tx.log.inserted.get(stock_move.name, ()):
        figure = TOTAL_OF_STATE.get(move.get("stock_state", _DEFAULTS["stock_state"]))
        if figure:
            totals[(move["variant_id"], move["warehouse_id"])][figure] += move["quantity"]
    for row, sign in _allocation_rows(tx):
        totals[(row["variant_id"], row["warehouse_id"])]["allocated"] += sign * row["quantity"]
    return totals


_DEFAULTS = {"lot_id": 0, "serial": "", "stock_state": "sellable"}


def _allocation_rows(tx: Tx) -> Iterator[tuple[Row, int]]:
    log, name = tx.log, allocation.name
    inserted = {row["id"]: row for row in log.inserted.get(name, ())}
    changed = log.updated.get(name, {})
    for row_id, row in inserted.items():
        yield {**row, **(changed[row_id][1] if row_id in changed else {})}, 1
    for row in log.deleted.get(name, {}).values():
        yield row, -1
    moved = [row_id for row_id in changed if row_id not in inserted]
    if moved:
        for row_id, now in tx.rows_by_id(allocation, moved).items():
            yield {**now, **changed[row_id][0]}, -1
            yield now, 1


def _add_levels(tx: Tx, levels: Counter[tuple[Any, ...]]) -> None:
    deltas = sorted((key, delta) for key, delta in levels.items() if delta)
    if not deltas:
        return
    keys = [dict(zip(LEVEL_KEY, key, strict=True)) for key, _delta in deltas]
    _insert_missing(tx, stock_level, LEVEL_KEY, [{**key, "on_hand": 0} for key in keys])
    statement = _update_by_key(stock_level, LEVEL_KEY, ("on_hand",))
    tx.project(statement, [_bound(key, {"on_hand": delta}) for key, (_k, delta) in zip(keys, deltas, strict=True)])


def _add_totals(tx: Tx, totals: dict[tuple[int, int], Counter[str]]) -> None:
    deltas = sorted((key, figures) for key, figures in totals.items() if any(figures.values()))
    if not deltas:
        return
    keys = [dict(zip(TOTAL_KEY, key, strict=True)) for key, _figures in deltas]
    _insert_missing(tx, stock_total, TOTAL_KEY, [{**key, **dict.fromkeys(_FIGURES, 0)} for key in keys])
    statement = _update_by_key(stock_total, TOTAL_KEY, _FIGURES)
    rows = zip(keys, deltas, strict=True)
    tx.project(statement, [_bound(key, {name: figures[name] for name in _FIGURES}) for key, (_k, figures) in rows])


def _insert_missing(tx: Tx, table: Table, key: tuple[str, ...], rows: list[dict[str, Any]]) -> None:
    for row, row_id in zip(rows, tx.new_ids(len(rows)), strict=True):
        row["id"] = row_id
    tx.project(_insert_if_missing(table, key, tuple(rows[0]), tx.is_postgresql), rows)


@cache
def _insert_if_missing(table: Table, key: tuple[str, ...], names: tuple[str, ...], is_postgresql: bool) -> Prepared:
    insert: Any = postgresql.insert if is_postgresql else sqlite.insert
    values = {name: bindparam(name, type_=table.c[name].type) for name in names}
    return Prepared(insert(table).values(values).on_conflict_do_nothing(index_elements=[table.c[name] for name in key]))


@cache
def _update_by_key(table: Table, key: tuple[str, ...], figures: tuple[str, ...]) -> Prepared:
    statement = update(table).values({name: table.c[name] + bindparam(f"d_{name}") for name in figures})
    for name in key:
        statement = statement.where(table.c[name] == bindparam(f"k_{name}"))
    return Prepared(statement)


def _bound(key: dict[str, Any], deltas: dict[str, int]) -> dict[str, Any]:
    return {
        **{f"k_{name}": value for name, value in key.items()},
        **{f"d_{name}": value for name, value in deltas.items()},
    }
