"""The places of any map: no two cards overlap, and everything lies inside what it belongs to."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeyeditor.display.primitives import Box, TextRun
from journeyeditor.geometry import Rect
from journeyeditor.i18n import texts
from journeyeditor.layout.lane_names import NO_CAPTION, LaneCaption, lane_label
from journeyeditor.layout.lanes import Band
from journeyeditor.layout.recipes import cards, headers
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.style import PRINT, SLOT_MIN
from journeyeditor.model import JourneyGraph
from tests.layout.maps import maps
from tests.layout.shares import context, ink_box, share, theme, typesetter, walk

widths = st.sampled_from([SLOT_MIN, 82.0, 140.0])
#: A sheet for each stage has slots wider than any card.
text_widths = st.sampled_from([SLOT_MIN, 82.0, 2 * cards.MAX_WIDTH])
stretches = st.sampled_from([1.0, 1.3, 4.0])


@given(maps(), widths, stretches)
@settings(max_examples=60)
def test_no_two_cards_overlap(graph: JourneyGraph, width: float, stretch: float) -> None:
    arrangement = share(graph, width, stretch)
    by_slot: dict[int, list[Rect]] = {}
    for id_, rect in arrangement.cards.items():
        slot = arrangement.measured.grid.slot_of[id_][1]
        by_slot.setdefault(slot, []).append(rect)
    for rects in by_slot.values():
        for one, other in combinations(rects, 2):
            assert not one.intersects(other, 1e-6)


@given(maps(), widths, stretches)
@settings(max_examples=60)
def test_a_card_lies_in_its_lane_and_its_slot(
    graph: JourneyGraph, width: float, stretch: float
) -> None:
    arrangement = share(graph, width, stretch)
    measured = arrangement.measured
    for id_, rect in arrangement.cards.items():
        lane, slot = measured.grid.slot_of[id_]
        row = arrangement.lanes[lane]
        place = Rect(arrangement.slot_x(slot), row.y, width, row.height)
        assert place.contains(rect, 1e-6)
        assert rect.height >= measured.cards[id_].height - 1e-6
        head = arrangement.headers[
            next(i for i, c in enumerate(measured.columns) if c.first <= slot < c.end)
        ]
        assert head.x - 1e-6 <= rect.x
        assert rect.right <= head.right + 1e-6


@given(maps(), widths, stretches)
@settings(max_examples=60)
def test_a_card_that_is_not_drawn_stands_in_a_collapsed_lane(
    graph: JourneyGraph, width: float, stretch: float
) -> None:
    arrangement = share(graph, width, stretch)
    grid = arrangement.measured.grid
    for id_, (lane, _) in grid.slot_of.items():
        spec = grid.lanes[lane]
        drawn = spec.band is Band.CARDS and not spec.collapsed
        assert (id_ in arrangement.cards) == drawn


@given(maps(), widths, stretches)
@settings(max_examples=60)
def test_heads_and_lanes_stand_below_one_another(
    graph: JourneyGraph, width: float, stretch: float
) -> None:
    arrangement = share(graph, width, stretch)
    for one, other in pairwise(arrangement.headers):
        assert abs(one.right - other.x) < 1e-6
        assert one.y == other.y
        assert one.height == other.height
    below = arrangement.headers[0].bottom
    for index, lane in enumerate(arrangement.lanes):
        corridor = arrangement.corridor(index)
        assert below <= corridor.y + 1e-6
        assert corridor.bottom <= lane.y + 1e-6
        below = lane.bottom
    assert below <= arrangement.height + 1e-6


@given(maps(), widths, stretches)
@settings(max_examples=60)
def test_cards_of_one_row_share_their_top(
    graph: JourneyGraph, width: float, stretch: float
) -> None:
    arrangement = share(graph, width, stretch)
    grid = arrangement.measured.grid
    tops: dict[tuple[int, int], float] = {}
    for (lane, _), records in grid.cells.items():
        for row, record in enumerate(records):
            if record.id in arrangement.cards:
                top = arrangement.cards[record.id].y
                assert abs(tops.setdefault((lane, row), top) - top) < 1e-6


@given(maps(stages=3), stretches)
@settings(max_examples=40)
def test_a_stretched_map_fills_its_height_or_every_lane_is_at_its_limit(
    graph: JourneyGraph, stretch: float
) -> None:
    arrangement = share(graph, 82.0, stretch)
    natural = share(graph).height
    assert arrangement.height <= natural * stretch + 1e-6
    if stretch <= 1.3 and arrangement.lanes:
        assert arrangement.height >= natural * 0.99


@given(maps(stages=4), text_widths)
@settings(max_examples=40)
def test_the_text_of_a_card_lies_in_the_card(graph: JourneyGraph, width: float) -> None:
    arrangement = share(graph, width)
    for id_, rect in arrangement.cards.items():
        drawing = cards.depict(arrangement.measured.cards[id_], rect, context())
        for primitive, transform in walk(drawing):
            if isinstance(primitive, TextRun):
                box = ink_box(primitive, transform)
                assert rect.contains(box, 0.01), (id_, primitive.text, rect, box)
            elif isinstance(primitive, Box):
                assert rect.contains(primitive.rect.translated(transform.e, transform.f), 0.01)


@given(maps(stages=4), text_widths)
@settings(max_examples=40)
def test_texts_of_one_card_do_not_overlap(graph: JourneyGraph, width: float) -> None:
    arrangement = share(graph, width)
    for id_, rect in arrangement.cards.items():
        drawing = cards.depict(arrangement.measured.cards[id_], rect, context())
        _check_apart(
            [ink_box(p, t) for p, t in walk(drawing) if isinstance(p, TextRun) and p.text.strip()]
        )


@given(maps(stages=6, cards=1), st.sampled_from([SLOT_MIN, 82.0, 200.0]))
@settings(max_examples=60)
def test_the_text_of_a_stage_lies_in_its_head(graph: JourneyGraph, width: float) -> None:
    arrangement = share(graph, width)
    for head, rect in zip(arrangement.measured.headers, arrangement.headers, strict=True):
        drawing = headers.depict(head, rect, ("#000000", "#FFFFFF"), context())
        boxes = [ink_box(p, t) for p, t in walk(drawing) if isinstance(p, TextRun)]
        assert all(rect.contains(box, 0.01) for box in boxes)
        _check_apart(boxes)


def _check_apart(boxes: list[Rect]) -> None:
    for one, other in combinations(boxes, 2):
        # ascenders reach a little into the line above, and marks stand beside letters
        assert not one.intersects(other, 1.2), (one, other)


def test_an_empty_map_has_a_place() -> None:
    arrangement = share(_empty())
    assert len(arrangement.headers) == 1
    assert arrangement.lanes == ()


def _empty() -> JourneyGraph:
    from journeyeditor.vocabulary import MapInfo

    return JourneyGraph.of(MapInfo(), [])


@pytest.mark.parametrize(
    ("title", "is_assumption", "lines"),
    [
        ("Steps", False, 1),
        ("Touchpoints", False, 1),
        ("Opportunities", False, 1),
        ("Opportunities", True, 2),
        ("Representations", False, 2),
    ],
)
def test_a_word_of_a_lane_name_is_broken_only_where_it_is_much_too_long(
    title: str, is_assumption: bool, lines: int
) -> None:
    paper = RenderContext(typesetter(), theme(), texts("en"), format=PRINT)
    caption = LaneCaption("assumed by all at the table", is_assumption) if is_assumption else None
    name = lane_label(title, caption or NO_CAPTION, paper).name
    assert len(name.lines) == lines
    assert max(line.width for line in name.lines) <= PRINT.label_width
