"""Every setting of the program, declared once.

The settings pane, the command line and the handlers read this list; a key that does not stand here does not exist.
Choices of other rooms (payment gates, hold kinds) are repeated as words, because settings may not import domain; a test compares them.
"""

from __future__ import annotations

from desktop_oms.settings.declare import Setting

_DOCUMENTS = ("packing_slip", "label", "gift_slip", "return_slip", "invoice")

_ORDERS = (
    Setting(
        "payment.gate",
        "choice",
        "paid",
        "How far the money must be before goods may be released: paid in full, at least authorized, or not asked at all.",
        choices=("paid", "authorized", "none"),
    ),
    Setting("shipping.partial", "bool", False, "Ship what is there and let the rest follow when it arrives."),
    Setting(
        "shipping.handling_days",
        "int",
        1,
        "Working days between payment and ship-by when the channel makes no promise of its own.",
        unit="days",
        minimum=0,
        maximum=60,
    ),
    Setting("shipping.cutoff", "time", "16:00", "Local time at which the carrier takes the parcels of the day."),
    Setting(
        "shipping.default_carrier",
        "text",
        "Standard post",
        "Carrier the channel is told when none was chosen.",
        minimum=1,
        maximum=60,
    ),
    Setting("allocation.partial_kits", "bool", False, "Set components aside even if a kit cannot be made whole."),
    Setting("allocation.split_warehouses", "bool", False, "Let one order line take stock from several warehouses."),
    Setting(
        "orders.check_address", "bool", True, "Refuse release while an address lacks a name, street, town or country."
    ),
    Setting("import.timezone", "timezone", "UTC", "Time zone of files that give times without one."),
)

_PACKING = (
    Setting(
        "packing.dispatch_at_label",
        "bool",
        False,
        "Book a shipment as dispatched as soon as its label is printed, without a hand-over scan.",
    ),
    Setting(
        "packing.auto_documents",
        "list",
        ("packing_slip", "label"),
        "Documents that print by themselves when the last item is verified, in this order.",
        choices=_DOCUMENTS,
    ),
    Setting(
        "packing.auto_finish", "bool", True, "Finish a shipment with its last item instead of waiting for CTRLDONE."
    ),
    Setting(
        "packing.quantity_cards",
        "bool",
        True,
        "The cards CTRLXFIVE and CTRLXTEN let the next scan count several times.",
    ),
    Setting("packing.kit_by_parent", "bool", True, "One scan of a kit's own barcode proves all its components."),
    Setting(
        "packing.label_scan_back", "bool", False, "Ask for a scan of the printed label before the next order begins."
    ),
    Setting(
        "packing.over_scan",
        "choice",
        "refuse",
        "A scan beyond the ordered quantity is refused with a tone; or refused, and CTRLUNDO or a good scan must follow.",
        choices=("refuse", "refuse_and_wait"),
    ),
    Setting(
        "packing.cancel_requested",
        "choice",
        "stop",
        "What happens when the channel asks to cancel an order that is being packed.",
        choices=("stop", "warn"),
    ),
    Setting(
        "packing.queue_limit",
        "int",
        50,
        "Shipments shown in the queue of a table.",
        unit="pieces",
        minimum=5,
        maximum=500,
    ),
    Setting(
        "packing.single_item_by_product",
        "bool",
        True,
        "A product scanned at an empty table opens the most urgent released order for one piece of it.",
    ),
    Setting(
        "lease.seconds",
        "int",
        120,
        "How long a table keeps a shipment without renewing.",
        unit="s",
        minimum=30,
        maximum=900,
    ),
    Setting("lease.renew_seconds", "int", 30, "How often a table renews its claim.", unit="s", minimum=5, maximum=300),
)

_PRINTING = (
    Setting(
        "print.slip_printer",
        "text",
        "",
        "Printer for packing slips; empty means the output folder.",
        "station",
        maximum=200,
    ),
    Setting(
        "print.label_printer",
        "text",
        "",
        "Printer for shipping labels; empty means the output folder.",
        "station",
        maximum=200,
    ),
    Setting("print.product_label_printer", "text", "", "Printer for product and bin labels.", "station", maximum=200),
    Setting(
        "print.label_language",
        "choice",
        "pdf",
        "Language the label printer understands.",
        "station",
        choices=("pdf", "zpl"),
    ),
    Setting("print.label_dpi", "int", 203, "Dots per inch of the label printer.", "station", minimum=200, maximum=600),
    Setting(
        "print.slip_language",
        "choice",
        "en",
        "Language of packing slips.",
        choices=("en", "de", "fr", "es", "it", "nl", "pl"),
    ),
    Setting(
        "sscc.company_prefix",
        "text",
        "0000000",
        "GS1 company prefix of our parcel numbers (SSCC); the default marks numbers for use inside the house.",
        minimum=7,
        maximum=10,
    ),
    Setting("print.slip_prices", "bool", False, "Show prices on packing slips; never on gifts."),
    Setting(
        "print.folder",
        "text",
        "",
        "Folder for documents without a printer; empty means the data folder.",
        "station",
        maximum=500,
    ),
)

_SCREEN = (
    Setting(
        "screen.theme", "choice", "system", "Colors of the program.", "station", choices=("system", "light", "dark")
    ),
    Setting("screen.text_scale", "int", 100, "Size of all text.", "station", unit="percent", minimum=90, maximum=150),
    Setting(
        "screen.pack_scale",
        "int",
        100,
        "Size of the packing table's figures.",
        "station",
        unit="percent",
        minimum=80,
        maximum=200,
    ),
    Setting("screen.language", "choice", "en", "Language of the program.", "station", choices=("en",)),
    Setting("screen.dense_rows", "bool", False, "28 instead of 32 pixels per row.", "station"),
    Setting("sound.is_on", "bool", True, "Play a tone for every scan.", "station"),
    Setting("sound.volume", "int", 80, "Loudness of the tones.", "station", unit="percent", minimum=0, maximum=100),
    Setting(
        "sound.room",
        "choice",
        "normal",
        "Loud rooms get a flash at the edge of the screen as well; quiet ones get only the flash.",
        "station",
        choices=("normal", "loud", "quiet"),
    ),
)

_SCANNER = (
    Setting(
        "scan.min_length",
        "int",
        2,
        "Shorter scans count as not readable.",
        "station",
        unit="characters",
        minimum=1,
        maximum=8,
    ),
    Setting("scan.prefix", "text", "", "Characters the scanner sends before a code.", "station", maximum=8),
    Setting(
        "scan.suffix", "choice", "enter", "Key that ends a scan.", "station", choices=("enter", "tab", "etx", "none")
    ),
    Setting(
        "scan.gap_ms",
        "int",
        35,
        "Longest pause between two keys of one scan.",
        "station",
        unit="ms",
        minimum=5,
        maximum=200,
    ),
)

_STOCK = (
    Setting(
        "stock.safety_default",
        "int",
        0,
        "Pieces kept back from every article's available stock.",
        unit="pieces",
        minimum=0,
    ),
    Setting(
        "stock.channel_buffer",
        "int",
        0,
        "Pieces withheld from every channel.",
        unit="pieces",
        minimum=0,
        maximum=100_000,
    ),
)

_KEEPING = (
    Setting("backup.keep", "int", 14, "Automatic copies kept.", unit="pieces", minimum=1, maximum=365),
    Setting(
        "outbox.max_attempts",
        "int",
        8,
        "Attempts before a message needs a person.",
        unit="pieces",
        minimum=1,
        maximum=50,
    ),
)

SETTINGS: dict[str, Setting] = {
    setting.key: setting for setting in (*_ORDERS, *_PACKING, *_PRINTING, *_SCREEN, *_SCANNER, *_STOCK, *_KEEPING)
}
