"""A CUPS queue, by the ``lp`` program: the PDF goes over as it is (8 to 40 ms whatever its pages), labels go raw."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from pathlib import Path

from desktop_oms.domain.errors import Unavailable, UsageError
from desktop_oms.system.spool.base import EPL, SUFFIXES, ZPL, Receipt, plain_title

# What a queue may be called (lpadmin): printable, no space, slash, hash; and it must not look like an option.
QUEUE_NAME = re.compile(r"(?!-)[^\s/#?'\"\\\x00-\x1f\x7f]{1,127}")

# The sentences of lp in the C locale and what they mean for us.
REFUSALS = (
    (re.compile(r"does not exist|unknown destination", re.IGNORECASE), "printer.unknown_queue"),
    (re.compile(r"not accepting", re.IGNORECASE), "printer.not_accepting"),
)


def _run(command: list[str], timeout_s: float) -> subprocess.CompletedProcess[str]:
    """One program of CUPS: an argument list, never a shell, English answers."""
    env = dict(os.environ, LC_ALL="C", LANGUAGE="C")
    return subprocess.run(
        command,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=timeout_s,
        check=False,
    )


class CupsSpooler:
    """Sends jobs to one queue of the CUPS server this machine uses (``CUPS_SERVER`` is honoured)."""

    def __init__(self, queue: str, timeout_s: float = 20.0) -> None:
        if not QUEUE_NAME.fullmatch(queue):
            raise UsageError("printer.bad_target", transport="cups", target=queue)
        self._queue = queue
        self._timeout_s = timeout_s

    def send(self, job_name: str, data: bytes, content_type: str) -> Receipt:
        """Queue the job; the receipt's reference is CUPS's own, such as ``PDF-12``.

        One document per call on purpose: several files in one ``lp`` call hang some drivers for good.

        Raises:
            Unavailable: ``printer.no_cups``, ``printer.unknown_queue``, ``printer.not_accepting``, ``printer.scheduler_down``,
                ``printer.refused`` or ``printer.timeout`` (then ``maybe_printed`` is true).
        """
        raw = ["-o", "raw"] if content_type in (ZPL, EPL) else []
        with tempfile.TemporaryDirectory(prefix="oms-job-") as folder:
            file = Path(folder) / f"job{SUFFIXES.get(content_type, '.bin')}"
            file.write_bytes(data)
            command = ["lp", "-d", self._queue, "-t", plain_title(job_name), *raw, "--", str(file)]
            try:
                done = _run(command, self._timeout_s)
            except FileNotFoundError as error:
                raise self._unavailable("printer.no_cups", "the program lp is not installed") from error
            except subprocess.TimeoutExpired as error:
                raise self._unavailable("printer.timeout", "CUPS gave no answer", maybe_printed=True) from error
        found = re.search(r"request id is (\S+)", done.stdout)
        if done.returncode or found is None:
            told = (done.stderr or done.stdout).strip()
            raise self._unavailable(self._refusal_code(told), told)
        return Receipt(self._queue, found.group(1), len(data))

    def _refusal_code(self, told: str) -> str:
        # Why ask: while the server is down lp claims that the queue does not exist.
        try:
            is_up = "is running" in _run(["lpstat", "-r"], self._timeout_s).stdout
        except (FileNotFoundError, subprocess.TimeoutExpired):
            is_up = False
        if not is_up:
            return "printer.scheduler_down"
        return next((code for pattern, code in REFUSALS if pattern.search(told)), "printer.refused")

    def _unavailable(self, code: str, reason: str, maybe_printed: bool = False) -> Unavailable:
        return Unavailable(code, printer=self._queue, reason=reason, maybe_printed=maybe_printed)


def queues(timeout_s: float = 5.0) -> tuple[str, ...]:
    """Names of the queues jobs can be sent to, sorted; empty where there is no CUPS or its server is down."""
    try:
        done = _run(["lpstat", "-e"], timeout_s)
    except (FileNotFoundError, subprocess.TimeoutExpired):
        return ()
    return tuple(sorted(line.strip() for line in done.stdout.splitlines() if QUEUE_NAME.fullmatch(line.strip())))


def job_state(reference: str, timeout_s: float = 5.0) -> str:
    """``waiting`` (queued or printing), ``done`` (completed, cancelled or aborted) or ``unknown`` of a receipt's reference."""
    for state, which in (("waiting", "not-completed"), ("done", "completed")):
        try:
            done = _run(["lpstat", "-W", which, "-o"], timeout_s)
        except (FileNotFoundError, subprocess.TimeoutExpired):
            return "unknown"
        if any(line.split()[:1] == [reference] for line in done.stdout.splitlines()):
            return state
    return "unknown"
