"""A layout updated change by change equals one built from scratch."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from journeyeditor.geometry import Rect, Size
from journeyeditor.layout.incremental.blocks import Damage, DrawingBlock
from journeyeditor.layout.incremental.excerpt import Excerpt
from journeyeditor.model import Change, JourneyGraph
from tests.display.dump import dump
from tests.layout.incremental.states import blocks, drawings, edits, layout_of, table
from tests.layout.maps import maps
from tests.strategies import maps as odd_maps

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


@given(maps(stages=5, cards=4), st.data())
@settings(max_examples=50, deadline=None, suppress_health_check=SLOW)
def test_what_is_followed_is_what_would_be_built(graph: JourneyGraph, data: st.DataObject) -> None:
    followed = layout_of(graph)
    blocks(followed)
    for _ in range(data.draw(st.integers(1, 4))):
        change = data.draw(edits(graph))
        note(repr(change))
        graph.apply(change)
        followed.update(change)
        built = layout_of(graph)
        assert table(followed) == table(built)
        assert drawings(followed) == drawings(built)


@given(maps(stages=5, cards=4), st.data())
@settings(max_examples=50, deadline=None, suppress_health_check=SLOW)
def test_an_excerpt_is_followed_like_a_map(graph: JourneyGraph, data: st.DataObject) -> None:
    stages = [stage.id for stage in graph.stages()] or ["gone"]
    excerpt = Excerpt(data.draw(st.sampled_from(stages)), 140.0)
    followed = layout_of(graph, excerpt)
    blocks(followed)
    for _ in range(data.draw(st.integers(1, 4))):
        change = data.draw(edits(graph))
        note(repr(change))
        graph.apply(change)
        followed.update(change)
        built = layout_of(graph, excerpt)
        assert table(followed) == table(built)
        assert drawings(followed) == drawings(built)


@given(maps(stages=5, cards=4))
@settings(max_examples=30, deadline=None, suppress_health_check=SLOW)
def test_an_excerpt_shows_a_stage_and_its_neighbours(graph: JourneyGraph) -> None:
    whole = layout_of(graph)
    stages = [column.stage_id for column in whole.columns]
    for number, stage in enumerate(stages):
        if stage is None:
            continue
        part = layout_of(graph, Excerpt(stage, 140.0))
        assert [c.stage_id for c in part.columns] == stages[max(number - 1, 0) : number + 2]
        assert part.stage_colours == whole.stage_colours
        mine = next(c for c in part.columns if c.stage_id == stage)
        cards = {
            id_
            for slot in range(mine.first, mine.first + mine.slots)
            for lane in range(len(part.lanes))
            for id_ in part.cell_ids(lane, slot)
        }
        theirs = next(c for c in whole.columns if c.stage_id == stage)
        assert cards == {
            id_
            for slot in range(theirs.first, theirs.first + theirs.slots)
            for lane in range(len(whole.lanes))
            for id_ in whole.cell_ids(lane, slot)
        }


@given(maps(stages=5, cards=4), st.data())
@settings(max_examples=50, deadline=None, suppress_health_check=SLOW)
def test_what_looks_different_is_reported(graph: JourneyGraph, data: st.DataObject) -> None:
    map_ = layout_of(graph)
    before, size = blocks(map_), map_.size
    for _ in range(data.draw(st.integers(1, 3))):
        change = data.draw(edits(graph))
        note(repr(change))
        graph.apply(change)
        damage = map_.update(change)
        after = blocks(map_)
        _check_reported(before, after, damage, Rect(0, 0, *size), map_.size)
        before, size = after, map_.size


def _check_reported(
    before: dict[Any, DrawingBlock],
    after: dict[Any, DrawingBlock],
    damage: Damage,
    sheet: Rect,
    size: Size,
) -> None:
    """Check that damage covers every block that looks different, as it was and as it is."""
    sheet = sheet.united(Rect(0, 0, *size))
    for key in before.keys() | after.keys():
        one, other = before.get(key), after.get(key)
        if one is None or other is None or not _are_same(one, other):
            for block in (one, other):
                assert block is None or _covers(damage, _clipped(block.rect, sheet)), (key, damage)


def _are_same(one: DrawingBlock, other: DrawingBlock) -> bool:
    """Tell whether two blocks look the same; painters know a drawing by its identity."""
    return one[:3] == other[:3] and (
        one.drawing is other.drawing or dump(one.drawing) == dump(other.drawing)
    )


def _clipped(rect: Rect, sheet: Rect) -> Rect:
    x, y = max(rect.x, sheet.x), max(rect.y, sheet.y)
    return Rect(x, y, min(rect.right, sheet.right) - x, min(rect.bottom, sheet.bottom) - y)


def _covers(damage: Damage, rect: Rect) -> bool:
    """Tell whether damage covers a place: some of its rectangles put together hold it."""
    left = [rect]
    for hole in () if damage.whole else damage.rects:
        left = [piece for rest in left for piece in _without(rest, hole)]
    return damage.whole or not left


def _without(rect: Rect, hole: Rect) -> list[Rect]:
    if not rect.intersects(hole, 0.01):
        return [rect] if rect.width > 0.01 and rect.height > 0.01 else []
    x1, x2 = max(rect.x, hole.x), min(rect.right, hole.right)
    y1, y2 = max(rect.y, hole.y), min(rect.bottom, hole.bottom)
    parts = [
        Rect(rect.x, rect.y, x1 - rect.x, rect.height),
        Rect(x2, rect.y, rect.right - x2, rect.height),
        Rect(x1, rect.y, x2 - x1, y1 - rect.y),
        Rect(x1, y2, x2 - x1, rect.bottom - y2),
    ]
    return [part for part in parts if part.width > 0.01 and part.height > 0.01]


@given(maps(stages=5, cards=3), st.data())
@settings(max_examples=50, deadline=None, suppress_health_check=SLOW)
def test_many_edits_are_followed_at_once(graph: JourneyGraph, data: st.DataObject) -> None:
    followed = layout_of(graph)
    before, size = blocks(followed), followed.size
    change = Change()
    for _ in range(data.draw(st.integers(2, 8))):
        edit = data.draw(edits(graph))
        graph.apply(edit)
        change = change.then(edit)
    damage = followed.update(change)
    built = layout_of(graph)
    assert table(followed) == table(built)
    assert drawings(followed) == drawings(built)
    _check_reported(before, blocks(followed), damage, Rect(0, 0, *size), followed.size)


@given(odd_maps(), st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
def test_odd_maps_are_followed_as_well(graph: JourneyGraph, data: st.DataObject) -> None:
    followed = layout_of(graph)
    blocks(followed)
    for _ in range(data.draw(st.integers(1, 3))):
        change = data.draw(edits(graph))
        graph.apply(change)
        followed.update(change)
        followed.update(Change())
    built = layout_of(graph)
    assert table(followed) == table(built)
    assert drawings(followed) == drawings(built)
