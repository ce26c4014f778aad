"""Claims: who works on a shipment now, so that no two tables pack the same box.

A claim lasts 120 s and is renewed every 30 s while the work is open, by database time; the same station regains its claim at
once after a crash. Rows are technical: a claim is neither audited nor undone.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from desktop_oms.app.commands import command, handles
from desktop_oms.app.context import Context
from desktop_oms.db.driver import Prepared
from desktop_oms.db.engine import database_now
from desktop_oms.db.schema import lease, station
from desktop_oms.db.tx import Tx
from desktop_oms.domain.errors import RuleError

LEASE_S = 120
RENEW_EVERY_S = 30
_HELD = Prepared(
    select(lease)
    .where(lease.c.kind == bindparam("of_kind"), lease.c.entity_id == bindparam("entity"))
    .with_for_update()
)
_GIVE_UP = Prepared(delete(lease).where(lease.c.kind == bindparam("of_kind"), lease.c.entity_id == bindparam("entity")))


def claim(tx: Tx, kind: str, entity_id: int, ctx: Context) -> None:
    """Take or renew the claim of the calling station on an entity.

    Raises:
        RuleError: ``lease.held`` with the other station's name and until when.
        RuleError: ``lease.no_station`` when the caller is at no station.
    """
    if ctx.station_id is None:
        raise RuleError("lease.no_station")
    now = database_now(tx.conn)
    held = tx.one(_HELD, of_kind=kind, entity=entity_id)
    values: dict[str, Any] = {
        "station_id": ctx.station_id,
        "user_id": ctx.user_id,
        "expires_at": now + timedelta(seconds=LEASE_S),
    }
    if held is None:
        row = {
            "id": tx.new_ids(1)[0],
            "kind": kind,
            "entity_id": entity_id,
            "token": secrets.token_hex(8),
            "taken_at": now,
        }
        tx.technical(insert(lease), [{**row, **values}])
        return
    if held["station_id"] != ctx.station_id:
        if held["expires_at"] > now:
            name = tx.value(select(station.c.name).where(station.c.id == held["station_id"]))
            raise RuleError("lease.held", station=name or "", until=held["expires_at"].isoformat())
        # Why: the newest claim of a table is what lies on it.
        values.update(taken_at=now, token=secrets.token_hex(8))
    is_ours = (held["station_id"], held["user_id"]) == (ctx.station_id, ctx.user_id)
    if is_ours and held["expires_at"] > now + timedelta(seconds=LEASE_S - RENEW_EVERY_S):
        # Why: a claim good for 90 s more need not be written again by every scan.
        return
    tx.technical(update(lease).where(lease.c.id == held["id"]).values(values))


def release_claim(tx: Tx, kind: str, entity_id: int) -> None:
    """Give the claim up, whoever holds it."""
    tx.technical(_GIVE_UP, [{"of_kind": kind, "entity": entity_id}])


def is_mine(tx: Tx, kind: str, entity_id: int, ctx: Context) -> bool:
    """Whether the calling station holds a live claim."""
    held = tx.one(
        select(lease.c.station_id, lease.c.expires_at).where(lease.c.kind == kind, lease.c.entity_id == entity_id)
    )
    return held is not None and held["station_id"] == ctx.station_id and held["expires_at"] > database_now(tx.conn)


@command(right="pack", repeatable=True, undo="none")
@dataclass(frozen=True, slots=True)
class RenewClaim:
    """Keep a claim alive while its work is open; sent every 30 s."""

    kind: str
    entity_id: int


@handles(RenewClaim)
def handle_renew_claim(tx: Tx, cmd: RenewClaim, ctx: Context) -> bool:
    """Renew a claim of this station, also one that has run out. Returns False when there is none any more: given up, or
    taken over meanwhile; then the caller must let go. Never takes a claim: only opening a shipment does."""
    query = select(lease.c.station_id).where(lease.c.kind == cmd.kind, lease.c.entity_id == cmd.entity_id)
    if ctx.station_id is None or tx.value(query.with_for_update() if tx.is_postgresql else query) != ctx.station_id:
        return False
    claim(tx, cmd.kind, cmd.entity_id, ctx)
    return True
