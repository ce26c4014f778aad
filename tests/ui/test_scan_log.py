"""The raw log keeps what arrived, whatever dies afterwards; the probe and the waiting line count right."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from desktop_oms.ui.scan.bursts import Burst
from desktop_oms.ui.scan.latency import KEPT, LatencyProbe
from desktop_oms.ui.scan.raw_log import RawLog, read_log
from desktop_oms.ui.scan.waiting import WaitingLine


def test_a_burst_is_in_the_log_with_both_readings_and_its_answer(tmp_path: Path) -> None:
    log = RawLog(tmp_path / "scans.jsonl")
    burst = Burst("MUGß1\x1d", "MUG-1\x1d", keys=(58, 30), duration_ms=12)
    log.burst(burst)
    log.answer(burst.id, "ok", 6.125)
    first, second = read_log(log.path)
    assert (first["text"], first["native"], first["keys"], first["ms"]) == ("MUGß1\x1d", "MUG-1\x1d", [58, 30], 12)
    assert (second["answer_to"], second["verdict"]) == (first["id"], "ok")


def test_z02_a_burst_logged_before_a_kill_is_there_after_it(tmp_path: Path) -> None:
    path = tmp_path / "scans.jsonl"
    program = (
        "import os, signal, sys, pathlib\n"
        "from desktop_oms.ui.scan.bursts import Burst\n"
        "from desktop_oms.ui.scan.raw_log import RawLog\n"
        "RawLog(pathlib.Path(sys.argv[1])).burst(Burst('ORD10482'))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], check=False, env=os.environ | {"PYTHONPATH": str(Path.cwd())}
    )
    assert done.returncode == -9
    assert [record["text"] for record in read_log(path)] == ["ORD10482"]


def test_a_line_cut_off_by_a_kill_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "scans.jsonl"
    RawLog(path).burst(Burst("ORD1"))
    with path.open("a") as file:
        file.write('{"text":"OR')
    assert [record["text"] for record in read_log(path)] == ["ORD1"]


def test_the_log_rotates_and_keeps_five_files_in_order(tmp_path: Path) -> None:
    log = RawLog(tmp_path / "scans.jsonl", max_bytes=400)
    for number in range(40):
        log.burst(Burst(f"ORD{number:05}"))
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["scans.jsonl", *(f"scans.jsonl.{n}" for n in range(1, 5))]
    kept = [r["text"] for name in [*reversed(names[1:]), names[0]] for r in read_log(tmp_path / name)]
    assert kept == [f"ORD{number:05}" for number in range(40 - len(kept), 40)]


def test_a_disk_that_refuses_does_not_stop_the_packer(tmp_path: Path) -> None:
    (tmp_path / "scans.jsonl").mkdir()
    log = RawLog(tmp_path / "scans.jsonl")
    log.burst(Burst("ORD1"))
    assert log.has_failed
    (tmp_path / "scans.jsonl").rmdir()
    log.burst(Burst("ORD2"))
    assert not log.has_failed
    assert [record["text"] for record in read_log(log.path)] == ["ORD2"]


def test_the_probe_keeps_the_last_two_hundred_answers() -> None:
    probe = LatencyProbe()
    assert probe.last_ms is None and probe.percentile(0.5) is None
    for value in range(1, 301):
        probe.add(float(value))
    assert (len(probe.samples), probe.count, probe.last_ms) == (KEPT, 300, 300.0)
    assert (probe.percentile(0.5), probe.percentile(0.99), probe.percentile(1.0)) == (200.0, 298.0, 300.0)


def test_waiting_scans_are_answered_in_order_and_counted() -> None:
    started: list[Burst] = []
    counts: list[int] = []
    line = WaitingLine(started.append, counts.append)
    scans = [Burst(f"ORD{n}") for n in range(4)]
    for scan in scans:
        line.add(scan)
    assert started == scans[:1] and len(line) == 3
    for scan in scans:
        assert line.finished(scan)
    assert started == scans and counts == [1, 2, 3, 2, 1, 0] and not line.is_busy


def test_a_late_second_answer_does_not_start_the_next_scan_twice() -> None:
    started: list[Burst] = []
    line = WaitingLine(started.append, lambda _count: None)
    first, second = Burst("ORD1"), Burst("ORD2")
    line.add(first)
    line.add(second)
    assert line.finished(first)
    assert not line.finished(first)
    assert started == [first, second]
