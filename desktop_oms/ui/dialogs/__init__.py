"""Panels that lie over the window: palette, import, questions."""
