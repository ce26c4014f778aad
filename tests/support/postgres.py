"""A private PostgreSQL server for one test session: own folder, unix socket only, no durability, gone at the end."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

PORT = 54329


def server_programs() -> Path | None:
    """Folder of initdb and pg_ctl, newest version first; None when no server is installed."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if versions:
        return versions[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def roomy_memory() -> str | None:
    """A folder in memory with room for many databases, else None for the usual place.

    Measured: a copy of the books takes 0.07 s there, 0.1 to 2 s on a disk that others use.
    """
    memory = Path("/dev/shm")
    has_room = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 4 * 2**30
    return str(memory) if has_room else None


class PrivatePostgres:
    """One server; ``start`` and ``stop`` once per session, databases by ``create``."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        # Why not pytest's folder: a socket path may have 107 characters at most.
        self.folder = Path(tempfile.mkdtemp(prefix="oms-pg-", dir=roomy_memory()))
        self._is_root = hasattr(os, "geteuid") and os.geteuid() == 0
        if self._is_root:  # the server refuses to run as root
            shutil.chown(self.folder, "postgres")
        self._count = 0

    def _run(self, program: str, *arguments: str) -> None:
        drop = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if self._is_root else []
        env = {"PATH": f"{self._programs}:/usr/bin:/bin", "HOME": str(self.folder), "LANG": "C.UTF-8"}
        command = [*drop, str(self._programs / program), *arguments]
        # Why a file and no pipe: the server inherits it and would keep a pipe open for ever.
        with (self.folder / f"{program}.out").open("ab") as output:
            done = subprocess.run(
                command, env=env, cwd=self.folder, stdout=output, stderr=output, timeout=60, check=False
            )
        if done.returncode:
            told = (self.folder / f"{program}.out").read_text(errors="replace")
            raise RuntimeError(f"{program} failed: {told[-800:]}")

    def start(self) -> None:
        """Make the cluster and start the server; about one second."""
        data = str(self.folder / "data")
        self._run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        options = f"-c listen_addresses='' -k {self.folder} -c fsync=off -c synchronous_commit=off -c max_connections=60 -p {PORT}"
        self._run("pg_ctl", "-D", data, "-w", "-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self) -> None:
        """Stop at once and remove every trace."""
        try:
            self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def create(self, template: str = "template0") -> str:
        """Make a fresh database from ``template`` (30 ms); answers its name."""
        import psycopg

        self._count += 1
        name = f"books_{self._count}"
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')  # type: ignore[arg-type]
        return name

    def drop(self, name: str) -> None:
        """Remove a database, throwing out whoever is still connected."""
        import psycopg

        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')  # type: ignore[arg-type]

    def _address(self, database: str) -> str:
        return f"host={self.folder} port={PORT} user=postgres dbname={database}"

    def url(self, name: str) -> str:
        """SQLAlchemy address of one of its databases."""
        return f"postgresql+psycopg://postgres@/{name}?host={self.folder}&port={PORT}"
