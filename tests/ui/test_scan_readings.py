"""Which spelling of a burst is believed, and which bursts are not believed at all."""

from __future__ import annotations

import pytest

from desktop_oms.ui.scan.bursts import Burst, Source
from desktop_oms.ui.scan.readings import FOREIGN, ODD, PLAUSIBLE, PROVED, Reader, Reading, rank_code

MUG = "4012345672015"


@pytest.mark.parametrize(
    ("code", "rank"),
    [
        (MUG, PROVED),
        (f"]E0{MUG}", PROVED),
        ("ORD10482", PROVED),
        ("ctrldone", PROVED),
        ("ctrlprınt", PROVED),
        ("O-BTN.validate", PROVED),
        ("010401234567201510AB7\x1d21S1", PROVED),
        ("4012345672014", PLAUSIBLE),
        ("MUG-300-MOS", PLAUSIBLE),
        ("MUG)300)MOS", ODD),
        ("MUGß300ßMOS", FOREIGN),
    ],
)
def test_rank_of_a_code(code: str, rank: int) -> None:
    assert rank_code(code) == rank


def test_the_spelling_with_the_right_check_digit_wins_either_way() -> None:
    assert Reader().read(Burst("çà&é\"'(-è", MUG)).text == MUG
    assert Reader().read(Burst(MUG, "$)!@#$%^&@)!$")).text == MUG


def test_a_sku_spelled_with_foreign_letters_loses_to_the_keys() -> None:
    assert Reader().read(Burst("MUGß300ßMOS", "MUG-300-MOS")) == Reading("MUG-300-MOS")


def test_p19_what_proved_right_before_decides_where_nothing_proves_itself() -> None:
    fresh = Burst("MZY1", "MYZ1")
    assert Reader().read(fresh).text == "MZY1"
    taught = Reader()
    taught.read(Burst("CTRLßDONE", "CTRLDONE"))
    assert taught.read(fresh).text == "MYZ1"


def test_a_number_typed_by_hand_is_read_as_the_typist_sees_it() -> None:
    reader = Reader()
    reader.read(Burst("CTRLßDONE", "CTRLDONE"))
    assert reader.read(Burst("MZY1", "MYZ1", source=Source.TYPED)).text == "MZY1"


@pytest.mark.parametrize(
    ("burst", "reason"),
    [
        (Burst("12"), "short"),
        (Burst("401234", is_cut=True), "cut"),
        (Burst("40O1R2D3", overlaps=5), "overlap"),
        (Burst(MUG, overlaps=3), "overlap"),
        (Burst("4Ö12?45"), "layout"),
        (Burst("4012\ufffd45672014"), "layout"),
        (Burst("   ", source=Source.TYPED), "short"),
    ],
)
def test_p09_a_broken_scan_is_called_not_readable(burst: Burst, reason: str) -> None:
    assert Reader().read(burst).garbled == reason


def test_a_short_number_typed_by_hand_is_fine() -> None:
    assert Reader().read(Burst("7", source=Source.TYPED)) == Reading("7")


def test_the_remnant_after_two_mixed_scans_is_not_believed_but_the_next_scan_is() -> None:
    reader = Reader()
    assert reader.read(Burst("4O0R1D2130", overlaps=6)).garbled == "overlap"
    assert reader.read(Burst("40120210", follows_closely=True)).garbled == "tail"
    assert reader.read(Burst("ORD10482", follows_closely=True)) == Reading("ORD10482")


def test_a_scanner_that_always_overlaps_is_believed_once_it_repeats_itself() -> None:
    reader = Reader()
    assert reader.read(Burst(MUG, overlaps=12)).garbled == "overlap"
    assert reader.read(Burst(MUG, overlaps=12)) == Reading(MUG)
    assert reader.read(Burst("ORD10482", overlaps=7)) == Reading("ORD10482")
