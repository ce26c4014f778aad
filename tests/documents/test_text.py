"""The text engine: direction, fonts by coverage, fitting."""

from __future__ import annotations

import hashlib
import random

import bidi as independent_bidi
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_oms.documents.text import bidi, fonts
from desktop_oms.documents.text.clean import clean
from desktop_oms.documents.text.fit import _pieces, fit, wrap
from desktop_oms.documents.text.shaping import clusters, shape
from desktop_oms.settings.resources import resource_path
from tests.documents.papers import SCRIPTS

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)


def test_law_visual_order_equals_the_one_of_an_independent_implementation() -> None:
    letters = "abcאבגابت0123٠١٢ -.,:+$%()[]/é؟ "
    mirror = str.maketrans("()[]", ")(][")
    chance = random.Random(4)
    for _ in range(4000):
        text = "".join(chance.choice(letters) for _ in range(chance.randint(1, 14)))
        for base in (0, 1):
            levels = bidi.levels(text, base)
            order = bidi.visual_order(levels)
            ours = "".join(text[i].translate(mirror) if levels[i] % 2 else text[i] for i in order)
            theirs = independent_bidi.get_display(text, base_dir="LR"[base])
            plain = "".join(text[i] for i in order)
            assert theirs in (ours, plain), (text, base)


@given(ANY_TEXT)
@settings(max_examples=150)
def test_law_no_text_ever_draws_notdef_and_nothing_is_lost(text: str) -> None:
    line = shape(text, "semibold")
    cells = [cell for run in line.runs for cell in run.cells]
    assert all(part.glyph != 0 for cell in cells for part in cell.parts)
    spoken = "".join(cell.text for cell in cells)
    kept = clean(text)[0]
    unmirrored = lambda s: sorted(s.translate(str.maketrans(")]}>»›", "([{<«‹")))  # noqa: E731
    assert unmirrored(spoken) == unmirrored(kept)
    assert line.text == kept


@given(ANY_TEXT)
@settings(max_examples=100)
def test_law_clusters_and_wrapped_lines_hold_every_character(text: str) -> None:
    kept = clean(text)[0]
    assert "".join(clusters(kept)) == kept
    assert "".join(_pieces(kept, "regular", 4.0, "")) == kept
    lines = wrap(kept, "regular", 10, 60)
    assert "".join(line.text for line in lines).rstrip(" ") == kept.rstrip(" ")
    for line in lines:
        bare = shape(line.text.rstrip(" "), "regular")
        assert bare.width * 10 <= 60.5 or len(list(clusters(line.text.strip()))) <= 1 or max(line.text) >= "\u0600"


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_script_has_a_shipped_font_in_every_weight(script: str) -> None:
    for style in fonts.INTER:
        for text in SCRIPTS[script]:
            assert shape(text, style).warnings == ()


def test_arabic_letters_join_and_hebrew_runs_from_the_right() -> None:
    joined = [cell.parts[0].glyph for cell in shape("محمد").runs[0].cells]
    alone = [shape(letter).runs[0].cells[0].parts[0].glyph for letter in "دمحم"]
    assert len(joined) == 4 and not set(joined[1:]) & set(alone)
    hebrew = shape("אבג")
    assert [cell.text for cell in hebrew.runs[0].cells] == ["ג", "ב", "א"]


def test_letters_are_kerned() -> None:
    assert shape("AV").width < shape("A").width + shape("V").width - 0.01


def test_marks_of_thai_and_devanagari_belong_to_their_letter() -> None:
    thai = shape("น้ำ").runs[0]
    assert len(thai.cells) == 1 and len(thai.cells[0].parts) > 2
    assert len(shape("क्ष").runs[0].cells) == 1


def test_article_numbers_keep_arrows_and_crosses_as_typed() -> None:
    line = shape("A->B 3x4")
    assert len(line.runs[0].cells) == 8
    assert line.runs[0].cells[6].parts[0].glyph == shape("x").runs[0].cells[0].parts[0].glyph


def test_japanese_reader_gets_japanese_forms_of_chinese_characters() -> None:
    assert shape("直", region="JP").runs[0].face.name == "NotoSansJP-Regular"
    assert shape("直", region="CN").runs[0].face.name == "NotoSansSC-Regular"
    assert shape("直す").runs[0].face.name == "NotoSansJP-Regular"


def test_character_no_font_has_is_shown_as_a_mark_and_named() -> None:
    line = shape("A\U00012000B")
    assert line.warnings == ("No shipped font has U+12000 CUNEIFORM SIGN A; it is shown as \ufffd.",)
    assert line.text == "A\U00012000B"


def test_private_use_characters_are_never_drawn_from_whatever_font_claims_them() -> None:
    assert "U+E000" in shape("\ue000").warnings[0]


def test_controls_and_direction_overrides_are_reported() -> None:
    text, warnings = clean("a\x00b\u202egpj.exe\tz")
    assert text == "a\ufffdbgpj.exe z"
    assert len(warnings) == 2 and "U+202E" in warnings[0] and "U+0000" in warnings[1]


def test_a_pile_of_marks_cannot_overprint_the_line_above() -> None:
    text, warnings = clean("e" + "\u0301" * 50)
    assert len(text) == 7 and "44 marks" in warnings[0]


def test_long_text_wraps_then_shrinks_then_is_cut_with_a_warning() -> None:
    wrapped = fit("a good name with words", "regular", (10, 7), 60, 3)
    assert len(wrapped.lines) > 1 and wrapped.size == 10 and not wrapped.warnings
    shrunk = fit("a good name with words", "regular", (10, 5), 60, 2)
    assert shrunk.size < 10 and not shrunk.warnings
    cut = fit("word " * 60, "regular", (10, 7), 60, 2, what="article name")
    assert cut.size == 7 and "article name" in cut.warnings[0]
    assert cut.lines[-1].text.endswith("…") and cut.width <= 60


def test_shipped_fonts_are_the_ones_in_the_list_of_hashes() -> None:
    folder = resource_path("fonts")
    hashes = fonts.font_hashes()
    assert {face.path.name for style in fonts.INTER for face in fonts.chain(style)} <= set(hashes)
    for name, digest in hashes.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, name
