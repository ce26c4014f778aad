"""The real program on a real X11 screen, driven from outside: what a scanner types is what the books verify, also over a panel."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from desktop_oms import compose
from desktop_oms.app.intake.files import import_file
from desktop_oms.app.release import ReleaseOrders
from desktop_oms.db.records import QuerySpec
from tests.story.conftest import ROOT, SAMPLES, environment
from tests.support.printers import wait_for
from tests.support.strict import left_out

PROGRAMS = ("Xvfb", "openbox", "xdotool", "import")
PATIENCE_S = 60
ROWS = 12  # of the Amazon sample


@dataclass
class Screen:
    """One X11 display with a window manager, ours alone."""

    display: str

    @property
    def variables(self) -> dict[str, str]:
        return {**environment(), "DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb"}

    def call(self, *command: str) -> str:
        done = subprocess.run(command, env=self.variables, capture_output=True, text=True, timeout=60, check=False)
        return done.stdout.strip()

    def scan(self, text: str) -> None:
        """Type as a scanner does: 5 ms between keys, Return at the end."""
        self.call("xdotool", "type", "--delay", "5", f"{text}\r")

    def key(self, name: str) -> None:
        self.call("xdotool", "key", name)


def ended(process: subprocess.Popen[Any]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(20)


@pytest.fixture(scope="module")
def screen() -> Iterator[Screen]:
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    if missing:
        left_out(f"these programs are missing: {', '.join(missing)}")
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1440x900x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=(writing,), stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as told:
        number = told.readline().strip()
    assert number, "Xvfb did not start"
    shown = Screen(f":{number}")
    manager = subprocess.Popen(["openbox"], env=shown.variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    yield shown
    ended(manager)
    ended(server)


class Books:
    """A data folder with released orders, read from outside by plain SQL."""

    def __init__(self, data: Path) -> None:
        self.data = data
        shop = compose.open_shop(data)
        rows = (SAMPLES / "amazon-new-orders.txt").read_bytes().splitlines(keepends=True)
        (data / "orders.txt").write_bytes(b"".join(rows[: ROWS + 1]))
        for path in (SAMPLES / "products.csv", SAMPLES / "opening-stock.csv", data / "orders.txt"):
            import_file(shop, path)
        ready = shop.ask(lambda reads: reads.orders.snapshot(QuerySpec(view="ready")))
        shop.run(ReleaseOrders(tuple(ready)))
        shop.close()

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(f"file:{self.data / compose.BOOKS}?mode=ro", uri=True)) as books:
            return list(books.execute(sql))

    def scans(self) -> list[tuple[str, str]]:
        """(what was scanned, what was answered) in order."""
        sql = "SELECT json_extract(data, '$.scan'), json_extract(data, '$.verdict') FROM event WHERE name = 'Scanned' ORDER BY seq"
        return self.rows(sql)  # type: ignore[return-value]

    def verified(self) -> list[tuple[str, str, int]]:
        """(order, SKU, pieces) of everything verified."""
        return self.rows(
            "SELECT o.number, v.sku, sum(c.quantity) FROM parcel_content c JOIN variant v ON v.id = c.variant_id"
            " JOIN shipment_line l ON l.id = c.shipment_line_id JOIN sales_order o ON o.id = l.order_id"
            " GROUP BY 1, 2 ORDER BY 1, 2"
        )  # type: ignore[return-value]

    def an_order(self) -> tuple[str, list[str]]:
        """A released order with at least three pieces: its number and one SKU per piece."""
        wanted = self.rows(
            "SELECT o.number, v.sku, l.quantity FROM shipment_line l JOIN sales_order o ON o.id = l.order_id"
            " JOIN variant v ON v.id = l.variant_id JOIN shipment s ON s.id = l.shipment_id"
            " WHERE s.state = 'released' ORDER BY o.number, l.position"
        )
        pieces: dict[str, list[str]] = {}
        for number, sku, quantity in wanted:
            pieces.setdefault(number, []).extend([sku] * quantity)
        return next((number, skus) for number, skus in pieces.items() if len(skus) >= 3)

    def barcode(self, sku: str) -> str:
        sql = (
            f"SELECT b.code FROM barcode b JOIN variant v ON v.id = b.variant_id WHERE v.sku = '{sku}' AND b.factor = 1"
        )
        return str(self.rows(sql)[0][0])


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory, screen: Screen) -> Books:
    return Books(tmp_path_factory.mktemp("xvfb"))


def looks_drawn(path: Path) -> bool:
    """The window is on the screen: more than a bare root and frame."""
    with Image.open(path) as picture:
        colors = picture.convert("RGB").resize((480, 300)).getcolors(480 * 300) or []
    return len(colors) > 60


def test_scans_typed_on_x11_verify_exactly_those_units_also_over_an_open_panel(
    screen: Screen, books: Books, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "desktop_oms", "run", "--data-dir", str(books.data), "--look", "light"]
    output = (tmp_path / "program.txt").open("w")
    program = subprocess.Popen(command, cwd=ROOT, env=screen.variables, stdout=output, stderr=subprocess.STDOUT)

    def answered(count: int, what: str) -> None:
        wait_for(lambda: len(books.scans()) >= count, PATIENCE_S, what)
        assert program.poll() is None, (tmp_path / "program.txt").read_text()

    try:
        wait_for(
            lambda: screen.call("xdotool", "search", "--onlyvisible", "--pid", str(program.pid)),
            PATIENCE_S,
            "the window",
        )
        (window, *_more) = screen.call("xdotool", "search", "--onlyvisible", "--pid", str(program.pid)).split()
        screen.call("xdotool", "windowactivate", "--sync", window)
        time.sleep(2)  # the books are opened behind the painted window; nothing outside tells when
        screen.key("ctrl+2")
        time.sleep(1)
        number, pieces = books.an_order()
        screen.scan(f"ORD{number}")
        answered(1, "the answer to the order's code")
        screen.scan(books.barcode(pieces[0]))
        answered(2, "the answer to the first piece")

        screen.key("F3")  # the palette lies over the table and has the cursor; a scan belongs to the table all the same
        time.sleep(1)
        screen.call("import", "-window", "root", str(tmp_path / "palette.png"))
        screen.scan(books.barcode(pieces[1]))
        answered(3, "the answer to the second piece, scanned over the palette")
        screen.key("Escape")
        time.sleep(0.5)

        screen.scan("9520000009991")
        answered(4, "the answer to an article nobody knows")
        expected = [(f"ORD{number}", "order_open")]
        assert [verdict for _text, verdict in books.scans()][:2] == ["order_open", "ok"]
        assert books.scans()[0] == expected[0]
        assert sum(count for _order, _sku, count in books.verified()) == 2
        screen.call("import", "-window", "root", str(tmp_path / "table.png"))
        for nth, sku in enumerate(pieces[2:], start=5):
            screen.scan(books.barcode(sku))
            answered(nth, f"the answer to piece {nth - 2}")
    finally:
        ended(program)
        output.close()
    counted: dict[str, int] = {}
    for sku in pieces:
        counted[sku] = counted.get(sku, 0) + 1
    assert books.verified() == [(number, sku, counted[sku]) for sku in sorted(counted)]
    assert books.scans()[-1][1] == "order_packed"
    assert len(books.scans()) == 2 + len(pieces)
    for name in ("palette.png", "table.png"):
        assert looks_drawn(tmp_path / name), name
    assert "Traceback" not in (tmp_path / "program.txt").read_text()
