"""Whatever a scanner, a keyboard or a pipe may send: one verdict each, nothing booked by accident, the books sound."""

from __future__ import annotations

import pytest

from desktop_oms.db import schema as s
from tests.support.shop import MUG_GTIN, Floor

GS = "\x1d"
HOSTILE = (
    "", " ", "\0", "MUG\0RED", "\ud800", "MUG\udcff", "A" * 10_000, "😀", "ORD😀", "ORD" + "9" * 400, "SHP" + "9" * 20,
    "SHP" + "9" * 19, "PCL" + "9" * 20, "TOT" + "9" * 20, "ORD٠١٢٣", "ORD９９９９９", "ordı1", "İ" * 300, "ß" * 79, "ﬁ" * 60,
    "]C1", "]C1" + GS * 50, "]C10104006381333931" + "10" + "L" * 4000, "]C1010400638133393137" + "9" * 8,
    "]C1010400638133393137" + "0" * 8, f"]C101040063813339313700{GS}37{GS}10", "]d2" + "21" + "x" * 500, "(01)(01)(01)",
    "]E0" + MUG_GTIN[:-1], "]C10104006381333931" + GS + "17999999", "'; DROP TABLE variant;--", "\" OR 1=1 --", "%", "_%_",
    "=1+1", "@SUM(A1)", "^XA^FDx^FS^XZ", "<b>x</b>", "../../etc/passwd", "CON", "NUL", "-1", "0", "00000000", "1e400", "NaN",
    "CTRL", "CTRLNOTHING", "ctrl" * 99, "CTRLDONE" * 99, "ENODLRTC", "\u202eENOD", "\u200b" * 40, "\ufeffMUG",
)  # fmt: skip


@pytest.mark.parametrize("is_open", [False, True], ids=["empty table", "open order"])
def test_every_hostile_scan_gets_one_verdict_and_books_nothing(floor: Floor, is_open: bool) -> None:
    order = floor.an_order(("MUG-RED", 2), ("CAM", 1), ("JAM", 1)).released()
    if is_open:
        order.in_packing()
    before = floor.stock("MUG-RED")

    for text in HOSTILE:
        verdict = floor.scan(text)
        assert verdict.code in {"garbled", "unknown_code", "order_stop", "command_refused", "too_many"}, (
            text[:40],
            verdict,
        )
        if is_open and floor.view() is None:
            order.in_packing()

    assert floor.stock("MUG-RED") == before
    assert not floor.rows(s.parcel_content)
    assert floor.findings() == []


def test_a_serial_of_hostile_characters_is_kept_as_it_was_scanned_or_asked_for_again(floor: Floor) -> None:
    floor.an_order(("CAM", 1), ("JAM", 1)).released().in_packing()
    floor.scan("JAM")

    for text in ("L" * 5000, "\0", "\ud800", "CTRLXTEN"):
        assert floor.scan(text).code in {"garbled", "command_done", "needs_data", "line_done"}, text[:20]

    assert floor.findings() == []
