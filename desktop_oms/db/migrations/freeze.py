"""Write the tables as declared today into the DDL files of the first migration.

``python -m desktop_oms.db.migrations.freeze`` - only until the first release; from then on the files are history and every
change of the schema is a migration of its own.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Dialect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from desktop_oms.db.schema import metadata

FOLDER = Path(__file__).parent / "versions"
DIALECTS: dict[str, Dialect] = {"sqlite": sqlite.dialect(), "postgresql": postgresql.dialect()}  # type: ignore[no-untyped-call]
# Between statements; no statement of ours contains an empty comment.
SEPARATOR = "\n--\n"


def ddl(dialect_name: str) -> str:
    """Every CREATE TABLE and CREATE INDEX for one engine, parents before children, indexes by name."""
    dialect = DIALECTS[dialect_name]
    statements: list[str] = []
    for table in metadata.sorted_tables:
        statements.append(str(CreateTable(table).compile(dialect=dialect)))
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        statements += [str(CreateIndex(index).compile(dialect=dialect)) for index in indexes]
    tidy = ("\n".join(line.rstrip() for line in statement.strip().splitlines()) for statement in statements)
    return SEPARATOR.join(tidy) + "\n"


def main() -> None:
    """Write both files."""
    for name in DIALECTS:
        (FOLDER / f"v0001_books.{name}.sql").write_text(ddl(name), encoding="utf-8")


if __name__ == "__main__":
    main()
