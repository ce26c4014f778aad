"""How the window writes money, numbers, dates, times and ages: the only formatter of the interface.

Marks and month names come from the person's locale (``QLocale``), the currency sign from ``domain.money``. Times are shown in
the shop's zone; "now" is asked from a clock the caller gives, so a picture or a test can stand still.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from PySide6.QtCore import QDate, QLocale

from desktop_oms.domain.errors import UsageError
from desktop_oms.domain.money import display_amount
from desktop_oms.ui.texts import t

MINUS = "−"
_LATE_TONE = "bad"
_SOON_TONE = "warn"


@dataclass(frozen=True, slots=True)
class ShipBy:
    """The ship-by clock of one order.

    Attributes:
        text: "2 h late", "18 min", "1 h 58", "Sat 12:00" or "2 Dec".
        tone: "bad" when late, "warn" under two hours, "" otherwise.
        left: part of the ring still there, 0..1 over the last day.
        exact: time with zone for the tooltip.
    """

    text: str
    tone: str
    left: float
    exact: str


def isolated(text: str) -> str:
    """Wrap a stranger's text so that its writing direction stays its own and does not turn the line around it."""
    return f"\u2068{text}\u2069" if text else ""


def utc_now() -> datetime:
    """The present moment, aware."""
    return datetime.now(UTC)


class Formatter:
    """Writes values for people in one locale and zone.

    Args:
        locale_name: for example ``en_GB``; empty takes the system's.
        zone: where the shop is; None takes the computer's zone.
        now: the clock.
    """

    def __init__(
        self, locale_name: str = "", zone: tzinfo | None = None, now: Callable[[], datetime] = utc_now
    ) -> None:
        self.locale = QLocale(locale_name) if locale_name else QLocale.system()
        self.zone = zone
        self.now = now
        self._decimal = self.locale.decimalPoint()
        # Why no blank: the C locale groups nothing, and an order list without groups is hard to read.
        self._group = self.locale.groupSeparator() or ","
        self._months = [
            self.locale.standaloneMonthName(month, QLocale.FormatType.ShortFormat) for month in range(1, 13)
        ]
        self._days = [self.locale.standaloneDayName(day, QLocale.FormatType.ShortFormat) for day in range(1, 8)]

    def money(self, minor: int, currency: str) -> str:
        """Return the amount as the shop writes it; an unknown currency shows the bare minor units and its code."""
        try:
            return display_amount(minor, currency, decimal_mark=self._decimal, group_mark=self._group)
        except UsageError:
            return f"{currency} {minor}"

    def number(self, value: int) -> str:
        """Return a whole number with groups and a true minus sign."""
        digits = f"{abs(value):,}".replace(",", self._group)
        return f"{MINUS}{digits}" if value < 0 else digits

    def signed(self, value: int) -> str:
        """Return a change: ``+60``, ``−2``, ``0``."""
        return f"+{self.number(value)}" if value > 0 else self.number(value)

    def local(self, at: datetime) -> datetime:
        """Move an aware time to the shop's zone."""
        return at.astimezone(self.zone)

    def time(self, at: datetime) -> str:
        """Return ``14:02``."""
        return f"{self.local(at):%H:%M}"

    def day(self, at: datetime) -> str:
        """Return ``2 Dec``, with the year when it is not this one."""
        local = self.local(at)
        text = f"{local.day} {self._months[local.month - 1]}"
        return text if local.year == self.local(self.now()).year else f"{text} {local.year}"

    def when(self, at: datetime) -> str:
        """Return the shortest clear time: ``14:02`` today, ``Thu 22:14`` within six days, else the day."""
        local, today = self.local(at), self.local(self.now())
        if local.date() == today.date():
            return f"{local:%H:%M}"
        if abs((local.date() - today.date()).days) < 7:
            return f"{self._days[local.weekday()]} {local:%H:%M}"
        return self.day(at)

    def exact(self, at: datetime) -> str:
        """Return date and time with seconds and zone, for tooltips."""
        local = self.local(at)
        date = self.locale.toString(QDate(local.year, local.month, local.day), QLocale.FormatType.LongFormat)
        return f"{date} {local:%H:%M:%S} {local.tzname() or ''}".strip()

    def duration(self, span: timedelta) -> str:
        """Return ``12 s``, ``18 min``, ``1 h 58`` or ``3 d``."""
        seconds = max(0, int(span.total_seconds()))
        if seconds < 60:
            return t("time.seconds", n=seconds)
        minutes = seconds // 60
        if minutes < 60:
            return t("time.minutes", n=minutes)
        hours, minutes = divmod(minutes, 60)
        if hours < 48:
            return t("time.hours_minutes", h=hours, m=f"{minutes:02}")
        return t("time.days", n=hours // 24)

    def age(self, at: datetime) -> str:
        """Return how long ago something was."""
        return self.duration(self.now() - at)

    def ship_by(self, due: datetime | None) -> ShipBy:
        """Return the ship-by clock; empty when there is no due time."""
        if due is None:
            return ShipBy("", "", 0.0, "")
        left = due - self.now()
        part = max(0.0, min(1.0, left / timedelta(hours=6)))
        if left < timedelta(0):
            return ShipBy(t("time.late", span=self._coarse(-left)), _LATE_TONE, 0.0, self.exact(due))
        if left < timedelta(hours=2):
            return ShipBy(self.duration(left), _SOON_TONE, part, self.exact(due))
        if left < timedelta(hours=6):
            return ShipBy(self.duration(left), "", part, self.exact(due))
        return ShipBy(self.when(due), "", part, self.exact(due))

    def _coarse(self, span: timedelta) -> str:
        hours = int(span.total_seconds()) // 3600
        if hours >= 48:
            return t("time.days", n=hours // 24)
        return t("time.hours", n=hours) if hours else self.duration(span)
