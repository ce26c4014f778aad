"""The door through which the shop reads files: ``app.ports.FilePort`` on the formats of the registry."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from desktop_oms.app.ports import ConfirmedLine, FilePage, FileRead
from desktop_oms.channels.amazon.shipment_confirmation import ConfirmedItem, write_confirmation
from desktop_oms.channels.registry import FileFormat, format_named, formats, recognize
from desktop_oms.domain.errors import Unavailable, UsageError
from desktop_oms.domain.remote_lines import is_made_line_id
from desktop_oms.sync.goods import GoodsRows
from desktop_oms.sync.reading import PAGE_SIZE, ReadOptions

# A file up to this size is read through once before import, so that every assumption can be shown first. Bigger ones tell
# what their first page shows; a second reading would double the minutes.
_MOST_FOR_TRIAL = 30_000_000
_OPTIONS = ("format", "encoding", "dates", "timezone", "mapping")


class FileFormats:
    """Implements ``FilePort``.

    Options by name: ``format`` (name or ``auto``), ``encoding``, ``dates`` (dmy, mdy, ymd), ``timezone`` (IANA),
    ``mapping`` (lines or ";"-separated ``header in file=header expected``).
    """

    def open(self, path: Path, options: Mapping[str, str]) -> FileRead:
        """Recognize a file and answer its pages, not read yet.

        For orders a page is a ``FilePage`` of at most 50. For stock and products it is a ``GoodsRows`` (a tuple of records
        with ``rejected``); opening stock comes as one page, because its rows must be booked together.

        Raises:
            UsageError: ``format.*``, ``file.*``, ``dates.ambiguous``, ``timezone.unknown``, ``option.unknown``.
            Unavailable: ``file.unreadable``.
        """
        unknown = sorted(set(options) - set(_OPTIONS))
        if unknown:
            raise UsageError("option.unknown", options=unknown, known=list(_OPTIONS))
        chosen = ReadOptions(
            encoding=options.get("encoding", ""),
            dates=options.get("dates", ""),
            timezone=options.get("timezone", ""),
            mapping=_mapping(options.get("mapping", "")),
        )
        name = options.get("format", "") or "auto"
        found = recognize(path, chosen) if name == "auto" else format_named(name)
        assumptions = _assumptions(found, path, chosen)
        return FileRead(found.kind, found.name, found.channel_type, assumptions, _pages(found, path, chosen))

    def write_confirmation(self, channel_type: str, lines: Sequence[ConfirmedLine], path: Path) -> None:
        """Write the file the channel takes back, whole or not at all.

        Raises:
            UsageError: ``confirmation.no_format`` for a channel without one.
            RuleError: ``confirmation.incomplete``.
            Unavailable: ``file.unwritable``.
        """
        if channel_type != "amazon":
            raise UsageError("confirmation.no_format", channel=channel_type)
        # Lines without an item id confirm their order as a whole, once.
        content = write_confirmation(dict.fromkeys(_confirmed(line) for line in lines))
        draft = path.with_name(f".{path.name}.part")
        try:
            with draft.open("wb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            draft.replace(path)
        except OSError as error:
            draft.unlink(missing_ok=True)
            raise Unavailable("file.unwritable", path=str(path), reason=error.strerror or str(error)) from error

    def formats(self) -> list[Mapping[str, str]]:
        """Name, channel type, kind and title of each format."""
        return [
            {"name": known.name, "channel_type": known.channel_type, "kind": known.kind, "title": known.title}
            for known in formats()
        ]


def _confirmed(line: ConfirmedLine) -> ConfirmedItem:
    """A line as Amazon knows it. An id made from the SKU is none of Amazon's and must not be written."""
    is_made = is_made_line_id(line.line_id)
    return ConfirmedItem(
        order_id=line.order_id,
        order_item_id="" if is_made else line.line_id,
        quantity=1 if is_made else line.quantity,
        shipped_at=line.shipped_at,
        carrier=line.carrier,
        tracking_no=line.tracking_no,
        ship_method=line.service,
    )


def _mapping(text: str) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for entry in text.replace("\n", ";").split(";"):
        if not entry.strip():
            continue
        written, sign, expected = entry.partition("=")
        if not sign or not written.strip() or not expected.strip():
            raise UsageError("option.bad_mapping", entry=entry.strip())
        pairs[written.strip()] = expected.strip()
    return pairs


def _assumptions(found: FileFormat, path: Path, options: ReadOptions) -> tuple[str, ...]:
    reader = found.order_pages or found.goods_pages
    assert reader is not None
    pages = reader(path, options, PAGE_SIZE)
    is_small = path.stat().st_size <= _MOST_FOR_TRIAL
    said: list[str] = []
    for page in pages:
        said += page.assumptions
        if not is_small:
            said.append("The file is big; further assumptions may show while it is read.")
            break
    return tuple(said)


def _pages(found: FileFormat, path: Path, options: ReadOptions) -> Iterator[FilePage | GoodsRows]:
    if found.order_pages is not None:
        for page in found.order_pages(path, options, PAGE_SIZE):
            yield FilePage(page.orders, page.rejected)
    elif found.goods_pages is not None:
        size = 500 if found.kind == "products" else 10**9
        for goods_page in found.goods_pages(path, options, size):
            yield GoodsRows.of(goods_page)
