"""The first books: every table, the row that means "no lot", the id counter and the search index."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from desktop_oms.db.migrations.basics import install_basics
from desktop_oms.db.migrations.freeze import SEPARATOR

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the frozen DDL of this engine."""
    conn = op.get_bind()
    script = Path(__file__).with_suffix(f".{conn.dialect.name}.sql")
    for statement in script.read_text(encoding="utf-8").split(SEPARATOR):
        conn.exec_driver_sql(statement.strip())
    install_basics(conn)


def downgrade() -> None:
    """There is nothing before the first books."""
    raise RuntimeError("there is no way back: restore the copy taken before the migration instead")
