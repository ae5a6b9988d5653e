"""What-if: the source's own example, and what must hold for any funnel."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyeditor import resources
from journeyeditor.files import dump_map, read_map
from journeyeditor.insight.what_if import carried, counted, losses, what_if, with_less_loss
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import MapInfo, Stage


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
