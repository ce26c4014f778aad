"""Write products.csv and opening-stock.csv, each with rows a spreadsheet has spoiled."""

from __future__ import annotations

import csv
import io
from collections import Counter

from generator.catalog import ARTICLES, LOTS, SHORT, case_code, ean13, number_of

# What lies on the shelf beyond what is ordered, so that most orders can be filled.
_SPARE = 24


def products() -> tuple[bytes, dict[str, object]]:
    """products.csv as a spreadsheet saves it (UTF-8 with mark, CRLF) and what must be read from it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow("sku,title,option,barcodes,weight_g,length_mm,width_mm,height_mm,components,picture,cost,currency".split(","))
    barcodes: dict[str, list[list[object]]] = {}
    for article in ARTICLES:
        codes: list[list[object]] = [] if article.kit else [[ean13(number_of(article.sku)), 1]]
        if article.pack:
            codes.append([case_code(number_of(article.sku)), article.pack])
        if article.sku == "KET-09-BLK":
            codes.append(["HP-KETTLE", 1])
        barcodes[article.sku] = codes
        written = "; ".join(f"{code}*{factor}" if factor != 1 else f"{code}" for code, factor in codes)
        if article.sku == "TAM-58":
            written, barcodes["TAM-58"] = "9.52E+12", []
        if article.sku == "TRA-OAK-40":
            good = ean13(number_of(article.sku))
            written, barcodes["TRA-OAK-40"] = good[:-1] + str((int(good[-1]) + 1) % 10), []
        size = [str(side) if side else "" for side in article.size]
        kit = "; ".join(f"{sku}*{count}" if count > 1 else sku for sku, count in article.kit)
        writer.writerow([
            article.sku, article.title, article.option, written, article.weight or "", *size, kit,
            f"{article.sku.lower()}.png", f"{article.cost / 100:.2f}" if article.cost else "", "EUR" if article.cost else "",
        ])  # fmt: skip
    writer.writerow(["", "Sample without a SKU", "", "", "", "", "", "", "", "", "", ""])
    expected: dict[str, object] = {
        "rows": len(ARTICLES),
        "kits": sum(1 for article in ARTICLES if article.kit),
        "barcodes": barcodes,
        "damaged_barcodes": {"TAM-58": "barcode.scientific", "TRA-OAK-40": "barcode.check_digit"},
        "rejected": [{"line": len(ARTICLES) + 2, "code": "sku.missing"}],
    }
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8"), expected


def opening_stock(demand: Counter[str]) -> tuple[bytes, dict[str, object]]:
    """opening-stock.csv as a German spreadsheet saves it (semicolons, decimal commas) and what must be read from it."""
    rows: list[list[str]] = []
    by_sku: Counter[str] = Counter()
    by_bin: dict[str, int] = {}
    for article in ARTICLES:
        if article.kit:
            continue
        amount = SHORT.get(article.sku, demand[article.sku] + _SPARE)
        lots = LOTS.get(article.sku, (("", ""),))
        shares = [amount // len(lots)] * len(lots)
        shares[0] += amount - sum(shares)
        for (lot, best_before), share in zip(lots, shares, strict=True):
            reserve = share // 3 if article.pack and share >= 30 else 0
            for place, quantity in ((article.bin, share - reserve), (f"R-11-{number_of(article.sku)}", reserve)):
                if quantity or (place == article.bin and not amount):
                    cost = f"{article.cost // 100},{article.cost % 100:02d}"
                    rows.append([article.sku, str(quantity), place, lot, best_before, cost, "EUR", "Berlin"])
                    by_sku[article.sku] += quantity
                    by_bin[f"{article.sku}@{place}@{lot}"] = quantity
    rejected = []
    for bad, code in (
        (["MUG-300-MOS", "-4", "A-03-2", "", "", "6,10", "EUR", "Berlin"], "quantity.bad"),
        (["NOT-A5-SLA", "12", "", "", "", "5,60", "EUR", "Berlin"], "bin.missing"),
        (["CHO-72-70", "6", "C-05-2", "C72-20", "2027-02-31", "2,10", "EUR", "Berlin"], "date.bad"),
    ):
        rows.append(bad)
        rejected.append({"line": len(rows) + 1, "code": code})
    header = "sku;quantity;bin;lot;best_before;cost;currency;warehouse"
    text = "\r\n".join([header, *(";".join(row) for row in rows)]) + "\r\n"
    expected: dict[str, object] = {
        "rows": len(by_bin),
        "units": sum(by_sku.values()),
        "by_sku": dict(sorted(by_sku.items())),
        "by_sku_bin_lot": by_bin,
        "rejected": rejected,
    }
    return text.encode("utf-8"), expected
