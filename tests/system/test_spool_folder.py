"""Printing into a folder: complete files, harmless names, nothing replaced."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_oms.domain.errors import Unavailable
from desktop_oms.system.spool.base import PDF, ZPL
from desktop_oms.system.spool.folder import MAX_NAME_BYTES, RESERVED, FolderSpooler, safe_file_stem


def test_a_job_becomes_a_file_with_the_ending_of_its_type(tmp_path: Path) -> None:
    receipt = FolderSpooler(tmp_path / "out").send("slip ORD10001", b"%PDF-1.7", PDF)
    assert receipt.reference == str(tmp_path / "out" / "slip ORD10001.pdf")
    assert (tmp_path / "out" / "slip ORD10001.pdf").read_bytes() == b"%PDF-1.7"
    assert receipt.size == 8


def test_a_second_job_of_the_same_name_leaves_the_first_alone(tmp_path: Path) -> None:
    spooler = FolderSpooler(tmp_path)
    spooler.send("label", b"first", ZPL)
    spooler.send("label", b"second", ZPL)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        "label.zpl": b"first",
        "label (2).zpl": b"second",
    }


def test_a_disk_without_links_gets_the_file_by_renaming(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_arguments: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    spooler = FolderSpooler(tmp_path)
    spooler.send("label", b"first", ZPL)
    spooler.send("label", b"second", ZPL)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        "label.zpl": b"first",
        "label (2).zpl": b"second",
    }


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "/etc/passwd",
        "..",
        "C:\\autoexec.bat",
        "a\x00b",
        "NUL",
        "con.pdf",
        "x:stream",
        "$(reboot)",
        "",
        "  . ",
    ],
)
def test_a_hostile_name_stays_inside_its_folder(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "out"
    receipt = FolderSpooler(folder).send(name, b"job", ZPL)
    assert Path(receipt.reference).parent == folder
    assert [path.read_bytes() for path in folder.iterdir()] == [b"job"]
    assert list(tmp_path.iterdir()) == [folder]


@given(st.text(max_size=400))
def test_law_every_text_makes_a_name_all_systems_take(name: str) -> None:
    stem = safe_file_stem(name)
    assert stem
    assert not set(stem) & set('/\\:*?"<>|$`\x00\n\r\t')
    assert stem == stem.strip(" .")
    assert len(stem.encode()) <= MAX_NAME_BYTES + 1
    assert stem.split(".")[0].strip().lower() not in RESERVED


def test_a_failed_write_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Unavailable) as refused:
        FolderSpooler(tmp_path).send("slip", b"job", PDF)
    assert refused.value.code == "printer.folder"
    assert refused.value.data["reason"] == "No space left on device"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_a_file_is_refused_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("not a folder")
    with pytest.raises(Unavailable) as refused:
        FolderSpooler(tmp_path / "out").send("slip", b"job", PDF)
    assert refused.value.data["printer"] == str(tmp_path / "out")
