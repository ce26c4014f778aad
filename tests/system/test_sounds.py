"""Sounds start without waiting, never pile up, and never disturb a machine that has no player."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_oms.system.sounds import AT_ONCE, SystemSounds, find_player
from tests.support.printers import wait_for


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "ok.wav").write_bytes(b"RIFF")
    return tmp_path


def a_player(folder: Path, script: str) -> tuple[str, ...]:
    program = folder / "player"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return (str(program),)


def test_the_file_of_that_name_is_given_to_the_player(folder: Path) -> None:
    sounds = SystemSounds(folder, a_player(folder, f'echo "$1" > {folder}/played'))
    sounds.play("ok")
    played = folder / "played"
    wait_for(lambda: played.is_file() and played.read_text(), 5, "the tone")
    assert played.read_text().strip() == str(folder / "ok.wav")
    sounds.close()


def test_a_slow_player_is_not_waited_for_and_old_tones_make_room(folder: Path) -> None:
    sounds = SystemSounds(folder, a_player(folder, f"echo x >> {folder}/count; exec sleep 30"))
    for _ in range(AT_ONCE + 2):
        sounds.play("ok")
    assert len(sounds._running) == AT_ONCE
    running = list(sounds._running)
    sounds.close()
    assert all(process.poll() is not None for process in running)


def test_a_machine_without_a_player_stays_silent(folder: Path) -> None:
    sounds = SystemSounds(folder, ())
    sounds.play("ok")
    assert not sounds.can_play


def test_an_unknown_tone_is_silent(folder: Path) -> None:
    sounds = SystemSounds(folder, a_player(folder, f"touch {folder}/played"))
    sounds.play("no such tone")
    assert not list(sounds._running)


def test_a_player_that_cannot_be_started_is_given_up(folder: Path) -> None:
    sounds = SystemSounds(folder, (str(folder / "gone"),))
    sounds.play("ok")
    assert not sounds.can_play


def test_the_first_player_on_the_path_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_player() == ()
    for name in ("aplay", "pw-play"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    assert find_player() == ("pw-play",)
