"""CUPS queues on a real, private CUPS server."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from desktop_oms.domain.errors import Unavailable, UsageError
from desktop_oms.system.spool.base import PDF, ZPL
from desktop_oms.system.spool.cups import CupsSpooler, job_state, queues
from tests.support.printers import CupsServer, RawPrinter, wait_for


def a_page(text: str) -> bytes:
    paper = io.BytesIO()
    canvas = Canvas(paper, pagesize=(200, 100))
    canvas.drawString(20, 50, text)
    canvas.save()
    return paper.getvalue()


def test_a_pdf_comes_out_of_the_queue_as_paper(cups: CupsServer) -> None:
    receipt = CupsSpooler("PDF").send("oms-slip-ORD10001", a_page("ORD10001"), PDF)
    paper = cups.pdf_of("oms-slip-ORD10001", receipt.reference)
    wait_for(lambda: job_state(receipt.reference) == "done", 20, "the end of the job")
    try:
        with pypdfium2.PdfDocument(paper) as document:
            assert len(document) == 1
    finally:
        paper.unlink()


def test_a_raw_queue_hands_label_bytes_on_unchanged(cups: CupsServer, raw_printer: RawPrinter) -> None:
    cups.add_raw("ZEBRA", raw_printer.port)
    label = b"^XA^CI28^FO10,10^FDM\xc3\xbcller^FS^XZ\n\x00\xff"
    CupsSpooler("ZEBRA").send("label", label, ZPL)
    assert wait_for(lambda: raw_printer.jobs, 20, "the label") == [label]


def test_a_hostile_job_name_is_only_a_title(cups: CupsServer, raw_printer: RawPrinter, tmp_path: Path) -> None:
    cups.add_raw("HOSTILE", raw_printer.port)
    CupsSpooler("HOSTILE").send(f"-o raw; touch {tmp_path}/hacked $(touch {tmp_path}/hacked)\n", b"label", ZPL)
    assert wait_for(lambda: raw_printer.jobs, 20, "the label") == [b"label"]
    assert list(tmp_path.iterdir()) == []


def test_the_queues_of_the_server_are_listed(cups: CupsServer) -> None:
    assert "PDF" in queues()


def test_an_unknown_queue_is_named_as_such(cups: CupsServer) -> None:
    with pytest.raises(Unavailable) as refused:
        CupsSpooler("NOSUCH").send("slip", a_page("x"), PDF)
    assert refused.value.code == "printer.unknown_queue"
    assert refused.value.data["printer"] == "NOSUCH"


def test_a_server_that_is_down_is_told_and_nothing_was_printed(
    cups: CupsServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CUPS_SERVER", str(tmp_path / "nobody.sock"))
    with pytest.raises(Unavailable) as refused:
        CupsSpooler("PDF").send("slip", a_page("x"), PDF)
    assert refused.value.code == "printer.scheduler_down"
    assert refused.value.data["maybe_printed"] is False
    assert queues() == ()
    assert job_state("PDF-1") == "unknown"


def test_a_machine_without_lp_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(Unavailable) as refused:
        CupsSpooler("PDF").send("slip", b"%PDF", PDF)
    assert refused.value.code == "printer.no_cups"
    assert queues() == ()


def test_a_silent_server_times_out_and_may_have_printed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "lp").write_text("#!/bin/sh\nexec sleep 5\n")
    (tmp_path / "lp").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(Unavailable) as refused:
        CupsSpooler("PDF", timeout_s=0.2).send("slip", b"%PDF", PDF)
    assert (refused.value.code, refused.value.data["maybe_printed"]) == ("printer.timeout", True)


@pytest.mark.parametrize("queue", ["", "-d", "a b", "a/b", "a#b", "a\nb", "x" * 128])
def test_a_queue_name_cups_could_not_have_is_refused_before_anything_runs(queue: str) -> None:
    with pytest.raises(UsageError) as refused:
        CupsSpooler(queue)
    assert refused.value.code == "printer.bad_target"
