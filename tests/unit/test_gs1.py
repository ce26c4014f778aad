"""Element strings, brackets and links read back what was written, and nothing is half read."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_oms.domain.barcode import check_digit
from desktop_oms.domain.errors import UsageError
from desktop_oms.domain.gs1 import (
    GS,
    gs1_date,
    looks_like_gs1,
    read_gs1,
    write_bracketed,
    write_digital_link,
    write_elements,
)
from desktop_oms.domain.gs1_table import RULES, rule_at

GTIN = "09501101530003"
CSET = "!%&'*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"


@st.composite
def fields(draw: st.DrawFn) -> tuple[str, str]:
    rule = RULES[ai := draw(st.sampled_from(sorted(RULES)))]
    if rule.is_date:
        return ai, draw(st.dates(date(2000, 1, 1), date(2099, 12, 28))).strftime("%y%m%d")
    length = draw(st.integers(rule.minimum, rule.maximum))
    head = draw(st.text("0123456789", min_size=min(length, rule.digits), max_size=min(length, rule.digits)))
    tail = draw(st.text(CSET, min_size=length - len(head), max_size=length - len(head)))
    if rule.checked:
        body = head[: rule.checked - 1]
        head = body + check_digit(body) + head[rule.checked :]
    return ai, head + tail


messages = st.lists(fields(), min_size=1, max_size=6)


@given(messages, st.sampled_from(["", "]C1", "]d2", "]Q3"]))
def test_law_an_element_string_reads_back_as_written(pairs: list[tuple[str, str]], prefix: str) -> None:
    message = read_gs1(prefix + write_elements(pairs))
    assert [(element.ai, element.value) for element in message.elements] == pairs


@given(messages)
def test_law_the_bracketed_line_reads_back_as_written(pairs: list[tuple[str, str]]) -> None:
    message = read_gs1(write_bracketed(pairs))
    assert [(element.ai, element.value) for element in message.elements] == pairs


@given(st.text(CSET, min_size=1, max_size=20), st.text(CSET, min_size=1, max_size=20))
def test_law_a_digital_link_carries_lot_and_serial_whatever_their_characters(lot: str, serial: str) -> None:
    message = read_gs1(write_digital_link(GTIN, [("10", lot), ("21", serial), ("17", "261231")]))
    assert (message.gtin, message.lot, message.serial, message.value("17")) == (GTIN, lot, serial, "261231")


@given(st.text(alphabet=st.one_of(st.sampled_from("0123456789()]CdQ\x1d"), st.characters())))
def test_law_any_text_is_read_or_refused_by_name(text: str) -> None:
    try:
        assert read_gs1(text).elements
    except UsageError as refused:
        assert refused.code.startswith("gs1.")


def test_no_identifier_begins_another_so_cutting_is_never_ambiguous() -> None:
    for ai in RULES:
        found = rule_at(ai + "0000")
        assert found is not None and found[0] == ai


def test_variable_fields_end_at_the_separator_and_fixed_ones_need_none() -> None:
    message = read_gs1(f"]C101{GTIN}1726120010AB-1{GS}2112345")
    assert (message.gtin, message.value("17"), message.lot, message.serial) == (GTIN, "261200", "AB-1", "12345")


def test_a_separator_drawn_as_a_picture_by_the_scanner_counts_as_one() -> None:
    assert read_gs1(f"01{GTIN}10AB<GS>2155").serial == "55"
    assert read_gs1(f"01{GTIN}10AB\u241d2155").serial == "55"


def test_brackets_inside_a_lot_are_part_of_the_lot() -> None:
    assert read_gs1(f"(01){GTIN}(10)A(B)(21)9").lot == "A(B)"


def test_a_pallet_tells_its_content_and_count() -> None:
    message = read_gs1(f"02{GTIN}3748")
    assert (message.gtin, message.count) == (GTIN, 48)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"01{GTIN[:-1]}4", "gs1.check_digit"),
        ("019501", "gs1.too_short"),
        (f"01{GTIN}10" + "A" * 21, "gs1.too_long"),
        (f"01{GTIN}17261340", "gs1.bad_date"),
        (f"01{GTIN}0512", "gs1.unknown_ai"),
        (f"01{GTIN}10AÄ", "gs1.bad_character"),
        ("3712A", "gs1.not_digits"),
        ("]C1", "gs1.empty"),
        ("https://example.com/mugs", "gs1.not_a_link"),
    ],
)
def test_a_doubtful_string_is_refused_with_its_reason(text: str, code: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_gs1(text)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("digits", "year", "day"),
    [
        ("261200", 2026, date(2026, 12, 31)),
        ("240200", 2026, date(2024, 2, 29)),
        ("990101", 2026, date(1999, 1, 1)),
        ("760101", 2026, date(2076, 1, 1)),
        ("770101", 2026, date(1977, 1, 1)),
        ("010101", 2076, date(2101, 1, 1)),
        ("260101", 2076, date(2126, 1, 1)),
        ("270101", 2076, date(2027, 1, 1)),
    ],
)
def test_the_century_is_the_one_that_lies_nearest(digits: str, year: int, day: date) -> None:
    assert gs1_date(digits, year) == day


@given(st.integers(2000, 2100), st.integers(0, 99))
def test_law_a_date_lies_at_most_fifty_years_from_today(year: int, short: int) -> None:
    found = gs1_date(f"{short:02d}0115", year)
    assert found.year % 100 == short
    assert -49 <= found.year - year <= 50


def test_ordinary_text_in_brackets_is_not_taken_for_gs1() -> None:
    assert not looks_like_gs1("(Blue) mug")
    assert not looks_like_gs1("https://example.com/x/1")
    assert looks_like_gs1(f"https://example.com/p/01/{GTIN}")
