"""Standard input cut into scans."""

from __future__ import annotations

import io

import pytest

from desktop_oms.cli.scans import scan_lines


@pytest.mark.parametrize(
    ("typed", "scans"),
    [
        (b"A1\nB2\n", ["A1", "B2"]),
        (b"A1\r\nB2\r\n", ["A1", "B2"]),
        (b"A1\rB2\r", ["A1", "B2"]),
        (b"A1\nB2", ["A1", "B2"]),
        (b"A1\n\nB2\n", ["A1", "", "B2"]),
        (b"A1\r\r\nB2\n", ["A1", "", "B2"]),
        (b"", []),
        ("Möhre\n".encode(), ["Möhre"]),
    ],
)
def test_every_line_is_one_scan(typed: bytes, scans: list[str]) -> None:
    assert list(scan_lines(io.BytesIO(typed))) == scans


def test_separators_inside_a_code_do_not_end_it() -> None:
    code = "]d201040063813339311522\x1d10LOT\x0b\x0c\u2028"
    assert list(scan_lines(io.BytesIO(f"{code}\n".encode()))) == [code]


def test_bytes_that_are_no_utf8_stay_one_scan() -> None:
    assert list(scan_lines(io.BytesIO(b"AB\xff\xfeCD\nNEXT\n"))) == ["AB��CD", "NEXT"]


def test_a_line_without_end_does_not_eat_the_memory() -> None:
    lengths = [len(scan) for scan in scan_lines(io.BytesIO(b"x" * 2_500_000))]
    assert max(lengths) <= 1_000_000
