"""From a stranger's string to glyphs on paper: direction, fonts, shaping, fitting.

Nothing in here knows what a slip is. Invariant: every character given is either drawn, or invisible by its nature, or
replaced by a visible mark and named in a warning.
"""
