"""The demo does the main job: judged by plain SQL on its books, by the manifest of the files and by eyes of others on its papers."""

from __future__ import annotations

import ast
import csv
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image, ImageStat

from desktop_oms.demo.faults import CAUGHT_BY
from tests.documents.papers import codes_in, dots_of
from tests.story.conftest import ROOT, SAMPLES, Demo

BOOKED = "('ok', 'line_done', 'order_packed')"
HONEST = "('ok', 'line_done', 'order_packed', 'order_open', 'command_done')"
LEFT = "s.is_external = 0 AND s.state = 'dispatched'"
CONFIRMATION = "amazon-shipment-confirmation.txt"


def scanned(demo: Demo, condition: str) -> int:
    """Scans the books remember, by what was answered."""
    sql = f"SELECT count(*) FROM event WHERE name = 'Scanned' AND json_extract(data, '$.verdict') {condition}"
    return int(demo.value(sql))


def pieces_ordered(entry: dict[str, Any]) -> Counter[str]:
    """Pieces of one order of the manifest that were still to ship, kits taken apart by the file of articles."""
    with (SAMPLES / "products.csv").open(encoding="utf-8-sig", newline="") as source:
        recipes = {row["sku"]: row["components"] for row in csv.DictReader(source)}
    found: Counter[str] = Counter()
    for sku, quantity, _money, gone in entry["lines"]:
        recipe = recipes.get(sku.upper())
        for part in (recipe or sku.upper()).split(";") if recipe is not None else ():
            name, _star, per_kit = part.strip().partition("*")
            found[name] += (quantity - gone) * int(per_kit or 1)
    return +found


def test_the_day_ends_with_everything_adding_up(demo: Demo) -> None:
    assert (demo.status, demo.summary["problems"], demo.summary["doctor"]) == (0, [], []), demo.out + demo.err
    assert "Everything adds up" in demo.out
    assert demo.err == ""


def test_every_order_in_the_files_is_accounted_for(demo: Demo, manifest: dict[str, Any]) -> None:
    told, files = demo.summary, manifest["files"].values()
    damaged = sum(entry["orders_in_file"] - entry["orders"] for entry in files)
    assert (told["orders_imported"], told["orders_rejected"]) == (manifest["together"]["orders"], damaged)
    assert told["orders_in_files"] == told["orders_imported"] + told["orders_rejected"] >= 150
    in_books = {row[0] for row in demo.rows("SELECT external_id FROM sales_order")}
    assert in_books == {entry["id"] for entry in manifest["orders"]}
    sources = {**manifest["files"], **{name: manifest[name] for name in ("products.csv", "opening-stock.csv")}}
    refused = {(name, row["line"], row["code"]) for name, entry in sources.items() for row in entry["rejected"]}
    assert set(demo.rows("SELECT file, line, code FROM import_row")) == refused


@pytest.mark.parametrize(
    ("name", "sql"),
    [
        ("total_minor", "SELECT currency, sum(total_minor) FROM sales_order GROUP BY 1"),
        ("refunded_minor", "SELECT currency, sum(refunded_minor) FROM sales_order GROUP BY 1"),
        (
            "lines_minor",
            "SELECT o.currency, sum(l.total_minor) FROM order_line l JOIN sales_order o ON o.id = l.order_id GROUP BY 1",
        ),
        (
            "taxes_minor",
            "SELECT o.currency, sum(t.amount_minor) FROM order_tax t JOIN sales_order o ON o.id = t.order_id GROUP BY 1",
        ),
    ],
)
def test_money_equals_the_manifest_to_the_cent(demo: Demo, manifest: dict[str, Any], name: str, sql: str) -> None:
    assert +Counter(dict(demo.rows(sql))) == +Counter(manifest["together"][name])


def test_stock_is_the_opening_stock_less_what_the_orders_that_left_had_ordered(
    demo: Demo, manifest: dict[str, Any]
) -> None:
    gone = demo.rows(
        "SELECT DISTINCT o.external_id FROM sales_order o JOIN shipment_line l ON l.order_id = o.id"
        f" JOIN shipment s ON s.id = l.shipment_id WHERE {LEFT}"
    )
    expected = Counter(manifest["opening-stock.csv"]["by_sku"])
    entries = {entry["id"]: entry for entry in manifest["orders"]}
    for (order_id,) in gone:
        expected.subtract(pieces_ordered(entries[order_id]))
    ledger = demo.rows(
        "SELECT v.sku, sum(m.quantity) FROM stock_move m JOIN variant v ON v.id = m.variant_id GROUP BY 1"
    )
    levels = demo.rows(
        "SELECT v.sku, sum(t.on_hand) FROM stock_total t JOIN variant v ON v.id = t.variant_id GROUP BY 1"
    )
    assert len(gone) > 100
    assert +Counter(dict(ledger)) == +Counter(dict(levels)) == +expected


def test_every_parcel_that_left_holds_exactly_what_its_order_still_wanted(demo: Demo, manifest: dict[str, Any]) -> None:
    contents: dict[str, Counter[str]] = {}
    for order_id, sku, pieces in demo.rows(
        "SELECT o.external_id, v.sku, sum(c.quantity) FROM parcel_content c JOIN shipment s ON s.id = c.shipment_id"
        " JOIN shipment_line l ON l.id = c.shipment_line_id JOIN sales_order o ON o.id = l.order_id"
        f" JOIN variant v ON v.id = c.variant_id WHERE {LEFT} GROUP BY 1, 2"
    ):
        contents.setdefault(order_id, Counter())[sku] = pieces
    entries = {entry["id"]: entry for entry in manifest["orders"]}
    assert contents == {order_id: pieces_ordered(entries[order_id]) for order_id in contents}


def test_the_figures_are_those_of_the_books(demo: Demo) -> None:
    told = demo.summary
    own = "SELECT count(*) FROM shipment WHERE is_external = 0 AND state"
    assert told["shipments_packed"] == demo.value(f"{own} IN ('labelled', 'dispatched')") > 100
    assert told["shipments_dispatched"] == demo.value(f"{own} = 'dispatched'") == told["shipments_packed"]
    assert told["units_verified"] == demo.value("SELECT sum(quantity) FROM parcel_content WHERE is_forced = 0")
    assert told["documents"] == demo.value("SELECT count(*) FROM document") == 2 * told["shipments_packed"]
    assert told["scans_sent"] == told["scans_answered"] == scanned(demo, "IS NOT NULL")


def test_every_unit_was_verified_by_a_scan_of_its_own(demo: Demo) -> None:
    undone = demo.value(
        "SELECT count(*) FROM event WHERE name = 'Scanned' AND json_extract(data, '$.reason') = 'undone'"
    )
    assert undone == 2
    assert demo.summary["units_verified"] == scanned(demo, f"IN {BOOKED}") - undone
    assert demo.value("SELECT count(*) FROM parcel_content WHERE quantity <> 1 OR scan_text = ''") == 0


def test_every_kind_of_fault_was_planted_and_caught_and_booked_nothing(demo: Demo) -> None:
    told = demo.summary
    assert set(told["faults_by_kind"]) == set(CAUGHT_BY)
    assert told["faults_caught"] == told["faults_planted"] == sum(told["faults_by_kind"].values())
    assert scanned(demo, f"NOT IN {HONEST}") == told["faults_planted"] > 30
    refused = f"SELECT command_id FROM event WHERE name = 'Scanned' AND json_extract(data, '$.verdict') NOT IN {HONEST}"
    booked = f"SELECT count(*) FROM event WHERE command_id IN ({refused}) AND changes LIKE '%parcel_content%'"
    assert demo.value(booked) == 0


def test_an_order_was_put_aside_and_taken_up_again_with_what_was_verified(demo: Demo) -> None:
    verdicts = demo.rows(
        "SELECT json_extract(data, '$.verdict'), json_extract(data, '$.reason'), entity_id"
        " FROM event WHERE name = 'Scanned' ORDER BY seq"
    )
    (aside,) = [n for n, (_verdict, reason, _id) in enumerate(verdicts) if reason == "suspended"]
    shipment = verdicts[aside][2]
    later = [verdict for verdict, _reason, of in verdicts[aside + 1 :] if of == shipment]
    needed, first = demo.rows(
        f"SELECT sum(c.quantity), min(c.verified_at) FROM parcel_content c WHERE c.shipment_id = {shipment}"
    )[0]
    assert later[0] == "order_open"
    assert 0 < len(later[1:]) < needed, "what was verified before is verified once"
    assert first is not None


def test_the_dispatch_was_undone_and_done_again(demo: Demo) -> None:
    names = [row[0] for row in demo.rows("SELECT DISTINCT command FROM event WHERE command IN ('Undo', 'Redo')")]
    assert sorted(names) == ["Redo", "Undo"]
    assert "Ctrl+Z took them back" in demo.out


def read_codes(path: Path) -> set[str]:
    """Code 128 and QR codes of a paper drawn at 203 dpi in one bit."""
    formats = [zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.QRCode]
    found = zxingcpp.read_barcodes(dots_of(path.read_bytes()), formats=formats, text_mode=zxingcpp.TextMode.Plain)
    return {code.bytes.decode() for code in found}


def test_every_code_of_every_document_decodes_to_the_books_values(demo: Demo) -> None:
    expected: dict[str, set[str]] = {}
    for kind, shipment, order, parcel, sscc, key in demo.rows(
        "SELECT d.kind, s.number, o.number, p.code, p.sscc, json_extract(d.data, '$.return_key') FROM document d"
        " JOIN shipment s ON s.id = d.entity_id JOIN parcel p ON p.shipment_id = s.id"
        " JOIN shipment_line l ON l.shipment_id = s.id JOIN sales_order o ON o.id = l.order_id"
    ):
        slip, label = {f"ORD{order}", f"https://example.org/r/{key}"}, {parcel, f"00{sscc}"}
        expected[f"{kind}-{shipment}.pdf"] = slip if kind == "packing_slip" else label
    papers = sorted((demo.folder / "prints").rglob("*.pdf"))
    assert {path.name: read_codes(path) for path in papers} == expected
    assert demo.summary["codes_decoded"] == 2 * len(papers) == 2 * demo.summary["documents"]


def test_papers_carry_no_other_codes_and_say_the_right_kind(demo: Demo) -> None:
    slips, labels = sorted((demo.folder / "prints/slips").iterdir()), sorted((demo.folder / "prints/labels").iterdir())
    for path in (slips[0], slips[-1]):
        assert sorted(kind for kind, _text in codes_in(dots_of(path.read_bytes()))) == ["]C0", "]Q1"]
    for path in (labels[0], labels[-1]):
        assert sorted(kind for kind, _text in codes_in(dots_of(path.read_bytes()))) == ["]C1", "]Q1"]


def test_the_amazon_file_tells_exactly_what_was_dispatched(demo: Demo, manifest: dict[str, Any]) -> None:
    with (demo.folder / CONFIRMATION).open(encoding="utf-8", newline="") as source:
        told = [(row["order-id"], row["order-item-id"], int(row["quantity"]))
                for row in csv.DictReader(source, delimiter="\t", quoting=csv.QUOTE_NONE)]  # fmt: skip
    in_books = demo.rows(
        "SELECT DISTINCT o.external_id, l.external_id, l.quantity FROM order_line l JOIN sales_order o ON o.id = l.order_id"
        " JOIN channel c ON c.id = o.channel_id JOIN shipment_line sl ON sl.order_line_id = l.id"
        f" JOIN shipment s ON s.id = sl.shipment_id WHERE c.type = 'amazon' AND {LEFT}"
    )
    assert Counter(told) == Counter(in_books)
    assert demo.summary["amazon_lines_confirmed"] == len(told) > 30
    units = {entry["id"]: sum(line[1] - line[3] for line in entry["lines"]) for entry in manifest["orders"]}
    sent: Counter[str] = Counter()
    for order_id, _item, quantity in told:
        sent[order_id] += quantity
    assert dict(sent) == {order_id: units[order_id] for order_id in sent}


def test_there_is_a_picture_of_every_pane_in_both_looks(demo: Demo) -> None:
    screens = demo.folder / "screens"
    assert {path.name for path in screens.iterdir()} == set(demo.summary["screenshots"])
    for pane in ("orders", "packing", "stock"):
        pictures = [Image.open(screens / f"pane-{pane}-{look}.png").convert("L") for look in ("light", "dark")]
        light, dark = (ImageStat.Stat(picture).mean[0] for picture in pictures)
        assert light > dark + 60, pane
        assert {picture.size for picture in pictures} == {(1440, 900)}
        assert all(len(picture.getcolors(256) or ()) > 30 for picture in pictures), "an empty pane has few shades"


def test_without_the_decoder_the_demo_fails_and_says_where(shortened: Callable[..., Demo]) -> None:
    ran = shortened(has_decoder=False)
    assert ran.status == 1
    assert ran.summary["problems"] == ["The day stopped: waited in vain for released shipments."]
    assert "shipments_packed" not in ran.summary
    assert "Traceback" not in ran.out + ran.err


ACCEPT_EVERYTHING = """
from desktop_oms.app import pack_verify
from desktop_oms.domain.packing import UnitMove, _booked

def accept(table, scan, known=None):
    line = next(line for line in table.lines if line.open)
    return _booked(table, [UnitMove(line.line_no, line.shipment_line_id, line.variant_id, 1)])

pack_verify.verify_unit = accept
"""


def test_a_table_that_accepts_everything_is_found_out(shortened: Callable[..., Demo]) -> None:
    ran = shortened(ACCEPT_EVERYTHING)
    told = ran.summary
    assert ran.status == 1
    assert told["faults_caught"] < told["faults_planted"]
    assert any(problem.startswith("Faults not caught") for problem in told["problems"])
    assert any(re.search(r"\(wrong_item\) was not caught", problem) for problem in told["problems"])
    assert "Traceback" not in ran.out + ran.err


def test_the_demo_only_presses_keys() -> None:
    """No slot, no signal, no action, no command: the names by which those are called do not occur."""
    forbidden = {
        "click",
        "trigger",
        "emit",
        "animateClick",
        "setText",
        "set_wish",
        "postEvent",
        "sendEvent",
        "activate",
    }
    forbidden |= {"show_pane", "open_palette_at", "open_import", "take", "scan_text", "accept_text", "setCurrentIndex"}
    found = []
    for path in sorted((ROOT / "desktop_oms/demo").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                owner = ast.unparse(node.func.value)
                is_command = node.func.attr == "run" and owner.endswith("shop")
                is_ours = owner in ("self._office", "office", "self")
                if is_command or (node.func.attr in forbidden and not is_ours):
                    found.append(f"{path.name}:{node.lineno} {ast.unparse(node.func)}")
    assert found == []
