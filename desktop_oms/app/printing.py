"""Print jobs: from the queue to a printer, each hop committed with its time.

The work of one job: claimed (*rendering*), made, handed to the printer, *spooled*. A job that was being handed over when the
program died is set to *failed* with the reason "may have printed": a person looks, nothing prints twice by itself.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from desktop_oms.app import papers
from desktop_oms.app.ports import Paper
from desktop_oms.app.print_jobs import MovePrintJob
from desktop_oms.app.shop import Shop
from desktop_oms.db.schema import document, print_job, printer, shipment
from desktop_oms.domain.errors import OmsError, RuleError, UsageError

log = logging.getLogger(__name__)

# After this long a job still being rendered belongs to a program that died.
STALE_RENDERING_S = 120


def render_document(shop: Shop, document_id: int, media: str, *, is_copy: bool = False) -> Paper:
    """Make a frozen document's bytes again. Raises RuleError ``document.unknown``."""
    kind, data = shop.ask(lambda reads: papers.load(reads.conn, document_id, is_copy=is_copy))
    return shop.papers.render(kind, data, media)


def newest_document(shop: Shop, shipment_number: str, kind: str) -> int:
    """Id of the newest document of a kind for a shipment number.

    Raises:
        UsageError: ``document.none`` when the shipment has no such paper yet (it is made when packed).
    """
    query = (
        select(document.c.id)
        .join(shipment, (shipment.c.id == document.c.entity_id) & (document.c.entity_kind == "shipment"))
        .where(shipment.c.number == shipment_number, document.c.kind == kind)
        .order_by(document.c.id.desc())
        .limit(1)
    )
    found = shop.ask(lambda reads: reads.conn.execute(query).scalar())
    if found is None:
        raise UsageError("document.none", shipment=shipment_number, kind=kind)
    return int(found)


def print_waiting(shop: Shop, limit: int = 50) -> int:
    """Work off queued jobs that have a printer, oldest first; returns how many were spooled. Never raises for one job."""
    return sum(print_one(shop, job) for job in _waiting(shop, limit))


def print_one(shop: Shop, job: Mapping[str, Any]) -> bool:
    """Bring one job to its printer; True when its system took it over."""
    job_id = job["id"]
    try:
        shop.run(MovePrintJob(job_id, "render"))
    except RuleError:
        return False  # another station or an undo was faster
    try:
        paper = render_document(shop, job["document_id"], job["media"], is_copy=job["reprint_of"] is not None)
        name = f"{job['kind']}-{job['number']}"
        shop.spool.send(job["transport"], job["target"], name, paper.content, paper.content_type)
    except OmsError as refusal:
        shop.run(MovePrintJob(job_id, "fail", _why(refusal)))
        return False
    except Exception:
        # Why everything: one paper nobody can make must not keep the others in the queue.
        log.exception("print job %d could not be made", job_id)
        shop.run(MovePrintJob(job_id, "fail", "print.not_made"))
        return False
    shop.run(MovePrintJob(job_id, "spool"))
    return True


def fail_interrupted(shop: Shop) -> int:
    """At start: jobs that were being handed over when their program died wait for a person; returns how many."""
    jobs = _jobs(shop, (print_job.c.state == "rendering"), 1000)
    now = shop.clock()
    stale = [job for job in jobs if (now - job["rendering_at"]).total_seconds() > STALE_RENDERING_S]
    for job in stale:
        shop.run(MovePrintJob(job["id"], "fail", "print.may_have_printed"))
    return len(stale)


def _waiting(shop: Shop, limit: int) -> list[Mapping[str, Any]]:
    return _jobs(shop, (print_job.c.state == "queued") & print_job.c.printer_id.is_not(None), limit)


def _jobs(shop: Shop, condition: Any, limit: int) -> list[Mapping[str, Any]]:
    query = (
        select(
            print_job.c.id,
            print_job.c.document_id,
            print_job.c.media,
            print_job.c.reprint_of,
            print_job.c.rendering_at,
            printer.c.transport,
            printer.c.target,
            document.c.kind,
            shipment.c.number,
        )
        .join(document, document.c.id == print_job.c.document_id)
        .join(shipment, shipment.c.id == document.c.entity_id)
        .join(printer, printer.c.id == print_job.c.printer_id)
        .where(condition, document.c.entity_kind == "shipment")
        .order_by(print_job.c.id)
        .limit(limit)
    )
    return shop.ask(lambda reads: [dict(row) for row in reads.conn.execute(query).mappings()])


def _why(error: OmsError) -> str:
    reason = error.data.get("reason")
    return f"{error.code}: {reason}" if reason else error.code
