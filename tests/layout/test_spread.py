"""The spread of ratings on a curve: the band between the quartiles, and a faint line for each rater."""

from __future__ import annotations

from functools import partial

import pytest

from journeyeditor.display.primitives import Box, Fill, Group, Stroke, TextRun
from journeyeditor.geometry import Point, Rect
from journeyeditor.layout.recipes.emotion_curve import (
    EmotionPoint,
    depict_curves,
    depict_spread,
    y_of_score,
)
from journeyeditor.layout.recipes.personas import PersonaStyle
from journeyeditor.layout.render_context import RenderContext
from tests.layout import shares

LANE = Rect(0, 0, 300, 100)
STYLE = PersonaStyle(None, "", "#5B3E96", "circle")


@pytest.fixture(scope="module")
def context() -> RenderContext:
    return shares.context()


def points(*rated: tuple[float, ...]) -> list[EmotionPoint]:
    made = []
    for slot, scores in enumerate(rated):
        middle = sorted(scores)[len(scores) // 2] if scores else 0.0
        at = Point(slot * 100.0, y_of_score(middle, LANE))
        ratings = tuple((f"r{number}", score) for number, score in enumerate(scores))
        made.append(EmotionPoint(slot, at, middle, ratings=ratings))
    return made


def test_the_band_reaches_from_quartile_to_quartile(context: RenderContext) -> None:
    y_of = partial(y_of_score, lane=LANE)
    drawn = list(depict_spread(STYLE, points((-2, -1, 0, 1, 2), (0, 0, 0)), y_of, context))
    (band,) = (each for each in drawn if isinstance(each, Fill))
    assert band.path[0][-2:] == (0.0, y_of(1.0))
    assert band.path[-2][-2:] == (0.0, y_of(-1.0))
    assert band.path[1][-2:] == (100.0, y_of(0.0))


def test_a_rater_has_a_line_between_points_that_she_rated(context: RenderContext) -> None:
    y_of = partial(y_of_score, lane=LANE)
    drawn = list(depict_spread(STYLE, points((1, 2), (0,), ()), y_of, context))
    lines = [each for each in drawn if isinstance(each, Stroke)]
    assert len(lines) == 1
    assert lines[0].path[0][-2:] == (0.0, y_of(1))
    assert sum(isinstance(each, Fill) for each in drawn) == 2


def test_without_ratings_nothing_is_drawn(context: RenderContext) -> None:
    y_of = partial(y_of_score, lane=LANE)
    assert list(depict_spread(STYLE, points((), (), ()), y_of, context)) == []
    assert list(depict_spread(STYLE, points((1, 2)), y_of, context)) == []


def test_how_far_raters_agree_is_behind_their_score(context: RenderContext) -> None:
    drawn = depict_curves([(STYLE, points((-2, -1, 0, 1, 2), (1, 1), (1,)), ())], LANE, context)
    marks = [each for each in drawn if isinstance(each, Group) and each.name == "agreement"]
    assert [mark.tag.alt for mark in marks if mark.tag] == ["Agreement: 0.00", "Agreement: 1.00"]
    for mark in marks:
        halo, score, behind = drawn[(at := drawn.index(mark)) - 2 : at + 1]
        assert behind is mark
        assert isinstance(halo, Box)
        assert isinstance(score, TextRun)
        figure = mark.children[-1]
        assert isinstance(figure, TextRun)
        assert score.x < figure.x < halo.rect.right
