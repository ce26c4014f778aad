"""The judges of the demo see every kind of damage: each is planted here and must be named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import zxingcpp

from desktop_oms.app.recount import BooksRecord, DayFigures, OrderRecord, PaperRecord
from desktop_oms.compose.demo_folder import MARK, Taken, prepare
from desktop_oms.demo import codes, report
from desktop_oms.demo.accounts import Goods, differences, rejected_orders
from desktop_oms.demo.confirmation import confirmation_differences
from desktop_oms.demo.day import FILES, DayResult
from desktop_oms.demo.faults import CAUGHT_BY, is_caught
from desktop_oms.documents import render
from tests.documents.papers import a_label, a_slip
from tests.story.conftest import SAMPLES

GOODS = Goods(SAMPLES / "products.csv")
ONE_FILE = ("products.csv", "opening-stock.csv", "amazon-new-orders.txt")
WITH_KIT = next(sku for sku in GOODS.recipes)


@pytest.fixture
def books(manifest: dict[str, Any]) -> BooksRecord:
    """Books that agree with the manifest about one file, with one order gone."""
    entries = [entry for entry in manifest["orders"] if entry["file"] in ONE_FILE]
    orders = {
        entry["id"]: OrderRecord(entry["currency"], entry["total_minor"], sum(line[2] for line in entry["lines"]), 0, 0)
        for entry in entries
    }
    gone = next(entry for entry in entries if any(line[0] == WITH_KIT for line in entry["lines"]))
    pieces = GOODS.pieces(gone["lines"])
    stock = dict(manifest["opening-stock.csv"]["by_sku"])
    for sku, count in pieces.items():
        stock[sku] -= count
    sources = {**manifest["files"], **manifest}
    rejected = tuple((file, row["line"], row["code"]) for file in ONE_FILE for row in sources[file]["rejected"])
    return BooksRecord(orders, rejected, stock, {gone["id"]: dict(pieces)})


def told(manifest: dict[str, Any], books: BooksRecord) -> list[str]:
    return differences(manifest, ONE_FILE, books, GOODS)


def test_books_that_agree_with_the_files_have_no_differences(manifest: dict[str, Any], books: BooksRecord) -> None:
    assert told(manifest, books) == []
    assert rejected_orders(manifest, books) == 3


def first(books: BooksRecord) -> str:
    return next(iter(books.orders))


DAMAGES: dict[str, tuple[Callable[[BooksRecord], BooksRecord], str]] = {
    "an order lost": (
        lambda b: replace(b, orders={k: v for k, v in b.orders.items() if k != first(b)}), "not in the books"),
    "an order invented": (lambda b: replace(b, orders={**b.orders, "X": OrderRecord("EUR", 0, 0, 0, 0)}), "the files do not"),
    "a cent": (
        lambda b: replace(b, orders={**b.orders, first(b): replace(b.orders[first(b)], total_minor=1)}), "came to"),
    "a line's cent": (
        lambda b: replace(b, orders={**b.orders, first(b): replace(b.orders[first(b)], lines_minor=1)}), "lines in"),
    "a damaged row taken": (lambda b: replace(b, rejected=b.rejected[1:]), "but was not refused"),
    "a sound row refused": (
        lambda b: replace(b, rejected=(*b.rejected, ("amazon-new-orders.txt", 2, "date.bad"))), "but is sound"),
    "a piece too many in a parcel": (
        lambda b: replace(b, shipped={k: {**v, "MUG-300-MOS": 9} for k, v in b.shipped.items()}), "left the house"),
    "a piece vanished from the shelf": (
        lambda b: replace(b, stock={**b.stock, "CAR-06": b.stock["CAR-06"] - 1}), "stock of CAR-06"),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGES)
def test_the_accounts_name_each_damage(name: str, manifest: dict[str, Any], books: BooksRecord) -> None:
    damage, sentence = DAMAGES[name]
    problems = told(manifest, damage(books))
    assert any(sentence in problem for problem in problems), problems


def test_taxes_and_refunds_are_judged_when_all_files_came_in(manifest: dict[str, Any], books: BooksRecord) -> None:
    problems = differences(manifest, FILES, books, GOODS)
    assert any(problem.startswith("taxes in EUR") for problem in problems)
    assert any(problem.startswith("refunded in EUR") for problem in problems)


@pytest.fixture
def prints(tmp_path: Path) -> Path:
    (tmp_path / "packing_slip-10482-1.pdf").write_bytes(render("packing_slip", a_slip(), "a4").content)
    (tmp_path / "label-10482-1 (2).pdf").write_bytes(render("label", a_label(), "4x6").content)
    return tmp_path


SLIP = PaperRecord("packing_slip", "10482-1", frozenset({"ORD10482", "https://example.org/r/10482-7KD2"}))
LABEL = PaperRecord("label", "10482-1", frozenset({"PCL10482001", "00340123450000104821"}))


def test_codes_that_read_as_the_books_say_are_counted(prints: Path) -> None:
    assert codes.check_papers(prints, [SLIP, LABEL], zxingcpp) == codes.CodeCheck(2, 4, ())


def test_a_wrong_code_a_missing_paper_and_an_unknown_paper_are_named(prints: Path) -> None:
    wrong = replace(SLIP, codes=frozenset({"ORD10483"}))
    missing = replace(LABEL, shipment_number="10999-1")
    check = codes.check_papers(prints, [wrong, missing], zxingcpp)
    assert check.decoded == 0
    assert [problem.split()[0] for problem in check.problems] == ["label-10482-1", "packing_slip-10482-1.pdf", "the"]
    assert "10999-1 was not printed" in check.problems[-1]


def test_the_confirmation_is_held_against_what_left(tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    head = "order-id\torder-item-id\tquantity\tship-date\tcarrier-code\tcarrier-name"
    path.write_text(f"{head}\nA\t1\t2\t2026-03-02\tDHL\t\nA\t1\t2\t2026-03-02\tDHL\t\nB\t1\t1\t\t\t\n", "utf-8")
    problems = confirmation_differences(path, {("A", "1"): 2, ("C", "1"): 1})
    assert [problem.rpartition(": ")[0] or problem for problem in problems] == [
        "file.txt tells item 1 of order A twice",
        "file.txt has no date or carrier for order B",
        "order B, item 1",
        "order C, item 1",
    ]
    assert confirmation_differences(tmp_path / "none.txt", {("A", "1"): 2}) != []
    assert confirmation_differences(tmp_path / "none.txt", {}) == []


@pytest.mark.parametrize("fault", CAUGHT_BY)
def test_a_fault_is_caught_only_by_its_own_answer_and_when_nothing_was_booked(fault: str) -> None:
    verdict, reason = CAUGHT_BY[fault][0]
    assert is_caught(fault, verdict, reason, 0)
    assert not is_caught(fault, verdict, reason, 1)
    assert not is_caught(fault, "ok", "", 0)


FIGURES = DayFigures(10, 5, 5, 9, 5, 10)


@pytest.mark.parametrize(
    ("result", "sentence"),
    [
        (DayResult(11, 0, FIGURES, {"wrong_item": 1}, 1, 9, 9), "The files hold 11 orders"),
        (DayResult(10, 0, FIGURES, {"wrong_item": 2}, 1, 9, 9), "Faults not caught: 1 of 2"),
        (DayResult(10, 0, FIGURES, {}, 0, 9, 9), "No fault was planted"),
        (DayResult(10, 0, FIGURES, {"wrong_item": 1}, 1, 9, 9, doctor=[{"sentence": "x"}]), "The doctor has 1"),
        (DayResult(10, 0, FIGURES, {"wrong_item": 1}, 1, 9, 9, stopped="why"), "The day stopped: why"),
        (DayResult(10, 0, FIGURES, {"wrong_item": 1}, 1, 9, 9, problems=["stock of X"]), "Stock of X"),
    ],
)
def test_the_summary_says_in_words_what_does_not_add_up(result: DayResult, sentence: str, tmp_path: Path) -> None:
    summary = report.summary(replace(result, scan_ms={"p50": 1.0, "p99": 2.0}))
    assert any(problem.startswith(sentence) for problem in summary["problems"])
    assert any(sentence in line for line in report.lines(summary, tmp_path))


def test_a_day_that_adds_up_has_no_problems() -> None:
    assert report.problems(DayResult(10, 0, FIGURES, {"wrong_item": 1}, 1, 9, 9)) == []


def test_a_key_appears_only_when_it_is_real() -> None:
    summary = report.summary(DayResult(10, stopped="early"))
    assert {"orders_imported", "shipments_packed", "codes_decoded", "amazon_lines_confirmed", "documents"}.isdisjoint(
        summary
    )


def test_an_earlier_demo_is_cleared_and_foreign_files_stay(tmp_path: Path) -> None:
    folder = prepare(tmp_path / "demo")
    own = [
        "books.sqlite",
        "summary.json",
        "prints/slips/packing_slip-10001-1.pdf",
        "screens/orders.png",
        "logs/demo.log",
    ]
    foreign = ["notes.txt", "prints/slips/invoice.pdf", "screens/readme.md", "mine/books.sqlite"]
    for name in (*own, *foreign):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x")
    assert prepare(folder) == folder
    left = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert left == {MARK, *foreign}


@pytest.mark.parametrize("name", ["books.sqlite", "summary.json", "prints/labels/label-10001-1.pdf"])
def test_what_no_demo_made_is_refused_and_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text("real books")
    with pytest.raises(Taken, match="not made by a demo"):
        prepare(tmp_path)
    assert (tmp_path / name).read_text() == "real books"
    assert not (tmp_path / MARK).exists()


def test_a_file_instead_of_a_folder_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x")
    with pytest.raises(Taken, match="is a file"):
        prepare(tmp_path / "out")


def test_without_a_folder_the_demo_makes_a_fresh_one() -> None:
    folder = prepare(None)
    try:
        assert [path.name for path in folder.iterdir()] == [MARK]
    finally:
        (folder / MARK).unlink()
        folder.rmdir()
