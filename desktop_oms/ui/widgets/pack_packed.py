"""The page after the last scan: green field, papers with the states of their jobs, what to do next."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFont, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop_oms.app.records import QueueRow
from desktop_oms.ui.formats import Formatter
from desktop_oms.ui.texts import t, texts
from desktop_oms.ui.theme import theme
from desktop_oms.ui.widgets.pack_cards import ship_by_chip
from desktop_oms.ui.widgets.pack_facts import JobFacts, PackedFacts, VerdictLook
from desktop_oms.ui.widgets.pack_paint import LEFT, RIGHT, PackWidget, begin, icon, panel, text, wrap

_JOB_ICON = {"packing_slip": "ph.file-text", "label": "ph.barcode"}


class PackedField(PackWidget):
    """The green field: all packed, who, how many, how long."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts: PackedFacts | None = None
        self._look: VerdictLook | None = None
        self._formatter = Formatter()

    def set_formatter(self, formatter: Formatter) -> None:
        """Whose clock and zone the time is in."""
        self._formatter = formatter

    def show_packed(self, facts: PackedFacts, look: VerdictLook) -> None:
        """Show this shipment as packed."""
        self._facts, self._look = facts, look
        self.say(f"{facts.order_number}. {look.spoken}")
        self.refresh(facts, look)

    def sizeHint(self) -> QSize:
        return QSize(800, 332)

    def minimumSizeHint(self) -> QSize:
        return QSize(400, 180)

    def paintEvent(self, _event: QPaintEvent) -> None:
        facts, look = self._facts, self._look
        if facts is None or look is None:
            return
        with begin(self) as painter:
            rect = QRectF(self.rect())
            panel(painter, rect, look.fill, "")
            side = min(150.0, rect.height() * 0.5)
            # The sign's disc fills 13/16 of its em square.
            sign = side * 16 / 13
            middle = rect.center().y()
            icon(painter, 66 - (sign - side) / 2, middle - sign / 2, sign, look.icon, look.fg)
            left = 66 + side + 54
            room = rect.width() - left - 40
            who = t("packing.packed.who", order=facts.order_number, name=facts.customer_name)
            big = QFont(self.sizes.font("pack_flood"))
            big.setPixelSize(round(big.pixelSize() * 0.875))
            step = big.pixelSize()
            second = self.sizes.font("pack_next_action", True, 500)
            text(
                painter,
                QRectF(left, middle - step * 0.6 - 44, room, 36),
                who,
                self.sizes.font("pack_second", True, 500),
                look.fg,
            )
            text(painter, QRectF(left, middle - step * 0.62, room, step * 1.12), look.headline, big, look.fg)
            text(painter, QRectF(left, middle + step * 0.52, room - 120, 46), look.second, second, look.fg)
            lines = [f"{self._formatter.local(facts.at):%H:%M:%S}"]
            if facts.seconds is not None:
                lines.insert(
                    0, t("packing.packed.span", span=self._formatter.duration(timedelta(seconds=facts.seconds)))
                )
            if look.answered_ms is not None:
                lines[-1] = t("packing.band.answered", time=lines[-1], n=max(1, round(look.answered_ms)))
            top = rect.bottom() - 40 - 28 * len(lines)
            for line in lines:
                text(
                    painter,
                    QRectF(rect.right() - 348, top, 300, 26),
                    line,
                    theme().font("pack_body", True, 500),
                    look.fg,
                    RIGHT,
                )
                top += 28


class PrintJobCard(PackWidget):
    """One paper and the honest state of its job: sent to the printer is not printed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job: JobFacts | None = None

    def show_job(self, job: JobFacts | None) -> None:
        """Show this job; hidden when there is none."""
        self._job = job
        self.setVisible(job is not None)
        if job is not None:
            error = f". {_print_error(job.error)}" if job.error else ""
            self.say(f"{self._title(job)}, {texts().state('print_job', job.state)}{error}")
        self.refresh(job)

    @staticmethod
    def _title(job: JobFacts) -> str:
        code = f"packing.job.{job.kind}"
        return t(code) if code in texts() else t("packing.job.other", kind=job.kind.replace("_", " ").capitalize())

    def sizeHint(self) -> QSize:
        return QSize(300, 104 if self.sizes.is_small else 117)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        job = self._job
        if job is None:
            return
        with begin(self) as painter:
            rect = QRectF(self.rect())
            panel(painter, rect)
            style = theme().state("print_job", job.state)
            middle = rect.center().y()
            spot = QRectF(21, middle - 32, 64, 64)
            panel(painter, spot, "panel2", "", radius=10)
            icon(painter, spot.left() + 16, spot.top() + 16, 32, _JOB_ICON.get(job.kind, "ph.file"), "text2")
            left, room = spot.right() + 18, rect.width() - spot.right() - 34
            where = ", ".join(part for part in (job.media, job.printer) if part)
            top = middle - (39 if where else 28)
            text(painter, QRectF(left, top, room, 28), self._title(job), theme().font("headline"), "text")
            top += 28
            if where:
                text(painter, QRectF(left, top, room, 24), where, theme().font("subtitle", True, 400), "text2")
                top += 25
            icon(painter, left, top + 3, 19, style.icon, f"{style.tone}Text")
            state = texts().state("print_job", job.state)
            what = f"{state}. {_print_error(job.error)}" if job.error else state
            text(
                painter,
                QRectF(left + 27, top, room - 27, 24),
                what,
                theme().font("subtitle", True, 600),
                f"{style.tone}Text",
            )


class NextActionCard(PackWidget):
    """What the hands do now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action = ""

    def show_action(self, action: str) -> None:
        """Show this; the sentence about the next scan stands below it."""
        self._action = action
        self.say(f"{action}. {t('packing.packed.then')}")
        self.refresh(action)

    def sizeHint(self) -> QSize:
        return QSize(600, 214)

    def minimumSizeHint(self) -> QSize:
        return QSize(300, 120)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with begin(self) as painter:
            rect = QRectF(self.rect())
            panel(painter, rect, "panel", "accent", 2.0)
            middle = rect.center().y()
            icon(painter, 40, middle - 34, 68, "ph.arrow-right-bold", "accentText")
            left, room = 135.0, rect.width() - 160
            font = self.sizes.font("pack_product", True)
            text(painter, QRectF(left, middle - 56, room, 60), wrap(self._action, font, room, 1)[0], font, "text", LEFT)
            text(
                painter,
                QRectF(left, middle + 8, room, 44),
                t("packing.packed.then"),
                self.sizes.font("pack_next_action", False, 400),
                "text2",
            )


class NextOrderCard(PackWidget):
    """The most urgent order that waits."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row: QueueRow | None = None
        self._formatter = Formatter()

    def set_formatter(self, formatter: Formatter) -> None:
        """Whose clock and zone the times are in."""
        self._formatter = formatter

    def show_row(self, row: QueueRow | None) -> None:
        """Show the first of the queue; None when nothing waits."""
        self._row = row
        self.say(f"{t('packing.packed.urgent')}: {row.order_number}" if row else t("packing.packed.empty"))
        self.refresh(row)

    def sizeHint(self) -> QSize:
        return QSize(600, 76 if self.sizes.is_small else 88)

    def minimumSizeHint(self) -> QSize:
        return QSize(300, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        with begin(self) as painter:
            rect = QRectF(self.rect())
            panel(painter, rect)
            middle = rect.center().y()
            row = self._row
            if row is None:
                icon(painter, 23, middle - 15, 30, "ph.check-circle", "okText")
                text(
                    painter,
                    QRectF(71, middle - 16, rect.width() - 90, 32),
                    t("packing.packed.empty"),
                    theme().font("headline"),
                    "text",
                )
                return
            icon(painter, 23, middle - 15, 30, "paint:pie(0)", "accent")
            edge = rect.right() - 10
            clock = self._formatter.ship_by(row.ship_by_at)
            if row.ship_by_at is not None:
                what = (
                    clock.text
                    if clock.tone == "bad"
                    else t("packing.head.ship_by", time=self._formatter.when(row.ship_by_at))
                )
                edge = ship_by_chip(painter, rect.right() - 24, middle, what, clock.tone or "neutral", clock.left)
            items = t("packing.queue.items", n=row.item_count)
            text(
                painter,
                QRectF(edge - 140, middle - 16, 122, 32),
                items,
                theme().font("pack_body", True, 400),
                "text2",
                RIGHT,
            )
            room = edge - 160 - 71
            text(
                painter,
                QRectF(71, middle - 29, room, 24),
                t("packing.packed.urgent"),
                theme().font("pack_label", False, 400),
                "text2",
            )
            who = t("packing.packed.who", order=row.order_number, name=row.customer_name)
            text(painter, QRectF(71, middle - 6, room, 34), who, self.sizes.font("pack_second", False, 600), "text")


def _print_error(error: str) -> str:
    """What a print job noted as ``code: reason``, in words; anything else as it stands."""
    code, _colon, reason = error.partition(": ")
    if f"error.{code}" not in texts():
        return error
    return texts().reason(code, {"printer": "", "reason": reason}).what
