"""Books on a network share are refused; every other disk is fine."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_oms.domain.errors import RuleError
from desktop_oms.system import fsinfo

MOUNTS = """\
/dev/vda / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
nas:/export /mnt/nas nfs4 rw,vers=4.2 0 0
//nas/shop /mnt/shop\\040share cifs rw,vers=3.1.1 0 0
/dev/sdb1 /mnt/nas/local ext4 rw 0 0
ann@host:/ /home/ann/remote fuse.sshfs rw 0 0
drvfs /mnt/c 9p rw 0 0
tmpfs /tmp tmpfs rw 0 0
/dev/sdc1 /mnt/stick fuseblk rw 0 0
nas:/other /data nfs rw 0 0
/dev/sdd1 /data xfs rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/ann/books", None),
        ("/mnt/nas/books", "nfs4"),
        ("/mnt/nas", "nfs4"),
        ("/mnt/nasty", None),
        ("/mnt/nas/local/books", None),
        ("/mnt/shop share/books", "cifs"),
        ("/home/ann/remote/books", "sshfs"),
        ("/mnt/c/Users/ann", "9p"),
        ("/tmp/books", None),
        ("/mnt/stick/books", None),
        ("/data/books", None),
    ],
)
def test_the_mount_that_holds_the_path_decides(path: str, kind: str | None) -> None:
    assert fsinfo.kind_in_mounts(path, MOUNTS) == kind


def test_a_container_whose_whole_disk_is_9p_may_keep_books() -> None:
    assert fsinfo.kind_in_mounts("/root/books", "none / 9p rw 0 0\n") is None


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/Volumes/books/a", "smbfs"), ("/Users/ann", None), ("/Volumes/My Disk (old)/x", "afpfs"), ("/net", "nfs")],
)
def test_the_mount_list_of_macos_is_understood(path: str, kind: str | None) -> None:
    mounts = (
        "/dev/disk3s1 on / (apfs, sealed, local)\n"
        "//ann@nas/books on /Volumes/books (smbfs, nodev, nosuid)\n"
        "//nas/old on /Volumes/My Disk (old) (afpfs, nodev)\n"
        "nas:/net on /net (nfs)\n"
    )
    assert fsinfo.kind_in_mac_mounts(path, mounts) == kind


def test_a_local_path_that_does_not_exist_yet_is_accepted(tmp_path: Path) -> None:
    fsinfo.refuse_network_share(tmp_path / "not" / "yet" / "books.sqlite")


def test_a_share_is_refused_with_its_kind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fsinfo, "kind_in_mounts", lambda _path, _mounts: "cifs")
    with pytest.raises(RuleError) as refused:
        fsinfo.refuse_network_share(tmp_path / "books.sqlite")
    assert refused.value.code == "books.network_share"
    assert refused.value.data == {"path": str(tmp_path / "books.sqlite"), "kind": "cifs"}


def test_a_link_is_followed_to_the_disk_it_points_at(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen: list[str] = []
    monkeypatch.setattr(fsinfo, "kind_in_mounts", lambda path, _mounts: seen.append(path))
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    fsinfo.network_share(tmp_path / "link" / "books.sqlite")
    assert seen == [str((tmp_path / "real").resolve())]
