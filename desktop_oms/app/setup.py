"""The first run of an empty database: company, brand, warehouse, station, roles and the owner.

Everything else (channels, products, stock) comes by import or by hand. A second first run is refused.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from desktop_oms.app.commands import command, handles
from desktop_oms.app.context import Context
from desktop_oms.db.schema import app_user, bin_, brand, company, role, station, user_role, warehouse
from desktop_oms.db.tx import Tx
from desktop_oms.domain.errors import RuleError
from desktop_oms.domain.names import fold
from desktop_oms.domain.natural import natural_key
from desktop_oms.domain.rights import ROLES

# Bins every warehouse has: where goods wait while being packed, and where doubtful goods are put.
_BINS = (("PACK", "packing"), ("QUARANTINE", "quarantine"), ("DAMAGED", "damaged"), ("RECEIVING", "receiving"))


@dataclass(frozen=True, slots=True)
class FirstIds:
    """Ids of what the first run made."""

    company_id: int
    warehouse_id: int
    station_id: int
    owner_id: int


@command(right="", undo="never", why_not="first_run")
@dataclass(frozen=True, slots=True)
class StartShop:
    """Make an empty database a shop.

    Attributes:
        timezone: IANA name of the warehouse's zone; cut-offs and ship-by dates are reckoned in it.
        currency: ISO 4217 code the books are kept in.
    """

    company_name: str
    owner_name: str = "Owner"
    owner_login: str = "owner"
    country: str = "DE"
    timezone: str = "Europe/Berlin"
    currency: str = "EUR"
    street: str = ""
    postcode: str = ""
    city: str = ""
    email: str = ""
    phone: str = ""
    hours: str = ""
    returns_url: str = ""
    station_name: str = "Packing table 1"


@handles(StartShop)
def handle_start_shop(tx: Tx, cmd: StartShop, ctx: Context) -> FirstIds:
    """Make the shop. Raises RuleError ``setup.done`` when there is a company already."""
    if tx.value(select(company.c.id).limit(1)) is not None:
        raise RuleError("setup.done")
    address = {name: getattr(cmd, name) for name in ("street", "postcode", "city", "country", "email", "phone")}
    (company_id,) = tx.insert(company, [{"name": cmd.company_name, "currency": cmd.currency, **address}])
    sender = {"hours": cmd.hours, "returns_url": cmd.returns_url, **address}
    tx.insert(brand, [{"company_id": company_id, "name": cmd.company_name, "legal_name": cmd.company_name, **sender}])
    place = {name: getattr(cmd, name) for name in ("street", "postcode", "city", "country", "timezone")}
    (warehouse_id,) = tx.insert(
        warehouse, [{"company_id": company_id, "code": "MAIN", "name": cmd.city or "Main", **place}]
    )
    bin_ids = tx.insert(
        bin_,
        [
            {
                "warehouse_id": warehouse_id,
                "code": code,
                "code_key": fold(code),
                "sort_key": natural_key(code),
                "purpose": purpose,
            }
            for code, purpose in _BINS
        ],
    )
    (station_id,) = tx.insert(
        station,
        [{"warehouse_id": warehouse_id, "staging_bin_id": bin_ids[0], "name": cmd.station_name, "code": "STN1"}],
    )
    role_ids = dict(
        zip(
            ROLES,
            tx.insert(
                role, [{"name": name, "rights": sorted(rights), "is_builtin": True} for name, rights in ROLES.items()]
            ),
            strict=True,
        )
    )
    owner = {"name": cmd.owner_name, "login": cmd.owner_login, "login_key": fold(cmd.owner_login)}
    (owner_id,) = tx.insert(app_user, [owner])
    tx.insert(user_role, [{"user_id": owner_id, "role_id": role_ids["owner"], "granted_at": tx.now}])
    tx.note("ShopStarted", kind="company", entity_id=company_id)
    return FirstIds(company_id, warehouse_id, station_id, owner_id)


@command(right="users.manage")
@dataclass(frozen=True, slots=True)
class AddUser:
    """Let someone work here. ``badge_code`` is the text of the badge ("USR7") or empty."""

    name: str
    login: str
    role: str = "packer"
    badge_code: str = ""


@handles(AddUser)
def handle_add_user(tx: Tx, cmd: AddUser, ctx: Context) -> int:
    """Make the user and return the id. Raises RuleError ``user.unknown_role``, ``user.taken``."""
    role_id = tx.value(select(role.c.id).where(role.c.name == cmd.role))
    if role_id is None:
        raise RuleError("user.unknown_role", role=cmd.role)
    if tx.value(select(app_user.c.id).where(app_user.c.login_key == fold(cmd.login))) is not None:
        raise RuleError("user.taken", login=cmd.login)
    row = {"name": cmd.name, "login": cmd.login, "login_key": fold(cmd.login), "badge_code": cmd.badge_code}
    (user_id,) = tx.insert(app_user, [row])
    tx.insert(user_role, [{"user_id": user_id, "role_id": role_id, "granted_at": tx.now}])
    return user_id


@command(right="users.manage")
@dataclass(frozen=True, slots=True)
class AddStation:
    """Set up another packing table in the first warehouse."""

    name: str
    code: str


@handles(AddStation)
def handle_add_station(tx: Tx, cmd: AddStation, ctx: Context) -> int:
    """Make the station and return its id. Raises RuleError ``station.taken``."""
    if tx.value(select(station.c.id).where(station.c.code == cmd.code)) is not None:
        raise RuleError("station.taken", code=cmd.code)
    warehouse_id = tx.value(select(warehouse.c.id).order_by(warehouse.c.id).limit(1))
    staging = tx.value(
        select(bin_.c.id).where(bin_.c.warehouse_id == warehouse_id, bin_.c.purpose == "packing").limit(1)
    )
    row = {"warehouse_id": warehouse_id, "staging_bin_id": staging, "name": cmd.name, "code": cmd.code}
    return tx.insert(station, [row])[0]
