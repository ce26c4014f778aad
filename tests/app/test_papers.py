"""Papers are frozen before their first print and come back the same, whatever is renamed, moved or sold since."""

from __future__ import annotations

from typing import Any

import pytest

from desktop_oms.app import papers
from desktop_oms.app.products import ImportProducts
from desktop_oms.compose import Documents
from desktop_oms.db import schema as s
from desktop_oms.db.engine import read_connection
from desktop_oms.domain.barcode import is_sscc
from desktop_oms.domain.errors import RuleError
from desktop_oms.sync.goods import ProductRowIn
from tests.support.shop import Floor


def loaded(floor: Floor, **options: Any) -> dict[str, Any]:
    """Kind -> paper data of every document."""
    with read_connection(floor.shop.engine) as conn:
        return dict(papers.load(conn, row["id"], **options) for row in floor.rows(s.document))


def test_a_slip_says_what_was_scanned_into_the_box_and_a_label_where_it_goes(floor: Floor) -> None:
    order = floor.an_order(("MUG-RED", 2), ("TEA", 1)).released().in_packing().packed()
    (box,) = floor.rows(s.parcel)
    slip, label = (loaded(floor)[kind] for kind in ("packing_slip", "label"))
    assert [(line.sku, line.quantity, line.was_scanned) for line in slip.lines] == [
        ("MUG-RED", 2, True),
        ("TEA", 1, True),
    ]
    assert (slip.order_code, slip.parcel_text) == (f"ORD{order.number}", "parcel 1 of 1")
    assert (label.parcel_code, label.sscc) == (box["code"], box["sscc"])
    assert box["code"] == f"PCL{order.number}001"
    assert is_sscc(box["sscc"])
    assert label.addressee.lines == ("Zoë Łuczak", "Kirchweg 3")


def test_a_paper_made_again_is_the_same_to_the_byte(floor: Floor) -> None:
    floor.an_order(("TEA", 1), gift_message="Alles Gute", is_gift=True).released().in_packing().packed()
    real = Documents()
    before = {
        kind: real.render(kind, data, "a4" if kind == "packing_slip" else "4x6") for kind, data in loaded(floor).items()
    }
    floor.clock.step(days=90)
    floor.shop.run(ImportProducts((ProductRowIn("TEA", "Tea, renamed"),)))

    def rename(tx: Any) -> None:
        for table in (s.brand, s.company):
            tx.update(table, [{"id": row["id"], "name": "Another name"} for row in floor.rows(table)])
        tx.update(s.sales_order, [{"id": row["id"], "service_level": "express"} for row in floor.rows(s.sales_order)])

    floor.write(rename)
    later = floor.restarted()
    for kind, data in loaded(later).items():
        again = real.render(kind, data, "a4" if kind == "packing_slip" else "4x6")
        assert again.content == before[kind].content, kind
    later.close()


def test_the_frozen_data_is_sealed_by_its_hash_and_names_persons_by_row_only(floor: Floor) -> None:
    floor.an_order(("TEA", 1), gift_message="Für Łucja").released().in_packing().packed()
    for row in floor.rows(s.document):
        assert row["data_hash"] == papers.hash_of(row["data"])
        assert "Łuczak" not in repr(row["data"])
        assert "Łucja" not in repr(row["data"])
        assert "Kirchweg" not in repr(row["data"])
    assert loaded(floor)["packing_slip"].gift_message == "Für Łucja"


def test_a_copy_says_so(floor: Floor) -> None:
    floor.an_order(("TEA", 1)).released().in_packing().packed()
    assert [data.is_copy for data in loaded(floor, is_copy=True).values()] == [True, True]
    assert [data.is_copy for data in loaded(floor).values()] == [False, False]


def test_an_unknown_paper_is_refused(floor: Floor) -> None:
    with read_connection(floor.shop.engine) as conn, pytest.raises(RuleError) as refusal:
        papers.load(conn, 999_999)
    assert refusal.value.code == "document.unknown"


def test_days_and_times_are_the_warehouses_and_not_the_machines(floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import UTC, datetime

    monkeypatch.setenv("TZ", "America/New_York")
    moment = datetime(2025, 11, 20, 23, 30, tzinfo=UTC)
    assert papers.day_text(moment, "Europe/Berlin") == "Fri 21 Nov 2025"
    assert papers.moment_text(moment, "Europe/Berlin") == "Fri 21 Nov 2025, 00:30"
