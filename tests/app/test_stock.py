"""Stock comes, goes and is corrected; whoever waits gets it in the same transaction."""

from __future__ import annotations

from datetime import date

import pytest

from desktop_oms.app.release import ReleaseOrders
from desktop_oms.app.shop import Shop
from desktop_oms.app.stock import AdjustStock, ReceiveStock
from desktop_oms.app.stock_import import ImportOpeningStock
from desktop_oms.app.undo import Undo
from desktop_oms.db import schema
from desktop_oms.domain.errors import RuleError, UsageError
from desktop_oms.sync.goods import StockRowIn
from tests.app.books import (
    a_channel,
    allocated,
    an_order,
    articles,
    event_count,
    faults,
    in_stock,
    order_row,
    rows,
    tell,
    totals,
)


def test_a_receipt_lies_in_its_bin_with_lot_day_and_cost(shop: Shop) -> None:
    in_stock(shop, ("TEA", "A-1", 2))
    shop.run(ReceiveStock("tea", "a-1", 5, lot="L7", best_before="2027-01-31", unit_cost_minor=150, currency="EUR"))
    assert totals(shop, "TEA") == (7, 0)
    (batch,) = rows(shop, schema.lot, code="L7")
    assert batch["best_before"] == "2027-01-31"
    assert [row["on_hand"] for row in rows(shop, schema.stock_level, lot_id=batch["id"])] == [5]
    (layer,) = rows(shop, schema.cost_layer)
    assert (layer["quantity"], layer["unit_cost_minor"], layer["currency"]) == (5, 150, "EUR")


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (ReceiveStock("NOPE", "A-1", 1), "stock.unknown_sku"),
        (ReceiveStock("TEA", "Z-99", 1), "stock.unknown_bin"),
        (ReceiveStock("TEA", "A-1", 0), "stock.no_change"),
        (ReceiveStock("SET", "A-1", 1), "stock.kit"),
        (AdjustStock("TEA", "A-1", 0), "stock.no_change"),
        (AdjustStock("TEA", "A-1", -3), "stock.negative"),
        (AdjustStock("TEA", "A-1", -1, lot="L1"), "stock.unknown_lot"),
    ],
)
def test_what_cannot_be_booked_is_refused_by_code_and_books_nothing(
    shop: Shop, command: ReceiveStock | AdjustStock, code: str
) -> None:
    in_stock(shop, ("TEA", "A-1", 2))
    articles(shop, kits={"SET": [("TEA", 2)]})
    before = event_count(shop)
    with pytest.raises(RuleError) as refused:
        shop.run(command)
    assert refused.value.code == code
    assert event_count(shop) == before
    assert totals(shop, "TEA") == (2, 0)


def test_an_adjustment_needs_a_known_reason(shop: Shop) -> None:
    in_stock(shop, ("TEA", "A-1", 2))
    with pytest.raises(UsageError) as refused:
        shop.run(AdjustStock("TEA", "A-1", 1, reason="because"))
    assert refused.value.code == "stock.unknown_reason"


def test_a_batch_with_another_best_before_day_is_refused(shop: Shop) -> None:
    in_stock(shop, ("TEA", "A-1", 0))
    shop.run(ReceiveStock("TEA", "A-1", 1, lot="L1", best_before="2027-01-31"))
    with pytest.raises(RuleError) as refused:
        shop.run(ReceiveStock("TEA", "A-1", 1, lot="L1", best_before="2027-02-28"))
    assert refused.value.code == "lot.other_date"


def test_what_arrives_goes_to_the_paid_order_first_in_the_same_transaction(shop: Shop) -> None:
    in_stock(shop, ("MUG", "A-1", 0))
    channel_id = a_channel(shop)
    tell(shop, channel_id, an_order("early", ("MUG", 1), is_paid=False), an_order("paid", ("MUG", 1), minutes=9))
    assert order_row(shop, "paid")["headline"] == "backordered"
    outcome = shop.run(ReceiveStock("MUG", "A-1", 1))
    assert outcome.value.allocated == 1
    assert allocated(shop, "paid") == {"MUG": 1}
    assert allocated(shop, "early") == {}
    assert order_row(shop, "paid")["headline"] == "ready"


def test_stock_in_a_quarantine_bin_is_there_but_serves_nobody(shop: Shop) -> None:
    in_stock(shop, ("MUG", "A-1", 0))
    tell(shop, a_channel(shop), an_order("o", ("MUG", 1)))
    shop.run(ReceiveStock("MUG", "QUARANTINE", 4))
    assert allocated(shop, "o") == {}
    assert totals(shop, "MUG") == (0, 0)
    (total,) = rows(shop, schema.stock_total)
    assert total["quarantine"] == 4


def test_a_loss_takes_the_stock_from_the_last_in_turn_and_says_from_whom(shop: Shop) -> None:
    in_stock(shop, ("MUG", "A-1", 2))
    tell(shop, a_channel(shop), an_order("first", ("MUG", 1)), an_order("last", ("MUG", 1), minutes=5))
    outcome = shop.run(AdjustStock("MUG", "A-1", -1, "damaged"))
    assert outcome.value.freed_order_ids == (order_row(shop, "last")["id"],)
    assert (allocated(shop, "first"), allocated(shop, "last")) == ({"MUG": 1}, {})
    assert order_row(shop, "last")["headline"] == "backordered"
    shop.run(Undo(outcome.group_id))
    assert allocated(shop, "last") == {"MUG": 1}
    assert not faults(shop.engine)


def test_a_loss_of_one_component_frees_the_whole_kit_line(shop: Shop) -> None:
    in_stock(shop, ("MUG", "A-1", 2), ("TEA", "A-2", 1))
    articles(shop, kits={"SET": [("MUG", 2), ("TEA", 1)]})
    tell(shop, a_channel(shop), an_order("o", ("SET", 1)))
    assert allocated(shop, "o") == {"MUG": 2, "TEA": 1}
    shop.run(AdjustStock("MUG", "A-1", -1, "lost"))
    assert allocated(shop, "o") == {}
    assert not faults(shop.engine)


def test_a_loss_of_what_is_released_to_the_tables_is_refused(shop: Shop) -> None:
    in_stock(shop, ("MUG", "A-1", 1))
    tell(shop, a_channel(shop), an_order("o", ("MUG", 1)))
    assert shop.run(ReleaseOrders((order_row(shop, "o")["id"],))).value.shipment_ids
    with pytest.raises(RuleError) as refused:
        shop.run(AdjustStock("MUG", "A-1", -1, "lost"))
    assert refused.value.code == "stock.allocated"
    assert totals(shop, "MUG") == (1, 1)


def test_losses_use_the_oldest_cost_first_and_a_used_receipt_cannot_be_undone(shop: Shop) -> None:
    in_stock(shop, ("MUG", "A-1", 0))
    old = shop.run(ReceiveStock("MUG", "A-1", 2, unit_cost_minor=100, currency="EUR"))
    shop.run(ReceiveStock("MUG", "A-1", 2, unit_cost_minor=130, currency="EUR"))
    loss = shop.run(AdjustStock("MUG", "A-1", -3, "lost"))
    layers = rows(shop, schema.cost_layer)
    used = {row["cost_layer_id"]: row["quantity"] for row in rows(shop, schema.cost_layer_use)}
    assert used == {layers[0]["id"]: 2, layers[1]["id"]: 1}
    with pytest.raises(RuleError):
        shop.run(Undo(old.group_id))
    shop.run(Undo(loss.group_id))
    shop.run(Undo(old.group_id))
    assert totals(shop, "MUG") == (2, 0)
    assert not faults(shop.engine)


# --- opening stock -----------------------------------------------------------------------------------------------------

OPENING = (
    StockRowIn("MUG", 3, "A-10", line=2),
    StockRowIn("MUG", 2, "A-2", line=3),
    StockRowIn("TEA", 1, "A-2", line=4),
)


def test_p35_opening_stock_makes_bins_that_sort_as_people_count(shop: Shop) -> None:
    articles(shop, "MUG", "TEA")
    done = shop.run(ImportOpeningStock(OPENING)).value
    assert (done.created, done.unchanged, done.rejected) == (3, 0, ())
    bins = sorted((row for row in rows(shop, schema.bin_) if row["purpose"] == "pick"), key=lambda row: row["sort_key"])
    assert [row["code"] for row in bins] == ["A-2", "A-10"]
    assert totals(shop, "MUG") == (5, 0)


def test_the_same_opening_file_again_books_nothing_and_writes_no_event(shop: Shop) -> None:
    articles(shop, "MUG", "TEA")
    shop.run(ImportOpeningStock(OPENING))
    before = event_count(shop)
    done = shop.run(ImportOpeningStock(OPENING)).value
    assert (done.created, done.updated, done.unchanged) == (0, 0, 3)
    assert event_count(shop) == before


def test_a_mended_opening_file_books_the_difference_only(shop: Shop) -> None:
    articles(shop, "MUG", "TEA")
    shop.run(ImportOpeningStock(OPENING))
    done = shop.run(ImportOpeningStock((StockRowIn("MUG", 1, "A-10"), *OPENING[1:], StockRowIn("TEA", 4, "B-1")))).value
    assert (done.created, done.updated, done.unchanged) == (1, 1, 2)
    assert (totals(shop, "MUG"), totals(shop, "TEA")) == ((3, 0), (5, 0))


def test_two_rows_of_one_article_and_bin_are_added_up(shop: Shop) -> None:
    articles(shop, "MUG")
    told = (StockRowIn("MUG", 3, "A-1"), StockRowIn("mug", 4, "a-1"))
    shop.run(ImportOpeningStock(told))
    assert shop.run(ImportOpeningStock(told)).value.unchanged == 2
    assert totals(shop, "MUG") == (7, 0)


def test_rows_of_unknown_articles_kits_and_warehouses_are_listed_and_the_others_go_in(shop: Shop) -> None:
    articles(shop, "MUG", kits={"SET": [("MUG", 2)]})
    told = (
        StockRowIn("GONE", 1, "A-1", line=2),
        StockRowIn("SET", 1, "A-1", line=3),
        StockRowIn("MUG", 1, " ", line=4),
        StockRowIn("MUG", 6, "A-1", line=5),
    )
    done = shop.run(ImportOpeningStock(told, file="stock.csv")).value
    listed = [(problem.file, problem.line, problem.field, problem.code) for problem in done.rejected]
    assert listed == [
        ("stock.csv", 2, "sku", "stock.unknown_sku"),
        ("stock.csv", 3, "sku", "stock.kit"),
        ("stock.csv", 4, "bin", "stock.no_bin"),
    ]
    assert all("Line" in problem.message and problem.message.endswith(".") for problem in done.rejected)
    assert totals(shop, "MUG") == (6, 0)


def test_a_file_naming_a_foreign_warehouse_goes_into_the_only_one_and_says_so(shop: Shop) -> None:
    articles(shop, "MUG")
    done = shop.run(ImportOpeningStock((StockRowIn("MUG", 2, "A-1", warehouse="Bremen"),))).value
    assert totals(shop, "MUG") == (2, 0)
    assert "Bremen" in done.notes[0]


def test_undo_of_opening_stock_empties_the_bins_and_the_file_can_be_read_again(shop: Shop) -> None:
    articles(shop, "MUG", "TEA")
    told = (*OPENING, StockRowIn("TEA", 2, "C-1", lot="L1", best_before=date(2027, 5, 1)))
    outcome = shop.run(ImportOpeningStock(told))
    shop.run(Undo(outcome.group_id))
    assert (totals(shop, "MUG"), totals(shop, "TEA")) == ((0, 0), (0, 0))
    assert shop.run(ImportOpeningStock(told)).value.created == 4
    assert (totals(shop, "MUG"), totals(shop, "TEA")) == ((5, 0), (3, 0))
    assert not faults(shop.engine)


def test_a_trial_run_answers_the_same_and_keeps_nothing(shop: Shop) -> None:
    from desktop_oms.app.importing import TrialRun

    articles(shop, "MUG", "TEA")
    before = event_count(shop)
    with pytest.raises(TrialRun) as trial:
        shop.run(ImportOpeningStock(OPENING, is_trial=True))
    assert event_count(shop) == before
    assert trial.value.result == shop.run(ImportOpeningStock(OPENING)).value
