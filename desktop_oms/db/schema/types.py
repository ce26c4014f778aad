"""Column types that mean the same on SQLite and PostgreSQL, and short constructors for the columns every table uses.

Only ``db`` uses this module. Invariant: a value read back equals the value written, on either engine, and every type
compiles to one of the four type names a SQLite STRICT table allows.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Integer, LargeBinary, Text, false, text, true
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.types import TypeDecorator

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_micros(value: datetime) -> int:
    """Microseconds since 1970 UTC of an aware time; ``ValueError`` for a naive one."""
    if value.tzinfo is None:
        raise ValueError(f"a time without a zone cannot be stored: {value!r}")
    return (value - EPOCH) // _MICROSECOND


def from_micros(value: int) -> datetime:
    """The aware UTC time of a stored number of microseconds."""
    return EPOCH + timedelta(microseconds=value)


# 64-bit on both engines. SQLite must read INTEGER: only then is a primary key the rowid itself and STRICT content.
Int64 = BigInteger().with_variant(sqlite.INTEGER(), "sqlite")
Id = Int64


class UtcTime(TypeDecorator[datetime]):
    """An aware ``datetime``, kept as integer microseconds since 1970 UTC. Naive times are refused with ``ValueError``."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(sqlite.INTEGER() if dialect.name == "sqlite" else BigInteger())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else to_micros(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else from_micros(value)

    def process_literal_param(self, value: datetime | None, dialect: Dialect) -> str:
        return "NULL" if value is None else str(to_micros(value))


class IsoDay(TypeDecorator[str]):
    """A calendar day without a clock (best-before, holiday): ``YYYY-MM-DD`` text here and there, so that it sorts as it reads."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | date | None, dialect: Dialect) -> str | None:
        if isinstance(value, date):
            return value.isoformat()[:10]
        if value is not None and date.fromisoformat(value).isoformat() != value:
            raise ValueError(f"a day is written YYYY-MM-DD, not {value!r}")
        return value


# One encoder for all: ``json.dumps`` with options makes a new one each time.
_encode = json.JSONEncoder(sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


def to_json(value: Any) -> str:
    """The one spelling of a JSON value in the books: keys sorted, no spaces, letters as they are; NaN is ``ValueError``."""
    return _encode(value) if value or not isinstance(value, dict) else "{}"


class Json(TypeDecorator[Any]):
    """Any JSON value as text, always spelled the same. ``None`` stays SQL NULL; NaN and infinities are refused."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else to_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


class Flag(Boolean):
    """``Boolean`` whose SQLite name is INTEGER, since a STRICT table knows no BOOLEAN."""


@compiles(Flag, "sqlite")
def _flag_on_sqlite(_type: Flag, _compiler: Any, **_kw: Any) -> str:
    return "INTEGER"


# --- columns -----------------------------------------------------------------------------------------------------------
# Defaults are the database's own (server_default), so that raw statements and bulk inserts see the same ones;
# ``Column.info["default"]`` is the same value for code that must fill a column some rows of a batch leave out.


def id_column() -> Column[int]:
    """The primary key ``id``: taken from the one counter before the insert, never made by the database."""
    return Column("id", Id, primary_key=True, autoincrement=False)


def words(name: str, *, null: bool = False, default: str | None = "", derived: bool = False) -> Column[str]:
    """Text; empty instead of NULL unless ``null``. ``default=None`` makes it required."""
    if null:
        default = None
    return Column(name, Text, nullable=null, server_default=_text(default), info=_info(derived, default))


def number(name: str, *, null: bool = False, default: int | None = None, derived: bool = False) -> Column[int]:
    """A 32-bit integer on PostgreSQL (positions, quantities, grams)."""
    return Column(name, Integer, nullable=null, server_default=_number(default), info=_info(derived, default))


def minor(name: str, *, null: bool = False, default: int | None = None, derived: bool = False) -> Column[int]:
    """Money in minor units of the currency named beside it, 64 bits."""
    return Column(name, Int64, nullable=null, server_default=_number(default), info=_info(derived, default))


def flag(name: str, *, default: bool = False, derived: bool = False) -> Column[bool]:
    """Yes or no, never NULL. The default is spelled for both engines by the type itself."""
    server = true() if default else false()
    return Column(name, Flag(), nullable=False, server_default=server, info=_info(derived, default))


def moment(name: str, *, null: bool = True, derived: bool = False) -> Column[datetime]:
    """An aware UTC time."""
    return Column(name, UtcTime, nullable=null, info=_info(derived))


def day(name: str, *, null: bool = True) -> Column[str]:
    """A calendar day."""
    return Column(name, IsoDay, nullable=null)


def json_column(name: str, *, null: bool = False, default: str | None = "{}") -> Column[Any]:
    """A JSON value; ``default`` is its JSON text."""
    if null or default is None:
        return Column(name, Json, nullable=null)
    return Column(name, Json, nullable=False, server_default=_text(default), info=_info(False, json.loads(default)))


def blob(name: str, *, null: bool = True) -> Column[bytes]:
    """Bytes."""
    return Column(name, LargeBinary, nullable=null)


def plain_id(name: str, *, null: bool = False, index: bool = False) -> Column[int]:
    """An id without a foreign key: the row it names may be of any table, or may be undone while this row stays."""
    return Column(name, Id, nullable=null, index=index)


def ref(
    name: str,
    target: str,
    *,
    null: bool = False,
    index: bool = False,
    on_delete: str | None = None,
    derived: bool = False,
) -> Column[int]:
    """A foreign key to ``target.id``. ``index`` where the parent is deleted or rows are looked up by it."""
    link = ForeignKey(f"{target}.id", ondelete=on_delete)
    return Column(name, Id, link, nullable=null, index=index, info=_info(derived))


def one_of(
    name: str, values: Sequence[str], *, default: str | None = None, null: bool = False, derived: bool = False
) -> Column[str]:
    """Text that must be one of ``values``; the table helpers turn them into a CHECK."""
    info = {**_info(derived, default), "values": tuple(values)}
    return Column(name, Text, nullable=null, server_default=_text(default), info=info)


def personal(column: Column[Any]) -> Column[Any]:
    """Mark a column of a personal table as one that an erasure blanks."""
    column.info["personal"] = True
    return column


def _info(derived: bool, default: Any = None) -> dict[str, Any]:
    info: dict[str, Any] = {"derived": True} if derived else {}
    if default is not None:
        info["default"] = default
    return info


def _text(default: str | None) -> Any:
    return None if default is None else text("'" + default.replace("'", "''") + "'")


def _number(default: int | None) -> Any:
    return None if default is None else text(str(default))
