"""Single cells: amounts, quantities, times; and orders brought together from scattered rows."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_oms.domain.errors import UsageError
from desktop_oms.sync.grouping import grouped
from desktop_oms.sync.notes import Notes
from desktop_oms.sync.tabular import Layout, Row, open_table
from desktop_oms.sync.values import CellError, TimeReader, read_amount, read_currency, read_quantity, read_yes


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("12.34", "EUR", 1234),
        ("-0.05", "EUR", -5),
        ("", "EUR", 0),
        ("1,234.50", "EUR", 123450),
        ("19,98", "EUR", 1998),
        ("1.234,50", "EUR", 123450),
        ("€ 4,20", "EUR", 420),
        ("1500", "JPY", 1500),
        ("1500.00", "JPY", 1500),
        ("4.125", "KWD", 4125),
        ("(5.00)", "USD", -500),
    ],
)
def test_p55_amounts_become_minor_units_exactly(text: str, currency: str, minor: int) -> None:
    assert read_amount(text, currency, "Total") == minor


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("1.234", "EUR"),
        ("1500.50", "JPY"),
        ("n/a", "EUR"),
        ("1E+3", "EUR"),
        ("$5", "EUR"),
        ("--5", "EUR"),
        ("5..0", "EUR"),
    ],
)
def test_p55_amounts_that_can_be_read_in_two_ways_or_none_are_refused(text: str, currency: str) -> None:
    with pytest.raises(CellError) as refusal:
        read_amount(text, currency, "Total")
    assert refusal.value.code == "amount.unreadable"


@pytest.mark.parametrize(("text", "quantity"), [("0", 0), ("48", 48), ("2.0", 2), ("1000000", 1_000_000)])
def test_whole_quantities_are_read(text: str, quantity: int) -> None:
    assert read_quantity(text, "Quantity") == quantity


@pytest.mark.parametrize("text", ["-1", "two", "1.5", "1e3", "1000001", "٣", "1 piece", ""])
def test_quantities_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(CellError):
        read_quantity(text, "Quantity")


def test_an_unknown_currency_is_refused_and_case_is_not() -> None:
    assert read_currency(" eur ", "Currency") == "EUR"
    for text, code in (("XXQ", "currency.unknown"), ("", "currency.missing")):
        with pytest.raises(CellError) as refusal:
            read_currency(text, "Currency")
        assert refusal.value.code == code


def test_yes_and_no_in_several_languages() -> None:
    assert read_yes("TRUE", default=False) and read_yes("ja", default=False)
    assert not read_yes("FALSE", default=True) and read_yes("perhaps", default=True)


@pytest.mark.parametrize(
    "text",
    [
        "2026-10-02 10:15:00 +0100",
        "2026-10-02T10:15:00+01:00",
        "2026-10-02T09:15:00Z",
        "2026-10-02 09:15:00 UTC",
        "2026/10/02 10:15:00 +01:00",
    ],
)
def test_p53_p54_times_with_an_offset_become_the_same_utc_moment(text: str) -> None:
    assert TimeReader("", "", Notes()).read(text, "Created at") == datetime(2026, 10, 2, 9, 15, tzinfo=UTC)


def test_p54_times_without_an_offset_use_the_chosen_zone_or_say_utc() -> None:
    notes = Notes()
    assert TimeReader("", "Asia/Tokyo", notes).read("2026-10-02 10:15:00", "x") == datetime(
        2026, 10, 2, 1, 15, tzinfo=UTC
    )
    assert notes.fresh() == ()
    assert TimeReader("", "", notes).read("2026-10-02 10:15", "x") == datetime(2026, 10, 2, 10, 15, tzinfo=UTC)
    assert "UTC" in notes.fresh()[0]


def test_day_and_month_are_asked_when_nothing_tells_them_apart() -> None:
    with pytest.raises(UsageError) as refusal:
        TimeReader("", "UTC", Notes()).read("03/02/2026", "x")
    assert refusal.value.code == "dates.ambiguous"
    assert TimeReader("dmy", "UTC", Notes()).read("03/02/2026", "x").month == 2
    assert TimeReader("mdy", "UTC", Notes()).read("03/02/2026 1:05 PM", "x") == datetime(2026, 3, 2, 13, 5, tzinfo=UTC)


def test_another_date_of_the_file_settles_day_and_month_and_is_said() -> None:
    notes = Notes()
    times = TimeReader("", "UTC", notes)
    times.observe("25/02/2026")
    assert times.read("03/02/2026", "x").month == 2
    assert "day before month" in notes.fresh()[0]


@pytest.mark.parametrize("text", ["yesterday", "2026-02-30", "31.04.2026", "0000-01-01", "2026-13-01 10:00:00 +0100"])
def test_dates_that_do_not_exist_are_refused(text: str) -> None:
    with pytest.raises(CellError) as refusal:
        TimeReader("dmy", "UTC", Notes()).read(text, "x")
    assert refusal.value.code == "date.bad"


@pytest.mark.parametrize(
    ("order", "zone", "code"), [("xyz", "", "dates.unknown_order"), ("", "Mars/Base", "timezone.unknown")]
)
def test_unknown_choices_are_refused(order: str, zone: str, code: str) -> None:
    with pytest.raises(UsageError) as refusal:
        TimeReader(order, zone, Notes())
    assert refusal.value.code == code


def test_rows_of_one_key_come_together_in_file_order_wherever_they_stand(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("key,n\nA,1\nA,2\nB,3\nA,4\n,5\n,6\nC,7\nB,8\n")
    table = open_table(path, Layout(("key", "n")))
    groups = [group for group in grouped(table, lambda row: row.get("key")) if isinstance(group, list)]
    assert [[row.get("n") for row in group] for group in groups] == [["1", "2", "4"], ["5"], ["6"], ["7"], ["3", "8"]]


def test_groups_that_stand_together_are_not_kept_back(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("key,n\n" + "".join(f"K{n // 2},{n}\n" for n in range(100)) + "LATE,1\nK0,x\n")
    table = open_table(path, Layout(("key", "n")))
    first = next(iter(grouped(table, lambda row: row.get("key"))))
    assert isinstance(first, list) and isinstance(first[0], Row)
    assert first[0].get("key") == "K1", "K0 waits for its last row, the others do not"
