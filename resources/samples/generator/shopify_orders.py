"""The Shopify orders of the samples: everyday ones, and one for each difficulty."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta, timezone

from generator.catalog import ARTICLES, BY_SKU, SHORT
from generator.model import Item, Order
from generator.people import EVERYDAY, SCRIPTS, Person

BERLIN = timezone(timedelta(hours=1))
START = datetime(2026, 11, 18, 7, 12, 9, tzinfo=BERLIN)
Difficulty = tuple[str, Order, str]


def item(sku: str, quantity: int = 1, **more: object) -> Item:
    """A line of the catalog at its price."""
    article = BY_SKU[sku.upper()]
    made = Item(sku, article.name, quantity, article.price)
    for name, value in more.items():
        setattr(made, name, value)
    return made


class Book:
    """Numbers the orders and remembers which difficulty each stands for."""

    def __init__(self) -> None:
        self.orders: list[Order] = []
        self.difficulties: list[Difficulty] = []
        self._chance = random.Random(20261121)
        self._minutes = 0

    def add(self, items: list[Item], buyer: Person | None = None, **more: object) -> Order:
        place = len(self.orders)
        self._minutes += 7 + int(self._chance.random() * 38)
        order = Order(
            channel="shopify",
            number=f"#{1001 + place}",
            id=str(6300000001001 + place),
            placed=START + timedelta(minutes=self._minutes),
            buyer=buyer or EVERYDAY[place % len(EVERYDAY)],
            items=items,
            shipping=490 if sum(line.cost for line in items) < 6000 else 0,
        )
        for name, value in more.items():
            setattr(order, name, value)
        self.orders.append(order)
        return order

    def hard(self, name: str, what: str, items: list[Item], buyer: Person | None = None, **more: object) -> Order:
        order = self.add(items, buyer, **more)
        self.difficulties.append((name, order, what))
        return order

    def everyday(self, count: int, *, is_gone: bool = False) -> None:
        """Plain paid orders of one to four lines, never a short article; ``is_gone`` ones were sent before we came."""
        plain = [article.sku for article in ARTICLES if article.sku not in SHORT]
        for _ in range(count):
            number = 1 + int(self._chance.random() ** 2 * 4)
            first = int(self._chance.random() * len(plain))
            skus = [plain[(first + step * 7) % len(plain)] for step in range(number)]
            lines = [item(sku, 1 + int(self._chance.random() ** 4 * 4)) for sku in skus]
            if is_gone:
                for line in lines:
                    line.state = "shipped"
                self.add(lines, fulfillment="fulfilled", lifecycle="closed")
            else:
                self.add(lines)


def build() -> Book:
    """All Shopify orders, in order of the file."""
    book = Book()
    book.everyday(12, is_gone=True)
    _names(book)
    book.everyday(12, is_gone=True)
    _texts(book)
    _money(book)
    book.everyday(12, is_gone=True)
    _states(book)
    _goods(book)
    book.everyday(10)
    _damaged(book)
    book.everyday(4)
    return book


def _names(book: Book) -> None:
    for script, person in SCRIPTS.items():
        book.hard(f"script_{script}", f"Buyer's name and address in another script ({script}).", [item("MUG-300-MOS"), item("COF-YIR-250")], person)
    long_name = "Prof. Dr. Dr. h. c. Maximiliane Theodora Wilhelmine von und zu Oberschwanenstein-Hohenklingenbrunn " * 2
    book.hard("very_long_name", "A name of 200 characters.", [item("TEA-SEN-80")], replace(EVERYDAY[13], name=long_name.strip()))
    book.hard("emoji", "An emoji in name and note.", [item("CHO-72-70", 3)], replace(EVERYDAY[3], name="Zoë 🎁 Brânză"), note="Thank you 🙏🏽 👩‍👩‍👧")
    book.hard("right_to_left_override", "A name with bidirectional control characters.", [item("TOW-NAT")], replace(EVERYDAY[15], name="Mia \u202etgoV\u202c"))


def _texts(book: Book) -> None:
    book.hard("line_break_in_cell", "Note and address with line breaks inside of a cell.", [item("DRI-02-WHT"), item("FIL-02-100", 2)], replace(EVERYDAY[12], extra="Hinterhaus\n3. Stock"), note="Please ring twice.\nThe bell is broken,\nso knock.")
    book.hard("markup", "Markup in name and note must stay text.", [item("NOT-A5-SLA")], replace(EVERYDAY[14], name="<b>Emil</b> & <img src=x onerror=alert(1)>"), note="<script>alert('x')</script>")
    book.hard("formula", "Formulas in name, company and note must stay text.", [item("NOT-A5-OCH")], replace(EVERYDAY[16], name="=1+1", company="@SUM(A1:A9)"), note='=HYPERLINK("http://example.test";"click")')
    book.hard("printer_language", "ZPL commands in name and street must not reach the printer.", [item("TAM-58")], replace(EVERYDAY[17], name="Giulia ^FS^XZ~JA", street="^XA^FO50,50^FDVia Roma^FS 40"))
    book.hard("path", "A name that climbs out of a folder.", [item("HON-LIN-250")], replace(EVERYDAY[18], name="../../etc/passwd", company="C:\\Windows\\..\\"))
    book.hard("sql", "A name with quotation marks and SQL.", [item("HON-LIN-250", 2)], replace(EVERYDAY[19], name="Lotte'); DROP TABLE sales_order;--"))
    book.hard("gift_with_message", "A gift with a message of several lines.", [item("KIT-TEA3")], note_attributes="gift_message: Happy birthday, Mum!\nWith love\nis_gift: true", tags="Gift, VIP")
    book.hard("scattered_rows", "The last line of the order stands two orders further down.", [item("COF-HUI-250", 2), item("TEA-ASS-100"), item("CAR-06")], scatter=True)
    book.add([item("MUG-080-MOS", 4)])
    book.add([item("MUG-080-NIG", 2), item("TRA-OAK-40")])
    twin = book.hard("same_name_two_ids", "Two orders with one name and two ids are two orders (the first).", [item("BOW-500-MOS", 2)])
    book.hard("same_name_two_ids", "Two orders with one name and two ids are two orders (the second).", [item("BOW-500-CLA")], number=twin.number)
    book.hard("unknown_column", "The file has a column nobody knows; its text is kept.", [item("COF-ESP-250", 2)])


def _money(book: Book) -> None:
    jp, kw = SCRIPTS["japanese"], Person("فاطمة العلي", "شارع سالم المبارك 8", "", "السالمية", "22010", "", "KW")
    book.hard("currency_jpy", "Yen have no decimals.", [_priced("TEA-SEN-80", 2, 2680), _priced("MUG-300-NIG", 1, 2900)], jp, currency="JPY", percent=10, shipping=800)
    book.hard("currency_kwd", "Dinars have three decimals.", [_priced("COF-YIR-250", 3, 4125)], kw, currency="KWD", percent=0, shipping=2500)
    book.hard("tax_on_top", "Prices without tax; tax comes on top.", [_priced("GRI-WAL", 1, 19900), _priced("FIL-02-100", 2, 850)], EVERYDAY[22], currency="USD", percent=8, inside=False, shipping=1500)
    book.hard("tax_on_top", "Prices without tax, with a discount code.", [_priced("KET-09-BLK", 1, 12900)], EVERYDAY[23], currency="USD", percent=8, inside=False, shipping=0, discount=1290, discount_code="HELLO10")
    book.hard("cent_off", "The total is a cent above its parts: a rounding line.", [item("CHO-72-70", 7)], cent_off=1)
    book.hard("cent_off", "The total is two cents below its parts: a rounding line.", [item("COF-DEC-250", 3)], cent_off=-2)
    book.hard("order_discount", "A code takes 10 % off the order.", [item("MUG-300-SAG", 2), item("MUG-300-MOS", 2)], discount=720, discount_code="WELCOME10")
    book.hard("line_discount", "Discounts on single lines, counted once.", [item("PLA-270-SAG", 4, off=960), item("PLA-210-SAG", 4)])
    book.hard("line_and_order_discount", "Line discount and code together; Discount Amount holds both.", [item("SCA-01-BLK", 1, off=690), item("TAM-58")], discount=500, discount_code="FIVER")
    book.hard("tip", "A tip stands as a line without SKU; it is a charge.", [item("COF-ESP-250"), Item("", "Tip", 1, 250, ships=False, is_tip=True)])
    book.hard("duties", "Duties are charged on top of goods and shipping.", [item("TEA-HOJ-80", 2)], EVERYDAY[8], currency="GBP", percent=20, duties=345, shipping=1190)
    book.hard("gift_card", "A gift card is sold beside goods; only the goods are packed.", [item("NOT-A5-SLA", 2), Item("GC-50", "Gift card 50", 1, 5000, ships=False)])
    book.hard("zero_price", "A free sample costs nothing and is packed all the same.", [item("COF-YIR-250", 2), Item("CHO-72-70", "Dark chocolate 72 % - 70 g bar", 1, 0)])
    book.hard("several_payments", "Paid by gift card and card.", [item("CAR-06"), item("DRI-02-BLK")], method="gift_card + Shopify Payments", references="gc_7731 + pi_3Q4x9")


def _priced(sku: str, quantity: int, price: int) -> Item:
    return replace(item(sku, quantity), price=price)


def _states(book: Book) -> None:
    at = START + timedelta(days=1)
    book.hard("fully_shipped", "Sent before we came: a shipment of external origin.", [item("MUG-300-NIG", 2, state="shipped")], fulfillment="fulfilled", lifecycle="closed")
    book.hard("fully_shipped", "Sent before we came, two lines.", [item("COF-HUI-250", state="shipped"), item("FIL-04-100", state="shipped")], fulfillment="fulfilled", lifecycle="closed")
    book.hard("partly_shipped", "One line has left; the other is still to be packed.", [item("CAR-06", state="shipped"), item("BOW-500-CLA", 2)], fulfillment="partial")
    book.hard("partly_shipped_line", "A line has left in part and the file does not say how many: a hold.", [item("CHO-72-70", 10, state="part:0")], fulfillment="partial", holds=("channel",))
    book.hard("cancelled", "Cancelled and refunded: nothing is packed.", [item("KET-09-BLK", state="cancelled")], financial="refunded", cancelled_at=at, refunded=11900, lifecycle="cancelled")
    book.hard("cancelled", "Cancelled before payment.", [item("TEA-ASS-100", 2, state="cancelled")], financial="voided", cancelled_at=at, lifecycle="cancelled")
    book.hard("voided", "Payment voided, no cancel date: cancelled all the same.", [item("DRI-02-WHT")], financial="voided", lifecycle="cancelled")
    book.hard("part_refunded", "A part of the money went back; the goods are still to be sent.", [item("PLA-210-SAG", 6)], financial="partially_refunded", refunded=500)
    book.hard("refunded_unshipped", "All money went back, not cancelled: held until somebody looks.", [item("TOW-NAT", 2)], financial="refunded", refunded=3690, holds=("payment",))
    book.hard("pending", "Bank transfer not yet arrived.", [item("GRI-WAL")], financial="pending", outstanding=18900, method="Bank Deposit")
    book.hard("pending", "Bank transfer not yet arrived, small order.", [item("HON-LIN-250", 2)], financial="pending", outstanding=2270, method="Bank Deposit")
    book.hard("authorized", "Authorized, not captured.", [item("MUG-300-SAG")], financial="authorized", outstanding=2290)
    book.hard("part_paid", "Half is paid, half outstanding.", [item("KET-09-BLK"), item("SCA-01-BLK")], financial="partially_paid", outstanding=9400)
    book.hard("expired", "The authorization has expired: held.", [item("TEA-SEN-80")], financial="expired", outstanding=2140, holds=("payment",))
    book.hard("unknown_status", "A status word nobody knows: held, with the word.", [item("COF-DEC-250")], financial="paid_in_kind", holds=("channel",))
    book.hard("fraud_risk", "High risk on the channel: held.", [item("GRI-WAL", 2)], EVERYDAY[22], risk="High", holds=("fraud",))
    book.hard("on_hold", "Fulfillment on hold on the channel.", [item("NOT-A5-OCH", 2)], fulfillment="on_hold", holds=("channel",))


def _goods(book: Book) -> None:
    book.hard("unknown_sku", "A SKU we do not know: a mapping task, not a lost order.", [Item("MUG-999-XXX", "Mystery mug", 2, 1500), item("FIL-02-100")])
    book.hard("missing_sku", "A line without SKU is imported all the same.", [Item("", "Handmade spoon, no article number", 1, 1200), item("COF-YIR-250")])
    book.hard("same_sku_two_lines", "One SKU on two lines stays two lines.", [item("MUG-300-MOS", 2), item("MUG-300-MOS", 1)])
    book.hard("lower_case_sku", "SKU in lower case is the same article.", [item("mug-300-sag", 2), item("fil-02-100")])
    book.hard("quantity_48", "48 of one article: eight cases of six.", [item("MUG-300-NIG", 48), item("FIL-02-100", 10)], EVERYDAY[20], tags="B2B", shipping=2900)
    book.hard("kit", "A kit is sold as one and packed in parts.", [item("KIT-FIRST", 2)])
    book.hard("kit", "A kit beside its own component.", [item("KIT-MUG4-NIG"), item("MUG-300-NIG")])
    book.hard("twins", "Moss and Sage in one order are easy to mix up.", [item("MUG-300-MOS", 3), item("MUG-300-SAG", 3)])
    for quantity in (2, 2, 1):
        book.hard("more_demand_than_stock", "More ordered than lies there.", [item("MUG-300-CLA", quantity)])
    book.hard("more_demand_than_stock", "More ordered than lies there, beside goods that are there.", [item("KET-09-WHT", 2), item("FIL-02-100")])
    book.hard("more_demand_than_stock", "Nothing on the shelf at all.", [item("TOW-IND", 2)])
    book.hard("more_demand_than_stock", "More ordered than lies there.", [item("TEA-MAT-30", 3), item("TEA-HOJ-80")])


def _damaged(book: Book) -> None:
    book.hard("damaged_quantity", "The quantity is a word: both rows of the order are rejected.", [item("CAR-06"), item("FIL-04-100")], extra={"Lineitem quantity": "two"}, reject="quantity.bad")
    book.hard("damaged_date", "A date that does not exist.", [item("TAM-58")], extra={"Created at": "2026-13-45 10:00:00 +0100"}, reject="date.bad")
    book.hard("damaged_order_id", "Neither name nor id of the order.", [item("TAM-58")], extra={"Name": "", "Id": ""}, reject="order.missing_id")
    book.hard("damaged_amount", "A total that is no amount.", [item("TOW-NAT")], extra={"Total": "n/a"}, reject="amount.unreadable")
