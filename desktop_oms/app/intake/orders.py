"""The one command through which orders come in, page by page.

One transaction per page of at most 50 orders: short enough that no scan waits, one statement per table. Invariants: told twice,
nothing happens twice; stock is set aside in the same transaction, paid first, then ship-by, then age, never more than there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import bindparam, select

from desktop_oms.app.allocation import (
    allocate,
    business_settings,
    demand_of,
    lock_supply,
    open_demands,
    policy_of,
)
from desktop_oms.app.commands import BACKGROUND, command, handles
from desktop_oms.app.context import Context
from desktop_oms.app.customers import Customers
from desktop_oms.app.importing import PageResult, finish
from desktop_oms.app.intake.batch import Batch
from desktop_oms.app.intake.create import Maker, OrderRows
from desktop_oms.app.intake.digest import hash_of, order_text
from desktop_oms.app.intake.known import KnownOrder, read_known
from desktop_oms.app.intake.runs import make_channel
from desktop_oms.app.intake.shelf import Articles, Tags, read_place
from desktop_oms.app.intake.sound import contradictions, printable, told_apart
from desktop_oms.app.intake.update import Change, Updater
from desktop_oms.db.driver import Prepared, ids_param
from desktop_oms.db.schema import personal_note, sales_order
from desktop_oms.db.tx import Tx, chunks
from desktop_oms.domain.allocation import Demand
from desktop_oms.domain.errors import UsageError
from desktop_oms.domain.order import GATES, MoneyFact, OrderFacts, is_payment_ok, payment_status
from desktop_oms.domain.remote_order import RemoteOrder, RowProblem

PAGE_SIZE = 50
_STORED = Prepared(
    select(sales_order.c.id, sales_order.c.external_id, sales_order.c.external_hash).where(
        sales_order.c.channel_id == bindparam("channel_id"), sales_order.c.external_id.in_(ids_param())
    )
)
_SETTINGS = ("allocation.partial_kits", "allocation.split_warehouses", "payment.gate", "shipping.cutoff")


@command(right="import", priority=BACKGROUND, repeatable=True)
@dataclass(frozen=True, slots=True)
class ImportOrders:
    """Take in what a channel told: at most 50 orders of one channel, in the order of the file.

    Attributes:
        import_run_id: the run they belong to, None when they come live.
        file: name of the file, for the list of rejected rows.
        is_trial: compute the answer and keep nothing; then ``channel_id`` may be 0 for a channel of ``channel_type`` not made yet.
    """

    channel_id: int
    orders: tuple[RemoteOrder, ...]
    import_run_id: int | None = None
    file: str = ""
    is_trial: bool = False
    channel_type: str = ""


@handles(ImportOrders)
def handle_import_orders(tx: Tx, cmd: ImportOrders, ctx: Context) -> PageResult:
    """Create, update or leave alone; an order that contradicts itself is listed and the others go in.

    Raises:
        UsageError: ``import.page_too_large``, ``channel.unknown``.
    """
    if len(cmd.orders) > PAGE_SIZE:
        raise UsageError("import.page_too_large", orders=len(cmd.orders), most=PAGE_SIZE)
    if cmd.is_trial and not cmd.channel_id:
        cmd = replace(cmd, channel_id=make_channel(tx, cmd.channel_type, cmd.channel_type))
    page = _Page(tx, cmd)
    page.sort()
    page.write()
    page.allocate()
    return finish(page.result(), cmd.is_trial)


@dataclass(slots=True)
class _Told:
    """One order of the page and what the books have of it."""

    remote: RemoteOrder
    digest: str
    known_id: int | None = None
    made: OrderRows | None = None
    change: Change | None = None


@dataclass(slots=True)
class _Page:
    """One page on its way into the books."""

    tx: Tx
    cmd: ImportOrders
    told: list[_Told] = field(default_factory=list)
    rejected: list[RowProblem] = field(default_factory=list)
    unchanged: int = 0
    known: dict[int, KnownOrder] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)

    def sort(self) -> None:
        """Drop what contradicts itself, what is told twice in the page, and what the books know already."""
        newest: dict[str, tuple[RemoteOrder, str]] = {}
        for told in self.cmd.orders:
            remote, digest = _sound(told)
            faults = contradictions(remote)
            if faults:
                self.rejected.append(_problem(self.cmd.file, remote, faults))
                continue
            # Why the last one wins: a page is told in the order in which things happened.
            self.unchanged += remote.external_id in newest
            newest[remote.external_id] = (remote, digest)
        stored = self._stored(list(newest))
        for external_id, (remote, digest) in newest.items():
            known_id, known_digest = stored.get(external_id, (None, ""))
            if digest == known_digest:
                self.unchanged += 1
            else:
                self.told.append(_Told(remote, digest, known_id))

    def write(self) -> None:
        """Write everything but the allocations."""
        if not self.told:
            return
        tx, remotes = self.tx, [told.remote for told in self.told]
        self.settings = business_settings(tx, _SETTINGS)
        place = read_place(tx, self.cmd.channel_id, self.settings["shipping.cutoff"])
        self._sort_again()
        self.known = read_known(tx, [told.known_id for told in self.told if told.known_id is not None])
        current = {
            row.row["external_id"]: row.row["customer_id"] for row in self.known.values() if row.row["customer_id"]
        }
        customers = Customers(tx, self.cmd.channel_id, remotes, current)
        buyers = [customers.match(told.remote) for told in self.told]
        customers.write()
        articles = Articles(tx, self.cmd.channel_id, (line.sku for remote in remotes for line in remote.lines))
        tags = Tags(tx, (name for remote in remotes for name in remote.tags))
        batch = Batch(tx, _rows_of(remotes))
        maker = Maker(batch, place, articles, tags, tx.now)
        texts = _texts(tx, self.known.values())
        numbers = iter(tx.numbers("order", sum(told.known_id is None for told in self.told)))
        for told, buyer in zip(self.told, buyers, strict=True):
            if told.known_id is None:
                told.made = maker.order(told.remote, str(next(numbers)), buyer, told.digest, self.cmd.import_run_id)
                self._note("OrderImported", told.made.id, told.remote)
            else:
                known = self.known[told.known_id]
                told.change = Updater(maker, known, told.remote, buyer, texts).apply(told.digest)
                if told.change.outcome != "unchanged":
                    name = "OrderUpdated" if told.change.outcome == "updated" else "OrderConflict"
                    self._note(name, told.known_id, told.remote)
        batch.write()

    def allocate(self) -> None:
        """Set stock aside for the page's orders, and for whoever waited for what they gave back."""
        if not self.told:
            return
        gate = self.settings["payment.gate"]
        demands = [demand for told in self.told for demand in self._demands(told, gate)]
        freed = {variant for told in self.told if told.change for variant in told.change.freed_variants}
        if freed:
            own = {told.made.id if told.made else told.known_id for told in self.told}
            waiting = open_demands(self.tx, order_ids=None, variant_ids=freed)
            demands += [
                demand_of(row, gate)
                for row in waiting
                if row["order_id"] not in own and row["payment_status"] in GATES["none"]
            ]
        if demands:
            supply = lock_supply(self.tx, {demand.variant_id for demand in demands})
            allocate(self.tx, demands, supply, policy_of(dict(self.settings)))

    def result(self) -> PageResult:
        """Counts for the report."""
        outcomes = [told.change.outcome for told in self.told if told.change]
        return PageResult(
            created=sum(told.made is not None for told in self.told),
            updated=outcomes.count("updated"),
            unchanged=self.unchanged + outcomes.count("unchanged"),
            conflicts=outcomes.count("conflict"),
            rejected=tuple(self.rejected),
        )

    # --- inside --------------------------------------------------------------------------------------------------

    def _stored(self, external_ids: Sequence[Any]) -> dict[str, tuple[int, str]]:
        found: dict[str, tuple[int, str]] = {}
        for row in self.tx.read(_STORED, channel_id=self.cmd.channel_id, ids=external_ids):
            found[row["external_id"]] = (row["id"], row["external_hash"])
        return found

    def _sort_again(self) -> None:
        """On PostgreSQL another import may have written the same orders while we waited for the channel's lock (P39)."""
        if not self.tx.is_postgresql:
            return
        stored = self._stored([told.remote.external_id for told in self.told])
        for told in list(self.told):
            known_id, known_digest = stored.get(told.remote.external_id, (None, ""))
            told.known_id = known_id
            if told.digest == known_digest:
                self.told.remove(told)
                self.unchanged += 1

    def _note(self, name: str, order_id: int, remote: RemoteOrder) -> None:
        data = {"line": remote.source_line} if remote.source_line else {}
        self.tx.note(name, kind="order", entity_id=order_id, data=data)

    def _demands(self, told: _Told, gate: str) -> Iterable[Demand]:
        """What an order still needs, as the planner wants it."""
        if told.made is not None:
            head = told.made.head
            if head["lifecycle"] == "open":
                yield from _of_new(told.made, _payment_of(told.remote, head), gate)
        elif told.change is not None and told.known_id is not None:
            yield from _of_known(self.known[told.known_id], told, gate)


def _of_new(made: OrderRows, status: str, gate: str) -> Iterable[Demand]:
    if status not in GATES["none"]:
        return
    for line in made.lines:
        open_units = line.remote.quantity - line.remote.shipped_quantity - line.cancelled
        for demand_id, variant_id, pieces in line.demands:
            if open_units > 0:
                yield Demand(
                    demand_id=demand_id,
                    order_id=made.id,
                    order_line_id=line.id,
                    variant_id=variant_id,
                    quantity=open_units * pieces,
                    placed_at=made.head["placed_at"],
                    is_paid=is_payment_ok(status, gate),
                    ship_by_at=made.head["ship_by_at"],
                    per_unit=pieces,
                    warehouse_id=made.head["warehouse_id"],
                )


def _of_known(known: KnownOrder, told: _Told, gate: str) -> Iterable[Demand]:
    row = known.row
    status = _payment_of(told.remote, row)
    if told.change is None or told.change.outcome == "conflict" or status not in GATES["none"]:
        return
    for demand_id, (line_id, variant_id, pieces, missing, has) in told.change.wants.items():
        if missing > 0:
            yield Demand(
                demand_id=demand_id,
                order_id=row["id"],
                order_line_id=line_id,
                variant_id=variant_id,
                quantity=missing,
                placed_at=row["placed_at"],
                is_paid=is_payment_ok(status, gate),
                ship_by_at=row["ship_by_at"],
                priority=row["priority"],
                per_unit=pieces,
                allocated=has,
                warehouse_id=row["warehouse_id"],
            )


def _payment_of(remote: RemoteOrder, head: Any) -> str:
    """Payment status as the projection will find it when the page is written."""
    money = tuple(MoneyFact(row.kind, "", row.amount_minor) for row in remote.payments)
    facts = OrderFacts(total_minor=head["total_minor"], stated_payment_status=remote.payment_status, payments=money)
    return payment_status(facts)


def _texts(tx: Tx, known: Iterable[KnownOrder]) -> dict[int, str]:
    """Buyer notes and gift messages of the orders told again."""
    ids = {row.row[name] for row in known for name in ("buyer_note_id", "gift_note_id")} - {None}
    found: dict[int, str] = {}
    for chunk in chunks(sorted(ids)):
        query = select(personal_note.c.id, personal_note.c.text).where(personal_note.c.id.in_(chunk))
        found.update({row["id"]: row["text"] for row in tx.read(query)})
    return found


def _rows_of(remotes: Iterable[RemoteOrder]) -> int:
    """About as many rows as the page will need ids for."""
    return sum(
        2
        + len(remote.lines) * 2
        + sum(len(line.taxes) for line in remote.lines)
        + len(remote.charges)
        + sum(len(charge.taxes) for charge in remote.charges)
        + len(remote.taxes)
        + len(remote.payments)
        + len(remote.holds)
        for remote in remotes
    )


def _sound(remote: RemoteOrder) -> tuple[RemoteOrder, str]:
    """The order fit to be written, and the fingerprint of what was told."""
    text = order_text(remote)
    # In the text NUL and halves of characters stand escaped, so one look finds them wherever they are.
    if "\\x00" in text or "\\ud" in text:
        remote = printable(remote)
    return told_apart(remote), hash_of(text)


def _problem(file: str, remote: RemoteOrder, faults: Sequence[str]) -> RowProblem:
    name = remote.number or remote.external_id
    sentence = f"Order {name} {'; '.join(faults)}. It was not imported. Correct it and import the file again."
    return RowProblem(
        file, remote.source_line, "quantity" if remote.external_id else "order id", "order.contradiction", sentence
    )
