"""One scan, one outcome: the table of packing-station.md 1.5."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_oms.domain.barcode import code_key
from desktop_oms.domain.codes import decode_scan
from desktop_oms.domain.packing import (
    BOOKING_CODES,
    KnownArticle,
    LineToPack,
    PackTable,
    ScanOutcome,
    TotePeer,
    next_multiplier,
    suggest_line,
    verify_unit,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MUG_EAN, MUG_SIX = "4006381333931", "14006381333938"
KETTLE = "036000291452"


def a_line(
    line_no: int = 1, needed: int = 2, done: int = 0, *, variant: int = 1, codes: tuple[str, ...] = (), **more: object
) -> LineToPack:
    factors = {code_key(code): 1 for code in codes or (MUG_EAN,)}
    if not codes:
        factors[code_key(MUG_SIX)] = 6
    return LineToPack(line_no, 100 + line_no, variant, f"SKU-{variant}", needed, done, factors, **more)  # type: ignore[arg-type]


def scanned(table: PackTable, text: str, known: KnownArticle | None = None) -> ScanOutcome:
    return verify_unit(table, decode_scan(text), known)


def a_table(*lines: LineToPack, **more: object) -> PackTable:
    return PackTable(lines, **more)  # type: ignore[arg-type]


def test_the_first_of_two_is_ok_the_second_of_a_line_is_line_done_the_last_packs_the_order() -> None:
    kettle = a_line(2, 1, variant=2, codes=(KETTLE,))
    first = scanned(a_table(a_line(), kettle), MUG_EAN)
    assert (first.code, first.done, first.of, first.remaining) == ("ok", 1, 2, 2)
    second = scanned(a_table(a_line(done=1), kettle), MUG_EAN)
    assert (second.code, second.done, second.of, second.remaining) == ("line_done", 2, 2, 1)
    last = scanned(a_table(a_line(done=2), kettle), KETTLE)
    assert (last.code, last.line_no, last.remaining) == ("order_packed", 2, 0)
    assert [(move.shipment_line_id, move.quantity) for move in last.moves] == [(102, 1)]


def test_p16_a_third_unit_when_two_are_ordered_is_too_many_says_of_what_and_books_nothing() -> None:
    outcome = scanned(a_table(a_line(done=2), a_line(2, 1, variant=2, codes=(KETTLE,))), MUG_EAN)
    assert (outcome.code, outcome.sku, outcome.done, outcome.of, outcome.moves) == ("too_many", "SKU-1", 2, 2, ())
    assert outcome.data == {"pieces": 1, "open": 0}


def test_a_known_article_nobody_ordered_is_wrong_and_the_expected_one_is_named() -> None:
    table = a_table(a_line(done=2), a_line(2, 1, variant=2, codes=(KETTLE,)), current_line=2)
    outcome = scanned(table, "MUG-RED", KnownArticle(9, "MUG-RED", "Red mug"))
    assert (outcome.code, outcome.line_no, outcome.moves) == ("wrong_item", 2, ())
    assert (outcome.data["scanned_sku"], outcome.data["expected_sku"]) == ("MUG-RED", "SKU-2")


def test_a_code_nobody_knows_is_unknown_and_shown_in_full() -> None:
    outcome = scanned(a_table(a_line()), "Lemon-77/x")
    assert (outcome.code, outcome.data["code"]) == ("unknown_code", "Lemon-77/x")


def test_p10_an_ean_with_a_lost_digit_is_not_readable_instead_of_unknown() -> None:
    outcome = scanned(a_table(a_line()), MUG_EAN[:-1])
    assert (outcome.code, outcome.reason) == ("garbled", "check_digit")


def test_p09_rubbish_is_answered_too() -> None:
    assert (scanned(a_table(a_line()), "").code, scanned(a_table(a_line()), "A").reason) == ("garbled", "too_short")


def test_p06_a_pack_of_six_fills_six_and_is_too_many_where_five_are_missing() -> None:
    six = scanned(a_table(a_line(needed=6)), MUG_SIX)
    assert (six.code, six.moves[0].quantity) == ("order_packed", 6)
    five = scanned(a_table(a_line(needed=6, done=1)), MUG_SIX)
    assert (five.code, five.moves, five.data) == ("too_many", (), {"pieces": 6, "open": 5})


def test_p05_a_code_of_two_articles_means_the_one_on_the_current_line() -> None:
    shared = (a_line(1, 1, variant=1, codes=("LOT-7",)), a_line(2, 1, variant=2, codes=("LOT-7",)))
    assert scanned(a_table(*shared, current_line=2), "LOT-7").line_no == 2
    assert scanned(a_table(*shared, current_line=1), "LOT-7").line_no == 1
    full = (shared[0], replace(shared[1], done=1))
    assert scanned(a_table(*full, current_line=2), "LOT-7").line_no == 1


def test_a_product_in_two_lines_fills_the_line_that_must_leave_first() -> None:
    late = a_line(1, 2, ship_by_at=NOON + timedelta(days=1))
    early = a_line(2, 2, ship_by_at=NOON)
    whenever = a_line(3, 2)
    assert scanned(a_table(whenever, late, early, current_line=1), MUG_EAN).line_no == 2
    assert scanned(a_table(whenever, late, replace(early, done=2)), MUG_EAN).line_no == 1


def test_a_pack_of_six_may_fill_two_lines_of_one_article() -> None:
    outcome = scanned(a_table(a_line(1, 4, ship_by_at=NOON), a_line(2, 3)), MUG_SIX)
    assert [(move.line_no, move.quantity) for move in outcome.moves] == [(1, 4), (2, 2)]
    assert (outcome.code, outcome.line_no, outcome.remaining) == ("ok", 2, 1)


def test_p12_five_then_ten_means_ten_and_never_fifty_one_or_fifteen() -> None:
    multiplier = 1
    for command in ("times_five", "times_ten"):
        multiplier = next_multiplier(command)
    outcome = scanned(a_table(a_line(needed=20), multiplier=multiplier), MUG_EAN)
    assert outcome.moves[0].quantity == 10
    assert next_multiplier("done") == 1


def test_a_multiplied_scan_that_is_too_many_books_nothing() -> None:
    outcome = scanned(a_table(a_line(needed=9), multiplier=10), MUG_EAN)
    assert (outcome.code, outcome.moves) == ("too_many", ())


def test_an_article_of_a_neighbour_in_the_tote_is_sent_to_its_slot() -> None:
    peer = TotePeer("10484", "B3", frozenset({code_key(KETTLE)}))
    outcome = scanned(a_table(a_line(), peers=(peer,)), KETTLE, KnownArticle(9, "KET"))
    assert (outcome.code, outcome.data) == ("other_order_same_tote", {"order": "10484", "slot": "B3"})


def test_p18_a_serial_is_asked_for_and_taken_from_the_next_scan_never_invented() -> None:
    line = a_line(needed=2, wants=("serial",))
    asked = scanned(a_table(line), MUG_EAN)
    assert (asked.code, asked.reason, asked.moves) == ("needs_data", "serial", ())
    given_serial = scanned(a_table(line, pending=asked.pending), "SN-0001")
    assert (given_serial.code, given_serial.moves[0].serial, given_serial.moves[0].quantity) == ("ok", "SN-0001", 1)


@pytest.mark.parametrize("text", [MUG_EAN, KETTLE, "ORD10482", "SHELF-CODE"])
def test_p18_an_article_or_order_code_is_not_taken_for_a_serial(text: str) -> None:
    line = a_line(needed=2, wants=("serial",))
    asked = scanned(a_table(line), MUG_EAN)
    known = KnownArticle(9, "SHELF-CODE") if text == "SHELF-CODE" else None
    again = scanned(a_table(line, pending=asked.pending), text, known)
    assert (again.code, again.reason, again.moves, again.pending) == ("needs_data", "is_article", (), asked.pending)


def test_a_serial_is_used_once_per_shipment() -> None:
    line = a_line(needed=2, done=1, wants=("serial",), used_serials=frozenset({"SN-1"}))
    asked = scanned(a_table(line), MUG_EAN)
    again = scanned(a_table(line, pending=asked.pending), "SN-1")
    assert (again.code, again.reason, again.moves) == ("needs_data", "used_serial", ())
    assert again.pending is not None and again.pending.serial == ""


def test_articles_with_serials_go_one_by_one_even_from_a_pack_of_six() -> None:
    asked = scanned(a_table(a_line(needed=12, wants=("serial",)), multiplier=5), MUG_SIX)
    assert asked.pending is not None and asked.pending.quantity == 1


def test_gs1_data_brings_lot_and_date_in_the_same_scan() -> None:
    line = a_line(needed=1, wants=("lot", "best_before"))
    outcome = scanned(a_table(line), f"]d20104006381333931{'17261231'}10L7")
    assert (outcome.code, outcome.moves[0].lot, outcome.moves[0].best_before) == ("order_packed", "L7", "261231")


def test_lot_and_date_are_asked_one_after_the_other_and_an_impossible_date_again() -> None:
    line = a_line(needed=1, wants=("lot", "best_before"))
    lot = scanned(a_table(line), MUG_EAN)
    date = scanned(a_table(line, pending=lot.pending), "L7")
    assert (lot.reason, date.code, date.reason) == ("lot", "needs_data", "best_before")
    again = scanned(a_table(line, pending=date.pending), "261340")
    assert (again.code, again.moves) == ("needs_data", ())
    done = scanned(a_table(line, pending=date.pending), "261231")
    assert (done.code, done.moves[0].lot, done.moves[0].best_before) == ("order_packed", "L7", "261231")


def test_the_label_of_another_article_does_not_give_its_lot_to_this_one() -> None:
    line = a_line(needed=1, wants=("lot",))
    asked = scanned(a_table(line), MUG_EAN)
    again = scanned(a_table(line, pending=asked.pending), "]C1010003600029145210L9")
    assert (again.code, again.reason, again.moves) == ("needs_data", "is_article", ())


def test_a_wait_for_data_ends_when_the_line_was_filled_meanwhile() -> None:
    line = a_line(needed=1, wants=("lot",))
    asked = scanned(a_table(line), MUG_EAN)
    outcome = scanned(
        a_table(replace(line, done=1), a_line(2, 1, variant=2, codes=(KETTLE,)), pending=asked.pending), KETTLE
    )
    assert (outcome.code, outcome.line_no) == ("order_packed", 2)


def test_a_count_in_the_code_is_booked_as_that_many_and_zero_is_not_readable() -> None:
    assert scanned(a_table(a_line(needed=4)), "02040063813339313704").moves[0].quantity == 4
    assert scanned(a_table(a_line(needed=4)), "02040063813339313700").code == "garbled"


def test_a_kit_code_proves_all_parts_or_none() -> None:
    kit = {"set-01": ((1, 2), (2, 1))}
    kettle = a_line(2, 1, variant=2, codes=(KETTLE,))
    whole = scanned(a_table(a_line(), kettle, kit_codes=kit), "SET-01")
    assert (whole.code, [(move.line_no, move.quantity) for move in whole.moves]) == ("order_packed", [(1, 2), (2, 1)])
    half = scanned(a_table(a_line(done=1), kettle, kit_codes=kit), "SET-01")
    assert (half.code, half.moves) == ("too_many", ())
    strange = scanned(a_table(a_line(), kit_codes=kit), "SET-01")
    assert (strange.code, strange.moves) == ("wrong_item", ())


def test_a_kit_with_serials_inside_goes_part_by_part() -> None:
    outcome = scanned(a_table(a_line(wants=("serial",)), kit_codes={"set-01": ((1, 2),)}), "SET-01")
    assert (outcome.code, outcome.reason, outcome.moves) == ("needs_data", "kit_by_parts", ())


def test_p03_p04_a_scan_asks_only_for_its_own_key_however_large_the_order() -> None:
    class CountedCodes(dict[str, int]):
        questions = 0

        def get(self, key: str, default: int = 0) -> int:  # type: ignore[override]
            CountedCodes.questions += 1
            return super().get(key, default)

        def __iter__(self) -> Iterator[str]:
            raise AssertionError("codes are looked up, never walked")

        def items(self) -> NoReturn:
            raise AssertionError("codes are looked up, never walked")

        keys = values = items

    lines = [
        LineToPack(
            number,
            number,
            number,
            f"S{number}",
            1,
            0,
            CountedCodes({f"own-{number}": 1, **{f"x{i}-{number}": 1 for i in range(50)}}),
        )
        for number in range(1, 201)
    ]
    assert scanned(a_table(*lines), "OWN-150").line_no == 150
    assert CountedCodes.questions <= 3 * len(lines)


def test_the_next_line_is_the_current_one_until_it_is_done() -> None:
    lines = (a_line(1, done=2), a_line(2), a_line(3))
    assert suggest_line(lines, 3) == 3
    assert suggest_line(lines, 1) == 2
    assert suggest_line((a_line(1, done=2),), 1) == 0


pieces = st.sampled_from([MUG_EAN, MUG_SIX, KETTLE, "LOT-7", "SN-1", "SET-01", "CTRLDONE", "", "40063813339", "ORD1"])
wants = st.sampled_from([(), (), (), ("serial",), ("lot",), ("lot", "best_before")])


@st.composite
def tables(draw: st.DrawFn) -> PackTable:
    lines = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        variant = draw(st.integers(1, 2))
        needed = draw(st.integers(1, 8))
        codes = (MUG_EAN, "LOT-7") if variant == 1 else (KETTLE, "LOT-7")
        line = a_line(number, needed, draw(st.integers(0, needed)), variant=variant, codes=codes, wants=draw(wants))
        lines.append(replace(line, codes={**line.codes, code_key(MUG_SIX): 6} if variant == 1 else line.codes))
    kit = {"set-01": ((1, 2), (2, 1))}
    return PackTable(tuple(lines), draw(st.integers(0, 4)), multiplier=draw(st.sampled_from([1, 5])), kit_codes=kit)


@given(tables(), st.lists(st.one_of(pieces, st.text(max_size=8)), max_size=12))
def test_law_no_run_of_scans_books_a_line_above_what_it_needs_or_books_without_saying_so(
    table: PackTable, texts: list[str]
) -> None:
    for text in texts:
        outcome = scanned(table, text)
        assert bool(outcome.moves) == (outcome.code in BOOKING_CODES)
        assert outcome.pending is None or outcome.code == "needs_data"
        lines = {line.line_no: line for line in table.lines}
        for move in outcome.moves:
            line = lines[move.line_no]
            lines[move.line_no] = replace(line, done=line.done + move.quantity)
            assert move.quantity >= 1
        assert all(line.done <= line.needed for line in lines.values())
        table = replace(table, lines=tuple(lines.values()), pending=outcome.pending)
        assert outcome.remaining == table.remaining
        assert (outcome.code == "order_packed") == (bool(outcome.moves) and table.remaining == 0)
