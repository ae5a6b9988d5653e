"""The emotion curve is true: it passes its scores, overshoots none, and a gap stays a gap."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from journeyeditor.display.path import Path
from journeyeditor.geometry import Point, Rect
from journeyeditor.layout.lanes import Band
from journeyeditor.layout.recipes import emotion_curve
from journeyeditor.layout.recipes.emotion_curve import (
    FACE_RADIUS,
    HEADROOM,
    EmotionPoint,
    OccupiedAreas,
    curve_parts,
    gaps,
    monotone_curve,
    spread_faces,
    y_of_score,
)
from journeyeditor.layout.recipes.personas import persona_styles
from journeyeditor.model import JourneyGraph
from tests.layout.maps import maps
from tests.layout.shares import context, cubic, ink_box, share, theme, walk

scores = st.lists(st.floats(-2, 2), min_size=2, max_size=12)
steps = st.floats(0.5, 300)


@st.composite
def runs(draw: st.DrawFn) -> list[Point]:
    points, x = [], 0.0
    for score in draw(scores):
        x += draw(steps)
        points.append(Point(x, y_of_score(score, Rect(0, 0, 1000, 106))))
    return points


@given(runs())
@settings(max_examples=300)
def test_a_curve_passes_its_points_and_never_overshoots(points: list[Point]) -> None:
    path: Path = monotone_curve(points)
    assert path[0] == ("M", *points[0])
    for (a, b), segment in zip(pairwise(points), path[1:], strict=True):
        assert Point(*segment[5:]) == b
        low, high = min(a.y, b.y), max(a.y, b.y)
        before = a
        for at in cubic(a, segment, 64):
            assert low - 1e-6 <= at.y <= high + 1e-6
            assert at.x >= before.x - 1e-9
            assert (at.y - before.y) * (b.y - a.y) >= -1e-6
            before = at


def test_a_single_score_has_a_face_but_no_line() -> None:
    assert monotone_curve([Point(1, 2)]) == ()


def _point(slot: int, score: float = 0) -> EmotionPoint:
    at = Point(slot * 82.0, 50 - score)
    return EmotionPoint(slot, at, score)


@given(st.sets(st.integers(0, 20)), st.sets(st.integers(0, 20)))
def test_a_slot_without_a_score_is_a_gap_where_the_persona_is_present(
    scored: set[int], present: set[int]
) -> None:
    points = [_point(slot) for slot in sorted(scored)]
    for (one, other), is_gap in zip(pairwise(points), gaps(points, present), strict=True):
        assert is_gap == bool(present & set(range(one.slot + 1, other.slot)))


@given(runs(), st.data())
def test_the_parts_of_a_curve_are_the_whole_curve(points: list[Point], data: st.DataObject) -> None:
    segments = len(points) - 1
    is_gap = data.draw(st.lists(st.booleans(), min_size=segments, max_size=segments))
    low = data.draw(st.integers(0, segments))
    high = data.draw(st.integers(low, segments))
    parts = list(curve_parts(points, is_gap, low, high))
    assert [segment for part in parts for segment in part.path[1:]] == list(
        monotone_curve(points)[1:][low:high]
    )
    assert [part.is_gap for part in parts for _ in part.path[1:]] == is_gap[low:high]
    assert all(one.is_gap != other.is_gap for one, other in pairwise(parts))
    starts = [points[low], *(Point(*part.path[-1][-2:]) for part in parts)]
    assert [Point(*part.path[0][1:]) for part in parts] == starts[: len(parts)]


@given(st.lists(st.sampled_from([-2, -1, 0, 0.5, 2]), min_size=1, max_size=5))
def test_faces_of_one_slot_stand_apart(levels: list[float]) -> None:
    lane = Rect(0, 0, 1000, 106)
    points = [
        (i, EmotionPoint(3, Point(500, y_of_score(level, lane)), level))
        for i, level in enumerate(levels)
    ]
    apart = spread_faces(points, 82.0)
    assert [point.score for point in apart] == levels
    for point in apart:
        assert point.at.x - FACE_RADIUS >= 500 - 41
        assert point.at.x + FACE_RADIUS <= 500 + 41
    for i, one in enumerate(apart):
        for other in apart[i + 1 :]:
            if len(levels) <= 4:
                distance = max(abs(one.at.x - other.at.x), abs(one.at.y - other.at.y))
                assert distance >= 2 * FACE_RADIUS - 1e-6


@given(st.lists(st.sampled_from([-2, -1, 0, 0.5, 2]), min_size=2, max_size=7))
def test_several_faces_of_a_persona_in_a_slot_stand_from_left_to_right(
    levels: list[float],
) -> None:
    lane = Rect(0, 0, 1000, 106)
    points = [EmotionPoint(3, Point(500, y_of_score(level, lane)), level) for level in levels]
    apart = spread_faces([("hers", point) for point in points], 82.0)
    assert all(one.at.x < other.at.x for one, other in pairwise(apart))


sides = st.floats(-300, 300)
#: Labels and faces, and lines across the lane.
areas = st.builds(Rect, sides, sides, st.floats(0.1, 30) | st.floats(200, 900), st.floats(0.1, 40))


@given(st.lists(areas, max_size=12), areas)
def test_a_place_is_free_where_no_area_is(taken: list[Rect], place: Rect) -> None:
    occupied = OccupiedAreas()
    for area in taken:
        occupied.add(area)
    is_apart = all(
        area.x >= place.right
        or place.x >= area.right
        or area.y >= place.bottom
        or place.y >= area.bottom
        for area in taken
    )
    assert occupied.is_free(place) == is_apart


def test_scores_stand_in_the_lane() -> None:
    lane = Rect(0, 100, 1000, 106)
    assert y_of_score(2, lane) == 100 + HEADROOM
    assert y_of_score(-2, lane) == 206 - HEADROOM
    assert y_of_score(0, lane) == 153


@given(maps(stages=5))
@settings(max_examples=40)
def test_everything_of_the_curves_lies_in_their_lane(graph: JourneyGraph) -> None:
    from journeyeditor.layout.map_drawing import curves_of
    from tests.layout.shares import render_data

    arrangement = share(graph)
    who = persona_styles(graph, theme())
    for lane, rect in zip(arrangement.measured.lanes, arrangement.lanes, strict=True):
        if lane.spec.band is not Band.CURVE or lane.spec.collapsed:
            continue
        curves = curves_of(arrangement, lane, rect, render_data(graph, arrangement))
        assert {persona_style.id for persona_style, _, _ in curves} <= set(who)
        drawing = [
            *emotion_curve.depict_scale(rect, context()),
            *emotion_curve.depict_area(curves, rect, context()),
            *emotion_curve.depict_curves(curves, rect, context()),
        ]
        for primitive, transform in walk(drawing):
            box = getattr(primitive, "text", None) and ink_box(primitive, transform)  # type: ignore[arg-type]
            assert not box or rect.contains(box, 1.0), (primitive, rect)
