"""The curves of many personas have as much height as their lane has, and none touches another."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from journeyeditor.display.primitives import Group, TextRun
from journeyeditor.geometry import Point, Rect
from journeyeditor.layout.grid import plan
from journeyeditor.layout.presence import presence
from journeyeditor.layout.recipes.annotated_curve import Curve, CurveNotes, Reason
from journeyeditor.layout.recipes.emotion_curve import EmotionPoint
from journeyeditor.layout.recipes.personas import PersonaStyle, persona_styles
from journeyeditor.layout.recipes.small_multiples import (
    NEAREST,
    depict_bands,
    depict_panels,
    panels_of,
)
from journeyeditor.layout.style import PRINT
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import Emotion, MapInfo, Persona, Stage
from tests.layout.shares import context, walk

LANE = Rect(50, 0, 900, 220)
PRINTED = replace(context(), format=PRINT)
WORDLESS = CurveNotes({})


def curve(name: str, *scores: float) -> Curve:
    style = PersonaStyle(name, name, "#336699", "circle")
    points = [
        EmotionPoint(i, Point(100 + 80 * i, 0), score, f"{name}{i}")
        for i, score in enumerate(scores)
    ]
    return style, points, ()


def zeros_and_faces(curves: list[Curve], notes: CurveNotes = WORDLESS) -> list[list[float]]:
    """Return the y of the faces of each curve."""
    drawing = depict_bands(curves, LANE, notes, 80, PRINTED)
    faces: dict[str, list[float]] = {style.name: [] for style, _, _ in curves}
    for group in drawing:
        if not isinstance(group, Group) or group.tag is None or not group.tag.record:
            continue
        face = group.children[0]
        if isinstance(face, Group):
            faces[group.tag.record.rstrip("0123456789")].append(face.transform.f)
    return list(faces.values())


def test_curves_keep_their_order_and_distance() -> None:
    curves = [curve(name, 2, -2, 1, -1) for name in "abcd"]
    faces = zeros_and_faces(curves)
    assert all(LANE.y <= y <= LANE.bottom for ys in faces for y in ys)
    for upper, lower in pairwise(faces):
        assert all(low - high >= NEAREST for high, low in zip(upper, lower, strict=True))


def test_a_peak_reaches_into_what_the_curve_above_leaves_free() -> None:
    valley, peak, shifted = (0, -2, 0, 0, 0, 0), (0, 2, 0, 0, 0, 0), (0, 0, 0, 0, 2, 0)
    clashing = [curve(n, *scores) for n, scores in zip("abcd", (valley, peak) * 2, strict=True)]
    fitting = [curve(n, *scores) for n, scores in zip("abcd", (valley, shifted) * 2, strict=True)]
    heights = [
        max(ys) - min(ys) for ys in (zeros_and_faces(clashing)[0], zeros_and_faces(fitting)[0])
    ]
    assert heights[1] > 1.3 * heights[0]


@pytest.mark.parametrize("words", [" ", "\u2003\n", "\u00a0" * 300])
def test_words_that_cannot_be_seen_leave_the_score_alone(words: str) -> None:
    curves = [curve(name, 2, -2, 1, -1) for name in "abcd"]
    reasons = {point.id: Reason(words) for _, found, _ in curves for point in found}
    assert zeros_and_faces(curves, CurveNotes(reasons)) == zeros_and_faces(curves)


def test_curves_are_lower_where_their_words_need_the_room() -> None:
    curves = [curve(name, 2, -2, 1, -1, 2, -2) for name in "abcd"]
    reasons = {
        point.id: Reason("Waits for an answer for days")
        for _, found, _ in curves
        for point in found
    }
    bare, worded = zeros_and_faces(curves), zeros_and_faces(curves, CurveNotes(reasons))
    assert max(worded[0]) - min(worded[0]) < max(bare[0]) - min(bare[0])


def many(personas: int) -> JourneyGraph:
    people = [Persona(id=f"p{i}", title=f"Person {i}") for i in range(personas)]
    stages = [Stage(id=f"s{i}", title=f"Stage {i}") for i in range(3)]
    emotions = [
        Emotion(id=f"e{p}{s}", persona=f"p{p}", stage=f"s{s}", score=(p - s) % 5 - 2)
        for p in range(personas)
        for s in range(3)
    ]
    return JourneyGraph.of(MapInfo(title="Many"), [*people, *stages, *emotions])


@pytest.mark.parametrize("personas", [4, 5, 9])
def test_each_panel_has_its_name_and_all_its_scores(personas: int) -> None:
    graph = many(personas)
    grid = plan(graph)
    styles = persona_styles(graph, PRINTED.theme)
    panels = panels_of(grid, grid.columns, styles)
    drawing = depict_panels(panels, LANE, "Emotion", WORDLESS, presence(grid), PRINTED)
    runs = [p.text for p, _ in walk(drawing) if isinstance(p, TextRun)]
    assert all(runs.count(f"Person {i}") == 1 for i in range(personas))
    for score in range(-2, 3):
        words = PRINTED.texts.signed(score)
        found = [
            e for e in graph.elements("emotion") if isinstance(e, Emotion) and e.score == score
        ]
        assert runs.count(words) == len(found)
    ys = [at.apply(0, p.y)[1] for p, at in walk(drawing) if isinstance(p, TextRun)]
    assert LANE.y <= min(ys) <= max(ys) <= LANE.bottom


def test_panels_stand_side_by_side_where_there_is_room() -> None:
    graph = many(6)
    grid = plan(graph)
    panels = panels_of(grid, grid.columns, persona_styles(graph, PRINTED.theme))
    assert [panels.rows(width) for width in (200, 500, 900)] == [6, 3, 2]
