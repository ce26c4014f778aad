"""Make the sounds of the packing table from the design tokens: WAV bytes, the same on every machine.

``[Hz, ms]`` steps, 0 Hz is a pause; sine, and a soft square for the two deep tones (110 and 196 Hz) that small loudspeakers would
swallow as a sine. The player belongs to ``system``; the pane only says a name.
"""

from __future__ import annotations

import io
import math
import struct
import wave
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from desktop_oms.settings.resources import resource_path
from desktop_oms.ui.tokens import load_tokens

RATE = 44_100
_FADE_S = 0.004  # shorter edges click
_SQUARE_HZ = (110, 196)


def sound_steps(raw: Mapping[str, Any] | None = None) -> dict[str, Sequence[Sequence[int]]]:
    """Every sound by name: its ``[Hz, ms]`` steps."""
    entries = (raw or load_tokens().raw)["sound"]
    return {name: steps for name, steps in entries.items() if isinstance(steps, list)}


def make_wav(steps: Sequence[Sequence[int]], gain_db: float = -6.0) -> bytes:
    """One sound as a mono 16-bit WAV file."""
    peak = 32_767 * 10 ** (gain_db / 20)
    samples: list[int] = []
    for hertz, milliseconds in steps:
        count = RATE * milliseconds // 1000
        fade = min(int(RATE * _FADE_S), count // 4) or 1
        for index in range(count):
            envelope = min(1.0, index / fade, (count - 1 - index) / fade)
            samples.append(round(peak * envelope * _tone(hertz, index / RATE)))
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return out.getvalue()


def _tone(hertz: int, seconds: float) -> float:
    if not hertz:
        return 0.0
    angle = 2 * math.pi * hertz * seconds
    if hertz in _SQUARE_HZ:
        # The first odd harmonics of a square, rounded off; sum of the weights is below 1.
        return 0.72 * (math.sin(angle) + math.sin(3 * angle) / 4 + math.sin(5 * angle) / 9)
    return math.sin(angle)


def write_sounds(folder: Path) -> list[Path]:
    """Write every sound as ``<name>.wav``; returns the files."""
    gain = float(load_tokens().raw["sound"]["gain_db"])
    written = []
    for name, steps in sorted(sound_steps().items()):
        path = folder / f"{name}.wav"
        path.write_bytes(make_wav(steps, gain))
        written.append(path)
    return written


def sound_path(name: str) -> Path:
    """The shipped file of a sound, for the player behind the sound port."""
    return resource_path("sounds", f"{name}.wav")
