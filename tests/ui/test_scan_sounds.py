"""The sounds on disk are those of the tokens, and each outcome sounds different."""

from __future__ import annotations

import io
import wave
from pathlib import Path

import pytest

from desktop_oms.settings.resources import resource_path
from desktop_oms.ui.scan.sounds import make_wav, sound_path, sound_steps, write_sounds
from desktop_oms.ui.tokens import load_tokens


def test_the_shipped_sounds_are_fresh(tmp_path: Path) -> None:
    made = {path.name: path.read_bytes() for path in write_sounds(tmp_path)}
    shipped = {path.name: path.read_bytes() for path in resource_path("sounds").glob("*.wav")}
    assert shipped == made


@pytest.mark.parametrize("name", sorted(sound_steps()))
def test_a_sound_lasts_as_long_as_its_steps_and_never_clips(name: str) -> None:
    with wave.open(str(sound_path(name))) as file:
        frames = file.readframes(file.getnframes())
        length = file.getnframes() / file.getframerate()
    assert length == pytest.approx(sum(step[1] for step in sound_steps()[name]) / 1000, abs=0.002)
    samples = memoryview(frames).cast("h")
    assert 8_000 < max(abs(sample) for sample in samples) <= 16_423


def test_every_verdict_has_a_sound_that_exists() -> None:
    for entry in load_tokens().raw["state"]["scan_verdict"]:
        assert sound_path(entry["sound"]).is_file(), entry["code"]


def test_good_and_bad_sound_different() -> None:
    steps = sound_steps()
    assert (
        len({make_wav(steps[name]) for name in ("ok", "wrong", "too_many", "unreadable", "question", "other_order")})
        == 6
    )


def test_a_pause_is_silent() -> None:
    with wave.open(io.BytesIO(make_wav([[0, 50]]))) as file:
        assert set(file.readframes(file.getnframes())) == {0}
