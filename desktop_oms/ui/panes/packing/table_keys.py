"""Which commands each page of the table offers, by key, sign and word."""

from __future__ import annotations

from desktop_oms.domain.codes import COMMANDS
from desktop_oms.ui.panes.packing.presenter import COMMAND_OF_KEY
from desktop_oms.ui.texts import t, texts
from desktop_oms.ui.theme import theme
from desktop_oms.ui.widgets.pack_facts import Screen

# Commands the pane answers itself, by key.
OWN_WORDS = {"F3": "find", "Ctrl+U": "badge"}
_PAGE_KEYS = {
    "active": ("F12", "F8", "F9", "F6", "F7", "F4", "F10", "F2"),
    "flood": ("F8", "F9", "F10", "F11", "F1"),
    "stop": ("F3", "F1"),
    "packed": ("F4", "F2", "F3", "F1"),
    "idle": ("F3", "F4", "F2", "Ctrl+T", "Ctrl+U", "F1"),
}
_ICONS = {"find": "search", "test": "scan", "next_box": "next_box", "reprint": "print"}


def word_of_key(key: str) -> str:
    """The command word behind a key."""
    return OWN_WORDS.get(key) or COMMANDS[COMMAND_OF_KEY[key]]


def page_of(screen: Screen) -> str:
    """Which row of commands a screen gets."""
    if screen.flood is not None:
        return "flood" if screen.flood.scanned else "stop"
    return screen.page


def commands_for(screen: Screen, available: frozenset[str]) -> tuple[tuple[str, str, str], ...]:
    """(name, icon, key) of each command this page offers and the books can do."""
    page = page_of(screen)
    rows = []
    for key in _PAGE_KEYS[page]:
        word = word_of_key(key)
        if word in available or key in OWN_WORDS or word == "help":
            rows.append((_name(word, page), _icon(word), key.replace("+", " ")))
    return tuple(rows)


def all_commands(available: frozenset[str]) -> tuple[tuple[str, str, str], ...]:
    """(key, name, barcode text) of every command, for the help field; without a key where only a barcode exists."""
    rows = []
    keys = {code: key for key, code in reversed(COMMAND_OF_KEY.items()) if code}
    for code, word in COMMANDS.items():
        if word in available or word == "help":
            rows.append((keys.get(code, "–"), _name(word, ""), code))
    return tuple(sorted(rows, key=lambda row: (not row[0].startswith("F"), len(row[0]), row[0])))


def _name(word: str, page: str) -> str:
    special = f"packing.command.{word}.{page}"
    return t(special if special in texts() else f"packing.command.{word}")


def _icon(word: str) -> str:
    return theme().tokens.icon_of_action.get(_ICONS.get(word, word), "ph.circle")
