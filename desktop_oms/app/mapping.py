"""Say once what a channel's article is: waiting lines get their stock, and the next order needs no asking.

The decision is kept as a listing of the channel. Undo takes the listing and the demand back together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from desktop_oms.app.allocation import allocate_within
from desktop_oms.app.commands import command, handles
from desktop_oms.app.context import Context
from desktop_oms.app.intake.shelf import article_of, read_kits
from desktop_oms.db.schema import demand, listing, mapping_task, order_line, sales_order, shipment_line, variant
from desktop_oms.db.tx import Tx, chunks
from desktop_oms.domain.errors import RuleError, UsageError
from desktop_oms.domain.names import sku_key


@command(right="orders.edit", repeatable=True)
@dataclass(frozen=True, slots=True)
class MapSku:
    """Tell which article a channel's SKU is.

    Attributes:
        variant_id: our article.
        task_ids: open mapping tasks; or empty, then
        sku: every open task with that SKU (and none with an empty one).
        factor: our pieces per unit the channel sells, >= 1.
    """

    variant_id: int
    task_ids: tuple[int, ...] = ()
    sku: str = ""
    factor: int = 1


@dataclass(frozen=True, slots=True)
class Mapped:
    """How many lines found their article, and the pieces set aside for them."""

    lines: int
    allocated: int


@handles(MapSku)
def handle_map_sku(tx: Tx, cmd: MapSku, ctx: Context) -> Mapped:
    """Make the demand of the waiting lines and allocate it.

    Raises:
        RuleError: ``stock.unknown_sku`` (no such variant), ``mapping.unknown`` (no open task), ``kit.circle``.
        UsageError: ``mapping.bad_factor``.
    """
    if cmd.factor < 1:
        raise UsageError("mapping.bad_factor", factor=cmd.factor)
    article = tx.one(select(variant.c.id, variant.c.sku).where(variant.c.id == cmd.variant_id))
    if article is None:
        raise RuleError("stock.unknown_sku", id=cmd.variant_id)
    tasks = _open_tasks(tx, cmd)
    if not tasks:
        raise RuleError("mapping.unknown", sku=cmd.sku, tasks=list(cmd.task_ids))
    made = article_of(cmd.variant_id, cmd.factor, read_kits(tx, {cmd.variant_id}))
    if made is None:
        raise RuleError("kit.circle", sku=article["sku"])
    lines = tx.rows_by_id(order_line, [task["order_line_id"] for task in tasks])
    done = {"state": "done", "variant_id": cmd.variant_id, "done_by": ctx.user_id, "done_at": tx.now}
    tx.update(mapping_task, [{"id": task["id"], **done} for task in tasks])
    tx.update(order_line, [{"id": line_id, "variant_id": cmd.variant_id} for line_id in lines])
    _make_demand(tx, list(lines.values()), made.per_unit)
    _remember(tx, tasks, cmd)
    order_ids = sorted({task["order_id"] for task in tasks})
    for order_id in order_ids:
        tx.note("SkuMapped", kind="order", entity_id=order_id, data={"sku": article["sku"]})
    tx.label.update(sku=article["sku"], count=len(lines))
    return Mapped(len(lines), allocate_within(tx, order_ids=order_ids).pieces)


def _open_tasks(tx: Tx, cmd: MapSku) -> list[Any]:
    query = (
        select(mapping_task, sales_order.c.channel_id)
        .join(sales_order, sales_order.c.id == mapping_task.c.order_id)
        .where(mapping_task.c.state == "open")
        .order_by(mapping_task.c.id)
    )
    if cmd.task_ids:
        return [row for chunk in chunks(cmd.task_ids) for row in tx.read(query.where(mapping_task.c.id.in_(chunk)))]
    if not sku_key(cmd.sku):
        return []
    return tx.read(query.where(mapping_task.c.sku_key == sku_key(cmd.sku)))


def _make_demand(tx: Tx, lines: Sequence[Any], per_unit: Any) -> None:
    """Demand for the lines; what already left elsewhere is tied to it, so that it is not sent a second time."""
    rows = [
        {
            "order_id": line["order_id"],
            "order_line_id": line["id"],
            "variant_id": variant_id,
            "quantity": line["quantity"] * pieces,
            "per_unit": pieces,
            "cancelled_qty": line["cancelled_qty"] * pieces,
        }
        for line in lines
        for variant_id, pieces in per_unit.items()
        if line["quantity"]
    ]
    by_line: dict[int, list[tuple[int, dict[str, Any]]]] = defaultdict(list)
    for row, row_id in zip(rows, tx.insert(demand, rows), strict=True):
        by_line[row["order_line_id"]].append((row_id, row))
    gone = [row for chunk in chunks(list(by_line)) for row in tx.read(_untied(chunk))]
    links: list[dict[str, Any]] = []
    extra: list[dict[str, Any]] = []
    for sent in gone:
        (first_id, first), *others = by_line[sent["order_line_id"]]
        units = sent["quantity"]
        tie = {"demand_id": first_id, "variant_id": first["variant_id"], "quantity": units * first["per_unit"]}
        links.append({"id": sent["id"], **tie})
        kept = {name: sent[name] for name in ("shipment_id", "position", "order_id", "order_line_id", "lot_id")}
        for demand_id, row in others:
            tie = {"demand_id": demand_id, "variant_id": row["variant_id"], "quantity": units * row["per_unit"]}
            extra.append({**kept, **tie})
    tx.update(shipment_line, links)
    tx.insert(shipment_line, extra)


def _untied(order_line_ids: Sequence[int]) -> Any:
    return select(shipment_line).where(
        shipment_line.c.order_line_id.in_(order_line_ids), shipment_line.c.demand_id.is_(None)
    )


def _remember(tx: Tx, tasks: Sequence[Any], cmd: MapSku) -> None:
    """Keep the decision per channel and SKU; a line without SKU teaches nothing."""
    wanted = {(task["channel_id"], task["sku_key"]): task for task in tasks if task["sku_key"]}
    fresh, changed = [], []
    for (channel_id, key), task in wanted.items():
        known = tx.one(select(listing.c.id).where(listing.c.channel_id == channel_id, listing.c.sku_key == key))
        decision = {"variant_id": cmd.variant_id, "factor": cmd.factor}
        if known is not None:
            changed.append({"id": known["id"], **decision})
        else:
            names = {"external_id": f"sku:{key}", "external_sku": task["sku"], "sku_key": key, "title": task["title"]}
            fresh.append({"channel_id": channel_id, **names, **decision})
    tx.update(listing, changed)
    tx.insert(listing, fresh)
