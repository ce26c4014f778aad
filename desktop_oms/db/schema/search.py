"""The words things are found by: one folded text per entity, indexed by desktop_oms.db.search."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint

from desktop_oms.db.schema.base import derived_table
from desktop_oms.db.schema.types import plain_id, words

# ``id`` is the rowid of the full-text index. Names persons in plain words: an erasure must index its entities anew.
search_doc = derived_table(
    "search_doc",
    words("kind", default=None),
    plain_id("entity_id"),
    words("text"),
    UniqueConstraint("kind", "entity_id"),
)
