"""Raw TCP against real listeners: every byte arrives, and a broken line is told as what it is."""

from __future__ import annotations

import socket

import pytest

from desktop_oms.domain.errors import Unavailable, UsageError
from desktop_oms.system.spool.base import ZPL
from desktop_oms.system.spool.tcp import TcpSpooler, parse_target
from tests.support.printers import RawPrinter, wait_for


def test_every_byte_of_a_job_arrives_unchanged(raw_printer: RawPrinter) -> None:
    job = bytes(range(256)) * 400
    receipt = TcpSpooler(raw_printer.target).send("label", job, ZPL)
    assert wait_for(lambda: raw_printer.jobs, 5, "the job") == [job]
    assert receipt.size == len(job)


def test_each_job_is_a_connection_of_its_own(raw_printer: RawPrinter) -> None:
    spooler = TcpSpooler(raw_printer.target)
    spooler.send("one", b"^XA1^XZ", ZPL)
    spooler.send("two", b"^XA2^XZ", ZPL)
    assert wait_for(lambda: len(raw_printer.jobs) == 2 and raw_printer.jobs, 5, "both jobs") == [b"^XA1^XZ", b"^XA2^XZ"]


def test_a_printer_that_is_off_is_unreachable_and_nothing_can_have_been_printed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(Unavailable) as refused:
        TcpSpooler(f"127.0.0.1:{port}").send("label", b"^XA^XZ", ZPL)
    assert refused.value.code == "printer.unreachable"
    assert refused.value.data["maybe_printed"] is False
    assert "refused" in refused.value.data["reason"]


def test_a_printer_switched_off_in_mid_job_is_reported_as_half_written() -> None:
    printer = RawPrinter(take=1000)
    try:
        with pytest.raises(Unavailable) as refused:
            TcpSpooler(printer.target).send("label", b"x" * 5_000_000, ZPL)
    finally:
        printer.close()
    assert refused.value.code == "printer.half_written"
    assert refused.value.data["maybe_printed"] is True
    assert 0 < refused.value.data["sent"] < refused.value.data["size"] == 5_000_000


def test_a_small_job_thrown_away_by_a_reset_is_not_called_done() -> None:
    printer = RawPrinter(take=10)
    try:
        with pytest.raises(Unavailable) as refused:
            TcpSpooler(printer.target, close_timeout_s=3).send("label", b"y" * 3000, ZPL)
    finally:
        printer.close()
    assert refused.value.code == "printer.half_written"


def test_a_printer_that_takes_nothing_more_times_out_half_written() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:  # connects by the backlog, never reads
        spooler = TcpSpooler(f"127.0.0.1:{listener.getsockname()[1]}", write_timeout_s=0.2)
        with pytest.raises(Unavailable) as refused:
            spooler.send("label", b"x" * 50_000_000, ZPL)
    assert refused.value.code == "printer.half_written"
    assert refused.value.data["reason"] == "no answer in time"


def test_a_printer_that_keeps_the_line_open_is_fine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        spooler = TcpSpooler(f"127.0.0.1:{listener.getsockname()[1]}", close_timeout_s=0.05)
        assert spooler.send("label", b"^XA^XZ", ZPL).size == 6


@pytest.mark.parametrize(
    ("target", "pair"),
    [
        ("zebra", ("zebra", 9100)),
        ("10.0.0.7:6101", ("10.0.0.7", 6101)),
        ("[fe80::1%eth0]:9100", ("fe80::1%eth0", 9100)),
        ("[::1]", ("::1", 9100)),
    ],
)
def test_a_target_names_host_and_port(target: str, pair: tuple[str, int]) -> None:
    assert parse_target(target) == pair


@pytest.mark.parametrize("target", ["zebra:0", "zebra:70000", "::1", "http://zebra", "a b", "zebra:9100:1", "", "a@b"])
def test_a_target_that_names_neither_is_refused(target: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse_target(target)
    assert refused.value.code == "printer.bad_target"
