"""What the packing pane shows, as plain values: no Qt, no texts, nothing looked up while painting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from desktop_oms.app.records import PackLine, PackView, QueueRow


@dataclass(frozen=True, slots=True)
class Device:
    """One lamp of the device strip. ``kind`` is scanner, scale, label, paper or online."""

    kind: str
    is_ok: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class TableFacts:
    """Who works here and with what; parts nobody told us are not drawn.

    Attributes:
        packed_today: shipments packed by this packer today, None if unknown.
        parcels_today: parcels closed today, None if unknown.
    """

    table: str = ""
    packer: str = ""
    packed_today: int | None = None
    parcels_today: int | None = None
    devices: tuple[Device, ...] = ()


@dataclass(frozen=True, slots=True)
class VerdictLook:
    """How the answer to one scan looks, sounds and reads.

    Attributes:
        code: of ``state.scan_verdict`` or one of ours.
        fill, fg, outline: color tokens; ``outline`` "" for none.
        sound: name of a sound in the tokens, "" for silence.
        is_full: the answer covers the table.
        scanned: what was read, for the right end of the band.
        at: when it was shown.
        answered_ms: suffix key to painted verdict; None until it was painted once.
    """

    code: str
    headline: str
    second: str
    fill: str
    fg: str
    icon: str
    outline: str = ""
    sound: str = ""
    is_full: bool = False
    scanned: str = ""
    at: datetime | None = None
    answered_ms: float | None = None

    @property
    def spoken(self) -> str:
        """For a screen reader."""
        return f"{self.headline}. {self.second}" if self.second else self.headline


@dataclass(frozen=True, slots=True)
class CompareCard:
    """One side of the wrong-item field. ``common`` letters of the SKU are the same on both sides."""

    title: str
    option: str
    sku: str
    common: int
    bin: str = ""
    picture: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class FloodFacts:
    """A full red field: wrong item (with cards) or order stop (without). ``next_action_short`` is for narrow windows."""

    look: VerdictLook
    next_action: str
    next_action_short: str = ""
    remaining: int = 0
    total: int = 0
    scanned: CompareCard | None = None
    expected: CompareCard | None = None


@dataclass(frozen=True, slots=True)
class JobFacts:
    """One paper of the shipment on the table; ``state`` is a code of ``state.print_job``."""

    kind: str
    state: str
    printer: str = ""
    media: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class PackedFacts:
    """The shipment that was just finished. ``seconds`` from its opening here, None if it was opened elsewhere."""

    order_number: str
    customer_name: str
    units: int
    parcel_no: int
    parcel_count: int
    seconds: int | None
    at: datetime
    jobs: tuple[JobFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class Screen:
    """Everything the pane paints, in one value; equal screens look the same.

    Attributes:
        page: idle, active or packed.
        flood: covers the page until the next scan or key.
        typing: number typed by hand so far.
        waiting: scans kept that are not answered yet.
    """

    page: str = "idle"
    view: PackView | None = None
    band: VerdictLook | None = None
    flood: FloodFacts | None = None
    packed: PackedFacts | None = None
    typing: str = ""
    waiting: int = 0
    is_help: bool = False


@dataclass(frozen=True, slots=True)
class QueueGroup:
    """Rows that must leave by the same time; ``due`` None for those without one."""

    due: datetime | None
    is_late: bool
    rows: tuple[QueueRow, ...]


@dataclass(frozen=True, slots=True)
class QueueFacts:
    """The queue beside the table, most urgent group first."""

    groups: tuple[QueueGroup, ...] = ()
    total: int = 0
    at_tables: Mapping[str, str] = field(default_factory=dict)


def product_name(title: str, option: str) -> str:
    """Title and the distinguishing part: ``Stoneware mug 300 ml, Moss``."""
    if not option or title.casefold().endswith(option.casefold()):
        return title
    return f"{title}, {option}" if title else option


def line_at(view: PackView | None, line_no: int) -> PackLine | None:
    """The line with this number, None if there is none."""
    if view is None:
        return None
    return next((line for line in view.lines if line.line_no == line_no), None)


def common_part(left: str, right: str) -> int:
    """How many leading letters two SKUs share, cut back to the last separator so that whole parts are marked."""
    length = 0
    for a, b in zip(left, right, strict=False):
        if a.casefold() != b.casefold():
            break
        length += 1
    if length == len(left) == len(right):
        return length
    cut = max((left.rfind(sign, 0, length) for sign in "-_./ "), default=-1)
    return cut + 1 if cut >= 0 else length


def spaced_code(text: str) -> str:
    """A long code in groups an eye can compare; GTIN-13 as printed under its bars. Separators of GS1 data become visible."""
    shown = text.replace("\x1d", "␝")
    if not shown.isdigit():
        return shown
    if len(shown) == 13:
        return f"{shown[0]} {shown[1:7]} {shown[7:]}"
    if len(shown) < 8:
        return shown
    return " ".join(shown[start : start + 4] for start in range(0, len(shown), 4))


def group_queue(rows: tuple[QueueRow, ...], now: datetime, max_groups: int = 2) -> QueueFacts:
    """Group waiting shipments by the time they must leave: late ones first, then by time, unnamed times last.

    More than ``max_groups`` times are merged into the last group, so that nothing is left out of the counts.
    """
    waiting = [row for row in rows if not row.claimed_by]
    late = tuple(row for row in waiting if row.ship_by_at and row.ship_by_at < now)
    by_time: dict[datetime | None, list[QueueRow]] = {}
    for row in waiting:
        if row not in late:
            by_time.setdefault(row.ship_by_at, []).append(row)
    ordered = sorted(by_time, key=lambda due: (due is None, due.timestamp() if due else 0.0))
    groups = [QueueGroup(late[0].ship_by_at, True, late)] if late else []
    room = max(1, max_groups - len(groups))
    groups += [QueueGroup(due, False, tuple(by_time[due])) for due in ordered[:room]]
    if len(ordered) > room:
        rest = tuple(row for due in ordered[room:] for row in by_time[due])
        last = groups.pop()
        groups.append(QueueGroup(last.due, last.is_late, last.rows + rest))
    tables = {row.claimed_by: row.order_number for row in rows if row.claimed_by}
    return QueueFacts(tuple(groups), len(waiting), tables)
