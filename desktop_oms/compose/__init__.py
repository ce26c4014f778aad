"""The composition root: the only room that names concrete classes of the outer rooms and plugs them together.

Everything heavy is imported when it is first needed, so that the window's first paint waits for none of it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_oms.system.paths import data_dir

if TYPE_CHECKING:
    from desktop_oms.app.opening import Ports
    from desktop_oms.app.ports import Paper
    from desktop_oms.app.setup import StartShop
    from desktop_oms.app.shop import Shop
    from desktop_oms.db.changes import ChangeSet
    from desktop_oms.system.logs import Logs

BOOKS = "books.sqlite"
# Exit status of ``run`` when the window could only say why the books do not open (docs/cli.md: unavailable).
_COULD_NOT_OPEN = 5


def main(argv: Sequence[str]) -> int:
    """Run the command line; returns the exit status (docs/cli.md)."""
    from desktop_oms.cli.main import Services, run

    services = Services(
        open_shop=open_shop,
        data_dir=data_dir,
        database_url=database_url,
        formats=file_formats,
        start_log=start_log,
        is_network_path=is_network_path,
        run_window=run_window,
        run_demo=run_demo,
    )
    return run(list(argv), services)


def file_formats() -> list[Mapping[str, str]]:
    """The file formats we read."""
    from desktop_oms.channels.file_port import FileFormats

    return FileFormats().formats()


def start_log(data: Path) -> Logs:
    """The log of a command-line run; a file of its own, because two processes must not rotate one."""
    from desktop_oms.system.logs import start_logging
    from desktop_oms.system.paths import log_dir

    return start_logging(log_dir(data), name="command-line")


def is_network_path(path: Path) -> bool:
    """Whether a file lies on a network share."""
    from desktop_oms.system.fsinfo import network_share

    return network_share(path) is not None


def system_clock() -> datetime:
    """Now, aware UTC; the only reading of the machine's clock outside the rooms that need one of their own."""
    return datetime.now(UTC)


def database_url(data: Path, chosen: str = "") -> str:
    """Address of the books: the one chosen, the variable ``OMS_DATABASE``, or the file in the data folder."""
    return chosen or os.environ.get("OMS_DATABASE", "") or f"sqlite:///{data / BOOKS}"


def ports(clock: Callable[[], datetime] = system_clock) -> Ports:
    """The real rooms behind the ports of ``app``."""
    from desktop_oms.app.opening import Ports
    from desktop_oms.channels.file_port import FileFormats
    from desktop_oms.system.spool import Spoolers

    return Ports(
        papers=Documents(),
        spool=Spoolers(),
        files=FileFormats(),
        template_versions=TemplateVersions(),
        clock=clock,
        is_network_path=is_network_path,
    )


def open_shop(
    data: Path,
    *,
    database: str = "",
    user: str = "",
    station: str = "",
    first_shop: StartShop | None = None,
    clock: Callable[[], datetime] = system_clock,
    on_commit: Callable[[ChangeSet], None] | None = None,
) -> Shop:
    """Open the books of a data folder with everything plugged in; errors as in ``app.opening.open_shop``."""
    from desktop_oms.app.opening import Opening
    from desktop_oms.app.opening import open_shop as open_books

    named: dict[str, Any] = {} if first_shop is None else {"first_shop": first_shop}
    opening = Opening(database_url(data, database), user, station, print_folder=data / "prints", **named)
    return open_books(opening, ports(clock), on_commit)


class Documents:
    """``PaperPort`` on the documents room."""

    def render(self, kind: str, data: Any, media: str) -> Paper:
        """Make one paper; errors as in ``documents.render``."""
        from desktop_oms.app.ports import Paper
        from desktop_oms.documents import render

        made = render(kind, data, media)
        return Paper(made.content, made.content_type, made.warnings, made.template_version)

    def fingerprint(self, kind: str) -> str:
        """Hash of template, fonts and libraries a paper of this kind is made with."""
        from desktop_oms.documents import fingerprint

        return fingerprint(kind)


class TemplateVersions(Mapping[str, str]):
    """Template versions, asked of the documents room only when a paper is frozen: its fonts cost 40 ms to open."""

    def __getitem__(self, kind: str) -> str:
        return Documents().fingerprint(kind)

    def __iter__(self) -> Iterator[str]:
        return iter(("packing_slip", "label"))

    def __len__(self) -> int:
        return 2


def run_window(data: Path, *, database: str = "", user: str = "", station: str = "", look: str = "system") -> int:
    """Run the window until it is closed; returns the exit status. Log and crash file lie in the data folder."""
    from desktop_oms.compose.window import Desktop, WindowOptions
    from desktop_oms.system.crash import CrashFile, log_uncaught
    from desktop_oms.system.logs import start_logging
    from desktop_oms.system.paths import log_dir

    def open_books(on_commit: Callable[[ChangeSet], None]) -> Shop:
        return open_shop(data, database=database, user=user, station=station, on_commit=on_commit)

    logs = start_logging(log_dir(data))
    crash = CrashFile(log_dir(data))
    log_uncaught()
    desktop = Desktop(WindowOptions(open_books, data, look, warm_up=warm_up))
    desktop.show()
    try:
        status = desktop.app.exec()
        return status if desktop.failure is None else _COULD_NOT_OPEN
    finally:
        desktop.close()
        crash.close()
        logs.close()


def warm_up() -> None:
    """Load what makes papers before the first order is packed.

    Why: measured, the first order of the day else waited 0.5 to 2 s for fonts and libraries, its transaction open.
    """
    for kind in (versions := TemplateVersions()):
        versions[kind]


def run_demo(out: Path, *, headless: bool) -> int:
    """Run the working day that shows itself; returns the exit status."""
    from desktop_oms.compose.demo import run

    return run(out, headless=headless)
