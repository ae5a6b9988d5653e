"""Bold and bullets in notes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from journeyeditor.display.primitives import Link, TextRun
from journeyeditor.i18n import texts
from journeyeditor.layout.markup import marked, toggled
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.poster.options import PosterOptions, requested_theme
from journeyeditor.typography import Faces, Sizer, Typesetter
from journeyeditor.vocabulary import MapInfo


def a_context() -> RenderContext:
    theme = requested_theme(MapInfo(), PosterOptions(theme="print"))
    return RenderContext(Typesetter(Faces(system=False), "en"), theme, texts("en"))


def bold_parts(text: str) -> list[str]:
    result = marked(text)
    return [result.text[start:end] for start, end in result.bold]


def test_marks_become_bold_and_bullets() -> None:
    text = "Why:\n- **too slow** at noon\n* and a**b** 2 * 3 ** 4\n-5 degrees\n****"
    assert marked(text).text == "Why:\n• too slow at noon\n• and ab 2 * 3 ** 4\n-5 degrees\n****"
    assert bold_parts(text) == ["too slow", "b"]
    assert marked("<i> **A & B**\nC").html() == "&lt;i&gt; <b>A &amp; B</b><br>C"


@given(st.text(alphabet="*- \nab", max_size=30))
def test_what_is_bold_lies_in_the_text(text: str) -> None:
    result = marked(text)
    place = 0
    for start, end in result.bold:
        assert place <= start < end <= len(result.text)
        assert "\n" not in result.text[start:end]
        place = end
    assert result.text.count("\n") == text.count("\n")


def test_text_without_marks_is_itself() -> None:
    for text in ("", "10 - 20", "a*b", "**", "non-stop\n -- \nx"):
        assert marked(text).text == text


def test_bold_goes_on_and_off() -> None:
    text, start, end = toggled("a word b", 2, 6)
    assert (text, text[start:end]) == ("a **word** b", "word")
    assert toggled(text, start, end) == ("a word b", 2, 6)
    assert toggled("a **word** b", 2, 10) == ("a word b", 2, 6)


def test_bold_words_are_set_in_a_bolder_face_on_every_line() -> None:
    context = a_context()
    note = context.note("- one **two three** four\n- five **six**", 8.0, 400.0, max_lines=8)
    lines = [[(run.text.strip(), run.face) for run in line.runs] for line in note.lines]
    assert [line.text for line in note.lines] == ["• one two three four", "• five six"]
    faces = {word: face for line in lines for words, face in line for word in words.split()}
    assert {faces[word] for word in ("two", "three", "six")} == {"text-600"}
    assert {faces[word] for word in ("one", "four", "five")} == {"text-400"}
    wide = context.text("one two three four", 8.0, 400.0)
    assert note.lines[0].width > wide.lines[0].width


def test_sizes_are_those_of_the_set_text() -> None:
    context = a_context()
    sizer = RenderContext(Sizer(context.typesetter), context.theme, context.texts)
    for width in (30.0, 52.0, 90.0):
        text = "**Unvorhergesehene** Wartezeiten **am Schalter** und - anderswo"
        one, other = (each.note(text, 8.0, width, max_lines=9) for each in (context, sizer))
        assert one.height == other.height
        assert one.width == other.width
        assert all(line.width <= width + 1e-6 for line in one.lines)


def test_links_stay_where_their_words_are() -> None:
    context = a_context()
    note = context.note("**Why** see https://example.com/a now", 8.0, 400.0, max_lines=2)
    (link,) = [p for p in context.place(note, 0, 0, "#000000") if isinstance(p, Link)]
    runs = [p for p in context.place(note, 0, 0, "#000000") if isinstance(p, TextRun)]
    assert "".join(run.text for run in runs) == "Why see example.com/a now"
    before = context.measure("Why see ", 8.0)
    assert abs(link.rect.x - before) < 3


def test_links_inside_bold_and_bullets_are_where_their_words_are() -> None:
    context = a_context()
    for text in (
        "- x\n- **see https://example.com/a now** y",
        "**See** *https://example.com/a* y",
        "**https://example.com/a**, **x**",
        "**[example.com/a](https://example.com/a) x** y",
        "[**example.com/a**](https://example.com/a) x",
    ):
        note = context.note(text, 8.0, 400.0, max_lines=3)
        (link,) = note.links
        assert note.text[link.start : link.end] == "example.com/a"
        assert link.address == "https://example.com/a"
