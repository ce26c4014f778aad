"""Play short WAV files by the system's own player, without waiting; a machine that cannot stays silent."""

from __future__ import annotations

import logging
import shutil
import subprocess
import sys
from collections import deque
from pathlib import Path

log = logging.getLogger(__name__)

# First found wins: the sound servers mix several tones, plain ALSA may refuse a second one.
PLAYERS: tuple[tuple[str, ...], ...] = (("pw-play",), ("paplay",), ("aplay", "-q"), ("afplay",), ("play", "-q"))

AT_ONCE = 3  # a fast packer must not pile up players of tones nobody hears any more


class SystemSounds:
    """Plays files of one folder by name. ``play`` costs about 2 ms and never fails."""

    def __init__(self, folder: Path, player: tuple[str, ...] | None = None) -> None:
        self._folder = folder
        self._player = player if player is not None else find_player()
        self._running: deque[subprocess.Popen[bytes]] = deque()

    @property
    def can_play(self) -> bool:
        """False when no player was found; the station's settings say so."""
        return sys.platform == "win32" or bool(self._player)

    def play(self, name: str) -> None:
        """Start ``<name>.wav``; an older tone that would make it one too many is cut off."""
        path = self._folder / f"{name}.wav"
        if not self.can_play or not path.is_file():
            return
        if sys.platform == "win32":  # unproven: never run on Windows
            import winsound

            winsound.PlaySound(str(path), winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT)
            return
        self._drop_finished()
        while len(self._running) >= AT_ONCE:
            self._stop(self._running.popleft())
        quiet = subprocess.DEVNULL
        try:
            self._running.append(subprocess.Popen([*self._player, str(path)], stdin=quiet, stdout=quiet, stderr=quiet))
        except OSError as error:
            log.info("no sound: %s", error.strerror)
            self._player = ()

    def close(self) -> None:
        """Cut off what still plays."""
        while self._running:
            self._stop(self._running.popleft())

    def _drop_finished(self) -> None:
        self._running = deque(process for process in self._running if process.poll() is None)

    @staticmethod
    def _stop(process: subprocess.Popen[bytes]) -> None:
        process.terminate()
        try:
            process.wait(0.2)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def find_player() -> tuple[str, ...]:
    """Command of the first player this machine has; empty for none."""
    return next((player for player in PLAYERS if shutil.which(player[0])), ())
