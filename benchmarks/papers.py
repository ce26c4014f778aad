"""Packing slips and labels per second of processor time, against a bare canvas that draws the same text and codes (G15).

The limit has no shaping, no fitting, no fallback fonts and no check of codes: one embedded font (names need it, so a standard font
would print boxes), one string per line, plain Code 128.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from benchmarks.data import MadeShop
from benchmarks.measure import RUNS, Figure, cpu_timed, rate, settle, take_turns
from desktop_oms.documents.render import render_batch
from desktop_oms.domain.papers import Addressee, LabelData, Sender, SlipData, SlipLine
from desktop_oms.domain.remote_order import RemoteOrder
from desktop_oms.settings.resources import resource_path

_SENDER = Sender(
    name="Harbor & Pine",
    legal_name="Harbor & Pine GmbH",
    street="Hafenweg 1",
    postcode="24103",
    city="Kiel",
    country="DE",
    email="hello@example.org",
    phone="+49 431 555 0100",
)
_FONT = "Bare"
_SLIPS, _SINGLES, _LABELS, _ZPL = 60, 15, 60, 60


def measure(made: MadeShop) -> Iterator[Figure]:
    """Slips in one file, one file each, labels as PDF and ZPL."""
    orders = list(made.orders(200))
    slips = [_slip(order, number) for number, order in enumerate(orders)]
    labels = [_label(order, number) for number, order in enumerate(orders)]
    plans: list[tuple[str, int, float | None, Callable[[], object], Callable[[], object]]] = [
        (
            "packing slips, one file",
            _SLIPS,
            0.6,
            _batch("packing_slip", slips[:_SLIPS], "a4"),
            _bare(_bare_slip, slips[:_SLIPS], True),
        ),
        (
            "packing slips, a file each",
            _SINGLES,
            0.6,
            _each("packing_slip", slips[:_SINGLES], "a4"),
            _bare(_bare_slip, slips[:_SINGLES], False),
        ),
        (
            "labels 4x6 PDF, one file",
            _LABELS,
            0.6,
            _batch("label", labels[:_LABELS], "4x6"),
            _bare(_bare_label, labels[:_LABELS], True),
        ),
        (
            "labels 4x6 ZPL",
            _ZPL,
            0.5,
            _batch("label", labels[:_ZPL], "4x6-zpl203"),
            lambda: [_bare_zpl(label) for label in labels[:_ZPL]],
        ),
    ]
    settle()
    for name, count, aim, product, limit in plans:
        product()
        limit()
        runs = [take_turns(1, product, limit, cpu_timed) for _run in range(RUNS)]
        yield rate("G15", name, count, runs, "papers per CPU s", aim)


def _batch(kind: str, papers: Sequence[Any], media: str) -> Callable[[], object]:
    return lambda: render_batch([(kind, paper, media) for paper in papers])


def _each(kind: str, papers: Sequence[Any], media: str) -> Callable[[], object]:
    return lambda: [render_batch([(kind, paper, media)]) for paper in papers]


def _slip(order: RemoteOrder, number: int) -> SlipData:
    return SlipData(
        sender=_SENDER,
        addressee=_to(order),
        order_code=f"ORD{10001 + number}",
        order_number=str(10001 + number),
        channel_order_number=order.number,
        ordered_on="Mon 5 Jan 2026",
        packed_at="Tue 6 Jan 2026, 09:12",
        shipment_number=f"{10001 + number}-1",
        parcel_text="parcel 1 of 1",
        carton_text="M, 1.20 kg",
        service=order.service_level,
        lines=tuple(SlipLine(line.quantity, line.title, line.sku) for line in order.lines),
        return_key=f"{10001 + number}-7KD2",
    )


def _label(order: RemoteOrder, number: int) -> LabelData:
    return LabelData(
        sender=_SENDER,
        addressee=_to(order),
        order_number=str(10001 + number),
        shipment_number=f"{10001 + number}-1",
        parcel_text="parcel 1 of 1",
        shipped_on="Tue 6 Jan 2026",
        service=order.service_level,
        sscc="340123450000104821",
        parcel_code=f"PCL{10001 + number}001",
        carton="M",
        weight_text="1.20 kg",
    )


def _to(order: RemoteOrder) -> Addressee:
    home = order.ship_to
    return Addressee((home.name, home.street1), home.postcode, home.city, "", home.country, "", home.country == "DE")


def _bare(draw: Callable[[Any, Any], None], papers: Sequence[Any], is_one_file: bool) -> Callable[[], object]:
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    registerFont(TTFont(_FONT, str(resource_path("fonts", "NotoSans-Regular.ttf"))))

    def work() -> list[bytes]:
        files = []
        for group in [papers] if is_one_file else [[paper] for paper in papers]:
            out = io.BytesIO()
            canvas = Canvas(out)
            for paper in group:
                draw(canvas, paper)
                canvas.showPage()
            canvas.save()
            files.append(out.getvalue())
        return files

    return work


def _bare_slip(canvas: Any, slip: SlipData) -> None:
    from reportlab.graphics.barcode.code128 import Code128

    canvas.setFont(_FONT, 16)
    canvas.drawString(57, 770, f"Packing slip {slip.order_number}")
    Code128(slip.order_code, barWidth=1.13, barHeight=34).drawOn(canvas, 370, 760)
    canvas.setFont(_FONT, 10)
    height = itertools.count(730, -14)
    to = slip.addressee
    for text in (*to.lines, f"{to.postcode} {to.city}", to.country, slip.ordered_on, slip.packed_at, slip.shipment_number,
                 slip.parcel_text, slip.carton_text, slip.service, slip.sender.legal_name, slip.sender.street):  # fmt: skip
        canvas.drawString(57, next(height), text)
    for line in slip.lines:
        at = next(height)
        canvas.drawString(57, at, str(line.quantity))
        canvas.drawString(85, at, line.title)
        canvas.drawString(400, at, line.sku)
    canvas.line(57, 90, 538, 90)
    canvas.drawString(57, 70, slip.return_key)


def _bare_label(canvas: Any, label: LabelData) -> None:
    from reportlab.graphics.barcode.code128 import Code128

    canvas.setPageSize((288, 432))
    canvas.setFont(_FONT, 12)
    height = itertools.count(400, -16)
    to = label.addressee
    for text in (label.sender.legal_name, label.sender.city, *to.lines, f"{to.postcode} {to.city}", to.country, label.service,
                 label.order_number, label.shipment_number, label.parcel_text, label.shipped_on, label.weight_text):  # fmt: skip
        canvas.drawString(20, next(height), text)
    Code128(f"00{label.sscc}", barWidth=1.06, barHeight=72).drawOn(canvas, 10, 110)
    Code128(label.parcel_code, barWidth=1.06, barHeight=40).drawOn(canvas, 10, 40)


def _bare_zpl(label: LabelData) -> bytes:
    parts = ["^XA^CI28^PW812^LL1218"]
    height = itertools.count(40, 44)
    to = label.addressee
    for text in (label.sender.legal_name, label.sender.city, *to.lines, f"{to.postcode} {to.city}", to.country, label.service,
                 label.order_number, label.shipment_number, label.parcel_text, label.shipped_on, label.weight_text):  # fmt: skip
        safe = text.replace("_", "_5F").replace("^", "_5E").replace("~", "_7E")
        parts.append(f"^FO40,{next(height)}^A0N,36,36^FH_^FD{safe}^FS")
    parts.append(f"^FO40,700^BY3^BCN,200,Y,N,N,D^FD(00){label.sscc}^FS^FO40,1000^BCN,120^FD{label.parcel_code}^FS^XZ")
    return "".join(parts).encode()
