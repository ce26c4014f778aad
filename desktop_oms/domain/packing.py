"""Judge one scan at the packing table.

Facts in, one outcome out; nothing is booked here (see app.packing). Outcomes are those of packing-station.md 1.5 and the codes are
those of ``state.scan_verdict`` in the design tokens. Cost per scan: one look at each line of the shipment, no search.
Invariant: only ok, line_done and order_packed carry moves, and moves never take a line above what it needs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

from desktop_oms.domain.codes import ScannedCode
from desktop_oms.domain.gs1 import is_gs1_date

BOOKING_CODES = ("ok", "line_done", "order_packed")


@dataclass(frozen=True, slots=True)
class LineToPack:
    """One line of the shipment on the table, in base pieces.

    Attributes:
        needed: pieces to verify, short pieces already taken off.
        codes: every barcode key that stands for this variant and how many pieces it stands for (pack of six: 6).
        wants: what must be captured per piece or scan, of ``serial``, ``lot``, ``best_before``.
        used_serials: serials already verified in this shipment, for this variant.
    """

    line_no: int
    shipment_line_id: int
    variant_id: int
    sku: str
    needed: int
    done: int
    codes: Mapping[str, int]
    ship_by_at: datetime | None = None
    wants: tuple[str, ...] = ()
    used_serials: frozenset[str] = frozenset()

    @property
    def open(self) -> int:
        """Pieces still to verify."""
        return max(0, self.needed - self.done)


class OpenLine(Protocol):
    """As much of a line as it takes to say which one is next."""

    @property
    def line_no(self) -> int: ...
    @property
    def open(self) -> int: ...


@dataclass(frozen=True, slots=True)
class TotePeer:
    """Another order in the same tote that still needs an article: barcode keys, order number and slot to move it to."""

    order_number: str
    slot: str
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """What a scanned key means in the books although no line here wants it."""

    variant_id: int
    sku: str
    title: str = ""
    option: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True)
class PendingUnit:
    """A recognized article that waits for its serial, lot or best-before. Kept by the station until the next scan."""

    line_no: int
    variant_id: int
    quantity: int
    scan_text: str
    lot: str = ""
    serial: str = ""
    best_before: str = ""


@dataclass(frozen=True, slots=True)
class UnitMove:
    """Book ``quantity`` >= 1 pieces as verified on a line. ``best_before`` is YYMMDD."""

    line_no: int
    shipment_line_id: int
    variant_id: int
    quantity: int
    lot: str = ""
    serial: str = ""
    best_before: str = ""


@dataclass(frozen=True, slots=True)
class ScanOutcome:
    """The one answer to one scan.

    Attributes:
        code: ok, line_done, order_packed, wrong_item, too_many, other_order_same_tote, unknown_code, needs_data or garbled.
        reason: finer cause: serial, lot, best_before, is_article, used_serial, factor, or the decoder's reason.
        line_no, sku, done, of: the line concerned after booking; 0 and "" when none. For wrong_item: the line expected next.
        remaining: pieces of the whole shipment still to verify after booking.
        moves: what to book; empty unless the code is one of ``BOOKING_CODES``.
        pending: to hand in with the next scan; None ends any wait.
        data: facts for the sentence.
    """

    code: str
    reason: str = ""
    line_no: int = 0
    sku: str = ""
    done: int = 0
    of: int = 0
    remaining: int = 0
    moves: tuple[UnitMove, ...] = ()
    pending: PendingUnit | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PackTable:
    """The shipment on the table as the judge needs it.

    Attributes:
        current_line: line the screen shows, 0 for none.
        pending: from the outcome before.
        multiplier: pieces of the code per scan, set by CTRLXFIVE or CTRLXTEN; 1 otherwise.
        kit_codes: keys of kit parents that may stand for a whole kit -> (variant, pieces) of its components.
        peers: other orders in the same tote.
    """

    lines: tuple[LineToPack, ...]
    current_line: int = 0
    pending: PendingUnit | None = None
    multiplier: int = 1
    kit_codes: Mapping[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    peers: tuple[TotePeer, ...] = ()

    @property
    def remaining(self) -> int:
        """Pieces still to verify."""
        return sum(line.open for line in self.lines)


def verify_unit(table: PackTable, scan: ScannedCode, known: KnownArticle | None = None) -> ScanOutcome:
    """Match one scanned unit against what is still missing and say what follows.

    Args:
        table: a shipment in state ``packing`` and leased to the calling station.
        scan: decoded, and no command (those are the handler's).
        known: the article the books know under ``scan.key``, None if none.

    Order of checks: readable, data wanted by the scan before, line of this shipment, kit parent, other order in the tote, known elsewhere,
    unknown. A code that stands for several articles means the one on the current line as long as that has room (P05); a product in
    two lines fills the line with the earlier ship-by first. A pack code counts with its factor or, if that is too many, not at all (P06).
    """
    if scan.kind in ("garbled", "command"):
        return ScanOutcome("garbled", reason=scan.reason or scan.kind, remaining=table.remaining)
    if table.pending:
        return _take_data(table, table.pending, scan, known)
    lines = _meant_lines(table, scan)
    if lines:
        return _verify(table, lines, scan)
    if scan.key in table.kit_codes:
        return _verify_kit(table, table.kit_codes[scan.key])
    return _refuse_stranger(table, scan, known)


def next_multiplier(command: str) -> int:
    """Multiplier after a quantity command; the last one counts, digits are never appended to one another (P12)."""
    return {"times_five": 5, "times_ten": 10}.get(command, 1)


def suggest_line(lines: Sequence[OpenLine], current_line: int) -> int:
    """Line to show next: the current one while it is open, else the open one to leave first; 0 when all are done."""
    if any(line.line_no == current_line and line.open for line in lines):
        return current_line
    waiting = sorted((line for line in lines if line.open), key=lambda line: line.line_no)
    return waiting[0].line_no if waiting else 0


def _factor(line: LineToPack, scan: ScannedCode) -> int:
    """Pieces the scan stands for on this line; 0 if it does not mean this line's article."""
    return line.codes.get(scan.key, 0)


def _urgency(line: LineToPack) -> tuple[bool, float, int]:
    """Sort key: the earliest ship-by first, lines without one last."""
    return (line.ship_by_at is None, line.ship_by_at.timestamp() if line.ship_by_at else 0.0, line.line_no)


def _meant_lines(table: PackTable, scan: ScannedCode) -> list[LineToPack]:
    """Lines of the one article the scan means, most urgent first; empty if it means none here."""
    matching = sorted((line for line in table.lines if _factor(line, scan)), key=_urgency)
    by_variant: dict[int, list[LineToPack]] = {}
    for line in matching:
        by_variant.setdefault(line.variant_id, []).append(line)
    candidates = list(by_variant.values())
    candidates.sort(key=lambda lines: not any(line.line_no == table.current_line for line in lines))
    roomy = [lines for lines in candidates if sum(line.open for line in lines) >= _pieces(table, lines[0], scan)]
    chosen = roomy or candidates
    return chosen[0] if chosen else []


def _pieces(table: PackTable, line: LineToPack, scan: ScannedCode) -> int:
    """Pieces this scan books. Serial-tracked articles go one by one, because every piece has its own serial (P18)."""
    if "serial" in line.wants:
        return 1
    return _factor(line, scan) * scan.count * max(1, table.multiplier)


def _verify(table: PackTable, lines: list[LineToPack], scan: ScannedCode) -> ScanOutcome:
    first = next((line for line in lines if line.open), lines[0])
    pieces = _pieces(table, first, scan)
    if pieces < 1:
        return _about(table, first, "garbled", reason="factor")
    if pieces > sum(line.open for line in lines):
        return _about(table, first, "too_many", data={"pieces": pieces, "open": sum(line.open for line in lines)})
    unit = PendingUnit(first.line_no, first.variant_id, pieces, scan.text, scan.lot, scan.serial, scan.best_before)
    return _complete(table, lines, first, unit)


def _complete(table: PackTable, lines: list[LineToPack], first: LineToPack, unit: PendingUnit) -> ScanOutcome:
    """Book the unit, or ask for what it still lacks."""
    if unit.serial and unit.serial in first.used_serials:
        # Why ask again: the piece in the hand may be right and only the label read twice; nothing is booked.
        return _about(
            table, first, "needs_data", reason="used_serial", pending=replace(unit, serial=""), data={"wants": "serial"}
        )
    missing = next((want for want in first.wants if not getattr(unit, want)), "")
    if missing:
        return _about(table, first, "needs_data", reason=missing, pending=unit, data={"wants": missing})
    moves: list[UnitMove] = []
    left = unit.quantity
    for line in lines:
        take = min(left, line.open)
        if take:
            moves.append(
                UnitMove(
                    line.line_no, line.shipment_line_id, line.variant_id, take, unit.lot, unit.serial, unit.best_before
                )
            )
            left -= take
    return _booked(table, moves)


def _take_data(table: PackTable, unit: PendingUnit, scan: ScannedCode, known: KnownArticle | None) -> ScanOutcome:
    """Read the scan as the serial, lot or date the unit before waits for."""
    lines = sorted((line for line in table.lines if line.variant_id == unit.variant_id), key=_urgency)
    first = next((line for line in lines if line.open), None)
    if first is None or unit.quantity > sum(line.open for line in lines):
        return verify_unit(replace(table, pending=None), scan, known)
    want = next((want for want in first.wants if not getattr(unit, want)), "")
    is_other_article = bool(scan.gtin) and not _factor(first, scan)
    if scan.kind == "gs1" and not is_other_article and (scan.lot or scan.serial or scan.best_before):
        filled = replace(
            unit,
            lot=unit.lot or scan.lot,
            serial=unit.serial or scan.serial,
            best_before=unit.best_before or scan.best_before,
        )
        return _complete(table, lines, first, filled)
    # Why: an article's or an order's code read as serial would invent one (P18).
    if known or scan.kind in ("gtin", "typed", "gs1") or any(_factor(line, scan) for line in table.lines):
        return _about(table, first, "needs_data", reason="is_article", pending=unit, data={"wants": want})
    if want == "best_before" and not is_gs1_date(scan.text):
        return _about(table, first, "needs_data", reason="best_before", pending=unit, data={"wants": want})
    return _complete(table, lines, first, _with_data(unit, want, scan.text))


def _with_data(unit: PendingUnit, want: str, text: str) -> PendingUnit:
    if want == "lot":
        return replace(unit, lot=text)
    return replace(unit, serial=text) if want == "serial" else replace(unit, best_before=text)


def _verify_kit(table: PackTable, components: tuple[tuple[int, int], ...]) -> ScanOutcome:
    """One scan of the kit's own code proves all its components, or none."""
    moves: list[UnitMove] = []
    for variant_id, per_kit in components:
        left = per_kit * max(1, table.multiplier)
        lines = sorted((line for line in table.lines if line.variant_id == variant_id), key=_urgency)
        for line in lines:
            take = min(left, line.open)
            if line.wants and take:
                return _about(table, line, "needs_data", reason="kit_by_parts", data={"wants": line.wants[0]})
            if take:
                moves.append(UnitMove(line.line_no, line.shipment_line_id, variant_id, take))
                left -= take
        if left:
            return (
                _about(table, lines[0], "too_many", reason="kit")
                if lines
                else ScanOutcome("wrong_item", reason="kit", remaining=table.remaining)
            )
    return _booked(table, moves)


def _booked(table: PackTable, moves: list[UnitMove]) -> ScanOutcome:
    """The good answer: the last line touched decides between ok and line done."""
    added: dict[int, int] = {}
    for move in moves:
        added[move.line_no] = added.get(move.line_no, 0) + move.quantity
    line = next(line for line in table.lines if line.line_no == moves[-1].line_no)
    done = line.done + added[line.line_no]
    remaining = table.remaining - sum(added.values())
    code = "order_packed" if not remaining else "line_done" if done >= line.needed else "ok"
    pieces = sum(added.values())
    return ScanOutcome(
        code,
        line_no=line.line_no,
        sku=line.sku,
        done=done,
        of=line.needed,
        remaining=remaining,
        moves=tuple(moves),
        data={"pieces": pieces},
    )


def _about(
    table: PackTable,
    line: LineToPack,
    code: str,
    *,
    reason: str = "",
    pending: PendingUnit | None = None,
    data: Mapping[str, Any] | None = None,
) -> ScanOutcome:
    """An answer that books nothing and names the line it is about, with what is wanted and what is there (P16)."""
    return ScanOutcome(
        code,
        reason=reason,
        line_no=line.line_no,
        sku=line.sku,
        done=line.done,
        of=line.needed,
        remaining=table.remaining,
        pending=pending,
        data=data or {},
    )


def _refuse_stranger(table: PackTable, scan: ScannedCode, known: KnownArticle | None) -> ScanOutcome:
    """Nothing in this shipment carries the code."""
    for peer in table.peers:
        if scan.key in peer.codes:
            return ScanOutcome(
                "other_order_same_tote",
                remaining=table.remaining,
                data={"order": peer.order_number, "slot": peer.slot},
            )
    if known:
        return _wrong_item(table, known)
    if scan.doubt:
        return ScanOutcome("garbled", reason=scan.doubt, remaining=table.remaining, data={"raw": scan.raw})
    return ScanOutcome("unknown_code", remaining=table.remaining, data={"code": scan.text})


def _wrong_item(table: PackTable, known: KnownArticle) -> ScanOutcome:
    """A known article nobody asked for here, beside the one that is expected."""
    expected_no = suggest_line(table.lines, table.current_line)
    data: dict[str, Any] = {
        "scanned_sku": known.sku,
        "scanned_title": known.title,
        "scanned_option": known.option,
        "scanned_picture": known.picture,
        "scanned_variant_id": known.variant_id,
    }
    for line in table.lines:
        if line.line_no == expected_no:
            return _about(table, line, "wrong_item", data={**data, "expected_sku": line.sku})
    return ScanOutcome("wrong_item", remaining=table.remaining, data=data)
