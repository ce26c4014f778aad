"""What a verb works with: the words typed, the way to print, and the books, opened when first asked for."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from desktop_oms.cli.answer import Printer

if TYPE_CHECKING:
    from desktop_oms.app.shop import Shop


class Closeable(Protocol):
    """Something to be closed at the end of the run."""

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Services:
    """What ``compose`` plugs in; the rooms behind it are closed to the command line.

    Attributes:
        open_shop: ``(data folder, database=, user=, station=)`` -> the shop.
        data_dir: ``(chosen or None)`` -> the data folder, made if needed.
        database_url: ``(data folder, chosen)`` -> address of the books.
        formats: the file formats we read.
        start_log: ``(data folder)`` -> the running log.
        is_network_path: whether a file lies on a network share.
        run_window: ``(data folder, database=, user=, station=)`` -> exit status.
        run_demo: ``(folder for the results, headless=)`` -> exit status.
    """

    open_shop: Callable[..., Shop]
    data_dir: Callable[[str | None], Path]
    database_url: Callable[[Path, str], str]
    formats: Callable[[], Sequence[Mapping[str, str]]]
    start_log: Callable[[Path], Closeable]
    is_network_path: Callable[[Path], bool]
    run_window: Callable[..., int]
    run_demo: Callable[..., int]


class Desk:
    """One run of the command line.

    Attributes:
        args: the words, parsed.
        say: prints the answer.
    """

    def __init__(self, args: Namespace, services: Services, say: Printer) -> None:
        self.args = args
        self.services = services
        self.say = say
        self._open: list[Closeable] = []

    @cached_property
    def data(self) -> Path:
        """The data folder; the log runs from here on. Raises Unavailable ``data_dir.unusable``."""
        folder = self.services.data_dir(self.args.data_dir or None)
        self._open.append(self.services.start_log(folder))
        return folder

    @cached_property
    def url(self) -> str:
        """Address of the books."""
        return self.services.database_url(self.data, self.args.database or "")

    @cached_property
    def shop(self) -> Shop:
        """The books, opened as ``--user`` at ``--station``; errors as ``app.opening.open_shop``."""
        shop = self.services.open_shop(
            self.data, database=self.args.database or "", user=self.args.user or "", station=self.args.station or ""
        )
        self._open.append(shop)
        return shop

    def require(self, right: str) -> None:
        """Refuse what is no command of its own to someone without the right. Raises RuleError ``right.missing``."""
        from desktop_oms.domain.errors import RuleError

        if not self.shop.ask(lambda reads: reads.may(right)):
            raise RuleError("right.missing", right=right)

    def close(self) -> None:
        """Give back what was opened, the log last."""
        while self._open:
            self._open.pop().close()


Verb = Callable[[Desk], int]
Answer = dict[str, Any]
