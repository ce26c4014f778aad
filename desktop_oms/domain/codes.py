"""Say what a scanned text is: a command, one of our own codes, an article number, GS1 data, other text or rubbish.

The only reader of scans, used by window, command line and tests alike. Pure and total: every string has exactly one answer and
none raises. It knows nothing of the books; what a code *means* is looked up by its ``key``.

Own codes and commands use only letters that sit in the same place on QWERTY, QWERTZ and AZERTY (packing-station.md 1.10); case is
ignored because of Caps Lock, and the Turkish dotless i counts as i.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from desktop_oms.domain.barcode import code_key, expand_upc_e, gtin_damage, is_sscc, normalize_gtin
from desktop_oms.domain.errors import UsageError
from desktop_oms.domain.gs1 import GS, SYMBOLOGY_PREFIXES, Gs1Message, looks_like_gs1, read_gs1
from desktop_oms.domain.names import fold_case

STABLE_LETTERS = frozenset("BCDEFGHIJKLNOPRSTUVX")

# What stands on paper -> what it names.
TYPED_PREFIXES: dict[str, str] = {
    "ORD": "order",
    "SHP": "shipment",
    "PCL": "parcel",
    "TOT": "tote",
    "PIC": "pick_list",
    "BIN": "bin",
    "USR": "user",
    "STN": "station",
    "RET": "return",
    "DOC": "document",
}

# Command barcode -> our word for the command.
COMMANDS: dict[str, str] = {
    "CTRLDONE": "done",
    "CTRLUNDO": "undo",
    "CTRLPRINT": "print",
    "CTRLREPRINT": "reprint",
    "CTRLNEXTBOX": "next_box",
    "CTRLSPLIT": "split",
    "CTRLSHORT": "short",
    "CTRLBROKEN": "broken",
    "CTRLHOLD": "hold",
    "CTRLSUSPEND": "suspend",
    "CTRLSTOP": "stop",
    "CTRLSKIP": "skip",
    "CTRLTEST": "test",
    "CTRLHELP": "help",
    "CTRLXTEN": "times_ten",
    "CTRLXFIVE": "times_five",
}

# Cards people bring along from other systems. Odoo: inventory barcode sheet; BarcodeShipping: operating barcodes. Commands there
# that would book without proof (SHIPALL) or throw an order away (cancel) are not taken over.
_ALIASES: dict[str, str] = {
    "O-BTN.VALIDATE": "done",
    "O-BTN.PACK": "next_box",
    "O-BTN.PRINT-SLIP": "print",
    "O-BTN.PRINT-OP": "print",
    "O-BTN.SCRAP": "broken",
    "O-CMD.NEXT": "stop",
    "O-CMD.MAIN-MENU": "stop",
    "FINALIZE": "done",
    "NEXTPACKAGE": "next_box",
    "ABORT": "stop",
}
# Why letters only: hyphen and dot move between keyboard layouts.
_COMMAND_BY_LETTERS = {re.sub("[^a-z]", "", text.lower()): word for text, word in {**COMMANDS, **_ALIASES}.items()}
_ALIAS_SHAPE = re.compile(r"[oO].{1,2}(?:btn|cmd).", re.IGNORECASE)

# The digit row of AZERTY without Shift, and of AZERTY with Caps Lock as Windows sends it from a scanner that presses Shift.
_AZERTY_DIGITS = str.maketrans("à&é\"'(-è_ç", "0123456789")
_AZERTY_TEXT = re.compile("[à&é\"'(\\-è_ç]+")
_AIM_PREFIX = re.compile(r"\][A-Za-z][0-9A-Za-z]")
_CONTROL = re.compile(r"[\x00-\x1c\x1e\x1f\x7f-\x9f\ufffd\ud800-\udfff]")
_LONGEST = 3000


@dataclass(frozen=True, slots=True)
class ScannedCode:
    """What one scan is.

    Attributes:
        raw: as it arrived.
        kind: command, typed, gtin, gs1, text or garbled.
        text: cleaned for showing: frame, blanks and symbology prefix gone.
        key: under which an article's barcode is looked up (``barcode.code_key``); also set for typed codes, because a shop may own
            an article called TOT100; ``""`` for commands and rubbish.
        command: word of ``COMMANDS`` when kind is command.
        entity, digits: what a typed code names (order, tote, ...) and its digits as printed, leading zeros kept.
        gtin: 14 digits when the scan names an article by GTIN.
        lot, serial: from GS1 data, ``""`` when absent.
        best_before: YYMMDD from GS1 data, see ``gs1.gs1_date``.
        sscc: 18 digits when the scan names a logistic unit.
        count: pieces this code says it stands for, >= 1 (0 when a code says zero pieces).
        doubt: why the scan may be misread although it is text: check_digit, length, layout or ``""``.
            A look-up that fails on a doubtful scan is answered "scan not readable" instead of "unknown code" (P10).
        reason: why kind is garbled: empty, too_short, too_long, control, reversed, unknown_command or a ``gs1.*`` code.
    """

    raw: str
    kind: str
    text: str
    key: str = ""
    command: str = ""
    entity: str = ""
    digits: str = ""
    gtin: str = ""
    lot: str = ""
    serial: str = ""
    best_before: str = ""
    sscc: str = ""
    count: int = 1
    doubt: str = ""
    reason: str = ""
    gs1: Gs1Message | None = None


def decode_scan(raw: str, *, min_length: int = 2) -> ScannedCode:
    """The one answer to any string.

    Order: frame and blanks off, rubbish, command, our own typed code, GS1, GTIN (UPC-E too), text.

    Args:
        min_length: shorter scans are garbled (setting ``scan.min_length``).
    """
    text = raw.strip(" \t\r\n\x02\x03\x00").strip()
    if not text.strip(GS):
        return ScannedCode(raw, "garbled", "", reason="empty")
    if len(text) > _LONGEST:
        return ScannedCode(raw, "garbled", text[:80], reason="too_long")
    if _CONTROL.search(text):
        return ScannedCode(raw, "garbled", text, reason="control")
    has_gs1_prefix = text.startswith(SYMBOLOGY_PREFIXES)
    bare = text if has_gs1_prefix else _without_aim_prefix(text)
    found = _command(raw, bare) or _typed(raw, bare) or _gs1(raw, bare) or _gtin(raw, bare)
    if found:
        return found
    if len(bare) < min_length:
        return ScannedCode(raw, "garbled", bare, reason="too_short")
    mirrored = bare[::-1]
    if _command(raw, mirrored) or _typed(raw, mirrored):
        return ScannedCode(raw, "garbled", bare, reason="reversed")
    return ScannedCode(raw, "text", bare, key=code_key(bare), doubt=_doubt(bare))


def typed_code(entity: str, digits: int | str) -> str:
    """The text to print for one of our own things: ``typed_code("order", 10482)`` is ``ORD10482``.

    Raises:
        ValueError: unknown entity, or anything but ASCII digits.
    """
    prefix = next((prefix for prefix, named in TYPED_PREFIXES.items() if named == entity), "")
    text = str(digits)
    if not prefix or not re.fullmatch("[0-9]{1,20}", text):
        raise ValueError(f"no typed code for {entity!r} {digits!r}")
    return prefix + text


def _without_aim_prefix(text: str) -> str:
    """A scanner may name the symbology first (``]E0`` EAN, ``]C0`` Code 128); article numbers do not begin with a bracket."""
    return text[3:] if _AIM_PREFIX.match(text) and len(text) > 3 else text


def _command(raw: str, text: str) -> ScannedCode | None:
    folded = fold_case(text)
    letters = re.sub("[^a-z]", "", fold_case(text.replace("ß", "-")))  # QWERTZ has ß where the hyphen was
    word = _COMMAND_BY_LETTERS.get(letters, "")
    if word and (folded == letters or _ALIAS_SHAPE.match(text)):
        return ScannedCode(raw, "command", text, command=word)
    # Nothing of ours begins with CTRL but commands, so a damaged one must not be looked up as an article.
    if folded.startswith("ctrl") and folded == letters and len(folded) > 4:
        return ScannedCode(raw, "garbled", text, reason="unknown_command")
    return None


def _typed(raw: str, text: str) -> ScannedCode | None:
    folded = fold_case(text)
    prefix, rest = folded[:3].upper(), folded[3:]
    if prefix not in TYPED_PREFIXES:
        return None
    # AZERTY sends other characters for digits; our prefix proves that digits were meant (P19, P20).
    digits = rest.translate(_AZERTY_DIGITS) if _AZERTY_TEXT.fullmatch(rest) else rest
    if not re.fullmatch("[0-9]{1,20}", digits):
        return None
    clean = prefix + digits
    return ScannedCode(raw, "typed", clean, key=code_key(clean), entity=TYPED_PREFIXES[prefix], digits=digits)


def _gs1(raw: str, text: str) -> ScannedCode | None:
    announced = looks_like_gs1(text)
    if not announced and not _is_bare_element_string(text):
        return None
    try:
        message = read_gs1(text)
    except UsageError as refusal:
        # A web address or a bare number that only resembled GS1 is ordinary text; announced data that cannot be read is not.
        if not announced or text.lower().startswith("http") or text.startswith("("):
            return None
        return ScannedCode(raw, "garbled", text, reason=refusal.code)
    gtin = normalize_gtin(message.gtin) or ""
    return ScannedCode(
        raw,
        "gs1",
        text,
        key=gtin or code_key(message.sscc or text),
        gtin=gtin,
        lot=message.lot,
        serial=message.serial,
        best_before=message.value("15") or message.value("17"),
        sscc=message.sscc,
        count=message.count,
        gs1=message,
    )


def _is_bare_element_string(text: str) -> bool:
    """Digits that prove themselves: (01) or (02) before a right GTIN and more behind it or exactly that, (00) before a right SSCC."""
    if re.match(r"0[12][0-9]{14}", text):
        return normalize_gtin(text[2:16]) is not None
    return bool(re.fullmatch(r"00[0-9]{18}", text)) and is_sscc(text[2:])


def _gtin(raw: str, text: str) -> ScannedCode | None:
    digits = text.translate(_AZERTY_DIGITS) if _AZERTY_TEXT.fullmatch(text) else text
    gtin = normalize_gtin(digits) or normalize_gtin(expand_upc_e(digits) or "")
    if not gtin:
        return None
    return ScannedCode(raw, "gtin", digits, key=gtin, gtin=gtin)


def _doubt(text: str) -> str:
    """Why a text that is found nowhere was probably misread."""
    if re.fullmatch("[0-9]{9,15}", text):
        damage = gtin_damage(text)
        return "check_digit" if damage and damage.code == "barcode.check_digit" else "length"
    return "layout" if _AZERTY_TEXT.fullmatch(text) and len(text) >= 4 else ""
