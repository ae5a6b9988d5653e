"""However cards are moved, a persona's curve is one line from left to right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from journeyeditor import resources
from journeyeditor.display.primitives import Primitive, Stroke
from journeyeditor.editing.changes.placing import DropTarget, is_card, move
from journeyeditor.files import read_map
from journeyeditor.geometry import Point
from journeyeditor.layout.grid import plan
from journeyeditor.layout.incremental.layout import IncrementalLayout
from journeyeditor.layout.lanes import Band
from journeyeditor.layout.map_drawing import curves_of
from journeyeditor.layout.presence import presence
from journeyeditor.layout.recipes import emotion_curve
from journeyeditor.model import Change, JourneyGraph
from journeyeditor.vocabulary import Emotion
from tests.builders import a_map
from tests.layout.incremental.states import blocks, drawings, layout_of, table
from tests.layout.maps import maps
from tests.layout.shares import context, render_data, share

ORIGIN = Point(0, 0)
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


class Piece(NamedTuple):
    """A drawn line between two neighbouring faces."""

    start: tuple[float, float]
    end: tuple[float, float]
    is_dashed: bool


def pieces(drawing: Iterable[Primitive], origin: Point = ORIGIN) -> Iterator[Piece]:
    """Yield the lines of curves in a drawing, by their ends on the map."""
    for primitive in drawing:
        if not isinstance(primitive, Stroke) or primitive.path[-1][0] != "C":
            continue
        ends = [
            (round(segment[-2] + origin.x, 4), round(segment[-1] + origin.y, 4))
            for segment in primitive.path
        ]
        for start, end in pairwise(ends):
            yield Piece(start, end, bool(primitive.pen.dashes))


def wanted(graph: JourneyGraph, map_: IncrementalLayout) -> Iterator[Piece]:
    """Yield a line between each two neighbouring faces of a persona in a lane."""
    present = presence(plan(graph))
    faces: dict[tuple[str | None, int], list[tuple[Point, int]]] = {}
    for emotion in graph.elements("emotion"):
        assert isinstance(emotion, Emotion)
        place, rect = map_.cell_of(emotion.id), map_.rect(emotion.id)
        if emotion.score is not None and place and rect:
            lane, slot = place
            faces.setdefault((emotion.persona, lane), []).append((rect.center, slot))
    for (persona, lane), found in faces.items():
        if map_.lanes[lane].spec.band is not Band.CURVE or map_.lanes[lane].spec.collapsed:
            continue
        for (one, slot), (other, next_slot) in pairwise(sorted(found)):
            assert one.x < other.x
            is_gap = bool(present.of(persona) & set(range(slot + 1, next_slot)))
            start, end = ((round(at.x, 4), round(at.y, 4)) for at in (one, other))
            yield Piece(start, end, is_gap)


def drawn(map_: IncrementalLayout) -> Iterator[Piece]:
    for key, block in blocks(map_).items():
        if key[0] == "curve":
            yield from pieces(block.drawing, block.origin)


def check_curves(graph: JourneyGraph, map_: IncrementalLayout) -> None:
    assert Counter(drawn(map_)) == Counter(wanted(graph, map_))


@st.composite
def moves(draw: st.DrawFn, graph: JourneyGraph, kinds: tuple[str, ...] = ()) -> Change:
    cards = [card for card in graph.elements() if is_card(card) and card.kind != "evidence"]
    cards = [card for card in cards if not kinds or card.kind in kinds]
    if not cards:
        return Change()
    ids = draw(st.lists(st.sampled_from([card.id for card in cards]), min_size=1, max_size=3))
    stage = draw(st.sampled_from([None, *(stage.id for stage in graph.stages())]))
    before = draw(st.sampled_from(["", *(card.id for card in cards)]))
    return move(graph, dict.fromkeys(ids), DropTarget(stage, before=before))


@given(maps(stages=5, cards=4), st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
def test_a_curve_is_one_line_after_any_moves(graph: JourneyGraph, data: st.DataObject) -> None:
    map_ = layout_of(graph)
    check_curves(graph, map_)
    for _ in range(data.draw(st.integers(1, 5))):
        change = data.draw(moves(graph))
        note(repr(change))
        graph.apply(change)
        map_.update(change)
        check_curves(graph, map_)
    built = layout_of(graph)
    assert table(map_) == table(built)
    assert drawings(map_) == drawings(built)


@given(st.data())
@settings(max_examples=15, deadline=None, suppress_health_check=SLOW)
def test_moments_of_a_sample_are_moved(data: st.DataObject) -> None:
    graph = read_map(resources.path("samples", "predictive_maintenance.en.journey.json"))
    map_ = layout_of(graph)
    for _ in range(3):
        change = data.draw(moves(graph, ("step", "touchpoint")))
        graph.apply(change)
        map_.update(change)
        check_curves(graph, map_)


@given(maps(stages=4))
@settings(max_examples=25, deadline=None, suppress_health_check=SLOW)
def test_a_curve_is_one_line_on_the_poster(graph: JourneyGraph) -> None:
    arrangement = share(graph)
    for lane, rect in zip(arrangement.measured.lanes, arrangement.lanes, strict=True):
        if lane.spec.band is not Band.CURVE or lane.spec.collapsed:
            continue
        curves = curves_of(arrangement, lane, rect, render_data(graph, arrangement))
        found = Counter(pieces(emotion_curve.depict_curves(curves, rect, context())))
        expected: Counter[Piece] = Counter()
        for _, points, present in curves:
            for one, other in pairwise(points):
                assert one.at.x < other.at.x
                is_gap = bool(present & set(range(one.slot + 1, other.slot)))
                start, end = ((round(at.x, 4), round(at.y, 4)) for at in (one.at, other.at))
                expected[Piece(start, end, is_gap)] += 1
        assert found == expected


def test_an_emotion_without_a_score_is_a_gap() -> None:
    graph = (
        a_map()
        .with_stage("Search")
        .with_("emotion", "Hopes", score=1)
        .with_stage("Buy")
        .with_("emotion", "Waits")
        .with_stage("Use")
        .with_("emotion", "Smiles", score=2)
        .built()
    )
    assert [piece.is_dashed for piece in drawn(layout_of(graph))] == [True]
    arrangement = share(graph)
    lane = next(
        i for i, lane in enumerate(arrangement.measured.lanes) if lane.spec.band is Band.CURVE
    )
    rect = arrangement.lanes[lane]
    curves = curves_of(
        arrangement, arrangement.measured.lanes[lane], rect, render_data(graph, arrangement)
    )
    lines = pieces(emotion_curve.depict_curves(curves, rect, context()))
    assert [piece.is_dashed for piece in lines] == [True]
