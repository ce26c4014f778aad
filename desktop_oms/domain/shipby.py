"""When an order must leave: the channel's promise, or our own handling time counted in working days.

Pure; the time zone data is a table like any other. Invariant: the answer is an aware UTC time at the warehouse's own cut-off of a day on
which it works, also across summer time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from desktop_oms.domain.errors import RuleError

_FARTHEST_DAYS = 400


@dataclass(frozen=True, slots=True)
class WarehouseCalendar:
    """When a warehouse hands parcels over.

    Attributes:
        timezone: IANA name.
        handling_days: working days between paid and ship-by; 0 means the same day if paid before the cut-off.
        cutoffs: local cut-off per weekday (Monday 0); a weekday without one is no working day.
        holidays: local days without work.
    """

    timezone: str
    handling_days: int = 1
    cutoffs: Mapping[int, time] = field(default_factory=lambda: {weekday: time(16, 0) for weekday in range(5)})
    holidays: frozenset[date] = frozenset()


def ship_by(
    channel_ship_by_at: datetime | None, paid_at: datetime | None, calendar: WarehouseCalendar
) -> datetime | None:
    """The latest moment the order may leave, in UTC.

    The channel's own promise wins untouched. Else the clock starts on the first working day on which the payment came before the cut-off,
    and ends at the cut-off ``handling_days`` working days later. Unpaid orders have no ship-by.

    Raises:
        RuleError: ``calendar.no_working_day`` when the calendar has none within 400 days.
    """
    if channel_ship_by_at is not None:
        return channel_ship_by_at.astimezone(UTC)
    if paid_at is None:
        return None
    local = paid_at.astimezone(ZoneInfo(calendar.timezone))
    day = local.date()
    # Why compare in UTC: when clocks are set back, the same wall time passes twice.
    if not _is_working(day, calendar) or paid_at.astimezone(UTC) > cutoff_at(day, calendar):
        day = _next_working(day, calendar)
    for _ in range(calendar.handling_days):
        day = _next_working(day, calendar)
    return cutoff_at(day, calendar)


def cutoff_at(day: date, calendar: WarehouseCalendar) -> datetime:
    """Cut-off of a working day in UTC. A wall time that summer time skips counts as the hour after; one that comes twice, as the first."""
    wall = datetime.combine(day, calendar.cutoffs[day.weekday()], tzinfo=ZoneInfo(calendar.timezone))
    return wall.astimezone(UTC)


def next_cutoff(now: datetime, calendar: WarehouseCalendar) -> datetime:
    """The first cut-off at or after ``now``, in UTC."""
    day = now.astimezone(ZoneInfo(calendar.timezone)).date()
    if _is_working(day, calendar) and now.astimezone(UTC) <= cutoff_at(day, calendar):
        return cutoff_at(day, calendar)
    return cutoff_at(_next_working(day, calendar), calendar)


def _is_working(day: date, calendar: WarehouseCalendar) -> bool:
    return day.weekday() in calendar.cutoffs and day not in calendar.holidays


def _next_working(day: date, calendar: WarehouseCalendar) -> date:
    for ahead in range(1, _FARTHEST_DAYS):
        candidate = day + timedelta(days=ahead)
        if _is_working(candidate, calendar):
            return candidate
    raise RuleError("calendar.no_working_day", after=day.isoformat())
