"""Write the shipment confirmation file that Amazon takes back after dispatch.

Plain records in, bytes out. Tab separated, UTF-8, one row per order item; Amazon's parser knows no quoting, so tabs and line
breaks in a cell would shift columns and are replaced by blanks. A leading formula sign is guarded for a person who opens
the file in a spreadsheet. Header: ../shared/specs/amazon/flatfile/shipment_confirmation_feed.txt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from desktop_oms.domain.errors import RuleError

HEADER = (
    "order-id",
    "order-item-id",
    "quantity",
    "ship-date",
    "carrier-code",
    "carrier-name",
    "tracking-number",
    "ship-method",
    "transparency_code",
)
_BLANKS = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ufeff]+")
_FORMULA = ("=", "+", "-", "@")
# Codes Amazon's carrier list contains and our users have; any other carrier goes as "Other" with its name.
CARRIER_CODES = (
    "Royal Mail", "DHL", "DHL Express", "DHL Global Mail", "Deutsche Post", "DPD", "GLS", "Hermes", "Evri", "UPS", "USPS",
    "FedEx", "TNT", "Yodel", "Parcelforce", "La Poste", "Colissimo", "Chronopost", "Mondial Relay", "Correos", "SEUR",
    "Poste Italiane", "BRT", "PostNL", "Post NL", "bpost", "PostNord", "InPost", "Poczta Polska", "Österreichische Post",
    "Swiss Post", "Canada Post", "Australia Post", "Japan Post", "Yamato Transport", "Sagawa", "OnTrac", "Amazon Shipping",
)  # fmt: skip
_CODES = {re.sub(r"\W", "", code).casefold(): code for code in CARRIER_CODES}
_MOST_CELL = 100


@dataclass(frozen=True, slots=True)
class ConfirmedItem:
    """One order item that has left.

    Attributes:
        order_item_id: Amazon's; ``""`` confirms the whole order, which Amazon allows when all of it left at once.
        quantity: units that left, >= 1; ignored by Amazon without an item id.
        shipped_at: aware; written with its own offset.
        carrier: as our books name it.
        ship_method: service name, may be empty.
    """

    order_id: str
    order_item_id: str
    quantity: int
    shipped_at: datetime
    carrier: str
    tracking_no: str = ""
    ship_method: str = ""
    transparency_code: str = ""


def write_confirmation(items: Iterable[ConfirmedItem]) -> bytes:
    """The file as bytes, rows in the order given, lines ended by LF.

    Raises:
        RuleError: ``confirmation.incomplete`` (data: order, field) for a row Amazon would refuse: no order id, no carrier,
            a quantity below 1, a time without zone. Nothing is written then.
    """
    rows = ["\t".join(HEADER)]
    for item in items:
        _check(item)
        code, name = carrier_columns(item.carrier)
        has_item = bool(item.order_item_id)
        cells = (
            _cell(item.order_id),
            _cell(item.order_item_id),
            str(item.quantity) if has_item else "",
            item.shipped_at.isoformat(timespec="seconds"),
            _cell(code),
            _cell(name),
            _cell(item.tracking_no),
            _cell(item.ship_method),
            _cell(item.transparency_code),
        )
        rows.append("\t".join(cells))
    return ("\n".join(rows) + "\n").encode("utf-8")


def carrier_columns(carrier: str) -> tuple[str, str]:
    """(carrier-code, carrier-name): Amazon's spelling of a carrier it lists, else "Other" and the name as it is."""
    listed = _CODES.get(re.sub(r"\W", "", carrier).casefold())
    return (listed, "") if listed else ("Other", carrier)


def _check(item: ConfirmedItem) -> None:
    for field, is_good in (
        ("order-id", bool(item.order_id.strip())),
        ("quantity", item.quantity >= 1),
        ("ship-date", item.shipped_at.tzinfo is not None),
        ("carrier-name", bool(item.carrier.strip())),
    ):
        if not is_good:
            raise RuleError("confirmation.incomplete", order=item.order_id, field=field)


def _cell(text: str) -> str:
    """One line without tabs and control characters, at most 100 characters, never a live formula."""
    plain = _BLANKS.sub(" ", text.encode("utf-8", "replace").decode("utf-8")).strip()[:_MOST_CELL]
    return f"'{plain}" if plain.startswith(_FORMULA) else plain
