"""How answers and refusals are printed, and which exit status they become.

With ``--json`` standard output is one JSON document (for ``pack`` one per line) and nothing else; refusals go to standard error as
a sentence, or as JSON. Exit statuses: 0 done, 2 usage, 3 refused by a rule, 4 done but rows were rejected, 5 unavailable, 70 our
fault, 130 stopped by Ctrl+C.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TextIO

from desktop_oms.cli.sentences import sentence
from desktop_oms.domain.errors import ConfirmNeeded, Conflict, OmsError, RuleError, Unavailable, UsageError

DONE, USAGE, REFUSED, ROWS_REJECTED, UNAVAILABLE, OUR_FAULT, INTERRUPTED = 0, 2, 3, 4, 5, 70, 130


def plain(value: Any) -> Any:
    """Make any record JSON-able: dataclasses as objects, times as ISO 8601 UTC."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return value


class Printer:
    """Prints one answer of one command."""

    def __init__(self, as_json: bool, out: TextIO | None = None, errors: TextIO | None = None) -> None:
        self.as_json = as_json
        self.out = out or sys.stdout
        self.errors = errors or sys.stderr

    def document(self, data: Any, lines: Iterable[str] = ()) -> None:
        """The answer: ``data`` as JSON, or ``lines`` for a person."""
        if self.as_json:
            print(json.dumps(plain(data), ensure_ascii=False), file=self.out, flush=True)
        else:
            for line in lines:
                print(safe(line), file=self.out)
            self.out.flush()

    def row(self, data: Any, line: str) -> None:
        """One of many answers, printed at once."""
        text = json.dumps(plain(data), ensure_ascii=False) if self.as_json else safe(line)
        print(text, file=self.out, flush=True)

    def refusal(self, error: OmsError) -> int:
        """Say why not; returns the exit status."""
        if self.as_json:
            told = {
                "error": {"code": error.code, "message": sentence(error.code, error.data), "data": plain(error.data)}
            }
            print(json.dumps(told, ensure_ascii=False), file=self.errors, flush=True)
        else:
            print(safe(sentence(error.code, error.data)), file=self.errors, flush=True)
        return status_of(error)

    def fault(self, error: BaseException) -> None:
        """Say that it is our fault; the trace stands in the log."""
        self.refusal(OmsError("internal", detail=type(error).__name__))

    def note(self, line: str) -> None:
        """A remark for a person; never part of the answer."""
        print(safe(line), file=self.errors, flush=True)


def refusals(told: Iterable[tuple[str, Mapping[str, Any]]]) -> list[dict[str, str]]:
    """Reasons as code and sentence."""
    return [{"code": code, "message": sentence(code, data)} for code, data in told]


def status_of(error: OmsError) -> int:
    """Exit status of a refusal."""
    if isinstance(error, UsageError):
        return USAGE
    if isinstance(error, Unavailable):
        return UNAVAILABLE
    if isinstance(error, RuleError | Conflict | ConfirmNeeded):
        return REFUSED
    return OUR_FAULT


def safe(line: str) -> str:
    """Text from outside without the characters that steer a terminal."""
    return "".join(char if char == "\t" or char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in line)


def table(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[str]:
    """Columns padded to their widest cell."""
    cells = [[safe(str(cell)) for cell in row] for row in rows]
    widths = [max(len(head), *(len(row[n]) for row in cells)) if cells else len(head) for n, head in enumerate(heads)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in [list(heads), *cells]
    ]
