"""Paths, keyring, the pair of Python and Qt, the choice of a spooler."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import keyring
import keyring.backend
import keyring.backends.fail
import keyring.errors
import pytest

from desktop_oms.domain.errors import Unavailable, UsageError
from desktop_oms.system import qt_pair
from desktop_oms.system.paths import data_dir as find_data_dir
from desktop_oms.system.paths import log_dir
from desktop_oms.system.qt_pair import installed_pyside, lost_references, refusal
from desktop_oms.system.secrets import SecretStore
from desktop_oms.system.spool import Spoolers, spooler_for


def test_the_data_folder_is_the_chosen_one_before_the_variable(data_dir: Path, tmp_path: Path) -> None:
    assert find_data_dir() == data_dir
    assert find_data_dir(tmp_path / "mine") == tmp_path / "mine"


def test_a_new_data_folder_is_closed_to_other_accounts(tmp_path: Path) -> None:
    folder = find_data_dir(tmp_path / "new")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert log_dir(folder) == folder / "logs"


def test_without_a_choice_the_usual_place_of_the_system_is_taken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("OMS_DATA_DIR", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert find_data_dir() == tmp_path / "desktop-oms"


def test_a_data_folder_that_cannot_be_made_is_refused_with_its_path(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable) as refused:
        find_data_dir(tmp_path / "file" / "data")
    assert refused.value.code == "data_dir.unusable"
    assert refused.value.data["path"] == str(tmp_path / "file" / "data")


@pytest.mark.parametrize(
    ("python", "pyside", "is_sound"),
    [
        ((3, 11), "6.12.0", False),
        ((3, 11), "6.13.1", False),
        ((3, 11), "6.11.3", True),
        ((3, 12), "6.12.0", True),
        ((3, 13), "6.11.3", True),
    ],
)
def test_the_pair_of_python_and_qt_that_loses_references_is_refused(
    python: tuple[int, int], pyside: str, is_sound: bool
) -> None:
    sentence = refusal(python, pyside)
    assert (sentence is None) == is_sound
    assert is_sound or (sentence is not None and pyside in sentence and "6.11.3" in sentence)


def test_the_version_of_qt_is_read_without_importing_it() -> None:
    import PySide6

    assert installed_pyside() == PySide6.__version__


def test_the_program_does_not_start_on_a_bad_pair(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from desktop_oms.__main__ import main

    monkeypatch.setattr(qt_pair, "refusal", lambda: "this pair loses references")
    assert main() == 5
    assert capsys.readouterr().err == "this pair loses references\n"


def test_the_installed_pair_is_sound() -> None:
    from PySide6.QtCore import QObject, Signal

    class Bell(QObject):
        rung = Signal(int)

    bell = Bell()
    bell.rung.connect(lambda _value: None)
    assert refusal() is None
    assert lost_references(lambda: bell.rung.emit(1)) < 0.5


def test_lost_references_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    import ctypes
    import sys

    if sys.version_info >= (3, 12):
        assert lost_references(lambda: None) == 0
        return
    lose = ctypes.pythonapi.Py_DecRef
    lose.argtypes = [ctypes.py_object]
    lose.restype = None
    lost = lost_references(lambda: lose(None), times=200)
    keep = ctypes.pythonapi.Py_IncRef
    keep.argtypes = [ctypes.py_object]
    keep.restype = None
    for _ in range(200):
        keep(None)
    assert 0.9 < lost < 1.1


class MemoryKeyring(keyring.backend.KeyringBackend):
    """A keyring in memory that can be locked; its errors quote the value, as a careless backend might."""

    priority = 1

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.is_locked = False

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.is_locked:
            raise keyring.errors.PasswordSetError(f"cannot keep {password}")
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture(autouse=True)
def restored_keyring() -> Iterator[None]:
    """The keyring of the machine is put back after each test here."""
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


def test_a_secret_is_kept_found_and_forgotten() -> None:
    keyring.set_keyring(MemoryKeyring())
    store = SecretStore()
    store.set("channel:3:token", "t0psecret")
    assert store.get("channel:3:token") == "t0psecret"
    store.delete("channel:3:token")
    store.delete("channel:3:token")
    assert store.get("channel:3:token") is None


def test_a_locked_keyring_is_told_without_the_value() -> None:
    backend = MemoryKeyring()
    backend.is_locked = True
    keyring.set_keyring(backend)
    with pytest.raises(Unavailable) as refused:
        SecretStore().set("channel:3:token", "t0psecret")
    assert refused.value.code == "secrets.locked"
    assert "t0psecret" not in repr(refused.value) and refused.value.__suppress_context__


def test_a_machine_without_keyring_is_told_so() -> None:
    keyring.set_keyring(keyring.backends.fail.Keyring())
    with pytest.raises(Unavailable) as refused:
        SecretStore().set("channel:3:token", "t0psecret")
    assert refused.value.code == "secrets.no_keyring"


def test_a_printer_row_finds_its_spooler(tmp_path: Path) -> None:
    reference = Spoolers().send("folder", str(tmp_path), "slip", b"%PDF", "application/pdf")
    assert Path(reference).read_bytes() == b"%PDF"


@pytest.mark.parametrize(
    ("transport", "target", "code"), [("fax", "x", "printer.unknown_transport"), ("cups", " ", "printer.bad_target")]
)
def test_a_printer_row_that_names_no_way_is_refused(transport: str, target: str, code: str) -> None:
    with pytest.raises(UsageError) as refused:
        spooler_for(transport, target)
    assert refused.value.code == code


def test_a_windows_printer_elsewhere_is_unavailable_not_a_crash() -> None:
    with pytest.raises(Unavailable) as refused:
        spooler_for("windows", "Zebra").send("label", b"^XA^XZ", "application/zpl")
    assert refused.value.code == "printer.unreachable"
