"""The same thin day through ``python -m desktop_oms --json``, one process per deed, as a script of a shop would do it."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import zxingcpp

from tests.documents.papers import dots_of
from tests.story.conftest import ROOT, SAMPLES, environment


class Shell:
    """Runs the program as a process; standard output is what a script would parse."""

    def __init__(self, data: Path) -> None:
        self.data = data

    def __call__(self, *words: object, status: int = 0, scans: str = "") -> Any:
        """The JSON document, or for ``pack`` the list of its lines."""
        command = [sys.executable, "-m", "desktop_oms", "--json", "--data-dir", str(self.data), *map(str, words)]
        done = subprocess.run(
            command, cwd=ROOT, env=environment(), input=scans, capture_output=True, text=True, encoding="utf-8",
            timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == status, (words, done)
        assert "Traceback" not in done.stderr
        if words[0] == "pack":
            return [json.loads(line) for line in done.stdout.splitlines()]
        return json.loads(done.stdout or done.stderr)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path / "data")


def codes_of(path: Path) -> set[str]:
    return {code.bytes.decode() for code in zxingcpp.read_barcodes(dots_of(path.read_bytes()))}


def on_hand(shell: Shell, sku: str) -> int:
    return int(shell("stock", "show", sku)["on_hand"])


def test_a_whole_day_by_processes_of_their_own(shell: Shell, tmp_path: Path, manifest: dict[str, Any]) -> None:
    files = ("products.csv", "opening-stock.csv", "amazon-new-orders.txt")
    read = shell("import", *(SAMPLES / name for name in files), status=4)
    wanted = manifest["files"]["amazon-new-orders.txt"]
    refused = [(Path(row["file"]).name, row["line"], row["code"]) for row in read["rejected"]]
    sources = {**manifest["files"], **manifest}
    assert refused == [(name, row["line"], row["code"]) for name in files for row in sources[name]["rejected"]]
    listed = shell("orders", "list", "--limit", "1000")["orders"]
    assert len(listed) == wanted["orders"]
    money = Counter(row["currency"] for row in listed)
    assert set(money) == set(wanted["total_minor"])
    released = shell("orders", "release", "--ready", status=0)["released"]
    entry = next(
        entry
        for entry in manifest["orders"]
        if entry["file"] == files[2] and len(entry["lines"]) == 1 and entry["lines"][0][1] >= 2
    )
    number = next(row["number"] for row in listed if row["channel_order_id"] == entry["id"])
    assert number in {row["order"] for row in released}
    ((sku, quantity, _money, _gone),) = entry["lines"]
    before = on_hand(shell, sku)

    # Two faults, one piece, then the input ends: suspended, with what was verified kept.
    other = next(known for known in manifest["products.csv"]["barcodes"] if known != sku)
    verdicts = shell("pack", number, scans=f"{other}\nZZ-NO-SUCH-CODE\n{sku}\n", status=3)
    assert [row["verdict"] for row in verdicts] == ["wrong_item", "unknown_code", "ok"]
    assert [row["remaining"] for row in verdicts] == [quantity, quantity, quantity - 1]
    rest = shell("pack", number, scans=f"{sku}\n" * (quantity - 1) + f"{sku}\n")
    assert rest[-2]["verdict"] == "order_packed"
    assert rest[-2]["documents"] == ["packing_slip", "label"]
    assert rest[-1]["verdict"] == "unknown_code", "a piece too many is booked nowhere"

    slip, label = tmp_path / "slip.pdf", tmp_path / "label.pdf"
    shell("print", "slip", f"ORD{number}", "--out", slip)
    shell("print", "label", f"{number}-1", "--out", label)
    assert f"ORD{number}" in codes_of(slip)
    assert f"PCL{number}001" in codes_of(label)

    confirmation = tmp_path / "confirmation.txt"
    gone = shell("dispatch", number, "--out", confirmation)
    assert gone["dispatched"] == [{"order": number, "shipment": f"{number}-1"}]
    with confirmation.open(encoding="utf-8", newline="") as source:
        told = [(row["order-id"], int(row["quantity"])) for row in csv.DictReader(source, delimiter="\t")]
    assert told == [(entry["id"], quantity)]

    copy = tmp_path / "copy.sqlite"
    assert shell("backup", copy)["backup"]["findings"] == []
    assert shell("undo")["undone"]["command"] == "DispatchShipments"
    assert on_hand(shell, sku) == before

    shell("restore", copy)
    assert on_hand(shell, sku) == before - quantity, "the copy was taken after the dispatch"
    assert shell("orders", "show", number)["shipments"][0]["state"] == "dispatched"
    assert shell("doctor") == {"findings": []}
