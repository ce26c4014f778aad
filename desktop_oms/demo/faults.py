"""What a packer does wrong, planted on purpose: each kind with the answers that count as caught."""

from __future__ import annotations

from dataclasses import dataclass

# Kind of fault -> verdict codes and reasons ("" any) that catch it. None of them may book a unit.
CAUGHT_BY: dict[str, tuple[tuple[str, str], ...]] = {
    "wrong_item": (("wrong_item", ""),),
    "too_many": (("too_many", ""),),
    "pack_too_big": (("too_many", ""),),
    "unknown_code": (("unknown_code", ""),),
    "misread": (("garbled", ""),),
    "damaged_command": (("garbled", ""),),
    "order_not_found": (("order_stop", "not_found"),),
    "order_shipped": (("order_stop", "already_shipped"),),
    "order_held": (("order_stop", "on_hold"),),
    "order_cancelled": (("order_stop", "cancelled"),),
    "done_too_early": (("command_refused", "units_missing"),),
    "other_order": (("needs_data", "switch_order"),),
}
# After these the table is empty and the order must be scanned again.
CLEARS_TABLE = frozenset({"order_not_found", "order_shipped", "order_held", "order_cancelled"})


@dataclass(frozen=True, slots=True)
class SentScan:
    """One scan the hands made; ``fault`` is its kind, "" for an honest one."""

    text: str
    fault: str = ""


def is_caught(fault: str, verdict: str, reason: str, units_booked: int) -> bool:
    """Whether an answer catches a planted fault: the right refusal, and nothing booked."""
    if units_booked:
        return False
    return any(verdict == code and wanted in ("", reason) for code, wanted in CAUGHT_BY[fault])


def with_wrong_digit(code: str) -> str:
    """A GTIN whose check digit is off by one, as a scratched label reads; "" for other codes."""
    if not code.isdigit() or len(code) not in (8, 12, 13, 14):
        return ""
    return code[:-1] + str((int(code[-1]) + 1) % 10)
