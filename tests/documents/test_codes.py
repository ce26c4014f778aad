"""Codes are read back by zxing, which did not draw them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from desktop_oms.documents import barcodes, render
from desktop_oms.documents.barcodes import Linear, gtin_check_digit
from desktop_oms.domain.errors import RuleError
from desktop_oms.domain.papers import ProductLabelData
from tests.documents.papers import a_label, a_slip, codes_in, dots_of, dots_of_png
from tests.support import zpl

ORDER, RETURN = ("]C0", "ORD10482"), ("]Q1", "https://example.org/r/10482-7KD2")
SSCC, PARCEL = ("]C1", "00340123450000104821"), ("]Q1", "PCL10482001")


def picture(code: Linear, dots: int = 2) -> np.ndarray:
    row = np.full((code.modules + 2 * code.quiet) * dots, 255, np.uint8)
    for start, width in code.bars:
        row[(code.quiet + start) * dots : (code.quiet + start + width) * dots] = 0
    return np.tile(row, (40, 1))


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=24))
@settings(max_examples=200)
def test_law_code_128_of_any_ascii_reads_back(text: str) -> None:
    assert codes_in(picture(barcodes.code128(text))) == {("]C0", text)}


@given(st.text("0123456789", min_size=17, max_size=17))
@settings(max_examples=60)
def test_law_sscc_reads_back_as_gs1_with_ai_00(digits: str) -> None:
    number = digits + gtin_check_digit(digits)
    assert codes_in(picture(barcodes.sscc(number))) == {("]C1", "00" + number)}


@given(st.text("0123456789", min_size=12, max_size=12))
@settings(max_examples=60)
def test_law_ean_13_reads_back(digits: str) -> None:
    number = digits + gtin_check_digit(digits)
    assert codes_in(picture(barcodes.ean13(number))) == {("]E0", number)}


@pytest.mark.parametrize("media", ["a4", "letter"])
def test_both_codes_of_the_slip_decode_at_203_dpi_one_bit(media: str) -> None:
    assert codes_in(dots_of(render("packing_slip", a_slip(), media).content)) == {ORDER, RETURN}


def test_both_codes_of_the_label_decode_at_203_dpi_one_bit() -> None:
    assert codes_in(dots_of(render("label", a_label(), "4x6").content)) == {SSCC, PARCEL}


def test_label_codes_survive_blur_and_two_degrees_of_rotation() -> None:
    image = Image.fromarray(dots_of(render("label", a_label(), "4x6").content))
    worn = image.rotate(2, resample=Image.Resampling.BILINEAR, fillcolor=255).filter(ImageFilter.GaussianBlur(1.0))
    assert codes_in(np.ascontiguousarray(np.array(worn))) == {SSCC, PARCEL}


@pytest.mark.parametrize(("dpi", "dots_per_mm"), [(203, 8), (300, 12)])
def test_both_codes_of_the_zpl_label_decode_after_an_independent_renderer(dpi: int, dots_per_mm: int) -> None:
    rendered = render("label", a_label(), f"4x6-zpl{dpi}")
    (png,) = zpl.render(rendered.content, dots_per_mm=dots_per_mm)
    assert codes_in(dots_of_png(png)) == {SSCC, PARCEL}


def test_product_label_reads_as_its_ean_and_without_one_as_its_article_number() -> None:
    data = ProductLabelData("Stoneware mug 300 ml", "Moss", "MUG-300-MOS", "4012345672015", "A-03-2")
    assert codes_in(dots_of(render("product_label", data, "50x25").content)) == {("]E0", "4012345672015")}
    plain = ProductLabelData("Stoneware mug 300 ml", "Moss", "MUG-300")
    assert codes_in(dots_of(render("product_label", plain, "50x25").content)) == {("]C0", "MUG-300")}


def test_bars_are_whole_printer_dots() -> None:
    dots = dots_of(render("label", a_label(), "4x6").content)
    row = dots[850, 60:760] == 0
    edges = np.flatnonzero(np.diff(row.astype(np.int8)))
    assert len(edges) > 50
    assert set(np.diff(edges) % 4) == {0}


def test_code_wider_than_its_room_is_refused_before_printing() -> None:
    with pytest.raises(RuleError) as refused:
        render("packing_slip", a_slip(order_code="ORDER" * 9), "a4")
    assert refused.value.code == "document.code_too_wide"


@pytest.mark.parametrize("sscc", ["340123450000104822", "34012345000010482", "34012345000010482X", ""])
def test_sscc_with_wrong_check_digit_or_length_is_refused(sscc: str) -> None:
    with pytest.raises(RuleError) as refused:
        render("label", a_label(sscc=sscc), "4x6-zpl203")
    assert refused.value.code == "document.sscc"


@pytest.mark.parametrize("text", ["", "ORD\x1d1", "Größe"])
def test_order_code_a_scanner_cannot_type_is_refused(text: str) -> None:
    with pytest.raises(RuleError) as refused:
        render("packing_slip", a_slip(order_code=text), "a4")
    assert refused.value.code == "document.code_text"
