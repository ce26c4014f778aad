"""Random and damaged files: no crash, no hang, no row lost in silence, no total that its parts do not make up."""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from desktop_oms.channels import registry
from desktop_oms.channels.amazon import order_report
from desktop_oms.channels.shopify import orders_csv
from desktop_oms.domain.errors import UsageError
from desktop_oms.domain.remote_order import OrderFile, RemoteOrder, RowProblem
from desktop_oms.sync.reading import REPEATED, ReadOptions
from desktop_oms.sync.tabular import Layout, Row, open_table

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"
# Enough rows to damage, few enough to read a hundred times.
SHOP_LINES = (SAMPLES / "shopify-orders.csv").read_bytes().split(b"\n")
SHOPIFY = b"\n".join([SHOP_LINES[0], *SHOP_LINES[55:95]])
NEW = b"\n".join((SAMPLES / "amazon-new-orders.txt").read_bytes().split(b"\n")[:40]) + b"\n"
ALL = b"\r\n".join((SAMPLES / "amazon-all-orders.txt").read_bytes().split(b"\r\n")[:36]) + b"\r\n"
JAPAN = (SAMPLES / "amazon-jp-new-orders.txt").read_bytes()
SOURCES = {"shopify-orders-csv": SHOPIFY, "amazon-new-orders": NEW, "amazon-all-orders": ALL}
# HYPOTHESIS_PROFILE=tool hunts 40 times as long, with new examples each time.
LONGER = 40 if os.environ.get("HYPOTHESIS_PROFILE") == "tool" else 1
DATES = ReadOptions(dates="dmy", timezone="UTC")

SNIPPETS = st.sampled_from(
    [
        b'"',
        b",",
        b"\t",
        b";",
        b"\n",
        b"\r",
        b"\x00",
        b"\xff",
        b"\xc3",
        b"-",
        b"0",
        b"9",
        b".",
        b"=1+1",
        b"\xe3\x81\x82",
        b" ",
        b"e12",
    ]
)
EDITS = st.lists(
    st.tuples(st.sampled_from(["put", "cut", "swap", "repeat", "move"]), st.floats(0, 1), st.floats(0, 1), SNIPPETS),
    min_size=1,
    max_size=6,
)


def damaged(source: bytes, edits: list[tuple[str, float, float, bytes]]) -> bytes:
    """The source after some edits, header left alone so that the rows are reached."""
    header, _, body = source.partition(b"\n")
    for kind, where, how_much, snippet in edits:
        place = int(where * len(body))
        reach = place + int(how_much * 40) + 1
        lines = body.split(b"\n")
        row = int(where * (len(lines) - 1))
        if kind == "put":
            body = body[:place] + snippet + body[place:]
        elif kind == "cut":
            body = body[:place] + body[reach:]
        elif kind == "swap":
            body = body[:place] + snippet + body[reach:]
        elif kind == "repeat":
            body = b"\n".join([*lines[: row + 1], *lines[row:]])
        else:
            body = b"\n".join([*lines[:row], *lines[row + 1 :], lines[row]])
    return header + b"\n" + body


def parts_of(order: RemoteOrder) -> int:
    """What lines, charges and (when they come on top) taxes add up to."""
    goods = sum(line.total_minor for line in order.lines) + sum(charge.amount_minor for charge in order.charges)
    taxes = [*order.taxes, *(tax for line in order.lines for tax in line.taxes)]
    taxes += [tax for charge in order.charges for tax in charge.taxes]
    return goods + (0 if order.tax_included else sum(tax.amount_minor for tax in taxes))


def check_sound(order: RemoteOrder) -> None:
    assert parts_of(order) == order.total_minor
    assert order.placed_at.utcoffset() is not None
    assert len({line.external_id for line in order.lines}) == len(order.lines)
    line_ids = {line.external_id for line in order.lines}
    for line in order.lines:
        assert 0 <= line.shipped_quantity <= line.quantity
        assert 0 <= line.cancelled_quantity <= line.quantity - line.shipped_quantity
        assert line.discount_minor >= 0
    assert all(payment.amount_minor >= 0 for payment in order.payments)
    assert all(line_id in line_ids for shipment in order.shipments for line_id, _ in shipment.lines)


def read(path: Path, format_name: str) -> OrderFile | None:
    """The file as read, None when it was refused as a whole with a sentence's code."""
    try:
        return registry.read_orders(path, format_name, DATES)
    except UsageError:
        return None


def readable_rows(path: Path, format_name: str) -> tuple[list[Row], list[RowProblem]]:
    layout = orders_csv.LAYOUT if format_name.startswith("shopify") else order_report.LAYOUTS[format_name]
    found = list(open_table(path, layout).rows())
    return [row for row in found if isinstance(row, Row)], [row for row in found if isinstance(row, RowProblem)]


def check_nothing_lost(path: Path, format_name: str, file: OrderFile) -> None:
    """Rows of the table == rows in orders + rejected rows (+ tips, which are charges, + exact repetitions, which are said)."""
    rows, broken = readable_rows(path, format_name)
    rejected = Counter(entry.line for entry in file.rejected)
    assert all(count == 1 for count in rejected.values()), "a row is rejected once"
    assert {entry.line for entry in broken} <= set(rejected)
    kept = [row for row in rows if row.line not in rejected]
    tips = [row for row in kept if row.get("lineitem name") == "Tip" and not row.get("lineitem sku")]
    said = re.search(rf"{REPEATED} \((?:line|([0-9]+) times)", " ".join(file.assumptions))
    repeated = int(said[1] or 1) if said else 0
    assert len(kept) == sum(len(order.lines) for order in file.orders) + len(tips) + repeated


@pytest.mark.parametrize("format_name", sorted(SOURCES))
@settings(max_examples=120 * LONGER)
@given(edits=EDITS)
def test_law_damaged_files_lose_no_row_and_give_no_wrong_total(
    tmp_path: Path, format_name: str, edits: list[tuple[str, float, float, bytes]]
) -> None:
    path = tmp_path / "damaged.txt"
    path.write_bytes(damaged(SOURCES[format_name], edits))
    file = read(path, format_name)
    if file is None:
        return
    for order in file.orders:
        check_sound(order)
    check_nothing_lost(path, format_name, file)


@settings(max_examples=40 * LONGER)
@given(edits=EDITS)
def test_law_a_damaged_shift_jis_file_never_crashes(
    tmp_path: Path, edits: list[tuple[str, float, float, bytes]]
) -> None:
    path = tmp_path / "damaged.txt"
    path.write_bytes(damaged(JAPAN, edits))
    file = read(path, "amazon-new-orders")
    for order in file.orders if file else ():
        check_sound(order)


@settings(max_examples=150 * LONGER)
@given(content=st.binary(max_size=400), name=st.sampled_from(["auto", *sorted(SOURCES), "products", "opening-stock"]))
@example(content=b"\xff\xfe", name="auto")
@example(content=b"\xff\xfe\x00\x00", name="auto")
@example(content=b"\x00" * 64, name="auto")
def test_law_random_bytes_are_refused_with_a_code_or_read(tmp_path: Path, content: bytes, name: str) -> None:
    path = tmp_path / "random.bin"
    path.write_bytes(content)
    reader = registry.read_goods if name in ("products", "opening-stock") else registry.read_orders
    try:
        reader(path, name, DATES)
    except UsageError as refusal:
        assert refusal.code.startswith(("file.", "format.", "dates."))


@settings(max_examples=80 * LONGER)
@given(body=st.binary(max_size=300), header=st.sampled_from([source.split(b"\n")[0] for source in SOURCES.values()]))
def test_law_random_rows_below_a_true_header_never_crash(tmp_path: Path, body: bytes, header: bytes) -> None:
    path = tmp_path / "random.txt"
    path.write_bytes(header + b"\n" + body)
    try:
        file = registry.read_orders(path, "auto", DATES)
    except UsageError:
        return
    for order in file.orders:
        check_sound(order)


CELL = st.text(alphabet='ab",;\t\n\r \x00é', max_size=6)


@settings(max_examples=300 * LONGER)
@given(lines=st.lists(st.lists(CELL, max_size=4), max_size=12))
def test_law_every_line_of_a_table_comes_out_in_a_row_or_a_problem(tmp_path: Path, lines: list[list[str]]) -> None:
    text, number = "", 0
    marked = []
    for cells in lines:
        for physical in re.split(r"(?<=\n)|\r(?!\n)", ",".join(cells) + "\n"):
            if physical:
                number += 1
                marked.append(f"T{number}T")
                text += f"T{number}T{physical.rstrip(chr(13) + chr(10))}\n"
    path = tmp_path / "table.csv"
    path.write_bytes(f"sku,title,price\n{text}".encode())
    found = list(open_table(path, Layout(("sku", "title"), ("price",))).rows())
    said = " ".join(text for row in found if isinstance(row, Row) for text in row.values.values())
    covered = {entry.line for entry in found if isinstance(entry, RowProblem)}
    for place, mark in enumerate(marked, start=2):
        assert mark in said or place in covered, f"line {place} was lost"
