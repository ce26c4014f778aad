"""What app needs from the rooms above it, as small protocols; ``compose`` plugs the real ones in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from desktop_oms.domain.remote_order import RemoteOrder, RowProblem


@dataclass(frozen=True, slots=True)
class Paper:
    """A finished paper. ``warnings`` are sentences a person should read before the box is closed."""

    content: bytes
    content_type: str
    warnings: tuple[str, ...]
    template_version: str


class PaperPort(Protocol):
    """Turns frozen data into bytes; the same data, media and template version give the same bytes."""

    def render(self, kind: str, data: Any, media: str) -> Paper: ...

    def fingerprint(self, kind: str) -> str: ...


class SpoolPort(Protocol):
    """Hands bytes to a printer. Raises Unavailable when it cannot."""

    def send(self, transport: str, target: str, job_name: str, content: bytes, content_type: str) -> str: ...


@dataclass(frozen=True, slots=True)
class FilePage:
    """A page of a file on its way in: orders in file order, and the rows that could not be read."""

    orders: tuple[RemoteOrder, ...]
    rejected: tuple[RowProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class FileRead:
    """An opened file: what it is, what had to be assumed, and its content in pages of at most 50.

    ``kind`` is orders, stock or products; ``pages`` yields FilePage for orders, else tuples of plain records.
    """

    kind: str
    format_name: str
    channel_type: str
    assumptions: tuple[str, ...]
    pages: Iterator[Any]


@dataclass(frozen=True, slots=True)
class ConfirmedLine:
    """One order line that left, as a channel is told; ``shipped_at`` is aware, ``quantity`` in sales units."""

    order_id: str
    line_id: str
    quantity: int
    shipped_at: datetime
    carrier: str
    service: str
    tracking_no: str


class FilePort(Protocol):
    """Reads files of every known format. Raises UsageError when the format cannot be told."""

    def open(self, path: Path, options: Mapping[str, str]) -> FileRead: ...

    def formats(self) -> list[Mapping[str, str]]: ...

    def write_confirmation(self, channel_type: str, lines: Sequence[ConfirmedLine], path: Path) -> None:
        """Write the whole file or nothing. Raises Unavailable ``file.unwritable``, UsageError ``confirmation.no_format``."""
