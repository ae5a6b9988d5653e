"""Connectors and arcs: no line crosses a card, and arcs stay above the stage headers."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from journeyeditor.display.path import Path
from journeyeditor.display.primitives import Box, Stroke, TextRun
from journeyeditor.geometry import Point, Rect
from journeyeditor.layout.arrangement import Arrangement
from journeyeditor.layout.grid import plan
from journeyeditor.layout.lanes import Band
from journeyeditor.layout.recipes.personas import persona_styles
from journeyeditor.layout.routing.connector_paths import depict_routes
from journeyeditor.layout.routing.routes import drawn_relations, has_label, is_implied
from journeyeditor.layout.routing.stage_arcs import depict_arcs
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import RelationBase
from tests.layout.maps import maps
from tests.layout.shares import context, ink_box, samples, share, theme, walk

widths = st.sampled_from([66.0, 82.0, 140.0])
#: How far a line may reach under a card's own edge: half a pen.
EDGE = 0.6


def _routes(arrangement: Arrangement, graph: JourneyGraph) -> list[Path]:
    """Return the lines of a sheet's connectors, in the order of its routes."""
    drawing = depict_routes(
        arrangement.measured.routes, arrangement, persona_styles(graph, theme()), context()
    )
    return [each.path for each, _ in walk(drawing) if isinstance(each, Stroke)]


@given(maps(), widths)
@settings(max_examples=80)
def test_no_connector_crosses_a_card(graph: JourneyGraph, width: float) -> None:
    arrangement = share(graph, width)
    by_slot: dict[int, list[Rect]] = {}
    for rect in arrangement.cards.values():
        by_slot.setdefault(int(rect.x), []).append(rect.inset(EDGE))
    for route, path in zip(arrangement.measured.routes, _routes(arrangement, graph), strict=True):
        for point in samples(path):
            assert not _hit(point, by_slot, width), (route, point)


def _hit(point: Point, by_slot: dict[int, list[Rect]], width: float) -> Rect | None:
    """Return the card in which a point lies."""
    for left, rects in by_slot.items():
        if left <= point.x <= left + width:
            for rect in rects:
                if rect.x < point.x < rect.right and rect.y < point.y < rect.bottom:
                    return rect
    return None


@given(maps(), widths)
@settings(max_examples=60)
def test_a_connector_runs_from_its_source_to_its_target(graph: JourneyGraph, width: float) -> None:
    arrangement = share(graph, width)
    for route, path in zip(arrangement.measured.routes, _routes(arrangement, graph), strict=True):
        points = list(samples(path))
        for id_, end in ((route.relation.source, points[0]), (route.relation.target, points[-1])):
            rect = arrangement.cards[id_]
            on_rim = rect.inset(-0.01).contains(Rect(*end, 0, 0)) and not rect.inset(0.01).contains(
                Rect(*end, 0, 0)
            )
            assert on_rim, (route, rect, end)


@given(maps(), widths)
@settings(max_examples=60)
def test_connectors_stay_on_the_sheet(graph: JourneyGraph, width: float) -> None:
    arrangement = share(graph, width)
    whole = Rect(0, 0, arrangement.measured.width, arrangement.height)
    for path in _routes(arrangement, graph):
        assert all(whole.contains(Rect(*point, 0, 0), 0.01) for point in samples(path))
    drawing = depict_routes(
        arrangement.measured.routes, arrangement, persona_styles(graph, theme()), context()
    )
    for primitive, transform in walk(drawing):
        if isinstance(primitive, TextRun):
            assert whole.contains(ink_box(primitive, transform), 0.01), primitive.text


@given(maps(), widths)
@settings(max_examples=60)
def test_the_words_of_a_connector_cover_no_text_of_a_card(
    graph: JourneyGraph, width: float
) -> None:
    arrangement = share(graph, width)
    drawing = depict_routes(
        arrangement.measured.routes, arrangement, persona_styles(graph, theme()), context()
    )
    for primitive, _ in walk(drawing):
        if isinstance(primitive, Box):
            for rect in arrangement.cards.values():
                assert not primitive.rect.intersects(rect.inset(1.0), 0.01)


@given(maps())
@settings(max_examples=60)
def test_every_relation_is_drawn_or_shown_by_the_grid(graph: JourneyGraph) -> None:
    grid = plan(graph)
    drawn = {relation.id for relation in drawn_relations(graph, grid)}
    for relation in graph.relations():
        if relation.kind == "evidenced_by" or relation.id in drawn:
            continue
        if relation.source in grid.slot_of and relation.target in grid.slot_of:
            lanes = [grid.lanes[grid.slot_of[id_][0]] for id_ in (relation.source, relation.target)]
            is_small = any(lane.collapsed or lane.band is not Band.CARDS for lane in lanes)
            assert is_small or (
                isinstance(relation, RelationBase) and is_implied(graph, grid, relation)
            )


@given(maps(), widths)
@settings(max_examples=80)
def test_arcs_stay_above_the_headers(graph: JourneyGraph, width: float) -> None:
    arrangement = share(graph, width)
    titles = {stage.id: stage.title for stage in graph.stages()}
    room = Rect(0, 0, arrangement.measured.width, arrangement.measured.arc_height)
    drawing = depict_arcs(arrangement.measured.arcs, arrangement, titles, context())
    for primitive, transform in walk(drawing):
        if isinstance(primitive, Stroke):
            for point in samples(primitive.path):
                assert room.contains(Rect(*point, 0, 0), 0.01), point
        elif isinstance(primitive, TextRun):
            assert room.contains(ink_box(primitive, transform), 0.01), primitive.text


@given(maps())
@settings(max_examples=60)
def test_a_skip_and_a_loop_have_an_arc(graph: JourneyGraph) -> None:
    arrangement = share(graph)
    place = {stage.id: i for i, stage in enumerate(graph.stages())}
    wanted = {
        relation.id
        for relation in graph.relations("follows")
        if relation.source in place and place[relation.target] != place[relation.source] + 1
    }
    arcs = {arc.relation.id: arc.relation for arc in arrangement.measured.arcs}
    assert set(arcs) >= wanted
    # the headers themselves lead to the next stage: an arc there has a label
    assert all(has_label(relation) for id_, relation in arcs.items() if id_ not in wanted)
