"""What kind of disk a path lies on: SQLite's locks do not hold on network shares, so books there are refused."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from desktop_oms.domain.errors import RuleError

# Names as the kernel mounts them; after "fuse." the program behind it.
NETWORK_TYPES = frozenset(
    "nfs nfs4 cifs smb smbfs smb2 smb3 ncpfs afs afpfs coda 9p ceph glusterfs lustre beegfs orangefs davfs webdav sshfs "
    "davfs2 rclone s3fs gcsfuse gvfsd-fuse".split()
)


def network_share(path: Path) -> str | None:
    """Kind of the network share ``path`` lies on (``nfs``, ``cifs``, ...), or None for a disk of this machine.

    ``path`` need not exist; its nearest existing folder counts.
    """
    if sys.platform == "win32":
        return _on_windows(path)
    real = _existing(path)
    if sys.platform == "darwin":
        return kind_in_mac_mounts(real, _mac_mounts())
    try:
        mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return None
    return kind_in_mounts(real, mounts)


def refuse_network_share(path: Path) -> None:
    """Raise when a SQLite file at ``path`` would lie on a network share.

    Raises:
        RuleError: ``books.network_share`` - use PostgreSQL for several stations; data ``path`` and ``kind``.
    """
    kind = network_share(path)
    if kind is not None:
        raise RuleError("books.network_share", path=str(path), kind=kind)


def _existing(path: Path) -> str:
    real = Path(os.path.realpath(path))
    while not real.exists() and real != real.parent:
        real = real.parent
    return str(real)


def _is_under(path: str, mount_point: str) -> bool:
    return path == mount_point or path.startswith(mount_point.rstrip("/") + "/")


def kind_in_mounts(path: str, mounts: str) -> str | None:
    """Network type of the mount that holds ``path``, from the text of ``/proc/mounts`` (a later line hides an earlier one)."""
    best, best_type = "", ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = re.sub(r"\\([0-7]{3})", lambda code: chr(int(code.group(1), 8)), fields[1])
        if _is_under(path, point) and len(point) >= len(best):
            best, best_type = point, fields[2]
    if best == "/" and best_type == "9p":  # the disk of some containers and virtual machines, with one user only
        return None
    name = best_type.removeprefix("fuse.").lower()
    return name if name in NETWORK_TYPES else None


def kind_in_mac_mounts(path: str, mounts: str) -> str | None:
    """The same from the output of ``mount`` on macOS: ``//ann@nas/books on /Volumes/books (smbfs, nodev)``."""
    best, best_type = "", ""
    for line in mounts.splitlines():
        found = re.match(r".+? on (/.*) \(([^,)]+)", line)
        if found and _is_under(path, found.group(1)) and len(found.group(1)) >= len(best):
            best, best_type = found.group(1), found.group(2)
    name = best_type.removeprefix("fuse.").lower()
    return name if name in NETWORK_TYPES else None


def _mac_mounts() -> str:
    """Unproven: never run on macOS."""
    try:
        return subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=5, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ""


def _on_windows(path: Path) -> str | None:
    """Unproven: never run on Windows. A UNC path, or a drive letter that stands for one."""
    if sys.platform != "win32":
        return None
    import ctypes

    drive = Path(os.path.realpath(path)).drive
    if drive.startswith("\\\\"):
        return "smb"
    drive_remote = 4  # winbase.h
    return "smb" if drive and ctypes.windll.kernel32.GetDriveTypeW(drive + "\\") == drive_remote else None
