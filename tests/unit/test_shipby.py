"""Ship-by is the channel's promise, or working days to the warehouse's own cut-off, through summer time and holidays."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_oms.domain.errors import RuleError
from desktop_oms.domain.shipby import WarehouseCalendar, cutoff_at, next_cutoff, ship_by

WEEKDAYS = {weekday: time(16, 0) for weekday in range(5)}
BERLIN = WarehouseCalendar("Europe/Berlin", handling_days=1, cutoffs=WEEKDAYS)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_the_channels_own_promise_wins_and_is_told_in_utc() -> None:
    promise = datetime.fromisoformat("2026-03-02T23:59:59-08:00")
    assert ship_by(promise, None, BERLIN) == utc("2026-03-03T07:59:59")


def test_an_unpaid_order_has_no_ship_by() -> None:
    assert ship_by(None, None, BERLIN) is None


@pytest.mark.parametrize(
    ("paid", "due"),
    [
        ("2026-03-02T09:00", "2026-03-03T15:00"),
        ("2026-03-02T15:00", "2026-03-03T15:00"),
        ("2026-03-02T15:00:01", "2026-03-04T15:00"),
        ("2026-03-06T09:00", "2026-03-09T15:00"),
        ("2026-03-06T20:00", "2026-03-10T15:00"),
        ("2026-03-07T12:00", "2026-03-10T15:00"),
        ("2026-03-27T09:00", "2026-03-30T14:00"),
        ("2026-10-23T09:00", "2026-10-26T15:00"),
    ],
    ids=[
        "before cut-off", "at cut-off", "just after", "over the weekend", "friday evening", "on saturday",
        "into summer time", "out of summer time",
    ],
)  # fmt: skip
def test_one_working_day_at_the_local_cut_off(paid: str, due: str) -> None:
    assert ship_by(None, utc(paid), BERLIN) == utc(due)


def test_holidays_are_no_working_days() -> None:
    easter = WarehouseCalendar("Europe/Berlin", 1, WEEKDAYS, frozenset({date(2026, 4, 3), date(2026, 4, 6)}))
    assert ship_by(None, utc("2026-04-02T09:00"), easter) == utc("2026-04-07T14:00")


def test_no_handling_days_mean_the_same_day_before_the_cut_off() -> None:
    same_day = WarehouseCalendar("Europe/Berlin", 0, WEEKDAYS)
    assert ship_by(None, utc("2026-03-02T09:00"), same_day) == utc("2026-03-02T15:00")
    assert ship_by(None, utc("2026-03-02T15:01"), same_day) == utc("2026-03-03T15:00")


def test_the_local_day_counts_not_the_utc_day() -> None:
    tokyo = WarehouseCalendar("Asia/Tokyo", 0, {weekday: time(9, 0) for weekday in range(7)})
    assert ship_by(None, utc("2026-03-01T23:30"), tokyo) == utc("2026-03-02T00:00")


def test_a_cut_off_that_summer_time_skips_is_the_hour_after_and_one_that_comes_twice_the_first() -> None:
    night = WarehouseCalendar("Europe/Berlin", 0, {weekday: time(2, 30) for weekday in range(7)})
    assert cutoff_at(date(2026, 3, 29), night) == utc("2026-03-29T01:30")
    assert cutoff_at(date(2026, 10, 25), night) == utc("2026-10-25T00:30")
    # 02:40 local passes twice that night; the second one is after the cut-off although the wall shows less than an hour more.
    assert ship_by(None, utc("2026-10-25T01:20"), night) == utc("2026-10-26T01:30")


def test_the_next_cut_off_of_a_friday_evening_is_mondays() -> None:
    assert next_cutoff(utc("2026-03-06T18:00"), BERLIN) == utc("2026-03-09T15:00")
    assert next_cutoff(utc("2026-03-06T08:00"), BERLIN) == utc("2026-03-06T15:00")


def test_a_calendar_without_working_days_is_refused_by_name() -> None:
    with pytest.raises(RuleError) as refused:
        ship_by(None, utc("2026-03-06T18:00"), WarehouseCalendar("Europe/Berlin", 1, {}))
    assert refused.value.code == "calendar.no_working_day"


@given(
    st.integers(0, 15 * 365 * 24 * 60),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "Pacific/Apia"]),
    st.integers(0, 10),
    st.times(),
)
def test_law_ship_by_is_never_before_payment_never_on_a_day_off_and_grows_with_time(
    minutes: int, zone: str, days: int, cutoff: time
) -> None:
    calendar = WarehouseCalendar(zone, days, dict.fromkeys(range(5), cutoff))
    paid_at = utc("2020-01-01") + timedelta(minutes=minutes)
    due = ship_by(None, paid_at, calendar)
    later = ship_by(None, paid_at + timedelta(hours=5), calendar)
    assert due is not None and later is not None
    assert paid_at <= due <= later
    assert due <= paid_at + timedelta(days=2 * days + 5)
    assert due.astimezone(ZoneInfo(zone)).weekday() < 5
