"""Read a table written by somebody else: bytes to rows with their line numbers, whatever wrote them.

Finds encoding, separator and header, streams with flat memory and loses nothing: each non-blank line comes out in a
``Row``, in a ``RowProblem`` or in a note. Used by the file formats in ``channels``; knows no channel.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from desktop_oms.domain.errors import Unavailable, UsageError
from desktop_oms.domain.remote_order import RowProblem
from desktop_oms.sync.encoding import Encoding, find_encoding
from desktop_oms.sync.lines import RecordLines, Runaway
from desktop_oms.sync.notes import Notes

MOST_CELL_CHARS = 100_000
_HEAD_LINES = 40
_SEPARATORS = (",", ";", "\t", "|")
_SEPARATOR_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_UNDECODED = re.compile("[\udc80-\udcff\ufffd]")
_ESCAPED = re.compile("[\udc80-\udcff]")
_CONTROL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Layout:
    """What a format knows of its table.

    Attributes:
        required: folded header names without which it is not this table.
        known: folded names that help to choose separator and header line.
        is_quoted: cells may stand in double quotes; Amazon's files never quote, there a quote is an inch sign.
        trailer: a pattern for closing lines ("3 records downloaded"), matched on the text of the first cell.
    """

    required: Collection[str]
    known: Collection[str] = ()
    is_quoted: bool = True
    trailer: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        line: 1-based line of the file where it begins.
        values: by folded header name, text without outer blanks; empty cells are not in it.
        width: how many cells the row has, empty ones counted.
    """

    line: int
    values: dict[str, str]
    width: int

    def get(self, name: str) -> str:
        """Text of a column by folded name, ``""`` when the table has no such column."""
        return self.values.get(name, "")


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose shape is known; ``rows`` may be called as often as wanted.

    Attributes:
        headers: folded name to the header as written, in order of the columns.
        header_line: 1-based.
    """

    path: Path
    encoding: Encoding
    separator: str
    headers: dict[str, str]
    header_line: int
    layout: Layout
    notes: Notes = field(default_factory=Notes)

    def has(self, name: str) -> bool:
        """True when the table has the column (folded name)."""
        return name in self.headers

    def rows(self, notes: Notes | None = None) -> Iterator[Row | RowProblem]:
        """Yield every data row below the header, in file order. Findings are counted in ``notes`` (default: the table's)."""
        return _RowReader(self, self.notes if notes is None else notes).rows()


def fold(header: str) -> str:
    """Header name as compared: case, blanks, dashes and underscores make no difference."""
    return re.sub(r"[\s_\-]+", " ", header.strip().lstrip("\ufeff")).strip().casefold()


def open_table(path: Path, layout: Layout, *, encoding: str = "", renamed: dict[str, str] | None = None) -> Table:
    """Find encoding, separator and header of a file.

    Args:
        encoding: given by a person, else detected.
        renamed: header as written -> name the format expects, for files somebody changed.

    Raises:
        UsageError: ``file.empty``, ``file.no_header`` (data: missing names), ``file.unknown_encoding``.
        Unavailable: ``file.unreadable`` when the system will not give the file.
    """
    try:
        found = find_encoding(path, encoding)
        head = _head(path, found)
    except OSError as fault:
        raise Unavailable("file.unreadable", file=path.name, reason=fault.strerror or str(fault)) from fault
    if not any(line.strip() for line in head):
        raise UsageError("file.empty", file=path.name)
    names = {fold(written): name for written, name in (renamed or {}).items()}
    index, separator, cells = _find_header(path, head, layout, names)
    notes = Notes()
    if found.assumption:
        notes.say(found.assumption)
    if separator != ("," if layout.is_quoted else "\t"):
        notes.say(f"Cells are parted by {_SEPARATOR_NAMES[separator]}.")
    preamble = [number for number, line in enumerate(head[:index], start=1) if line.strip()]
    if preamble:
        notes.say(f"{len(preamble)} lines above the header (from line {preamble[0]}) were left out.")
    headers = _header_names(cells, names, notes)
    return Table(path, found, separator, headers, index + 1, layout, notes)


def _head(path: Path, encoding: Encoding) -> list[str]:
    with path.open("r", encoding=encoding.name, errors=encoding.errors, newline="") as stream:
        return [stream.readline(1_000_000).replace("\x00", "") for _ in range(_HEAD_LINES)]


def _find_header(path: Path, head: list[str], layout: Layout, renamed: dict[str, str]) -> tuple[int, str, list[str]]:
    wanted = set(layout.required)
    known = wanted | set(layout.known)
    best: tuple[int, int, str, list[str]] | None = None
    fewest_missing = sorted(wanted)
    for index, line in enumerate(head):
        for separator in _SEPARATORS:
            if separator not in line and len(wanted) > 1:
                continue
            cells = _split(line, separator, is_quoted=layout.is_quoted)
            names = {fold(renamed.get(fold(cell), cell)) for cell in cells}
            missing = sorted(wanted - names)
            if len(missing) < len(fewest_missing):
                fewest_missing = missing
            score = len(known & names)
            if not missing and score and (best is None or score > best[0]):
                best = (score, index, separator, cells)
    if best is None:
        raise UsageError("file.no_header", file=path.name, missing=fewest_missing)
    return best[1], best[2], best[3]


def _split(line: str, separator: str, *, is_quoted: bool) -> list[str]:
    try:
        return next(_reader([line.rstrip("\r\n")], separator, is_quoted=is_quoted), [])
    except csv.Error:
        return []


def _reader(lines: Iterable[str], separator: str, *, is_quoted: bool) -> Iterator[list[str]]:
    return csv.reader(lines, delimiter=separator, quoting=csv.QUOTE_MINIMAL if is_quoted else csv.QUOTE_NONE)


def _header_names(cells: Sequence[str], renamed: dict[str, str], notes: Notes) -> dict[str, str]:
    """Folded name -> as written; a repeated or empty header keeps its column under a name of its own."""
    names: dict[str, str] = {}
    for position, cell in enumerate(cells, start=1):
        text = _ESCAPED.sub("\ufffd", cell.strip().lstrip("\ufeff"))
        name = fold(renamed.get(fold(text), text)) or f"column {position}"
        if name in names:
            notes.say(
                f"The header “{text}” stands twice; the first column is used, the other kept as “{text} ({position})”."
            )
            text, name = f"{text} ({position})", f"{name} ({position})"
        names[name] = text or f"column {position}"
    return names


class _RowReader:
    """One pass over the rows of a table."""

    def __init__(self, table: Table, notes: Notes) -> None:
        self._table = table
        self._notes = notes
        self._names = list(table.headers)
        self._file = table.path.name

    def rows(self) -> Iterator[Row | RowProblem]:
        table = self._table
        try:
            with table.path.open("r", encoding=table.encoding.name, errors=table.encoding.errors, newline="") as stream:
                lines = RecordLines(stream)
                for _ in range(table.header_line):
                    lines.begin()
                    next(lines, None)
                yield from self._parse(lines)
        except OSError as fault:
            raise Unavailable("file.unreadable", file=self._file, reason=fault.strerror or str(fault)) from fault

    def _parse(self, lines: RecordLines) -> Iterator[Row | RowProblem]:
        reader = _reader(lines, self._table.separator, is_quoted=self._table.layout.is_quoted)
        while True:
            lines.begin()
            try:
                cells = next(reader)
            except StopIteration:
                break
            except Runaway:
                yield self._runaway(lines)
                continue
            except csv.Error:
                yield self._broken(lines, "cell.too_long", "has a cell too long to be real")
                continue
            found = self._judge(lines, cells)
            if found is not None:
                yield found
        for number in lines.nul_lines:
            self._notes.count("An invisible NUL character was removed", number)

    def _judge(self, lines: RecordLines, cells: list[str]) -> Row | RowProblem | None:
        """A row, the reason why it is none, or None for a blank or closing line."""
        line = lines.first_line
        if lines.ended_inside:
            return self._broken(lines, "row.open_quote", "opens a quotation mark that never closes")
        if len(lines.record) > 1 and not self._is_well_quoted(lines):
            return self._broken(
                lines, "row.broken_quotes", "opens a quotation mark that closes in the middle of a cell"
            )
        if not any(cell.strip() for cell in cells):
            return None
        if len(cells) > len(self._names) and any(cell.strip() for cell in cells[len(self._names) :]):
            return self._broken(lines, "row.too_many_cells", f"has {len(cells)} cells, the header {len(self._names)}")
        if len(cells) < len(self._names) and (short := self._short(lines, cells)):
            return short[0]
        if problem := self._bad_text(line, cells):
            return problem
        # Measured: nine cells of ten are empty in a channel's export; leaving them out halves the time per row.
        values = {name: text for name, cell in zip(self._names, cells, strict=False) if cell and (text := cell.strip())}
        return Row(line, values, len(cells))

    def _is_well_quoted(self, lines: RecordLines) -> bool:
        """Several lines may be one row only if each quote of theirs stands at the edge of a cell.

        Why: a stray quote may close at the first quote of a later row and so hide whole rows inside of a cell.
        """
        record = [line for _, line in lines.record if line is not None]
        try:
            return len(list(csv.reader(record, delimiter=self._table.separator, strict=True))) == 1
        except csv.Error:
            return False

    def _short(self, lines: RecordLines, cells: list[str]) -> tuple[RowProblem | None] | None:
        """A short row is normal when empty cells were left off; not when the text broke off or quotes went wrong."""
        trailer = self._table.layout.trailer
        if trailer is not None and trailer.search(cells[0].strip()):
            self._notes.count("A closing line was left out", lines.first_line)
            return (None,)
        last = lines.record[-1][1] or ""
        if len(lines.record) > 1:
            return (self._broken(lines, "row.broken_quotes", "runs over several lines and then lacks cells"),)
        if not last.endswith(("\n", "\r")):
            return (self._broken(lines, "row.cut_off", "breaks off at the end of the file"),)
        return None

    def _bad_text(self, line: int, cells: list[str]) -> RowProblem | None:
        text = "".join(cells)
        if len(text) > MOST_CELL_CHARS and (problem := self._huge_cell(line, cells)):
            return problem
        bad = _UNDECODED if self._table.encoding.errors == "replace" else _ESCAPED
        if (text.isascii() and text.isprintable()) or not (bad.search(text) or _CONTROL.search(text)):
            return None
        for position, name in enumerate(self._names[: len(cells)]):
            if bad.search(cells[position]):
                why = f"has bytes in “{self._table.headers[name]}” that are not {self._table.encoding.name}"
                return self._problem(line, name, "row.encoding", why)
            if _CONTROL.search(cells[position]):
                cells[position] = _CONTROL.sub("", cells[position])
                self._notes.count("Invisible control characters were removed", line)
        return None

    def _huge_cell(self, line: int, cells: list[str]) -> RowProblem | None:
        for name, cell in zip(self._names, cells, strict=False):
            if len(cell) > MOST_CELL_CHARS:
                why = f"has {len(cell)} characters in “{self._table.headers[name]}”, more than {MOST_CELL_CHARS}"
                return self._problem(line, name, "cell.too_long", why)
        return None

    def _runaway(self, lines: RecordLines) -> RowProblem:
        if lines.record[0][1] is None:
            return self._broken(lines, "row.too_long", "is longer than a million characters")
        return self._broken(lines, "row.open_quote", "opens a quotation mark that does not close")

    def _broken(self, lines: RecordLines, code: str, why: str) -> RowProblem:
        return self._problem(lines.retry_after_first(), "", code, why)

    def _problem(self, line: int, name: str, code: str, why: str) -> RowProblem:
        message = f"Line {line} {why}. It was not imported. Correct the line in the file and import it again."
        return RowProblem(self._file, line, self._table.headers.get(name, ""), code, message)
