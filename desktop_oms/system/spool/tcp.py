"""Raw TCP, usually port 9100 of a label printer: bytes go over unchanged, nothing answers but the connection itself."""

from __future__ import annotations

import re
import socket

from desktop_oms.domain.errors import Unavailable, UsageError
from desktop_oms.system.spool.base import Receipt

DEFAULT_PORT = 9100
CHUNK = 16 * 1024


def parse_target(target: str) -> tuple[str, int]:
    """``host``, ``host:port``, ``1.2.3.4:port`` or ``[ipv6]:port`` as a pair.

    Raises:
        UsageError: ``printer.bad_target`` - none of these.
    """
    text = target.strip()
    found = re.fullmatch(r"\[([0-9A-Fa-f:.%\w]+)\](?::(\d{1,5}))?|([^\s:\[\]/@]+)(?::(\d{1,5}))?", text)
    port = int((found.group(2) or found.group(4) or DEFAULT_PORT) if found else 0)
    if found is None or not 0 < port < 65536:
        raise UsageError("printer.bad_target", transport="tcp", target=target)
    return found.group(1) or found.group(3), port


class TcpSpooler:
    """Sends jobs to ``host[:port]``.

    Attributes:
        connect_timeout_s, write_timeout_s: patience for an answer, and for a printer that takes no more bytes.
        close_timeout_s: how long to listen for a reset after the last byte; printers that keep the line open are fine.
    """

    def __init__(
        self, target: str, connect_timeout_s: float = 3.0, write_timeout_s: float = 10.0, close_timeout_s: float = 0.5
    ) -> None:
        self._host, self._port = parse_target(target)
        self._printer = target.strip()
        self.connect_timeout_s = connect_timeout_s
        self.write_timeout_s = write_timeout_s
        self.close_timeout_s = close_timeout_s

    def send(self, job_name: str, data: bytes, content_type: str) -> Receipt:
        """Write all bytes, then close; ``job_name`` and ``content_type`` mean nothing on a raw line.

        Raises:
            Unavailable: ``printer.unreachable`` - no connection, nothing was sent; ``printer.half_written`` - the line broke
                or stalled after ``sent`` of ``size`` bytes, so something may have been printed.
        """
        try:
            line = socket.create_connection((self._host, self._port), timeout=self.connect_timeout_s)
        except OSError as error:
            reason = _reason(error)
            raise Unavailable(
                "printer.unreachable", printer=self._printer, reason=reason, maybe_printed=False
            ) from error
        with line:
            self._write(line, data)
        return Receipt(self._printer, f"{self._host}:{self._port}", len(data))

    def _write(self, line: socket.socket, data: bytes) -> None:
        sent = 0
        line.settimeout(self.write_timeout_s)
        try:
            view = memoryview(data)
            while sent < len(data):
                sent += line.send(view[sent : sent + CHUNK])
            line.shutdown(socket.SHUT_WR)
            self._listen_for_reset(line)
        except OSError as error:
            raise Unavailable(
                "printer.half_written",
                printer=self._printer,
                reason=_reason(error),
                sent=sent,
                size=len(data),
                maybe_printed=sent > 0,
            ) from error

    def _listen_for_reset(self, line: socket.socket) -> None:
        """Wait shortly for the printer to close; a reset instead means that it threw the tail of the job away."""
        line.settimeout(self.close_timeout_s)
        try:
            while line.recv(4096):
                pass  # status chatter of the printer
        except TimeoutError:
            pass


def _reason(error: OSError) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return error.strerror or str(error)
