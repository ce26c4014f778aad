"""The words things are found by: one folded text per entity, indexed by desktop_oms.db.search."""

from __future__ import annotations

from desktop_oms.db.schema.base import derived_table
from desktop_oms.db.schema.types import words

# ``id`` is the entity's own id (ids are unique over the whole database), so the newest is found first by rowid order.
# ``text`` may name persons in plain words: an erasure must index its entities anew.
search_doc = derived_table("search_doc", words("kind", default=None), words("text"))
