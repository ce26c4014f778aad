"""The look in force: colors, fonts, icons, palette and style sheet for light or dark, normal or high contrast.

Widgets and delegates ask ``theme()`` at paint time and keep nothing across ``theme().changed``; that is how one switch recolors
the whole program. Sizes are logical pixels times the person's text scale.
"""

from __future__ import annotations

import logging
from functools import cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from desktop_oms.settings.resources import resource_path
from desktop_oms.ui.icons import icon_pixmap, make_icon
from desktop_oms.ui.stylesheet import build_stylesheet
from desktop_oms.ui.tokens import DARK, LIGHT, StateStyle, Tokens, load_tokens

FOLLOW_SYSTEM = "system"
TEXT_SCALES = (0.9, 1.0, 1.15, 1.3, 1.5)
_INTER_FILES = ("Regular", "Medium", "SemiBold", "Bold", "ExtraBold")


@cache
def _load_inter() -> str:
    family = "Inter"
    for style in _INTER_FILES:
        font_id = QFontDatabase.addApplicationFont(str(resource_path("fonts", f"Inter-{style}.ttf")))
        families = QFontDatabase.applicationFontFamilies(font_id)
        if not families:
            raise RuntimeError(f"fonts/Inter-{style}.ttf is damaged: Qt refused it")
        family = families[0] if style == "Regular" else family
    return family


log = logging.getLogger(__name__)


class Theme(QObject):
    """The one look of the program.

    Signals:
        changed: GUI thread, after palette and style sheet were set; drop what you cached and repaint.
    """

    changed = Signal()

    def __init__(self, app: QApplication, wish: str = FOLLOW_SYSTEM, scale: float = 1.0) -> None:
        super().__init__(app)
        self._app = app
        self._tokens = load_tokens()
        self._family = _load_inter()
        self._wish = wish
        self._scale = scale
        self._pack_scale = 1.0
        self._mode = LIGHT
        self._is_high_contrast = False
        self._colors: dict[str, QColor] = {}
        self._fonts: dict[tuple[str, bool, int], QFont] = {}
        app.setStyle("Fusion")
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(lambda _scheme: self._apply())
        hints.accessibility().contrastPreferenceChanged.connect(lambda _preference: self._apply())
        self._apply()

    @property
    def tokens(self) -> Tokens:
        """The parsed token file."""
        return self._tokens

    @property
    def is_dark(self) -> bool:
        """Whether the dark colors are in force."""
        return self._mode == DARK

    @property
    def is_high_contrast(self) -> bool:
        """Whether the system asks for high contrast: lines as strong as controls, tints framed, no third text."""
        return self._is_high_contrast

    @property
    def scale(self) -> float:
        """The person's text scale, 0.9 to 1.5."""
        return self._scale

    def set_wish(self, wish: str) -> None:
        """Follow the system, or force ``light`` or ``dark``."""
        self._wish = wish
        self._apply()

    def set_scale(self, scale: float) -> None:
        """Set the text scale; clamped to 0.9 to 1.5."""
        self._scale = max(TEXT_SCALES[0], min(scale, TEXT_SCALES[-1]))
        self._apply()

    def set_pack_scale(self, scale: float) -> None:
        """Set the extra factor of the ``pack_*`` sizes for the reading distance at the table, 0.8 to 2.0."""
        self._pack_scale = max(0.8, min(scale, 2.0))
        self._apply()

    def color(self, name: str) -> QColor:
        """Return one token color, or parse ``#RRGGBB`` (channel tiles). Do not change the object.

        Raises:
            KeyError: no such token.
        """
        found = self._colors.get(name)
        if found is None:
            found = QColor(name) if name.startswith("#") else QColor(self.css(name))
            self._colors[name] = found
        return found

    def css(self, name: str) -> str:
        """Return one token color as ``#RRGGBB``, high contrast applied."""
        if self._is_high_contrast:
            name = {"line": "control", "line2": "control", "text3": "text2"}.get(name, name)
        known = self._tokens.colors.get(name)
        if known is None:
            # Why no exception: this is asked while painting, and an error in mid-paint takes the whole program down.
            log.error("no color is called %r", name)
            known = self._tokens.colors["text"]
        return known[self._mode]

    def px(self, value: float) -> int:
        """Scale a size in logical pixels at 100 % by the text scale; at least 1."""
        return max(1, round(value * self._scale))

    def font(self, role: str = "body", is_tabular: bool = False, weight: int = 0) -> QFont:
        """Return the font of one step of the type scale; ``is_tabular`` for every number. Do not change the object.

        Args:
            role: a key of ``type`` in the tokens, for example ``body_strong`` or ``pack_verdict``.
            weight: overrides the step's weight when not 0 (400 to 800).
        """
        key = (role, is_tabular, weight)
        found = self._fonts.get(key)
        if found is not None:
            return found
        style = self._tokens.types[role]
        size = style.px * self._scale * (self._pack_scale if role.startswith("pack_") else 1.0)
        font = QFont(self._family)
        font.setPixelSize(max(8, round(size)))
        font.setWeight(QFont.Weight(self._weight(weight or style.weight)))
        if style.tracking:
            font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, style.tracking * size)
        if is_tabular:
            font.setFeature(QFont.Tag("tnum"), 1)
        self._fonts[key] = font
        return font

    def _weight(self, weight: int) -> int:
        """Why heavier in the dark: light letters on a dark ground look fatter, and strong text would no longer stand out."""
        return 700 if self.is_dark and weight == 600 else weight

    def icon(self, name: str, color: str = "text2") -> QIcon:
        """Return an icon in a token color; ``name`` as in the tokens, with or without ``ph.``."""
        return make_icon(name, self.color(color), self.color("control"))

    def pixmap(self, name: str, color: str, size: int, dpr: float = 1.0) -> QPixmap:
        """Return a cached pixmap; ``size`` in logical pixels (not scaled again)."""
        return icon_pixmap(name, self.color(color), size, dpr)

    def state(self, group: str, code: str) -> StateStyle:
        """Return the look of a state; a code we do not know yet is shown neutral and quiet, never dropped."""
        found = self._tokens.states[group].get(code)
        return found or StateStyle(code=code, tone="neutral", is_loud=False, icon="ph.circle-dashed")

    def channel_tile(self, channel_type: str) -> tuple[QColor, str]:
        """Return color and letter of a channel; unknown types get the manual color and their first letter."""
        kind = channel_type.lower()
        for name, (tile, letter) in self._tokens.channel_tiles.items():
            if kind.startswith(name):
                return self.color(tile), letter
        return self.color(self._tokens.channel_tiles["manual"][0]), (channel_type[:1] or "M").upper()

    def _apply(self) -> None:
        hints = self._app.styleHints()
        schemes = {LIGHT: Qt.ColorScheme.Light, DARK: Qt.ColorScheme.Dark}
        is_dark = hints.colorScheme() == Qt.ColorScheme.Dark
        self._mode = self._wish if self._wish in schemes else (DARK if is_dark else LIGHT)
        self._is_high_contrast = hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast
        self._colors.clear()
        self._fonts.clear()
        self._app.setFont(self.font("body"))
        self._app.setPalette(self._palette())
        self._app.setStyleSheet(build_stylesheet(self.css, self.px, self._is_high_contrast))
        self.changed.emit()

    def _palette(self) -> QPalette:
        palette = QPalette()
        for role_name, token in self._tokens.raw["palette_roles"].items():
            group_name, _, name = role_name.rpartition(":")
            role = QPalette.ColorRole[name]
            if group_name == "disabled":
                palette.setColor(QPalette.ColorGroup.Disabled, role, self.color(token))
            else:
                palette.setColor(role, self.color(token))
        return palette


_current: Theme | None = None


def install_theme(app: QApplication, wish: str = FOLLOW_SYSTEM, scale: float = 1.0) -> Theme:
    """Make the theme of the process and apply it; a second call changes the one that is there."""
    global _current
    if _current is None:
        _current = Theme(app, wish, scale)
    else:
        _current.set_wish(wish)
        _current.set_scale(scale)
    return _current


def theme() -> Theme:
    """Return the look in force; made with defaults for the running application if nobody installed one."""
    if _current is None:
        app = QApplication.instance()
        if not isinstance(app, QApplication):
            raise RuntimeError("a QApplication must exist before the theme")
        return install_theme(app)
    return _current


def restyle(widget: QWidget, **properties: object) -> None:
    """Set dynamic properties (``role``, ``primary``, ``tone``) and let the style sheet look at the widget again."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()
