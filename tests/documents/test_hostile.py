"""Text that is markup, printer language or a weapon somewhere else is plain text here."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_oms.documents import render
from desktop_oms.documents import zpl as words
from desktop_oms.domain.papers import SlipLine
from tests.documents.papers import (
    a_label,
    a_slip,
    codes_in,
    dots_of,
    dots_of_png,
    drawn_glyphs,
    pages_of,
    text_of,
    to,
)
from tests.support import zpl

NASTY = [
    "<b>bold</b> <img src=x> &amp; &",
    "Bobby^FS^XZ^XA^FO0,0^GB800,1200,800^FS",
    "~JA ~DGR:X ^XA~JR",
    "_5EFS _7E \\0A \\(x) ) ET Q",
    "{{ 7*7 }} ${x} %s =1+1",
    "=cmd|'/c calc'!A1",
    "../../etc/passwd",
]


def _slip(text: str) -> Any:
    lines = (SlipLine(1, text, text, text, text, text),)
    return a_slip(addressee=to(text, text), lines=lines, gift_from=text, gift_message=text, note=text, service=text)


@pytest.mark.parametrize("text", NASTY)
def test_markup_is_printed_as_typed_on_slip_and_label(text: str) -> None:
    slip = render("packing_slip", _slip(text), "a4").content
    label = render("label", a_label(addressee=to(text), service="x"), "4x6").content
    assert text in text_of(slip)
    assert text.replace(" ", "") in text_of(label).replace(" ", "")


@pytest.mark.parametrize("text", NASTY)
def test_printer_commands_in_a_name_stay_data(text: str) -> None:
    label = a_label(addressee=to(text, text), service=text, weight_text=text[:12])
    harmless = a_label(addressee=to("x" * 20, "y" * 20), service="z", weight_text="w")
    ours, plain = (render("label", data, "4x6-zpl203").content.decode() for data in (label, harmless))
    commands = [re.findall(r"[\^~][A-Z0-9]{2}", re.sub(r"\^FD[^^~]*", "^FD", zpl_text)) for zpl_text in (ours, plain)]
    allowed = set(commands[1]) | {"^FB", "^FR", "^GF"}
    assert set(commands[0]) <= allowed
    assert ours.count("^XA") == ours.count("^XZ") == 1 and "~" not in ours


def test_hostile_zpl_label_is_still_one_label_with_both_codes_for_an_independent_renderer() -> None:
    label = a_label(addressee=to(NASTY[1], NASTY[2], "名前^FS"), service=NASTY[3])
    (png,) = zpl.render(render("label", label, "4x6-zpl203").content)
    assert {text for _, text in codes_in(dots_of_png(png))} == {"00340123450000104821", "PCL10482001"}


@pytest.mark.parametrize("text", ["Mommsenstraße WMW 144, Hinterhaus MW", "Wm" * 40, "illinois lily little " * 6])
def test_text_in_the_printers_own_font_stays_inside_the_frame(text: str) -> None:
    label = a_label(addressee=replace(to(text, text), city=text[:30]), service=text, weight_text="", carton="")
    (png,) = zpl.render(render("label", label, "4x6-zpl203").content)
    dots = dots_of_png(png)
    assert (dots[:, 787:] == 255).all(), "right of the frame"
    assert (dots[170:540, 770:779] == 255).all(), "between text and frame"
    assert (dots[570:690, 640:650] == 255).all(), "between service and parcel code"


@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=80))
@settings(max_examples=120)
def test_law_escaped_text_holds_no_command_and_decodes_to_itself(text: str) -> None:
    escaped = words.escape(text)
    assert not set(escaped) & set("^~\\") and escaped.isascii() and escaped.isprintable()
    raw = re.sub(r"_([0-9A-F]{2})", lambda m: chr(int(m[1], 16)), escaped).encode("latin-1")
    assert raw == text.encode("utf-8", "replace")


@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=40))
@settings(max_examples=25)
def test_law_any_text_in_every_field_gives_a_whole_paper(text: str) -> None:
    slip = render("packing_slip", _slip(text), "a4").content
    label = a_label(addressee=to(text, text), service=text, carton=text, weight_text=text, parcel_text=text)
    assert pages_of(slip) >= 1
    assert pages_of(render("label", label, "4x6").content) == 1
    assert 0 not in drawn_glyphs(slip)


@pytest.mark.parametrize(
    "text", ["A\x00B\x1bC", "pay \u202e00.1 \u202cEUR", "W" * 300, "e" + "\u0301" * 300, "x" * 100_000]
)
def test_bad_characters_and_endless_names_are_reported_and_leave_the_codes_readable(text: str) -> None:
    slip = render("packing_slip", _slip(text), "a4")
    label = render("label", a_label(addressee=to(text, text, text)), "4x6")
    assert slip.warnings and label.warnings
    assert ("]C0", "ORD10482") in codes_in(dots_of(slip.content))
    assert len(codes_in(dots_of(label.content))) == 2


def test_no_control_character_reaches_the_printer() -> None:
    content = render("label", a_label(addressee=to("A\x00B\x1b\x10", "\x03^XA")), "4x6-zpl203").content
    assert not set(content) & (set(range(32)) - {10})


def test_a_flood_of_line_ends_cannot_push_the_articles_off_the_page() -> None:
    flood = "\n".join(f"line {n}" for n in range(500))
    slip = render("packing_slip", a_slip(gift_message=flood, note=flood), "letter")
    text = text_of(slip.content)
    assert "Stoneware mug 300 ml, Moss" in text and "page 1 of 2" in text
    assert len(slip.warnings) == 2 and ("]C0", "ORD10482") in codes_in(dots_of(slip.content))


def test_slip_without_any_line_is_still_a_paper() -> None:
    assert "0 items in 0 lines." in text_of(render("packing_slip", a_slip(lines=()), "a4").content)
