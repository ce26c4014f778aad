"""Keep people and secrets out of logs, by the kind of field a value came from.

Log with arguments, not with finished text: ``log.info("label for %s", address)``. Then mappings and records are shown with
their personal and secret fields blanked, whatever they hold. A net of patterns (addresses of mail, tokens in URLs and
headers) catches what still comes as plain text, exceptions included.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from typing import Any

PERSONAL = "<personal>"
SECRET = "<secret>"

# Words that make a field personal or secret when its name is one of them or ends in one (buyer_email, api_token).
PERSONAL_WORDS = frozenset(
    "addressee address buyer city company contact customer email email_key legal_name lines name note person phone postcode street "
    "street1 street2 street3 text_of_note gift_message gift_from region".split()
)
SECRET_WORDS = frozenset("authorization cookie key password passwd pin pin_hash secret token".split())

# Names of things, not of people.
HARMLESS = frozenset(
    "app_name channel_name command_name country_name email_count file_name format_name host_name idempotency_key job_name printer_name "
    "queue_name series_name table_name template_name code_key sku_key sort_key".split()
)

PATTERNS = (
    (re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+"), PERSONAL),
    (re.compile(r"(?i)(://[^/\s:@]*:)[^@\s/]+(?=@)"), rf"\1{SECRET}"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{8,}"), rf"\1 {SECRET}"),
    (
        re.compile(
            r"(?i)\b((?:access_|refresh_|api_|client_)?(?:token|secret|password|passwd|key|pin)\s*[=:]\s*)['\"]?[^\s'\",&;)]+"
        ),
        rf"\1{SECRET}",
    ),
    (re.compile(r"\b(?:shpat|shpss|xox[abp]|ghp|sk_live|sk_test)[_-][\w-]{8,}"), SECRET),
)


def field_kind(name: str) -> str | None:
    """What to print instead of a field called ``name``; None when it may be shown."""
    plain = name.lower()
    if plain in HARMLESS:
        return None
    for words, mark in ((SECRET_WORDS, SECRET), (PERSONAL_WORDS, PERSONAL)):
        if plain in words or plain.rpartition("_")[2] in words:
            return mark
    return None


def redacted(value: Any, depth: int = 4) -> Any:
    """``value`` fit for a log: fields of mappings and records blanked by their kind, everything else unchanged."""
    if depth == 0:
        return "..."
    if isinstance(value, Mapping):
        return {key: field_kind(str(key)) or redacted(item, depth - 1) for key, item in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        shown = (f"{field.name}={_field(value, field.name, depth)}" for field in dataclasses.fields(value))
        return f"{type(value).__name__}({', '.join(shown)})"
    if isinstance(value, (list, tuple, set, frozenset)):
        return [redacted(item, depth - 1) for item in value]
    return value


def _field(record: Any, name: str, depth: int) -> str:
    value = getattr(record, name)
    if value in ("", None, (), False):
        return repr(value)
    return field_kind(name) or repr(redacted(value, depth - 1))


def clean_text(text: str) -> str:
    """``text`` with mail addresses and what looks like a secret replaced; the net below the rules by field."""
    for pattern, mark in PATTERNS:
        text = pattern.sub(mark, text)
    return text
