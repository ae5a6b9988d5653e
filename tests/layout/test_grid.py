"""The plan of any map: nothing is lost, and what belongs together stands together."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings

from journeyeditor.layout.grid import STACK_LIMIT, Grid, plan
from journeyeditor.layout.lanes import Band, is_card
from journeyeditor.layout.map_drawing import curves_of
from journeyeditor.model import Element, JourneyGraph
from journeyeditor.vocabulary import Emotion, Lane, MapInfo, PainPoint, Stage
from tests.builders import a_map
from tests.layout.maps import maps
from tests.layout.shares import render_data, share


@given(maps())
@settings(max_examples=120)
def test_every_card_is_shown_or_reported(graph: JourneyGraph) -> None:
    grid = plan(graph)
    wanted = sorted(record.id for record in graph.elements() if is_card(record))
    in_cells = [record.id for records in grid.cells.values() for record in records]
    on_curves = [record.id for scored in grid.emotions.values() for _, record in scored]
    hidden = [record.id for record in grid.hidden]
    assert sorted([*in_cells, *on_curves, *hidden]) == wanted
    assert set(grid.slot_of) == {*in_cells, *on_curves}
    for (lane, slot), records in grid.cells.items():
        assert all(grid.slot_of[record.id] == (lane, slot) for record in records)


@given(maps())
@settings(max_examples=120)
def test_columns_stand_side_by_side_in_the_order_of_the_stages(graph: JourneyGraph) -> None:
    grid = plan(graph)
    assert grid.columns[0].first == 0
    assert all(one.end == other.first for one, other in pairwise(grid.columns))
    assert all(column.slots >= 1 for column in grid.columns)
    stages = [column.stage for column in grid.columns if column.stage]
    assert stages == list(graph.stages())
    # cards without a stage stand behind the last one
    assert all(column.stage for column in grid.columns[:-1])


@given(maps())
@settings(max_examples=120)
def test_a_card_stands_in_the_slot_of_what_it_is_related_to(graph: JourneyGraph) -> None:
    grid = plan(graph)
    for kind in ("at", "supports"):
        for relation in graph.relations(kind):
            links = [r for r in graph.outgoing(relation.source) if r.kind in ("at", "supports")]
            if len(links) > 1 or relation.source not in grid.slot_of:
                continue
            target = graph.element(relation.target)
            if _stage_of(target) is None:
                continue  # not placed yet: it takes nobody along
            slot = grid.slot_of[relation.source][1]
            if relation.target in grid.slot_of:
                assert slot == grid.slot_of[relation.target][1], relation
            else:
                assert slot in _column_of(graph, grid, relation.target), relation


def _stage_of(element: Element) -> str | None:
    return element.stage if element.is_card else element.id


def _column_of(graph: JourneyGraph, grid: Grid, id_: str) -> range:
    """Return the slots of the stage that an element is or stands in."""
    record = graph.element(id_)
    stage = _stage_of(record)
    return next(
        range(column.first, column.end)
        for column in grid.columns
        if (column.stage.id if column.stage else None) == stage
    )


@given(maps())
@settings(max_examples=120)
def test_every_card_stands_in_a_stage_that_it_names(graph: JourneyGraph) -> None:
    grid = plan(graph)
    for id_, (_, slot) in grid.slot_of.items():
        links = [graph.element(relation.target) for relation in graph.outgoing(id_)]
        named = {graph.element(id_).stage, *map(_stage_of, links)}
        named |= {
            _stage_of(graph.element(further.target))
            for target in links
            for further in graph.outgoing(target.id)
        }
        column = next(c for c in grid.columns if c.first <= slot < c.end)
        assert (column.stage.id if column.stage else None) in named


@given(maps())
@settings(max_examples=120)
def test_steps_and_touchpoints_stand_in_the_order_of_the_map(graph: JourneyGraph) -> None:
    grid = plan(graph)
    for kind in ("step", "touchpoint"):
        last: dict[tuple[int, str | None], int] = {}
        for record in graph.elements(kind):
            if record.id in grid.slot_of:
                lane, slot = grid.slot_of[record.id]
                key = (lane, getattr(record, "stage", None))
                assert slot > last.get(key, -1)
                last[key] = slot


@given(maps())
@settings(max_examples=120)
def test_a_curve_has_its_scores_in_column_order(graph: JourneyGraph) -> None:
    for scored in plan(graph).emotions.values():
        slots = [slot for slot, _ in scored]
        assert slots == sorted(slots)


@given(maps())
@settings(max_examples=120)
def test_loose_cards_make_no_tower(graph: JourneyGraph) -> None:
    grid = plan(graph)
    for records in grid.cells.values():
        loose = [
            record for record in records if not record.is_moment and not graph.outgoing(record.id)
        ]
        assert len(loose) <= STACK_LIMIT


@given(maps())
@settings(max_examples=60)
def test_lanes_hold_only_what_they_show(graph: JourneyGraph) -> None:
    grid = plan(graph)
    shown = {lane.id: getattr(lane, "kinds", ()) for lane in graph.lanes()}
    for id_, (lane, _) in grid.slot_of.items():
        spec, record = grid.lanes[lane], graph.element(id_)
        assert record.kind in spec.kinds or getattr(record, "lane", None) == spec.key
        assert (spec.band is Band.CURVE) == (record.kind == "emotion")
        assert spec.key not in shown or set(spec.kinds) <= set(shown[spec.key])


@given(maps())
@settings(max_examples=60)
def test_a_persona_sees_its_own_cards_and_those_of_nobody(graph: JourneyGraph) -> None:
    for persona in graph.personas():
        grid = plan(graph, persona=persona.id)
        there = {*grid.slot_of, *(record.id for record in grid.hidden)}
        for record in graph.elements():
            named = getattr(record, "persona", None) or ()
            owners = (named,) if isinstance(named, str) else named
            is_others = bool(owners) and persona.id not in owners
            assert (record.id in there) == (is_card(record) and not is_others)


@given(maps(stages=3, cards=2))
@settings(max_examples=60)
def test_wanted_lanes_are_the_only_ones(graph: JourneyGraph) -> None:
    whole = plan(graph)
    for kind in ("touchpoint", "emotion", "funnel"):
        some = plan(graph, lanes=(kind.upper(),))
        known = "stage" if kind == "funnel" else kind
        assert all(known in spec.kinds for spec in some.lanes)
        assert len(some.lanes) == sum(known in spec.kinds for spec in whole.lanes)


def test_a_card_in_a_hidden_lane_is_hidden_and_reported() -> None:
    records = [
        Stage(id="s"),
        Lane(id="away", visible=False),
        PainPoint(id="a", stage="s", lane="away"),
        PainPoint(id="b", stage="s"),
    ]
    grid = plan(JourneyGraph.of(MapInfo(), records))
    assert [record.id for record in grid.hidden] == ["a"]
    assert set(grid.slot_of) == {"b"}


def test_two_lanes_of_curves_hold_each_their_own_scores() -> None:
    records = [
        Stage(id="s"),
        Lane(id="one", kinds=("emotion",)),
        Lane(id="two", kinds=("emotion",)),
        Emotion(id="a", stage="s", score=1),
        Emotion(id="b", stage="s", score=-1, lane="two"),
    ]
    graph = JourneyGraph.of(MapInfo(), records)
    arrangement = share(graph)
    found = [
        [point.score for _, points, _ in curves for point in points]
        for curves in (
            curves_of(arrangement, lane, rect, render_data(graph, arrangement))
            for lane, rect in zip(arrangement.measured.lanes, arrangement.lanes, strict=True)
        )
    ]
    assert found == [[1], [-1]]


def test_a_lane_that_cannot_show_a_card_does_not_take_it() -> None:
    records = [
        Stage(id="s"),
        Lane(id="curve", kinds=("emotion",)),
        Lane(id="cards", kinds=("step",)),
        PainPoint(id="a", stage="s", lane="curve"),
        Emotion(id="b", stage="s", lane="cards", score=1),
    ]
    grid = plan(JourneyGraph.of(MapInfo(), records))
    assert not grid.hidden
    assert grid.lanes[grid.slot_of["a"][0]].key == "pain_point"
    assert grid.lanes[grid.slot_of["b"][0]].key == "curve"


def test_a_lane_passes_over_kinds_that_it_cannot_show() -> None:
    odd = a_map().with_("lane", "Odd", kinds=["lane", "persona", "unheard", "step"])
    specs = plan(odd.with_("lane", "Only odd", kinds=["evidence"]).built()).lanes
    assert [(spec.title, spec.kinds) for spec in specs] == [("Odd", ("step",)), ("Only odd", ())]


def test_lanes_are_left_out_of_what_has_left_out_lanes_before() -> None:
    graph = a_map().with_("emotion", stage=None).built()
    grid = plan(graph).with_lanes([]).with_lanes([], range(1))
    assert grid.slot_of == {}
