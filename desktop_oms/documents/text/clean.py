"""Take from a stranger's text what has no place on paper, and say so."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

REPLACEMENT: Final = "\ufffd"
MAX_CHARS: Final = 4000  # one field; longer is an attack or a mistake, and would only slow the packer down
MAX_MARKS: Final = 6  # no script stacks more; a higher pile would overprint other lines

_SPACES: Final = re.compile("[\t\n\v\f\r\u0085\u2028\u2029]+")
_UNPRINTABLE: Final = re.compile("[\u0000-\u001f\u007f-\u009f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# Embeddings, overrides, isolates: on paper they only serve to make one text look like another.
_TURNS: Final = re.compile("[\u202a-\u202e\u2066-\u2069\u206a-\u206f]")
_SUSPECT: Final = re.compile(f"{_SPACES.pattern}|{_UNPRINTABLE.pattern}|{_TURNS.pattern}")


def describe(char: str) -> str:
    """Name a character for a warning: ``U+0000``, ``U+1F9FF NAZAR AMULET``."""
    return f"U+{ord(char):04X} {unicodedata.name(char, '')}".rstrip()


def clean(text: str) -> tuple[str, tuple[str, ...]]:
    """Make a text one printable line; returns it with a warning per kind of change.

    Tabs and line ends become one space without a word. Controls and broken characters become U+FFFD, direction
    overrides go, piles of marks and texts over `MAX_CHARS` are cut: each is reported.
    """
    warnings: list[str] = []
    if len(text) > MAX_CHARS:
        warnings.append(f"A text of {len(text)} characters was cut after {MAX_CHARS}.")
        text = text[:MAX_CHARS]
    if _SUSPECT.search(text):
        text = _SPACES.sub(" ", text)
        for char in sorted(set(_TURNS.findall(text))):
            warnings.append(f"A hidden direction mark ({describe(char)}) was left out.")
        text = _TURNS.sub("", text)
        for char in sorted(set(_UNPRINTABLE.findall(text))):
            warnings.append(f"A character that cannot be printed ({describe(char)}) is shown as {REPLACEMENT}.")
        text = _UNPRINTABLE.sub(REPLACEMENT, text)
    if not text.isascii():
        text = _limit_marks(text, warnings)
    return text, tuple(warnings)


def _limit_marks(text: str, warnings: list[str]) -> str:
    kept: list[str] = []
    pile = 0
    for char in text:
        pile = pile + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        if pile <= MAX_MARKS:
            kept.append(char)
    if len(kept) < len(text):
        warnings.append(f"{len(text) - len(kept)} marks stacked on one letter were left out.")
    return "".join(kept)
