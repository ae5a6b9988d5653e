"""The marks after a text stand on its last line, apart from one another, inside the column."""

from __future__ import annotations

from dataclasses import replace

import pytest

from journeyeditor.display.primitives import Box, Primitive, TextRun
from journeyeditor.i18n import texts
from journeyeditor.layout.recipes.marks import GAP_BEFORE, Marks, depict_marks, marks_width
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.poster.options import PosterOptions, requested_theme
from journeyeditor.typography import Faces, Typesetter
from journeyeditor.vocabulary import MapInfo

WIDTH = 120.0


@pytest.fixture(scope="module")
def context() -> RenderContext:
    theme = requested_theme(MapInfo(id="@map"), PosterOptions())
    return RenderContext(Typesetter(Faces(system=False), "sv"), theme, texts("sv"))


def drawn(words: str, marks: Marks, context: RenderContext) -> tuple[list[Primitive], float, float]:
    """Return the marks after a text at (10, 20), and the left and right end of its last line."""
    room = marks_width(marks, 8.0, context)
    paragraph = context.text(words, 8.0, WIDTH, trailing=room)
    last = paragraph.lines[-1]
    left = 10 + (WIDTH - last.width if last.right_to_left else 0.0)
    return depict_marks(marks, paragraph, 10, 20, WIDTH, context), left, left + last.width


@pytest.mark.parametrize("words", ["Dolda avgifter", "Dolda avgifter som ingen ser i kassan"])
def test_each_number_has_a_pill_of_its_own(words: str, context: RenderContext) -> None:
    drawing, _, end = drawn(words, Marks((2, 18)), context)
    pills = [one.rect for one in drawing if isinstance(one, Box)]
    assert [one.text for one in drawing if isinstance(one, TextRun)] == ["2", "18"]
    assert end < pills[0].x < pills[0].right < pills[1].x
    assert pills[1].right <= 10 + WIDTH


def test_after_right_to_left_text_they_follow_on_the_left(context: RenderContext) -> None:
    drawing, start, _ = drawn("עמלות נסתרות", Marks((2, 18)), context)
    pills = [one.rect for one in drawing if isinstance(one, Box)]
    assert [one.text for one in drawing if isinstance(one, TextRun)] == ["18", "2"]
    assert pills[0].right < pills[1].x < pills[1].right < start


def test_text_without_marks_needs_no_room(context: RenderContext) -> None:
    assert marks_width(Marks(), 8.0, context) == 0.0
    assert marks_width(Marks(is_assumption=True), 8.0, context) > 0.0


def test_marks_grow_with_the_type(context: RenderContext) -> None:
    large = replace(context, type_scale=1.5)
    marks = Marks((2, 18), is_assumption=True)
    assert marks_width(marks, 8.0, large) == pytest.approx(1.5 * marks_width(marks, 8.0, context))
    drawing, _, end = drawn("Dolda", marks, large)
    pills = [one.rect for one in drawing if isinstance(one, Box)]
    digits = [one for one in drawing if isinstance(one, TextRun)]
    assert pills[0].x - end == pytest.approx(1.5 * GAP_BEFORE * 8.0)
    for pill, digit in zip(pills, digits, strict=True):
        assert pill.x < digit.x < digit.x + digit.width < pill.right
