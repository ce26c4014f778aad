"""Compare names and addresses as people do: lodz finds Łódź, STRASSE finds Straße.

Shared by the search index, the search box and the matching of customers, so what is stored and what is typed fold alike.
Pure. Invariant: folding twice changes nothing.
"""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not take apart although people type them plain.
_PLAIN_LETTERS = str.maketrans(
    {
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i", "ħ": "h",
        "ŧ": "t", "ŋ": "n", "ĸ": "k", "ƒ": "f", "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "‐": "-", "‑": "-",
        "–": "-", "—": "-", "−": "-",
    }
)  # fmt: skip
# Why only these blocks: marks over Latin, Greek and Cyrillic letters, Hebrew points and Arabic short vowels are left out when
# people type; the marks of Japanese, Thai or Hindi are letters of their own and must stay.
_LOOSE_MARKS = re.compile("[\u0300-\u036f\u0591-\u05bd\u064b-\u0652\u0670]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")

# Sources: the mail domains under which these services hand out stand-in addresses.
_RELAY_DOMAINS = re.compile(
    r"(?:^|\.)(?:marketplace\.amazon\.[a-z.]+|members\.ebay\.[a-z.]+|privaterelay\.appleid\.com|relay\.walmart\.com"
    r"|mozmail\.com|duck\.com|guest\.booking\.com)$"
)


def fold(text: str) -> str:
    """Text for search and matching: case, accents, full-width forms, special letters and repeated blanks ignored."""
    wide = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).casefold()
    bare = _LOOSE_MARKS.sub("", unicodedata.normalize("NFKD", wide.translate(_PLAIN_LETTERS))).casefold()
    return " ".join(unicodedata.normalize("NFC", bare.translate(_PLAIN_LETTERS)).split())


def fold_case(text: str) -> str:
    """Text for codes and article numbers: case (Turkish dotless i too), full-width forms and outer blanks ignored; accents kept."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFKC", " ".join(folded.casefold().replace("i\u0307", "i").replace("ı", "i").split()))


def sku_key(sku: str) -> str:
    """Key under which an article number is unique: ``uni-日本-01`` and ``UNI-日本-01`` are one, ``ÜNI-日本-01`` is another."""
    return fold_case(sku)


def email_key(address: str) -> str:
    """Key under which a mail address is matched; ``""`` when the text is no address.

    Case and blanks are ignored, a display name (``Zoë <z@example.org>``) and ``mailto:`` dropped. Dots and plus tags stay: they are
    different mailboxes at most providers, and a wrong match would join two people.
    """
    bracketed = re.search(r"<([^<>]+)>\s*$", text := address.strip())
    bare = fold_case(bracketed.group(1) if bracketed else text).removeprefix("mailto:")
    local, at, domain = bare.rpartition("@")
    is_address = bool(at and local and re.fullmatch(r"[^\s@]+\.[^\s@.]+\.?", domain)) and not re.search(r"[\s@]", local)
    return f"{local}@{domain.rstrip('.')}" if is_address else ""


def is_relay_email(address: str) -> bool:
    """True for a stand-in address of a marketplace or mail service: good for writing to, no proof of who the person is elsewhere."""
    _, _, domain = email_key(address).rpartition("@")
    return bool(domain and _RELAY_DOMAINS.search(domain))
