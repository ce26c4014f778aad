"""Human numbers: gapless series per company, kind and year, raised inside the transaction that uses them.

Own order numbers run from 10001 (issue "The books"); a series that is asked for the first time starts at its FIRST value.
"""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from desktop_oms.db import ids
from desktop_oms.db.driver import Prepared
from desktop_oms.db.schema import number_series

_RAISE = Prepared(
    update(number_series)
    .where(
        number_series.c.company_id == bindparam("of_company"),
        number_series.c.kind == bindparam("of_kind"),
        number_series.c.year == bindparam("of_year"),
    )
    .values(next_value=number_series.c.next_value + bindparam("count"))
    .returning(number_series.c.next_value)
)
FIRST = {"order": 10001, "shipment": 1, "parcel": 1, "sscc": 1, "return": 1}


def take(conn: Connection, kind: str, count: int, *, company_id: int = 0, year: int = 0) -> int:
    """Take ``count`` consecutive numbers and return the first. ``company_id`` 0 is the whole database."""
    wanted = {"of_company": company_id, "of_kind": kind, "of_year": year, "count": count}
    raised = _RAISE.rows(conn, wanted)
    if not raised:
        row = {"company_id": company_id, "kind": kind, "year": year, "prefix": "", "next_value": FIRST.get(kind, 1)}
        # Why: two stations may ask for the first number of a series at once; the second waits here and takes the next one.
        opened = (postgresql.insert if conn.dialect.name == "postgresql" else sqlite.insert)(number_series)
        conn.execute(opened.on_conflict_do_nothing(), {**row, "id": ids.take(conn, 1)[0]})
        raised = _RAISE.rows(conn, wanted)
    return int(raised[0]["next_value"]) - count


def peek(conn: Connection, kind: str, *, company_id: int = 0, year: int = 0) -> int:
    """The number the next :func:`take` would give."""
    series = number_series
    found = conn.execute(
        select(series.c.next_value).where(
            series.c.company_id == company_id, series.c.kind == kind, series.c.year == year
        )
    ).scalar()
    return int(found) if found is not None else FIRST.get(kind, 1)
