"""What goes on paper: templates, documents that can be made again, printers and print jobs."""

from __future__ import annotations

from sqlalchemy import Index, UniqueConstraint

from desktop_oms.db.schema.base import check, not_negative, partial_index, state_table
from desktop_oms.db.schema.types import blob, flag, json_column, moment, number, one_of, plain_id, ref, words
from desktop_oms.domain.print_job import PRINT_JOB

# ``body`` is what a person designed; a changed template is a new version, old documents keep theirs.
template = state_table(
    "template",
    words("kind", default=None),
    words("name", default=None),
    ref("brand_id", "brand", null=True),
    number("template_version", default=1),
    words("language", default="pdf"),
    words("media"),
    json_column("body"),
    flag("is_active", default=True),
    UniqueConstraint("kind", "name", "template_version"),
    aggregate=("template", "id"),
)
template.info["undo"] = "keep"

# Frozen data plus template version make the same bytes again; ``content`` is kept for legal documents only. ``data`` names
# personal rows by id, so that an erasure reaches old papers.
document = state_table(
    "document",
    words("kind", default=None),
    words("entity_kind", default=None),
    plain_id("entity_id"),
    words("number", null=True),
    ref("template_id", "template", null=True),
    words("template_version"),
    json_column("data"),
    words("data_hash"),
    blob("content"),
    words("media_type"),
    moment("created_at", null=False),
    Index(None, "entity_kind", "entity_id"),
    partial_index("uq_document_number", "kind", "number", where="number IS NOT NULL", unique=True),
    aggregate=("document", "id"),
)
document.info["undo"] = "keep"

printer = state_table(
    "printer",
    words("name", default=None),
    one_of("transport", ("folder", "cups", "windows", "tcp"), default="folder"),
    words("target"),
    one_of("language", ("pdf", "zpl", "epl"), default="pdf"),
    words("media"),
    number("dpi", default=203),
    ref("station_id", "station", null=True),
    json_column("settings"),
    flag("is_active", default=True),
    UniqueConstraint("name"),
    aggregate=("printer", "id"),
)

# *Spooled* is not *printed*: ``done`` only when the printer said so. Each hop has its time.
print_job = state_table(
    "print_job",
    ref("document_id", "document", index=True),
    ref("printer_id", "printer", null=True),
    words("printer"),
    words("media"),
    number("copies", default=1),
    one_of("state", PRINT_JOB.states, default="queued"),
    ref("reprint_of", "print_job", null=True),
    number("attempts", default=0),
    words("error"),
    moment("queued_at"),
    moment("rendering_at"),
    moment("spooled_at"),
    moment("done_at"),
    moment("failed_at"),
    partial_index("ix_print_job_open", "queued_at", where="state IN ('queued', 'rendering', 'spooled')"),
    partial_index("ix_print_job_reprint_of", "reprint_of", where="reprint_of IS NOT NULL"),
    check("at_least_one_copy", "copies >= 1"),
    *not_negative("attempts"),
    aggregate=("print_job", "id"),
)
print_job.info["undo"] = "keep"
