"""Every scan has exactly one reading, on every keyboard layout."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_oms.domain.codes import COMMANDS, STABLE_LETTERS, TYPED_PREFIXES, decode_scan, typed_code

KINDS = {"command", "typed", "gtin", "gs1", "text", "garbled"}
GTIN = "09501101530003"
scans = st.text(
    alphabet=st.one_of(st.sampled_from("0123456789ORDCTLBINSHPıİ()]\x1d\x02-."), st.characters()), max_size=60
)


@given(scans)
def test_p09_law_any_string_gets_one_answer_and_none_raises(raw: str) -> None:
    scan = decode_scan(raw)
    assert scan.kind in KINDS
    assert scan.raw == raw
    assert bool(scan.reason) == (scan.kind == "garbled")
    assert bool(scan.command) == (scan.kind == "command")
    assert bool(scan.key) == (scan.kind in ("typed", "gtin", "gs1", "text"))


@given(st.sampled_from(sorted(TYPED_PREFIXES.values())), st.integers(0, 10**19))
def test_law_own_codes_read_back_in_any_case(entity: str, number: int) -> None:
    text = typed_code(entity, number)
    for written in (text, text.lower(), f"\x02{text}\x03\r"):
        scan = decode_scan(written)
        assert (scan.kind, scan.entity, int(scan.digits)) == ("typed", entity, number)


def test_p20_own_codes_and_commands_use_only_letters_every_layout_has_in_the_same_place() -> None:
    for text in (*TYPED_PREFIXES, *COMMANDS):
        assert set(text) <= STABLE_LETTERS, text


@pytest.mark.parametrize(
    "raw",
    ["ORD10482", "ord10482", "ORD&à'_é", "ord&à'_é"],
    ids=["en", "en with caps lock", "fr", "fr with caps lock"],
)
def test_p19_one_order_code_is_the_same_order_on_english_and_french_layouts_with_and_without_caps_lock(
    raw: str,
) -> None:
    scan = decode_scan(raw)
    assert (scan.kind, scan.entity, scan.digits, scan.text) == ("typed", "order", "10482", "ORD10482")


def test_p19_an_ean_from_a_french_layout_is_still_that_article() -> None:
    azerty = "4006381333931".translate(str.maketrans("0123456789", "à&é\"'(-è_ç"))
    assert decode_scan(azerty).gtin == "04006381333931"


@pytest.mark.parametrize(
    ("raw", "command"),
    [
        *COMMANDS.items(),
        ("ctrldone", "done"),
        ("CTRLPRıNT", "print"),
        ("CTRLPRİNT", "print"),
        ("ctrlprınt", "print"),
        ("O-BTN.validate", "done"),
        ("o-btn.VALIDATE", "done"),
        ("OßBTN.validate", "done"),
        ("O-BTN.pack", "next_box"),
        ("O-CMD.NEXT", "stop"),
        ("FINALIZE", "done"),
        ("NEXTPACKAGE", "next_box"),
        ("ABORT", "stop"),
    ],
)
def test_command_cards_of_ours_and_of_other_systems_are_understood(raw: str, command: str) -> None:
    scan = decode_scan(raw)
    assert (scan.kind, scan.command) == ("command", command)


def test_a_card_that_would_book_without_proof_is_not_taken_over() -> None:
    assert decode_scan("SHIPALL").kind == "text"


def test_a_damaged_command_is_not_looked_up_as_an_article() -> None:
    scan = decode_scan("CTRLDNE")
    assert (scan.kind, scan.reason) == ("garbled", "unknown_command")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("", "empty"),
        (" \r\n", "empty"),
        ("\x02\x03", "empty"),
        ("\x1d", "empty"),
        ("A", "too_short"),
        ("AB\x07CD", "control"),
        ("AB\ufffd", "control"),
        ("A" * 4000, "too_long"),
        ("]C10109501101530004", "gs1.check_digit"),
    ],
)
def test_p09_unreadable_scans_say_why(raw: str, reason: str) -> None:
    scan = decode_scan(raw)
    assert (scan.kind, scan.reason) == ("garbled", reason)


@pytest.mark.parametrize("raw", ["28401DRO", "ENODLRTC"], ids=["order code", "command"])
def test_p08_a_scan_that_arrives_backwards_is_told_as_unreadable(raw: str) -> None:
    scan = decode_scan(raw)
    assert (scan.kind, scan.reason) == ("garbled", "reversed")


@pytest.mark.parametrize(
    ("raw", "doubt"),
    [
        ("4006381333932", "check_digit"),
        ("400638133393", "check_digit"),
        ("40063813339", "length"),
        ("&é\"'", "layout"),
        ("MUG-RED", ""),
        ("12345", ""),
    ],
)
def test_p10_an_article_number_with_missing_digits_is_doubted_by_length_and_check_digit(raw: str, doubt: str) -> None:
    scan = decode_scan(raw)
    assert (scan.kind, scan.doubt) == ("text", doubt)


@pytest.mark.parametrize("raw", ["4006381333931", "04006381333931", "]E04006381333931", "4006381333931\r"])
def test_all_forms_of_one_article_number_have_one_key(raw: str) -> None:
    scan = decode_scan(raw)
    assert (scan.kind, scan.key) == ("gtin", "04006381333931")


def test_gs1_data_gives_article_lot_serial_and_date_in_one_scan() -> None:
    scan = decode_scan(f"]d201{GTIN}17261231" + "10L7\x1d21S9")
    assert (scan.kind, scan.key, scan.lot, scan.serial, scan.best_before) == ("gs1", GTIN, "L7", "S9", "261231")


def test_a_bare_element_string_is_believed_only_if_its_check_digit_holds() -> None:
    assert decode_scan(f"01{GTIN}10L7").lot == "L7"
    assert decode_scan("0109501101530004").kind == "text"
    assert decode_scan("00340123450000001236").sscc == "340123450000001236"


def test_the_shortest_readable_scan_is_a_setting() -> None:
    assert decode_scan("A1").kind == "text"
    assert decode_scan("A1", min_length=3).reason == "too_short"


def test_a_shop_may_own_an_article_named_like_a_tote_so_its_key_is_kept() -> None:
    scan = decode_scan("TOT100")
    assert (scan.entity, scan.key) == ("tote", "tot100")


def test_only_digits_make_an_own_code() -> None:
    with pytest.raises(ValueError, match="no typed code"):
        typed_code("order", "10482-1")
