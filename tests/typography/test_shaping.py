"""Shaping by word: the same glyphs as shaping the whole line, each with its text."""

from __future__ import annotations

import pytest
import uharfbuzz as hb

from journeyeditor.glyphs import GlyphRun
from journeyeditor.typography import Faces, Line, Typesetter

SENTENCES = [
    "Jämför pris och kvalitet innan du bestämmer dig för en eltandborste",
    "AVATAR To. Type. Wave Yes, Vi åt gräddtårta på Öland i går kväll",
    "Zażółć gęślą jaźń, Příliš žluťoučký kůň, árvíztűrő tükörfúrógép",
    "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία με το ευρώ",
    "Съешь же ещё этих мягких французских булок да выпей чаю",
    "Tiếng Việt được viết bằng chữ quốc ngữ",
]


def whole(faces: Faces, key: str, text: str, direction: str = "ltr") -> list[tuple[int, int]]:
    """Shape a text in one go; return glyph ids and advances."""
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.direction = direction
    buffer.guess_segment_properties()
    hb.shape(faces.face(key).font, buffer)
    pairs = zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    return [(info.codepoint, position.x_advance) for info, position in pairs]


def drawn(line: Line) -> list[tuple[int, int]]:
    """Return glyph ids and advances of a line from left to right."""
    pieces = [piece for run in line.runs for piece in run.pieces]
    return [(glyph.id, glyph.advance) for piece in pieces for glyph in piece.glyphs]


@pytest.mark.parametrize("weight", [400, 600, 700])
@pytest.mark.parametrize("text", SENTENCES)
def test_word_by_word_is_nearly_the_whole_line(
    faces: Faces, typesetter: Typesetter, text: str, weight: int
) -> None:
    """What Inter kerns across spaces, mostly after commas, is all that is lost: under 0.35 %."""
    [line] = typesetter.typeset(text, 10, 10_000, weight=weight).lines
    expected = whole(faces, f"text-{weight}", text)
    assert [glyph for glyph, _ in drawn(line)] == [glyph for glyph, _ in expected]
    width = sum(advance for _, advance in expected) * 10 / 2048
    assert line.width == pytest.approx(width, rel=0.0035)


def test_right_to_left_lines_stand_as_the_shaper_puts_them(
    faces: Faces, typesetter: Typesetter, declaration: list[str]
) -> None:
    """Word by word and reordered by us, or the line in one go: the same glyphs in order."""
    script = "hebrew" if any("\u05d0" <= char <= "\u05ea" for char in declaration[6]) else "arabic"
    compared = 0
    for text in declaration[5:]:
        for line in typesetter.typeset(text, 10, 250).lines:
            if {run.face for run in line.runs} == {f"{script}-400"}:
                assert line.right_to_left
                expected = whole(faces, f"{script}-400", line.text, "rtl")
                assert [glyph for glyph, _ in drawn(line)] == [glyph for glyph, _ in expected]
                assert sum(advance for _, advance in drawn(line)) == pytest.approx(
                    sum(advance for _, advance in expected), rel=0.01
                )
                compared += 1
    assert compared > 20


@pytest.mark.parametrize(
    "text",
    [
        "office -> => 2x3",
        "e\u0301 o\u0308 Å",
        "مرحبا بالعالم",
        "لا إله",
        "שָׁלוֹם",
        "क्षत्रिय हिन्दी",
        "👩‍👩‍👧‍👦🇸🇪",
    ],
)
def test_glyphs_say_their_text_once(typesetter: Typesetter, text: str) -> None:
    [line] = typesetter.typeset(text, 10, 1000).lines
    assert line.text == text
    for run in line.runs:
        for piece in run.pieces:
            said = [glyph.cluster for glyph in piece.glyphs]
            logical = reversed(said) if piece.right_to_left else said
            assert "".join(logical) == piece.text
            assert piece.advance == sum(glyph.advance for glyph in piece.glyphs)
        logical_pieces = reversed(run.pieces) if run.pieces[0].right_to_left else run.pieces
        assert "".join(piece.text for piece in logical_pieces) == run.text


def shaped(typesetter: Typesetter, text: str) -> GlyphRun:
    [piece] = typesetter.typeset(text, 10, 1000).lines[0].runs[0].pieces
    return piece


def test_a_ligature_is_one_glyph_of_many_characters(typesetter: Typesetter) -> None:
    piece = shaped(typesetter, "->")
    assert [glyph.cluster for glyph in piece.glyphs] == ["->"]


def test_of_several_glyphs_of_a_cluster_one_has_its_text(typesetter: Typesetter) -> None:
    split = [glyph.cluster for glyph in shaped(typesetter, "क्षत्रिय").glyphs]
    assert "" in split
    assert "".join(split) == "क्षत्रिय"
    assert [glyph.cluster for glyph in shaped(typesetter, "köp").glyphs] == ["k", "ö", "p"]
    marks = [glyph.cluster for glyph in shaped(typesetter, "שָׁלוֹם").glyphs]
    assert "".join(reversed(marks)) == "שָׁלוֹם"


def test_words_are_shaped_once(typesetter: Typesetter) -> None:
    first, second = (typesetter.typeset(f"köp nu {n}", 10, 1000).lines[0].runs[0] for n in "12")
    assert [a is b for a, b in zip(first.pieces, second.pieces, strict=True)] == [True] * 4 + [
        False
    ]


def test_tabular_figures_have_one_width(typesetter: Typesetter) -> None:
    assert typesetter.measure("111", 10) != pytest.approx(typesetter.measure("888", 10))
    widths = {round(typesetter.measure(figure * 3, 10, tabular=True), 6) for figure in "0123456789"}
    assert len(widths) == 1


def test_language_chooses_letter_forms(faces: Faces) -> None:
    """Turkish keeps its dotted i; the poster's face knows it by `locl`."""
    turkish = shaped(Typesetter(faces, "tr"), "fi")
    assert [glyph.cluster for glyph in turkish.glyphs] == ["f", "i"]


def test_spaces_follow_the_face_of_the_word_before(typesetter: Typesetter) -> None:
    [line] = typesetter.typeset("שלום עולם ok", 10, 1000).lines
    assert [(run.face, run.text) for run in line.runs] == [
        ("text-400", "ok"),
        ("hebrew-400", "שלום עולם "),
    ]
    [line] = typesetter.typeset("हिन्दी में 😀 ok", 10, 1000).lines
    assert [run.face for run in line.runs] == ["noto-400", "emoji", "text-400"]


def test_brackets_are_mirrored(faces: Faces, typesetter: Typesetter) -> None:
    opening, closing = faces.face("text-400").glyphs("()")
    [line] = typesetter.typeset("אב (גד) הו", 10, 1000).lines
    brackets = [
        one.id
        for run in line.runs
        if run.face == "text-400"
        for p in run.pieces
        for one in p.glyphs
    ]
    assert [glyph for glyph in brackets if glyph in (opening, closing)] == [opening, closing]
