"""The file Amazon takes back after dispatch, against the sample of the specification."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from desktop_oms.channels.amazon.shipment_confirmation import (
    HEADER,
    ConfirmedItem,
    carrier_columns,
    write_confirmation,
)
from desktop_oms.domain.errors import RuleError

SPEC = (
    Path(__file__).resolve().parents[3] / "shared" / "specs" / "amazon" / "flatfile" / "shipment_confirmation_feed.txt"
)
ITEM = ConfirmedItem(
    order_id="203-0000001-1000001",
    order_item_id="11111111111111",
    quantity=2,
    shipped_at=datetime(2026, 10, 3, 10, 0, tzinfo=timezone(timedelta(hours=1))),
    carrier="Royal Mail",
    tracking_no="AB123456785GB",
    ship_method="Tracked 48",
)


@pytest.mark.skipif(not SPEC.exists(), reason="the specifications are not beside this checkout")
def test_the_file_is_the_sample_of_the_specification() -> None:
    assert write_confirmation([ITEM]).decode().splitlines() == SPEC.read_text(encoding="utf-8").splitlines()


def test_a_carrier_amazon_does_not_list_goes_as_other_with_its_name() -> None:
    assert carrier_columns("Bike courier Jo") == ("Other", "Bike courier Jo")
    assert carrier_columns("dhl express") == ("DHL Express", "")


def test_hostile_text_shifts_no_column_and_starts_no_formula() -> None:
    hostile = replace(ITEM, tracking_no="=1+1\t\r\nX", carrier="@SUM\u2028(A1)", ship_method="\x00a" * 200)
    lines = write_confirmation([hostile]).decode().split("\n")
    cells = lines[1].split("\t")
    assert (len(lines), len(cells)) == (3, len(HEADER))
    assert (cells[5], cells[6]) == ("'@SUM (A1)", "'=1+1 X")
    assert max(len(cell) for cell in cells) <= 101


def test_without_an_item_id_the_whole_order_is_confirmed_without_a_quantity() -> None:
    cells = write_confirmation([replace(ITEM, order_item_id="")]).decode().splitlines()[1].split("\t")
    assert cells[1:3] == ["", ""]


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("order_id", " ", "order-id"),
        ("quantity", 0, "quantity"),
        ("carrier", "", "carrier-name"),
        ("shipped_at", datetime(2026, 10, 3, 10, 0), "ship-date"),  # noqa: DTZ001 - a time without zone is the point
    ],
)
def test_a_row_amazon_would_refuse_is_refused_here_first(field: str, value: object, named: str) -> None:
    with pytest.raises(RuleError) as refusal:
        write_confirmation([ITEM, replace(ITEM, **{field: value})])  # type: ignore[arg-type]
    assert refusal.value.data["field"] == named
