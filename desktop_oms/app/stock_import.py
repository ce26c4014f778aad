"""Opening stock from a file: what lies in which bin on the first day.

The file says "at the opening there were N here", so the same file, or a mended copy of it, can be read again: only the
difference to what was opened before is booked. Invariant: after any number of runs the opening moves of an article, bin and
batch add up to what the last file says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from sqlalchemy import func, select

from desktop_oms.app.commands import BACKGROUND, command, handles
from desktop_oms.app.context import Context
from desktop_oms.app.importing import PageResult, finish
from desktop_oms.app.stock import book, cost_of, first_warehouse, make_lot, state_of_bin
from desktop_oms.db.schema import bin_, stock_level, stock_move, variant, warehouse
from desktop_oms.db.tx import Tx, chunks
from desktop_oms.domain.errors import RuleError
from desktop_oms.domain.names import fold, sku_key
from desktop_oms.domain.natural import natural_key
from desktop_oms.domain.remote_order import RowProblem

REASON = "opening"


class StockFileRow(Protocol):
    """One row as the file reader hands it over (``sync.goods.StockRowIn``)."""

    @property
    def sku(self) -> str: ...
    @property
    def quantity(self) -> int: ...
    @property
    def bin(self) -> str: ...
    @property
    def lot(self) -> str: ...
    @property
    def best_before(self) -> date | None: ...
    @property
    def cost_minor(self) -> int | None: ...
    @property
    def currency(self) -> str: ...
    @property
    def warehouse(self) -> str: ...
    @property
    def line(self) -> int: ...


@command(right="import", priority=BACKGROUND, repeatable=True)
@dataclass(frozen=True, slots=True)
class ImportOpeningStock:
    """Book opening stock; missing bins and batches are made.

    Attributes:
        rows: rows of one file; all rows of one article, bin and batch must come in one command (they are added up).
        file: its name, for the list of rejected rows.
        is_trial: compute the answer and keep nothing.
    """

    rows: tuple[StockFileRow, ...]
    import_run_id: int | None = None
    warehouse_id: int | None = None
    file: str = ""
    is_trial: bool = False


@dataclass(slots=True)
class _Place:
    """Everything the file says about one article in one bin and batch."""

    article: Any
    bin_row: Any
    lot_id: int
    row: StockFileRow
    quantity: int = 0
    lines: list[int] = field(default_factory=list)


@handles(ImportOpeningStock)
def handle_import_opening_stock(tx: Tx, cmd: ImportOpeningStock, ctx: Context) -> PageResult:
    """Book the differences; rows that cannot be taken are listed, the others go in. Waiting orders get what arrives."""
    work = _Work(tx, cmd)
    for row in cmd.rows:
        try:
            work.take(row)
        except RuleError as refusal:
            work.rejected.append(_problem(cmd.file, row, refusal))
    return finish(work.booked(), cmd.is_trial)


class _Work:
    """One run over the rows: look-ups first, places next, moves last."""

    def __init__(self, tx: Tx, cmd: ImportOpeningStock) -> None:
        self._tx = tx
        self._cmd = cmd
        self._home = cmd.warehouse_id or first_warehouse(tx)
        self._articles = articles_by_key(tx, {sku_key(row.sku) for row in cmd.rows})
        self._warehouses = _warehouses(tx)
        self._bins: dict[tuple[int, str], Any] = {
            (row["warehouse_id"], row["code_key"]): row for row in tx.read(select(bin_))
        }
        self._places: dict[tuple[int, int, int], _Place] = {}
        self.rejected: list[RowProblem] = []
        self.notes: dict[str, None] = {}

    def take(self, row: StockFileRow) -> None:
        """Add a row to its place. Raises RuleError ``stock.unknown_sku``, ``stock.kit``, ``stock.negative``, ``stock.no_bin``,
        ``stock.unknown_warehouse``, ``lot.other_date``."""
        article = self._articles.get(sku_key(row.sku))
        if article is None:
            raise RuleError("stock.unknown_sku", sku=row.sku)
        if article["is_kit"]:
            raise RuleError("stock.kit", sku=row.sku)
        if row.quantity < 0:
            raise RuleError("stock.negative", sku=row.sku, bin=row.bin, there=0, delta=row.quantity)
        place = self._bin(row)
        day = row.best_before.isoformat() if row.best_before else ""
        lot_id = make_lot(self._tx, article, row.lot, day)
        key = (article["id"], place["id"], lot_id)
        found = self._places.setdefault(key, _Place(article, place, lot_id, row))
        found.quantity += row.quantity
        found.lines.append(row.line)

    def booked(self) -> PageResult:
        """Book what differs from the openings before."""
        before = self._opened_before()
        there = self._lying_there()
        moves: list[dict[str, Any]] = []
        created = updated = unchanged = 0
        for key, place in self._places.items():
            known = before.get(key)
            delta = place.quantity - (known or 0)
            if not delta:
                unchanged += len(place.lines)
            elif delta < 0 and there.get(key, 0) + delta < 0:
                facts = {"sku": place.article["sku"], "bin": place.bin_row["code"]}
                refusal = RuleError("stock.negative", **facts, there=there.get(key, 0), delta=delta)
                self.rejected += [_problem(self._cmd.file, place.row, refusal)]
            else:
                moves.append(self._move(place, delta))
                created += len(place.lines) if known is None else 0
                updated += 0 if known is None else len(place.lines)
        if moves:
            book(self._tx, moves)
        return PageResult(created, updated, unchanged, rejected=tuple(self.rejected), notes=tuple(self.notes))

    def _move(self, place: _Place, delta: int) -> dict[str, Any]:
        cost, currency = cost_of(self._tx, place.article, place.row.cost_minor, place.row.currency)
        return {
            "variant_id": place.article["id"],
            "warehouse_id": place.bin_row["warehouse_id"],
            "bin_id": place.bin_row["id"],
            "lot_id": place.lot_id,
            "stock_state": state_of_bin(place.bin_row),
            "quantity": delta,
            "reason": REASON,
            "document_kind": "import_run",
            "document_id": self._cmd.import_run_id,
            "note": f"{self._cmd.file}:{place.lines[0]}",
            "unit_cost_minor": cost,
            "currency": currency,
        }

    def _bin(self, row: StockFileRow) -> Any:
        code = row.bin.strip()
        if not code:
            raise RuleError("stock.no_bin", sku=row.sku)
        home = self._home if not row.warehouse else self._warehouse(row.warehouse)
        key = (home, fold(code))
        if key not in self._bins:
            made = {
                "warehouse_id": home,
                "code": code,
                "code_key": key[1],
                "sort_key": natural_key(code),
                "purpose": "pick",
            }
            (bin_id,) = self._tx.insert(bin_, [made])
            self._bins[key] = {**made, "id": bin_id}
        return self._bins[key]

    def _warehouse(self, name: str) -> int:
        """The warehouse of that name or code; the only one there is under any name, which is then said."""
        found = self._warehouses.get(fold(name))
        if found is None and len(set(self._warehouses.values())) == 1:
            self.notes.setdefault(
                f"There is no warehouse called {name}; its rows were booked into the only one there is."
            )
            return self._home
        if found is None:
            raise RuleError("stock.unknown_warehouse", warehouse=name)
        return found

    def _opened_before(self) -> dict[tuple[int, int, int], int]:
        """Sum of the opening moves by article, bin and batch, those of undone imports cancelling out."""
        sums: dict[tuple[int, int, int], int] = {}
        columns = (stock_move.c.variant_id, stock_move.c.bin_id, stock_move.c.lot_id)
        query = select(*columns, func.sum(stock_move.c.quantity).label("pieces")).group_by(*columns)
        for chunk in chunks(sorted({key[0] for key in self._places})):
            for row in self._tx.read(query.where(stock_move.c.reason == REASON, stock_move.c.variant_id.in_(chunk))):
                if row["pieces"]:
                    sums[row["variant_id"], row["bin_id"], row["lot_id"]] = int(row["pieces"])
        return sums

    def _lying_there(self) -> dict[tuple[int, int, int], int]:
        found: dict[tuple[int, int, int], int] = defaultdict(int)
        for chunk in chunks(sorted({key[0] for key in self._places})):
            for row in self._tx.read(select(stock_level).where(stock_level.c.variant_id.in_(chunk))):
                found[row["variant_id"], row["bin_id"], row["lot_id"]] += row["on_hand"]
        return found


def articles_by_key(tx: Tx, keys: Iterable[str]) -> dict[str, Any]:
    """Variants by folded SKU."""
    wanted: Sequence[Any] = sorted(set(keys))
    found: dict[str, Any] = {}
    for chunk in chunks(wanted):
        found.update({row["sku_key"]: row for row in tx.read(select(variant).where(variant.c.sku_key.in_(chunk)))})
    return found


def _warehouses(tx: Tx) -> dict[str, int]:
    rows = tx.read(select(warehouse.c.id, warehouse.c.code, warehouse.c.name).order_by(warehouse.c.id.desc()))
    return {fold(row[part]): row["id"] for row in rows for part in ("name", "code")}


_FIELDS = {
    "stock.unknown_sku": "sku",
    "stock.kit": "sku",
    "stock.negative": "quantity",
    "stock.no_bin": "bin",
    "stock.unknown_warehouse": "warehouse",
    "lot.other_date": "best before",
}
_SENTENCES = {
    "stock.unknown_sku": "No article has the SKU {sku}. Import the products first, then this file again.",
    "stock.kit": "{sku} is a kit and has no stock of its own. List its components instead.",
    "stock.negative": "{sku} in bin {bin}: {there} pieces lie there, {delta} would leave less than none. Count the bin and adjust it.",
    "stock.no_bin": "{sku} has no bin. Name the bin it lies in and import the file again.",
    "stock.unknown_warehouse": "There is no warehouse called {warehouse}. Correct the name or leave it empty.",
    "lot.other_date": "Batch {lot} of {sku} is known with best before {known}, the file says {told}. Correct one of them.",
}


def _problem(file: str, row: StockFileRow, refusal: RuleError) -> RowProblem:
    sentence = f"Line {row.line}: " + _SENTENCES[refusal.code].format(**refusal.data)
    return RowProblem(file, row.line, _FIELDS[refusal.code], refusal.code, sentence)
