"""Cards that use free slots: none over another, and each over the middle of its own slot."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from journeyeditor.layout.grid import plan
from journeyeditor.layout.spans import spans
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import MapInfo, PainPoint, Stage, Step
from tests.layout.maps import maps


@given(maps(stages=4, cards=8), st.sets(st.integers(0, 12), max_size=4))
def test_cards_of_a_lane_share_the_slots_of_their_stages(
    graph: JourneyGraph, blocked: set[int]
) -> None:
    grid = plan(graph)
    for lane in range(len(grid.lanes)):
        found = spans(grid, lane, grid.columns, blocked)
        for (_, one), (_, other) in pairwise(sorted(found.items())):
            assert one.end <= other.first + 1e-9
        for slot, span in found.items():
            assert span.first <= slot + 0.5 <= span.end


def test_the_card_with_more_words_is_wider() -> None:
    steps = [Step(id=f"s{i}", stage="a", title="Pay") for i in range(3)]
    words = ("Long queue", "Nobody answers the phone after five o’clock in the afternoon")
    pains = [PainPoint(id=f"p{i}", stage="a", title=title) for i, title in enumerate(words)]
    graph = JourneyGraph.of(MapInfo(), [Stage(id="a"), *steps, *pains])
    grid = plan(graph)
    lane = grid.slot_of["p0"][0]
    found = spans(grid, lane, grid.columns, ())
    assert found[1].slots > found[0].slots
