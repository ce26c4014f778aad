"""Collect what a file reader had to assume, so that a person can read it before the import.

Used by every file reader. Invariant: the list stays short however large the file is; repeated findings are counted.
"""

from __future__ import annotations

_MOST_NOTES = 100


class Notes:
    """Sentences said once, and findings counted with the first line they were seen on."""

    def __init__(self) -> None:
        self._said: dict[str, None] = {}
        self._counts: dict[str, tuple[int, int]] = {}
        self._taken = 0

    def say(self, sentence: str) -> None:
        """Remember a whole sentence; a repetition is ignored."""
        if len(self._said) < _MOST_NOTES:
            self._said.setdefault(sentence)

    def count(self, finding: str, line: int) -> None:
        """Count one occurrence of a finding ("An invisible NUL character was removed") on a 1-based line."""
        number, first = self._counts.get(finding, (0, line))
        if number or len(self._counts) < _MOST_NOTES:
            self._counts[finding] = (number + 1, first)

    def fresh(self) -> tuple[str, ...]:
        """Sentences said since the last call, without the counted findings."""
        said = tuple(self._said)[self._taken :]
        self._taken = len(self._said)
        return said

    def counted(self) -> tuple[str, ...]:
        """The counted findings as sentences, in order of appearance."""
        return tuple(
            f"{finding} (line {first})." if number == 1 else f"{finding} ({number} times, first on line {first})."
            for finding, (number, first) in self._counts.items()
        )
