"""The command line as a test uses it: words in, exit status and texts out, on books with a few orders."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from desktop_oms import compose
from desktop_oms.app.intake.files import import_file
from desktop_oms.settings.resources import resource_path

ROOT = Path(__file__).parents[2]
SAMPLES = resource_path("samples")
# The orders of the first rows of the Amazon sample: five with one line, the sixth (10006) with three.
AMAZON_ROWS = 9


@dataclass(frozen=True, slots=True)
class Ran:
    """What one command line came to."""

    status: int
    out: str
    err: str

    @property
    def answer(self) -> Any:
        """Standard output, which must be exactly one JSON document."""
        return json.loads(self.out)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Standard output with one JSON document per line."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def refusal(self) -> str:
        """Code on standard error."""
        code: str = json.loads(self.err.splitlines()[-1])["error"]["code"]
        return code


class CommandLine:
    """Runs the real entry in this process, always with ``--json``."""

    def __init__(self, url: str, data: Path, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        self.url, self.data = url, data
        self._capsys, self._patch = capsys, patch

    def __call__(self, *words: object, scans: bytes | None = None, as_json: bool = True) -> Ran:
        if scans is not None:
            self._patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(scans)))
        said = [str(word) for word in words] + (["--json"] if as_json else [])
        self._capsys.readouterr()
        status = compose.main(["--database", self.url, "--data-dir", str(self.data), *said])
        told = self._capsys.readouterr()
        return Ran(status, told.out, told.err)

    def done(self, *words: object, scans: bytes | None = None) -> Any:
        """Like calling, but the status must be 0; gives the answer."""
        ran = self(*words, scans=scans)
        assert ran.status == 0, ran
        return ran.answer

    def start(self, *words: object, **streams: Any) -> subprocess.Popen[bytes]:
        """The same as a process of its own."""
        command = [sys.executable, "-m", "desktop_oms", "--database", self.url, "--data-dir", str(self.data)]
        told = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams}
        return subprocess.Popen([*command, *map(str, words)], cwd=ROOT, **told)


def amazon_file(folder: Path, rows: int = AMAZON_ROWS, name: str = "new-orders.txt") -> Path:
    """The first rows of the Amazon sample."""
    lines = (SAMPLES / "amazon-new-orders.txt").read_bytes().splitlines(keepends=True)
    path = folder / name
    path.write_bytes(b"".join(lines[: rows + 1]))
    return path


def build(url: str, folder: Path) -> None:
    """Books with articles, stock and the six orders; printers print into ``folder``."""
    shop = compose.open_shop(folder, database=url)
    try:
        for path in (SAMPLES / "products.csv", SAMPLES / "opening-stock.csv", amazon_file(folder)):
            import_file(shop, path)
    finally:
        shop.close()


def barcodes(cli: CommandLine, number: str) -> list[str]:
    """One scan per unit of an order, by SKU."""
    lines = cli.done("orders", "show", number)["lines"]
    return [line["sku"] for line in lines for _ in range(line["quantity"])]


def scanned(codes: list[str]) -> bytes:
    return "".join(f"{code}\n" for code in codes).encode()


def pack(cli: CommandLine, number: str) -> Ran:
    """Release an order and pack all of it."""
    cli.done("orders", "release", number)
    return cli("pack", number, scans=scanned(barcodes(cli, number)))
