"""Amounts come in exactly, go out as drawn, and splits lose no cent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_oms.domain.errors import UsageError
from desktop_oms.domain.money import (
    CURRENCY_DECIMALS,
    currency_decimals,
    display_amount,
    format_amount,
    parse_amount,
    rounding_minor,
    split_minor,
    totals_by_currency,
)

currencies = st.sampled_from(sorted(CURRENCY_DECIMALS))
minors = st.integers(-(10**15), 10**15)


@pytest.mark.parametrize(("code", "decimals"), [("JPY", 0), ("EUR", 2), ("KWD", 3), ("CLF", 4), ("ISK", 0), ("HUF", 2)])
def test_currencies_have_the_decimals_of_iso_4217(code: str, decimals: int) -> None:
    assert currency_decimals(code) == decimals


def test_an_unknown_currency_is_refused_instead_of_getting_two_decimals() -> None:
    with pytest.raises(UsageError) as refused:
        currency_decimals("XBT")
    assert refused.value.code == "money.unknown_currency"


@pytest.mark.parametrize(
    ("text", "currency", "mark", "minor"),
    [
        ("148.90", "EUR", ".", 14890),
        ("€148.90", "EUR", ".", 14890),
        ("1.284,50 €", "EUR", ",", 128450),
        ("1\u00a0284,50 €", "EUR", ",", 128450),
        ("1'234.50", "CHF", ".", 123450),
        ("1,00,000.00", "INR", ".", 10000000),
        ("US$ 12.00", "USD", ".", 1200),
        ("kr 18,900", "ISK", ".", 18900),
        ("zł 164.00", "PLN", ".", 16400),
        ("12.345", "KWD", ".", 12345),
        ("1500.00", "JPY", ".", 1500),
        ("15.0", "EUR", ".", 1500),
        (".5", "EUR", ".", 50),
        ("-5", "EUR", ".", -500),
        ("−5.00", "EUR", ".", -500),
        ("5.00-", "EUR", ".", -500),
        ("(5.00)", "EUR", ".", -500),
        ("-€5", "EUR", ".", -500),
        ("€-5", "EUR", ".", -500),
        ("１２．５０", "EUR", ".", 1250),
    ],
)  # fmt: skip
def test_amounts_are_read_as_people_and_files_write_them(text: str, currency: str, mark: str, minor: int) -> None:
    assert parse_amount(text, currency, decimal_mark=mark) == minor


@pytest.mark.parametrize(
    ("text", "currency", "mark", "code"),
    [
        ("12.345", "EUR", ".", "money.too_many_decimals"),
        ("0.5", "JPY", ".", "money.too_many_decimals"),
        ("1,23", "EUR", ".", "money.unreadable"),
        ("1.234", "EUR", ",", None),
        ("1.23", "EUR", ",", "money.unreadable"),
        ("£5", "EUR", ".", "money.other_currency"),
        ("5 USD", "EUR", ".", "money.other_currency"),
        ("1e5", "EUR", ".", "money.unreadable"),
        ("", "EUR", ".", "money.unreadable"),
        ("--5", "EUR", ".", "money.unreadable"),
        ("NaN", "EUR", ".", "money.unreadable"),
        ("1.2.3", "EUR", ".", "money.unreadable"),
        ("99999999999999999999", "EUR", ".", "money.too_large"),
    ],
)
def test_doubtful_amounts_are_refused_and_never_become_another_amount(
    text: str, currency: str, mark: str, code: str | None
) -> None:
    if code is None:
        assert parse_amount(text, currency, decimal_mark=mark) == 123400
        return
    with pytest.raises(UsageError) as refused:
        parse_amount(text, currency, decimal_mark=mark)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("minor", "currency", "shown"),
    [
        (14890, "EUR", "€148.90"),
        (3990, "RON", "RON 39.90"),
        (16400, "PLN", "zł 164.00"),
        (128450, "EUR", "€1,284.50"),
        (18900, "ISK", "kr 18,900"),
        (12800, "JPY", "¥12,800"),
        (54900, "SEK", "kr 549.00"),
        (4830000, "HUF", "Ft 48,300"),
        (81200, "CZK", "Kč 812"),
        (81250, "CZK", "Kč 812.50"),
        (-500, "EUR", "−€5.00"),
        (5, "KWD", "KWD 0.005"),
    ],
)
def test_amounts_look_as_drawn_in_the_order_list(minor: int, currency: str, shown: str) -> None:
    assert display_amount(minor, currency) == shown


@given(minors, currencies)
def test_law_what_is_written_is_read_back_to_the_cent(minor: int, currency: str) -> None:
    assert parse_amount(format_amount(minor, currency), currency) == minor


@given(minors, currencies, st.sampled_from([(".", ","), (",", "."), (",", "\u00a0"), (".", "'")]))
def test_law_what_is_shown_is_read_back_whatever_the_marks(minor: int, currency: str, marks: tuple[str, str]) -> None:
    shown = display_amount(minor, currency, decimal_mark=marks[0], group_mark=marks[1])
    assert parse_amount(shown, currency, decimal_mark=marks[0]) == minor


@given(st.text(), currencies, st.sampled_from([".", ","]))
def test_law_any_text_is_an_amount_or_a_named_refusal(text: str, currency: str, mark: str) -> None:
    try:
        assert isinstance(parse_amount(text, currency, decimal_mark=mark), int)
    except UsageError as refused:
        assert refused.code.startswith("money.")


@given(minors, st.lists(st.integers(0, 10**9), min_size=1, max_size=30))
def test_law_parts_of_a_split_sum_to_the_total_and_stay_within_one_unit_of_their_share(
    total: int, weights: list[int]
) -> None:
    parts = split_minor(total, weights)
    shares = weights if sum(weights) else [1] * len(weights)
    assert sum(parts) == total
    assert all(abs(part * sum(shares) - total * share) < sum(shares) for part, share in zip(parts, shares, strict=True))


def test_a_split_gives_the_odd_cent_to_the_largest_remainder_and_the_first_on_a_tie() -> None:
    assert split_minor(100, [1, 1, 1]) == [34, 33, 33]
    assert split_minor(-100, [1, 1, 1]) == [-34, -33, -33]
    assert split_minor(10, [5, 2]) == [7, 3]
    assert split_minor(5, [0, 0]) == [3, 2]


def test_p55_a_cent_lost_by_rounding_per_line_becomes_an_explicit_charge() -> None:
    lines_with_tax = [333, 333, 333]
    assert rounding_minor(1000, lines_with_tax) == 1
    assert sum([*lines_with_tax, rounding_minor(1000, lines_with_tax)]) == 1000


def test_different_moneys_are_never_added_to_one_another() -> None:
    assert totals_by_currency([(100, "EUR"), (5, "JPY"), (1, "EUR")]) == {"EUR": 101, "JPY": 5}
