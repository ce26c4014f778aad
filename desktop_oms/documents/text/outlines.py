"""Icons of the shipped icon font as vector paths, so that no icon stands in the text of a paper."""

from __future__ import annotations

from functools import cache
from typing import Final

import uharfbuzz as hb

from desktop_oms.settings.resources import resource_path

# Code points in resources/icons/phosphor.ttf (Phosphor Icons, MIT); names as in phosphor-charmap.json.
ICONS: Final = {"package": "package", "gift": "gift-fill", "check": "check-bold"}


@cache
def icon(name: str) -> str:
    """PDF path operators of an icon in a box of 1 x 1, origin at the lower left; fill it with ``f``."""
    import json

    charmap = json.loads(resource_path("icons", "phosphor-charmap.json").read_text("utf-8"))
    face = hb.Face(hb.Blob.from_file_path(str(resource_path("icons", "phosphor.ttf"))))
    font = hb.Font(face)
    glyph = font.get_nominal_glyph(int(charmap[ICONS[name]], 16))
    pen = _Pen(face.upem)
    font.draw_glyph_with_pen(glyph, pen)
    return " ".join(pen.path)


class _Pen:
    """Collects path operators; quadratic curves become cubic ones."""

    def __init__(self, upem: int) -> None:
        self.path: list[str] = []
        self._scale = 1 / upem
        self._at = (0.0, 0.0)

    def _add(self, operator: str, *points: tuple[float, float]) -> None:
        self.path.append(" ".join(f"{x * self._scale:.3f} {y * self._scale:.3f}" for x, y in points) + f" {operator}")
        self._at = points[-1]

    def moveTo(self, point: tuple[float, float]) -> None:
        self._add("m", point)

    def lineTo(self, point: tuple[float, float]) -> None:
        self._add("l", point)

    def curveTo(self, a: tuple[float, float], b: tuple[float, float], point: tuple[float, float]) -> None:
        self._add("c", a, b, point)

    def qCurveTo(self, control: tuple[float, float], point: tuple[float, float]) -> None:
        (x0, y0), (cx, cy), (x1, y1) = self._at, control, point
        self._add(
            "c",
            (x0 + 2 / 3 * (cx - x0), y0 + 2 / 3 * (cy - y0)),
            (x1 + 2 / 3 * (cx - x1), y1 + 2 / 3 * (cy - y1)),
            point,
        )

    def closePath(self) -> None:
        self.path.append("h")
