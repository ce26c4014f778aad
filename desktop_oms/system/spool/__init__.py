"""Ways to a printer: a folder, a CUPS queue, raw TCP port 9100, the Windows spooler. One small protocol, bytes in.

A spooler blocks until its system took the job over and is called on a spooler thread, never on the GUI thread.
"""

from __future__ import annotations

from desktop_oms.domain.errors import UsageError
from desktop_oms.system.spool.base import Receipt as Receipt
from desktop_oms.system.spool.base import Spooler as Spooler
from desktop_oms.system.spool.cups import CupsSpooler
from desktop_oms.system.spool.folder import FolderSpooler
from desktop_oms.system.spool.tcp import TcpSpooler
from desktop_oms.system.spool.windows import WindowsSpooler

TRANSPORTS = ("folder", "cups", "tcp", "windows")


def spooler_for(transport: str, target: str) -> Spooler:
    """The spooler of a printer row: ``transport`` of TRANSPORTS and ``target`` (folder, queue, ``host[:port]``, printer).

    Raises:
        UsageError: ``printer.unknown_transport`` or ``printer.bad_target`` - the printer's setting needs mending.
    """
    makers = {"folder": FolderSpooler, "cups": CupsSpooler, "tcp": TcpSpooler, "windows": WindowsSpooler}
    if transport not in makers:
        raise UsageError("printer.unknown_transport", transport=transport, known=list(TRANSPORTS))
    if not target.strip():
        raise UsageError("printer.bad_target", transport=transport, target=target)
    spooler: Spooler = makers[transport](target)
    return spooler


class Spoolers:
    """What ``app`` asks for: one call that finds the way to the printer and answers the receipt's reference."""

    def send(self, transport: str, target: str, job_name: str, content: bytes, content_type: str) -> str:
        """Hand one job over; errors as in ``spooler_for`` and ``Spooler.send``."""
        return spooler_for(transport, target).send(job_name, content, content_type).reference
