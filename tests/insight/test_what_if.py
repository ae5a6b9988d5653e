"""What-if: the source's own example, and what must hold for any funnel."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyeditor import resources
from journeyeditor.files import dump_map, read_map
from journeyeditor.insight.funnel import (
    branches,
    carried,
    counted,
    expected,
    losses,
    onward,
    what_if,
    with_less_loss,
)
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import MapInfo, Stage
from tests.builders import a_map


def sample() -> JourneyGraph:
    return read_map(resources.path("samples", "toothbrush.sv.journey.json"))


def a_funnel(counts: list[float]) -> JourneyGraph:
    stages = [Stage(id=f"s{i}", count=count) for i, count in enumerate(counts)]
    return JourneyGraph.of(MapInfo(), stages)


def test_halving_the_loss_after_evaluation_sells_650() -> None:
    graph = sample()
    before = dump_map(graph)
    found = what_if(graph, {"s2": with_less_loss(graph, "s2", 0.5)})
    assert list(found.values())[:4] == pytest.approx([10_000, 5_000, 3_250, 650])
    assert dump_map(graph) == before


def test_the_stated_rates_carried_forward() -> None:
    assert list(carried(sample()).values()) == pytest.approx(
        [10_000, 5_000, 1_500, 300, 30, 1.5, 0.075]
    )


def test_the_biggest_loss_is_between_the_first_two() -> None:
    first = losses(sample())[0]
    assert (first.source.id, first.target.id, first.lost, first.share) == ("s1", "s2", 5_000, 0.5)


def test_a_stage_without_a_rate_is_refused() -> None:
    with pytest.raises(KeyError):
        what_if(sample(), {"s7": 0.5})
    with pytest.raises(KeyError):
        with_less_loss(a_funnel([0, 5]), "s0", 0.5)


counts = st.lists(st.integers(1, 10**6), min_size=2, max_size=8)


@given(counts)
def test_without_another_rate_the_counts_stay(numbers: list[float]) -> None:
    graph = a_funnel(numbers)
    assert list(what_if(graph, {}).values()) == pytest.approx(numbers)


@given(counts, st.floats(0, 1), st.data())
def test_less_loss_never_sells_less(
    numbers: list[float], factor: float, data: st.DataObject
) -> None:
    numbers = sorted(numbers, reverse=True)
    graph = a_funnel(numbers)
    stage = data.draw(st.sampled_from([s.id for s in counted(graph)[:-1]]))
    found = what_if(graph, {stage: with_less_loss(graph, stage, factor)})
    assert all(new >= old - 1e-6 * old for new, old in zip(found.values(), numbers, strict=True))


@given(counts)
def test_losses_are_what_falls(numbers: list[float]) -> None:
    found = losses(a_funnel(numbers))
    falls = [a - b for a, b in itertools.pairwise(numbers) if a > b]
    assert [loss.lost for loss in found] == sorted(falls, reverse=True)
    assert carried(a_funnel(numbers)) == {"s0": numbers[0]}


def test_a_shortcut_carries_more_when_more_go_on() -> None:
    built = a_map().with_stage(count=1000).with_stage(count=200).with_stage(count=110)
    built.related("follows", "stage1", "stage3", share=0.05)
    graph = built.built()
    assert what_if(graph, {}) == pytest.approx({"stage1": 1000, "stage2": 200, "stage3": 110})
    # 50 of the 110 skip the second stage; twice as many of both go on.
    assert what_if(graph, {"stage1": 0.4}) == pytest.approx(
        {"stage1": 1000, "stage2": 400, "stage3": 220}
    )
    # At 98 % no more than 2 % are left to skip: 60 × 4.9 + 20.
    assert what_if(graph, {"stage1": 0.98})["stage3"] == pytest.approx(60 * 4.9 + 20)


def test_those_who_skip_a_stage_are_not_touched_by_its_rate_further_on() -> None:
    built = a_map().with_stage(count=1000).with_stage(count=200).with_stage(count=100)
    built.with_stage(count=90).related("follows", "stage1", "stage4", share=0.05)
    found = what_if(built.built(), {"stage2": 0.75})
    assert found == pytest.approx({"stage1": 1000, "stage2": 200, "stage3": 150, "stage4": 110})


def test_a_rate_gives_the_next_count_whoever_skips() -> None:
    graph = sample()
    found = what_if(graph, {"s3": with_less_loss(graph, "s3", 0.5)})
    assert found["s4"] == pytest.approx(900)


def test_nobody_yet_can_become_somebody() -> None:
    assert what_if(a_funnel([100, 0, 0]), {"s0": 0.5, "s1": 0.4}) == {
        "s0": 100,
        "s1": 50,
        "s2": 20,
    }
    assert what_if(a_funnel([100, 0, 5]), {}) == {"s0": 100, "s1": 0, "s2": 5}


def test_a_rate_reaches_over_a_stage_without_a_count() -> None:
    graph = a_map().with_stage(count=100).with_stage().with_stage(count=50).built()
    assert what_if(graph, {"stage1": 0.8}) == pytest.approx({"stage1": 100, "stage3": 80})


def test_a_stage_that_gains_keeps_its_rate_when_losses_are_halved() -> None:
    assert with_less_loss(a_funnel([43, 46]), "s0", 0.5) == pytest.approx(46 / 43)


def test_counts_that_shares_alone_give() -> None:
    built = a_map().with_stage(count=1000).with_stage().with_stage().with_stage()
    built.related("follows", "stage1", "stage2", share=0.5)
    built.related("follows", "stage1", "stage3", share=0.2)
    built.related("follows", "stage2", "stage3", share=0.4)
    built.related("follows", "stage3", "stage4", share=0.5)
    built.related("follows", "stage4", "stage1", share=0.3)
    graph = built.built()
    assert branches(graph)
    # By hand: the chance to reach stage 2, and 3, counts those whom a way back brings round again.
    p2 = 0.5 / (1 - 0.2 * 0.5 * 0.3)
    p3 = 0.2 + 0.5 * 0.4
    assert expected(graph) == pytest.approx(
        {"stage1": 1000, "stage2": 1000 * p2, "stage3": 1000 * p3, "stage4": 500 * p3}
    )


def test_expected_counts_want_a_count_to_begin_with() -> None:
    assert expected(a_map().with_stage().with_stage().built()) == {}
    assert expected(a_map().built()) == {}
    found = expected(a_map().with_stage().with_stage(count=50).built())
    assert found == {"stage1": 50, "stage2": 50}


def test_a_straight_map_does_not_branch() -> None:
    built = a_map().with_stage(count=10).with_stage(count=5)
    built.related("follows", "stage1", "stage2")
    assert not branches(built.built())


@st.composite
def branching(draw: st.DrawFn) -> JourneyGraph:
    """Return falling counts with ways that skip, some with a share."""
    numbers = sorted(draw(st.lists(st.integers(1, 10**6), min_size=3, max_size=7)), reverse=True)
    built = a_map()
    for number in numbers:
        built.with_stage(count=number)
    for _ in range(draw(st.integers(0, 3))):
        source = draw(st.integers(1, len(numbers) - 1))
        target = draw(st.integers(1, len(numbers)))
        share = draw(st.none() | st.floats(0, 0.2))
        built.related("follows", f"stage{source}", f"stage{target}", share=share)
    return built.built()


@given(branching())
def test_branches_without_another_rate_keep_the_counts(graph: JourneyGraph) -> None:
    counts = {stage.id: stage.count for stage in counted(graph)}
    assert what_if(graph, {}) == pytest.approx(counts)


@given(branching(), st.data())
def test_a_rate_is_what_was_asked_for(graph: JourneyGraph, data: st.DataObject) -> None:
    own = onward(graph)
    stage = data.draw(st.sampled_from(list(own)))
    rate = data.draw(st.floats(0, 1))
    found = what_if(graph, {stage: rate})
    ids = list(found)
    at = ids.index(stage)
    assert found[ids[at + 1]] == pytest.approx(found[stage] * rate)
    counts = {each.id: each.count for each in counted(graph)}
    assert {id_: found[id_] for id_ in ids[: at + 1]} == pytest.approx(
        {id_: counts[id_] for id_ in ids[: at + 1]}
    )
    assert all(count >= 0 for count in found.values())


@given(branching())
def test_nobody_is_expected_who_did_not_enter(graph: JourneyGraph) -> None:
    found = expected(graph)
    first = counted(graph)[0]
    assert all(0 <= count <= (first.count or 0) * (1 + 1e-9) for count in found.values())
