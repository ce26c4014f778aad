"""Open the shop for someone: fit the books to this program, make a first shop in empty ones, find user and station.

Used by every front end through ``compose``; the rooms above ``app`` come in as ports.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, select

from desktop_oms.app.bus import Bus
from desktop_oms.app.context import Actor
from desktop_oms.app.ports import FilePort, PaperPort, SpoolPort
from desktop_oms.app.print_jobs import SetPrinter
from desktop_oms.app.setup import StartShop
from desktop_oms.app.shop import Shop
from desktop_oms.db.changes import ChangeSet
from desktop_oms.db.engine import open_engine, read_connection
from desktop_oms.db.gateway import Gateway
from desktop_oms.db.migrations import migrate
from desktop_oms.db.schema import app_user, company, station
from desktop_oms.domain.errors import UsageError
from desktop_oms.domain.names import fold


@dataclass(frozen=True, slots=True)
class Ports:
    """What the rooms above app bring.

    Attributes:
        template_versions: kind of paper -> template version; read only when a paper is frozen.
        is_network_path: says whether a file lies on a network share.
    """

    papers: PaperPort
    spool: SpoolPort
    files: FilePort
    template_versions: Mapping[str, str]
    clock: Callable[[], datetime]
    is_network_path: Callable[[Path], bool] | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """Which books, as whom, where.

    Attributes:
        url: address of the database.
        user: login; "" for the owner (the first user).
        station: code or name of the packing table; "" for the first.
        first_shop: what an empty database becomes.
        print_folder: where papers of the two printers go that a new shop gets; None makes no printers.
    """

    url: str
    user: str = ""
    station: str = ""
    first_shop: StartShop = field(default_factory=lambda: StartShop("My shop"))
    print_folder: Path | None = None


def open_shop(opening: Opening, ports: Ports, on_commit: Callable[[ChangeSet], None] | None = None) -> Shop:
    """Open (and if need be make or migrate) the books.

    Raises:
        RuleError: ``database.newer``, ``database.foreign``, ``database.network_share``.
        UsageError: ``database.url``, ``user.unknown``, ``station.unknown``.
        Unavailable: ``database.unreachable``, ``database.locked``.
    """
    engine = open_engine(opening.url, clock=ports.clock, is_network_path=ports.is_network_path)
    try:
        migrate(opening.url)
        bus = Bus(Gateway(engine, ports.clock, on_commit), ports.template_versions)
        shop = Shop(
            engine,
            bus,
            actor=Actor(),
            clock=ports.clock,
            papers=ports.papers,
            spool=ports.spool,
            files=ports.files,
        )
        if _is_empty(engine):
            _start(shop, opening)
        return shop.as_actor(_actor(engine, opening))
    except BaseException:
        engine.dispose()
        raise


def _is_empty(engine: Engine) -> bool:
    with read_connection(engine) as conn:
        return conn.execute(select(company.c.id).limit(1)).first() is None


def _start(shop: Shop, opening: Opening) -> None:
    shop.run(opening.first_shop)
    if opening.print_folder is None:
        return
    folder = opening.print_folder
    shop.run(SetPrinter("Slips (folder)", "folder", str(folder / "slips"), media="a4"))
    shop.run(SetPrinter("Labels (folder)", "folder", str(folder / "labels"), media="4x6"))


def _actor(engine: Engine, opening: Opening) -> Actor:
    with read_connection(engine) as conn:
        users = select(app_user.c.id).where(app_user.c.is_active.is_(True)).order_by(app_user.c.id)
        if opening.user:
            users = users.where(app_user.c.login_key == fold(opening.user))
        stations = select(station.c.id).where(station.c.is_active.is_(True)).order_by(station.c.id)
        if opening.station:
            stations = stations.where((station.c.code == opening.station) | (station.c.name == opening.station))
        user_id, station_id = conn.execute(users.limit(1)).scalar(), conn.execute(stations.limit(1)).scalar()
    if user_id is None:
        raise UsageError("user.unknown", user=opening.user)
    if station_id is None:
        raise UsageError("station.unknown", station=opening.station)
    return Actor(user_id, station_id)
