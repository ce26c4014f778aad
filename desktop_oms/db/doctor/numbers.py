"""Do the human numbers in use agree with the series they come from?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from desktop_oms.db.doctor.finding import Finding, rows


@dataclass(frozen=True, slots=True)
class _Use:
    """Where numbers of a series kind stand. ``is_legal``: a missing number must be explained to the tax office."""

    kind: str
    table: str
    where: str = ""
    is_legal: bool = False


_USES = (
    _Use("order", "sales_order"),
    _Use("return", "return_case"),
    _Use("purchase_order", "purchase_order"),
    _Use("invoice", "document", "kind = 'invoice'", is_legal=True),
    _Use("credit_note", "document", "kind = 'credit_note'", is_legal=True),
)


def series(conn: Connection) -> Iterator[Finding]:
    """Every number in use is below its series' next; legal papers have no number twice and none missing."""
    for use in _USES:
        all_series = list(rows(conn, "SELECT * FROM number_series WHERE kind = :kind ORDER BY id", {"kind": use.kind}))
        used = list(_used(conn, use))
        for row in all_series:
            mine = {number: row_id for row_id, number in used_by(used, row["prefix"], row["year"])}
            yield from _beyond(use, row["id"], row["next_value"], mine)
            if use.is_legal:
                yield from _missing(use, row["id"], row["next_value"], set(mine))


def _used(conn: Connection, use: _Use) -> Iterator[tuple[int, str]]:
    where = f" AND {use.where}" if use.where else ""
    query = f"SELECT id, number FROM {use.table} WHERE number IS NOT NULL{where} ORDER BY id"  # noqa: S608
    for row in rows(conn, query):
        yield row["id"], row["number"]


def used_by(used: list[tuple[int, str]], prefix: str, year: int) -> Iterator[tuple[int, int]]:
    """(row id, counter) of the numbers that carry this series' prefix and, if it has one, year."""
    head = f"{prefix}{year}-" if year else prefix
    for row_id, number in used:
        digits = number.removeprefix(head)
        if number.startswith(head) and digits.isdecimal():
            yield row_id, int(digits)


def _beyond(use: _Use, series_id: int, next_value: int, used: dict[int, int]) -> Iterator[Finding]:
    for number, row_id in sorted(used.items()):
        if number >= next_value:
            yield Finding(
                "number_series",
                use.table,
                row_id,
                f"number {number} in use, series {series_id} ({use.kind}) gives {next_value} next",
                "A number would be given twice; set the series beyond the highest number in use.",
            )


def _missing(use: _Use, series_id: int, next_value: int, used: set[int]) -> Iterator[Finding]:
    if not used:
        return
    for number in range(min(used), next_value):
        if number not in used:
            yield Finding(
                "number_gap",
                "number_series",
                series_id,
                f"{use.kind} {number} is missing",
                f"Numbers of legal papers have no holes; find out what became of {use.kind} {number}.",
            )
