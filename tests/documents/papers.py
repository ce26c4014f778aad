"""Sample papers with a story, and independent eyes: pdfium for text and dots, zxing for codes."""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import replace
from typing import Any

import numpy as np
import pypdfium2
import zxingcpp
from PIL import Image

from desktop_oms.domain.papers import Addressee, LabelData, Sender, SlipData, SlipLine

SENDER = Sender(
    name="Harbor & Pine",
    legal_name="Harbor & Pine GmbH",
    street="Torstraße 140",
    postcode="10119",
    city="Berlin",
    country="DE",
    email="hello@example.org",
    phone="+49 30 5550 0100",
    hours="Mon to Fri, 9:00 to 17:00",
    returns_url="example.org/r",
    footer=(("Managing director: M. Keller", "Register: Berlin, HRB 000000 B"), ("VAT no. DE000000000", "")),
)
KHAI = Addressee(("Nguyễn Thị Minh Khai", "Kollwitzstraße 18, HH, 2. OG"), "10437", "Berlin", "", "DE", "Germany")
LINES = (
    SlipLine(3, "Stoneware mug 300 ml, Moss", "MUG-300-MOS", "Bare clay base. Dishwasher safe."),
    SlipLine(2, "Yirgacheffe Kochere, whole bean 250 g", "COF-YIR-250", "Roasted 7 Nov 2025", "L2511-07", "04/2026"),
    SlipLine(1, "Pour-over dripper 02, matte white", "DRI-02-WHT"),
    SlipLine(2, "Paper filters No. 2, 100 pcs, unbleached", "FIL-02-100"),
)
# One name and street per script: what a shop with customers everywhere prints in a week.
SCRIPTS = {
    "latin with all its marks": ("Łukasz Żółć-Ǻñđëŕşøņ", "Çırağan Caddesi 7, İstanbul"),
    "vietnamese": ("Nguyễn Thị Ánh Tuyết", "12 Đường Lê Lợi"),
    "greek": ("Αλέξανδρος Παπαδόπουλος", "Οδός Ερμού 25"),
    "cyrillic": ("Юлія Щербакова", "вулиця Хрещатик, 22"),
    "hebrew": ("יעל כהן", "רחוב דיזנגוף 99"),
    "arabic": ("محمد الأحمد", "شارع الملك فهد ١٢"),
    "devanagari": ("क्षितिज श्रीवास्तव", "महात्मा गांधी मार्ग १४"),
    "thai": ("นายสมชาย น้ำใจ", "ถนนสุขุมวิท ๑๒"),
    "japanese": ("さくら 株式会社", "東京都千代田区丸の内一丁目"),
    "chinese": ("王小明", "北京市朝阳区建国路88号"),
    "korean": ("김민준", "서울특별시 종로구 세종대로"),
    "georgian and armenian": ("ნინო ბერიძე", "Երևան, Աբովյան"),
    "emoji": ("Ana 😀", "Rue du ❤ 5"),
}


def a_slip(**changes: Any) -> SlipData:
    slip = SlipData(
        sender=SENDER,
        addressee=KHAI,
        order_code="ORD10482",
        order_number="10482",
        channel_order_number="#1482",
        ordered_on="Thu 20 Nov 2025",
        packed_at="Fri 21 Nov 2025, 14:33",
        shipment_number="10482-1",
        parcel_text="parcel 1 of 1",
        carton_text="M, 2.38 kg",
        service="DHL Paket",
        lines=LINES,
        is_gift=True,
        gift_from="Linh",
        gift_message="Chúc mừng tân gia!",
        return_key="10482-7KD2",
        template_mark="a41f·09c7",
    )
    return replace(slip, **changes)


def a_label(**changes: Any) -> LabelData:
    label = LabelData(
        sender=SENDER,
        addressee=KHAI,
        order_number="10482",
        shipment_number="10482-1",
        parcel_text="parcel 1 of 1",
        shipped_on="Fri 21 Nov 2025",
        service="Parcel, standard",
        sscc="340123450000104821",
        parcel_code="PCL10482001",
        carton="M",
        weight_text="2.38 kg",
    )
    return replace(label, **changes)


def to(*lines: str, country: str = "DE") -> Addressee:
    return replace(KHAI, lines=lines, country=country)


def pages_of(pdf: bytes) -> int:
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def text_of(pdf: bytes) -> str:
    """All text of all pages as pdfium hands it to the clipboard, line ends and repeated spaces as one space."""
    with pypdfium2.PdfDocument(pdf) as document:
        parts = [page.get_textpage().get_text_range() for page in document]
    return re.sub(r"\s+", " ", " ".join(parts))


def dots_of(pdf: bytes, page: int = 0, dpi: int = 203) -> np.ndarray:
    """The page as a thermal head prints it: black or white, nothing between."""
    with pypdfium2.PdfDocument(pdf) as document:
        image = document[page].render(scale=dpi / 72, grayscale=True).to_numpy()
    return one_bit(image.reshape(image.shape[:2]))


def one_bit(image: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(np.where(image < 128, 0, 255).astype(np.uint8))


def dots_of_png(png: bytes) -> np.ndarray:
    return one_bit(np.array(Image.open(io.BytesIO(png)).convert("L")))


def codes_in(image: np.ndarray) -> set[tuple[str, str]]:
    """(symbology identifier, raw text) of every code a scanner would find."""
    found = zxingcpp.read_barcodes(image, text_mode=zxingcpp.TextMode.Plain)
    return {(code.symbology_identifier, code.bytes.decode("utf-8")) for code in found}


def content_of(pdf: bytes) -> str:
    """The drawing operators of all pages."""
    parts = []
    for stream in re.findall(rb"\nstream\r?\n(.*?)endstream", pdf, re.DOTALL):
        content = zlib.decompressobj().decompress(stream)
        if b" Tm " in content:
            parts.append(content.decode("latin-1"))
    assert parts, "no page content found; the file is not as expected"
    return "\n".join(parts)


def drawn_glyphs(pdf: bytes) -> list[int]:
    """Numbers of every glyph drawn on every page, in order."""
    strings = re.findall(r"<([0-9A-F]+)>", content_of(pdf))
    return [int(text[i : i + 4], 16) for text in strings for i in range(0, len(text), 4)]
