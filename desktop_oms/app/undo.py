"""Undo and redo: one stack per actor and station, kept in the books, so it survives restarts and colleagues.

An undo is an ordinary command with its own event; redo is the undo of an undo.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from desktop_oms.app.allocation import allocate_within, freed_variants
from desktop_oms.app.commands import command, handles
from desktop_oms.app.context import Actor, Context
from desktop_oms.app.leases import claim, release_claim
from desktop_oms.db.changes import Row
from desktop_oms.db.schema import shipment, undo_group
from desktop_oms.db.tx import Tx
from desktop_oms.db.undo import mark_undone, revert_group
from desktop_oms.domain.errors import RuleError


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back: the command's name and the facts naming the deed."""

    group_id: int
    command: str
    label: dict[str, Any]


@command(right="undo.own", undo="derived")
@dataclass(frozen=True, slots=True)
class Undo:
    """Take back the actor's latest deed, or the named group."""

    group_id: int | None = None


@command(right="undo.own", undo="derived")
@dataclass(frozen=True, slots=True)
class Redo:
    """Do again what the actor took back last, unless something new was done since."""


@handles(Undo)
def handle_undo(tx: Tx, cmd: Undo, ctx: Context) -> Undone:
    """Take a group back. Raises RuleError ``undo.nothing`` or what :func:`revert_group` raises."""
    group_id = cmd.group_id or _id_of(tx.one(top_of_stack(ctx.actor)))
    owner = tx.one(select(undo_group.c.actor_id).where(undo_group.c.id == group_id))
    if owner is not None and owner["actor_id"] != ctx.user_id:
        ctx.require("undo.others")
    return revert(tx, group_id, ctx)


@handles(Redo)
def handle_redo(tx: Tx, _cmd: Redo, ctx: Context) -> Undone:
    """Take the latest undo back, step by step as far as was undone. Raises RuleError ``redo.nothing``."""
    target = undo_group.alias("target")
    # A redo takes back an undo; only an undo takes back a deed. Redone steps do not stand in the way of the ones below.
    is_redo = select(target.c.id).where(target.c.id == undo_group.c.undoes, target.c.undoes.is_not(None)).exists()
    standing = _stack(ctx.actor).where(undo_group.c.undone_by.is_(None), ~is_redo)
    latest = tx.one(standing.order_by(undo_group.c.id.desc()).limit(1))
    if latest is None or latest["undoes"] is None:
        raise RuleError("redo.nothing")
    return revert(tx, latest["id"], ctx)


def top_of_stack(actor: Actor) -> Select[Any]:
    """Query of the group the next Ctrl+Z of this actor takes back: the latest standing deed that is no undo."""
    return (
        _stack(actor)
        .where(undo_group.c.undoes.is_(None), undo_group.c.undone_by.is_(None))
        .order_by(undo_group.c.id.desc())
        .limit(1)
    )


def _stack(actor: Actor) -> Select[Any]:
    station = undo_group.c.station_id
    here = station.is_(None) if actor.station_id is None else station == actor.station_id
    return select(undo_group).where(undo_group.c.actor_id == actor.user_id, here)


def _id_of(group: Row | None) -> int:
    if group is None:
        raise RuleError("undo.nothing")
    return int(group["id"])


def revert(tx: Tx, group_id: int, ctx: Context) -> Undone:
    """Take a group back and leave a record of it; raises what :func:`revert_group` raises."""
    tx.undoes(group_id)
    group = revert_group(tx, group_id)
    mark_undone(tx, group, tx.group_id)
    _follow_claims(tx, ctx)
    # Who came after the deed and went short because of it gets what it gives back; earlier orders stand as they stood before it.
    allocate_within(tx, variant_ids=freed_variants(tx), after_id=group_id)
    label = {"command": group["command"], **(group["label_data"] or {})}
    tx.label.update(label)
    return Undone(group_id, label["command"], label)


def _follow_claims(tx: Tx, ctx: Context) -> None:
    """Claims are no part of the record: a shipment back on this table is claimed again, one that left it is given up."""
    for shipment_id, (_old, new) in tx.log.updated.get(shipment.name, {}).items():
        if new.get("state") == "packing":
            packed_at = tx.value(select(shipment.c.station_id).where(shipment.c.id == shipment_id))
            if ctx.station_id is not None and packed_at == ctx.station_id:
                claim(tx, "shipment", shipment_id, ctx)
        elif "state" in new:
            release_claim(tx, "shipment", shipment_id)
