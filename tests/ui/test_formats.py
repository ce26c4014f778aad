"""Money, numbers and times as people read them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from desktop_oms.ui.formats import Formatter

NOW = datetime(2025, 11, 21, 13, 32, tzinfo=UTC)


@pytest.fixture
def british() -> Formatter:
    return Formatter("en_GB", ZoneInfo("Europe/Berlin"), lambda: NOW)


def test_money_keeps_the_currency_of_the_order(british: Formatter) -> None:
    assert british.money(128450, "EUR") == "€1,284.50"
    assert british.money(12800, "JPY") == "¥12,800"
    assert british.money(-500, "EUR") == "−€5.00"


def test_marks_follow_the_locale() -> None:
    german = Formatter("de_DE", ZoneInfo("Europe/Berlin"), lambda: NOW)
    assert german.money(128450, "EUR") == "€1.284,50"
    assert german.number(48217) == "48.217"


def test_an_unknown_currency_shows_its_code_and_loses_no_digit(british: Formatter) -> None:
    assert british.money(1234, "XQZ") == "XQZ 1234"


def test_changes_have_a_true_sign(british: Formatter) -> None:
    assert [british.signed(value) for value in (60, -2, 0)] == ["+60", "−2", "0"]


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (datetime(2025, 11, 21, 10, 20, tzinfo=UTC), "11:20"),
        (datetime(2025, 11, 20, 21, 14, tzinfo=UTC), "Thu 22:14"),
        (datetime(2025, 12, 2, 9, 0, tzinfo=UTC), "2 Dec"),
        (datetime(2024, 3, 3, 9, 0, tzinfo=UTC), "3 Mar 2024"),
    ],
    ids=["today", "this week", "this year", "long ago"],
)
def test_a_time_is_as_short_as_it_can_be(british: Formatter, at: datetime, text: str) -> None:
    assert british.when(at) == text


@pytest.mark.parametrize(
    ("minutes", "text", "tone"),
    [
        (-124, "2 h late", "bad"),
        (18, "18 min", "warn"),
        (118, "1 h 58", "warn"),
        (208, "3 h 28", ""),
        (1288, "Sat 12:00", ""),
    ],
    ids=["late", "minutes", "under two hours", "today", "tomorrow"],
)
def test_the_ship_by_clock_grows_louder_as_the_cut_off_comes(
    british: Formatter, minutes: int, text: str, tone: str
) -> None:
    clock = british.ship_by(NOW + timedelta(minutes=minutes))
    assert (clock.text, clock.tone) == (text, tone)


def test_the_exact_time_names_its_zone(british: Formatter) -> None:
    assert british.exact(NOW).endswith("14:32:00 CET")
