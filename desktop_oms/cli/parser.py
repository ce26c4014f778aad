"""The words of the command line. Nothing heavy is imported here: ``--help`` answers at once.

The five common options may stand before or after the verb; the last one counts.
"""

from __future__ import annotations

import argparse
from typing import Any, NoReturn

from desktop_oms.domain.errors import UsageError

_DEFAULTS: dict[str, Any] = {"data_dir": "", "database": "", "json": False, "user": "", "station": ""}
_MOST_ROWS = 10_000


class Parser(argparse.ArgumentParser):
    """Raises a refusal instead of printing usage and ending the process."""

    def __init__(self, **named: Any) -> None:
        super().__init__(**{"allow_abbrev": False, "formatter_class": argparse.RawDescriptionHelpFormatter, **named})

    def error(self, message: str) -> NoReturn:
        """Raises UsageError ``usage.wrong``."""
        raise UsageError("usage.wrong", message=message, usage=" ".join(self.format_usage().split()[1:]))


def build_parser() -> Parser:
    """The whole command line."""
    parser = Parser(
        prog="desktop-oms",
        description="Back office of a shop that sells online: orders in, stock, packing, papers, dispatch.",
        epilog="Exit status: 0 done, 2 usage, 3 refused by a rule, 4 done but rows were rejected, 5 unavailable, 70 our fault.\n"
        "Every verb with its answer: docs/cli.md",
    )
    _common(parser, _DEFAULTS)
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True, parser_class=Parser)
    _starting(verbs)
    _files(verbs)
    _orders(verbs)
    _stock(verbs)
    _packing(verbs)
    _history(verbs)
    _keeping(verbs)
    return parser


def _common(parser: argparse.ArgumentParser, defaults: dict[str, Any] | None = None) -> None:
    """The options every verb takes; without defaults an option not given leaves what stood before the verb."""

    def default(name: str) -> Any:
        return argparse.SUPPRESS if defaults is None else defaults[name]

    group = parser.add_argument_group("common options")
    group.add_argument("--data-dir", metavar="DIR", default=default("data_dir"), help="folder of the books and papers")
    group.add_argument(
        "--database", metavar="URL", default=default("database"), help="sqlite:///FILE or postgresql://..."
    )
    group.add_argument("--json", action="store_true", default=default("json"), help="answer with one JSON document")
    group.add_argument("--user", metavar="LOGIN", default=default("user"), help="who works; the owner if left out")
    group.add_argument(
        "--station", metavar="CODE", default=default("station"), help="packing table; the first if left out"
    )


def _verb(verbs: Any, name: str, about: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = verbs.add_parser(name, help=about, description=about)
    _common(parser)
    return parser


def _group(verbs: Any, name: str, about: str) -> Any:
    parser = _verb(verbs, name, about)
    return parser.add_subparsers(dest="action", metavar="ACTION", required=True, parser_class=Parser)


def _starting(verbs: Any) -> None:
    run = _verb(verbs, "run", "open the window")
    run.add_argument("--look", choices=("system", "light", "dark"), default="system")
    demo = _verb(verbs, "demo", "show a working day on the sample files")
    demo.add_argument("--out", metavar="DIR", default="demo-out", help="folder for papers, pictures and summary.json")
    demo.add_argument("--headless", action="store_true", help="without a display")
    _verb(verbs, "formats", "list the file formats that are read")


def _files(verbs: Any) -> None:
    take = _verb(verbs, "import", "read export files into the books; reading one again changes nothing")
    take.add_argument("files", metavar="FILE", nargs="+")
    take.add_argument("--format", default="auto", metavar="NAME", help="see `formats`; found out by itself if left out")
    take.add_argument("--channel", default="", metavar="NAME", help="channel account the orders belong to")
    take.add_argument("--dates", default="", choices=("", "dmy", "mdy", "ymd"), help="order of day, month and year")
    take.add_argument("--timezone", default="", metavar="ZONE", help="of times without one, as Europe/Berlin")
    take.add_argument("--encoding", default="", metavar="NAME", help="as utf-8 or cp1252")
    take.add_argument("--mapping", default="", metavar="PAIRS", help="'column in file=column expected', parted by ;")
    take.add_argument("--dry-run", action="store_true", help="tell what would happen and keep nothing")
    channels = _group(verbs, "channels", "channel accounts")
    _verb(channels, "list", "every channel account")
    add = _verb(channels, "add", "connect another account of a channel")
    add.add_argument("type", metavar="TYPE", choices=("shopify", "amazon"))
    add.add_argument("name", metavar="NAME")
    add.add_argument("--currency", default="")
    add.add_argument("--timezone", default="")


def _listing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--limit", type=_count, default=50, metavar="N", help=f"rows at most, 1 to {_MOST_ROWS}")
    parser.add_argument("--after", type=_cursor, default=None, metavar="NEXT", help="go on after this `next`")


def _orders(verbs: Any) -> None:
    orders = _group(verbs, "orders", "orders")
    listing = _verb(orders, "list", "orders, newest first")
    _listing(listing)
    listing.add_argument("--view", default="all", help="as to_ship, on_hold, ready, shipped")
    listing.add_argument("--search", default="", metavar="WORDS")
    _verb(orders, "show", "everything about one order").add_argument("ref", metavar="REF")
    release = _verb(orders, "release", "let orders go to the packing tables")
    release.add_argument("refs", metavar="REF", nargs="*")
    release.add_argument("--ready", action="store_true", help="every order whose goods are all set aside")
    hold = _verb(orders, "hold", "block orders with a reason")
    hold.add_argument("refs", metavar="REF", nargs="+")
    hold.add_argument("--kind", default="manual", help="as manual, fraud, payment, address")
    hold.add_argument("--note", default="")
    _verb(orders, "lift", "lift every hold of orders").add_argument("refs", metavar="REF", nargs="+")


def _stock(verbs: Any) -> None:
    stock = _group(verbs, "stock", "stock")
    listing = _verb(stock, "list", "articles with their figures")
    _listing(listing)
    listing.add_argument("--view", default="all", help="all, out, low, backordered, quarantine, kits")
    listing.add_argument("--search", default="", metavar="WORDS")
    _verb(stock, "show", "one article: bins, barcodes, ledger").add_argument("sku", metavar="SKU")
    adjust = _verb(stock, "adjust", "correct what lies in a bin")
    adjust.add_argument("sku", metavar="SKU")
    adjust.add_argument("delta", metavar="DELTA", type=_whole, help="pieces, minus for less")
    adjust.add_argument("--reason", default="count", help="count, damaged, lost, found, correction or sample")
    adjust.add_argument("--note", default="")
    receive = _verb(stock, "receive", "book an arrival; orders that wait get it at once")
    receive.add_argument("sku", metavar="SKU")
    receive.add_argument("quantity", metavar="QUANTITY", type=_whole)
    receive.add_argument("--best-before", default="", metavar="YYYY-MM-DD")
    receive.add_argument("--cost", default="", metavar="AMOUNT", help="of one piece, as 4.20")
    receive.add_argument("--currency", default="")
    receive.add_argument("--reference", default="", help="the supplier's delivery note")
    for parser in (adjust, receive):
        parser.add_argument(
            "--bin", default="", metavar="CODE", help="may be left out when the article lies in one bin"
        )
        parser.add_argument("--lot", default="", metavar="CODE")


def _packing(verbs: Any) -> None:
    pack = _verb(verbs, "pack", "pack a shipment by scans from standard input, one per line")
    pack.add_argument("ref", metavar="REF", help="order, shipment or parcel")
    paper = _verb(verbs, "print", "print a paper of a packed shipment, or write it to a file")
    paper.add_argument("kind", choices=("slip", "label"))
    paper.add_argument("ref", metavar="REF")
    where = paper.add_mutually_exclusive_group()
    where.add_argument("--out", default="", metavar="FILE", help="PDF; ZPL when the name ends in .zpl")
    where.add_argument("--printer", default="", metavar="NAME", help="the table's own printer if left out")
    paper.add_argument("--media", default="", help="a4 or letter; 4x6, 4x6-zpl203 or 4x6-zpl300 for a label")
    printers = _group(verbs, "printers", "printers")
    _verb(printers, "list", "every printer")
    setting = _verb(printers, "set", "set a printer up, or change the one of that name")
    setting.add_argument("name", metavar="NAME")
    setting.add_argument("transport", metavar="TRANSPORT", choices=("folder", "cups", "tcp", "windows"))
    setting.add_argument("target", metavar="TARGET", help="folder, queue or HOST:PORT")
    setting.add_argument("--language", choices=("pdf", "zpl"), default="pdf")
    setting.add_argument("--media", choices=("a4", "letter", "4x6"), default="a4")
    setting.add_argument("--dpi", type=int, choices=(203, 300), default=203)
    setting.add_argument("--here", action="store_true", help="only this packing table prints on it")
    dispatch = _verb(verbs, "dispatch", "hand packed shipments over: stock leaves the books")
    dispatch.add_argument("refs", metavar="REF", nargs="*")
    dispatch.add_argument("--carrier", default="")
    dispatch.add_argument("--tracking", default="", metavar="NUMBER", help="for a single shipment")
    dispatch.add_argument("--out", default="", metavar="FILE", help="write the shipment confirmation Amazon takes back")
    dispatch.add_argument("--overwrite", action="store_true", help="replace FILE")


def _history(verbs: Any) -> None:
    _verb(verbs, "undo", "take the latest deed of this user at this table back")
    _verb(verbs, "redo", "do again what was taken back last")
    events = _verb(verbs, "events", "what happened, newest first")
    events.add_argument("--order", default="", metavar="REF", help="only of this order and its shipments")
    _listing(events)


def _keeping(verbs: Any) -> None:
    _verb(verbs, "doctor", "check that every figure in the books agrees with every other")
    backup = _verb(verbs, "backup", "copy the books to a file while people work")
    backup.add_argument("file", metavar="FILE")
    backup.add_argument("--overwrite", action="store_true", help="replace FILE")
    _verb(verbs, "restore", "put a copy back; today's books are copied first").add_argument("file", metavar="FILE")
    seed = _verb(verbs, "seed", "fill the books with an invented shop, the same for the same seed")
    seed.add_argument("--orders", type=_orders_wanted, required=True, metavar="N")
    seed.add_argument("--seed", type=int, default=1, metavar="S")


def _whole(text: str) -> int:
    return _between(text, -(10**9), 10**9)


def _count(text: str) -> int:
    return _between(text, 1, _MOST_ROWS)


def _orders_wanted(text: str) -> int:
    return _between(text, 1, 5_000_000)


def _cursor(text: str) -> int:
    return _between(text, 0, 2**63 - 1)


def _between(text: str, low: int, high: int) -> int:
    try:
        value = int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number") from None
    if not low <= value <= high:
        raise argparse.ArgumentTypeError(f"{text} is not between {low} and {high}")
    return value
