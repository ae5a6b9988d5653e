"""Words beside an annotated curve are readable on whatever is behind them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from journeyeditor.display.primitives import Box, Group, TextRun
from journeyeditor.geometry import Point, Rect
from journeyeditor.layout.recipes.annotated_curve import CurveNotes, Reason, depict_annotated
from journeyeditor.layout.recipes.emotion_curve import EmotionPoint, y_of_score
from journeyeditor.layout.recipes.personas import PersonaStyle
from journeyeditor.layout.style import PRINT
from tests.layout.shares import context, ink_box, walk

LANE = Rect(50, 0, 600, 220)
PRINTED = replace(context(), format=PRINT)


@pytest.mark.parametrize("is_rated", [False, True])
def test_words_have_paper_behind_them_where_raters_have_lines(is_rated: bool) -> None:
    ratings = tuple((f"rater {n}", n - 2.0) for n in range(5)) if is_rated else ()
    points = [
        EmotionPoint(i, Point(120 + 120 * i, y_of_score(score, LANE)), score, f"e{i}", ratings)
        for i, score in enumerate((1.0, -0.5, 0.5))
    ]
    notes = CurveNotes({point.id: Reason("Waits for days") for point in points})
    curve = (PersonaStyle("p", "Sara", "#336699", "circle"), points, ())
    drawing = depict_annotated([curve], LANE, notes, 120, PRINTED)
    blocks = [
        group.children
        for group in drawing
        if isinstance(group, Group) and group.tag and group.tag.record
    ]
    words = [block for block in blocks if any(isinstance(each, TextRun) for each in block)]
    assert len(words) == 3
    for block in words:
        papers = [each for each in block if isinstance(each, Box) and each.fill == "#FFFFFF"]
        assert bool(papers) == is_rated
        for run, transform in walk(block) if is_rated else ():
            if isinstance(run, TextRun):
                assert papers[0].rect.contains(ink_box(run, transform), 1.0)


def test_words_of_several_curves_may_cross_the_line_of_zero_on_paper() -> None:
    """Close under the curve of somebody else, a reason has room only on that line."""
    xs = [120 + 120 * i for i in range(4)]
    curves = []
    for name, scores in (("p", (0.9, 0.9, 0.9, 0.9)), ("q", (0.35, 0.35, 0.35, 0.35))):
        points = [
            EmotionPoint(i, Point(x, y_of_score(score, LANE)), score, f"{name}{i}")
            for i, (x, score) in enumerate(zip(xs, scores, strict=True))
        ]
        curves.append((PersonaStyle(name, name, "#336699", "circle"), points, ()))
    notes = CurveNotes({f"q{i}": Reason("Waits for an answer, and nobody knows") for i in range(4)})
    drawn = replace(PRINTED, text_issues={})
    depict_annotated(curves, LANE, notes, 60, drawn)
    assert not drawn.text_issues
