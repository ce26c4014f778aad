"""The port every way to a printer offers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

PDF = "application/pdf"
ZPL = "application/zpl"
EPL = "application/epl"

# Why a list: a file's ending may decide which program opens it, so it never comes from a job's name.
SUFFIXES = {
    PDF: ".pdf",
    ZPL: ".zpl",
    EPL: ".epl",
    "image/png": ".png",
    "text/csv": ".csv",
    "text/tab-separated-values": ".txt",
    "text/plain": ".txt",
}


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that the system took a job over; not that paper came out.

    Attributes:
        printer: what was named as target.
        reference: where to look it up: CUPS job (``ZEBRA-17``), file path, ``host:port``.
        size: bytes taken over, always the whole job.
    """

    printer: str
    reference: str
    size: int


class Spooler(Protocol):
    """Sends one job to one printer."""

    def send(self, job_name: str, data: bytes, content_type: str) -> Receipt:
        """Hand the whole job over.

        Args:
            job_name: for queues and file names; may come from a stranger and is made harmless.
            data: the finished document, unchanged on its way.
            content_type: ``application/pdf``, ``application/zpl``, ``application/epl`` or a text type.

        Raises:
            Unavailable: ``printer.*`` with ``printer`` and ``reason``; ``maybe_printed`` is true when part of the job may
                have reached the paper, so that a person looks before it is sent again.
        """
        ...


def plain_title(job_name: str, limit: int = 120) -> str:
    """``job_name`` as one printable line; never empty."""
    line = " ".join("".join(char if char.isprintable() else " " for char in job_name).split())
    return line[:limit].rstrip() or "document"
