"""Whole files: what the report says is what the books hold, one undo takes all of it back, and a second reading adds nothing."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from desktop_oms.app.intake.files import ImportOptions, import_file
from desktop_oms.app.intake.report import ImportReport
from desktop_oms.app.intake.runs import AddChannel
from desktop_oms.app.release import ReleaseOrders
from desktop_oms.app.shop import Shop
from desktop_oms.app.undo import Redo, Undo
from desktop_oms.db import schema
from desktop_oms.domain.errors import Conflict, RuleError, Unavailable, UsageError
from tests.app.books import event_count, faults, rows, sample, state_of

SHOPIFY = "shopify-orders.csv"
READING = {"timezone": "Europe/Berlin"}
# A run and a channel made on the way are records of what happened, not part of the deed.
RECORDS = ("import_run", "channel", "bin", "lot")


def read(shop: Shop, name: str, **options: Any) -> ImportReport:
    """Import a sample file."""
    return import_file(shop, sample(name), ImportOptions(reading=READING, **options))


def goods(shop: Shop) -> None:
    """Products and opening stock of the samples."""
    read(shop, "products.csv")
    read(shop, "opening-stock.csv")


def manifest(name: str) -> dict[str, Any]:
    """Expected figures of a sample file, counted by its generator."""
    return dict(json.loads(sample("manifest.json").read_text())["files"][name])


def deeds(shop: Shop) -> dict[str, Any]:
    """State without the records of reading."""
    return {name: found for name, found in state_of(shop.engine).items() if name not in RECORDS}


@pytest.mark.parametrize(
    "name", [SHOPIFY, "amazon-new-orders.txt", "amazon-all-orders.txt", "amazon-jp-new-orders.txt"]
)
def test_the_books_hold_what_the_manifest_of_the_samples_says(shop: Shop, name: str) -> None:
    goods(shop)
    expected = manifest(name)
    report = read(shop, name)
    orders = rows(shop, schema.sales_order)
    lines = rows(shop, schema.order_line)
    assert (report.created, len(orders), len(lines)) == (expected["orders"], expected["orders"], expected["lines"])
    assert sum(line["quantity"] for line in lines) == expected["units"]
    totals: Counter[str] = Counter()
    for order in orders:
        totals[order["currency"]] += order["total_minor"]
    assert dict(totals) == expected["total_minor"]
    assert dict(Counter(order["lifecycle"] for order in orders)) == expected["lifecycle"]
    held = {row["order_id"] for row in rows(shop, schema.hold)}
    assert len(held) == expected["held"]
    external = [row for row in rows(shop, schema.shipment) if row["is_external"]]
    assert len({row["order_id"] for row in rows(shop, schema.shipment_line)}) == expected["shipped_elsewhere"]
    assert all(row["state"] == "dispatched" for row in external)
    assert len(rows(shop, schema.mapping_task)) == expected["unmapped_lines"]
    assert not faults(shop.engine)


@pytest.mark.parametrize("name", [SHOPIFY, "amazon-new-orders.txt"])
def test_the_open_units_of_the_books_are_those_of_the_manifest(shop: Shop, name: str) -> None:
    goods(shop)
    read(shop, name)
    is_open = {row["id"]: row["lifecycle"] == "open" for row in rows(shop, schema.sales_order)}
    units: Counter[str] = Counter()
    for line in rows(shop, schema.order_line):
        if is_open[line["order_id"]] and line["requires_shipping"]:
            # The channel writes some SKUs in lower case; they are the same article.
            units[line["sku"].upper()] += line["quantity"] - line["cancelled_qty"] - line["shipped_qty"]
    assert dict(+units) == manifest(name)["open_units_by_sku"]


def test_reading_a_file_twice_changes_nothing(shop: Shop) -> None:
    goods(shop)
    first = read(shop, SHOPIFY)
    before, events = deeds(shop), event_count(shop)
    second = read(shop, SHOPIFY)
    assert (second.created, second.updated, second.unchanged) == (0, 0, first.created)
    assert second.group_id is None
    assert deeds(shop) == before
    # Two events: the run begins and ends.
    assert event_count(shop) - events == 2


def test_an_order_in_two_amazon_reports_is_one_order(shop: Shop) -> None:
    goods(shop)
    first = read(shop, "amazon-new-orders.txt")
    second = read(shop, "amazon-all-orders.txt")
    assert second.updated + second.unchanged >= 1
    assert len(rows(shop, schema.sales_order)) == first.created + second.created
    assert len(rows(shop, schema.channel)) == 1


def test_rejected_rows_are_listed_by_line_and_kept_with_the_run(shop: Shop) -> None:
    report = read(shop, SHOPIFY)
    told = report.as_json()
    assert set(told) == {"created", "updated", "unchanged", "conflicts", "rejected", "assumptions"}
    assert [set(row) for row in told["rejected"]] == [{"file", "line", "field", "code", "message"}] * len(
        report.rejected
    )
    lines = [row["line"] for row in told["rejected"]]
    assert lines == sorted(lines)
    assert lines
    (run,) = rows(shop, schema.import_run)
    assert (run["created"], run["rejected"], run["ended_at"] is not None) == (report.created, len(lines), True)
    kept = rows(shop, schema.import_row, import_run_id=run["id"])
    assert [(row["line"], row["code"], row["message"]) for row in kept] == [
        (row["line"], row["code"], row["message"]) for row in told["rejected"]
    ]


def test_one_undo_takes_a_whole_file_back_and_redo_brings_it_again(shop: Shop) -> None:
    goods(shop)
    before = deeds(shop)
    report = read(shop, SHOPIFY)
    after = deeds(shop)
    undone = shop.run(Undo())
    assert undone.value.group_id == report.group_id
    assert undone.value.label["file"] == SHOPIFY
    assert deeds(shop) == before
    assert not faults(shop.engine)
    shop.run(Redo())
    assert deeds(shop) == after
    assert not faults(shop.engine)


def test_an_import_of_which_something_was_released_cannot_be_taken_back(shop: Shop) -> None:
    goods(shop)
    report = read(shop, SHOPIFY)
    ready = [row["id"] for row in rows(shop, schema.sales_order) if row["headline"] == "ready"]
    assert shop.run(ReleaseOrders(tuple(ready[:1]))).value.shipment_ids
    before = state_of(shop.engine)
    with pytest.raises(Conflict) as refused:
        shop.run(Undo(report.group_id))
    assert refused.value.code == "undo.moved_on"
    assert refused.value.data["command"] == "ReleaseOrders"
    assert state_of(shop.engine) == before


def test_undo_of_a_file_keeps_customers_another_file_has_come_to_know(shop: Shop) -> None:
    first = read(shop, "amazon-new-orders.txt")
    second = read(shop, SHOPIFY)
    shop.run(Undo(first.group_id))
    assert len(rows(shop, schema.sales_order)) == second.created
    shop.run(Undo(second.group_id))
    assert rows(shop, schema.sales_order) == []
    assert rows(shop, schema.customer) == []


def test_a_trial_reports_the_same_and_keeps_nothing(shop: Shop) -> None:
    goods(shop)
    before, events = state_of(shop.engine), event_count(shop)
    trial = read(shop, SHOPIFY, is_trial=True)
    assert (state_of(shop.engine), event_count(shop)) == (before, events)
    assert trial.as_json() == read(shop, SHOPIFY).as_json()


def test_several_channels_of_a_type_must_be_named(shop: Shop) -> None:
    one, two = (shop.run(AddChannel("shopify", name)).value for name in ("Berlin", "Wien"))
    with pytest.raises(UsageError) as refused:
        read(shop, SHOPIFY)
    assert (refused.value.code, refused.value.data["names"]) == ("channel.ambiguous", ["Berlin", "Wien"])
    with pytest.raises(UsageError) as unknown:
        read(shop, SHOPIFY, channel="Graz")
    assert unknown.value.code == "channel.unknown"
    assert read(shop, SHOPIFY, channel="wien").channel_id == two
    assert {row["channel_id"] for row in rows(shop, schema.sales_order)} == {two}
    # Another account: its orders are other orders.
    assert read(shop, SHOPIFY, channel="Berlin").created == len(rows(shop, schema.sales_order)) / 2
    assert one != two


def test_the_second_account_of_a_name_is_refused(shop: Shop) -> None:
    shop.run(AddChannel("shopify", "Berlin"))
    with pytest.raises(RuleError) as refused:
        shop.run(AddChannel("shopify", "BERLIN"))
    assert refused.value.code == "channel.taken"


def test_a_cancelled_import_keeps_whole_pages_and_can_be_finished_later(shop: Shop) -> None:
    goods(shop)
    seen: list[int] = []
    stopped = import_file(
        shop,
        sample(SHOPIFY),
        ImportOptions(
            reading=READING, on_progress=lambda report: seen.append(report.count), is_cancelled=lambda: len(seen) == 1
        ),
    )
    assert (stopped.was_cancelled, stopped.created, seen) == (True, 50, [50])
    rest = read(shop, SHOPIFY)
    assert (rest.created, rest.unchanged) == (manifest(SHOPIFY)["orders"] - 50, 50)


def test_a_missing_file_is_unavailable(shop: Shop, tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as refused:
        import_file(shop, tmp_path / "nowhere.csv")
    assert refused.value.code == "file.unreadable"
