"""GTIN forms are one key, damage is told by check digit, parcels get numbers that prove themselves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_oms.domain.barcode import (
    GTIN_LENGTHS,
    build_sscc,
    check_digit,
    code_key,
    expand_upc_e,
    gtin_damage,
    has_check_digit,
    is_sscc,
    normalize_gtin,
)

bodies = st.sampled_from(GTIN_LENGTHS).flatmap(lambda n: st.text("0123456789", min_size=n - 1, max_size=n - 1))


@pytest.mark.parametrize(
    ("text", "gtin"),
    [
        ("4006381333931", "04006381333931"),
        ("036000291452", "00036000291452"),
        ("96385074", "00000096385074"),
        ("10614141000415", "10614141000415"),
        ("4006381333932", None),
        ("400638133393", None),
        ("00000000", None),
        ("٤006381333931", None),
    ],
)
def test_a_gtin_is_known_by_length_and_check_digit(text: str, gtin: str | None) -> None:
    assert normalize_gtin(text) == gtin


# Pairs published with the UPC-E rules of the GS1 General Specifications: one per branch of the last digit.
@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("04252614", "042100005264"),
        ("01234133", "012300000413"),
        ("01234543", "012340000053"),
        ("01234147", None),
        ("01234565", "012345000065"),
        ("21234565", None),
    ],
)
def test_upc_e_opens_to_the_upc_a_it_stands_for(short: str, long: str | None) -> None:
    expanded = expand_upc_e(short)
    if long is None:
        assert expanded is None
    else:
        assert expanded is not None and has_check_digit(expanded)
        assert expanded == long


def test_upc_e_and_its_upc_a_are_one_article() -> None:
    assert code_key("04252614") == code_key("042100005264") == code_key("0042100005264")


def test_own_codes_keep_their_letters_and_ignore_case_and_blanks() -> None:
    assert code_key("  Mug-Red ") == code_key("MUG-RED") == "mug-red"
    assert code_key("978-3-16-148410-0") == "09783161484100"
    assert code_key("12-34") == "12-34"


@given(bodies)
def test_law_every_gtin_has_one_key_in_all_its_lengths(body: str) -> None:
    gtin = body + check_digit(body)
    if not gtin.strip("0"):
        return
    assert code_key(gtin) == gtin.zfill(14)
    assert code_key(gtin.zfill(14)) == gtin.zfill(14)


@given(st.text())
def test_law_the_key_of_a_key_is_itself(text: str) -> None:
    assert code_key(code_key(text)) == code_key(text)


@given(bodies, st.data())
def test_p10_law_one_wrong_digit_never_passes_as_the_same_length_gtin(body: str, data: st.DataObject) -> None:
    gtin = body + check_digit(body)
    place = data.draw(st.integers(0, len(gtin) - 1))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != gtin[place]]))
    assert normalize_gtin(gtin[:place] + other + gtin[place + 1 :]) is None


@pytest.mark.parametrize(
    ("text", "code", "repaired"),
    [
        ("8.7E+12", "barcode.scientific", ""),
        ("8,71234E+12", "barcode.scientific", ""),
        ("4.006381333931E+12", "barcode.scientific", "04006381333931"),
        ("36000291452", "barcode.lost_zeros", "00036000291452"),
        ("4006381333931.0", "barcode.float_tail", "04006381333931"),
        ("4006381333932", "barcode.check_digit", ""),
        ("0000000000000", "barcode.placeholder", ""),
    ],
)
def test_p60_a_barcode_spoiled_by_a_spreadsheet_is_noticed(text: str, code: str, repaired: str) -> None:
    damage = gtin_damage(text)
    assert damage is not None
    assert (damage.code, damage.repaired) == (code, repaired)


@pytest.mark.parametrize("text", ["4006381333931", "MUG-RED", "", "12345", "04252614", "1E5X"])
def test_p60_sound_barcodes_and_own_codes_are_not_called_damaged(text: str) -> None:
    assert gtin_damage(text) is None


def test_a_parcel_number_is_eighteen_digits_that_prove_themselves() -> None:
    sscc = build_sscc(3, "4012345", 123)
    assert sscc == "340123450000001236"
    assert is_sscc(sscc)
    assert not is_sscc(sscc[:-1] + "7")


def test_a_serial_too_long_for_its_room_is_refused_because_cutting_would_number_two_parcels_alike() -> None:
    with pytest.raises(ValueError, match="no SSCC"):
        build_sscc(0, "4012345", 10**9)


@given(st.integers(0, 9), st.text("0123456789", min_size=4, max_size=12), st.data())
def test_law_every_built_parcel_number_checks(extension: int, prefix: str, data: st.DataObject) -> None:
    serial = data.draw(st.integers(0, 10 ** (16 - len(prefix)) - 1))
    assert is_sscc(build_sscc(extension, prefix, serial))
