"""Keys of a person that X11 spells like keys of a scanner: Ctrl+3 has the text of Escape, Ctrl+I that of Tab, Ctrl+5 that of GS."""

from __future__ import annotations

import pytest

from desktop_oms.ui.scan.assembler import Assembler, Verb
from desktop_oms.ui.scan.keys import KeyStroke, NativeKeys

GS_KEY = KeyStroke(0, "\x1d", 0x5D, scan_code=35, is_control=True)

# What X11 (xcb) reports: key, text, evdev + 8 code.
PERSONS = {
    "Ctrl+3": (0x33, "\x1b", 12),
    "Ctrl+4": (0x34, "\x1c", 13),
    "Ctrl+5": (0x35, "\x1d", 14),
    "Ctrl+6": (0x36, "\x1e", 15),
    "Ctrl+7": (0x37, "\x1f", 16),
    "Ctrl+8": (0x38, "\x7f", 17),
    "Ctrl+H": (0x48, "\x08", 43),
    "Ctrl+I": (0x49, "\t", 31),
    "Ctrl+M": (0x4D, "\r", 58),
}


def _char(text: str, at_ms: int) -> KeyStroke:
    return KeyStroke(at_ms, text, ord(text))


@pytest.mark.parametrize("at_table", [True, False], ids=["at the table", "in the office"])
@pytest.mark.parametrize("name", PERSONS)
def test_a_shortcut_of_a_person_is_no_key_of_a_scan(name: str, at_table: bool) -> None:
    key, text, code = PERSONS[name]
    stroke = KeyStroke(5_000, text, key, scan_code=code, is_control=True)
    assembler = Assembler(native=NativeKeys.EVDEV)
    assert not assembler.wants(stroke, at_table)
    reply = assembler.press(stroke, at_table)
    assert (reply.verb, reply.burst, reply.lone) == (Verb.PASS, None, None)


@pytest.mark.parametrize("suffix", [("\r", 0x4D, 58), ("\n", 0x4A, 44), ("\t", 0x49, 31)], ids=["CR", "LF", "Tab"])
def test_a_scanner_may_still_end_its_scan_with_ctrl_and_a_letter(suffix: tuple[str, int, int]) -> None:
    assembler = Assembler()
    for place, char in enumerate("ORD10001"):
        assembler.press(_char(char, 1_000 + place), True)
    text, key, code = suffix
    reply = assembler.press(KeyStroke(1_010, text, key, scan_code=code, is_control=True), True)
    assert reply.burst is not None and reply.burst.text == "ORD10001"
    line_feed = KeyStroke(1_012, "\n", 0x4A, scan_code=44, is_control=True)
    assert assembler.press(line_feed, True).verb is Verb.EAT, "the second half of CR LF"


def test_gs_of_a_scanner_is_still_part_of_its_scan() -> None:
    assembler = Assembler(native=NativeKeys.EVDEV)
    for place, char in enumerate("0195"):
        assembler.press(_char(char, 1_000 + place), True)
    assert assembler.wants(GS_KEY, True)
    assert assembler.press(GS_KEY, True).verb is Verb.EAT
