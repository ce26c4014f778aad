"""Product pictures: small files read at once, big ones on a thread, each scaled once and kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QPointF, QRectF, QRunnable, QSize, Qt, QThreadPool, Signal
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter, QPixmap

PICTURE_GROUND = "#EFEDE8"  # product pictures keep their light ground in both looks (look.md section 9)
_AT_ONCE_BYTES = 64_000  # architecture.md section 4: no bigger files on the GUI thread
_KEPT = 200
_LARGEST = 800


class PictureStore(QObject):
    """Pictures by name.

    Signals:
        arrived: a picture that was still loading is there now; ask again and repaint.
    """

    arrived = Signal()
    _loaded = Signal(str, QImage)

    def __init__(self, find: Callable[[str], Path | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._find = find
        self._kept: OrderedDict[str, QPixmap | None] = OrderedDict()
        self._loaded.connect(self._on_loaded, Qt.ConnectionType.QueuedConnection)

    def get(self, name: str) -> QPixmap | None:
        """The picture, None if there is none or it is not loaded yet."""
        if not name:
            return None
        if name in self._kept:
            self._kept.move_to_end(name)
            return self._kept[name]
        path = self._find(name)
        self._keep(name, None)
        if path is None:
            return None
        try:
            is_small = path.stat().st_size <= _AT_ONCE_BYTES
        except OSError:
            return None
        if is_small:
            self._keep(name, _pixmap(read_picture(path)))
        else:
            QThreadPool.globalInstance().start(_Load(path, lambda image: self._loaded.emit(name, image)))
        return self._kept[name]

    def thumb(self, name: str, side: int, ratio: float) -> QPixmap | None:
        """The picture scaled into a square of ``side`` logical pixels on a screen of this pixel ratio."""
        key = f"{name}\n{side}\n{ratio}"
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        whole = self.get(name)
        if whole is None:
            return None
        edge = max(1, round(side * ratio))
        small = whole.scaled(edge, edge, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        small.setDevicePixelRatio(ratio)
        self._keep(key, small)
        return small

    def _keep(self, name: str, pixmap: QPixmap | None) -> None:
        self._kept[name] = pixmap
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)

    def _on_loaded(self, name: str, image: QImage) -> None:
        self._keep(name, _pixmap(image))
        self.arrived.emit()


_ours: list[PictureStore] = []


def pictures() -> PictureStore:
    """The pictures of lists and drawers; none before ``install_pictures``."""
    if not _ours:
        install_pictures(lambda _name: None)
    return _ours[0]


def install_pictures(find: Callable[[str], Path | None]) -> None:
    """Say where the pictures of lists and drawers come from; called once, before the window is made."""
    _ours[:] = [PictureStore(find)]


def read_picture(path: Path) -> QImage:
    """A picture no larger than 800 pixels a side; a null image if the file is none."""
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > _LARGEST:
        reader.setScaledSize(size.scaled(QSize(_LARGEST, _LARGEST), Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


def _pixmap(image: QImage) -> QPixmap | None:
    return None if image.isNull() else QPixmap.fromImage(image)


def paint_thumb(painter: QPainter, box: QRectF, name: str, ratio: float) -> bool:
    """Paint a picture into a small box on its light ground; False when there is none."""
    pixmap = pictures().thumb(name, round(box.width()), ratio) if name else None
    if pixmap is None:
        return False
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(PICTURE_GROUND))
    painter.drawRoundedRect(box, 6, 6)
    size = pixmap.deviceIndependentSize()
    corner = QPointF(box.center().x() - size.width() / 2, box.center().y() - size.height() / 2)
    painter.drawPixmap(corner, pixmap)
    return True


class _Load(QRunnable):
    """Reads one file on a pool thread."""

    def __init__(self, path: Path, on_done: Callable[[QImage], None]) -> None:
        super().__init__()
        self._path = path
        self._on_done = on_done

    def run(self) -> None:
        self._on_done(read_picture(self._path))
