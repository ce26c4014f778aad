"""Every sentence the window says, by code, from ``resources/texts/<language>/*.json``.

No user-visible text is a literal in code. A file holds ``{"code": "text"}``; placeholders are named (``{sku}``); a count takes
``{"one": "{n} order", "other": "{n} orders"}``; a refusal is three sentences under ``error.<code>``: what happened, why, what next.
One file per area (``orders.json``, ``packing.json`` …); the same code twice is an error at load. Plain text, never markup.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QTranslator

from desktop_oms.domain.errors import OmsError
from desktop_oms.settings.resources import resource_path

_PSEUDO = str.maketrans("aeiouyAEIOUYcnszCNSZ", "äëïöüÿÄËÏÖÜŸçñšžÇÑŠŽ")

Entry = str | Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusal as a person reads it: what happened, why, what to do next; parts may be empty, ``what`` never is."""

    what: str
    why: str
    next: str

    @property
    def sentence(self) -> str:
        """The parts in one line."""
        return " ".join(part for part in (self.what, self.why, self.next) if part)


class _Facts(dict[str, Any]):
    """Leaves a placeholder that has no fact readable instead of failing while an error is being shown."""

    def __missing__(self, key: str) -> str:
        return "…"


class Texts:
    """One language's catalogue.

    Attributes:
        is_pseudo: every text comes back with accents, brackets and a third more length, so that a literal in code, a cut
            label or a broken glyph is seen at once.
    """

    def __init__(self, language: str = "en", is_pseudo: bool = False, folder: Path | None = None) -> None:
        self.language = language
        self.is_pseudo = is_pseudo
        self._entries: dict[str, Entry] = {}
        for path in sorted((folder or resource_path("texts", language)).glob("*.json")):
            self._add(path)

    def _add(self, path: Path) -> None:
        for code, entry in json.loads(path.read_text(encoding="utf-8")).items():
            if code in self._entries:
                raise ValueError(f"{path.name}: {code} is already in another file")
            self._entries[code] = entry

    def __contains__(self, code: str) -> bool:
        return code in self._entries

    def codes(self) -> frozenset[str]:
        """All codes, for tests."""
        return frozenset(self._entries)

    def get(self, code: str, /, **facts: Any) -> str:
        """Return the text of a code with its facts filled in; ``n`` chooses the plural.

        Raises:
            KeyError: no such code. A missing text is our fault and must show in a test.
        """
        entry = self._entries[code]
        if not isinstance(entry, str):
            entry = entry.get("one" if facts.get("n") in (1, "1") else "other", "")
        return self._finish(entry, facts)

    def state(self, group: str, code: str) -> str:
        """Return the word of a state; an unknown code is shown as it is with blanks for underscores, never hidden."""
        full = f"state.{group}.{code}"
        return self.get(full) if full in self._entries else code.replace("_", " ").capitalize()

    def refusal(self, error: BaseException) -> Refusal:
        """Return the sentences for an error; anything that is not an expected refusal is reported as our fault."""
        if not isinstance(error, OmsError):
            return self._parts("error.internal", {"detail": type(error).__name__})
        return self.reason(error.code, error.data)

    def reason(self, code: str, data: Mapping[str, Any]) -> Refusal:
        """Return the sentences for a refusal code and its facts; a code without a text is named, never hidden."""
        full = f"error.{code}"
        if full in self._entries:
            return self._parts(full, data)
        facts = ", ".join(f"{name} {value}" for name, value in data.items())
        return self._parts("error.unlisted", {"code": code, "facts": facts or "-"})

    def _parts(self, code: str, facts: Mapping[str, Any]) -> Refusal:
        """Cut a refusal into what (first sentence), why (what lies between) and what next (last sentence)."""
        sentences = re.split(
            r"(?<=[.?])\s+(?=[^\s])", self.get(code, **{name: _shown(value) for name, value in facts.items()})
        )
        what, rest = sentences[0], sentences[1:]
        if len(rest) < 2:
            return Refusal(what, " ".join(rest), "")
        return Refusal(what, " ".join(rest[:-1]), rest[-1])

    def _finish(self, pattern: str, facts: Mapping[str, Any]) -> str:
        if self.is_pseudo and pattern:
            pattern = _pseudo(pattern)
        return pattern.format_map(_Facts(facts)) if "{" in pattern else pattern


def _shown(value: Any) -> Any:
    """Write a fact for a sentence: several things with commas, everything else as it is."""
    return ", ".join(str(item) for item in value) if isinstance(value, list | tuple | set) else value


def _pseudo(pattern: str) -> str:
    """Accent everything outside placeholders and lengthen by a third."""
    out, depth = [], 0
    for char in pattern:
        depth += (char == "{") - (char == "}")
        out.append(char if depth or char == "}" else char.translate(_PSEUDO))
    return "[" + "".join(out) + "~" * (len(pattern) // 3) + "]"


class FormTranslator(QTranslator):
    """Feeds the catalogue to compiled forms: the strings in a ``.ui`` file are codes."""

    def __init__(self, texts: Texts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = texts

    def isEmpty(self) -> bool:
        return False

    def translate(self, _context: str, source: str, _hint: str | None = None, _n: int = -1) -> str:
        return self._texts.get(source) if source in self._texts else ""


_current: Texts | None = None
_translator: FormTranslator | None = None


def install_texts(texts: Texts) -> None:
    """Make ``texts`` the catalogue of the process and of the forms built from now on."""
    global _current, _translator
    app = QCoreApplication.instance()
    if app is not None:
        if _translator is not None:
            app.removeTranslator(_translator)
        _translator = FormTranslator(texts)
        app.installTranslator(_translator)
    _current = texts


def texts() -> Texts:
    """Return the catalogue in force; English if nobody installed one."""
    if _current is None:
        install_texts(Texts())
    assert _current is not None
    return _current


def t(code: str, /, **facts: Any) -> str:
    """Return the text of a code in the language in force; see ``Texts.get``."""
    return texts().get(code, **facts)


Translate = Callable[..., str]
