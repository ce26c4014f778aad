"""Read a whole file into the books: orders, opening stock or products, whatever the file port recognizes.

Page by page, each its own short transaction, all of them one undo group. Invariant: stopping anywhere leaves a state from which
the same file can be read again to the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Engine, select

from desktop_oms.app.importing import PageResult, TrialRun
from desktop_oms.app.intake.digest import order_hash
from desktop_oms.app.intake.orders import PAGE_SIZE, ImportOrders
from desktop_oms.app.intake.report import ImportReport
from desktop_oms.app.intake.runs import BeginImport, EndImport, choose_channel
from desktop_oms.app.intake.sound import printable
from desktop_oms.app.ports import FilePort, FileRead
from desktop_oms.app.products import ImportProducts
from desktop_oms.app.stock_import import ImportOpeningStock
from desktop_oms.db.engine import read_connection
from desktop_oms.db.schema import channel
from desktop_oms.domain.errors import OmsError, RuleError, Unavailable
from desktop_oms.domain.remote_order import RemoteOrder, RowProblem

_PRODUCT_PAGE = 200
_LARGEST_PICTURE = 1_000_000


class ShopLike(Protocol):
    """What an import needs of the shop (a protocol, because the shop knows every command and commands know no shop)."""

    @property
    def engine(self) -> Engine: ...
    @property
    def files(self) -> FilePort: ...
    def run(self, command: Any, *, cause: str = "", group_id: int | None = None, label: Any = None) -> Any: ...


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What a person may say about an import.

    Attributes:
        channel: name of the channel account; "" for the only one of the file's type.
        reading: options of the file port by name: format, encoding, dates, timezone, mapping.
        is_trial: tell what would happen and keep nothing.
        on_progress: called after each page with the report so far, on the importing thread.
        is_cancelled: asked between pages.
    """

    channel: str = ""
    reading: Mapping[str, str] = field(default_factory=dict)
    is_trial: bool = False
    on_progress: Callable[[ImportReport], None] | None = None
    is_cancelled: Callable[[], bool] = lambda: False


def import_file(shop: ShopLike, path: Path, options: ImportOptions | None = None) -> ImportReport:
    """Take a file into the books and report what came of every row.

    Raises:
        UsageError: ``channel.ambiguous``, ``channel.unknown``, and what the file port raises for an unreadable format.
        Unavailable: ``file.unreadable``, ``database.locked``, ``disk.full``; pages before are kept.
        RuleError: ``right.missing``.
    """
    chosen = options or ImportOptions()
    digest = _sha256(path)
    opened = shop.files.open(path, chosen.reading)
    report = ImportReport(printable(path.name), opened.format_name, opened.kind, is_trial=chosen.is_trial)
    report.assume(opened.assumptions)
    run = _Run(shop, path, opened, chosen, report)
    run.begin(digest)
    for page in run.pages():
        if chosen.is_cancelled():
            report.was_cancelled = True
            break
        run.take(page)
        if chosen.on_progress is not None:
            chosen.on_progress(report)
    run.end()
    return report


@dataclass(slots=True)
class _Run:
    """One file on its way in."""

    shop: ShopLike
    path: Path
    opened: FileRead
    options: ImportOptions
    report: ImportReport
    told_in_trial: dict[str, str] = field(default_factory=dict)

    def begin(self, digest: str) -> None:
        """Find the channel and open the run; a trial only looks."""
        report, opened = self.report, self.opened
        if self.options.is_trial:
            report.channel_id = self._channel_now() if opened.channel_type else None
            return
        wanted = BeginImport(self.report.file, opened.format_name, digest, opened.channel_type, self.options.channel)
        begun = self.shop.run(wanted).value
        report.import_run_id, report.channel_id = begun.import_run_id, begun.channel_id

    def pages(self) -> Iterator[Any]:
        """Commands of the file, page by page."""
        if self.opened.kind == "orders":
            for page in self.opened.pages:
                self.report.reject(page.rejected)
                for start in range(0, len(page.orders), PAGE_SIZE):
                    yield self._orders(page.orders[start : start + PAGE_SIZE])
            return
        rows: list[Any] = []
        for page in self.opened.pages:
            self.report.reject(getattr(page, "rejected", ()))
            rows += page
        if self.opened.kind == "stock":
            # One command: rows of one article, bin and batch are added up and compared with what was opened before.
            yield ImportOpeningStock(tuple(rows), file=self.report.file, **self._common())
            return
        # Components first, so that a kit on page one may name an article of page nine.
        rows.sort(key=lambda row: bool(row.components))
        for start in range(0, len(rows), _PRODUCT_PAGE):
            part = rows[start : start + _PRODUCT_PAGE]
            pictures = _pictures(self.path.parent, [row.picture for row in part if row.picture])
            yield ImportProducts(tuple(part), pictures, file=self.report.file, **self._common())

    def take(self, page: Any) -> None:
        """Run one page and count it."""
        if isinstance(page, ImportOrders) and not page.orders:
            return
        try:
            outcome = self.shop.run(
                page, cause=self.report.file, group_id=self.report.group_id, label={"file": self.report.file}
            )
        except TrialRun as trial:
            self.report.add(trial.result)
        except Exception as fault:
            # Why everything: one order nobody foresaw must not cost the forty-nine beside it, nor the rest of the file.
            if not isinstance(page, ImportOrders) or not _is_of_an_order(fault):
                raise
            self._one_by_one(page, fault)
        else:
            self.report.group_id = outcome.group_id
            self.report.add(outcome.value)

    def end(self) -> None:
        """Close the run."""
        report = self.report
        report.rejected.sort(key=lambda problem: problem.line)
        if report.import_run_id is None:
            return
        counts = (report.created, report.updated, report.unchanged, report.conflicts)
        told = (tuple(report.rejected), tuple(report.assumptions))
        self.shop.run(EndImport(report.import_run_id, *counts, *told, group_id=report.group_id))

    # --- inside --------------------------------------------------------------------------------------------------

    def _one_by_one(self, page: ImportOrders, fault: Exception) -> None:
        """Take a refused page order by order, and list the one that was the cause; the program's log has its details."""
        if len(page.orders) > 1:
            for order in page.orders:
                self.take(replace(page, orders=(order,)))
            return
        (order,) = page.orders
        code = fault.code if isinstance(fault, RuleError) else type(fault).__name__
        sentence = (
            f"Order {order.number or order.external_id} could not be booked ({code}). It was left out. "
            "Send the file and the log to support; the other orders are not touched."
        )
        self.report.reject([RowProblem(self.report.file, order.source_line, "order", "order.not_booked", sentence)])

    def _common(self) -> dict[str, Any]:
        return {"import_run_id": self.report.import_run_id, "is_trial": self.options.is_trial}

    def _orders(self, orders: Sequence[RemoteOrder]) -> ImportOrders:
        if self.options.is_trial:
            orders = self._news_in_trial(orders)
        return ImportOrders(
            self.report.channel_id or 0,
            tuple(orders),
            file=self.report.file,
            channel_type=self.opened.channel_type,
            **self._common(),
        )

    def _news_in_trial(self, orders: Sequence[RemoteOrder]) -> list[RemoteOrder]:
        """A trial keeps no page, so it must remember itself which orders the file has told before."""
        fresh = []
        for order in orders:
            digest = order_hash(order)
            before = self.told_in_trial.get(order.external_id)
            self.told_in_trial[order.external_id] = digest
            if before is None:
                fresh.append(order)
            else:
                self.report.add(PageResult(unchanged=1) if before == digest else PageResult(updated=1))
        return fresh

    def _channel_now(self) -> int | None:
        """The channel a trial would use; None when it would be made."""
        query = select(channel.c.id, channel.c.name).where(
            channel.c.type == self.opened.channel_type, channel.c.is_active
        )
        with read_connection(self.shop.engine) as conn:
            rows = conn.execute(query.order_by(channel.c.id)).mappings().all()
        return choose_channel(rows, self.opened.channel_type, self.options.channel)


def _is_of_an_order(fault: Exception) -> bool:
    """Whether a refusal may come from what an order says, not from rights, disk, lock or line."""
    if isinstance(fault, RuleError):
        return fault.code != "right.missing"
    return not isinstance(fault, OmsError)


def _sha256(path: Path) -> str:
    """Fingerprint of a file's bytes. Raises Unavailable ``file.unreadable``."""
    digest = sha256()
    try:
        with path.open("rb") as source:
            while block := source.read(1 << 20):
                digest.update(block)
    except OSError as error:
        raise Unavailable("file.unreadable", path=str(path), reason=error.strerror or str(error)) from error
    return digest.hexdigest()


def _pictures(folder: Path, names: Sequence[str]) -> dict[str, bytes]:
    """Content of picture files that lie in or below the folder of the product file; anything else stays a name."""
    found: dict[str, bytes] = {}
    root = folder.resolve()
    for name in names:
        if "://" in name:
            continue
        try:
            # Why resolved first: a name from a file may climb out ("../../secret") or be absolute.
            candidate = (root / name).resolve()
            if candidate.is_relative_to(root) and candidate.is_file() and candidate.stat().st_size <= _LARGEST_PICTURE:
                found[name] = candidate.read_bytes()
        except (OSError, ValueError):
            continue
    return found
