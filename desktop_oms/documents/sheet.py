"""A PDF page to draw on: shaped text, rules, boxes, icons and codes, measured from the upper left corner in points.

Wraps a reportlab canvas; nothing in here knows what a paper is about. Invariant: the same calls give the same bytes on
any machine, day, time zone and locale.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Final, Literal

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from desktop_oms.documents.barcodes import DOT, Linear, Matrix
from desktop_oms.documents.text.clean import clean
from desktop_oms.documents.text.embed import FontBook
from desktop_oms.documents.text.fit import Fitted
from desktop_oms.documents.text.fonts import Style
from desktop_oms.documents.text.outlines import icon
from desktop_oms.documents.text.shaping import Line, shape

rl_config.useA85 = 0  # reportlab would spell the pages in ASCII, a quarter larger

MM: Final = 72 / 25.4
INCH: Final = 72.0
Align = Literal["left", "right", "center"]
# Grays of paper: text, secondary text, fine rules. Darker than on a screen, so that a 203 dpi head still shows them.
BLACK: Final = 0.0
GRAY: Final = 0.33
RULE: Final = 0.72
WHITE: Final = 1.0


@dataclass(frozen=True, slots=True)
class Media:
    """A paper: size in points, and the size of a printer dot codes are snapped to."""

    width: float
    height: float
    dot: float = DOT


A4: Final = Media(210 * MM, 297 * MM)
LETTER: Final = Media(8.5 * INCH, 11 * INCH)
LABEL_4X6: Final = Media(4 * INCH, 6 * INCH)
LABEL_50X25: Final = Media(50 * MM, 25 * MM)


class _Canvas(Canvas):  # type: ignore[misc]  # reportlab has no types
    """A canvas that does not begin each page with Helvetica, which is not embedded and which no paper here uses."""

    def _make_preamble(self) -> None:
        self._preamble = ""


class Sheet:
    """One PDF file of pages of the same media.

    Attributes:
        warnings: sentences collected while drawing, each once.
    """

    def __init__(self, media: Media, title: str, author: str) -> None:
        self.media = media
        self.warnings: dict[str, None] = {}
        self._buffer = io.BytesIO()
        self._canvas = _Canvas(self._buffer, pagesize=(media.width, media.height), invariant=1, pageCompression=1)
        self._canvas.setTitle(clean(title)[0])
        self._canvas.setAuthor(clean(author)[0])
        self._canvas.setProducer("Desktop OMS")
        self._fonts = FontBook(self._canvas)

    @property
    def width(self) -> float:
        return self.media.width

    @property
    def height(self) -> float:
        return self.media.height

    def warn(self, *sentences: str) -> None:
        """Add sentences to what the paper's maker is told."""
        self.warnings.update(dict.fromkeys(sentences))

    def new_page(self) -> None:
        """End the page and begin the next."""
        self._canvas.showPage()

    def close(self) -> bytes:
        """Finish the file and return it."""
        self._canvas.save()
        return self._buffer.getvalue()

    def _emit(self, *operators: str) -> None:
        self._canvas._code.extend(operators)

    def line(
        self,
        line: Line,
        x: float,
        y: float,
        size: float,
        gray: float = BLACK,
        align: Align = "left",
        tracking: float = 0.0,
    ) -> float:
        """Draw a shaped line with its base line at ``y``; returns its width in points."""
        width = line.width * size + tracking * sum(len(run.cells) for run in line.runs)
        if align != "left":
            x -= width - tracking if align == "right" else (width - tracking) / 2
        self._emit(f"{gray:g} g {gray:g} G")
        self._fonts.draw(self._canvas, line, x, self.height - y, size, tracking)
        self.warn(*line.warnings)
        return width

    def text(
        self,
        text: str,
        x: float,
        y: float,
        size: float,
        style: Style = "regular",
        gray: float = BLACK,
        align: Align = "left",
        tracking: float = 0.0,
    ) -> float:
        """Draw text of our own, which is known to fit; returns its width in points."""
        return self.line(shape(text, style), x, y, size, gray, align, tracking)

    def fitted(
        self, fitted: Fitted, x: float, y: float, leading: float, gray: float = BLACK, align: Align = "left"
    ) -> float:
        """Draw fitted lines, the first base line at ``y``; returns the base line after the last."""
        self.warn(*fitted.warnings)
        for line in fitted.lines:
            self.line(line, x, y, fitted.size, gray, align)
            y += leading
        return y

    def rule(self, x0: float, y: float, x1: float, thickness: float = 0.5, gray: float = BLACK) -> None:
        """Draw a horizontal rule."""
        self._emit(f"{gray:g} G {thickness:g} w {x0:.3f} {self.height - y:.3f} m {x1:.3f} {self.height - y:.3f} l S")

    def box(self, x: float, y: float, width: float, height: float, gray: float = BLACK) -> None:
        """Fill a rectangle whose upper left corner is x, y."""
        self._emit(f"{gray:g} g {x:.3f} {self.height - y - height:.3f} {width:.3f} {height:.3f} re f")

    def round_box(self, x: float, y: float, width: float, height: float, radius: float, thickness: float = 0.0) -> None:
        """Draw a box with round corners in black: its outline, or filled when ``thickness`` is 0."""
        self._emit(f"0 g 0 G {thickness:g} w")
        self._canvas.roundRect(
            x, self.height - y - height, width, height, radius, stroke=int(thickness > 0), fill=int(thickness == 0)
        )

    def icon(self, name: str, x: float, y: float, size: float, gray: float = BLACK) -> None:
        """Draw an icon of our own in a square whose upper left corner is x, y."""
        self._emit(f"q {gray:g} g {size:.3f} 0 0 {size:.3f} {x:.3f} {self.height - y - size:.3f} cm {icon(name)} f Q")

    def snap(self, value: float) -> float:
        """Nearest position on the printer's dot grid."""
        return round(value / self.media.dot) * self.media.dot

    def linear(self, code: Linear, x: float, y: float, height: float, dots: int) -> float:
        """Draw bars with their left edge at ``x`` (snapped to dots); returns their width in points."""
        module = dots * self.media.dot
        x = self.snap(x)
        bottom = self.height - y - height
        bars = " ".join(f"{start} 0 {width} 1 re" for start, width in code.bars)
        self._emit(f"q 0 g {module:.6f} 0 0 {height:.4f} {x:.4f} {bottom:.4f} cm {bars} f Q")
        return code.modules * module

    def matrix(self, code: Matrix, x: float, y: float, dots: int) -> float:
        """Draw a square code with its upper left module at x, y (snapped to dots); returns its side in points."""
        module = dots * self.media.dot
        x = self.snap(x)
        top = self.height - self.snap(y)
        cells = " ".join(
            f"{start} {row} {width} 1 re" for row, stretches in enumerate(code.rows) for start, width in stretches
        )
        self._emit(f"q 0 g {module:.6f} 0 0 {-module:.6f} {x:.4f} {top:.4f} cm {cells} f Q")
        return code.modules * module
