"""Decide for every key press whether it belongs to a scan, without Qt and without a clock of its own.

Two ways to treat a key:
    owned   the packing table owns the keyboard: every character is eaten, quick or slow. Slow ones are a number typed by hand.
    shared  somebody may be typing into a field: characters are held back for ``hold_ms``; a scan's next key comes within that
            time, a person's does not, and then the held keys are handed back in order.

Invariant: a key of a burst that was emitted never reaches a widget; a key handed back is never part of a burst.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from desktop_oms.ui.scan.bursts import Burst, Profile, Source
from desktop_oms.ui.scan.keys import KeyStroke, NativeKeys, layout_char, us_char

UNREADABLE = "\ufffd"
_ENTER_CHARS = "\r\n"
_CONTROL_CHARS = "\x1c\x1d\x1e\x1f"
_EDITS = "\x08\x1b"  # Backspace and Escape correct or drop a number typed by hand
_UNKNOWN_KEYS = (0, 0x01FFFFFF)
_DEAD_KEYS = range(0x01001250, 0x010012A0)
# Why: X11 gives Ctrl+3 to Ctrl+7 the texts of Escape and the separators; scanners press Ctrl+] for GS, people Ctrl+3 for a pane.
_DIGIT_KEYS = range(0x30, 0x3A)
_MIN_RUN = 4
_CERTAIN_GAP_MS = 12  # Measured: USB keyboards report every 1 to 8 ms; nobody types three keys 12 ms apart.
_LONGEST = 4_296  # digits in the largest QR code; more is a cat on the keyboard


class Verb(Enum):
    """What the decoder does with the key it just asked about."""

    PASS = auto()
    EAT = auto()
    HOLD = auto()


class Lone(Enum):
    """A key that stood alone on the table: it answers a full field, nothing else."""

    ENTER = auto()
    ESCAPE = auto()


@dataclass(frozen=True, slots=True)
class Reply:
    """The assembler's answer. Order of effects: hand back held keys, then the key itself, then the burst."""

    verb: Verb = Verb.PASS
    hands_back: bool = False
    burst: Burst | None = None
    lone: Lone | None = None


_PASS, _EAT = Reply(), Reply(Verb.EAT)


@dataclass(frozen=True, slots=True)
class _Char:
    """One character in waiting, in both readings."""

    at_ms: int
    text: str
    native: str
    code: int
    overlaps: bool


class Assembler:
    """Collects key presses of one keyboard stream. Feed ``press``, ``release`` and, after silence, ``silence``."""

    def __init__(self, profile: Profile | None = None, native: NativeKeys = NativeKeys.NONE) -> None:
        self.profile = profile or Profile()
        self.native = native
        self.has_seen_suffix = False
        self._pending: list[_Char] = []
        self._is_owned = False
        self._is_framed = False
        self._down: dict[int, int] = {}
        self._last_end_ms: int | None = None
        self._alt_digits = ""

    # What the decoder asks -------------------------------------------------------------------------------------------

    @property
    def pending_text(self) -> str:
        """What was typed so far and is not finished; shown on the idle page. Empty while keys are only held back."""
        return "".join(char.text or char.native for char in self._pending) if self._is_owned else ""

    def wants(self, stroke: KeyStroke, is_owned: bool) -> bool:
        """Whether ``press`` would keep this key from the widgets; changes nothing. For shortcut overrides."""
        if self._is_framed or self._starts_frame(stroke):
            return True
        if self._is_suffix(stroke) or _is_edit(stroke):
            return is_owned or bool(self._pending)
        if stroke.is_repeat and not is_owned:
            return False
        return bool(self._char_of(stroke, is_owned)) or self._is_alt_digit(stroke)

    def wait_ms(self) -> int | None:
        """Milliseconds of silence after which ``silence`` has something to decide; None if nothing is pending."""
        if self._is_framed:
            return self.profile.cut_ms
        if not self._pending:
            return None
        if not self._is_owned:
            return self.profile.silence_ms if self._looks_scanned() else self.profile.hold_ms
        if self._is_quick(self._pending) and len(self._pending) >= _MIN_RUN:
            return self.profile.cut_ms if self.has_seen_suffix else self.profile.silence_ms
        return self.profile.forget_ms

    def press(self, stroke: KeyStroke, is_owned: bool) -> Reply:
        """Take one key press. ``is_owned``: the packing table owns the keyboard right now."""
        overlaps = self._note_down(stroke, is_owned)
        if self._is_framed:
            return self._framed(stroke, overlaps)
        if self._starts_frame(stroke):
            back = bool(self._pending) and not self._is_owned
            self._pending, self._is_framed, self._is_owned = [], True, True
            return Reply(Verb.EAT, hands_back=back)
        if self._is_suffix(stroke):
            return self._suffix(stroke, is_owned)
        if self._is_alt_digit(stroke):
            self._alt_digits += us_char(stroke, self.native) or stroke.text
            return _EAT
        if not self._char_of(stroke, is_owned):
            return self._other_key(stroke, is_owned)
        if stroke.is_repeat:
            return self._repeat(is_owned)
        return self._char(stroke, overlaps, is_owned)

    def release(self, stroke: KeyStroke) -> None:
        """Note that a key went up."""
        self._down.pop(stroke.identity, None)

    def alt_released(self, at_ms: int) -> None:
        """Alt went up: what was dialed on the keypad meanwhile is one character (scanners send GS as Alt+029)."""
        digits, self._alt_digits = self._alt_digits, ""
        if digits and self._pending and 0 < int(digits) < 128:
            char = chr(int(digits))
            self._pending.append(_Char(at_ms, char, char if self._pending[-1].native else "", 0, False))

    def silence(self) -> Reply:
        """``wait_ms`` went by without a key: finish, hand back or forget what is pending."""
        if not self._pending:
            self._is_framed = False
            return _PASS
        if not self._is_framed:
            if not self._is_owned and not self._looks_scanned():
                self._pending = []
                return Reply(Verb.HOLD, hands_back=True)
            if self._is_owned and not (self._is_quick(self._pending) and len(self._pending) >= _MIN_RUN):
                self._pending = []
                return _EAT
        is_cut = self._is_framed or self.has_seen_suffix
        return Reply(Verb.EAT, burst=self._take(self._pending[-1].at_ms, has_suffix=False, is_cut=is_cut))

    # Kinds of keys ---------------------------------------------------------------------------------------------------

    def _char_of(self, stroke: KeyStroke, is_owned: bool) -> str:
        """The character this press adds to a scan in either reading, ``""`` if it is no such key."""
        text, native = layout_char(stroke), us_char(stroke, self.native)
        if stroke.is_alt:
            return ""
        if stroke.is_control:
            if stroke.key in _DIGIT_KEYS and not stroke.is_shift:
                return ""
            return next((reading for reading in (text, native) if reading and reading in _CONTROL_CHARS), "")
        if text:
            return text if text.isprintable() or text in _CONTROL_CHARS else ""
        # Why: with num lock off a scanner's keypad digits arrive as arrow keys without text; in a scan they are digits.
        if stroke.is_keypad and native.isdigit() and (self._pending or is_owned):
            return native
        # Why: a key the layout cannot spell must spoil the reading, not silently shorten the code (P10).
        if stroke.key in _DEAD_KEYS or (stroke.key in _UNKNOWN_KEYS and self._pending):
            return native or UNREADABLE
        return ""

    def _is_suffix(self, stroke: KeyStroke) -> bool:
        if self.profile.suffix and self.profile.suffix in (stroke.text, us_char(stroke, self.native)):
            return bool(self._pending) or self._is_framed
        if len(stroke.text) != 1 or stroke.text not in _ENTER_CHARS + "\t" or stroke.is_alt:
            return False
        # Why: X11 gives Ctrl+I the text of Tab and Ctrl+M that of Enter; they end a scan, but alone they are a person's.
        return not stroke.is_control or bool(self._pending) or self._is_framed or self._is_close(stroke.at_ms)

    def _is_alt_digit(self, stroke: KeyStroke) -> bool:
        if not (stroke.is_alt and stroke.is_keypad and self._pending):
            return False
        return (us_char(stroke, self.native) or stroke.text).isdigit()

    def _starts_frame(self, stroke: KeyStroke) -> bool:
        prefix = self.profile.prefix
        if not prefix or prefix.isprintable():
            return False
        return prefix in (layout_char(stroke), us_char(stroke, self.native))

    def _note_down(self, stroke: KeyStroke, is_owned: bool) -> bool:
        """Remember the key as down; True if another character key still is."""
        # Why: a release that went to another program must not make every later scan look overlapped.
        limit = stroke.at_ms - self.profile.stray_gap_ms
        self._down = {key: at for key, at in self._down.items() if at >= limit}
        has_others = any(key != stroke.identity for key in self._down)
        if self._char_of(stroke, is_owned):
            self._down[stroke.identity] = stroke.at_ms
        return has_others

    # One key at a time -----------------------------------------------------------------------------------------------

    def _repeat(self, is_owned: bool) -> Reply:
        """A key held down is a person's: nothing for a scan, and never characters on the packing table."""
        if is_owned or (self._pending and self._is_owned):
            return _EAT
        back, self._pending = bool(self._pending), []
        return Reply(Verb.PASS, hands_back=back)

    def _framed(self, stroke: KeyStroke, overlaps: bool) -> Reply:
        if self._is_suffix(stroke):
            if self._pending:
                return Reply(Verb.EAT, burst=self._take(stroke.at_ms))
            self._is_framed = False
        elif self._char_of(stroke, True) and not stroke.is_repeat:
            self._append(stroke, overlaps)
        return _EAT

    def _suffix(self, stroke: KeyStroke, is_owned: bool) -> Reply:
        self._drop_if_left(stroke, is_owned)
        if not self._pending:
            if self._is_close(stroke.at_ms):
                return _EAT  # the line feed of a CR LF pair
            if not is_owned:
                return _PASS
            return _EAT if stroke.text == "\t" or stroke.is_repeat else Reply(Verb.EAT, lone=Lone.ENTER)
        if not (self._is_owned or is_owned or self._is_scan_with(stroke)):
            self._pending = []
            return Reply(Verb.PASS, hands_back=True)
        return Reply(Verb.EAT, burst=self._take(stroke.at_ms))

    def _other_key(self, stroke: KeyStroke, is_owned: bool) -> Reply:
        """Arrows, function keys, Ctrl combinations: theirs is the widget; a typed number can be corrected or dropped."""
        if self._pending and not self._is_owned:
            self._pending = []
            return Reply(Verb.PASS, hands_back=True)
        if not is_owned or not _is_edit(stroke):
            return _PASS
        if stroke.text == "\x08":
            del self._pending[-1:]
            return _EAT
        had, self._pending = bool(self._pending), []
        return _EAT if had else Reply(Verb.EAT, lone=Lone.ESCAPE)

    def _char(self, stroke: KeyStroke, overlaps: bool, is_owned: bool) -> Reply:
        self._drop_if_left(stroke, is_owned)
        pause = stroke.at_ms - self._pending[-1].at_ms if self._pending else 0
        back = bool(self._pending) and not self._is_owned and pause > self.profile.hold_ms
        if back or pause > self.profile.forget_ms or len(self._pending) >= _LONGEST:
            self._pending = []
        # Why: a scan that began in a field and goes on at the table is the table's; the other way round as well.
        self._is_owned = is_owned or (self._is_owned and bool(self._pending))
        self._append(stroke, overlaps)
        return Reply(Verb.EAT if self._is_owned else Verb.HOLD, hands_back=back)

    def _drop_if_left(self, stroke: KeyStroke, is_owned: bool) -> None:
        """Forget a number half typed at the table once the person has moved on to a field."""
        has_left = bool(self._pending) and self._is_owned and not is_owned
        if has_left and stroke.at_ms - self._pending[-1].at_ms > self.profile.silence_ms:
            self._pending = []

    # Judging what is pending -----------------------------------------------------------------------------------------

    def _append(self, stroke: KeyStroke, overlaps: bool) -> None:
        text, native = layout_char(stroke), us_char(stroke, self.native)
        if stroke.is_control:
            # Why: Ctrl and the key of "]" is GS for a scanner, but "+" for a German layout; a plus was never meant.
            text = self._char_of(stroke, True)
        if not (text.isprintable() or text in _CONTROL_CHARS):
            text = ""
        self._pending.append(_Char(stroke.at_ms, text or UNREADABLE, native, stroke.scan_code, overlaps))

    def _is_close(self, at_ms: int) -> bool:
        return self._last_end_ms is not None and at_ms - self._last_end_ms <= self.profile.scan_gap_ms

    def _is_quick(self, chars: list[_Char]) -> bool:
        return all(gap <= self.profile.scan_gap_ms for gap in _gaps(chars))

    def _looks_scanned(self) -> bool:
        """Held keys that no person types: at least four, on average half the longest pause apart or less."""
        gaps = _gaps(self._pending)
        return len(self._pending) >= _MIN_RUN and sum(gaps) * 2 <= len(gaps) * self.profile.scan_gap_ms

    def _is_scan_with(self, suffix: KeyStroke) -> bool:
        """Whether held keys and this suffix together are a scan rather than a word and Enter."""
        last = suffix.at_ms - self._pending[-1].at_ms
        if last > self.profile.scan_gap_ms:
            return self._looks_scanned()
        gaps = [*_gaps(self._pending), last]
        return len(self._pending) >= _MIN_RUN or (len(gaps) >= 2 and max(gaps) <= _CERTAIN_GAP_MS)

    def _without_stray(self) -> list[_Char]:
        """The pending characters without older ones that a long pause and a full scan after it prove to be strays."""
        chars = self._pending
        for index in range(len(chars) - 1, 0, -1):
            gap = chars[index].at_ms - chars[index - 1].at_ms
            if gap > self.profile.scan_gap_ms:
                is_stray = gap >= self.profile.stray_gap_ms and len(chars) - index >= _MIN_RUN
                return chars[index:] if is_stray else chars
        return chars

    def _take(self, end_ms: int, has_suffix: bool = True, is_cut: bool = False) -> Burst:
        """Turn what is pending into a burst and forget it."""
        chars = self._without_stray()
        is_scan = self._is_framed or (self._is_quick(chars) and len(chars) > 1)
        if has_suffix and is_scan and len(chars) >= _MIN_RUN and end_ms - chars[-1].at_ms <= self.profile.scan_gap_ms:
            self.has_seen_suffix = True
        burst = Burst(
            text=self._unframed("".join(char.text for char in chars)),
            native_text=self._unframed("".join(char.native for char in chars)),
            keys=tuple(char.code for char in chars),
            started_at=chars[0].at_ms,
            duration_ms=end_ms - chars[0].at_ms,
            source=Source.KEYBOARD if is_scan else Source.TYPED,
            has_suffix=has_suffix,
            overlaps=sum(char.overlaps for char in chars) if is_scan else 0,
            is_cut=is_cut,
            follows_closely=self._is_close(chars[0].at_ms),
        )
        self._pending, self._is_framed, self._last_end_ms = [], False, end_ms
        return burst

    def _unframed(self, text: str) -> str:
        """``text`` without a printable framing prefix (control characters never get in)."""
        prefix = self.profile.prefix
        return text[len(prefix) :] if prefix and prefix.isprintable() and text.startswith(prefix) else text


def _is_edit(stroke: KeyStroke) -> bool:
    """Backspace or Escape themselves, not Ctrl+H or Ctrl+3, which X11 gives the same text."""
    return not stroke.is_control and stroke.text in tuple(_EDITS)


def _gaps(chars: list[_Char]) -> list[int]:
    return [b.at_ms - a.at_ms for a, b in pairwise(chars)]
