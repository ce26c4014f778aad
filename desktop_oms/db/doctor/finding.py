"""What a check found: which row of which table differs by how much, and a sentence a person can act on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, text


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference.

    Attributes:
        check: name of the check, stable.
        table, id: the row concerned; ``id`` is None when the table as a whole is.
        difference: what is and what should be, short and exact.
        sentence: what it means and what to do.
    """

    check: str
    table: str
    id: int | None
    difference: str
    sentence: str


# A check reads and yields; it never writes and never stops at the first difference.
Check = Callable[[Connection], Iterator[Finding]]


def rows(conn: Connection, query: str, values: Mapping[str, Any] | None = None) -> Iterator[RowMapping]:
    """Stream the rows of a query written in SQL that both engines understand."""
    yield from conn.execute(text(query), dict(values or {}), execution_options={"yield_per": 1000}).mappings()
