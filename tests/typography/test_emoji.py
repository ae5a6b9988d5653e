"""Emoji: every sequence whole, in colour, with its text on its glyph."""

from __future__ import annotations

import pytest

from journeyeditor.typography import Faces, Typesetter
from journeyeditor.typography.graphemes import is_emoji, qualified

#: One of each sort that a journey map may hold.
SORTS = {
    "😀": "emoji",
    "⭐": "emoji",
    "❤️": "emoji",
    "❤": "text-400",
    "☎️": "emoji",
    "☎": "symbols-2",
    "😀\ufe0e": "emoji",
    "✔\ufe0e": "symbols-2",
    "1️⃣": "emoji",
    "1\u20e3": "emoji",
    "🇸🇪": "emoji",
    "🇸": "emoji",
    "👍🏽": "emoji",
    "👩‍👩‍👧‍👦": "emoji",
    "🏴󠁧󠁢󠁷󠁬󠁳󠁿": "emoji",
    "🐦‍🔥": "emoji-plain",
    "🙂‍↔️": "emoji-plain",
    "\U0001fae9": "emoji-plain",
    "🚶‍➡️": "emoji",
    "🄰": "text-400",
    "#️": "text-400",
    "1": "text-400",
    "©": "text-400",
}


@pytest.mark.parametrize(("text", "face"), SORTS.items())
def test_which_face_draws_it(faces: Faces, text: str, face: str) -> None:
    assert faces.covering(text, 400, "sv") == face


def test_every_sequence_is_drawn_as_one_glyph(
    typesetter: Typesetter, emoji_sequences: list[tuple[str, str]]
) -> None:
    """All 4,590 spellings of Emoji 13.1, also those without their variation selectors.

    Single text characters without a selector may come from a text face.
    """
    for text, status in emoji_sequences:
        [run] = typesetter.typeset(text, 10, 1000).lines[0].runs
        [piece] = run.pieces
        assert len(piece.glyphs) == 1, (text, status)
        assert piece.glyphs[0].id != 0
        assert piece.glyphs[0].cluster == piece.text == text
        if status == "fully-qualified" or len(text) > 2:
            assert run.face == "emoji", (text, status)
        else:
            assert run.face != "missing", (text, status)


def test_nothing_in_colour_is_empty(
    faces: Faces, typesetter: Typesetter, emoji_sequences: list[tuple[str, str]]
) -> None:
    colour = faces.face("emoji")
    for text, _ in emoji_sequences[::7]:
        [run] = typesetter.typeset(text, 10, 1000).lines[0].runs
        if run.face == "emoji":
            assert all(colour.layers(glyph.id) for glyph in run.pieces[0].glyphs)


def test_people_who_go_to_the_right_are_mirrored_glyphs(
    faces: Faces, typesetter: Typesetter
) -> None:
    """The 108 directional sequences of Emoji 15.1."""
    tones = ("", *map(chr, range(0x1F3FB, 0x1F400)))
    movers = [
        f"{mover}{tone}{gender}"
        for mover in "🚶🏃🧎"
        for tone in tones
        for gender in ("", "\u200d♀\ufe0f", "\u200d♂\ufe0f")
    ]
    movers += [
        f"{person}{tone}\u200d{aid}" for person in "🧑👨👩" for tone in tones for aid in "🦯🦼🦽"
    ]
    assert len(movers) == 108
    colour = faces.face("emoji")
    for left in movers:
        glyphs = []
        for text in (left, f"{left}\u200d➡\ufe0f"):
            [run] = typesetter.typeset(text, 10, 1000).lines[0].runs
            assert (run.face, run.text) == ("emoji", text)
            [glyph] = run.pieces[0].glyphs
            glyphs.append(glyph)
        assert glyphs[0].advance == glyphs[1].advance
        one, other = (colour.layers(glyph.id) for glyph in glyphs)
        assert one
        assert len(one) == len(other)
        assert one != other


def test_a_sequence_that_no_font_has_falls_into_its_parts(typesetter: Typesetter) -> None:
    """Someone walking up, which Unicode does not know: the walker and an arrow, one cluster."""
    paragraph = typesetter.typeset("🚶‍⬆️", 10, 100)
    [piece] = paragraph.lines[0].runs[0].pieces
    assert [glyph.cluster for glyph in piece.glyphs] == ["🚶‍⬆️", ""]
    assert paragraph.missing == ()


def test_each_emoji_is_a_piece_of_its_own(typesetter: Typesetter) -> None:
    [run] = typesetter.typeset("👍🏽👍🏽🇸🇪", 10, 100).lines[0].runs
    assert [piece.text for piece in run.pieces] == ["👍🏽", "👍🏽", "🇸🇪"]
    assert run.pieces[0] is run.pieces[1]


def test_lines_break_between_emoji_but_never_inside(typesetter: Typesetter) -> None:
    paragraph = typesetter.typeset("👩‍👩‍👧‍👦" * 5, 10, 25)
    assert [line.text for line in paragraph.lines] == ["👩‍👩‍👧‍👦" * 2, "👩‍👩‍👧‍👦" * 2, "👩‍👩‍👧‍👦"]


def test_spelling_in_full() -> None:
    assert qualified("🧔‍♂") == "🧔‍♂️"
    assert qualified("👁‍🗨") == "👁️‍🗨️"
    assert qualified("🧔‍♂️") == "🧔‍♂️"
    assert qualified("♂") == "♂"
    assert is_emoji("♂\ufe0f")
    assert not is_emoji("♂")


def test_the_space_after_an_emoji_is_wide_enough_to_be_seen() -> None:
    setter = Typesetter(Faces(system=False), "sv")
    plain = setter.measure("a b", 10) - setter.measure("ab", 10)
    wide = setter.measure("🎉 b", 10) - setter.measure("🎉b", 10)
    assert wide > 1.4 * plain
    assert setter.typeset("🎉 b", 10, 100).lines[0].text == "🎉 b"


def test_emoji_can_be_grey() -> None:
    faces = Faces(system=False)
    (run,) = Typesetter(faces, "sv", is_grey=True).typeset("🎉", 10, 100).lines[0].runs
    (plain,) = Typesetter(faces, "sv").typeset("🎉", 10, 100).lines[0].runs
    glyph = run.pieces[0].glyphs[0].id
    assert glyph == plain.pieces[0].glyphs[0].id
    grey = faces.face(run.face).layers(glyph)
    coloured = faces.face(plain.face).layers(glyph)
    assert [outline for outline, _ in grey] == [outline for outline, _ in coloured]
    assert all(colour[1:3] == colour[3:5] == colour[5:7] for _, colour in grey)
    assert any(colour[1:3] != colour[3:5] for _, colour in coloured)
