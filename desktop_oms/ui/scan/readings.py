"""Choose between the two spellings of a burst, and say when neither can be trusted.

The computer's layout and a US keyboard spell the same keys differently. Whichever makes a code that proves itself (check digit,
our own prefixes, a command) is right; where neither proves itself, what proved right before on this station decides.
Invariant: a burst judged garbled is answered on the screen and never reaches the books.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from desktop_oms.domain.codes import decode_scan
from desktop_oms.ui.scan.assembler import UNREADABLE
from desktop_oms.ui.scan.bursts import Burst, Profile, Source

PROVED, PLAUSIBLE, ODD, FOREIGN = 3, 2, 1, 0
_PLAUSIBLE = re.compile(r"(?:\][A-Za-z][0-9])?[A-Za-z0-9](?:[A-Za-z0-9 ._/+-]*[A-Za-z0-9])?")
_PROVING_KINDS = ("command", "typed", "gtin", "gs1")


def rank_code(text: str) -> int:
    """How much a text looks like a code: PROVED by check digit or form, PLAUSIBLE, ODD signs, or FOREIGN letters."""
    if not text.replace("ı", "i").replace("İ", "I").isascii():
        return FOREIGN
    code = decode_scan(text)
    if code.kind in _PROVING_KINDS or code.sscc:
        return PROVED
    return PLAUSIBLE if code.kind == "text" and _PLAUSIBLE.fullmatch(text) else ODD


@dataclass(frozen=True, slots=True)
class Reading:
    """What a burst says.

    Attributes:
        text: to be looked up; when garbled, what to show.
        garbled: "" if readable, else why not: short, cut, overlap, tail, layout.
    """

    text: str
    garbled: str = ""


class Reader:
    """Reads one station's bursts and remembers which spelling was right."""

    def __init__(self, profile: Profile | None = None, rank: Callable[[str], int] = rank_code) -> None:
        self.profile = profile or Profile()
        self._rank = rank
        self._native_votes = 0
        self._expects_tail = False
        self._overlapped = ""

    def read(self, burst: Burst) -> Reading:
        """Choose the spelling and judge it."""
        text, rank = self._choose(burst)
        reason = self._garbled(burst, text, rank)
        self._expects_tail = reason == "overlap"
        return Reading(text, reason)

    def _choose(self, burst: Burst) -> tuple[str, int]:
        text_rank = self._rank(burst.text)
        if not burst.native_text or burst.native_text == burst.text:
            return burst.text, text_rank
        native_rank = self._rank(burst.native_text)
        if PROVED in (text_rank, native_rank) and text_rank != native_rank:
            self._native_votes = max(-9, min(9, self._native_votes + (1 if native_rank > text_rank else -1)))
        if native_rank == text_rank:
            prefers_native = burst.source is Source.KEYBOARD and self._native_votes > 0
        else:
            prefers_native = native_rank > text_rank
        return (burst.native_text, native_rank) if prefers_native else (burst.text, text_rank)

    def _garbled(self, burst: Burst, text: str, rank: int) -> str:
        if burst.is_cut:
            return "cut"
        if burst.source is not Source.KEYBOARD:
            return "" if text.strip() else "short"
        if self._expects_tail and burst.follows_closely:
            # Why: two scans mixed into one another end in two suffixes; what stands before the second is a remnant.
            return "tail"
        if burst.overlaps and not self.profile.allows_overlap and not self._is_proved_again(text, rank):
            return "overlap"
        if len(text.strip()) < self.profile.min_length:
            return "short"
        return "layout" if rank == FOREIGN or UNREADABLE in text else ""

    def _is_proved_again(self, text: str, rank: int) -> bool:
        """The same overlapped code twice running: this scanner presses keys before it releases the last one."""
        again = rank == PROVED and text == self._overlapped
        self._overlapped = text
        if again:
            self.profile = replace(self.profile, allows_overlap=True)
        return again
