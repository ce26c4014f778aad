"""Is what was erased really gone?"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from desktop_oms.db.doctor.finding import Finding, rows
from desktop_oms.db.schema import metadata


def erased(conn: Connection) -> Iterator[Finding]:
    """Personal rows on the list of erasures are blank."""
    for table in metadata.sorted_tables:
        names = [column.name for column in table.columns if column.info.get("personal")]
        if not names:
            continue
        filled = " OR ".join(f"person.{name} <> ''" for name in names)
        query = f"""
            SELECT person.id FROM {table.name} person JOIN erasure ON erasure.row_id = person.id
            WHERE erasure.table_name = '{table.name}' AND ({filled}) ORDER BY person.id
        """  # noqa: S608 - names of our own tables
        for row in rows(conn, query):
            yield Finding(
                "erased",
                table.name,
                row["id"],
                "on the list of erasures, still holds personal data",
                "Personal data that was to be erased is back (a restore?); erase it again.",
            )
