"""Positions on the canvas: apart, hit by pointers, and the same as on the poster."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journeyeditor.geometry import Point, Rect
from journeyeditor.layout.arrangement import arrange, measure
from journeyeditor.layout.grid import plan
from journeyeditor.layout.incremental import hit_testing
from journeyeditor.layout.incremental.grid import DEFAULT_LANES
from journeyeditor.layout.incremental.layout import IncrementalLayout
from journeyeditor.layout.lanes import Band
from journeyeditor.layout.recipes import emotion_curve
from journeyeditor.layout.recipes.cards import annotations_of, source_numbers
from journeyeditor.layout.recipes.personas import persona_styles
from journeyeditor.layout.routing.routes import arcs_on, drawn_relations, routed, stage_transitions
from journeyeditor.layout.style import LABEL_WIDTH, SLOT_PREFERRED
from journeyeditor.model import Change, JourneyGraph, put
from journeyeditor.vocabulary import Step
from tests.builders import a_map
from tests.display.dump import dump
from tests.layout.incremental.states import EVERYWHERE, blocks, layout_of, rounded
from tests.layout.maps import maps
from tests.layout.shares import theme

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


def _cards(map_: IncrementalLayout) -> dict[str, Rect]:
    places = {id_: map_.rect(id_) for id_ in _ids(map_) if map_.cell_of(id_)}
    return {id_: rect for id_, rect in places.items() if rect}


def _ids(map_: IncrementalLayout) -> list[str]:
    return [record.id for record in map_.graph.elements()]


@given(maps())
@settings(max_examples=25, deadline=None, suppress_health_check=SLOW)
def test_cards_stand_in_their_cells_apart_and_are_hit_in_their_middle(graph: JourneyGraph) -> None:
    map_ = layout_of(graph)
    places = _cards(map_)
    by_cell: dict[tuple[int, int], list[str]] = {}
    for id_, rect in places.items():
        place = map_.cell_of(id_)
        assert place is not None
        assert map_.cell_rect(*place).contains(rect, 0.01)
        assert hit_testing.cell_at(map_, rect.center) == place
        assert id_ in map_.cell_ids(*place)
        by_cell.setdefault(place, []).append(id_)
    for (lane, _), ids in by_cell.items():
        if map_.lanes[lane].spec.band is Band.CARDS:
            for one, other in combinations(ids, 2):
                assert not places[one].intersects(places[other], 0.01)
    notes = [map_.rect(note.id) for note in graph.elements("note") if not map_.cell_of(note.id)]
    for id_, rect in places.items():
        if not any(note and note.intersects(rect) for note in notes):
            found = hit_testing.hit(map_, rect.center)
            meets = found in places and places[found].intersects(rect)
            assert found == id_ or (graph.element(id_).kind == "emotion" and meets)


@given(maps())
@settings(max_examples=25, deadline=None, suppress_health_check=SLOW)
def test_stages_lanes_and_lines_are_hit(graph: JourneyGraph) -> None:
    map_ = layout_of(graph)
    is_bare = not any(getattr(note, "position", None) for note in graph.elements("note"))
    for column in map_.columns:
        middle = column.x + column.width / 2
        assert hit_testing.column_at(map_, middle) == column
        head = map_.rect(column.stage_id) if column.stage_id else None
        if head and is_bare:
            assert hit_testing.hit(map_, head.center) == column.stage_id
    keys = [lane.spec.key for lane in map_.lanes]
    for lane in map_.lanes:
        assert hit_testing.lane_at(map_, lane.rect.center.y) == lane
        assert hit_testing.hit(map_, Point(LABEL_WIDTH / 2, lane.rect.center.y)) == lane.spec.key
        if keys.count(lane.spec.key) == 1:
            assert map_.rect(lane.spec.key) == lane.rect
    assert hit_testing.column_at(map_, -1) is None
    assert hit_testing.column_at(map_, map_.size.width + 1) is None
    for relation in graph.relations():
        line = map_.connector_points(relation.id)
        for a, b in pairwise(line):
            middle_point = Point((a.x + b.x) / 2, (a.y + b.y) / 2)
            assert hit_testing.hit(map_, middle_point, 3.0)


@given(maps(), st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=SLOW)
def test_a_window_shows_what_of_the_map_touches_it(
    graph: JourneyGraph, data: st.DataObject
) -> None:
    map_ = layout_of(graph)
    x = data.draw(st.floats(-100, map_.size.width))
    y = data.draw(st.floats(-100, map_.size.height))
    size = data.draw(st.tuples(st.floats(1, 900), st.floats(1, 900)))
    window = Rect(x, y, *size)
    shown = [block.key for block in map_.blocks(window)]
    assert shown == [key for key, block in blocks(map_).items() if block.rect.intersects(window)]
    inside = {
        id_
        for id_ in hit_testing.ids_in(map_, EVERYWHERE)
        if (map_.rect(id_) or window).intersects(window)
    }
    assert set(hit_testing.ids_in(map_, window)) == inside


@given(maps())
@settings(max_examples=25, deadline=None, suppress_health_check=SLOW)
def test_a_drawing_is_the_same_object_until_it_changes(graph: JourneyGraph) -> None:
    map_ = layout_of(graph)
    first, second = blocks(map_), blocks(map_)
    assert all(block.drawing is second[key].drawing for key, block in first.items())


@given(maps())
@settings(max_examples=25, deadline=None, suppress_health_check=SLOW)
def test_all_stands_where_the_poster_would_put_it_at_that_width(graph: JourneyGraph) -> None:
    grid = plan(graph, keep_empty=DEFAULT_LANES)
    map_ = layout_of(graph)
    if not graph.stages():
        return  # an empty map is wider on the canvas, so that there is somewhere to drop
    who = persona_styles(graph, theme())
    owners = who if len(graph.personas()) > 1 else {}
    sources = source_numbers(graph)
    annotations = {
        record.id: annotations_of(graph, record, sources, owners)
        for records in grid.cells.values()
        for record in records
    }
    slots = range(grid.slots)
    measured = measure(
        grid,
        grid.columns,
        SLOT_PREFERRED,
        annotations,
        routed(drawn_relations(graph, grid), grid, slots, {}),
        arcs_on(graph, grid, slots, stage_transitions(graph, grid)),
        map_.context,
    )
    if any(getattr(relation, "title", "") for relation in graph.relations()):
        return  # words choose their tracks more carefully on the canvas
    arrangement = arrange(measured, measured.height)
    assert rounded(map_.size) == rounded((measured.width, arrangement.height))
    assert [rounded(lane.rect) for lane in map_.lanes] == [rounded(r) for r in arrangement.lanes]
    cards = {id_: rounded(rect) for id_, rect in arrangement.cards.items()}
    assert cards == {id_: rounded(map_.rect(id_)) for id_ in cards}


def test_an_empty_map_has_a_place_to_drop_every_kind_of_card() -> None:
    map_ = layout_of(a_map(title="New").built())
    assert map_.size.width >= 4 * SLOT_PREFERRED
    assert map_.size.height > 300
    assert [column.stage_id for column in map_.columns] == [None]
    assert tuple(lane.spec.key for lane in map_.lanes) == DEFAULT_LANES
    for kind in DEFAULT_LANES:
        lane = hit_testing.lane_for_kind(map_, kind)
        assert lane is not None
        assert lane.spec.key == kind
        assert hit_testing.cell_at(map_, Point(LABEL_WIDTH + 1, lane.rect.center.y)) is not None
    shown = "".join(dump(block.drawing) for block in map_.blocks(EVERYWHERE))
    assert "Not placed yet" in shown


@pytest.mark.parametrize("kind", ["metric", "picture", "note"])
def test_a_kind_without_a_lane_has_the_gap_in_which_its_lane_appears(kind: str) -> None:
    graph = a_map().with_stage("Buy").built()
    map_ = layout_of(graph)
    gap = hit_testing.lane_for_kind(map_, kind)
    assert gap is not None
    assert gap.spec.kinds == (kind,)
    assert gap.rect.height > 0
    assert all(not lane.rect.intersects(gap.rect, 0.01) for lane in map_.lanes)
    graph = a_map().with_stage("Buy").with_(kind, "One").built()
    assert kind in [lane.spec.key for lane in layout_of(graph).lanes]


def test_a_hidden_lane_takes_no_card() -> None:
    graph = a_map().with_stage("Buy").with_("lane", kinds=("thought",), visible=False).built()
    map_ = layout_of(graph)
    assert hit_testing.lane_for_kind(map_, "thought") is None
    assert hit_testing.lane_for_kind(map_, "persona") is None
    assert "thought" not in [lane.spec.key for lane in map_.lanes]


def test_an_emotion_without_a_score_waits_at_zero() -> None:
    graph = a_map().with_stage("Buy").with_("step", "Pay").with_("emotion").built()
    map_ = layout_of(graph)
    rect = map_.rect("emotion1")
    place = map_.cell_of("emotion1")
    assert rect is not None
    assert place is not None
    assert hit_testing.score_at(map_, rect.center.y, place[0]) == pytest.approx(0)
    assert hit_testing.hit(map_, rect.center) == "emotion1"
    waiting = dump(blocks(map_)["curve", "stage1", "emotion"].drawing)
    record = graph.element("emotion1")
    change = Change({record.id: (record, record.replaced(score=-1.5))})
    graph.apply(change)
    map_.update(change)
    moved = map_.rect("emotion1")
    assert moved is not None
    assert hit_testing.score_at(map_, moved.center.y, place[0]) == pytest.approx(-1.5)
    assert dump(blocks(map_)["curve", "stage1", "emotion"].drawing) != waiting


def test_the_first_stage_takes_the_place_of_the_empty_column() -> None:
    graph = a_map().built()
    map_ = layout_of(graph)
    change = put(Step(id="a", title="Walk in"))
    graph.apply(change)
    map_.update(change)
    assert [column.stage_id for column in map_.columns] == [None]
    graph = a_map().with_stage("Buy").built()
    assert [column.stage_id for column in layout_of(graph).columns] == ["stage1"]


def test_scores_and_heights_are_each_others_inverse() -> None:
    map_ = layout_of(a_map().with_stage("Buy").built())
    lane = [lane.spec.key for lane in map_.lanes].index("emotion")
    rect = map_.lanes[lane].rect
    for score in (-2, -0.7, 0, 1, 2):
        assert hit_testing.score_at(
            map_, emotion_curve.y_of_score(score, rect), lane
        ) == pytest.approx(score)
    assert hit_testing.score_at(map_, rect.y - 100, lane) == 2
    assert hit_testing.score_at(map_, rect.bottom + 100, lane) == -2
