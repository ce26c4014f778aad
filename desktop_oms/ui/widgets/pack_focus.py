"""The focus card: what to scan next, its picture, how many of it, how many of all."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop_oms.app.records import PackLine, PackView
from desktop_oms.ui.pictures import PictureStore
from desktop_oms.ui.texts import t
from desktop_oms.ui.theme import theme
from desktop_oms.ui.widgets.pack_facts import line_at, product_name
from desktop_oms.ui.widgets.pack_paint import (
    CENTER,
    PackSizes,
    PackWidget,
    begin,
    icon,
    panel,
    picture,
    text,
    width_of,
    wrap_product,
)

MAX_PIPS = 8
_PIP = 44


class ProductPicture(PackWidget):
    """The picture of the article to scan next."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self._store: PictureStore | None = None

    def set_store(self, store: PictureStore) -> None:
        """Where pictures come from."""
        self._store = store
        store.arrived.connect(self.update)

    def show_picture(self, name: str, title: str) -> None:
        """Show the picture called ``name``."""
        self._name = name
        self.say(title)
        self.refresh(name)

    def sizeHint(self) -> QSize:
        return QSize(self.sizes.picture, self.sizes.picture)

    def minimumSizeHint(self) -> QSize:
        return QSize(96, 96)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with begin(self) as painter:
            side = min(self.width(), self.height(), self.sizes.picture)
            rect = QRectF(0, (self.height() - side) / 2, side, side)
            picture(painter, rect, 12, self._store.get(self._name) if self._store else None)


class NextAction(PackWidget):
    """ "Scan 1 more", the product in letters of 46 pixels, its SKU."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line: PackLine | None = None

    def show_line(self, line: PackLine | None) -> None:
        """Name what to scan next; None when all lines are done."""
        self._line = line
        self.say(f"{self._action()}. {product_name(line.title, line.option)}" if line else self._action())
        self.refresh(line)

    def _action(self) -> str:
        line = self._line
        if line is None:
            return t("packing.focus.done")
        open_ = line.of - line.done
        return t("packing.focus.scan_more" if line.done else "packing.focus.scan_first", n=open_)

    def title_lines(self, width: float) -> list[str]:
        """The product name broken to ``width``."""
        line = self._line
        if line is None:
            return []
        return wrap_product(line.title or line.sku, line.option, self.sizes.font("pack_product"), width, 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with begin(self) as painter:
            action, product, sku = (
                self.sizes.font(name, True) for name in ("pack_next_action", "pack_product", "pack_second")
            )
            lines = self.title_lines(self.width())
            step = round(product.pixelSize() * 1.13)
            block = 46 + step * len(lines) + 40
            top = max(0.0, self.height() - block)
            sign = 34 if not self.sizes.is_small else 28
            icon(
                painter,
                0,
                top + 20 - sign / 2,
                sign,
                "ph.barcode-bold" if self._line else "ph.check-circle-bold",
                "accentText",
            )
            text(painter, QRectF(sign + 10, top, self.width() - sign - 10, 40), self._action(), action, "accentText")
            top += 46
            for row in lines:
                text(painter, QRectF(0, top, self.width(), step), row, product, "text")
                top += step
            if self._line:
                text(painter, QRectF(0, top + 4, self.width(), 32), self._line.sku, sku, "text2", keeps_end=True)


class PipRow(PackWidget):
    """One square per piece up to eight, above that only the figure."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._done = 0
        self._of = 0

    def show_count(self, done: int, of: int) -> None:
        """Pieces verified of pieces wanted."""
        self._done, self._of = done, of
        self.say(t("packing.focus.count", done=done, of=of))
        self.refresh(done, of)

    def sizeHint(self) -> QSize:
        return QSize(400, _PIP + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, _PIP + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._of:
            return
        with begin(self) as painter:
            figure_font = self.sizes.font("figure", True)
            figure = t("packing.focus.count", done=self._done, of=self._of)
            step = _PIP + 8
            fits = self._of * step + width_of(figure, figure_font) + 10 <= self.width()
            x = 1.0
            if self._of <= MAX_PIPS and fits:
                for index in range(self._of):
                    self._pip(painter, QRectF(x, 1, _PIP, _PIP), index < self._done)
                    x += step
                x += 9
            text(painter, QRectF(x, 1, self.width() - x, _PIP), figure, figure_font, "text")

    def _pip(self, painter: QPainter, rect: QRectF, is_done: bool) -> None:
        if is_done:
            panel(painter, rect, "okSolid", "", radius=9)
            icon(painter, rect.left() + 11, rect.top() + 11, 22, "ph.check-bold", "onOk")
        else:
            panel(painter, rect, "panel", "control", 2.0, radius=9)


class BigNumber(PackWidget):
    """How many pieces are left: the only number of that size on any screen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._left = 0
        self._total = 0

    def show_count(self, left: int, total: int) -> None:
        """Pieces left of all pieces."""
        self._left, self._total = left, total
        self.say(f"{left} {t('packing.focus.items_left', total=total, n=total)}")
        self.refresh(left, total)

    def sizeHint(self) -> QSize:
        return QSize(self.sizes.remaining_width, 300)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizes.remaining_width, 160)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with begin(self) as painter:
            painter.setPen(QPen(theme().color("line"), 1))
            painter.drawLine(0, 0, 0, self.height())
            font = QFont(self.sizes.font("pack_remaining", True))
            figure = str(self._left)
            room = self.width() - 24
            if width_of(figure, font) > room:
                font.setPixelSize(int(font.pixelSize() * room / width_of(figure, font)))
            cap = font.pixelSize() * 0.73
            block = cap + 28 + 28 + 24 + 8
            top = (self.height() - block) / 2
            # Why by cap height: a digit's line box is a third taller than the digit, and the block would sit too low.
            center = top + cap / 2
            text(
                painter,
                QRectF(0, center - font.pixelSize(), self.width(), font.pixelSize() * 2),
                figure,
                font,
                "text",
                CENTER,
            )
            unit_top = top + cap + 28
            unit = t("packing.focus.items_left", total=self._total, n=self._total)
            unit_font = self.sizes.font("pack_second", True, 500)
            text(
                painter,
                QRectF(8, unit_top, self.width() - 16, 28),
                unit,
                _fitting(unit, unit_font, room),
                "text",
                CENTER,
            )
            self._bar(painter, QRectF(0, unit_top + 44, self.width(), 8))

    def _bar(self, painter: QPainter, rect: QRectF) -> None:
        width = min(152.0, rect.width() - 32)
        bar = QRectF(rect.center().x() - width / 2, rect.top(), width, rect.height())
        panel(painter, bar, "neutralTint", "", radius=4)
        part = 1 - self._left / self._total if self._total else 0
        if part > 0:
            panel(
                painter,
                QRectF(bar.left(), bar.top(), max(8.0, bar.width() * part), bar.height()),
                "okSolid",
                "",
                radius=4,
            )


class FocusCard(PackWidget):
    """Frame around picture, next action, pips and remaining count; lays out its children itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.productPicture = ProductPicture(self)
        self.nextActionLabel = NextAction(self)
        self.pipRow = PipRow(self)
        self.remainingCount = BigNumber(self)
        for name in ("productPicture", "nextActionLabel", "pipRow", "remainingCount"):
            getattr(self, name).setObjectName(name)

    def set_store(self, store: PictureStore) -> None:
        """Where pictures come from."""
        self.productPicture.set_store(store)

    def show_view(self, view: PackView) -> None:
        """Show the current line of the shipment on the table."""
        line = line_at(view, view.current_line)
        self.productPicture.show_picture(
            line.picture if line else "", product_name(line.title, line.option) if line else ""
        )
        self.nextActionLabel.show_line(line)
        self.pipRow.show_count(line.done if line else 0, line.of if line else 0)
        self.remainingCount.show_count(view.remaining, view.total)
        self._place()

    def set_sizes(self, sizes: PackSizes) -> None:
        super().set_sizes(sizes)
        for child in (self.productPicture, self.nextActionLabel, self.pipRow, self.remainingCount):
            child.set_sizes(self.sizes)
        self._place()

    def _place(self) -> None:
        pad = 18 if self.sizes.is_small else 21
        inner = self.rect().adjusted(pad, pad, -pad, -pad)
        side = max(96, min(self.sizes.picture, inner.height()))
        self.productPicture.setGeometry(inner.left(), inner.top() + (inner.height() - side) // 2, side, side)
        right = self.sizes.remaining_width
        self.remainingCount.setGeometry(self.width() - right - 1, inner.top(), right, inner.height())
        left = inner.left() + side + (20 if self.sizes.is_small else 28)
        width = max(80, self.width() - right - left - 20)
        step = round(self.sizes.font("pack_product").pixelSize() * 1.13)
        titles = max(1, len(self.nextActionLabel.title_lines(width)))
        block = 46 + step * titles + 40
        gap = 12 if self.sizes.is_small else 14
        total = block + gap + _PIP + 2
        top = inner.top() + max(0, (inner.height() - total) // 2)
        self.nextActionLabel.setGeometry(left, top, width, block)
        self.pipRow.setGeometry(left, top + block + gap, width, _PIP + 2)

    def sizeHint(self) -> QSize:
        return QSize(900, self.sizes.picture + 42)

    def minimumSizeHint(self) -> QSize:
        return QSize(600, 200)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._place()

    def paintEvent(self, _event: QPaintEvent) -> None:
        with begin(self) as painter:
            panel(painter, QRectF(self.rect()), "panel", "accent", 2.0)


def _fitting(what: str, font: QFont, room: float) -> QFont:
    """The font, smaller if the line does not fit."""
    width = width_of(what, font)
    if width <= room:
        return font
    smaller = QFont(font)
    smaller.setPixelSize(max(12, int(font.pixelSize() * room / width)))
    return smaller
