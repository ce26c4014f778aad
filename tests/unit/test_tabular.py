"""Tables written by somebody else: encodings, separators, broken quotes; nothing is lost."""

from __future__ import annotations

import re
import tracemalloc
from pathlib import Path

import pytest

from desktop_oms.domain.errors import Unavailable, UsageError
from desktop_oms.domain.remote_order import RowProblem
from desktop_oms.sync.encoding import find_encoding
from desktop_oms.sync.tabular import MOST_CELL_CHARS, Layout, Row, Table, fold, open_table

LAYOUT = Layout(("sku", "title"), ("price",))
UNQUOTED = Layout(("sku", "title"), ("price",), is_quoted=False)


def table_of(folder: Path, content: bytes, layout: Layout = LAYOUT, **options: str) -> Table:
    path = folder / "file.csv"
    path.write_bytes(content)
    return open_table(path, layout, **options)  # type: ignore[arg-type]


def rows_of(table: Table) -> tuple[list[Row], list[RowProblem]]:
    found = list(table.rows())
    return [row for row in found if isinstance(row, Row)], [row for row in found if isinstance(row, RowProblem)]


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("utf-32", ""),
        ("cp1252", "Windows-1252"),
    ],
)
def test_text_with_accents_is_read_alike_in_every_encoding_and_guesses_are_said(
    tmp_path: Path, encoding: str, said: str
) -> None:
    table = table_of(tmp_path, 'sku,title\nA,"Café Müßig, l’été"\n'.encode(encoding))
    rows, problems = rows_of(table)
    assert [row.values for row in rows] == [{"sku": "A", "title": "Café Müßig, l’été"}]
    assert not problems
    assert (said in " ".join(table.notes.fresh())) if said else table.notes.fresh() == ()


def test_shift_jis_is_told_from_windows_1252_by_its_kana(tmp_path: Path) -> None:
    table = table_of(tmp_path, "sku,title\nA,ほうじ茶 ソ表能 マグカップ\n".encode("cp932"))
    rows, _ = rows_of(table)
    assert rows[0].get("title") == "ほうじ茶 ソ表能 マグカップ"
    assert "Shift-JIS" in table.notes.fresh()[0]


def test_windows_text_full_of_curly_quotes_is_not_taken_for_japanese(tmp_path: Path) -> None:
    title = "l’été d’Élodie – “naïve” œuvre, ‚bas’ ƒ"
    rows, _ = rows_of(table_of(tmp_path, f"sku,title\nA,{title.replace(',', ' ')}\n".encode("cp1252")))
    assert rows[0].get("title") == title.replace(",", " ")


def test_a_single_florin_sign_between_accents_does_not_make_a_file_japanese(tmp_path: Path) -> None:
    rows, _ = rows_of(table_of(tmp_path, "sku,title\nA,ƒab étéa\n".encode("cp1252")))
    assert rows[0].get("title") == "ƒab étéa"


def test_a_few_bad_bytes_in_utf8_reject_their_row_and_no_other(tmp_path: Path) -> None:
    lines = [b"sku,title", *(f"A{n},Müßig".encode() for n in range(30)), b"B,M\xfc\xdf", b"C,ok"]
    table = table_of(tmp_path, b"\n".join(lines) + b"\n")
    rows, problems = rows_of(table)
    assert len(rows) == 31
    assert [(entry.line, entry.code) for entry in problems] == [(32, "row.encoding")]


def test_a_person_may_name_the_encoding_and_an_unknown_name_is_refused(tmp_path: Path) -> None:
    content = "sku,title\nA,Привет\n".encode("cp1251")
    rows, _ = rows_of(table_of(tmp_path, content, encoding="windows-1251"))
    assert rows[0].get("title") == "Привет"
    for nonsense in ("klingon", "base64"):
        with pytest.raises(UsageError) as refusal:
            find_encoding(tmp_path / "file.csv", nonsense)
        assert refusal.value.code == "file.unknown_encoding"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(tmp_path: Path, separator: str) -> None:
    content = separator.join(("sku", "title", "price")) + "\n" + separator.join(("A", '"x,;|y"', "1,5")) + "\n"
    if separator == ",":
        content = content.replace("1,5", "1.5")
    rows, _ = rows_of(table_of(tmp_path, content.encode()))
    assert rows[0].get("title") == "x,;|y"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_breaks_in_cells_keep_the_line_numbers_right(tmp_path: Path, end: str) -> None:
    content = end.join(["sku,title", 'A,"one', "two", 'three"', "", "B,plain", ""])
    rows, problems = rows_of(table_of(tmp_path, content.encode()))
    assert [(row.line, row.get("sku")) for row in rows] == [(2, "A"), (6, "B")]
    assert rows[0].get("title").split() == ["one", "two", "three"]
    assert not problems


def test_other_line_separators_of_unicode_do_not_end_a_row(tmp_path: Path) -> None:
    rows, _ = rows_of(table_of(tmp_path, "sku,title\nA,x\u2028y\u0085z\x0bw\n".encode()))
    assert rows[0].get("title") == "x\u2028y\u0085zw"


def test_headers_match_whatever_their_case_blanks_and_dashes(tmp_path: Path) -> None:
    rows, _ = rows_of(table_of(tmp_path, b" SKU ,TITLE,Ship-To  City\nA,B,Leeds\n"))
    assert rows[0].get("ship to city") == "Leeds"
    assert fold("  Delivery_Instructions ") == "delivery instructions"


def test_a_renamed_header_is_read_under_the_expected_name(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("Artikel;Name\nA;B\n")
    rows, _ = rows_of(open_table(path, LAYOUT, renamed={"artikel": "sku", "NAME": "title"}))
    assert rows[0].values == {"sku": "A", "title": "B"}


def test_lines_above_the_header_and_closing_lines_are_left_out_and_said(tmp_path: Path) -> None:
    layout = Layout(("sku", "title"), trailer=re.compile(r"[0-9]+ records"))
    table = table_of(tmp_path, b"Export of today\n\nsku,title\nA,B\n2 records downloaded\n", layout)
    rows, problems = rows_of(table)
    assert (len(rows), problems, table.header_line) == (1, [], 3)
    assert "above the header" in table.notes.fresh()[0]
    assert table.notes.counted() == ("A closing line was left out (line 5).",)


def test_a_repeated_header_keeps_both_columns(tmp_path: Path) -> None:
    rows, _ = rows_of(table_of(tmp_path, b"sku,title,title,\nA,first,second,third\n"))
    assert rows[0].values == {"sku": "A", "title": "first", "title (3)": "second", "column 4": "third"}


def test_short_rows_are_filled_long_ones_rejected_and_blank_ones_skipped(tmp_path: Path) -> None:
    rows, problems = rows_of(table_of(tmp_path, b"sku,title,price\nA\n,,\n\nB,x,1,,,\nC,x,1,extra\nD,y,2\n"))
    assert [row.get("sku") for row in rows] == ["A", "B", "D"]
    assert (rows[0].get("title"), rows[0].width) == ("", 1)
    assert [(entry.line, entry.code) for entry in problems] == [(6, "row.too_many_cells")]


def test_a_file_cut_off_in_its_last_row_rejects_that_row(tmp_path: Path) -> None:
    rows, problems = rows_of(table_of(tmp_path, b"sku,title,price\nA,x,1\nB,y"))
    assert [row.get("sku") for row in rows] == ["A"]
    assert [(entry.line, entry.code) for entry in problems] == [(3, "row.cut_off")]


def test_a_quote_that_never_closes_costs_one_row_not_the_rest_of_the_file(tmp_path: Path) -> None:
    lines = ["sku,title", "A,ok", 'B,"broken', *(f"C{n},fine" for n in range(600))]
    rows, problems = rows_of(table_of(tmp_path, ("\n".join(lines) + "\n").encode()))
    assert len(rows) == 601
    assert [(entry.line, entry.code) for entry in problems] == [(3, "row.open_quote")]


def test_a_stray_quote_that_swallows_the_next_row_is_taken_back(tmp_path: Path) -> None:
    rows, problems = rows_of(table_of(tmp_path, b'sku,title,price\nA,"x,1\nB,"y",2\nC,z,3\n'))
    assert [row.get("sku") for row in rows] == ["B", "C"]
    assert [entry.line for entry in problems] == [2]


def test_a_file_of_nothing_but_open_quotes_ends_and_names_every_line(tmp_path: Path) -> None:
    lines = 'A,"x\n' * 3001
    _, problems = rows_of(table_of(tmp_path, b"sku,title\n" + lines.encode()))
    assert [entry.line for entry in problems] == list(range(2, 3003))


def test_an_inch_sign_in_an_unquoted_table_is_only_a_character(tmp_path: Path) -> None:
    content = b'sku\ttitle\nA\t"Sage" plate 8.3" wide\nB\t"open\nC\tz\n'
    rows, problems = rows_of(table_of(tmp_path, content, UNQUOTED))
    assert [row.get("title") for row in rows] == ['"Sage" plate 8.3" wide', '"open', "z"]
    assert not problems


def test_nul_and_control_characters_are_removed_and_counted(tmp_path: Path) -> None:
    table = table_of(tmp_path, b"sku,title\nA\x00,x\x1by\nB,z\n\x00\x00\nC,w\n")
    rows, problems = rows_of(table)
    assert [(row.get("sku"), row.get("title")) for row in rows] == [("A", "xy"), ("B", "z"), ("C", "w")]
    assert not problems
    assert len(table.notes.counted()) == 2


def test_a_huge_cell_rejects_its_row_and_no_other(tmp_path: Path) -> None:
    huge = b"x" * (10 * 1024 * 1024)
    above = b"y" * (MOST_CELL_CHARS + 1)
    rows, problems = rows_of(
        table_of(tmp_path, b"sku,title\nA," + huge + b"\nB," + above + b'\nC,ok\nD,"q\n' + huge + b'"\nE,z\n')
    )
    assert [row.get("sku") for row in rows] == ["C", "E"]
    assert [(entry.line, entry.code) for entry in problems][:2] == [(2, "row.too_long"), (3, "cell.too_long")]
    assert {entry.line for entry in problems} == {2, 3, 5, 6}


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "file.empty"), (b"\n \n", "file.empty"), (b"a,b\n1,2\n", "file.no_header")]
)
def test_a_file_that_is_no_such_table_is_refused_with_a_reason(tmp_path: Path, content: bytes, code: str) -> None:
    with pytest.raises(UsageError) as refusal:
        table_of(tmp_path, content)
    assert refusal.value.code == code


def test_a_file_that_cannot_be_opened_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as refusal:
        open_table(tmp_path / "missing.csv", LAYOUT)
    assert refusal.value.code == "file.unreadable"


def test_memory_stays_flat_over_many_rows(tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    with path.open("w", encoding="utf-8") as out:
        out.write("sku,title,price\n")
        for number in range(60_000):
            out.write(f"A{number},some title that is not short,12.00\n")
    table = open_table(path, LAYOUT)
    tracemalloc.start()
    count = sum(1 for _ in table.rows())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 60_000
    # The file has 2.6 MB; a reader that gathers rows needs 30.
    assert peak < 1_000_000
