"""Articles from files: twice is once, and one bad row stops no other."""

from __future__ import annotations

from pathlib import Path

from desktop_oms.app.intake.files import import_file
from desktop_oms.app.products import ImportProducts
from desktop_oms.app.shop import Shop
from desktop_oms.app.undo import Undo
from desktop_oms.db import schema
from desktop_oms.sync.goods import BarcodeIn, ComponentIn, ProductRowIn
from tests.app.books import a_product, event_count, rows, sample, state_of

EAN = "4006381333931"
PACK = "14006381333938"


def test_articles_come_in_with_codes_weight_and_cost(shop: Shop) -> None:
    row = ProductRowIn(
        "007",
        "Mug",
        option="red",
        barcodes=(BarcodeIn(EAN), BarcodeIn(PACK, 6)),
        weight_g=340,
        cost_minor=410,
        currency="EUR",
    )
    assert shop.run(ImportProducts((row,))).value.created == 1
    (article,) = rows(shop, schema.variant)
    facts = [article[name] for name in ("sku", "title", "option", "weight_g", "unit_cost_minor", "cost_currency")]
    assert facts == ["007", "Mug", "red", 340, 410, "EUR"]
    codes = {row["code_key"]: (row["factor"], row["kind"]) for row in rows(shop, schema.barcode)}
    assert codes == {"04006381333931": (1, "gtin"), PACK: (6, "gtin")}


def test_the_same_products_again_write_no_event(shop: Shop) -> None:
    told = (a_product("MUG", EAN), a_product("TEA"), ProductRowIn("SET", "Set", components=(ComponentIn("MUG", 2),)))
    shop.run(ImportProducts(told))
    before = event_count(shop)
    done = shop.run(ImportProducts(told)).value
    assert (done.created, done.updated, done.unchanged) == (0, 0, 3)
    assert event_count(shop) == before


def test_only_what_changed_is_written_and_what_is_not_told_stays(shop: Shop) -> None:
    shop.run(ImportProducts((ProductRowIn("MUG", "Mug", weight_g=300, cost_minor=5, currency="EUR"), a_product("TEA"))))
    done = shop.run(ImportProducts((ProductRowIn("mug", "Big mug"), a_product("TEA")))).value
    assert (done.updated, done.unchanged) == (1, 1)
    (mug,) = rows(shop, schema.variant, sku="MUG")
    assert (mug["title"], mug["weight_g"], mug["unit_cost_minor"], mug["version"]) == ("Big mug", 300, 5, 2)
    (event,) = rows_of_last_event(shop)
    assert event["~"] == {"variant": {str(mug["id"]): {"title": ["Mug", "Big mug"]}}}


def rows_of_last_event(shop: Shop) -> list[dict[str, object]]:
    """Changes of the latest event."""
    from sqlalchemy import select

    from desktop_oms.db.engine import read_connection

    with read_connection(shop.engine) as conn:
        query = select(schema.event.c.changes).order_by(schema.event.c.seq.desc()).limit(1)
        return list(conn.execute(query).scalars())


def test_p60_a_damaged_barcode_is_listed_with_its_line_and_the_article_goes_in_without_it(shop: Shop) -> None:
    told = (a_product("MUG", "8.7E+12", EAN, line=2), a_product("TEA", "4006381333932", line=3))
    done = shop.run(ImportProducts(told, file="p.csv")).value
    assert done.created == 2
    listed = [(problem.file, problem.line, problem.field, problem.code) for problem in done.rejected]
    assert listed == [
        ("p.csv", 2, "barcodes", "barcode.scientific"),
        ("p.csv", 3, "barcodes", "barcode.check_digit"),
    ]
    assert [row["code"] for row in rows(shop, schema.barcode)] == [EAN]


def test_p60_leading_zeros_of_sku_and_code_survive(shop: Shop) -> None:
    shop.run(ImportProducts((a_product("000042", "0012345678905"),)))
    assert [row["sku"] for row in rows(shop, schema.variant)] == ["000042"]
    assert [row["code"] for row in rows(shop, schema.barcode)] == ["0012345678905"]


def test_a_code_of_another_article_refuses_the_row_in_any_spelling_and_the_others_go_in(shop: Shop) -> None:
    shop.run(ImportProducts((a_product("MUG", "0036000291452"),)))
    done = shop.run(ImportProducts((a_product("CUP", "036000291452", line=2), a_product("TEA", line=3)))).value
    assert (done.created, [problem.code for problem in done.rejected]) == (1, ["barcode.taken"])
    assert "MUG" in done.rejected[0].message
    assert {row["sku"] for row in rows(shop, schema.variant)} == {"MUG", "TEA"}


def test_two_rows_of_one_file_cannot_share_a_code(shop: Shop) -> None:
    done = shop.run(ImportProducts((a_product("MUG", EAN), a_product("CUP", EAN)))).value
    assert (done.created, len(done.rejected)) == (1, 1)


def test_a_kit_may_stand_before_its_components_and_is_replaced_by_the_next_file(shop: Shop) -> None:
    kit = ProductRowIn("SET", "Set", components=(ComponentIn("MUG", 2), ComponentIn("TEA")))
    shop.run(ImportProducts((kit, a_product("MUG"), a_product("TEA"))))
    by_id = {row["id"]: row["sku"] for row in rows(shop, schema.variant)}

    def parts() -> dict[str, int]:
        return {by_id[row["component_variant_id"]]: row["quantity"] for row in rows(shop, schema.kit_component)}

    assert parts() == {"MUG": 2, "TEA": 1}
    shop.run(ImportProducts((ProductRowIn("SET", "Set", components=(ComponentIn("MUG", 3),)),)))
    assert parts() == {"MUG": 3}


def test_a_kit_of_unknown_articles_or_of_kits_is_refused(shop: Shop) -> None:
    shop.run(ImportProducts((a_product("MUG"), ProductRowIn("SET", "Set", components=(ComponentIn("MUG"),)))))
    told = (
        ProductRowIn("BOX", "Box", components=(ComponentIn("GONE"),)),
        ProductRowIn("BIG", "Big", components=(ComponentIn("SET"),)),
    )
    done = shop.run(ImportProducts(told)).value
    assert [problem.code for problem in done.rejected] == ["kit.unknown_component", "kit.of_kits"]


def test_undo_of_a_product_file_takes_every_article_back(shop: Shop) -> None:
    before = state_of(shop.engine)
    outcome = shop.run(
        ImportProducts((a_product("MUG", EAN), ProductRowIn("SET", "Set", components=(ComponentIn("MUG"),))))
    )
    shop.run(Undo(outcome.group_id))
    assert state_of(shop.engine) == before


def test_pictures_beside_the_file_are_kept_and_names_that_climb_out_are_not_opened(shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(b"\x89PNG secret")
    folder = tmp_path / "import"
    folder.mkdir()
    (folder / "mug.png").write_bytes(b"\x89PNG mug")
    file = folder / "products.csv"
    file.write_text("sku,title,picture\nMUG,Mug,mug.png\nTEA,Tea,../secret.png\nPOT,Pot,https://example.org/p.png\n")
    assert import_file(shop, file).created == 3
    kept = {row["file_name"] or row["source_url"]: row["content"] for row in rows(shop, schema.picture)}
    assert kept == {"mug.png": b"\x89PNG mug", "../secret.png": None, "https://example.org/p.png": None}
    before = event_count(shop)
    assert import_file(shop, file).unchanged == 3
    # Only the run itself is on record.
    assert event_count(shop) - before == 2


def test_the_sample_products_come_in_once(shop: Shop) -> None:
    report = import_file(shop, sample("products.csv"))
    assert (report.created, len(report.rejected)) == (40, 1)
    again = import_file(shop, sample("products.csv"))
    assert (again.created, again.updated, again.unchanged) == (0, 0, 40)
