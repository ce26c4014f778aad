"""What stands on slip and label, read back from the file."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_oms.documents import fingerprint, kinds, media_of, render, render_batch
from desktop_oms.domain.errors import UsageError
from desktop_oms.domain.papers import SlipLine
from tests.documents.papers import (
    LINES,
    SCRIPTS,
    SENDER,
    a_label,
    a_slip,
    dots_of,
    drawn_glyphs,
    pages_of,
    text_of,
    to,
)


def test_slip_shows_everything_it_was_given() -> None:
    rendered = render("packing_slip", a_slip(is_gift=False, gift_message="", gift_from=""), "a4")
    text = text_of(rendered.content)
    assert rendered.warnings == () and rendered.content_type == "application/pdf"
    for part in (
        "Harbor & Pine, Torstraße 140, 10119 Berlin",
        "Nguyễn Thị Minh Khai",
        "10437 Berlin",
        "GERMANY",
        "#1482",
    ):
        assert part in text
    for line in LINES:
        for part in (str(line.quantity), line.title, line.sku, line.detail, line.lot, line.best_before):
            assert part in text
    for part in ("8 items in 4 lines", "10482-7KD2", "example.org/r.", "30 days", "page 1 of 1", "a41f·09c7"):
        assert part in text


def test_gift_shows_its_message_and_never_a_price() -> None:
    lines = (replace(LINES[0], total="49,90 €"),)
    text = text_of(render("packing_slip", a_slip(lines=lines, shows_prices=True, total="49,90 €"), "a4").content)
    assert "A gift from Linh" in text and "Chúc mừng tân gia!" in text
    assert "49,90" not in text and "No prices, because this is a gift." in text


def test_prices_show_when_wanted() -> None:
    lines = (replace(LINES[0], total="49,90 €"), replace(LINES[1], total="0,00 €"))
    slip = a_slip(lines=lines, shows_prices=True, total="1.049,90 €", is_gift=False)
    text = text_of(render("packing_slip", slip, "a4").content)
    assert "49,90 €" in text and "0,00 €" in text and "1.049,90 €" in text


def test_line_that_was_not_scanned_has_no_tick_and_is_not_claimed() -> None:
    unscanned = a_slip(lines=(LINES[0], replace(LINES[2], was_scanned=False)), is_gift=False)
    scanned = a_slip(lines=(LINES[0], LINES[2]), is_gift=False)
    text = text_of(render("packing_slip", unscanned, "a4").content)
    assert "3 of them were scanned" in text and "Every item" not in text
    left = slice(190, 240)
    ink = [
        int((dots_of(render("packing_slip", s, "a4").content)[1000:1500, left] == 0).sum())
        for s in (unscanned, scanned)
    ]
    assert 0 < ink[0] < ink[1]


def test_reprint_carries_copy_on_slip_and_label() -> None:
    assert "COPY" in text_of(render("packing_slip", a_slip(is_copy=True), "a4").content)
    assert "COPY" in text_of(render("label", a_label(is_copy=True), "4x6").content)
    assert "COPY" not in text_of(render("packing_slip", a_slip(), "a4").content)


def test_sixty_lines_flow_over_pages_with_repeated_head_and_nothing_lost() -> None:
    lines = tuple(SlipLine(i, f"Article number {i} of a big order", f"SKU-{i:04}") for i in range(1, 61))
    for media in ("a4", "letter"):
        rendered = render("packing_slip", a_slip(lines=lines), media)
        pages = pages_of(rendered.content)
        text = text_of(rendered.content)
        assert pages >= 4 and rendered.warnings == ()
        assert [f"SKU-{i:04}" in text for i in range(1, 61)] == [True] * 60
        assert text.count("Article Article") == 0 and text.count("Qty Item Article") == pages
        assert f"page {pages} of {pages}" in text and text.count("What is in the box, continued") == pages - 1
        assert text.count("Something not right?") == 1 and "1830 items" in " ".join(text.split())


@pytest.mark.parametrize("count", range(1, 26))
def test_rows_never_reach_into_foot_or_imprint_whatever_their_number(count: int) -> None:
    lines = tuple(SlipLine(1, f"Article {i}", f"SKU-{i:04}") for i in range(count))
    content = render("packing_slip", a_slip(lines=lines), "a4").content
    for page in range(pages_of(content)):
        dots = dots_of(content, page)
        assert (dots[2105:2185, 200:1520] == 255).all(), "white above the imprint"
    last = dots_of(content, pages_of(content) - 1)
    assert (last[1770:1795, 200:1520] == 255).all(), "white above the rule of the foot"


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("kind", ["packing_slip", "label"])
def test_every_script_copies_out_of_the_pdf_as_given(kind: str, script: str) -> None:
    name, street = SCRIPTS[script]
    data = a_slip(addressee=to(name, street)) if kind == "packing_slip" else a_label(addressee=to(name, street))
    rendered = render(kind, data, media_of(kind)[0])
    text = text_of(rendered.content)
    assert rendered.warnings == ()
    assert name in text and street in text
    assert 0 not in drawn_glyphs(rendered.content)


def test_p67_long_names_shrink_then_warn_and_are_never_cut_silently() -> None:
    long = " ".join(["Wolfeschlegelsteinhausenbergerdorff"] * 9)
    fits = render("packing_slip", a_slip(addressee=to(long[:120], "Street 1")), "a4")
    assert fits.warnings == () and long[:120].replace(" ", "") in text_of(fits.content).replace(" ", "")
    for kind, data in (
        ("packing_slip", a_slip(addressee=to(*[long] * 5))),
        ("label", a_label(addressee=to(*[long] * 9))),
    ):
        warnings = render(kind, data, media_of(kind)[0]).warnings
        assert any("address" in warning for warning in warnings), kind


def test_address_of_other_countries_follows_their_order() -> None:
    american = replace(to("Ada Lovelace", "1 Main St"), city="Springfield", region="IL", postcode="62701", country="US")
    assert "Springfield, IL 62701" in text_of(render("packing_slip", a_slip(addressee=american), "letter").content)
    british = replace(to("Ada"), city="London", postcode="SW1A 1AA", country="GB", country_name="United Kingdom")
    assert "London SW1A 1AA UNITED KINGDOM" in text_of(render("packing_slip", a_slip(addressee=british), "a4").content)
    at_home = replace(to("Ada"), is_domestic=True)
    assert "GERMANY" not in text_of(render("packing_slip", a_slip(addressee=at_home), "a4").content)


def test_slip_without_return_key_still_offers_a_way_back() -> None:
    text = text_of(render("packing_slip", a_slip(return_key="", sender=replace(SENDER, returns_url="")), "a4").content)
    assert "Something not right?" in text and "hello@example.org" in text


def test_batch_is_one_file_with_each_font_once() -> None:
    one = render("packing_slip", a_slip(), "a4")
    many = render_batch([("packing_slip", a_slip(order_code=f"ORD{n}"), "a4") for n in range(10001, 10031)])
    assert pages_of(many.content) == 30
    assert many.content.count(b"/FontFile2") == one.content.count(b"/FontFile2") > 0
    assert len(many.content) < 8 * len(one.content)


def test_only_shipped_fonts_are_in_the_file() -> None:
    content = render("packing_slip", a_slip(), "a4").content
    assert b"Helvetica" not in content and b"/Type1" not in content


def test_nothing_is_drawn_outside_the_label() -> None:
    dots = dots_of(render("label", a_label(extra=(("Ref", "W" * 200),)), "4x6").content)
    assert dots.shape == (1218, 812)
    assert (dots[:, :26] == 255).all() and (dots[:, 786:] == 255).all()


def test_unknown_kind_media_data_and_empty_batch_are_named() -> None:
    for kind, data, media, code in (
        ("invoice", a_slip(), "a4", "document.kind"),
        ("packing_slip", a_slip(), "4x6", "document.media"),
        ("label", a_slip(), "4x6", "document.data"),
    ):
        with pytest.raises(UsageError) as refused:
            render(kind, data, media)
        assert refused.value.code == code
    with pytest.raises(UsageError):
        render_batch([])
    assert len({fingerprint(kind) for kind in kinds()}) == len(kinds())
