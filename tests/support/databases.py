"""Fresh databases of either engine, empty or copied from a template built once per session."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.counts import KINDS
from tests.support.postgres import PrivatePostgres, server_programs
from tests.support.strict import left_out

Build = Callable[[str], None]


class SqliteFiles:
    """Databases as files in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._templates: dict[str, Path] = {}
        self._count = 0

    def fresh(self) -> str:
        """Address of a database file that does not exist yet."""
        return f"sqlite:///{self._next()}"

    def copy_of(self, key: str, build: Build) -> str:
        """Address of a copy of what ``build(url)`` made the first time ``key`` was asked for."""
        if key not in self._templates:
            template = self._next()
            build(f"sqlite:///{template}")
            self._templates[key] = template
        copy = self._next()
        with closing(sqlite3.connect(self._templates[key])) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode=WAL")
        return f"sqlite:///{copy}"

    def _next(self) -> Path:
        self._count += 1
        return self._folder / f"books-{self._count}.sqlite"


class PostgresDatabases:
    """Databases of the session's private server; those of a finished test are dropped."""

    def __init__(self, server: PrivatePostgres) -> None:
        self._server = server
        self._templates: dict[str, str] = {}
        self._open: list[str] = []

    def fresh(self) -> str:
        """Address of an empty database."""
        return self._hand_out(self._server.create())

    def copy_of(self, key: str, build: Build) -> str:
        """Address of a copy of what ``build(url)`` made the first time; ``build`` must leave no connection open."""
        if key not in self._templates:
            template = self._server.create()
            build(self._server.url(template))
            self._templates[key] = template
        return self._hand_out(self._server.create(self._templates[key]))

    def _hand_out(self, name: str) -> str:
        self._open.append(name)
        return self._server.url(name)

    def drop_handed_out(self) -> None:
        """Forget the databases of the test that just ended."""
        while self._open:
            self._server.drop(self._open.pop())


Databases = SqliteFiles | PostgresDatabases


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresDatabases]:
    """The session's PostgreSQL; tests that need it are left out (OMS_REQUIRE=all: fail) where none is installed."""
    programs = server_programs()
    if programs is None:
        left_out("no PostgreSQL server is installed")
    server = PrivatePostgres(programs)
    try:
        server.start()
        yield PostgresDatabases(server)
    finally:
        server.stop()


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> SqliteFiles:
    """The session's SQLite files."""
    return SqliteFiles(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture
def postgres_url(postgres_server: PostgresDatabases) -> Iterator[Callable[[], str]]:
    """Call it for the address of a fresh, empty PostgreSQL database."""
    yield postgres_server.fresh
    postgres_server.drop_handed_out()


@pytest.fixture(params=KINDS, ids=KINDS)
def databases(request: pytest.FixtureRequest) -> Iterator[Databases]:
    """Maker of databases, once with SQLite and once with PostgreSQL: ``fresh()`` or ``copy_of(key, build)``."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_files")
        return
    server: PostgresDatabases = request.getfixturevalue("postgres_server")
    yield server
    server.drop_handed_out()


@pytest.fixture
def engine_url(databases: Databases) -> str:
    """Address of a fresh, empty database; the test runs once per engine."""
    return databases.fresh()
