"""What a page of orders needs to know before it is translated into rows: channel, warehouse calendar, articles, kits, tags.

Everything is read in a fixed number of queries per page, whatever the number of orders.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import bindparam, select

from desktop_oms.db.driver import Prepared, ids_param
from desktop_oms.db.schema import (
    channel,
    kit_component,
    listing,
    tag,
    variant,
    warehouse,
    warehouse_cutoff,
    warehouse_holiday,
)
from desktop_oms.db.tx import Tx, chunks
from desktop_oms.domain.errors import RuleError, UsageError
from desktop_oms.domain.kits import expand_kit
from desktop_oms.domain.names import fold, sku_key
from desktop_oms.domain.shipby import WarehouseCalendar, ship_by

_DEEPEST_KIT = 5
_OWN = Prepared(select(variant.c.sku_key, variant.c.id).where(variant.c.sku_key.in_(ids_param())))
_LISTED = Prepared(
    select(listing.c.sku_key, listing.c.variant_id, listing.c.factor).where(
        listing.c.channel_id == bindparam("channel_id"),
        listing.c.sku_key.in_(ids_param()),
        listing.c.variant_id.is_not(None),
    )
)
_COMPONENTS = Prepared(
    select(kit_component.c.kit_variant_id, kit_component.c.component_variant_id, kit_component.c.quantity).where(
        kit_component.c.kit_variant_id.in_(ids_param())
    )
)
_HOME_COLUMNS = select(warehouse.c.id, warehouse.c.timezone, warehouse.c.handling_days, warehouse.c.calendar)
_HOME = Prepared(_HOME_COLUMNS.where(warehouse.c.id == bindparam("warehouse_id")))
_FIRST_HOME = Prepared(
    _HOME_COLUMNS.where(warehouse.c.company_id == bindparam("company_id")).order_by(warehouse.c.id).limit(1)
)
_CUTOFFS = Prepared(
    select(warehouse_cutoff.c.weekday, warehouse_cutoff.c.cutoff_minute)
    .where(warehouse_cutoff.c.warehouse_id == bindparam("warehouse_id"))
    .order_by(warehouse_cutoff.c.cutoff_minute)
)
_HOLIDAYS = Prepared(
    select(warehouse_holiday.c.day_on).where(warehouse_holiday.c.warehouse_id == bindparam("warehouse_id"))
)


@dataclass(frozen=True, slots=True)
class Article:
    """What stands behind a SKU of a channel: the variant and the pieces of each stocked component in one sold unit."""

    variant_id: int
    per_unit: Mapping[int, int]


class Articles:
    """Finds articles by the SKU a channel uses: the listing's decision first (a person made it), then our own SKU."""

    def __init__(self, tx: Tx, channel_id: int, skus: Iterable[str]) -> None:
        keys: Sequence[Any] = sorted({sku_key(sku) for sku in skus if sku.strip()})
        self._found: dict[str, tuple[int, int]] = {}
        for chunk in chunks(keys):
            for row in tx.read(_OWN, ids=chunk):
                self._found[row["sku_key"]] = (row["id"], 1)
            for row in tx.read(_LISTED, channel_id=channel_id, ids=chunk):
                self._found[row["sku_key"]] = (row["variant_id"], row["factor"])
        self._kits = read_kits(tx, {found[0] for found in self._found.values()})

    def find(self, sku: str) -> Article | None:
        """The article, or None when nobody has said yet what the SKU is (or its kit contains itself)."""
        found = self._found.get(sku_key(sku))
        return article_of(found[0], found[1], self._kits) if found else None


def article_of(variant_id: int, factor: int, kits: Mapping[int, Sequence[tuple[int, int]]]) -> Article | None:
    """The article with its components; None for a kit that contains itself."""
    try:
        return Article(variant_id, expand_kit(variant_id, factor, kits))
    except RuleError:
        return None


def read_kits(tx: Tx, variant_ids: Collection[int]) -> dict[int, list[tuple[int, int]]]:
    """Components of those variants that are kits, and of the kits among the components."""
    kits: dict[int, list[tuple[int, int]]] = {}
    asked: set[int] = set()
    wanted = set(variant_ids)
    for _depth in range(_DEEPEST_KIT):
        if not wanted:
            break
        asked |= wanted
        found: set[int] = set()
        for chunk in chunks(sorted(wanted)):
            for row in tx.read(_COMPONENTS, ids=chunk):
                kits.setdefault(row["kit_variant_id"], []).append((row["component_variant_id"], row["quantity"]))
                found.add(row["component_variant_id"])
        wanted = found - asked
    return kits


@dataclass(frozen=True, slots=True)
class Place:
    """The channel's row and the calendar its orders are promised by."""

    channel: Any
    calendar: WarehouseCalendar

    def ship_by(self, told: datetime | None, paid_at: datetime | None) -> datetime | None:
        """The channel's promise, else handling days from payment; None where the calendar has no working day."""
        try:
            return ship_by(told, paid_at, self.calendar)
        except RuleError:
            return None


def read_place(tx: Tx, channel_id: int, default_cutoff: str) -> Place:
    """Channel and calendar; on PostgreSQL the channel row is locked, so that two imports of one channel take turns (P39).

    Raises:
        UsageError: ``channel.unknown``.
    """
    row = tx.rows_by_id(channel, [channel_id]).get(channel_id)
    if row is None:
        raise UsageError("channel.unknown", id=channel_id)
    if row["warehouse_id"]:
        home = tx.one(_HOME, warehouse_id=row["warehouse_id"])
    else:
        home = tx.one(_FIRST_HOME, company_id=row["company_id"])
    return Place(row, _calendar(tx, home, default_cutoff))


def _calendar(tx: Tx, home: Any, default_cutoff: str) -> WarehouseCalendar:
    if home is None:
        return WarehouseCalendar("UTC")
    own = tx.read(_CUTOFFS, warehouse_id=home["id"])
    hour, minute = (int(part) for part in default_cutoff.split(":"))
    cutoffs = {int(weekday): time(hour, minute) for weekday in home["calendar"].get("weekdays", ())}
    # The last hand-over of the day counts where several carriers come.
    cutoffs.update({row["weekday"]: time(*divmod(row["cutoff_minute"], 60)) for row in own})
    free = tx.read(_HOLIDAYS, warehouse_id=home["id"])
    holidays = frozenset(date.fromisoformat(row["day_on"]) for row in free)
    return WarehouseCalendar(home["timezone"], home["handling_days"], cutoffs, holidays)


class Tags:
    """Tags by folded name, made when an order brings a new one."""

    def __init__(self, tx: Tx, names: Iterable[str]) -> None:
        keys: Sequence[Any] = sorted({fold(name) for name in names} - {""})
        self.known: dict[str, int] = {}
        for chunk in chunks(keys):
            query = select(tag.c.name_key, tag.c.id).where(tag.c.name_key.in_(chunk))
            self.known.update({row["name_key"]: row["id"] for row in tx.read(query)})
