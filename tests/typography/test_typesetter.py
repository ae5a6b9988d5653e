"""Lines: never too wide, nothing lost, cut where asked."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from journeyeditor.typography import Faces, Paragraph, Sizer, Typesetter, describe_cluster
from journeyeditor.typography.graphemes import clusters
from journeyeditor.typography.shaping import Shaper, Unit

SETTER = Typesetter(Faces(system=False), "sv")
ANYTHING = st.text(max_size=60)
WORDS = st.lists(
    st.sampled_from(
        "köp kundtillfredsställelseundersökning e-post och 2026-11-21 10\xa0000 a före-efter "
        "日本語、日本 שלום مرحبا (ב) 👩‍👩‍👧‍👦 🇸🇪 हिन्दी mjuk\xadhet \n".split(" ")
    ),
    max_size=14,
).map(" ".join)
UNSEEN = re.compile(
    r"[\s\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\x00-\x1f\x7f-\x9f]"
)


def texts(paragraph: Paragraph) -> list[str]:
    return [line.text for line in paragraph.lines]


@given(
    st.one_of(WORDS, ANYTHING), st.floats(5, 300), st.sampled_from([400, 600, 700]), st.booleans()
)
def test_lines_are_never_wider_than_asked(
    text: str, width: float, weight: int, hyphenate: bool
) -> None:
    paragraph = SETTER.typeset(text, 10, width, weight=weight, hyphenate=hyphenate)
    for line in paragraph.lines:
        alone = len(clusters(line.text.rstrip("\u00ad"))) == 1
        assert line.width <= width + 1e-6 or alone, line.text
        assert line.width == pytest.approx(sum(run.width for run in line.runs))
        ends = [run.x + run.width for run in line.runs]
        assert [run.x for run in line.runs] == pytest.approx([0.0, *ends[:-1]] if ends else [])
    assert paragraph.width == max((line.width for line in paragraph.lines), default=0.0)
    assert not paragraph.is_cut


@given(st.one_of(WORDS, ANYTHING), st.floats(5, 300))
def test_lines_say_the_whole_text(text: str, width: float) -> None:
    paragraph = SETTER.typeset(text, 10, width)
    kept = text.encode("utf-8", "replace").decode("utf-8")
    assert UNSEEN.sub("", "".join(texts(paragraph))) == UNSEEN.sub("", kept)
    for line in paragraph.lines:
        said = "".join(run.text for run in line.runs)
        assert sorted(said) == sorted(line.text)


@given(st.one_of(WORDS, ANYTHING), st.floats(5, 300), st.integers(1, 4))
def test_at_most_n_lines(text: str, width: float, lines: int) -> None:
    whole = SETTER.typeset(text, 10, width)
    cut = SETTER.typeset(text, 10, width, max_lines=lines)
    assert len(cut.lines) <= lines
    assert cut.is_cut == (len(whole.lines) > lines)
    if cut.is_cut:
        assert cut.lines[-1].text.endswith("…")
        last = cut.lines[-1]
        assert last.width <= width + 1e-6 or len(clusters(last.text)) == 1
    else:
        assert texts(cut) == texts(whole)


@given(ANYTHING)
def test_a_text_fits_the_width_it_measures(text: str) -> None:
    width = SETTER.measure(text.rstrip(), 10, 600)
    paragraph = SETTER.typeset(text, 10, width, weight=600)
    ended = re.split("\r\n|[\n\r\v\f\x85\u2028\u2029]", text.rstrip())
    assert len(paragraph.lines) <= len(ended)
    assert paragraph.width <= width + 1e-6


@given(st.lists(st.sampled_from(["Jämför", "pris", "AVA", "To", "e-post", "x"]), min_size=1))
def test_measure_is_additive(words: list[str]) -> None:
    spaces = (len(words) - 1) * SETTER.measure(" ", 10)
    breakable_parts = sum(SETTER.measure(word, 10) for word in words)
    assert SETTER.measure(" ".join(words), 10) == pytest.approx(breakable_parts + spaces)


@given(WORDS, st.floats(1, 50))
def test_measure_grows_with_the_size(text: str, size: float) -> None:
    assert SETTER.measure(text, size) == pytest.approx(SETTER.measure(text, 1) * size)


def test_the_vertical_measures() -> None:
    paragraph = SETTER.typeset("ett två tre", 10, 20, leading=1.5)
    assert len(paragraph.lines) == 3
    assert (paragraph.size, paragraph.line_height, paragraph.height) == (10, 15, 45)
    assert paragraph.first_baseline == pytest.approx(11.137695)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u200b", "\t", "\x07"])
def test_nothing_to_see_is_no_line(text: str) -> None:
    paragraph = SETTER.typeset(text, 10, 100)
    assert sum(len(line.runs) for line in paragraph.lines) == 0 or text == "\u200b"
    assert paragraph.width == 0
    assert paragraph.missing == ()


def test_breaking_at_spaces_hyphens_and_newlines() -> None:
    text = "Kunden jämför-väljer  och\nköper"
    assert texts(SETTER.typeset(text, 10, 70)) == ["Kunden", "jämför-väljer", "och", "köper"]
    assert texts(SETTER.typeset(text, 10, 76))[0] == "Kunden jämför-"
    assert texts(SETTER.typeset("a\n\nb", 10, 70)) == ["a", "", "b"]
    assert texts(SETTER.typeset("a\r\nb\u2028c\td", 10, 70)) == ["a", "b", "c d"]


def test_no_break_spaces_hold_together() -> None:
    assert texts(SETTER.typeset("pris 10\xa0000\xa0kr", 10, 50)) == ["pris", "10\xa0000\xa0kr"]


def test_a_long_word_is_hyphenated_and_shows_it(faces: Faces) -> None:
    paragraph = SETTER.typeset("kundupplevelse", 10, 50)
    assert texts(paragraph) == ["kundupp\xad", "levelse"]
    hyphen = paragraph.lines[0].runs[-1].pieces[-1]
    assert hyphen.text == "\xad"
    assert [hyphen.glyphs[0].id] == faces.face("text-400").glyphs("-")
    assert hyphen.glyphs[0].cluster == "\xad"


def test_without_hyphens_a_long_word_breaks_between_clusters() -> None:
    plain = texts(SETTER.typeset("kundupplevelse", 10, 50, hyphenate=False))
    assert plain == ["kundupple", "velse"]
    assert texts(Typesetter(SETTER.faces).typeset("kundupplevelse", 10, 50)) == plain
    assert texts(SETTER.typeset("e\u0301" * 4, 10, 13)) == ["e\u0301" * 2] * 2


def test_a_short_word_is_never_hyphenated() -> None:
    assert texts(SETTER.typeset("bra upplevelse", 10, 60)) == ["bra", "upplevelse"]


def test_soft_hyphens_are_seen_only_where_they_break() -> None:
    assert texts(SETTER.typeset("mjuk\xadhet", 10, 100)) == ["mjukhet"]
    assert texts(SETTER.typeset("bra mjuk\xadhet", 10, 50)) == ["bra mjuk\xad", "het"]


def test_one_cluster_stands_alone_where_nothing_fits() -> None:
    assert texts(SETTER.typeset("WWW", 10, 1)) == ["W", "W", "W"]
    assert texts(SETTER.typeset("WWW", 10, 1, max_lines=1)) == ["…"]
    assert texts(SETTER.typeset("👩‍👩‍👧‍👦👍🏽", 10, 0)) == ["👩‍👩‍👧‍👦", "👍🏽"]
    assert texts(SETTER.typeset("a\ufe0f", 10, -1)) == ["a\ufe0f"]


@pytest.mark.parametrize("lines", [1, None])
def test_characters_without_width_fit_a_column_without_any(lines: int | None) -> None:
    assert SETTER.typeset("\ufe0f", 10, -1, max_lines=lines).width == 0


@pytest.mark.parametrize(
    ("text", "lines", "expected"),
    [
        ("Jämför pris och kvalitet", 1, ["Jämför pris…"]),
        ("Jämför, pris och kvalitet", 1, ["Jämför, pris…"]),
        ("En Förstagångsbesökare", 1, ["En Förstagån…"]),
        ("Jämför\npris", 1, ["Jämför…"]),
        ("Jämför pris och kvalitet nu och sedan", 2, ["Jämför pris", "och kvalitet…"]),
    ],
)
def test_an_ellipsis_shows_the_cut(text: str, lines: int, expected: list[str]) -> None:
    paragraph = SETTER.typeset(text, 10, 72, max_lines=lines)
    assert texts(paragraph) == expected
    assert paragraph.is_cut


def test_right_to_left_lines() -> None:
    paragraph = SETTER.typeset("שלום עולם abc def", 10, 50)
    assert texts(paragraph) == ["שלום עולם", "abc def"]
    assert [line.right_to_left for line in paragraph.lines] == [True, True]
    cut = SETTER.typeset("שלום עולם שוב", 10, 45, max_lines=1)
    assert cut.lines[0].text == "שלום…"
    assert cut.lines[0].runs[0].text == "…"


def test_a_mark_of_direction_may_stand_alone() -> None:
    (line,) = Typesetter(Faces(system=False)).typeset("\u202e live", 10, 100).lines
    assert line.text == " live"


def test_each_newline_begins_a_direction_anew() -> None:
    lines = SETTER.typeset("שלום\nabc", 10, 100).lines
    assert [line.right_to_left for line in lines] == [True, False]


def test_what_no_font_covers_is_a_box_and_is_reported() -> None:
    paragraph = SETTER.typeset("日本 \ue000 ok 日", 10, 200)
    assert paragraph.missing == ("日", "本", "\ue000")
    boxes = [run for run in paragraph.lines[0].runs if run.face == "missing"]
    assert [piece.glyphs[0].id for run in boxes for piece in run.pieces] == [1, 1, 1, 1]
    assert all(run.width > 0 for run in boxes)
    assert describe_cluster("日") == "日 (U+65E5 CJK UNIFIED IDEOGRAPH-65E5)"
    assert describe_cluster("\ue000") == "\ue000 (U+E000)"


def test_lone_surrogates_become_the_replacement_character() -> None:
    assert texts(SETTER.typeset("a\ud800b", 10, 100)) == ["a\ufffdb"]


def test_naughty_strings_never_raise(naughty_strings: list[str]) -> None:
    for text in naughty_strings:
        for width in (3, 60, 1000):
            paragraph = SETTER.typeset(text, 10, width)
            widest = max((len(clusters(line.text)) for line in paragraph.lines), default=0)
            assert paragraph.width <= width + 1e-6 or widest >= 1
        assert SETTER.typeset(text, 10, 60, max_lines=2).height <= 25
    assert len(naughty_strings) > 400


def test_a_very_long_word_is_set_in_time_that_grows_with_it() -> None:
    """Ten thousand characters without a break, in a narrow column: no quadratic work."""
    paragraph = SETTER.typeset("a" * 10_000, 10, 60, hyphenate=False)
    assert len(paragraph.lines) > 900
    assert "".join(texts(paragraph)) == "a" * 10_000


LONG = {
    "letters": "a",
    "words": "word ",
    "Arabic": "سلام ",
    "emoji": "👩‍💼",
    "accents": "e\u0301\u0302",
}


@pytest.mark.parametrize("max_lines", [None, 1, 3])
@pytest.mark.parametrize("unit", LONG)
def test_a_million_letters_cost_no_more_than_a_poster_has_room_for(
    unit: str, max_lines: int | None
) -> None:
    text = LONG[unit] * (1_000_000 // len(LONG[unit]))
    setter = Typesetter(Faces(system=False), "sv")
    began = time.process_time()
    paragraph = setter.typeset(text, 10, 200, max_lines=max_lines)
    setter.measure(text, 10)
    assert time.process_time() - began < 5
    assert paragraph.is_cut
    assert paragraph.text == text
    assert paragraph.lines[-1].text.endswith("…")
    if max_lines is not None:
        assert len(paragraph.lines) == max_lines


@pytest.mark.parametrize("unit", LONG)
def test_lines_that_are_shown_do_not_depend_on_how_much_is_not(unit: str) -> None:
    text = LONG[unit] * 1_000
    whole, longer = (SETTER.typeset(text * n, 10, 200, max_lines=3) for n in (1, 50))
    assert texts(whole)[:2] == texts(longer)[:2]
    assert all(line.width > 150 for line in longer.lines)


@given(
    WORDS,
    st.lists(
        st.tuples(st.sampled_from((6.0, 7.3, 8.3)), st.floats(20, 160), st.sampled_from((0, 0, 9))),
        min_size=2,
        max_size=14,
    ),
)
@example("köp 12 10 före-efter", [(7.3, 51.0, 0), (7.3, 33.7, 0), (7.3, 47.8, 0)])
def test_a_sizer_finds_the_lines_of_the_typesetter_in_any_order_of_rooms(
    text: str, rooms: list[tuple[float, float, float]]
) -> None:
    setter = Typesetter(SETTER.faces, "sv")
    sizers = (Sizer(setter), Sizer(setter, balances=False))
    for size, width, trailing in rooms:
        whole, *sized = (
            each.typeset(text, size, width, trailing=trailing, max_lines=8)
            for each in (setter, *sizers)
        )
        for one in sized:
            assert len(one.lines) == len(whole.lines)
            assert one.height == whole.height
            assert one.is_cut == whole.is_cut
            assert one.missing == whole.missing


@given(
    WORDS,
    st.lists(
        st.tuples(st.sampled_from((6.0, 7.3, 8.3)), st.floats(0, 160), st.sampled_from((0, 0, 9))),
        min_size=1,
        max_size=14,
    ),
)
def test_a_counter_counts_the_lines_of_the_typesetter_or_none(
    text: str, rooms: list[tuple[float, float, float]]
) -> None:
    setter = Typesetter(SETTER.faces, "sv")
    counter = setter.counter(text)
    for size, width, trailing in rooms if counter is not None else ():
        whole = setter.typeset(text, size, width, trailing=trailing)
        assert counter is not None
        assert counter.lines(width / size, trailing / size) in (0, len(whole.lines))


def test_a_counter_knows_the_lines_of_plain_words_in_any_room_for_the_longest() -> None:
    text = "Compare the prices of other shops\n\nbefore you decide"
    counter = SETTER.counter(text)
    assert counter is not None
    for width in range(40, 400):
        lines = SETTER.typeset(text, 8, width).lines
        assert counter.lines(width / 8) == len(lines)


def test_a_space_before_the_first_word_takes_no_line() -> None:
    assert texts(SETTER.typeset(" köp köp", 6, 20)) == [" köp", "köp"]


def test_repeated_words_are_shaped_once_in_either_direction(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A title may repeat a word as often as it has room."""
    shaped: list[str] = []
    unit = Shaper.unit

    def counted(self: Shaper, text: str, *arguments: Any, **options: Any) -> Unit:
        shaped.append(text)
        return unit(self, text, *arguments, **options)

    monkeypatch.setattr(Shaper, "unit", counted)
    for word in ("word", "سلام"):
        Typesetter(Faces(system=False), "en").typeset(f"{word} " * 500, 10, 200)
        assert shaped.count(word) <= 2
