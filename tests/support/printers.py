"""Real printers for tests: a private CUPS server with a PDF queue and a raw queue, and a raw TCP printer."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import pytest

from tests.support.strict import left_out

T = TypeVar("T")

CUPS_PDF = Path("/usr/lib/cups/backend/cups-pdf")
CUPS_PDF_PPD = Path("/usr/share/ppd/cups-pdf/CUPS-PDF_opt.ppd")


def wait_for(question: Callable[[], T], seconds: float, what: str) -> T:
    """The first true answer to ``question``; fails the test when none comes within ``seconds``."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answer = question()
        if answer:
            return answer
        time.sleep(0.02)
    pytest.fail(f"{what} did not happen within {seconds} s")


class RawPrinter:
    """Listens like a label printer on a port of its own and keeps what each connection brought.

    ``take`` limits how many bytes of a job it reads before it slams the line (a printer that is switched off).
    """

    def __init__(self, take: int | None = None) -> None:
        self.jobs: list[bytes] = []
        self._take = take
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def target(self) -> str:
        return f"127.0.0.1:{self.port}"

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                line, _address = self._listener.accept()
                with line:
                    self.jobs.append(self._read(line))

    def _read(self, line: socket.socket) -> bytes:
        job = b""
        while part := line.recv(4096 if self._take is None else min(4096, self._take - len(job))):
            job += part
            if self._take is not None and len(job) >= self._take:
                # A reset instead of a polite close: what the sender still had on the way is lost.
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
                break
        return job

    def close(self) -> None:
        """Stop listening."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)


@pytest.fixture
def raw_printer() -> Iterator[RawPrinter]:
    """A label printer on a TCP port; ``target`` for the transport, ``jobs`` for what arrived."""
    printer = RawPrinter()
    yield printer
    printer.close()


class CupsServer:
    """A private cupsd: queue ``PDF`` makes files (see ``pdf_of``), queues made by ``add_raw`` talk to a TCP port."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="oms-cups-"))
        self._folder.chmod(0o755)
        self.address = str(self._folder / "cups.sock")
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server and make its PDF queue."""
        for name in ("etc", "spool", "spool/tmp", "cache", "state"):
            (self._folder / name).mkdir(mode=0o755)
        everyone = "<Location />\nOrder allow,deny\nAllow all\n</Location>\n<Location /admin>\nOrder allow,deny\nAllow all\n</Location>\n"
        policy = "<Policy default>\n<Limit All>\nOrder deny,allow\n</Limit>\n</Policy>\n"
        (self._folder / "etc/cupsd.conf").write_text(
            f"Listen {self.address}\nBrowsing Off\nLogLevel warn\nDefaultAuthType None\nWebInterface No\n{everyone}{policy}"
        )
        folders = {
            "ServerRoot": "etc",
            "RequestRoot": "spool",
            "TempDir": "spool/tmp",
            "CacheDir": "cache",
            "StateDir": "state",
        }
        lines = [f"{name} {self._folder / folder}" for name, folder in folders.items()]
        lines += [f"{name} {self._folder}/{name}.txt" for name in ("ErrorLog", "AccessLog", "PageLog")]
        (self._folder / "etc/cups-files.conf").write_text("\n".join([*lines, "FileDevice Yes", "SystemGroup root", ""]))
        command = [
            "/usr/sbin/cupsd",
            "-f",
            "-c",
            str(self._folder / "etc/cupsd.conf"),
            "-s",
            str(self._folder / "etc/cups-files.conf"),
        ]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(Path(self.address).exists, 10, "the start of cupsd")
        self._lpadmin("-p", "PDF", "-E", "-v", "cups-pdf:/", "-P", str(CUPS_PDF_PPD))

    def add_raw(self, queue: str, port: int) -> None:
        """A queue that hands bytes unchanged to a TCP port of this machine."""
        self._lpadmin("-p", queue, "-E", "-v", f"socket://127.0.0.1:{port}", "-m", "raw")

    def _lpadmin(self, *arguments: str) -> None:
        env = dict(os.environ, CUPS_SERVER=self.address)
        done = subprocess.run(["lpadmin", *arguments], env=env, capture_output=True, text=True, timeout=20, check=False)
        if done.returncode:
            raise RuntimeError(f"lpadmin: {done.stderr}")

    def pdf_of(self, title: str, reference: str) -> Path:
        """Wait for the file the PDF queue made of a job with ``title``; ``reference`` as in the receipt."""
        number = reference.rsplit("-", 1)[1]
        folder = Path("~").expanduser() / "PDF"
        return wait_for(
            lambda: next((path for path in folder.glob(f"{title}*job_{number}.pdf") if path.stat().st_size), None),
            20,
            f"paper of {title}",
        )

    def stop(self) -> None:
        """Stop the server and remove its folders."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)
        shutil.rmtree(self._folder, ignore_errors=True)


@pytest.fixture(scope="session")
def cups_server() -> Iterator[CupsServer]:
    """The session's private CUPS; its tests are left out (OMS_REQUIRE=all: fail) where CUPS or root is missing."""
    if not Path("/usr/sbin/cupsd").exists() or not CUPS_PDF.exists():
        left_out("CUPS with its PDF printer is not installed")
    if os.geteuid() != 0:
        left_out("cupsd can be started by root only")
    server = CupsServer()
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture
def cups(cups_server: CupsServer, monkeypatch: pytest.MonkeyPatch) -> CupsServer:
    """The private CUPS as the one this test's programs talk to (variable CUPS_SERVER)."""
    monkeypatch.setenv("CUPS_SERVER", cups_server.address)
    return cups_server
