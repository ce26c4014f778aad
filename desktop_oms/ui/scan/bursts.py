"""One assembled scan and the station's scanner profile: plain values, no Qt."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from enum import Enum


class Source(Enum):
    """Who sent the characters."""

    KEYBOARD = "keyboard"
    TYPED = "typed"
    SERIAL = "serial"
    COMMAND_KEY = "command_key"


@dataclass(frozen=True, slots=True)
class Burst:
    """Everything that arrived between two pauses or up to the suffix, not yet interpreted.

    Attributes:
        text: as the computer's layout spelled it (caps lock taken back), suffix and framing removed.
        native_text: as a US keyboard spells the same keys; ``""`` where the platform gives no key codes.
        keys: native scan codes in order, for the log and the scanner doctor.
        started_at: first key, milliseconds on the window system's clock.
        duration_ms: first key to suffix (or last key).
        source: a scanner that types, a person, a serial port, a command key.
        has_suffix: ended by Enter, Tab or the profile's suffix, not by silence.
        overlaps: keys pressed while another key was still down; two scanners typing at once do that.
        is_cut: a suffix was expected and never came.
        follows_closely: began so soon after a burst before it that no scanner could have read a new code in between.
        suffix_at: seconds on the decoder's clock when the suffix was seen; 0.0 if unknown. For the latency probe.
        id: made once per burst; the command's scan_id, so a repeated hand-over books once.
    """

    text: str
    native_text: str = ""
    keys: tuple[int, ...] = ()
    started_at: int = 0
    duration_ms: int = 0
    source: Source = Source.KEYBOARD
    has_suffix: bool = True
    overlaps: int = 0
    is_cut: bool = False
    follows_closely: bool = False
    suffix_at: float = 0.0
    id: str = field(default_factory=lambda: uuid.uuid4().hex)


@dataclass(frozen=True, slots=True)
class Profile:
    """How this station's scanner behaves; the defaults fit a scanner fresh from its box.

    Attributes:
        prefix, suffix: one framing character each (STX and ETX, for example); ``""`` without framing.
        scan_gap_ms: longest pause between two keys of one scan.
        hold_ms: how long a key may be kept from a text field to see whether a scan follows.
        min_length: shorter scans are not readable.
        silence_ms: silence that ends a scan without suffix.
        cut_ms: silence after which a scan whose suffix was expected counts as cut off.
        stray_gap_ms: pause that proves that earlier characters do not belong to the scan.
        forget_ms: typed characters without Enter are forgotten after this.
        allows_overlap: the scanner presses keys before it releases the last one.
    """

    prefix: str = ""
    suffix: str = ""
    scan_gap_ms: int = 40
    hold_ms: int = 40
    min_length: int = 3
    silence_ms: int = 150
    cut_ms: int = 1_000
    stray_gap_ms: int = 500
    forget_ms: int = 8_000
    allows_overlap: bool = False
