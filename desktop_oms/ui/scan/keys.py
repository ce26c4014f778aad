"""What a key press says, and which letter is printed on that key of a US keyboard.

A scanner that types sends key *positions* as if it were a US keyboard; the computer's layout then turns them into characters.
``us_char`` goes back to the position, so digits and letters are right whatever layout the computer uses, caps lock and num
lock included (complaints P19, P20). No Qt import: the assembler and its tests use this without a window.

Sources: evdev key codes + 8 (X11, Wayland), scan code set 1 (Windows), kVK_ANSI position codes (macOS).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class KeyStroke:
    """One key press as the window system told it.

    Attributes:
        at_ms: time of the press on any steady clock, milliseconds; only differences count.
        text: characters the computer's layout made of it, ``""`` if none.
        key: Qt key code; used to tell keys apart where no scan code is given.
        scan_code, virtual_key: native codes, 0 if the platform gives none.
        is_caps_on: caps lock was on and inverts letters (X11, Windows).
        is_alt: Alt or AltGr was held.
        is_repeat: the key is being held down by a person.
    """

    at_ms: int
    text: str
    key: int = 0
    scan_code: int = 0
    virtual_key: int = 0
    is_shift: bool = False
    is_control: bool = False
    is_alt: bool = False
    is_keypad: bool = False
    is_caps_on: bool = False
    is_repeat: bool = False

    @property
    def identity(self) -> int:
        """The same number for press and release of one physical key."""
        return self.scan_code or -1 - self.key


class NativeKeys(Enum):
    """Whose key codes ``KeyStroke.scan_code`` and ``virtual_key`` are."""

    NONE = "none"
    EVDEV = "evdev"
    WINDOWS = "windows"
    MAC = "mac"

    @classmethod
    def of_platform(cls, platform_name: str) -> NativeKeys:
        """The kind of key codes Qt's platform plug-in ``platform_name`` delivers; NONE if it delivers none."""
        kinds = {
            "xcb": cls.EVDEV,
            "wayland": cls.EVDEV,
            "wayland-egl": cls.EVDEV,
            "windows": cls.WINDOWS,
            "cocoa": cls.MAC,
        }
        return kinds.get(platform_name, cls.NONE)


def _rows(rows: dict[int, tuple[str, str]]) -> dict[int, tuple[str, str]]:
    """Spread each row of keys over consecutive codes: first code -> (plain characters, shifted characters)."""
    return {
        first + offset: (plain, shifted)
        for first, (low, high) in rows.items()
        for offset, (plain, shifted) in enumerate(zip(low, high, strict=True))
    }


_SET1 = _rows(
    {
        0x02: ("1234567890-=", "!@#$%^&*()_+"),
        0x10: ("qwertyuiop[]", "QWERTYUIOP{}"),
        0x1E: ("asdfghjkl;'`", 'ASDFGHJKL:"~'),
        0x2B: ("\\zxcvbnm,./", "|ZXCVBNM<>?"),
        0x39: (" ", " "),
    }
)
_SET1_KEYPAD = dict(zip((*range(0x47, 0x54), 0x37), "789-456+1230.*", strict=True))
# Why: evdev numbers keys like set 1 for the main block; X11 and Wayland add 8.
_EVDEV = {code + 8: pair for code, pair in _SET1.items()}
_EVDEV_KEYPAD = {code + 8: char for code, char in _SET1_KEYPAD.items()} | {106: "/"}

_MAC_PLAIN = {
    0: "a", 1: "s", 2: "d", 3: "f", 4: "h", 5: "g", 6: "z", 7: "x", 8: "c", 9: "v", 11: "b", 12: "q", 13: "w", 14: "e",
    15: "r", 16: "y", 17: "t", 18: "1", 19: "2", 20: "3", 21: "4", 22: "6", 23: "5", 24: "=", 25: "9", 26: "7", 27: "-",
    28: "8", 29: "0", 30: "]", 31: "o", 32: "u", 33: "[", 34: "i", 35: "p", 37: "l", 38: "j", 39: "'", 40: "k", 41: ";",
    42: "\\", 43: ",", 44: "/", 45: "n", 46: "m", 47: ".", 49: " ", 50: "`",
}  # fmt: skip
_SHIFTED = dict(_SET1.values())
_MAC = {code: (plain, _SHIFTED[plain]) for code, plain in _MAC_PLAIN.items()}
_MAC_KEYPAD = {
    82: "0",
    83: "1",
    84: "2",
    85: "3",
    86: "4",
    87: "5",
    88: "6",
    89: "7",
    91: "8",
    92: "9",
    65: ".",
    78: "-",
}

_TABLES = {
    NativeKeys.EVDEV: (_EVDEV, _EVDEV_KEYPAD),
    NativeKeys.WINDOWS: (_SET1, _SET1_KEYPAD),
    NativeKeys.MAC: (_MAC, _MAC_KEYPAD),
}
_CONTROL = {
    "]": "\x1d",
    "^": "\x1e",
    "6": "\x1e",
    "\\": "\x1c",
    "_": "\x1f",
    "-": "\x1f",
    "b": "\x02",
    "c": "\x03",
    "d": "\x04",
}


def us_char(stroke: KeyStroke, native: NativeKeys) -> str:
    """The character a US keyboard has at this position, ``""`` where the platform tells no position.

    Shift counts, caps lock does not (a scanner presses Shift itself). With Control held the control character
    (``Ctrl+]`` is GS, the separator of GS1 codes).
    """
    if native is NativeKeys.NONE:
        return ""
    table, keypad = _TABLES[native]
    code = stroke.virtual_key if native is NativeKeys.MAC else stroke.scan_code
    if native is NativeKeys.EVDEV or stroke.is_keypad:
        # Why: Windows numbers arrow keys like the keypad; only Qt's keypad flag tells them apart. evdev does not mix them.
        found = keypad.get(code)
        if found is not None:
            return found
    pair = table.get(code)
    if pair is None:
        return ""
    if stroke.is_control:
        return _CONTROL.get(pair[0], "")
    return pair[1] if stroke.is_shift else pair[0]


_CONTROL_KEYS = {0x5C: "\x1c", 0x5D: "\x1d", 0x5E: "\x1e", 0x5F: "\x1f"}  # Qt keys of \\ ] ^ _


def layout_char(stroke: KeyStroke) -> str:
    """The character the computer's layout made, with the inversion by caps lock taken back; GS and its kin kept."""
    if stroke.is_control:
        return _CONTROL_KEYS.get(stroke.key, stroke.text)
    if stroke.is_caps_on and len(stroke.text) == 1 and stroke.text.swapcase().swapcase() == stroke.text:
        return stroke.text.swapcase()
    return stroke.text
