"""The Amazon orders of the samples: new orders, all orders, and a Japanese report in Shift-JIS."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta, timezone

from generator.catalog import ARTICLES, BY_SKU, SHORT
from generator.model import Item, Order, part_of
from generator.people import EVERYDAY, SCRIPTS, Person

START = datetime(2026, 11, 19, 6, 3, 40, tzinfo=timezone(timedelta(hours=1)))
PERCENT = {"EUR": 19, "GBP": 20, "SEK": 25, "PLN": 23, "JPY": 10, "USD": 8}
# Rough prices in other money: minor units for 100 EUR cents.
RATE = {"EUR": 100, "GBP": 86, "SEK": 1120, "PLN": 430, "JPY": 162, "USD": 109}


class Report:
    """One report; numbers its orders and items."""

    def __init__(self, series: int, *, seed: int) -> None:
        self.orders: list[Order] = []
        self.difficulties: list[tuple[str, Order, str]] = []
        self._series = series
        self._chance = random.Random(seed)
        self._items = series * 1000
        self._minutes = 0

    def item(self, sku: str, quantity: int = 1, *, currency: str = "EUR", **more: object) -> Item:
        article = BY_SKU[sku.upper()]
        price = article.price * RATE[currency] // 1000 * 10
        made = Item(sku, article.name, quantity, price)
        for name, value in more.items():
            setattr(made, name, value)
        return made

    def add(self, items: list[Item], buyer: Person | None = None, **more: object) -> Order:
        place = len(self.orders)
        self._minutes += 11 + int(self._chance.random() * 47)
        order = Order(
            channel="amazon",
            number="",
            id=f"{300 + self._series}-{1000000 + place * 7919 % 8999999:07d}-{2000000 + place * 104729 % 7999999:07d}",
            placed=START + timedelta(minutes=self._minutes),
            buyer=buyer or EVERYDAY[(place * 5 + self._series) % 20],
            items=items,
            shipping=399 if sum(line.cost for line in items) < 2900 else 0,
        )
        for name, value in more.items():
            setattr(order, name, value)
        order.percent = PERCENT[order.currency]
        order.inside = order.currency != "USD"
        order.number = order.id
        for line in order.items:
            self._items += 1
            line.item_id = f"{52000000000000 + self._items * 37}"
            line.tax = part_of(line.cost, order.percent, inside=order.inside)
        order.shipping_tax = part_of(order.shipping, order.percent, inside=order.inside)
        order.wrap_tax = part_of(order.wrap, order.percent, inside=order.inside)
        if order.status == "Pending":
            order.shipping = order.shipping_tax = 0
            for line in order.items:
                line.price = line.tax = 0
        self.orders.append(order)
        return order

    def hard(self, name: str, what: str, items: list[Item], buyer: Person | None = None, **more: object) -> Order:
        order = self.add(items, buyer, **more)
        self.difficulties.append((name, order, what))
        return order

    def everyday(self, count: int, *, is_gone: bool = False) -> None:
        """Plain orders of one to three lines; ``is_gone`` ones were sent before we came."""
        plain = [article.sku for article in ARTICLES if article.sku not in SHORT and not article.kit]
        for _ in range(count):
            number = 1 + int(self._chance.random() ** 3 * 3)
            first = int(self._chance.random() * len(plain))
            skus = [plain[(first + step * 11) % len(plain)] for step in range(number)]
            lines = [self.item(sku, 1 + int(self._chance.random() ** 5 * 4)) for sku in skus]
            if is_gone:
                for line in lines:
                    line.state = "shipped"
                self.add(lines, status="Shipped", lifecycle="closed")
            else:
                self.add(lines)


def new_orders() -> Report:
    """The new-orders report of the European account."""
    report = Report(2, seed=7)
    item = report.item
    report.everyday(14)
    report.hard("several_rows", "One order on three rows.", [item("MUG-300-MOS"), item("DRI-02-WHT"), item("FIL-02-100", 3)])
    report.hard("relisted_order", "This order stands in the all-orders report too and must not be doubled.", [item("COF-YIR-250", 2), item("TEA-SEN-80")])
    report.hard("promotion", "Promotions on item and shipping reduce.", [item("SCA-01-BLK", off=700)], shipping=499, ship_promo=499)
    report.hard("gift_wrap", "Gift wrap with a message.", [item("KIT-TEA3", gift="Alles Gute zum Geburtstag! <3 ^XZ")], wrap=350)
    report.hard("inch_sign", "A quotation mark in a title is an inch sign, never a quoted cell.", [replace(item("PLA-210-SAG", 2), title='"Sage" side plate 8.3" wide')])
    report.hard("pounds", "Another marketplace, another currency.", [item("KET-09-BLK", currency="GBP")], EVERYDAY[11], currency="GBP", market="Amazon.co.uk")
    report.hard("tax_on_top", "Prices of the United States are without tax.", [item("GRI-WAL", currency="USD"), item("FIL-02-100", 2, currency="USD")], EVERYDAY[22], currency="USD", market="Amazon.com", shipping=899)
    report.hard("krona", "Swedish order.", [item("TRA-OAK-40", currency="SEK")], EVERYDAY[5], currency="SEK", market="Amazon.se")
    report.hard("unknown_sku", "A SKU we do not know.", [Item("AMZ-OLD-77", "Discontinued jug", 1, 2300)])
    report.hard("quantity_48", "A business buys 48.", [item("CHO-72-70", 48)], EVERYDAY[20])
    report.hard("script_greek", "Greek name.", [item("NOT-A5-SLA")], SCRIPTS["greek"])
    report.hard("kit", "A kit on the marketplace.", [item("KIT-FIRST")])
    report.everyday(8)
    report.hard("damaged_order_id", "The order id is missing.", [item("TAM-58")], extra={"order-id": ""}, reject="order.missing_id")
    report.hard("damaged_quantity", "The quantity is a word.", [item("TAM-58")], extra={"quantity-purchased": "1 piece"}, reject="quantity.bad")
    report.hard("damaged_date", "A date that does not exist.", [item("TAM-58")], extra={"purchase-date": "2026-11-31T10:00:00+01:00"}, reject="date.bad")
    report.everyday(2)
    return report


def all_orders(new: Report) -> Report:
    """The all-orders report: every status, who ships, and one order that the new-orders report has too."""
    report = Report(4, seed=11)
    item = report.item
    report.everyday(6, is_gone=True)
    again = next(order for name, order, _ in new.difficulties if name == "relisted_order")
    twice = replace(again, items=[replace(line) for line in again.items], lines_at=[], first_line=0)
    report.orders.append(twice)
    report.difficulties.append(("relisted_order", twice, "The same order as in the new-orders report, without item ids."))
    for sku in ("COF-HUI-250", "MUG-300-NIG"):
        report.hard("pending", "Pending: no price, no address, held.", [item(sku)], status="Pending", holds=("channel",))
    for sku in ("TEA-ASS-100", "BOW-500-MOS", "HON-LIN-250", "CAR-06"):
        report.hard("fulfilled_by_amazon", "Sent from Amazon's warehouse: not our work.", [item(sku, state="shipped")], status="Shipped", by_amazon=True, lifecycle="closed")
    report.hard("fulfilled_by_amazon_open", "Amazon will send it: not our work either.", [item("COF-ESP-250", 2)], status="Unshipped", by_amazon=True, lifecycle="closed")
    for sku in ("DRI-02-BLK", "COF-SID-1000"):
        report.hard("fully_shipped", "Already sent by us elsewhere.", [item(sku, state="shipped")], status="Shipped", lifecycle="closed")
    report.hard("partly_shipped", "One of two rows has left.", [item("FIL-04-100", 2, state="shipped"), item("CAR-06")], status="PartiallyShipped")
    for sku in ("GRI-WAL", "COF-DEC-250"):
        report.hard("cancelled", "Cancelled on the channel.", [item(sku, state="cancelled")], status="Cancelled", lifecycle="cancelled")
    report.hard("cancelled_row", "One row of the order is cancelled, the other is to be packed.", [item("TOW-NAT", state="cancelled"), item("NOT-A5-OCH")])
    report.hard("unknown_status", "A status nobody knows: held.", [item("TEA-HOJ-80")], status="Pending - Waiting for Pick Up", holds=("channel",))
    report.everyday(5)
    return report


JAPANESE = (
    SCRIPTS["japanese"],
    Person("佐藤 結衣", "梅田2-4-9", "ブリーゼタワー18F", "大阪府大阪市北区", "530-0001", "大阪府", "JP"),
    Person("田中 ひかり", "天神1-8-1", "", "福岡県福岡市中央区", "810-0001", "福岡県", "JP"),
    Person("高橋 大翔", "大通西3-6", "カーサ札幌205", "北海道札幌市中央区", "060-0042", "北海道", "JP"),
)
TITLES = {"TEA-SEN-80": "煎茶 宇治 一番茶 80g缶", "TEA-HOJ-80": "ほうじ茶 80g缶", "MUG-300-NIG": "ストーンウェア マグカップ 300ml ナイトブルー",
          "MUG-300-MOS": "ストーンウェア マグカップ 300ml モス", "COF-YIR-250": "イルガチェフェ コーヒー豆 250g", "TEA-MAT-30": "抹茶 30g缶"}  # fmt: skip


def japanese_orders() -> Report:
    """The new-orders report of the Japanese account."""
    report = Report(5, seed=13)
    skus = [sku for sku in TITLES if sku != "TEA-MAT-30"]
    for place in range(12):
        sku = skus[place % len(skus)]
        line = replace(report.item(sku, 1 + place % 3, currency="JPY"), title=TITLES[sku])
        off = 200 if place == 5 else 0
        order = report.add([replace(line, off=off)], JAPANESE[place % 4], currency="JPY", market="Amazon.co.jp", shipping=500 if place % 2 else 0)
        name = "promotion_negative" if off else "shift_jis"
        what = "Japan writes promotions with a minus sign." if off else "Shift-JIS text, yen without decimals."
        report.difficulties.append((name, order, what))
    return report
