"""A process that dies leaves its stacks; one that ends well leaves nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

START = """
import sys, threading
from pathlib import Path
from desktop_oms.system.crash import CrashFile, log_uncaught
from desktop_oms.system.logs import start_logging
folder = Path(sys.argv[1])
logs = start_logging(folder)
log_uncaught()
crash = CrashFile(folder)
"""


def run(folder: Path, code: str) -> subprocess.CompletedProcess[str]:
    root = Path(__file__).parents[2]
    return subprocess.run(
        [sys.executable, "-c", START + code, str(folder)],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_fault_in_native_code_leaves_the_stacks_for_the_next_start(tmp_path: Path) -> None:
    died = run(tmp_path, "def packing():\n    import faulthandler; faulthandler._sigsegv()\npacking()")
    assert died.returncode < 0
    told = run(tmp_path, "print(crash.previous); crash.close()")
    assert "Fatal Python error" in told.stdout
    assert "in packing" in told.stdout
    assert run(tmp_path, "print(repr(crash.previous)); crash.close()").stdout == "''\n"
    assert (tmp_path / "crash-previous.txt").is_file()


def test_a_good_end_leaves_no_crash_file(tmp_path: Path) -> None:
    assert run(tmp_path, "crash.close()").returncode == 0
    assert not (tmp_path / "crash.txt").exists()


def test_an_error_nobody_caught_goes_to_the_log_and_not_to_the_terminal(tmp_path: Path) -> None:
    ended = run(tmp_path, "raise ValueError('lost ada@example.org')")
    assert ended.returncode == 1
    assert ended.stderr == ""
    text = (tmp_path / "desktop-oms.log").read_text()
    assert "CRITICAL" in text and "ValueError: lost <personal>" in text


def test_an_error_in_a_thread_goes_to_the_log_with_the_threads_name(tmp_path: Path) -> None:
    run(tmp_path, "t = threading.Thread(target=lambda: 1 / 0, name='spooler'); t.start(); t.join()")
    assert "uncaught in spooler" in (tmp_path / "desktop-oms.log").read_text()
