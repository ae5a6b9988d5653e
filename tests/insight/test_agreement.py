"""Agreement: quartiles and r_wg of known ratings, the widest spread first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyeditor.insight.agreement import agreement_of, disagreements_parts, quartiles
from journeyeditor.insight.parts import completed
from journeyeditor.vocabulary import Emotion
from tests.builders import a_map


def rated(*scores: float) -> Emotion:
    ratings = tuple((f"r{at}", score) for at, score in enumerate(scores))
    return Emotion(id="e", stage="s1", ratings=ratings)


def test_the_figures_of_known_ratings() -> None:
    found = agreement_of(rated(-2, -1, 0, 1, 2))
    assert found is not None
    assert (found.median, found.low, found.high, found.raters) == (0, -1, 1, 5)
    assert found.agreement == 0  # a variance of 2.5, more than that of chance
    found = agreement_of(rated(0.5, 1.0, 1.5))
    assert found is not None
    assert found.agreement == pytest.approx(1 - 0.25 / (16 / 12))


def test_one_mind_agrees_wholly_and_one_rater_with_nobody() -> None:
    found = agreement_of(rated(1, 1, 1))
    assert found is not None
    assert (found.agreement, found.spread) == (1, 0)
    assert agreement_of(rated(1)) is None
    assert agreement_of(rated()) is None
    assert quartiles([1.5]) == (1.5, 1.5)


def test_where_people_disagree_most_comes_first() -> None:
    graph = (
        a_map()
        .with_stage("Search")
        .with_("emotion", score=0, ratings=(("a", 0.0), ("b", 0.2)))
        .with_stage("Buy")
        .with_("emotion", score=0, ratings=(("a", -2.0), ("b", 2.0)))
        .with_("emotion", score=1)
        .built()
    )
    assert [each.stage for each in completed(disagreements_parts(graph))] == [
        s.id for s in graph.stages()
    ][::-1]


@given(st.lists(st.floats(-2, 2), min_size=2, max_size=40))
def test_figures_stay_within_their_scales(scores: list[float]) -> None:
    found = agreement_of(rated(*scores))
    assert found is not None
    assert -2 <= found.low <= found.median <= found.high <= 2
    assert 0 <= found.agreement <= 1
