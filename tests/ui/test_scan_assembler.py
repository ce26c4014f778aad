"""The assembler on a clock of its own: what is a scan, what is typing, and whose key is whose."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_oms.ui.scan.assembler import Assembler, Lone, Reply, Verb
from desktop_oms.ui.scan.bursts import Burst, Profile, Source
from desktop_oms.ui.scan.keys import KeyStroke, NativeKeys
from tests.ui.scan_hands import stroke, strokes

MUG = "4012345672015"


def feed(assembler: Assembler, keys: list[KeyStroke], is_owned: bool = True) -> list[Reply]:
    """Press and release each key."""
    replies = []
    for key in keys:
        replies.append(assembler.press(key, is_owned))
        assembler.release(key)
    return replies


def bursts(replies: list[Reply]) -> list[Burst]:
    return [reply.burst for reply in replies if reply.burst]


def at_table(text: str, gap_ms: int = 5, host: str = "us", native: NativeKeys = NativeKeys.EVDEV) -> list[Burst]:
    return bursts(feed(Assembler(native=native), list(strokes(text, gap_ms=gap_ms, host=host))))


def test_a_scan_with_return_is_one_burst_without_the_return() -> None:
    (burst,) = at_table(MUG + "\r")
    assert (burst.text, burst.native_text, burst.source, burst.duration_ms) == (MUG, MUG, Source.KEYBOARD, 13 * 5)
    assert burst.has_suffix and not burst.is_cut and not burst.overlaps


@pytest.mark.parametrize("gap_ms", [0, 1, 5, 30])
def test_p01_two_hundred_scans_without_a_pause_are_two_hundred_bursts(gap_ms: int) -> None:
    codes = [f"ORD{10_000 + number}" for number in range(200)]
    assert [burst.text for burst in at_table("".join(f"{code}\r" for code in codes), gap_ms)] == codes


def test_the_line_feed_after_a_return_is_not_a_scan() -> None:
    keys = [*strokes(f"{MUG}\r"), KeyStroke(1_070, "\n", 0x4A, 44, is_control=True)]
    replies = feed(Assembler(), keys)
    assert len(bursts(replies)) == 1
    assert replies[-1] == Reply(Verb.EAT)


def test_tab_ends_a_scan_and_goes_nowhere_else() -> None:
    replies = feed(Assembler(), [*strokes(MUG), KeyStroke(1_070, "\t", 0x01000001, 23)], is_owned=False)
    assert [burst.text for burst in bursts(replies)] == [MUG]
    assert replies[-1].verb is Verb.EAT


def test_gs_of_a_gs1_code_is_kept_on_every_layout() -> None:
    code = "010401234567201510AB7\x1d21S1"
    (burst,) = at_table(code + "\r")
    assert burst.text == code
    (foreign,) = at_table(code + "\r", host="de")
    assert foreign.native_text == code


def test_gs_is_not_taken_for_the_letter_its_key_has_on_another_layout() -> None:
    """X11 with a German layout tells Ctrl and the key of "]" as "+"; measured with XTEST."""
    plus = KeyStroke(1_026, "+", 0x2B, 35, is_control=True)
    keys = [*strokes("10AB7"), plus, *strokes("21S1\r", start_ms=1_030)]
    (burst,) = bursts(feed(Assembler(native=NativeKeys.EVDEV), keys))
    assert burst.text == burst.native_text == "10AB7\x1d21S1"


def test_alt_and_029_on_the_keypad_is_gs() -> None:
    assembler = Assembler(native=NativeKeys.EVDEV)
    feed(assembler, list(strokes("10AB7")))
    for at, (code, digit) in zip((1_030, 1_032, 1_034), ((90, "0"), (88, "2"), (81, "9")), strict=True):
        assert (
            assembler.press(KeyStroke(at, digit, ord(digit), code, is_alt=True, is_keypad=True), True).verb is Verb.EAT
        )
    assembler.alt_released(1_035)
    (burst,) = bursts(feed(assembler, list(strokes("21S1\r", start_ms=1_040))))
    assert burst.text == burst.native_text == "10AB7\x1d21S1"


def test_digits_of_a_keypad_without_num_lock_are_still_digits() -> None:
    keypad = {"4": 83, "0": 90, "1": 87, "2": 88}
    keys = [KeyStroke(1_000 + i * 5, "", 0x01000010 + i, keypad[d], is_keypad=True) for i, d in enumerate("40120210")]
    (burst,) = bursts(feed(Assembler(native=NativeKeys.EVDEV), [*keys, stroke("\r", 1_050)]))
    assert burst.native_text == "40120210"


@pytest.mark.parametrize("host", ["de", "fr", "tr"])
def test_p19_the_native_reading_is_the_same_on_every_layout(host: str) -> None:
    code = "CTRLZYAQWM-0123456789/x"
    (burst,) = at_table(code + "\r", host=host)
    assert burst.native_text == code
    assert burst.text != code


def test_p19_caps_lock_is_taken_back() -> None:
    keys = [stroke(char, 1_000 + i * 5, is_caps_on=True) for i, char in enumerate("abC-12x")]
    (burst,) = bursts(feed(Assembler(native=NativeKeys.EVDEV), [*keys, stroke("\r", 1_050)]))
    assert burst.text == burst.native_text == "abC-12x"


def test_p10_a_key_without_a_character_spoils_the_reading_instead_of_shortening_it() -> None:
    keys = [*strokes("40123"), KeyStroke(1_026, "", 0, 0), *strokes("5672015\r", start_ms=1_030)]
    (burst,) = bursts(feed(Assembler(), keys))
    assert burst.text == "40123\ufffd5672015"


def test_framed_scans_may_be_as_slow_as_they_like_and_contain_returns_of_nothing_else() -> None:
    assembler = Assembler(Profile(prefix="\x02", suffix="\x03"))
    stx, etx = KeyStroke(900, "\x02", 0x42, 56, is_control=True), KeyStroke(4_000, "\x03", 0x43, 54, is_control=True)
    replies = feed(assembler, [stx, *strokes(MUG, gap_ms=200), etx], is_owned=False)
    assert [burst.text for burst in bursts(replies)] == [MUG]
    assert {reply.verb for reply in replies} == {Verb.EAT}


def test_ctrl_c_is_left_alone_outside_a_frame() -> None:
    copy = KeyStroke(1_000, "\x03", 0x43, 54, is_control=True)
    for profile in (Profile(), Profile(prefix="\x02", suffix="\x03")):
        assert Assembler(profile).press(copy, False) == Reply()


# Typing -------------------------------------------------------------------------------------------------------------


def test_a_number_typed_by_hand_at_the_table_waits_for_enter() -> None:
    assembler = Assembler()
    replies = feed(assembler, list(strokes("1048", gap_ms=250)))
    assert {reply.verb for reply in replies} == {Verb.EAT}
    assert assembler.pending_text == "1048"
    (burst,) = bursts(feed(assembler, [stroke("2", 2_100), stroke("\r", 2_600)]))
    assert (burst.text, burst.source) == ("10482", Source.TYPED)


def test_backspace_corrects_and_escape_drops_a_typed_number() -> None:
    assembler = Assembler()
    feed(assembler, list(strokes("109", gap_ms=200)))
    feed(assembler, [KeyStroke(1_700, "\x08", 0x01000003, 22)])
    assert assembler.pending_text == "10"
    feed(assembler, [KeyStroke(1_900, "\x1b", 0x01000000, 9)])
    assert assembler.pending_text == ""


def test_a_stray_key_long_before_a_scan_is_not_part_of_it() -> None:
    (burst,) = bursts(feed(Assembler(), [stroke("7", 0), *strokes(f"{MUG}\r", start_ms=5_000)]))
    assert (burst.text, burst.source) == (MUG, Source.KEYBOARD)


def test_p10_a_hiccup_inside_a_scan_never_leaves_its_tail_as_a_scan() -> None:
    (burst,) = bursts(feed(Assembler(), [*strokes("401234"), *strokes("5672015\r", start_ms=1_150)]))
    assert burst.text == MUG


def test_enter_alone_at_the_table_answers_and_goes_nowhere() -> None:
    assert Assembler().press(stroke("\r", 1_000), True) == Reply(Verb.EAT, lone=Lone.ENTER)
    assert Assembler().press(stroke("\r", 1_000), False) == Reply()


def test_a_key_held_down_types_nothing_at_the_table() -> None:
    assembler = Assembler()
    key = stroke("7", 1_000)
    assembler.press(key, True)
    for at in range(1_500, 2_500, 30):
        assert assembler.press(replace(key, at_ms=at, is_repeat=True), True).verb is Verb.EAT
    assert assembler.pending_text == "7"


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789 -", min_size=1, max_size=30), st.integers(41, 400))
def test_law_typing_slower_than_the_hold_time_comes_back_whole_and_in_order(text: str, gap_ms: int) -> None:
    """A typist in a field is never eaten: every key held is handed back, none becomes part of a burst."""
    assembler = Assembler()
    held, given_back = 0, 0
    for key in strokes(text, gap_ms=gap_ms):
        reply = assembler.press(key, False)
        if reply.hands_back:
            given_back, held = given_back + held, 0
        assert reply.verb is Verb.HOLD and reply.burst is None
        held += 1
        assembler.release(key)
    reply = assembler.press(stroke("\r", 1_000 + len(text) * gap_ms), False)
    assert reply == Reply(Verb.PASS, hands_back=True)
    assert given_back + held == len(text)


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-/", min_size=4, max_size=60), st.integers(0, 20), st.booleans())
def test_law_a_scan_is_a_burst_and_leaks_no_key_whoever_owns_the_keyboard(
    text: str, gap_ms: int, is_owned: bool
) -> None:
    replies = feed(Assembler(), list(strokes(f"{text}\r", gap_ms=gap_ms)), is_owned)
    assert [burst.text for burst in bursts(replies)] == [text]
    assert all(reply.verb is not Verb.PASS and not reply.hands_back for reply in replies)


def test_two_quick_letters_and_a_pause_are_typing() -> None:
    assembler = Assembler()
    feed(assembler, list(strokes("th", gap_ms=25)), is_owned=False)
    assert assembler.wait_ms() == Profile().hold_ms
    assert assembler.silence() == Reply(Verb.HOLD, hands_back=True)


def test_a_short_scan_into_a_field_is_still_a_scan() -> None:
    replies = feed(Assembler(), list(strokes("A-1\r", gap_ms=4)), is_owned=False)
    assert [burst.text for burst in bursts(replies)] == ["A-1"]


def test_a_dialog_that_opens_in_mid_scan_gets_nothing_of_it() -> None:
    assembler = Assembler()
    feed(assembler, list(strokes(MUG[:6])), is_owned=True)
    replies = feed(assembler, list(strokes(f"{MUG[6:]}\r", start_ms=1_030)), is_owned=False)
    assert {reply.verb for reply in replies} == {Verb.EAT}
    assert [burst.text for burst in bursts(replies)] == [MUG]


def test_a_number_left_half_typed_does_not_steal_keys_from_a_field_opened_later() -> None:
    assembler = Assembler()
    feed(assembler, list(strokes("10", gap_ms=200)), is_owned=True)
    reply = assembler.press(stroke("a", 3_000), False)
    assert reply.verb is Verb.HOLD
    assert assembler.silence().hands_back


# Scans without an end -----------------------------------------------------------------------------------------------


def test_p21_a_scanner_without_a_suffix_is_understood_after_silence() -> None:
    assembler = Assembler()
    feed(assembler, list(strokes(MUG)))
    assert assembler.wait_ms() == Profile().silence_ms
    burst = assembler.silence().burst
    assert burst is not None and burst.text == MUG and not burst.has_suffix and not burst.is_cut


def test_once_a_suffix_was_seen_a_scan_without_one_was_cut_off() -> None:
    assembler = Assembler()
    feed(assembler, list(strokes(f"{MUG}\r")))
    feed(assembler, list(strokes(MUG[:9], start_ms=3_000)))
    assert assembler.wait_ms() == Profile().cut_ms
    burst = assembler.silence().burst
    assert burst is not None and burst.is_cut


def test_a_fast_run_in_a_field_without_a_suffix_is_never_handed_to_the_field() -> None:
    assembler = Assembler()
    feed(assembler, list(strokes("BAY-7-YES", gap_ms=5)), is_owned=False)
    reply = assembler.silence()
    assert not reply.hands_back and reply.burst is not None


# Two scanners at once -----------------------------------------------------------------------------------------------


def test_keys_pressed_while_others_are_down_are_counted() -> None:
    assembler = Assembler()
    first, second = stroke("4", 1_000), stroke("O", 1_001)
    assembler.press(first, True)
    assembler.press(second, True)
    assembler.release(first)
    assembler.release(second)
    (burst,) = bursts(feed(assembler, list(strokes("012\r", start_ms=1_005))))
    assert burst.overlaps == 1


def test_a_release_lost_to_another_program_does_not_taint_later_scans() -> None:
    assembler = Assembler()
    assembler.press(stroke("x", 0), True)
    assembler.press(KeyStroke(100, "\x1b", 0x01000000, 9), True)
    (burst,) = bursts(feed(assembler, list(strokes(f"{MUG}\r"))))
    assert burst.overlaps == 0
