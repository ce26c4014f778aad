"""Order of mixed left-to-right and right-to-left text: the Unicode Bidirectional Algorithm without explicit marks.

Implements UAX 9 (rules P2, P3, W1 to W7, N0 to N2, I1, I2, L1, L2) for one line. Embeddings, overrides and isolates do
not occur: `clean` takes them out before, because on paper they only ever serve to make a text look like another one.
"""

from __future__ import annotations

import unicodedata
from typing import Final

STRONG: Final = frozenset(("L", "R", "AL"))
NEUTRAL: Final = frozenset(("B", "S", "WS", "ON"))
MAX_PAIRS: Final = 63  # UAX 9, BD16
_CLOSER: Final = {
    "(": ")",
    "[": "]",
    "{": "}",
    "〈": "〉",
    "《": "》",
    "「": "」",
    "『": "』",
    "【": "】",
    "（": "）",
    "［": "］",
}
_OPENER: Final = {closer: opener for opener, closer in _CLOSER.items()}


def is_simple(text: str) -> bool:
    """True when no character can turn the line around: the usual case, told in one pass."""
    return text.isascii() or all(unicodedata.bidirectional(c) not in ("R", "AL", "AN") for c in text)


def base_level(text: str) -> int:
    """Level of the line by its first strong character (P2, P3): 0 left to right, 1 right to left; 0 if none."""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in STRONG:
            return 0 if kind == "L" else 1
    return 0


def levels(text: str, base: int | None = None) -> list[int]:
    """Embedding level of each character of one line; odd levels run right to left."""
    if base is None:
        base = base_level(text)
    kinds = [unicodedata.bidirectional(c) or "L" for c in text]
    original = list(kinds)
    outer = "R" if base else "L"
    # Rule X9 drops BN; carrying the neighbor's kind instead has the same effect and keeps positions.
    _resolve_weak(kinds, outer)
    _resolve_brackets(text, kinds, original, outer)
    _resolve_neutral(kinds, outer)
    result = [_implicit(kind, base) for kind in kinds]
    _reset_whitespace(original, result, base)
    return result


def visual_order(run_levels: list[int]) -> list[int]:
    """Indices of the given runs from left to right (L2)."""
    order = list(range(len(run_levels)))
    if not run_levels:
        return order
    for level in range(max(run_levels), 0, -1):
        start = 0
        while start < len(order):
            if run_levels[order[start]] < level:
                start += 1
                continue
            end = start
            while end < len(order) and run_levels[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = end
    return order


def _resolve_weak(kinds: list[str], outer: str) -> None:
    """W1 to W7, one pass per group of rules; changes ``kinds``."""
    previous = outer
    for i, kind in enumerate(kinds):  # W1, and BN as a mark of what stands before it
        if kind in ("NSM", "BN"):
            kinds[i] = previous
        previous = kinds[i]
    strong = outer
    for i, kind in enumerate(kinds):  # W2, W3
        if kind in STRONG:
            strong = kind
        elif kind == "EN" and strong == "AL":
            kinds[i] = "AN"
    kinds[:] = ["R" if kind == "AL" else kind for kind in kinds]
    for i in range(1, len(kinds) - 1):  # W4
        before, after = kinds[i - 1], kinds[i + 1]
        if before == after and ((kinds[i] == "CS" and before in ("EN", "AN")) or (kinds[i] == "ES" and before == "EN")):
            kinds[i] = before
    _spread_european_terminators(kinds)
    strong = outer
    for i, kind in enumerate(kinds):  # W6, W7
        if kind in ("ES", "ET", "CS"):
            kinds[i] = "ON"
        elif kind in STRONG:
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[i] = "L"


def _spread_european_terminators(kinds: list[str]) -> None:
    """W5: currency and percent signs beside a number belong to it."""
    i = 0
    while i < len(kinds):
        if kinds[i] != "ET":
            i += 1
            continue
        end = i
        while end < len(kinds) and kinds[end] == "ET":
            end += 1
        if (i and kinds[i - 1] == "EN") or (end < len(kinds) and kinds[end] == "EN"):
            kinds[i:end] = ["EN"] * (end - i)
        i = end


def _strong_of(kind: str) -> str:
    """Direction a kind counts as when it stands beside neutrals (N0, N1): numbers count as right to left."""
    if kind == "L":
        return "L"
    return "R" if kind in ("R", "EN", "AN") else ""


def _resolve_brackets(text: str, kinds: list[str], original: list[str], outer: str) -> None:
    """N0: a pair of brackets takes the direction of what it encloses."""
    for start, end in _bracket_pairs(text, kinds):
        inside = {_strong_of(kind) for kind in kinds[start + 1 : end]}
        if outer in inside:
            direction = outer
        elif inside - {""}:
            context = next((s for kind in reversed(kinds[:start]) if (s := _strong_of(kind))), outer)
            other = "L" if outer == "R" else "R"
            direction = other if context == other else outer
        else:
            continue
        for at in (start, end):
            kinds[at] = direction
            following = at + 1
            while following < len(kinds) and original[following] == "NSM":
                kinds[following] = direction
                following += 1


def _bracket_pairs(text: str, kinds: list[str]) -> list[tuple[int, int]]:
    stack: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for i, char in enumerate(text):
        if kinds[i] != "ON":
            continue
        if char in _CLOSER:
            if len(stack) == MAX_PAIRS:
                return []
            stack.append((char, i))
        elif char in _OPENER:
            for depth in range(len(stack) - 1, -1, -1):
                if stack[depth][0] == _OPENER[char]:
                    pairs.append((stack[depth][1], i))
                    del stack[depth:]
                    break
    return sorted(pairs)


def _resolve_neutral(kinds: list[str], outer: str) -> None:
    """N1, N2: neutrals between equals follow them, others follow the line."""
    i = 0
    while i < len(kinds):
        if kinds[i] not in NEUTRAL:
            i += 1
            continue
        end = i
        while end < len(kinds) and kinds[end] in NEUTRAL:
            end += 1
        before = _strong_of(kinds[i - 1]) if i else outer
        after = _strong_of(kinds[end]) if end < len(kinds) else outer
        kinds[i:end] = [before if before == after else outer] * (end - i)
        i = end


def _implicit(kind: str, base: int) -> int:
    """I1, I2."""
    if base == 0:
        return {"R": 1, "AN": 2, "EN": 2}.get(kind, 0)
    return 2 if kind in ("L", "EN", "AN") else 1


def _reset_whitespace(original: list[str], result: list[int], base: int) -> None:
    """L1: separators, and white space before them or at the end of the line, stand at the level of the line."""
    trailing = True
    for i in range(len(original) - 1, -1, -1):
        if original[i] in ("B", "S"):
            result[i] = base
            trailing = True
        elif trailing and original[i] in ("WS", "BN"):
            result[i] = base
        else:
            trailing = False
